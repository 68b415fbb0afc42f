"""Incidents that may be one and the same: within a day, at the same place, of the same type.

A city that is shelled every day has many such incidents in every file, so what tells them apart is heeded too
(`docs/decisions/0017-when-two-incidents-may-be-one.md`), and a group of them is told once.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipelines import issue, places, wording
from pipelines.check.rows import Rows, is_among, numbers
from pipelines.codebook import (
    COUNTRY,
    DATE_PRECISION,
    DATE_START,
    DUPLICATE_OF,
    INCIDENT_ID,
    INCIDENT_TYPE,
    PEOPLE,
    PEOPLE_MEASURES,
    PLACE,
    PUBLISHER,
    REGION,
    SCOPE,
    SOURCE_ID,
    STATUS,
    TITLE,
)
from pipelines.dataset import Dataset
from pipelines.issue import Issue
from pipelines.wording import checking as words

MOST_COMPARED = 50
"""How many of the incidents that follow it in place, type and day each one is held against."""

MOST_NAMED = 5
"""How many of the others an issue names."""


def likely(rows: Mapping[str, Rows], current: Dataset) -> list[Issue]:
    """One issue for each group of incidents, in the files or stored, that may be one; it stands at the last of them."""
    incidents = rows["incidents"]
    stored = current.incidents
    stored = stored[~is_among(stored[INCIDENT_ID], incidents.frame[INCIDENT_ID])]
    needed = [INCIDENT_ID, DATE_START, DATE_PRECISION, COUNTRY, REGION, PLACE, INCIDENT_TYPE, SCOPE, DUPLICATE_OF]
    names = [str(column) for column in needed]
    mine = incidents.frame[names]
    together = pd.concat([mine, stored[names]], ignore_index=True) if len(stored) else mine
    # What tells them apart is looked up for the few that are near another one.
    near, pairs = np.unique(np.stack(_near(together, len(mine))), return_inverse=True)
    few = together.iloc[near].assign(part=np.append(incidents.part, np.full(len(together) - len(mine), -1))[near])
    before, after = pairs.reshape(2, -1)
    for told_apart in (_told_apart_by_number, _told_apart_by_source, _told_apart_by_figures):
        if not len(before):
            return []
        apart = told_apart(before, after, few, rows, current)
        before, after = before[~apart], after[~apart]
    at, details = [], []
    for group in _groups(near[before], near[after]):
        last = max(each for each in group if each < len(mine))
        others = [_named(each, last, together, incidents) for each in group if each != last]
        named = ", ".join(others[:MOST_NAMED])
        if len(others) > MOST_NAMED:
            named = wording.AND_MANY_MORE.format(names=named, count=f"{len(others) - MOST_NAMED:,}")
        at.append(last)
        details.append({"others": named})
    return incidents.issues(issue.LIKELY_DUPLICATE, np.array(at, dtype="int64"), PLACE, details)


def _near(together: pd.DataFrame, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of positions within a day, at one place and of one type; one of each is among the first `size`."""
    usable = np.flatnonzero(
        (
            together[PLACE].notna()
            & together[DATE_START].notna()
            & together[DATE_PRECISION].isin(["day", "days"])
            & (together[SCOPE] == "incident")
            & together[DUPLICATE_OF].isna()
        ).to_numpy()
    )
    nothing = np.zeros(0, dtype="int64")
    if len(usable) < 2 or not size:
        return nothing, nothing
    rest = together.iloc[usable]
    told = places.identities_of(rest[PLACE], *(rest[column].astype("str").fillna("") for column in (REGION, COUNTRY)))
    group = pd.factorize(told)[0].astype("int64")
    for column in (COUNTRY, REGION, INCIDENT_TYPE):
        codes, values = pd.factorize(rest[column])
        group = group * (len(values) + 1) + codes + 1
    day = rest[DATE_START].to_numpy().astype("datetime64[D]").astype("int64")
    order = np.lexsort((usable, day, group))
    pairs = [(nothing, nothing)]
    for step in range(1, min(MOST_COMPARED, len(order) - 1) + 1):
        first, second = order[:-step], order[step:]
        close = (group[first] == group[second]) & (day[second] - day[first] <= 1)
        if not close.any():
            break
        first, second = usable[first[close]], usable[second[close]]
        wanted = (first < size) | (second < size)
        pairs.append((first[wanted], second[wanted]))
    before, after = (np.concatenate(each) for each in zip(*pairs, strict=True))
    return before, after


def _told_apart_by_number(
    before: np.ndarray, after: np.ndarray, few: pd.DataFrame, rows: Mapping[str, Rows], current: Dataset
) -> np.ndarray:
    """Pairs with different numbers of one numbering: a column of one flat file, or a publisher's own."""
    parts = rows["incidents"].parts
    own = np.array([part.is_flat and str(INCIDENT_ID) in part.headers for part in parts], dtype=bool)
    foreign = np.array([part.is_foreign for part in parts], dtype=bool)
    part = few["part"].to_numpy()
    first, second = part[before], part[after]
    apart = (first == second) & (first >= 0) & own[first]
    prefix = few[INCIDENT_ID].str.partition("-")[0].to_numpy(dtype=object)
    by_publisher = ((first >= 0) & foreign[first]) | ((second >= 0) & foreign[second])
    return apart | (by_publisher & (prefix[before] == prefix[after]))


