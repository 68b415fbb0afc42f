"""What we decide about a figure: its words say what, where, when, unit, what is left out and where it is from."""

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipelines import (
    codebook,
    codes,
    draw,
    extract,
    figure,
    fonts,
    frame,
    ledger,
    render,
    settle,
    tally,
    theme,
    wording,
)
from pipelines.selection import Selection
from pipelines.tally import Figure as Count
from pipelines.tally import Row, Spot
from tests import synthetic


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    engine = ledger.connect(f"sqlite:///{tmp_path_factory.mktemp('figure') / 'ledger.sqlite3'}")
    ledger.seed(engine)
    return settle.dataset(ledger.fold(engine), "established", ())


@pytest.fixture
def whole(settled):
    return tally.of(settled, Selection())


EVERYTHING = Selection()


def made(settled, chart, chosen=EVERYTHING, **options):
    grain = options.pop("grain", "day")
    rows = tally.over_time(settled, chosen, grain)
    options = {"publishers": ["A Publisher"], "latest_report": date(2023, 5, 31)} | options
    return figure.of(chart, tally.of(settled, chosen), rows, grain=grain, **options)


def said(drawn):
    words = drawn.words
    return " ".join([words.title, "".join(span.text for span in words.subtitle), *words.notes, words.source])


@pytest.mark.parametrize("width", figure.PRESETS)
@pytest.mark.parametrize("chart", figure.CHARTS)
def test_a_figure_says_what_where_when_and_from_where(settled, chart, width):
    drawn = made(settled, chart, width=width)
    text = said(drawn)
    for part in ("Number of", "Russia and Ukraine", "22–31 May 2023", "Counting rule", "A Publisher", "version 1"):
        assert part in text
    assert "latest report in this selection 31 May 2023" in text
    assert "No figure " in text
    assert drawn.words.title == figure.default_title(chart, drawn.measure)
    made_with = " · map: Natural Earth, GeoNames" if chart == "map" else ""
    assert drawn.words.credit == f"Casualty Desk · CC BY 4.0{made_with}"
    assert re.fullmatch(r"F[0-9a-f]{7}", drawn.words.number)
    assert drawn.alt in drawn.words.description
    assert drawn.spec["config"]["font"] == fonts.MEASURED
    assert theme.LIGHT.measure[drawn.measure] == drawn.words.accent


def test_the_default_title_is_plain_and_another_moves_it_into_the_subtitle(settled):
    plain, edited = made(settled, "by_region"), made(settled, "by_region", title="Luhansk has most deaths")
    assert plain.title == "People killed by region"
    assert edited.title == "Luhansk has most deaths"
    assert "".join(span.text for span in edited.words.subtitle).startswith(
        "People killed by region: number of people, Russia"
    )
    assert made(settled, "by_region", title="  ").title == plain.title
    assert figure.default_title("over_time", "injured", running=True) == "People injured over time, running total"


@pytest.mark.parametrize(
    ("note", "printed"),
    [("Checked by hand ", "Checked by hand."), ("Why?", "Why?"), ("See “A”", "See “A”"), ("до 5", "до 5.")],
)
def test_a_note_of_ones_own_ends_before_ours_begin(settled, note, printed):
    assert made(settled, "by_type", note=note).words.notes[0] == printed


def test_a_note_of_ones_own_comes_first(settled):
    drawn = made(settled, "by_type", note="Checked by hand.")
    assert drawn.words.notes[0] == "Checked by hand."
    assert len(drawn.words.notes) == len(made(settled, "by_type").words.notes) + 1


def test_the_numbers_of_a_figure_are_the_tallys(settled, whole):
    drawn = made(settled, "by_region")
    assert list(drawn.records) == draw.by_region_records(whole.by_region, "killed")
    rows = {row["code"]: row for row in drawn.spec["data"]["values"]}
    for row in whole.by_region:
        assert rows[row.key or ""]["best"] == row.figures["killed"].best
    count = whole.totals["killed"]
    assert f"in {count.unknown} of {whole.incidents} incidents" in said(drawn)


def test_what_a_chart_of_time_cannot_place_is_said(settled):
    rows = tally.over_time(settled, Selection(), "day")
    incidents, rest = draw.over_time_left_out(rows, "killed")
    assert incidents
    expected = f"Left out: {incidents} incidents whose date is not known to the day: {theme.figure_text(rest)} killed."
    assert expected in said(made(settled, "over_time"))


