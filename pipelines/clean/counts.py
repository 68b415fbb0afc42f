"""Counts: whole numbers, ranges and bounds in figures or words, three columns (low, best, high) at a time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.clean.cells import BLANKS, Context, cell_issues
from pipelines.clean.dates import month_of
from pipelines.codebook import Column, Table
from pipelines.issue import Issue, Rule

MOST_PEOPLE = 10_000_000
"""No count is higher than this."""

_NONES = frozenset("none nil no nobody немає нема нет ніхто никто".split()) | {"no one"}
_WORDS = {
    word: number
    for number, words in enumerate(
        "zero нуль ноль,one один одна,two два дві две,three три,four чотири четыре,five п'ять пять,six шість шесть,"
        "seven сім семь,eight вісім восемь,nine дев'ять девять,ten десять,eleven,twelve,thirteen,fourteen,fifteen,"
        "sixteen,seventeen,eighteen,nineteen,twenty".split(",")
    )
    for word in words.split()
}
_NUMBER = r"(\d+(?:[ ,.'’]\d{3})*(?:[.,]\d+)?)"
_UNIT = r"(?: ?(?:people|persons?|victims|осіб|людей|особи|человека?|чел\.?))?"
_PLAIN = re.compile(_NUMBER + _UNIT)
_RANGE = re.compile(
    rf"(?:between |from |від |от )?{_NUMBER} ?(?:-|–|—|−|to|and|до|і|и|/|\.\.+|…) ?{_NUMBER}{_UNIT}",
)
_LOW = re.compile(
    r"(at least|no fewer than|no less than|not less than|min\.?|minimum|≥|>=|=>|щонайменше|не менше|принаймні|не менее|"
    rf"по меньшей мере|как минимум|минимум|мінімум) ?{_NUMBER}{_UNIT}|{_NUMBER} ?(?:\+|or more|and more|and up|"
    r"або більше|і більше|или более|и более)" + _UNIT
)
_ABOVE = re.compile(rf"(?:more than|over|above|upwards of|>|понад|більше|более|больше|свыше) ?{_NUMBER}{_UNIT}")
_HIGH = re.compile(
    r"(?:up to|at most|no more than|not more than|max\.?|maximum|≤|<=|=<|до|не більше|щонайбільше|не более|не больше) ?"
    rf"{_NUMBER}{_UNIT}"
)
_BELOW = re.compile(rf"(?:fewer than|less than|under|below|<|менше|менш як|менее|меньше) ?{_NUMBER}{_UNIT}")
_ABOUT = re.compile(
    r"(?:about|approximately|approx\.?|around|circa|c\.|ca\.?|roughly|nearly|almost|some|an estimated|estimated|est\.?|"
    rf"~|≈|близько|приблизно|біля|майже|около|примерно|почти) ?{_NUMBER}{_UNIT}|"
    rf"{_NUMBER}{_UNIT} ?(?:\?|\(\?\)|approx\.?)"
)
_NEGATIVE = re.compile(rf"[-−–] ?{_NUMBER}")
_REMARK = re.compile(r"(.+?) ?[(\[](.+)[)\]]")
_MADE_DATE = re.compile(r"\d{1,2}[- ][a-zа-яіїє]{3,4}\.?|[a-zа-яіїє]{3}[- ]\d{1,2}|\d{4}-\d\d-\d\d.*", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:a |an |the |at least |about |many |several |some )*(?:few|several|some|many|multiple|numerous|various|couple|"
    r"dozens?|scores|tens|hundreds|thousands|unknown number|number|large number|handful|half a dozen|casualties|"
    r"кілька|декілька|багато|десятки|сотні|тисячі|чимало|несколько|много|десятки|сотни|тысячи|ряд)"
    r"(?: of)?(?: (?:people|persons|others|more|civilians|осіб|людей|человек|dozens|tens|hundreds|thousands|десятків|"
    r"десятков))*",
)

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPED = re.compile(r"\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d+([.,])(\d+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says: low, best and high (None = nothing), the rule it breaks or the note it needs.

    `is_worded`: the cell's words must be kept in the statement.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: Rule | None = None
    details: dict[str, object] = field(default_factory=dict)
    is_worded: bool = False


def thousands_of(cells: Iterable[str], delimiter: str = ",") -> frozenset[str]:
    """The separators that group thousands in a file, from the evidence of its cells.

    A comma does unless something speaks against it. A point does only where something speaks for it: a number with
    two groups, a decimal comma, or a file separated by semicolons, which is what spreadsheets with a decimal comma
    write.
    """
    marks = {",": 0, ".": 0}
    for text in cells:
        compact = _SPACES.sub(" ", text)
        for found in re.finditer(r"\d[\d.,]*\d", compact):
            piece = found[0]
            for mark, other in ((",", "."), (".", ",")):
                if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{2,}}", piece):
                    marks[mark] += 1
                elif re.fullmatch(rf"\d+{re.escape(mark)}(?:\d{{1,2}}|\d{{4,}})", piece):
                    marks[other] += 1
    if marks[","] and marks["."]:
        return frozenset()
    if marks["."] or (delimiter == ";" and not marks[","]):
        return frozenset(".")
    return frozenset(",")


def figure_of(text: str, thousands: frozenset[str] = frozenset(",")) -> Figure:
    """What the text of a count cell says. `thousands` are the separators that group thousands."""
    text = _SPACES.sub(" ", text).strip().casefold()
    if text == "" or text in BLANKS:
        return Figure()
    if text.isascii() and text.isdigit():
        return _checked(int(text) if len(text) < 12 else MOST_PEOPLE + 1)
    if text in _NONES:
        return Figure(rule=issue.NONE_UNCLEAR)
    if text in _WORDS:
        return Figure(best=_WORDS[text])
    if found := _PLAIN.fullmatch(text):
        number = _whole(found[1], thousands)
        return _checked(number) if isinstance(number, int) else number
    if found := _NEGATIVE.fullmatch(text):
        return Figure(rule=issue.BELOW_MINIMUM, details={"minimum": 0, "expected": "A count is 0 or more"})
    if _MADE_DATE.fullmatch(text) and _looks_like_date(text):
        return Figure(rule=issue.BECAME_DATE)
    if found := _RANGE.fullmatch(text):
        return _bounds(found[1], found[2], thousands)
    if found := _LOW.fullmatch(text):
        return _bounds(found[2] or found[3], None, thousands)
    if found := _ABOVE.fullmatch(text):
        return _bounds(found[1], None, thousands, "at least {}")
    if found := _HIGH.fullmatch(text):
        return _bounds(None, found[1], thousands)
    if found := _BELOW.fullmatch(text):
        return _bounds(None, found[1], thousands, "at most {}")
    if found := _ABOUT.fullmatch(text):
        number = _whole(found[1] or found[2], thousands)
        if not isinstance(number, int):
            return number
        checked = _checked(number)
        if checked.rule is not None:
            return checked
        return Figure(best=number, rule=issue.ABOUT, details={"number": number}, is_worded=True)
    if _VAGUE.fullmatch(text):
        return Figure(rule=issue.VAGUE_WORD, is_worded=True)
    if found := _REMARK.fullmatch(text):
        inner = figure_of(found[1], thousands)
        if inner.best is not None and (inner.rule is None or inner.rule is issue.ABOUT):
            return Figure(best=inner.best, rule=issue.REMARK, details={"number": inner.best}, is_worded=True)
    return Figure(rule=issue.NOT_A_NUMBER)


def _looks_like_date(text: str) -> bool:
    if re.match(r"\d{4}-", text):
        return True
    name = re.sub(r"[^a-zа-яіїє]", "", text)
    return month_of(name) > 0


def _bounds(low: str | None, high: str | None, thousands: frozenset[str], meaning: str = "") -> Figure:
    ends: list[int | None] = []
    for text in (low, high):
        number = None if text is None else _whole(text, thousands)
        if isinstance(number, Figure):
            return number
        if number is not None and number > MOST_PEOPLE:
            return _checked(number)
        ends.append(number)
    if not meaning:
        return Figure(low=ends[0], high=ends[1])
    number = ends[0] if ends[0] is not None else ends[1]
    return Figure(
        low=ends[0], high=ends[1], rule=issue.BOUND, details={"meaning": meaning.format(number)}, is_worded=True
    )


def _checked(number: int) -> Figure:
    if number > MOST_PEOPLE:
        details = {"maximum": f"{MOST_PEOPLE:,}", "expected": "Expected a number of people or structures"}
        return Figure(rule=issue.ABOVE_MAXIMUM, details=details)
    return Figure(best=number)


def _whole(text: str, thousands: frozenset[str]) -> int | Figure:
    """A whole number with or without separators, or a figure that says what is wrong with it."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 12 else MOST_PEOPLE + 1
    if found := _GROUPED.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        is_twice = len(text) - len(digits) > 1
        if found[1] in " '’" or found[1] in thousands or is_twice:
            return int(digits) if len(digits) < 12 else MOST_PEOPLE + 1
        small = text.replace(",", ".")
        return Figure(rule=issue.THOUSANDS_UNCLEAR, details={"small": small, "large": int(digits)})
    if (found := _DECIMAL.fullmatch(text)) and not found[2].strip("0"):
        return int(re.split(r"[.,]", text)[0])
    return Figure(rule=issue.NOT_WHOLE)


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
