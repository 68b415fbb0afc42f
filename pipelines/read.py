"""A file to text cells, each row stamped with its line in the user's file. Nothing is understood here.

Reads CSV (any usual separator and encoding), XLSX and ODS workbooks, and zip files of them. No bytes raise: what
cannot be read becomes issues. A row whose cells do not fit the header is set apart, never shifted.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice

import charset_normalizer
import pandas as pd
import pyarrow as pa
import python_calamine

from pipelines import issue
from pipelines.issue import Issue, Rule

csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)

LONGEST_CELL = 100_000
"""Characters. Longer cells come from a quotation mark that is never closed."""

LARGEST_UPLOAD = 2 * 1024**3
"""Bytes, unpacked. A zip or workbook that claims more is not opened."""

MOST_FILES = 100
"""Files in one zip."""

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
"""Separator to its name for people."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1251": "Windows Cyrillic (cp1251)",
    "cp1252": "Windows Western (cp1252)",
    "koi8-r": "Russian KOI8-R",
    "koi8-u": "Ukrainian KOI8-U",
    "cp866": "DOS Cyrillic (cp866)",
    "mac-cyrillic": "Macintosh Cyrillic",
}
"""Encoding to its name for people; the ones a person may choose among."""

_CHUNK = 20_000
_HEAD = 40
_TAIL = 8
_MOST_REOPENED_QUOTES = 5
_TOTALS = re.compile(
    r"\W*(grand\s+|sub)?(totals?|sum)\b|\W*(всього|усього|разом|итого|всего|підсумок)\b", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"\W*(sources?|notes?|prepared|updated|джерел\w+|примітк\w+|источник\w*|примечани\w+)\b", re.IGNORECASE
)
_HXL_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*\s*", re.IGNORECASE)
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (such as .xls or .doc)"),
    (b"{\\rtf", "a word processor document"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)


@dataclass(frozen=True)
class Sheet:
    """One table as read, all text.

    `frame` has str columns named by the header, "" for blank, and an index named "line": the line of the file (the
    row of the workbook sheet) on which the record starts. `left_out` has the columns line, text and why (a sentence):
    the rows that are no records of it. Rows read = rows of `frame` + rows of `left_out`.
    """

    file: str
    sheet: str
    encoding: str
    delimiter: str
    frame: pd.DataFrame
    left_out: pd.DataFrame
    issues: list[Issue] = field(default_factory=list)


Record = tuple[int, list[str] | None, str]
"""Line, cells (None where a quotation mark is never closed), and the text as it stands in the file."""


def unpacked(name: str, content: bytes) -> tuple[list[tuple[str, bytes]], list[Issue]]:
    """The files inside a zip, named "zip/file", or the file itself; issues for what is not opened."""
    if not content.startswith(b"PK\x03\x04") or is_workbook(content):
        return [(name, content)], []
    files: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [each for each in archive.infolist() if _is_table_file(each.filename) and not each.is_dir()]
            if len(members) > MOST_FILES:
                details = {"what": f"{len(members)} files", "limit": f"{MOST_FILES}"}
                return [], [Issue(issue.TOO_LARGE, name, details=details)]
            if sum(each.file_size for each in members) > LARGEST_UPLOAD:
                return [], [Issue(issue.TOO_LARGE, name, details=_too_large())]
            files = [(f"{name}/{each.filename}", archive.read(each)) for each in members]
    except Exception:  # a damaged archive raises a dozen kinds, none of them a fault of ours
        return [], [Issue(issue.NOT_OPENED, name, details={"what": "a zip archive"})]
    if not files:
        return [], [Issue(issue.NOT_A_TABLE, name, details={"what": "a zip archive without a CSV or XLSX file"})]
    return files, []


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an XLSX, XLSB or ODS workbook."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except Exception:  # likewise
        return False
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


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


def sheets(
    name: str,
    content: bytes,
    *,
    is_known: Callable[[str], bool],
    encoding: str | None = None,
    delimiter: str | None = None,
) -> tuple[list[Sheet], list[Issue]]:
    """Every table in a file: one for a CSV, one for each filled sheet of a workbook.

    `is_known` says whether a header cell is a column name of any layout: the header row is found by it. `encoding`
    and `delimiter` are a person's choice; None means found out.
    """
    if is_workbook(content):
        return _workbook(name, content, is_known)
    refused = _refused(name, content)
    if refused is not None:
        return [], [refused]
    return _text(name, content, is_known, encoding, delimiter)


