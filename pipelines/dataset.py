"""The dataset: the four validated frames and their version.

Frames of a version are never changed in place: an update makes a new `Dataset`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import codebook, schema

DATA = Path(__file__).resolve().parent.parent / "data"
"""The folder of the shipped CSVs and of the geometry."""


@dataclass(frozen=True)
class Dataset:
    """Four typed frames (`schema.dtypes`), one per table of the codebook, and the version they make up.

    `version` is the number of the last batch in the ledger; 0 means no batch at all. `committed` is the day of that
    batch in UTC, None where the data are of no ledger.
    """

    version: int
    sources: pd.DataFrame
    incidents: pd.DataFrame
    casualties: pd.DataFrame
    damage: pd.DataFrame
    committed: date | None = None

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Table name to frame, in the order of the codebook."""
        return {table.name: getattr(self, table.name) for table in codebook.TABLES}

    @cached_property
    def counts_for(self) -> np.ndarray:
        """For each row of `incidents` the row that its claims count for: its own, or that of what it repeats.

        `duplicate_of` is followed to its end. A record keeps its own claims where what it points at is not there, has
        another scope, or leads in a circle.
        """
        own = np.arange(len(self.incidents))
        repeating = np.flatnonzero(self.incidents[codebook.DUPLICATE_OF].notna())
        repeated = rows_of(self.incidents[codebook.DUPLICATE_OF].iloc[repeating], self.incidents[codebook.INCIDENT_ID])
        target = own.copy()
        target[repeating] = np.where(repeated >= 0, repeated, repeating)
        for _ in range(len(repeating).bit_length()):  # each round doubles the steps taken
            target = target[target]
        scope = self.incidents[codebook.SCOPE].astype("category").cat.codes.to_numpy()
        ends = target[target] == target
        kept = np.ones(len(own), dtype=bool)
        kept[repeating] = False
        return np.where(ends & kept[target] & (scope[target] == scope), target, own)

    def latest_report(self) -> pd.Timestamp | None:
        """The newest `reported_on` of any claim, None where no claim has one."""
        return self._latest_report

    @cached_property
    def _latest_report(self) -> pd.Timestamp | None:
        days = pd.concat([self.casualties[codebook.REPORTED_ON], self.damage[codebook.REPORTED_ON]])
        return None if days.isna().all() else days.max()


def rows_of(keys: pd.Series, among: pd.Series) -> np.ndarray:
    """The row of each key in a column of different keys, -1 for one that is not there. Both are text.

    Arrow looks them up without holding up other threads; pandas would for seconds, with a million of them.
    """
    known = pa.array(among.array, pa.large_string())
    return pc.index_in(pa.array(keys.array, pa.large_string()), value_set=known).fill_null(-1).to_numpy()


def empty(version: int = 0) -> Dataset:
    """A dataset without a record."""
    return Dataset(version, **{table.name: schema.empty(table) for table in codebook.TABLES})


def shipped(folder: Path = DATA) -> dict[str, pd.DataFrame]:
    """The validated frames of the shipped CSVs, by table name.

    Raises ValueError naming file, line, column and rule when a shipped file breaks the schema.
    """
    return {table.name: _read(folder / table.file_name, table) for table in codebook.TABLES}


def _read(path: Path, table: codebook.Table) -> pd.DataFrame:
    text = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    if list(text.columns) != list(table.columns):
        raise ValueError(f"{path.name}: expected the columns {', '.join(table.columns)}")
    frame = schema.typed(text, table)
    found = schema.breaches(frame, table)
    if len(found):
        first = found.iloc[0]
        raise ValueError(
            f"{path.name}, record {first['line'] + 1}, {first['column']}: {first['rule']} ({first['value']!r})"
        )
    return frame


def circles_of(leads_to: Mapping[str, str | None], starts: Iterable[str]) -> dict[str, tuple[list[str], int]]:
    """Each number that leads back to itself, with its circle and its place in it.

    `leads_to` is `duplicate_of` by incident number; circles that no number of `starts` leads into are not looked for.
    """
    found: dict[str, tuple[list[str], int]] = {}
    seen: set[str] = set()
    for start in starts:
        path: dict[str, int] = {}
        step: str | None = start
        while step is not None and step not in seen:
            seen.add(step)
            path[step] = len(path)
            step = leads_to.get(step)
        if step in path:
            circle = list(path)[path[step] :]
            found.update({number: (circle, at) for at, number in enumerate(circle)})
    return found
