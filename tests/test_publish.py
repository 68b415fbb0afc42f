"""What leaves the house: CSV that spreadsheets open safely, and pages that equal what the codebook says."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines import codebook, codes, dataset, publish, settle, tally, wording
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from tests import synthetic

ROOT = Path(__file__).parents[1]
FRAME = pd.DataFrame(
    {
        "text": pd.Series(["=1+1", "a, b", None], dtype="str"),
        "code": pd.Categorical(["+cmd", None, "b"]),
        "day": pd.to_datetime(["2023-05-31", None, "2023-06-01"]).astype("datetime64[s]"),
        "count": pd.array([-5, None, 1_234], dtype="Int32"),
        "degrees": [-48.5, None, 0.0],
    }
).set_axis([5, 6, 7])


@pytest.fixture(scope="module")
def article():
    data = Dataset(1, **dataset.shipped())
    return tally.of(settle.dataset(data, "established"), Selection())


def test_the_codebook_page_is_what_the_codebook_says():
    committed = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert committed == publish.codebook_page(), "run `make codebook`"


def test_the_codebook_page_names_every_column_and_code():
    page = publish.codebook_page()
    columns = [f"| `{column}` |" for table in codebook.TABLES for column in table.columns]
    listed = [f"| {code.code} | {code.label} |" for code_list in codes.CODE_LISTS for code in code_list.codes]
    assert [line for line in columns + listed if line not in page] == []


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_a_template_holds_the_columns_of_its_table_and_no_record_that_could_be_imported(table):
    frame = pd.read_csv(io.BytesIO(publish.template(table)), dtype="str", keep_default_na=False)
    assert (list(frame.columns), len(frame)) == ([str(column) for column in table.columns], 0)


@pytest.mark.parametrize(
    "content",
    [publish.frame_csv(FRAME), publish.records_csv([{"a": 1}], ["a"]), publish.template(codebook.SOURCES_TABLE)],
    ids=["frame", "records", "template"],
)
def test_csv_has_a_mark_for_excel_and_dos_line_ends(content):
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert content.endswith(b"\r\n")


def test_a_frame_as_csv():
    assert publish.frame_csv(FRAME).decode("utf-8-sig").split("\r\n") == [
        "text,code,day,count,degrees",
        "'=1+1,'+cmd,2023-05-31,-5,-48.5",
        '"a, b",,,,',
        ",b,2023-06-01,1234,0",
        "",
    ]


def test_making_a_csv_leaves_the_frame_as_it_was():
    before = FRAME.copy()
    publish.frame_csv(FRAME)
    pd.testing.assert_frame_equal(FRAME, before)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_text_that_a_spreadsheet_would_run_is_defused(start):
    (line,) = publish.records_csv([{"a": f"{start}1"}], ["a"]).decode("utf-8-sig").split("\r\n", 1)[1:]
    assert line.strip("\r\n").strip('"') == f"'{start}1"


@pytest.mark.parametrize(
    ("cell", "expected"), [(-5, "-5"), (None, ""), (0, "0"), (1.5, "1.5"), ("5", "5"), (True, "true")]
)
def test_numbers_and_plain_text_are_left_alone(cell, expected):
    assert (
        publish.records_csv([{"a": cell, "b": "x"}], ["a", "b"]).decode("utf-8-sig").split("\r\n")[1] == f"{expected},x"
    )


def test_the_record_of_a_tally_has_what_the_design_lists(article):
    assert set(publish.tally_record(article)) >= {
        *("version", "incidents", "set_apart", "killed", "injured", "missing", "structures"),
        *("by_region", "by_month", "by_type", "by_structure"),
    }


@pytest.mark.parametrize(
    ("measure", "expected"),
    [("killed", (6, 2, 6)), ("injured", (25, 3, 5)), ("missing", (None, 0, 8)), ("structures", (16, 2, 6))],
)
def test_the_record_of_a_tally_has_its_numbers(article, measure, expected):
    found = publish.tally_record(article)[measure]
    assert (found["best"], found["incidents_with_figure"], found["incidents_without_figure"]) == expected


def test_the_record_of_a_tally_is_json(article):
    record = publish.tally_record(article)
    assert json.loads(json.dumps(record)) == record


def test_the_words_of_a_tally_name_rule_version_and_what_is_unknown(article):
    text = publish.tally_text(article)
    assert all(words in text for words in ("counting rule: established", "version 1", "no figure for 6 of 8 incidents"))


@pytest.mark.parametrize(
    ("incidents", "words"),
    [
        ([], "0 incidents"),
        ([{"region": None, "country": None}], "not stated"),
        ([{"region": None, "country": "UA"}], "Ukraine (UA)"),
        ([{"date_start": None, "date_end": None}], "date not known"),
        ([{}, {"incident_id": "CD-0002", "duplicate_of": "CD-0001"}], "1 that repeat another incident"),
    ],
)
def test_the_words_of_a_tally_of_unusual_data(incidents, words):
    found = tally.of(settle.dataset(synthetic.of_records(incidents=incidents), "established"), Selection())
    assert words in publish.tally_text(found)


def test_an_empty_tally_says_that_nothing_matches_and_that_this_is_not_none(article):
    nothing = tally.of(settle.dataset(Dataset(1, **dataset.shipped()), "established"), Selection(types=("mine_erw",)))
    assert wording.EMPTY_TITLE in publish.tally_text(nothing)
    assert publish.tally_text(nothing).startswith("0 incidents; version")
    assert wording.EMPTY_TITLE not in publish.tally_text(article)
