"""What a situation report says, as plain data that the writers of PDF, DOCX and XLSX set each in their own way.

Everything is worked out here from one extract: the numbers in the sentences and tables are those of the tally that the
charts are drawn from. Texts from data are clean of what no document may hold; nothing is escaped yet.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from pipelines import caption, cite, codebook, codes, figure, frame, selection, theme, wording
from pipelines.codebook import MEASURES
from pipelines.extract import Extract
from pipelines.figure import Figure
from pipelines.report import change, listing
from pipelines.report.change import Change
from pipelines.report.listing import Incident, Source
from pipelines.selection import PARAMETERS
from pipelines.tally import Tally
from pipelines.wording import report as phrases

MOST_INCIDENTS = 40
"""The most incidents that a document lists; a workbook lists more."""

MOST_SOURCES = 60
"""The most sources that a document lists."""

LONGEST_ALT = 1_500
"""Characters of a chart in words."""


@dataclass(frozen=True)
class KeyFigure:
    """A headline number: its measure, what stands large, and the lines under it: range, extents, unknown, set apart."""

    measure: str
    label: str
    value: str
    lines: tuple[str, ...]
    is_known: bool


@dataclass(frozen=True)
class Table:
    """A table of text: headings, rows, and the columns that are set to the right."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """A situation report, complete. `number` names it: the same selection of the same data has the same one.

    `facts` are the period and scope, each with its name; one of them is `address`, which is empty where
    that of the desk is not known. Where there is no period to compare with, `change` and its table are None and
    `change_intro` says why. A point of `method` may begin with words in bold: see `bold_and_rest`.
    """

    title: str
    note: str
    number: str
    version: int
    dated: date | None
    tally: Tally
    facts: tuple[tuple[str, str], ...]
    address: str
    lead: str
    key_figures: tuple[KeyFigure, ...]
    change: Change | None
    change_intro: str
    change_table: Table | None
    caveats: tuple[str, ...]
    figures: tuple[Figure, ...]
    captions: tuple[str, ...]
    not_drawn: tuple[str, ...]
    incidents: tuple[Incident, ...]
    incidents_intro: str
    incidents_table: Table
    method: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[Source, ...]
    sources_intro: str
    citation: str
    licence: str

    @property
    def foot(self) -> str:
        """What stands at the foot of every page."""
        return phrases.FOOT.format(app=wording.APP, version=self.version, number=self.number)


def of(
    whole: Extract,
    *,
    title: str = "",
    note: str = "",
    desk: str = "",
    size: str = figure.REPORT.name,
    most: int = MOST_INCIDENTS,
    most_sources: int = MOST_SOURCES,
) -> Report:
    """The report of an extract. `title` and `note` are the reader's own; blank means the default title and no note.

    `desk` is the address of the desk, ending in a slash; blank where it is not known. `size` is that of the charts.
    `most` and `most_sources` are how many incidents and sources are listed at the most.
    """
    tally = whole.tally
    title = listing.plain(title, caption.LONGEST_TITLE) or caption.title(tally)
    compared = change.of(whole)
    cited = whole.cited()
    whole = replace(whole, cited=lambda: cited)
    figures = [figure.from_extract(whole, *each, width=size) for each in charts(whole)]
    number = _number(tally, figures)
    incidents = listing.incidents(whole, most)
    sources = listing.sources(whole)
    return Report(
        title=title,
        note=listing.plain(note, caption.LONGEST_REPORT_NOTE),
        number=number,
        version=whole.version,
        dated=whole.latest_report,
        tally=tally,
        facts=tuple(facts(whole, desk)),
        address=desk and f"{desk}{query(whole)}",
        lead=lead(tally),
        key_figures=key_figures(tally),
        change=compared,
        change_intro=change.introduction(compared) if compared else change.why_not(whole.selection),
        change_table=change_table(compared) if compared else None,
        caveats=tuple(change.caveats(compared)) if compared else (),
        figures=tuple(figures),
        captions=tuple(_caption(each, tally) for each in figures),
        not_drawn=tuple(not_drawn(whole)),
        incidents=tuple(incidents),
        incidents_intro=incidents_intro(tally.incidents, len(incidents)),
        incidents_table=_incidents_table(incidents, tally.incidents),
        method=(phrases.METHOD_RULE.format(rule=wording.RULES[tally.selection.rule]), *wording.METHODS_RULES),
        limits=tuple(limits(tally)),
        sources=tuple(sources[:most_sources]),
        sources_intro=" ".join([_sources_intro(len(sources), most_sources), *caption.collections(whole)]),
        citation=caption.cite_long(whole, number, title),
        licence=caption.licence(),
    )


def lead(tally: Tally) -> str:
    """How many incidents are counted, where and when; that none is recorded, where none is."""
    if not tally.incidents:
        return phrases.NOTHING
    form = phrases.LEAD if caption.when(tally) else phrases.LEAD_NO_DATE
    counted = form.format(
        incidents=caption.incidents(tally.incidents), where=caption.where(tally), when=caption.when(tally)
    )
    return f"{counted} {phrases.UNKNOWN} {wording.RANGE_CAPTION}"


def query(whole: Extract) -> str:
    """What the address of the desk is followed by for this selection: rule and version are written out."""
    chosen = whole.selection
    asked = selection.to_query(chosen) | {
        PARAMETERS["rule"]: [chosen.rule],
        PARAMETERS["as_of"]: [str(whole.version)],
    }
    return f"?{urlencode(asked, doseq=True)}"


def facts(whole: Extract, desk: str = "") -> list[tuple[str, str]]:
    """Period and scope: each thing that was chosen, or that all of it was, with its name."""
    tally, chosen = whole.tally, whole.selection
    dated = caption.version(whole.version, whole.committed)
    return [
        (phrases.PERIOD, _period(tally)),
        (phrases.PLACE, _places(tally)),
        (phrases.TYPES, _labels(codes.INCIDENT_TYPE, chosen.types)),
        (phrases.STRUCTURES, _structures(chosen.structures)),
        (phrases.HELD, _labels(codes.CONTROL, chosen.control)),
        (phrases.CLAIMS, _claims(chosen.statuses)),
        (phrases.RULE, wording.RULES[chosen.rule]),
        (phrases.DATA, phrases.DATA_LINE.format(version=dated, latest=caption.latest(whole.latest_report))),
        (phrases.QUERY, f"{desk}{query(whole)}" if desk else phrases.QUERY_ALONE.format(query=query(whole))),
    ]


def key_figures(tally: Tally) -> tuple[KeyFigure, ...]:
    """The headline: each measure with its range, how many incidents have no figure, and what is set apart."""
    return tuple(_key_figure(measure, tally) for measure in MEASURES)


def _key_figure(measure: codebook.Measure, tally: Tally) -> KeyFigure:
    total, beside = tally.totals[measure.name], tally.set_apart.figures[measure.name]
    apart = phrases.KEY_APART.format(figure=theme.figure_text(beside)) if beside.known else ""
    if total.best is None:
        none = caption.counted(tally.incidents, wording.TILE_NONE) if tally.incidents else phrases.NOT_RECORDED
        lines = tuple(line for line in (none, apart) if line)
        return KeyFigure(measure.name, measure.label, wording.NO_FIGURE, lines, is_known=False)
    high = theme.number(total.high)
    ends = wording.TILE_RANGE.format(
        low=theme.number(total.low), high=wording.OR_MORE.format(high=high) if total.open else high
    )
    extents = theme.extents_text(tally.by_extent) if measure is codebook.STRUCTURES else ""
    gap = theme.incidents_text(total) or caption.counted(tally.incidents, wording.TILE_ALL_FIGURES)
    lines = tuple(line for line in (ends, extents, gap, apart) if line)
    return KeyFigure(measure.name, measure.label, theme.number(total.best), lines, is_known=True)


def change_table(compared: Change) -> Table:
    """The totals of both periods and their differences."""
    return Table(phrases.CHANGE_CAPTION, change.headings(compared), tuple(change.rows(compared)))


def charts(whole: Extract) -> list[tuple[str, str]]:
    """The charts of the report with their measures: those that have a figure to draw, and more than one line."""
    return [
        (chart, measure)
        for chart, measure in figure.SHOWN
        if whole.tally.totals[measure].best is not None and not _is_single(whole, chart)
    ]


def chart_titles(whole: Extract) -> list[str]:
    """The titles of `charts`."""
    return [figure.default_title(*each) for each in charts(whole)]


def not_drawn(whole: Extract) -> list[str]:
    """Which charts are left out, and why."""
    tally = whole.tally
    known = [measure for _, measure in figure.SHOWN if tally.totals[measure].best is not None]
    if not known:
        return [phrases.NO_CHARTS]
    missing = dict.fromkeys(measure for _, measure in figure.SHOWN if measure not in known)
    single = [
        figure.default_title(chart, measure)
        for chart, measure in figure.SHOWN
        if measure in known and _is_single(whole, chart)
    ]
    lines = []
    if missing:
        words = ", ".join(theme.measure_words(measure) for measure in missing)
        lines.append(phrases.NOT_DRAWN.format(measures=words))
    if single:
        lines.append(phrases.NOT_DRAWN_ONE.format(charts="; ".join(single)))
    return lines


def limits(tally: Tally) -> list[str]:
    """What the numbers leave out, each with its count, and what no count can say."""
    return [
        *caption.left_out(tally),
        phrases.LIMIT_UNREPORTED,
        phrases.LIMIT_NAMES,
        wording.NO_ENDORSEMENT,
    ]


def source_line(source: Source) -> str:
    """A source as it is cited, without its address: publisher, title, date."""
    return phrases.SOURCE.format(
        publisher=cite.named(*cite.split(source.publisher)) if source.publisher else phrases.SOURCE_NO_PUBLISHER,
        title=source.title or source.number,
        date=theme.day_text(source.published_on) if source.published_on else phrases.SOURCE_NO_DATE,
    )


def addresses(source: Source) -> list[str]:
    """The addresses of a source that a reader may follow: those of the web alone."""
    return [each for each in (source.url, source.archive_url) if re.match(r"https?://\S+$", each, re.IGNORECASE)]


def alt(drawn: Figure) -> str:
    """A chart in words, as long as someone can listen to: its first sentences, and that the data have the rest."""
    words = frame.clean(drawn.alt)
    if len(words) <= LONGEST_ALT:
        return words
    end = words.rfind(". ", 0, LONGEST_ALT)
    return f"{words[: end + 1 if end > 0 else LONGEST_ALT]} {phrases.ALT_MORE}"


def bold_and_rest(point: str) -> tuple[str, str]:
    """A point of the method cut after the words in bold that it begins with; these are empty where there are none."""
    found = re.fullmatch(r"\*\*(.+?)\*\*(.*)", point, re.DOTALL)
    whole = (found[1], found[2]) if found else ("", point)
    return whole[0], re.sub(r"\*([^*]+)\*", r"\1", whole[1])


def _is_single(whole: Extract, chart: str) -> bool:
    """Whether a chart would have one mark at the most, which says no more than a key figure."""
    if chart == "over_time":
        return sum(row.key is not None for row in whole.over_time()) < 2
    rows = {"by_region": whole.tally.by_region, "by_type": whole.tally.by_type}.get(chart)
    return rows is not None and len(rows) < 2


def _period(tally: Tally) -> str:
    chosen = tally.selection
    if chosen.start and chosen.end:
        days = (chosen.end - chosen.start).days + 1
        return phrases.PERIOD_CHOSEN.format(when=caption.when(tally), days=caption.counted(days, phrases.COUNT_DAYS))
    if chosen.start:
        return wording.FIGURE_DATE_FROM.format(first=theme.day_text(chosen.start))
    if chosen.end:
        return wording.FIGURE_DATE_TO.format(last=theme.day_text(chosen.end))
    when = caption.when(tally)
    return phrases.PERIOD_ALL.format(when=when) if when else phrases.PERIOD_NONE


def _places(tally: Tally) -> str:
    chosen = tally.selection.regions
    if chosen:
        return ", ".join(caption.area(code) for code in chosen)
    return phrases.ALL_PLACES.format(where=caption.where(tally))


def _labels(code_list: codes.CodeList, chosen: Sequence[str]) -> str:
    return ", ".join(code_list.label_of(code) for code in chosen) or phrases.ALL


def _structures(chosen: Sequence[str]) -> str:
    names = _labels(codes.STRUCTURE_TYPE, chosen)
    return phrases.STRUCTURES_ONLY.format(structures=names) if chosen else names


def _claims(statuses: Sequence[str]) -> str:
    if not statuses:
        return phrases.CLAIMS_ALL
    names = wording.AND.join(codes.STATUS.label_of(code).lower() for code in statuses)
    return phrases.CLAIMS_ONLY.format(statuses=names)


def _number(tally: Tally, figures: Sequence[Figure]) -> str:
    """R and seven digits of a fingerprint of version, selection, totals and figures; not of the title."""
    query = selection.to_query(replace(tally.selection, as_of=None))
    totals = {name: list(each) for name, each in tally.totals.items()}
    whole = json.dumps(
        [tally.version, query, tally.incidents, totals, [each.number for each in figures]], sort_keys=True
    )
    return f"R{hashlib.sha256(whole.encode('ascii')).hexdigest()[:7]}"


def _caption(drawn: Figure, tally: Tally) -> str:
    when = caption.when(tally)
    form = phrases.FIGURE_CAPTION if when else phrases.FIGURE_CAPTION_NO_DATE
    return form.format(title=frame.clean(drawn.title), where=caption.where(tally), when=when, id=drawn.number)


def incidents_intro(every: int, shown: int) -> str:
    """Which incidents are listed: all, or how many of how many, and by what."""
    if not every:
        return phrases.NOTHING
    if every == 1:
        return phrases.LISTED_ONE
    if every == shown:
        return phrases.LISTED_ALL.format(incidents=caption.counted(every, wording.COUNT_INCIDENTS))
    return phrases.LISTED_MOST.format(
        shown=theme.number(shown),
        incidents=caption.counted(every, wording.COUNT_INCIDENTS),
        rest=caption.counted(every - shown, wording.COUNT_INCIDENTS),
    )


def _incidents_table(incidents: Sequence[Incident], every: int) -> Table:
    most = phrases.LISTED_CAPTION_MOST.format(shown=theme.number(len(incidents)))
    return Table(
        phrases.LISTED_CAPTION if len(incidents) == every else most,
        (
            phrases.LISTED_HEADINGS["date"],
            phrases.LISTED_HEADINGS["where"],
            codebook.INCIDENT_TYPE.label,
            *(measure.label for measure in MEASURES),
            codebook.INCIDENT_ID.label,
        ),
        tuple(
            (
                _when(each),
                each.where or phrases.LISTED_NOWHERE,
                each.kind,
                *(theme.figure_text(each.figures[measure.name]) for measure in MEASURES),
                each.number,
            )
            for each in incidents
        ),
        right=(3, 4, 5, 6),
    )


def _when(incident: Incident) -> str:
    """The date, and how exactly it is known where that is not the day."""
    if incident.known_to == codes.DATE_PRECISION.label_of("day").lower():
        return incident.when
    return phrases.LISTED_DATE.format(when=incident.when, precision=incident.known_to)


def _sources_intro(every: int, most: int) -> str:
    if not every:
        return phrases.SOURCES_NONE
    if every <= most:
        return phrases.SOURCES_INTRO
    rest = caption.counted(every - most, phrases.MORE_SOURCES)
    return phrases.SOURCES_MOST.format(shown=theme.number(most), rest=rest)
