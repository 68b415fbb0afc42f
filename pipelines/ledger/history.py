"""The history of an incident: what each batch changed in it and in its claims."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa
from sqlalchemy.engine import Connection, Engine

from pipelines import codebook, compare
from pipelines.ledger import packing
from pipelines.ledger.database import reading
from pipelines.ledger.rows import listed, live, payloads

REVISION_COLUMNS = (
    "version",
    "at",
    "who",
    "note",
    "table",
    "key",
    "change",
    "column",
    "label",
    "old",
    "new",
    "undone_by",
)
"""The columns of `revisions`."""


def revisions(engine: Engine, incident_id: str) -> pd.DataFrame:
    """What happened to an incident and its claims, oldest first, with the columns `REVISION_COLUMNS`.

    One row per cell that a batch changed (`change` "changed"), and one row, with blank `column`, `label`, `old` and
    `new`, per record that came ("added") or went by an undo ("removed"). `old` and `new` are text as in a CSV,
    `version` Int64, `at` datetime64[us, UTC], `undone_by` Int64: the batch that took this one back, missing where
    it is live. Batches taken back are included, and so are the undos, with what they changed back. A claim that was
    moved to another incident is in the history of both.
    """
    with reading(engine) as connection:
        history = listed(connection)
        said = _states(connection, [batch.id for batch in history if batch.kind == "import"], incident_id)
    rows = []
    before: _State = {}
    for count, batch in enumerate(history, start=1):
        if batch.kind == "import":
            after = {**before, **said.get(batch.id, {})}
        else:
            after = {key: record for number in live(history[:count]) for key, record in said.get(number, {}).items()}
        committed = {"version": batch.id, "at": batch.at, "who": batch.who, "note": batch.note}
        rows += [{**committed, "undone_by": batch.undone_by, **change} for change in _revised(before, after)]
        before = after
    dtypes = dict.fromkeys(REVISION_COLUMNS, "str") | {
        "version": "Int64",
        "undone_by": "Int64",
        "at": "datetime64[us, UTC]",
    }
    return pd.DataFrame(rows, columns=list(REVISION_COLUMNS)).astype(dtypes)


_HISTORIC = (codebook.INCIDENTS_TABLE, codebook.CASUALTIES_TABLE, codebook.DAMAGE_TABLE)

_Found = dict[int, dict[str, pa.Table]]
"""Batch -> table name -> some of its records."""

_State = dict[tuple[str, str], dict[str, str | None]]
"""Table name and key -> column -> value as text, None for blank."""


def _states(connection: Connection, numbers: Sequence[int], incident_id: str) -> dict[int, _State]:
    """Batch -> what it says of the incident and of every claim that was ever one of its claims."""
    its = {table.name: (codebook.INCIDENT_ID, {incident_id}) for table in _HISTORIC}
    found = _where(connection, numbers, its)
    keys = {
        table.name: (table.key, {key for tables in found.values() for key in tables[table.name][table.key].to_pylist()})
        for table in _HISTORIC
    }
    # Once more by key: a record that moves a claim elsewhere does not name this incident.
    found = _where(connection, numbers, keys) if found else found
    states: dict[int, _State] = {number: {} for number in found}
    for table in _HISTORIC:
        of_batch = [number for number, tables in found.items() for _ in range(tables[table.name].num_rows)]
        frame = packing.frame([tables[table.name] for tables in found.values()], table.columns)
        for number, record in zip(of_batch, _as_texts(frame), strict=True):
            states[number][table.name, record[table.key]] = record
    return states


def _as_texts(frame: pd.DataFrame) -> list[dict[str, str | None]]:
    texts = {name: compare.as_text(cells).astype(object) for name, cells in frame.items()}
    return pd.DataFrame({name: cells.where(cells.notna(), None) for name, cells in texts.items()}).to_dict("records")


def _where(
    connection: Connection, numbers: Sequence[int], wanted: Mapping[str, tuple[codebook.Column, set[str]]]
) -> _Found:
    found: _Found = {}
    for number, file in payloads(connection, numbers):
        with packing.readable(number):
            tables = {
                table.name: packing.unpacked(file, table, table.columns, wanted[table.name]) for table in _HISTORIC
            }
        if any(records.num_rows for records in tables.values()):
            found[number] = tables
    return found


def _revised(before: _State, after: _State) -> list[dict[str, object]]:
    """What came, changed and went between two states, as the last columns of `revisions`."""
    rows = []
    for name, key in {**before, **after}:
        old, new = before.get((name, key)), after.get((name, key))
        record = {"table": name, "key": key}
        if old is None or new is None:
            rows.append({**record, "change": "added" if old is None else "removed"})
            continue
        rows += [
            {**record, "change": "changed", "column": str(c), "label": c.label, "old": old[c], "new": new[c]}
            for c in codebook.table(name).columns
            if old[c] != new[c]
        ]
    return rows
