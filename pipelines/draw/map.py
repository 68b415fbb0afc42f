"""Where: circles by settlement, and the regions shaded in which only the region is known.

The map needs no network: `data/geo/` is served beside the screens, so a spec names the two files of outlines, the
browser keeps them, and a rerun sends only the rows.

The view is worked out in the browser from the rows (`west` to `north`, alike in each), so one spec shows any part of
the world. Where a region's outline is not in the files, its country stands in, said in the tooltip.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import theme
from pipelines.codebook import LATITUDE, LONGITUDE
from pipelines.draw import ground, labels, outlines
from pipelines.draw.ground import PAINT
from pipelines.draw.lines import region_label
from pipelines.draw.outlines import Box
from pipelines.tally import Figure, Row, Spot
from pipelines.wording import charts

HEIGHT = 380
"""Pixels of the map."""

FITTED = 520
"""Pixels of the width at which a map of wide regions is just high enough; on a wider screen it is not as wide."""

LEAST_HEIGHT = 200
"""Pixels of the lowest map."""

NARROWEST = 340
"""Pixels of the narrowest map on a screen, a phone's: labels that find room on it find it on any."""

LARGEST = 2600
"""Square pixels of the largest circle; the area of each is proportional to its best figure."""

MOST_PER_UNIT = 140
"""Square pixels of one person or structure at most, so that small numbers do not make large circles."""

LONGEST_NAME = 24
"""Characters of a place's name in a label; the tooltip has it whole."""

COLUMNS = {
    "kind": pa.string(),
    "code": pa.string(),
    "shape": pa.string(),
    "state": pa.string(),
    str(LATITUDE): pa.float64(),
    str(LONGITUDE): pa.float64(),
    "area": pa.float64(),
    "label": pa.string(),
    "align": pa.string(),
    "dx": pa.float64(),
    "dy": pa.float64(),
    "said": pa.string(),
    "west": pa.float64(),
    "south": pa.float64(),
    "east": pa.float64(),
    "north": pa.float64(),
}
"""The columns of the table. Rows are of two kinds: "spot", and "area" with the id of its outline in `shape`."""

WORLD: Box = (-170.0, -56.0, 180.0, 74.0)
"""West, south, east, north of the widest view."""

_LEAST_SPAN = 5.0
"""Degrees of latitude shown at least: a single settlement is seen in its surroundings."""

_MARGIN = 0.14
"""Share of the span left free at each side."""


def map_left_out(undotted: Sequence[Row], measure: str) -> tuple[int, Figure]:
    """The incidents known to their country only, or not even that, and what they add up to: not on the map."""
    rest = [row for row in undotted if not outlines.shape_of(row.key)]
    return sum(row.incidents for row in rest), ground.added(row.figures[measure] for row in rest)


def map_records(
    spots: Sequence[Spot], undotted: Sequence[Row], measure: str, left_out: int = 0, rest: Figure | None = None
) -> list[dict[str, object]]:
    """Every settlement, then every region with incidents in no known settlement, as plain values.

    `left_out` is how many settlements have no dot, being too many, and `rest` what they add up to: a row last, without
    a code, so that the rows add up to the headline.
    """
    dots = [
        ground.record(spot.region, spot.place, spot.row.figures[measure])
        | {str(LATITUDE): spot.latitude, str(LONGITUDE): spot.longitude}
        for spot in _ordered(spots, measure)
    ]
    areas = [
        ground.record(row.key, _area_label(row), row.figures[measure]) | {str(LATITUDE): None, str(LONGITUDE): None}
        for row in undotted
    ]
    if rest is None or not left_out:
        return dots + areas
    more = ground.record(None, theme.counted(left_out, charts.SETTLEMENTS_LEFT_OUT), rest)
    return [*dots, *areas, more | {str(LATITUDE): None, str(LONGITUDE): None}]


def map_alt(spots: Sequence[Spot], undotted: Sequence[Row], measure: str, when: str = "") -> str:
    """The map in words: the same numbers, the largest settlements and regions first, at most twenty of each."""
    what = charts.BY_SETTLEMENT.format(measure=ground.measure_words(measure))
    dots = [(spot.place, spot.row.figures[measure]) for spot in _ordered(spots, measure)]
    areas = [(_area_label(row), row.figures[measure]) for row in undotted]
    said = _said(dots, charts.SETTLEMENTS, charts.MORE_SETTLEMENTS) + _said(areas, charts.REGIONS, charts.MORE_REGIONS)
    return ground.in_words(charts.MAP, (what, when), said, charts.NO_PLACE)


def _said(places: Sequence[tuple[str, Figure]], count: tuple[str, str], more: tuple[str, str]) -> list[str]:
    """Some places in words, the largest first; those beyond twenty are added up.

    `count` and `more` are the words, singular and plural, for how many of them there are.
    """
    known = sorted((each for each in places if each[1].known), key=lambda each: -each[1].best)
    blank = [name for name, figure in places if not figure.known]
    said = [ground.sentence(name, figure) for name, figure in known[:20]]
    if len(known) > 20:
        rest = ground.added(figure for _, figure in known[20:])
        said.append(theme.counted(len(known) - 20, more, figure=theme.figure_text(rest)))
    if blank:
        names = ", ".join(blank) if len(blank) <= 10 else theme.counted(len(blank), count)
        said.append(ground.clean(charts.NO_FIGURE_AT.format(names=names)))
    return said


