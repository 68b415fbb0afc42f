"""Where: circles by settlement, and the regions shaded in which only the region is known.

The map needs no network: `data/geo/` is served beside the screens (`GEOMETRY`), so a spec names the two files, the
browser keeps them, and a rerun sends only the rows. An export has no server: `with_outlines` puts them in the spec.

The view is worked out in the browser from the rows (`west` to `north`, alike in each), so one spec shows any part of
the world. Where a region's outline is not in the files, its country stands in, said in the tooltip.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asinh, pi, radians, sqrt, tan
from pathlib import Path
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import theme
from pipelines.codebook import LATITUDE, LONGITUDE
from pipelines.draw import ground
from pipelines.draw.ground import PAINT
from pipelines.draw.lines import region_label
from pipelines.tally import Figure, Row, Spot
from pipelines.wording import charts

HEIGHT = 380
"""Pixels of the map."""

GEOMETRY = "geo/"
"""Where the screens serve the files of `FOLDER`, relative to the page, so that it also holds behind a proxy's path."""

FOLDER = Path(__file__).resolve().parents[2] / "data" / "geo"
"""Where the outlines lie."""

REGIONS_FILE, COUNTRIES_FILE = "oblasts.geojson", "backdrop.geojson"

NARROWEST = 340
"""Pixels of the narrowest map on a screen, a phone's: labels that find room on it find it on any."""

LARGEST = 2600
"""Square pixels of the largest circle; the area of each is proportional to its best figure."""

MOST_PER_UNIT = 140
"""Square pixels of one person or structure at most, so that small numbers do not make large circles."""

MOST_LABELS = 6
"""About how many circles carry a name and a number, of twice as many of the largest; the tooltip has them all."""

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

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; or left, top, right, bottom in pixels."""

WORLD: Box = (-170.0, -56.0, 180.0, 74.0)
"""West, south, east, north of the widest view."""

WIDEST = (2000.0, 2000.0)
"""Pixels of a plot larger than any we make."""

_SMALL = 60
"""Square pixels up to which a circle is a speck."""

_LEAST_SPAN = 5.0
"""Degrees of latitude shown at least: a single settlement is seen in its surroundings."""

_MARGIN = 0.14
"""Share of the span left free at each side."""


@dataclass(frozen=True)
class Outline:
    """What the table needs to know of a region's outline: its box, and a point inside for a label."""

    box: Box
    middle: tuple[float, float]


