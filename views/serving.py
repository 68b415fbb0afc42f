"""The web server around the screens: security headers, warm start, what is said when a page breaks."""

import base64
import gc
import hashlib
import logging
import re
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines import draw, render, wording
from pipelines.draw import outlines
from pipelines.selection import Selection
from views import address, api, desk, embed, parts

_LOG = logging.getLogger(__name__)


def _inline_scripts() -> str:
    """The hashes of the scripts that stand inside Streamlit's own page, so that no other inline script may run."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        f"style-src 'self' 'unsafe-inline'; script-src 'self' {_inline_scripts()}"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
"""Sent with every answer: nothing is loaded from another host, and no other site may frame a page."""


class SecurityHeaders:
    """Plain ASGI middleware that adds `HEADERS` to every HTTP answer and leaves web sockets alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to the answer's first message."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # An answer with a policy of its own says there who may frame it.
                own = {"X-Frame-Options"} if "Content-Security-Policy" in headers else set()
                for name in HEADERS.keys() - own:
                    headers.setdefault(name, HEADERS[name])
            await send(message)

        await self.app(scope, receive, send_with_headers)


_ALLOCATIONS = 20_000
"""A run of a page makes thousands of short-lived objects; Python's default looks through them every 700."""


def _hosts() -> list[str]:
    """The names this server may be asked by (`server.allowedHosts`), which Streamlit itself asks of web sockets only.

    A page of another site that has its own name lead to this machine would otherwise read the API as its own.
    """
    names = st.get_option("server.allowedHosts") or ["*"]
    return [f"[{name}]" if ":" in name else name for name in names]


MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(), www_redirect=False),
]


async def _outlines(request: Request) -> FileResponse:
    """One of the two outline files of the map; the browser keeps it for an hour."""
    name = request.path_params["name"]
    if name not in (outlines.REGIONS_FILE, outlines.COUNTRIES_FILE):
        raise HTTPException(404)
    return FileResponse(
        outlines.FOLDER / name, media_type="application/geo+json", headers={"Cache-Control": "max-age=3600"}
    )


async def _script(request: Request) -> FileResponse:
    """The script that brings a chart into view: from this server, since no inline script may run."""
    del request
    return FileResponse(parts.OPEN_AT, media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})


async def _incident(request: Request) -> RedirectResponse:
    """An incident asked for as the API has it, shown on its screen."""
    return RedirectResponse(f"../incidents?{urlencode({address.INCIDENT: request.path_params['id']})}")


ROUTES = [
    Route("/incidents/{id}", _incident),
    Route(f"/{outlines.GEOMETRY}{{name}}", _outlines),
    Route(f"/{parts.OPEN_AT.name}", _script),
    *api.ROUTES,
    *embed.ROUTES,
]
"""What is served beside the screens."""


@asynccontextmanager
async def warm_up(app: st.App):
    """Open the ledger, fold and settle the newest version and build the charts before the first visitor comes.

    What is loaded then stays for the life of the server, so it is taken out of the garbage collector's sight.
    """
    del app
    draw.warm_up()
    render.warm_up()
    desk.open_for(Selection(), desk.newest())
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)
    yield


def report(problem: Exception) -> bool:
    """Log what broke and tell the reader in words; the details are not for the page."""
    _LOG.error("A page broke", exc_info=problem)
    st.error(f"**{wording.TROUBLE_TITLE}** {wording.TROUBLE_TEXT}")
    return True
