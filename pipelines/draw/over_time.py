"""People or structures over time: a bar for each period with low to high behind it, or the running total.

Three kinds of rows share one table: "period" (a day, week or month with an incident), "step" (a corner of the running
total) and "tick" (a label of the time axis). The ticks are ours, so that a label stands under its bar, three
densities serve three widths, and nothing depends on where the reader's clock is. Times are milliseconds in UTC.

A period in which no incident has a figure is a hollow dashed box under the base line, where no value can be; a period
without any incident is empty.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import theme, wording
from pipelines.draw import ground
from pipelines.draw.ground import PAINT
from pipelines.tally import Figure, Row
from pipelines.wording import charts

HEIGHT = 220
"""Pixels of the plot, without the labels of the axis."""

UNDER = 56
"""Pixels that the labels of the axis take under the plot at most, with those of periods without a figure."""

COLUMNS = {
    "kind": pa.string(),
    "code": pa.string(),
    "start": pa.float64(),
    "end": pa.float64(),
    "middle": pa.float64(),
    "state": pa.string(),
    "low": pa.float64(),
    "best": pa.float64(),
    "high": pa.float64(),
    "open": pa.bool_(),
    "label": pa.string(),
    "label_from": pa.float64(),
    "label_to": pa.float64(),
    "label_at": pa.float64(),
    "strong": pa.bool_(),
    "said": pa.string(),
    "first": pa.float64(),
    "last": pa.float64(),
    "top": pa.float64(),
    "periods": pa.float64(),
    "gaps": pa.float64(),
}
"""The columns of the table. `code` is a period's first day, which a click gives. A label is shown where the plot is
between `label_from` and `label_to` pixels wide."""

DENSITIES = ((3, 0, 210), (5, 210, 380), (8, 380, 620), (12, 620, 100_000))
"""The most labels of the time axis, for plots from so many pixels wide to so many."""

STEPS = {"day": (1, 2, 7, 14), "week": (1, 2, 4, 8, 13, 26, 52), "month": (1, 2, 3, 6, 12, 24, 60, 120, 240)}
"""How many periods may lie between two labels."""

LABEL_GAP = 15
"""The least pixels between two labels at the end of the running total."""


def next_period(day: date, grain: str, count: int = 1) -> date:
    """The first day of the period `count` later."""
    if grain == "month":
        months = day.year * 12 + day.month - 1 + count
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=count * (7 if grain == "week" else 1))


def period_text(day: date, grain: str) -> str:
    """A period in words: `31 May 2023`, `29 May – 4 June 2023`, `May 2023`."""
    if grain == "month":
        return theme.month_text(day)
    return theme.span_text(day, next_period(day, grain) - timedelta(days=1))


def over_time_left_out(rows: Sequence[Row], measure: str) -> tuple[int, Figure]:
    """The incidents whose date fits in no period, and what they add up to. The running total leaves them out too."""
    rest = [row for row in rows if row.key is None]
    return sum(row.incidents for row in rest), ground.added(row.figures[measure] for row in rest)


def over_time_records(rows: Sequence[Row], measure: str, grain: str, running: bool = False) -> list[dict[str, object]]:
    """Every period with an incident as plain values; the code is the period's first day."""
    return [
        ground.record(day.isoformat(), period_text(day, grain), figure)
        for day, figure in _periods(rows, measure, running)
    ]


def over_time_alt(rows: Sequence[Row], measure: str, grain: str, running: bool = False, where: str = "") -> str:
    """The chart in words: what it shows, the periods with their figures, how many have none. Long series are cut."""
    periods = _periods(rows, measure, running)
    step = wording.GRAINS[grain].lower()
    if running:
        what = charts.RUNNING_TOTAL_BY_PERIOD.format(measure=theme.measure_words(measure), grain=step)
    else:
        what = charts.BY_PERIOD.format(measure=ground.measure_words(measure), grain=step)
    if not periods:
        return ground.in_words(charts.CHART, (what, where), [], charts.NO_INCIDENT_DATED.format(grain=step))
    span = theme.span_text(periods[0][0], next_period(periods[-1][0], grain) - timedelta(days=1))
    known = [each for each in periods if each[1].known]
    said = _said_of_periods(known, grain, running)
    if blank := len(periods) - len(known):
        said.append(theme.counted(blank, charts.PERIODS_WITHOUT))
    return ground.in_words(charts.CHART, (what, where, span), said, charts.NO_INCIDENT)


