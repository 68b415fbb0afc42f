"""Why a figure is what it is: what each claim about an incident is to it.

Nothing is settled here. The claims are put through the rules of `settle` once more, one incident alone, and are told
apart by how far they come.
"""

import numpy as np
import pandas as pd

from pipelines import codebook, codes, settle
from pipelines.codebook import Measure
from pipelines.dataset import Dataset

ROLES = ("best", "counts", "part", "superseded", "status", "group", "no figure")
"""What a claim is to a measure of its incident; `evidence` says what each means."""


def evidence(data: Dataset, incident_id: str, rule: str, statuses: tuple[str, ...] = ()) -> pd.DataFrame:
    """What each claim about one incident is to each measure: its own, and those of the records that repeat it.

    For a record that repeats another: what its claims are to the incident that it repeats.

    Returns columns `claim_id`, `measure` and `role`: `best` (it gave the figure), `counts` (it widens the range),
    `part` (its group of people is part of a lower bound), `superseded` (the same speaker counted again later),
    `status` (disputed, withdrawn, or not among the statuses chosen), `group` (about a group, and not part of the
    figure for everyone), `no figure`.
    """
    one = _only(data, incident_id)
    all_claims, counted = settle.people_claims(one, codes.STATUS.values()), settle.people_claims(one, statuses)
    roles = [
        _role_frame(one.casualties, measure, _roles(all_claims, counted, measure, rule))
        for measure in codebook.PEOPLE_MEASURES
    ]
    structures = _structure_roles(
        settle.damage_claims(one, codes.STATUS.values()), settle.damage_claims(one, statuses), rule
    )
    return pd.concat([*roles, _role_frame(one.damage, codebook.STRUCTURES, structures)], ignore_index=True)


def records(data: Dataset, incident_id: str) -> list[str]:
    """The numbers of the records whose claims count for the same incident as this one's, that incident first.

    Empty where there is no record of that number.
    """
    ids = data.incidents[codebook.INCIDENT_ID]
    kept = data.counts_for[np.flatnonzero((ids == incident_id).to_numpy())]
    repeating = np.flatnonzero(np.isin(data.counts_for, kept))
    return ids.iloc[[*kept, *repeating[~np.isin(repeating, kept)]]].tolist()


def claims(data: Dataset, incident_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of `casualties` and of `damage` about one incident, those of the records that repeat it among them."""
    ids = records(data, incident_id)
    if incident_id != next(iter(ids), None):  # it repeats another: its own alone
        ids = [incident_id]
    people, damage = (frame[frame[codebook.INCIDENT_ID].isin(ids)] for frame in (data.casualties, data.damage))
    return people, damage


def _only(data: Dataset, incident_id: str) -> Dataset:
    """The part of a dataset that is about one incident."""
    ids = records(data, incident_id)

    def about(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame[codebook.INCIDENT_ID].isin(ids)]

    return Dataset(data.version, data.sources, about(data.incidents), about(data.casualties), about(data.damage))


def _role_frame(cells: pd.DataFrame, measure: Measure, roles: dict[int, str]) -> pd.DataFrame:
    role = [roles.get(claim, "no figure") for claim in range(len(cells))]
    return pd.DataFrame({"claim_id": cells[codebook.CLAIM_ID].array, "measure": measure.name, "role": role})


def _roles(all_claims: pd.DataFrame, counted: pd.DataFrame, measure: Measure, rule: str) -> dict[int, str]:
    """The role of each claim of one incident that gives a figure, by its row in the table."""
    roles = dict.fromkeys(settle.own_figures(all_claims, measure)["claim"], "status")
    own = settle.own_figures(counted, measure)
    standing = settle.unsuperseded(own, own["people"].to_numpy())
    settled = settle.people_figures(counted, measure, rule)
    way = next(iter(settled["way"]), -1)
    in_sum = settle.WAYS[way] if way >= 0 else ()
    for claim, people, stands in zip(own["claim"], own["people"], standing, strict=True):
        if not stands:
            roles[claim] = "superseded"
        elif people == settle.EVERYONE:
            roles[claim] = "counts"
        else:
            roles[claim] = "part" if people in in_sum else "group"
    return roles | dict.fromkeys(settled["claim"][settled["claim"] >= 0], "best")


def _structure_roles(all_claims: pd.DataFrame, counted: pd.DataFrame, rule: str) -> dict[int, str]:
    """The role of each claim of one incident that gives a count, by its row in the table."""
    roles = dict.fromkeys(settle.own_figures(all_claims, codebook.STRUCTURES)["claim"], "status")
    own = settle.own_figures(counted, codebook.STRUCTURES)
    standing = settle.unsuperseded(own, own["structure_type"].to_numpy())
    roles |= dict.fromkeys(own["claim"], "superseded") | dict.fromkeys(own["claim"][standing], "counts")
    return roles | dict.fromkeys(settle.structure_figures(counted, rule)[2], "best")