@pytest.fixture(scope="module", params=["shipped", "synthetic"])
def counted(request, settled):
    return settled if request.param == "shipped" else settle.dataset(synthetic.dataset(200), "established")


@pytest.mark.parametrize("measure", [each.name for each in codebook.MEASURES])
@pytest.mark.parametrize(
    ("chart", "grain"),
    [*(("over_time", grain) for grain in tally.GRAINS), *((chart, "day") for chart in figure.CHARTS[1:])],
)
def test_the_numbers_behind_every_chart_add_up_to_the_headline(counted, chart, grain, measure, monkeypatch):
    monkeypatch.setattr(tally, "MOST_SPOTS", 2)
    total = tally.of(counted, EVERYTHING).totals[measure]
    if total.best is None or (chart == "structures" and measure != "structures"):
        with pytest.raises(figure.NothingToDraw) if chart == "over_time" else nullcontext():
            made(counted, chart, measure=measure, grain=grain)
        return
    records = made(counted, chart, measure=measure, grain=grain).records
    sums = [sum(record[name] or 0 for record in records) for name in ("low", "best", "high")]
    assert sums == [total.low, total.best, total.high]
    assert any(record["or_more"] for record in records) == total.open
    if chart != "structures":  # an incident counts for each type of its structures
        incidents = [sum(record[f"incidents_{kind}_figure"] for record in records) for kind in ("with", "without")]
        assert incidents == [total.known, total.unknown]


@pytest.mark.parametrize("grain", ["day", "week"])
def test_a_running_total_and_what_it_leaves_out_add_up_to_the_headline(settled, whole, grain):
    rows = tally.over_time(settled, EVERYTHING, grain)
    records = draw.over_time_records(rows, "killed", grain, running=True)
    assert (records[-1]["code"], records[-1]["name"]) == ("", f"Date not known to the {grain}")
    total = whole.totals["killed"]
    assert (records[-2]["best"] or 0) + records[-1]["best"] == total.best
    assert records[-2]["incidents_with_figure"] + records[-1]["incidents_with_figure"] == total.known


def test_a_chart_of_time_in_which_nothing_stands_is_not_drawn(settled):
    rows = [row for row in tally.over_time(settled, EVERYTHING, "day") if row.key is None]
    with pytest.raises(figure.NothingToDraw):
        figure.of("over_time", tally.of(settled, EVERYTHING), rows, grain="day")


def test_the_map_says_what_is_not_on_it_and_does_not_endorse(settled):
    assert wording.NO_ENDORSEMENT in said(made(settled, "map"))
    key = made(settled, "map").words.key
    assert [sign.text for sign in key][:1] == ["1"]
    assert wording.FIGURE_KEY_UNKNOWN in [sign.text for sign in key]


@pytest.mark.parametrize(("top", "values"), [(0, []), (1, [1]), (5, [1, 2, 5]), (298, [20, 80, 200]), (10, [1, 4, 10])])
def test_the_circles_of_a_key_are_round_numbers(top, values):
    got = figure._round_values(top)
    assert got == sorted(set(got))
    assert all(value <= max(top, 0) for value in got)
    assert len(got) <= 3
    assert (not values) == (not got)


def many_regions(whole, count):
    codes = [f"UA-{n:02}" for n in (5, 7, 9, 12, 14, 18, 21, 23, 26, 30, 32, 35, 40, 43, 46, 48, 51, 53, 56, 59)][
        :count
    ]
    rows = tuple(
        Row(code, 1, {m: Count(k, k + 1, k + 9, False, 1, 0) for m in whole.totals}) for k, code in enumerate(codes)
    )
    return replace(whole, by_region=rows)


@pytest.mark.parametrize("width", figure.PRESETS)
def test_lines_that_find_no_room_are_added_up_and_said(whole, width):
    drawn = figure.of("by_region", many_regions(whole, 20), width=width)
    shown = drawn.spec["data"]["values"]
    rest = 20 - len(shown)
    assert rest >= 5
    left = sum(record["best"] for record in drawn.records[len(shown) :])
    assert f"{rest} more regions, {left} (" in said(drawn)
    assert drawn.spec["height"] / len(shown) >= 23
    assert len(drawn.records) == 20


def test_the_number_names_the_data_and_not_the_look(settled):
    number = made(settled, "by_region").number
    assert made(settled, "by_region", title="Other", note="Other", width="slide").number == number
    assert made(settled, "by_region", measure="injured").number != number
    assert made(settled, "by_region", Selection(start=date(2023, 5, 1))).number != number
    assert made(settled, "by_type").number != number