def _said_of_periods(known: Sequence[tuple[date, Figure]], grain: str, running: bool) -> list[str]:
    """The periods with a figure in sentences: each, or of many the sum and the highest; of a running total the end."""
    if running:
        return [ground.sentence(charts.AT_THE_END, figure) for _, figure in known[-1:]]
    if len(known) <= 12:
        return [ground.sentence(period_text(day, grain), figure) for day, figure in known]
    day, most = max(known, key=lambda each: each[1].best or 0)
    every = theme.figure_text(ground.added(figure for _, figure in known))
    return [
        charts.PERIODS_TOGETHER.format(count=theme.number(len(known)), figure=every),
        ground.sentence(charts.MOST_IN.format(period=period_text(day, grain)), most),
    ]


def over_time_table(
    rows: Sequence[Row], measure: str, grain: str, running: bool = False, height: float = HEIGHT
) -> pa.Table:
    """The data of the chart: bars, or the running total where `running`, on a plot so many pixels high."""
    per_period = _periods(rows, measure, running=False)
    if not per_period:
        return ground.table(COLUMNS, [])
    first = per_period[0][0]
    after = next_period(per_period[-1][0], grain)
    totals = _periods(rows, measure, running=True) if running else per_period
    top = max((figure.high or 0 for _, figure in totals), default=0) or 1
    count = _periods_between(first, after, grain)
    alike = {
        "first": _milliseconds(first),
        "last": _milliseconds(after),
        "top": float(top),
        "periods": float(count),
        "gaps": float(any(not figure.known for _, figure in per_period)),
    }
    lines = [_period_line(day, figure, grain) for day, figure in per_period]
    if running:
        lines += _steps(totals, after, grain, top / height)
    else:
        _label_bars(lines, count)
    lines += _ticks(first, after, grain, count)
    return ground.table(COLUMNS, [line | alike for line in lines])


def _periods(rows: Sequence[Row], measure: str, running: bool) -> list[tuple[date, Figure]]:
    """The dated rows as day and figure; as running totals, unknown until the first figure."""
    dated = [(row.key, row.figures[measure]) for row in rows if isinstance(row.key, date)]
    if not running:
        return dated
    totals = accumulate((figure for _, figure in dated), lambda total, figure: ground.added((total, figure)))
    return [(day, total) for (day, _), total in zip(dated, totals, strict=True)]


def _milliseconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000


def _periods_between(first: date, after: date, grain: str) -> int:
    if grain == "month":
        return (after.year - first.year) * 12 + after.month - first.month
    return (after - first).days // (7 if grain == "week" else 1)


def _period_line(day: date, figure: Figure, grain: str) -> dict[str, object]:
    start, end = _milliseconds(day), _milliseconds(next_period(day, grain))
    return {
        "kind": "period",
        "code": day.isoformat(),
        "start": start,
        "end": end,
        "middle": (start + end) / 2,
        "state": ground.state(figure),
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "open": figure.open,
        "said": ground.sentence(period_text(day, grain), figure),
    }


def _label_bars(lines: list[dict[str, Any]], count: int) -> None:
    """Put the number above each bar that is wide enough for it, and above the highest one always."""
    bars = [line for line in lines if line["state"] == "figure"]
    highest = max((line["best"] for line in bars), default=None)
    for line in bars:
        line["label"] = theme.number(line["best"]) + ("+" if line["open"] else "")
        needed = (ground.text_width(line["label"], ground.SMALL_SIZE) + 6) * count
        line["label_from"] = 0.0 if line["best"] == highest else needed
        line["label_at"] = line["high"]
    for line in [line for line in bars if line["best"] == highest][1:]:
        line["label_from"] = (ground.text_width(line["label"], ground.SMALL_SIZE) + 6) * count


