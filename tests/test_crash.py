"""The ledger under kill -9, crowds, full disks and closed doors: nothing acknowledged is lost, nothing is half there.

`CRASH_TRIALS=1000 make test ARGS=tests/test_crash.py` tries harder.
"""

import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines import ledger
from tests import databases

TRIALS = int(os.environ.get("CRASH_TRIALS", "100"))
"""How often a committing process is killed, per kind of ledger."""

TRIALS_PER_LEDGER = 10
SERVER_TRIALS = max(3, TRIALS // 20)


@pytest.fixture(scope="session")
def processes():
    """Processes that start in milliseconds, forked from one that has imported everything and done nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.databases"])
    return context


def killed_while_committing(processes, address: str, acknowledged: Path, seed: int) -> None:
    """Starts a process that commits, and kills it at a random moment: some commits later, and anywhere in the next."""
    chance = random.Random(seed)
    writer = processes.Process(target=databases.commit_for_ever, args=(address, acknowledged, seed))
    writer.start()
    wait_for_commits(acknowledged, chance.randint(0, 4), writer)
    time.sleep(chance.uniform(0, 0.04))
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL


def wait_for_commits(acknowledged: Path, number: int, writer) -> None:
    until = time.monotonic() + 30
    while not acknowledged.exists() or len(lines(acknowledged)) < number:
        assert writer.is_alive(), "the writer ended by itself"
        assert time.monotonic() < until, "the writer commits nothing"
        time.sleep(0.002)


def lines(acknowledged: Path) -> list[tuple[int, str]]:
    return [(int(version), digest) for version, digest in map(str.split, acknowledged.read_text().splitlines())]


def in_a_new_process(processes, function, *arguments):
    with ProcessPoolExecutor(1, mp_context=processes) as pool:
        return pool.submit(function, *arguments).result(60)


@pytest.mark.timeout(600)
def test_no_acknowledged_batch_is_lost_when_the_writer_is_killed(new_ledger, processes, tmp_path):
    acknowledged_in_all = 0
    for first in range(0, TRIALS, TRIALS_PER_LEDGER):
        address = new_ledger()
        ledger.connect(address).dispose()
        acknowledged: list[tuple[int, str]] = []
        for seed in range(first, min(first + TRIALS_PER_LEDGER, TRIALS)):
            killed_while_committing(processes, address, tmp_path / f"{seed}", seed)
            acknowledged += lines(tmp_path / f"{seed}")
            there = databases.fingerprints(address)
            assert dict(acknowledged).items() <= there.items(), f"lost in trial {seed}"
        assert in_a_new_process(processes, databases.unsound, address) == []
        acknowledged_in_all += len(acknowledged)
    assert acknowledged_in_all > TRIALS
    print(f"\n{TRIALS} trials, {acknowledged_in_all} batches acknowledged, none lost")


@pytest.mark.timeout(600)
def test_no_acknowledged_batch_is_lost_when_the_server_is_killed(new_server, processes, tmp_path):
    server = new_server()
    address = server.new_ledger()
    ledger.connect(address).dispose()
    acknowledged: list[tuple[int, str]] = []
    for seed in range(SERVER_TRIALS):
        file = tmp_path / f"{seed}"
        writer = processes.Process(target=databases.commit_for_ever, args=(address, file, seed))
        writer.start()
        wait_for_commits(file, 2, writer)
        time.sleep(random.Random(seed).uniform(0, 0.1))
        _kill_all_of(server.process.pid)
        server.process.wait()
        writer.join(20)
        assert writer.exitcode == 1, "the writer is told that its server is gone"
        acknowledged += lines(file)
        server.start()
        there = databases.fingerprints(address)
        assert dict(acknowledged).items() <= there.items(), f"lost in trial {seed}"
    assert in_a_new_process(processes, databases.unsound, address) == []
    assert len(acknowledged) > SERVER_TRIALS


def _kill_all_of(postmaster: int) -> None:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for process in (postmaster, *map(int, children)):
        os.kill(process, signal.SIGKILL)


def test_200_commits_of_8_writers_at_once_are_all_there_once_and_in_one_order(address, processes):
    ledger.connect(address).dispose()
    with ProcessPoolExecutor(4, mp_context=processes) as others, ThreadPoolExecutor(4) as threads:
        running = [
            pool.submit(databases.commit_in_a_crowd, address, writer, 25)
            for writer, pool in enumerate([others] * 4 + [threads] * 4)
        ]
        made = [commit for each in running for commit in each.result(100)]
    engine = ledger.connect(address)
    listed = ledger.batches(engine)[::-1]
    assert [batch.id for batch in listed] == list(range(1, 201))
    assert len({batch.content_hash for batch in listed}) == 200
    assert sorted(made, key=lambda each: each[1]) == [
        (int(batch.who.removeprefix("writer ")), batch.id) for batch in listed
    ]
    assert len(ledger.fold(engine).incidents) == 200
    engine.dispose()


def test_a_new_ledger_that_8_processes_open_at_once_is_made_and_seeded_once(address, processes):
    with ProcessPoolExecutor(8, mp_context=processes) as pool:
        receipts = [each.result(60) for each in [pool.submit(databases.open_and_seed, address) for _ in range(8)]]
    assert sorted(was_there for _, was_there in receipts) == [False] + [True] * 7
    assert {version for version, _ in receipts} == {1}


def test_one_file_committed_by_many_threads_at_once_is_one_batch(engine):
    update = databases.frames(3)
    barrier = threading.Barrier(8)

    def click(_):
        barrier.wait()
        return ledger.commit(engine, update, base=0, who="Anna", content_hash="the file")

    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(click, range(8)))
    assert {receipt.version for receipt in receipts} == {1}
    assert sorted(receipt.was_there for receipt in receipts) == [False] + [True] * 7
    assert ledger.head(engine) == 1


def commit_one(engine, number: int, size: int = 1):
    return ledger.commit(
        engine, databases.frames(size, start=number), base=ledger.head(engine), who="Anna", content_hash=f"{number}"
    )


def assert_is_a_sentence(error: Exception, about: str = "") -> None:
    text = str(error)
    assert about in text
    assert text.endswith(".")
    assert not any(word in text for word in ("Error", "sqlalchemy", "psycopg", "sqlite3.", "Traceback", "INSERT"))


def commit_until_it_is_full(engine) -> int:
    """Commits until the ledger says that the disk is full; returns how many commits it acknowledged in all."""
    for number in range(ledger.head(engine), 100):
        try:
            commit_one(engine, number)
        except ledger.Unwritable as full:
            assert_is_a_sentence(full, "full")
            return number
    pytest.fail("the disk never became full")


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here: needs the rights of an administrator")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(small_disk):
    engine = ledger.connect(f"sqlite:///{small_disk / 'ledger.sqlite3'}")
    committed = commit_until_it_is_full(engine)
    assert 0 < committed == ledger.head(engine)
    engine.dispose()

    engine = ledger.connect(f"sqlite:///{small_disk / 'ledger.sqlite3'}")
    assert len(ledger.fold(engine).incidents) == committed
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    assert commit_one(engine, committed).version == committed + 1
    engine.dispose()


def test_a_file_that_may_not_grow_is_said_in_a_sentence_and_loses_nothing(tmp_path):
    engine = ledger.connect(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    commit_one(engine, 0)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    grown = max(file.stat().st_size for file in tmp_path.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (grown + 100_000, before[1]))
    try:
        committed = commit_until_it_is_full(engine)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert committed == ledger.head(engine)
    assert len(ledger.fold(engine).incidents) == committed
    assert commit_one(engine, committed).version == committed + 1
    engine.dispose()


def test_a_ledger_opened_for_reading_only_is_said_in_a_sentence(tmp_path):
    file = tmp_path / "ledger.sqlite3"
    engine = ledger.connect(f"sqlite:///{file}")
    commit_one(engine, 0)
    engine.dispose()
    engine = ledger.connect(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert len(ledger.fold(engine).incidents) == 1
    with pytest.raises(ledger.Unwritable, match="reading only") as refused:
        commit_one(engine, 1)
    assert_is_a_sentence(refused.value)
    assert ledger.head(engine) == 1
    engine.dispose()


def test_a_ledger_on_a_file_system_mounted_for_reading_only_can_be_read(small_disk):
    address = f"sqlite:///{small_disk / 'ledger.sqlite3'}"
    engine = ledger.connect(address)
    commit_one(engine, 0)
    engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    engine = ledger.connect(address)
    assert len(ledger.fold(engine).incidents) == 1
    with pytest.raises(ledger.Unwritable, match="reading only") as refused:
        commit_one(engine, 1)
    assert_is_a_sentence(refused.value)
    engine.dispose()


def test_a_postgresql_ledger_for_reading_only_is_said_in_a_sentence(postgresql):
    address = postgresql.new_ledger()
    engine = ledger.connect(address)
    commit_one(engine, 0)
    engine.dispose()
    engine = ledger.connect(f"{address}%20-cdefault_transaction_read_only%3Don")
    assert len(ledger.fold(engine).incidents) == 1
    with pytest.raises(ledger.Unwritable, match="reading only") as refused:
        commit_one(engine, 1)
    assert_is_a_sentence(refused.value)
    assert ledger.head(engine) == 1
    engine.dispose()


def test_a_postgresql_server_that_is_gone_is_said_in_a_sentence(new_server):
    server = new_server()
    engine = ledger.connect(server.new_ledger())
    commit_one(engine, 0)
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()
    with pytest.raises(ledger.Unwritable, match="cannot be reached") as gone:
        ledger.commit(engine, databases.frames(2), base=1, who="Anna", content_hash="2")
    assert_is_a_sentence(gone.value)
    with pytest.raises(ledger.Unreadable, match="cannot be reached"):
        ledger.head(engine)
    server.start()
    assert commit_one(engine, 2).version == 2
    engine.dispose()


def test_a_password_is_not_shown():
    with pytest.raises(ledger.Unreadable) as gone:
        ledger.connect("postgresql://anna:secret@127.0.0.1:9/ledger")
    assert "secret" not in str(gone.value)
    assert_is_a_sentence(gone.value)


def test_a_writer_that_takes_too_long_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger.database, "PATIENCE", 0.1)
    file = tmp_path / "ledger.sqlite3"
    engine = ledger.connect(f"sqlite:///{file}")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ledger.Unwritable, match="Try again") as busy:
        commit_one(engine, 1)
    assert_is_a_sentence(busy.value)
    other.execute("ROLLBACK")
    other.close()
    assert commit_one(engine, 1).version == 1
    engine.dispose()


def test_a_file_that_is_no_ledger_is_said_in_a_sentence(tmp_path):
    file = tmp_path / "ledger.sqlite3"
    file.write_text("date,place\n" * 1_000)
    with pytest.raises(ledger.Unreadable, match="not a ledger") as wrong:
        ledger.connect(f"sqlite:///{file}")
    assert_is_a_sentence(wrong.value)
    assert file.read_text().startswith("date,place")
