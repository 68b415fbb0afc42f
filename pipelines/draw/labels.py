"""Where the labels of the map go, so that they run neither into circles nor into one another."""

from collections.abc import Iterator
from math import pi, sqrt
from typing import Any

import numpy as np

from pipelines.codebook import LATITUDE, LONGITUDE
from pipelines.draw import ground, outlines
from pipelines.draw.outlines import Box

MOST_TRIED = 40
"""Of so many of the largest circles and regions a label is tried; the tooltip and the table have them all."""

_APART = 2
"""Pixels that are left between a label and what it must not touch."""


def place(rows: list[dict[str, Any]], view: Box, plot: tuple[float, float]) -> None:
    """Place labels, those of the largest figures (`best`) first; drop those that would run into something.

    Where a label with its range finds no room, the `brief` one without is tried. No label lies on a circle or ring of
    another place, on another label or over the edge. Judged on a plot of the given size: where a label fits there, it
    fits on any wider one, which may have less to spare above and below the view.
    """
    west, south, east, north = view
    scale = outlines.pixels_of_a_degree(view, plot)
    middle = (west + east) / 2 * scale, -(outlines.mercator(south) + outlines.mercator(north)) / 2 * scale
    high = min(plot[1], (outlines.mercator(north) - outlines.mercator(south)) * scale)
    edges = (middle[0] - plot[0] / 2, middle[1] - high / 2, middle[0] + plot[0] / 2, middle[1] + high / 2)
    circles = np.array([_circle(row, scale) for row in rows], dtype=float).reshape(-1, 3)
    taken: list[Box] = []
    labelled = sorted((at for at, row in enumerate(rows) if row["label"]), key=lambda at: -rows[at]["best"])
    for rank, at in enumerate(labelled):
        row = rows[at]
        ways = _ways(row, scale) if rank < MOST_TRIED else ()
        others = np.delete(circles, at, axis=0)
        for text, shift, box in ways:
            if _inside(box, edges) and not _hits(box, taken, others):
                row["label"] = text
                row["align"], row["dx"], row["dy"] = shift
                taken.append(box)
                break
        else:
            row["label"] = ""


def _ways(row: dict[str, Any], scale: float) -> Iterator[tuple[str, tuple[str, float, float], Box]]:
    """Each text a row may have as its label, the fuller first, with each place where it may stand."""
    for text in dict.fromkeys((row["label"], row["brief"])):
        for shift, box in (_beside if row["kind"] == "spot" else _within)(row, text, scale):
            yield text, shift, box


Place = tuple[tuple[str, float, float], Box]
"""Alignment and shift in pixels of a label, and the room it takes."""


def _inside(box: Box, edges: Box) -> bool:
    return edges[0] <= box[0] and edges[1] <= box[1] and box[2] <= edges[2] and box[3] <= edges[3]


def _hits(box: Box, taken: list[Box], circles: np.ndarray) -> bool:
    """Whether a label would touch another or one of these circles (x, y and radius)."""
    if any(outlines.overlap(box, other) for other in taken):
        return True
    x, y, radius = circles.T
    aside = np.maximum(np.maximum(box[0] - x, x - box[2]), 0)
    along = np.maximum(np.maximum(box[1] - y, y - box[3]), 0)
    return bool(((aside**2 + along**2 < (radius + _APART) ** 2) & (radius > 0)).any())


def _beside(row: dict[str, Any], text: str, scale: float) -> Iterator[Place]:
    """A circle's label: right of it, else left, above or below, else at a slant."""
    x, y, radius = _circle(row, scale)
    width, away, slant = ground.text_width(text) + 2, radius + 4, (radius + 3) * 0.72
    yield ("left", away, 0.0), (x + away, y - 8, x + away + width, y + 8)
    yield ("right", -away, 0.0), (x - away - width, y - 8, x - away, y + 8)
    yield ("center", 0.0, -away - 6), (x - width / 2, y - away - 14, x + width / 2, y - away + 2)
    yield ("center", 0.0, away + 6), (x - width / 2, y + away - 2, x + width / 2, y + away + 14)
    for down in (-slant - 6, slant + 6):
        yield ("left", slant, down), (x + slant, y + down - 8, x + slant + width, y + down + 8)
        yield ("right", -slant, down), (x - slant - width, y + down - 8, x - slant, y + down + 8)


def _within(row: dict[str, Any], text: str, scale: float) -> Iterator[Place]:
    """A region's label: in its middle, else as near to it as there is room, and well within its outline."""
    x, y = row[LONGITUDE] * scale, -outlines.mercator(row[LATITUDE]) * scale
    half = ground.text_width(text) / 2 + 1
    west, south, east, north = outlines.by_code()[row["shape"]].box
    wide, high = (east - west) * scale / 4, (outlines.mercator(north) - outlines.mercator(south)) * scale / 4
    steps = [(column * 14, line * 12) for column in range(-5, 6) for line in range(-5, 6)]
    near = [(dx, dy) for dx, dy in steps if abs(dx) <= max(wide, 14) and abs(dy) <= max(high, 12)]
    for dx, dy in sorted(near, key=lambda step: step[0] ** 2 + step[1] ** 2):
        yield ("center", float(dx), float(dy)), (x + dx - half, y + dy - 8, x + dx + half, y + dy + 8)


def _circle(row: dict[str, Any], scale: float) -> tuple[float, float, float]:
    """Where a circle lies and its radius, in pixels from the map's own zero; rings are small and alike, shades none."""
    radius = 0.0 if row["kind"] == "area" else sqrt(row["area"] / pi) if row["state"] == "figure" else 5.0
    return row[LONGITUDE] * scale, -outlines.mercator(row[LATITUDE]) * scale, radius
