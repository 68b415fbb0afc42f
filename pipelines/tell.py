"""What happened to records while someone looked elsewhere, and what an undo would do to them, in sentences."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipelines import codebook, compare, describe, ledger, wording
from pipelines.dataset import Dataset
from pipelines.ledger import Batch, Engine

Keys = dict[str, set[str]]
"""Table name to keys of records."""

MOST_NAMED = 3
"""How many incidents or sources a sentence names."""

_NOUNS = {
    "incidents": wording.COUNT_INCIDENTS,
    "casualties": wording.COUNT_CLAIMS,
    "damage": wording.COUNT_CLAIMS,
    "sources": wording.COUNT_SOURCES,
}


def moved(engine: Engine, seen: Dataset, update: Mapping[str, pd.DataFrame]) -> str:
    """What others did since a version was looked at, and how much of it is in an update (typed frames by table)."""
    now = ledger.fold(engine, since=seen)
    batches = [batch for batch in ledger.batches(engine) if batch.id > seen.version][::-1]
    done = _done(seen, now)
    touched = {name: set().union(*(keys[name] for keys in done.values())) for name in seen.frames}
    mine = {table.name: set(update[table.name][table.key]) for table in codebook.TABLES if table.name in update}
    both = {name: keys & touched[name] for name, keys in mine.items()}
    count = sum(map(len, both.values()))
    sentences = [
        wording.MOVED.format(
            batches=_batches(batches), what=_said(done, wording.DONE_TO_RECORDS) or wording.MOVED_NOTHING
        )
    ]
    if update:
        said = wording.MOVED_MINE[count != 1].format(count=f"{count:,}", records=_named(both, (now, seen)))
        sentences.append(said if count else wording.MOVED_NONE_MINE)
    return " ".join([*sentences, wording.MOVED_AGAIN])


def undone(engine: Engine, batch: int, current: Dataset, after: Dataset) -> list[str]:
    """What taking a batch back does to records: those that go, those set back, those that a later batch keeps."""
    done = _done(current, after)
    changed = set().union(*(keys[name] for keys in done.values() for name in keys))
    what = _said(done, wording.UNDO_DOES_TO_RECORDS) or wording.UNDO_NOTHING
    sentences = [wording.UNDO_DOES.format(what=what)]
    held = ledger.records(engine, batch) if _is_import(engine, batch) else {}
    stay = {table.name: set(held[table.name][table.key]) - changed for table in codebook.TABLES if table.name in held}
    if kept := _counted(stay):
        later = _holding(engine, batch, stay)
        if later:
            sentences.append(wording.UNDO_KEPT.format(what=kept, batches=_batches(later)))
    return sentences


def _named(keys: Keys, datasets: Sequence[Dataset]) -> str:
    """The first incidents that these records belong to, in words; sources by title where it is none but these."""
    held: dict[tuple[str, str], Dataset] = {}
    for data in datasets:
        for table in codebook.TABLES:
            frame = data.frames[table.name]
            found = frame[frame[table.key].isin(keys.get(table.name, set()))]
            if codebook.INCIDENT_ID in frame:
                held |= {
                    ("incidents", key): data for key in found[codebook.INCIDENT_ID] if ("incidents", key) not in held
                }
            else:
                held |= {(table.name, key): data for key in found[table.key] if (table.name, key) not in held}
    chosen = sorted(each for each in held if each[0] == "incidents") or sorted(held)
    names = [describe.about(held[each], *each) for each in chosen[:MOST_NAMED]]
    named = "; ".join(dict.fromkeys(filter(None, names)))
    return wording.AND_MORE.format(names=named) if len(chosen) > MOST_NAMED else named


def _is_import(engine: Engine, batch: int) -> bool:
    return any(each.id == batch and each.kind == "import" for each in ledger.batches(engine))


def _holding(engine: Engine, batch: int, keys: Keys) -> list[Batch]:
    """The later live imports that hold one of these records."""
    found = []
    for each in ledger.batches(engine)[::-1]:
        if each.id > batch and each.kind == "import" and each.is_live:
            held = ledger.records(engine, each.id)
            if any(keys.get(table.name, set()) & set(held[table.name][table.key]) for table in codebook.TABLES):
                found.append(each)
    return found


def _done(before: Dataset, after: Dataset) -> dict[str, Keys]:
    """The records added, changed and removed between two datasets."""
    found = compare.frames(before, after.frames).tables
    gone = compare.frames(after, before.frames).tables
    return {
        "added": {table.name: set(found[table.name].added[table.key]) for table in codebook.TABLES},
        "changed": {table.name: set(found[table.name].changed["key"]) for table in codebook.TABLES},
        "removed": {table.name: set(gone[table.name].added[table.key]) for table in codebook.TABLES},
    }


def _said(done: Mapping[str, Keys], verbs: Mapping[str, str]) -> str:
    """Like "added 1 incident and 2 claims and changed 1 claim"; "" where nothing was done."""
    return _and(verbs[how].format(records=counted) for how, keys in done.items() if (counted := _counted(keys)))


def _counted(keys: Keys) -> str:
    """Like "3 incidents and 2 claims"."""
    numbers: dict[tuple[str, str], int] = {}
    for name, noun in _NOUNS.items():
        numbers[noun] = numbers.get(noun, 0) + len(keys.get(name, ()))
    return _and(noun[number != 1].format(count=f"{number:,}") for noun, number in numbers.items() if number)


def _batches(batches: Sequence[Batch]) -> str:
    """Like "batch 7 by Vira and batch 8 by Oleh"."""
    return _and(wording.BATCH_BY.format(batch=each.id, who=each.who) for each in batches)


def _and(words: Iterable[str]) -> str:
    words = list(words)
    return wording.AND.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
