"""Every screen, run as Streamlit runs it but without a browser; and that all numbers on them are the same numbers."""

import ast
import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest
import python_calamine
import streamlit
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import views
from pipelines import codebook, codes, commit, draw, ledger, load, publish, selection, settle, tally, wording
from pipelines.draw import lines
from pipelines.load import Upload
from pipelines.selection import RULES, Selection
from tests import synthetic
from views import address, incidents, overview

ROOT = Path(__file__).parents[1]
ADDRESSES = [screen.address for screen in views.SCREENS]
WITH_FILTERS = ["", "incidents", "report"]
MEASURES = tally.MEASURE_NAMES
CHARTED = ("killed", "injured")

SELECTIONS = [
    {},
    {"region": ["UA-09"]},
    {"region": ["RU-BEL"], "type": ["shelling"]},
    {"region": ["RU", "UA-23"]},
    {"structure": ["house"]},
    {"control": ["occupied"]},
    {"from": ["2023-05-30"], "to": ["2023-05-31"]},
    {"status": ["confirmed"]},
    *({"rule": [rule]} for rule in RULES[1:]),
]
"""As in an address. They are tried on the article's data and on made-up data of the same places and days."""


def a_day(query):
    return "&".join(f"{name}={value}" for name, values in query.items() for value in values) or "everything"


def opened(path="", query=(), **state):
    """The dashboard opened at an address; `state` goes into the session first."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
    app._page_hash = calc_hash(path)  # its own switch_page() knows pages that are files only
    for name, values in dict(query).items():
        app.query_params[name] = values
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return app


class _Texts(HTMLParser):
    """The texts of a piece of HTML, and the cells of its tables by row."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.rows, self._cell = [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data):
        self.texts.append(data)
        if self._cell is not None:
            self._cell.append(data)


def pieces(app, of="cd-"):
    """The pieces of HTML on the page that hold a text, the style sheet aside."""
    found = [each.proto.body for each in app.get("html")]
    return [body for body in found if of in body and not body.startswith("<style")]


def words(app):
    """All of the page's own text, in one string."""
    return " ".join(" ".join(_Texts(body).texts) for body in pieces(app))


def tiles(app):
    """The texts of each headline tile, by measure."""
    (body,) = pieces(app, "cd-tiles")
    found = re.findall(r"<section class='cd-tile cd-(\w+)'>(.*?)</section>", body)
    return {name: _Texts(inner).texts for name, inner in found}


def charts(app):
    """Every chart on the page by what it says it is, with its data as records."""
    found = {}
    for chart in app.get("vega_lite_chart"):
        assert chart.proto.alt not in found, "two charts say the same of themselves"
        (data,) = chart.proto.datasets
        found[chart.proto.alt] = pa.ipc.open_stream(data.data.data).read_all().to_pylist()
    return found


def chart_of(app, name, measure="structures", **options):
    """The data of one chart."""
    return charts(app)[draw.alt_name(name, measure, **options)]


def in_words(app):
    """What is said beside the charts to who cannot see them."""
    return [unescape(text) for body in pieces(app) for text in re.findall(r"<p class='cd-unseen'>(.*?)</p>", body)]


@pytest.fixture
def downloads(monkeypatch):
    """What the buttons of a page would save, by key. Streamlit's own tests cannot press them."""
    saved = {}
    real = streamlit.download_button

    def noted(label, data, *args, **settings):
        saved[settings["key"]] = data
        return real(label, data, *args, **settings)

    monkeypatch.setattr(streamlit, "download_button", noted)
    return lambda key: saved[key]() if callable(saved[key]) else saved[key]


def rows_of(download):
    """A downloaded CSV as records; it begins with a byte order mark, for Excel."""
    assert download.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(download.decode("utf-8-sig"))))


@pytest.fixture
def made_up():
    """A ledger of 400 made-up incidents with ranges, zeros, open tops and several claims each."""
    engine = ledger.connect(ledger.url())
    ledger.seed(engine, empty=True)
    data = synthetic.dataset(400, claims=1.6)
    ledger.commit(engine, data.frames, base=0, who="a test", content_hash="made up")
    engine.dispose()


def expected(query):
    """The tally of a selection, not by way of the screens."""
    engine = ledger.connect(ledger.url())
    ledger.seed(engine)
    chosen, problems = selection.from_query(query)
    assert not problems
    data = ledger.fold(engine)
    engine.dispose()
    return tally.of(settle.dataset(data, chosen.rule, chosen.statuses), chosen)


