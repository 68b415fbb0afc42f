"""Where a point lies: inside a country, in which one, how far from it."""

import json
from functools import cache

import numpy as np
import shapely

from pipelines.places.settlements import gazetteer
from pipelines.places.tables import GEO

TOLERANCE_DEGREES = 1.0
"""How far outside its drawn border a point may lie and still count as inside: the drawn borders are coarse, lack small
islands, and incidents happen at borders and off coasts."""


def inside(country: str, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Whether each point lies in the country, give or take `TOLERANCE_DEGREES`; True where its border is not known.

    The settlements of the gazetteer count as part of their country whether or not the drawn border holds them.
    """
    border = _wide_borders(country)
    if border is None:
        return np.ones(len(latitude), dtype=bool)
    return shapely.contains_xy(border, longitude, latitude)


def country_at(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """The code of the country whose drawn border holds each point, "" at sea and on islands that are not drawn."""
    codes, borders = zip(*_borders().items(), strict=True)
    tree = shapely.STRtree(borders)
    found = np.full(len(latitude), "", dtype=object)
    point, border = tree.query(shapely.points(longitude, latitude), predicate="within")
    found[point] = np.array(codes, dtype=object)[border]
    return found


def distance(countries_named: np.ndarray, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Degrees from each point to the drawn border of the country named for it; 0 where that is not known."""
    found = np.zeros(len(latitude))
    for country in set(countries_named):
        border = _borders().get(country)
        if border is not None:
            at = np.flatnonzero(countries_named == country)
            found[at] = shapely.distance(border, shapely.points(longitude[at], latitude[at]))
    return found


@cache
def _borders() -> dict[str, shapely.Geometry]:
    """Country code to its drawn border, in degrees."""
    collection = json.loads((GEO / "backdrop.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["code"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in collection["features"]
    }


@cache
def _wide_borders(country: str) -> shapely.Geometry | None:
    border = _borders().get(country)
    if border is None:
        return None
    points = [(each.longitude, each.latitude) for each in gazetteer() if each.country == country]
    parts = [border.buffer(TOLERANCE_DEGREES)]
    if points:
        beyond = np.array(points)[~shapely.contains_xy(parts[0], np.array(points))]
        parts.extend(shapely.buffer(shapely.points(beyond), TOLERANCE_DEGREES / 2))
    wide = shapely.union_all(parts)
    shapely.prepare(wide)
    return wide
