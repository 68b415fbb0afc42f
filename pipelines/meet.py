"""Which stored incident a row meets where only its order tells it from other rows, and in which spelling of its place.

Rows of one day, place, type and source have no number of their own but their turn among each other. A file that lacks
one of yesterday's rows would shift all turns after it and change the wrong records. So a row that says what a stored
incident says is that incident, whatever its turn. The others take the stored incidents that remain, in order, where
the file has at least as many rows as are stored: then what stands afterwards is what the file says, nothing lost or
doubled. Where it has fewer, nobody can tell which record such a row changes: it is left out, and says so
(`docs/decisions/0018-rows-that-only-their-order-tells-apart.md`).

A place in another spelling ("м. Харків" for Kharkiv) is the same place, so it is no change: the spelling that is stored
stays, and a note says so (`docs/decisions/0025-another-spelling-is-no-change.md`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines import check, codebook, issue, places, wording
from pipelines.codebook import CLAIM_ID, COUNTRY, INCIDENT_ID, PLACE, REGION
from pipelines.dataset import Dataset
from pipelines.formats.simple import Alike
from pipelines.issue import Issue
from pipelines.wording import checking as words

_CLAIMS = (codebook.CASUALTIES_TABLE, codebook.DAMAGE_TABLE)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of an incident, without its number: its cells, and the cells of each of its claims."""

    incident: tuple
    claims: frozenset[tuple]


def rows(
    frames: Mapping[str, pd.DataFrame], alike: Sequence[Alike], current: Dataset, file: str
) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """The typed frames (by table name, with the "line" index) with the numbers that each row of `alike` meets.

    And an issue for each row of which that cannot be told. The frames given are left as they are.
    """
    if not alike:
        return dict(frames), []
    lines = [line for group in alike for line in group.lines]
    mine = _said({name: frame[frame.index.isin(lines)] for name, frame in frames.items()})
    numbers = [number for group in alike for number in group.stored]
    theirs = _said({name: frame[frame[INCIDENT_ID].isin(numbers)] for name, frame in _with_numbers(current)})
    met: dict[str, str] = {}
    issues: list[Issue] = []
    for group in alike:
        found = _same(group, mine, theirs)
        open_rows = [number for number in group.numbers if number not in found]
        taken, stored = set(found.values()), set(group.stored)
        open_records = [number for number in group.stored if number not in taken]
        if open_rows and len(group.numbers) < len(group.stored):
            issues += _unclear(group, open_rows, file)
        free = [number for number in group.numbers if number not in stored]
        found |= dict(zip(open_rows, [*open_records, *free], strict=False))
        met |= found
    return {name: _renumbered(frame, met) for name, frame in frames.items()}, issues


def spelling(
    frames: Mapping[str, pd.DataFrame], made: pd.Index, current: Dataset, file: str, label: str
) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """The frames with places as they are stored where a row spells them otherwise, and a note for each of those rows.

    `made` holds the lines of rows without a number of their own: who gives the number of an incident means to change
    what stands there. `label` is what the file calls the column of places.
    """
    incidents, stored = frames[codebook.INCIDENTS_TABLE.name], current.incidents
    met = check.is_among(incidents[INCIDENT_ID], stored[INCIDENT_ID]) & incidents.index.isin(made)
    if not met.any():
        return dict(frames), []
    theirs = stored.set_index(INCIDENT_ID).loc[incidents.loc[met, INCIDENT_ID]]
    mine = incidents[met]
    spelt, kept = (rows[PLACE].astype("str").fillna("").to_numpy() for rows in (mine, theirs))
    other = (spelt != kept) & (spelt != "") & (kept != "")
    other[other] = _identities(mine[other]) == _identities(theirs[other])
    if not other.any():
        return dict(frames), []
    lines = mine.index[other]
    column = incidents[PLACE].copy()
    column[lines] = kept[other]
    details = [{"stored": name} for name in kept[other]]
    notes = issue.many(issue.SPELT_OTHERWISE, file, lines.tolist(), label, spelt[other], details)
    return {**frames, codebook.INCIDENTS_TABLE.name: incidents.assign(**{str(PLACE): column})}, notes