def encoding_of(content: bytes) -> str:
    """The encoding of a text: by its byte order mark, else UTF-8 if it is that, else the likeliest code page."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:4096]
    if len(head) >= 8 and head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    broken = _broken_share(content)
    if broken == 0:
        return "utf-8"
    if broken < 0.05:
        return "utf-8"
    return _code_page(content)


def rows(content: bytes, encoding: str | None = None, delimiter: str | None = None) -> tuple[Iterator[Record], str]:
    """The records of a text file with their line and their text as it stands, and the separator."""
    chosen = encoding or encoding_of(content)
    if not chosen.startswith("utf-16"):
        content = content.replace(b"\0", b"")
    separator = delimiter or _delimiter(content, chosen, lambda _: False)
    return _records(_lines(content, chosen), separator), separator


def workbook_rows(content: bytes, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a workbook sheet as text, numbered from 1; none where it does not open."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, cells in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            yield number, [_cell_text(cell) for cell in cells]
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        return


def _refused(name: str, content: bytes) -> Issue | None:
    """The issue of a file that is no text table at all."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return Issue(issue.EMPTY_FILE, name)
    for magic, what in _MAGIC:
        if content.startswith(magic):
            return Issue(issue.NOT_A_TABLE, name, details={"what": what})
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"[") and start[1:].lstrip()[:1] in (b"{", b"[", b'"', b"}", b"]"):
        return _refused_json(name, content)
    if start[:1] == b"<":
        return Issue(issue.NOT_A_TABLE, name, details={"what": "a web page or XML document"})
    return None


def _refused_json(name: str, content: bytes) -> Issue:
    plain = Issue(issue.NOT_A_TABLE, name, details={"what": "a JSON file"})
    if len(content) > 100 * 1024**2:
        return plain
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError):
        return plain
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        return plain
    is_nested = any(isinstance(value, dict) for each in entries for value in each.values())
    if is_nested and _never_fall(entries):
        return Issue(issue.NESTED_SERIES, name, details={"days": len(entries)})
    return plain


def _never_fall(entries: list[dict]) -> bool:
    """Whether the nested figures of the entries hardly ever fall from one entry to the next."""
    before: dict[tuple[str, str], float] = {}
    steps = falls = 0
    for entry in entries:
        for outer, group in entry.items():
            if not isinstance(group, dict):
                continue
            for inner, value in group.items():
                if isinstance(value, int | float):
                    last = before.get((outer, inner))
                    if last is not None:
                        steps += 1
                        falls += value < last
                    before[outer, inner] = value
    return steps > 0 and falls <= steps // 10


def _text(
    name: str, content: bytes, is_known: Callable[[str], bool], encoding: str | None, delimiter: str | None
) -> tuple[list[Sheet], list[Issue]]:
    issues: list[Issue] = []
    chosen = encoding or encoding_of(content)
    try:
        "".encode(chosen)
        b"".decode(chosen)
    except (LookupError, UnicodeError, ValueError):
        return [], [Issue(issue.UNKNOWN_ENCODING, name, details={"encoding": chosen})]
    if not chosen.startswith("utf-16") and (nuls := content.count(0)):
        issues.append(Issue(issue.NUL_BYTES, name, details={"count": nuls}))
        content = content.replace(b"\0", b"")
    if not chosen.startswith("utf-8"):
        issues.append(Issue(issue.ENCODING, name, details={"encoding": ENCODINGS.get(chosen, chosen)}))
    separator = delimiter or _delimiter(content, chosen, is_known)
    records = _records(_lines(content, chosen), separator)
    sheet = _sheet(name, "", chosen, separator, records, is_known)
    if sheet is None:
        return [], [*issues, Issue(issue.EMPTY_FILE, name)]
    issues.extend(_lost_characters(name, content, chosen))
    sheet.issues[:0] = issues
    if len(sheet.frame.columns) < 2:
        found = Issue(issue.NOT_A_TABLE, name, details={"what": "text without columns"})
        left_out = _left_out_all(sheet, found.sentence())
        return [Sheet(name, "", chosen, separator, sheet.frame.iloc[:0], left_out, [*sheet.issues, found])], []
    return [sheet], []


def _left_out_all(sheet: Sheet, why: str) -> pd.DataFrame:
    """The left-out rows of a sheet none of whose rows can be kept."""
    rest = pd.DataFrame({"line": sheet.frame.index, "text": _joined(sheet.frame, sheet.delimiter), "why": why})
    return pd.concat([sheet.left_out, rest], ignore_index=True)


