"""Claims that go on counting although a row was meant to correct them.

A row of a flat table has no numbers of claims: they are made from who says it and about what. With another type of
structure it makes another claim, without a figure none at all, and the claim of before stays as it is.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from pipelines import codebook, codes, issue, wording
from pipelines.check.rows import Rows, is_among
from pipelines.codebook import ATTRIBUTED_TO, CLAIM_ID, INCIDENT_ID, MEASURES, SOURCE_ID, STATUS
from pipelines.dataset import Dataset
from pipelines.issue import Issue
from pipelines.wording import checking as words

MOST_NAMED = 5
"""How many claims an issue names."""

_TABLES = (codebook.CASUALTIES_TABLE.name, codebook.DAMAGE_TABLE.name)


def left(rows: Mapping[str, Rows], current: Dataset) -> list[Issue]:
    """An issue for each row of a flat table that leaves a stored claim of its source and speaker standing beside it."""
    if not any(part.is_flat for part in rows["incidents"].parts):
        return []
    stored = pd.concat([_not_repeated(rows, name, current) for name in _TABLES])
    if stored.empty:
        return []
    publishers = pd.concat([current.sources, rows["sources"].frame]).drop_duplicates(SOURCE_ID).set_index(SOURCE_ID)
    stored = _with_speaker(stored, publishers)
    said = pd.concat([_flat(rows[name], name, stored[INCIDENT_ID]) for name in _TABLES])
    said = _with_speaker(said.drop_duplicates(["part", "line"]), publishers)
    pairs = said.merge(stored, on=[str(INCIDENT_ID), "publisher", "speaker"])
    issues: list[Issue] = []
    for name in _TABLES:
        claims = pairs[pairs["table"] == name].groupby("at")["claim"].agg(_named)
        details = [{"claims": each} for each in claims]
        issues += rows[name].issues(issue.LEFT_STANDING, claims.index.to_numpy(dtype="int64"), None, details)
    return issues


def _not_repeated(rows: Mapping[str, Rows], name: str, current: Dataset) -> pd.DataFrame:
    """The stored claims that count, about incidents of the files, that no row repeats; `claim` says each in words."""
    stored, mine = current.frames[name], rows[name].frame
    is_here = is_among(stored[INCIDENT_ID], rows["incidents"].frame[INCIDENT_ID])
    counts = is_here & ~is_among(stored[CLAIM_ID], mine[CLAIM_ID]) & stored[STATUS].isin(codes.STATUS_RANK)
    stored = stored[counts.to_numpy()]
    measures = [measure for measure in MEASURES if measure.best in stored.columns]
    texts = [", ".join(_figures(record, measures)) for record in stored.to_dict("records")]
    claims = [
        words.CLAIM.format(number=number, figures=text) for number, text in zip(stored[CLAIM_ID], texts, strict=True)
    ]
    return stored.assign(claim=claims)[np.array([text != "" for text in texts], dtype=bool)]


def _figures(record: Mapping[str, object], measures: list[codebook.Measure]) -> Iterator[str]:
    """What a claim counts, in words."""
    kinds = codebook.STRUCTURE_TYPE.code_list.labels()
    for measure in measures:
        given = [record[str(column)] for column in measure.columns if not pd.isna(record[str(column)])]
        if given:
            label = measure.label if measure is not codebook.STRUCTURES else kinds[record[str(codebook.STRUCTURE_TYPE)]]
            yield words.COUNTED.format(label=label, number="–".join(f"{each:,}" for each in dict.fromkeys(given)))


def _flat(rows: Rows, name: str, incidents: pd.Series) -> pd.DataFrame:
    """The claims of flat tables about these incidents: table, position, and the row that each came from."""
    is_flat = np.array([part.is_flat for part in rows.parts], dtype=bool)[rows.part]
    at = np.flatnonzero(is_flat & is_among(rows.frame[INCIDENT_ID], incidents))
    cells = rows.frame[[str(INCIDENT_ID), str(SOURCE_ID), str(ATTRIBUTED_TO)]].iloc[at]
    return cells.assign(table=name, at=at, part=rows.part[at], line=rows.line[at])


def _with_speaker(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    return claims.assign(
        publisher=claims[SOURCE_ID].map(sources[codebook.PUBLISHER]).astype("object").fillna(""),
        speaker=claims[ATTRIBUTED_TO].astype("object").fillna(""),
    )[[*claims.columns.intersection(["table", "at", "claim"]), str(INCIDENT_ID), "publisher", "speaker"]]


def _named(claims: pd.Series) -> str:
    names = ", ".join(claims.head(MOST_NAMED))
    return wording.AND_MORE.format(names=names) if len(claims) > MOST_NAMED else names
