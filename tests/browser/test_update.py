"""The update as an information officer does it: drop, mend, commit, seen by a second tab, taken back."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

from pipelines import commit, ledger, load
from tests.browser.harness import idle, serve, sideways, visit

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
    page.bring_to_front()  # a tab behind another is drawn once a second
    which = page.get_by_role("combobox", name="Batch to take back")
    which.scroll_into_view_if_needed()
    idle(page)
    which.click()
    page.get_by_role("option").filter(has_text="Version 2").click()
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


# Exactly one commit


def one_row(number: int) -> str:
    """A file with an incident of its own."""
    return f"{HEADER}2023-07-{number:02},Luhansk region,Karpaty,shelling,1,1,Example Agency,2023-07-{number:02}\n"


def ready(page, text: str, who: str = "Recorder"):
    """The file dropped and previewed, the name given; gives the button."""
    visit(page, "/update")
    drop(page, "july.csv", text)
    page.get_by_label("Your name").first.fill(who)
    page.get_by_label("Your name").first.press("Enter")
    idle(page)
    button = page.get_by_role("button", name="Commit", exact=True)
    expect(button).to_be_enabled()
    return button


@pytest.fixture
def batches(own_server):
    """How many batches the server's ledger holds now."""
    engine = ledger.connect(own_server.database)
    yield lambda: ledger.head(engine)
    engine.dispose()


def test_a_double_click_is_one_commit(page, batches):
    before = batches()
    ready(page, one_row(1)).dblclick()
    page.get_by_text(f"version {before + 1}.").first.wait_for()
    idle(page)
    assert batches() == before + 1


def test_a_click_interrupted_by_the_next_is_one_commit(page, batches):
    before = batches()
    button = ready(page, one_row(2))
    button.click(no_wait_after=True)
    with suppress(TimeoutError):  # the commit may be through by now, and the field gone: nothing is left to interrupt
        page.get_by_label("Note for the record").first.fill("typed while it was committed", timeout=2_000)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"as version {before + 1}.")).to_be_visible()
    idle(page)
    assert batches() == before + 1


def test_a_tab_closed_after_the_click_and_the_same_again_is_one_commit(page, context, batches):
    before = batches()
    ready(page, one_row(3)).click(no_wait_after=True)
    page.close()
    again = context.new_page()
    visit(again, "/update")
    drop(again, "july.csv", one_row(3))
    if again.get_by_text("Nothing: every record is as the desk already has it.").count() == 0:
        ready(again, one_row(3)).click()
        again.get_by_text(f"as version {before + 1}.").wait_for()
    assert batches() == before + 1


def test_two_tabs_with_one_file_are_one_commit(page, context, batches):
    before = batches()
    second = context.new_page()
    buttons = [ready(each, one_row(4)) for each in (page, second)]
    for button in buttons:
        button.click(no_wait_after=True)
    page.get_by_text(f"as version {before + 1}.").wait_for()
    second.get_by_text(f"as version {before + 1}.").wait_for()
    assert batches() == before + 1


def test_who_comes_second_is_told_what_changed_and_previews_again(page, context, own_server, batches):
    before = batches()
    button = ready(page, one_row(5))
    other = one_row(5).replace("shelling,1,1", "shelling,4,1")
    engine = ledger.connect(own_server.database)
    from_elsewhere(engine, other)
    engine.dispose()
    button.click()
    page.get_by_text(f"Since you looked, batch {before + 1} by Vira added 1 incident, 1 claim and 1 source.").wait_for()
    idle(page)
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert "of these are in your file" in shown
    assert "Nothing of yours was written" in shown
    assert batches() == before + 1
    assert page.get_by_role("row", name="5 July 2023, Karpaty, shelling").first.inner_text().split("\t")[-2:] == [
        "4",
        "1",
    ]
    page.get_by_role("button", name="Commit", exact=True).click()
    page.get_by_text(f"Committed as version {before + 2}.").wait_for()


def test_a_preview_that_follows_the_commit_of_another_says_so(page, own_server, batches):
    before = batches()
    ready(page, one_row(6))
    engine = ledger.connect(own_server.database)
    from_elsewhere(engine, one_row(6).replace("shelling,1,1", "shelling,4,1"))
    engine.dispose()
    page.get_by_text(f"Since you looked, batch {before + 1} by Vira added 1 incident, 1 claim and 1 source.").wait_for()
    idle(page)
    assert page.get_by_role("row", name="6 July 2023, Karpaty, shelling").first.inner_text().split("\t")[-2:] == [
        "4",
        "1",
    ]
    page.get_by_role("button", name="Commit", exact=True).click()
    page.get_by_text(f"Committed as version {before + 2}.").wait_for()