# ---- each screen, whatever it is asked ----


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"region": ["UA-51"]},
        {"region": ["nowhere"]},
        {"from": ["2023-13-30"], "type": ["foo"], "as_of": ["x"], "rule": ["best"], "grain": ["hour"], "page": ["0"]},
        {"as_of": ["999999999999999999999"]},
        {"as_of": ["0"]},
        {"from": ["0001-01-01"], "to": ["9999-12-31"]},
        *({"rule": [rule]} for rule in RULES),
    ],
    ids=a_day,
)
def test_every_screen_opens_at_any_address(path, query):
    app = opened(path, query)
    assert not app.error
    assert any("<h1>" in body for body in pieces(app))


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_screen_opens_on_an_empty_ledger(path):
    engine = ledger.connect(ledger.url())
    ledger.seed(engine, empty=True)
    engine.dispose()
    app = opened(path)
    assert not app.error
    if path in WITH_FILTERS:
        assert wording.NO_DATA_TITLE in words(app)


@pytest.mark.parametrize("path", WITH_FILTERS)
def test_an_empty_selection_says_so_and_offers_the_way_back(path):
    app = opened(path, {"region": ["UA-51"]})
    assert wording.EMPTY_TITLE in words(app)
    app.button(key="everything").click().run()
    assert wording.EMPTY_TITLE not in words(app)
    assert app.query_params == {}


@pytest.mark.parametrize("path", WITH_FILTERS)
def test_a_version_before_the_first_data_says_so_and_leads_to_the_newest(path):
    app = opened(path, {"as_of": ["0"]})
    assert "At version 0 there was no data." in words(app)
    app.button(key="everything").click().run()
    assert (wording.EMPTY_TITLE in words(app), app.query_params) == (False, {})


def test_a_bad_address_is_named_and_the_rest_of_it_holds():
    app = opened(query={"from": ["2023-13-30"], "type": ["foo"], "region": ["UA-09"]})
    assert 'from: "2023-13-30" is not a date' in words(app)
    assert 'type: "foo" is not one of' in words(app)
    assert tiles(app)["killed"][1] == "5"
    assert app.query_params == {"region": "UA-09"}


def test_a_page_that_breaks_says_so_without_its_details(monkeypatch):
    from views import serving

    said = []
    monkeypatch.setattr(serving.st, "error", said.append)
    assert serving.report(RuntimeError("secret"))
    assert wording.TROUBLE_TITLE in said[0]
    assert "secret" not in said[0]


# ---- the numbers ----


def test_the_tiles_hold_the_numbers_of_the_article():
    assert tiles(opened()) == {
        "killed": ["Killed", "6", "lowest 6, highest 6", "no figure for 6 of 8 incidents"],
        "injured": ["Injured", "25", "lowest 25, highest 25", "no figure for 5 of 8 incidents"],
        "missing": ["Missing", "no figure", "in any of 8 incidents"],
        "structures": [
            "Structures",
            "16",
            "lowest 16, highest 16",
            "15 damaged, 1 extent not stated",
            "no figure for 6 of 8 incidents",
        ],
    }


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ({"region": ["UA-09"]}, {"killed": "5", "injured": "19", "structures": "no figure"}),
        (
            {"region": ["RU-BEL"], "type": ["shelling"]},
            {"killed": "no figure", "injured": "4", "structures": "15"},
        ),
    ],
    ids=["Luhansk", "shelling in Belgorod"],
)
def test_a_link_opens_its_selection(query, values):
    shown = tiles(opened(query=query))
    assert {name: shown[name][1] for name in values} == values


def test_what_is_left_out_is_counted_and_said():
    said = words(opened())
    for figures in ("1 killed", "2 injured"):
        assert f"1 incident whose date is not known to the week ({figures})" in said
    assert "5 incidents with a date that is not exact to the day." in said
    assert "1 record set apart" in said


def test_the_page_says_version_latest_report_and_counting_rule():
    assert "Version 1 · latest report in this selection 31 May 2023 · counting rule: established" in words(opened())
    assert "counting rule: lowest" in words(opened(query={"rule": ["lowest"]}))


def test_every_counting_rule_gives_the_article_the_same_totals_since_each_figure_has_one_claim():
    values = [{name: shown[1] for name, shown in tiles(opened(query={"rule": [rule]})).items()} for rule in RULES]
    assert all(each == values[0] for each in values)


# ---- one number, wherever it stands (design, rule 9) ----

NUMBER = re.compile(r"\d[\d,]*")


def figure_in(texts):
    """A tile's numbers as (low, best, high, open, incidents without a figure, of how many)."""
    numbers = [[int(n.replace(",", "")) for n in NUMBER.findall(text)] for text in texts[1:]]
    if texts[1] == wording.NO_FIGURE:
        count = numbers[1][0] if numbers[1] else 1  # "in the one incident"
        return None, None, None, False, count, count
    low, high = numbers[1]
    unknown, of = numbers[-1] if len(numbers[-1]) == 2 else (0, *(numbers[-1] or [1]))
    return low, numbers[0][0], high, "or more" in texts[2], unknown, of


