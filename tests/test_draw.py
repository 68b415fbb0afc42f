"""What we decide about charts: they say what the tally says, show unknown as unknown, and hold for any data."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import altair as alt
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import codes, draw, theme
from pipelines.draw import ground, lines, map, outlines, over_time, periods
from pipelines.tally import MEASURE_NAMES, Figure, Row, Spot, StructureRow

ROOT = Path(__file__).resolve().parent.parent


def figure(low=None, best=None, high=None, is_open=False, known=1, unknown=0):
    return Figure(
        low, best, high, is_open, known if best is not None else 0, unknown if best is not None else unknown or 1
    )


def row(key, incidents=1, **figures):
    return Row(key, incidents, {name: figures.get(name, figure()) for name in MEASURE_NAMES})


RANGE, OPEN, ZERO, UNKNOWN = figure(5, 5, 7), figure(3, 3, 3, is_open=True), figure(0, 0, 0), figure(unknown=2)

REGIONS = (
    row("RU-BEL", 3, killed=figure(1, 1, 1, unknown=2)),
    row("UA-09", killed=RANGE),
    row("UA-14", killed=OPEN),
    row("UA-30", killed=ZERO),
    row("UA", 2, killed=UNKNOWN),
    row(None),
)
TYPES = (row("shelling", 2, killed=RANGE), row("drone_strike", killed=ZERO), row("unknown"))
DAYS = (
    row(date(2023, 5, 22), killed=RANGE),
    row(date(2023, 5, 23), killed=ZERO),
    row(date(2023, 5, 30)),
    row(date(2023, 5, 31), killed=OPEN),
    row(None, 2, killed=figure(2, 2, 2)),
)
STRUCTURES = (
    StructureRow("house", {"destroyed": 1, "damaged": 4, "unspecified": None}, figure(4, 5, 6)),
    StructureRow("port", {"destroyed": None, "damaged": None, "unspecified": None}, UNKNOWN),
    StructureRow("industrial", {"destroyed": None, "damaged": None, "unspecified": 1}, figure(1, 1, 1)),
)
SPOTS = (
    Spot("Karpaty", "UA-09", 48.5, 38.9, row(0, killed=RANGE)),
    Spot("Shebekino", "RU-BEL", 50.4, 36.9, row(1, killed=ZERO)),
    Spot("Polohy", "UA-23", 47.5, 36.3, row(2)),
)
UNDOTTED = (row("RU-BEL", 2, killed=figure(1, 1, 1)), row("RU-BRY"), row("UA", killed=figure(9, 9, 9)), row(None))

TABLES = {
    "over_time": draw.over_time_table(DAYS, "killed", "day"),
    "by_region": draw.by_region_table(REGIONS, "killed"),
    "by_type": draw.by_type_table(TYPES, "killed"),
    "structures": draw.structures_table(STRUCTURES),
    "map": draw.map_table(SPOTS, UNDOTTED, "killed"),
}


def rows_of(table, **wanted):
    return [line for line in table.to_pylist() if all(line[name] == value for name, value in wanted.items())]


def layers(spec):
    return [layer for layer in spec["layer"] if "mark" in layer]


def as_text(spec):
    return json.dumps(spec)


@pytest.mark.parametrize("name", draw.CHARTS)
def test_a_spec_is_valid_small_and_holds_no_data(name):
    spec = draw.spec(name, "light", "killed")
    alt.LayerChart.from_dict(spec).to_dict()
    assert spec["data"] == {"name": "source"}
    assert "datasets" not in spec
    assert len(as_text(spec)) < 7_000
    assert spec["width"] == "container"
    assert spec is draw.spec(name, "light", "killed")


def test_what_all_layers_say_alike_stands_above_them_once():
    axis = {"axis": {"tickCount": 4}, "type": "quantitative"}
    spec = {
        "layer": [
            {"data": {"name": "source"}, "mark": "bar", "encoding": {"x": {"field": "low"} | axis, "x2": {"value": 1}}},
            {"data": {"url": "geo/a"}, "mark": "tick", "encoding": {"x": {"field": "high", "sort": None} | axis}},
            {"data": {"name": "source"}, "mark": "rule", "encoding": {"x": {"value": 0}}},
        ]
    }
    assert ground._said_once(spec) == {
        "encoding": {"x": axis},
        "layer": [
            {"mark": "bar", "encoding": {"x": {"field": "low"}, "x2": {"value": 1}}},
            {"data": {"url": "geo/a"}, "mark": "tick", "encoding": {"x": {"field": "high", "sort": None}}},
            {"mark": "rule", "encoding": {"x": {"value": 0}}},
        ],
    }


@pytest.mark.parametrize("name", draw.CHARTS)
@pytest.mark.parametrize("mode", theme.MODES)
@pytest.mark.parametrize("measure", MEASURE_NAMES)
def test_every_role_is_painted(name, mode, measure):
    text = as_text(draw.spec(name, mode, measure))
    assert '"@' not in text
    if name != "structures":
        assert theme.palette(mode).measure[measure] in text


@pytest.mark.parametrize("running", [False, True])
def test_time_is_utc_and_never_the_readers_clock(running):
    spec = draw.spec("over_time", "light", "killed", running=running)
    assert spec["encoding"]["x"]["type"] == "temporal"
    assert spec["encoding"]["x"]["scale"]["type"] == "utc"
    assert not [layer for layer in layers(spec) if "scale" in layer["encoding"].get("x", {})]
    (first, *_) = rows_of(draw.over_time_table(DAYS, "killed", "day", running), kind="period")
    assert first["start"] == datetime(2023, 5, 22, tzinfo=UTC).timestamp() * 1000


@pytest.mark.parametrize("name", draw.CHARTS)
def test_the_unknown_has_a_layer_of_its_own(name):
    spec = draw.spec(name, "light", "killed")
    grey = theme.palette("light").unknown
    dashed = [layer for layer in layers(spec) if layer["mark"].get("stroke") == grey and "strokeDash" in layer["mark"]]
    marked = "datum.without" if name == "over_time" else "=== 'unknown'"
    assert [layer for layer in dashed if marked in as_text(layer["transform"])]


@pytest.mark.parametrize("name", [name for name in draw.CHARTS if name not in ("over_time", "structures")])
def test_a_click_gives_a_code(name):
    (pick,) = [each for each in draw.spec(name, "light", "killed")["params"] if "select" in each]
    assert (pick["name"], pick["select"]["fields"]) == ("pick", ["code"])
    assert "code" in TABLES[name].column_names


@pytest.mark.parametrize("name", draw.CHARTS)
def test_layers_have_names_that_streamlit_does_not_rewrite(name):
    spec = draw.spec(name, "light", "killed")
    named = {layer["name"] for layer in layers(spec) if "name" in layer}
    assert named == {view for each in spec["params"] for view in each.get("views", ())}
    assert all(each.startswith("targets") for each in named)


@pytest.mark.parametrize("name", draw.CHARTS)
def test_packed_data_come_out_as_they_went_in(name):
    table = TABLES[name]
    assert pa.ipc.open_stream(draw.packed(table)).read_all().equals(table)


@pytest.mark.parametrize("name", draw.CHARTS)
def test_every_column_a_spec_asks_for_is_in_its_table(name):
    asked = set()
    for layer in layers(draw.spec(name, "light", "killed")):
        if "data" not in layer:
            asked |= {channel["field"] for channel in layer["encoding"].values() if "field" in channel}
    assert asked <= set(TABLES[name].column_names)


def test_lines_are_ordered_by_best_with_the_unknown_last():
    lines_of = TABLES["by_region"].to_pylist()
    assert [line["code"] for line in lines_of] == ["UA-09", "UA-14", "RU-BEL", "UA-30", "", "UA"]
    assert [line["rank"] for line in lines_of] == list(range(6))
    assert [line["state"] for line in lines_of] == ["figure", "figure", "figure", "zero", "unknown", "unknown"]
    assert [line["label"] for line in lines_of][-2:] == ["Region not known", "Ukraine, region not known"]


def test_the_numbers_of_a_line_are_the_tallys():
    by_code = {line["code"]: line for line in TABLES["by_region"].to_pylist()}
    for each in REGIONS:
        line, of = by_code[each.key or ""], each.figures["killed"]
        assert (line["low"], line["best"], line["high"]) == (of.low, of.best, of.high)
        assert line["best_text"] == ("" if of.best is None else theme.number(of.best))
    assert by_code["UA-09"]["range_text"] == "5–7"
    assert by_code["UA-14"]["range_text"] == "3 or more"
    assert by_code["RU-BEL"]["range_text"] == ""
    assert by_code["RU-BEL"]["said"] == "Belgorod Oblast: 1; no figure for 2 of 3 incidents"


def test_a_line_says_for_how_many_of_its_incidents_there_is_no_figure():
    by_code = {line["code"]: line for line in TABLES["by_region"].to_pylist()}
    assert {code: line["without"] for code, line in by_code.items() if line["without"]} == {
        "RU-BEL": "2 of 3",
        "UA": "2 of 2",
        "": "1 of 1",
    }
    assert by_code["RU-BEL"]["without_brief"] == "2/3"
    assert by_code["UA-09"]["without_px"] > ground.text_width("No figure", ground.SMALL_SIZE)
    partial_zero = (row("UA-14", 2, injured=figure(0, 0, 0, unknown=1)),)
    (zero,) = draw.by_region_table(partial_zero, "injured").to_pylist()
    assert (zero["state"], zero["without"]) == ("zero", "1 of 2")
    houses = StructureRow("house", {"destroyed": 1, "damaged": None, "unspecified": None}, figure(1, 1, 1, unknown=3))
    (line,) = rows_of(draw.structures_table([houses]), kind="line")
    assert line["without"] == "3 of 4"


@pytest.mark.parametrize(
    "rows", [(row("UA-09", killed=RANGE), row("UA-30", killed=ZERO)), (row("UA", killed=UNKNOWN),)]
)
def test_lines_that_have_all_figures_or_none_need_no_column_for_it(rows):
    drawn = draw.by_region_table(rows, "killed").to_pylist()
    assert {(line["without"], line["without_px"], line["without_brief_px"]) for line in drawn} == {("", 0, 0)}


def test_regions_left_out_are_added_up():
    assert draw.by_region_table(REGIONS, "killed", 2).num_rows == 2
    count, rest = draw.by_region_left_out(REGIONS, "killed", 2)
    every = ground.added(each.figures["killed"] for each in REGIONS)
    shown = ground.added(each.figures["killed"] for _, each in lines.ordered(REGIONS, "killed", str)[:2])
    assert count == 4
    assert (rest.low + shown.low, rest.best + shown.best, rest.high + shown.high) == (every.low, every.best, every.high)
    assert rest.unknown + shown.unknown == every.unknown
    assert "4 more regions together: 1." in draw.by_region_alt(REGIONS, "killed", most=2)


def test_a_record_of_an_unknown_is_blank_and_never_zero():
    records = {each["code"]: each for each in draw.by_region_records(REGIONS, "killed")}
    assert len(records) == len(REGIONS)
    assert (records["UA"]["best"], records["UA"]["incidents_without_figure"]) == (None, 2)
    assert records["UA-30"]["best"] == 0


def test_a_period_without_a_figure_is_not_a_zero_and_one_without_an_incident_is_absent():
    periods = {line["start"]: line["state"] for line in rows_of(TABLES["over_time"], kind="period")}
    assert list(periods.values()) == ["figure", "zero", "unknown", "figure"]
    ticks = rows_of(TABLES["over_time"], kind="tick")
    assert {line["periods"] for line in ticks} == {10.0}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 2, 6), [("2023-05-03", "2023-05-06")]),  # three of six days
        ((1, 2, 5), []),  # two days are no stretch
        ((*range(1, 10), 13, *range(14, 27)), []),  # three of 26 days: less than a fifth
        ((1, 9, 17), [("2023-05-02", "2023-05-09"), ("2023-05-10", "2023-05-17")]),
    ],
)
def test_a_long_stretch_without_an_incident_is_no_row_of_zeros(days, expected):
    rows = [row(date(2023, 5, day), killed=RANGE) for day in days]
    table = draw.over_time_table(rows, "killed", "day")
    empty = {(line["start"], line["end"]) for line in rows_of(table, kind="empty")}
    at = [tuple(periods.milliseconds(date.fromisoformat(day)) for day in pair) for pair in expected]
    assert sorted(empty) == at
    words = draw.over_time_alt(rows, "killed", "day")
    assert words.count("No incident recorded, ") == len(expected)


def test_of_a_stretch_one_form_of_its_words_is_shown_at_each_width():
    rows = [row(date(2023, 5, 1), killed=RANGE), row(date(2023, 5, 31))]
    shown = rows_of(draw.over_time_table(rows, "killed", "day", True), kind="empty")
    for width in range(1, 900):
        assert len([line for line in shown if line["label_from"] <= width < line["label_to"]]) == 1
    assert [line["label"] for line in shown][:: len(shown) - 1] == ["no incident recorded", ""]
    assert all(0 < line["label_at"] < line["top"] for line in shown)


def test_a_stretch_in_which_an_incident_of_vague_date_may_lie_says_only_what_is_known():
    rows = [row(date(2023, 5, 1), killed=RANGE), row(date(2023, 5, 31)), row(None)]
    assert "No incident dated to the day, 2–30 May 2023." in draw.over_time_alt(rows, "killed", "day")
    assert "no incident dated to the day" in {
        line["label"] for line in rows_of(draw.over_time_table(rows, "killed", "day"), kind="empty")
    }


def test_the_running_total_starts_at_the_first_figure_and_ends_at_the_sum():
    late = (row(date(2023, 5, 1)), *DAYS)
    steps = rows_of(draw.over_time_table(late, "killed", "day", True), kind="step")
    total = ground.added(each.figures["killed"] for each in DAYS if each.key)
    assert steps[0]["start"] == datetime(2023, 5, 22, tzinfo=UTC).timestamp() * 1000
    assert (steps[-1]["low"], steps[-1]["best"], steps[-1]["high"]) == (total.low, total.best, total.high)
    labels = [line["label"] for line in rows_of(draw.over_time_table(late, "killed", "day", True), kind="end")]
    assert labels == ["Low 8", "Best 8", "High 10\nor more"]


def test_the_running_total_ends_with_the_last_figure_and_one_of_nothing_in_an_open_ring():
    days = (row(date(2023, 5, 30), killed=ZERO), row(date(2023, 5, 31)), row(None, killed=RANGE))
    table = draw.over_time_table(days, "killed", "day", True)
    (end,) = rows_of(table, kind="end")
    assert (end["label"], end["state"]) == ("0", "zero")
    assert end["start"] == datetime(2023, 5, 31, tzinfo=UTC).timestamp() * 1000
    assert max(line["start"] for line in rows_of(table, kind="step")) == end["start"]
    white = theme.palette("light").background
    rings = [
        layer
        for layer in layers(draw.spec("over_time", "light", "killed", running=True))
        if "'end'" in as_text(layer["transform"]) and layer["mark"].get("fill") == white
    ]
    assert ["datum.state === 'zero'" in as_text(ring["transform"]) for ring in rings] == [True]


def test_incidents_that_fit_in_no_period_are_told():
    incidents, rest = draw.over_time_left_out(DAYS, "killed")
    assert (incidents, rest.best) == (2, 2)


@pytest.mark.parametrize(
    ("first", "count", "grain"),
    [
        (date(2023, 5, 22), 10, "day"),
        (date(2004, 1, 1), 7_300, "day"),
        (date(2022, 11, 28), 110, "week"),
        (date(2003, 12, 29), 1_043, "week"),
        (date(2004, 3, 1), 240, "month"),
        (date(1900, 1, 1), 1_500, "month"),
    ],
)
def test_time_labels_are_few_enough_at_every_width(first, count, grain):
    every = [row(periods.next_period(first, grain, k), killed=RANGE) for k in range(count)]
    ticks = rows_of(draw.over_time_table(every, "killed", grain), kind="tick")
    for most, start, _ in periods.DENSITIES:
        shown = [tick for tick in ticks if tick["label_from"] == start]
        assert 1 <= len(shown) <= most + 1
        assert any(str(first.year) in tick["label"] or tick["label"].isdigit() for tick in shown)


def test_end_labels_do_not_run_into_one_another():
    labels = rows_of(
        draw.over_time_table([row(date(2023, 5, 1), killed=figure(999, 1000, 1001))], "killed", "day", True), kind="end"
    )
    places = [line["label_at"] / 1001 * over_time.HEIGHT for line in labels]
    assert all(b - a >= over_time.LABEL_GAP - 0.01 for a, b in pairwise(places))


def test_structures_are_stacked_by_extent():
    table = TABLES["structures"]
    parts = [(line["extent"], line["from"], line["to"]) for line in rows_of(table, kind="part", code="house")]
    assert parts == [("destroyed", 0, 1), ("damaged", 1, 5)]
    assert [line["code"] for line in rows_of(table, kind="line")] == ["house", "industrial", "port"]
    assert [line["text"] for line in rows_of(table, kind="line")] == ["5 (4–6)", "1", ""]
    assert [line["brief"] for line in rows_of(table, kind="line")] == ["5", "1", ""]
    assert [line["extent"] for line in rows_of(table, kind="key")] == list(codes.EXTENT.values())
    assert rows_of(table, kind="line", code="port")[0]["state"] == "unknown"


def test_a_line_of_structures_with_one_extent_says_its_number_once():
    parts = {(line["code"], line["extent"]): line["text"] for line in rows_of(TABLES["structures"], kind="part")}
    assert parts == {("house", "destroyed"): "1", ("house", "damaged"): "4", ("industrial", "unspecified"): ""}


def test_the_number_above_a_bar_says_what_its_band_is_and_where_that_has_no_room_the_best_alone():
    bars = rows_of(draw.over_time_table(DAYS, "killed", "day"), kind="period", state="figure")
    assert [(bar["label"], bar["brief"]) for bar in bars] == [("5 (5–7)", "5"), ("3+", "3+")]
    lower = rows_of(draw.over_time_table((*DAYS, row(date(2023, 6, 9), killed=figure(1, 2, 4))), "killed", "day"))
    (bar,) = [line for line in lower if line["label"] == "2 (1–4)"]
    assert 0 < bar["brief_from"] < bar["label_from"]
    assert bars[0]["brief_from"] == bars[0]["label_from"] == 0
    assert (bar["label_at"], bar["brief_at"]) == (4, 2)


@given(bests=st.lists(st.tuples(st.integers(1, 900), st.integers(0, 90)), min_size=2, max_size=30))
def test_numbers_above_bars_stand_clear_of_that_of_the_highest(bests):
    days = [row(date(2023, 5, 1 + k), killed=figure(best, best, best + more)) for k, (best, more) in enumerate(bests)]
    bars = rows_of(draw.over_time_table(days, "killed", "day"), kind="period")
    unit = bars[0]["top"] / over_time.HEIGHT
    (highest,) = [bar for bar in bars if bar["label_from"] == 0]
    for bar in bars:
        if bar is highest or abs(bar["label_at"] - highest["label_at"]) > 30 * unit:
            continue
        for name in ("label", "brief"):
            apart = abs(bars.index(bar) - bars.index(highest)) * bar[f"{name}_from"] / len(bars)
            wide = [ground.text_width(text, ground.SMALL_SIZE) for text in (bar[name], highest["label"])]
            assert apart >= sum(wide) / 2


def test_a_period_with_some_incidents_without_a_figure_is_marked_as_one_with_none_is():
    days = (row(date(2023, 5, 1), 2, killed=figure(1, 1, 1, unknown=1)), row(date(2023, 5, 2), killed=RANGE))
    bars = rows_of(draw.over_time_table(days, "killed", "day"), kind="period")
    assert [(bar["state"], bar["without"], bar["gaps"]) for bar in bars] == [("figure", 1, 1), ("figure", 0, 1)]
    assert {bar["gaps"] for bar in rows_of(draw.over_time_table(days[1:], "killed", "day"))} == {0}
    many = [row(date(2023, 5, 1 + k), 2, killed=figure(1, 1, 1, unknown=k % 2)) for k in range(20)]
    assert "No figure for some of the incidents in 10 of them." in draw.over_time_alt(many, "killed", "day")


def test_the_map_names_figures_with_their_ranges_in_circles_and_shades_alike():
    undotted = (row("RU-BEL", killed=figure(6, 10, 22)),)
    drawn = rows_of(draw.map_table(SPOTS[:1], undotted, "killed"))
    assert {line["label"] for line in drawn if line.get("label")} == {"Karpaty 5 (5–7)", "10 (6–22)"}


def test_the_ring_of_a_zero_has_its_number_and_a_place_without_a_figure_none():
    labels = {line["code"]: line["label"] for line in draw.map_table(SPOTS, (), "killed").to_pylist()}
    assert labels == {"UA-09": "Karpaty 5 (5–7)", "RU-BEL": "Shebekino 0", "UA-23": ""}


def test_a_label_of_the_map_gives_up_its_range_before_it_goes():
    near = Spot("Karpaty", "UA-09", 48.5, 38.9, row(0, killed=figure(1_000_000, 5_000_000, 7_000_000)))
    (drawn,) = draw.map_table((near,), (), "killed", (220, 200)).to_pylist()
    assert drawn["label"] == "Karpaty 5,000,000"


places_on_a_map = st.lists(
    st.tuples(st.floats(45, 52), st.floats(23, 40), st.integers(0, 400) | st.none()), min_size=1, max_size=60
)


@given(places=places_on_a_map, shaded=st.booleans(), plot=st.sampled_from([(340, 380), (728, 200), (334, 180)]))
def test_a_label_of_the_map_lies_on_no_circle_of_another_no_other_label_and_no_edge(places, shaded, plot):
    spots = [
        Spot(f"Place {k}", "UA-09", north, east, row(k, killed=figure() if n is None else figure(n, n, n)))
        for k, (north, east, n) in enumerate(places)
    ]
    undotted = (row("UA-32", killed=figure(3, 3, 3)), row("UA-30", killed=figure(9, 9, 9))) if shaded else ()
    drawn = draw.map_table(spots, undotted, "killed", plot).to_pylist()
    west, south, east, north = (drawn[0][side] for side in ("west", "south", "east", "north"))
    scale = min(plot[0] / (east - west), plot[1] / (outlines.mercator(north) - outlines.mercator(south)))

    def at(line):
        x = plot[0] / 2 + (line["longitude"] - (west + east) / 2) * scale
        middle = (outlines.mercator(north) + outlines.mercator(south)) / 2
        return x, plot[1] / 2 - (outlines.mercator(line["latitude"]) - middle) * scale

    boxes, circles = {}, {}
    for k, line in enumerate(drawn):
        x, y = at(line)
        if line["kind"] == "spot":
            circles[k] = x, y, (line["area"] / 3.1416) ** 0.5 if line["state"] == "figure" else 5
        if line["label"]:
            wide = ground.text_width(line["label"])
            left = x + line["dx"] - wide * {"left": 0, "center": 0.5, "right": 1}[line["align"]]
            boxes[k] = left, y + line["dy"] - 6, left + wide, y + line["dy"] + 6
    for k, box in boxes.items():
        assert min(box[0], box[1], plot[0] - box[2], plot[1] - box[3]) >= 0
        assert not any(outlines.overlap(box, other) for each, other in boxes.items() if each != k)
        for each, (x, y, radius) in circles.items():
            aside, along = max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])
            assert each == k or aside**2 + along**2 >= radius**2


def test_a_place_with_a_name_without_end_has_a_label_that_ends():
    spots = [Spot("Selyshche Miskoho Typu " * 9, "UA-09", 48.5, 38.9, row(0, killed=figure(5, 5, 5)))]
    (line,) = rows_of(draw.map_table(spots, (), "killed"), kind="spot")
    assert line["label"] == "Selyshche Miskoho Typu… 5"
    assert "Selyshche Miskoho Typu Selyshche" in line["said"]


def test_of_two_labels_that_would_meet_the_larger_figure_keeps_its_own():
    spots = [
        Spot(f"Place {k}", "UA-09", 48 + k / 1000, 38, row(k, killed=figure(n, n, n)))
        for k, n in enumerate((3, 50, 7, 20))
    ]
    named = [line["label"] for line in rows_of(draw.map_table(spots, (), "killed")) if line["label"]]
    assert named == ["Place 1 50"]  # the others lie inside its circle
    apart = [Spot(f"Place {k}", "UA-09", 48, 36 + k / 9, row(k, killed=figure(n, n, n))) for k, n in enumerate((3, 50))]
    said = [line["label"] for line in rows_of(draw.map_table(apart, (), "killed"), kind="spot")]
    assert said[0] == "Place 1 50"


def test_a_region_of_which_a_source_says_none_is_hollow():
    marks = [layer["mark"] for layer in layers(draw.spec("map", "light", "killed"))]
    fills = [as_text(mark["fill"]) for mark in marks if "shade" in as_text(mark.get("fill"))]
    assert len(fills) == 2
    assert all("state === 'figure' ? shade : 'transparent'" in fill for fill in fills)


def test_circles_are_proportional_by_area_and_start_at_zero():
    spots = [Spot(f"P{k}", "UA-09", 48 + k, 38, row(k, killed=figure(n, n, n))) for k, n in enumerate((400, 100, 1))]
    areas = [line["area"] for line in rows_of(draw.map_table(spots, (), "killed"), kind="spot")]
    assert areas[0] == map.LARGEST
    assert areas == pytest.approx([areas[0], areas[0] / 4, areas[0] / 400])
    sizes = [
        layer["encoding"]["size"]
        for layer in layers(draw.spec("map", "light", "killed"))
        if "size" in layer.get("encoding", {})
    ]
    assert [size["scale"] for size in sizes] == [None]


def test_a_place_known_to_its_region_is_shaded_and_never_a_dot():
    areas = rows_of(TABLES["map"], kind="area")
    assert [(line["code"], line["state"]) for line in areas] == [("RU-BEL", "figure"), ("RU-BRY", "unknown")]
    assert {line["code"] for line in rows_of(TABLES["map"], kind="spot")} == {"UA-09", "RU-BEL", "UA-23"}


def test_what_is_known_to_its_country_only_is_not_on_the_map_and_told():
    incidents, rest = draw.map_left_out(UNDOTTED, "killed")
    assert (incidents, rest.best, rest.unknown) == (2, 9, 1)


@given(st.lists(st.tuples(st.integers(44, 52), st.integers(22, 60)), min_size=2, max_size=12, unique=True))
def test_a_label_that_fits_on_a_phone_is_not_cut_off_below_or_above_on_a_wide_screen(points):
    spots = [
        Spot(f"Place {k}", "UA-09", lat, lon, row(0, killed=figure(k, k, k))) for k, (lat, lon) in enumerate(points, 1)
    ]
    drawn = draw.map_table(spots, (), "killed").to_pylist()
    west, south, east, north = (drawn[0][side] for side in ("west", "south", "east", "north"))
    low, high = outlines.mercator(south), outlines.mercator(north)
    height = draw.screen_height(spots, (), "killed")
    scale = min(608 / (east - west), height / (high - low))
    for line in drawn:
        if line["label"]:
            y = height / 2 - (outlines.mercator(line["latitude"]) - (low + high) / 2) * scale + line["dy"]
            assert 7 <= y <= height - 7


def test_an_outline_that_crosses_the_edge_of_the_map_does_not_make_the_view_the_whole_world():
    russia = draw.outlines.by_code()["RU"]
    assert (russia.box[0] > 20, russia.box[2]) == (True, 180)
    assert (60 < russia.middle[0] < 120, 50 < russia.middle[1] < 70) == (True, True)
    west = draw.map_table((), (row("RU-SAK", killed=figure(1, 1, 1)),), "killed").to_pylist()[0]["west"]
    assert west > -10


def test_a_map_of_the_world_is_lower_than_one_of_a_country():
    far = Spot("Buenos Aires", "AR-C", -34.6, -58.4, row(0, killed=figure(1, 1, 1)))
    near = draw.screen_height(SPOTS, (), "killed")
    wide = draw.screen_height([*SPOTS, far], (row("RU-SAK", killed=figure(1, 1, 1)),), "killed")
    assert 200 <= wide < near <= 380
    assert draw.spec("map", "light", "killed", height=wide)["height"] == wide
    assert draw.spec("map", "light", "killed")["height"] == 380


def test_the_map_looks_at_its_data():
    line = TABLES["map"].to_pylist()[0]
    assert line["west"] < 31.3 < 38.9 < line["east"]  # Bryansk Oblast to Karpaty
    assert line["south"] < 47.5 < 53.9 < line["north"]
    assert draw.map_table([SPOTS[0]], (), "killed").to_pylist()[0]["north"] - 48.5 >= 2.4


def test_crimea_is_drawn_as_part_of_ukraine():
    west, south, east, north = outlines.by_code()["UA-43"].box
    countries = outlines._read(outlines.COUNTRIES_FILE)
    (ukraine,) = [feature for feature in countries if feature["id"] == "UA"]
    points = [point for ring in outlines._rings(ukraine["geometry"]) for point in ring]
    assert any(west <= x <= east and south <= y <= (south + north) / 2 for x, y in points)


def test_the_address_of_the_outlines_is_relative_and_an_export_carries_them():
    shown = as_text(draw.spec("map", "light", "killed"))
    assert '"geo/oblasts.geojson"' in shown
    assert "http" not in shown.replace(draw.spec("map", "light", "killed")["$schema"], "")
    assert "url" not in draw.with_data("map", "light", TABLES["map"], "killed")["layer"][0]["data"]


@pytest.mark.parametrize(
    "table",
    [
        draw.by_region_table((), "killed"),
        draw.by_type_table((), "killed"),
        draw.over_time_table((), "killed", "week"),
        draw.over_time_table((row(None),), "killed", "week", True),
        draw.structures_table(()),
        draw.map_table((), (), "killed"),
    ],
)
def test_nothing_makes_an_empty_table_with_all_columns(table):
    assert table.num_rows == 0
    assert table.num_columns > 10


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            draw.by_region_alt(REGIONS, "killed", "22–31 May 2023"),
            ["People killed by region, 22–31 May 2023", "Luhansk Oblast: 5 (5–7)", "Kyiv: 0", "no figure in any of 2"],
        ),
        (draw.by_type_alt(TYPES, "killed"), ["by incident type", "Shelling: 5 (5–7)", "Type not stated: no figure"]),
        (
            draw.over_time_alt(DAYS, "killed", "day"),
            ["22–31 May 2023", "22 May 2023: 5 (5–7)", "23 May 2023: 0", "No figure for 1 period"],
        ),
        (
            draw.over_time_alt(DAYS, "killed", "day", True),
            ["Running total of people killed", "At the end: 8 (8–10 or more)"],
        ),
        (draw.structures_alt(STRUCTURES), ["Houses: 5 (4–6) (1 destroyed, 4 damaged)", "Ports: no figure in any of 2"]),
        (
            draw.map_alt(SPOTS, UNDOTTED, "killed"),
            ["Karpaty: 5 (5–7)", "Shebekino: 0", "No figure for Polohy", "Belgorod Oblast, settlement not known: 1"],
        ),
    ],
)
def test_alt_texts_say_the_same_numbers(text, parts):
    assert [part for part in parts if part not in text] == []
    assert text.endswith(".")


@pytest.mark.parametrize(
    "text", [draw.by_region_alt((), "killed"), draw.over_time_alt((), "killed", "day"), draw.structures_alt(())]
)
def test_alt_texts_of_nothing_say_so(text):
    assert "no " in text


def test_the_name_of_a_chart_does_not_depend_on_its_data():
    assert draw.alt_name("by_region", "killed") == "People killed by region"
    assert draw.alt_name("over_time", "injured", running=True) == "People injured over time, running total"
    assert draw.alt_name("structures") == "Structures damaged or destroyed by type and extent"


def test_text_is_cleaned_of_what_stops_a_renderer():
    table = draw.map_table([Spot("Pol\x00ohy\ud800", "UA-23", 47.5, 36.3, row(0, killed=RANGE))], (), "killed")
    assert table.to_pylist()[0]["said"] == "Pol\ufffdohy\ufffd: 5 (5–7)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv", "Kyiv"),
        ("Autonomous Republic of Crimea", "Autonomous\nRepublic of Crimea"),
        ("Verylongwordwithoutspace", "Verylongwordwithoutspace"),
    ],
)
def test_long_labels_take_two_lines(text, expected):
    assert ground.wrapped(text) == expected


def test_every_chart_renders_outside_the_browser(tmp_path):
    specs = [
        draw.with_data(name, mode, table, "killed", running=running)
        for name, table in TABLES.items()
        for mode in theme.MODES
        for running in ((False, True) if name == "over_time" else (False,))
    ]
    (tmp_path / "specs.json").write_text(json.dumps([spec | {"width": 500} for spec in specs]), encoding="utf-8")
    script = (
        "import json, sys, vl_convert as vlc\n"
        "for spec in json.load(open(sys.argv[1], encoding='utf-8')):\n"
        "    print(vlc.vegalite_to_svg(spec, allowed_base_urls=[]).count('<path'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "specs.json")],
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    drawn = [int(line) for line in done.stdout.split()]
    assert len(drawn) == len(specs)
    assert min(drawn) > 5
