"""What several browser tests do on a page: read its numbers and address, open a menu, take a download."""

import csv
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

from tests.browser.harness import idle

MEASURES = ("killed", "injured", "missing", "structures")


def numbers(page: Page) -> tuple[str, ...]:
    """The four headline numbers, as they stand in the tiles."""
    return tuple(page.locator(f".cd-{measure} .cd-value").inner_text() for measure in MEASURES)


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the address."""
    return parse_qs(urlsplit(page.url).query)


def press(page: Page, name: str | None = None, key: str = "") -> None:
    """Press a button by its name, or by the key of its widget, and wait for the page."""
    button = page.locator(f".st-key-{key} button") if key else page.get_by_role("button", name=name, exact=True)
    button.first.click()
    idle(page)


def open_filter(page: Page, name: str) -> None:
    """Open one of the filters by the beginning of its button."""
    page.locator(".st-key-filters").get_by_role("button", name=name).click()
    page.locator("[data-testid=stPopoverBody]").wait_for()


def mark(page: Page, chart: str, beginning: str) -> Locator:
    """The line, circle or region of a chart whose description begins so."""
    return page.locator(f"{chart_of(chart)} [role=graphics-symbol][aria-label^='{beginning}']").first


def chart_of(name: str) -> str:
    """The selector of a chart that takes clicks, such as "by_region_killed"."""
    return f"[class*='st-key-{name}-']"


def head_of(page: Page, title: str) -> Locator:
    """What stands above a chart, by its headline."""
    return page.locator(".cd-head").filter(has=page.get_by_role("heading", name=title, exact=True))


def go_to(page: Page, screen: str) -> None:
    """Follow a link of the navigation."""
    page.locator("[data-testid=stTopNavLink]").filter(has_text=screen).click()
    idle(page)


def saved(page: Page, button: Locator) -> tuple[str, list[dict[str, str]]]:
    """The name and the records of the CSV that a button saves."""
    with page.expect_download() as download:
        button.click()
    file = Path(download.value.path())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as text:
        return download.value.suggested_filename, list(csv.DictReader(text))
