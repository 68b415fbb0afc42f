"""The words that go with a selection wherever it is shown or taken: title, filters, sources, citation, limits.

Screens, figures, workbooks, reports and bundles take them from here, so that a selection is called the same everywhere.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from pipelines import codebook, codes, fonts, frame, places, theme, wording
from pipelines.extract import Extract
from pipelines.selection import RULES, Selection
from pipelines.tally import Figure, Tally
from pipelines.wording import exports

MOST_CITED = 6
"""The most publishers named in a citation; the rest is counted."""

LONGEST_TITLE, LONGEST_NOTE, LONGEST_REPORT_NOTE = 150, 300, 2_000
"""Characters of a title and a note of the reader's own, for a figure and for a report."""

MOST_ILLEGIBLE = 3
"""The most characters that our fonts lack which are named; the rest is counted."""

LONGEST_NAME = 120
"""Characters of a publisher's name in a line of sources; without an end to it version and day would find no room."""

MOST_NAMED = 50
"""The most publishers named where sources are listed."""


def title(tally: Tally) -> str:
    """What is counted, where and when (`when`); plain and statistical, never a claim."""
    days = when(tally)
    form = wording.TITLE if days else wording.TITLE_NO_DATE
    return form.format(what=_what(tally), where=where(tally), when=days)


def _what(tally: Tally) -> str:
    """What is counted: what some incident has a figure of; killed, injured and structures where none has any."""
    usual = (codebook.KILLED, codebook.INJURED, codebook.STRUCTURES)
    counted = [each for each in codebook.MEASURES if tally.totals[each.name].known] or usual
    people = [each.label.lower() for each in counted if each is not codebook.STRUCTURES]
    parts = [wording.TITLE_PEOPLE.format(measures=listed(people))] if people else []
    parts += [wording.TITLE_STRUCTURES] if codebook.STRUCTURES in counted else []
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]


def where(tally: Tally) -> str:
    """The chosen regions where those are few, else the countries of the incidents counted."""
    chosen = tally.selection.regions
    if chosen and len(chosen) <= 3:
        names = [places.region_name(code) if "-" in code else places.country_name(code) for code in chosen]
        return listed(names)
    countries = sorted({str(row.key).split("-")[0] for row in tally.by_region if row.key is not None})
    if not countries:
        return wording.WHERE_NOWHERE
    if len(countries) > 3:
        return wording.WHERE_COUNTRIES.format(count=theme.number(len(countries)))
    return listed([places.country_name(code) for code in countries])


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    return wording.AND.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def when(tally: Tally) -> str:
    """The dates chosen; where none are, those of the incidents counted. Empty where no date is known."""
    chosen = tally.selection
    first, last = chosen.start or tally.first, chosen.end or tally.last
    if first is None and last is None:
        return ""
    if first is None:
        return wording.FIGURE_DATE_TO.format(last=theme.day_text(last))
    if last is None:
        return wording.FIGURE_DATE_FROM.format(first=theme.day_text(first))
    return theme.span_text(first, last)


def filters(chosen: Selection) -> str:
    """What was chosen, as a sentence. The counting rule and the version are not part of it."""
    parts = []
    if chosen.regions:
        parts.append(", ".join(area(code) for code in chosen.regions))
    if chosen.start or chosen.end:
        parts.append(dates(chosen))
    if chosen.types:
        parts.append(", ".join(codes.INCIDENT_TYPE.label_of(code) for code in chosen.types))
    if chosen.structures:
        names = wording.OR.join(codes.STRUCTURE_TYPE.label_of(code).lower() for code in chosen.structures)
        parts.append(wording.SELECTED_STRUCTURES.format(structures=names))
    if chosen.control:
        parts.append(", ".join(codes.CONTROL.label_of(code) for code in chosen.control))
    if chosen.statuses:
        names = listed([codes.STATUS.label_of(code).lower() for code in chosen.statuses])
        parts.append(wording.SELECTED_STATUS.format(statuses=names))
    return wording.SELECTED.format(parts="; ".join(parts)) if parts else wording.SELECTION_EVERYTHING


