"""The rules: the schema of each table, then what must hold across columns, tables and the data already stored.

Runs on typed frames from `clean`. An error leaves its row out and a warning keeps it; every rule reports all of its
breaches in one pass. Which rows are left out with others is worked out in `load`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import codebook, issue, places, schema
from pipelines.codebook import (
    ATTRIBUTED_TO,
    CLAIM_ID,
    COUNTRY,
    DATE_END,
    DATE_PRECISION,
    DATE_START,
    DUPLICATE_OF,
    INCIDENT_ID,
    INCIDENT_TYPE,
    LATITUDE,
    LONGITUDE,
    MEASURES,
    PEOPLE,
    PEOPLE_MEASURES,
    PLACE,
    PLACE_PRECISION,
    PUBLISHED_ON,
    REGION,
    REPORTED_ON,
    SCOPE,
    SOURCE_ID,
    STRUCTURE_TYPE,
    Column,
    Table,
)
from pipelines.dataset import Dataset
from pipelines.issue import Issue, Rule

MOST_DAYS = {"day": 1, "days": 6, "week": 7, "month": 31, "year": 366}
"""Days that a date precision covers at most. Period statements and running totals are not held to it."""

PLAUSIBLE = {
    "shelling": 500,
    "missile_strike": 1000,
    "air_strike": 1000,
    "drone_strike": 300,
    "mine_erw": 200,
    "ied": 1000,
    "ground_raid": 1500,
    "small_arms": 500,
    "interception_debris": 100,
    "explosion_unknown": 1000,
    "mixed": 2000,
    "unknown": 1000,
}
"""Killed and injured in one incident, by type, above which a person should look twice. Set from the largest single
incidents that open records know, rounded up; a warning, never a limit."""

FAR_DEGREES = 3.0
"""A point at sea this far from its country is worth a look."""


@dataclass(frozen=True)
class Part:
    """Typed frames that came from one table of one file.

    `frames` are by table name, each with the "line" index; `text` is the table as read, for values as typed;
    `headers` and `labels` map our column to the header in `text` and to the name to call it by. `is_flat`: several
    tables were made from one; `is_foreign`: the publisher's own coding of places.
    """

    file: str
    frames: Mapping[str, pd.DataFrame]
    text: pd.DataFrame
    headers: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    is_flat: bool = False
    is_foreign: bool = False

    def label(self, column: Column) -> str:
        """The column's name as the user sees it."""
        return self.labels.get(str(column), column.label)


@dataclass(frozen=True)
class Rows:
    """The rows of one table from all parts: a typed frame with a RangeIndex, and where each row came from."""

    table: Table
    frame: pd.DataFrame
    part: np.ndarray
    line: np.ndarray
    parts: Sequence[Part]

    def issues(
        self,
        rule: Rule,
        at: np.ndarray,
        column: Column | None = None,
        details: Sequence[dict[str, object]] | dict[str, object] | None = None,
        suggestions: Sequence[str] | None = None,
    ) -> list[Issue]:
        """An issue for each of the rows at those positions, with file, line, label and the cell as typed."""
        found: list[Issue] = []
        if isinstance(details, dict):
            details = [details] * len(at)
        for number, part in enumerate(self.parts):
            mine = np.flatnonzero(self.part[at] == number)
            if not len(mine):
                continue
            lines = self.line[at[mine]]
            label, values = "", None
            if column is not None:
                label = part.label(column)
                header = part.headers.get(str(column))
                if header is not None:
                    values = part.text[header].iloc[part.text.index.get_indexer(lines)]
            found.extend(
                issue.many(
                    rule,
                    part.file,
                    lines.tolist(),
                    label,
                    values,
                    None if details is None else [details[each] for each in mine],
                    None if suggestions is None else [suggestions[each] for each in mine],
                )
            )
        return found

    def on_lines(self, lines: Mapping[str, Collection[int]]) -> np.ndarray:
        """Which rows came from one of the lines, given by file."""
        found = np.zeros(len(self.frame), dtype=bool)
        for number, part in enumerate(self.parts):
            if wanted := lines.get(part.file):
                mine = np.flatnonzero(self.part == number)
                found[mine] = np.isin(self.line[mine], np.fromiter(wanted, dtype="int64", count=len(wanted)))
        return found

    def was_left_empty(self, at: np.ndarray, column: Column) -> np.ndarray:
        """Which of the rows have no cell in the file.

        Where one was typed `clean` has said why it is blank now; of flat tables the layout says what they need.
        """
        empty = np.ones(len(at), dtype=bool)
        for number, part in enumerate(self.parts):
            header = part.headers.get(str(column))
            mine = np.flatnonzero(self.part[at] == number)
            if part.is_flat:
                empty[mine] = False
            elif header is not None and len(mine):
                cells = part.text[header].iloc[part.text.index.get_indexer(self.line[at[mine]])]
                empty[mine] = (cells.str.strip() == "").to_numpy()
        return empty

    def where(self, at: int) -> str:
        """The line and the file of a row."""
        return f"line {self.line[at]} of {self.parts[self.part[at]].file}"

    def name(self, at: int, beside: int | None = None) -> str:
        """A row as a person finds it: its line, and its file where that is another than the row's `beside`."""
        line = f"line {self.line[at]}"
        if beside is not None and self.part[at] != self.part[beside]:
            return f"{line} of {self.parts[self.part[at]].file}"
        return line


