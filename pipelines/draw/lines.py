"""By region and by incident type: one line each, low to high as a pale bar, best as a dot, the numbers at the right.

Layout is worked out in the browser from the width of the place and the widths of the texts (columns of the table), so
that one spec serves a phone and a wide screen: labels take one line where there is room and two where not.
"""

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import codes, places, theme
from pipelines.draw import ground
from pipelines.draw.ground import PAINT
from pipelines.tally import Figure, Row
from pipelines.wording import charts

MOST_LINES = 15
"""The most regions drawn. What is left out is added up by `by_region_left_out` and said."""

STEP = 32
"""Pixels from one line to the next: two lines of a label fit."""

COLUMNS = {
    "rank": pa.int64(),
    "code": pa.string(),
    "label": pa.string(),
    "label_wrapped": pa.string(),
    "state": pa.string(),
    "low": pa.float64(),
    "best": pa.float64(),
    "high": pa.float64(),
    "open": pa.bool_(),
    "best_text": pa.string(),
    "range_text": pa.string(),
    "said": pa.string(),
    "top": pa.float64(),
    "label_px": pa.float64(),
    "wrapped_px": pa.float64(),
    "best_px": pa.float64(),
    "range_px": pa.float64(),
    **ground.WITHOUT,
}
"""The columns of the table of a line chart. `said` is the tooltip; those of pixels are alike in every row."""


def region_label(key: object) -> str:
    """The name of a region; of a country "Ukraine, region not known"; of None "Region not known"."""
    if not key:
        return charts.REGION_NOT_KNOWN
    code = str(key)
    if "-" in code:
        return places.region_name(code)
    return charts.COUNTRY_ONLY.format(country=places.country_name(code))


def type_label(key: object) -> str:
    """The label of an incident type."""
    return codes.INCIDENT_TYPE.label_of(str(key))


def ordered(rows: Sequence[Row], measure: str, label: Callable[[object], str]) -> list[tuple[str, Row]]:
    """The rows with their labels: largest best first, those with no figure last, then by label."""

    def place(line: tuple[str, Row]) -> tuple[bool, int, int, str]:
        figure = line[1].figures[measure]
        return figure.best is None, -(figure.best or 0), -(figure.high or 0), line[0]

    return sorted(((ground.clean(label(row.key)), row) for row in rows), key=place)


def by_region_table(rows: Sequence[Row], measure: str, most: int = MOST_LINES) -> pa.Table:
    """The data of the chart by region: its `most` largest regions."""
    return _table(ordered(rows, measure, region_label)[:most], measure)


def by_region_left_out(rows: Sequence[Row], measure: str, most: int = MOST_LINES) -> tuple[int, Figure]:
    """How many regions the chart leaves out, and what they add up to."""
    rest = ordered(rows, measure, region_label)[most:]
    return len(rest), ground.added(row.figures[measure] for _, row in rest)


def by_region_records(rows: Sequence[Row], measure: str) -> list[dict[str, object]]:
    """Every region as plain values, in the order of the chart."""
    return [ground.record(row.key, label, row.figures[measure]) for label, row in ordered(rows, measure, region_label)]


def by_region_alt(rows: Sequence[Row], measure: str, when: str = "", most: int = MOST_LINES) -> str:
    """The chart by region in words: the same numbers."""
    count, rest = by_region_left_out(rows, measure, most)
    more = [theme.counted(count, charts.MORE_REGIONS, figure=theme.figure_text(rest))] if count else []
    return _alt(charts.BY_REGION, ordered(rows, measure, region_label)[:most], measure, when, more)


def by_type_table(rows: Sequence[Row], measure: str) -> pa.Table:
    """The data of the chart by incident type."""
    return _table(ordered(rows, measure, type_label), measure)


def by_type_records(rows: Sequence[Row], measure: str) -> list[dict[str, object]]:
    """Every incident type as plain values, in the order of the chart."""
    return [ground.record(row.key, label, row.figures[measure]) for label, row in ordered(rows, measure, type_label)]


def by_type_alt(rows: Sequence[Row], measure: str, when: str = "") -> str:
    """The chart by incident type in words: the same numbers."""
    return _alt(charts.BY_TYPE, ordered(rows, measure, type_label), measure, when)


def _alt(name: str, lines: Sequence[tuple[str, Row]], measure: str, when: str, more: Sequence[str] = ()) -> str:
    what = name.format(measure=ground.measure_words(measure))
    said = [ground.sentence(label, row.figures[measure]) for label, row in lines]
    return ground.in_words(charts.CHART, (what, when), [*said, *more], charts.NO_INCIDENT)


