"""The overview: headline, people over time, map, by region, by type, structures, and what the numbers leave out."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pyarrow as pa
import streamlit as st

from pipelines import codebook, draw, theme, wording
from pipelines.codebook import Measure
from pipelines.draw import ground
from pipelines.draw.lines import MOST_LINES
from pipelines.draw.over_time import next_period
from pipelines.tally import Figure, Tally
from views import address, desk, filters, parts
from views.desk import Desk

CHARTED = (codebook.KILLED, codebook.INJURED)
"""The people measures that have charts of their own; missing has a tile and a column in every table."""


MOST_UNKNOWN = 5
"""The most regions without a figure that are drawn below those with one; the rest is counted under the chart."""

_MEASURE_LABELS = {measure.name: measure.label for measure in codebook.MEASURES}


def show(now: Desk) -> None:
    """Draw the overview of a selection."""
    parts.title(now)
    if not now.tally.incidents:
        parts.nothing_here(now)
        return
    parts.tiles(now.tally)
    parts.note(wording.RANGE_CAPTION)
    for column, sections in zip(st.columns(2, gap="large"), _COLUMNS, strict=True):
        with column:
            for section in sections:
                section(now)
    parts.source_line(now)


def _chart(
    key: str,
    name: str,
    table: pa.Table,
    measure: str = codebook.STRUCTURES.name,
    pick: Callable[[str], None] | None = None,
    running: bool = False,
) -> None:
    """One chart: its cached spec, its data as Arrow. `pick` is told the code of a mark that is clicked."""
    spec = draw.spec(name, parts.mode(), measure, running=running)
    alt = draw.alt_name(name, measure, running=running)
    if pick is None:
        st.vega_lite_chart(table, spec, theme=None, alt=alt, key=key)
        return
    # What was picked stays picked in the browser, and a second click on it would say nothing: a new key starts afresh.
    widget = f"{key} {st.session_state.get(_CLICKS, 0)}"
    st.vega_lite_chart(
        table,
        spec,
        theme=None,
        alt=alt,
        key=widget,
        on_select=lambda: _picked(widget, pick),
        selection_mode=ground.PICK,
    )


_CLICKS = "clicks on charts"


def _picked(widget: str, pick: Callable[[str], None]) -> None:
    marks = st.session_state[widget]["selection"].get(ground.PICK) or []
    found = [each["code"] for each in marks if each.get("code")]
    if found:
        pick(found[0])
        st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1


def _by_region(now: Desk) -> None:
    rows = now.tally.by_region
    for measure in CHARTED:
        name, words = measure.name, measure.label.lower()
        most = min(MOST_LINES, sum(row.figures[name].best is not None for row in rows) + MOST_UNKNOWN)
        key = f"by_region_{name}"
        with parts.card(
            now,
            key,
            wording.BY_REGION.format(measure=measure.label),
            wording.LINES_SUBTITLE.format(measure=words),
            partial(draw.by_region_records, rows, name),
            draw.by_region_alt(rows, name, _span(now.tally), most),
        ):
            _chart(
                key, "by_region", draw.by_region_table(rows, name, most), name, partial(filters.narrow, filters.REGION)
            )
        count, rest = draw.by_region_left_out(rows, name, most)
        if count:
            left_out = parts.count(count, wording.COUNT_REGIONS)
            parts.note(wording.REGIONS_LEFT_OUT.format(regions=left_out, figures=_said(rest, measure)))


def _by_type(now: Desk) -> None:
    rows = now.tally.by_type
    for measure in CHARTED:
        name, words = measure.name, measure.label.lower()
        key = f"by_type_{name}"
        with parts.card(
            now,
            key,
            wording.BY_TYPE.format(measure=measure.label),
            wording.LINES_SUBTITLE.format(measure=words),
            partial(draw.by_type_records, rows, name),
            draw.by_type_alt(rows, name, _span(now.tally)),
        ):
            _chart(key, "by_type", draw.by_type_table(rows, name), name, partial(filters.narrow, filters.TYPE))


def _span(tally: Tally) -> str:
    return theme.span_text(tally.first, tally.last) if tally.first else ""


def _said(figure: Figure, measure: Measure) -> str:
    """A figure with its measure: "5–7 killed", "no figure for people injured"."""
    return f"{theme.figure_text(figure)} {measure.label.lower()}"


def _over_time(now: Desk) -> None:
    with st.container(horizontal=True, gap="small", key="time_controls"):
        grain = st.segmented_control(
            wording.GRAIN_LABEL,
            address.VIEW_CHOICES[address.GRAIN],
            required=True,
            key=address.GRAIN,
            format_func=wording.GRAINS.__getitem__,
            label_visibility="collapsed",
        )
        step = st.segmented_control(
            wording.STEP_LABEL,
            address.VIEW_CHOICES[address.STEP],
            required=True,
            key=address.STEP,
            format_func=wording.STEPS.__getitem__,
            label_visibility="collapsed",
        )
    grain = now.tally.grain if grain == "auto" else grain
    rows = desk.over_time(now.version, now.selection, grain)
    running = step == "total"
    for measure in CHARTED:
        key = f"over_time_{measure.name}"
        subtitle = wording.OVER_TIME_SUBTITLE.format(
            measure=measure.label.lower(), step=wording.STEP_WORDS[step], grain=wording.GRAINS[grain].lower()
        )
        with parts.card(
            now,
            key,
            wording.OVER_TIME.format(measure=measure.label),
            subtitle,
            lambda measure=measure: draw.over_time_records(rows, measure.name, grain, running),
            draw.over_time_alt(rows, measure.name, grain, running),
        ):
            table = draw.over_time_table(rows, measure.name, grain, running)
            _chart(key, "over_time", table, measure.name, partial(_narrow_dates, grain), running)
    left_out = next((row for row in rows if row.key is None), None)
    if left_out:
        figures = ", ".join(_said(left_out.figures[measure.name], measure) for measure in CHARTED)
        parts.note(
            wording.TIME_LEFT_OUT.format(
                incidents=parts.incidents(left_out.incidents), grain=wording.GRAINS[grain].lower(), figures=figures
            )
        )


def _narrow_dates(grain: str, code: str) -> None:
    """Narrow the dates to a period that was clicked."""
    first = date.fromisoformat(code)
    filters.set_dates(first, next_period(first, grain) - timedelta(days=1))


def _where(now: Desk) -> None:
    name = st.segmented_control(
        wording.MAP_MEASURE,
        address.VIEW_CHOICES[address.MAP],
        required=True,
        key=address.MAP,
        format_func=_MEASURE_LABELS.__getitem__,
        label_visibility="collapsed",
    )
    tally = now.tally
    spots, areas = tally.spots, tally.by_region_undotted
    with parts.card(
        now,
        "map_chart",
        wording.MAP_TITLES[name],
        wording.MAP_SUBTITLE,
        lambda: draw.map_records(spots, areas, name),
        draw.map_alt(spots, areas, name, _span(tally)),
    ):
        _chart("map_chart", "map", draw.map_table(spots, areas, name), name, partial(filters.narrow, filters.REGION))
    left_out = []
    unplaced = sum(row.incidents for row in tally.by_region_undotted if row.key is None or "-" not in str(row.key))
    if unplaced:
        left_out.append(wording.MAP_COUNTRY_ONLY.format(count=parts.incidents(unplaced)))
    if tally.spots_left_out:
        left_out.append(wording.MAP_SMALL.format(count=theme.number(tally.spots_left_out)))
    if left_out:
        parts.note(wording.MAP_LEFT_OUT.format(parts="; ".join(left_out)))
    parts.note(f"{wording.CLICK_HINT} {wording.NO_ENDORSEMENT}")


def _structures(now: Desk) -> None:
    rows = now.tally.by_structure
    with parts.card(
        now,
        "structures",
        wording.STRUCTURES_TITLE,
        wording.STRUCTURES_SUBTITLE,
        lambda: draw.structures_records(rows),
        draw.structures_alt(rows),
    ):
        if rows:
            _chart("structures", "structures", draw.structures_table(rows))
        else:
            parts.note(wording.NO_STRUCTURES)


def _left_out(now: Desk) -> None:
    """What the numbers leave out, each line with its count."""
    tally = now.tally
    parts.heading(wording.LEFT_OUT_TITLE)
    unknown = {name: theme.number(figure.unknown) for name, figure in tally.totals.items()}
    lines = [wording.LEFT_OUT_NO_FIGURE.format(incidents=parts.incidents(tally.incidents), **unknown)]
    inexact = tally.incidents - tally.placed["day"]
    if inexact:
        lines.append(wording.LEFT_OUT_DATES.format(incidents=parts.incidents(inexact)))
    if tally.outside_dates:
        lines.append(parts.count(tally.outside_dates, wording.OUTSIDE_DATES))
    if tally.set_apart.records:
        records = parts.count(tally.set_apart.records, wording.COUNT_RECORDS)
        said = [_said(tally.set_apart.figures[m.name], m) for m in CHARTED if tally.set_apart.figures[m.name].known]
        apart = wording.LEFT_OUT_APART.format(records=records)
        lines.append(f"{apart} {wording.LEFT_OUT_APART_FIGURES.format(figures=', '.join(said))}" if said else apart)
    if tally.duplicates:
        lines.append(wording.LEFT_OUT_DUPLICATES.format(records=parts.count(tally.duplicates, wording.COUNT_RECORDS)))
    lines += [wording.LEFT_OUT_RULE.format(rule=wording.RULES[now.selection.rule]), wording.LEFT_OUT_UNKNOWN]
    parts.bullets(lines)


_COLUMNS = ((_over_time, _by_region, _left_out), (_where, _structures, _by_type))
"""The sections of the left and the right column of a wide screen; a phone shows the left ones first."""
