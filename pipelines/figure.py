"""A figure: one chart of one selection as it goes to print, with all the words that must go with it.

`of` makes one from a tally; `render.figure` turns it into files. What a figure says (title, what, where, when, unit,
key, counting rule, what is left out, how many incidents have no figure, source, version, licence, number) is
worked out here from the tally that the chart is drawn from, so the words and the marks cannot differ.

Always in the light colours, whatever the screen shows.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import floor, log10
from typing import Any

import pyarrow as pa

from pipelines import caption, codebook, codes, draw, fonts, frame, reorder, selection, theme, wording
from pipelines.draw import ground, lines, map, outlines, over_time, structures
from pipelines.extract import Extract
from pipelines.frame import Sign, Span, Words
from pipelines.tally import Figure as Count
from pipelines.tally import Row, StructureRow, Tally


@dataclass(frozen=True)
class Preset:
    """A size that a figure can have: millimetres on paper, and the pixels it is laid out in.

    Fewer pixels over the same millimetres make larger words and marks. Without a height the figure is as high as it
    needs, up to `most`. `circle` is the area of the largest circle of a map, `publishers` how many the source line
    names at the most, `line` what a line of a chart takes at the least, `over_time` the height of a plot over time;
    `brief` notes say the same in fewer words.
    """

    name: str
    wide_mm: float
    width: float
    height: float | None
    margin: float
    title_size: float
    circle: float
    publishers: int
    brief: bool = False
    most: float | None = None
    line: float = 24.0
    over_time: float = over_time.HEIGHT
    ppi: int = 300


PRESETS: dict[str, Preset] = {
    each.name: each
    for each in (
        Preset("column", 160, 605, None, 12, 20, 2600, 6),
        Preset("half", 78, 340, None, 8, 17, 1500, 3),
        Preset("slide", 338.67, 768, 432, 20, 26, 1900, 3, brief=True),
        Preset("square", 91.44, 450, 450, 15, 20, 1500, 1, brief=True),
    )
}
"""The sizes by name. A slide is 13.33 inches wide, a square 1080 pixels at 300 to the inch.

The smallest words, eleven pixels of the layout, are 14 points on a slide and 26 pixels on a square, since these are
read from afar and on phones; 8 points in a column and 7 in half a one.
"""

REPORT = Preset("report", 160, 605, None, 3, 18, 2000, 3, most=480, line=20, over_time=168)
DOCUMENT = Preset("document", 160, 605, None, 3, 18, 2000, 3, most=414, line=20, over_time=168)
"""The sizes of the charts of a report, as PDF and as document: as wide as its text, and no higher than half a page.

In a document the words stand in the picture, and its caption below.
"""

_SIZES = PRESETS | {each.name: each for each in (REPORT, DOCUMENT)}

CHARTS = draw.CHARTS
"""The charts that a figure can show."""

SHOWN = (
    ("over_time", codebook.KILLED.name),
    ("over_time", codebook.INJURED.name),
    ("map", codebook.KILLED.name),
    ("by_region", codebook.KILLED.name),
    ("by_region", codebook.INJURED.name),
    ("by_type", codebook.KILLED.name),
    ("by_type", codebook.INJURED.name),
    ("structures", codebook.STRUCTURES.name),
)
"""The charts of a whole selection with their measures, in reading order: those of the overview."""

MOST_UNKNOWN = 5
"""The most lines without a figure that are drawn below those with one."""

MAP_HEIGHT = {"column": (260.0, 400.0), "half": (180.0, 300.0), "report": (200.0, 400.0), "document": (200.0, 400.0)}
"""The least and the most pixels of a map where the figure has no height of its own."""

MOST_NAMED = 4
"""The most incident types, or what else was chosen, that a note names; a brief one half as many."""

LEAST_HEIGHT = 100.0
"""The least pixels of a plot in a figure of fixed height: below it the words have left no room for one."""

LEAST_PLOT = 0.25
"""The least share of a figure's width that is left for the plot beside labels and numbers."""

