"""A server of its own, the system's Chromium, and waiting and photographing as Streamlit needs it.

The browser tests, `python -m tests.browser.shoot` and the bench all stand on this.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

ROOT = Path(__file__).parents[2]

PHONE = {"width": 375, "height": 812}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}
VIEWPORTS = (PHONE, TABLET, DESK)
SCHEMES = ("light", "dark")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--no-first-run",
    # No name resolves and no other address is reached: a page that asks another host for something gets nothing.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

LOOKING_FOR_ITS_BASE = re.compile(r"/.+/_stcore/(health|host-config)")
"""Opened at /incidents, Streamlit first asks for /incidents/_stcore/health: it may be served below a path. The browser
writes that 404 to the console. Nothing else is excused."""

IDLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].filter(c => c.offsetParent);
    const calm = app && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
        && charts.every(chart => chart.querySelector('svg, canvas'))
        && document.fonts.status === 'loaded';
    window.__calm = calm ? (window.__calm || 0) + 1 : 0;
    return window.__calm >= 5;
}"""

HEIGHT = """() => {
    const main = document.querySelector('[data-testid=stMain]') || document.documentElement;
    return Math.ceil(main.getBoundingClientRect().top + main.scrollHeight);
}"""

OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]') || document.documentElement;
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - window.innerWidth);
}"""


@cache
def chromium() -> str | None:
    """The path of a Chromium that starts, or None. (Ubuntu's `chromium-browser` may be a note about snap.)"""
    for path in filter(None, map(shutil.which, CHROMIUM_NAMES)):
        try:
            subprocess.run([path, "--version"], capture_output=True, timeout=30, check=True)
        except (OSError, subprocess.SubprocessError):
            continue
        return path
    return None


def launch(playwright: Playwright) -> Browser:
    """Start that Chromium, headless."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS + as_root)


@dataclass
class Watch:
    """What a browser context did that it should not: requests to other hosts, errors in the console or the page."""

    base: str
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Watch":
        """Watch every page of the context from now on."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._asked(socket.url)))
        context.on("weberror", lambda error: self.errors.append(f"page: {error.error}"))
        context.on("console", self._said)
        return self

    def _said(self, message: ConsoleMessage) -> None:
        source = message.location["url"]
        if message.type == "error" and not LOOKING_FOR_ITS_BASE.fullmatch(urlsplit(source).path):
            self.errors.append(f"console: {message.text} ({source})")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(self.base).netloc:
            self.strangers.append(url)

    def problems(self) -> list[str]:
        """All of it, in words."""
        return [f"asked another host: {url}" for url in self.strangers] + self.errors


@dataclass(frozen=True)
class Server:
    """A dashboard that is being served: its address, the ledger it writes to, its log."""

    url: str
    database: str
    log: Path


@contextmanager
def serve(script: Path = ROOT / "dashboard.py", database: str | None = None, timeout: float = 60) -> Iterator[Server]:
    """Serve the dashboard on a free port, with a home folder and (unless one is named) a ledger of its own."""
    with tempfile.TemporaryDirectory(prefix="casualty-desk-") as folder:
        log = Path(folder) / "server.log"
        server = Server(f"http://127.0.0.1:{_free_port()}", database or f"sqlite:///{folder}/ledger.sqlite3", log)
        settings = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
        settings |= {"HOME": folder, "CASUALTY_DESK_DATABASE": server.database}
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", server.url.rsplit(":")[-1]]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                process_group=0,
            )
        try:
            _wait_for(server, process, timeout)
            yield server
        finally:
            _end(process)


def idle(page: Page, timeout: float = 20_000) -> None:
    """Wait until the run is over, nothing on the page is stale and every visible chart is drawn.

    All of that must hold for a while, or the moment between a click and the server's first word would pass for idle.
    """
    page.evaluate("window.__calm = 0")
    page.wait_for_function(IDLE, timeout=timeout, polling=30)


def visit(page: Page, url: str, timeout: float = 60_000) -> None:
    """Open an address and wait until the page is idle."""
    page.goto(url, timeout=timeout)
    page.wait_for_selector("[data-testid=stApp]", timeout=timeout)
    idle(page, timeout)


def photograph(page: Page, file: Path, limit: int = 15_000) -> None:
    """Save the whole page as a PNG: Streamlit scrolls inside the page, so the window is made as tall as its content."""
    size = page.viewport_size
    for _ in range(3):  # a taller window can bring in more content
        height = min(limit, max(size["height"], page.evaluate(HEIGHT)))
        if height <= page.viewport_size["height"]:
            break
        page.set_viewport_size({"width": size["width"], "height": height})
        idle(page)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled", caret="hide")
    page.set_viewport_size(size)


def shoot(page: Page, name: str) -> None:
    """Photograph the page as NAME.png in the folder $CASUALTY_DESK_SHOTS; nothing where that is not set."""
    if folder := os.environ.get("CASUALTY_DESK_SHOTS"):
        photograph(page, Path(folder) / f"{name}.png")


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return max(0, page.evaluate(OVERFLOW))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(server: Server, process: subprocess.Popen, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    how = "did not answer" if process.poll() is None else f"ended with code {process.returncode}"
    raise RuntimeError(f"The server {how}. Its log:\n{server.log.read_text(errors='replace')[-4000:]}")


def _end(process: subprocess.Popen) -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, ending)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
