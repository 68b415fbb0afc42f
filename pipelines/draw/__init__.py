"""From a tally to charts: Vega-Lite specs without data, the data beside them, alt texts and plain records.

A chart is shown as `st.vega_lite_chart(draw.spec("by_region", mode, "killed") | {"datasets": {SOURCE: packed}},
theme=None, alt=draw.alt_name("by_region", "killed"))` where `packed` is `draw.packed(draw.by_region_table(rows,
"killed"))`: the spec is built once and shared, and what depends on the data travels as a small Arrow stream, packed
once for a selection, so that the browser only exchanges the data.

`by_region_alt` and its like say a chart in words; `by_region_records` gives it as a plain table. Outside the browser,
`with_data` puts spec and data together.

A click on a line, a circle or a shaded region is the selection "pick", whose `code` names the region or type.

    lines        by region, by incident type
    over_time    per day, week or month, or as a running total
    structures   by type and extent
    map          by settlement, and by region where only that is known
    periods      the axis of time
    stretches    of time without an incident
    outlines, labels   of the map: what lies where, and where words find room
    ground       what they share
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.codebook import STRUCTURES
from pipelines.draw import ground, lines, map, outlines, over_time, structures
from pipelines.draw.ground import added, packed
from pipelines.draw.lines import (
    by_region_alt,
    by_region_left_out,
    by_region_records,
    by_region_table,
    by_type_alt,
    by_type_records,
    by_type_table,
)
from pipelines.draw.map import map_alt, map_height, map_left_out, map_records, map_table, screen_height
from pipelines.draw.over_time import over_time_alt, over_time_left_out, over_time_records, over_time_table
from pipelines.draw.structures import structures_alt, structures_records, structures_table
from pipelines.theme import Mode
from pipelines.wording import charts

__all__ = [
    "CHARTS",
    "added",
    "alt_name",
    "by_region_alt",
    "by_region_left_out",
    "by_region_records",
    "by_region_table",
    "by_type_alt",
    "by_type_records",
    "by_type_table",
    "map_alt",
    "map_height",
    "map_left_out",
    "map_records",
    "map_table",
    "over_time_alt",
    "over_time_left_out",
    "over_time_records",
    "over_time_table",
    "packed",
    "screen_height",
    "spec",
    "structures_alt",
    "structures_records",
    "structures_table",
    "warm_up",
    "with_data",
]

_BUILDERS: dict[str, Callable[..., dict[str, Any]]] = {
    "over_time": over_time.build,
    "by_region": lines.build,
    "by_type": lines.build,
    "structures": structures.build,
    "map": map.build,
}

CHARTS = tuple(_BUILDERS)
"""The names of the charts, in the order of the overview."""


_NAMES = {
    "over_time": charts.OVER_TIME,
    "by_region": charts.BY_REGION,
    "by_type": charts.BY_TYPE,
    "structures": charts.BY_EXTENT,
    "map": charts.ON_A_MAP,
}


def alt_name(name: str, measure: str = STRUCTURES.name, *, running: bool = False) -> str:
    """What a chart is, whatever its data: "People killed by region".

    Streamlit writes `alt` into the spec, so an `alt` with numbers in it builds the whole chart anew at every change
    of the data (three times as slow in the browser). Give it this name, and the long text of `..._alt` beside it.
    """
    form = charts.RUNNING_TOTAL if running else _NAMES[name]
    return form.format(measure=ground.measure_words(measure))


@cache
def _built(name: str, **options: bool) -> dict[str, Any]:
    return _BUILDERS[name](**options)


@cache
def spec(
    name: str, mode: Mode, measure: str = STRUCTURES.name, *, running: bool = False, height: int | None = None
) -> dict[str, Any]:
    """The spec of a chart, without data. One object for all: copy it before changing it.

    `running` is for over_time, `height` (pixels, see `screen_height`) for a map.
    """
    options = {"running": running} if name == "over_time" else {}
    painted = ground.painted(_built(name, **options), mode, measure)
    return painted if height is None else painted | {"height": height}


def with_data(
    name: str,
    mode: Mode,
    table: pa.Table,
    measure: str = STRUCTURES.name,
    *,
    running: bool = False,
    size: tuple[float, float] | None = None,
    font: str | None = None,
) -> dict[str, Any]:
    """A spec of its own with the table's rows in it, as plain records: what a renderer outside the browser draws.

    `size` is the width and height of a plot that has a place of its own rather than a column of a page, `font` the
    families that its words are set in.
    """
    rows = table.to_pylist()
    whole = spec(name, mode, measure, running=running)
    if name == "map":
        view = tuple(rows[0][side] for side in ("west", "south", "east", "north")) if rows and size else None
        whole = outlines.with_outlines(whole, view, size or outlines.WIDEST)
    if size:
        whole = whole | {"width": size[0], "height": size[1]}
    if font:
        config = whole["config"]
        fonts = {"font": font, "axis": config["axis"] | {"labelFont": font}, "text": config["text"] | {"font": font}}
        whole = whole | {"config": config | fonts}
    return whole | {"data": {"name": ground.SOURCE, "values": rows}}


def warm_up() -> None:
    """Build every chart of the screens before the first visitor asks for it."""
    for name in CHARTS:
        spec(name, "light")
    spec("over_time", "light", running=True)
    outlines.by_code()
