"""The rows of a report: the incidents it lists, and the sources that their figures rest on."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import codebook, codes, describe, frame, tally
from pipelines.extract import Extract
from pipelines.tally import MEASURE_NAMES, Figure

LONGEST = 240
"""Where a cell ends that someone has filled with ten thousand characters."""


@dataclass(frozen=True)
class Incident:
    """One incident as a report lists it: when (and how exactly that is known), where, what, its settled figures."""

    number: str
    first: date | None
    when: str
    known_to: str
    where: str
    kind: str
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Source:
    """One source, and how many claims about the incidents counted it makes."""

    number: str
    title: str
    publisher: str
    published_on: date | None
    url: str
    archive_url: str
    claims: int


def incidents(whole: Extract, most: int) -> list[Incident]:
    """The incidents to list: all of them, newest first; of more than `most`, those with most people harmed.

    Harmed are the killed and injured by their best figures; among equals the newest come first.
    """
    rows = whole.rows()[::-1]
    settled = whole.settled.incidents
    if len(rows) > most:
        harmed = sum(settled[measure.name].to_numpy()[rows].astype(np.int64) for measure in _HARM)
        rows = rows[np.argsort(-harmed, kind="stable")[:most]]
    records = whole.data.incidents.iloc[settled["record"].to_numpy()[rows]].itertuples(index=False)
    return [_incident(settled, int(row), record) for row, record in zip(rows, records, strict=True)]


_HARM = (codebook.KILLED, codebook.INJURED)


def _incident(settled: pd.DataFrame, row: int, record) -> Incident:
    return Incident(
        number=plain(record.incident_id),
        first=None if pd.isna(record.date_start) else record.date_start.date(),
        when=describe.when(record),
        known_to=describe.known_to(record),
        where=plain(describe.where(record)),
        kind=codes.INCIDENT_TYPE.label_of(record.incident_type),
        figures={name: tally.of_one(settled, row, name) for name in MEASURE_NAMES},
    )


def sources(whole: Extract) -> list[Source]:
    """Every source with a claim about an incident counted, most claims first, then by number."""
    chosen = pa.array(whole.settled.incidents["incident_id"].iloc[whole.rows()], pa.large_string())
    columns = [codebook.INCIDENT_ID, codebook.SOURCE_ID]
    about = pd.concat([whole.data.casualties[columns], whole.data.damage[columns]], ignore_index=True)
    counted = pc.is_in(pa.array(about[codebook.INCIDENT_ID], pa.large_string()), chosen).to_numpy(zero_copy_only=False)
    claims = about[codebook.SOURCE_ID][counted].value_counts()
    known = whole.data.sources[whole.data.sources[codebook.SOURCE_ID].isin(claims.index)]
    found = [
        Source(
            number=plain(record.source_id),
            title=plain(record.title),
            publisher=plain(record.publisher),
            published_on=None if pd.isna(record.published_on) else record.published_on.date(),
            url=plain(record.url, most=2_000),
            archive_url=plain(record.archive_url, most=2_000),
            claims=int(claims[record.source_id]),
        )
        for record in known.itertuples(index=False)
    ]
    return sorted(found, key=lambda source: (-source.claims, source.number))


def plain(cell: object, most: int = LONGEST) -> str:
    """A cell as text that every writer takes: clean, blank where unknown, ended where it is far too long."""
    text = "" if pd.isna(cell) else frame.clean(str(cell)).strip()
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
