"""Workbooks to rows of text: XLSX, ODS, and XLS as Excel wrote it before 2007."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree import ElementTree

import python_calamine

from pipelines.read.kind import is_old_workbook

MOST_CELLS = 60_000_000
"""Cells from the first to the last row and column of a sheet, also empty ones: the reader keeps them all in memory."""

_SPREADSHEET = b"opendocument.spreadsheet"
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_FAR_ROW = re.compile(rb"""r=["'](\d{6,9})["']""")
_FAR_COLUMN = re.compile(rb"""r=["']([A-Z]{2,4})\d""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,4})(\d{1,9})["'][^>]*(?<!/)>""")
_ERROR = re.compile(
    rb"""<c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]*)</v>"""
)
_IN_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LARGEST_INDEX = 1024**2
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
    column = max(map(_column_number, set(_FAR_COLUMN.findall(sheet))), default=26)
    if row * column <= MOST_CELLS:
        return row, column
    filled = set(_FILLED.findall(sheet))
    row = max((int(number) for _, number in filled), default=1)
    return row, max((_column_number(letters) for letters, _ in filled), default=1)


def _spread_of_ods(sheet: bytes) -> tuple[int, int]:
    rows = sheet.count(b"<table:table-row")
    for found in _REPEATED_ROW.finditer(sheet):
        if b"<text:p" in found[2] or b"office:value" in found[2]:
            rows += int(found[1])
    return rows, max(map(int, _REPEATED_CELL.findall(sheet)), default=1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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
        errors = _errors_in(content, sheet)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, cells in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            texts = [_cell_text(cell) for cell in cells]
            for column, text in errors.get(number, ()):
                texts[column - 1 : column] = [text]
            yield number, texts
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        return


def _errors_in(content: bytes, sheet: str) -> dict[int, list[tuple[int, str]]]:
    """Row to the columns in which a formula of an XLSX went wrong, with what the cell shows, such as #REF!.

    The reader gives such a cell as an empty one, and empty means unknown: a broken sum must not pass for that.
    """
    errors: dict[int, list[tuple[int, str]]] = {}
    if not content.startswith(b"PK"):
        return errors
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return errors
            names = {
                each.get(f"{_IN_OFFICE}id"): each.get("name") for each in _parts(archive, "xl/workbook.xml", "sheet")
            }
            for each in _parts(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
                if names.get(each.get("Id")) == sheet:
                    path = (each.get("Target") or "").removeprefix("/xl/")
                    cells = archive.read(f"xl/{path}")
                    if b't="e"' not in cells and b"t='e'" not in cells:
                        continue
                    for letters, row, text in _ERROR.findall(cells):
                        found = (_column_number(letters), text.decode(errors="replace"))
                        errors.setdefault(int(row), []).append(found)
    except Exception:  # a part is missing or damaged; the reader of cells gets on without
        return {}
    return errors


def _parts(archive: zipfile.ZipFile, path: str, tag: str) -> list[ElementTree.Element]:
    """The elements of that name in a small XML file of a workbook."""
    if archive.getinfo(path).file_size > _LARGEST_INDEX:
        return []
    return [each for each in ElementTree.fromstring(archive.read(path)).iter() if each.tag.endswith(f"}}{tag}")]


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
