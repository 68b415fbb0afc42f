"""People or structures over time: a bar for each period with low to high behind it, or the running total.

These kinds of rows share one table: "period" (a day, week or month with an incident), "empty" (a long stretch without),
"step" (a corner of the running total), "end" (its labels), "tick" (a label of the time axis) and one "once". The ticks
are ours, so that a label stands under its bar, three densities serve three widths, and nothing depends on where the
reader's clock is. Times are milliseconds in UTC.

A period in which no incident has a figure, or only some have one, has a hollow dashed box under the base line, where no
value can be; a period without any incident is empty, and a long stretch of such periods is shaded and says so.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import theme, wording
from pipelines.draw import ground, periods, stretches
from pipelines.draw.ground import PAINT
from pipelines.tally import Figure, Row
from pipelines.wording import charts

HEIGHT = 220
"""Pixels of the plot, without the labels of the axis."""

UNDER = 64
"""Pixels that the labels of the axis take under the plot at most, with those of periods without a figure."""

COLUMNS = {
    "kind": pa.string(),
    "code": pa.string(),
    "start": pa.float64(),
    "end": pa.float64(),
    "middle": pa.float64(),
    "state": pa.string(),
    "without": pa.int64(),
    "low": pa.float64(),
    "best": pa.float64(),
    "high": pa.float64(),
    "open": pa.bool_(),
    "label": pa.string(),
    "brief": pa.string(),
    "brief_from": pa.float64(),
    "brief_at": pa.float64(),
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
between `label_from` and `label_to` pixels wide; that of a bar is `brief` from `brief_from` on. `without` counts the
incidents of a period that have no figure."""

MOST_SAID = 12
"""The most periods that are each said in words."""

LABEL_GAP = 15
"""The least pixels between two labels at the end of the running total."""


def over_time_left_out(rows: Sequence[Row], measure: str) -> tuple[int, Figure]:
    """The incidents whose date fits in no period, and what they add up to. The running total leaves them out too."""
    rest = [row for row in rows if row.key is None]
    return sum(row.incidents for row in rest), ground.added(row.figures[measure] for row in rest)


def over_time_records(rows: Sequence[Row], measure: str, grain: str, running: bool = False) -> list[dict[str, object]]:
    """Every period with an incident as plain values; the code is the period's first day.

    Last, without a code, what the chart leaves out since its date fits in no period: so the rows add up to the
    headline, and of a running total the last period and this one do.
    """
    records = [
        ground.record(day.isoformat(), periods.period_text(day, grain), figure)
        for day, figure in _periods(rows, measure, running)
    ]
    incidents, rest = over_time_left_out(rows, measure)
    if incidents:
        records.append(ground.record(None, charts.DATE_NOT_KNOWN_TO.format(grain=wording.GRAINS[grain].lower()), rest))
    return records


def over_time_alt(rows: Sequence[Row], measure: str, grain: str, running: bool = False, where: str = "") -> str:
    """The chart in words: what it shows, the periods with their figures, how many have none. Long series are cut."""
    dated = _periods(rows, measure, running)
    step = wording.GRAINS[grain].lower()
    if running:
        what = charts.RUNNING_TOTAL_BY_PERIOD.format(measure=theme.measure_words(measure), grain=step)
    else:
        what = charts.BY_PERIOD.format(measure=ground.measure_words(measure), grain=step)
    if not dated:
        return ground.in_words(charts.CHART, (what, where), [], charts.NO_INCIDENT_DATED.format(grain=step))
    span = theme.span_text(dated[0][0], periods.next_period(dated[-1][0], grain) - timedelta(days=1))
    known = [each for each in dated if each[1].known]
    said = _said_of_periods(known, grain, running)
    if blank := len(dated) - len(known):
        said.append(theme.counted(blank, charts.PERIODS_WITHOUT))
    said += stretches.said(dated, grain, stretches.empty_words(over_time_left_out(rows, measure)[0], grain))
    partly = sum(bool(figure.unknown) for _, figure in known)
    if partly and not running and len(known) > MOST_SAID:
        said.append(theme.counted(partly, charts.PERIODS_PARTLY))
    return ground.in_words(charts.CHART, (what, where, span), said, charts.NO_INCIDENT)


