"""The ledger: the durable, append-only list of batches. The only file that imports SQLAlchemy.

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
"""

import errno
import hashlib
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from pipelines import codebook, compare, dataset
from pipelines.codebook import Table
from pipelines.dataset import Dataset

VARIABLE = "CASUALTY_DESK_DATABASE"
"""The environment variable that says where the ledger is, as a SQLAlchemy URL."""

PATIENCE = 30
"""Seconds a writer waits for its turn before it gives up with a sentence."""

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

Kind = Literal["opening", "import", "undo"]

_METADATA = sa.MetaData()

_BATCHES = sa.Table(
    "batches",
    _METADATA,
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
    _BATCHES,
    "after_create",
    sa.DDL("ALTER TABLE batches ALTER COLUMN payload SET STORAGE EXTERNAL").execute_if(dialect="postgresql"),
)

_LISTED = [column for column in _BATCHES.c if column.name not in ("left_out", "readings", "payload")]

_ADVISORY_LOCK = 0x_CA5_DE5C
_ONE_WRITER = threading.Lock()

_CODED = pa.dictionary(pa.int32(), pa.large_string())
_ARROW_TYPES = {
    "key": pa.large_string(),
    "text": pa.large_string(),
    "link": pa.large_string(),
    "code": _CODED,
    "country": _CODED,
    "region": _CODED,
    "date": pa.date32(),
    "count": pa.int32(),
    "degrees": pa.float64(),
}
_TABLE_FIELD = pa.field("table", pa.string())
_ROWS_PER_GROUP = 262_144


class LedgerError(Exception):
    """Something the ledger cannot do. Its text is a sentence for people; the cause is chained for the log."""


class Unwritable(LedgerError):
    """The ledger cannot be written to: disk full, read-only, unreachable, busy for too long."""


class Unreadable(LedgerError):
    """The ledger cannot be read: unreachable, or its file is damaged."""


class Refused(LedgerError):
    """What was asked makes no sense here: no such batch or version, taken back already, needed by other batches."""


class Moved(LedgerError):
    """Someone else committed since the preview. `base` is the version previewed against, `head` the newest one."""

    def __init__(self, base: int, head: int, sentence: str) -> None:
        super().__init__(sentence)
        self.base = base
        self.head = head


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


def url() -> str:
    """Where the ledger is: `CASUALTY_DESK_DATABASE`, else `data/ledger.sqlite3` of this project."""
    return os.environ.get(VARIABLE) or f"sqlite:///{dataset.DATA / 'ledger.sqlite3'}"


