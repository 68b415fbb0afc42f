"""What the ledger refuses to do, each with its reason in a sentence."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipelines import codebook, compare
from pipelines.dataset import circles_of
from pipelines.ledger.errors import Moved, Refused
from pipelines.ledger.rows import BATCHES, Undo, collected, head, live, undoers
from pipelines.wording import charts, checking
from pipelines.wording import ledger as words


def moved(connection: Connection, base: int) -> None:
    """Refuses what was previewed against a version that is no longer the newest."""
    newest = head(connection)
    if newest == base:
        return
    who = connection.execute(sa.select(BATCHES.c.who).where(BATCHES.c.id == newest)).scalar()
    raise Moved(base, newest, (words.MOVED_BY if who else words.MOVED).format(base=base, newest=newest, who=who))


def no_version(version: int, entries: Sequence) -> None:
    """Refuses a version that is not there."""
    newest = entries[-1].id if entries else 0
    if not 0 <= version <= newest:
        raise Refused(words.NO_VERSION.format(version=version, newest=newest))


def unknown(batch: int, entries: Sequence) -> None:
    """Refuses a batch that is not there."""
    if batch < 1 or all(entry.id != batch for entry in entries):
        raise Refused(words.NO_BATCH.format(batch=batch))


def undone(connection: Connection, batch: int, entries: Sequence) -> None:
    """Refuses to take back what was taken back already."""
    by = undoers(entries).get(batch)
    if by is None:
        return
    row = connection.execute(sa.select(BATCHES.c.who, BATCHES.c.at).where(BATCHES.c.id == by)).one()
    day = charts.DAY.format(day=row.at.day, month=charts.MONTHS[row.at.month - 1], year=row.at.year)
    raise Refused(words.UNDONE.format(batch=batch, who=row.who, day=day, by=by))


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
        words.NEEDED.format(batch=batch, count=f"{len(new):,}", table=name, key=key, target=target, holding=holding)
    )


def circling(connection: Connection, batch: int, entries: Sequence) -> None:
    """Refuses to take back a batch without which incidents would repeat each other, so that none of them counts."""
    following = [*entries, Undo(entries[-1].id + 1, batch)]
    new = _in_circles(connection, live(following))
    if not new:
        return
    new = {number: circle for number, circle in new.items() if number not in _in_circles(connection, live(entries))}
    if new:
        number = min(new)
        others = ", ".join(each for each in new[number] if each != number)
        through = checking.THROUGH.format(numbers=others) if others else ""
        raise Refused(words.CIRCLE.format(batch=batch, number=number, through=through))


def _in_circles(connection: Connection, live: Sequence[int]) -> dict[str, list[str]]:
    """The incidents that lead back to themselves when these batches are live, each with its circle."""
    name = codebook.INCIDENTS_TABLE.name
    key, points_to = codebook.INCIDENT_ID, codebook.DUPLICATE_OF
    columns = {table.name: [table.key] for table in codebook.TABLES} | {name: [key, points_to]}
    pairs = collected(connection, live, columns)[name].dropna()
    found = circles_of(dict(zip(pairs[key], pairs[points_to], strict=True)), pairs[key])
    return {number: circle for number, (circle, _) in found.items()}


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