def _said_of_periods(known: Sequence[tuple[date, Figure]], grain: str, running: bool) -> list[str]:
    """The periods with a figure in sentences: each, or of many the sum and the highest; of a running total the end."""
    if running:
        return [ground.sentence(charts.AT_THE_END, figure) for _, figure in known[-1:]]
    if len(known) <= MOST_SAID:
        return [ground.sentence(periods.period_text(day, grain), figure) for day, figure in known]
    day, most = max(known, key=lambda each: each[1].best or 0)
    every = theme.figure_text(ground.added(figure for _, figure in known))
    return [
        charts.PERIODS_TOGETHER.format(count=theme.number(len(known)), figure=every),
        ground.sentence(charts.MOST_IN.format(period=periods.period_text(day, grain)), most),
    ]


def over_time_table(
    rows: Sequence[Row], measure: str, grain: str, running: bool = False, height: float = HEIGHT
) -> pa.Table:
    """The data of the chart: bars, or the running total where `running`, on a plot so many pixels high."""
    per_period = _periods(rows, measure, running=False)
    if not per_period:
        return ground.table(COLUMNS, [])
    first = per_period[0][0]
    after = periods.next_period(per_period[-1][0], grain)
    totals = _periods(rows, measure, running=True) if running else per_period
    top = max((figure.high or 0 for _, figure in totals), default=0) or 1
    count = periods.between(first, after, grain)
    alike = {
        "first": periods.milliseconds(first),
        "last": periods.milliseconds(after),
        "top": float(top),
        "periods": float(count),
        "gaps": float(any(figure.unknown for _, figure in per_period)),
    }
    lines = [_period_line(day, figure, grain) for day, figure in per_period]
    if running:
        lines += _steps(totals, _last_known(per_period, grain), top / height)
    else:
        _label_bars(lines, count, top / height)
    words = stretches.empty_words(over_time_left_out(rows, measure)[0], grain)
    lines += stretches.stretch_lines(totals, grain, count, top, top / height, words, running)
    lines += [*periods.ticks(first, after, grain, count), {"kind": "once"}]
    return ground.table(COLUMNS, [line | alike for line in lines])


def _periods(rows: Sequence[Row], measure: str, running: bool) -> list[tuple[date, Figure]]:
    """The dated rows as day and figure; as running totals, unknown until the first figure."""
    dated = [(row.key, row.figures[measure]) for row in rows if isinstance(row.key, date)]
    if not running:
        return dated
    totals = accumulate((figure for _, figure in dated), lambda total, figure: ground.added((total, figure)))
    return [(day, total) for (day, _), total in zip(dated, totals, strict=True)]


def _last_known(per_period: Sequence[tuple[date, Figure]], grain: str) -> date | None:
    """The end of the last period with a figure, and of the running total: of what follows nothing is known."""
    known = [day for day, figure in per_period if figure.known]
    return periods.next_period(known[-1], grain) if known else None


def _period_line(day: date, figure: Figure, grain: str) -> dict[str, object]:
    start, end = periods.milliseconds(day), periods.milliseconds(periods.next_period(day, grain))
    return {
        "kind": "period",
        "code": day.isoformat(),
        "start": start,
        "end": end,
        "middle": (start + end) / 2,
        "state": ground.state(figure),
        "without": figure.unknown,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "open": figure.open,
        "said": ground.sentence(periods.period_text(day, grain), figure),
    }


def _label_bars(lines: list[dict[str, Any]], count: int, unit: float) -> None:
    """Put the number above each bar that has room for it, with or without its range, and above the highest always.

    `unit` is the value of one pixel.
    """
    bars = [line for line in lines if line["state"] == "figure"]
    highest = max(bars, key=lambda line: line["best"], default=None)
    for line in bars:
        line["label"] = _bar_label(line["low"], line["best"], line["high"], line["open"])
        line["brief"] = theme.number(line["best"]) + ("+" if line["open"] else "")
        line["label_at"] = line["high"]
        # In a high band the best alone stands on its bar, since at the top it would be taken for the highest.
        line["brief_at"] = line["best"] if line["high"] - line["best"] > 20 * unit else line["high"]
    for line in bars:
        for name in ("label", "brief"):
            needed = 0.0 if line is highest else (_label_px(line[name]) + 6) * count
            line[f"{name}_from"] = max(needed, _room_beside(highest, line, name, unit) * count)


