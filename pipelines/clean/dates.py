"""Columns of dates, and what follows from them: the last day and the precision."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.clean.cells import Context, all_blank, cell_issues, is_blank
from pipelines.clean.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    Manner,
    both_readings,
    in_words,
    short_year,
    span_of,
    stands_behind,
    telling,
    year_place,
)
from pipelines.codebook import Column, Table
from pipelines.issue import Issue, Rule
from pipelines.wording import checking as words


def _spans(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, pd.Series, list[Issue]]:
    """First and last day of each cell (datetime64[s], NaT for blank and unreadable), and issues."""
    positions, different = pd.factorize(cells)
    iso = pd.to_datetime(pd.Series(different, dtype="str"), format="%Y-%m-%d", errors="coerce")
    sound = (iso.dt.year.between(FIRST_YEAR, LAST_YEAR)).to_numpy()
    first = iso.to_numpy().astype("datetime64[s]")
    first[~sound] = np.datetime64("NaT")
    last = first.copy()
    rules = np.zeros(len(different) + 1, dtype=np.int64)
    broken: list[Rule] = [issue.NOT_A_DATE]
    rest = [] if sound.all() else [different[at] for at in np.flatnonzero(~sound)]
    behind = context.year_last[column] if column in context.year_last else stands_behind(year_place(rest))
    manner = Manner(context.day_first.get(str(column)), behind, context.from_1904)
    for at in np.flatnonzero(~sound):
        if is_blank(different[at]):
            continue
        span = span_of(different[at], manner=manner)
        if isinstance(span, tuple):
            first[at], last[at] = np.datetime64(span[0], "s"), np.datetime64(span[1], "s")
        else:
            if span not in broken:
                broken.append(span)
            rules[at] = broken.index(span) + 1
    issues = _about_the_column(rest, manner, column, context)
    for number, rule in enumerate(broken, start=1):
        wrong = np.flatnonzero(rules[positions] == number)
        if len(wrong):
            issues.extend(_date_issues(rule, cells, wrong, column, context))
    return (
        pd.Series(first[positions], index=cells.index),
        pd.Series(last[positions], index=cells.index),
        issues,
    )


def _about_the_column(cells: Sequence[str], manner: Manner, column: Column, context: Context) -> list[Issue]:
    """What is to be said of all dates of a column that are not written as 2023-05-31."""
    issues = []
    day, month = telling(cells) if manner.year_last else ("", "")
    if day and month:
        details: dict[str, object] = {"day_first": issue.shortened(day, 40), "month_first": issue.shortened(month, 40)}
        issues.append(Issue(issue.ORDERS_MIXED, context.file, None, context.label(column), "", details))
    short = short_year(cells, manner)
    if short:
        details = {
            "place": words.BEHIND if manner.year_last else words.IN_FRONT,
            "example": issue.shortened(short, 40),
            "meaning": in_words(span_of(short, manner=manner)),
        }
        issues.append(Issue(issue.SHORT_YEAR, context.file, None, context.label(column), "", details))
    return issues


def _date_issues(rule: Rule, cells: pd.Series, wrong: np.ndarray, column: Column, context: Context) -> list[Issue]:
    if rule is issue.DATE_UNCLEAR:
        readings = [both_readings(value) for value in cells.iloc[wrong]]
        details = [{"day_first": day, "month_first": month} for day, month in readings]
        return cell_issues(rule, cells, wrong, column, context, details)
    return cell_issues(rule, cells, wrong, column, context, {"first": FIRST_YEAR, "last": LAST_YEAR})


def read_dates(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
    """Reads the date columns into `typed`; the days and precision of an incident are read together."""
    issues: list[Issue] = []
    days = [column for column in of.columns if column.kind == "date" and column in given]
    ends: dict[str, pd.Series] = {}
    for column in days:
        first, last, found = _spans(given[column], column, context)
        issues.extend(found)
        if column == codebook.DATE_END:
            typed[str(column)] = last
            continue
        typed[str(column)] = first
        if column == codebook.DATE_START:
            ends[str(column)] = last
            continue
        wrong = np.flatnonzero((first != last).to_numpy() & first.notna().to_numpy())
        if len(wrong):
            typed[str(column)] = first.where(first == last)
            issues.extend(cell_issues(issue.NOT_A_DAY, given[column], wrong, column, context))
    if codebook.DATE_START in ends:
        _fill_days(typed, ends[codebook.DATE_START])
    return issues


def _fill_days(typed: dict[str, pd.Series], last_of_start: pd.Series) -> None:
    """Fills a blank last day where the first day's cell tells it, and a blank date precision from the days."""
    start = typed[codebook.DATE_START]
    end = typed.get(codebook.DATE_END, pd.Series(pd.NaT, index=start.index, dtype="datetime64[s]"))
    order = list(codebook.DATE_PRECISION.code_list.values())
    precision = typed.get(codebook.DATE_PRECISION)
    if precision is None:
        precision = all_blank(codebook.DATE_PRECISION, start.index, "category")
    tells = (last_of_start != start) | precision.isna() | (precision == "day")
    end = end.where(end.notna() | ~tells, last_of_start)
    span = ((end - start).dt.days + 1).to_numpy(dtype="float64", na_value=np.nan)
    derived = np.select([span <= 1, span <= 6, span <= 7, span <= 31], order[:4], default=order[4])
    blank = precision.isna() & ~np.isnan(span)
    typed[codebook.DATE_END] = end
    typed[codebook.DATE_PRECISION] = precision.mask(
        blank, pd.Series(derived, index=start.index).astype(precision.dtype)
    )