def _joined(frame: pd.DataFrame, delimiter: str) -> list[str]:
    return [delimiter.join(cells) for cells in frame.itertuples(index=False, name=None)]


def original_text(frame: pd.DataFrame, lines: Iterable[int], delimiter: str = ",") -> pd.DataFrame:
    """The rows of a text frame at those lines as one text each: columns line and text."""
    rows_of = frame.loc[list(lines)]
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\x1e")
    writer.writerows(rows_of.itertuples(index=False, name=None))
    texts = output.getvalue().split("\x1e")[:-1]
    if len(texts) != len(rows_of):
        texts = _joined(rows_of, delimiter)
    return pd.DataFrame({"line": rows_of.index.to_numpy(), "text": texts})


def _workbook(name: str, content: bytes, is_known: Callable[[str], bool]) -> tuple[list[Sheet], list[Issue]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(each.file_size for each in archive.infolist()) > LARGEST_UPLOAD:
            return [], [Issue(issue.TOO_LARGE, name, details=_too_large())]
    names = sheet_names(content)
    if not names:
        return [], [Issue(issue.NOT_OPENED, name, details={"what": "a workbook"})]
    found = []
    for each in names:
        label = name if len(names) == 1 else f"{name}, sheet {each}"
        records = ((line, cells, "") for line, cells in workbook_rows(content, each))
        sheet = _sheet(label, each, "", ",", records, is_known)
        if sheet is not None and len(sheet.frame.columns) >= 2:
            found.append(sheet)
    if not found:
        return [], [Issue(issue.EMPTY_FILE, name)]
    return found, []


def _sheet(
    name: str,
    sheet: str,
    encoding: str,
    delimiter: str,
    records: Iterator[Record],
    is_known: Callable[[str], bool],
) -> Sheet | None:
    """The records under their header; None where no row has a cell."""
    head = list(islice(records, _HEAD))
    position = header_position([cells or [] for _, cells, _ in head], is_known)
    if position is None:
        return None
    header_line, header, _ = head[position]
    issues: list[Issue] = []
    if any(any(cell.strip() for cell in cells or []) for _, cells, _ in head[:position]):
        issues.append(Issue(issue.PREAMBLE, name, details={"header": header_line}))
    rest = head[position + 1 :]
    if rest and _is_hxl(rest[0][1]):
        issues.append(Issue(issue.HXL_ROW, name, rest[0][0]))
        rest = rest[1:]
    names = [cell.strip().lstrip("\ufeff") for cell in header or []]
    last_named = max((at for at, cell in enumerate(names) if cell), default=-1) + 1
    frame, left_out, row_issues = _frame(name, names, last_named, chain(rest, records), delimiter)
    frame = frame.iloc[:, [at for at, cell in enumerate(names) if cell or frame.iloc[:, at].ne("").any()]]
    frame, header_issues = _unlike_headers(frame, name, is_known)
    frame, left_out, end_issues = _without_totals(frame, left_out, name, delimiter)
    ends = {each.line for each in end_issues}
    row_issues = [each for each in row_issues if each.line not in ends]
    if frame.empty and left_out.empty:
        issues.append(Issue(issue.NO_ROWS, name))
    every = [*issues, *header_issues, *row_issues, *end_issues]
    return Sheet(name, sheet, encoding, delimiter, frame, left_out, every)


def _frame(
    name: str, names: list[str], last_named: int, records: Iterable[Record], delimiter: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Records to a frame with a column for each header cell; rows that do not fit it are set apart."""
    width = len(names)
    batches: list[pa.Table] = []
    lines: list[int] = []
    batch: list[list[str]] = []
    set_apart: list[tuple[int, str, Rule, dict[str, object]]] = []
    columns = [f"column {at + 1}" for at in range(width)]

    def flush() -> None:
        if batch:
            arrays = [pa.array(cells, type=pa.large_string()) for cells in zip(*batch, strict=True)]
            batches.append(pa.Table.from_arrays(arrays, names=columns))
            batch.clear()

    for line, cells, text in records:
        if cells is None:
            set_apart.append((line, text, issue.UNCLOSED_QUOTE, {}))
            continue
        count = len(cells)
        if count != width:
            if not any(cells) or not any(cell.strip() for cell in cells):
                continue
            if count > width and not any(cell.strip() for cell in cells[width:]):
                cells = cells[:width]
            elif last_named <= count < width:
                cells = [*cells, *[""] * (width - count)]
            else:
                details = {"cells": count, "columns": width}
                set_apart.append((line, text or delimiter.join(cells), issue.RAGGED, details))
                continue
        elif not cells[0].strip() and not any(cell.strip() for cell in cells):
            continue
        if (len(text) > LONGEST_CELL or not text) and (longest := max(map(len, cells))) > LONGEST_CELL:
            details = {"length": f"{longest:,}", "limit": f"{LONGEST_CELL:,}"}
            set_apart.append((line, text[:LONGEST_CELL], issue.HUGE_CELL, details))
            continue
        batch.append(cells)
        lines.append(line)
        if len(batch) == _CHUNK:
            flush()
    flush()
    schema = pa.schema([(column, pa.large_string()) for column in columns])
    table = pa.concat_tables(batches).combine_chunks() if batches else schema.empty_table()
    frame = table.to_pandas(types_mapper={pa.large_string(): pd.StringDtype("pyarrow", na_value=float("nan"))}.get)
    frame.columns = [cell or columns[at] for at, cell in enumerate(names)]
    frame.index = pd.Index(lines, dtype="int64", name="line")
    issues = [Issue(rule, name, line, "", "", details) for line, _, rule, details in set_apart]
    left_out = pd.DataFrame(
        {
            "line": pd.Series([each[0] for each in set_apart], dtype="int64"),
            "text": pd.Series([each[1] for each in set_apart], dtype="str"),
            "why": pd.Series([each.sentence() for each in issues], dtype="str"),
        }
    )
    return frame, left_out, issues


def _unlike_headers(
    frame: pd.DataFrame, name: str, is_known: Callable[[str], bool]
) -> tuple[pd.DataFrame, list[Issue]]:
    """The frame with no header name twice: equal columns once, others numbered; an issue for a known name."""
    issues = []
    columns = [str(column) for column in frame.columns]
    keep, taken = [], {}
    for at, column in enumerate(columns):
        key = column.casefold()
        if key not in taken:
            taken[key] = at
            keep.append((at, column))
            continue
        if frame.iloc[:, at].equals(frame.iloc[:, taken[key]]):
            continue
        if is_known(column):
            issues.append(Issue(issue.DUPLICATE_HEADER, name, None, column))
        number = 2
        while f"{key} ({number})" in taken:
            number += 1
        taken[f"{key} ({number})"] = at
        keep.append((at, f"{column} ({number})"))
    result = frame.iloc[:, [at for at, _ in keep]]
    result.columns = [column for _, column in keep]
    return result, issues


def _without_totals(
    frame: pd.DataFrame, left_out: pd.DataFrame, name: str, delimiter: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Totals and notes at the end of the table are set apart, whether their cells fit the header or not."""
    issues: list[Issue] = []
    moved: list[int] = []
    for line, cells in zip(reversed(frame.index[-_TAIL:]), frame.iloc[-_TAIL:].to_numpy()[::-1], strict=True):
        rule = _end_rule([cell for cell in cells if cell.strip()])
        if rule is None:
            break
        moved.append(line)
        issues.append(Issue(rule, name, int(line)))
    last = frame.index[-1] if len(frame) else 0
    ragged = {}
    for at, (line, text) in enumerate(zip(left_out["line"], left_out["text"], strict=True)):
        if line > last - len(moved) - 1 and len(left_out) - at <= _TAIL:
            rule = _end_rule([cell for cell in text.split(delimiter) if cell.strip()])
            if rule is not None:
                ragged[at] = Issue(rule, name, int(line))
    if ragged:
        left_out = left_out.copy()
        left_out.loc[list(ragged), "why"] = [each.sentence() for each in ragged.values()]
    if moved:
        texts = original_text(frame, moved, delimiter)
        texts["why"] = [each.sentence() for each in issues]
        left_out = pd.concat([left_out, texts], ignore_index=True)
        frame = frame.drop(index=moved)
    return frame, left_out, [*issues, *ragged.values()]


def _end_rule(filled: Sequence[str]) -> Rule | None:
    if filled and _TOTALS.match(filled[0]):
        return issue.TOTALS_ROW
    if len(filled) in (1, 2) and _FOOTNOTE.match(filled[0]):
        return issue.FOOTNOTE_ROW
    return None


def header_position(head: list[list[str]], is_known: Callable[[str], bool]) -> int | None:
    """Which row is the header: the one with most known names, else the first as wide as the table and all words."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in head]
    if not any(filled):
        return None
    known = [sum(1 for cell in cells if is_known(cell)) for cells in head]
    best = max(known)
    if best >= 2:
        return known.index(best)
    widest = max(filled)
    for at, cells in enumerate(head):
        words = [cell for cell in cells if cell.strip() and not re.search(r"\d", cell)]
        if filled[at] >= max(2, widest / 2) and len(words) == filled[at]:
            return at
    return next((at for at, count in enumerate(filled) if count >= max(2, widest / 2)), filled.index(widest))


def _is_hxl(cells: list[str] | None) -> bool:
    filled = [cell for cell in cells or [] if cell.strip()]
    return bool(filled) and all(_HXL_TAG.fullmatch(cell.strip()) for cell in filled)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=""))


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Lines to records. A quotation mark that is never closed costs its own line only, not the rest of the file."""
    at = 1
    rest: Iterator[str] = lines
    for _ in range(_MOST_REOPENED_QUOTES):
        pending: list[str] = []

        def remembered(source: Iterator[str], into: list[str]) -> Iterator[str]:
            for line in source:
                into.append(line)
                yield line

        held: tuple[int, list[str], str] | None = None
        for cells in csv.reader(remembered(rest, pending), delimiter=delimiter):
            if held is not None:
                yield held
            held = (at, cells, pending[0] if len(pending) == 1 else "".join(pending))
            at += len(pending)
            pending.clear()
        if held is None:
            return
        texts = list(io.StringIO(held[2], newline=""))
        if not _is_unclosed(texts, delimiter):
            yield held
            return
        yield held[0], None, texts[0]
        rest, at = iter(texts[1:]), held[0] + 1
    for number, line in enumerate(rest, start=at):
        if _is_unclosed([line], delimiter):
            yield number, None, line
        else:
            yield number, next(csv.reader([line], delimiter=delimiter), []), line


def _is_unclosed(texts: list[str], delimiter: str) -> bool:
    """Whether the text of a record ends inside quotation marks."""
    if '"' not in texts[0]:
        return False
    try:
        list(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end of data" in str(problem)
    return False


def _delimiter(content: bytes, encoding: str, is_known: Callable[[str], bool]) -> str:
    """The separator under which the first rows have most known names, else the most columns of equal number."""
    head = "".join(islice(_lines(content[: 256 * 1024], encoding), 60))
    if head.startswith("sep=") and head[4:5] in DELIMITERS:
        return head[4]

    def fit(delimiter: str) -> tuple[int, float]:
        found = [cells for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(cells)]
        widths = [len(cells) for cells in found]
        if not widths or max(widths) < 2:
            return 0, 0.0
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        known = max(sum(1 for cell in cells if is_known(cell)) for cells in found)
        return (known if known >= 2 else 0), widths.count(usual) / len(widths) * (usual - 1) ** 0.5

    scores = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _broken_share(content: bytes) -> float:
    """The share of characters outside ASCII that are not UTF-8; 0.0 for sound UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        sound = sum(1 for character in text[:1_000_000] if character > "\x7f" and character != "\ufffd")
        return broken / (broken + sound)
    return 0.0


def _code_page(content: bytes) -> str:
    """The likeliest single-byte encoding, judged by the lines that are not ASCII."""
    telling = b"\n".join(islice((line for line in content.splitlines() if not line.isascii()), 400))[:65_536]
    best = charset_normalizer.from_bytes(
        telling, cp_isolation=["cp1251", "cp1252", "koi8_r", "koi8_u", "cp866", "mac_cyrillic"], threshold=0.6
    ).best()
    # Cyrillic text is runs of letters that are all outside ASCII; Western text has them one by one.
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", telling)]
    is_cyrillic = sum(run for run in runs if run >= 3) > sum(runs) / 2
    found = best.encoding.replace("_", "-") if best else ""
    if not is_cyrillic:
        return "cp1252"
    return found if found and found != "cp1252" else "cp1251"


def _lost_characters(name: str, content: bytes, encoding: str) -> list[Issue]:
    if encoding.startswith("utf-8") and _broken_share(content) == 0:
        return []
    count, first = 0, 0
    for number, line in enumerate(_lines(content, encoding), start=1):
        if "\ufffd" in line:
            first = first or number
            count += line.count("\ufffd")
    if not count:
        return []
    details = {"count": count, "encoding": ENCODINGS.get(encoding, encoding), "line": first}
    return [Issue(issue.LOST_CHARACTERS, name, details=details)]


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


def _is_table_file(path: str) -> bool:
    hidden = path.startswith(("__MACOSX", ".")) or "/." in path
    return not hidden and path.lower().endswith((".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".ods"))


def _too_large() -> dict[str, object]:
    return {"what": "more than 2 GB of data", "limit": "2 GB"}
