"""The outlines of regions and countries: where they lie, what the map asks of them, and how they are projected.

The screens serve the two files beside the page, and a spec names them by their address. An export has no server:
`with_outlines` puts them in the spec.
"""

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asinh, pi, radians, tan
from pathlib import Path
from typing import Any

GEOMETRY = "geo/"
"""Where the screens serve the files of `FOLDER`, relative to the page, so that it also holds behind a proxy's path."""

FOLDER = Path(__file__).resolve().parents[2] / "data" / "geo"
"""Where the outlines lie."""

REGIONS_FILE, COUNTRIES_FILE = "oblasts.geojson", "backdrop.geojson"

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; or left, top, right, bottom in pixels."""

WIDEST = (2000.0, 2000.0)
"""Pixels of a plot larger than any we make."""


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

    ring = _unbroken(max(_rings(geometry), key=lambda each: abs(area(_unbroken(each)))))
    whole = area(ring) * 6
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    middle = tuple(sum((a[k] + b[k]) * cross for a, b, cross in pairs) / whole for k in (0, 1))
    longitudes, latitudes = [point[0] for point in ring], [point[1] for point in ring]
    # What lies beyond the edge of the map is on its other side, and would make every view as wide as the world.
    return Outline((max(min(longitudes), -180), min(latitudes), min(max(longitudes), 180), max(latitudes)), middle)


def _unbroken(ring: list[list[float]]) -> list[list[float]]:
    """A ring that does not jump at 180 degrees: beyond them it goes on counting."""
    unbroken, turn = ring[:1], 0
    for (before, _), (longitude, latitude) in pairwise(ring):
        turn += 360 * ((longitude - before < -180) - (longitude - before > 180))
        unbroken.append([longitude + turn, latitude])
    return unbroken


@cache
def by_code() -> dict[str, Outline]:
    """Region or country code to its outline. A country that has regions in the files is there as well."""
    files = (_read(COUNTRIES_FILE), _read(REGIONS_FILE))
    return {feature["id"]: _outline(feature["geometry"]) for features in files for feature in features}


def shape_of(key: object) -> str:
    """The id of the outline that stands for a region: its own, else its country's; "" for a country or none at all.

    An incident known to its country only is not on the map: shading a whole country would say too much.
    """
    code = str(key or "")
    ways = (code, code.split("-")[0]) if "-" in code else ()
    return next((each for each in ways if each in by_code()), "")


def mercator(latitude: float) -> float:
    """Degrees of latitude stretched as the projection does."""
    return asinh(tan(radians(latitude))) * 180 / pi


def pixels_of_a_degree(view: Box, plot: tuple[float, float]) -> float:
    """Pixels of a degree on a plot of this size that just shows the view."""
    west, south, east, north = view
    return min(plot[0] / (east - west), plot[1] / (mercator(north) - mercator(south)))


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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
    scale = pixels_of_a_degree(view, plot)
    aside = (plot[0] / scale - (east - west)) / 2 + 3
    along = (plot[1] / scale - (mercator(north) - mercator(south))) / 2 + 4
    seen = (west - aside, mercator(south) - along, east + aside, mercator(north) + along)
    shown = []
    for feature, boxes in zip(_read(file), _boxes(file), strict=True):
        geometry = feature["geometry"]
        many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        polygons = [polygon for polygon, box in zip(many, boxes, strict=True) if overlap(box, seen)]
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
        boxes.append([(min(xs), mercator(max(min(ys), -85)), max(xs), mercator(min(max(ys), 85))) for xs, ys in rings])
    return boxes