def check_tiles(app, record):
    for name, texts in tiles(app).items():
        figure = record[name]
        ends = [figure[end] for end in ("low", "best", "high", "or_more")]
        assert figure_in(texts) == (*ends, figure["incidents_without_figure"], record["incidents"]), name


def check_lines(app, record, name, key):
    """A chart with a line for each region or type, against the record's breakdown of the same name."""
    for measure in CHARTED:
        drawn = chart_of(app, name, measure)
        figures = {row[key] or "": row[measure] for row in record[name]}
        if name == "by_region":
            known = sum(figure["best"] is not None for figure in figures.values())
            assert len(drawn) == min(len(figures), lines.MOST_LINES, known + overview.MOST_UNKNOWN)
        else:
            assert len(drawn) == len(figures)
        for line in drawn:
            figure = figures[line["code"]]
            assert [line[end] for end in ("low", "best", "high", "open")] == [
                figure[end] for end in ("low", "best", "high", "or_more")
            ]
            assert (line["state"] == "unknown") == (figure["best"] is None)


def check_time(app, record):
    for measure in CHARTED:
        months = [row for row in record["by_month"] if row["month"] is not None]
        if all(row[measure]["best"] is None for row in months):
            assert f"No figure for people {measure} in" in words(app)
            continue
        drawn = [line for line in chart_of(app, "over_time", measure) if line["kind"] == "period"]
        assert [line["best"] for line in drawn] == [row[measure]["best"] for row in months]
        assert [line["low"] for line in drawn] == [row[measure]["low"] for row in months]
        assert [line["high"] for line in drawn] == [row[measure]["high"] for row in months]


def check_structures(app, record):
    if not record["by_structure"]:
        return
    drawn = chart_of(app, "structures")
    rows = {row["structure_type"]: row for row in record["by_structure"]}
    assert {line["code"]: line["to"] for line in drawn if line["kind"] == "line"} == {
        name: row["best"] for name, row in rows.items()
    }
    parts = {(line["code"], line["extent"]): line["to"] - line["from"] for line in drawn if line["kind"] == "part"}
    assert parts == {
        (name, extent): row[extent] for name, row in rows.items() for extent in codes.EXTENT.values() if row[extent]
    }


def check_map(app, wanted):
    drawn = chart_of(app, "map", "killed")
    spots = [row for row in drawn if row["kind"] == "spot"]
    assert len(spots) == len(wanted.spots)
    assert {row["code"] for row in spots} == {spot.region for spot in wanted.spots}


def check_incidents(rows, record):
    assert len(rows) == record["incidents"]
    for name in MEASURES:
        known = [row for row in rows if row[name]]
        assert len(known) == record[name]["incidents_with_figure"]
        sums = [sum(int(row[column]) for row in known) for column in (f"{name}_low", name, f"{name}_high")]
        assert sums == [record[name][end] or 0 for end in ("low", "best", "high")]
        assert any(row[f"{name}_or_more"] == "true" for row in rows) == record[name]["or_more"]


def check_everything(query, downloads):
    wanted = expected(query)
    record = publish.tally_record(wanted)
    if not wanted.incidents:
        assert wording.EMPTY_TITLE in words(opened(query=query))
        return
    app = opened(query=dict(query) | {"grain": ["month"]})
    check_tiles(app, record)
    check_lines(app, record, "by_region", "region")
    check_lines(app, record, "by_type", "incident_type")
    check_time(app, record)
    check_structures(app, record)
    check_map(app, wanted)
    opened("incidents", query)
    check_incidents(rows_of(downloads("list_csv")), record)


@pytest.mark.parametrize("query", SELECTIONS, ids=a_day)
def test_tiles_charts_download_and_tally_hold_the_same_numbers(query, downloads):
    check_everything(query, downloads)


MADE_UP_SELECTIONS = [
    {},
    {"region": ["UA"]},
    {"region": ["UA-09", "RU-BEL"], "type": ["shelling", "drone_strike"]},
    {"from": ["2015-06-10"], "to": ["2016-02-03"]},
    {"status": ["confirmed"]},
    *({"rule": [rule], "control": ["occupied", "contested"]} for rule in RULES),
]


@pytest.mark.parametrize("query", MADE_UP_SELECTIONS, ids=a_day)
@pytest.mark.usefixtures("made_up")
def test_tiles_charts_download_and_tally_hold_the_same_numbers_on_made_up_data(query, downloads):
    check_everything(query, downloads)


CARDS = {
    "over_time_killed": "by month",
    "over_time_injured": "by month",
    "by_region_killed": "by_region",
    "by_region_injured": "by_region",
    "by_type_killed": "by_type",
    "by_type_injured": "by_type",
    "structures_structures": "by_structure",
    "map_killed": "map",
}