def _room_beside(highest: dict[str, Any], line: dict[str, Any], name: str, unit: float) -> float:
    """How wide a period must be for a bar's label to stand clear of that of the highest bar, which is always whole."""
    if line is highest or abs(highest["high"] - line["high"]) > 2 * LABEL_GAP * unit:
        return 0.0
    apart = abs(highest["middle"] - line["middle"]) / (line["end"] - line["start"])
    return ((_label_px(highest["label"]) + _label_px(line[name])) / 2 + 6) / max(apart, 0.5)


def _label_px(text: str) -> float:
    return ground.text_width(text, ground.SMALL_SIZE)


def _bar_label(low: int, best: int, high: int, is_open: bool) -> str:
    """`5`, `3+`, `5 (3–11)`, `5 (3–11+)`."""
    more = "+" if is_open else ""
    if low == high:
        return theme.number(best) + more
    return f"{theme.number(best)} ({theme.number(low)}–{theme.number(high)}{more})"


def _steps(totals: list[tuple[date, Figure]], after: date | None, unit: float) -> list[dict[str, object]]:
    """The corners of the running total, up to `after`, the end of the last period with a figure, and its labels.

    `unit` is the value of one pixel.
    """
    if after is None:
        return []
    known = [(day, figure) for day, figure in totals if figure.known and day < after]
    last = known[-1][1]
    corners = [(periods.milliseconds(day), figure) for day, figure in known] + [(periods.milliseconds(after), last)]
    steps = [
        {
            "kind": "step",
            "start": at,
            "low": figure.low,
            "best": figure.best,
            "high": figure.high,
            "open": figure.open and k == len(corners) - 1,
        }
        for k, (at, figure) in enumerate(corners)
    ]
    return steps + _end_labels(last, periods.milliseconds(after), unit)


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
        {
            "kind": "end",
            "state": ground.state(figure),
            "start": at,
            "best": figure.best,
            "label_at": place,
            "label": text,
            "strong": strong,
        }
        for place, (_, text, strong) in zip(places, words, strict=True)
    ]


def build(running: bool = False) -> dict[str, Any]:
    """The spec of either kind, to be painted. It is the same for every grain: periods are columns of the table."""
    marks = _running() if running else _bars()
    chart = alt.layer(_stretches(), *marks, *_gaps(running), *_axis(), _targets()).add_params(
        *(ground.constant(name) for name in ("first", "last", "top", "periods", "gaps")),
        alt.param(name="band", expr="periods ? width / periods : width"),
        alt.param(name="bar", expr="clamp(band * 0.5, 0.8, 44)"),
        alt.param(name="wide", expr="clamp(band * 0.86, 1, 72)"),
        alt.param(name="base", expr="gaps ? 32 : 6"),
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
        .mark_point(
            shape="triangle-up",
            size=ground.value("clamp(band * 4, 8, 40)"),
            filled=True,
            color=PAINT.mark,
            opacity=1,
            yOffset=ground.value("clamp(-band / 2, -7, -3)"),
            **ground.QUIET,
        )
        .encode(x=_x(column), y=_y("high"))
    )


