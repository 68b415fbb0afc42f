"""From claims to one figure per incident and measure, with low, best and high.

The rules (design, section 3, rule 2; field practice in `docs/decisions/0002-totals-are-derived.md`):

- A claim counts when it is about everyone, its status is one that counts, and no later count of the same speaker
  supersedes it. The speaker is `attributed_to`, or the source itself where that is blank.
- A claim's own figure: a lone low ("at least 3") has its best at the low and an open top; a range without a best
  ("5-7") has its best at the low; a best alone is its own low and high. A lone high ("up to 10") supports no least
  number and gives no figure.
- *low* is the smallest and *high* the largest figure of the claims that count; *best* follows the counting rule.
- Where only groups of people are claimed, the largest sum over groups that do not overlap is a lower bound, with an
  open top.
- Structures settle by type: one speaker's count of one type of structure on one day is one statement, whose extents
  belong together; statements compete, types add up.
- Only records with scope `incident` that are not duplicates are settled into totals; periods stand apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines import codebook, codes
from pipelines.codebook import Measure
from pipelines.dataset import Dataset
from pipelines.selection import COUNTED_STATUSES

UNKNOWN = np.iinfo(np.int32).min
"""In the integer columns of a settled frame: the date is blank, or not known as exactly as the column says."""

NO_SPOT = -1
"""In the column `spot`: the place is not known exactly enough to be a dot."""

EPOCH = pd.Timestamp("1970-01-01")
"""Day 0 of the integer days in a settled frame."""


@dataclass(frozen=True)
class Settled:
    """The settled incidents of one dataset version under one counting rule. Never changed once made.

    `incidents`: one row per counted incident, sorted by first day (unknown first days come first), with
    `incident_id`; `start`, `end` (int32 days since 1970); `day`, `week`, `month` (int32: the day, the Monday, months
    since January 1970; `UNKNOWN` where the date does not fit in one); `country`, `region`, `incident_type`, `control`
    (category); `spot` (int32 row of `spots`, or `NO_SPOT`); and for each measure
    `<m>_low`, `<m>`, `<m>_high` (int32, 0 where unknown), `<m>_known`, `<m>_open` (bool).
    `structures`: one row per incident, structure type and extent of the winning statements: `row` (position in
    `incidents`), `structure_type`, `extent` (int8 codes) and `count` (int32).
    `structure_types`: one row per incident and claimed structure type: `row`, `structure_type` (int8 code) and the
    low, best, high, known, open columns of the structures measure.
    `spots`: one row per place that may be drawn as a dot: `place`, `region`, `latitude`, `longitude`.
    `apart`: the records with another scope, same measure columns, plus `scope` and `incident_id`.
    `duplicates`: how many records point at another and are not counted.
    """

    version: int
    rule: str
    statuses: tuple[str, ...]
    incidents: pd.DataFrame
    structures: pd.DataFrame
    structure_types: pd.DataFrame
    spots: pd.DataFrame
    apart: pd.DataFrame
    duplicates: int



def dataset(data: Dataset, rule: str, statuses: tuple[str, ...] = ()) -> Settled:
    """Settle every record of a dataset.

    `rule` is one of `selection.RULES`; `statuses` narrows the claims that count (empty: all that may).
    """
    records, spots = _records(data.incidents)
    claims = people_claims(data, statuses)
    for measure in codebook.PEOPLE_MEASURES:
        figures = people_figures(claims, measure, rule)
        _attach(records, measure, figures)
    statements = damage_statements(data, statuses)
    types, parts = _structure_figures(statements, rule)
    _attach(records, codebook.STRUCTURES, _summed(types))

    counted = (records["scope"] == "incident") & ~records["is_duplicate"]
    apart = (records["scope"] != "incident") & ~records["is_duplicate"]
    kept = records[counted].sort_values(["start", "incident_id"], kind="stable")
    position = pd.Series(np.arange(len(kept), dtype=np.int32), index=kept.index)
    return Settled(
        version=data.version,
        rule=rule,
        statuses=statuses,
        incidents=kept.drop(columns=["scope", "is_duplicate"]).reset_index(drop=True),
        structures=_placed(parts, position),
        structure_types=_measured(_placed(types, position), codebook.STRUCTURES),
        spots=spots,
        apart=records[apart].drop(columns=["is_duplicate"]).sort_values("start", kind="stable").reset_index(drop=True),
        duplicates=int(records["is_duplicate"].sum()),
    )


def _records(incidents: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns of incidents that counting needs, as small integers and categories, and the dots."""
    start, end = _days(incidents[codebook.DATE_START]), _days(incidents[codebook.DATE_END])
    end = np.where(end == UNKNOWN, start, end)
    precision = incidents[codebook.DATE_PRECISION].astype("str")
    spot, spots = _spots(incidents)
    records = pd.DataFrame(
        {
            "incident_id": incidents[codebook.INCIDENT_ID],
            "start": start,
            "end": end,
            "day": np.where((precision == "day") & (start != UNKNOWN), start, UNKNOWN).astype(np.int32),
            "week": _one_period(start, end, _week),
            "month": _one_period(start, end, _month),
            "country": incidents[codebook.COUNTRY].astype("category"),
            "region": incidents[codebook.REGION].astype("category"),
            "incident_type": _coded(incidents[codebook.INCIDENT_TYPE], codes.INCIDENT_TYPE),
            "control": _coded(incidents[codebook.CONTROL], codes.CONTROL),
            "spot": spot,
            "scope": incidents[codebook.SCOPE].astype("str"),
            "is_duplicate": incidents[codebook.DUPLICATE_OF].notna(),
        }
    )
    return records.reset_index(drop=True), spots


