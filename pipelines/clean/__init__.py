"""Text cells to typed values: dates, counts, codes, places, degrees. Each cell that cannot be read is an issue.

Work is done once per different text of a column, so a million rows cost little more than the few thousand
different things they say. Nothing is guessed: what can be read two ways is an issue, or a question for the file.

    formulas  cells that show what became of a formula
    texts     text, links and keys
    codes     codes of a code list
    spans     what one cell says of a date: days, spans, months and years
    dates     columns of dates, and what follows from them
    figures   what one cell says of a count: numbers, ranges, bounds, number words
    counts    columns of counts, low, best and high together
    places    degrees, country and region, the gazetteer
    cells     what they share
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines import schema
from pipelines.clean.cells import Context, all_blank, blank_mask
from pipelines.clean.codes import code_of, lists_of, read_code
from pipelines.clean.counts import measures_in, read_counts
from pipelines.clean.dates import read_dates
from pipelines.clean.figures import MOST_PEOPLE, Figure, figure_of, thousands_of
from pipelines.clean.formulas import without_formulas
from pipelines.clean.places import read_degrees, read_places
from pipelines.clean.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    Manner,
    Span,
    day_order,
    short_year,
    span_of,
    stands_behind,
    year_place,
)
from pipelines.clean.texts import LONGEST_KEY, read_key, read_text, stripped
from pipelines.codebook import Table
from pipelines.issue import Issue

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "LONGEST_KEY",
    "MOST_PEOPLE",
    "Cleaned",
    "Context",
    "Figure",
    "Manner",
    "Span",
    "code_of",
    "day_order",
    "figure_of",
    "lists_of",
    "measures_in",
    "says_nothing",
    "short_year",
    "span_of",
    "stands_behind",
    "table",
    "thousands_of",
    "year_place",
]


@dataclass(frozen=True)
class Cleaned:
    """A typed frame (`schema.dtypes`) with the index of the text frame, and what was found on the way."""

    frame: pd.DataFrame
    issues: list[Issue]


def table(text: pd.DataFrame, of: Table, context: Context) -> Cleaned:
    """The text cells of a table, typed: the columns of `of`, in order, blank where the file has no such column.

    A cell that cannot be read becomes blank and an issue. Blanks that follow from other cells are filled: the last
    day from the first, the date precision from the days, the country from the region, coordinates and their
    precision from the gazetteer (the latter two with a note).
    """
    given = {str(column): stripped(text[column]) for column in of.columns if column in text.columns}
    issues: list[Issue] = []
    typed: dict[str, pd.Series] = {}
    for column in of.columns:
        if column in given:
            given[str(column)], found = without_formulas(given[column], column, context)
            issues.extend(found)
    for column in of.columns:
        if column in given and column.kind in _READERS:
            typed[str(column)], found = _READERS[column.kind](given[column], column, context)
            issues.extend(found)
    issues.extend(read_dates(given, typed, of, context))
    issues.extend(read_counts(given, typed, of, context))
    issues.extend(read_places(given, typed, of, context))
    columns = {}
    for column, dtype in zip(of.columns, schema.dtypes(of).values(), strict=True):
        cells = typed.get(str(column))
        if cells is None:
            cells = all_blank(column, text.index, dtype)
        columns[str(column)] = cells if cells.dtype == dtype else cells.astype(dtype)
    return Cleaned(pd.DataFrame(columns, index=text.index), issues)


def says_nothing(cells: pd.Series) -> np.ndarray:
    """Which text cells say nothing: they are empty, or hold a dash, "not known" and their like."""
    return blank_mask(stripped(cells))


_READERS = {
    "key": read_key,
    "text": read_text,
    "link": read_text,
    "code": read_code,
    "degrees": read_degrees,
}
