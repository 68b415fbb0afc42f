"""Text cells to typed values: dates, counts, codes, places, degrees. Each cell that cannot be read is an issue.

Work is done once per different text of a column, so a million rows cost little more than the few thousand
different things they say. Nothing is guessed: what can be read two ways is an issue, or a question for the file.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from pipelines import codebook, issue, places, schema
from pipelines.codebook import Column, Table
from pipelines.codes import CodeList
from pipelines.issue import Issue, Rule

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Dates outside these years are issues."""

MOST_PEOPLE = 10_000_000
"""No count is higher than this."""

LONGEST_KEY = 200
"""Characters."""

_MOST_SUGGESTIONS = 200
_CLOSE_ENOUGH = 60


@dataclass(frozen=True)
class Context:
    """What clean must know of the file: its name, the user's column labels, and how it writes dates and numbers.

    `day_first` maps a date column to True (31/05), False (05/31) or None (both ways occur in it). `thousands` holds
    the separators that group thousands in this file. `is_foreign`: the publisher's own coding of regions, where an
    unknown name costs the region and not the row.
    """

    file: str
    labels: Mapping[str, str] = field(default_factory=dict)
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    thousands: frozenset[str] = frozenset(",")
    is_foreign: bool = False

    def label(self, column: Column) -> str:
        """The column's name as the user sees it."""
        return self.labels.get(str(column), column.label)


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
    given = {str(column): _stripped(text[column]) for column in of.columns if column in text.columns}
    issues: list[Issue] = []
    typed: dict[str, pd.Series] = {}
    for column in of.columns:
        if column in given and column.kind in _READERS:
            typed[str(column)], found = _READERS[column.kind](given[column], column, context)
            issues.extend(found)
    issues.extend(_read_dates(given, typed, of, context))
    issues.extend(_read_counts(given, typed, of, context))
    issues.extend(_read_places(given, typed, of, context))
    columns = {}
    for column, dtype in zip(of.columns, schema.dtypes(of).values(), strict=True):
        cells = typed.get(str(column))
        if cells is None:
            cells = _all_blank(column, text.index, dtype)
        columns[str(column)] = cells if cells.dtype == dtype else cells.astype(dtype)
    return Cleaned(pd.DataFrame(columns, index=text.index), issues)


def _all_blank(column: Column, index: pd.Index, dtype: str) -> pd.Series:
    if column.code_list is not None:
        nothing = np.full(len(index), -1)
        return pd.Series(pd.Categorical.from_codes(nothing, categories=column.code_list.values()), index=index)
    return pd.Series(pd.NA, index=index, dtype="object").astype(dtype)


def _stripped(cells: pd.Series) -> pd.Series:
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


def _blanked(cells: pd.Series) -> pd.Series:
    return cells.mask(cells == "")


def _without_dashes(cells: pd.Series) -> pd.Series:
    """Text with "-", "n/a" and their like made blank. "NA" stays: it may be Namibia."""
    return cells.mask((cells == "") | cells.isin(_DASHES | {"N/A", "#N/A", "N.A."}))


# Text and keys


