"""The embedded chart in the frame of another site's page, and the code for it in the chart's menu."""

import re
import threading
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest

from pipelines import dataset, extract, figure, ledger
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from tests import databases
from tests.browser.harness import DESK, PHONE, Watch, idle, serve, visit
from views import embed

WHOLE = extract.of(Dataset(1, **dataset.shipped()), Selection())

HOSTILE = "</title></script><script>parent.ran = window.ran = 1</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"


class Newsroom(BaseHTTPRequestHandler):
    """Another site: every page of it is one frame."""

    def __init__(self, frame, *arguments):
        self.frame = frame
        super().__init__(*arguments)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><link rel=icon href='data:,'>{self.frame}".encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def newsroom():
    """Serves a frame on a port of its own, which is another origin; returns its address."""
    running = []

    def begin(frame):
        site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Newsroom, frame))
        threading.Thread(target=site.serve_forever, daemon=True).start()
        running.append(site)
        return f"http://127.0.0.1:{site.server_port}/"

    yield begin
    for site in running:
        site.shutdown()
        site.server_close()


@pytest.fixture(scope="module")
def hostile_desk():
    """A desk whose place names and publisher are written to run."""
    with serve() as own:
        engine = ledger.connect(own.database)
        frames = databases.frames(1, start=5000, place=HOSTILE, region="UA-09", country="UA")
        frames["sources"]["publisher"] = HOSTILE
        ledger.commit(engine, frames, base=1, who="x", content_hash="hostile")
        engine.dispose()
        yield own


@pytest.mark.parametrize("viewport", [PHONE, DESK])
@pytest.mark.parametrize("chart", ["map", "by_region", "over_time"])
def test_in_another_sites_frame_it_shows_and_runs_nothing(browser, hostile_desk, newsroom, chart, viewport):
    query = urlencode({"measure": "killed", "title": HOSTILE, "note": HOSTILE})
    site = newsroom(f"<iframe src='{hostile_desk.url}/embed/{chart}?{query}' width='100%' height=800></iframe>")
    context = browser.new_context(viewport=viewport)
    watch = Watch(hostile_desk.url).over(context)
    asked, dialogs = [], []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(site)
    frame = page.frames[1]
    picture = frame.locator("img")
    picture.wait_for()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    narrow = viewport is PHONE
    ratio = picture.evaluate("image => atob(image.currentSrc.split(',')[1]).match(/viewBox=.0 0 (\\d+)/)[1]")
    assert ratio == ("340" if narrow else "605")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not page.evaluate("window.ran")
    assert not frame.evaluate("window.ran")
    assert frame.evaluate("document.scripts.length") == 0
    assert not dialogs
    assert not watch.errors
    assert {url.split("/")[2] for url in asked if not url.startswith("data:")} == {
        site.split("/")[2],
        hostile_desk.url.split("/")[2],
    }
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 430, "height": 900}, {"width": 640, "height": 900}], ids=str)
@pytest.mark.parametrize("chart", figure.CHARTS)
def test_the_frame_in_the_code_holds_the_whole_chart(page, base_url, chart):
    for measure in embed.measures_of(chart):
        asked = embed.query(Selection(), 1, chart, measure, "", running=False)
        high = embed.frame_height(partial(figure.from_extract, WHOLE, chart, measure))
        code = embed.code(f"{base_url}/", chart, asked, "Any", high)
        page.goto(unescape(re.search(r'src="([^"]+)"', code)[1]))
        high = page.evaluate("document.documentElement.getBoundingClientRect().height")
        assert high <= int(re.search(r'height="(\d+)"', code)[1]) < 900


def test_no_other_page_of_the_desk_may_be_framed(browser, server, newsroom):
    for path in ("/", "/api", "/api/tally"):
        context = browser.new_context()
        watch = Watch(server.url).over(context)
        page = context.new_page()
        page.goto(newsroom(f"<iframe src='{server.url}{path}'></iframe>"))
        page.wait_for_timeout(300)
        assert "Casualty" not in page.frames[1].content()
        assert any("frame" in error.lower() for error in watch.errors)
        context.close()


def test_no_other_site_reads_the_api(browser, server, newsroom):
    context = browser.new_context()
    page = context.new_page()
    page.goto(newsroom("<p>news</p>"))
    for path in ("/api/tally", "/api/incidents", "/embed/by_region", "/api/openapi.json"):
        read = page.evaluate("address => fetch(address).then(a => a.text()).catch(() => null)", f"{server.url}{path}")
        assert read is None
    context.close()


def test_the_menu_of_a_chart_gives_the_code_of_exactly_this_view(page):
    visit(page, "/?region=RU&grain=week&step=total")
    page.locator(".st-key-over_time_injured_menu button").first.click()
    idle(page)
    copies = page.get_by_role("button", name="Copy to clipboard")
    assert copies.count() == 2
    assert all(copy.is_visible() for copy in copies.all())
    code = page.locator(".st-key-over_time_injured_card, [data-testid=stPopoverBody]").locator("code").last.inner_text()
    address = unescape(re.search(r'src="([^"]+)"', code)[1])
    for part in ("/embed/over_time?", "measure=injured", "grain=week", "step=total", "region=RU", "as_of=1"):
        assert part in address
    page.goto(address)
    assert "running total" in page.locator("img").get_attribute("alt")
    link = page.get_by_role("link", name="Open in Casualty Desk").get_attribute("href")
    visit(page, link)
    assert page.locator("h1").first.inner_text()