_LINE, _TWO_LINES, _HEAD = 24.0, 31.0, 34.0
"""Pixels of a line of a chart where there is room, of one whose label takes two lines, and of the axis above."""


class NothingToDraw(ValueError):
    """A chart without a single mark. Its text is a sentence for the reader."""


@dataclass(frozen=True)
class Figure:
    """One figure, complete: what to draw, the words around it, how large.

    `number` names it: the same chart of the same data has the same one. `dated` is the day of the latest report, and
    so of the file: the clock has no part in it. `alt` is the chart in words, and
    `records` its numbers as plain rows, those it has no room for included.
    """

    chart: str
    measure: str
    number: str
    alt: str
    preset: Preset
    words: Words
    spec: dict[str, Any]
    dated: date | None
    records: tuple[dict[str, object], ...]

    @property
    def title(self) -> str:
        """The title as printed."""
        return self.words.title

    @property
    def height(self) -> float:
        """Pixels of the whole figure, of which its preset says how wide it is."""
        padding = self.spec.get("padding", {}) if self.spec.get("autosize") == "none" else {}
        return frame.height(self.words, self.spec["height"] + padding.get("top", 0) + padding.get("bottom", 0))


@dataclass(frozen=True)
class _Asked:
    """What `of` was asked for, for those it shares the work with."""

    chart: str
    tally: Tally
    rows: Sequence[Row]
    measure: str
    running: bool
    grain: str
    preset: Preset

    @property
    def count(self) -> Count:
        """The total of the measure."""
        return self.tally.totals[self.measure]

    def said(self, figure: Count) -> str:
        """A figure with its measure: "5 killed"."""
        return f"{theme.figure_text(figure)} {_MEASURES[self.measure].label.lower()}"


_MEASURES = {each.name: each for each in codebook.MEASURES}


def of(
    chart: str,
    tally: Tally,
    rows: Sequence[Row] | None = None,
    *,
    measure: str = codebook.KILLED.name,
    running: bool = False,
    grain: str | None = None,
    publishers: Sequence[str] = (),
    latest_report: date | datetime | None = None,
    committed: date | None = None,
    title: str | None = None,
    note: str | None = None,
    width: str = "column",
) -> Figure:
    """A figure of a chart.

    `latest_report` is the day of the newest report about what is selected, `committed` that of the version.
    `rows` are those of `tally.over_time` for that chart, by the grain; the others are in the tally. `title` and
    `note` are the reader's own; blank means the default title and no note of one's own. `width` names one of `PRESETS`,
    `REPORT` or `DOCUMENT`.
    """
    if chart == "structures":
        measure = codebook.STRUCTURES.name
    preset = _SIZES[width]
    asked = _Asked(chart, tally, rows or (), measure, running, grain or tally.grain, preset)
    dated = latest_report.date() if isinstance(latest_report, datetime) else latest_report
    records = _records(asked)
    if not records or (chart == "over_time" and all(row.key is None for row in asked.rows)):
        raise NothingToDraw(wording.FIGURE_NOTHING)
    if chart == "over_time" and asked.count.best is None:
        # An axis without a number says less than a sentence: as on the screen.
        none = theme.counted(tally.incidents, wording.FIGURE_NO_FIGURE_ALL, measure=theme.measure_words(measure))
        raise NothingToDraw(none)
    number = _number(asked, records)
    chosen_title = frame.clean(title or "").strip()
    shown = len(_lines(asked))
    unread = caption.illegible([chosen_title, note or "", *publishers[: preset.publishers], *_named(asked)], marks=True)
    while True:
        alt = _alt(asked, shown)
        cramped = _ranges_left_out(asked, preset, shown)
        where = wording.FIGURE_RANGES_IN_DATA_BRIEF if preset.brief else wording.FIGURE_RANGES_IN_DATA
        in_data = where if cramped else ""
        own = (_ended(note or ""), *_notes(asked, shown), in_data, *unread)
        notes = tuple(frame.clean(each) for each in own if each.strip())
        words = _words(
            asked, preset, chosen_title, notes, publishers, (committed, dated), number, alt, written=not cramped
        )
        room = _room(words, preset)
        fitting = shown
        if shown and room[1] is not None:
            fitting = min(shown, max(1, floor((room[1] - _HEAD) / _least_line(asked, shown, room[0]))))
        if fitting == shown:
            break
        shown = fitting
    return Figure(chart, measure, number, alt, preset, words, _spec(asked, preset, room, shown), dated, tuple(records))


