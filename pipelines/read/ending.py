"""What stands under a table and is no record of it: totals and notes."""

import re
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import issue
from pipelines.issue import Issue, Rule
from pipelines.read.records import original_text

_TAIL = 8
_MARKED = re.compile(r"\s*[*†‡§¹²³]+\s*\w")
_TOTALS = re.compile(
    r"\W*(grand\s+|sub)?(totals?|sum)\b|\W*(всього|усього|разом|загалом|итого|всего|підсумок)\b", re.IGNORECASE
)
_WHOLE = re.compile(r"\d{1,9}|\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3}){1,2}")
_LETTER = re.compile(r"[^\W\d_]")
_MOST = 0.5
_TOTAL_BEGINS = r"(?i)^[^\pL\d]*(?:grand|sub|total|sum|всього|усього|разом|загалом|итого|всего|підсумок)"
"""What a total begins with, for a first look: it must not be slow over a million rows."""

_FOOTNOTE = re.compile(
    r"\W*(sources?|notes?|prepared|updated|джерел\w+|примітк\w+|источник\w*|примечани\w+)\b", re.IGNORECASE
)


def without_totals(
    frame: pd.DataFrame, left_out: pd.DataFrame, name: str, delimiter: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Totals and notes at the end of the table are set apart, also ragged ones, and totals that stand between rows."""
    issues: list[Issue] = []
    moved: list[int] = []
    for line, cells in zip(reversed(frame.index[-_TAIL:]), frame.iloc[-_TAIL:].to_numpy()[::-1], strict=True):
        rule = _end_rule([cell for cell in cells if cell.strip()])
        if rule is None and _is_sum(cells, frame.iloc[: len(frame) - len(moved) - 1]):
            rule = issue.TOTALS_ROW
        if rule is None:
            break
        moved.append(line)
        issues.append(Issue(rule, name, int(line)))
    between = []
    for rule, lines in ((issue.TOTALS_ROW, _totals_between(frame)), (issue.HEADER_AGAIN, _headers_between(frame))):
        mine = [line for line in lines if line not in moved]
        between += mine
        issues.extend(Issue(rule, name, int(line)) for line in mine)
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
    moved += between
    if moved:
        texts = original_text(frame, moved, delimiter)
        texts["why"] = [each.sentence() for each in issues]
        left_out = pd.concat([left_out, texts], ignore_index=True)
        frame = frame.drop(index=moved)
    return frame, left_out, [*issues, *ragged.values()]


def _is_sum(cells: Sequence[str], above: pd.DataFrame) -> bool:
    """Whether a row without a word holds the sums of the columns above it, and nothing where those hold text.

    A sum is of two numbers at least, or one row would be taken for the total of the row before it.
    """
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if not filled or not all(_WHOLE.fullmatch(cells[at].strip()) for at in filled):
        return False
    silent = [at for at in range(len(cells)) if at not in filled]
    if not any(above.iloc[:, at].str.contains(_LETTER).mean() > _MOST for at in silent):
        return False
    numbers = [_numbers(above.iloc[:, at]) for at in filled]
    sums = [_numbers(pd.Series([cells[at]])).sum() for at in filled]
    return all(
        total > 0 and column.sum() == total and (column > 0).sum() > 1
        for total, column in zip(sums, numbers, strict=True)
    )


def _numbers(cells: pd.Series) -> pd.Series:
    """The whole numbers of a column, without what groups their thousands; as in a spreadsheet, text does not count."""
    whole = cells[cells.str.strip().str.fullmatch(_WHOLE)]
    return pd.to_numeric(whole.str.replace(r"\D", "", regex=True)) if len(whole) else pd.Series(dtype="int64")


def _totals_between(frame: pd.DataFrame) -> list[int]:
    """The lines of rows that begin with a word for a total and hold numbers alone behind it, wherever they stand."""
    if frame.empty:
        return []
    may = pc.match_substring_regex(pa.array(frame.iloc[:, 0], type=pa.large_string()), _TOTAL_BEGINS)
    rows = frame[may.to_numpy(zero_copy_only=False).astype(bool)]
    return [line for line, cells in zip(rows.index, rows.to_numpy(), strict=True) if _is_total(cells)]


def _is_total(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells[1:] if cell.strip()]
    return bool(_TOTALS.match(cells[0])) and all(_WHOLE.fullmatch(cell) for cell in filled)


def _headers_between(frame: pd.DataFrame) -> list[int]:
    """The lines on which the header stands again, as in tables that were pasted below each other."""
    names = [str(name).strip().casefold() for name in frame.columns]
    may = frame[(frame.iloc[:, 0] == frame.columns[0]).to_numpy()] if len(names) else frame.iloc[:0]
    return [
        line
        for line, cells in zip(may.index, may.to_numpy(), strict=True)
        if all(cell.strip().casefold() in ("", name) for cell, name in zip(cells, names, strict=True))
    ]


def _end_rule(filled: Sequence[str]) -> Rule | None:
    if filled and _TOTALS.match(filled[0]):
        return issue.TOTALS_ROW
    if len(filled) in (1, 2) and (_FOOTNOTE.match(filled[0]) or (len(filled) == 1 and _MARKED.match(filled[0]))):
        return issue.FOOTNOTE_ROW
    return None