def map_table(
    spots: Sequence[Spot],
    undotted: Sequence[Row],
    measure: str,
    plot: tuple[float, float] | None = None,
    largest: float = LARGEST,
) -> pa.Table:
    """The data of the map. `plot` is the width and height that labels must find room in, in pixels: else a phone's."""
    dots = _ordered(spots, measure)
    scale = area_of_one(spots, measure, largest)
    areas = _areas(undotted, measure)
    view = _view(dots, areas)
    rows = areas + [_dot(spot, spot.row.figures[measure], scale) for spot in dots]
    labels.place(rows, view, plot or (NARROWEST, screen_height(spots, undotted, measure)))
    west, south, east, north = view
    alike = {"west": west, "south": south, "east": east, "north": north}
    return ground.table(COLUMNS, [row | alike for row in rows])


def area_of_one(spots: Iterable[Spot], measure: str, largest: float = LARGEST) -> float:
    """Square pixels of a circle for each person or structure of its best figure: what a key is drawn by.

    `largest` is the area of the largest circle.
    """
    top = max((spot.row.figures[measure].best or 0 for spot in spots), default=0) or 1
    return min(largest / top, MOST_PER_UNIT)


def map_height(spots: Sequence[Spot], undotted: Sequence[Row], measure: str, width: float) -> float:
    """How high a map so many pixels wide is when what must be seen fills it."""
    west, south, east, north = _view(spots, _areas(undotted, measure))
    return width * (outlines.mercator(north) - outlines.mercator(south)) / (east - west)


def screen_height(spots: Sequence[Spot], undotted: Sequence[Row], measure: str) -> int:
    """Pixels of the map on a screen: less than `HEIGHT` where what must be seen is wide, or half of it would be empty.

    In steps, so that charts of different selections share a spec.
    """
    fitting = map_height(spots, undotted, measure, FITTED)
    return round(min(HEIGHT, max(LEAST_HEIGHT, fitting)) / 20) * 20


def _ordered(spots: Iterable[Spot], measure: str) -> list[Spot]:
    """Largest first, so that a small circle lies on a large one; those with no figure last, and so on top."""

    def place(spot: Spot) -> tuple[bool, int, str]:
        figure = spot.row.figures[measure]
        return figure.best is None, -(figure.best or 0), spot.place

    return sorted(spots, key=place)


def _area_label(row: Row) -> str:
    label = region_label(row.key)
    return charts.REGION_ONLY.format(region=label) if "-" in str(row.key) else label


def _areas(undotted: Sequence[Row], measure: str) -> list[dict[str, Any]]:
    """One row for each outline that stands for regions with incidents in no known settlement."""
    by_shape: dict[str, list[Row]] = {}
    for row in undotted:
        if outlines.shape_of(row.key):
            by_shape.setdefault(outlines.shape_of(row.key), []).append(row)
    areas = []
    for shape in sorted(by_shape):
        rows = by_shape[shape]
        figure = ground.added(row.figures[measure] for row in rows)
        middle = outlines.by_code()[shape].middle
        said = "; ".join(ground.sentence(_area_label(row), row.figures[measure]) for row in rows)
        areas.append(
            {
                "kind": "area",
                "code": shape,
                "shape": shape,
                "state": ground.state(figure),
                str(LONGITUDE): middle[0],
                str(LATITUDE): middle[1],
                "area": 0.0,
                "best": figure.best or 0,
                "label": theme.figure_text(figure) if figure.known else "",
                "brief": ground.brief(figure) if figure.known else "",
                "said": said,
            }
        )
    return areas