def _days(dates: pd.Series) -> np.ndarray:
    """Whole days since 1970 as int32, `UNKNOWN` where blank."""
    days = (dates - EPOCH).dt.days
    return days.fillna(UNKNOWN).to_numpy().astype(np.int32)


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


def _coded(cells: pd.Series, code_list: codes.CodeList) -> pd.Series:
    """A category column whose categories are the whole code list, so that codes mean the same in every frame."""
    return cells.astype("str").astype(pd.CategoricalDtype(list(code_list.values())))


def _spots(incidents: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """For each incident the row of its dot, and the dots: places known to the settlement, with coordinates."""
    columns = [codebook.PLACE, codebook.REGION, codebook.LATITUDE, codebook.LONGITUDE]
    drawable = (
        incidents[codebook.PLACE_PRECISION].isin(codes.DOT_PRECISIONS)
        & incidents[codebook.LATITUDE].notna()
        & incidents[codebook.LONGITUDE].notna()
    ).to_numpy()
    places = incidents.loc[drawable, columns].astype({codebook.REGION: "str", codebook.PLACE: "str"})
    spot = np.full(len(incidents), NO_SPOT, dtype=np.int32)
    if not drawable.any():
        return spot, places.reset_index(drop=True)
    numbers = places.groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
    spot[drawable] = numbers
    return spot, places.drop_duplicates().reset_index(drop=True)


def people_claims(data: Dataset, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """The claims about people that may count, ready to settle.

    Columns: `row` (position of the incident), `claim_id`, `speaker` (code), `reported` (int days), `rank` (of the
    status), `people` (str), and the nine figure columns as float64 with NaN for blank. Claims with a status that does
    not count, or with no incident, are not in it.
    """
    figures = {str(c): data.casualties[c] for m in codebook.PEOPLE_MEASURES for c in m.columns}
    return _claims(data, data.casualties, statuses, {"people": data.casualties[codebook.PEOPLE].astype("str")}, figures)


def damage_statements(data: Dataset, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """The claims about structures that may count, ready to settle: as `people_claims`, with type and extent codes."""
    cells = data.damage
    kinds = {
        "structure_type": _coded(cells[codebook.STRUCTURE_TYPE], codes.STRUCTURE_TYPE).cat.codes,
        "extent": _coded(cells[codebook.EXTENT], codes.EXTENT).cat.codes,
    }
    return _claims(data, cells, statuses, kinds, {str(c): cells[c] for c in codebook.STRUCTURES.columns})


def _claims(
    data: Dataset,
    cells: pd.DataFrame,
    statuses: tuple[str, ...],
    kinds: dict[str, pd.Series],
    figures: dict[str, pd.Series],
) -> pd.DataFrame:
    status = cells[codebook.STATUS].astype("str")
    rank = status.map(codes.STATUS_RANK).fillna(0).astype(np.int8)
    row = pd.Index(data.incidents[codebook.INCIDENT_ID]).get_indexer(cells[codebook.INCIDENT_ID])
    speaker = cells[codebook.ATTRIBUTED_TO].str.strip().str.casefold()
    speaker = speaker.where(speaker.notna(), "source " + cells[codebook.SOURCE_ID])
    claims = pd.DataFrame(
        {
            "row": row.astype(np.int64),
            "claim_id": cells[codebook.CLAIM_ID],
            "speaker": pd.factorize(speaker)[0],
            "source": pd.factorize(cells[codebook.SOURCE_ID])[0],
            "reported": _days(cells[codebook.REPORTED_ON]),
            "rank": rank,
            **kinds,
            **{name: column.astype("float64") for name, column in figures.items()},
        }
    )
    counts = status.isin(statuses or COUNTED_STATUSES).to_numpy() & (row >= 0)
    return claims[counts]


def _own_figures(claims: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Each claim's own low, best, high, open, top for a measure; claims that give no figure are left out.

    `top` is what the rule `highest` takes: the best, or the high of a range without a best.
    """
    low, best, high = (claims[str(column)].to_numpy() for column in measure.columns)
    has = ~(np.isnan(low) & np.isnan(best))
    given_best = np.where(np.isnan(best), low, best)
    least = np.where(np.isnan(low), best, low)
    most = np.where(np.isnan(high), given_best, high)
    own = claims.drop(columns=[str(c) for m in codebook.MEASURES for c in m.columns if str(c) in claims])
    own = own.assign(
        low=least,
        best=given_best,
        high=most,
        open=np.isnan(best) & np.isnan(high),
        top=np.where(np.isnan(best), most, given_best),
    )
    return own[has]


def unsuperseded(own: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Mask of the figures that no later count of the same speaker on the same `keys` supersedes.

    A claim without a report date neither supersedes nor is superseded.
    """
    dated = own["reported"].to_numpy() != UNKNOWN
    newest = own.groupby([*keys, "speaker"], sort=False)["reported"].transform("max").to_numpy()
    return ~dated | (own["reported"].to_numpy() == newest)


def _best_order(own: pd.DataFrame, rule: str) -> np.ndarray:
    """Positions of the claims, the one that gives the best figure first within each group.

    A tie goes to the lower figure, then to the smaller claim number, so that the outcome never depends on row order.
    """
    rank, reported, best = -own["rank"].to_numpy(), -own["reported"].to_numpy().astype(np.int64), own["best"].to_numpy()
    tie = own["claim_id"].to_numpy(dtype=object).astype(str) if len(own) else np.array([], dtype=str)
    orders = {
        "established": (rank, reported, best),
        "latest": (reported, rank, best),
        "lowest": (best, rank, reported),
        "highest": (-own["top"].to_numpy(), rank, reported),
    }
    first, second, third = orders[rule]
    return np.lexsort((tie, third, second, first))


def _settled_groups(own: pd.DataFrame, keys: list[str], rule: str) -> pd.DataFrame:
    """One row per group of `keys`: low, best, high, open, and `claim_id` of the claim that gave the best."""
    own = own[unsuperseded(own, keys)]
    own = own.iloc[_best_order(own, rule)]
    grouped = own.groupby(keys, sort=True)
    chosen = own.drop_duplicates(keys).set_index(keys).sort_index()
    figures = grouped.agg(low=("low", "min"), high=("high", "max"), open=("open", "max"))
    figures["best"] = chosen["top"] if rule == "highest" else chosen["best"]
    figures["claim_id"] = chosen["claim_id"]
    return figures.reset_index()


def people_figures(claims: pd.DataFrame, measure: Measure, rule: str) -> pd.DataFrame:
    """One row per incident with a figure for a people measure.

    Takes `people_claims`; gives `row`, `low`, `best`, `high`, `open` and `claim_id` (blank where the figure is a sum
    over groups of people).
    """
    own = _own_figures(claims, measure)
    everyone = _settled_groups(own[own["people"] == "everyone"], ["row"], rule)
    parts = own[(own["people"] != "everyone") & ~own["row"].isin(everyone["row"])]
    if parts.empty:
        return everyone
    return pd.concat([everyone, _lower_bounds(_settled_groups(parts, ["row", "people"], rule))], ignore_index=True)


def _lower_bounds(groups: pd.DataFrame) -> pd.DataFrame:
    """From figures per incident and group of people, the largest sum over groups that do not overlap."""
    ways = [*codes.PEOPLE_PARTITIONS, *((code,) for code in codes.PEOPLE.values())]
    sums = [
        groups[groups["people"].isin(way)].groupby("row")[["low", "best", "high"]].sum().reset_index() for way in ways
    ]
    largest = pd.concat(sums).sort_values(["row", "best"], ascending=[True, False]).drop_duplicates("row")
    return largest.assign(open=True, claim_id=pd.NA)


def _structure_figures(claims: pd.DataFrame, rule: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures per incident and structure type, and the counts by extent of the winning statements.

    A type that is claimed without a count ("several houses") is in the first frame with `known` False.
    """
    types, winners = _settled_structures(_own_figures(claims, codebook.STRUCTURES), rule)
    winners["count"] = winners["top"] if rule == "highest" else winners["best"]
    parts = winners.groupby(["row", "structure_type", "extent"], as_index=False)["count"].sum()
    claimed = claims[["row", "structure_type"]].drop_duplicates()
    types = claimed.merge(types, how="left", on=["row", "structure_type"])
    return types.assign(known=types["best"].notna(), open=types["open"].eq(True)), parts


def _settled_structures(own: pd.DataFrame, rule: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures per incident and structure type, and the claims that make up the winning statements."""
    statement = ["row", "structure_type", "speaker", "source", "reported"]
    statements = (
        own.groupby(statement, sort=False)
        .agg(
            claim_id=("claim_id", "min"),
            rank=("rank", "min"),
            low=("low", "sum"),
            best=("best", "sum"),
            high=("high", "sum"),
            top=("top", "sum"),
            open=("open", "max"),
        )
        .reset_index()
    )
    types = _settled_groups(statements, ["row", "structure_type"], rule)
    named = statements[[*statement, "claim_id"]].rename(columns={"claim_id": "statement"})
    won = types[["row", "structure_type", "claim_id"]].rename(columns={"claim_id": "statement"})
    return types, own.merge(named, on=statement).merge(won, on=["row", "structure_type", "statement"])


def _summed(types: pd.DataFrame) -> pd.DataFrame:
    """Figures per incident, over its structure types."""
    return types[types["known"]].groupby("row", as_index=False).agg(
        low=("low", "sum"), best=("best", "sum"), high=("high", "sum"), open=("open", "max")
    )


def _attach(records: pd.DataFrame, measure: Measure, figures: pd.DataFrame) -> None:
    """Add the five columns of a measure to the records being built."""
    row = figures["row"].to_numpy()
    for end, name in (("low", f"{measure.name}_low"), ("best", measure.name), ("high", f"{measure.name}_high")):
        column = np.zeros(len(records), dtype=np.int64)
        column[row] = figures[end].to_numpy()
        records[name] = column
    for name, values in ((f"{measure.name}_known", True), (f"{measure.name}_open", figures["open"].to_numpy())):
        mask = np.zeros(len(records), dtype=bool)
        mask[row] = values
        records[name] = mask


def _measured(types: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The figures of a frame under the column names that `incidents` uses."""
    names = {"low": f"{measure.name}_low", "best": measure.name, "high": f"{measure.name}_high"}
    whole = {column: types[column].fillna(0).astype(np.int64) for column in names}
    return types.assign(**whole).rename(
        columns={**names, "known": f"{measure.name}_known", "open": f"{measure.name}_open"}
    )


def _placed(figures: pd.DataFrame, position: pd.Series) -> pd.DataFrame:
    """Figures with `row` turned into the position among the counted incidents; the others are dropped."""
    kept = figures[figures["row"].isin(position.index)]
    return kept.assign(row=position.loc[kept["row"]].to_numpy()).drop(columns="claim_id", errors="ignore")


ROLES = ("best", "counts", "part", "superseded", "status", "group", "no figure")
"""What a claim is to a measure of its incident; `evidence` says what each means."""


def evidence(data: Dataset, incident_id: str, rule: str, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """What each claim about one incident is to each measure.

    Returns columns `claim_id`, `measure` and `role`: `best` (it gave the figure), `counts` (it widens the range),
    `part` (its group of people is part of a lower bound), `superseded` (the same speaker counted again later),
    `status` (disputed, withdrawn, or not among the statuses chosen), `group` (about a group, while someone counted
    everyone), `no figure`.
    """
    one = _only(data, incident_id)
    roles = [
        _roles(people_claims(one, codes.STATUS.values()), one, measure, rule, statuses)
        for measure in codebook.PEOPLE_MEASURES
    ]
    return pd.concat([*roles, _structure_roles(one, rule, statuses)], ignore_index=True)


def _only(data: Dataset, incident_id: str) -> Dataset:
    """The part of a dataset that is about one incident."""

    def about(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame[codebook.INCIDENT_ID] == incident_id]

    return Dataset(data.version, data.sources, about(data.incidents), about(data.casualties), about(data.damage))


def _roles(
    claims: pd.DataFrame, one: Dataset, measure: Measure, rule: str, statuses: tuple[str, ...]
) -> pd.DataFrame:
    counted = people_claims(one, statuses)
    figures = people_figures(counted, measure, rule)
    best = set(figures["claim_id"].dropna())
    own = _own_figures(counted, measure)
    has_figure = set(_own_figures(claims, measure)["claim_id"])
    everyone = own[own["people"] == "everyone"]
    standing = set(everyone["claim_id"][unsuperseded(everyone, ["row"])])
    parts = own[own["people"] != "everyone"]
    standing_parts = set(parts["claim_id"][unsuperseded(parts, ["row", "people"])])

    def role(claim_id: str) -> str:
        if claim_id not in has_figure:
            return "no figure"
        if claim_id not in set(own["claim_id"]):
            return "status"
        if claim_id in best:
            return "best"
        if claim_id in standing:
            return "counts"
        if claim_id in standing_parts:
            return "group" if len(everyone) else "part"
        return "superseded"

    return _role_frame(claims["claim_id"], measure, role)


def _structure_roles(one: Dataset, rule: str, statuses: tuple[str, ...]) -> pd.DataFrame:
    claims = damage_statements(one, codes.STATUS.values())
    counted = damage_statements(one, statuses)
    own = _own_figures(counted, codebook.STRUCTURES)
    has_figure = set(_own_figures(claims, codebook.STRUCTURES)["claim_id"])
    standing = set(own["claim_id"][unsuperseded(own, ["row", "structure_type"])])
    best = set(_settled_structures(own, rule)[1]["claim_id"])

    def role(claim_id: str) -> str:
        if claim_id not in has_figure:
            return "no figure"
        if claim_id not in set(own["claim_id"]):
            return "status"
        if claim_id in best:
            return "best"
        return "counts" if claim_id in standing else "superseded"

    return _role_frame(claims["claim_id"], codebook.STRUCTURES, role)


def _role_frame(claim_ids: pd.Series, measure: Measure, role: Callable[[str], str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"claim_id": claim_ids, "measure": measure.name, "role": [role(claim_id) for claim_id in claim_ids]}
    )