def from_extract(
    extract: Extract, chart: str, measure: str = codebook.KILLED.name, *, grain: str | None = None, **asked: Any
) -> Figure:
    """A figure of a chart of an extract; `asked` are `running`, `title`, `note` and `width` of `of`.

    Raises NothingToDraw where the chart would be empty.
    """
    return of(
        chart,
        extract.tally,
        extract.over_time(grain or "") if chart == "over_time" else None,
        measure=measure,
        grain=grain,
        publishers=extract.publishers(),
        latest_report=extract.latest_report,
        committed=extract.committed,
        **asked,
    )


def default_title(chart: str, measure: str = codebook.KILLED.name, *, running: bool = False) -> str:
    """The title a figure has unless the reader writes another: plain and statistical, never a claim."""
    key = f"{chart} running" if running and chart == "over_time" else chart
    return wording.FIGURE_TITLES[key].format(what=_capital(theme.measure_words(measure)))


def file_name(
    tally: Tally,
    chart: str,
    measure: str,
    ending: str = "",
    *,
    grain: str | None = None,
    running: bool = False,
    width: str = "column",
) -> str:
    """What the file of a figure or of its numbers is called, here also without its ending: see `caption.file_name`."""
    about = {
        "over_time": f"{measure}-by-{grain or tally.grain}{'-running-total' * running}",
        "by_region": f"{measure}-by-region",
        "by_type": f"{measure}-by-type",
        "structures": f"{codebook.STRUCTURES.name}-by-extent",
        "map": f"{measure}-map",
    }[chart]
    return caption.file_name(tally, about, ending, "" if width == "column" else width)


def _ended(text: str) -> str:
    """A text of the reader's own as a sentence among ours: with a full stop, unless it ends with a sign of its own."""
    text = text.strip()
    ended = f"{text}." if text and text[-1].isalnum() else text
    # The sign at the end belongs to a note that runs from right to left, not to what follows it.
    return f"{ended}\u200f" if reorder.direction(text) == reorder.RIGHT else ended


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(asked: _Asked, records: Sequence[dict[str, object]]) -> str:
    """F and seven digits of a fingerprint of version, selection, chart and its numbers; not of size or title.

    Whether the version was asked for or is the newest makes no difference.
    """
    query = selection.to_query(replace(asked.tally.selection, as_of=None))
    options = [asked.chart, asked.measure, asked.running, asked.grain if asked.chart == "over_time" else ""]
    whole = json.dumps([asked.tally.version, query, options, records], default=str, sort_keys=True)
    return f"F{hashlib.sha256(whole.encode('ascii')).hexdigest()[:7]}"


def _lines(asked: _Asked) -> list[Any]:
    """The rows of a chart that has a line for each, in its order and as many as a screen would show."""
    if asked.chart == "structures":
        return structures.ordered(asked.tally.by_structure)
    if asked.chart not in ("by_region", "by_type"):
        return []
    rows, label = _rows(asked)
    ordered = [row for _, row in lines.ordered(rows, asked.measure, label)]
    known = sum(row.figures[asked.measure].best is not None for row in ordered)
    return ordered[: min(lines.MOST_LINES, known + MOST_UNKNOWN)]


