"""The incidents and their evidence, as a reader finds them."""

import pytest

from tests.browser.harness import PHONE, idle, sideways, visit
from tests.browser.pages import asked, press, saved

HEADER, ROW = 35, 35
"""Pixels of the heading and of one row of Streamlit's table, which is a drawing."""


def choose_row(page, number):
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + HEADER + ROW * number + ROW // 2)
    page.wait_for_url("**incident=CD-*")
    idle(page)


def heading(page):
    return page.locator("h1").inner_text()


def test_a_row_opens_its_evidence_at_an_address_of_its_own_and_back_leads_to_the_list(page):
    visit(page, "/incidents?sort=killed")
    choose_row(page, 0)
    assert asked(page)["incident"] == ["CD-0007"]
    assert heading(page) == "Shelling, Karpaty"
    address = page.url
    page.go_back()
    idle(page)
    assert "incident" not in asked(page)
    assert page.locator("[data-testid=stDataFrame]").first.is_visible()
    visit(page, address)
    assert "Paragraph 9: says five people were killed" in page.locator(".cd-claim").first.inner_text()
    press(page, "All incidents")
    assert asked(page) == {"sort": ["killed"]}
    choose_row(page, 1)
    assert asked(page)["incident"] == ["CD-0002"]


def test_search_and_sort_are_kept_in_the_address_and_the_download_obeys_them(page):
    visit(page, "/incidents")
    field = page.get_by_label("Search").first
    field.fill("drone")
    field.press("Enter")
    page.wait_for_url("**/incidents?search=drone")
    idle(page)
    assert "3 of 8 incidents" in page.locator(".cd-note").first.inner_text()
    page.get_by_label("Sort by").click()
    page.get_by_role("option", name="Most structures").click()
    idle(page)
    assert asked(page) == {"search": ["drone"], "sort": ["structures"]}
    name, rows = saved(page, page.locator(".st-key-list_csv button"))
    assert name.endswith(".csv")
    assert rows[0]["incident_id"] == "CD-0003"
    assert [row["structures"] for row in rows] == ["1", "", ""]


def test_next_and_previous_walk_through_the_selection(page):
    visit(page, "/incidents?incident=CD-0006&region=RU-BEL")
    press(page, "Next")
    assert asked(page)["incident"] == ["CD-0002"]
    press(page, "Previous")
    assert asked(page)["incident"] == ["CD-0006"]
    assert asked(page)["region"] == ["RU-BEL"]


def test_an_unknown_incident_says_so(page):
    visit(page, "/incidents?incident=CD-0042")
    assert "There is no incident “CD-0042” in version 1." in page.locator("[data-testid=stAlert]").inner_text()


@pytest.mark.parametrize("viewport", [PHONE], ids=["375"])
def test_a_row_can_be_chosen_on_a_phone(page):
    visit(page, "/incidents?sort=killed")
    choose_row(page, 0)
    assert heading(page) == "Shelling, Karpaty"
    assert sideways(page) == 0


def test_a_click_on_a_heading_leaves_the_order_as_it_was_asked_for(page):
    visit(page, "/incidents")
    table = page.locator("[data-testid=stDataFrame]").first
    rows = table.locator("tbody tr")
    rows.first.wait_for(state="attached")
    before = rows.all_text_contents()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 400, box["y"] + HEADER // 2)
    idle(page)
    assert len(before) > 1
    assert rows.all_text_contents() == before
