"""What one cell says of a count: a number, a range, a bound, a rounded figure, a word, or several things at once."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipelines import issue
from pipelines.clean.cells import BLANKS
from pipelines.clean.spans import month_of
from pipelines.issue import Rule
from pipelines.wording import checking as words

MOST_PEOPLE = 10_000_000
"""No count is higher than this."""

_NONES = frozenset("none nil no nobody немає нема нет ніхто никто".split()) | {"no one"}
_WORDS = {
    word: number
    for number, forms in enumerate(
        "zero нуль ноль,one один одна одне одно одного,two два дві две двоє двое двух двох двоих,"
        "three три троє трое трьох трех трёх троих,four чотири четыре чотирьох четырех четырёх четверо четверых,"
        "five п'ять пять п'яти пяти п'ятеро пятеро пятерых,six шість шесть шести шестеро шестерых,"
        "seven сім семь семи семеро семерых,eight вісім восемь восьми восьмеро,"
        "nine дев'ять девять дев'яти девяти дев'ятеро девятеро,ten десять десяти десятеро,"
        "eleven,twelve,thirteen,fourteen,fifteen,sixteen,seventeen,eighteen,nineteen,twenty".split(",")
    )
    for word in forms.split()
}
_THOUSANDS = r"k|к|тис\.?|тыс\.?|thousand|тисяч[аі]?|тысячи?|тысяч"
_MILLIONS = r"mln\.?|million|млн\.?|мільйон[аиів]*|миллион[аов]*"
_NUMBER = r"(\d+(?:[ ,.']\d{3})*(?:[.,]\d+)?)"
_UNIT = r"(?: ?(?:people|persons?|victims|осіб|особ[аи]|ос\.|людей|людин[аи]|человека?|чел\.?|чол\.?))?"
_PLAIN = re.compile(_NUMBER + _UNIT)
_RANGE = re.compile(
    rf"(?:between |from |від |от )?{_NUMBER} ?(?:-|to|or|до|або|или|\.\.+|…) ?{_NUMBER}{_UNIT}|"
    rf"(?:between|між|между) {_NUMBER} (?:and|та|і|й|и) {_NUMBER}{_UNIT}"
)
_LOW = re.compile(
    r"(?:at least|no fewer than|no less than|not less than|min\.?|minimum|≥|>=|=>|щонайменше|не менше|принаймні|"
    rf"не менее|по меньшей мере|как минимум|минимум|мінімум) ?{_NUMBER}{_UNIT}|{_NUMBER} ?(?:\+|or more|and more|"
    r"and up|або більше|і більше|или более|и более)" + _UNIT
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
_MULTIPLE = re.compile(
    rf"(?:about |around |~ ?|близько |около )?(\d+)(?:[.,](\d\d?))? ?(?:({_THOUSANDS})|({_MILLIONS})){_UNIT}"
)
_MINUS_ZERO = re.compile(r"- ?0+(?:[.,]0+)?")
_NEGATIVE = re.compile(rf"- ?{_NUMBER}")
_FOOTNOTE = re.compile(r"(.*[^\s*†‡§¹²³⁰⁴-⁹]) ?(?:[*†‡§]+|[¹²³⁰⁴-⁹]+\)?)")
_ENDING = re.compile(r"(?<=\d)-(?:х|ти|ми|мя|ьох|тьох|ох|ро|еро)\b")
"""The ending of case behind a figure: 3-х, 5-ти."""

_REMARK = re.compile(r"(.+?) ?[(\[](.+)[)\]]")
_MADE_DATE = re.compile(r"\d{1,2}[- ][a-zа-яіїє]{3,4}\.?|[a-zа-яіїє]{3}[- ]\d{1,2}|\d{4}-\d\d-\d\d.*", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:a |an |the |at least |about |many |several |some |\d+ |близько |около |до |понад |більше |более )*"
    r"(?:few|several|some|many|multiple|numerous|various|couple|"
    r"dozens?|scores?|tens|hundreds|thousands|unknown number|number|large number|handful|half a dozen|casualties|"
    r"кілька|декілька|багато|десят(?:ок|ки|ків|ка|ков)|сотн[яіию]|сотень|тисячі|чимало|несколько|много|тысячи|ряд|пара)"
    r"(?: of)?(?: (?:people|persons|others|more|civilians|осіб|людей|человек|dozens|tens|hundreds|thousands|десятків|"
    r"десятков|сотень|сотен))*",
)
_NONE_OF = re.compile(
    r"(?:no|zero|without|без|немає|нема|нет|жодн\w+|ни одного) (?:known |reported )?(?:casualties|deaths|dead|injured|"
    r"injuries|victims|fatalities|people|жертв\w*|загибл\w+|постраждал\w+|поранен\w+|погибш\w+|пострадавш\w+|ранен\w+)"
    r"(?: reported| known)?|(?:none|nobody|no one) (?:reported|known|killed|injured|hurt)|"
    r"(?:жертв|загиблих|постраждалих|поранених|погибших|пострадавших|раненых) (?:немає|нема|нет)"
)
_PAIRS = (
    (re.compile(r"\d+ ?[/\\] ?\d+"), words.WAYS_SLASH),
    (re.compile(r"\d+ ?\+ ?\d+"), words.WAYS_PLUS),
    (re.compile(r"\d+ (?:of|out of|із?|з|из) \d+"), words.WAYS_OF),
    (re.compile(r"\d+ ?(?:&|;|:|and|та|і|й|и) ?\d+"), words.WAYS_AND),
    (re.compile(r"\d+ ?[(\[] ?[+-]?\d+ ?[)\]]"), words.WAYS_BRACKETS),
    (re.compile(r"0\d ?- ?\d{1,2}|\d{1,2} ?- ?0\d"), words.WAYS_HYPHEN),
)
"""Notations of two numbers that say too little, and what they may say."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPED = re.compile(r"\d{1,3}(?:([ ,.'])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"\d+([.,])(\d+)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LIKE_ASCII = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02b9\u00b4\u066c"), "'"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
}
"""Dashes, apostrophes, signs that are not seen, and full-width forms to what they are in ASCII."""


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
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(each, each)) for each in text.translate(_LIKE_ASCII))
        text = _ENDING.sub("", text)
    figure = _said(text, thousands)
    if figure.rule is issue.NOT_A_NUMBER:
        in_digits = _WORD.sub(lambda found: str(_WORDS.get(found[0], found[0])), text)
        if in_digits != text:
            figure = _said(in_digits, thousands)
    if figure.rule is issue.NOT_A_NUMBER and (found := _FOOTNOTE.fullmatch(text)):
        return _with_mark(figure_of(found[1], thousands))
    return figure