def _rows(asked: _Asked) -> tuple[Sequence[Row], Any]:
    if asked.chart == "by_region":
        return asked.tally.by_region, lines.region_label
    return asked.tally.by_type, lines.type_label


def _left_out(asked: _Asked, shown: int) -> tuple[int, Count]:
    """How many lines are not drawn, and what they add up to."""
    if asked.chart == "structures":
        rest = structures.ordered(asked.tally.by_structure)[shown:]
        return len(rest), ground.added(row.figure for row in rest)
    rows, label = _rows(asked)
    rest = lines.ordered(rows, asked.measure, label)[shown:]
    return len(rest), ground.added(row.figures[asked.measure] for _, row in rest)


def _records(asked: _Asked) -> list[dict[str, object]]:
    tally, measure = asked.tally, asked.measure
    if asked.chart == "over_time":
        return draw.over_time_records(asked.rows, measure, asked.grain, asked.running)
    if asked.chart == "by_region":
        return draw.by_region_records(tally.by_region, measure)
    if asked.chart == "by_type":
        return draw.by_type_records(tally.by_type, measure)
    if asked.chart == "structures":
        return draw.structures_records(tally.by_structure)
    rest = tally.spots_left_out, tally.spots_left_out_figures[measure]
    return draw.map_records(tally.spots, tally.by_region_undotted, measure, *rest)


def _alt(asked: _Asked, shown: int) -> str:
    tally, measure, span = asked.tally, asked.measure, caption.when(asked.tally)
    if asked.chart == "over_time":
        return draw.over_time_alt(asked.rows, measure, asked.grain, asked.running, caption.where(tally))
    if asked.chart == "by_region":
        return draw.by_region_alt(tally.by_region, measure, span, shown)
    if asked.chart == "by_type":
        return draw.by_type_alt(tally.by_type, measure, span)
    if asked.chart == "structures":
        return draw.structures_alt(tally.by_structure, caption.where(tally))
    return draw.map_alt(tally.spots, tally.by_region_undotted, measure, span)


def _table(asked: _Asked, shown: int, room: tuple[float, float]) -> pa.Table:
    tally, measure = asked.tally, asked.measure
    if asked.chart == "over_time":
        return draw.over_time_table(asked.rows, measure, asked.grain, asked.running, room[1] - over_time.UNDER)
    if asked.chart == "by_region":
        return draw.by_region_table(tally.by_region, measure, shown)
    if asked.chart == "by_type":
        return draw.by_type_table(_lines(asked)[:shown], measure)
    if asked.chart == "structures":
        return draw.structures_table(structures.ordered(tally.by_structure)[:shown])
    return draw.map_table(tally.spots, tally.by_region_undotted, measure, room, asked.preset.circle)


def _spec(asked: _Asked, preset: Preset, room: tuple[float, float | None], shown: int) -> dict[str, Any]:
    """The chart's spec in the room that the words leave it."""
    wide, high = room
    if preset.height is None and asked.chart in ("map", "over_time"):
        own = _map_height(asked, preset, wide) if asked.chart == "map" else preset.over_time + over_time.UNDER
        high = own if high is None else min(own, high)
    table = _table(asked, shown, (wide, high or 0.0))
    if not shown:
        spec = _drawn_spec(asked, table, (wide, high))
        return spec if asked.chart == "map" else spec | {"autosize": _FIT, "padding": _CLOSE}
    rows = _rows_drawn(asked, table, wide)
    step = _TWO_LINES if rows[0]["label_px"] > wide * ground.WRAPPED_FROM else _LINE
    if high is not None:
        step = min((high - _HEAD) / shown, step * (1.7 if preset.height else 1))
    spec = _drawn_spec(asked, table, (wide, step * shown))
    spec["data"]["values"] = rows
    # Its labels and numbers stand inside the plot by measure, so nothing has to give way to them.
    return spec | {"autosize": "none", "padding": {"left": 0, "right": 0, "top": _HEAD - 6, "bottom": 6}}


