"""What a set of frames would add to a dataset and change in it, and the dataset that would follow.

A record in an update replaces the record of the same key *whole*: a cell that is blank in the update becomes blank,
which means unknown. To keep a figure, an update must repeat it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import union_categoricals

from pipelines import codebook, schema
from pipelines.codebook import Table
from pipelines.dataset import Dataset, rows_of

CHANGE_COLUMNS = ("key", "column", "label", "old", "new")
"""The columns of a frame of changes. All are text; a blank is missing."""


@dataclass(frozen=True)
class TableComparison:
    """What an update would do to one table.

    `added` holds the new records, typed as the table is. `changed` has one row per changed cell, with the columns
    `CHANGE_COLUMNS`: the record's key, the column's name and label, the old and the new value as a CSV would hold
    them. `changed_records` and `unchanged` count the records whose key was there before.
    """

    added: pd.DataFrame
    changed: pd.DataFrame
    changed_records: int
    unchanged: int


@dataclass(frozen=True)
class Comparison:
    """What an update would do to each table, by table name in the order of the codebook."""

    tables: dict[str, TableComparison]

    def counts(self) -> dict[str, dict[str, int]]:
        """Table name to the number of records `added`, `changed` and `unchanged`: what the ledger keeps of it."""
        return {
            name: {"added": len(each.added), "changed": each.changed_records, "unchanged": each.unchanged}
            for name, each in self.tables.items()
        }

    def changed_cells(self) -> pd.DataFrame:
        """Every changed cell, with the columns `table` (its name) and `CHANGE_COLUMNS`; those that lose a value first.

        What is lost is easily overlooked and rarely meant: an update without a column makes all its cells blank.
        """
        cells = pd.concat(
            [
                each.changed.assign(table=pd.Series(name, each.changed.index, "str"))
                for name, each in self.tables.items()
            ],
            ignore_index=True,
        )
        order = np.argsort(cells["new"].notna().to_numpy(), kind="stable")
        return cells.iloc[order].reset_index(drop=True)

    def is_nothing(self) -> bool:
        """Whether the update would leave every record as it is."""
        return not any(len(each.added) or each.changed_records for each in self.tables.values())


def frames(current: Dataset, update: Mapping[str, pd.DataFrame]) -> Comparison:
    """What the typed frames of `update`, by table name, would add to `current` and change in it.

    A table that `update` lacks is compared as if it had no records. Where a key repeats in an update its last record
    counts, as in `merged`.
    """
    return Comparison(
        {
            table.name: _compared(current.frames[table.name], _latest_of(update, table), table)
            for table in codebook.TABLES
        }
    )


def merged(current: Dataset, update: Mapping[str, pd.DataFrame], version: int | None = None) -> Dataset:
    """The dataset that follows when `update` (typed frames by table name) is committed on `current`.

    Its frames are new, `current` is left as it is. `version` is the next one unless it is given.
    """
    following = {
        table.name: latest(stacked(current.frames[table.name], update[table.name], table), table)
        if len(update.get(table.name, ()))
        else current.frames[table.name]
        for table in codebook.TABLES
    }
    return Dataset(current.version + 1 if version is None else version, **following)


def latest(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The last record of each key, standing where its key first stood; categories sorted and all in use.

    `frame` is typed, oldest records first. The result has a default index. This is the only rule of the project by
    which later records replace earlier ones: `merged` and the ledger's fold both end here.
    """
    position, keys = pd.factorize(frame[table.key])
    if len(keys) < len(frame):
        last = np.empty(len(keys), dtype=np.intp)
        last[position] = np.arange(len(frame))
        frame = frame.take(last)
    return pd.DataFrame({name: _tidied(cells) for name, cells in frame.items()}).reset_index(drop=True)


def stacked(first: pd.DataFrame, second: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Two typed frames of one table below each other, still typed: `pd.concat` would turn codes into text."""
    cells = {}
    for column in table.columns:
        pair = [first[column], second[column]]
        if isinstance(pair[0].dtype, pd.CategoricalDtype):
            cells[str(column)] = pd.Series(union_categoricals(pair))
        else:
            cells[str(column)] = pd.concat(pair, ignore_index=True)
    return pd.DataFrame(cells)


def changes(old: pd.DataFrame, new: pd.DataFrame, table: Table) -> pd.DataFrame:
    """One row per cell that differs between `old` and `new`, with the columns `CHANGE_COLUMNS`.

    Both are typed frames of the same records in the same order. Rows come in the order of the records, within a
    record in the order of the codebook.
    """
    keys = new[table.key].reset_index(drop=True)
    parts, rows = [], []
    for column in table.columns if len(new) else ():
        before, after = old[column].reset_index(drop=True), new[column].reset_index(drop=True)
        at = np.flatnonzero(_differs(before, after))
        if not len(at):
            continue
        rows.append(at)
        parts.append(
            pd.DataFrame(
                {
                    "key": keys.take(at),
                    "column": str(column),
                    "label": column.label,
                    "old": as_text(before.take(at)),
                    "new": as_text(after.take(at)),
                }
            )
        )
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in CHANGE_COLUMNS})
    order = np.argsort(np.concatenate(rows), kind="stable")
    return pd.concat(parts).iloc[order].reset_index(drop=True).astype("str")


def as_text(cells: pd.Series) -> pd.Series:
    """Typed cells as a CSV holds them, dtype `str`: days in ISO form, whole numbers without a point, blank missing."""
    if pd.api.types.is_datetime64_dtype(cells.dtype):
        return cells.dt.strftime("%Y-%m-%d").astype("str")
    return cells.astype("str")


def among(keys: pd.Series, others: pd.Series) -> np.ndarray:
    """Which of `keys` are one of `others`, as bool. Both are `str`, whose own `isin` takes a detour through Python."""
    found = pc.is_in(pa.array(keys.array), value_set=pa.array(others.array), skip_nulls=True)
    return found.to_numpy(zero_copy_only=False)


def _compared(current: pd.DataFrame, update: pd.DataFrame, table: Table) -> TableComparison:
    # Looking the update's keys up in the current ones costs a pass; an index over a million current keys costs more.
    known = current[among(current[table.key], update[table.key])]
    position = rows_of(update[table.key], known[table.key])
    is_there = position >= 0
    cells = changes(known.take(position[is_there]), update[is_there], table)
    changed_records = cells["key"].nunique()
    return TableComparison(
        added=update[~is_there].reset_index(drop=True),
        changed=cells,
        changed_records=changed_records,
        unchanged=int(is_there.sum()) - changed_records,
    )


def _latest_of(update: Mapping[str, pd.DataFrame], table: Table) -> pd.DataFrame:
    return latest(update[table.name], table) if table.name in update else schema.empty(table)


def _differs(before: pd.Series, after: pd.Series) -> np.ndarray:
    if isinstance(before.dtype, pd.CategoricalDtype):
        before, after = _same_categories(before, after)
    was_blank, is_blank = before.isna().to_numpy(), after.isna().to_numpy()
    unequal = before.ne(after).to_numpy(dtype=bool, na_value=True)
    return np.where(was_blank | is_blank, was_blank != is_blank, unequal)


def _same_categories(before: pd.Series, after: pd.Series) -> tuple[pd.Series, pd.Series]:
    both = before.cat.categories.union(after.cat.categories)
    return before.cat.set_categories(both), after.cat.set_categories(both)


def _tidied(cells: pd.Series) -> pd.Series:
    # So that equal records make equal frames, whichever batches they came through.
    if not isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    used = cells.cat.remove_unused_categories()
    return used.cat.set_categories(used.cat.categories.astype("str").sort_values())