def _table(lines: Sequence[tuple[str, Row]], measure: str) -> pa.Table:
    figures = [row.figures[measure] for _, row in lines]
    ranges = [theme.range_text(figure) if theme.has_range(figure) else "" for figure in figures]
    bests = ["" if figure.best is None else theme.number(figure.best) for figure in figures]
    labels = [label for label, _ in lines]
    without = ground.without_columns(figures)
    alike = {
        "top": float(max((figure.high or 0 for figure in figures), default=0) or 1),
        **ground.label_columns(labels),
        "best_px": max((ground.text_width(text) for text in [charts.BEST, *bests]), default=0) + 24,
        "range_px": max(ground.text_width(text) for text in [charts.LOW_HIGH, *ranges]) + 16 if any(ranges) else 0.0,
    }
    return ground.table(
        COLUMNS,
        [
            {
                "rank": rank,
                "code": "" if row.key is None else str(row.key),
                "label": label,
                "label_wrapped": ground.wrapped(label),
                "state": ground.state(figure),
                "low": figure.low,
                "best": figure.best,
                "high": figure.high,
                "open": figure.open,
                "best_text": bests[rank],
                "range_text": ranges[rank],
                "said": ground.sentence(label, figure),
                **without[rank],
                **alike,
            }
            for rank, ((label, row), figure) in enumerate(zip(lines, figures, strict=True))
        ],
    )


def build() -> dict[str, Any]:
    """The spec of both charts, to be painted."""
    y = ground.line_position()
    known, zero, spread = (
        "datum.state === 'figure'",
        "datum.state === 'zero'",
        "datum.high > datum.low",
    )
    chosen, target = ground.line_targets()
    # The scale of numbers ends above the lines that have none.
    cover = (
        _layer("datum.state === 'unknown'")
        .mark_rect(color=PAINT.background, **ground.QUIET)
        .encode(y=y, x=alt.value(0), x2=alt.value(ground.value("width")))
    )
    marks = [
        _layer(spread).mark_bar(height=12, color=PAINT.band, **ground.QUIET).encode(y=y, x=_x("low"), x2="high"),
        *(
            _layer(spread)
            .mark_tick(thickness=1.5, size=12, color=PAINT.mark, orient="vertical", **ground.QUIET)
            .encode(y=y, x=_x(end))
            for end in ("low", "high")
        ),
        _layer("datum.open")
        .mark_point(
            shape="triangle-right", size=40, filled=True, color=PAINT.mark, opacity=1, xOffset=11, **ground.QUIET
        )
        .encode(y=y, x=_x("high")),
        *ground.no_figure_marks(y),
        _layer(known)
        .mark_point(
            size=120, filled=True, color=PAINT.mark, stroke=PAINT.background, strokeWidth=2, opacity=1, **ground.QUIET
        )
        .encode(y=y, x=_x("best")),
        _layer(zero)
        .mark_point(size=75, fill=PAINT.background, stroke=PAINT.mark, strokeWidth=2, opacity=1, **ground.QUIET)
        .encode(y=y, x=_x("best")),
        ground.line_labels(y),
        ground.plot()
        .mark_text(align="right", fontWeight=600, **ground.QUIET)
        .encode(y=y, x=alt.value(ground.value("ranges - range_room - 2")), text="best_text:N"),
        ground.plot()
        .mark_text(align="right", color=PAINT.muted, **ground.QUIET)
        .encode(
            y=y,
            x=alt.value(ground.value("ranges - 2")),
            text=alt.value(ground.value("range_room ? datum.range_text : ''")),
        ),
        _head(PAINT.muted, "ranges - range_room - 2", f"'{charts.BEST}'"),
        _head(PAINT.muted, "ranges - 2", f"range_room ? '{charts.LOW_HIGH}' : ''"),
        *ground.without_marks(y),
    ]
    chart = alt.layer(cover, chosen, *marks, target).add_params(
        *(ground.constant(name) for name in ("top", "best_px", "range_px")),
        *ground.gutter(),
        *ground.without_room("best_px"),
        alt.param(
            name="range_room",
            expr=f"width - gutter - best_px - range_px - without_px < width * {ground.LEAST_PLOT} ? 0 : range_px",
        ),
        alt.param(name="ranges", expr="width - without_room"),
        alt.param(name="numbers", expr="ranges - range_room - best_px"),
    )
    return ground.finished(chart.properties(height=alt.Step(STEP)))


def _layer(condition: str) -> alt.Chart:
    return ground.plot().transform_filter(condition)


def _x(column: str) -> alt.X:
    return ground.line_value(column, "numbers - 14")


def _head(colour: str, x: str, text: str) -> alt.Chart:
    """A heading above a column of numbers, drawn once."""
    return (
        ground.plot()
        .transform_filter("datum.rank === 0")
        .mark_text(align="right", baseline="bottom", color=colour, fontSize=ground.SMALL_SIZE, **ground.QUIET)
        .encode(x=alt.value(ground.value(x)), y=alt.value(-6), text=alt.value(ground.value(text)))
    )