def _rows_drawn(asked: _Asked, table: pa.Table, wide: float) -> list[dict[str, Any]]:
    """The rows of a chart with a line for each, their labels measured in the figure's own font.

    Where ranges in numbers would leave the plot too little room they give way; the bands, alt text and data have them.
    """
    rows = [row | _label_room(table) for row in table.to_pylist()]
    narrow = _too_narrow(rows, wide)
    if asked.chart != "structures":
        return [row | {"range_text": "", "range_px": 0.0} for row in rows] if narrow else rows
    # A screen chooses by its own width between the total with its range and without; here there is one of them.
    for row in rows:
        kept, other = ("brief", "text") if narrow and row["kind"] == "line" else ("text", "brief")
        row[other] = row[kept]
        kept, other = ("brief_px", "total_px") if narrow else ("total_px", "brief_px")
        row[other] = row[kept]
    return rows


def _least_line(asked: _Asked, shown: int, wide: float) -> float:
    """The least pixels of a line: of two, where labels take two."""
    label = _label_room(_table(asked, shown, (wide, 0.0)))["label_px"]
    return _TWO_LINES - 2 if label > wide * ground.WRAPPED_FROM else asked.preset.line


def _too_narrow(rows: Sequence[dict[str, Any]], wide: float) -> bool:
    """Whether labels and numbers leave the plot less than its least share of the width."""
    first = rows[0]
    wraps = first["label_px"] > wide * ground.WRAPPED_FROM
    labels = min(first["wrapped_px"], wide * 0.44) if wraps else first["label_px"]
    numbers = first["total_px"] if "total_px" in first else first["best_px"] + first["range_px"]
    return wide - labels - numbers - first["without_px"] < wide * LEAST_PLOT


def _ranges_left_out(asked: _Asked, preset: Preset, shown: int) -> bool:
    """Whether a chart of lines has ranges that it does not write out for want of room."""
    if not shown or not any(theme.has_range(count) for count in _drawn(asked)):
        return False
    wide = preset.width - 2 * preset.margin
    table = _table(asked, shown, (wide, 0.0))
    return _too_narrow([row | _label_room(table) for row in table.to_pylist()[:1]], wide)


def _room(words: Words, preset: Preset) -> tuple[float, float | None]:
    """Width and height left for the plot. Raises NothingToDraw where a figure of fixed height has no room for one."""
    wide, high = frame.room(words, preset.most)
    if high is None or high >= LEAST_HEIGHT:
        return wide, high
    if preset.height is not None:
        raise NothingToDraw(wording.FIGURE_NO_ROOM)
    return wide, LEAST_HEIGHT


def _named(asked: _Asked) -> list[str]:
    """The places that a map may name and whose names our fonts lack letters of, or vowel marks."""
    if asked.chart != "map":
        return []
    strange = [spot for spot in asked.tally.spots if frame.legible(spot.place) != spot.place]
    if not strange:
        return []
    room = asked.preset.width - 2 * asked.preset.margin, asked.preset.height or map.HEIGHT
    labels = _table(asked, 0, room)["label"].to_pylist()
    begins = {spot.place: ground.clean(spot.place)[: map.LONGEST_NAME - 2] for spot in strange}
    return [place for place, begin in begins.items() if any((label or "").startswith(begin) for label in labels)]


def _map_height(asked: _Asked, preset: Preset, wide: float) -> float:
    least, most = MAP_HEIGHT[preset.name]
    fitting = draw.map_height(asked.tally.spots, asked.tally.by_region_undotted, asked.measure, wide)
    return round(min(max(fitting, least), most))


_FIT = {"type": "fit", "contains": "padding"}
_CLOSE = {"left": 0, "right": 1, "top": 2, "bottom": 2}


