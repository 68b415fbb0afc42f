"""Workbooks to rows of text: XLSX, ODS, and XLS as Excel wrote it before 2007."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import python_calamine

from pipelines.read.broken import broken_cells, column_number
from pipelines.read.kind import is_old_workbook

MOST_CELLS = 60_000_000
"""Cells from the first to the last row and column of a sheet, also empty ones: the reader keeps them all in memory."""

_SPREADSHEET = b"opendocument.spreadsheet"
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_FAR_ROW = re.compile(rb"""r=["'](\d{6,9})["']""")
_FAR_COLUMN = re.compile(rb"""r=["']([A-Z]{2,4})\d""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,4})(\d{1,9})["'][^>]*(?<!/)>""")
_REPEATED_ROW = re.compile(
    rb"""<table:table-row\b[^>]*number-rows-repeated="(\d{4,9})"[^>]*(?<!/)>(.*?)</table:table-row>""", re.DOTALL
)
_REPEATED_CELL = re.compile(rb"""<table:table-cell\b[^>]*number-columns-repeated="(\d{1,9})"[^>]*(?<!/)>""")


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook that can be read. Never raises."""
    if not content.startswith(b"PK\x03\x04"):
        return is_old_workbook(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return True
            return "content.xml" in names and _SPREADSHEET in archive.read("mimetype")
    except Exception:  # a damaged archive raises a dozen kinds, none of them a fault of ours
        return False


def spread(content: bytes) -> tuple[int, int]:
    """The last row and column with a value in any sheet of a workbook; (0, 0) where that is no danger.

    A value far from the table, in the last row and column that Excel has, makes the reader ask for memory for every
    cell between, and the whole process ends when there is not that much.
    """
    if not content.startswith(b"PK"):
        return 0, 0  # an XLS has at most 65,536 rows of 256 columns
    widest = (0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                found = _spread_of_xlsx(archive.read(name))
            elif name == "content.xml":
                found = _spread_of_ods(archive.read(name))
            else:
                continue
            widest = max(widest, found, key=lambda each: each[0] * each[1])
    return widest if widest[0] * widest[1] > MOST_CELLS else (0, 0)


def _spread_of_xlsx(sheet: bytes) -> tuple[int, int]:
    # First by any mark of a row and column, which is quick; only where that is much, by the cells that hold a value.
    row = max(map(int, _FAR_ROW.findall(sheet)), default=100_000)
    column = max(map(column_number, set(_FAR_COLUMN.findall(sheet))), default=26)
    if row * column <= MOST_CELLS:
        return row, column
    filled = set(_FILLED.findall(sheet))
    row = max((int(number) for _, number in filled), default=1)
    return row, max((column_number(letters) for letters, _ in filled), default=1)


def _spread_of_ods(sheet: bytes) -> tuple[int, int]:
    rows = sheet.count(b"<table:table-row")
    for found in _REPEATED_ROW.finditer(sheet):
        if b"<text:p" in found[2] or b"office:value" in found[2]:
            rows += int(found[1])
    return rows, max(map(int, _REPEATED_CELL.findall(sheet)), default=1)


def counts_from_1904(content: bytes) -> bool:
    """Whether the workbook counts days from 1904, as Excel for the Mac did: a plain number means another day there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _FROM_1904.search(archive.read("xl/workbook.xml")) is not None
    except Exception:  # likewise; an XLS tells it in a way that only the reader of cells with a date format knows
        return False


def sheet_names(content: bytes) -> list[str]:
    """The visible sheets of a workbook; empty where the bytes are none or do not open."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = python_calamine.SheetVisibleEnum.Visible
        return [each.name for each in book.sheets_metadata if each.visible == visible] or list(book.sheet_names)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        return []


def workbook_rows(content: bytes, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a workbook sheet as text, numbered from 1; none where it does not open."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        broken = broken_cells(content, sheet, book.sheet_names.index(sheet))
        for number, cells in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            texts = [_cell_text(cell) for cell in cells]
            for column, text in broken.get(number, ()):
                texts += [""] * (column - len(texts))
                texts[column - 1] = text
            yield number, texts
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        return


def merged_rows(content: bytes, sheet: str, first: int) -> list[str]:
    """Where cells of a sheet are merged over several rows, from row `first` on, such as A2:A4."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        ranges = book.get_sheet_by_name(sheet).merged_cell_ranges or []
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        return []
    return [
        f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
        for (top, left), (bottom, right) in sorted(ranges)
        if bottom > top and top + 1 >= first
    ]


def _letters(column: int) -> str:
    """The letters of a column, counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cell_text(cell: object) -> str:
    """A workbook cell as a person would type it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