def test_what_else_was_chosen_is_said(settled):
    text = said(made(settled, "by_region", Selection(types=("shelling",), statuses=("reported",))))
    assert "Only incident types: shelling; claims that are reported." in text
    assert "1–31 May 2023" in said(made(settled, "by_region", Selection(start=date(2023, 5, 1), end=date(2023, 5, 31))))


def test_a_chart_without_a_mark_is_refused(settled):
    with pytest.raises(figure.NothingToDraw, match="nothing to draw"):
        made(settled, "by_region", Selection(start=date(1990, 1, 1), end=date(1990, 1, 2)))


def test_structures_are_never_people(settled):
    drawn = made(settled, "structures", measure="killed")
    assert drawn.measure == codebook.STRUCTURES.name
    assert "Number of structures" in said(drawn)


def test_a_figure_is_plain_values(settled):
    for chart in figure.CHARTS:
        drawn = made(settled, chart, latest_report=datetime(2023, 5, 31, tzinfo=UTC))
        assert drawn.dated == date(2023, 5, 31)
        json.dumps([drawn.spec, drawn.words.to_json()], allow_nan=False)
        assert '"url"' not in json.dumps(drawn.spec)


def test_who_published_is_named_up_to_a_few(settled):
    drawn = made(settled, "by_region", publishers=[f"Paper {k}" for k in range(20)])
    assert "Paper 5 and 14 more." in drawn.words.source
    assert wording.FIGURE_NO_PUBLISHER in made(settled, "by_region", publishers=[]).words.source


def test_a_map_carries_the_outlines_it_shows_and_no_others(settled):
    spec = made(settled, "map").spec
    carried = {feature["id"] for features in spec["datasets"].values() for feature in features}
    assert {"UA", "RU", "UA-43", "RU-BEL", "PL"} <= carried
    assert not {"US", "AU", "BR"} & carried
    assert len(json.dumps(spec)) < 400_000


@pytest.mark.parametrize("width", figure.PRESETS)
@pytest.mark.parametrize("chart", ["by_region", "by_type", "structures"])
def test_labels_and_numbers_leave_the_plot_its_room(width, chart):
    """In half a column ranges in numbers give way, and are said to stand in the data; bands and alt text keep them."""
    made = extract.of(synthetic.dataset(20_000), Selection())
    drawn = figure.from_extract(made, chart, width=width)
    rows = drawn.spec["data"]["values"]
    wide = drawn.words.width - 2 * drawn.words.margin
    gutter = rows[0]["label_px"] if rows[0]["label_px"] <= wide * 0.36 else min(rows[0]["wrapped_px"], wide * 0.44)
    numbers = rows[0].get("total_px") or rows[0]["best_px"] + rows[0]["range_px"]
    room = wide - gutter - numbers
    assert room >= wide * figure.LEAST_PLOT
    assert room - rows[0]["without_brief_px"] >= wide * 0.2
    written = "–" in "".join(row.get("range_text") or row.get("text") or "" for row in rows)
    in_data = wording.FIGURE_RANGES_IN_DATA, wording.FIGURE_RANGES_IN_DATA_BRIEF
    assert any(each in said(drawn) for each in in_data) != written
    if width == "half":
        assert not written
    first = drawn.records[0]
    assert f"({first['low']:,}–{first['high']:,}" in drawn.words.description


def test_the_key_names_only_what_is_drawn(settled):
    nowhere = Selection(regions=("RU-MOW", "RU-KDA"))
    for chart in ("by_region", "by_type", "map"):
        key = "".join(span.text for span in made(settled, chart, nowhere).words.subtitle)
        for text in (wording.FIGURE_BEST_DOT, wording.FIGURE_BEST_BAR, wording.FIGURE_MAP_SCALE):
            assert text not in key
    assert key.startswith("Number of people, Moscow and Krasnodar Krai, ")


def test_the_words_for_who_cannot_see_it_stay_short_enough_to_be_heard():
    made = extract.of(synthetic.dataset(20_000), Selection())
    for chart, measure in figure.SHOWN:
        description = figure.from_extract(made, chart, measure).words.description
        assert len(description) < 8_000
        assert f"{made.tally.totals[measure].unknown:,}" in description