def _short(name: str) -> str:
    """The name of a place as a label says it: a very long one ends in an ellipsis."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _dot(spot: Spot, figure: Figure, scale: float) -> dict[str, Any]:
    return {
        "kind": "spot",
        "code": spot.region,
        "state": ground.state(figure),
        str(LONGITUDE): spot.longitude,
        str(LATITUDE): spot.latitude,
        "area": (figure.best or 0) * scale,
        "best": figure.best or 0,
        "label": ground.clean(f"{_short(spot.place)} {theme.figure_text(figure)}") if figure.known else "",
        "brief": ground.clean(f"{_short(spot.place)} {ground.brief(figure)}") if figure.known else "",
        "said": ground.sentence(spot.place, figure),
    }


def _view(dots: Sequence[Spot], areas: Sequence[dict[str, Any]]) -> Box:
    """West, south, east, north of what must be seen, with a margin, inside the world."""
    boxes = [(spot.longitude, spot.latitude, spot.longitude, spot.latitude) for spot in dots]
    boxes += [outlines.by_code()[area["shape"]].box for area in areas]
    if not boxes:
        return WORLD
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    margin = max((north - south) * _MARGIN, (_LEAST_SPAN - (north - south)) / 2, 0.3)
    margin_x = max((east - west) * _MARGIN, (_LEAST_SPAN - (east - west)) / 2, 0.3)
    return (
        max(west - margin_x, WORLD[0]),
        max(south - margin, WORLD[1]),
        min(east + margin_x, WORLD[2]),
        min(north + margin, WORLD[3]),
    )


def build() -> dict[str, Any]:
    """The spec, to be painted. It names the files of outlines by their address."""
    countries, regions = (
        alt.Data(url=f"{outlines.GEOMETRY}{file}", format=alt.JsonDataFormat(property="features"))
        for file in (outlines.COUNTRIES_FILE, outlines.REGIONS_FILE)
    )
    pick = alt.selection_point(name=ground.PICK, fields=["code"], toggle=False)
    views = (ground.constant(name, end) for name, end in zip(("west", "south", "east", "north"), WORLD, strict=True))
    colours = (
        alt.param(name=name, value=colour)
        for name, colour in (("shade", PAINT.band), ("edge", PAINT.mark), ("no_figure", PAINT.unknown))
    )
    chart = alt.layer(
        alt.Chart(countries).mark_geoshape(fill=PAINT.land, stroke=PAINT.border, strokeWidth=1, **_PASSIVE),
        alt.Chart(regions).mark_geoshape(fill=PAINT.land_near, stroke=PAINT.border, strokeWidth=0.75, **_PASSIVE),
        alt.Chart(countries).mark_geoshape(filled=False, stroke=PAINT.frontier, strokeWidth=0.75, **_PASSIVE),
        *_shaded(pick, countries, regions),
        *_circles(),
        *_labels(),
    ).add_params(*views, *colours)
    # The map fills its place to the edges; a label near one must not push it smaller.
    return ground.finished(chart.project(**_PROJECTION).properties(height=HEIGHT), fitted=False)


_PASSIVE: dict[str, Any] = {"aria": False, "clip": True, "tooltip": None}

_PROJECTION: dict[str, Any] = {
    "type": "mercator",
    "fit": ground.value("{type: 'MultiPoint', coordinates: [[west, south], [east, north]]}"),
    "clipExtent": ground.value("[[-10, -10], [width + 10, height + 10]]"),
}


def _of(condition: str) -> alt.Chart:
    return ground.plot().transform_filter(condition)


def _shaded(pick: alt.Parameter, countries: alt.Data, regions: alt.Data) -> list[alt.Chart]:
    """The regions where only the region is known: pale where there is a figure, hollow where it is none.

    Hollow and dashed where there is no figure.
    """
    unknown = "datum.state === 'unknown'"
    layers = [
        _of(f"datum.kind === 'area' && indexof(datum.shape, '-') {sort} 0")
        .transform_lookup(lookup="shape", from_=alt.LookupData(data=shapes, key="id", fields=["type", "geometry"]))
        .mark_geoshape(
            clip=True,
            cursor="pointer",
            fill=ground.value("datum.state === 'figure' ? shade : 'transparent'"),
            fillOpacity=0.75,
            stroke=ground.value(f"{unknown} ? no_figure : edge"),
            strokeWidth=ground.value(f"{unknown} ? 1.25 : 1"),
            strokeDash=ground.value(f"{unknown} ? [3, 2] : []"),
        )
        .encode(tooltip="said:N", description="said:N")
        for shapes, sort in ((countries, "<"), (regions, ">="))
    ]
    layers[0] = layers[0].add_params(pick)
    return layers


def _labels() -> list[alt.Chart]:
    """The labels of circles and regions, each over a halo that keeps it readable on borders."""
    words = {
        **{name: ground.value(f"datum.{name}") for name in ("align", "dx", "dy")},
        "fontWeight": 600,
    }
    halo = {"stroke": PAINT.halo, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85}
    return [
        _of("datum.label").mark_text(**words, **paint, **ground.QUIET).encode(**_WHERE, text="label:N")
        for paint in (halo, {})
    ]


_WHERE = {"longitude": f"{LONGITUDE}:Q", "latitude": f"{LATITUDE}:Q"}


def _circles() -> list[alt.Chart]:
    """The settlements: a filled circle for a figure, an open ring for none, a small dashed ring where unknown."""
    rings = {
        "figure": {"fill": PAINT.mark, "fillOpacity": 0.86, "stroke": PAINT.background, "strokeWidth": 1},
        "zero": {"fill": PAINT.background, "stroke": PAINT.mark, "strokeWidth": 2, "size": 60},
        "unknown": {
            "fill": PAINT.background,
            "fillOpacity": 0.6,
            "stroke": PAINT.unknown,
            "strokeWidth": 1.5,
            "strokeDash": [2.5, 2],
            "size": 80,
        },
    }
    layers = []
    for state, paint in rings.items():
        mark = (
            _of(f"datum.kind === 'spot' && datum.state === '{state}'")
            .mark_point(opacity=1, cursor="pointer", **paint)
            .encode(**_WHERE, tooltip="said:N", description="said:N")
        )
        layers.append(mark.encode(size=alt.Size("area:Q", scale=None)) if state == "figure" else mark)
    return layers
