"""Settled figures and a selection in, totals out: every number on a screen, in a chart, an export or the API.

One `Tally` holds them all, so that a number in a sentence and the same number in a chart cannot differ. What a
breakdown cannot place (an inexact date, an unknown region) stands in it under the key None, so that every breakdown
adds up to the headline.

Speed: dates are narrowed by binary search on the sorted first day, the rest by category codes, and sums are
`np.bincount` with weights (design, section 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pipelines import codebook, codes
from pipelines.selection import Selection
from pipelines.settle import NO_SPOT, UNKNOWN, Settled

GRAINS = ("day", "week", "month")
"""The steps a time axis can have, finest first."""

MOST_PERIODS = {"day": 62, "week": 110}
"""The longest time, in periods, that a grain is chosen for by itself; anything longer is shown by month."""

LEAST_PLACED = 0.8
"""A grain is chosen by itself only where it can place at least this share of the incidents."""

MOST_SPOTS = 300
"""The most dots a map shows: those with the most people killed or injured. The rest are counted and said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted number: low, best and high over incidents, and how many incidents have none.

    `low`, `best` and `high` are None where no incident has a figure: unknown, which is not zero. `open` says that a
    figure in it has no upper end ("3 or more"). `known` and `unknown` count incidents with and without a figure.
    """

    low: int | None
    best: int | None
    high: int | None
    open: bool
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: what it is about, how many incidents, and a figure per measure.

    `key` is a code, a day or a month's first day; None gathers what the breakdown cannot place.
    """

    key: object
    incidents: int
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class StructureRow:
    """Structures of one type: the best count by extent (None = no claim of that extent), and the settled figure."""

    key: str
    by_extent: dict[str, int | None]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot on the map: a settlement with its coordinates and its row."""

    place: str
    region: str
    latitude: float
    longitude: float
    row: Row


@dataclass(frozen=True, slots=True)
class Apart:
    """Records that are not single incidents and so are never added in.

    The figures add up period statements only: running totals contain one another.
    """

    records: int
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Tally:
    """Everything that the screens say about one selection of one version.

    `first` and `last` are the earliest and latest day of the incidents counted. `outside_dates` counts incidents that
    may have happened in the chosen dates but are not known exactly enough to say. `duplicates` counts records that
    repeat another, over the whole version. `spots_left_out` counts dots beyond `MOST_SPOTS`. `placed` says
    for each grain how many incidents are dated exactly enough for it, and `grain` is the one that fits.
    """

    version: int
    selection: Selection
    incidents: int
    first: date | None
    last: date | None
    totals: dict[str, Figure]
    by_extent: dict[str, int | None]
    by_region: tuple[Row, ...]
    by_month: tuple[Row, ...]
    by_type: tuple[Row, ...]
    by_structure: tuple[StructureRow, ...]
    spots: tuple[Spot, ...]
    spots_left_out: int
    by_region_undotted: tuple[Row, ...]
    placed: dict[str, int]
    grain: str
    outside_dates: int
    set_apart: Apart
    duplicates: int


MEASURE_NAMES = tuple(measure.name for measure in codebook.MEASURES)
"""killed, injured, missing, structures."""


def selected(settled: Settled, selection: Selection) -> np.ndarray:
    """Positions in `settled.incidents` of the incidents chosen, in date order.

    An incident is in a range of dates when all of its possible span is: a month-precision record of May is not in a
    week of May, and `outside_dates` counts it.
    """
    return _selected(settled.incidents, selection)


def _selected(frame: pd.DataFrame, selection: Selection) -> np.ndarray:
    first, last = _date_bounds(selection)
    start = frame["start"].to_numpy()
    span = slice(0, len(frame))
    if selection.start or selection.end:
        span = slice(
            np.searchsorted(start, max(first, UNKNOWN + 1), side="left"), np.searchsorted(start, last, side="right")
        )
    mask = _matches(frame, selection, span)
    if selection.end:
        mask &= frame["end"].to_numpy()[span] <= last
    return np.flatnonzero(mask) + span.start


def _date_bounds(selection: Selection) -> tuple[int, int]:
    """First and last day of a selection as day numbers, open ends as the extremes."""
    first = _day_number(selection.start) if selection.start else UNKNOWN
    last = _day_number(selection.end) if selection.end else np.iinfo(np.int32).max
    return first, last


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _matches(frame: pd.DataFrame, selection: Selection, span: slice) -> np.ndarray:
    """Mask over a slice of the frame: region, type and control as chosen. Dates are left to the caller."""
    mask = np.ones(span.stop - span.start, dtype=bool)
    if selection.regions:
        countries = [code for code in selection.regions if "-" not in code]
        mask &= _among(frame["region"], selection.regions, span) | _among(frame["country"], countries, span)
    for column, chosen in (("incident_type", selection.types), ("control", selection.control)):
        if chosen:
            mask &= _among(frame[column], chosen, span)
    return mask


def _among(column: pd.Series, chosen: Sequence[str], span: slice) -> np.ndarray:
    """Mask of the cells of a category column that are among the chosen codes; a blank never is."""
    wanted = np.append(column.cat.categories.isin(chosen), False)
    return wanted[column.cat.codes.to_numpy()[span]]


def _outside_dates(frame: pd.DataFrame, selection: Selection, inside: int) -> int:
    """How many chosen incidents overlap the dates, or have no date, without lying in them."""
    if not (selection.start or selection.end):
        return 0
    first, last = _date_bounds(selection)
    start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
    overlaps = (start <= last) & ((end >= first) | (end == UNKNOWN))
    return int((overlaps & _matches(frame, selection, slice(0, len(frame)))).sum()) - inside


def of(settled: Settled, selection: Selection) -> Tally:
    """The tally of a selection. `selection` is taken as given: pass it through `selection.normalised` first."""
    frame = settled.incidents
    rows = selected(settled, selection)
    size = len(rows)
    counts = {name: _counts(frame, name, rows) for name in MEASURE_NAMES}
    start, end = frame["start"].to_numpy()[rows], frame["end"].to_numpy()[rows]
    dated = start != UNKNOWN
    first = _day(start[dated].min()) if dated.any() else None
    last = _day(end[dated].max()) if dated.any() else None
    placed = {grain: int((frame[grain].to_numpy()[rows] != UNKNOWN).sum()) for grain in GRAINS}
    spot = frame["spot"].to_numpy()[rows]
    place = _place_codes(frame, rows)
    structures, by_extent = _by_structure(settled, rows)
    spots, left_out = _spots(settled, spot, counts)
    return Tally(
        version=settled.version,
        selection=selection,
        incidents=size,
        first=first,
        last=last,
        totals={name: _total(each, size) for name, each in counts.items()},
        by_extent=by_extent,
        by_region=_breakdown(counts, *place),
        by_month=_by_period(frame, rows, counts, "month"),
        by_type=_breakdown(counts, *_type_codes(frame, rows)),
        by_structure=structures,
        spots=spots,
        spots_left_out=left_out,
        by_region_undotted=_undotted(settled, rows, spot, *place),
        placed=placed,
        grain=_fitting_grain(first, last, placed, size),
        outside_dates=_outside_dates(frame, selection, size),
        set_apart=_set_apart(settled.apart, selection),
        duplicates=settled.duplicates,
    )


def over_time(settled: Settled, selection: Selection, grain: str) -> tuple[Row, ...]:
    """The breakdown by day, week (its Monday) or month (its first day), in order; None last for what fits in none."""
    rows = selected(settled, selection)
    counts = {name: _counts(settled.incidents, name, rows) for name in MEASURE_NAMES}
    return _by_period(settled.incidents, rows, counts, grain)


def _fitting_grain(first: date | None, last: date | None, placed: dict[str, int], incidents: int) -> str:
    """The finest grain that shows the span in few enough steps and can place most incidents; else the coarsest."""
    if first is None or last is None:
        return GRAINS[-1]
    days = (last - first).days + 1
    fits = {"day": days <= MOST_PERIODS["day"], "week": days / 7 <= MOST_PERIODS["week"]}
    wanted = [grain for grain, fit in fits.items() if fit and placed[grain] >= LEAST_PLACED * incidents]
    return wanted[0] if wanted else GRAINS[-1]


@dataclass(frozen=True, slots=True)
class _Counts:
    """The figures of one measure over the chosen incidents, as sparse as they are.

    `known`, `lower`, `higher` and `open` are positions; `best` the figures at `known`, `below` and `above` how far the
    low and high lie from the best where they differ.
    """

    known: np.ndarray
    best: np.ndarray
    lower: np.ndarray
    below: np.ndarray
    higher: np.ndarray
    above: np.ndarray
    open: np.ndarray


def _counts(frame: pd.DataFrame, name: str, rows: np.ndarray) -> _Counts:
    everything = len(rows) == len(frame)

    def column(suffix: str) -> np.ndarray:
        values = frame[f"{name}{suffix}"].to_numpy()
        return values if everything else values[rows]

    low, best, high = column("_low"), column(""), column("_high")
    known = np.flatnonzero(column("_known"))
    lower, higher = np.flatnonzero(low != best), np.flatnonzero(high != best)
    return _Counts(
        known=known,
        best=best[known],
        lower=lower,
        below=(best - low)[lower],
        higher=higher,
        above=(high - best)[higher],
        open=np.flatnonzero(column("_open")),
    )


def _total(counts: _Counts, incidents: int) -> Figure:
    known = len(counts.known)
    if not known:
        return Figure(None, None, None, False, 0, incidents)
    best = int(counts.best.sum())
    return Figure(
        low=best - int(counts.below.sum()),
        best=best,
        high=best + int(counts.above.sum()),
        open=len(counts.open) > 0,
        known=known,
        unknown=incidents - known,
    )


def _figures(counts: _Counts, group: np.ndarray, size: int, incidents: np.ndarray) -> list[Figure]:
    """A figure for each of `size` groups; `group` is the group of each chosen incident."""
    known = np.bincount(group[counts.known], minlength=size)
    best = np.bincount(group[counts.known], weights=counts.best, minlength=size)
    low = best - np.bincount(group[counts.lower], weights=counts.below, minlength=size)
    high = best + np.bincount(group[counts.higher], weights=counts.above, minlength=size)
    is_open = np.bincount(group[counts.open], minlength=size) > 0
    return [
        Figure(int(low[k]), int(best[k]), int(high[k]), bool(is_open[k]), int(known[k]), int(incidents[k] - known[k]))
        if known[k]
        else Figure(None, None, None, False, 0, int(incidents[k]))
        for k in np.flatnonzero(incidents)
    ]


def _breakdown(counts: dict[str, _Counts], group: np.ndarray, keys: Sequence[object]) -> tuple[Row, ...]:
    """A row for each key that has an incident, in the order of `keys`."""
    incidents = np.bincount(group, minlength=len(keys))
    figures = {name: _figures(each, group, len(keys), incidents) for name, each in counts.items()}
    present = np.flatnonzero(incidents)
    return tuple(
        Row(keys[key], int(incidents[key]), {name: figures[name][position] for name in counts})
        for position, key in enumerate(present)
    )


def _place_codes(frame: pd.DataFrame, rows: np.ndarray) -> tuple[np.ndarray, list[str | None]]:
    """The region of each chosen incident; its country where the region is blank; None where both are."""
    region, country = frame["region"].cat, frame["country"].cat
    keys: list[str | None] = [*region.categories, *country.categories, None]
    by_country = country.codes.to_numpy().astype(np.int32)[rows]
    by_region = region.codes.to_numpy().astype(np.int32)[rows]
    elsewhere = np.where(by_country >= 0, by_country + len(region.categories), len(keys) - 1)
    return np.where(by_region >= 0, by_region, elsewhere), keys


def _type_codes(frame: pd.DataFrame, rows: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    return frame["incident_type"].cat.codes.to_numpy()[rows].astype(np.int32), codes.INCIDENT_TYPE.values()


def _by_period(frame: pd.DataFrame, rows: np.ndarray, counts: dict[str, _Counts], grain: str) -> tuple[Row, ...]:
    period = frame[grain].to_numpy()[rows]
    placed = period != UNKNOWN
    if not placed.any():
        return _breakdown(counts, np.zeros(len(rows), dtype=np.int64), [None])
    first, last = int(period[placed].min()), int(period[placed].max())
    keys: list[date | None] = [_period_start(number, grain) for number in range(first, last + 1)]
    group = np.where(placed, period - first, len(keys))
    return _breakdown(counts, group, [*keys, None])


def _period_start(number: int, grain: str) -> date:
    """The first day of a period: weeks and days are numbered by their first day, months from January 1970."""
    if grain == "month":
        return date(1970 + number // 12, number % 12 + 1, 1)
    return _day(number)


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))


def _by_structure(settled: Settled, rows: np.ndarray) -> tuple[tuple[StructureRow, ...], dict[str, int | None]]:
    chosen = np.zeros(len(settled.incidents), dtype=bool)
    chosen[rows] = True
    types = settled.structure_types[chosen[settled.structure_types["row"].to_numpy()]]
    parts = settled.structures[chosen[settled.structures["row"].to_numpy()]]
    names, extents = codes.STRUCTURE_TYPE.values(), codes.EXTENT.values()
    kind = types["structure_type"].to_numpy().astype(np.int64)
    counts = _counts(types, codebook.STRUCTURES.name, np.arange(len(types)))
    lines = _breakdown({codebook.STRUCTURES.name: counts}, kind, names)
    cell = parts["structure_type"].to_numpy().astype(np.int64) * len(extents) + parts["extent"].to_numpy()
    shape = (len(names), len(extents))
    claimed = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    summed = np.bincount(cell, weights=parts["count"].to_numpy(), minlength=shape[0] * shape[1]).reshape(shape)

    def by_extent(claims: np.ndarray, sums: np.ndarray) -> dict[str, int | None]:
        return {name: int(sums[k]) if claims[k] else None for k, name in enumerate(extents)}

    return tuple(
        StructureRow(
            line.key,
            by_extent(claimed[names.index(line.key)], summed[names.index(line.key)]),
            line.figures[codebook.STRUCTURES.name],
        )
        for line in lines
    ), by_extent(claimed.sum(axis=0), summed.sum(axis=0))


def _spots(settled: Settled, spot: np.ndarray, counts: dict[str, _Counts]) -> tuple[tuple[Spot, ...], int]:
    """The dots, those with most people killed or injured first, and how many are left out."""
    size = len(settled.spots)
    if not size or not (spot != NO_SPOT).any():
        return (), 0
    group = np.where(spot == NO_SPOT, size, spot)
    weight = np.zeros(size + 1)
    for name in ("killed", "injured"):
        weight += np.bincount(group[counts[name].known], weights=counts[name].best, minlength=size + 1)
    present = np.bincount(group, minlength=size + 1)[:size] > 0
    ranked = np.flatnonzero(present)[np.argsort(-weight[:size][present], kind="stable")]
    shown = ranked[:MOST_SPOTS]
    renumbered = np.full(size + 1, len(shown), dtype=np.int64)
    renumbered[shown] = np.arange(len(shown))
    lines = _breakdown(counts, renumbered[group], [*shown.tolist(), None])
    places = settled.spots
    spots = tuple(
        Spot(
            place=places["place"].iat[line.key],
            region=places["region"].iat[line.key],
            latitude=float(places["latitude"].iat[line.key]),
            longitude=float(places["longitude"].iat[line.key]),
            row=line,
        )
        for line in lines
        if line.key is not None
    )
    return spots, len(ranked) - len(shown)


def _undotted(
    settled: Settled, rows: np.ndarray, spot: np.ndarray, place: np.ndarray, keys: Sequence[str | None]
) -> tuple[Row, ...]:
    """By region (or country), the incidents whose place is not known exactly enough for a dot."""
    without = spot == NO_SPOT
    counts = {name: _counts(settled.incidents, name, rows[without]) for name in MEASURE_NAMES}
    return _breakdown(counts, place[without], keys)


def _set_apart(apart: pd.DataFrame, selection: Selection) -> Apart:
    rows = _selected(apart, selection)
    periods = rows[(apart["scope"] == "period").to_numpy()[rows]]
    figures = {name: _total(_counts(apart, name, periods), len(periods)) for name in MEASURE_NAMES}
    return Apart(len(rows), figures)
