"""Choosing: by link, by filter, by a click on a chart; and the address that always says what is chosen."""

import pytest

from tests.browser.harness import PHONE, Watch, idle, visit
from tests.browser.pages import asked, go_to, head_of, mark, numbers, open_filter, press, saved

ARTICLE = ("6", "25", "no figure", "16")
LUHANSK = ("5", "19", "no figure", "no figure")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("region=UA-09", LUHANSK),
        ("region=RU-BEL&type=shelling", ("no figure", "4", "no figure", "15")),
        ("from=2023-13-30&type=foo", ARTICLE),
    ],
)
def test_a_link_opens_its_selection(page, query, expected):
    visit(page, f"/?{query}")
    assert numbers(page) == expected


def test_a_click_on_a_region_narrows_and_back_and_forward_restore(page):
    visit(page, "/")
    mark(page, "by_region_killed", "Luhansk Oblast").click()
    page.wait_for_url("**/?region=UA-09")
    idle(page)
    assert numbers(page) == LUHANSK
    page.go_back()
    idle(page)
    assert (numbers(page), asked(page)) == (ARTICLE, {})
    page.go_forward()
    idle(page)
    assert (numbers(page), asked(page)) == (LUHANSK, {"region": ["UA-09"]})
    press(page, "Clear all")
    assert (numbers(page), asked(page)) == (ARTICLE, {})


def test_what_is_chosen_in_one_filter_stays_while_others_are_opened_and_used(page):
    visit(page, "/")
    open_filter(page, "Region")
    page.locator(".st-key-region input").fill("Belgorod")
    page.get_by_role("option").filter(has_text="Belgorod").first.click()
    idle(page)
    told = page.locator(".st-key-region_filter p").evaluate(
        "p => p.textContent + getComputedStyle(p, '::after').content"
    )
    assert told == 'Region": Belgorod Oblast"'  # while it is open
    for _ in ("the list", "the filter"):
        page.keyboard.press("Escape")
        idle(page)
    assert page.get_by_role("button", name="Region: Belgorod Oblast", exact=True).is_visible()
    open_filter(page, "Incident type")
    page.locator(".st-key-type button").filter(has_text="Shelling").click()
    idle(page)
    assert asked(page) == {"region": ["RU-BEL"], "type": ["shelling"]}
    page.keyboard.press("Escape")
    idle(page)
    open_filter(page, "Dates")
    press(page, "Year 2023")
    page.keyboard.press("Escape")
    idle(page)
    open_filter(page, "More")
    idle(page)
    chosen = {"region": ["RU-BEL"], "type": ["shelling"], "from": ["2023-01-01"], "to": ["2023-12-31"]}
    assert (asked(page), numbers(page)) == (chosen, ("no figure", "4", "no figure", "15"))
    page.keyboard.press("Escape")
    idle(page)
    press(page, "Clear all")
    assert (asked(page), numbers(page)) == ({}, ARTICLE)


@pytest.mark.parametrize("viewport", [PHONE], ids=["375"])
def test_on_a_phone_one_click_clears_while_the_filters_are_closed(page):
    visit(page, "/?region=UA-09")
    assert not page.locator(".st-key-dates_filter button").is_visible()
    press(page, "Clear all")
    assert (asked(page), numbers(page)) == ({}, ARTICLE)


def test_the_same_region_can_be_clicked_again_after_clearing(page):
    visit(page, "/")
    for _ in range(2):
        mark(page, "by_region_injured", "Luhansk Oblast").click()
        page.wait_for_url("**/?region=UA-09")
        idle(page)
        assert numbers(page) == LUHANSK
        press(page, "Clear all")
        assert numbers(page) == ARTICLE


def test_a_click_on_a_line_of_a_type_narrows_to_the_type(page):
    visit(page, "/")
    mark(page, "by_type_injured", "Shelling").click()
    page.wait_for_url("**/?type=shelling")
    idle(page)
    assert numbers(page) == ("5", "23", "no figure", "15")


def test_a_click_on_a_bar_of_structures_narrows_to_the_incidents_with_them(page):
    visit(page, "/")
    mark(page, "structures_structures", "Houses").click()
    page.wait_for_url("**/?structure=house")
    idle(page)
    assert numbers(page) == ("no figure", "4", "no figure", "15")
    assert "with damage to houses (all figures of these incidents count)" in page.locator(".cd-title").inner_text()


def test_a_click_on_a_circle_or_a_shaded_region_of_the_map_narrows(page):
    visit(page, "/")
    mark(page, "map_killed", "Karpaty").click()
    page.wait_for_url("**/?region=UA-09")
    idle(page)
    assert numbers(page) == LUHANSK
    press(page, "Clear all")
    mark(page, "map_killed", "Bryansk Oblast").click()
    page.wait_for_url("**/?region=RU-BRY")
    idle(page)
    assert numbers(page) == ("no figure",) * 4


def test_a_click_on_a_bar_of_time_narrows_the_dates_to_it(page):
    visit(page, "/?grain=week")
    mark(page, "over_time_injured", "29 May").click()
    page.wait_for_url("**from=2023-05-29**")
    idle(page)
    assert asked(page) == {"grain": ["week"], "from": ["2023-05-29"], "to": ["2023-06-04"]}
    assert numbers(page) == ("5", "23", "no figure", "16")