def connect(address: str | None = None) -> Engine:
    """The ledger at `address` (a SQLAlchemy URL, `url()` unless given), made there if there is none.

    One engine serves all threads of a process; `dispose` it when done. Raises Refused when the address is not
    understood, Unwritable when the ledger has to be made and cannot be, Unreadable when it cannot be reached.
    """
    engine = _engine(_parsed(address or url()))
    try:
        with _reading(engine) as connection:
            is_there = sa.inspect(connection).has_table(_BATCHES.name)
        if not is_there:
            _make(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def seed(engine: Engine, empty: bool = False, *, who: str = "Casualty Desk", now: datetime | None = None) -> Receipt:
    """Opens a ledger that was never used: with the shipped data as batch 1, or, if `empty`, without a batch for good.

    Does nothing in a ledger that was used or opened before, whichever way; the receipt then says `was_there`. Two at
    once make one. Raises Unwritable, and ValueError when a shipped file breaks the schema.
    """
    with _reading(engine) as connection:
        if _is_open(connection):
            return Receipt(_head(connection), was_there=True)
    row = _row("opening", 0, who) if empty else _shipped(who)
    with _writing(engine) as connection:
        if _is_open(connection):
            return Receipt(_head(connection), was_there=True)
        return _append(connection, row, 0 if empty else 1, now)


def head(engine: Engine) -> int:
    """The version of the data: the number of the last batch, 0 without one. Cheap enough to ask every second."""
    with _reading(engine) as connection:
        return _head(connection)


def batches(engine: Engine) -> list[Batch]:
    """Every batch, newest first, those taken back included."""
    with _reading(engine) as connection:
        rows = connection.execute(sa.select(*_LISTED).where(_BATCHES.c.id > 0).order_by(_BATCHES.c.id)).all()
    undone_by = _undone_by(rows)
    listed = [
        Batch(**{**row._mapping, "at": row.at.replace(tzinfo=UTC)}, undone_by=undone_by.get(row.id)) for row in rows
    ]
    return listed[::-1]


def left_out(engine: Engine, batch: int) -> list:
    """What was left out of a batch when it was committed, as its committer put it on record.

    Raises Refused when there is no such batch.
    """
    with _reading(engine) as connection:
        row = connection.execute(sa.select(_BATCHES.c.left_out).where(_BATCHES.c.id == batch)).first()
    if row is None:
        raise Refused(f"There is no batch {batch} in the ledger.")
    return row.left_out


def records(engine: Engine, batch: int) -> dict[str, pd.DataFrame]:
    """The records that came with a batch, by table name, as they were committed; none for an undo.

    Raises Refused when there is no such batch, Unreadable when they cannot be read.
    """
    with _reading(engine) as connection:
        _refuse_unknown(batch, _entries(connection))
        return _collected(connection, [batch])


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
    with _reading(engine, Unwritable) as connection:
        there = _there_or_moved(connection, content_hash, base)
    if there:
        return there
    row = _row(
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
        payload=_packed(frames),
    )
    with _writing(engine) as connection:
        return _there_or_moved(connection, content_hash, base) or _append(connection, row, base + 1, now)


def undo(engine: Engine, batch: int, *, base: int, who: str, note: str = "", now: datetime | None = None) -> Receipt:
    """Takes a batch back, as the next batch. Taking back an undo gives back what it took.

    The same undo by the same person from the same base is found, not repeated: a double click is one undo. Raises
    Refused when there is no such batch, when it was taken back already, or when records of other batches point to
    records that only it holds; Moved and Unwritable as `commit` does.
    """
    fingerprint = content_hash([f"undo {batch} at {base} by {who}".encode()])
    row = _row("undo", base, who, note=note, content_hash=fingerprint, undoes=batch)
    with _writing(engine) as connection:
        there = _live_with(connection, fingerprint, base)
        if there:
            return there
        entries = _entries(connection)
        _refuse_unknown(batch, entries)
        _refuse_undone(connection, batch, entries)
        _refuse_moved(connection, base)
        _refuse_needed(connection, batch, entries)
        return _append(connection, row, base + 1, now)


def fold(engine: Engine, as_of: int | None = None, since: Dataset | None = None) -> Dataset:
    """The data as they stand, or as they stood at version `as_of` (0: before the first batch).

    `since` is a dataset folded from the same ledger earlier: where only imports came after it, they are merged into
    it and the older batches are not read again. The result is the same without it. Raises Refused when there is no
    such version, Unreadable when the ledger cannot be read.
    """
    with _reading(engine) as connection:
        entries = _entries(connection)
        version = entries[-1].id if as_of is None and entries else as_of or 0
        _refuse_no_version(version, entries)
        entries = [entry for entry in entries if entry.id <= version]
        newer = [entry for entry in entries if since and entry.id > since.version]
        if since and since.version <= version and not any(entry.kind == "undo" for entry in newer):
            return compare.merged(since, _collected(connection, [entry.id for entry in newer]), version)
        return Dataset(version, **_collected(connection, _live(entries)))


def without(engine: Engine, batch: int) -> Dataset:
    """The data as they would stand if a batch were taken back now: what an undo is previewed with.

    Raises Refused where `undo` would.
    """
    with _reading(engine) as connection:
        entries = _entries(connection)
        _refuse_unknown(batch, entries)
        _refuse_undone(connection, batch, entries)
        _refuse_needed(connection, batch, entries)
        version = entries[-1].id + 1
        return Dataset(version, **_collected(connection, _live([*entries, _Undo(version, batch)])))


def reading(engine: Engine, fingerprint: str) -> dict[str, object] | None:
    """How a table with a header of this fingerprint was read when one was last committed; None if none ever was."""
    with _reading(engine) as connection:
        query = sa.select(_BATCHES.c.readings).where(_BATCHES.c.kind == "import").order_by(_BATCHES.c.id.desc())
        kept = connection.execute(query).scalars().all()
    return next((each[fingerprint] for each in kept if fingerprint in each), None)


def version_at(engine: Engine, day: date) -> int:
    """The version of the data at the end of a day in UTC, 0 before the first batch."""
    end = datetime.combine(day, datetime.min.time()) + timedelta(days=1)
    with _reading(engine) as connection:
        return connection.execute(_newest().where(_BATCHES.c.at < end)).scalar() or 0


def revisions(engine: Engine, incident_id: str) -> pd.DataFrame:
    """What happened to an incident and its claims, oldest first, with the columns `REVISION_COLUMNS`.

    One row per cell that a batch changed (`change` "changed"), and one row, with blank `column`, `label`, `old` and
    `new`, per record that came ("added") or went by an undo ("removed"). `old` and `new` are text as in a CSV,
    `version` Int64, `at` datetime64[us, UTC], `undone_by` Int64: the batch that took this one back, missing where
    it is live. Batches taken back are included, and so are the undos, with what they changed back. A claim that was
    moved to another incident is in the history of both.
    """
    history = batches(engine)[::-1]
    with _reading(engine) as connection:
        said = _states(connection, [batch.id for batch in history if batch.kind == "import"], incident_id)
    rows = []
    before: _State = {}
    for count, batch in enumerate(history, start=1):
        if batch.kind == "import":
            after = {**before, **said.get(batch.id, {})}
        else:
            after = {key: record for number in _live(history[:count]) for key, record in said.get(number, {}).items()}
        committed = {"version": batch.id, "at": batch.at, "who": batch.who, "note": batch.note}
        rows += [{**committed, "undone_by": batch.undone_by, **change} for change in _revised(before, after)]
        before = after
    dtypes = dict.fromkeys(REVISION_COLUMNS, "str") | {
        "version": "Int64",
        "undone_by": "Int64",
        "at": "datetime64[us, UTC]",
    }
    return pd.DataFrame(rows, columns=list(REVISION_COLUMNS)).astype(dtypes)


# Where the ledger is, and one writer at a time


def _parsed(address: str) -> URL:
    # Hosting services hand out this older spelling, which SQLAlchemy no longer knows.
    spelt = "postgresql://" + address.removeprefix("postgres://") if address.startswith("postgres://") else address
    try:
        place = sa.make_url(spelt)
        backend = place.get_backend_name()
        place.get_dialect()
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
        raise Refused(_NOT_AN_ADDRESS) from error
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not place.database):
        raise Refused(_NOT_AN_ADDRESS)
    return place


