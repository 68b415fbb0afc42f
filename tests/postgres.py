"""A PostgreSQL server for the tests, and the fixtures that run a test on both kinds of ledger.

The server is Debian's (`apt-get install postgresql`), started once per run on a free port in a folder of its own,
with fsync on, and stopped at the end. Where there is none, tests on it skip and say why.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from pipelines import ledger
from tests.conftest import require_or_skip

USER = "postgres"
KINDS = ("sqlite", "postgresql")


@dataclass
class Server:
    """A PostgreSQL server: where its programs and its files are, its port on 127.0.0.1, its process once started."""

    programs: Path
    folder: Path
    port: int
    process: subprocess.Popen | None = None

    def run(self, sql: str) -> None:
        with psycopg.connect(f"postgresql://{USER}@127.0.0.1:{self.port}/{USER}", autocommit=True) as connection:
            connection.execute(sql)

    def new_ledger(self) -> str:
        """The address of an empty place: a schema, since a database is 300 files to make and to remove."""
        name = f"ledger_{secrets.token_hex(6)}"
        self.run(f"CREATE SCHEMA {name}")
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{USER}?options=-csearch_path%3D{name}"

    def start(self) -> None:
        """Starts it and waits until it answers. It ends with this process, however that ends."""
        log = (self.folder / "log").open("a")
        self.process = subprocess.Popen(
            [
                self.programs / "postgres",
                *("-D", self.folder / "data"),
                *("-p", str(self.port), "-h", "127.0.0.1", "-k", ""),
                *("-c", "max_connections=60", "-c", "fsync=on", "-c", "synchronous_commit=on"),
            ],
            cwd=self.folder,
            stdout=log,
            stderr=log,
            preexec_fn=_with_its_parent,
            **_as_owner(),
        )
        log.close()
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-2000:]}")


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine, None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@pytest.fixture(scope="session")
def new_server() -> Iterator[Callable[[], Server]]:
    """Makes and starts a server of the caller's own; all are stopped at the end of the run."""
    servers: list[Server] = []

    def make() -> Server:
        where = programs()
        if where is None:
            require_or_skip("postgresql", "there is no PostgreSQL server: apt-get install postgresql")
        if os.geteuid() == 0 and not _has_owner():
            require_or_skip("postgresql", f"PostgreSQL refuses to run as root, and there is no user {USER}")
        server = Server(where, _folder(), _free_port())
        servers.append(server)
        _initialise(server)
        server.start()
        return server

    yield make
    for server in servers:
        _stop(server)
        shutil.rmtree(server.folder)


@pytest.fixture(scope="session")
def postgresql(new_server) -> Server:
    """The server that tests share; each takes a schema of its own."""
    return new_server()


@pytest.fixture(params=KINDS)
def new_ledger(request, tmp_path) -> Callable[[], str]:
    """Gives the address of a ledger that does not exist yet, in SQLite and then in PostgreSQL."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql").new_ledger
    return lambda: f"sqlite:///{tmp_path / secrets.token_hex(6)}.sqlite3"


@pytest.fixture
def address(new_ledger) -> str:
    """The address of a ledger that does not exist yet, in SQLite and then in PostgreSQL."""
    return new_ledger()


@pytest.fixture
def engine(address) -> Iterator:
    """A ledger without a batch, in SQLite and then in PostgreSQL."""
    engine = ledger.connect(address)
    yield engine
    engine.dispose()


def _folder() -> Path:
    # Not pytest's own folder: that is closed to other users, and the server is one.
    folder = Path(tempfile.mkdtemp(prefix="casualty-desk-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    return folder


def _initialise(server: Server) -> None:
    made = subprocess.run(
        [
            server.programs / "initdb",
            *("-D", server.folder / "data", "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C"),
        ],
        cwd=server.folder,
        capture_output=True,
        text=True,
        check=False,
        **_as_owner(),
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def _stop(server: Server) -> None:
    if server.process:
        server.process.send_signal(signal.SIGQUIT)
        server.process.wait(20)


def _has_owner() -> bool:
    return any(each.pw_name == USER for each in pwd.getpwall())


def _as_owner() -> dict[str, object]:
    return {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}


def _with_its_parent() -> None:
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
