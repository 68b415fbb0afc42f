"""The words that go with a selection wherever it is shown or taken: title, filters, sources, citation, limits.

Screens, figures, workbooks, reports and bundles take them from here, so that a selection is called the same everywhere.
"""

from collections.abc import Sequence

from pipelines import codebook, codes, places, theme, wording
from pipelines.extract import Extract
from pipelines.selection import Selection
from pipelines.tally import Figure, Tally
from pipelines.wording import exports

MOST_CITED = 6
"""The most publishers named in a citation; the rest is counted."""

MOST_NAMED = 50
"""The most publishers named where sources are listed."""


def title(tally: Tally) -> str:
    """What is counted, where and when; plain and statistical."""
    if tally.first and tally.last:
        return wording.TITLE.format(where=where(tally), when=theme.span_text(tally.first, tally.last))
    return wording.TITLE_NO_DATE.format(where=where(tally))


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
    """Those named first, and how many more there are."""
    if not names:
        return wording.FIGURE_NO_PUBLISHER
    named = "; ".join(names[:most])
    more = len(names) - most
    return named if more <= 0 else wording.AND_MANY_MORE.format(names=named, count=theme.number(more))


def latest(extract: Extract) -> str:
    """The day of the newest report of the version."""
    day = extract.latest_report
    return wording.FIGURE_NO_LATEST if day is None else wording.FIGURE_LATEST.format(day=theme.day_text(day))


def cite_short(extract: Extract) -> str:
    """How to cite beside a number: desk, version, dates."""
    span = when(extract.tally)
    form = exports.CITE_SHORT if span else exports.CITE_SHORT_NO_DATE
    return form.format(app=wording.APP, version=extract.version, when=span)


def cite_long(extract: Extract) -> str:
    """How to cite in a list of sources: publishers, desk, version, counting rule, what is counted, licence."""
    return exports.CITE_LONG.format(
        publishers=publishers(extract.publishers()),
        app=wording.APP,
        title=title(extract.tally),
        version=extract.version,
        latest=latest(extract),
        rule=extract.selection.rule,
        licence=wording.FIGURE_LICENCE,
    )


def citations(extract: Extract) -> list[str]:
    """The short citation and the long one, each said to be that."""
    return [
        exports.CITE_BESIDE.format(citation=cite_short(extract)),
        exports.CITE_IN_LIST.format(citation=cite_long(extract)),
    ]


def about(extract: Extract) -> list[tuple[str, str]]:
    """What there is to say of a selection that is taken away, as labels and words."""
    tally = extract.tally
    version = exports.ABOUT_VERSION_WORDS.format(version=extract.version, latest=latest(extract))
    return [
        (exports.ABOUT_SELECTED, filters(extract.selection)),
        (exports.ABOUT_PERIOD, when(tally) or wording.WHEN_NOT_STATED),
        (wording.RULE_LABEL, wording.RULES[extract.selection.rule]),
        (exports.ABOUT_VERSION, version),
        (wording.INCIDENTS, theme.number(tally.incidents)),
        *totals(tally),
        (exports.ABOUT_RANGES, wording.RANGE_CAPTION),
        (exports.ABOUT_BLANK, exports.BLANK_IS_UNKNOWN),
        (exports.ABOUT_SOURCES, publishers(extract.publishers(), MOST_NAMED)),
    ]


def terms(extract: Extract) -> list[tuple[str, str]]:
    """How to cite a selection and under what terms it may be used, as labels and words."""
    return [
        *((exports.ABOUT_CITE, each) for each in citations(extract)),
        (exports.ABOUT_LICENCE, licence()),
        (exports.ABOUT_CREDITS, " ".join(wording.METHODS_CREDIT_LINES)),
    ]


def file_name(extract: Extract, ending: str) -> str:
    """The name of a download: desk, version and dates, so that two of them can be told apart in a folder."""
    tally = extract.tally
    days = [extract.selection.start or tally.first, extract.selection.end or tally.last]
    parts = [wording.APP.lower().replace(" ", "-"), f"version-{extract.version}"]
    return "_".join([*parts, *(day.isoformat() for day in days if day)]) + ending


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
        wording.LEFT_OUT_NO_FIGURE_FOR.format(
            measure=each.label.lower(), unknown=theme.number(tally.totals[each.name].unknown)
        )
        for each in codebook.MEASURES
        if tally.totals[each.name].unknown
    ]
    if unknown:
        lines.append(wording.LEFT_OUT_NO_FIGURE.format(incidents=incidents(tally.incidents), parts=", ".join(unknown)))
    inexact = tally.incidents - tally.placed["day"]
    if inexact:
        lines.append(wording.LEFT_OUT_DATES.format(incidents=incidents(inexact)))
    if tally.outside_dates:
        lines.append(counted(tally.outside_dates, wording.OUTSIDE_DATES))
    if tally.set_apart.records:
        lines.append(_set_apart(tally))
    if tally.duplicates:
        lines.append(wording.LEFT_OUT_DUPLICATES.format(records=counted(tally.duplicates, wording.COUNT_RECORDS)))
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