def card_figures(key, wanted):
    """What the table behind a chart must hold: code -> low, best, high."""
    name, _, measure = key.rpartition("_")
    if key == "structures_structures":
        return {row.key: row.figure[:3] for row in wanted.by_structure}
    rows = {"over_time": wanted.by_month, "by_region": wanted.by_region, "by_type": wanted.by_type}[name]
    return {
        row.key.isoformat() if isinstance(row.key, date) else row.key or "": row.figures[measure][:3] for row in rows
    }


@pytest.mark.parametrize("key", [key for key in CARDS if key != "map_killed"])
@pytest.mark.parametrize("query", [{}, {"region": ["RU"]}, {"region": ["RU-BEL"], "type": ["shelling"]}], ids=a_day)
def test_the_table_behind_a_chart_and_its_csv_hold_the_numbers_of_the_tally(key, query, downloads):
    app = opened(query=dict(query) | {"grain": ["month"]}, **{f"{key}_menu": True})
    figures = card_figures(key, expected(query))
    saved = rows_of(downloads(f"{key}_csv"))
    assert {
        row["code"]: tuple(int(row[end]) if row[end] else None for end in ("low", "best", "high")) for row in saved
    } == figures
    (table,) = pieces(app, "cd-table")
    head, *shown = _Texts(table).rows
    blank = {name for name in saved[0] if {row[name] for row in saved} <= {"", "false"}} - {"low", "best", "high"}
    assert head == [wording.RECORD_LABELS[name] for name in saved[0] if name not in blank]
    assert [(row[0], row[-1]) for row in shown] == [(row["name"], row["code"]) for row in saved]
    best = head.index(wording.RECORD_LABELS["best"])
    assert [row[best].replace(",", "") for row in shown] == [row["best"] for row in saved]


def test_the_table_behind_the_map_adds_up_to_the_headline(downloads):
    for measure, total in (("killed", 6), ("injured", 25), ("structures", 16)):
        opened(query={"map": [measure]}, **{f"map_{measure}_menu": True})
        saved = rows_of(downloads(f"map_{measure}_csv"))
        assert sum(int(row["best"]) for row in saved if row["best"]) == total


@pytest.mark.parametrize("query", SELECTIONS, ids=a_day)
def test_every_chart_says_in_words_what_it_shows(query):
    app = opened(query=query)
    assert all(charts(app)), "a chart without a name"
    said = in_words(app)
    assert len(said) == 8
    assert len(set(said)) == 8
    assert all(len(each) > 20 and each.endswith(".") for each in said)


def test_the_words_beside_a_chart_hold_its_numbers():
    said = " ".join(in_words(opened()))
    for text in ("Luhansk Oblast: 5.", "Belgorod Oblast: 6; no figure for 1 of 3 incidents.", "Karpaty: 5."):
        assert text in said


def test_days_weeks_and_months_never_show_more_than_the_total_and_say_what_they_leave_out():
    for grain, left_out in (("day", 5), ("week", 1), ("month", 0)):
        app = opened(query={"grain": [grain]})
        best = [line["best"] or 0 for line in chart_of(app, "over_time", "injured")]
        note = f"whose date is not known to the {grain}" in words(app)
        assert note == bool(left_out)
        assert sum(best) == {"day": 4, "week": 23, "month": 25}[grain]


def test_a_running_total_ends_at_the_sum_of_its_periods():
    app = opened(query={"step": ["total"], "grain": ["month"]})
    drawn = chart_of(app, "over_time", "injured", running=True)
    assert max(line["best"] or 0 for line in drawn) == 25


def test_a_measure_without_a_single_figure_has_a_sentence_where_its_axis_would_have_no_number():
    app = opened(query={"type": ["drone_strike"]})
    assert "No figure for people killed in any of 3 incidents." in words(app)
    by_day = words(opened(query={"grain": ["day"]}))
    assert "No figure for people killed in any of the 3 incidents whose date is known to the day." in by_day
    assert "No figure for people killed" not in words(opened())


# ---- the incidents and their evidence ----


def listed(app):
    return app.dataframe[0].value


def test_the_table_says_where_there_is_no_figure():
    shown = listed(opened("incidents")).set_index("Incident")
    assert shown.loc["CD-0007", ["Killed", "Injured"]].tolist() == ["5", "19"]
    assert set(shown.loc["CD-0004", ["Killed", "Injured", "Missing", "Structures"]]) == {wording.NO_FIGURE}


def test_the_table_shows_all_days_on_which_an_incident_can_have_been():
    days = listed(opened("incidents")).set_index("Incident")["When"]
    assert (days["CD-0004"], days["CD-0002"]) == ("2023-05-30", "2023-05-25 to 31")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-05-31", "2023-05-31", "2023-05-31"),
        ("2023-05-29", "2023-06-04", "2023-05-29 to 06-04"),
        ("2022-12-30", "2023-01-02", "2022-12-30 to 2023-01-02"),
        ("2023-05-31", None, "2023-05-31"),
        (None, None, "not stated"),
    ],
)
def test_days_of_a_table_are_as_short_as_they_can_be_said(first, last, said):
    record = SimpleNamespace(date_start=pd.Timestamp(first), date_end=pd.Timestamp(last))
    assert incidents._days(record) == said


