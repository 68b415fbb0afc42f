"""Cells that stay text: statements, links and keys, without what is only noise in them."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import issue
from pipelines.clean.cells import DASHES, Context
from pipelines.codebook import Column
from pipelines.issue import Issue

LONGEST_KEY = 200
"""Characters."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def stripped(cells: pd.Series) -> pd.Series:
    """Cells without outer blanks and control characters."""
    cells = cells.astype("str").fillna("")
    if _any_match(cells, r"^\s|\s$|^\p{Z}|\p{Z}$"):
        cells = cells.str.strip()
    if _any_match(cells, _CONTROL.pattern):
        cells = cells.str.replace(_CONTROL.pattern, "", regex=True).str.strip()
    return cells


def _any_match(cells: pd.Series, pattern: str) -> bool:
    """Whether the pattern occurs in any cell. `Series.str.contains` falls back to Python for such patterns."""
    found = pc.any(pc.match_substring_regex(pa.array(cells, type=pa.large_string(), from_pandas=True), pattern))
    return bool(found.as_py())


def _without_dashes(cells: pd.Series) -> pd.Series:
    """Text with "-", "n/a" and their like made blank. "NA" stays: it may be Namibia."""
    return cells.mask((cells == "") | cells.isin(DASHES | {"N/A", "#N/A", "N.A."}))


def read_text(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    """Reads a column of text or links."""
    return _without_dashes(cells), []


def read_key(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    """Reads a column of keys; one that is too long is an issue."""
    too_long = cells.str.len() > LONGEST_KEY
    if not too_long.any():
        return _without_dashes(cells), []
    wrong = cells[too_long]
    details = [{"length": len(value), "limit": LONGEST_KEY} for value in wrong]
    found = issue.many(issue.KEY_TOO_LONG, context.file, wrong.index.tolist(), context.label(column), wrong, details)
    return _without_dashes(cells.mask(too_long, "")), found