def test_navigation_keeps_the_selection_and_leaves_what_belongs_to_one_screen(page):
    visit(page, "/?region=UA-09&grain=month")
    go_to(page, "Incidents")
    assert asked(page)["region"] == ["UA-09"]
    assert "1 incident in the selection." in page.locator(".cd-note").first.inner_text()
    go_to(page, "Methods")
    go_to(page, "Overview")
    assert asked(page) == {"region": ["UA-09"], "grain": ["month"]}
    assert numbers(page) == LUHANSK


def test_all_regions_of_a_country_are_one_choice(page):
    visit(page, "/")
    open_filter(page, "Region")
    page.locator(".st-key-region input").fill("Ukraine")
    page.get_by_role("option", name="Ukraine: all regions").click()
    page.wait_for_url("**/?region=UA")
    idle(page)
    assert numbers(page) == LUHANSK
    assert "Ukraine: all regions" in page.locator(".cd-title").inner_text()


def test_several_types_can_be_chosen(page):
    visit(page, "/")
    open_filter(page, "Incident type")
    for name in ("Shelling", "Ground raid"):
        page.locator(".st-key-type").get_by_role("button", name=name).click()
        idle(page)
    assert asked(page) == {"type": ["shelling", "ground_raid"]}
    assert numbers(page) == ("5", "23", "no figure", "15")


def test_dates_are_chosen_by_preset_or_typed(page):
    visit(page, "/")
    open_filter(page, "Dates")
    press(page, "Year 2023")
    assert asked(page) == {"from": ["2023-01-01"], "to": ["2023-12-31"]}
    assert numbers(page) == ARTICLE
    press(page, "All dates")
    assert asked(page) == {}
    page.locator(".st-key-from [role=spinbutton]").first.click()
    page.keyboard.type("20230530")
    page.keyboard.press("Tab")  # to the calendar's button,
    page.keyboard.press("Tab")  # and out of the field: what was typed counts when it is left
    page.wait_for_url("**/?from=2023-05-30")
    idle(page)
    assert numbers(page) == ("5", "23", "no figure", "16")


def test_an_empty_selection_offers_the_way_back(page):
    visit(page, "/?region=UA-51")
    assert page.locator(".cd-empty").is_visible()
    press(page, "Show everything")
    assert (numbers(page), asked(page)) == (ARTICLE, {})


def test_copy_link_gives_the_whole_view_to_someone_else(page, browser, base_url):
    visit(page, "/?region=UA-09&map=injured")
    press(page, key="copy_link")
    link = page.locator("[data-testid=stCode] code").first.inner_text().strip()
    assert link.startswith(f"{base_url}/?")
    context = browser.new_context()
    watch = Watch(base_url).over(context)
    other = context.new_page()
    visit(other, link)
    assert numbers(other) == LUHANSK
    assert head_of(other, "Where people were injured").is_visible()
    given = asked(other)
    context.close()
    assert not watch.problems()
    for name, value in {"region": "UA-09", "map": "injured", "rule": "established", "as_of": "1"}.items():
        assert f"{name}={value}" in link
    assert given["region"] == ["UA-09"]


def test_the_data_of_a_chart_is_a_table_and_a_csv_that_obey_the_filters(page):
    visit(page, "/?region=RU")
    press(page, key="by_region_injured_menu")
    table = page.locator("[data-testid=stPopoverBody] .cd-table")
    assert "Belgorod Oblast" in table.inner_text()
    assert "Luhansk" not in table.inner_text()
    name, rows = saved(page, page.locator(".st-key-by_region_injured_csv button"))
    assert name == "casualty-desk_injured-by-region_RU_2023-05-22-to-2023-05-31_v1.csv"
    assert [(row["code"], row["best"]) for row in rows if row["best"]] == [("RU-BEL", "6")]
    assert len(rows) == len(table.locator("tbody tr").all())


def test_time_step_and_running_total_are_kept_in_the_address(page):
    visit(page, "/")
    page.locator(".st-key-time_controls").get_by_text("Month", exact=True).click()
    idle(page)
    page.locator(".st-key-time_controls").get_by_text("Running total", exact=True).click()
    idle(page)
    assert asked(page) == {"grain": ["month"], "step": ["total"]}
    assert "Running total of people killed by month" in head_of(page, "Killed over time").text_content()
    assert page.locator("[role=graphics-document][aria-label='People killed over time, running total']").is_visible()


def test_two_quick_choices_end_at_the_second(page):
    visit(page, "/")
    open_filter(page, "Incident type")
    pills = page.locator(".st-key-type")
    pills.get_by_role("button", name="Shelling").click()
    pills.get_by_role("button", name="Drone strike").click()
    page.wait_for_url("**/?type=shelling&type=drone_strike")
    idle(page)
    assert numbers(page) == ("5", "23", "no figure", "16")


def test_a_cleared_filter_does_not_come_back_with_the_next_click(page):
    visit(page, "/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Occupied", exact=True).click()
    page.wait_for_url("**/?control=occupied")
    page.keyboard.press("Escape")
    press(page, "Clear all")
    mark(page, "by_region_killed", "Luhansk Oblast").click()
    page.wait_for_url("**/?region=UA-09")
    idle(page)
    assert numbers(page) == LUHANSK


def test_several_types_are_chosen_while_the_filter_stays_open(page):
    visit(page, "/")
    page.get_by_role("button", name="Incident type: all").click()
    for name in ("Shelling", "Drone strike"):
        page.get_by_role("button", name=name, exact=True).click()
        idle(page)
    page.wait_for_url("**/?type=shelling&type=drone_strike")