def _told_apart_by_source(
    before: np.ndarray, after: np.ndarray, few: pd.DataFrame, rows: Mapping[str, Rows], current: Dataset
) -> np.ndarray:
    """Pairs that one source lists as two: in one flat file, or on two days without the same figures."""
    publisher = _publishers(few[INCIDENT_ID], rows, current)
    one_source = (publisher[before] == publisher[after]) & (publisher[before] != "")
    flat = np.array([part.is_flat for part in rows["incidents"].parts], dtype=bool)
    part = few["part"].to_numpy()
    in_one_file = (part[before] == part[after]) & (part[before] >= 0) & flat[part[before]]
    day = few[DATE_START].to_numpy()
    agree = np.zeros(len(before), dtype=bool)
    for low, high in _figures(few[INCIDENT_ID], rows, current):
        overlap = (low[before] <= high[after]) & (low[after] <= high[before])
        agree |= overlap & (np.maximum(low[before], low[after]) > 0)
    return one_source & (in_one_file | ((day[before] != day[after]) & ~agree))


def _told_apart_by_figures(
    before: np.ndarray, after: np.ndarray, few: pd.DataFrame, rows: Mapping[str, Rows], current: Dataset
) -> np.ndarray:
    """Pairs of which one has more than twice as many killed, injured or missing as the other, and more than two."""
    apart = np.zeros(len(before), dtype=bool)
    for low, high in _figures(few[INCIDENT_ID], rows, current):
        apart |= (low[after] > 2 * high[before] + 2) | (low[before] > 2 * high[after] + 2)
    return apart


def _publishers(incidents: pd.Series, rows: Mapping[str, Rows], current: Dataset) -> np.ndarray:
    """Who published the first claim about each incident, "" where there is none."""
    every = [(rows[name].frame, current.frames[name]) for name in ("casualties", "damage")]
    keys = [frame[[INCIDENT_ID, SOURCE_ID]] for pair in every for frame in pair]
    claims = pd.concat([each[is_among(each[INCIDENT_ID], incidents)] for each in keys])
    claims = claims.drop_duplicates(INCIDENT_ID).set_index(INCIDENT_ID)
    sources = pd.concat([rows["sources"].frame, current.sources]).drop_duplicates(SOURCE_ID).set_index(SOURCE_ID)
    named = sources[PUBLISHER].fillna(sources[TITLE])
    # As objects: where no claim names a source, pandas takes the column for numbers, and "" is none.
    found = claims[SOURCE_ID].map(named).astype("object").reindex(incidents).fillna("").tolist()
    plain = {name: places.plain(name) for name in set(found)}
    return np.array([plain[name] for name in found], dtype=object)


def _figures(incidents: pd.Series, rows: Mapping[str, Rows], current: Dataset) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each measure the least and the most that is claimed of everyone in each incident; NaN where nothing is."""
    mine, stored = rows["casualties"].frame, current.casualties
    stored = stored[is_among(stored[INCIDENT_ID], incidents) & ~is_among(stored[INCIDENT_ID], mine[INCIDENT_ID])]
    claims = pd.concat([mine[is_among(mine[INCIDENT_ID], incidents)], stored])
    claims = claims[(claims[PEOPLE] == "everyone") & ~claims[STATUS].isin(["disputed", "withdrawn"])]
    found = []
    for measure in PEOPLE_MEASURES:
        low, best, high = (numbers(claims[column]) for column in measure.columns)
        least = np.where(np.isnan(low), best, low)
        most = np.where(np.isnan(high), np.where(np.isnan(best) & ~np.isnan(low), np.inf, best), high)
        ends = pd.DataFrame({"low": least, "high": most}).groupby(claims[INCIDENT_ID].to_numpy(), sort=False)
        ends = ends.agg({"low": "min", "high": "max"}).reindex(incidents)
        found.append((ends["low"].to_numpy(), ends["high"].to_numpy()))
    return found


def _groups(before: np.ndarray, after: np.ndarray) -> list[list[int]]:
    """The positions that pairs join, each group in order."""
    root: dict[int, int] = {}

    def top(each: int) -> int:
        while root.setdefault(each, each) != each:
            root[each] = root[root[each]]
            each = root[each]
        return each

    for first, second in zip(before.tolist(), after.tolist(), strict=True):
        root[top(second)] = top(first)
    groups: dict[int, list[int]] = {}
    for each in sorted(root):
        groups.setdefault(top(each), []).append(each)
    return list(groups.values())


def _named(each: int, beside: int, together: pd.DataFrame, incidents: Rows) -> str:
    number = together[INCIDENT_ID].iloc[each]
    if each < len(incidents.frame):
        return words.NUMBER_AT.format(number=number, where=incidents.name(each, beside))
    return words.NUMBER_STORED.format(number=number)
