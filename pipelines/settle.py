"""From claims to one figure per incident and measure, with low, best and high.

The rules (design, section 3, rule 2; field practice in `docs/decisions/0002-totals-are-derived.md`):

- A claim counts when it is about everyone, its status is one that counts, and no later count of the same speaker
  supersedes it. The speaker is `attributed_to`, or the source itself where that is blank.
- A claim's own figure: a lone low ("at least 3") has its best at the low and an open top; a range without a best
  ("5-7") has its best at the low; a best alone is its own low and high. A lone high ("up to 10") supports no least
  number and gives no figure, and neither does "at least 0".
- *low* is the smallest and *high* the largest figure of the claims that count; *best* follows the counting rule.
- Where only groups of people are claimed, the largest sum over groups that do not overlap is a lower bound, with an
  open top. Where all of them are zero ("no children") nothing is known of everyone, and there is no figure.
- Structures settle by type: one speaker's count of one type of structure on one day is one statement, whose extents
  belong together; statements compete, types add up. What is claimed without a count ("several houses") leaves the
  statement, and the sum over types, with an open top.
- Only records with scope `incident` that are not duplicates are settled into totals; periods stand apart. The claims
  of a duplicate are claims about the incident that it repeats.

Speed: after `_claims` there are only numbers, sorted and summed with numpy; text is looked up once per different value.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import codebook, codes
from pipelines.codebook import Measure
from pipelines.codes import CodeList
from pipelines.dataset import Dataset, rows_of
from pipelines.selection import COUNTED_STATUSES

UNKNOWN = np.iinfo(np.int32).min
"""In the integer columns of a settled frame: the date is blank, or not known as exactly as the column says."""

NO_SPOT = -1
"""In the column `spot`: the place is not known exactly enough to be a dot."""

EVERYONE = codes.PEOPLE.values().index("everyone")
"""The code of a claim about everyone, in the column `people` of `people_claims`."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers at some rows of a frame: `at` are the rows, rising; `number` (float64) what stands there."""

    at: np.ndarray
    number: np.ndarray


@dataclass(frozen=True, slots=True)
class Figures:
    """A measure's columns of a settled frame, as sparse as they are, ready to be summed with `np.bincount`.

    `best` where it is known; `below` and `above` how far low and high lie from it where they differ; `open` a 1 where
    the top is open.
    """

    best: Amounts
    below: Amounts
    above: Amounts
    open: Amounts


@dataclass(frozen=True)
class Settled:
    """The settled incidents of one dataset version under one counting rule. Never changed once made.

    `incidents`: one row per counted incident, sorted by first day (unknown first days come first), with
    `incident_id`; `record` (int32, its row in the dataset); `start`, `end` (int32 days since 1970; a blank last day is
    the last that first day and precision allow); `day`, `week`, `month` (int32: the day, the Monday, months since
    January 1970; `UNKNOWN` where the date does not fit in one);
    `country`, `region`, `incident_type`, `control` (category); `claimed_structures` (int64: bit k is set where a claim
    that may count speaks of the structure type with code k); `spot` (int32 row of `spots`, or `NO_SPOT`); and for each
    measure `<m>_low`, `<m>`, `<m>_high` (integer, 0 where unknown), `<m>_known`, `<m>_open` (bool).
    `structures`: one row per incident, structure type and extent of the winning statements: `row` (position in
    `incidents`, rising), `structure_type`, `extent` (codes) and `count`.
    `structure_types`: one row per incident and claimed structure type: `row` (rising), `structure_type` (code) and the
    low, best, high, known, open columns of the structures measure.
    `spots`: one row per place that may be drawn as a dot: `place`, `region`, `latitude`, `longitude`, and `area`, the
    position in `areas`.
    `areas`: every key of the breakdown by region: region codes, country codes for a blank region, None for neither.
    `where`: for each incident its spot, or the number of spots plus its area where it has none.
    `apart`: the records with another scope, same measure columns, plus `scope` and `incident_id`.
    `duplicates`: how many records point at another and are not counted.
    `figures`, `type_figures` and `apart_figures`: by measure the columns of `incidents`, `structure_types`, `apart`.
    """

    version: int
    rule: str
    statuses: tuple[str, ...]
    incidents: pd.DataFrame
    structures: pd.DataFrame
    structure_types: pd.DataFrame
    spots: pd.DataFrame
    areas: tuple[str | None, ...]
    where: np.ndarray
    apart: pd.DataFrame
    duplicates: int
    figures: dict[str, Figures]
    type_figures: dict[str, Figures]
    apart_figures: dict[str, Figures]