@pytest.mark.parametrize(
    ("chart", "options", "name"),
    [
        ("by_region", {}, "casualty-desk_killed-by-region_RU+UA_2023-05-22-to-2023-05-31_v1.png"),
        ("by_type", {"width": "half"}, "casualty-desk_killed-by-type_RU+UA_2023-05-22-to-2023-05-31_v1_half.png"),
        ("structures", {}, "casualty-desk_structures-by-extent_RU+UA_2023-05-22-to-2023-05-31_v1.png"),
        ("map", {"width": "slide"}, "casualty-desk_killed-map_RU+UA_2023-05-22-to-2023-05-31_v1_slide.png"),
        ("over_time", {"grain": "day"}, "casualty-desk_killed-by-day_RU+UA_2023-05-22-to-2023-05-31_v1.png"),
        (
            "over_time",
            {"running": True},
            "casualty-desk_killed-by-week-running-total_RU+UA_2023-05-22-to-2023-05-31_v1.png",
        ),
    ],
)
def test_a_file_is_called_by_what_it_is(whole, chart, options, name):
    assert figure.file_name(whole, chart, "killed", "png", **options) == name


@pytest.mark.parametrize(
    ("killed", "sign"),
    [
        (3, wording.FIGURE_KEY_REGION),
        (0, wording.FIGURE_KEY_REGION_ZERO),
        ("", wording.FIGURE_KEY_REGION_UNKNOWN),
    ],
)
def test_each_kind_of_region_on_a_map_has_its_sign_in_the_key(killed, sign):
    nowhere = {"place": None, "place_precision": "region", "latitude": None, "longitude": None}
    data = synthetic.of_records(incidents=[nowhere], casualties=[{"killed": killed}])
    drawn = figure.from_extract(extract.of(data, EVERYTHING), "map", width="slide")
    assert [(each.shape, each.text) for each in drawn.words.key] == [("box", sign)]
    assert drawn.words.key[0].dashed == (killed == "")


@pytest.mark.parametrize("width", ["slide", "square"])
def test_a_figure_to_be_read_from_afar_says_all_that_is_required_in_fewer_words(width):
    whole = extract.of(synthetic.dataset(900), Selection())
    for chart, measure in figure.SHOWN:
        drawn, full = (figure.from_extract(whole, chart, measure, width=size) for size in (width, "column"))
        text, count = said(drawn), whole.tally.totals[measure]
        for part in (
            "Counting rule: established.",
            f"No figure in {count.unknown:,} of {whole.tally.incidents:,} incidents",
            "set apart",
            "data version 1",
            "latest report",
            *([wording.NO_ENDORSEMENT, "Not on the map"] if chart == "map" else ["not a confidence interval"]),
        ):
            assert part in text
        assert drawn.words.licence == "CC BY 4.0"
        assert drawn.words.number == full.words.number
        assert len(" ".join(drawn.words.notes)) < len(" ".join(full.words.notes)) + 40


@pytest.mark.parametrize("size", [figure.REPORT, figure.DOCUMENT], ids=lambda size: size.name)
def test_two_charts_of_a_report_find_room_on_a_page(whole, size):
    """What a chart does not draw there it counts; its number is that of the same chart elsewhere."""
    for made_up in (whole, many_regions(whole, 20)):
        for chart in ("by_region", "map", "structures"):
            drawn = figure.of(chart, made_up, width=size.name)
            plot = drawn.spec["height"] + 34 * (chart == "by_region")
            assert plot <= frame.room(drawn.words, size.most)[1] + 0.01
            assert drawn.number == figure.of(chart, made_up).number
    drawn = figure.of("by_region", many_regions(whole, 20), width=size.name)
    shown = drawn.spec["data"]["values"]
    assert drawn.spec["height"] / len(shown) >= 20
    assert f"{20 - len(shown)} more regions" in said(drawn)


def test_labels_of_two_lines_have_room_for_two(whole):
    long = replace(
        whole,
        by_type=tuple(
            Row(code, 1, dict(row.figures)) for code in codes.INCIDENT_TYPE.values() for row in whole.by_type[:1]
        ),
    )
    for width in ("square", "half", "slide"):
        drawn = figure.of("by_type", long, width=width)
        rows, wide = drawn.spec["data"]["values"], drawn.words.width - 2 * drawn.words.margin
        if rows[0]["label_px"] > wide * 0.36:
            assert drawn.spec["height"] / len(rows) >= 28