def _identities(rows: pd.DataFrame) -> np.ndarray:
    """What tells the places of rows apart, however they are spelled."""
    region, country = (rows[column].astype("str").fillna("") for column in (REGION, COUNTRY))
    return places.identities_of(rows[PLACE].astype("str").fillna(""), region, country).to_numpy()


def _with_numbers(current: Dataset) -> list[tuple[str, pd.DataFrame]]:
    return [(table.name, current.frames[table.name]) for table in (codebook.INCIDENTS_TABLE, *_CLAIMS)]


def _said(frames: Mapping[str, pd.DataFrame]) -> dict[str, _Said]:
    """Incident number to what is said of it, whatever the spelling of its place."""
    claims: dict[str, set[tuple]] = {}
    for table in _CLAIMS:
        for number, cells in _cells(frames[table.name]):
            claim = cells[0].removeprefix(number)
            claims.setdefault(number, set()).add((table.name, claim, *cells[1:]))
    incidents = frames[codebook.INCIDENTS_TABLE.name]
    return {
        number: _Said(cells, frozenset(claims.get(number, ())))
        for number, cells in _cells(incidents.assign(**{str(PLACE): _identities(incidents)}))
    }


def _cells(frame: pd.DataFrame) -> list[tuple[str, tuple]]:
    """The incident number of each record, and its other cells; a blank is None."""
    plain = frame.astype(object).where(frame.notna(), None)
    others = plain.drop(columns=str(INCIDENT_ID))
    return list(zip(plain[INCIDENT_ID], others.itertuples(index=False, name=None), strict=True))


def _same(group: Alike, mine: Mapping[str, _Said], theirs: Mapping[str, _Said]) -> dict[str, str]:
    """Numbers of rows to those of stored incidents that say the same already; each is taken once."""
    saying: dict[tuple, list[str]] = {}
    for stored in group.stored:
        if stored in theirs:
            for claim in (None, *theirs[stored].claims):
                saying.setdefault((theirs[stored].incident, claim), []).append(stored)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for number in group.numbers:
        if number not in mine:
            continue
        row = mine[number]
        # Only those with one of its claims: thousands of rows alike, each held against all, would take hours.
        for stored in saying.get((row.incident, next(iter(row.claims), None)), ()):
            if stored not in taken and row.claims <= theirs[stored].claims:
                found[number] = stored
                taken.add(stored)
                break
    return found


def _unclear(group: Alike, open_rows: Sequence[str], file: str) -> list[Issue]:
    wanted = set(open_rows)
    lines = [line for line, number in zip(group.lines, group.numbers, strict=True) if number in wanted]
    size, numbers = len(group.lines), ", ".join(group.stored[:5])
    details = {
        "rows": words.ROWS[size != 1].format(count=size),
        "stored": len(group.stored),
        "numbers": wording.AND_MORE.format(names=numbers) if len(group.stored) > 5 else numbers,
    }
    return issue.many(issue.WHICH_RECORD, file, lines, details=[details] * len(lines))


def _renumbered(frame: pd.DataFrame, met: Mapping[str, str]) -> pd.DataFrame:
    """The frame with other incident numbers, also at the beginning of those of its claims."""
    changed = {number: other for number, other in met.items() if number != other}
    if not changed or str(INCIDENT_ID) not in frame.columns:
        return frame
    old = frame[INCIDENT_ID]
    wanted = old.isin(list(changed))
    new = old.where(~wanted, old[wanted].map(changed)).astype(old.dtype)
    result = frame.assign(**{str(INCIDENT_ID): new})
    if str(CLAIM_ID) in frame.columns and wanted.any():
        claims = [
            changed[number] + claim.removeprefix(number)
            for number, claim in zip(old[wanted], frame.loc[wanted, CLAIM_ID], strict=True)
        ]
        numbers = frame[CLAIM_ID].copy()
        numbers[wanted] = claims
        result = result.assign(**{str(CLAIM_ID): numbers})
    return result
