"""Workbooks: tables as XLSX that a spreadsheet opens as what they are.

Numbers are numbers and dates are dates; text is text, whatever it starts with, so nothing in it runs and nothing has to
be put in front of it. A blank cell is an unknown. The bytes depend on the data alone: the only date in the file is the
one it is given.

    with workbook.opened(target, dated) as book:
        workbook.add_read_me(book, "Incidents", [("Licence", "CC BY 4.0")])
        workbook.add_frame(book, "incidents", frame)
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines import wording

MOST_ROWS = 1_048_575
"""Records that a sheet can hold below its header."""

LONGEST_TEXT = 32_767
"""Characters that a cell can hold; a longer text is cut and ends in an ellipsis."""

READ_ME = wording.WORKBOOK_READ_ME
"""The name of the first sheet."""

NARROWEST, WIDEST = 9, 60
"""Characters in a column."""

_ROW = 15
"""Points of a row of one line."""

_LINE = 110
"""Characters on a line of the sheet of words."""

_MEASURED = 200
"""Rows by which the width of a column is chosen."""

_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about the days before; those stay text."""

_NO_DATE = date(1980, 1, 1)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")

Cell = str | int | float | bool | date | None
"""What a cell is made of; None is blank."""


@contextmanager
def opened(target: str | BinaryIO, dated: date | None, *, is_large: bool = False) -> Iterator[Workbook]:
    """A workbook that is written to `target` at the end. `dated` stands in the file as the day it was made.

    `is_large`: rows leave memory as soon as they are written. A sheet must then be whole before the next one begins,
    and a chart does not carry the numbers it was drawn from.
    """
    with tempfile.TemporaryDirectory(prefix="casualty-desk-") as folder:
        book = Workbook(
            target,
            {
                "constant_memory": is_large,
                "in_memory": not is_large,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        book.set_properties({"created": datetime.combine(dated or _NO_DATE, datetime.min.time())})
        try:
            yield book
            book.close()
        except BaseException:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()
            raise


def add_read_me(book: Workbook, title: str, lines: Iterable[tuple[str, str]]) -> Worksheet:
    """A sheet of words: a title and, below it, what is said about each thing. Add it first."""
    sheet = book.add_worksheet(READ_ME)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    label = book.add_format({"bold": True, "valign": "top"})
    said = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, text_cell(title), book.add_format({"bold": True, "font_size": 15}))
    for row, (name, words) in enumerate(lines, start=2):
        # Not every spreadsheet makes a row as high as its words.
        sheet.set_row(row, _ROW * sum(-(-max(len(line), 1) // _LINE) for line in words.split("\n")))
        sheet.write_string(row, 0, text_cell(name), label)
        sheet.write_string(row, 1, text_cell(words), said)
    _for_paper(sheet)
    return sheet


def add_frame(book: Workbook, name: str, frame: pd.DataFrame, labels: Mapping[str, str] | None = None) -> Worksheet:
    """A sheet of a frame; the index is left out. See `add_columns`."""
    return add_columns(book, name, {str(each): _cells(frame[each]) for each in frame.columns}, labels)


def add_records(
    book: Workbook, name: str, records: Sequence[Mapping[str, Cell]], labels: Mapping[str, str]
) -> Worksheet:
    """A sheet of plain records: those of their values that `labels` names, in its order. See `add_columns`."""
    return add_columns(book, name, {each: [record.get(each) for record in records] for each in labels}, labels)


def add_columns(
    book: Workbook, name: str, columns: Mapping[str, Sequence[Cell]], labels: Mapping[str, str] | None = None
) -> Worksheet:
    """A sheet of columns of plain values: the header in row 0, frozen and with a filter, the first record in row 1.

    `labels` are the words of the header, by column; by default the columns' names. A name of a sheet loses what a
    spreadsheet does not allow in it. Raises ValueError for more than `MOST_ROWS` records.
    """
    count = max(map(len, columns.values()), default=0)
    if count > MOST_ROWS:
        raise ValueError(f"A sheet holds {MOST_ROWS:,} records, not {count:,}.")
    sheet = book.add_worksheet(sheet_name(name))
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF0F3"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    words = {each: (labels or {}).get(each, each) for each in columns}
    widths = {each: _width(words[each], cells) for each, cells in columns.items()}
    if any(len(words[each]) + 2 > widths[each] for each in columns):
        sheet.set_row(0, 2 * _ROW)  # not every spreadsheet makes room for the second line
    for column, each in enumerate(columns):
        sheet.set_column(column, column, widths[each])
        sheet.write_string(0, column, text_cell(words[each]), head)
    writers = _writers(sheet, day)
    for row, cells in enumerate(zip(*columns.values(), strict=True), start=1):
        for column, cell in enumerate(cells):
            if cell is not None:
                writers[type(cell)](row, column, cell)
    sheet.freeze_panes(1, 1)
    _for_paper(sheet, landscape=True)
    if columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)
    return sheet


def text_cell(text: str) -> str:
    """A text as a cell can hold it: without control characters and half characters, and no longer than it may be."""
    text = _NOT_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def sheet_name(name: str) -> str:
    """A name that a spreadsheet allows for a sheet."""
    return _NOT_IN_NAMES.sub(" ", name)[:31].strip(" '")


def frames_xlsx(
    title: str, about: Iterable[tuple[str, str]], frames: Mapping[str, pd.DataFrame], dated: date | None
) -> bytes:
    """Frames as a workbook: a sheet of words (`add_read_me`), then one for each frame."""
    target = io.BytesIO()
    with opened(target, dated, is_large=True) as book:
        add_read_me(book, title, about)
        for name, frame in frames.items():
            add_frame(book, name, frame)
    return target.getvalue()


def _for_paper(sheet: Worksheet, *, landscape: bool = False) -> None:
    """All columns on one page of A4, the header on every page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _writers(sheet: Worksheet, day: xlsxwriter.format.Format) -> dict[type, Callable[[int, int, Cell], object]]:
    """How a cell of each kind is written."""

    def write_day(row: int, column: int, cell: date) -> None:
        if cell < _FIRST_DAY:
            sheet.write_string(row, column, cell.isoformat())
        else:
            sheet.write_datetime(row, column, cell, day)

    return {
        str: lambda row, column, cell: sheet.write_string(row, column, text_cell(cell)),
        int: sheet.write_number,
        float: sheet.write_number,
        bool: sheet.write_boolean,
        date: write_day,
    }


def _cells(column: pd.Series) -> list[Cell]:
    """A column of a frame as plain values; missing is None."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.date
    return column.astype(object).where(column.notna(), None).tolist()


def _width(label: str, cells: Sequence[Cell]) -> int:
    """Characters that show the header and most of what is below it."""
    longest = max(map(_length, islice(cells, _MEASURED)), default=0)
    return min(max(NARROWEST, len(label) + 3, longest + 2), WIDEST)


def _length(cell: Cell) -> int:
    return 0 if cell is None else max(map(len, str(cell).split("\n")))
