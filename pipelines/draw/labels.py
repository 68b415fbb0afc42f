"""Where the labels of the map go, so that they run neither into circles nor into one another."""

from math import pi, sqrt
from typing import Any

from pipelines.codebook import LATITUDE, LONGITUDE
from pipelines.draw import ground, outlines
from pipelines.draw.outlines import Box

MOST_LABELS = 6
"""About how many circles carry a name and a number, of twice as many of the largest; the tooltip has them all."""

_SMALL = 60
"""Square pixels up to which a circle is a speck."""


def place(rows: list[dict[str, Any]], view: Box, plot: tuple[float, float]) -> None:
    """Place labels so that they run neither into circles nor into one another, regions first; drop those that do.

    The very largest may lie over rings and specks; small ones go without, or a map of hundreds of places
    would name those that happen to lie apart. Judged on a plot of the given size: where a label fits there, it fits on
    any wider one.
    """
    west, _, east, _ = view
    scale = outlines.pixels_of_a_degree(view, plot)
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
            if not any(outlines.overlap(place[1], label) for label in labels)
            if not any(_touches(place[1], circle) for circle in barred)
        ]
        if row["label"] and fits:
            (row["align"], row["dx"], row["dy"]), box = fits[0]
            labels.append(box)
        else:
            row["label"] = ""
    for row in spots[2 * MOST_LABELS :]:
        row["label"] = ""


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
    x, y = row[LONGITUDE] * scale, -outlines.mercator(row[LATITUDE]) * scale
    half = ground.text_width(row["label"]) / 2 + 1
    shifts = [(dx, dy) for dy in (0, -12, 12) for dx in (0, 14, -14)]
    return [
        (("center", float(dx), float(dy)), (x + dx - half, y + dy - 8, x + dx + half, y + dy + 8)) for dx, dy in shifts
    ]


def _circle(row: dict[str, Any], scale: float) -> tuple[float, float, float]:
    """Where a circle lies and its radius, in pixels from the map's own zero; rings are small and alike."""
    radius = sqrt(row["area"] / pi) if row["state"] == "figure" else 5
    return row[LONGITUDE] * scale, -outlines.mercator(row[LATITUDE]) * scale, radius


def _touches(box: Box, circle: tuple[float, float, float]) -> bool:
    x, y, radius = circle
    aside, along = max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])
    return aside * aside + along * along < radius * radius
