"""The datasets that several sections measure on, made once a run, and counting as it is usually written."""

from functools import cache

import pandas as pd

from pipelines import codebook, codes, settle
from pipelines.dataset import Dataset
from pipelines.selection import COUNTED_STATUSES, Selection
from pipelines.settle import Settled
from tests import synthetic

SIZES = (10_000, 1_000_000)


@cache
def dataset(incidents: int) -> Dataset:
    """A made-up dataset of so many incidents."""
    return synthetic.dataset(incidents)


@cache
def settled(incidents: int) -> Settled:
    """The same, settled."""
    return settle.dataset(dataset(incidents), "established")


def settle_plainly(data: Dataset) -> pd.DataFrame:
    """What most people would write, and less than is needed: no later counts of a speaker, no groups, no open tops."""
    frame = data.incidents.set_index("incident_id")
    claims = data.casualties[
        data.casualties["status"].isin(COUNTED_STATUSES) & (data.casualties["people"] == "everyone")
    ]
    claims = claims.assign(rank=claims["status"].astype("str").map(codes.STATUS_RANK))
    for measure in codebook.PEOPLE_MEASURES:
        known = claims.dropna(subset=[str(measure.best)]).sort_values(["rank", "reported_on"], ascending=False)
        best = known.groupby("incident_id")[str(measure.best)]
        frame[f"{measure.name}_low"] = best.min()
        frame[measure.name] = best.first()
        frame[f"{measure.name}_high"] = best.max()
    counts = data.damage[data.damage["status"].isin(COUNTED_STATUSES)].groupby("incident_id")["count"].sum(min_count=1)
    frame["structures"] = frame["structures_low"] = frame["structures_high"] = counts
    frame = frame[(frame["scope"] == "incident") & frame["duplicate_of"].isna()]
    return frame.astype({"region": "str", "country": "str", "incident_type": "str"})


def tally_plainly(frame: pd.DataFrame, selection: Selection) -> list[pd.DataFrame]:
    """Filter by masks, then group by region, month, type and place, with sums and counts."""
    chosen = pd.Series(True, index=frame.index)
    if selection.regions:
        chosen &= frame["region"].isin(selection.regions) | frame["country"].isin(selection.regions)
    if selection.start:
        chosen &= frame["date_start"] >= pd.Timestamp(selection.start)
    if selection.end:
        chosen &= frame["date_end"] <= pd.Timestamp(selection.end)
    found = frame[chosen]
    measures = [
        f"{name}{end}" for name in ("killed", "injured", "missing", "structures") for end in ("_low", "", "_high")
    ]
    month = found["date_start"].dt.to_period("M")
    keys = ["region", month, "incident_type", ["place", "latitude", "longitude"]]
    return [found.groupby(key, dropna=False)[measures].agg(["sum", "count"]) for key in keys]
