"""The overview: headline, people over time, map, by region, by type, structures, and what the numbers leave out."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import pyarrow as pa
import streamlit as st

from pipelines import caption, codebook, draw, figure, theme, wording
from pipelines.codebook import Measure
from pipelines.draw import ground
from pipelines.draw.lines import MOST_LINES
from pipelines.draw.periods import next_period
from pipelines.selection import Selection
from pipelines.tally import Row, Tally
from views import address, desk, figures, filters, parts
from views.desk import Desk

CHARTED = (codebook.KILLED, codebook.INJURED)
"""The people measures that have charts of their own; missing has a tile and a column in every table."""


MOST_UNKNOWN = 5
"""The most regions without a figure that are drawn below those with one; the rest is counted under the chart."""

_MEASURE_LABELS = {measure.name: measure.label for measure in codebook.MEASURES}


def show(now: Desk) -> None:
    """Draw the overview of a selection."""
    if not now.tally.incidents:
        parts.title(now)
        parts.nothing_here(now)
        return
    parts.title(now, below=parts.tiles(now.tally))
    for column, sections in zip(st.columns(2, gap="large"), _COLUMNS, strict=True):
        with column:
            for section in sections:
                section(now)
    parts.source_line(now)
    asked = st.query_params.get(address.CHART, "")
    if asked in parts.CHART_TITLES:
        parts.open_at(asked)


def _chart(
    key: str,
    name: str,
    packed: bytes,
    measure: str = codebook.STRUCTURES.name,
    pick: Callable[[str], None] | None = None,
    running: bool = False,
    height: int | None = None,
) -> None:
    """One chart: its cached spec, its data as Arrow. `pick` is told the code of a mark that is clicked."""
    spec = draw.spec(name, parts.mode(), measure, running=running, height=height)
    spec = spec | {"datasets": {ground.SOURCE: packed}}
    alt = draw.alt_name(name, measure, running=running)
    if pick is None:
        st.vega_lite_chart(spec, theme=None, alt=alt, key=key)
        return
    # What was picked stays picked in the browser, and a second click on it would say nothing: a new key starts afresh.
    widget = f"{key} {st.session_state.get(_CLICKS, 0)}"
    st.vega_lite_chart(
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


@desk.kept()
def _drawing(
    version: int, chosen: Selection, chart: str, measure: str, grain: str = "", running: bool = False
) -> tuple[bytes, str, int | None]:
    """The data of a chart (none where nothing is drawn), the chart in words, and the height of a map.

    Kept, since readers go back and forth between selections.
    """
    table, in_words = _drawn(version, chosen, chart, measure, grain, running)
    tally = desk.totals(version, chosen)
    height = draw.screen_height(tally.spots, tally.by_region_undotted, measure) if chart == "map" else None
    return draw.packed(table) if table.num_rows else b"", in_words, height


def _drawn(
    version: int, chosen: Selection, chart: str, measure: str, grain: str, running: bool
) -> tuple[pa.Table, str]:
    tally = desk.totals(version, chosen)
    span = _span(tally)
    if chart == "over_time":
        rows = desk.over_time(version, chosen, grain)
        drawn = rows if _is_dated(rows, measure) else ()
        return (
            draw.over_time_table(drawn, measure, grain, running),
            draw.over_time_alt(rows, measure, grain, running),
        )
    if chart == "map":
        spots, areas = tally.spots, tally.by_region_undotted
        return draw.map_table(spots, areas, measure), draw.map_alt(spots, areas, measure, span)
    if chart == "structures":
        return draw.structures_table(tally.by_structure), draw.structures_alt(tally.by_structure)
    if chart == "by_region":
        most = _most_regions(tally.by_region, measure)
        return (
            draw.by_region_table(tally.by_region, measure, most),
            draw.by_region_alt(tally.by_region, measure, span, most),
        )
    return draw.by_type_table(tally.by_type, measure), draw.by_type_alt(tally.by_type, measure, span)


def _is_dated(rows: Sequence[Row], measure: str) -> bool:
    """Whether a period has a figure: an axis without a number says less than a sentence."""
    return any(row.key is not None and row.figures[measure].known for row in rows)


def _most_regions(rows: Sequence[Row], measure: str) -> int:
    """How many regions are drawn: those with a figure, and a few of those without."""
    return min(MOST_LINES, sum(row.figures[measure].best is not None for row in rows) + MOST_UNKNOWN)


def _by_region(now: Desk) -> None:
    rows = now.tally.by_region
    for measure in CHARTED:
        name = measure.name
        _card(
            now,
            "by_region",
            name,
            (wording.LINES_SUBTITLE.format(measure=_words(measure)), *wording.LINES_KEY),
            partial(draw.by_region_records, rows, name),
            partial(filters.narrow, filters.REGION),
        )
        count, rest = draw.by_region_left_out(rows, name, _most_regions(rows, name))
        if count:
            left_out = caption.counted(count, wording.COUNT_REGIONS)
            parts.note(wording.REGIONS_LEFT_OUT.format(regions=left_out, figures=caption.with_measure(rest, measure)))


def _by_type(now: Desk) -> None:
    for measure in CHARTED:
        _card(
            now,
            "by_type",
            measure.name,
            (wording.LINES_SUBTITLE.format(measure=_words(measure)), *wording.LINES_KEY),
            partial(draw.by_type_records, now.tally.by_type, measure.name),
            partial(filters.narrow, filters.TYPE),
        )


def _card(
    now: Desk,
    chart: str,
    measure: str,
    subtitle: tuple[str, str, str],
    records: Callable[[], list[dict[str, object]]],
    pick: Callable[[str], None] | None = None,
    grain: str = "",
    running: bool = False,
) -> None:
    """A chart with its headline and menu; `subtitle` is as `chart_head` takes it, `records` its numbers as a table."""
    key = f"{chart}_{measure}"
    packed, in_words, height = _drawing(now.version, now.selection, chart, measure, grain, running)
    offer = partial(figures.offer, now=now, chart=chart, measure=measure, grain=grain, running=running)
    file_name = partial(figure.file_name, now.tally, chart, measure, grain=grain or None, running=running)
    parts.chart_head(now, key, subtitle, records, in_words, offer, file_name)
    if packed:
        _chart(key, chart, packed, measure, pick, running, height)
    else:
        parts.note(_nothing(now, chart, measure, grain))


def _nothing(now: Desk, chart: str, measure: str, grain: str) -> str:
    """What stands in the place of a chart without a figure."""
    if chart != "over_time":
        return wording.NOTHING_TO_DRAW
    words, step = theme.measure_words(measure), wording.GRAINS[grain].lower()
    if now.tally.totals[measure].best is None:
        return theme.counted(now.tally.incidents, wording.FIGURE_NO_FIGURE_ALL, measure=words)
    dated = now.tally.placed[grain]
    if not dated:
        return wording.NOWHERE_DATED.format(grain=step)
    return theme.counted(dated, wording.NO_FIGURE_DATED, measure=words, grain=step)


def _words(measure: Measure) -> str:
    return measure.label.lower()


def _span(tally: Tally) -> str:
    return theme.span_text(tally.first, tally.last) if tally.first else ""


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
        subtitle = wording.OVER_TIME_SUBTITLE.format(
            measure=_words(measure), step=wording.STEP_WORDS[step], grain=wording.GRAINS[grain].lower()
        )
        _card(
            now,
            "over_time",
            measure.name,
            (subtitle, *wording.OVER_TIME_KEYS[step]),
            partial(draw.over_time_records, rows, measure.name, grain, running),
            partial(_narrow_dates, grain),
            grain=grain,
            running=running,
        )
        _time_left_out(rows, measure, grain)


def _time_left_out(rows: Sequence[Row], measure: Measure, grain: str) -> None:
    """Say under a chart over time what it leaves out."""
    incidents, rest = draw.over_time_left_out(rows, measure.name)
    if incidents:
        parts.note(
            wording.TIME_LEFT_OUT.format(
                incidents=caption.incidents(incidents),
                grain=wording.GRAINS[grain].lower(),
                figures=caption.with_measure(rest, measure),
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
    _card(
        now,
        "map",
        name,
        (wording.MAP_SUBTITLE, *wording.MAP_KEY),
        partial(
            draw.map_records,
            tally.spots,
            tally.by_region_undotted,
            name,
            tally.spots_left_out,
            tally.spots_left_out_figures[name],
        ),
        partial(filters.narrow, filters.REGION),
    )
    left_out = []
    unplaced = sum(row.incidents for row in tally.by_region_undotted if row.key is None or "-" not in str(row.key))
    if unplaced:
        left_out.append(wording.MAP_COUNTRY_ONLY.format(count=caption.incidents(unplaced)))
    if tally.spots_left_out:
        left_out.append(wording.MAP_SMALL.format(count=theme.number(tally.spots_left_out)))
    said = [wording.MAP_LEFT_OUT.format(parts="; ".join(left_out))] if left_out else []
    parts.note(" ".join([*said, wording.CLICK_HINT, wording.NO_ENDORSEMENT]))


def _structures(now: Desk) -> None:
    _card(
        now,
        "structures",
        codebook.STRUCTURES.name,
        (wording.STRUCTURES_SUBTITLE, *wording.STRUCTURES_KEY),
        partial(draw.structures_records, now.tally.by_structure),
        partial(filters.narrow, filters.STRUCTURE),
    )


def _left_out(now: Desk) -> None:
    parts.bullets(caption.left_out(now.tally), wording.LEFT_OUT_TITLE)


_COLUMNS = ((_over_time, _by_region), (_where, _structures, _by_type, _left_out))
"""The sections of the left and the right column of a wide screen; a phone shows the left ones first."""