def _with_mark(figure: Figure) -> Figure:
    """What a cell says that ends in the mark of a footnote, by what stands before the mark."""
    if figure.rule is not None:
        return figure
    ends = [f"{each:,}" for each in (figure.low, figure.best, figure.high) if each is not None]
    if not ends:
        return Figure(rule=issue.NOT_A_NUMBER)
    said = "–".join(ends)
    if figure.best is None and len(ends) == 1:
        said = (words.AT_MOST if figure.low is None else words.AT_LEAST).format(number=said)
    details = {"number": said}
    return replace(figure, rule=issue.FOOTNOTE_MARK, details=details, is_worded=True)


def _said(text: str, thousands: frozenset[str]) -> Figure:
    """What a text says, in its plain spelling."""
    if text in _NONES or _NONE_OF.fullmatch(text):
        return Figure(rule=issue.NONE_UNCLEAR)
    if found := _PLAIN.fullmatch(text):
        number = _whole(found[1], thousands)
        return _checked(number) if isinstance(number, int) else number
    for pair, ways in _PAIRS:
        if pair.fullmatch(text):
            return Figure(rule=issue.SEVERAL_READINGS, details={"ways": ways})
    if _MINUS_ZERO.fullmatch(text):
        return Figure(best=0)
    if _NEGATIVE.fullmatch(text):
        return Figure(rule=issue.BELOW_MINIMUM, details={"minimum": 0, "expected": words.EXPECTED_NOT_BELOW_ZERO})
    if _MADE_DATE.fullmatch(text) and _looks_like_date(text):
        return Figure(rule=issue.BECAME_DATE)
    if (bounds := _bounds_said(text, thousands)) is not None:
        return bounds
    if (about := _about(text, thousands)) is not None:
        return about
    if _VAGUE.fullmatch(text):
        return Figure(rule=issue.VAGUE_WORD, is_worded=True)
    if found := _REMARK.fullmatch(text):
        inner = figure_of(found[1], thousands)
        if inner.best is not None and (inner.rule is None or inner.rule is issue.ABOUT):
            return Figure(best=inner.best, rule=issue.REMARK, details={"number": f"{inner.best:,}"}, is_worded=True)
    return Figure(rule=issue.NOT_A_NUMBER)


