"""Fixtures of the browser tests: `server`, `page`, and what a test may change about them.

    from tests.browser.harness import SCHEMES, VIEWPORTS, idle, shoot, visit

    @pytest.mark.parametrize("viewport", VIEWPORTS)
    @pytest.mark.parametrize("color_scheme", SCHEMES)
    def test_something(page):
        visit(page, "/incidents?region=UA-09")
        page.get_by_role("button", name="clear all", exact=True).click()
        idle(page)

Every test that uses `page` fails when the page asked another host for anything or wrote an error to the console. One
that expects an error takes it out of `watch.errors`.
"""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.harness import DESK, Watch, chromium, launch, serve
from tests.conftest import require_or_skip

PATIENCE = 20_000
"""Milliseconds until something that should come is said to be missing: two busy cores may be slow."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server():
    """One server for all tests that only look. One that changes data starts its own: `with serve() as own:`."""
    with serve() as running:
        yield running


@pytest.fixture(scope="package")  # not session: while it runs, this thread has an event loop, which other tests may not
def browser():
    if not chromium():
        require_or_skip("browser", "no Chromium was found (Debian: apt-get install chromium)")
    manager = sync_playwright()
    try:
        playwright = manager.start()
    except Exception as error:  # Playwright says no more than that
        require_or_skip("browser", f"Playwright does not start: {error} (Debian: apt-get install libatomic1)")
    browser = launch(playwright)
    yield browser
    browser.close()
    playwright.stop()


@pytest.fixture
def viewport() -> dict[str, int]:
    return DESK


@pytest.fixture
def color_scheme() -> str:
    return "light"


@pytest.fixture
def base_url(server) -> str:
    """Where the page under test is served. A test with its own server overrides this fixture."""
    return server.url


@pytest.fixture
def context(browser, base_url, viewport, color_scheme):
    context = browser.new_context(
        base_url=base_url, viewport=viewport, color_scheme=color_scheme, locale="en-GB", timezone_id="Europe/Kyiv"
    )
    context.add_init_script("delete window.showSaveFilePicker")  # so that a download is a download
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def watch(context, base_url) -> Watch:
    return Watch(base_url).over(context)


@pytest.fixture
def page(context, watch):
    page = context.new_page()
    yield page
    assert not watch.problems()