def stacked(parts: Sequence[Part]) -> dict[str, Rows]:
    """The rows of all parts, by table name; every table is there, empty where no part has it."""
    result = {}
    for table in codebook.TABLES:
        having = [(number, part.frames[table.name]) for number, part in enumerate(parts) if table.name in part.frames]
        frames = [frame for _, frame in having if len(frame)]
        frame = _concat(frames, table)
        result[table.name] = Rows(
            table,
            frame,
            np.repeat([number for number, each in having], [len(each) for _, each in having]).astype("int32"),
            np.concatenate([each.index.to_numpy(dtype="int64") for _, each in having] or [np.zeros(0, dtype="int64")]),
            parts,
        )
    return result


def _concat(frames: Sequence[pd.DataFrame], table: Table) -> pd.DataFrame:
    if not frames:
        return schema.empty(table)
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    together = pd.concat(frames, ignore_index=True)
    return schema.typed(together, table)


def tables(rows: Mapping[str, Rows], current: Dataset, today: date, known: Iterable[Issue] = ()) -> list[Issue]:
    """Every breach in the rows of the four tables, held against each other and against the data already stored.

    `rows` is what `stacked` makes; `known` are the issues found before: a row that they leave out does not spoil a
    sound one with the same number. The order is by rule; sort with `issue.in_file_order` to show.
    """
    out = lines_left_out(known)
    incidents, casualties, damage = rows["incidents"], rows["casualties"], rows["damage"]
    found: list[Issue] = []
    for each in rows.values():
        found += _schema(each)
        found += _keys(each, out)
        found += _references(each, rows, current)
        found += _measures(each)
        found += _future(each, today)
    found += _days(incidents)
    found += _points(incidents)
    found += _circles(incidents, current)
    found += _likely_duplicates(incidents, current)
    found += _implausible(incidents, casualties)
    found += _groups(casualties)
    found += _falling(incidents, casualties, rows["sources"], current)
    found += _unknown_beside(damage, rows["sources"], current)
    return found


# One table


def _schema(rows: Rows) -> list[Issue]:
    """The breaches of the schema; keys that repeat are told apart in `_keys`."""
    if rows.frame.empty:
        return []
    found = schema.breaches(rows.frame, rows.table)
    found = found[found["rule"] != "duplicate_key"]
    by_name = {str(column): column for column in rows.table.columns}
    issues: list[Issue] = []
    for (name, rule), group in found.groupby(["column", "rule"], sort=False):
        column = by_name[name]
        details, kind = _limits(column, rule)
        at = group["line"].to_numpy(dtype="int64")
        if rule == "required":
            at = at[rows.was_left_empty(at, column)]
        issues += rows.issues(kind, at, column, details)
    return issues