def test_sorting_by_a_figure_that_no_incident_has_is_said():
    said = "No incident here has a figure for people missing: the newest stand first."
    assert said in words(opened("incidents", {"sort": ["missing"]}))
    assert "No incident here" not in words(opened("incidents", {"sort": ["killed"]}))


@pytest.mark.parametrize(
    ("sort", "first"),
    [("oldest", "CD-0006"), ("killed", "CD-0007"), ("structures", "CD-0001"), ("place", "CD-0003")],
)
def test_the_table_is_sorted_as_asked(sort, first):
    assert listed(opened("incidents", {"sort": [sort]}))["Incident"].iat[0] == first


def test_unasked_the_table_begins_with_the_newest():
    days = listed(opened("incidents"))["When"].tolist()
    assert days == sorted(days, reverse=True)
    assert days[0] == "2023-05-31"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("karpaty", ["CD-0007"]),
        ("GLADKOV", ["CD-0002"]),
        ("cd-0003", ["CD-0003"]),
        ("drone moscow", ["CD-0004"]),
        ("krasnodar", ["CD-0003"]),
        ("belgorod oblast shelling", ["CD-0001"]),
        (".*", []),
        ("<b>", []),
    ],
)
def test_search_finds_every_word_in_what_the_table_and_the_claims_say(search, found, downloads):
    app = opened("incidents", {"search": [search]})
    if found:
        assert listed(app)["Incident"].tolist() == found
        assert [row["incident_id"] for row in rows_of(downloads("list_csv"))] == found
    else:
        assert "matches" in words(app)
        assert not app.dataframe


def test_a_list_is_taken_away_as_a_workbook_and_its_selection_as_tables(downloads):
    opened("incidents", {"search": ["drone"], "region": ["RU"]})
    sheets = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(downloads("list_xlsx")))
    listed_ids = [row["incident_id"] for row in rows_of(downloads("list_csv"))]
    assert [row[0] for row in sheets.get_sheet_by_name("incidents").to_python()[1:]] == listed_ids
    assert ["Search", "drone"] in sheets.get_sheet_by_name("Read me").to_python()
    with zipfile.ZipFile(io.BytesIO(downloads("tables_zip"))) as archive:
        tables = {name: rows_of(archive.read(name)) for name in archive.namelist()}
    assert list(tables) == ["sources.csv", "incidents.csv", "casualties.csv", "damage.csv"]
    counted = [row for row in tables["incidents.csv"] if row["scope"] == "incident"]
    assert len(counted) == expected({"region": ["RU"]}).incidents


def test_a_workbook_of_very_many_incidents_is_not_offered(monkeypatch):
    monkeypatch.setattr(publish, "MOST_IN_WORKBOOK", 7)
    for query, refused in (({}, ["Workbook (XLSX)"]), ({"region": ["RU"]}, [])):
        buttons = opened("incidents", query).get("download_button")
        assert [each.proto.label for each in buttons if each.proto.disabled] == refused


@pytest.mark.usefixtures("made_up")
def test_a_long_table_is_paged_and_its_download_is_whole(downloads):
    app = opened("incidents")
    assert len(listed(app)) == 50
    assert len(rows_of(downloads("list_csv"))) == expected({}).incidents


def test_the_evidence_shows_figure_speaker_claim_and_how_exactly_place_and_date_are_known():
    said = words(opened("incidents", {"incident": ["CD-0007"]}))
    for text in (
        "Karpaty, Luhansk Oblast, Ukraine",
        "Occupied",
        "31 May 2023",
        "self-declared Luhansk People's Republic",
        "Paragraph 9: says five people were killed and 19 injured",
        "gives the figure",
        wording.NO_REVISIONS,
    ):
        assert text in said


def test_the_evidence_of_an_incident_without_figures_says_so_and_shows_who_spoke():
    app = opened("incidents", {"incident": ["CD-0004"]})
    said = words(app)
    assert "Russian Ministry of Defence" in said
    assert said.count(wording.REASON_NONE) == len(MEASURES)
    # (the settled figures; a claim without a figure shows none)
    (table,) = pieces(app, wording.REASON_NONE)
    assert [row[1] for row in _Texts(table).rows[1:]] == [wording.NO_FIGURE] * len(MEASURES)