def dataset(data: Dataset, rule: str, statuses: tuple[str, ...] = ()) -> Settled:
    """Settle every record of a dataset.

    `rule` is one of `selection.RULES`; `statuses` narrows the claims that count (empty: all that may).
    """
    records = _records(data.incidents)
    claims = people_claims(data, statuses)
    for measure in codebook.PEOPLE_MEASURES:
        _attach(records, measure, people_figures(claims, measure, rule))
    types, parts, _ = structure_figures(damage_claims(data, statuses), rule)
    _attach(records, codebook.STRUCTURES, _over_types(types))
    records["claimed_structures"] = _bits(types, len(records))

    scope = _codes(data.incidents[codebook.SCOPE], codes.SCOPE)
    is_duplicate = data.incidents[codebook.DUPLICATE_OF].notna().to_numpy()
    is_single = scope == codes.SCOPE.values().index("incident")
    order = np.lexsort((_ranks(data.incidents[codebook.INCIDENT_ID]), records["start"].to_numpy()))
    counted = order[(is_single & ~is_duplicate)[order]]
    apart = order[(~is_single & ~is_duplicate)[order]]
    spot, spots = _spots(data.incidents)
    areas, area = _areas(records)
    spots["area"] = area[spots.pop("first")]
    incidents = records.assign(spot=spot).take(counted).reset_index(drop=True)
    set_apart = records.assign(scope=_coded(data.incidents[codebook.SCOPE], codes.SCOPE)).take(apart)
    position = np.full(len(records), -1)
    position[counted] = np.arange(len(counted))
    types, parts = _placed(_measured(types, codebook.STRUCTURES), position), _placed(parts, position)
    return Settled(
        version=data.version,
        rule=rule,
        statuses=statuses,
        incidents=incidents,
        structures=parts,
        structure_types=types,
        spots=spots,
        areas=areas,
        where=np.where(spot == NO_SPOT, len(spots) + area, spot)[counted],
        apart=set_apart.reset_index(drop=True),
        duplicates=int(is_duplicate.sum()),
        figures={measure.name: _sparse(incidents, measure) for measure in codebook.MEASURES},
        type_figures={codebook.STRUCTURES.name: _sparse(types, codebook.STRUCTURES)},
        apart_figures={measure.name: _sparse(set_apart, measure) for measure in codebook.MEASURES},
    )


def _records(incidents: pd.DataFrame) -> pd.DataFrame:
    """The columns of incidents that counting needs, as small integers and categories, in the order they come."""
    start, end = _days(incidents[codebook.DATE_START]), _days(incidents[codebook.DATE_END])
    precision = _codes(incidents[codebook.DATE_PRECISION], codes.DATE_PRECISION)
    blank = np.flatnonzero((end == UNKNOWN) & (start != UNKNOWN))
    end[blank] = _last_days(start[blank], precision[blank])
    end = np.maximum(start, end)
    is_day = precision == 0
    return pd.DataFrame(
        {
            "incident_id": incidents[codebook.INCIDENT_ID].array,
            "record": np.arange(len(incidents), dtype=np.int32),
            "start": start,
            "end": end,
            "day": np.where(is_day, start, UNKNOWN).astype(np.int32),
            "week": _one_period(start, end, _week),
            "month": _one_period(start, end, _month),
            "country": incidents[codebook.COUNTRY].astype("category").array,
            "region": incidents[codebook.REGION].astype("category").array,
            "incident_type": _coded(incidents[codebook.INCIDENT_TYPE], codes.INCIDENT_TYPE),
            "control": _coded(incidents[codebook.CONTROL], codes.CONTROL),
        }
    )