@cache
def _read(file: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / file).read_text(encoding="utf-8"))["features"]


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The outer rings of a geometry."""
    many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in many]


def _outline(geometry: dict[str, Any]) -> Outline:
    """The box and middle of the largest ring; islets and far exclaves would pull both away."""

    def area(ring: list[list[float]]) -> float:
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2

    ring = max(_rings(geometry), key=lambda each: abs(area(each)))
    whole = area(ring) * 6
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    middle = tuple(sum((a[k] + b[k]) * cross for a, b, cross in pairs) / whole for k in (0, 1))
    longitudes, latitudes = [point[0] for point in ring], [point[1] for point in ring]
    return Outline((min(longitudes), min(latitudes), max(longitudes), max(latitudes)), middle)


@cache
def outlines() -> dict[str, Outline]:
    """Region or country code to its outline. A country that has regions in the files is there as well."""
    files = (_read(COUNTRIES_FILE), _read(REGIONS_FILE))
    return {feature["id"]: _outline(feature["geometry"]) for features in files for feature in features}


def shape_of(key: object) -> str:
    """The id of the outline that stands for a region: its own, else its country's; "" for a country or none at all.

    An incident known to its country only is not on the map: shading a whole country would say too much.
    """
    code = str(key or "")
    ways = (code, code.split("-")[0]) if "-" in code else ()
    return next((each for each in ways if each in outlines()), "")


def map_left_out(undotted: Sequence[Row], measure: str) -> tuple[int, Figure]:
    """The incidents known to their country only, or not even that, and what they add up to: not on the map."""
    rest = [row for row in undotted if not shape_of(row.key)]
    return sum(row.incidents for row in rest), ground.added(row.figures[measure] for row in rest)


def map_records(spots: Sequence[Spot], undotted: Sequence[Row], measure: str) -> list[dict[str, object]]:
    """Every settlement, then every region with incidents in no known settlement, as plain values."""
    dots = [
        ground.record(spot.region, spot.place, spot.row.figures[measure])
        | {str(LATITUDE): spot.latitude, str(LONGITUDE): spot.longitude}
        for spot in _ordered(spots, measure)
    ]
    areas = [
        ground.record(row.key, _area_label(row), row.figures[measure]) | {str(LATITUDE): None, str(LONGITUDE): None}
        for row in undotted
    ]
    return dots + areas


def map_alt(spots: Sequence[Spot], undotted: Sequence[Row], measure: str, when: str = "") -> str:
    """The map in words: the same numbers, the largest settlements and regions first, at most twenty of each."""
    what = theme.measure_words(measure)
    intro = f"Map. {what[0].upper() + what[1:]} by settlement{f', {when}' if when else ''}."
    said = _said([(spot.place, spot.row.figures[measure]) for spot in _ordered(spots, measure)], "settlements")
    said += _said([(_area_label(row), row.figures[measure]) for row in undotted], "regions")
    return f"{intro} {'. '.join(said)}." if said else f"{intro} No place is known."


def _said(places: Sequence[tuple[str, Figure]], kind: str) -> list[str]:
    """Some places in words, the largest first; those beyond twenty are added up."""
    known = sorted((each for each in places if each[1].known), key=lambda each: -each[1].best)
    blank = [name for name, figure in places if not figure.known]
    said = [ground.sentence(name, figure) for name, figure in known[:20]]
    if len(known) > 20:
        rest = ground.added(figure for _, figure in known[20:])
        said.append(f"{len(known) - 20} more {kind} together: {theme.figure_text(rest)}")
    if blank:
        names = ground.clean(", ".join(blank)) if len(blank) <= 10 else f"{len(blank)} {kind}"
        said.append(f"{theme.NO_FIGURE[0].upper() + theme.NO_FIGURE[1:]} for {names}")
    return said


def map_table(
    spots: Sequence[Spot], undotted: Sequence[Row], measure: str, plot: tuple[float, float] = (NARROWEST, HEIGHT)
) -> pa.Table:
    """The data of the map. `plot` is the width and height that labels must find room in, in pixels."""
    dots = _ordered(spots, measure)
    scale = area_of_one(spots, measure)
    areas = _areas(undotted, measure)
    view = _view(dots, areas)
    rows = areas + [_dot(spot, spot.row.figures[measure], scale) for spot in dots]
    _label(rows, view, plot)
    west, south, east, north = view
    alike = {"west": west, "south": south, "east": east, "north": north}
    return ground.table(COLUMNS, [row | alike for row in rows])


def area_of_one(spots: Iterable[Spot], measure: str) -> float:
    """Square pixels of a circle for each person or structure of its best figure: what a key is drawn by."""
    top = max((spot.row.figures[measure].best or 0 for spot in spots), default=0) or 1
    return min(LARGEST / top, MOST_PER_UNIT)


def map_height(spots: Sequence[Spot], undotted: Sequence[Row], measure: str, width: float) -> float:
    """How high a map so many pixels wide is when what must be seen fills it."""
    west, south, east, north = _view(spots, _areas(undotted, measure))
    return width * (_mercator(north) - _mercator(south)) / (east - west)


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
        if shape_of(row.key):
            by_shape.setdefault(shape_of(row.key), []).append(row)
    areas = []
    for shape in sorted(by_shape):
        rows = by_shape[shape]
        figure = ground.added(row.figures[measure] for row in rows)
        middle = outlines()[shape].middle
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
                "label": theme.range_text(figure) if figure.known else "",
                "said": said,
            }
        )
    return areas


def _dot(spot: Spot, figure: Figure, scale: float) -> dict[str, Any]:
    return {
        "kind": "spot",
        "code": spot.region,
        "state": ground.state(figure),
        str(LONGITUDE): spot.longitude,
        str(LATITUDE): spot.latitude,
        "area": (figure.best or 0) * scale,
        "label": ground.clean(f"{spot.place} {theme.number(figure.best)}") if figure.best else "",
        "said": ground.sentence(spot.place, figure),
    }


def _view(dots: Sequence[Spot], areas: Sequence[dict[str, Any]]) -> Box:
    """West, south, east, north of what must be seen, with a margin, inside the world."""
    boxes = [(spot.longitude, spot.latitude, spot.longitude, spot.latitude) for spot in dots]
    boxes += [outlines()[area["shape"]].box for area in areas]
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


def _mercator(latitude: float) -> float:
    """Degrees of latitude stretched as the projection does."""
    return asinh(tan(radians(latitude))) * 180 / pi


def _label(rows: list[dict[str, Any]], view: Box, plot: tuple[float, float]) -> None:
    """Place labels so that they run neither into circles nor into one another, regions first; drop those that do.

    The very largest may lie over rings and specks; small ones go without, or a map of hundreds of places
    would name those that happen to lie apart. Judged on a plot of the given size: where a label fits there, it fits on
    any wider one.
    """
    west, _, east, _ = view
    scale = _pixels_of_a_degree(view, plot)
    middle, half = (west + east) / 2 * scale, plot[0] / 2
    circles = [(row["area"] > _SMALL, _circle(row, scale)) for row in rows if row["kind"] == "spot"]
    labels: list[Box] = []
    areas, spots = ([row for row in rows if row["kind"] == kind] for kind in ("area", "spot"))
    for rank, row in [*((0, row) for row in areas), *enumerate(spots[: 2 * MOST_LABELS], start=1)]:
        over_specks = 0 < rank <= MOST_LABELS // 2
        barred = [circle for sized, circle in circles if sized or not over_specks]
        fits = [
            place
            for place in (_beside(row, scale) if rank else _within(row, scale))
            if middle - half <= place[1][0] and place[1][2] <= middle + half
            if not any(_overlap(place[1], label) for label in labels)
            if not any(_touches(place[1], circle) for circle in barred)
        ]
        if row["label"] and fits:
            (row["align"], row["dx"], row["dy"]), box = fits[0]
            labels.append(box)
        else:
            row["label"] = ""
    for row in spots[2 * MOST_LABELS :]:
        row["label"] = ""


def _pixels_of_a_degree(view: Box, plot: tuple[float, float]) -> float:
    west, south, east, north = view
    return min(plot[0] / (east - west), plot[1] / (_mercator(north) - _mercator(south)))


Place = tuple[tuple[str, float, float], Box]
"""Alignment and shift in pixels of a label, and the room it takes."""


def _beside(row: dict[str, Any], scale: float) -> list[Place]:
    """A circle's label: right of it, else left, above or below."""
    x, y, radius = _circle(row, scale)
    width, away = ground.text_width(row["label"]) + 2, radius + 4
    return [
        (("left", away, 0.0), (x + away, y - 8, x + away + width, y + 8)),
        (("right", -away, 0.0), (x - away - width, y - 8, x - away, y + 8)),
        (("center", 0.0, -away - 6), (x - width / 2, y - away - 14, x + width / 2, y - away + 2)),
        (("center", 0.0, away + 6), (x - width / 2, y + away - 2, x + width / 2, y + away + 14)),
    ]