def _drawn_spec(asked: _Asked, table: pa.Table, size: tuple[float, float]) -> dict[str, Any]:
    return draw.with_data(
        asked.chart, "light", table, asked.measure, running=asked.running, size=size, font=fonts.MEASURED
    )


def _label_room(table: pa.Table) -> dict[str, float]:
    """The columns of `ground.label_columns` measured in the font that the figure brings."""
    labels = [label for label in table["label"].to_pylist() if label]
    pieces = [part for label in table["label_wrapped"].to_pylist() if label for part in label.split("\n")]
    return {
        name: max(fonts.width(text, ground.TEXT_SIZE) for text in texts) + 14
        for name, texts in (("label_px", labels), ("wrapped_px", pieces))
    }


def _words(
    asked: _Asked,
    preset: Preset,
    title: str,
    notes: tuple[str, ...],
    publishers: Sequence[str],
    days: tuple[date | None, date | None],
    number: str,
    alt: str,
    *,
    written: bool,
) -> Words:
    committed, dated = days
    tally, default = asked.tally, default_title(asked.chart, asked.measure, running=asked.running)
    edited = bool(title) and title != default
    subtitle = _subtitle(asked, default if edited else "", written=written)
    source = wording.FIGURE_DATA.format(
        publishers=caption.publishers(publishers, preset.publishers),
        app=wording.APP,
        version=caption.version(tally.version, committed),
        latest=caption.latest(dated),
    )
    credit = wording.FIGURE_CREDIT.format(app=wording.APP, licence=wording.FIGURE_LICENCE)
    if asked.chart == "map":
        credit = wording.FIGURE_MAP_CREDIT.format(credit=credit)
    description = wording.FIGURE_DESCRIPTION.format(
        title=title or default,
        subtitle="".join(span.text for span in subtitle).strip(),
        alt=alt,
        notes=" ".join(notes),
        source=source,
        credit=credit,
        number=number,
    )
    return Words(
        title=title or default,
        subtitle=subtitle,
        key=_key(asked) if asked.chart == "map" else (),
        notes=notes,
        source=source,
        credit=credit,
        licence=wording.FIGURE_LICENCE,
        licence_url=wording.FIGURE_LICENCE_URL,
        number=number,
        description=frame.clean(description.replace("\u00a0", " ")),
        accent=theme.LIGHT.measure[asked.measure],
        width=preset.width,
        height=preset.height,
        wide_mm=preset.wide_mm,
        margin=preset.margin,
        title_size=preset.title_size,
    )


def _subtitle(asked: _Asked, what: str, *, written: bool) -> tuple[Span, ...]:
    """The unit, where, when, and the key in coloured words; `what` stands before the unit of a title not ours."""
    unit = wording.FIGURE_UNITS["structures" if asked.measure == codebook.STRUCTURES.name else "people"]
    if asked.chart == "over_time":
        unit = wording.FIGURE_BY_GRAIN.format(what=unit, grain=asked.grain)
    span = caption.when(asked.tally)
    form = wording.FIGURE_SUBTITLE if span else wording.FIGURE_SUBTITLE_NO_DATE
    if what:
        unit = wording.FIGURE_TITLE_AND_UNIT.format(title=what, unit=f"{unit[:1].lower()}{unit[1:]}")
    said = form.format(what=unit, where=caption.where(asked.tally), when=span)
    return (Span(said), *_key_words(asked, written=written))


