"""Workbooks are opened again and hold what was put in: text as text, days as days, blanks as blanks."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from pipelines.publish import workbook

FRAME = pd.DataFrame(
    {
        "text": pd.Series(["=1+1", "https://example.org", None, "007"], dtype="str"),
        "code": pd.Categorical(["+cmd", None, "b", "b"]),
        "day": pd.to_datetime(["2023-05-31", None, "2023-06-01", "1899-12-31"]).astype("datetime64[s]"),
        "count": pd.array([-5, None, 0, 1_234], dtype="Int32"),
        "degrees": [-48.5, None, 0.0, 1.5],
        "sure": [True, False, True, False],
    }
).set_axis([5, 6, 7, 8])


def made(frames, about=(), dated=None):
    return workbook.frames_xlsx("A title", about, frames, dated)


def sheet(content, name):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(name).to_python()


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_cells_are_what_they_were():
    assert sheet(made({"all": FRAME}), "all") == [
        ["text", "code", "day", "count", "degrees", "sure"],
        ["=1+1", "+cmd", date(2023, 5, 31), -5, -48.5, True],
        ["https://example.org", "", "", "", "", False],
        ["", "b", date(2023, 6, 1), 0, 0, True],
        ["007", "b", "1899-12-31", 1_234, 1.5, False],
    ]


def test_nothing_in_a_workbook_is_a_formula_or_a_link():
    cells = part(made({"all": FRAME}), "xl/worksheets/sheet2.xml")
    assert "<f>" not in cells
    assert "hyperlink" not in cells


def test_an_unknown_is_no_cell_at_all():
    assert 'r="D3"' not in part(made({"all": FRAME}), "xl/worksheets/sheet2.xml")


def test_the_header_stays_in_sight_and_can_be_filtered_by():
    cells = part(made({"all": FRAME}), "xl/worksheets/sheet2.xml")
    assert 'state="frozen"' in cells
    assert '<autoFilter ref="A1:F5"/>' in cells


def test_the_same_data_give_the_same_bytes_and_carry_their_own_date():
    first, second = (made({"all": FRAME}, dated=date(2023, 5, 31)) for _ in range(2))
    assert first == second
    assert "2023-05-31T00:00:00Z" in part(first, "docProps/core.xml")


def test_the_words_come_first():
    content = made({"all": FRAME}, [("Blank", "unknown, never zero"), ("Cite as", "=HYPERLINK(1)")])
    assert python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["Read me", "all"]
    assert sheet(content, "Read me") == [
        ["A title", ""],
        ["", ""],
        ["Blank", "unknown, never zero"],
        ["Cite as", "=HYPERLINK(1)"],
    ]


def test_an_empty_table_is_a_header():
    assert sheet(made({"all": FRAME.iloc[:0]}), "all") == [list(FRAME.columns)]


def test_records_are_written_under_the_words_asked_for():
    target = io.BytesIO()
    with workbook.opened(target, None) as book:
        workbook.add_records(book, "a/b", [{"low": 1, "high": None, "x": 9}], {"high": "Highest", "low": "Lowest"})
    assert sheet(target.getvalue(), "a b") == [["Highest", "Lowest"], ["", 1]]


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\ud800", "\uffff", "a\r\nb", "_x0041_", " spaces ", "</t>&<", "ع🕊"])
def test_hostile_text_stays_text(text):
    expected = text.replace("\r\n", "\n")
    for unreadable in "\x00\x1b\ud800\uffff":
        expected = expected.replace(unreadable, "\ufffd")
    frame = pd.DataFrame({"a": pd.Series([text], dtype=object)})
    assert sheet(made({"all": frame}), "all") == [["a"], [expected]]


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    (_, (cell,)) = sheet(made({"all": pd.DataFrame({"a": ["x" * 40_000]})}), "all")
    assert (len(cell), cell[-1]) == (workbook.LONGEST_TEXT, "…")


def test_more_records_than_a_sheet_holds_are_refused():
    frame = pd.DataFrame({"a": pd.Series(range(workbook.MOST_ROWS + 1))})
    with pytest.raises(ValueError, match="1,048,575 records, not 1,048,576"):
        made({"all": frame})


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1), min_size=1))
def test_any_text_comes_back_unchanged(texts):
    found = sheet(made({"all": pd.DataFrame({"a": pd.Series(texts, dtype=object)})}), "all")
    assert found == [["a"], *([text] for text in texts)]
