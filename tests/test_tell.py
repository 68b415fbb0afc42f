"""What is said when someone else was quicker, and what an undo would do."""

import pytest

from pipelines import commit, describe, ledger, load, tell
from tests import databases

HEADER = "date,region,place,incident_type,killed,source\n"


@pytest.fixture
def engine():
    engine = ledger.connect()
    yield engine
    engine.dispose()


def put(engine, frames, who="Vira"):
    base = ledger.head(engine)
    return ledger.commit(engine, frames, base=base, who=who, content_hash=databases.fingerprint(frames) + str(base))


def previewed(engine, killed=5):
    text = f"{HEADER}2023-06-01,UA-63,Kharkiv,shelling,{killed},Agency\n"
    uploads = [load.Upload("f.csv", text.encode())]
    current = ledger.fold(engine)
    return commit.preview(current, load.files(uploads, current)), uploads


def refusal(engine, preview, uploads):
    with pytest.raises(ledger.Moved) as moved:
        commit.batch(engine, preview, uploads, who="Anna")
    return str(moved.value)


def test_who_comes_second_is_told_what_changed_and_how_much_of_it_is_in_the_file(engine):
    preview, uploads = previewed(engine)
    assert commit.batch(engine, preview, uploads, who="Anna").version == 1
    second, uploads = previewed(engine, killed=6)
    first, theirs = previewed(engine, killed=7)
    commit.batch(engine, first, theirs, who="Vira")
    assert refusal(engine, second, uploads) == (
        "Since you looked, batch 2 by Vira changed 1 claim. 1 of these is in your file: "
        "1 June 2023, Kharkiv, shelling. "
        "Nothing of yours was written: look at the preview again, then commit."
    )
    assert ledger.head(engine) == 2
    again, uploads = previewed(engine, killed=6)
    assert commit.batch(engine, again, uploads, who="Anna").version == 3


def test_what_another_added_or_took_away_is_named_by_incident_and_no_more_than_three(engine):
    put(engine, databases.frames(5))
    seen = ledger.fold(engine)
    update = databases.frames(5, killed=9)
    ledger.undo(engine, 1, base=1, who="Oleh")
    said = tell.moved(engine, seen, update)
    names = [describe.about(seen, "incidents", key) for key in sorted(update["incidents"]["incident_id"])]
    assert f"are in your file: {'; '.join(dict.fromkeys(names[:3]))} and more." in said
    assert not any(key in said for key in update["incidents"]["incident_id"])


def test_several_batches_and_what_is_not_in_the_file(engine):
    put(engine, databases.frames(3))
    preview, uploads = previewed(engine)
    put(engine, databases.frames(2, start=2, killed=7))
    ledger.undo(engine, 1, base=2, who="Oleh")
    assert refusal(engine, preview, uploads) == (
        "Since you looked, batch 2 by Vira and batch 3 by Oleh added 1 incident and 1 claim, changed 1 claim and took "
        "away 2 incidents and 2 claims. None of these is in your file. Nothing of yours was written: look at the "
        "preview again, then commit."
    )


def test_an_undo_on_an_old_version_is_told_what_changed(engine):
    put(engine, databases.frames(1))
    seen = ledger.fold(engine)
    put(engine, databases.frames(1, start=1))
    with pytest.raises(ledger.Moved, match="batch 2 by Vira added 1 incident and 1 claim"):
        commit.undo(engine, 1, seen, who="Anna")
    assert ledger.head(engine) == 2


def undoing(engine, batch):
    return tell.undone(engine, batch, ledger.fold(engine), ledger.without(engine, batch))


def test_an_undo_says_what_goes_what_is_set_back_and_what_later_batches_keep(engine):
    put(engine, databases.frames(3, killed=1))
    put(engine, databases.frames(2, start=2, killed=2))
    assert undoing(engine, 2) == ["Taking it back sets back 1 claim and takes away 1 incident and 1 claim."]
    put(engine, databases.frames(1, start=3, killed=3), who="Oleh")
    first = undoing(engine, 2)
    assert "sets back 1 claim" in first[0]
    assert "takes away" not in first[0]
    assert first[1].startswith("It leaves ")
    assert first[1].endswith("because batch 3 by Oleh says them too.")


def test_an_undo_of_an_undo_brings_back(engine):
    put(engine, databases.frames(2))
    ledger.undo(engine, 1, base=1, who="Anna")
    assert undoing(engine, 2) == ["Taking it back brings back 2 incidents, 2 claims and 1 source."]


def test_nothing_is_said_of_a_dataset_that_is_the_same(engine):
    put(engine, databases.frames(1))
    put(engine, databases.frames(1))
    assert undoing(engine, 2) == ["Taking it back changes no record."]