def _key_words(asked: _Asked, *, written: bool) -> list[Span]:
    """What the marks mean, of those that are drawn; `written` is whether ranges stand beside them in numbers."""
    colour = theme.LIGHT.words[asked.measure]
    if asked.chart == "map":
        dots = any(spot.row.figures[asked.measure].best for spot in asked.tally.spots)
        return [Span(wording.FIGURE_MAP_SCALE, colour, strong=True)] if dots else []
    counts = _drawn(asked)
    ranged = any(theme.has_range(count) for count in counts)
    if asked.chart == "structures":
        return [Span(wording.FIGURE_TOTALS if ranged and written else wording.FIGURE_TOTALS_PLAIN)]
    over = asked.chart == "over_time"
    best = wording.FIGURE_BEST_LINE if asked.running else wording.FIGURE_BEST_BAR
    known = any(count.best is not None for count in counts)
    spans = [Span(best if over else wording.FIGURE_BEST_DOT, colour, strong=True)] if known else []
    if ranged:
        spans += (
            [Span("; "), Span(wording.FIGURE_RANGE_BAND, colour)]
            if over
            else [Span(wording.FIGURE_WITH), Span(wording.FIGURE_RANGE, colour)]
        )
    # A period that adds nothing has no ring in a running total, its end has one where all of them add nothing.
    states = {ground.state(count) for count in counts}
    zero = ground.state(ground.added(counts)) == "zero" if over and asked.running else "zero" in states
    rest = [
        text
        for text, drawn in (
            (wording.FIGURE_OPEN, any(count.open for count in counts)),
            (wording.FIGURE_ZERO, zero),
            (
                wording.FIGURE_UNKNOWN_IN_PERIOD if over else wording.FIGURE_UNKNOWN,
                any(count.unknown for count in counts) if over else "unknown" in states,
            ),
        )
        if drawn
    ]
    if not spans:
        return [Span(_capital("; ".join(rest)))]
    return [*spans, Span("".join(f"; {text}" for text in rest))] if rest else spans


def _drawn(asked: _Asked) -> list[Count]:
    """The figures that the chart draws."""
    if asked.chart == "over_time":
        return [row.figures[asked.measure] for row in asked.rows if row.key is not None]
    return [row.figure if isinstance(row, StructureRow) else row.figures[asked.measure] for row in _lines(asked)]


def _key(asked: _Asked) -> tuple[Sign, ...]:
    """The key of a map: three circles at most, rings and shaded regions where there are any."""
    light, measure = theme.LIGHT, asked.measure
    spots = asked.tally.spots
    counts = [spot.row.figures[measure] for spot in spots]
    areas = [row.figures[measure] for row in asked.tally.by_region_undotted if outlines.shape_of(row.key)]
    each = map.area_of_one(spots, measure, asked.preset.circle)
    top = max((count.best or 0 for count in counts), default=0)
    signs = [
        Sign("circle", theme.number(value), light.measure[measure], light.background, value * each)
        for value in _round_values(top)
    ]
    if any(ground.state(count) == "zero" for count in counts):
        signs.append(Sign("ring", wording.FIGURE_KEY_ZERO, light.background, light.measure[measure]))
    if any(count.best is None for count in counts):
        signs.append(Sign("ring", wording.FIGURE_KEY_UNKNOWN, light.background, light.unknown, dashed=True))
    states = {ground.state(count) for count in areas}
    signs += [
        sign
        for state, sign in (
            ("figure", Sign("box", wording.FIGURE_KEY_REGION, light.band[measure], light.measure[measure])),
            ("zero", Sign("box", wording.FIGURE_KEY_REGION_ZERO, light.background, light.measure[measure])),
            (
                "unknown",
                Sign("box", wording.FIGURE_KEY_REGION_UNKNOWN, light.background, light.unknown, dashed=True),
            ),
        )
        if state in states
    ]
    return tuple(signs)


def _round_values(top: int) -> list[int]:
    """Up to three round numbers no larger than `top`: the circles of a key."""
    if top <= 0:
        return []
    power = 10 ** floor(log10(top))
    largest = next(step * power for step in (5, 2, 1) if step * power <= top)
    return sorted({max(1, round(largest * share)) for share in (1, 0.4 if largest % 5 == 0 else 0.5, 0.1)})


