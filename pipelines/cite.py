"""Which sources a selection of incidents rests on, for the source line under every chart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines import codebook
from pipelines.dataset import Dataset, rows_of


@dataclass(frozen=True)
class Citations:
    """Every claim of a dataset as two numbers: the row of the incident it counts for, and the place of its publisher.

    These are `record` and `name`. `names` holds each publisher once, and the title of a source whose publisher is not
    known.
    """

    record: np.ndarray
    name: np.ndarray
    names: tuple[str, ...]


def citations(data: Dataset) -> Citations:
    """The claims of a dataset and who published them; worked out once per version."""
    columns = [codebook.INCIDENT_ID, codebook.SOURCE_ID]
    claims = pd.concat([data.casualties[columns], data.damage[columns]], ignore_index=True)
    record = rows_of(claims[codebook.INCIDENT_ID], data.incidents[codebook.INCIDENT_ID])
    source = rows_of(claims[codebook.SOURCE_ID], data.sources[codebook.SOURCE_ID])
    publisher = data.sources[codebook.PUBLISHER].fillna(data.sources[codebook.TITLE])
    code, names = pd.factorize(publisher)
    sound = (record >= 0) & (source >= 0)
    return Citations(data.counts_for[record[sound]], code[source[sound]], tuple(str(name) for name in names))


def cited(citations: Citations, records: np.ndarray) -> list[str]:
    """The names behind the claims about the incidents at these rows of the dataset, most claims first."""
    chosen = np.zeros(int(citations.record.max(initial=-1)) + 1, dtype=bool)
    chosen[records[records < len(chosen)]] = True
    claims = np.bincount(citations.name[chosen[citations.record]], minlength=len(citations.names))
    order = np.argsort(-claims, kind="stable")
    return [citations.names[position] for position in order[: int((claims > 0).sum())]]