def _steps(totals: list[tuple[date, Figure]], after: date, grain: str, unit: float) -> list[dict[str, object]]:
    """The corners of the running total, up to the end of the last period, and the labels at its end.

    `unit` is the value of one pixel.
    """
    known = [(day, figure) for day, figure in totals if figure.known]
    if not known:
        return []
    last = known[-1][1]
    corners = [(_milliseconds(day), figure) for day, figure in known] + [(_milliseconds(after), last)]
    steps = [
        {
            "kind": "step",
            "start": at,
            "low": figure.low,
            "best": figure.best,
            "high": figure.high,
            "open": figure.open and k == len(corners) - 1,
            "said": ground.sentence(
                charts.UP_TO_PERIOD.format(period=period_text(totals[min(k, len(totals) - 1)][0], grain)), figure
            ),
        }
        for k, (at, figure) in enumerate(corners)
    ]
    return steps + _end_labels(last, _milliseconds(after), unit)


def _end_labels(figure: Figure, at: float, unit: float) -> list[dict[str, object]]:
    """Low, best and high in words beside the end of the running total, kept from running into one another."""
    if not theme.has_range(figure):
        words = [(figure.best, theme.number(figure.best), True)]
    else:
        high = charts.HIGH_OR_MORE if figure.open else charts.HIGH
        words = [
            (figure.low, charts.LOW.format(number=theme.number(figure.low)), False),
            (figure.best, charts.BEST_OF.format(number=theme.number(figure.best)), True),
            (figure.high, high.format(number=theme.number(figure.high)), False),
        ]
    places = [float(value or 0) for value, _, _ in words]
    if len(words) == 3:
        places[0] = min(places[0], places[1] - LABEL_GAP * unit)
        places[2] = max(
            places[2], places[1] + LABEL_GAP * (2 if figure.open else 1) * unit
        )  # "or more" is a second line
    return [
        {"kind": "end", "start": at, "best": figure.best, "label_at": place, "label": text, "strong": strong}
        for place, (_, text, strong) in zip(places, words, strict=True)
    ]


