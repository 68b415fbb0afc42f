"""Every screen in three widths, light and dark: nothing breaks, nothing scrolls sideways, everything has a name."""

import re

import pytest

from pipelines import theme
from tests.browser.harness import DESK, PHONE, SCHEMES, VIEWPORTS, idle, shoot, sideways, visit
from tests.browser.pages import asked, chart_of, head_of, mark, numbers

SCREENS = {
    "overview": "/",
    "incidents": "/incidents",
    "evidence": "/incidents?incident=CD-0007",
    "update": "/update",
    "report": "/report?from=2023-05-22&to=2023-05-31",
    "methods": "/methods",
    "empty": "/?region=UA-51",
}

ARTICLE = ("6", "25", "no figure", "16")

NAMELESS = """() => [...document.querySelectorAll('button, input, a, [role=img], [data-testid=stVegaLiteChart]')]
    .filter(each => each.offsetParent && !each.closest('[data-testid=stElementToolbar]'))
    .filter(each => !(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby') || each.textContent.trim()
        || each.title || each.placeholder || each.labels?.length && each.labels[0].innerText.trim()))
    .map(each => each.outerHTML.slice(0, 200))"""

SKIPPED_LEVELS = """() => [...document.querySelectorAll('.stMainBlockContainer :is(h1, h2, h3, h4, h5, h6)')]
    .filter((each, at, all) => Number(each.tagName[1]) > (at ? Number(all[at - 1].tagName[1]) : 0) + 1)
    .map(each => each.outerHTML)"""

TITLES = {
    "overview": "Overview · Casualty Desk",
    "evidence": "CD-0007 · Incidents · Casualty Desk",
    "methods": "Methods · Casualty Desk",
}

TOO_CLOSE = """() => {
    const boxes = [...document.querySelectorAll('.stMainBlockContainer button, .stMainBlockContainer h1, .cd-tile')]
        .filter(each => each.offsetParent && !each.closest('[data-testid=stElementToolbar]'));
    const right = document.documentElement.clientWidth;
    return boxes.filter(each => each.getBoundingClientRect().right > right + 1).map(each => each.innerText);
}"""


def css(page, selector, rule):
    return page.locator(selector).first.evaluate(f"each => getComputedStyle(each).{rule}")


def rgb(colour):
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


@pytest.mark.parametrize("color_scheme", SCHEMES)
@pytest.mark.parametrize("viewport", VIEWPORTS, ids=lambda size: str(size["width"]))
def test_every_screen_opens_at_every_width_in_light_and_dark(page, viewport, color_scheme):
    for name, address in SCREENS.items():
        visit(page, address)
        assert sideways(page) == 0, name
        assert page.locator("h1").count() == 1, name
        assert page.evaluate(NAMELESS) == [], name
        assert page.evaluate(SKIPPED_LEVELS) == [], name
        assert page.title() == TITLES.get(name, page.title()), name
        assert page.evaluate(TOO_CLOSE) == [], name
        assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0, name
        shoot(page, f"{name}-{viewport['width']}-{color_scheme}")
        if name == "overview":
            assert numbers(page) == ARTICLE
            palette = theme.palette(color_scheme)
            assert css(page, "[data-testid=stApp]", "backgroundColor") == rgb(palette.background)
            assert css(page, ".cd-tile.cd-killed", "borderTopColor") == rgb(palette.measure["killed"])
            assert page.locator(f"{chart_of('by_region_killed')} svg [fill='{palette.measure['killed']}']").count()


def test_the_overview_has_eight_charts_and_each_says_what_it_shows(page):
    visit(page, "/")
    charts = page.locator("[data-testid=stVegaLiteChart]")
    names = [chart.get_attribute("aria-label") for chart in charts.all()]
    assert len(set(names)) == 8
    assert all(names)
    head = head_of(page, "Injured by region")
    assert "Luhansk Oblast: 19. Belgorod Oblast: 6; no figure for 1 of 3 incidents" in head.text_content()
    assert mark(page, "by_region_injured", "Luhansk Oblast").get_attribute("aria-label") == "Luhansk Oblast: 19"


def test_the_map_draws_the_outlines_of_countries_and_regions(page):
    visit(page, "/")
    shapes = f"{chart_of('map_killed')} svg path"
    page.wait_for_function("of => document.querySelectorAll(of).length > 60", arg=shapes)
    assert page.locator(shapes).count() > 60


