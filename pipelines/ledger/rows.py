"""The one table of the ledger: its rows, which of them make up the data, and the records that came with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipelines import codebook, compare
from pipelines.ledger import packing

Kind = Literal["opening", "import", "undo"]

METADATA = sa.MetaData()

BATCHES = sa.Table(
    "batches",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("undoes", sa.Integer),
    sa.Column("base", sa.Integer, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
    sa.Column("left_out", sa.JSON, nullable=False),
    sa.Column("readings", sa.JSON, nullable=False),
    sa.Column("payload", sa.LargeBinary),
)

# Parquet is compressed already; without this PostgreSQL tries to compress it once more, and takes seconds to fail.
sa.event.listen(
    BATCHES,
    "after_create",
    sa.DDL("ALTER TABLE batches ALTER COLUMN payload SET STORAGE EXTERNAL").execute_if(dialect="postgresql"),
)

NEWEST = sa.select(sa.func.max(BATCHES.c.id))
"""Asks for the number of the last row; none in a ledger that was never used. Made once, since each click asks it."""

_LISTED = [column for column in BATCHES.c if column.name not in ("left_out", "readings", "payload")]


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch, without its records.

    `at` is in UTC. `base` is the version it was previewed against. `counts` is what the committer passed in: per
    table the number of records added, changed, unchanged and left out. `undoes` is the batch that this one takes
    back, `undone_by` the one that took this one back; None for neither.
    """

    id: int
    kind: Kind
    undoes: int | None
    base: int
    who: str
    at: datetime
    note: str
    file_name: str
    content_hash: str
    format: str
    counts: dict[str, dict[str, int]]
    undone_by: int | None

    @property
    def is_live(self) -> bool:
        """Whether it has an effect: nobody took it back."""
        return self.undone_by is None


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a batch is in the ledger for good. `was_there` says that it was there before, and nothing was written."""

    version: int
    was_there: bool


def row(kind: Kind, base: int, who: str, **rest: object) -> dict[str, object]:
    """A row of the table, blank where nothing is given, without its number and time."""
    blank = {
        "undoes": None,
        "note": "",
        "file_name": "",
        "content_hash": "",
        "format": "",
        "counts": {},
        "left_out": [],
        "readings": {},
        "payload": None,
    }
    return {"kind": kind, "base": base, "who": who, **blank, **rest}


def append(connection: Connection, row: Mapping[str, object], number: int, now: datetime | None) -> Receipt:
    """Writes a row as the batch of this number."""
    at = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    connection.execute(BATCHES.insert().values(id=number, at=at, **row))
    return Receipt(number, was_there=False)


def head(connection: Connection) -> int:
    """The version of the data."""
    return connection.execute(NEWEST).scalar() or 0


def is_open(connection: Connection) -> bool:
    """Whether the ledger was used, or opened to stay empty."""
    return connection.execute(NEWEST).scalar() is not None


def outline(connection: Connection) -> Sequence[sa.Row]:
    """Number, kind, time and what it undoes of each row, in order."""
    columns = (BATCHES.c.id, BATCHES.c.kind, BATCHES.c.at, BATCHES.c.undoes)
    return connection.execute(sa.select(*columns).order_by(BATCHES.c.id)).all()


def listed(connection: Connection) -> list[Batch]:
    """Every batch, oldest first, those taken back included."""
    rows = connection.execute(sa.select(*_LISTED).where(BATCHES.c.id > 0).order_by(BATCHES.c.id)).all()
    undone_by = undoers(rows)
    return [
        Batch(**{**row._mapping, "at": row.at.replace(tzinfo=UTC)}, undone_by=undone_by.get(row.id)) for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Undo:
    """An undo that is not in the ledger: among entries it shows how the data would stand."""

    id: int
    undoes: int
    kind: Kind = "undo"


def undoers(entries: Sequence) -> dict[int, int]:
    """Batch taken back -> batch that took it back, from entries in order. An undo counts while it is live itself."""
    undone_by: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.kind == "undo" and entry.id not in undone_by:
            undone_by[entry.undoes] = entry.id
    return undone_by


def live(entries: Sequence) -> list[int]:
    """The numbers of the imports that make up the data, in order."""
    undone_by = undoers(entries)
    return [entry.id for entry in entries if entry.kind == "import" and entry.id not in undone_by]


def live_with(connection: Connection, fingerprint: str, base: int) -> Receipt | None:
    """The live batch that the same content made from the same base, or that is the last batch of all.

    A batch that others followed is not it: committing its file once more may bring back what they changed.
    """
    query = sa.select(BATCHES.c.id, BATCHES.c.base).where(BATCHES.c.content_hash == fingerprint)
    same = connection.execute(query.order_by(BATCHES.c.id)).all()
    if not same:
        return None
    entries = outline(connection)
    undone_by = undoers(entries)
    there = (row.id for row in same if row.id not in undone_by and (row.base == base or row.id == entries[-1].id))
    return next((Receipt(number, was_there=True) for number in there), None)


def payloads(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, pq.ParquetFile]]:
    """The payloads of these batches, in order, few at a time in memory."""
    if not numbers:
        return
    wanted = set(numbers)
    query = (
        sa.select(BATCHES.c.id, BATCHES.c.payload)
        .where(BATCHES.c.id.between(min(wanted), max(wanted)), BATCHES.c.kind == "import")
        .order_by(BATCHES.c.id)
        .execution_options(yield_per=4)
    )
    with connection.execute(query) as rows:
        for number, payload in rows:
            if number in wanted:
                with packing.readable(number):
                    file = pq.ParquetFile(pa.BufferReader(payload), page_checksum_verification=True)
                yield number, file


def collected(
    connection: Connection, numbers: Sequence[int], columns: Mapping[str, Sequence[codebook.Column]] | None = None
) -> dict[str, pd.DataFrame]:
    """The last record of each key over these batches, by table: typed, all columns or those named per table."""
    wanted = columns or {table.name: table.columns for table in codebook.TABLES}
    parts: dict[str, list[pa.Table]] = {table.name: [] for table in codebook.TABLES}
    for number, file in payloads(connection, numbers):
        with packing.readable(number):
            for table in codebook.TABLES:
                parts[table.name].append(packing.unpacked(file, table, wanted[table.name]))
    return {
        table.name: compare.latest(packing.frame(parts.pop(table.name), wanted[table.name]), table)
        for table in codebook.TABLES
    }
