"""What the ledger refuses to do, each with its reason in a sentence."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipelines import codebook, compare
from pipelines.ledger.errors import Moved, Refused
from pipelines.ledger.rows import BATCHES, Undo, collected, head, live, undoers


def moved(connection: Connection, base: int) -> None:
    """Refuses what was previewed against a version that is no longer the newest."""
    newest = head(connection)
    if newest == base:
        return
    who = connection.execute(sa.select(BATCHES.c.who).where(BATCHES.c.id == newest)).scalar()
    raise Moved(
        base,
        newest,
        f"Your preview was made against version {base}, but the newest is version {newest}"
        f"{f', committed by {who}' if who else ''}. Nothing of yours was written: look at the preview again.",
    )


def no_version(version: int, entries: Sequence) -> None:
    """Refuses a version that is not there."""
    newest = entries[-1].id if entries else 0
    if not 0 <= version <= newest:
        raise Refused(f"There is no version {version} of the data; the newest is version {newest}.")


def unknown(batch: int, entries: Sequence) -> None:
    """Refuses a batch that is not there."""
    if batch < 1 or all(entry.id != batch for entry in entries):
        raise Refused(f"There is no batch {batch} in the ledger.")


def undone(connection: Connection, batch: int, entries: Sequence) -> None:
    """Refuses to take back what was taken back already."""
    by = undoers(entries).get(batch)
    if by is None:
        return
    row = connection.execute(sa.select(BATCHES.c.who, BATCHES.c.at).where(BATCHES.c.id == by)).one()
    raise Refused(
        f"Batch {batch} was taken back already, by {row.who} on {row.at:%d %B %Y} (batch {by}). "
        f"To have it again, take back batch {by}."
    )


def needed(connection: Connection, batch: int, entries: Sequence) -> None:
    """Refuses to take back a batch whose records others point to."""
    following = [*entries, Undo(entries[-1].id + 1, batch)]
    astray = _astray(connection, live(following))
    if not astray:
        return
    new = astray - _astray(connection, live(entries))
    if not new:
        return
    name, key, target = min(new)
    holding = ", ".join(str(number) for number in _holding(connection, live(following), new))
    raise Refused(
        f"Batch {batch} cannot be taken back alone: {len(new):,} records of other batches point to records that "
        f"only it holds, for example {name} {key} to {target}. Take these back first, newest first: {holding}."
    )


def _holding(connection: Connection, live: Sequence[int], astray: set[tuple[str, str, str]]) -> list[int]:
    """The batches, newest first, that hold one of these records."""
    keys = {table.name: [table.key] for table in codebook.TABLES}
    wanted = {(name, key) for name, key, _ in astray}
    found = []
    for number in reversed(live):
        held = collected(connection, [number], keys)
        if any((name, key) in wanted for name, frame in held.items() for key in frame.iloc[:, 0]):
            found.append(number)
    return found


def _astray(connection: Connection, live: Sequence[int]) -> set[tuple[str, str, str]]:
    """Table, key and target of each reference that leads nowhere when these batches are live."""
    linked = {table.name: [table.key, *table.references] for table in codebook.TABLES}
    frames = collected(connection, live, linked)
    found: set[tuple[str, str, str]] = set()
    for table in codebook.TABLES:
        frame = frames[table.name]
        for column, target in table.references.items():
            there = frames[target][codebook.table(target).key]
            lost = frame[frame[column].notna().to_numpy() & ~compare.among(frame[column], there)]
            found |= {(table.name, key, aim) for key, aim in zip(lost[table.key], lost[column], strict=True)}
    return found