def area(code: str) -> str:
    """A chosen region, or a chosen country with all its regions."""
    return places.region_name(code) if "-" in code else wording.ALL_OF_COUNTRY.format(country=places.country_name(code))


def dates(chosen: Selection) -> str:
    """The dates chosen; "all" where none are."""
    if chosen.start and chosen.end:
        return theme.span_text(chosen.start, chosen.end)
    if chosen.start:
        return wording.SELECTED_FROM.format(first=theme.day_text(chosen.start))
    return wording.SELECTED_TO.format(last=theme.day_text(chosen.end)) if chosen.end else wording.ALL


def counted(number: int, words: tuple[str, str]) -> str:
    """A number with its noun, in the singular or plural."""
    return theme.counted(number, words)


def incidents(number: int) -> str:
    """So many incidents."""
    return counted(number, wording.COUNT_INCIDENTS)


def publishers(names: Sequence[str], most: int = MOST_CITED) -> str:
    """Those named first, and how many more there are; clean of what no document may hold."""
    if not names:
        return wording.FIGURE_NO_PUBLISHER
    clean = [frame.clean(name) for name in names[:most]]
    named = "; ".join(name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…" for name in clean)
    more = len(names) - most
    return named if more <= 0 else wording.AND_MANY_MORE.format(names=named, count=theme.number(more))


def illegible(texts: Sequence[str], *, marks: bool = False) -> list[str]:
    """A sentence for what our fonts lack in these texts, with each character and where it stands.

    With `marks` also one for vowel marks, which are not drawn in a picture.
    """
    found: dict[str, str] = {}
    for text in (text for text in texts if not text.isascii()):
        for char in sorted(fonts.missing(frame.clean(text))):
            if frame.boxed(char):
                found.setdefault(char, text)
    lines = []
    if found:
        shown = list(found.items())[:MOST_ILLEGIBLE]
        parts = [exports.ILLEGIBLE_IN.format(character=_named(char), text=_around(char, text)) for char, text in shown]
        named = "; ".join(parts)
        more = len(found) - len(shown)
        named = wording.AND_MANY_MORE.format(names=named, count=theme.number(more)) if more else named
        lines.append(exports.ILLEGIBLE.format(box=frame.UNREADABLE, characters=named))
    if marks and any(frame.has_vowel_marks(text) for text in texts):
        lines.append(exports.NO_VOWEL_MARKS)
    return lines


def _named(char: str) -> str:
    """A character by its number and name: `U+1F642 slightly smiling face`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '').lower()}".strip()


def _around(char: str, text: str) -> str:
    """The words about a character, as they are drawn."""
    text = frame.clean(text)
    at = text.index(char)
    start, end = max(0, at - 15), at + 15
    return f"{'…' * (start > 0)}{frame.legible(text[start:end]).strip()}{'…' * (end < len(text))}"


def version(number: int, committed: date | None) -> str:
    """A version with the day it was committed, where that is known: `2 of 26 November 2026`."""
    if committed is None:
        return str(number)
    return exports.VERSION_OF.format(version=number, day=theme.day_text(committed))


def latest(day: date | None) -> str:
    """The day of the newest report about what is selected."""
    return wording.FIGURE_NO_LATEST if day is None else wording.FIGURE_LATEST.format(day=theme.day_text(day))


def cite_short(extract: Extract) -> str:
    """How to cite beside a number: desk, version, dates."""
    span = when(extract.tally)
    form = exports.CITE_SHORT if span else exports.CITE_SHORT_NO_DATE
    return form.format(app=wording.APP, version=extract.version, when=span)


def cite_long(extract: Extract, number: str = "", own_title: str = "") -> str:
    """How to cite in a list of sources: publishers, desk, version, counting rule, what is counted, licence.

    `number` is that of a report, which then stands at the end; `own_title` its title where that is not ours.
    """
    names = extract.publishers()
    form = exports.CITE_LONG if names else exports.CITE_LONG_NO_SOURCE
    cited = form.format(
        publishers=publishers(names),
        app=wording.APP,
        title=_both(own_title, title(extract.tally)),
        version=version(extract.version, extract.committed),
        latest=latest(extract.latest_report),
        rule=extract.selection.rule,
        licence=wording.FIGURE_LICENCE,
    )
    return f"{cited} {exports.CITE_REPORT.format(number=number)}" if number else cited


def _both(own_title: str, ours: str) -> str:
    """A title of the reader's own with ours, which says where and when."""
    return exports.CITE_OWN_TITLE.format(own=own_title, title=ours) if own_title not in ("", ours) else ours


def citations(extract: Extract) -> list[str]:
    """The short citation and the long one, each said to be that."""
    return [
        exports.CITE_BESIDE.format(citation=cite_short(extract)),
        exports.CITE_IN_LIST.format(citation=cite_long(extract)),
    ]


def too_long(title: str, note: str, most: int = LONGEST_NOTE) -> list[str]:
    """A sentence for each of a title and a note of the reader's own that is too long; `most` is for the note."""
    texts = ((exports.OWN_TITLE, title, LONGEST_TITLE), (exports.OWN_NOTE, note, most))
    return [
        exports.TOO_LONG.format(text=name, count=theme.number(len(text)), most=theme.number(limit))
        for name, text, limit in texts
        if len(text) > limit
    ]


def about(extract: Extract) -> list[tuple[str, str]]:
    """What there is to say of a selection that is taken away, as labels and words."""
    tally = extract.tally
    dated = version(extract.version, extract.committed)
    standing = exports.ABOUT_VERSION_WORDS.format(version=dated, latest=latest(extract.latest_report))
    return [
        (exports.ABOUT_SELECTED, filters(extract.selection)),
        (exports.ABOUT_PERIOD, when(tally) or wording.WHEN_NOT_STATED),
        (wording.RULE_LABEL, wording.RULES[extract.selection.rule]),
        (exports.ABOUT_VERSION, standing),
        (wording.INCIDENTS, theme.number(tally.incidents)),
        *totals(tally),
        (exports.ABOUT_RANGES, wording.RANGE_CAPTION),
        (exports.ABOUT_BLANK, exports.BLANK_IS_UNKNOWN),
        (exports.ABOUT_SOURCES, publishers(extract.publishers(), MOST_NAMED)),
        *((exports.ABOUT_TERMS, each) for each in collections(extract)),
    ]


def collections(extract: Extract) -> list[str]:
    """The terms of those among the publishers who collect what others report, a sentence or two for each."""
    return [exports.COLLECTIONS[name] for name in extract.cited().collections]


def terms(extract: Extract) -> list[tuple[str, str]]:
    """How to cite a selection and under what terms it may be used, as labels and words."""
    return [
        *((exports.ABOUT_CITE, each) for each in citations(extract)),
        (exports.ABOUT_LICENCE, licence()),
        (exports.ABOUT_CREDITS, " ".join(wording.METHODS_CREDIT_LINES)),
    ]


def file_name(tally: Tally, about: str, ending: str, size: str = "") -> str:
    """The name of a download: `casualty-desk_killed-by-region_UA-09_2023-05_v3_slide.png`.

    It says what it is of, where, when, what else was chosen, and the version; all of it ASCII, and the same for the
    same selection of the same version. `size` tells the sizes of one figure apart.
    """
    chosen = tally.selection
    rule = "" if chosen.rule == RULES[0] else chosen.rule
    filters = [_some(codes, "") for codes in (chosen.types, chosen.structures, chosen.control, chosen.statuses)]
    app = wording.APP.lower().replace(" ", "-")
    parts = [app, about, _area_codes(tally), _days(tally), *filters, rule, f"v{tally.version}", size]
    return "_".join(part.replace("_", "-") for part in parts if part) + (f".{ending}" if ending else "")


def _area_codes(tally: Tally) -> str:
    """The codes of the regions chosen, else of the countries with an incident."""
    countries = sorted({str(row.key).split("-")[0] for row in tally.by_region if row.key is not None})
    return _some(tally.selection.regions, "") or _some(countries, "countries")


def _some(names: Sequence[str], several: str) -> str:
    """Up to three codes, or the first and how many more; with `several`, how many of these."""
    if len(names) <= 3:
        return "+".join(names)
    return f"{len(names)}-{several}" if several else f"{names[0]}-and-{len(names) - 1}-more"


def _days(tally: Tally) -> str:
    """The days chosen, else those of the incidents: a day, month or year where they are just that."""
    first, last = tally.selection.start or tally.first, tally.selection.end or tally.last
    if first is None or last is None:
        return "".join(f"{word}-{day}" for word, day in (("from", first), ("to", last)) if day)
    after = last + timedelta(days=1) if last < date.max else last
    if first.day == 1 and after.day == 1:
        if (first.month, after.month, after.year) == (1, 1, first.year + 1):
            return str(first.year)
        if last.replace(day=1) == first:
            return f"{first:%Y-%m}"
    return str(first) if first == last else f"{first}-to-{last}"


def licence() -> str:
    """Under what terms the compilation may be used."""
    return exports.LICENCE_OF_DATA.format(licence=wording.FIGURE_LICENCE, url=wording.FIGURE_LICENCE_URL)


def totals(tally: Tally) -> list[tuple[str, str]]:
    """Each measure by its label, with its figure and how many incidents have none."""
    said = []
    for measure in codebook.MEASURES:
        count = tally.totals[measure.name]
        figure, without = theme.figure_text(count), theme.incidents_text(count)
        if count.best is None:
            said.append((measure.label, without or figure))
        else:
            said.append((measure.label, f"{figure} ({without})" if without else figure))
    return said


def left_out(tally: Tally) -> list[str]:
    """What the numbers leave out, a sentence for each, with its count."""
    lines = []
    unknown = [
        each.label.lower()
        if tally.incidents == 1
        else wording.LEFT_OUT_NO_FIGURE_FOR.format(
            measure=each.label.lower(), unknown=theme.number(tally.totals[each.name].unknown)
        )
        for each in codebook.MEASURES
        if tally.totals[each.name].unknown
    ]
    if unknown:
        lines.append(theme.counted(tally.incidents, wording.LEFT_OUT_NO_FIGURE, parts=", ".join(unknown)))
    inexact = tally.incidents - tally.placed["day"]
    if inexact:
        lines.append(wording.LEFT_OUT_DATES.format(incidents=incidents(inexact)))
    if tally.outside_dates:
        lines.append(counted(tally.outside_dates, wording.OUTSIDE_DATES))
    if tally.set_apart.records:
        lines.append(_set_apart(tally))
    if tally.duplicates:
        lines.append(wording.LEFT_OUT_DUPLICATES.format(records=counted(tally.duplicates, wording.COUNT_RECORDS)))
    if tally.selection.statuses:
        names = [codes.STATUS.label_of(code).lower() for code in tally.selection.statuses]
        lines.append(wording.LEFT_OUT_STATUS.format(statuses=wording.OR.join(names)))
    rule = wording.LEFT_OUT_RULE.format(rule=wording.RULES[tally.selection.rule])
    return [*lines, rule, wording.LEFT_OUT_UNKNOWN]


def _set_apart(tally: Tally) -> str:
    apart = wording.LEFT_OUT_APART.format(records=counted(tally.set_apart.records, wording.COUNT_RECORDS))
    said = [
        with_measure(tally.set_apart.figures[each.name], each)
        for each in (codebook.KILLED, codebook.INJURED)
        if tally.set_apart.figures[each.name].known
    ]
    return f"{apart} {wording.LEFT_OUT_APART_FIGURES.format(figures=', '.join(said))}" if said else apart


def with_measure(figure: Figure, measure: codebook.Measure) -> str:
    """A figure with its measure: "5–7 killed"."""
    return f"{theme.figure_text(figure)} {measure.label.lower()}"