def _limits(column: Column, rule: str) -> tuple[dict[str, object], Rule]:
    if rule == "required":
        expected = f"Expected something like {column.example}"
        if column.code_list is not None:
            expected = f"Expected one of: {', '.join(column.code_list.values())}"
        return {"expected": expected}, issue.REQUIRED
    if rule == "unknown_code":
        allowed = ", ".join(column.code_list.values()) if column.code_list is not None else "the codes of ISO 3166"
        return {"allowed": allowed}, issue.UNKNOWN_CODE
    unit = "degrees" if column.kind == "degrees" else "a count"
    span = f"{column.minimum:g}" + (f" to {column.maximum:g}" if column.maximum is not None else " or more")
    expected = f"Expected {unit} of {span}"
    if rule == "below_minimum":
        return {"minimum": f"{column.minimum:g}", "expected": expected}, issue.BELOW_MINIMUM
    return {"maximum": f"{column.maximum:g}", "expected": expected}, issue.ABOVE_MAXIMUM


def _keys(rows: Rows, out: Mapping[str, Collection[int]]) -> list[Issue]:
    """Keys that stand on several lines: with equal cells the first is kept, with different ones none is."""
    keys = rows.frame[rows.table.key].mask(rows.on_lines(out))
    repeated = np.flatnonzero((keys.duplicated(keep=False) & keys.notna()).to_numpy())
    if not len(repeated):
        return []
    flat = np.array([part.is_flat for part in rows.parts], dtype=bool)[rows.part[repeated]]
    cells = rows.frame.iloc[repeated].astype(object)
    is_same = cells.duplicated(keep="first").to_numpy()
    kinds = cells.assign(is_same=is_same).groupby(str(rows.table.key), sort=False)["is_same"].transform("sum")
    sizes = cells.groupby(str(rows.table.key), sort=False)[str(rows.table.key)].transform("size")
    agrees = (kinds == sizes - 1).to_numpy()
    first_at = pd.Series(repeated).groupby(cells[rows.table.key].to_numpy(), sort=False).transform("first").to_numpy()
    again = agrees & is_same & ~flat
    details = [
        {"first": rows.name(first, at).removeprefix("line ")}
        for first, at in zip(first_at[again], repeated[again], strict=True)
    ]
    issues = rows.issues(issue.REPEATED_ROW, repeated[again], rows.table.key, details)
    differ = repeated[~agrees]
    if len(differ):
        told: dict[str, dict[str, object]] = {}
        for key, group in pd.Series(differ).groupby(cells[rows.table.key].to_numpy()[~agrees], sort=False):
            lines = ", ".join(rows.name(at, group.iloc[0]).removeprefix("line ") for at in group.head(5))
            told[key] = {"lines": lines + (" and more" if len(group) > 5 else "")}
        every = [told[key] for key in keys.iloc[differ]]
        issues += rows.issues(issue.DUPLICATE_KEY, differ, rows.table.key, every)
    return issues


def repeats(rows: Rows, among: np.ndarray) -> np.ndarray:
    """Which of the rows `among` (a mask) only say again, cell by cell, what an earlier of them says."""
    at = np.flatnonzero(among)
    again = at[rows.frame[rows.table.key].iloc[at].duplicated(keep=False).to_numpy()]
    result = np.zeros(len(rows.frame), dtype=bool)
    if len(again):
        result[again] = rows.frame.iloc[again].astype(object).duplicated(keep="first").to_numpy()
    return result


def _references(rows: Rows, every: Mapping[str, Rows], current: Dataset) -> list[Issue]:
    """Keys of other tables must be found in the files or among what is stored."""
    issues: list[Issue] = []
    for column in rows.table.columns:
        target = rows.table.references.get(str(column))
        if target is None:
            continue
        cells = rows.frame[column]
        key = str(codebook.table(target).key)
        known = is_among(cells, every[target].frame[key]) | is_among(cells, current.frames[target][key])
        wrong = np.flatnonzero(cells.notna().to_numpy() & ~known)
        if len(wrong):
            issues += rows.issues(issue.UNKNOWN_REFERENCE, wrong, column, {"table": target})
    return issues


def is_among(cells: pd.Series, keys: pd.Series) -> np.ndarray:
    """Which text cells are among the keys; blank is not. `Series.isin` takes seconds for a million keys."""
    if not len(keys) or not len(cells):
        return np.zeros(len(cells), dtype=bool)
    values = pa.array(keys.dropna(), type=pa.large_string())
    found = pc.is_in(pa.array(cells, type=pa.large_string(), from_pandas=True), value_set=values)
    return found.to_numpy(zero_copy_only=False).astype(bool)


