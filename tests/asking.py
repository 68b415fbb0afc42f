"""Asking the server's own addresses within the process: the routes and middleware of `views.serving`, no socket."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette

from views import serving


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8-sig")

    def json(self) -> Any:
        return json.loads(self.body)


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    """Ask an address; `headers` are named with underscores."""
    parts = urlsplit(address)
    said = {"host": "127.0.0.1"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in said.items()],
    }
    messages: list[dict[str, Any]] = []

    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the asker stays until it is answered
        return waiting.pop()

    async def send(message: Any) -> None:
        messages.append(message)

    async def run() -> None:
        app = Starlette(routes=serving.ROUTES, middleware=serving.MIDDLEWARE)
        try:
            await app(scope, receive, send)
        except Exception:
            if not messages:  # what is answered and then raised is for the server's log
                raise

    asyncio.run(run())
    start, *rest = messages
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(message.get("body", b"") for message in rest))