def _notes(asked: _Asked, shown: int) -> list[str]:
    """What the chart leaves out, how many incidents have no figure, how the numbers were made."""
    tally, count, words = asked.tally, asked.count, theme.measure_words(asked.measure)
    notes = [_only(asked)]
    if asked.chart in ("by_region", "by_type", "structures"):
        number, rest = _left_out(asked, shown)
        if number:
            kinds = wording.COUNT_REGIONS if asked.chart == "by_region" else wording.COUNT_TYPES
            notes.append(
                wording.FIGURE_LINES_LEFT_OUT.format(lines=caption.counted(number, kinds), figures=asked.said(rest))
            )
    elif asked.chart == "over_time":
        number, rest = draw.over_time_left_out(asked.rows, asked.measure)
        if number:
            notes.append(
                wording.FIGURE_TIME_LEFT_OUT.format(
                    incidents=caption.incidents(number), grain=asked.grain, figures=asked.said(rest)
                )
            )
    else:
        notes += _map_notes(asked)
    brief = asked.preset.brief
    if count.unknown:
        some = wording.FIGURE_NO_FIGURE_BRIEF if brief else wording.FIGURE_NO_FIGURE
        form = some if count.known else wording.FIGURE_NO_FIGURE_ALL[tally.incidents != 1]
        notes.append(
            form.format(
                measure=words,
                count=theme.number(tally.incidents),
                unknown=theme.number(count.unknown),
                incidents=caption.incidents(tally.incidents),
            )
        )
    rule = tally.selection.rule
    notes.append(wording.FIGURE_RULE.format(rule=rule if brief else wording.RULES[rule].lower()))
    if theme.has_range(count) and asked.chart != "map":
        notes.append(wording.FIGURE_RANGES_BRIEF if brief else wording.FIGURE_RANGES)
    if tally.set_apart.records:
        apart = tally.set_apart.figures[asked.measure]
        form = wording.FIGURE_APART_FIGURES if apart.known else wording.FIGURE_APART
        records = caption.counted(tally.set_apart.records, wording.COUNT_RECORDS)
        notes.append(form.format(records=records, figures=asked.said(apart)))
    return notes


def _only(asked: _Asked) -> str:
    """What else the reader chose, beyond place and dates."""
    chosen = asked.tally.selection
    parts = [
        form.format(names=_some([of_codes.label_of(code).lower() for code in values], asked.preset))
        for form, of_codes, values in (
            (wording.FIGURE_ONLY_TYPES, codes.INCIDENT_TYPE, chosen.types),
            (wording.FIGURE_ONLY_STRUCTURES, codes.STRUCTURE_TYPE, chosen.structures),
            (wording.FIGURE_ONLY_CONTROL, codes.CONTROL, chosen.control),
            (wording.FIGURE_ONLY_STATUSES, codes.STATUS, chosen.statuses),
        )
        if values
    ]
    return wording.FIGURE_ONLY.format(parts="; ".join(parts)) if parts else ""


def _some(names: list[str], preset: Preset) -> str:
    """Names in a note: the first, and how many more; the whole selection stands in its address."""
    most = MOST_NAMED // 2 if preset.brief else MOST_NAMED
    more = len(names) - most
    named = ", ".join(names[:most])
    return named if more <= 0 else wording.AND_MANY_MORE.format(names=named, count=theme.number(more))


def _map_notes(asked: _Asked) -> list[str]:
    tally = asked.tally
    number, rest = draw.map_left_out(tally.by_region_undotted, asked.measure)
    parts = []
    if number:
        parts.append(wording.FIGURE_MAP_COUNTRY.format(incidents=caption.incidents(number), figures=asked.said(rest)))
    if tally.spots_left_out:
        parts.append(wording.FIGURE_MAP_SMALL.format(count=theme.number(tally.spots_left_out)))
    left_out = [wording.FIGURE_MAP_LEFT_OUT.format(parts="; ".join(parts))] if parts else []
    points = [] if asked.preset.brief else [wording.FIGURE_MAP_POINTS]
    return [*left_out, *points, wording.NO_ENDORSEMENT]