def _days(dates: pd.Series) -> np.ndarray:
    """Whole days since 1970 as int32, `UNKNOWN` where blank."""
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), UNKNOWN, days.astype(np.int64)).astype(np.int32)


def _last_days(start: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """The last day that a first day and its precision (codes) allow."""
    day = start.astype("datetime64[D]")
    after = {unit: (day.astype(f"datetime64[{unit}]") + 1).astype("datetime64[D]") for unit in "MY"}
    allowed = {"days": day + 5, "week": day + 6, "month": after["M"] - 1, "year": after["Y"] - 1}
    order = codes.DATE_PRECISION.values()
    last = np.select([precision == order.index(each) for each in allowed], list(allowed.values()), default=day)
    return last.astype(np.int64).astype(np.int32)


def _week(days: np.ndarray) -> np.ndarray:
    """The Monday of each day's ISO week, as a day number (1 January 1970 was a Thursday)."""
    return days - (days + 3) % 7


def _month(days: np.ndarray) -> np.ndarray:
    """Months since January 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _one_period(start: np.ndarray, end: np.ndarray, period_of: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The period that holds both ends of each span, `UNKNOWN` where there is none."""
    known = start != UNKNOWN
    first = period_of(np.where(known, start, 0))
    last = period_of(np.where(known, end, 0))
    return np.where(known & (first == last), first, UNKNOWN).astype(np.int32)


def _codes(cells: pd.Series, code_list: CodeList) -> np.ndarray:
    """The position of each cell in a code list, -1 for blank."""
    cells = cells.astype("category").cat
    return np.append(pd.Index(code_list.values()).get_indexer(cells.categories), -1)[cells.codes]


def _coded(cells: pd.Series, code_list: CodeList) -> pd.Categorical:
    """A category column whose categories are the whole code list, so that codes mean the same in every frame."""
    return pd.Categorical.from_codes(_codes(cells, code_list), list(code_list.values()))


def _numbered(*columns: pd.Series | np.ndarray) -> np.ndarray:
    """The number of each row's combination of values, in order of appearance: equal rows have equal numbers."""
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, different = pd.factorize(column)
        numbers = pd.factorize(numbers * (len(different) + 1) + values + 1)[0]
    return numbers


def _ranks(keys: pd.Series) -> np.ndarray:
    """The rank of each text in the order of all of them."""
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[pc.sort_indices(pa.array(keys.array, pa.large_string())).to_numpy()] = np.arange(len(keys))
    return ranks


def _firsts(numbers: np.ndarray) -> np.ndarray:
    """The row where each number of `_numbered` appears first, by number."""
    return np.flatnonzero(np.diff(np.maximum.accumulate(numbers), prepend=-1))


def _runs(numbers: np.ndarray) -> np.ndarray:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def _spots(incidents: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """For each incident the row of its dot, and the dots: places known to the settlement, with coordinates.

    The dots are sorted, so that they do not depend on the order of incidents; their column `first` is the row of an
    incident there.
    """
    drawable = np.flatnonzero(
        incidents[codebook.PLACE_PRECISION].isin(codes.DOT_PRECISIONS)
        & incidents[codebook.LATITUDE].notna()
        & incidents[codebook.LONGITUDE].notna()
    )
    columns = [str(c) for c in (codebook.PLACE, codebook.REGION, codebook.LATITUDE, codebook.LONGITUDE)]
    places = incidents[[*columns, codebook.COUNTRY]].take(drawable)
    numbers = _numbered(*(places[column] for column in places))
    named = {str(column): "object" for column in (codebook.PLACE, codebook.REGION)}
    firsts = _firsts(numbers)
    spots = places[columns].take(firsts).reset_index(drop=True).astype(named).fillna(dict.fromkeys(named, ""))
    spots = spots.assign(first=drawable[firsts]).sort_values(columns)
    place = np.empty(len(spots), dtype=np.int32)
    place[spots.index] = np.arange(len(spots))
    spot = np.full(len(incidents), NO_SPOT, dtype=np.int32)
    spot[drawable] = place[numbers]
    return spot, spots.reset_index(drop=True)


def _areas(records: pd.DataFrame) -> tuple[tuple[str | None, ...], np.ndarray]:
    """Every key of the breakdown by region, and for each record its region, else its country, else None."""
    region, country = records["region"].cat, records["country"].cat
    areas = (*region.categories, *country.categories, None)
    by_region, by_country = region.codes.to_numpy(dtype=np.int64), country.codes.to_numpy(dtype=np.int64)
    elsewhere = np.where(by_country >= 0, len(region.categories) + by_country, len(areas) - 1)
    return areas, np.where(by_region >= 0, by_region, elsewhere)


def people_claims(data: Dataset, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """The claims about people that may count, as numbers ready to settle.

    Columns: `claim` (row of the table), `row` (row of the incident it counts for), `record` (row of the record it was
    entered under, which differs for the claims of a duplicate), `tie` (rank of the claim's number), `speaker`,
    `source` (codes), `reported` (int days), `rank` (of the status), `people` (code), and the nine figure columns as
    float64 with NaN for blank. Claims with a status that does not count, or with no incident, are not in it.
    """
    people = {"people": _codes(data.casualties[codebook.PEOPLE], codes.PEOPLE)}
    return _claims(data, data.casualties, statuses, people, codebook.PEOPLE_MEASURES)


def damage_claims(data: Dataset, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """The claims about structures that may count, ready to settle: as `people_claims`.

    Instead of `people` it has `structure_type` and `extent` (codes).
    """
    kinds = {
        "structure_type": _codes(data.damage[codebook.STRUCTURE_TYPE], codes.STRUCTURE_TYPE),
        "extent": _codes(data.damage[codebook.EXTENT], codes.EXTENT),
    }
    return _claims(data, data.damage, statuses, kinds, (codebook.STRUCTURES,))


def _claims(
    data: Dataset,
    cells: pd.DataFrame,
    statuses: tuple[str, ...],
    kinds: dict[str, np.ndarray],
    measures: tuple[Measure, ...],
) -> pd.DataFrame:
    status = _codes(cells[codebook.STATUS], codes.STATUS)
    may_count = np.array([each in (statuses or COUNTED_STATUSES) for each in (*codes.STATUS.values(), None)])
    ranks = np.array([codes.STATUS_RANK.get(each, 0) for each in (*codes.STATUS.values(), None)])
    record = rows_of(cells[codebook.INCIDENT_ID], data.incidents[codebook.INCIDENT_ID])
    claims = pd.DataFrame(
        {
            "claim": np.arange(len(cells)),
            "row": np.append(data.counts_for, -1)[record],
            "record": record,
            "tie": _ranks(cells[codebook.CLAIM_ID]),
            **dict(zip(("speaker", "source"), _speakers(cells), strict=True)),
            "reported": _days(cells[codebook.REPORTED_ON]),
            "rank": ranks[status],
            **kinds,
            **{
                str(column): cells[column].to_numpy(dtype=np.float64, na_value=np.nan)
                for measure in measures
                for column in measure.columns
            },
        }
    )
    return claims[may_count[status] & (claims["row"].to_numpy() >= 0)]


def _speakers(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each claim the code of its speaker, whatever the case of the name, and of its source."""
    named, names = pd.factorize(cells[codebook.ATTRIBUTED_TO])
    source, _ = pd.factorize(cells[codebook.SOURCE_ID])
    spelt = pd.Series(names, dtype="str").str.split().str.join(" ").str.casefold()
    alike, different = pd.factorize(spelt.mask(spelt == ""))
    speaker = np.append(alike, -1)[named]
    return np.where(speaker >= 0, speaker, len(different) + source), source


def own_figures(claims: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Each claim's own low, best, high, open, top for a measure; claims that give no figure are left out.

    `top` is what the rule `highest` takes: the best, or the high of a range without a best.
    """
    low, best, high = (claims[str(column)].to_numpy() for column in measure.columns)
    is_open = np.isnan(best) & np.isnan(high)
    has = ~np.isnan(best) | (low > 0) | (~np.isnan(low) & ~np.isnan(high))
    given_best = np.where(np.isnan(best), low, best)
    most = np.fmax(high, given_best)
    figures = {
        "low": np.fmin(low, given_best),
        "best": given_best,
        "high": most,
        "top": np.where(np.isnan(best), most, best),
        "open": is_open,
    }
    kept = [name for name in claims if name not in _FIGURE_COLUMNS]
    return claims[kept].assign(**figures)[has]


_FIGURE_COLUMNS = {str(column) for measure in codebook.MEASURES for column in measure.columns}


def unsuperseded(own: pd.DataFrame, group: np.ndarray) -> np.ndarray:
    """Mask of the figures that no later count of the same speaker in the same `group` supersedes.

    A claim without a report date neither supersedes nor is superseded.
    """
    reported = own["reported"].to_numpy()
    said = _numbered(group, own["speaker"])
    newest = np.full(len(own), UNKNOWN)
    np.maximum.at(newest, said, reported)
    return (reported == UNKNOWN) | (reported == newest[said])


def _in_order(own: pd.DataFrame, group: np.ndarray, rule: str) -> np.ndarray:
    """Positions of the claims, those of a group together and the one that gives its best figure first.

    A tie goes to the lower figure, then to the smaller claim number, so that the outcome never depends on row order.
    """
    contested = np.bincount(group, minlength=1)[group] > 1
    some = own[contested]
    rank, reported, best = -some["rank"], -some["reported"].astype(np.int64), some["best"]
    orders = {
        "established": (rank, reported, best),
        "latest": (reported, rank, best),
        "lowest": (best, rank, reported),
        "highest": (-some["top"], rank, reported),
    }
    first, second, third = orders[rule]
    order = np.lexsort((some["tie"], third, second, first, group[contested]))
    return np.concatenate([np.flatnonzero(~contested), np.flatnonzero(contested)[order]])


def _settled_groups(own: pd.DataFrame, group: np.ndarray, rule: str) -> pd.DataFrame:
    """One row per group: the claim that gives the best figure, with the low, high and open of the whole group.

    `group` numbers the groups from 0.
    """
    standing = unsuperseded(own, group)
    own, group = own[standing], group[standing]
    order = _in_order(own, group, rule)
    own, firsts = own.take(order), _runs(group[order])
    chosen = own.take(firsts)
    return chosen.assign(
        low=np.minimum.reduceat(own["low"].to_numpy(), firsts),
        best=chosen["top" if rule == "highest" else "best"],
        high=np.maximum.reduceat(own["high"].to_numpy(), firsts),
        open=np.logical_or.reduceat(own["open"].to_numpy(), firsts),
    )


def people_figures(claims: pd.DataFrame, measure: Measure, rule: str) -> pd.DataFrame:
    """One row per incident with a figure for a people measure.

    Takes `people_claims`; gives `row`, `low`, `best`, `high`, `open`; `claim`, the row of the claim that gave the best
    figure, -1 where it is a sum over groups of people; and `way`, the place in `WAYS` of that sum, else -1.
    """
    own = own_figures(claims, measure)
    is_everyone = own["people"].to_numpy() == EVERYONE
    everyone = own[is_everyone]
    everyone = _settled_groups(everyone, everyone["row"].to_numpy(), rule).assign(way=-1)
    parts = own[~is_everyone & ~np.isin(own["row"], everyone["row"])]
    bounds = _lower_bounds(_settled_groups(parts, _numbered(parts["row"], parts["people"]), rule))
    return pd.concat([everyone[list(bounds)], bounds], ignore_index=True) if len(bounds) else everyone[list(bounds)]


WAYS = [{codes.PEOPLE.values().index(code) for code in way} for way in codes.PEOPLE_PARTITIONS]
WAYS += [{code} for code in range(len(codes.PEOPLE.codes)) if code != EVERYONE]
"""The ways to add up groups of people that do not overlap."""


def _lower_bounds(groups: pd.DataFrame) -> pd.DataFrame:
    """From figures per incident and group of people, the largest sum over groups that do not overlap."""
    number, rows = pd.factorize(groups["row"])
    in_way = np.array([[code in way for code in range(len(codes.PEOPLE.codes))] for way in WAYS])

    def sums(end: str) -> np.ndarray:
        figures = groups[end].to_numpy() * in_way[:, groups["people"]]
        return np.array([np.bincount(number, weights=each, minlength=len(rows)) for each in figures])

    best, high = sums("best"), sums("high")
    way = np.where(best == best.max(axis=0), high, -1).argmax(axis=0)
    each = np.arange(len(rows))
    bounds = pd.DataFrame(
        {
            "row": rows,
            "low": sums("low")[way, each],
            "best": best[way, each],
            "high": high[way, each],
            "open": True,
            "claim": -1,
            "way": way,
        }
    )
    says_more_than_none = np.bincount(number, weights=groups["high"], minlength=len(rows)) > 0
    return bounds[says_more_than_none]


def structure_figures(claims: pd.DataFrame, rule: str) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Figures per incident and structure type, the counts by extent of the winning statements, and their claims.

    Takes `damage_claims`. A type that is claimed without a count ("several houses") is in the first frame with
    `known` False and zeros. The last is the rows of the claims in the table.
    """
    kind = _numbered(claims["row"], claims["structure_type"])
    said = _numbered(kind, *(claims[name] for name in ("record", "speaker", "source", "reported")))
    own = own_figures(claims.assign(kind=kind, statement=said), codebook.STRUCTURES)
    own["open"] |= np.isin(own["statement"], claims.assign(statement=said).drop(own.index)["statement"])
    statements = _statements(own)
    settled = _settled_groups(statements, statements["kind"].to_numpy(), rule)

    types = claims[["row", "structure_type"]].take(_firsts(kind))
    figures = pd.DataFrame(0.0, index=range(len(types)), columns=["low", "best", "high"]).assign(
        open=False, known=False
    )
    for name in ("low", "best", "high", "open"):
        column = figures[name].to_numpy().copy()
        column[settled["kind"]] = settled[name]
        figures[name] = column
    figures["known"] = np.isin(np.arange(len(types)), settled["kind"])

    won = own[np.isin(own["statement"], settled["statement"])]
    cell = _numbered(won["kind"], won["extent"])
    counts = np.bincount(cell, weights=won["top" if rule == "highest" else "best"])
    parts = won[["row", "structure_type", "extent"]].take(_firsts(cell))
    return (
        pd.concat([types.reset_index(drop=True), figures], axis=1),
        parts.assign(count=counts.astype(np.int64)),
        won["claim"].to_numpy(),
    )


def _statements(own: pd.DataFrame) -> pd.DataFrame:
    """What each speaker counts of one structure type on one day, over its extents: a row for each `statement`.

    What was entered under two records, one of which repeats the other, is two statements, so that nothing is added to
    itself. A statement is as well established as the weakest of its claims, and stands under the smallest claim number.
    """
    order = np.lexsort((own["tie"], own["statement"]))
    own = own.take(order)
    firsts = _runs(own["statement"].to_numpy())
    return own.take(firsts).assign(
        rank=np.minimum.reduceat(own["rank"].to_numpy(), firsts),
        open=np.logical_or.reduceat(own["open"].to_numpy(), firsts),
        **{end: np.add.reduceat(own[end].to_numpy(), firsts) for end in ("low", "best", "high", "top")},
    )


def _bits(types: pd.DataFrame, size: int) -> np.ndarray:
    """The structure types of each of so many records as bits of one number; each type is there once for a record."""
    bits = np.left_shift(np.int64(1), types["structure_type"].to_numpy().astype(np.int64))
    return np.bincount(types["row"], weights=bits, minlength=size).astype(np.int64)


def _over_types(types: pd.DataFrame) -> pd.DataFrame:
    """Figures per incident, over its structure types. A type without a count is no zero: it leaves the sum open."""
    known = types[types["known"]]
    number, rows = pd.factorize(known["row"])
    sums = {end: np.bincount(number, weights=known[end], minlength=len(rows)) for end in ("low", "best", "high")}
    is_open = (np.bincount(number, known["open"], len(rows)) > 0) | np.isin(rows, types["row"][~types["known"]])
    return pd.DataFrame({"row": rows, **sums, "open": is_open})


def _attach(records: pd.DataFrame, measure: Measure, figures: pd.DataFrame) -> None:
    """Add the five columns of a measure to the records being built."""
    row = figures["row"].to_numpy()
    for end, name in _ends(measure).items():
        column = np.zeros(len(records))
        column[row] = figures[end]
        records[name] = _small(column)
    for name, values in ((f"{measure.name}_known", True), (f"{measure.name}_open", figures["open"])):
        mask = np.zeros(len(records), dtype=bool)
        mask[row] = values
        records[name] = mask


def _measured(types: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The figures of a frame under the column names that `incidents` uses."""
    whole = {end: _small(types[end].to_numpy()) for end in _ends(measure)}
    flags = {flag: f"{measure.name}_{flag}" for flag in ("known", "open")}
    return types.assign(**whole).rename(columns=_ends(measure) | flags)


def _ends(measure: Measure) -> dict[str, str]:
    """The columns of low, best and high in a settled frame."""
    return {"low": f"{measure.name}_low", "best": measure.name, "high": f"{measure.name}_high"}


def _small(whole: np.ndarray) -> np.ndarray:
    """Whole numbers as int32, or as int64 where a sum of claims does not fit."""
    fits = whole.max(initial=0) <= np.iinfo(np.int32).max
    return whole.astype(np.int32 if fits else np.int64)


def _placed(figures: pd.DataFrame, position: np.ndarray) -> pd.DataFrame:
    """Figures with `row` turned into the position among the counted incidents, rising; the others are dropped."""
    row = position[figures["row"].to_numpy()]
    order = np.argsort(row, kind="stable")[np.count_nonzero(row < 0) :]
    return figures.take(order).assign(row=row[order]).reset_index(drop=True)


def _sparse(frame: pd.DataFrame, measure: Measure) -> Figures:
    """A measure of a settled frame, ready to be summed."""
    low, best, high = (frame[name].to_numpy().astype(np.float64) for name in _ends(measure).values())

    def amounts(where: np.ndarray, numbers: np.ndarray) -> Amounts:
        at = np.flatnonzero(where)
        return Amounts(at, numbers[at])

    is_open = frame[f"{measure.name}_open"].to_numpy()
    return Figures(
        best=amounts(frame[f"{measure.name}_known"].to_numpy(), best),
        below=amounts(low != best, best - low),
        above=amounts(high != best, high - best),
        open=amounts(is_open, is_open.astype(np.float64)),
    )
