"""The pandera schemas, made from the codebook. The only file that imports pandera.

pandera runs on typed frames only: on raw text its `coerce` hides the other faults of a column with one bad cell, so
`clean` parses first. Every check has an `error=` of its own, the name of a rule: without one pandera repeats the
whole list of allowed values on each failing row.

It is imported where rows are checked: it takes half as long as pandas, and a tally checks none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from pipelines import codebook, places
from pipelines.codebook import Column, Table

if TYPE_CHECKING:
    import pandera.pandas as pa

_DTYPES = {
    "key": "str",
    "text": "str",
    "link": "str",
    "code": "category",
    "country": "category",
    "region": "category",
    "date": "datetime64[s]",
    "count": "Int32",
    "degrees": "float64",
}

RULES = ("required", "unknown_code", "below_minimum", "above_maximum", "duplicate_key")
"""What `breaches` can report; `issue.py` has the sentence for each."""


def dtypes(table: Table) -> dict[str, str]:
    """Column name to pandas dtype of a typed frame. Blank is NaN, NaT or NA, by dtype."""
    return {str(column): _DTYPES[column.kind] for column in table.columns}


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns of `table`, in order, with the dtypes of `dtypes`; the index is kept.

    Takes text cells ("" or missing = blank, ISO dates) or cells that are typed already. A column that the frame lacks
    becomes blank. Raises ValueError or TypeError for a cell that cannot be read as its type: files from people go
    through `clean` first, which turns such cells into issues.
    """
    columns = {}
    for column in table.columns:
        cells = frame[column] if column in frame.columns else pd.Series(pd.NA, index=frame.index, dtype="object")
        columns[str(column)] = _cast(cells, column)
    return pd.DataFrame(columns, index=frame.index)


def empty(table: Table) -> pd.DataFrame:
    """A typed frame of the table with no rows."""
    return typed(pd.DataFrame({str(column): pd.Series(dtype="str") for column in table.columns}), table)


def _cast(cells: pd.Series, column: Column) -> pd.Series:
    dtype = _DTYPES[column.kind]
    if pd.api.types.is_string_dtype(cells.dtype) or cells.dtype == object:
        cells = cells.astype("str")
        cells = cells.mask(cells == "")
    if cells.dtype == dtype:
        return cells
    if column.kind == "date":
        return pd.to_datetime(cells, format="ISO8601").astype(dtype)
    if column.kind == "count":
        return pd.to_numeric(cells).astype("Int32")
    if column.kind == "degrees":
        return pd.to_numeric(cells).astype("float64")
    return cells.astype(dtype)


def _checks(column: Column) -> list[pa.Check]:
    import pandera.pandas as pa

    checks = []
    if column.code_list is not None:
        checks.append(pa.Check.isin(column.code_list.values(), error="unknown_code"))
    elif column.kind == "country":
        checks.append(pa.Check.isin(tuple(places.countries()), error="unknown_code"))
    elif column.kind == "region":
        checks.append(pa.Check.isin(places.region_codes(), error="unknown_code"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error="below_minimum"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error="above_maximum"))
    return checks


@cache
def schema(name: str) -> pa.DataFrameSchema:
    """The pandera schema of the table of that name."""
    import pandera.pandas as pa

    table = codebook.table(name)
    return pa.DataFrameSchema(
        {
            str(column): pa.Column(
                _DTYPES[column.kind],
                checks=_checks(column),
                nullable=not column.required,
                unique=column == table.key,
                title=column.label,
                description=column.meaning,
            )
            for column in table.columns
        },
        name=table.name,
        title=table.label,
        description=table.meaning,
        strict=True,
        ordered=True,
    )


def breaches(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Every breach of the schema in a typed frame, in one lazy pass.

    Returns columns `column`, `rule` (one of `RULES`), `line` (the frame's index label) and `value`, one row per
    breach; no rows when the frame is sound. Raises pandera's SchemaErrors when the frame itself has the wrong columns
    or dtypes, which is a fault of the program and not of a file.
    """
    from pandera.errors import SchemaErrors

    try:
        schema(table.name).validate(frame, lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        rules = cases["check"].replace({"not_nullable": "required", "field_uniqueness": "duplicate_key"})
        if not rules.isin(RULES).all():
            raise
    else:
        return pd.DataFrame({"column": [], "rule": [], "line": [], "value": []})
    report = pd.DataFrame(
        {"column": cases["column"], "rule": rules, "line": cases["index"], "value": cases["failure_case"]}
    )
    return report.drop_duplicates(["column", "rule", "line"]).reset_index(drop=True)
