"""Rules of one table: the schema, numbers used twice, numbers of other tables, order of figures, the future."""

from collections.abc import Collection, Mapping
from datetime import date

import numpy as np
import pandas as pd

from pipelines import codebook, issue, schema, wording
from pipelines.check.rows import Rows, is_among, numbers
from pipelines.codebook import (
    DATE_START,
    MEASURES,
    PUBLISHED_ON,
    REPORTED_ON,
    Column,
)
from pipelines.dataset import Dataset
from pipelines.issue import Issue, Rule
from pipelines.wording import checking as words


def of_schema(rows: Rows) -> list[Issue]:
    """The breaches of the schema; keys that repeat are told apart in `keys`."""
    if rows.frame.empty:
        return []
    found = schema.breaches(rows.frame, rows.table)
    found = found[found["rule"] != "duplicate_key"]
    by_name = {str(column): column for column in rows.table.columns}
    issues: list[Issue] = []
    for (name, rule), group in found.groupby(["column", "rule"], sort=False):
        column = by_name[name]
        details, kind = _limits(column, rule)
        at = group["line"].to_numpy(dtype="int64")
        if rule == "required":
            at = at[rows.was_left_empty(at, column)]
        issues += rows.issues(kind, at, column, details)
    return issues


def _limits(column: Column, rule: str) -> tuple[dict[str, object], Rule]:
    if rule == "required":
        expected = words.EXPECTED_LIKE.format(example=column.example)
        if column.code_list is not None:
            expected = words.EXPECTED_ONE_OF.format(allowed=", ".join(column.code_list.values()))
        return {"expected": expected}, issue.REQUIRED
    if rule == "unknown_code":
        allowed = ", ".join(column.code_list.values()) if column.code_list is not None else words.CODES_OF_ISO
        return {"allowed": allowed}, issue.UNKNOWN_CODE
    limits = {
        name: f"{limit:g}"
        for name, limit in (("minimum", column.minimum), ("maximum", column.maximum))
        if limit is not None
    }
    span = (words.SPAN if "maximum" in limits else words.SPAN_OPEN).format(**limits)
    expected = (words.EXPECTED_DEGREES if column.kind == "degrees" else words.EXPECTED_COUNT).format(span=span)
    if rule == "below_minimum":
        return {"minimum": limits["minimum"], "expected": expected}, issue.BELOW_MINIMUM
    return {"maximum": limits["maximum"], "expected": expected}, issue.ABOVE_MAXIMUM


def keys(rows: Rows, out: Mapping[str, Collection[int]]) -> list[Issue]:
    """Keys that stand on several lines: with equal cells the first is kept, with different ones none is.

    A row that is left out for another fault counts, too: which of the two its claims mean cannot be told. What its
    faulty cells say is known as typed alone. Of a flat table a number may stand on many lines.
    """
    is_flat = np.array([part.is_flat for part in rows.parts], dtype=bool)[rows.part]
    is_out = rows.on_lines(out)
    keys = rows.frame[rows.table.key].mask(is_out & is_flat)
    repeated = np.flatnonzero((keys.duplicated(keep=False) & keys.notna()).to_numpy())
    if not len(repeated):
        return []
    flat = is_flat[repeated]
    cells = rows.frame.iloc[repeated].astype(object)
    if is_out[repeated].any():
        spoilt = pd.Series(is_out[repeated]).groupby(cells[rows.table.key].to_numpy()).transform("any").to_numpy()
        cells["as_typed"] = np.where(spoilt, rows.typed(repeated), "")
    is_same = cells.duplicated(keep="first").to_numpy()
    kinds = cells.assign(is_same=is_same).groupby(str(rows.table.key), sort=False)["is_same"].transform("sum")
    sizes = cells.groupby(str(rows.table.key), sort=False)[str(rows.table.key)].transform("size")
    agrees = (kinds == sizes - 1).to_numpy()
    first_at = pd.Series(repeated).groupby(cells[rows.table.key].to_numpy(), sort=False).transform("first").to_numpy()
    again = agrees & is_same & ~flat & ~is_out[repeated]
    details = [{"first": rows.number(first, at)} for first, at in zip(first_at[again], repeated[again], strict=True)]
    issues = rows.issues(issue.REPEATED_ROW, repeated[again], rows.table.key, details)
    differ = repeated[~agrees]
    if len(differ):
        told: dict[str, dict[str, object]] = {}
        for key, group in pd.Series(differ).groupby(cells[rows.table.key].to_numpy()[~agrees], sort=False):
            lines = ", ".join(rows.number(at, group.iloc[0]) for at in group.head(5))
            told[key] = {"lines": wording.AND_MORE.format(names=lines) if len(group) > 5 else lines}
        every = [told[key] for key in keys.iloc[differ]]
        issues += rows.issues(issue.DUPLICATE_KEY, differ, rows.table.key, every)
    return issues


def references(rows: Rows, every: Mapping[str, Rows], current: Dataset) -> list[Issue]:
    """Keys of other tables must be found in the files or among what is stored."""
    issues: list[Issue] = []
    for column in rows.table.columns:
        target = rows.table.references.get(str(column))
        if target is None:
            continue
        cells = rows.frame[column]
        key = str(codebook.table(target).key)
        known = is_among(cells, every[target].frame[key]) | is_among(cells, current.frames[target][key])
        wrong = np.flatnonzero(cells.notna().to_numpy() & ~known)
        if len(wrong):
            issues += rows.issues(issue.UNKNOWN_REFERENCE, wrong, column, {"table": target})
    return issues


def measures(rows: Rows) -> list[Issue]:
    """Low <= best <= high, of those that are given."""
    issues: list[Issue] = []
    for measure in MEASURES:
        if measure.best not in rows.table.columns:
            continue
        told = np.zeros(len(rows.frame), dtype=bool)
        for low, high in (
            (measure.low, measure.best),
            (measure.best, measure.high),
            (measure.low, measure.high),
        ):
            lows, highs = numbers(rows.frame[low]), numbers(rows.frame[high])
            wrong = np.flatnonzero((lows > highs) & ~told)
            told[wrong] = True
            if not len(wrong):
                continue
            labels = [(part.label(low), part.label(high)) for part in rows.parts]
            details = [
                {
                    "low": f"{lows[at]:,.0f}",
                    "high": f"{highs[at]:,.0f}",
                    "low_label": labels[rows.part[at]][0],
                    "high_label": labels[rows.part[at]][1],
                }
                for at in wrong
            ]
            issues += rows.issues(issue.ORDER, wrong, None, details)
    return issues


def future(rows: Rows, today: date) -> list[Issue]:
    """Days that have not come yet."""
    issues: list[Issue] = []
    for column in (DATE_START, REPORTED_ON, PUBLISHED_ON):
        if column in rows.table.columns:
            wrong = np.flatnonzero((rows.frame[column] > pd.Timestamp(today)).to_numpy())
            issues += rows.issues(issue.FUTURE, wrong, column, {"today": today.isoformat()})
    return issues
