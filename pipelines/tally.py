"""Settled figures and a selection in, totals out: every number on a screen, in a chart, an export or the API.

One `Tally` holds them all, so that a number in a sentence and the same number in a chart cannot differ. What a
breakdown cannot place (an inexact date, an unknown region) stands in it under the key None, so that every breakdown
adds up to the headline.

Speed: dates are narrowed by binary search on the sorted first day, the rest by category codes, and sums are
`np.bincount` with weights (design, section 5). Incidents are summed twice only: by spot or region, and by month and
type; the breakdowns are sums of these sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipelines import codebook, codes
from pipelines.selection import Selection
from pipelines.settle import UNKNOWN, Amounts, Figures, Settled

GRAINS = ("day", "week", "month")
"""The steps a time axis can have, finest first."""

MOST_PERIODS = {"day": 62, "week": 110}
"""The longest time, in periods, that a grain is chosen for by itself; anything longer is shown by month."""

LEAST_PLACED = 0.8
"""A grain is chosen by itself only where it can place at least this share of the incidents."""

MOST_SPOTS = 300
"""The most dots a map shows: those with the most people killed or injured. The rest are counted and said."""


class Figure(NamedTuple):
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


class Row(NamedTuple):
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
    repeat another, over the whole version. `spots_left_out` counts dots beyond `MOST_SPOTS`, and
    `spots_left_out_figures` adds up their figures. `placed` says for each grain how many incidents are dated exactly
    enough for it, and `grain` is the one that fits.
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
    spots_left_out_figures: dict[str, Figure]
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
    return _chosen(settled.incidents, selection).positions()


def set_apart(settled: Settled, selection: Selection) -> np.ndarray:
    """Positions in `settled.apart` of the records chosen that are not single incidents, in date order."""
    return _chosen(settled.apart, selection).positions()


@dataclass(frozen=True)
class _Chosen:
    """Some rows of a frame: those of a span at which `mask` is true, or the whole span where there is no mask."""

    span: slice
    mask: np.ndarray | None

    @cached_property
    def within(self) -> np.ndarray | slice:
        """The rows, counted from the start of the span."""
        return slice(None) if self.mask is None else np.flatnonzero(self.mask)

    def __len__(self) -> int:
        return self.span.stop - self.span.start if self.mask is None else len(self.within)

    def positions(self) -> np.ndarray:
        """The rows, rising."""
        return np.arange(self.span.start, self.span.stop)[self.within]

    def of(self, column: np.ndarray) -> np.ndarray:
        """The cells of a column at these rows."""
        return column[self.span][self.within]

    def amounts(self, amounts: Amounts) -> Amounts:
        """The amounts at these rows; their `at` counts from the start of the span."""
        first, last = np.searchsorted(amounts.at, (self.span.start, self.span.stop))
        at, number = amounts.at[first:last], amounts.number[first:last]
        if self.span.start:
            at = at - self.span.start
        if self.mask is None:
            return Amounts(at, number)
        kept = np.flatnonzero(self.mask[at])
        return Amounts(at[kept], number[kept])

    def figures(self, figures: Figures) -> Figures:
        """The figures at these rows."""
        return Figures(*(self.amounts(part) for part in (figures.best, figures.below, figures.above, figures.open)))

    def about(self, row: np.ndarray) -> "_Chosen":
        """The rows of another frame that point to these; `row`, rising, is where each of its rows points."""
        first, last = np.searchsorted(row, (self.span.start, self.span.stop)).tolist()
        return _Chosen(slice(first, last), None if self.mask is None else self.mask[row[first:last] - self.span.start])


def _chosen(frame: pd.DataFrame, selection: Selection) -> _Chosen:
    span = slice(0, len(frame))
    mask = None
    if selection.start or selection.end:
        start, end = frame["start"].to_numpy(), frame["end"].to_numpy()
        first, last = _date_bounds(selection)
        earliest = np.searchsorted(start, first, side="left") if selection.start else 0
        span = slice(int(earliest), max(int(earliest), int(np.searchsorted(start, last, side="right"))))
        mask = (end[span] <= last) & (end[span] != UNKNOWN)
    matching = _matching(frame, selection, span)
    if matching is not None:
        mask = matching if mask is None else mask & matching
    return _Chosen(span, mask)


def _date_bounds(selection: Selection) -> tuple[int, int]:
    """First and last day of a selection as day numbers, open ends as the extremes."""
    first = _day_number(selection.start) if selection.start else UNKNOWN
    last = _day_number(selection.end) if selection.end else np.iinfo(np.int32).max
    return first, last


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _matching(frame: pd.DataFrame, selection: Selection, at: slice | np.ndarray) -> np.ndarray | None:
    """Mask over some rows: region, type, structures and control as chosen, None where nothing is; never dates."""
    masks = []
    if selection.regions:
        areas = [_among(frame[column], selection.regions, at) for column in ("region", "country")]
        masks.append(areas[0] | areas[1])
    for column, chosen in (("incident_type", selection.types), ("control", selection.control)):
        if chosen:
            masks.append(_among(frame[column], chosen, at))
    if selection.structures:
        bits = sum(1 << codes.STRUCTURE_TYPE.values().index(code) for code in selection.structures)
        masks.append(frame["claimed_structures"].to_numpy()[at] & bits != 0)
    return np.logical_and.reduce(masks) if masks else None


def _among(column: pd.Series, chosen: Sequence[str], at: slice | np.ndarray) -> np.ndarray:
    """Mask of the cells of a category column that are among the chosen codes; a blank never is."""
    cells = column.array
    return np.append(cells.categories.isin(chosen), False)[cells.codes[at]]


def _outside_dates(frame: pd.DataFrame, selection: Selection, inside: int) -> int:
    """How many chosen incidents overlap the dates, or have no date, without lying in them."""
    if not (selection.start or selection.end):
        return 0
    first, last = _date_bounds(selection)
    started = int(np.searchsorted(frame["start"].to_numpy(), last, side="right"))
    end = frame["end"].to_numpy()[:started]
    overlapping = np.flatnonzero((end >= first) | (end == UNKNOWN))
    matching = _matching(frame, selection, overlapping)
    return (len(overlapping) if matching is None else int(matching.sum())) - inside


def of(settled: Settled, selection: Selection) -> Tally:
    """The tally of a selection. `selection` is taken as given: pass it through `selection.normalised` first."""
    frame = settled.incidents
    chosen = _chosen(frame, selection)
    figures = {name: chosen.figures(each) for name, each in settled.figures.items()}
    start, end = chosen.of(frame["start"].to_numpy()), chosen.of(frame["end"].to_numpy())
    size = len(chosen)
    undated = int(np.searchsorted(start, UNKNOWN, side="right"))
    first = _day(start[undated]) if undated < size else None
    last = _day(end[undated:].max()) if undated < size else None
    placed = {grain: int(np.count_nonzero(chosen.of(frame[grain].to_numpy()) != UNKNOWN)) for grain in GRAINS}

    types = codes.INCIDENT_TYPE.values()
    month, months = _periods(frame["month"].to_numpy()[chosen.span], "month")
    kind = frame["incident_type"].array.codes[chosen.span]
    # A type that is not in the list is -1: it lands in the slot after the last type.
    slots = len(types) + 1
    by_both = _sums(chosen, figures, month * slots + kind % slots, len(months) * slots)
    by_month = by_both.gathered(np.repeat(np.arange(len(months)), slots), len(months))
    by_type = by_both.gathered(np.tile(np.arange(slots), len(months)), slots)
    spots = len(settled.spots)
    area_of = np.append(settled.spots["area"].to_numpy(), np.arange(len(settled.areas)))
    by_where = _sums(chosen, figures, settled.where[chosen.span], len(area_of))
    by_area = by_where.gathered(area_of, len(settled.areas))
    structures, by_extent = _by_structure(settled, chosen)
    dots, dots_left_out, left_out_figures = _dots(settled, by_where)
    return Tally(
        version=settled.version,
        selection=selection,
        incidents=size,
        first=first,
        last=last,
        totals=by_type.total(),
        by_extent=by_extent,
        by_region=by_area.rows(settled.areas),
        by_month=by_month.rows(months),
        by_type=by_type.rows((*types, None)),
        by_structure=structures,
        spots=dots,
        spots_left_out=dots_left_out,
        spots_left_out_figures=left_out_figures,
        by_region_undotted=by_where.rows(
            (*[None] * spots, *settled.areas), spots + np.flatnonzero(by_where.incidents[spots:])
        ),
        placed=placed,
        grain=_fitting_grain(first, last, placed, size),
        outside_dates=_outside_dates(frame, selection, size),
        set_apart=_set_apart(settled, selection),
        duplicates=settled.duplicates,
    )


def of_one(frame: pd.DataFrame, row: int, measure: str) -> Figure:
    """The figure of one record and measure: `frame` is one of a `Settled`'s with a measure's columns, `row` its row."""
    if not frame[f"{measure}_known"].iat[row]:
        return Figure(None, None, None, False, 0, 1)
    low, best, high = (int(frame[f"{measure}{end}"].iat[row]) for end in ("_low", "", "_high"))
    return Figure(low, best, high, bool(frame[f"{measure}_open"].iat[row]), 1, 0)


def over_time(settled: Settled, selection: Selection, grain: str) -> tuple[Row, ...]:
    """The breakdown by day, week (its Monday) or month (its first day), in order; None last for what fits in none."""
    chosen = _chosen(settled.incidents, selection)
    figures = {name: chosen.figures(each) for name, each in settled.figures.items()}
    period, periods = _periods(settled.incidents[grain].to_numpy()[chosen.span], grain)
    return _sums(chosen, figures, period, len(periods)).rows(periods)


def _fitting_grain(first: date | None, last: date | None, placed: dict[str, int], incidents: int) -> str:
    """The finest grain that shows the span in few enough steps and can place most incidents; else the coarsest."""
    if first is None or last is None:
        return GRAINS[-1]
    days = (last - first).days + 1
    fits = {"day": days <= MOST_PERIODS["day"], "week": days / 7 <= MOST_PERIODS["week"]}
    wanted = [grain for grain, fit in fits.items() if fit and placed[grain] >= LEAST_PLACED * incidents]
    return wanted[0] if wanted else GRAINS[-1]


_SUMS = ("known", "best", "below", "above", "open")
"""What is summed of each measure: how many are known, their best, how far low and high lie from it, how many open."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """Incidents and their figures, summed by group.

    `incidents` has a number for each group, `numbers` one for each measure, each of `_SUMS` and each group.
    """

    incidents: np.ndarray
    numbers: np.ndarray
    measures: tuple[str, ...]

    def gathered(self, into: np.ndarray, size: int) -> "_Sums":
        """The groups summed into `size` larger ones; `into` is the larger one of each."""
        kinds = self.numbers.shape[:2]
        place = np.arange(kinds[0] * kinds[1])[:, np.newaxis] * size + into
        numbers = np.bincount(place.ravel(), weights=self.numbers.ravel(), minlength=kinds[0] * kinds[1] * size)
        incidents = np.bincount(into, weights=self.incidents, minlength=size)
        return _Sums(incidents, numbers.reshape(*kinds, size), self.measures)

    def total(self) -> dict[str, Figure]:
        """The figure of each measure over all groups."""
        everything = _Sums(self.incidents.sum(keepdims=True), self.numbers.sum(axis=2, keepdims=True), self.measures)
        return everything.rows((None,), np.zeros(1, dtype=np.intp))[0].figures

    def rows(self, keys: Sequence[object], at: np.ndarray | None = None) -> tuple[Row, ...]:
        """A row for each of the groups `at`, by default those that have an incident; `keys` has the key of each."""
        if at is None:
            at = np.flatnonzero(self.incidents)
        incidents = self.incidents[at].astype(np.int64).tolist()
        columns = [_figures(incidents, *each) for each in self.numbers[:, :, at].astype(np.int64).tolist()]
        return tuple(
            Row(keys[group], count, dict(zip(self.measures, figures, strict=True)))
            for group, count, *figures in zip(at.tolist(), incidents, *columns, strict=True)
        )


def _sums(chosen: _Chosen, figures: Mapping[str, Figures], group: np.ndarray, size: int) -> _Sums:
    """Chosen incidents and their figures by group; `group` is the group of each row of the span."""
    numbers = np.empty((len(figures), len(_SUMS), size))
    for sums, each in zip(numbers, figures.values(), strict=True):
        known = group[each.best.at]
        sums[0] = np.bincount(known, minlength=size)
        sums[1] = np.bincount(known, weights=each.best.number, minlength=size)
        for position, amounts in enumerate((each.below, each.above, each.open), start=2):
            sums[position] = np.bincount(group[amounts.at], weights=amounts.number, minlength=size)
    return _Sums(np.bincount(group[chosen.within], minlength=size), numbers, tuple(figures))


def _figures(incidents: list[int], *sums: list[int]) -> list[Figure]:
    """The figures of one measure for groups of so many incidents; `sums` are those of `_SUMS`."""
    return [
        Figure(best - below, best, best + above, is_open > 0, known, count - known)
        if known
        else Figure(None, None, None, False, 0, count)
        for count, known, best, below, above, is_open in zip(incidents, *sums, strict=True)
    ]


def _periods(period: np.ndarray, grain: str) -> tuple[np.ndarray, list[date | None]]:
    """The group of each period number, and the first day of each group; None, the last, for what fits in none."""
    first = int(period.min(initial=np.iinfo(np.int32).max, where=period != UNKNOWN))
    last = int(period.max(initial=UNKNOWN))
    if last == UNKNOWN:
        return np.zeros(len(period), dtype=np.int64), [None]
    days = [_period_start(number, grain) for number in range(first, last + 1)]
    # What is unknown is the smallest number there is, and so lies far below the first period.
    group = period.astype(np.int64) - first
    group[group < 0] = len(days)
    return group, [*days, None]


def _period_start(number: int, grain: str) -> date:
    """The first day of a period: weeks and days are numbered by their first day, months from January 1970."""
    if grain == "month":
        return date(1970 + number // 12, number % 12 + 1, 1)
    return _day(number)


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))


def _by_structure(settled: Settled, chosen: _Chosen) -> tuple[tuple[StructureRow, ...], dict[str, int | None]]:
    """The structures of the chosen incidents by type, and by extent over all types."""
    names, extents = codes.STRUCTURE_TYPE.values(), codes.EXTENT.values()
    types = chosen.about(settled.structure_types["row"].to_numpy())
    figures = {name: types.figures(each) for name, each in settled.type_figures.items()}
    kind = settled.structure_types["structure_type"].to_numpy()[types.span]
    rows = _sums(types, figures, kind, len(names)).rows(names)

    parts = chosen.about(settled.structures["row"].to_numpy())
    shape = (len(names), len(extents))
    kind, extent, count = (
        parts.of(settled.structures[name].to_numpy()) for name in ("structure_type", "extent", "count")
    )
    cell = kind * len(extents) + extent
    claimed = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    summed = np.bincount(cell, weights=count, minlength=shape[0] * shape[1]).reshape(shape)

    def by_extent(claims: np.ndarray, sums: np.ndarray) -> dict[str, int | None]:
        return {name: int(sums[k]) if claims[k] else None for k, name in enumerate(extents)}

    lines = tuple(
        StructureRow(
            row.key,
            by_extent(claimed[names.index(row.key)], summed[names.index(row.key)]),
            row.figures[codebook.STRUCTURES.name],
        )
        for row in rows
    )
    return lines, by_extent(claimed.sum(axis=0), summed.sum(axis=0))


def _dots(settled: Settled, by_where: _Sums) -> tuple[tuple[Spot, ...], int, dict[str, Figure]]:
    """The dots, those with most people killed or injured first; how many are left out, and what they add up to."""
    present = np.flatnonzero(by_where.incidents[: len(settled.spots)])
    best = by_where.numbers[:, _SUMS.index("best")]
    harmed = best[MEASURE_NAMES.index("killed")] + best[MEASURE_NAMES.index("injured")]
    ranked = present[np.argsort(-harmed[present], kind="stable")]
    shown, rest = ranked[:MOST_SPOTS], ranked[MOST_SPOTS:]
    names = ("place", "region", "latitude", "longitude")
    columns = (settled.spots[name].to_numpy()[shown].tolist() for name in names)
    rows = by_where.rows(range(len(settled.spots)), shown)
    left_out = _Sums(by_where.incidents[rest], by_where.numbers[:, :, rest], by_where.measures)
    return tuple(map(Spot, *columns, rows)), len(rest), left_out.total()


def _set_apart(settled: Settled, selection: Selection) -> Apart:
    chosen = _chosen(settled.apart, selection)
    scope = settled.apart["scope"].array.codes
    is_period = scope[chosen.span] == codes.SCOPE.values().index("period")
    periods = _Chosen(chosen.span, is_period if chosen.mask is None else is_period & chosen.mask)
    figures = {name: periods.figures(each) for name, each in settled.apart_figures.items()}
    sums = _sums(periods, figures, np.zeros(len(is_period), dtype=np.intp), 1)
    return Apart(len(chosen), sums.total())