def _read_text(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    return _without_dashes(cells), []


def _read_key(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    too_long = cells.str.len() > LONGEST_KEY
    if not too_long.any():
        return _without_dashes(cells), []
    wrong = cells[too_long]
    details = [{"length": len(value), "limit": LONGEST_KEY} for value in wrong]
    found = issue.many(issue.KEY_TOO_LONG, context.file, wrong.index.tolist(), context.label(column), wrong, details)
    return _without_dashes(cells.mask(too_long, "")), found


# Codes


def _read_code(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    assert column.code_list is not None
    known = _code_index(column.code_list.name)
    positions, different = pd.factorize(cells)
    values = column.code_list.values()
    order = {value: at for at, value in enumerate(values)}
    found = np.array([order.get(known.get(_code_key(text), ""), -1) for text in different] + [-1], dtype=np.int64)
    codes = found[positions]
    wrong = np.flatnonzero((codes < 0) & ~_blank_mask(cells))
    typed = pd.Series(pd.Categorical.from_codes(codes, categories=list(values)), index=cells.index)
    if not len(wrong):
        return typed, []
    allowed = {"allowed": ", ".join(values)}
    nearest = _suggestions(cells.iloc[wrong], lambda text: _nearest_code(text, column.code_list))
    return typed, _cell_issues(issue.UNKNOWN_CODE, cells, wrong, column, context, allowed, nearest)


def code_of(text: str, column: Column) -> str | None:
    """The code that a code, a label or a known misspelling means; None for anything else."""
    assert column.code_list is not None
    return _code_index(column.code_list.name).get(_code_key(text))


def _code_key(text: str) -> str:
    return re.sub(r"[\s\-_/,]+", "_", text.strip().casefold()).strip("_")


@cache
def _code_index(name: str) -> dict[str, str]:
    code_list = _code_lists()[name]
    known = {_code_key(wrong): right for wrong, right in code_list.fixes.items()}
    known.update({_code_key(label): code for code, label in code_list.labels().items()})
    known.update({_code_key(code): code for code in code_list.values()})
    return known


@cache
def _code_lists() -> dict[str, CodeList]:
    lists = (column.code_list for each in codebook.TABLES for column in each.columns)
    return {each.name: each for each in lists if each is not None}


def _nearest_code(text: str, code_list: CodeList) -> str:
    known = _code_index(code_list.name)
    found = process.extractOne(_code_key(text), known.keys(), scorer=fuzz.WRatio, score_cutoff=_CLOSE_ENOUGH)
    return known[found[0]] if found else ""


# Dates

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
        return _day(found[3], _month(found[2]), found[1])
    if found := _NAMED_DAY.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2])
    if found := _DAYS_NAMED.fullmatch(text):
        first = _day(found[4], _month(found[3]), found[1])
        last = _day(found[4], _month(found[3]), found[2])
        return (first[0], last[1]) if isinstance(first, tuple) and isinstance(last, tuple) else issue.NOT_A_DATE
    if found := _MONTH_ONLY.fullmatch(text):
        return _whole_month(found[1] or found[4], found[2] or found[3])
    if found := _MONTH_NAMED.fullmatch(text):
        return _whole_month(found[2], _month(found[1]))
    if found := _YEAR_ONLY.fullmatch(text):
        first = _day(found[1], 1, 1)
        return (first[0], date(first[0].year, 12, 31)) if isinstance(first, tuple) else first
    return issue.NOT_A_DATE


def _month(name: str) -> int:
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
        if _is_blank(different[at]):
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
        return _cell_issues(rule, cells, wrong, column, context, details)
    return _cell_issues(rule, cells, wrong, column, context, {"first": FIRST_YEAR, "last": LAST_YEAR})


def _in_words(span: Span | Rule) -> str:
    return span[0].isoformat() if isinstance(span, tuple) else "no day"


def _read_dates(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
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
            issues.extend(_cell_issues(issue.NOT_A_DAY, given[column], wrong, column, context))
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
        precision = _all_blank(codebook.DATE_PRECISION, start.index, "category")
    tells = (last_of_start != start) | precision.isna() | (precision == "day")
    end = end.where(end.notna() | ~tells, last_of_start)
    span = ((end - start).dt.days + 1).to_numpy(dtype="float64", na_value=np.nan)
    derived = np.select([span <= 1, span <= 6, span <= 7, span <= 31], order[:4], default=order[4])
    blank = precision.isna() & ~np.isnan(span)
    typed[codebook.DATE_END] = end
    typed[codebook.DATE_PRECISION] = precision.mask(
        blank, pd.Series(derived, index=start.index).astype(precision.dtype)
    )


# Counts

_DASHES = frozenset(". .. ... … - -- --- – — ? ?? / n/a #n/a n.a. н/д н.д.".split())
_BLANKS = _DASHES | frozenset(
    "na n.a nan null nd n/d n.d. tbd tbc unk unknown unclear unspecified невідомо неизвестно".split()
)
_BLANKS |= {
    "not known",
    "not stated",
    "not available",
    "not reported",
    "no data",
    "no figure",
    "no information",
    "to be confirmed",
    "немає даних",
    "нет данных",
}
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
    if text == "" or text in _BLANKS:
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
    return _month(name) > 0


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


def _read_counts(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
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
        issues.extend(_cell_issues(issue.NOT_A_NUMBER, given[column], np.flatnonzero(is_other), column, context))
    from_best = ends[column]
    differs = ~np.isnan(own) & ~np.isnan(from_best) & (own != from_best)
    if differs.any():
        other = {"other": context.label(column)}
        issues.extend(_cell_issues(issue.TOLD_TWICE, given[best], np.flatnonzero(differs), best, context, other))
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


# Places


def _read_degrees(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    values = pd.to_numeric(cells.mask(cells == ""), errors="coerce").astype("float64")
    open_cells = np.flatnonzero(values.isna().to_numpy() & (cells != "").to_numpy())
    if not len(open_cells):
        return values, []
    rest = cells.iloc[open_cells]
    with_comma = rest.str.fullmatch(r"[-+]?\d{1,3},\d+")
    again = pd.to_numeric(rest.where(with_comma).str.replace(",", ".", regex=False), errors="coerce").astype("float64")
    values = values.copy()
    values.iloc[open_cells] = again.to_numpy()
    wrong = open_cells[again.isna().to_numpy() & ~np.array([_is_blank(text) for text in rest])]
    values = values.where(np.isfinite(values))
    return values, _cell_issues(issue.NOT_DEGREES, cells, wrong, column, context)


def _read_places(given: dict[str, pd.Series], typed: dict[str, pd.Series], of: Table, context: Context) -> list[Issue]:
    """Reads country and region into `typed`, then places what has no coordinates."""
    if codebook.REGION not in of.columns:
        return []
    size = next(iter(given.values())).index if given else pd.RangeIndex(0)
    empty = pd.Series("", index=size, dtype="str")
    country_text = given.get(codebook.COUNTRY, empty)
    region_text = given.get(codebook.REGION, empty)
    issues: list[Issue] = []
    country = places.country_codes_of(country_text)
    wrong = np.flatnonzero((country == "").to_numpy() & ~_blank_mask(country_text))
    if len(wrong):
        nearest = _suggestions(country_text.iloc[wrong], places.nearest_country)
        issues.extend(
            _cell_issues(issue.UNKNOWN_COUNTRY, country_text, wrong, codebook.COUNTRY, context, None, nearest)
        )
    region = places.region_codes_of(region_text, country)
    open_regions = np.flatnonzero((region == "").to_numpy() & ~_blank_mask(region_text))
    if len(open_regions):
        issues.extend(_region_issues(region_text, country, open_regions, context))
    from_region = region.str.slice(0, 2)
    country = country.mask((country == "") & (region != ""), from_region)
    typed[codebook.COUNTRY] = _blanked(country)
    typed[codebook.REGION] = _blanked(region)
    issues.extend(_pair_issues(given, typed, context))
    if codebook.PLACE in of.columns and codebook.LATITUDE in of.columns:
        issues.extend(_place(given, typed, context))
    return issues


def _region_issues(cells: pd.Series, country: pd.Series, wrong: np.ndarray, context: Context) -> list[Issue]:
    somewhere = places.region_codes_of(cells.iloc[wrong], pd.Series("", index=cells.index[wrong], dtype="str"))
    elsewhere = (somewhere != "").to_numpy() & (country.iloc[wrong] != "").to_numpy()
    label = context.label(codebook.REGION)
    nearest: dict[tuple[str, str], str] = {}
    issues = []
    rows = zip(wrong.tolist(), cells.iloc[wrong], country.iloc[wrong], elsewhere.tolist(), strict=True)
    lines = cells.index
    for at, value, code, is_elsewhere in rows:
        if is_elsewhere and not context.is_foreign:
            details: dict[str, object] = {"country": places.country_name(code)}
            issues.append(Issue(issue.REGION_ELSEWHERE, context.file, int(lines[at]), label, value, details))
            continue
        key = (value, code)
        if key not in nearest:
            found = places.nearest_region(*key) if len(nearest) < _MOST_SUGGESTIONS else ""
            nearest[key] = f"{found} ({places.region_name(found)})" if found else ""
        details = {"of_country": f" of {places.country_name(code)}" if code else ""}
        rule = issue.REGION_NOT_FOUND if context.is_foreign else issue.UNKNOWN_REGION
        suggestion = "" if context.is_foreign else nearest[key]
        issues.append(Issue(rule, context.file, int(lines[at]), label, value, details, suggestion))
    return issues


def _pair_issues(given: dict[str, pd.Series], typed: dict[str, pd.Series], context: Context) -> list[Issue]:
    """Latitude without longitude and the other way round, by what was typed."""
    if codebook.LATITUDE not in given and codebook.LONGITUDE not in given:
        return []
    index = typed[codebook.REGION].index
    blank = {
        column: _blank_mask(given[column]) if column in given else np.ones(len(index), dtype=bool)
        for column in (codebook.LATITUDE, codebook.LONGITUDE)
    }
    issues = []
    for column, other in ((codebook.LATITUDE, codebook.LONGITUDE), (codebook.LONGITUDE, codebook.LATITUDE)):
        wrong = np.flatnonzero(~blank[column] & blank[other])
        if len(wrong):
            issues.extend(_cell_issues(issue.HALF_A_POINT, given[column], wrong, column, context))
    return issues


def _place(given: dict[str, pd.Series], typed: dict[str, pd.Series], context: Context) -> list[Issue]:
    """Adds coordinates from the gazetteer where a settlement is named without, and fills a blank place precision."""
    index = typed[codebook.REGION].index
    text = pd.Series(np.nan, index=index, dtype="str")
    degrees = pd.Series(np.nan, index=index, dtype="float64")
    place = typed.get(codebook.PLACE, text)
    latitude, longitude = (typed.get(column, degrees) for column in (codebook.LATITUDE, codebook.LONGITUDE))
    region, country = typed[codebook.REGION].fillna(""), typed[codebook.COUNTRY].fillna("")
    precision = typed.get(codebook.PLACE_PRECISION)
    if precision is None:
        precision = _all_blank(codebook.PLACE_PRECISION, index, "category")
    was_blank = precision.isna()
    typed_blank = np.ones(len(index), dtype=bool)
    for column in (codebook.LATITUDE, codebook.LONGITUDE):
        if column in given:
            typed_blank &= _blank_mask(given[column])
    wanted = (
        typed_blank
        & place.notna().to_numpy()
        & (country != "").to_numpy()
        & (was_blank | precision.isin(["exact", "settlement"])).to_numpy()
    )
    issues: list[Issue] = []
    found_at = np.zeros(len(index), dtype=bool)
    if wanted.any():
        found = places.settlements_of(place[wanted], region[wanted], country[wanted])
        hit = found["latitude"].notna().to_numpy()
        at = np.flatnonzero(wanted)[hit]
        found_at[at] = True
        latitude, longitude, region = latitude.copy(), longitude.copy(), region.copy()
        latitude.iloc[at] = found["latitude"].to_numpy()[hit]
        longitude.iloc[at] = found["longitude"].to_numpy()[hit]
        region.iloc[at] = found["region"].to_numpy()[hit]
        issues.extend(_placed_issues(place, region, at, context))
    has_point = latitude.notna().to_numpy()
    derived = np.select(
        [has_point, (region != "").to_numpy(), (country != "").to_numpy()],
        ["settlement", "region", "country"],
        default="country",
    )
    known = has_point | (region != "").to_numpy() | (country != "").to_numpy()
    filled = pd.Series(derived, index=index).astype(precision.dtype)
    precision = precision.mask((was_blank & known) | found_at, filled)
    missed = np.flatnonzero(wanted & ~found_at)
    if len(missed):
        issues.extend(_missed_issues(place, region, country, precision, missed, context))
    typed[codebook.LATITUDE], typed[codebook.LONGITUDE] = latitude, longitude
    typed[codebook.REGION] = _blanked(region)
    typed[codebook.PLACE_PRECISION] = precision
    return issues


def _placed_issues(place: pd.Series, region: pd.Series, at: np.ndarray, context: Context) -> list[Issue]:
    names = {code: {} for code in region.iloc[at].unique()}
    details = []
    for value, code in zip(place.iloc[at], region.iloc[at], strict=True):
        of_region = names[code]
        if value not in of_region:
            of_region[value] = {"name": f"{value} ({places.region_name(code)})"}
        details.append(of_region[value])
    return _cell_issues(issue.PLACED, place, at, codebook.PLACE, context, details)


def _missed_issues(
    place: pd.Series, region: pd.Series, country: pd.Series, precision: pd.Series, at: np.ndarray, context: Context
) -> list[Issue]:
    made: dict[tuple[str, str, str], dict[str, object]] = {}
    details = []
    for key in zip(region.iloc[at], country.iloc[at], precision.iloc[at], strict=True):
        if key not in made:
            where = places.region_name(key[0]) if key[0] else places.country_name(key[1])
            made[key] = {"where": where, "precision": key[2]}
        details.append(made[key])
    return _cell_issues(issue.PLACE_NOT_FOUND, place, at, codebook.PLACE, context, details)


# Shared by the readers


def _is_blank(text: str) -> bool:
    return text == "" or text.casefold() in _BLANKS


def _blank_mask(cells: pd.Series) -> np.ndarray:
    """Which cells say nothing, in words or by being empty."""
    return ((cells == "") | cells.str.lower().isin(_BLANKS)).to_numpy(dtype=bool)


def _suggestions(cells: pd.Series, nearest: Callable[[str], str]) -> list[str]:
    """The nearest allowed value for each cell, worked out for the first different ones only: it is slow."""
    known: dict[str, str] = {}
    for text in cells:
        if text not in known:
            known[text] = nearest(text) if len(known) < _MOST_SUGGESTIONS else ""
    return [known[text] for text in cells]


def _cell_issues(
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
    return issue.many(rule, context.file, lines, context.label(column), cells.iloc[at], details, suggestions)


_READERS = {
    "key": _read_key,
    "text": _read_text,
    "link": _read_text,
    "code": _read_code,
    "degrees": _read_degrees,
}
