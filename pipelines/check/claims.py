"""Rules about claims: people, running totals, structures."""

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.check.rows import Rows, day, is_among, numbers
from pipelines.codebook import (
    ATTRIBUTED_TO,
    CLAIM_ID,
    COUNTRY,
    DATE_END,
    DATE_START,
    INCIDENT_ID,
    INCIDENT_TYPE,
    PEOPLE,
    PEOPLE_MEASURES,
    REGION,
    REPORTED_ON,
    SCOPE,
    SOURCE_ID,
    STRUCTURE_TYPE,
)
from pipelines.dataset import Dataset
from pipelines.issue import Issue
from pipelines.wording import checking as words

PLAUSIBLE = {
    "shelling": 100,
    "missile_strike": 200,
    "air_strike": 200,
    "drone_strike": 100,
    "mine_erw": 50,
    "ied": 200,
    "ground_raid": 200,
    "small_arms": 100,
    "interception_debris": 50,
    "explosion_unknown": 200,
    "mixed": 300,
    "unknown": 200,
}
"""Killed and injured in one incident, by type, above which a person should look twice: about what one incident in a
hundred exceeds, and what a digit too many does. A warning, never a limit
(`docs/decisions/0026-how-many-people-are-worth-a-second-look.md`)."""


def implausible(incidents: Rows, casualties: Rows) -> list[Issue]:
    """Killed and injured together beyond what all but few incidents of the type do."""
    if casualties.frame.empty or incidents.frame.empty:
        return []
    people = np.zeros(len(casualties.frame))
    for measure in PEOPLE_MEASURES[:2]:
        best, low = numbers(casualties.frame[measure.best]), numbers(casualties.frame[measure.low])
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
        {"people": f"{people[at]:,.0f}", "type": labels[kind], "most": PLAUSIBLE[kind]}
        for at, kind in zip(large[over], kinds[over], strict=True)
    ]
    return casualties.issues(issue.IMPLAUSIBLE, large[over], None, details)


def early(claims: Rows, incidents: Rows, current: Dataset) -> list[Issue]:
    """Claims that were reported before the first day of their incident, in the files or stored."""
    said = np.flatnonzero(claims.frame[REPORTED_ON].notna().to_numpy())
    if not len(said):
        return []
    about = claims.frame[INCIDENT_ID].iloc[said]
    known = [frame[[INCIDENT_ID, DATE_START]] for frame in (incidents.frame, current.incidents)]
    first = pd.concat([each[is_among(each[INCIDENT_ID], about)] for each in known]).drop_duplicates(INCIDENT_ID)
    first = first.set_index(INCIDENT_ID)[DATE_START].reindex(about).to_numpy()
    reported = claims.frame[REPORTED_ON].iloc[said].to_numpy()
    wrong = np.flatnonzero(reported < first)
    details = [{"reported": day(pd.Timestamp(reported[at])), "began": day(pd.Timestamp(first[at]))} for at in wrong]
    return claims.issues(issue.EARLY, said[wrong], REPORTED_ON, details)


def groups(rows: Rows) -> list[Issue]:
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
        low, best, high = (numbers(frame[column]) for column in measure.columns)
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


def falling(incidents: Rows, casualties: Rows, sources: Rows, current: Dataset) -> list[Issue]:
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
                "before_day": day(before_day[each]),
                "after_day": day(claims["day"][each]),
                "speaker": claims["speaker"][each] or words.SAME_SOURCE,
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


def unknown_beside(rows: Rows, sources: Rows, current: Dataset) -> list[Issue]:
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
    details = [{"speaker": other or words.OTHER_SOURCE} for other in pairs["speaker_other"]]
    return rows.issues(issue.UNKNOWN_BESIDE, pairs["at"].to_numpy(dtype="int64"), STRUCTURE_TYPE, details)