def test_a_figure_that_only_claims_of_another_status_give_is_not_said_to_be_unclaimed():
    app = opened("incidents", {"incident": ["CD-0007"], "status": ["confirmed"]})
    (table,) = pieces(app, wording.REASON_STATUS)
    reasons = {row[0]: row[2] for row in _Texts(table).rows[1:]}
    assert reasons["Killed"] == reasons["Injured"] == wording.REASON_STATUS
    assert reasons["Missing"] == wording.REASON_NONE
    assert "not confirmed are set aside" in words(opened("", {"status": ["confirmed"]}))


def test_a_claim_that_an_update_added_is_among_the_revisions(record):
    engine = ledger.connect()
    ledger.seed(engine)
    current = ledger.fold(engine)
    claim = record("casualties", claim_id="CD-0007-C9", incident_id="CD-0007", source_id="S-0001")
    content = (",".join(claim) + "\n" + ",".join(f'"{value}"' for value in claim.values()) + "\n").encode()
    uploads = [Upload("casualties.csv", content)]
    commit.batch(engine, commit.preview(current, load.files(uploads, current)), uploads, who="Anna")
    said = words(opened("incidents", {"incident": ["CD-0007"]}))
    assert "Anna: CD-0007-C9 added." in said
    assert wording.NO_REVISIONS not in said


@pytest.mark.usefixtures("made_up")
def test_the_evidence_holds_the_claims_entered_under_a_record_that_repeats_the_incident():
    incidents = ledger.fold(ledger.connect()).incidents
    again = incidents[incidents["duplicate_of"].notna()].iloc[0]
    kept, repeating = again["duplicate_of"], again["incident_id"]
    assert wording.ENTERED_UNDER.format(incident=repeating) in words(opened("incidents", {"incident": [kept]}))
    assert wording.DUPLICATE.format(incident=kept) in opened("incidents", {"incident": [repeating]}).info[0].value


def test_a_period_statement_is_shown_and_said_to_be_never_added_in():
    app = opened("incidents", {"incident": ["CD-0009"]})
    assert "never added into totals" in app.info[0].value


def test_an_unknown_incident_is_said_to_be_unknown_and_the_way_back_stays():
    app = opened("incidents", {"incident": ["CD-9999<script>"]})
    assert "There is no incident" in app.info[0].value
    app.button(key="back").click().run()
    assert len(listed(app)) == 8
    assert app.query_params == {}


def test_an_incident_outside_the_selection_says_so():
    app = opened("incidents", {"incident": ["CD-0007"], "region": ["RU"]})
    assert app.info[0].value == wording.OUTSIDE_SELECTION


def test_next_and_previous_walk_through_the_selection():
    app = opened("incidents", {"incident": ["CD-0001"], "region": ["RU-BEL"]})
    seen = {"CD-0001"}
    for key in ("step -1", "step 1"):
        walked = opened("incidents", {"incident": ["CD-0001"], "region": ["RU-BEL"]})
        while not walked.button(key=key).disabled:
            walked.button(key=key).click().run()
            seen.add(walked.query_params["incident"])
    assert seen == {"CD-0001", "CD-0002", "CD-0006"}
    assert app.query_params["region"] == "RU-BEL"


def test_an_incident_is_the_same_on_the_overview_where_its_parameter_means_nothing():
    assert tiles(opened("", {"incident": ["CD-0007"]}))["killed"][1] == "6"


# ---- the methods ----


def test_the_methods_hold_every_code_and_every_column():
    app = opened("methods")
    said = words(app)
    for code_list in codes.CODE_LISTS:
        assert all(code.meaning in said for code in code_list.codes), code_list.name
    for table in codebook.TABLES:
        assert all(column.meaning in said for column in table.columns), table.name
    texts = " ".join(each.value for each in app.markdown)
    assert all(rule in texts for rule in wording.RULES.values())
    assert wording.NO_ENDORSEMENT in texts


def test_every_template_holds_the_columns_of_its_table_alone(downloads):
    opened("methods")
    for table in codebook.TABLES:
        assert downloads(f"template {table.name}").decode("utf-8-sig").strip() == ",".join(table.columns)


# ---- filters ----


def test_a_filter_moves_into_the_address_and_clear_all_takes_it_out():
    app = opened()
    app.session_state["region_filter"] = True  # what stands in a filter is drawn while it is open
    app.run()
    app.multiselect(key="region").set_value(["UA-09"]).run()
    assert app.query_params == {"region": "UA-09"}
    assert tiles(app)["killed"][1] == "5"
    assert "Selected: Luhansk Oblast." in words(app)
    app.button(key="clear").click().run()
    assert app.query_params == {}
    assert tiles(app)["killed"][1] == "6"


def test_all_of_a_country_is_one_choice():
    app = opened()
    app.session_state["region_filter"] = True  # what stands in a filter is drawn while it is open
    app.run()
    app.multiselect(key="region").set_value(["UA"]).run()
    assert tiles(app)["injured"][1] == "19"
    assert wording.ALL_OF_COUNTRY.format(country="Ukraine") in words(app)