def test_a_picture_says_which_characters_it_does_not_draw_and_where(settled, whole):
    drawn = made(settled, "by_region", title="Kyiv 🙂", publishers=["A 漢 Paper"])
    assert "U+1F642 slightly smiling face in “Kyiv ☐”" in said(drawn)
    assert "U+6F22 cjk unified ideograph-6f22 in “A ☐ Paper”" in said(drawn)
    assert drawn.title == "Kyiv 🙂"  # what is said about the picture is not drawn
    row = Row(0, 1, {name: Count(500, 500, 500, False, 1, 0) for name in whole.totals})
    strange = replace(whole, spots=(Spot("ქარ", "UA-09", 48.5, 38.9, row), *whole.spots))
    assert "U+10D0" in said(figure.of("map", strange))
    assert "fonts lack" not in said(figure.of("by_region", strange))
    assert "fonts lack" not in said(figure.of("map", whole))


@pytest.mark.parametrize("width", ["slide", "square"])
def test_words_that_leave_a_chart_no_room_are_refused_with_a_sentence(settled, width):
    with pytest.raises(figure.NothingToDraw, match="leave the chart no room"):
        made(settled, "map", width=width, title="A long title " * 12, note="Many words in a note. " * 40)


@pytest.mark.parametrize("width", [*figure.PRESETS, "report", "document"])
def test_whatever_is_selected_a_figure_with_its_own_title_has_room(whole, width):
    """Long names of sources and many choices: what must be said takes much room, and is not the reader's to shorten."""
    chosen = Selection(
        regions=tuple(f"RU-{code}" for code in ("BEL", "BRY", "KRS", "KDA")),
        types=codes.INCIDENT_TYPE.values(),
        control=codes.CONTROL.values(),
        statuses=("reported", "corroborated", "confirmed"),
        start=date(2022, 12, 30),
        end=date(2023, 11, 30),
        rule="established",
    )
    busy = replace(whole, selection=chosen, spots_left_out=1_234)
    for chart in figure.CHARTS:
        rows = (Row(date(2023, 5, 22), 1, dict(whole.by_type[0].figures)), Row(None, 3, dict(whole.by_type[0].figures)))
        drawn = figure.of(chart, busy, rows, publishers=["A long name of many words " * 9] * 9, width=width)
        assert len(re.findall(r"and \d+ more", said(drawn))) >= 2


def test_a_publisher_without_end_leaves_version_and_day_in_the_source_line(settled):
    drawn = made(settled, "by_region", publishers=["Verylong " * 1_000] * 9, width="square")
    assert drawn.words.source.endswith("Casualty Desk, data version 1, latest report in this selection 31 May 2023.")
    assert len(drawn.words.source) < 400


def test_time_without_a_single_figure_is_a_sentence_and_not_an_empty_axis(settled):
    with pytest.raises(figure.NothingToDraw, match="No figure for people missing in any of 8 incidents"):
        made(settled, "over_time", measure="missing")


@pytest.mark.parametrize("chart", figure.CHARTS)
def test_the_figure_of_what_is_set_apart_is_in_the_note(settled, chart):
    whole = tally.of(settled, Selection())
    for measure in ("killed", "injured") if chart != "structures" else ("structures",):
        apart = Count(2, 3, 5, True, 1, 0)
        beside = replace(whole.set_apart, records=2, figures=whole.set_apart.figures | {measure: apart})
        rows = tally.over_time(settled, Selection(), "day")
        drawn = figure.of(chart, replace(whole, set_apart=beside), rows, measure=measure, grain="day")
        said_so = f"2 records about a period set apart, not added in: {theme.figure_text(apart)} {measure}."
        assert said_so in drawn.words.notes


@pytest.mark.parametrize("running", [False, True])
def test_unit_and_step_of_time_stay_beside_a_title_of_ones_own(settled, running):
    drawn = made(settled, "over_time", title="My title", grain="week", running=running)
    subtitle = drawn.words.subtitle[0].text
    assert subtitle.startswith(figure.default_title("over_time", running=running))
    assert "umber of people by week of the incident" in subtitle


@pytest.mark.parametrize("width", ["column", "half", "square"])
@pytest.mark.parametrize("chart", figure.CHARTS)
def test_the_height_of_a_figure_is_that_of_its_picture(settled, chart, width):
    drawn = made(settled, chart, width=width)
    svg = render.figure(drawn, ("svg",))["svg"].decode()
    printed = [float(each) for each in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()]
    assert printed == pytest.approx([drawn.preset.width, drawn.height], abs=6)
