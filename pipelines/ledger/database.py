"""Where the ledger is, how it is reached, and one writer at a time."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from pipelines import dataset
from pipelines.ledger import errors
from pipelines.ledger.errors import LedgerError, Refused, Unreadable, Unwritable
from pipelines.ledger.rows import BATCHES, METADATA
from pipelines.wording import ledger as words

VARIABLE = "CASUALTY_DESK_DATABASE"
"""The environment variable that says where the ledger is, as a SQLAlchemy URL."""

PATIENCE = 30
"""Seconds a writer waits for its turn before it gives up with a sentence."""

_ADVISORY_LOCK = 0x_CA5_DE5C
_ONE_WRITER = threading.Lock()


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
        with reading(engine) as connection:
            is_there = sa.inspect(connection).has_table(BATCHES.name)
        if not is_there:
            _make(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _parsed(address: str) -> URL:
    # Hosting services hand out this older spelling, which SQLAlchemy no longer knows.
    spelt = "postgresql://" + address.removeprefix("postgres://") if address.startswith("postgres://") else address
    try:
        place = sa.make_url(spelt)
        backend = place.get_backend_name()
        place.get_dialect()
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as error:
        raise Refused(words.NOT_AN_ADDRESS.format(variable=VARIABLE)) from error
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not place.database):
        raise Refused(words.NOT_AN_ADDRESS.format(variable=VARIABLE))
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
    # Without an isolation level the driver opens no transactions of its own: `writing` says when one begins.
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
    with writing(engine) as connection:
        if not sa.inspect(connection).has_table(BATCHES.name):
            METADATA.create_all(connection, checkfirst=False)


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
            if errors.code_of(error) != "SQLITE_BUSY" or time.monotonic() > until:
                raise Unwritable(errors.sentence_for(engine.url, Unwritable, error, PATIENCE)) from error
            time.sleep(0.01)


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine, failure: type[LedgerError] = Unreadable) -> Iterator[Connection]:
    """A connection to read with; what goes wrong is said as `failure`."""
    with _in_words(engine.url, failure), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
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


@contextmanager
def _in_words(place: URL, kind: type[LedgerError]) -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
        raise kind(errors.sentence_for(place, kind, error, PATIENCE)) from error
