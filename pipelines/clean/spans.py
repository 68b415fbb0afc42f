"""What one cell says of a date: a day, a span of days, a month or a year, in the many ways that people write them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines import issue
from pipelines.issue import Rule
from pipelines.wording import checking as words

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Dates outside these years are issues."""

_MONTH_FORMS = (
    "january january січень січня январь января januar jänner janvier",
    "february лютий лютого февраль февраля februar février fevrier",
    "march березень березня март марта märz maerz mrz mars",
    "april квітень квітня апрель апреля avril",
    "may травень травня май мая mai",
    "june червень червня июнь июня juni juin",
    "july липень липня июль июля juli juillet",
    "august серпень серпня август августа août aout",
    "september вересень вересня сентябрь сентября septembre",
    "october жовтень жовтня октябрь октября oktober octobre",
    "november листопад листопада ноябрь ноября novembre",
    "december грудень грудня декабрь декабря dezember décembre decembre",
)
"""The months in English, Ukrainian, Russian, German and French, also as they stand after a day."""


def _beginnings() -> dict[str, int]:
    """Every beginning of three letters or more that only one month has, to the number of the month."""
    found: dict[str, set[int]] = {}
    for number, forms in enumerate(_MONTH_FORMS, start=1):
        for form in forms.split():
            for length in range(3, len(form) + 1):
                found.setdefault(form[:length], set()).add(number)
    return {beginning: numbers.pop() for beginning, numbers in found.items() if len(numbers) == 1}


_MONTHS = _beginnings()
_MONTH_NAME = r"([a-zà-ÿа-яіїєґ]{3,12})\.?"
_YEAR = r"(\d{4}|\d{2})(?!\d)(?: ?(?:року|року\.|года|рік|год|р|г)\.?)?"
_TIME = r"(?:(?:,? (?:(?:at|о|об|в|um|à) )?|t)\d{1,2}[:.]\d{2}.*)?"
_TIME_FIRST = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?,?\s+(?=\S)")
_SPACER = r"[\s\-./,]+"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(?<![\d.])(\d{{1,2}})([-/.])(\d{{1,2}})\2{_YEAR}{_TIME}", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<![\d\-/.])(\d{1,2})[-/.\s](\d{1,2}|[^\W\d_]{3,12})[-/.,\s]+(\d\d)(?!\d|[:.\-/]\d)")
_FOUR_BEHIND = re.compile(r"(?<![\d\-/.])\d{1,2}[-/.\s](?:\d{1,2}|[^\W\d_]{3,12})[-/.,\s]+\d{4}(?!\d)")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun|понед|вівт|серед|четв|п['’ʼ]?ятн|субот|неділ|втор|сред|субб|воскр|mont|dienst|mittw|"
    r"donn|freit|samst|sonnt|lund|mard|mercr|jeud|vendr|samed|diman)[^\W\d_]*|пн|вт|ср|чт|пт|сб|нд|вс|mo|di|mi|do|fr|sa|so)"
    r"\.?,?\s+(?:(?:the|den|le)\s+)?",
    re.IGNORECASE,
)
_DAY_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er)?{_SPACER}(?:of |de )?{_MONTH_NAME}{_SPACER}{_YEAR}{_TIME}", re.IGNORECASE
)
_NAMED_DAY = re.compile(rf"{_MONTH_NAME}{_SPACER}(\d{{1,2}})(?:st|nd|rd|th)?{_SPACER}(\d{{4}}){_TIME}", re.IGNORECASE)
_YEAR_NAMED = re.compile(rf"(\d{{4}}){_SPACER}{_MONTH_NAME}{_SPACER}(\d{{1,2}})", re.IGNORECASE)
_JOINT = r"\.?\s*(?:[-–—/&]|to|and|till|until|по|до|та|і|й|и|und|bis|et|au)\s*"
_DAYS_NAMED = re.compile(
    rf"(?:from |between |з |із |с |со |від |от |vom |du )?(\d{{1,2}})(?:st|nd|rd|th)?{_JOINT}(\d{{1,2}})"
    rf"(?:st|nd|rd|th)?{_SPACER}(?:of )?{_MONTH_NAME}{_SPACER}(\d{{4}})(?: ?(?:року|года|р|г)\.?)?",
    re.IGNORECASE,
)
_NAMED_DAYS = re.compile(rf"{_MONTH_NAME}\s+(\d{{1,2}}){_JOINT}(\d{{1,2}}),?\s+(\d{{4}})", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,2})\.?\s*[-–—]\s*(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NO_YEAR = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?{_SPACER}(?:of )?{_MONTH_NAME}|{_MONTH_NAME}{_SPACER}(\d{{1,2}})(?:st|nd|rd|th)?|"
    r"(\d{1,2})[./](\d{1,2})\.?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[/.](\d{4})")