def _measures(rows: Rows) -> list[Issue]:
    """Low <= best <= high, of those that are given."""
    issues: list[Issue] = []
    for measure in MEASURES:
        if measure.best not in rows.table.columns:
            continue
        told = np.zeros(len(rows.frame), dtype=bool)
        for low, high in (
            (measure.low, measure.best),
            (measure.best, measure.high),
            (measure.low, measure.high),
        ):
            lows, highs = _numbers(rows.frame[low]), _numbers(rows.frame[high])
            wrong = np.flatnonzero((lows > highs) & ~told)
            told[wrong] = True
            if not len(wrong):
                continue
            labels = [(part.label(low), part.label(high)) for part in rows.parts]
            details = [
                {
                    "low": f"{lows[at]:,.0f}",
                    "high": f"{highs[at]:,.0f}",
                    "low_label": labels[rows.part[at]][0],
                    "high_label": labels[rows.part[at]][1],
                }
                for at in wrong
            ]
            issues += rows.issues(issue.ORDER, wrong, None, details)
    return issues


def _numbers(cells: pd.Series) -> np.ndarray:
    return cells.to_numpy(dtype="float64", na_value=np.nan)


def _future(rows: Rows, today: date) -> list[Issue]:
    issues: list[Issue] = []
    for column in (DATE_START, REPORTED_ON, PUBLISHED_ON):
        if column in rows.table.columns:
            wrong = np.flatnonzero((rows.frame[column] > pd.Timestamp(today)).to_numpy())
            issues += rows.issues(issue.FUTURE, wrong, column, {"today": today.isoformat()})
    return issues


# Incidents


def _days(rows: Rows) -> list[Issue]:
    """The last day is not before the first, and both fit the date precision."""
    frame = rows.frame
    if frame.empty:
        return []
    days = ((frame[DATE_END] - frame[DATE_START]).dt.days + 1).to_numpy(dtype="float64", na_value=np.nan)
    wrong = np.flatnonzero(days < 1)
    details = [{"start": _day(frame[DATE_START].iloc[at]), "end": _day(frame[DATE_END].iloc[at])} for at in wrong]
    issues = rows.issues(issue.DATE_ORDER, wrong, DATE_END, details)
    most = frame[DATE_PRECISION].astype("object").map(MOST_DAYS).to_numpy(dtype="float64", na_value=np.nan)
    wide = np.flatnonzero((days > most) & (frame[SCOPE] == "incident").to_numpy())
    details = [
        {
            "start": _day(frame[DATE_START].iloc[at]),
            "end": _day(frame[DATE_END].iloc[at]),
            "days": int(days[at]),
            "precision": frame[DATE_PRECISION].iloc[at],
            "most": "1 day" if most[at] == 1 else f"{most[at]:.0f} days",
        }
        for at in wide
    ]
    return issues + rows.issues(issue.SPAN, wide, DATE_PRECISION, details)


def _day(value: pd.Timestamp) -> str:
    return value.date().isoformat()


def _points(rows: Rows) -> list[Issue]:
    """Coordinates lie in the named country. A place known to the country only may lie at sea."""
    frame = rows.frame
    latitude, longitude = frame[LATITUDE].to_numpy(), frame[LONGITUDE].to_numpy()
    sound = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    zero = np.flatnonzero(sound & (latitude == 0) & (longitude == 0))
    issues = rows.issues(issue.NO_POINT, zero, LATITUDE)
    wanted = sound & ~((latitude == 0) & (longitude == 0)) & (frame[PLACE_PRECISION] != "country").to_numpy()
    outside: list[np.ndarray] = []
    codes = frame[COUNTRY].cat.codes.to_numpy()
    for number, country in enumerate(frame[COUNTRY].cat.categories):
        at = np.flatnonzero(wanted & (codes == number))
        if len(at):
            outside.append(at[~places.inside(country, latitude[at], longitude[at])])
    wrong = np.sort(np.concatenate(outside)) if outside else np.zeros(0, dtype="int64")
    if not len(wrong):
        return issues
    holder = places.country_at(latitude[wrong], longitude[wrong])
    named = frame[COUNTRY].astype("object").to_numpy()[wrong]
    swapped = _would_fit(named, longitude[wrong], latitude[wrong])
    details = [
        {
            "latitude": f"{latitude[at]:g}",
            "longitude": f"{longitude[at]:g}",
            "country": places.country_name(country),
            "found": places.country_name(found),
            "swapped": ": the other way round they would fit" if fits else "",
        }
        for at, country, found, fits in zip(wrong, named, holder, swapped, strict=True)
    ]
    foreign = np.array([part.is_foreign for part in rows.parts], dtype=bool)[rows.part[wrong]]
    elsewhere = holder != ""
    near = places.distance(named, latitude[wrong], longitude[wrong]) < FAR_DEGREES
    for rule, mask in (
        (issue.ELSEWHERE, elsewhere & ~foreign),
        (issue.ELSEWHERE_FOREIGN, elsewhere & foreign),
        (issue.FAR_AWAY, ~elsewhere & ~near),
    ):
        chosen = np.flatnonzero(mask)
        issues += rows.issues(rule, wrong[chosen], LATITUDE, [details[each] for each in chosen])
    return issues


