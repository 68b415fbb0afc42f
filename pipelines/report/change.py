"""The change since the equally long period before the one selected: what may be said of it, and what may not.

Only a selection with a first and a last day has a period before it. A difference is one of best figures; no percentage
is given, since most totals here are small or incomplete, and nothing says that more or fewer is good or bad.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines import caption, extract, theme
from pipelines.codebook import MEASURES
from pipelines.extract import Extract
from pipelines.selection import Selection
from pipelines.tally import Figure, Tally
from pipelines.wording import report as phrases


@dataclass(frozen=True)
class Change:
    """The totals of the period selected, `now`, and of the equally long one before it, `before`.

    `first` is the earliest day of any incident of the same selection without dates, `latest_report` that of the
    newest claim: outside them nothing can be recorded.
    """

    now: Tally
    before: Tally
    first: date | None
    latest_report: date | None

    @property
    def days(self) -> int:
        """The length of both periods in days."""
        return (self.now.selection.end - self.now.selection.start).days + 1

    @property
    def now_text(self) -> str:
        """The period selected: `22–31 May 2023`."""
        return theme.span_text(self.now.selection.start, self.now.selection.end)

    @property
    def before_text(self) -> str:
        """The period before it."""
        return theme.span_text(self.before.selection.start, self.before.selection.end)


def of(whole: Extract) -> Change | None:
    """The change of an extract, None where there is no period before: see `why_not`."""
    chosen = previous(whole.selection)
    if chosen is None:
        return None
    everything = extract.beside(whole, replace(whole.selection, start=None, end=None))
    latest = whole.data.latest_report()
    return Change(whole.tally, extract.beside(whole, chosen), everything.first, latest.date() if latest else None)


def previous(chosen: Selection) -> Selection | None:
    """The same selection for as many days before it; None without both dates, or before the calendar begins."""
    if not (chosen.start and chosen.end):
        return None
    length = chosen.end - chosen.start + timedelta(days=1)
    try:
        return replace(chosen, start=chosen.start - length, end=chosen.start - timedelta(days=1))
    except OverflowError:
        return None


def why_not(chosen: Selection) -> str:
    """Why a selection has no period before it, as a sentence."""
    return phrases.CHANGE_TOO_EARLY if chosen.start and chosen.end else phrases.CHANGE_NONE


def introduction(change: Change) -> str:
    """Which periods are compared, and under what."""
    days = caption.counted(change.days, phrases.COUNT_DAYS)
    return phrases.CHANGE_INTRO.format(now=change.now_text, before=change.before_text, days=days)


def headings(change: Change) -> tuple[str, ...]:
    """The headings above `rows`."""
    return tuple(each.format(now=change.now_text, before=change.before_text) for each in phrases.CHANGE_HEADINGS)


def rows(change: Change) -> list[tuple[str, str, str, str]]:
    """For incidents and each measure: its label, its total in both periods, and the difference, all as text."""
    counts = change.now.incidents, change.before.incidents
    lines = [(phrases.CHANGE_INCIDENTS, *(recorded(count) for count in counts), incidents_difference(change))]
    for measure in MEASURES:
        figures = change.now.totals[measure.name], change.before.totals[measure.name]
        lines.append((measure.label, *(total(each) for each in figures), difference(change, measure.name)))
    return lines


def recorded(incidents: int) -> str:
    """A number of incidents; none is "no incident recorded", which is not the same as none having happened."""
    return theme.number(incidents) if incidents else phrases.NOT_RECORDED


def total(figure: Figure) -> str:
    """A total with how many of its incidents have no figure: `6 (5–7); no figure for 2 of 8 incidents`."""
    if not figure.known + figure.unknown:
        return phrases.NOT_RECORDED
    gap = theme.incidents_text(figure)
    return "; ".join(part for part in (theme.figure_text(figure) if figure.known else "", gap) if part)


def incidents_difference(change: Change) -> str:
    """How many more or fewer incidents are recorded, where both periods have some."""
    if not (change.now.incidents and change.before.incidents):
        return phrases.CANNOT_SAY
    return _more(change.now.incidents - change.before.incidents)


def difference(change: Change, name: str) -> str:
    """How many more or fewer by the best figures, with what weakens that; where one is unknown nothing can be said."""
    now, before = change.now.totals[name], change.before.totals[name]
    if now.best is None or before.best is None:
        return phrases.CANNOT_SAY
    said = [_more(now.best - before.best)]
    if now.unknown or before.unknown:
        said.append(phrases.KNOWN_ONLY)
    if overlap(now, before):
        said.append(phrases.OVERLAP)
    return "; ".join(said)


def overlap(one: Figure, other: Figure) -> bool:
    """Whether the ranges of two known figures meet though one of them is more than a number."""
    if not (theme.has_range(one) or theme.has_range(other)):
        return False
    return (one.open or one.high >= other.low) and (other.open or other.high >= one.low)


def caveats(change: Change) -> list[str]:
    """What a reader of the differences must know, each as a sentence."""
    now, before = change.now, change.before
    lines = [
        phrases.CAVEAT_OUTSIDE.format(incidents=caption.incidents(each.outside_dates), period=period)
        for each, period in ((now, change.now_text), (before, change.before_text))
        if each.outside_dates
    ]
    if any(phrases.KNOWN_ONLY in difference(change, measure.name) for measure in MEASURES):
        lines.append(phrases.CAVEAT_FIGURES)
    if any(phrases.OVERLAP in difference(change, measure.name) for measure in MEASURES):
        lines.append(phrases.CAVEAT_OVERLAP)
    if change.first and change.first > before.selection.start:
        lines.append(phrases.CAVEAT_BEGINS.format(first=theme.day_text(change.first)))
    if change.latest_report and change.latest_report < now.selection.end:
        lines.append(phrases.CAVEAT_ENDS.format(latest=theme.day_text(change.latest_report)))
    return [*lines, phrases.CAVEAT_LATE]


def _more(difference: int) -> str:
    if not difference:
        return phrases.SAME
    form = phrases.MORE if difference > 0 else phrases.FEWER
    return form.format(count=theme.number(abs(difference)))
