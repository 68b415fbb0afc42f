"""Cells of a workbook whose formula has no value: what the reader of cells gives as empty, though it is not.

Empty means unknown, and a broken sum must not pass for that. Read from the parts of XLSX and ODS, and from the records
of an XLS as Excel wrote it before 2007. Nothing here raises: what cannot be read has no such cells.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

NOT_WORKED_OUT = "#="
"""What stands in a cell with a formula that the program that saved it never worked out."""

Broken = dict[int, list[tuple[int, str]]]
"""Row to columns, both from 1, and what the cell shows, such as #REF!."""

_LARGEST_INDEX = 1024**2
_IN_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = rb"""<c\s(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
_FORMULA = rb"""(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)"""
_ERROR = re.compile(_PLACE + rb"(?:" + _FORMULA + rb")?<v>([^<]*)</v>")
_UNDONE = re.compile(
    rb"""<c\s(?![^>]*\bt=["']str["'])[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>"""
    + _FORMULA
    + rb"(?:<v\s*/>|<v></v>)?</c>"
)
_OF_CELLS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_BOUNDSHEET, _FORMULA_RECORD, _BOOLEAN_OR_ERROR, _END = 0x85, 0x06, 0x205, 0x0A
_CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_FREE = 0xFFFFFFFA
"""Sector numbers from here on say something else than where a sector is."""

_SMALLEST = 4096


def broken_cells(content: bytes, sheet: str, position: int) -> Broken:
    """The cells of a sheet whose formula has no value. `position` is that of the sheet in the book, from 0."""
    try:
        if not content.startswith(b"PK"):
            return _grouped(_in_xls(_stream_of_xls(content), position))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "content.xml" in archive.namelist():
                return _grouped(_in_ods(archive, sheet))
            return _grouped(_in_xlsx(archive, sheet))
    except Exception:  # a part is missing or damaged; the reader of cells gets on without
        return {}


def column_number(letters: bytes) -> int:
    """The number of a column by its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grouped(cells: Iterator[tuple[int, int, str]]) -> Broken:
    broken: Broken = {}
    for row, column, text in cells:
        broken.setdefault(row, []).append((column, text))
    return broken


def _in_xlsx(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    names = {each.get(f"{_IN_OFFICE}id"): each.get("name") for each in _parts(archive, "xl/workbook.xml", "sheet")}
    for each in _parts(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if names.get(each.get("Id")) != sheet:
            continue
        path = (each.get("Target") or "").removeprefix("/xl/")
        cells = archive.read(f"xl/{path}")
        if b't="e"' in cells or b"t='e'" in cells:
            for letters, row, text in _ERROR.findall(cells):
                yield int(row), column_number(letters), text.decode(errors="replace")
        if b"<f" in cells:
            for letters, row in _UNDONE.findall(cells):
                yield int(row), column_number(letters), NOT_WORKED_OUT


def _parts(archive: zipfile.ZipFile, path: str, tag: str) -> list[ElementTree.Element]:
    """The elements of that name in a small XML file of a workbook."""
    if archive.getinfo(path).file_size > _LARGEST_INDEX:
        return []
    return [each for each in ElementTree.fromstring(archive.read(path)).iter() if each.tag.endswith(f"}}{tag}")]


def _in_ods(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    content = archive.read("content.xml")
    if b'value-type="error"' not in content:
        return
    row = column = 0
    is_wanted = False
    for event, each in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        name = each.tag.removeprefix(_OF_CELLS)
        if event == "start":
            if name == "table":
                is_wanted, row = each.get(f"{_OF_CELLS}name") == sheet, 0
            elif name == "table-row":
                row, column = row + 1, 0
        elif name in ("table-cell", "covered-table-cell"):
            if is_wanted and each.get(_KIND) == "error":
                yield row, column + 1, "".join(each.itertext())
            column += int(each.get(f"{_OF_CELLS}number-columns-repeated", "1"))
        elif name == "table-row":
            row += int(each.get(f"{_OF_CELLS}number-rows-repeated", "1")) - 1
            each.clear()


def _in_xls(stream: bytes, position: int) -> Iterator[tuple[int, int, str]]:
    """The broken cells in the records of one sheet: errors typed, and formulas whose result is one."""
    begins = [struct.unpack("<I", data[:4])[0] for kind, data in _records(stream, 0) if kind == _BOUNDSHEET]
    for kind, data in _records(stream, begins[position]):
        code = None
        if kind == _BOOLEAN_OR_ERROR and data[7]:
            code = data[6]
        elif kind == _FORMULA_RECORD and data[12:14] == b"\xff\xff" and data[6] == 2:
            code = data[8]
        if code in _CODES:
            row, column = struct.unpack("<HH", data[:4])
            yield row + 1, column + 1, _CODES[code]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place in the stream of a workbook to the end of that part."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _stream_of_xls(content: bytes) -> bytes:
    """The stream of records in the compound file that an XLS is.

    It is kept in sectors that point to each other; one of less than 4,096 bytes in small ones, 64 bytes each, which
    make up a stream of their own.
    """
    size = 1 << struct.unpack_from("<H", content, 30)[0]

    def read(first: int, table: list[int]) -> bytes:
        return b"".join(content[(at + 1) * size : (at + 2) * size] for at in _chain(first, table))

    table = _sector_table(content, size)
    directory = read(struct.unpack_from("<I", content, 48)[0], table)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    for entry in entries:
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(0, length - 2)].decode("utf-16-le", errors="replace") in ("Workbook", "Book"):
            first, many = struct.unpack_from("<II", entry, 116)
            if many >= _SMALLEST:
                return read(first, table)[:many]
            small = read(struct.unpack_from("<I", entries[0], 116)[0], table)
            pointers = _numbers(read(struct.unpack_from("<I", content, 60)[0], table))
            return b"".join(small[at * 64 : at * 64 + 64] for at in _chain(first, pointers))[:many]
    return b""


def _sector_table(content: bytes, size: int) -> list[int]:
    """Of each sector, which one follows it."""
    lists = _numbers(content[76:512])
    further = struct.unpack_from("<I", content, 68)[0]
    while further < _FREE and len(lists) < len(content) // size + 128:
        more = _numbers(content[(further + 1) * size : (further + 2) * size])
        lists += more[:-1]
        further = more[-1]
    return [
        number for each in lists if each < _FREE for number in _numbers(content[(each + 1) * size : (each + 2) * size])
    ]


def _chain(first: int, table: list[int]) -> Iterator[int]:
    seen: set[int] = set()
    while first < _FREE and first not in seen:
        seen.add(first)
        yield first
        first = table[first]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data))
