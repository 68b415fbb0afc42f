"""The four tables as this project writes them, known by their header. Column order does not matter."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from pipelines import codebook, issue
from pipelines.codebook import Table
from pipelines.formats.layout import Converted, Layout
from pipelines.issue import Issue
from pipelines.match import plain
from pipelines.wording import reading as words

_DERIVED = (codebook.DATE_PRECISION, codebook.PLACE_PRECISION)
"""Required columns that `clean` can fill from others, so that a file may lack them."""

_MOSTLY = 0.6


def _columns_of(table: Table) -> dict[str, str]:
    """Plain header name to column, by name and by label; a name wins over another column's label."""
    known = {plain(column.label): str(column) for column in table.columns}
    known.update({plain(str(column)): str(column) for column in table.columns})
    return known


def _recognises(header: Sequence[str], table: Table) -> bool:
    """Whether a header has the table's key and most of its columns, and of all four tables fits this one best."""
    fits = {each.name: _fit(header, each) for each in codebook.TABLES}
    return fits[table.name] >= _MOSTLY and fits[table.name] == max(fits.values())


def _fit(header: Sequence[str], table: Table) -> float:
    """The share of the header that the table knows, 0 where its key is missing or hardly any column is there."""
    known = _columns_of(table)
    found = {known[plain(name)] for name in header if plain(name) in known}
    if str(table.key) not in found or len(found) < 3:
        return 0.0
    required = {str(column) for column in table.columns if column.required}
    share_of_header = len(found) / max(1, sum(1 for name in header if name))
    return (share_of_header + len(found & required) / len(required)) / 2


def _convert(frame: pd.DataFrame, file: str, table: Table) -> Converted:
    """The columns of the table under their own names. A missing column that nothing can fill is an issue."""
    known = _columns_of(table)
    mapping: dict[str, str] = {}
    for name in frame.columns:
        column = known.get(plain(name))
        if column is not None and column not in mapping.values():
            mapping[name] = column
    text = frame[list(mapping)].rename(columns=mapping)
    missing = [
        column for column in table.columns if column.required and column not in text.columns and column not in _DERIVED
    ]
    found = ", ".join(str(name) for name in frame.columns)
    issues = [
        Issue(issue.MISSING_COLUMN, file, details={"column": str(column), "found": issue.shortened(found, 300)})
        for column in missing
    ]
    not_kept = tuple(str(name) for name in frame.columns if name not in mapping)
    headers = {column: str(name) for name, column in mapping.items()}
    return Converted(table, text, headers, {}, not_kept, issues)


LAYOUTS = tuple(
    Layout(
        table.name,
        words.TABLE.format(table=table.label),
        partial(_recognises, table=table),
        partial(_convert, table=table),
        is_ours=True,
    )
    for table in codebook.TABLES
)
"""One layout for each table."""