def _ticks(first: date, after: date, grain: str, count: int) -> list[dict[str, object]]:
    """The labels of the time axis, for each density; the year is said where it begins or changes."""
    ticks: list[dict[str, object]] = []
    for most, from_width, to_width in DENSITIES:
        step = next((each for each in STEPS[grain] if count / each <= most), STEPS[grain][-1])
        if grain == "day" and count / step > most:
            step = -(-count // most)
        year = 0
        for day in _tick_days(first, after, grain, step):
            text = _tick_text(day, grain, step)
            if day.year != year and not text.isdigit():
                text += f"\n{day.year}"
            year = day.year
            start = _milliseconds(day)
            ticks.append(
                {
                    "kind": "tick",
                    "start": start,
                    "middle": (start + _milliseconds(next_period(day, grain))) / 2,
                    "label": text,
                    "label_from": float(from_width),
                    "label_to": float(to_width),
                }
            )
    return ticks


def _tick_days(first: date, after: date, grain: str, step: int) -> list[date]:
    """The periods that get a label: months fall on round ones (January, quarters), the rest count from the first."""
    if grain == "month" and step > 1:
        months = first.year * 12 + first.month - 1
        start = next_period(first, grain, -months % step)
    else:
        start = first
    days = []
    while start < after:
        days.append(start)
        start = next_period(start, grain, step)
    return days


def _tick_text(day: date, grain: str, step: int) -> str:
    month = charts.MONTHS_SHORT[day.month - 1]
    if grain == "month":
        return str(day.year) if step >= 12 else month
    return charts.DAY_WITHOUT_YEAR.format(day=day.day, month=month)


def build(running: bool = False) -> dict[str, Any]:
    """The spec of either kind, to be painted. It is the same for every grain: periods are columns of the table."""
    marks = _running() if running else _bars()
    chart = alt.layer(*marks, *_gaps(running), *_axis(), _targets()).add_params(
        *(ground.constant(name) for name in ("first", "last", "top", "periods", "gaps")),
        alt.param(name="band", expr="periods ? width / periods : width"),
        alt.param(name="bar", expr="clamp(band * 0.5, 0.8, 22)"),
        alt.param(name="wide", expr="clamp(band * 0.86, 1, 38)"),
        alt.param(name="base", expr="gaps ? 24 : 6"),
    )
    return ground.finished(chart.properties(height=HEIGHT))


def _x(column: str) -> alt.X:
    return alt.X(
        f"{column}:T",
        scale=alt.Scale(type="utc", domain=ground.value("[first, last]"), nice=False),
        axis=None,
    )


def _y(column: str) -> alt.Y:
    return alt.Y(
        f"{column}:Q",
        scale=alt.Scale(domain=ground.value("[0, top]"), nice=False, zero=True),
        axis=alt.Axis(
            tickMinStep=1, tickCount=4, format=",d", labelExpr="datum.value % 1 ? '' : datum.label", zindex=0
        ),
    )


def _of(condition: str) -> alt.Chart:
    return ground.plot().transform_filter(condition)


def _more(kind: str, column: str) -> alt.Chart:
    """A head that points up from a high end which has no upper end: "or more"."""
    return (
        _of(f"datum.kind === '{kind}' && datum.open")
        .mark_point(shape="triangle-up", size=40, filled=True, color=PAINT.mark, opacity=1, yOffset=-7, **ground.QUIET)
        .encode(x=_x(column), y=_y("high"))
    )


def _bars() -> list[alt.Chart]:
    period = "datum.kind === 'period'"
    spread = _of(f"{period} && datum.high > datum.low")
    return [
        spread.mark_bar(width=ground.value("wide"), color=PAINT.band, **ground.QUIET).encode(
            x=_x("middle"), y=_y("low"), y2="high"
        ),
        *(
            spread.mark_tick(
                orient="horizontal", size=ground.value("wide"), thickness=1.25, color=PAINT.mark, **ground.QUIET
            ).encode(x=_x("middle"), y=_y(end))
            for end in ("low", "high")
        ),
        _of(f"{period} && datum.best > 0")
        .mark_bar(width=ground.value("bar"), color=PAINT.mark, **ground.QUIET)
        .encode(x=_x("middle"), y=_y("best")),
        _more("period", "middle"),
        _of(f"{period} && isValid(datum.label) && width >= datum.label_from")
        .mark_text(
            baseline="bottom",
            dy=ground.value("datum.open ? -13 : -4"),
            color=PAINT.words,
            fontWeight=600,
            fontSize=ground.SMALL_SIZE,
            **ground.QUIET,
        )
        .encode(x=_x("middle"), y=_y("label_at"), text="label:N"),
    ]


def _running() -> list[alt.Chart]:
    step = _of("datum.kind === 'step'")
    edges = [
        step.mark_line(interpolate="step-after", strokeWidth=1, color=PAINT.mark, opacity=0.7, **ground.QUIET).encode(
            x=_x("start"), y=_y(end)
        )
        for end in ("low", "high")
    ]
    ends = [
        _of(f"datum.kind === 'end' && {'' if strong else '!'}datum.strong")
        .mark_text(
            align="left",
            lineBreak="\n",
            lineHeight=14,
            dx=9,
            color=PAINT.words,
            fontWeight=600 if strong else 400,
            **ground.QUIET,
        )
        .encode(x=_x("start"), y=_y("label_at"), text="label:N")
        for strong in (True, False)
    ]
    return [
        step.mark_area(interpolate="step-after", color=PAINT.band, opacity=1, **ground.QUIET).encode(
            x=_x("start"), y=_y("low"), y2="high"
        ),
        *edges,
        step.mark_line(interpolate="step-after", strokeWidth=2.5, color=PAINT.mark, **ground.QUIET).encode(
            x=_x("start"), y=_y("best")
        ),
        _of("datum.kind === 'end' && datum.strong")
        .mark_point(
            size=70, filled=True, color=PAINT.mark, stroke=PAINT.background, strokeWidth=1.5, opacity=1, **ground.QUIET
        )
        .encode(x=_x("start"), y=_y("best")),
        _more("step", "start"),
        *ends,
    ]


def _gaps(running: bool) -> list[alt.Chart]:
    """Zero as an open ring on the base line; no figure as a hollow dashed box under it, and the words.

    A running total has no rings: a period that adds nothing is not a total of nothing.
    """
    rings = (
        _of("datum.kind === 'period' && datum.state === 'zero'")
        .mark_point(
            size=ground.value("clamp(band * 6, 12, 60)"),
            fill=PAINT.background,
            stroke=PAINT.mark,
            strokeWidth=ground.value("band < 8 ? 1 : 2"),
            opacity=1,
            **ground.QUIET,
        )
        .encode(x=_x("middle"), y=_y("best"))
    )
    boxes = (
        _of("datum.kind === 'period' && datum.state === 'unknown'")
        .mark_bar(
            width=ground.value("max(wide, 2)"),
            color="transparent",
            stroke=PAINT.unknown,
            strokeWidth=ground.value("band < 6 ? 0.75 : 1.25"),
            strokeDash=ground.value("band < 6 ? [] : [3, 2]"),
            **ground.QUIET,
        )
        .encode(x=_x("middle"), y=alt.value(ground.value("height + 7")), y2=alt.value(ground.value("height + 16")))
    )
    words = (
        _once()
        .mark_text(align="right", color=PAINT.muted, fontStyle="italic", fontSize=11, **ground.QUIET)
        .encode(
            x=alt.value(-6),
            y=alt.value(ground.value("height + 12")),
            text=alt.value(ground.value(f"gaps ? '{theme.NO_FIGURE}' : ''")),
        )
    )
    return [boxes, words] if running else [rings, boxes, words]


def _axis() -> list[alt.Chart]:
    """The base line and the labels of time under it."""
    return [
        _once()
        .mark_rule(color=PAINT.baseline, strokeWidth=1, **ground.QUIET)
        .encode(
            x=alt.value(0),
            x2=alt.value(ground.value("width")),
            y=alt.value(ground.value("height")),
        ),
        _of("datum.kind === 'tick' && width >= datum.label_from && width < datum.label_to")
        .mark_text(
            baseline="top",
            lineBreak="\n",
            lineHeight=14,
            color=PAINT.muted,
            fontSize=ground.SMALL_SIZE,
            **ground.QUIET,
        )
        .encode(x=_x("middle"), y=alt.value(ground.value("height + base")), text="label:N"),
    ]


def _targets() -> alt.Chart:
    """What takes the pointer and speaks to a screen reader: each period over the whole height."""
    return (
        _of("datum.kind === 'period'")
        .mark_rect(color="transparent", cursor="pointer")
        .encode(
            x=_x("start"),
            x2="end",
            y=alt.value(0),
            y2=alt.value(ground.value("height + 20")),
            tooltip="said:N",
            description="said:N",
        )
        .add_params(alt.selection_point(name=ground.PICK, fields=["code"], toggle=False))
    )


def _once() -> alt.Chart:
    """A layer that draws one thing, whatever the data; nothing where there is no data."""
    return (
        _of("datum.kind === 'tick' && datum.start === datum.first")
        .transform_window(order="row_number()")
        .transform_filter("datum.order === 1")
    )
