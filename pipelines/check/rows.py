"""What the rules are held against: the rows of each table from all files, and where each row came from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import clean, codebook, issue, schema
from pipelines.codebook import (
    Column,
    Table,
)
from pipelines.issue import Issue, Rule
from pipelines.wording import checking as words


@dataclass(frozen=True)
class Part:
    """Typed frames that came from one table of one file.

    `frames` are by table name, each with the "line" index; `text` is the table as read, for values as typed;
    `headers` and `labels` map our column to the header in `text` and to the name to call it by. `is_flat`: several
    tables were made from one; `is_foreign`: the publisher's own coding of places.
    """

    file: str
    frames: Mapping[str, pd.DataFrame]
    text: pd.DataFrame
    headers: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    is_flat: bool = False
    is_foreign: bool = False

    def label(self, column: Column) -> str:
        """The column's name as the user sees it."""
        return self.labels.get(str(column), column.label)


@dataclass(frozen=True)
class Rows:
    """The rows of one table from all parts: a typed frame with a RangeIndex, and where each row came from."""

    table: Table
    frame: pd.DataFrame
    part: np.ndarray
    line: np.ndarray
    parts: Sequence[Part]

    def issues(
        self,
        rule: Rule,
        at: np.ndarray,
        column: Column | None = None,
        details: Sequence[dict[str, object]] | dict[str, object] | None = None,
        suggestions: Sequence[str] | None = None,
    ) -> list[Issue]:
        """An issue for each of the rows at those positions, with file, line, label and the cell as typed."""
        found: list[Issue] = []
        if isinstance(details, dict):
            details = [details] * len(at)
        for number, part in enumerate(self.parts):
            mine = np.flatnonzero(self.part[at] == number)
            if not len(mine):
                continue
            lines = self.line[at[mine]]
            label, values = "", None
            if column is not None:
                label = part.label(column)
                header = part.headers.get(str(column))
                if header is not None:
                    values = part.text[header].iloc[part.text.index.get_indexer(lines)].tolist()
            found.extend(
                issue.many(
                    rule,
                    part.file,
                    lines.tolist(),
                    label,
                    values,
                    None if details is None else [details[each] for each in mine],
                    None if suggestions is None else [suggestions[each] for each in mine],
                )
            )
        return found

    def on_lines(self, lines: Mapping[str, Collection[int]]) -> np.ndarray:
        """Which rows came from one of the lines, given by file."""
        found = np.zeros(len(self.frame), dtype=bool)
        for number, part in enumerate(self.parts):
            if wanted := lines.get(part.file):
                mine = np.flatnonzero(self.part == number)
                found[mine] = np.isin(self.line[mine], np.fromiter(wanted, dtype="int64", count=len(wanted)))
        return found

    def typed(self, at: np.ndarray) -> np.ndarray:
        """The rows at those positions as they were typed, each in one text."""
        found = np.full(len(at), "", dtype=object)
        for number, part in enumerate(self.parts):
            mine = np.flatnonzero(self.part[at] == number)
            if len(mine):
                lines = part.text.iloc[part.text.index.get_indexer(self.line[at[mine]])]
                found[mine] = lines.fillna("").agg("\x1f".join, axis=1)
        return found

    def was_left_empty(self, at: np.ndarray, column: Column) -> np.ndarray:
        """Which of the rows have no cell in the file, or one that says nothing.

        Where more was typed `clean` has said why it is blank now; of flat tables the layout says what they need.
        """
        empty = np.ones(len(at), dtype=bool)
        for number, part in enumerate(self.parts):
            header = part.headers.get(str(column))
            mine = np.flatnonzero(self.part[at] == number)
            if part.is_flat:
                empty[mine] = False
            elif header is not None and len(mine):
                cells = part.text[header].iloc[part.text.index.get_indexer(self.line[at[mine]])]
                empty[mine] = clean.says_nothing(cells)
        return empty

    def where(self, at: int) -> str:
        """The line and the file of a row."""
        return words.LINE.format(line=self._in_file(at))

    def name(self, at: int, beside: int) -> str:
        """A row as a person finds it: its line, and its file where that is another than the row's `beside`."""
        return words.LINE.format(line=self.number(at, beside))

    def number(self, at: int, beside: int) -> str:
        """The number of a row's line alone, and its file where that is another than the row's `beside`."""
        return str(self.line[at]) if self.part[at] == self.part[beside] else self._in_file(at)

    def _in_file(self, at: int) -> str:
        return words.LINE_OF_FILE.format(line=self.line[at], file=self.parts[self.part[at]].file)


def stacked(parts: Sequence[Part]) -> dict[str, Rows]:
    """The rows of all parts, by table name; every table is there, empty where no part has it."""
    result = {}
    for table in codebook.TABLES:
        having = [(number, part.frames[table.name]) for number, part in enumerate(parts) if table.name in part.frames]
        frames = [frame for _, frame in having if len(frame)]
        frame = _concat(frames, table)
        result[table.name] = Rows(
            table,
            frame,
            np.repeat([number for number, each in having], [len(each) for _, each in having]).astype("int32"),
            np.concatenate([each.index.to_numpy(dtype="int64") for _, each in having] or [np.zeros(0, dtype="int64")]),
            parts,
        )
    return result


def _concat(frames: Sequence[pd.DataFrame], table: Table) -> pd.DataFrame:
    if not frames:
        return schema.empty(table)
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    together = pd.concat(frames, ignore_index=True)
    return schema.typed(together, table)


def lines_left_out(issues: Iterable[Issue]) -> dict[str, set[int]]:
    """File to the lines that its issues leave out."""
    lines: dict[str, set[int]] = {}
    for each in issues:
        if each.line is not None and each.rule.leaves_out:
            lines.setdefault(each.file, set()).add(each.line)
    return lines


def repeats(rows: Rows, among: np.ndarray) -> np.ndarray:
    """Which of the rows `among` (a mask) only say again, cell by cell, what an earlier of them says."""
    at = np.flatnonzero(among)
    again = at[rows.frame[rows.table.key].iloc[at].duplicated(keep=False).to_numpy()]
    result = np.zeros(len(rows.frame), dtype=bool)
    if len(again):
        result[again] = rows.frame.iloc[again].astype(object).duplicated(keep="first").to_numpy()
    return result


def is_among(cells: pd.Series, keys: pd.Series) -> np.ndarray:
    """Which text cells are among the keys; blank is not. `Series.isin` takes seconds for a million keys."""
    if not len(keys) or not len(cells):
        return np.zeros(len(cells), dtype=bool)
    values = pa.array(keys.dropna(), type=pa.large_string())
    found = pc.is_in(pa.array(cells, type=pa.large_string(), from_pandas=True), value_set=values)
    return found.to_numpy(zero_copy_only=False).astype(bool)


def numbers(cells: pd.Series) -> np.ndarray:
    """Counts as floats, NaN where unknown."""
    return cells.to_numpy(dtype="float64", na_value=np.nan)


def day(value: pd.Timestamp) -> str:
    """A day in ISO form."""
    return value.date().isoformat()