_LABEL_AT = "(width < datum.label_from ? datum.brief_at : datum.label_at)"


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
        # Over a halo: a neighbour may be higher than the number that stands beside it.
        *(
            _of(f"{period} && isValid(datum.label) && width >= datum.brief_from")
            .mark_text(
                baseline="bottom",
                dy=ground.value(f"datum.open && {_LABEL_AT} === datum.high ? -13 : -4"),
                fontWeight=600,
                fontSize=ground.SMALL_SIZE,
                **paint,
                **ground.QUIET,
            )
            .encode(
                x=_x("middle"),
                y=alt.value(ground.value(f"scale('y', {_LABEL_AT})")),
                text=alt.value(ground.value("width < datum.label_from ? datum.brief : datum.label")),
            )
            for paint in (
                {"color": PAINT.background, "stroke": PAINT.background, "strokeWidth": 3, "strokeJoin": "round"},
                {"color": PAINT.words},
            )
        ),
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
    solid = {"opacity": 1, **ground.QUIET}
    return [
        step.mark_area(interpolate="step-after", color=PAINT.band, opacity=1, **ground.QUIET).encode(
            x=_x("start"), y=_y("low"), y2="high"
        ),
        *edges,
        step.mark_line(interpolate="step-after", strokeWidth=2.5, color=PAINT.mark, **ground.QUIET).encode(
            x=_x("start"), y=_y("best")
        ),
        _end("figure").mark_point(size=70, fill=PAINT.mark, stroke=PAINT.background, strokeWidth=1.5, **solid),
        _end("zero").mark_point(size=60, fill=PAINT.background, stroke=PAINT.mark, strokeWidth=2, **solid),
        _more("step", "start"),
        *ends,
    ]


def _end(state: str) -> alt.Chart:
    """Where the running total ends, of a state: a total of nothing has the open ring, like any other zero."""
    return _of(f"datum.kind === 'end' && datum.strong && datum.state === '{state}'").encode(x=_x("start"), y=_y("best"))


def _gaps(running: bool) -> list[alt.Chart]:
    """Zero as an open ring on the base line; no figure, for some incidents or all, as a dashed box under it, and words.

    A running total has no ring but at its end: a period that adds nothing is not a total of nothing.
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
        _of("datum.kind === 'period' && datum.without")
        .mark_bar(
            width=ground.value("max(wide, 2)"),
            color="transparent",
            stroke=PAINT.unknown,
            strokeWidth=ground.value("band < 6 ? 0.75 : 1.25"),
            strokeDash=ground.value("band < 6 ? [] : [3, 2]"),
            **ground.QUIET,
        )
        .encode(x=_x("middle"), y=alt.value(ground.value("height + 11")), y2=alt.value(ground.value("height + 20")))
    )
    words = (
        _once()
        .mark_text(
            align="right",
            lineBreak="\n",
            lineHeight=11,
            color=PAINT.muted,
            fontStyle="italic",
            fontSize=11,
            **ground.QUIET,
        )
        .encode(
            x=alt.value(-6),
            y=alt.value(ground.value("height + 13")),
            text=alt.value(ground.value(f"gaps ? '{charts.SOME_OR_ALL}' : ''")),
        )
    )
    return [boxes, words] if running else [rings, boxes, words]


_SHOWN = "width >= datum.label_from && width < datum.label_to"


def _stretches() -> alt.Chart:
    """The long stretches without an incident, behind everything; `_axis` has their words."""
    return (
        _of(f"datum.kind === 'empty' && {_SHOWN}")
        .mark_rect(color=PAINT.card, **ground.QUIET)
        .encode(x=_x("start"), x2="end", y=alt.value(0), y2=alt.value(ground.value("height")))
    )


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
        _of(f"(datum.kind === 'tick' || datum.kind === 'empty') && {_SHOWN}")
        .mark_text(
            baseline="top",
            lineBreak="\n",
            lineHeight=14,
            color=PAINT.muted,
            fontSize=ground.SMALL_SIZE,
            **ground.QUIET,
        )
        .encode(
            x=_x("middle"),
            y=alt.value(ground.value("datum.kind === 'tick' ? height + base : scale('y', datum.label_at)")),
            text="label:N",
        ),
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
            y2=alt.value(ground.value("height + 24")),
            tooltip="said:N",
            description="said:N",
        )
        .add_params(alt.selection_point(name=ground.PICK, fields=["code"], toggle=False))
    )


def _once() -> alt.Chart:
    """A layer that draws one thing, whatever the data; nothing where there is no data."""
    return _of("datum.kind === 'once'")
