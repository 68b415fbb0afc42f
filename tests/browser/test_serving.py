"""What the server sends beside the screens. No browser is needed for most of it."""

import urllib.error
import urllib.request

import pytest

from pipelines import ledger
from tests import databases
from tests.browser.harness import serve, visit
from tests.browser.pages import numbers


def fetched(url):
    """Status, headers and body of an address."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", ["/", "/methods", "/geo/oblasts.geojson", "/_stcore/health", "/nothing/here.txt"])
def test_every_answer_carries_the_security_headers(server, path):
    _, headers, _ = fetched(server.url + path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", ["oblasts.geojson", "backdrop.geojson"])
def test_the_outlines_of_the_map_are_served(server, name):
    status, headers, body = fetched(f"{server.url}/geo/{name}")
    assert status == 200
    assert headers["Content-Type"].startswith("application/geo+json")
    assert body.lstrip().startswith(b"{")


@pytest.mark.parametrize(
    "path",
    [
        "/geo/../sources.csv",
        "/geo/%2e%2e/sources.csv",
        "/geo/..%2fsources.csv",
        "/geo/make.py",
        "/geo/",
        "/data/sources.csv",
        "/app/static/../data/sources.csv",
    ],
)
def test_no_other_file_of_the_house_is_served(server, path):
    _, _, body = fetched(server.url + path)
    assert b"source_id" not in body
    assert b"import " not in body


def test_a_page_runs_no_script_that_someone_put_into_it(page, watch):
    visit(page, "/")
    ran = page.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.__ran = 1';
        document.body.append(script); return window.__ran === 1 }"""
    )
    assert not ran
    assert "Content Security Policy" in watch.errors.pop()


def test_an_incident_asked_for_by_a_path_is_shown_on_its_screen(page):
    visit(page, "/incidents/CD-0001")
    assert page.url.endswith("/incidents?incident=CD-0001")
    assert page.get_by_role("heading", name="Shelling, Shebekino").is_visible()


def test_a_link_keeps_its_numbers_when_the_data_moves_on(browser):
    with serve() as own:
        context = browser.new_context(base_url=own.url)
        page = context.new_page()
        visit(page, "/")
        assert numbers(page)[0] == "6"
        engine = ledger.connect(own.database)
        ledger.commit(
            engine, databases.frames(1, start=5000, killed=7), base=1, who="a colleague", content_hash="an update"
        )
        engine.dispose()
        page.wait_for_function("() => document.querySelector('.cd-killed .cd-value')?.innerText === '13'")
        visit(page, "/?rule=established&as_of=1")
        assert numbers(page)[0] == "6"
        context.close()
