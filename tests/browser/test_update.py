"""The update as an information officer does it: drop, mend, commit, seen by a second tab, taken back."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.harness import idle, serve, visit

HEADER = "date,region,place,incident_type,killed,injured,source,source_date\n"
GOOD = "2023-06-01,Luhansk region,Karpaty,shelling,2,3,Example Agency,2023-06-01\n"
THREE_KINDS = (
    HEADER
    + GOOD
    + "2023-06-02,Belgorod Oblast,Shebekino,shelling,-4,1,Example Agency,2023-06-02\n"
    + "2023-06-02,Nowhere,Shebekino,shelling,1,1,Example Agency,2023-06-02\n"
    + "2023-06-03,Kharkiv region,Kharkiv,drone strke,1,1,Example Agency,2023-06-03\n"
)
MENDED = (
    HEADER
    + GOOD
    + "2023-06-02,Belgorod Oblast,Shebekino,shelling,4,1,Example Agency,2023-06-02\n"
    + "2023-06-02,Belgorod Oblast,Belgorod,shelling,1,1,Example Agency,2023-06-02\n"
    + "2023-06-03,Kharkiv region,Kharkiv,drone strike,1,1,Example Agency,2023-06-03\n"
)

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def own_server():
    with serve() as running:
        yield running


@pytest.fixture
def base_url(own_server) -> str:
    return own_server.url


def drop(page, name: str, text: str) -> None:
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": text.encode()}])
    page.get_by_text("What is wrong").wait_for()
    idle(page)


KILLED = ".cd-tile.cd-killed .cd-value"


def killed(page) -> str:
    return page.locator(KILLED).inner_text()


def test_three_kinds_of_errors_are_seen_mended_committed_and_taken_back(page, context):
    second = context.new_page()
    visit(second, "/")
    assert killed(second) == "6"

    visit(page, "/update")
    drop(page, "june.csv", THREE_KINDS)
    shown = page.locator("[data-testid=stMain]").inner_text()
    for wrong in ('"-4" is below 0', '"Nowhere" is not a region', 'Did you mean "drone_strike"?'):
        assert wrong in shown
    assert page.get_by_role("button", name="Commit", exact=True).is_disabled()

    with page.expect_download() as download:
        page.get_by_role("button", name="june.csv with its issues marked").click()
    marked = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert [row[:-1] for row in marked[1:]] == list(csv.reader(io.StringIO(THREE_KINDS)))[1:]
    assert marked[1][-1] == "" or "below" not in marked[1][-1]
    assert "below 0" in marked[2][-1]

    page.reload()
    idle(page)
    drop(page, "june.csv", MENDED)
    assert "6" in page.get_by_role("row", name="Killed").inner_text()
    page.get_by_label("Your name").first.fill("Recorder")
    page.get_by_label("Your name").first.press("Enter")
    idle(page)
    page.get_by_role("button", name="Commit", exact=True).click()
    page.get_by_text("Committed as version 2.").wait_for()

    expect(second.locator(KILLED)).to_have_text("14")
    idle(page)
    page.get_by_text("Batch to take back").first.click()
    page.get_by_role("combobox", name="Batch to take back").fill("Version 2")
    page.keyboard.press("Enter")
    page.get_by_text("Taking back batch 2").wait_for()
    idle(page)
    page.get_by_label("Your name").last.fill("Recorder")
    page.get_by_label("Your name").last.press("Enter")
    idle(page)
    page.get_by_role("button", name="Take back batch 2").click()
    page.get_by_text("Batch 2 is taken back.").wait_for()
    expect(second.locator(KILLED)).to_have_text("6")

    visit(second, "/?as_of=2")
    assert killed(second) == "14"
    assert "as it stood at version 2" in second.locator(".st-key-as_of_banner").inner_text()
