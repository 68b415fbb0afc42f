"""Photograph screens in three widths, light and dark.

    python -m tests.browser.shoot                                      every screen, from a server of its own
    python -m tests.browser.shoot "/?region=UA-09" /methods            these
    python -m tests.browser.shoot --base http://127.0.0.1:8501 /       from a server that runs already
    python -m tests.browser.shoot --widths 375 --schemes dark /        only the phone, only dark

Prints each picture's file, and what is wrong with the page: wider than the window, an error in the console, a request
to another host, an exception on the screen. Ends with 1 where anything is.
"""

import argparse
import os
import re
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser.harness import (
    ROOT,
    SCHEMES,
    VIEWPORTS,
    Server,
    Watch,
    chromium,
    idle,
    launch,
    photograph,
    serve,
    sideways,
    visit,
)

HEIGHTS = {size["width"]: size["height"] for size in VIEWPORTS}


def main() -> int:
    options = _options()
    if not chromium():
        sys.exit("No Chromium was found (Debian: apt-get install chromium).")
    served = nullcontext(Server(options.base, "", Path())) if options.base else serve(options.script)
    wrong = 0
    with served as server, sync_playwright() as playwright:
        browser = launch(playwright)
        paths = options.paths or screens(browser, server.url)
        for path in paths:
            for width in options.widths:
                for scheme in options.schemes:
                    file = options.out / f"{file_stem(path)}-{width}-{scheme}.png"
                    problems = one(browser, server.url, path, width, scheme, file, options)
                    print(file, *(f"\n    {problem}" for problem in problems), flush=True)
                    wrong += bool(problems)
        browser.close()
    return int(wrong > 0)


def one(browser: Browser, base: str, path: str, width: int, scheme: str, file: Path, options) -> list[str]:
    """Photograph one screen; what is wrong with it, in words."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        color_scheme=scheme,
        device_scale_factor=options.scale,
        locale="en-GB",
    )
    watch = Watch(base).over(context)
    page = context.new_page()
    problems = []
    try:
        visit(page, base + "/" + path.lstrip("/"), timeout=options.timeout * 1000)
        for text in options.click:
            page.get_by_text(text, exact=True).first.click(timeout=5000)
            idle(page)
        if options.view_only:
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file)
        else:
            photograph(page, file)
        if extra := sideways(page):
            problems.append(f"{extra} pixels wider than the window")
    except Error as error:
        problems.append(f"not idle or not there: {str(error).splitlines()[0]}")
        _last_picture(page, file)
    for shown in page.locator("[data-testid=stException]").all_inner_texts():
        problems.append(f"exception on the screen: {shown[:500]}")
    context.close()
    return problems + watch.problems()


def screens(browser: Browser, base: str) -> list[str]:
    """The addresses that the navigation at the top leads to."""
    page = browser.new_page(viewport=VIEWPORTS[-1])
    visit(page, base)
    links = page.locator("[data-testid=stTopNavLink], [data-testid=stSidebarNavLink]").all()
    found = [link.get_attribute("href") or "" for link in links]
    page.close()
    return [re.sub(r"^https?://[^/]+", "", href) or "/" for href in found] or ["/"]


def file_stem(path: str) -> str:
    """A file name for an address."""
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")[:80] or "overview"


def _last_picture(page: Page, file: Path) -> None:
    """Whatever is on the screen, for the person who looks for the reason."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, timeout=5000)
    except Error:
        print(f"    no picture of {file.name} could be taken")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("CASUALTY_DESK_SHOTS") or Path(tempfile.gettempdir()) / "casualty-desk-shots"
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="an address below the base, such as /methods?rule=latest"
    )
    parser.add_argument("--base", type=lambda url: url.rstrip("/"), help="a server that runs already")
    parser.add_argument("--script", type=Path, default=ROOT / "dashboard.py", help="what to serve without --base")
    parser.add_argument("--out", type=Path, default=Path(default), help="folder for the pictures (%(default)s)")
    parser.add_argument("--widths", type=lambda text: [int(one) for one in text.split(",")], default=list(HEIGHTS))
    parser.add_argument("--schemes", type=lambda text: text.split(","), default=list(SCHEMES))
    parser.add_argument("--click", action="append", default=[], metavar="TEXT", help="click this first (repeatable)")
    parser.add_argument("--view-only", action="store_true", help="only what the window shows, not the whole page")
    parser.add_argument("--scale", type=float, default=1, help="2 for a picture of twice the sharpness")
    parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for a page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