def test_dates_given_the_wrong_way_round_are_put_right():
    app = opened(query={"from": ["2023-05-31"], "to": ["2023-05-22"]})
    assert tiles(app)["killed"][1] == "6"


@pytest.mark.parametrize("key", ["preset 12 months to 31 May 2023", "preset Year 2023"])
def test_a_preset_sets_both_dates(key):
    app = opened()
    app.session_state["dates_filter"] = True
    app.run()
    app.button(key=key).click().run()
    assert set(app.query_params) == {"from", "to"}
    assert tiles(app)["killed"][1] == "6"


def test_a_link_with_a_version_that_is_not_there_yet_shows_the_newest():
    assert tiles(opened(query={"as_of": ["7"]}))["killed"][1] == "6"


def test_text_of_the_data_is_never_markup(record):
    engine = ledger.connect(ledger.url())
    ledger.seed(engine, empty=True)
    evil = "<img src=http://evil.example/x.png>![x](http://evil.example/y.png)"
    from tests.databases import typed

    frames = {
        "sources": typed("sources", [record("sources", title=evil, publisher=evil)]),
        "incidents": typed("incidents", [record("incidents", place=evil, summary=evil)]),
        "casualties": typed("casualties", [record("casualties", attributed_to=evil, statement=evil)]),
        "damage": typed("damage", []),
    }
    ledger.commit(engine, frames, base=0, who=evil, content_hash="evil")
    engine.dispose()
    number = str(frames["incidents"]["incident_id"].iat[0])
    for path, query in (("", {}), ("incidents", {}), ("incidents", {"incident": [number]})):
        app = opened(path, query)
        assert not any("<img" in body for body in pieces(app))
        for kind in ("markdown", "caption", "info"):
            assert not any("evil.example" in each.value for each in getattr(app, kind))


# ---- the address ----

REGIONS = ["UA", "UA-09", "UA-23", "RU", "RU-BEL", "RU-MOW", "DE-BE"]
anything = st.builds(
    Selection,
    regions=st.lists(st.sampled_from(REGIONS)).map(tuple),
    start=st.none() | st.dates(),
    end=st.none() | st.dates(),
    types=st.lists(st.sampled_from(codes.INCIDENT_TYPE.values())).map(tuple),
    structures=st.lists(st.sampled_from(codes.STRUCTURE_TYPE.values())).map(tuple),
    control=st.lists(st.sampled_from(codes.CONTROL.values())).map(tuple),
    statuses=st.lists(st.sampled_from(selection.COUNTED_STATUSES)).map(tuple),
    rule=st.sampled_from(RULES),
    as_of=st.none() | st.integers(0, 10**6),
)
view_choices = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(choices[1:]) for name, choices in address.VIEW_CHOICES.items()}
) | st.just({})


@given(anything)
def test_an_address_says_the_whole_selection(chosen):
    chosen = selection.normalised(chosen)
    assert selection.from_query(selection.to_query(chosen)) == (chosen, [])


@given(anything)
def test_a_selection_has_one_normal_form(chosen):
    once = selection.normalised(chosen)
    assert selection.normalised(once) == once
    assert selection.normalised(replace(chosen, types=chosen.types[::-1] * 2, start=chosen.end, end=chosen.start)) == (
        once if chosen.start and chosen.end else selection.normalised(replace(once, start=chosen.end, end=chosen.start))
    )


@given(st.dictionaries(st.sampled_from([*selection.PARAMETERS.values(), "x"]), st.lists(st.text(max_size=12))))
def test_no_address_is_too_strange_to_be_read(query):
    chosen, problems = selection.from_query(query)
    assert selection.normalised(chosen) == chosen
    assert all(isinstance(problem, str) for problem in problems)


def _read_and_write():
    from views import address

    address.read("")
    address.write("")


@settings(max_examples=15)
@given(anything, view_choices, st.text("abc <&é", max_size=8))
def test_the_widgets_give_back_the_address_they_were_given(chosen, view, search):
    query = selection.to_query(selection.normalised(chosen)) | {name: [value] for name, value in view.items()}
    if search:
        query["search"] = [search]
    app = AppTest.from_function(_read_and_write, default_timeout=60)
    for name, values in query.items():
        app.query_params[name] = values
    app.run()
    assert not app.exception
    shown = {name: value if isinstance(value, list) else [value] for name, value in app.query_params.items()}
    assert shown == query


# ---- visible text stands in pipelines/wording/, codebook.py, codes.py and issue.py ----

SHOWN = {"label", "help", "placeholder", "title", "body", "text", "alt", "page_title", "caption", "subtitle"}
"""Parameters whose value a reader sees, in Streamlit's calls and in ours."""