def test_on_a_phone_how_much_is_wrong_and_what_to_do_stands_under_the_file(page):
    page.set_viewport_size({"width": 375, "height": 800})
    visit(page, "/update")
    drop(page, "june.csv", THREE_KINDS)
    said = page.get_by_text("Mend the file and drop it again, or agree to leave rows with errors out")
    assert said.inner_text().startswith("3 errors and ")
    assert said.bounding_box()["y"] < page.get_by_text("Templates", exact=True).bounding_box()["y"]
    assert sideways(page) == 0


OWN_COLUMNS = "Wann;Wo;Tote;Amt\n2023-08-0{day};Luhansk region;{killed};Example Agency\n"
MEANT = {"Wann": "date", "Wo": "region", "Tote": "killed"}


def test_what_columns_meant_is_filled_in_for_the_next_file_with_the_same_header(page, own_server):
    uploads = [load.Upload("own.csv", OWN_COLUMNS.format(day=1, killed=4).encode())]
    engine = ledger.connect(own_server.database)
    current = ledger.fold(engine)
    choices = load.Choices(mapping=MEANT, constants={"source": "Ministry"})
    commit.batch(engine, commit.preview(current, load.files(uploads, current, choices=choices)), uploads, who="Vira")
    engine.dispose()

    visit(page, "/update")
    text = OWN_COLUMNS.format(day=2, killed=5).replace("Wann;Wo", "WANN; wo")
    page.locator("input[type=file]").set_input_files(
        [{"name": "next.csv", "mimeType": "text/csv", "buffer": text.encode()}]
    )
    page.get_by_text("A file with these columns was committed before.").wait_for()
    idle(page)
    assert page.get_by_label("Means").nth(2).input_value() == "Killed"
    page.get_by_role("button", name="Apply").click()
    page.get_by_text("What would change").wait_for()
    idle(page)
    assert "1 kept, 0 left out" in page.locator("[data-testid=stMain]").inner_text()


def from_elsewhere(engine, text: str) -> None:
    """Someone else commits a file, past the screen."""
    uploads = [load.Upload("other.csv", text.encode())]
    current = ledger.fold(engine)
    commit.batch(engine, commit.preview(current, load.files(uploads, current)), uploads, who="Vira")


def test_on_a_phone_changes_and_history_stand_one_below_the_other(page, batches):
    page.set_viewport_size({"width": 375, "height": 800})
    ready(page, one_row(1).replace("shelling,1,1", "shelling,2,1"))
    assert sideways(page) == 0
    for table in page.locator("table.cd-cards").all():
        inside = table.evaluate("each => each.scrollWidth - each.parentElement.clientWidth")
        assert inside <= 0
    assert (
        page.locator("table.cd-cards td").first.evaluate("each => getComputedStyle(each, '::before').content") != "none"
    )


def test_a_file_that_cannot_be_read_offers_no_commit(page):
    visit(page, "/update")
    drop(page, "june.csv", "")
    page.get_by_text("Nothing could be read. Nothing was written.").wait_for()
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert "as the desk already has it" not in shown
    assert "Commit the good rows" not in shown
    assert page.get_by_role("button", name="Commit", exact=True).count() == 0


def test_of_a_very_wide_table_the_columns_that_matter_are_shown_and_others_are_found_by_name(page):
    page.set_viewport_size({"width": 375, "height": 800})
    visit(page, "/update")
    many = [f"Q{number}" for number in range(300)]
    text = f"Wann,Oblast,Tote,{','.join(many)}\n31.05.2023,Luhansk,5{',x' * 300}\n"
    page.locator("input[type=file]").set_input_files(
        [{"name": "wide.csv", "mimeType": "text/csv", "buffer": text.encode()}]
    )
    page.get_by_text("Other columns (301)").wait_for()
    idle(page)
    assert page.get_by_label("Means").count() == 2
    page.locator("[data-testid=stMultiSelect] input").first.click()
    page.keyboard.type("tot")
    page.locator("[role=option]", has_text="Tote").click()
    page.get_by_label("Means").nth(2).wait_for()
    assert sideways(page) == 0


def test_a_good_file_beside_one_that_cannot_be_read_is_committed_once_that_is_agreed_to(page, batches):
    before = batches()
    visit(page, "/update")
    files = {"good.csv": one_row(9).encode(), "scan.csv": b"%PDF-1.7 and more"}
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files.items()]
    )
    page.get_by_text("scan.csv: nothing of it could be read").wait_for()
    idle(page)
    page.get_by_label("Your name").first.fill("Recorder")
    page.get_by_label("Your name").first.press("Enter")
    idle(page)
    page.get_by_text("leave out all of scan.csv").click()
    button = page.get_by_role("button", name="Commit", exact=True)
    expect(button).to_be_enabled()
    button.click()
    page.get_by_text(f"version {before + 1}.").first.wait_for()
    idle(page)
    assert batches() == before + 1
