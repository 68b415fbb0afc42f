"""The ledger: the durable, append-only list of batches. The only place that imports SQLAlchemy.

One table, in SQLite or PostgreSQL. A batch is one import (the validated frames as one Parquet blob) or one undo (the
number of the batch that it takes back). Batches are numbered 1, 2, 3 without a gap; the number of the last one is the
version of the data. Nothing is ever changed or deleted: the state of the data is the *fold* of the live batches, the
last record of each key over them in order, so *as of* is a shorter fold and undo is one more batch.

What makes it safe to be interrupted, clicked twice and used by several at once:

- a commit is one transaction, and one writer at a time is let in;
- it names the version it was previewed against, and is refused with `Moved` when that is no longer the newest;
- the same content from the same base is not written a second time: the receipt says that it was there.

A ledger without a row was never used, and `seed` puts the shipped data into it. A ledger that is to start and stay
empty has a row 0, its opening, which is not a batch; with it version 0 is the version of no data.

Every error a person can meet is a `LedgerError`, and its text is a sentence for that person.

    database   where the ledger is, how it is reached, one writer at a time
    rows       the table and its rows
    packing    frames to Parquet and back
    history    what happened to an incident
    refuse     what is refused, and why
    errors     the errors, and what stands in the way, in words
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from pipelines import codebook, compare, dataset, wording
from pipelines.dataset import Dataset
from pipelines.ledger import database, packing, refuse, rows
from pipelines.ledger.database import VARIABLE, connect, url
from pipelines.ledger.errors import LedgerError, Moved, Refused, Unreadable, Unwritable
from pipelines.ledger.history import REVISION_COLUMNS, revisions
from pipelines.ledger.rows import BATCHES, Batch, Kind, Receipt, Undo
from pipelines.wording import ledger as words

__all__ = [
    "REVISION_COLUMNS",
    "VARIABLE",
    "Batch",
    "Engine",
    "Kind",
    "LedgerError",
    "Moved",
    "Receipt",
    "Refused",
    "Unreadable",
    "Unwritable",
    "batches",
    "commit",
    "connect",
    "content_hash",
    "fold",
    "head",
    "left_out",
    "reading",
    "records",
    "revisions",
    "seed",
    "undo",
    "url",
    "version_at",
    "without",
]


def seed(engine: Engine, empty: bool = False, *, who: str = wording.APP, now: datetime | None = None) -> Receipt:
    """Opens a ledger that was never used: with the shipped data as batch 1, or, if `empty`, without a batch for good.

    Does nothing in a ledger that was used or opened before, whichever way; the receipt then says `was_there`. Two at
    once make one. Raises Unwritable, and ValueError when a shipped file breaks the schema.
    """
    with database.reading(engine) as connection:
        if rows.is_open(connection):
            return Receipt(rows.head(connection), was_there=True)
    row = rows.row("opening", 0, who) if empty else _shipped(who)
    with database.writing(engine) as connection:
        if rows.is_open(connection):
            return Receipt(rows.head(connection), was_there=True)
        return rows.append(connection, row, 0 if empty else 1, now)


def _shipped(who: str) -> dict[str, object]:
    frames = dataset.shipped()
    files = [dataset.DATA / table.file_name for table in codebook.TABLES]
    return rows.row(
        "import",
        0,
        who,
        note=words.SHIPPED,
        file_name=", ".join(file.name for file in files),
        content_hash=content_hash(file.read_bytes() for file in files),
        format=words.SHIPPED_FORMAT,
        counts={
            name: {"added": len(frame), "changed": 0, "unchanged": 0, "left_out": 0} for name, frame in frames.items()
        },
        payload=packing.packed(frames),
    )


def head(engine: Engine) -> int:
    """The version of the data: the number of the last batch, 0 without one. Cheap enough to ask every second."""
    with database.reading(engine) as connection:
        return rows.head(connection)


def batches(engine: Engine) -> list[Batch]:
    """Every batch, newest first, those taken back included."""
    with database.reading(engine) as connection:
        return rows.listed(connection)[::-1]


def left_out(engine: Engine, batch: int) -> list:
    """What was left out of a batch when it was committed, as its committer put it on record.

    Raises Refused when there is no such batch.
    """
    with database.reading(engine) as connection:
        row = connection.execute(sa.select(BATCHES.c.left_out).where(BATCHES.c.id == batch)).first()
    if row is None:
        raise Refused(words.NO_BATCH.format(batch=batch))
    return row.left_out


def records(engine: Engine, batch: int) -> dict[str, pd.DataFrame]:
    """The records that came with a batch, by table name, as they were committed; none for an undo.

    Raises Refused when there is no such batch, Unreadable when they cannot be read.
    """
    with database.reading(engine) as connection:
        refuse.unknown(batch, rows.outline(connection))
        return rows.collected(connection, [batch])


def content_hash(files: Iterable[bytes]) -> str:
    """The fingerprint of the content of one or several files, whatever their order and names: 64 hex digits."""
    each = sorted(hashlib.sha256(content).digest() for content in files)
    return hashlib.sha256(b"".join(each)).hexdigest()


def commit(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    *,
    base: int,
    who: str,
    content_hash: str,
    note: str = "",
    file_name: str = "",
    format: str = "",
    counts: Mapping[str, Mapping[str, int]] | None = None,
    left_out: Sequence = (),
    readings: Mapping[str, Mapping[str, object]] | None = None,
    now: datetime | None = None,
) -> Receipt:
    """Commits validated frames (typed, by table name; a table may be missing) as the next batch, all or nothing.

    When this returns, the batch is on the disk. `base` is the version that the preview was made against.
    `content_hash` is the file's fingerprint: a live batch with the same one and the same `base` is found, not repeated,
    so a commit may be tried again after any error; so is one that nobody followed. `counts` and `left_out` are kept as
    they are (JSON). `readings` keeps how tables without a known layout were read, by the fingerprint of their header;
    `reading` finds it again. `now`, an aware datetime, is the current time unless given.

    Raises Moved when someone else committed since `base`, Unwritable when the ledger cannot be written to; nothing is
    written then.
    """
    # Asked before the records are packed, since that takes long for many, and asked again when nobody else can write.
    with database.reading(engine, Unwritable) as connection:
        there = _there_or_moved(connection, content_hash, base)
    if there:
        return there
    row = rows.row(
        "import",
        base,
        who,
        note=note,
        file_name=file_name,
        content_hash=content_hash,
        format=format,
        counts={name: dict(numbers) for name, numbers in (counts or {}).items()},
        left_out=list(left_out),
        readings=dict(readings or {}),
        payload=packing.packed(frames),
    )
    with database.writing(engine) as connection:
        return _there_or_moved(connection, content_hash, base) or rows.append(connection, row, base + 1, now)


def _there_or_moved(connection: Connection, fingerprint: str, base: int) -> Receipt | None:
    there = rows.live_with(connection, fingerprint, base)
    if not there:
        refuse.moved(connection, base)
    return there


def undo(engine: Engine, batch: int, *, base: int, who: str, note: str = "", now: datetime | None = None) -> Receipt:
    """Takes a batch back, as the next batch. Taking back an undo gives back what it took.

    The same undo by the same person from the same base is found, not repeated: a double click is one undo. Raises
    Refused when there is no such batch, when it was taken back already, when records of other batches point to records
    that only it holds, or when incidents would repeat each other in a circle; Moved and Unwritable as `commit` does.
    """
    fingerprint = content_hash([f"undo {batch} at {base} by {who}".encode()])
    row = rows.row("undo", base, who, note=note, content_hash=fingerprint, undoes=batch)
    with database.writing(engine) as connection:
        there = rows.live_with(connection, fingerprint, base)
        if there:
            return there
        entries = rows.outline(connection)
        refuse.unknown(batch, entries)
        refuse.undone(connection, batch, entries)
        refuse.moved(connection, base)
        refuse.needed(connection, batch, entries)
        refuse.circling(connection, batch, entries)
        return rows.append(connection, row, base + 1, now)


def fold(engine: Engine, as_of: int | None = None, since: Dataset | None = None) -> Dataset:
    """The data as they stand, or as they stood at version `as_of` (0: before the first batch).

    `since` is a dataset folded from the same ledger earlier: where only imports came after it, they are merged into
    it and the older batches are not read again. The result is the same without it. Raises Refused when there is no
    such version, Unreadable when the ledger cannot be read.
    """
    with database.reading(engine) as connection:
        entries = rows.outline(connection)
        version = entries[-1].id if as_of is None and entries else as_of or 0
        refuse.no_version(version, entries)
        entries = [entry for entry in entries if entry.id <= version]
        committed = entries[-1].at.date() if version else None
        newer = [entry for entry in entries if since and entry.id > since.version]
        if since and since.version <= version and not any(entry.kind == "undo" for entry in newer):
            merged = compare.merged(since, rows.collected(connection, [entry.id for entry in newer]), version)
            return replace(merged, committed=committed)
        return Dataset(version, **rows.collected(connection, rows.live(entries)), committed=committed)


def without(engine: Engine, batch: int) -> Dataset:
    """The data as they would stand if a batch were taken back now: what an undo is previewed with.

    Raises Refused where `undo` would.
    """
    with database.reading(engine) as connection:
        entries = rows.outline(connection)
        refuse.unknown(batch, entries)
        refuse.undone(connection, batch, entries)
        refuse.needed(connection, batch, entries)
        refuse.circling(connection, batch, entries)
        version = entries[-1].id + 1
        return Dataset(version, **rows.collected(connection, rows.live([*entries, Undo(version, batch)])))


def reading(engine: Engine, fingerprint: str) -> dict[str, object] | None:
    """How a table with a header of this fingerprint was read when one was last committed; None if none ever was."""
    with database.reading(engine) as connection:
        query = sa.select(BATCHES.c.readings).where(BATCHES.c.kind == "import").order_by(BATCHES.c.id.desc())
        kept = connection.execute(query).scalars().all()
    return next((each[fingerprint] for each in kept if fingerprint in each), None)


def version_at(engine: Engine, day: date) -> int:
    """The version of the data at the end of a day in UTC, 0 before the first batch."""
    end = datetime.combine(day, datetime.min.time()) + timedelta(days=1)
    with database.reading(engine) as connection:
        return connection.execute(rows.NEWEST.where(BATCHES.c.at < end)).scalar() or 0
