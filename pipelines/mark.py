"""The uploaded file with a column `issues` at its end, of errors and warnings: what a person mends and uploads again.

A CSV stays a CSV with its own cells untouched (UTF-8, with a mark for Excel), a workbook a workbook with all its
sheets, a zip a zip of these.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

from pipelines import defuse, formats, load, read
from pipelines.issue import Issue, Severity
from pipelines.load import Choices, Upload
from pipelines.publish import workbook
from pipelines.wording import reading

HEADING = "issues"

_Words = Mapping[int, Sequence[str]]
"""Line to what is said of it."""

_HEAD = 40
"""Rows among which the header is looked for."""

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")


def name(upload: Upload) -> str:
    """What the marked file is called."""
    end = "csv"
    if read.is_workbook(upload.content):
        end = "xlsx"
    elif zipfile.is_zipfile(io.BytesIO(upload.content)):
        end = "zip"
    return f"{upload.name.rsplit('.', 1)[0]}-issues.{end}"


def file(upload: Upload, issues: Iterable[Issue], choices: Choices | Mapping[str, Choices] | None = None) -> bytes:
    """The upload with its issues. `choices` are those it was read with."""
    words: dict[str, dict[int, list[str]]] = {}
    for each in issues:
        # A note asks for nothing, and most rows have one; those that leave a row out are worth saying.
        if each.line is not None and (each.severity is not Severity.NOTE or each.rule.leaves_out):
            column = f"{each.column}: " if each.column else ""
            words.setdefault(each.file, {}).setdefault(each.line, []).append(f"{column}{each.words()}")
    if read.is_workbook(upload.content):
        return _marked_workbook(upload.name, upload.content, words)
    if not zipfile.is_zipfile(io.BytesIO(upload.content)):
        return _marked_csv(upload.name, upload, words, choices)
    output = io.BytesIO()
    members, _ = read.unpacked(upload.name, upload.content)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            short = member.removeprefix(f"{upload.name}/")
            if read.is_workbook(content):
                archive.writestr(f"{short.rsplit('.', 1)[0]}.xlsx", _marked_workbook(member, content, words))
            else:
                archive.writestr(short, _marked_csv(member, Upload(upload.name, content), words, choices))
    return output.getvalue()


def _marked_csv(
    file: str,
    upload: Upload,
    words: Mapping[str, _Words],
    choices: Choices | Mapping[str, Choices] | None,
) -> bytes:
    chosen = load.choices_for(file, upload.name, choices)
    records, delimiter = read.rows(upload.content, _sound_encoding(chosen.encoding), chosen.delimiter)
    return _marked_text(records, delimiter, words.get(file, {}))


def _sound_encoding(encoding: str | None) -> str | None:
    try:
        b"".decode(encoding or "utf-8")
    except (LookupError, UnicodeError, ValueError):
        return None
    return encoding


def _marked_text(records: Iterable[read.Record], delimiter: str, words: Mapping[int, Sequence[str]]) -> bytes:
    """Records with the issues of their line in a cell after those of the header."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\r\n")
    remaining = iter(records)
    head = list(islice(remaining, _HEAD))
    header = read.header_position([cells or [] for _, cells, _ in head], formats.is_known)
    width = len(head[header][1] or []) if header is not None else 0
    for at, (line, cells, text) in enumerate(chain(head, remaining)):
        said = HEADING if at == header else _said(words, line)
        if cells is None:
            writer.writerow([text.rstrip("\r\n"), *[""] * (width - 1), said])
        elif not said and (header is None or at < header or not any(cells)):
            output.write(text.rstrip("\r\n") + "\r\n") if text else writer.writerow(cells)
        else:
            # A row with too few cells is not filled up: it would come back as a sound one with its cells moved. A
            # sound row without a word gets an empty one, or it would come back as one with too few.
            output.write(text.rstrip("\r\n") if text else _line(cells, delimiter))
            output.write(delimiter)
            writer.writerow([said] if said else [])
    return output.getvalue().encode("utf-8-sig", errors="replace")


def _line(cells: Sequence[str], delimiter: str) -> str:
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter, lineterminator="").writerow(cells)
    return output.getvalue()


def _said(words: _Words, line: int) -> str:
    return defuse.text(" | ".join(words.get(line, ())))


def _marked_workbook(file: str, content: bytes, words: Mapping[str, _Words]) -> bytes:
    """Each sheet with its cells as they are read: what a person typed, without colours and formulas."""
    output = io.BytesIO()
    sheets = read.sheet_names(content)
    with workbook.opened(output, None, is_large=True) as book:
        bold = book.add_format({"bold": True})
        mark = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF3CD"})
        for sheet in sheets:
            page = book.add_worksheet(workbook.sheet_name(sheet))
            said = words.get(file if len(sheets) == 1 else reading.SHEET.format(file=file, sheet=sheet), {})
            remaining = read.workbook_rows(content, sheet)
            head = list(islice(remaining, _HEAD))
            header = read.header_position([cells for _, cells in head], formats.is_known)
            width = len(head[header][1]) if header is not None else 0
            page.set_column(width, width, 80)
            for at, (line, cells) in enumerate(chain(head, remaining)):
                for column, cell in enumerate(cells):
                    if _NUMBER.fullmatch(cell):
                        page.write_number(line - 1, column, float(cell))
                    elif cell:
                        page.write_string(line - 1, column, workbook.text_cell(cell), bold if at == header else None)
                if at == header:
                    page.write_string(line - 1, width, HEADING, bold)
                elif line in said:
                    page.write_string(line - 1, max(width, len(cells)), workbook.text_cell(_said(said, line)), mark)
    return output.getvalue()