@pytest.mark.parametrize("viewport", [PHONE], ids=["375"])
def test_on_a_phone_the_filters_stand_behind_one_switch(page):
    visit(page, "/?region=UA-09")
    region = page.locator(".st-key-filters").get_by_role("button", name="Region")
    assert not region.is_visible()
    assert "Selected: Luhansk Oblast." in page.locator(".cd-title").inner_text()
    page.locator(".st-key-open_filters label").first.click()
    region.wait_for()
    page.get_by_role("button", name="Clear all", exact=True).click()
    idle(page)
    assert numbers(page) == ARTICLE
    assert sideways(page) == 0


@pytest.mark.parametrize("viewport", [PHONE], ids=["375"])
def test_on_a_phone_the_data_of_a_chart_fits_the_window(page):
    visit(page, "/")
    page.locator(".st-key-by_region_killed_menu button").first.click()
    page.locator(".cd-table").first.wait_for()
    idle(page)
    box = page.locator("[data-testid=stPopoverBody]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert sideways(page) == 0


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["375", "1440"])
@pytest.mark.parametrize("key", ["by_type_injured", "over_time_injured", "map_killed"])
def test_the_link_of_a_chart_opens_this_view_at_this_chart(page, key):
    visit(page, "/?region=RU&grain=week")
    page.locator(f".st-key-{key}_menu button").first.click()
    idle(page)
    link = page.locator("[data-testid=stPopoverBody] code").first.inner_text()
    for part in ("region=RU", "grain=week", "rule=established", "as_of=1", f"chart={key}"):
        assert part in link
    page.goto("about:blank")
    visit(page, link)
    head = page.locator(f"[data-testid=stElementContainer]:has(+ .st-key-{key}_menu) .cd-head")
    page.wait_for_timeout(1_000)
    top, bottom = (
        head.bounding_box()["y"],
        page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]'); "
            "return m.scrollHeight - m.clientHeight - m.scrollTop; })()"
        ),
    )
    assert 0 <= top < page.viewport_size["height"] / 3 or bottom <= 1
    assert head.bounding_box()["y"] < page.viewport_size["height"]
    assert "chart" not in asked(page)  # gone once the page is there: what is filtered next is not at this chart


def test_charts_and_tiles_follow_when_the_readers_machine_turns_to_dark(page):
    visit(page, "/")
    page.emulate_media(color_scheme="dark")
    dark = rgb(theme.DARK.measure["killed"])
    page.wait_for_function(
        "colour => getComputedStyle(document.querySelector('.cd-tile.cd-killed')).borderTopColor === colour", arg=dark
    )
    idle(page)
    assert css(page, "[data-testid=stApp]", "backgroundColor") == rgb(theme.DARK.background)
    assert page.locator(f"{chart_of('by_region_killed')} svg [fill='{theme.DARK.measure['killed']}']").count()


def test_code_lists_of_the_methods_open(page):
    visit(page, "/methods")
    page.get_by_text("Incident type (12 codes)").click()
    table = page.locator(".cd-table", has_text="interception_debris")
    table.wait_for()
    assert "Interception debris" in table.inner_text()
    assert sideways(page) == 0


@pytest.mark.parametrize("viewport", [DESK], ids=["1440"])
def test_a_reader_without_a_mouse_reaches_and_uses_a_filter(page):
    visit(page, "/")
    _tab_to(page, "active.tagName === 'BUTTON' && active.innerText.startsWith('Region')")
    page.keyboard.press("Enter")
    page.locator(".st-key-region input").wait_for()
    _tab_to(page, "active.closest('.st-key-region') && active.tagName === 'INPUT'")
    page.keyboard.type("Luhansk")
    page.get_by_role("option", name="Luhansk Oblast, Ukraine").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?region=UA-09")
    idle(page)
    assert numbers(page)[:2] == ("5", "19")


def _tab_to(page, condition):
    """Press Tab until what has the focus meets a condition."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {{ const active = document.activeElement; return !!({condition}) }}"):
            return
    pytest.fail(f"eighty presses of Tab did not reach {condition}")


def test_where_the_keyboard_is_can_be_seen_and_heard(page):
    visit(page, "/")
    named, unmarked = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            break
        if focused.evaluate("each => each.tagName") in ("A", "BUTTON"):
            named.append(focused.get_attribute("aria-label") or focused.inner_text().replace("\n", " "))
            marked = focused.evaluate(
                "each => getComputedStyle(each).outlineStyle + getComputedStyle(each).outlineWidth"
            )
            unmarked += [named[-1]] if marked != "solid2px" else []
    assert unmarked == []
    assert not [name for name in named if "Vega" in name]
    assert {"Overview", "Methods"} < set(named)
    for title in ("Killed by region", "Where people were killed"):
        assert page.get_by_role("button", name=re.compile(f"Data, figure ?: {title}")).count() == 1, title
