"""What the readers of all kinds of columns share: the context, blanks, and issues for single cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipelines import issue
from pipelines.codebook import Column
from pipelines.issue import Issue, Rule

MOST_SUGGESTIONS = 200
"""The nearest allowed value is looked for in so many different cells of a column."""

DASHES = frozenset(". .. ... … - -- --- – — ? ?? / n/a #n/a n.a. н/д н.д.".split())
"""What stands for nothing in any column."""

BLANKS = DASHES | frozenset(
    "na n.a nan null nd n/d n.d. n/k n.k. tbd tbc unk unknown unclear unspecified невідомо неизвестно уточн.".split()
)
BLANKS |= {
    "not known",
    "not stated",
    "not available",
    "not reported",
    "no data",
    "no figure",
    "no information",
    "no info",
    "not given",
    "not provided",
    "not yet known",
    "to be confirmed",
    "немає даних",
    "даних немає",
    "нет данных",
    "данных нет",
    "не відомо",
    "не известно",
    "не встановлено",
    "не установлено",
    "не вказано",
    "не указано",
    "not specified",
    "уточнюється",
    "уточняется",
}
"""What stands for nothing where a text would make no sense, lower case."""


@dataclass(frozen=True)
class Context:
    """What clean must know of the file: its name, the user's column labels, and how it writes dates and numbers.

    `day_first` maps a date column to True (31/05), False (05/31) or None (both ways occur in it), `year_last` to True
    (31.05.23), False (23.05.31) or None (unclear); a column that is not in it is judged by its cells. `thousands` holds
    the separators that group thousands in this file. `is_foreign`: the publisher's own coding of regions, where an
    unknown name costs the region and not the row. `from_1904`: plain numbers for dates are days since 1904.
    """

    file: str
    labels: Mapping[str, str] = field(default_factory=dict)
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    year_last: Mapping[str, bool | None] = field(default_factory=dict)
    thousands: frozenset[str] = frozenset(",")
    is_foreign: bool = False
    from_1904: bool = False

    def label(self, column: Column) -> str:
        """The column's name as the user sees it."""
        return self.labels.get(str(column), column.label)


def all_blank(column: Column, index: pd.Index, dtype: str) -> pd.Series:
    """A typed column without a value."""
    if column.code_list is not None:
        nothing = np.full(len(index), -1)
        return pd.Series(pd.Categorical.from_codes(nothing, categories=column.code_list.values()), index=index)
    one = pd.Series([pd.NA], dtype="object").astype(dtype).array
    return pd.Series(one.take(np.zeros(len(index), dtype=np.intp)), index=index)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing, in words or by being empty."""
    return text == "" or text.casefold() in BLANKS


def blank_mask(cells: pd.Series) -> np.ndarray:
    """Which cells say nothing, in words or by being empty."""
    return ((cells == "") | cells.str.lower().isin(BLANKS)).to_numpy(dtype=bool)


def suggested(cells: pd.Series, nearest: Callable[[str], str]) -> list[str]:
    """The nearest allowed value for each cell, worked out for the first different ones only: it is slow."""
    known: dict[str, str] = {}
    for text in cells:
        if text not in known:
            known[text] = nearest(text) if len(known) < MOST_SUGGESTIONS else ""
    return [known[text] for text in cells]


def cell_issues(
    rule: Rule,
    cells: pd.Series,
    at: np.ndarray,
    column: Column,
    context: Context,
    details: dict[str, object] | Sequence[dict[str, object]] | None = None,
    suggestions: Sequence[str] | None = None,
) -> list[Issue]:
    """An issue for each of the cells at those positions."""
    if isinstance(details, dict):
        details = [details] * len(at)
    lines = cells.index[at].tolist()
    return issue.many(rule, context.file, lines, context.label(column), cells.iloc[at].tolist(), details, suggestions)