def _within(row: dict[str, Any], scale: float) -> list[Place]:
    """A region's label: in its middle, else a line's height away, on either side."""
    x, y = row[LONGITUDE] * scale, -_mercator(row[LATITUDE]) * scale
    half = ground.text_width(row["label"]) / 2 + 1
    shifts = [(dx, dy) for dy in (0, -12, 12) for dx in (0, 14, -14)]
    return [
        (("center", float(dx), float(dy)), (x + dx - half, y + dy - 8, x + dx + half, y + dy + 8)) for dx, dy in shifts
    ]


def _circle(row: dict[str, Any], scale: float) -> tuple[float, float, float]:
    """Where a circle lies and its radius, in pixels from the map's own zero; rings are small and alike."""
    radius = sqrt(row["area"] / pi) if row["state"] == "figure" else 5
    return row[LONGITUDE] * scale, -_mercator(row[LATITUDE]) * scale, radius


def _touches(box: Box, circle: tuple[float, float, float]) -> bool:
    x, y, radius = circle
    aside, along = max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])
    return aside * aside + along * along < radius * radius


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def build() -> dict[str, Any]:
    """The spec, to be painted. It names the files of outlines by their address."""
    countries, regions = (
        alt.Data(url=f"{GEOMETRY}{file}", format=alt.JsonDataFormat(property="features"))
        for file in (COUNTRIES_FILE, REGIONS_FILE)
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


def with_outlines(spec: dict[str, Any], view: Box | None = None, plot: tuple[float, float] = WIDEST) -> dict[str, Any]:
    """A copy of a spec in which the outlines stand themselves, not their address: where there is no server to ask.

    With a view, those that a plot of that size does not show are left out: most of the world is, and drawing it took
    ten times as long.
    """
    used: dict[str, list[dict[str, Any]]] = {}

    def named(part: Any) -> Any:
        if isinstance(part, list):
            return [named(each) for each in part]
        if not isinstance(part, dict):
            return part
        address = str(part.get("url", ""))
        if address.startswith(GEOMETRY):
            used[address] = _shown(address.removeprefix(GEOMETRY), view, plot)
            return {"name": address}
        return {name: named(each) for name, each in part.items()}

    whole = named(spec)
    return whole | {"datasets": used} if used else whole


def _shown(file: str, view: Box | None, plot: tuple[float, float]) -> list[dict[str, Any]]:
    """The outlines of a file that a plot shows, each without its polygons that lie elsewhere."""
    if view is None:
        return _read(file)
    west, south, east, north = view
    # Wider than the view where the plot has another shape, and a little more: a long border bends on the map.
    scale = _pixels_of_a_degree(view, plot)
    aside = (plot[0] / scale - (east - west)) / 2 + 3
    along = (plot[1] / scale - (_mercator(north) - _mercator(south))) / 2 + 4
    seen = (west - aside, _mercator(south) - along, east + aside, _mercator(north) + along)
    shown = []
    for feature, boxes in zip(_read(file), _boxes(file), strict=True):
        geometry = feature["geometry"]
        many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        polygons = [polygon for polygon, box in zip(many, boxes, strict=True) if _overlap(box, seen)]
        if polygons:
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            shown.append({"type": feature["type"], "id": feature["id"], "geometry": geometry})
    return shown


@cache
def _boxes(file: str) -> list[list[Box]]:
    """The box of each polygon of each outline, its latitudes stretched as the projection does."""
    boxes = []
    for feature in _read(file):
        rings = [([x for x, _ in ring], [y for _, y in ring]) for ring in _rings(feature["geometry"])]
        boxes.append(
            [(min(xs), _mercator(max(min(ys), -85)), max(xs), _mercator(min(max(ys), 85))) for xs, ys in rings]
        )
    return boxes


def _of(condition: str) -> alt.Chart:
    return ground.plot().transform_filter(condition)


def _shaded(pick: alt.Parameter, countries: alt.Data, regions: alt.Data) -> list[alt.Chart]:
    """The regions where only the region is known: pale where there is a figure, hollow and dashed where not."""
    unknown = "datum.state === 'unknown'"
    layers = [
        _of(f"datum.kind === 'area' && indexof(datum.shape, '-') {sort} 0")
        .transform_lookup(lookup="shape", from_=alt.LookupData(data=outlines, key="id", fields=["type", "geometry"]))
        .mark_geoshape(
            clip=True,
            cursor="pointer",
            fill=ground.value(f"{unknown} ? 'transparent' : shade"),
            fillOpacity=0.75,
            stroke=ground.value(f"{unknown} ? no_figure : edge"),
            strokeWidth=ground.value(f"{unknown} ? 1.25 : 1"),
            strokeDash=ground.value(f"{unknown} ? [3, 2] : []"),
        )
        .encode(tooltip="said:N", description="said:N")
        for outlines, sort in ((countries, "<"), (regions, ">="))
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