def _engine(place: URL) -> Engine:
    if place.get_backend_name() == "postgresql":
        if place.drivername == "postgresql":
            place = place.set(drivername="postgresql+psycopg")
        return sa.create_engine(place, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    if not place.database.startswith("file:"):
        with _in_words(place, Unwritable):
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
        place = _as_it_stands(place)
    # Without an isolation level the driver opens no transactions of its own: `_writing` says when one begins.
    engine = sa.create_engine(place, connect_args={"isolation_level": None, "timeout": PATIENCE})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _as_it_stands(place: URL) -> URL:
    """A file in a folder that nobody here can write to is opened as immutable: SQLite needs a file beside it else."""
    file = Path(place.database).resolve()
    if not file.exists() or os.access(file.parent, os.W_OK) or Path(f"{file}-wal").exists():
        return place
    return place.set(database=f"file:{quote(str(file))}", query={"mode": "ro", "immutable": "1", "uri": "true"})


def _prepare_sqlite(connection, _record) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_size_limit = 16777216")


def _make(engine: Engine) -> None:
    if _is_sqlite(engine):
        _use_write_ahead_log(engine)
    with _writing(engine) as connection:
        if not sa.inspect(connection).has_table(_BATCHES.name):
            _METADATA.create_all(connection, checkfirst=False)


def _use_write_ahead_log(engine: Engine) -> None:
    """Readers and a writer then do not wait for each other. The setting stays with the file."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except sa.exc.OperationalError as error:
            # SQLite does not wait its busy time here when several processes make the same ledger at once.
            if _code(error) != "SQLITE_BUSY" or time.monotonic() > until:
                raise Unwritable(_sentence(engine.url, Unwritable, error)) from error
            time.sleep(0.01)


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


@contextmanager
def _reading(engine: Engine, failure: type[LedgerError] = Unreadable) -> Iterator[Connection]:
    with _in_words(engine.url, failure), engine.connect() as connection:
        yield connection


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other writer overlaps: committed at the end of the block, rolled back on any error."""
    # SQLite lets waiting writers poll; within this process a lock hands the turn on at once.
    turn = _ONE_WRITER if _is_sqlite(engine) else nullcontext()
    with turn, _in_words(engine.url, Unwritable), engine.begin() as connection:
        if _is_sqlite(engine):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        yield connection


# Rows


def _row(kind: Kind, base: int, who: str, **rest: object) -> dict[str, object]:
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


def _shipped(who: str) -> dict[str, object]:
    frames = dataset.shipped()
    files = [dataset.DATA / table.file_name for table in codebook.TABLES]
    return _row(
        "import",
        0,
        who,
        note="The data shipped with Casualty Desk",
        file_name=", ".join(file.name for file in files),
        content_hash=content_hash(file.read_bytes() for file in files),
        format="native",
        counts={
            name: {"added": len(frame), "changed": 0, "unchanged": 0, "left_out": 0} for name, frame in frames.items()
        },
        payload=_packed(frames),
    )


def _append(connection: Connection, row: Mapping[str, object], number: int, now: datetime | None) -> Receipt:
    at = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    connection.execute(_BATCHES.insert().values(id=number, at=at, **row))
    return Receipt(number, was_there=False)


def _newest() -> sa.Select:
    return sa.select(sa.func.max(_BATCHES.c.id))


def _head(connection: Connection) -> int:
    return connection.execute(_newest()).scalar() or 0


def _is_open(connection: Connection) -> bool:
    return connection.execute(_newest()).scalar() is not None


def _entries(connection: Connection) -> Sequence[sa.Row]:
    columns = (_BATCHES.c.id, _BATCHES.c.kind, _BATCHES.c.undoes)
    return connection.execute(sa.select(*columns).order_by(_BATCHES.c.id)).all()


def _undone_by(entries: Sequence) -> dict[int, int]:
    """Batch taken back -> batch that took it back, from entries in order. An undo counts while it is live itself."""
    undone_by: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.kind == "undo" and entry.id not in undone_by:
            undone_by[entry.undoes] = entry.id
    return undone_by


def _live(entries: Sequence) -> list[int]:
    """The numbers of the imports that make up the data, in order."""
    undone_by = _undone_by(entries)
    return [entry.id for entry in entries if entry.kind == "import" and entry.id not in undone_by]


def _live_with(connection: Connection, fingerprint: str, base: int) -> Receipt | None:
    """The live batch that the same content made from the same base, or that is the last batch of all.

    A batch that others followed is not it: committing its file once more may bring back what they changed.
    """
    query = sa.select(_BATCHES.c.id, _BATCHES.c.base).where(_BATCHES.c.content_hash == fingerprint)
    same = connection.execute(query.order_by(_BATCHES.c.id)).all()
    if not same:
        return None
    entries = _entries(connection)
    undone_by = _undone_by(entries)
    there = (row.id for row in same if row.id not in undone_by and (row.base == base or row.id == entries[-1].id))
    return next((Receipt(number, was_there=True) for number in there), None)


def _there_or_moved(connection: Connection, fingerprint: str, base: int) -> Receipt | None:
    there = _live_with(connection, fingerprint, base)
    if not there:
        _refuse_moved(connection, base)
    return there


# What is refused


def _refuse_moved(connection: Connection, base: int) -> None:
    newest = _head(connection)
    if newest == base:
        return
    who = connection.execute(sa.select(_BATCHES.c.who).where(_BATCHES.c.id == newest)).scalar()
    raise Moved(
        base,
        newest,
        f"Your preview was made against version {base}, but the newest is version {newest}"
        f"{f', committed by {who}' if who else ''}. Nothing of yours was written: look at the preview again.",
    )


def _refuse_no_version(version: int, entries: Sequence) -> None:
    newest = entries[-1].id if entries else 0
    if not 0 <= version <= newest:
        raise Refused(f"There is no version {version} of the data; the newest is version {newest}.")


def _refuse_unknown(batch: int, entries: Sequence) -> None:
    if batch < 1 or all(entry.id != batch for entry in entries):
        raise Refused(f"There is no batch {batch} in the ledger.")


def _refuse_undone(connection: Connection, batch: int, entries: Sequence) -> None:
    by = _undone_by(entries).get(batch)
    if by is None:
        return
    row = connection.execute(sa.select(_BATCHES.c.who, _BATCHES.c.at).where(_BATCHES.c.id == by)).one()
    raise Refused(
        f"Batch {batch} was taken back already, by {row.who} on {row.at:%d %B %Y} (batch {by}). "
        f"To have it again, take back batch {by}."
    )


def _refuse_needed(connection: Connection, batch: int, entries: Sequence) -> None:
    following = [*entries, _Undo(entries[-1].id + 1, batch)]
    astray = _astray(connection, _live(following))
    if not astray:
        return
    new = astray - _astray(connection, _live(entries))
    if not new:
        return
    name, key, target = min(new)
    raise Refused(
        f"Batch {batch} cannot be taken back alone: {len(new):,} records of other batches point to records that "
        f"only it holds, for example {name} {key} to {target}. Take those batches back first."
    )


@dataclass(frozen=True, slots=True)
class _Undo:
    id: int
    undoes: int
    kind: Kind = "undo"


def _astray(connection: Connection, live: Sequence[int]) -> set[tuple[str, str, str]]:
    """Table, key and target of each reference that leads nowhere when these batches are live."""
    linked = {table.name: [table.key, *table.references] for table in codebook.TABLES}
    frames = _collected(connection, live, linked)
    found: set[tuple[str, str, str]] = set()
    for table in codebook.TABLES:
        frame = frames[table.name]
        for column, target in table.references.items():
            there = frames[target][codebook.table(target).key]
            lost = frame[frame[column].notna().to_numpy() & ~compare.among(frame[column], there)]
            found |= {(table.name, key, aim) for key, aim in zip(lost[table.key], lost[column], strict=True)}
    return found


# Records


def _packed(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Typed frames as one Parquet file: the columns of all tables, one table to a row group, `table` says which."""
    fields = {str(column): _ARROW_TYPES[column.kind] for table in codebook.TABLES for column in table.columns}
    shape = pa.schema([_TABLE_FIELD, *fields.items()])
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, shape, compression="zstd", write_page_checksum=True) as writer:
        for table in codebook.TABLES:
            if len(frames.get(table.name, ())):
                records = _arrow(frames[table.name], table)
                records = records.append_column(_TABLE_FIELD, pa.repeat(table.name, records.num_rows))
                writer.write_table(_shaped(records, shape), row_group_size=_ROWS_PER_GROUP)
    return sink.getvalue().to_pybytes()


def _arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    return pa.Table.from_pandas(frame[list(table.columns)], _shape(table.columns), preserve_index=False)


def _shape(columns: Iterable[codebook.Column]) -> pa.Schema:
    return pa.schema([(str(column), _ARROW_TYPES[column.kind]) for column in columns])


def _shaped(records: pa.Table, shape: pa.Schema) -> pa.Table:
    """The columns of `shape`, blank where `records` has none: of another table, or from before the column existed."""
    columns = [
        records[field.name] if field.name in records.column_names else pa.nulls(records.num_rows, field.type)
        for field in shape
    ]
    return pa.table(columns, schema=shape)


def _unpacked(
    file: pq.ParquetFile,
    table: Table,
    columns: Sequence[codebook.Column],
    where: tuple[codebook.Column, set[str]] | None = None,
) -> pa.Table:
    """The records of one table, these columns of them; `where` keeps those whose cell is one of some values."""
    there = set(file.schema.names)
    kept = [column for column in columns if column in there]
    parts = [_shape(columns).empty_table()]
    for group in range(file.num_row_groups):
        if file.metadata.row_group(group).column(0).statistics.min != table.name:
            continue
        hits = _hits(file, group, *where) if where else None
        if hits is None or pc.any(hits).as_py():
            records = _shaped(file.read_row_group(group, columns=kept), _shape(columns))
            parts.append(records if hits is None else records.filter(hits))
    return pa.concat_tables(parts)


def _hits(file: pq.ParquetFile, group: int, column: codebook.Column, values: set[str]) -> pa.ChunkedArray:
    cells = file.read_row_group(group, columns=[column])[column]
    return pc.is_in(cells, value_set=pa.array(sorted(values), cells.type))


def _payloads(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, pq.ParquetFile]]:
    """The payloads of these batches, in order, few at a time in memory."""
    if not numbers:
        return
    wanted = set(numbers)
    query = (
        sa.select(_BATCHES.c.id, _BATCHES.c.payload)
        .where(_BATCHES.c.id.between(min(wanted), max(wanted)), _BATCHES.c.kind == "import")
        .order_by(_BATCHES.c.id)
        .execution_options(yield_per=4)
    )
    with connection.execute(query) as rows:
        for number, payload in rows:
            if number in wanted:
                with _readable(number):
                    file = pq.ParquetFile(pa.BufferReader(payload), page_checksum_verification=True)
                yield number, file


def _collected(
    connection: Connection, numbers: Sequence[int], columns: Mapping[str, Sequence[codebook.Column]] | None = None
) -> dict[str, pd.DataFrame]:
    """The last record of each key over these batches, by table: typed, all columns or those named per table."""
    wanted = columns or {table.name: table.columns for table in codebook.TABLES}
    parts: dict[str, list[pa.Table]] = {table.name: [] for table in codebook.TABLES}
    for number, file in _payloads(connection, numbers):
        with _readable(number):
            for table in codebook.TABLES:
                parts[table.name].append(_unpacked(file, table, wanted[table.name]))
    return {
        table.name: compare.latest(_frame(parts.pop(table.name), wanted[table.name]), table)
        for table in codebook.TABLES
    }


@contextmanager
def _readable(number: int) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise Unreadable(
            f"The records of batch {number} are damaged in the ledger. Bring the ledger back from its backup."
        ) from error


def _frame(parts: Sequence[pa.Table], columns: Sequence[codebook.Column]) -> pd.DataFrame:
    records = pa.concat_tables([_shape(columns).empty_table(), *parts])
    # One chunk per column: taking rows from a text column of many chunks joins them anew each time.
    records = records.unify_dictionaries().combine_chunks()
    for number, column in enumerate(columns):
        if column.kind == "date":
            records = records.set_column(number, str(column), pc.cast(records.column(number), pa.timestamp("s")))
    return records.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get, split_blocks=True, self_destruct=True)


# The history of an incident

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
        frame = _frame([tables[table.name] for tables in found.values()], table.columns)
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
    for number, file in _payloads(connection, numbers):
        with _readable(number):
            tables = {table.name: _unpacked(file, table, table.columns, wanted[table.name]) for table in _HISTORIC}
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


# What stands in the way, in words

_NOT_AN_ADDRESS = (
    f"The address of the ledger ({VARIABLE}) is not understood. Expected something like "
    "sqlite:////srv/casualties/ledger.sqlite3 or postgresql://user:password@host/database."
)

_FULL = "The disk that holds the ledger is full or refuses to be written to. Make room on it, then try again."
_READ_ONLY = "The ledger is open for reading only. Ask whoever looks after it for the right to write to it."
_BUSY = "Others are writing to the ledger, and it was not free for {patience} seconds. Try again in a moment."
_DAMAGED = "The file of the ledger is damaged or is not a ledger ({place}). Bring the ledger back from its backup."
_TOO_LARGE = "The update is too large for one batch of the ledger. Split its file in two and commit each."
_UNREACHABLE = "The ledger cannot be reached ({place}). Try again when it is back."
_OTHER = "The ledger could not be used ({place}); the program's log says why."

_NOT_WRITTEN = "Nothing was written, and what was committed before is safe."
_PERHAPS_WRITTEN = "If the batch arrived all the same, it is recognised then, and not written twice."

_SENTENCES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_TOOBIG": _TOO_LARGE,
    "53": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "55P03": _BUSY,
    "54": _TOO_LARGE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "lost": _UNREACHABLE,
}
"""The beginning of an error code (SQLite's name, PostgreSQL's SQLSTATE, ours) -> what it means to a person."""


@contextmanager
def _in_words(place: URL, kind: type[LedgerError]) -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
        raise kind(_sentence(place, kind, error)) from error


def _sentence(place: URL, kind: type[LedgerError], error: Exception) -> str:
    code = _code(error)
    meant = next((sentence for start, sentence in _SENTENCES.items() if code.startswith(start)), _OTHER)
    shown = place.database if place.get_backend_name() == "sqlite" else _without_secrets(place)
    sentence = meant.format(place=shown, patience=PATIENCE)
    if kind is not Unwritable:
        return sentence
    return f"{sentence} {_PERHAPS_WRITTEN if meant in (_UNREACHABLE, _OTHER) else _NOT_WRITTEN}"


def _without_secrets(place: URL) -> str:
    return URL.create("postgresql", None, None, place.host, place.port, place.database).render_as_string()


def _code(error: Exception) -> str:
    if isinstance(error, OSError):
        return "SQLITE_FULL" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "SQLITE_READONLY"
    if isinstance(error, sa.exc.TimeoutError):
        return "SQLITE_BUSY"
    named = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    # A driver that never got through to its server has no code to give.
    return named or ("lost" if isinstance(error, sa.exc.OperationalError) else "")
