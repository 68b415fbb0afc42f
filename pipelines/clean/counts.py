"""Columns of counts, three (low, best, high) at a time, and the words in them to the statement."""

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.clean.cells import Context, cell_issues
from pipelines.clean.figures import Figure, figure_of
from pipelines.codebook import Column, Table
from pipelines.issue import Issue


def measures_in(of: Table) -> list[tuple[Column, Column, Column]]:
    """The count columns of a table as low, best and high."""
    named = {str(column): column for column in of.columns if column.kind == "count"}
    return [
        (named[f"{name}_low"], column, named[f"{name}_high"])
        for name, column in named.items()
        if f"{name}_low" in named and f"{name}_high" in named
    ]


def read_counts(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
    """Reads the count columns into `typed`, three by three, and puts words into the statement."""
    issues: list[Issue] = []
    for low, best, high in measures_in(of):
        present = [column for column in (low, best, high) if column in given]
        if not present:
            continue
        index = given[present[0]].index
        ends = {column: np.full(len(index), np.nan) for column in (low, best, high)}
        if best in given:
            figures, found, worded = _figures(given[best], best, context)
            issues.extend(found)
            for at, column in enumerate((low, best, high)):
                ends[column] = figures[at]
            if worded.any():
                _keep_words(typed, of, given[best], worded, context.label(best))
        for column, at in ((low, 0), (high, 2)):
            if column in given:
                issues.extend(_read_end(given, ends, column, at, best, context))
        for column in (low, best, high):
            values = ends[column]
            blank = np.isnan(values)
            whole = np.where(blank, 0, values).astype("int32")
            typed[str(column)] = pd.Series(pd.arrays.IntegerArray(whole, blank), index=index)
    return issues


def _read_end(
    given: dict[str, pd.Series], ends: dict[Column, np.ndarray], column: Column, at: int, best: Column, context: Context
) -> list[Issue]:
    """Reads a low or high column into `ends`; a different bound in the best column is an issue."""
    figures, issues, _ = _figures(given[column], column, context)
    own = np.where(np.isnan(figures[at]), figures[1], figures[at])
    is_other = ~np.isnan(figures[2 - at])
    if is_other.any():
        issues.extend(cell_issues(issue.NOT_A_NUMBER, given[column], np.flatnonzero(is_other), column, context))
    from_best = ends[column]
    differs = ~np.isnan(own) & ~np.isnan(from_best) & (own != from_best)
    if differs.any():
        other = {"other": context.label(column)}
        issues.extend(cell_issues(issue.TOLD_TWICE, given[best], np.flatnonzero(differs), best, context, other))
    ends[column] = np.where(np.isnan(own), from_best, own)
    return issues


def _figures(
    cells: pd.Series, column: Column, context: Context
) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], list[Issue], np.ndarray]:
    """Low, best and high of each cell as floats, issues, and which cells have words to keep."""
    positions, different = pd.factorize(cells)
    figures = [figure_of(text, context.thousands) for text in different] + [Figure()]
    arrays = tuple(
        np.array([np.nan if value is None else value for value in values], dtype="float64")[positions]
        for values in zip(*((each.low, each.best, each.high) for each in figures), strict=True)
    )
    worded = np.array([each.is_worded for each in figures])[positions]
    ruled = np.array([each.rule is not None for each in figures])[positions]
    issues: list[Issue] = []
    if ruled.any():
        label = context.label(column)
        at = np.flatnonzero(ruled)
        for line, position in zip(cells.index[at].tolist(), positions[at].tolist(), strict=True):
            figure = figures[position]
            issues.append(Issue(figure.rule, context.file, line, label, different[position], figure.details))
    return arrays, issues, worded


def _keep_words(typed: dict[str, pd.Series], of: Table, cells: pd.Series, worded: np.ndarray, label: str) -> None:
    """Appends cells such as "dozens" to the statement."""
    if codebook.STATEMENT not in of.columns:
        return
    statement = typed.get(codebook.STATEMENT, pd.Series(np.nan, index=cells.index, dtype="str")).copy()
    at = np.flatnonzero(worded)
    before = statement.iloc[at].fillna("")
    kept = label + ': "' + cells.iloc[at] + '".'
    joined = (before + " " + kept).str.strip()
    said = [words in text for words, text in zip(kept, before, strict=True)]
    statement.iloc[at] = before.where(np.array(said, dtype=bool), joined).to_numpy()
    typed[codebook.STATEMENT] = statement
