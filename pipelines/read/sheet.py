"""One table as read: records under their header, with what does not fit it set apart."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import pandas as pd
import pyarrow as pa

from pipelines import issue
from pipelines.issue import Issue, Rule
from pipelines.read.ending import without_totals
from pipelines.read.header import header_position, is_hxl, unlike_headers, with_second
from pipelines.read.records import Record, joined
from pipelines.wording import reading as words

LONGEST_CELL = 100_000
"""Characters. Longer cells come from a quotation mark that is never closed."""

_CHUNK = 20_000
_HEAD = 40


@dataclass(frozen=True)
class Sheet:
    """One table as read, all text.

    `frame` has str columns named by the header, "" for blank, and an index named "line": the line of the file (the
    row of the workbook sheet) on which the record starts. `left_out` has the columns line, text and why (a sentence):
    the rows that are no records of it. Rows read = rows of `frame` + rows of `left_out`. `from_1904`: plain numbers
    for dates are days since 1904.
    """

    file: str
    sheet: str
    encoding: str
    delimiter: str
    frame: pd.DataFrame
    left_out: pd.DataFrame
    issues: list[Issue] = field(default_factory=list)
    from_1904: bool = False


def under_header(
    name: str,
    sheet: str,
    encoding: str,
    delimiter: str,
    records: Iterator[Record],
    is_known: Callable[[str], bool],
    *,
    from_1904: bool = False,
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
    if rest and (names := with_second(header or [], rest[0][1], is_known)) is not None:
        issues.append(Issue(issue.TWO_HEADER_ROWS, name, rest[0][0]))
        header, rest = names, rest[1:]
    if rest and is_hxl(rest[0][1]):
        issues.append(Issue(issue.HXL_ROW, name, rest[0][0]))
        rest = rest[1:]
    names = [cell.strip().lstrip("\ufeff") for cell in header or []]
    last_named = max((at for at, cell in enumerate(names) if cell), default=-1) + 1
    frame, left_out, row_issues = _frame(name, names, last_named, chain(rest, records), delimiter)
    frame = frame.iloc[:, [at for at, cell in enumerate(names) if cell or frame.iloc[:, at].ne("").any()]]
    frame, header_issues = unlike_headers(frame, name, is_known)
    frame, left_out, end_issues = without_totals(frame, left_out, name, delimiter)
    ends = {each.line for each in end_issues}
    row_issues = [each for each in row_issues if each.line not in ends]
    if frame.empty and left_out.empty:
        issues.append(Issue(issue.NO_ROWS, name))
    every = [*issues, *header_issues, *row_issues, *end_issues]
    return Sheet(name, sheet, encoding, delimiter, frame, left_out, every, from_1904)


def _frame(
    name: str, names: list[str], last_named: int, records: Iterable[Record], delimiter: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Records to a frame with a column for each header cell; rows that do not fit it are set apart."""
    width = len(names)
    batches: list[pa.Table] = []
    lines: list[int] = []
    batch: list[list[str]] = []
    set_apart: list[tuple[int, str, Rule, dict[str, object]]] = []
    columns = [words.COLUMN.format(number=at + 1) for at in range(width)]

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
                details = {"cells": words.CELLS[count != 1].format(count=count), "columns": width}
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


def all_left_out(sheet: Sheet, why: str) -> pd.DataFrame:
    """The left-out rows of a sheet none of whose rows can be kept."""
    rest = pd.DataFrame({"line": sheet.frame.index, "text": joined(sheet.frame, sheet.delimiter), "why": why})
    return pd.concat([sheet.left_out, rest], ignore_index=True)
