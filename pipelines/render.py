"""Figures to files, in a process of its own: this is the server's side of it.

Drawing holds Python's lock for as long as it takes, and some texts abort the process it happens in. So children
(`render_child`) draw, each one figure after the other; they are kept warm, killed when they take too long, and started
anew after that. Nothing they do can end or stall the server. The second is started when two figures are wanted at once.
"""

import atexit
import base64
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from queue import LifoQueue
from typing import Any

from pipelines import fonts, wording
from pipelines.figure import Figure

FORMATS = ("svg", "png", "pdf")
"""The formats of a figure."""

SECONDS = 30.0
"""How long one figure may take. A warm child needs a fraction of a second."""

CHILDREN = 2
"""Children that draw at the same time: a bundle of charts takes half as long, and one broken figure stops one only."""

_ROOT = Path(__file__).resolve().parents[1]

_AT_ONCE = 65536
"""Bytes written to the child at a time."""


class Failed(Exception):
    """A figure that could not be drawn. Its text is a sentence for the reader; the next figure is not affected."""


class Rendered(dict[str, bytes]):
    """Format to file; `pdf_standards` says what a PDF holds to.

    Empty where no standard is met, since a text cannot be read back from what is drawn; no such text is known. Tags and
    alt text are there all the same.
    """

    def __init__(self, files: Mapping[str, bytes], pdf_standards: Sequence[str] = ()) -> None:
        super().__init__(files)
        self.pdf_standards = tuple(pdf_standards)


def figure(drawn: Figure, formats: Sequence[str] = FORMATS, *, seconds: float = SECONDS) -> Rendered:
    """A figure as files: "svg", "png", "pdf", and "plot" for its plot alone, as SVG without fonts.

    The same figure gives the same bytes, in any process and on any machine.
    """
    request = {
        "task": "figure",
        "spec": drawn.spec,
        "words": drawn.words.to_json(),
        "formats": list(formats),
        "ppi": drawn.preset.ppi,
        "timestamp": _timestamp(drawn.dated),
    }
    return _ask(request, seconds)


def figures(drawn: Sequence[Figure], formats: Sequence[str] = FORMATS) -> list[Rendered | Failed]:
    """Several figures as files, in their order and as many at once as there are children; or why one is not there."""

    def attempt(each: Figure) -> Rendered | Failed:
        try:
            return figure(each, formats)
        except Failed as reason:
            return reason

    with ThreadPoolExecutor(CHILDREN) as pool:
        return list(pool.map(attempt, drawn))


def document(sources: Mapping[str, bytes], made_on: date | None, *, seconds: float = SECONDS) -> Rendered:
    """A PDF set by Typst from `main.typ` and the files beside it; its only fonts are ours.

    `made_on` stands in the file as its date, so that the clock does not.
    """
    packed = {name: base64.b64encode(data).decode() for name, data in sources.items()}
    return _ask({"task": "document", "sources": packed, "timestamp": _timestamp(made_on)}, seconds)


def plot(spec: Mapping[str, Any], *, seconds: float = SECONDS) -> bytes:
    """A Vega-Lite spec as SVG, without words around it and without fonts in it."""
    return _ask({"task": "plot", "spec": spec}, seconds)["plot"]


def warm_up() -> None:
    """Start a child and its renderers before the first figure is asked for."""
    _ask({"task": "warm"}, SECONDS)


def close() -> None:
    """End the children; the next figure starts another."""
    for child in _CHILDREN:
        child.close()


def _ask(request: Mapping[str, Any], seconds: float) -> Rendered:
    """Have a child answer. The one that was free last is taken first: it is the warm one."""
    child = _FREE.get()
    try:
        return child.ask(request, seconds)
    finally:
        _FREE.put(child)


class _Child:
    """The child process, started when it is first needed. One request at a time: it has one core's worth to give."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._home: tempfile.TemporaryDirectory[str] | None = None

    def ask(self, request: Mapping[str, Any], seconds: float) -> Rendered:
        line = _packed(request | {"seconds": seconds})
        with self._lock:
            said = self._exchange(line, seconds)
        answer = json.loads(said)
        if "error" in answer:
            raise Failed(wording.FIGURE_FAILED.format(problem=answer["error"]))
        files = {name: base64.b64decode(data) for name, data in answer["files"].items()}
        return Rendered(files, answer.get("standards", ()))

    def close(self) -> None:
        with self._lock:
            self._end()

    def _exchange(self, line: bytes, seconds: float) -> bytes:
        process = self._running()
        try:
            return _sent_and_received(process, line, time.monotonic() + seconds)
        except TimeoutError:
            self._end()
            raise Failed(wording.FIGURE_TOO_SLOW.format(seconds=f"{seconds:g}")) from None
        except OSError as error:
            self._end()
            raise Failed(wording.FIGURE_CRASHED) from error
        except BaseException:
            # Interrupted in the middle of an answer, which the next request would take for its own.
            self._end()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._home = tempfile.TemporaryDirectory(prefix="casualty-desk-")
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.render_child"],
                cwd=_ROOT,
                env=_environment(self._home.name),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            os.set_blocking(self._process.stdin.fileno(), False)
            os.set_blocking(self._process.stdout.fileno(), False)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()
        if self._home is not None:
            self._home.cleanup()
            self._home = None


def _timestamp(day: date | None) -> int:
    """The start of a day in seconds since 1970, which is what an unknown day is."""
    return 0 if day is None else (day - date(1970, 1, 1)).days * 86400


def _environment(home: str) -> dict[str, str]:
    """All that the child is told: our fonts, one time zone, an empty home. No address of the ledger, no proxy."""
    return {
        "FONTCONFIG_FILE": str(fonts.FOLDER / "fonts.conf"),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


def _packed(request: Mapping[str, Any]) -> bytes:
    """A request as one line. JSON writes half characters as escapes, so that any text reaches the child."""
    return json.dumps(request, allow_nan=False).encode("ascii") + b"\n"


def _sent_and_received(process: subprocess.Popen[bytes], line: bytes, deadline: float) -> bytes:
    """Write a line and read one, giving up at the deadline. A child that has died is an OSError."""
    waiting, answer = memoryview(line), bytearray()
    to_child, from_child = process.stdin.fileno(), process.stdout.fileno()
    while not answer.endswith(b"\n"):
        left = deadline - time.monotonic()
        readable, writable, _ = select.select([from_child], [to_child] if waiting else [], [], max(left, 0))
        if not readable and not writable:
            raise TimeoutError
        if writable:
            waiting = waiting[os.write(to_child, waiting[:_AT_ONCE]) :]
        if readable:
            part = os.read(from_child, 1 << 20)
            if not part:
                raise ConnectionResetError("the child ended")
            answer += part
    return bytes(answer)


_CHILDREN = tuple(_Child() for _ in range(CHILDREN))
_FREE: LifoQueue[_Child] = LifoQueue()
for _child in reversed(_CHILDREN):
    _FREE.put(_child)
atexit.register(close)