def _would_fit(countries: np.ndarray, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    fits = np.zeros(len(countries), dtype=bool)
    sound = np.abs(latitude) <= 90
    for country in set(countries):
        at = np.flatnonzero(sound & (countries == country))
        fits[at] = places.inside(country, latitude[at], longitude[at])
    return fits


def _circles(rows: Rows, current: Dataset) -> list[Issue]:
    """A duplicate must lead, in one or more steps, to a record that is kept."""
    stored = current.incidents[[INCIDENT_ID, DUPLICATE_OF]].dropna()
    mine = rows.frame[[INCIDENT_ID, DUPLICATE_OF]].dropna()
    if mine.empty:
        return []
    leads_to = dict(zip(stored[INCIDENT_ID], stored[DUPLICATE_OF], strict=True))
    leads_to.update(dict.fromkeys(rows.frame[INCIDENT_ID]))
    leads_to.update(zip(mine[INCIDENT_ID], mine[DUPLICATE_OF], strict=True))
    wrong, details = [], []
    for at, start in zip(mine.index, mine[INCIDENT_ID], strict=True):
        path, step = [], leads_to.get(start)
        seen = {start}
        while step is not None and step not in seen:
            seen.add(step)
            path.append(step)
            step = leads_to.get(step)
        if step == start:
            wrong.append(at)
            details.append({"through": f", through {', '.join(path)}" if path else ""})
    return rows.issues(issue.SELF_DUPLICATE, np.array(wrong, dtype="int64"), DUPLICATE_OF, details)


def _likely_duplicates(rows: Rows, current: Dataset) -> list[Issue]:
    """Incidents within a day of each other, at the same place and of the same type, in the files or stored."""
    stored = current.incidents
    stored = stored[~is_among(stored[INCIDENT_ID], rows.frame[INCIDENT_ID])]
    needed = [INCIDENT_ID, DATE_START, DATE_PRECISION, COUNTRY, REGION, PLACE, INCIDENT_TYPE, SCOPE, DUPLICATE_OF]
    names = [str(column) for column in needed]
    mine = rows.frame[names]
    together = pd.concat([mine, stored[names]], ignore_index=True) if len(stored) else mine
    usable = np.flatnonzero(
        (
            together[PLACE].notna()
            & together[DATE_START].notna()
            & together[DATE_PRECISION].isin(["day", "days"])
            & (together[SCOPE] == "incident")
            & together[DUPLICATE_OF].isna()
        ).to_numpy()
    )
    if len(usable) < 2 or not len(mine):
        return []
    rest = together.iloc[usable]
    told = places.identities_of(rest[PLACE], *(rest[column].astype("str").fillna("") for column in (REGION, COUNTRY)))
    group = pd.factorize(told)[0].astype("int64")
    for column in (COUNTRY, REGION, INCIDENT_TYPE):
        codes, values = pd.factorize(rest[column])
        group = group * (len(values) + 1) + codes + 1
    day = rest[DATE_START].to_numpy().astype("datetime64[D]").astype("int64")
    order = np.lexsort((usable, day, group))
    before, after = order[:-1], order[1:]
    close = (group[before] == group[after]) & (day[after] - day[before] <= 1)
    before, after = usable[before[close]], usable[after[close]]
    size = len(mine)
    swap = after >= size
    before, after = np.where(swap, after, before), np.where(swap, before, after)
    keep = after < size
    keep &= np.concatenate([[True], after[1:] != after[:-1]]) if len(after) else keep
    before, after = before[keep], after[keep]
    numbers = together[INCIDENT_ID].to_numpy(dtype=object)
    details = [
        {"other": numbers[other] if other >= size else f"{numbers[other]} ({rows.name(other, at)})"}
        for other, at in zip(before.tolist(), after.tolist(), strict=True)
    ]
    return rows.issues(issue.LIKELY_DUPLICATE, after, PLACE, details)


# Claims


def _implausible(incidents: Rows, casualties: Rows) -> list[Issue]:
    """Killed and injured together far beyond what incidents of the type are known to do."""
    if casualties.frame.empty or incidents.frame.empty:
        return []
    people = np.zeros(len(casualties.frame))
    for measure in PEOPLE_MEASURES[:2]:
        best, low = _numbers(casualties.frame[measure.best]), _numbers(casualties.frame[measure.low])
        people += np.nan_to_num(np.where(np.isnan(best), low, best))
    large = np.flatnonzero(people > min(PLAUSIBLE.values()))
    if not len(large):
        return []
    about = incidents.frame.drop_duplicates(INCIDENT_ID).set_index(INCIDENT_ID)
    about = about.reindex(casualties.frame[INCIDENT_ID].iloc[large])
    kinds = about[INCIDENT_TYPE].astype("object")
    most = kinds.map(PLAUSIBLE).to_numpy(dtype="float64", na_value=np.inf)
    over = (people[large] > most) & (about[SCOPE] == "incident").to_numpy()
    labels = INCIDENT_TYPE.code_list.labels()
    details = [
        {"people": f"{people[at]:,.0f}", "type": labels[kind]}
        for at, kind in zip(large[over], kinds[over], strict=True)
    ]
    return casualties.issues(issue.IMPLAUSIBLE, large[over], None, details)


def _groups(rows: Rows) -> list[Issue]:
    """A group of people larger than everyone, by the same source and speaker in the same incident."""
    frame = rows.frame
    is_group = (frame[PEOPLE] != "everyone").to_numpy() & frame[PEOPLE].notna().to_numpy()
    if not is_group.any():
        return []
    speaker = [INCIDENT_ID, SOURCE_ID, ATTRIBUTED_TO]
    keys = frame[[str(column) for column in speaker]].astype("object").fillna("")
    group = pd.MultiIndex.from_frame(keys)
    labels = PEOPLE.code_list.labels()
    issues: list[Issue] = []
    for measure in PEOPLE_MEASURES:
        low, best, high = (_numbers(frame[column]) for column in measure.columns)
        least = np.where(np.isnan(best), low, best)
        most = np.where(np.isnan(high), best, high)
        whole = pd.Series(most[~is_group], index=group[~is_group]).dropna()
        whole = whole.groupby(level=[0, 1, 2]).max()
        limit = whole.reindex(group).to_numpy()
        wrong = np.flatnonzero(is_group & (least > limit))
        details = [
            {
                "measure": measure.label,
                "group": labels[frame[PEOPLE].iloc[at]].lower(),
                "part": f"{least[at]:,.0f}",
                "whole": f"{limit[at]:,.0f}",
            }
            for at in wrong
        ]
        issues += rows.issues(issue.GROUP_ABOVE, wrong, None, details)
    return issues


def _falling(incidents: Rows, casualties: Rows, sources: Rows, current: Dataset) -> list[Issue]:
    """Running totals of one speaker about one region and group that fall from one day to the next."""
    stored = current.incidents[current.incidents[SCOPE] == "cumulative"]
    stored = stored[~is_among(stored[INCIDENT_ID], incidents.frame[INCIDENT_ID])]
    records = pd.concat([incidents.frame[incidents.frame[SCOPE] == "cumulative"], stored])
    if records.empty or casualties.frame.empty:
        return []
    mine, stored = casualties.frame, current.casualties
    mine = mine.assign(at=np.arange(len(mine)))[is_among(mine[INCIDENT_ID], records[INCIDENT_ID])]
    stored = stored[is_among(stored[INCIDENT_ID], records[INCIDENT_ID])]
    stored = stored[~is_among(stored[CLAIM_ID], casualties.frame[CLAIM_ID])].assign(at=-1)
    claims = (pd.concat([mine, stored]) if len(stored) else mine).merge(
        records[[INCIDENT_ID, DATE_START, DATE_END, COUNTRY, REGION]].drop_duplicates(INCIDENT_ID), on=INCIDENT_ID
    )
    claims["speaker"] = _speakers(claims, sources, current)
    claims["day"] = claims[REPORTED_ON].fillna(claims[DATE_END]).fillna(claims[DATE_START])
    claims = claims.dropna(subset=["day"]).sort_values("day", kind="stable")
    keys = [
        claims[column].astype("object").fillna("") for column in ("speaker", str(COUNTRY), str(REGION), str(PEOPLE))
    ]
    issues: list[Issue] = []
    for measure in PEOPLE_MEASURES:
        values = claims[measure.best].dropna().astype("int64")
        series = [key.loc[values.index] for key in keys]
        before = values.groupby(series).shift()
        before_day = claims["day"].loc[values.index].groupby(series).shift()
        fell = (values < before) & (claims["at"].loc[values.index] >= 0)
        at = values.index[fell.to_numpy()]
        details = [
            {
                "measure": measure.label,
                "before": f"{before[each]:,.0f}",
                "after": f"{values[each]:,}",
                "before_day": _day(before_day[each]),
                "after_day": _day(claims["day"][each]),
                "speaker": claims["speaker"][each] or "the same source",
            }
            for each in at
        ]
        issues += casualties.issues(
            issue.FALLING_TOTAL, claims["at"].loc[at].to_numpy(dtype="int64"), measure.best, details
        )
    return issues


def _speakers(claims: pd.DataFrame, sources: Rows, current: Dataset) -> pd.Series:
    """Who a figure comes from: who it is attributed to, else the publisher of its source."""
    known = pd.concat([sources.frame, current.sources]).drop_duplicates(SOURCE_ID).set_index(SOURCE_ID)
    publisher = claims[SOURCE_ID].map(known[codebook.PUBLISHER].fillna(known[codebook.TITLE]))
    return claims[ATTRIBUTED_TO].astype("object").fillna(publisher.astype("object")).fillna("")


def _unknown_beside(rows: Rows, sources: Rows, current: Dataset) -> list[Issue]:
    """Structures of unstated type by one speaker beside structures by type from another, in one incident."""
    mine, stored = rows.frame, current.damage
    incidents = mine.loc[(mine[STRUCTURE_TYPE] == "unknown").to_numpy(), INCIDENT_ID]
    if incidents.empty:
        return []
    mine = mine.assign(at=np.arange(len(mine)))[is_among(mine[INCIDENT_ID], incidents)]
    stored = stored[is_among(stored[INCIDENT_ID], incidents)]
    stored = stored[~is_among(stored[CLAIM_ID], rows.frame[CLAIM_ID])].assign(at=-1)
    claims = pd.concat([mine, stored]) if len(stored) else mine
    claims = claims.assign(speaker=_speakers(claims, sources, current).to_numpy())
    named = claims[claims[STRUCTURE_TYPE] != "unknown"]
    if named.empty:
        return []
    by_type = named.drop_duplicates([str(INCIDENT_ID), "speaker"])[[str(INCIDENT_ID), "speaker"]]
    unstated = claims[(claims[STRUCTURE_TYPE] == "unknown") & (claims["at"] >= 0)]
    pairs = unstated[["at", str(INCIDENT_ID), "speaker"]].merge(by_type, on=str(INCIDENT_ID), suffixes=("", "_other"))
    pairs = pairs[pairs["speaker"] != pairs["speaker_other"]].drop_duplicates("at")
    details = [{"speaker": other or "another source"} for other in pairs["speaker_other"]]
    return rows.issues(issue.UNKNOWN_BESIDE, pairs["at"].to_numpy(dtype="int64"), STRUCTURE_TYPE, details)


def lines_left_out(issues: Iterable[Issue]) -> dict[str, set[int]]:
    """File to the lines that its issues leave out."""
    lines: dict[str, set[int]] = {}
    for each in issues:
        if each.line is not None and each.rule.leaves_out:
            lines.setdefault(each.file, set()).add(each.line)
    return lines