SHOWN_FIRST = {
    *"heading note bullets".split(),
    *"button caption code download_button error expander header info markdown metric multiselect number_input".split(),
    *"pills popover radio segmented_control selectbox subheader success tabs text text_area text_input title".split(),
    *"toast toggle warning write checkbox date_input file_uploader form_submit_button".split(),
}
"""Calls whose first argument a reader sees."""

LETTERS = re.compile(r"[^\W\d_]{2,}")


def _outside_tags(text):
    """What is left of a piece of HTML without its tags, entities and quoted attributes."""
    return re.sub(r"<[^>]*>|<[^>]*$|^[^<]*'>|&\w+;", " ", text)


def _literals(node):
    """The string constants of an expression that are its own text, not part of what it calls or looks up."""
    if isinstance(node, ast.Constant):
        return [node] if isinstance(node.value, str) else []
    if isinstance(node, ast.Call | ast.Subscript | ast.Attribute | ast.Lambda | ast.Compare):
        return []
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return [each for child in ast.iter_child_nodes(node) for each in _literals(child)]


def visible_literals(source):
    """(line, text) of every literal in a view that a reader would see."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            text = "".join(each.value for part in node.values for each in _literals(part))
            if "<" in text and LETTERS.search(_outside_tags(text)):
                found.append((node.lineno, text))
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if ast.unparse(node.func).startswith("_LOG."):
                continue
            seen = [each.value for each in node.keywords if each.arg in SHOWN]
            seen += node.args[:1] if name in SHOWN_FIRST else []
            held = [each for value in seen for each in _literals(value)]
            found += [
                (each.lineno, each.value)
                for each in held
                if LETTERS.search(_outside_tags(each.value)) and "<" not in each.value
            ]
    return found


@pytest.mark.parametrize("path", [ROOT / "dashboard.py", *sorted((ROOT / "views").glob("*.py"))], ids=lambda p: p.name)
def test_a_screen_holds_no_text_of_its_own(path):
    assert not visible_literals(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ('st.button("Save it")', True),
        ("st.button(wording.SAVE, key='save it')", False),
        ("st.html(f\"<p class='cd-note'>{escape(text)}</p>\")", False),
        ("st.html(f\"<p class='cd-note'>Note: {escape(text)}</p>\")", True),
        ("x = f\"<td>{'yes' if value else ''}</td>\"", True),
        ("x = f\"<td>{wording.YES if value else ''}</td>\"", False),
        ('st.date_input(wording.FROM, format="YYYY-MM-DD")', False),
        ("st.info(f'{count} records')", True),
        ('st.selectbox(label, options, help="Choose one")', True),
    ],
)
def test_text_in_a_screen_is_caught(source, caught):
    assert bool(visible_literals(source)) == caught


# ---- the report ----


@pytest.mark.parametrize("query", SELECTIONS, ids=a_day)
def test_the_report_screen_says_the_numbers_of_the_tally_and_of_the_period_before(made_up, query):
    app = opened("report", query)
    counted = expected(query)
    if not counted.incidents:
        assert wording.EMPTY_TITLE in words(app)
        return
    (body,) = pieces(app, "cd-table")
    header, *rows = _Texts(body).rows
    shown = {row[0]: row[1:] for row in rows}
    assert shown["Incidents"][0] == f"{counted.incidents:,}"
    for measure in codebook.MEASURES:
        figure = counted.totals[measure.name]
        numbers = [int(n.replace(",", "")) for n in NUMBER.findall(shown[measure.label][0])]
        best = [] if figure.best is None else [figure.best]
        assert numbers[: len(best)] == best
        assert figure.unknown in numbers or not figure.unknown
    assert (len(header) == 4) == ("from" in query)
    assert ("no first and last day" in words(app)) == ("from" not in query)


def test_a_report_is_made_with_the_title_and_note_typed(downloads):
    app = opened("report", {"region": ["RU-BEL"]})
    app.text_input(key="report_title").set_value("Belgorod in May").run()
    app.text_area(key="report_note").set_value("Checked by hand.").run()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(downloads("report_xlsx")))
    read_me = book.get_sheet_by_name("Read me").to_python()
    assert read_me[0][0] == "Belgorod in May"
    assert "Checked by hand." in read_me[2][1]
    key = {row[0]: row[2] for row in book.get_sheet_by_name("Key figures").to_python()}
    assert (key["Killed"], key["Injured"], key["Missing"]) == (1, 6, "")


def test_too_long_a_title_and_a_character_our_fonts_lack_are_told_where_they_are_typed():
    app = opened("report")
    app.text_input(key="report_title").set_value("x" * 10_000).run()
    assert "The title has 10,000 characters. It may have 150 at the most." in words(app)
    app.text_input(key="report_title").set_value("Kyiv \U0001f642").run()
    assert "at the most" not in words(app)
    assert "slightly smiling face" in words(app)
