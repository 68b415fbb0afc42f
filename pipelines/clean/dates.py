"""Dates, in the many ways that files write days, spans, months and years, and what follows from them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.clean.cells import Context, all_blank, cell_issues, is_blank
from pipelines.codebook import Column, Table
from pipelines.issue import Issue, Rule

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Dates outside these years are issues."""

_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan січ янв",
            "feb лют фев",
            "mar берез бер мар",
            "apr квіт кві апр",
            "may трав тра май мая",
            "jun черв чер июн",
            "jul лип июл",
            "aug серп сер авг",
            "sep верес вер сен",
            "oct жовт жов окт",
            "nov листоп лис ноя",
            "dec груд гру дек",
        ),
        start=1,
    )
    for stem in stems.split()
}
_MONTH_NAME = r"([a-zа-яіїєґ]{3,12})\.?"
_TIME = r"(?:,?[t ]\s*\d{1,2}:\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}})(?: ?р\.?| ?г\.?)?{_TIME}", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_DAY_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-.]+(?:of )?{_MONTH_NAME}[\s\-,.]+(\d{{4}})(?: ?(?:р|г|року|года)\.?)?{_TIME}",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(rf"{_MONTH_NAME}[\s\-.]+(\d{{1,2}})(?:st|nd|rd|th)?[\s\-,.]+(\d{{4}}){_TIME}", re.IGNORECASE)
_DAYS_NAMED = re.compile(rf"(\d{{1,2}})\s*[-–—]\s*(\d{{1,2}})[\s\-.]+{_MONTH_NAME}[\s\-,.]+(\d{{4}})", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})")
_MONTH_NAMED = re.compile(rf"{_MONTH_NAME}[\s\-,.]+(\d{{4}})(?: ?(?:р|г|року|года)\.?)?", re.IGNORECASE)
_YEAR_ONLY = re.compile(r"(\d{4})(?: ?(?:р|г|рік|год)\.?)?")
_BETWEEN = re.compile(r"\s+(?:to|until|till|по|до|through)\s+|\s+[-–—]\s+|\s*[–—]\s*|/(?=\d{4}-)", re.IGNORECASE)
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050

Span = tuple[date, date]
"""First and last day."""


def day_order(cells: Iterable[str]) -> str:
    """How dates such as 05/06/2023 are written, from cells that can only be read one way.

    "day" or "month" (comes first), "both" when cells contradict each other, "undecided" when such dates occur and
    none of them tells, "none" when no such dates occur.
    """
    is_day = is_month = is_open = False
    for text in cells:
        for found in _YEAR_LAST.finditer(text):
            first, second = int(found[1]), int(found[3])
            is_day |= first > 12 >= second > 0
            is_month |= second > 12 >= first > 0
            is_open |= first <= 12 and second <= 12 and first != second
    if is_day and is_month:
        return "both"
    if is_day or is_month:
        return "day" if is_day else "month"
    return "undecided" if is_open else "none"


def span_of(text: str, day_first: bool | None = None) -> Span | Rule:
    """The days that a text means, or the rule that it breaks. `day_first` is for 05/06/2023; None: it is unclear."""
    text = _WEEKDAY.sub("", " ".join(text.split()))
    span = _plain_span(text, day_first)
    if span is issue.NOT_A_DATE:
        ends = _BETWEEN.split(text)
        if len(ends) == 2:
            first, last = (_plain_span(end.strip(), day_first) for end in ends)
            if isinstance(first, tuple) and isinstance(last, tuple):
                return first[0], last[1]
    return span


def _plain_span(text: str, day_first: bool | None) -> Span | Rule:
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if first > 12 or first == second:
            return _day(found[4], found[3], found[1])
        if second > 12:
            return _day(found[4], found[1], found[3])
        if day_first is None:
            return issue.DATE_UNCLEAR
        return _day(found[4], found[3], found[1]) if day_first else _day(found[4], found[1], found[3])
    if found := _DIGITS.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _SERIAL.fullmatch(text):
        serial = int(found[1])
        if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return issue.NOT_A_DATE
        return (day := _EXCEL_EPOCH + timedelta(days=serial)), day
    if found := _DAY_NAMED.fullmatch(text):
        return _day(found[3], month_of(found[2]), found[1])
    if found := _NAMED_DAY.fullmatch(text):
        return _day(found[3], month_of(found[1]), found[2])
    if found := _DAYS_NAMED.fullmatch(text):
        first = _day(found[4], month_of(found[3]), found[1])
        last = _day(found[4], month_of(found[3]), found[2])
        return (first[0], last[1]) if isinstance(first, tuple) and isinstance(last, tuple) else issue.NOT_A_DATE
    if found := _MONTH_ONLY.fullmatch(text):
        return _whole_month(found[1] or found[4], found[2] or found[3])
    if found := _MONTH_NAMED.fullmatch(text):
        return _whole_month(found[2], month_of(found[1]))
    if found := _YEAR_ONLY.fullmatch(text):
        first = _day(found[1], 1, 1)
        return (first[0], date(first[0].year, 12, 31)) if isinstance(first, tuple) else first
    return issue.NOT_A_DATE


def month_of(name: str) -> int:
    """The number of a month by its name or the beginning of it, 0 for any other word."""
    name = name.casefold()
    for length in range(min(6, len(name)), 2, -1):
        if name[:length] in _MONTHS:
            return _MONTHS[name[:length]]
    return 0


def _day(year: str | int, month: str | int, day: str | int) -> Span | Rule:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return issue.NOT_A_DATE
    return (found, found) if FIRST_YEAR <= found.year <= LAST_YEAR else issue.OUT_OF_REACH


def _whole_month(year: str | int, month: str | int) -> Span | Rule:
    first = _day(year, month, 1)
    if not isinstance(first, tuple):
        return first
    return first[0], (first[0].replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


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
    day_first = context.day_first.get(str(column))
    for at in np.flatnonzero(~sound):
        if is_blank(different[at]):
            continue
        span = span_of(different[at], day_first)
        if isinstance(span, tuple):
            first[at], last[at] = np.datetime64(span[0], "s"), np.datetime64(span[1], "s")
        else:
            if span not in broken:
                broken.append(span)
            rules[at] = broken.index(span) + 1
    issues: list[Issue] = []
    for number, rule in enumerate(broken, start=1):
        wrong = np.flatnonzero(rules[positions] == number)
        if len(wrong):
            issues.extend(_date_issues(rule, cells, wrong, column, context))
    return (
        pd.Series(first[positions], index=cells.index),
        pd.Series(last[positions], index=cells.index),
        issues,
    )


def _date_issues(rule: Rule, cells: pd.Series, wrong: np.ndarray, column: Column, context: Context) -> list[Issue]:
    if rule is issue.DATE_UNCLEAR:
        details = []
        for value in cells.iloc[wrong]:
            found = _YEAR_LAST.search(value)
            assert found is not None
            day_first, month_first = _day(found[4], found[3], found[1]), _day(found[4], found[1], found[3])
            details.append({"day_first": _in_words(day_first), "month_first": _in_words(month_first)})
        return cell_issues(rule, cells, wrong, column, context, details)
    return cell_issues(rule, cells, wrong, column, context, {"first": FIRST_YEAR, "last": LAST_YEAR})


def _in_words(span: Span | Rule) -> str:
    return span[0].isoformat() if isinstance(span, tuple) else "no day"


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
