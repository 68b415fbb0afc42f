"""A file to text cells, each row stamped with its line in the user's file. Nothing is understood here.

Reads CSV (any usual separator and encoding), workbooks, and zip files of them. No bytes raise: what cannot be read
becomes issues. A row whose cells do not fit the header is set apart, never shifted.

    archive    the tables inside a zip
    kind       what the bytes are where they are no table
    encoding   which encoding a text is in
    records    lines to records: separator, quotation marks
    workbook   workbooks to rows
    broken     cells of a workbook whose formula has no value
    header     which row is the header
    ending     totals and notes under the table
    sheet      records under their header: the table as read
"""

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from pipelines import issue, wording
from pipelines.issue import Issue
from pipelines.read.archive import is_too_large, passed_over, unpacked
from pipelines.read.broken import NOT_WORKED_OUT
from pipelines.read.encoding import ENCODINGS, encoding_of, lost_characters
from pipelines.read.header import header_position
from pipelines.read.kind import refused
from pipelines.read.records import DELIMITERS, Record, delimiter_of, lines, original_text, records
from pipelines.read.sheet import LONGEST_CELL, Sheet, all_left_out, under_header
from pipelines.read.workbook import counts_from_1904, is_workbook, merged_rows, sheet_names, spread, workbook_rows
from pipelines.wording import reading as words
from pipelines.wording import report as phrases

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "LONGEST_CELL",
    "NOT_WORKED_OUT",
    "Record",
    "Sheet",
    "encoding_of",
    "header_position",
    "is_workbook",
    "original_text",
    "passed_over",
    "rows",
    "sheet_names",
    "sheets",
    "unpacked",
    "workbook_rows",
]

_SHEETS_OF_A_REPORT = {wording.WORKBOOK_READ_ME, phrases.KEY_FIGURES, phrases.LISTED, phrases.SOURCES}
"""By these a report of ours is known, also when another program has saved it again. It is no update: its sheet of
sources would pass for the table of sources, and replace it with what a report says of each."""


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
    found = refused(name, content, encoding)
    if found is not None:
        return [], [found]
    return _text(name, content, is_known, encoding, delimiter)


def rows(content: bytes, encoding: str | None = None, delimiter: str | None = None) -> tuple[Iterator[Record], str]:
    """The records of a text file with their line and their text as it stands, and the separator."""
    chosen = encoding or encoding_of(content)
    if not _is_wide(chosen):
        content = content.replace(b"\0", b"")
    separator = delimiter or delimiter_of(content, chosen, lambda _: False)
    return records(lines(content, chosen), separator), separator


def _is_wide(encoding: str) -> bool:
    """Whether empty bytes belong to the encoding."""
    return encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32"))


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
    if not _is_wide(chosen) and (nuls := content.count(0)):
        issues.append(Issue(issue.NUL_BYTES, name, details={"count": nuls}))
        content = content.replace(b"\0", b"")
    if not chosen.startswith("utf-8"):
        issues.append(Issue(issue.ENCODING, name, details={"encoding": ENCODINGS.get(chosen, chosen)}))
    separator = delimiter or delimiter_of(content, chosen, is_known)
    sheet = under_header(name, "", chosen, separator, records(lines(content, chosen), separator), is_known)
    if sheet is None:
        return [], [*issues, Issue(issue.EMPTY_FILE, name)]
    issues.extend(lost_characters(name, content, chosen))
    sheet.issues[:0] = issues
    what = _why_no_table(sheet, is_known)
    if not what:
        return [sheet], []
    found = Issue(issue.NOT_A_TABLE, name, details={"what": what, "remedy": words.SAVE_WITH_HEADER})
    left_out = all_left_out(sheet, found.sentence())
    return [Sheet(name, "", chosen, separator, sheet.frame.iloc[:0], left_out, [*sheet.issues, found])], []


def _why_no_table(sheet: Sheet, is_known: Callable[[str], bool]) -> str:
    """What a text is that has lines but no columns, "" for a table."""
    if len(sheet.frame.columns) < 2:
        return words.NO_COLUMNS
    ragged = sum(each.rule is issue.RAGGED for each in sheet.issues)
    if ragged > len(sheet.frame) and sum(map(is_known, map(str, sheet.frame.columns))) < 2:
        return words.NO_EQUAL_COLUMNS
    return ""


def _workbook(name: str, content: bytes, is_known: Callable[[str], bool]) -> tuple[list[Sheet], list[Issue]]:
    refused_for_size = _too_large(name, content)
    if refused_for_size is not None:
        return [], [refused_for_size]
    names = sheet_names(content)
    if not names:
        return [], [Issue(issue.NOT_OPENED, name, details={"what": words.WORKBOOK})]
    if set(names) >= _SHEETS_OF_A_REPORT:
        details = {"what": words.REPORT, "remedy": words.TAKE_RECORDS}
        return [], [Issue(issue.NOT_A_TABLE, name, details=details)]
    from_1904 = counts_from_1904(content)
    found = []
    for each in names:
        label = name if len(names) == 1 else words.SHEET.format(file=name, sheet=each)
        cells_of = ((line, cells, "") for line, cells in workbook_rows(content, each))
        sheet = under_header(label, each, "", ",", cells_of, is_known, from_1904=from_1904)
        if sheet is not None and len(sheet.frame.columns) >= 2:
            if len(sheet.frame) and (merged := merged_rows(content, each, int(sheet.frame.index[0]))):
                details = {"count": len(merged), "first": merged[0]}
                sheet.issues.append(Issue(issue.MERGED_CELLS, label, details=details))
            found.append(sheet)
    if not found:
        return [], [Issue(issue.EMPTY_FILE, name)]
    return found, []


def _too_large(name: str, content: bytes) -> Issue | None:
    """The issue of a workbook that would fill the memory."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if is_too_large(archive.infolist(), len(content)):
                details = {"what": words.TOO_MUCH, "limit": words.MOST_UNPACKED}
                return Issue(issue.TOO_LARGE, name, details=details)
        row, column = spread(content)
    except Exception:  # a damaged archive raises a dozen kinds, none of them a fault of ours
        return Issue(issue.NOT_OPENED, name, details={"what": words.WORKBOOK})
    return Issue(issue.FAR_CELL, name, details={"row": f"{row:,}", "column": f"{column:,}"}) if row else None