def _bounds_said(text: str, thousands: frozenset[str]) -> Figure | None:
    """The range or bound a text gives, None where it gives none."""
    if found := _RANGE.fullmatch(text):
        return _bounds(found[1] or found[3], found[2] or found[4], thousands)
    if found := _LOW.fullmatch(text):
        return _bounds(found[1] or found[2], None, thousands)
    if found := _ABOVE.fullmatch(text):
        return _beyond(found[1], 1, thousands)
    if found := _HIGH.fullmatch(text):
        return _bounds(None, found[1], thousands)
    if found := _BELOW.fullmatch(text):
        return _beyond(found[1], -1, thousands)
    return None


def _about(text: str, thousands: frozenset[str]) -> Figure | None:
    """The rounded figure a text gives, None where it gives none."""
    if found := _ABOUT.fullmatch(text):
        number = _whole(found[1] or found[2], thousands)
    elif found := _MULTIPLE.fullmatch(text):
        unit = 1_000 if found[3] else 1_000_000
        number = int(found[1][:12]) * unit + int((found[2] or "0").ljust(2, "0")) * unit // 100
    else:
        return None
    if not isinstance(number, int):
        return number
    checked = _checked(number)
    if checked.rule is not None:
        return checked
    if number == 0:
        return Figure(rule=issue.NONE_UNCLEAR)  # "0?" is no 0 that a source stands for
    return Figure(best=number, rule=issue.ABOUT, details={"number": f"{number:,}"}, is_worded=True)


def _looks_like_date(text: str) -> bool:
    if re.match(r"\d{4}-", text):
        return True
    name = re.sub(r"[^a-zа-яіїє]", "", text)
    return month_of(name) > 0


def _bounds(low: str | None, high: str | None, thousands: frozenset[str]) -> Figure:
    ends: list[int | None] = []
    for text in (low, high):
        number = None if text is None else _whole(text, thousands)
        if isinstance(number, Figure):
            return number
        if number is not None and number > MOST_PEOPLE:
            return _checked(number)
        ends.append(number)
    return Figure(low=ends[0], high=ends[1])


def _beyond(text: str, step: int, thousands: frozenset[str]) -> Figure:
    """The bound next to a number that is itself left out: "more than 40" is 41 or more, "fewer than 5" 4 or less."""
    number = _whole(text, thousands)
    if isinstance(number, Figure):
        return number
    number += step
    if number < 0:
        return Figure(rule=issue.BELOW_MINIMUM, details={"minimum": 0, "expected": words.EXPECTED_NOT_BELOW_ZERO})
    if number > MOST_PEOPLE:
        return _checked(number)
    low, high, meaning = (number, None, words.AT_LEAST) if step > 0 else (None, number, words.AT_MOST)
    details = {"meaning": meaning.format(number=f"{number:,}")}
    return Figure(low=low, high=high, rule=issue.BOUND, details=details, is_worded=True)


def _checked(number: int) -> Figure:
    if number > MOST_PEOPLE:
        details = {"maximum": f"{MOST_PEOPLE:,}", "expected": words.EXPECTED_NUMBER}
        return Figure(rule=issue.ABOVE_MAXIMUM, details=details)
    return Figure(best=number)


def _whole(text: str, thousands: frozenset[str]) -> int | Figure:
    """A whole number with or without separators, or a figure that says what is wrong with it."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 12 else MOST_PEOPLE + 1
    if found := _GROUPED.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        is_twice = len(text) - len(digits) > 1
        if found[1] in " '" or found[1] in thousands or is_twice:
            return int(digits) if len(digits) < 12 else MOST_PEOPLE + 1
        small = text.replace(",", ".")
        return Figure(rule=issue.THOUSANDS_UNCLEAR, details={"small": small, "large": int(digits)})
    if (found := _DECIMAL.fullmatch(text)) and not found[2].strip("0"):
        return int(re.split(r"[.,]", text)[0])
    return Figure(rule=issue.NOT_WHOLE)
