"""Records for the ledger's tests, and what the processes of its crash and crowd tests do.

The functions that other processes run stand here, so that those import no more than they need.
"""

import os
import random
import time
from pathlib import Path

import pandas as pd

from pipelines import codebook, ledger, schema
from pipelines.dataset import Dataset


def frames(incidents: int = 1, *, start: int = 0, killed: int | None = 5, **changes: object) -> dict[str, pd.DataFrame]:
    """Typed frames: one source, and so many incidents from number `start` with one claim about people each.

    `changes` go into the records of incidents.
    """
    numbers = range(start, start + incidents)
    source = codebook.SOURCES_TABLE
    rows = {
        "sources": [codebook.example_record(source)],
        "incidents": [_example("incidents", incident_id=f"CD-{number:04}", **changes) for number in numbers],
        "casualties": [
            _example("casualties", claim_id=f"CD-{number:04}-C1", incident_id=f"CD-{number:04}", killed=killed)
            for number in numbers
        ],
        "damage": [],
    }
    return {name: typed(name, records) for name, records in rows.items()}


def typed(name: str, records: list[dict[str, str]]) -> pd.DataFrame:
    """Records of a table, as text cells, as a typed frame."""
    table = codebook.table(name)
    return schema.typed(pd.DataFrame(records, columns=list(table.columns), dtype="str"), table)


def _example(name: str, **changes: object) -> dict[str, str]:
    blanked = {column: "" if value is None else str(value) for column, value in changes.items()}
    return codebook.example_record(codebook.table(name)) | blanked


def fingerprint(frames: dict[str, pd.DataFrame]) -> str:
    """A hash of what is in the frames, the same before they are committed and after they are read again."""
    return ledger.content_hash(
        f"{table.name}\n{frames[table.name].to_csv(index=False)}".encode() for table in codebook.TABLES
    )


def assert_same(expected: Dataset | dict[str, pd.DataFrame], found: Dataset | dict[str, pd.DataFrame]) -> None:
    """Every frame is exactly the same: rows, order, dtypes, categories."""
    for table in codebook.TABLES:
        pd.testing.assert_frame_equal(_frames(expected)[table.name], _frames(found)[table.name])


def _frames(of: Dataset | dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return of.frames if isinstance(of, Dataset) else of


def commit_for_ever(address: str, acknowledged: Path, seed: int) -> None:
    """Commits batches of 1 to 20 and now and then 2,000 incidents until it is killed.

    After each commit a line with its version and the fingerprint of its records goes to the file `acknowledged`.
    """
    chance = random.Random(seed)
    prepared = _prepared()
    engine = ledger.connect(address)
    file = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        while True:
            update, digest = chance.choice(prepared)
            base = ledger.head(engine)
            receipt = ledger.commit(engine, update, base=base, who="a writer", note=digest, content_hash=f"{base:064}")
            os.write(file, f"{receipt.version} {digest}\n".encode())
    except ledger.LedgerError:
        raise SystemExit(1) from None


_cache: list[tuple[dict[str, pd.DataFrame], str]] = []


def _prepared() -> list[tuple[dict[str, pd.DataFrame], str]]:
    """Updates and their fingerprints. Made once, before the first process is forked, since making them is slow."""
    if not _cache:
        for size in (1, 5, 20, 2_000):
            update = frames(size, start=size * 10)
            _cache.append((update, fingerprint(update)))
    return _cache


_prepared()


def unsound(address: str) -> list[str]:
    """What is wrong with a ledger of `commit_for_ever`, read in this process: gaps, unreadable or altered batches."""
    engine = ledger.connect(address)
    listed = ledger.batches(engine)[::-1]
    wrong = []
    if [batch.id for batch in listed] != list(range(1, len(listed) + 1)):
        wrong.append(f"the numbers have gaps: {[batch.id for batch in listed]}")
    wrong += [
        f"batch {batch.id} is not what was committed"
        for batch in listed
        if fingerprint(ledger.records(engine, batch.id)) != batch.note
    ]
    engine.dispose()
    return wrong


def commit_in_a_crowd(address: str, writer: int, commits: int) -> list[tuple[int, int]]:
    """Makes so many commits while others do; tries again from the new base when someone was quicker.

    Returns writer and version of each.
    """
    engine = ledger.connect(address)
    made = []
    records = frames(commits, start=1_000 * writer)
    for number in range(commits):
        update = {name: frame.iloc[number : number + 1] for name, frame in records.items()}
        while True:
            base = ledger.head(engine)
            try:
                receipt = ledger.commit(
                    engine, update, base=base, who=f"writer {writer}", content_hash=f"{writer}-{number}"
                )
            except ledger.Moved:
                time.sleep(random.uniform(0, 0.1))
                continue
            made.append((writer, receipt.version))
            break
    engine.dispose()
    return made


def fingerprints(address: str) -> dict[int, str]:
    """Batch -> the fingerprint noted at its commit, of a ledger of `commit_for_ever`, read in this process."""
    engine = ledger.connect(address)
    listed = ledger.batches(engine)
    engine.dispose()
    return {batch.id: batch.note for batch in listed}


def open_and_seed(address: str) -> tuple[int, bool]:
    """Opens a ledger, made or not, and seeds it; returns version and whether it was there."""
    engine = ledger.connect(address)
    receipt = ledger.seed(engine)
    engine.dispose()
    return receipt.version, receipt.was_there