_MONTH_NAMED = re.compile(rf"{_MONTH_NAME}[\s\-,.]+(\d{{4}})(?: ?(?:р|г|року|года)\.?)?", re.IGNORECASE)
_NAMED_MONTH = re.compile(rf"(\d{{4}})[\s\-,.]+{_MONTH_NAME}", re.IGNORECASE)
_YEAR_ONLY = re.compile(r"(\d{4})(?: ?(?:р|г|рік|год)\.?)?")
_BETWEEN = re.compile(
    r"\s+(?:to|until|till|по|до|through|bis|and|та|и|і)\s+|\s+[-–—]\s+|\s*[–—]\s*|/(?=\d{4}-)|"
    r"-(?=\d{1,2}\.\d{1,2}\.\d{4}$)",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|between|з|із|с|со|від|от|vom|du)\s+", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?{_SPACER}{_MONTH_NAME}|(\d{{1,2}})\.(\d{{1,2}})\.?", re.IGNORECASE
)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050
_LAST_OF_THIS_CENTURY = 68

Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the dates of a column are written.

    `day_first` is for 05/06/2023, `year_last` for 22.05.23: True, False, or None where it is unclear. `from_1904`:
    plain numbers are days since 1904.
    """

    day_first: bool | None = None
    year_last: bool | None = True
    from_1904: bool = False


def day_order(cells: Iterable[str]) -> str:
    """How dates such as 05/06/2023 are written, from cells that can only be read one way.

    "day" or "month" (comes first), "both" when cells contradict each other, "undecided" when such dates occur and
    none of them tells, "none" when no such dates occur.
    """
    is_open = False
    told = telling(cells)
    if told[0] and told[1]:
        return "both"
    if told[0] or told[1]:
        return "day" if told[0] else "month"
    for text in cells:
        for found in _YEAR_LAST.finditer(text):
            first, second = int(found[1]), int(found[3])
            is_open |= first <= 12 and second <= 12 and first != second
    return "undecided" if is_open else "none"


def telling(cells: Iterable[str]) -> tuple[str, str]:
    """The first cell that can only have the day in front and the first that can only have the month; "" for none."""
    day = month = ""
    for text in cells:
        for found in _YEAR_LAST.finditer(text):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second > 0:
                day = day or text
            elif second > 12 >= first > 0:
                month = month or text
        if day and month:
            break
    return day, month


def year_place(cells: Iterable[str], today: date | None = None) -> str:
    """Where years of two digits stand in dates such as 22.05.23: "last", "first", "undecided", or "none" of them occur.

    A year of four digits behind decides for the others. Else a place is ruled out by what would be no day, or a year
    after `today`; and years behind vary less than days do. Anything else is undecided.
    """
    firsts, lasts, with_four = set(), set(), False
    for text in cells:
        with_four |= _FOUR_BEHIND.search(text) is not None
        for first, last in _ends_of_short(text):
            firsts.add(first)
            lasts.add(last)
    if not firsts:
        return "none"
    latest = today.year if today else LAST_YEAR
    can_be_last = all(int(day) <= 31 for day in firsts) and all(_full_year(year) <= latest for year in lasts)
    can_be_first = all(int(day) <= 31 for day in lasts) and all(
        len(year) == 2 and _full_year(year) <= latest for year in firsts
    )
    varies_as_last = len(lasts) < len(firsts)
    if with_four or (can_be_last and not can_be_first) or (varies_as_last and can_be_last == can_be_first):
        return "last"
    return "first" if can_be_first and not can_be_last and not varies_as_last else "undecided"


def _ends_of_short(text: str) -> list[tuple[str, str]]:
    """First and last number of each date in a text that has a year of two digits."""
    return [(found[1], found[3]) for found in _SHORT_YEAR.finditer(text) if found[2].isdigit() or month_of(found[2])]


def stands_behind(place: str) -> bool | None:
    """What `year_place` found, as `Manner` has it."""
    return {"last": True, "none": True, "first": False}.get(place)


def span_of(text: str, day_first: bool | None = None, manner: Manner | None = None) -> Span | Rule:
    """The days that a text means, or the rule that it breaks. `day_first` is short for a `manner` with it alone."""
    how = manner or Manner(day_first)
    text = " ".join(text.split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _TIME_FIRST.sub("", text)
    span = _plain_span(text, how)
    if span is not issue.NOT_A_DATE:
        return span
    if found := _WEEKDAY.match(text):
        span = _plain_span(text[found.end() :], how)
    if span is issue.NOT_A_DATE:
        span = _between(text, how)
    if span is issue.NOT_A_DATE and (found := _NO_YEAR.fullmatch(text)) and _is_day_without_year(found):
        return issue.NO_YEAR
    return span


def _is_day_without_year(found: re.Match) -> bool:
    name = found[1] or found[2]
    return month_of(name) > 0 if name else 0 < int(found[4]) <= 31 and 0 < int(found[5]) <= 31


def _between(text: str, how: Manner) -> Span | Rule:
    """The days from one date to another: 30 May - 2 June 2023."""
    ends = _BETWEEN.split(_FROM.sub("", text))
    if len(ends) != 2:
        return issue.NOT_A_DATE
    day, month = telling([text])
    if how.day_first is None and bool(day) != bool(month):
        how = replace(how, day_first=bool(day))  # one end tells how the other is written
    last = _plain_span(ends[1].strip(), how)
    first = _plain_span(ends[0].strip(), how)
    if isinstance(last, tuple) and not isinstance(first, tuple):
        first = _in_year(ends[0].strip(), last[0].year)
    return (first[0], last[1]) if isinstance(first, tuple) and isinstance(last, tuple) else issue.NOT_A_DATE


def _in_year(text: str, year: int) -> Span | Rule:
    """A day whose year is said later: "30 May" in 30 May - 2 June 2023."""
    found = _WITHOUT_YEAR.fullmatch(text)
    if not found:
        return issue.NOT_A_DATE
    return _day(year, month_of(found[2]), found[1]) if found[2] else _day(year, found[4], found[3])


def _plain_span(text: str, how: Manner) -> Span | Rule:
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found, how)
    if found := _DIGITS.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _SERIAL.fullmatch(text):
        serial = int(found[1])
        if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return issue.NOT_A_DATE
        day = (_EPOCH_1904 if how.from_1904 else _EPOCH) + timedelta(days=serial)
        return day, day
    if found := _DAY_NAMED.fullmatch(text):
        if len(found[3]) == 2 and how.year_last is None:
            return issue.YEAR_UNCLEAR
        if len(found[3]) == 2 and not how.year_last:
            return _day(_full_year(found[1]), month_of(found[2]), found[3])
        return _day(_full_year(found[3]), month_of(found[2]), found[1])
    if found := _NAMED_DAY.fullmatch(text):
        return _day(found[3], month_of(found[1]), found[2])
    if found := _YEAR_NAMED.fullmatch(text):
        return _day(found[1], month_of(found[2]), found[3])
    if found := _DAYS_NAMED.fullmatch(text):
        return _from_to(_day(found[4], month_of(found[3]), found[1]), _day(found[4], month_of(found[3]), found[2]))
    if found := _NAMED_DAYS.fullmatch(text):
        return _from_to(_day(found[4], month_of(found[1]), found[2]), _day(found[4], month_of(found[1]), found[3]))
    if found := _DAYS.fullmatch(text):
        return _from_to(_day(found[4], found[3], found[1]), _day(found[4], found[3], found[2]))
    if found := _YEAR_ONLY.fullmatch(text):
        first = _day(found[1], 1, 1)
        return (first[0], date(first[0].year, 12, 31)) if isinstance(first, tuple) else first
    if found := _MONTH_ONLY.fullmatch(text):
        return _whole_month(found[1] or found[4], found[2] or found[3])
    if found := _MONTH_NAMED.fullmatch(text):
        return _whole_month(found[2], month_of(found[1]))
    if found := _NAMED_MONTH.fullmatch(text):
        return _whole_month(found[1], month_of(found[2]))
    return issue.NOT_A_DATE


def _year_last(found: re.Match, how: Manner) -> Span | Rule:
    """The day of 31/05/2023 and its like."""
    first, second = int(found[1]), int(found[3])
    if len(found[4]) == 2 and not how.year_last:
        return issue.YEAR_UNCLEAR if how.year_last is None else _day(_full_year(found[1]), found[3], found[4])
    year = _full_year(found[4])
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if how.day_first is None:
        return issue.DATE_UNCLEAR
    return _day(year, second, first) if how.day_first else _day(year, first, second)


def _full_year(year: str) -> int:
    """A year of two digits as computers have long read it: 00 to 68 are of this century, 69 to 99 of the last."""
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= _LAST_OF_THIS_CENTURY else 1900)


def _from_to(first: Span | Rule, last: Span | Rule) -> Span | Rule:
    return (first[0], last[1]) if isinstance(first, tuple) and isinstance(last, tuple) else issue.NOT_A_DATE


def month_of(name: str) -> int:
    """The number of a month by its name or the beginning of it, 0 for any other word."""
    return _MONTHS.get(name.casefold(), 0)


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


def both_readings(text: str) -> tuple[str, str]:
    """The days that 05/06/2023 can mean, with the day and with the month in front, as 2023-06-05 and 2023-05-06."""
    found = _YEAR_LAST.search(text)
    if found is None:
        return words.NO_DAY, words.NO_DAY
    year = _full_year(found[4])
    return in_words(_day(year, found[3], found[1])), in_words(_day(year, found[1], found[3]))


def short_year(cells: Iterable[str], manner: Manner | None = None) -> str:
    """The first cell with a year of two digits, "" for none; with a `manner`, the first that is a date by it."""
    return next(
        (
            text
            for text in cells
            if _ends_of_short(text) and (manner is None or isinstance(span_of(text, manner=manner), tuple))
        ),
        "",
    )


def in_words(span: Span | Rule) -> str:
    """The first day of a span as 2023-05-31."""
    return span[0].isoformat() if isinstance(span, tuple) else words.NO_DAY
