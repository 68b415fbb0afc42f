"""The ledger: batches, versions, undo, as of, history; the same on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import codebook, compare, dataset, ledger, schema
from tests.databases import assert_same, frames, typed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def commit(engine, update, fingerprint: str, **more) -> ledger.Receipt:
    given = {"base": ledger.head(engine), "who": "Anna", "content_hash": fingerprint} | more
    return ledger.commit(engine, update, **given)


def undo(engine, batch: int, **more) -> ledger.Receipt:
    return ledger.undo(engine, batch, **({"base": ledger.head(engine), "who": "Boris"} | more))


def killed(engine, as_of: int | None = None) -> list[int]:
    return ledger.fold(engine, as_of).casualties["killed"].to_list()


def test_a_new_ledger_is_version_0_without_a_record(engine):
    assert ledger.head(engine) == 0
    assert ledger.batches(engine) == []
    assert_same(dataset.empty(), ledger.fold(engine))


def test_what_is_committed_is_what_is_read(engine):
    update = frames(3)
    assert commit(engine, update, "a") == ledger.Receipt(1, was_there=False)
    assert_same(update, ledger.fold(engine))
    assert_same(update, ledger.records(engine, 1))
    assert ledger.fold(engine).version == ledger.head(engine) == 1


def test_a_batch_keeps_who_when_why_what_and_what_was_left_out(engine):
    details = {
        "note": "morning figures",
        "file_name": 'Зведення "31".csv',
        "format": "native",
        "counts": {"incidents": {"added": 1, "changed": 0, "unchanged": 0, "left_out": 1}},
    }
    left_out = [{"line": 7, "issue": "-4 is not a number of people"}]
    eastern = timezone(timedelta(hours=2))
    commit(engine, frames(1), "a", left_out=left_out, now=NOON.astimezone(eastern), **details)
    batch = ledger.batches(engine)[0]
    assert batch == ledger.Batch(
        id=1, kind="import", undoes=None, base=0, who="Anna", at=NOON, content_hash="a", undone_by=None, **details
    )
    assert batch.is_live
    assert ledger.left_out(engine, 1) == left_out


def test_a_ledger_is_found_again_by_its_address(address):
    for number in range(3):
        engine = ledger.connect(address)
        assert ledger.head(engine) == number
        commit(engine, frames(1, start=number), f"{number}")
        engine.dispose()


def test_later_records_replace_earlier_ones_whole(engine):
    commit(engine, frames(2, killed=5), "a")
    commit(engine, frames(1, killed=None), "b")
    assert killed(engine) == [pd.NA, 5]
    assert killed(engine, as_of=1) == [5, 5]


def test_every_version_can_be_read_as_it_stood(engine):
    stood = [dataset.empty()]
    for number in range(4):
        update = frames(2, start=number, killed=number)
        commit(engine, update, f"{number}")
        stood.append(compare.merged(stood[-1], update))
    undo(engine, 2)
    for version, expected in enumerate(stood):
        assert ledger.fold(engine, version).version == version
        assert_same(expected, ledger.fold(engine, version))


def test_a_dataset_is_carried_on_from_an_older_one_as_if_read_anew(engine):
    commit(engine, frames(3, killed=1), "a")
    older = ledger.fold(engine)
    commit(engine, frames(2, start=2, killed=2), "b")
    commit(engine, frames(1, killed=None, region="UA-14"), "c")
    assert_same(ledger.fold(engine), ledger.fold(engine, since=older))
    assert ledger.fold(engine, since=older).version == 3
    newest = ledger.fold(engine)
    undo(engine, 1 + 1)
    assert_same(ledger.fold(engine), ledger.fold(engine, since=newest))
    assert_same(older, ledger.fold(engine, as_of=1, since=newest))


@pytest.mark.parametrize("version", [-1, 2, 99])
def test_a_version_that_never_was_is_refused(engine, version):
    commit(engine, frames(1), "a")
    with pytest.raises(ledger.Refused, match=f"no version {version} .* newest is version 1"):
        ledger.fold(engine, version)


def test_the_version_at_a_day_is_the_last_one_of_that_day_in_utc(engine):
    assert ledger.version_at(engine, date(2026, 3, 1)) == 0
    for number, hours in enumerate((0, 11, 12, 60)):
        commit(engine, frames(1, start=number), f"{number}", now=NOON + timedelta(hours=hours))
    found = [ledger.version_at(engine, date(2026, 3, 1) + timedelta(days=days)) for days in range(-1, 5)]
    assert found == [0, 2, 3, 3, 4, 4]


# The same file, and someone else's commit


def test_the_same_file_again_changes_nothing(engine):
    commit(engine, frames(1), "a")
    commit(engine, frames(1, start=1), "b")
    assert commit(engine, frames(1), "a", base=0) == ledger.Receipt(1, was_there=True)
    assert ledger.head(engine) == 2


def test_a_file_that_was_taken_back_may_come_again(engine):
    commit(engine, frames(1), "a")
    undo(engine, 1)
    assert commit(engine, frames(1), "a") == ledger.Receipt(3, was_there=False)
    assert commit(engine, frames(1), "a") == ledger.Receipt(3, was_there=True)
    assert len(ledger.fold(engine).incidents) == 1


def test_a_commit_on_an_old_version_is_told_who_was_quicker_and_writes_nothing(engine):
    commit(engine, frames(1), "a", who="Vira")
    with pytest.raises(ledger.Moved, match=r"version 0.*version 1, committed by Vira") as moved:
        commit(engine, frames(2), "b", base=0)
    assert (moved.value.base, moved.value.head) == (0, 1)
    assert ledger.head(engine) == 1


def test_a_commit_on_a_version_that_never_was_is_refused(engine):
    with pytest.raises(ledger.Moved):
        commit(engine, frames(1), "a", base=5)


def test_a_fingerprint_does_not_depend_on_the_order_of_files():
    assert ledger.content_hash([b"a", b"b"]) == ledger.content_hash([b"b", b"a"])
    assert len({ledger.content_hash(files) for files in ([b"ab"], [b"a", b"b"], [b"a"], [])}) == 4


# Undo


def test_undo_takes_back_and_undo_of_undo_gives_back(engine):
    commit(engine, frames(2, killed=1), "a")
    commit(engine, frames(2, killed=2), "b")
    assert undo(engine, 2) == ledger.Receipt(3, was_there=False)
    assert killed(engine) == [1, 1]
    undo(engine, 3)
    assert killed(engine) == [2, 2]
    undo(engine, 4)
    assert killed(engine) == [1, 1]
    assert [batch.undone_by for batch in ledger.batches(engine)] == [None, 5, None, 3, None]
    assert [batch.undoes for batch in ledger.batches(engine)] == [4, 3, 2, None, None]


def test_undo_of_an_older_batch_keeps_what_came_later(engine):
    commit(engine, frames(2, killed=1), "a")
    commit(engine, frames(2, killed=2), "b")
    commit(engine, frames(1, killed=3), "c")
    undo(engine, 2)
    assert killed(engine) == [3, 1]


def test_a_double_click_on_undo_is_one_undo(engine):
    commit(engine, frames(1), "a")
    assert undo(engine, 1, base=1) == ledger.Receipt(2, was_there=False)
    assert undo(engine, 1, base=1) == ledger.Receipt(2, was_there=True)
    assert ledger.head(engine) == 2


def test_a_batch_taken_back_cannot_be_taken_back_again(engine):
    commit(engine, frames(1), "a")
    undo(engine, 1, now=NOON)
    with pytest.raises(ledger.Refused, match=r"taken back already, by Boris on 1 March 2026 \(batch 2\)"):
        undo(engine, 1)
    assert ledger.head(engine) == 2


@pytest.mark.parametrize("batch", [-1, 0, 2])
def test_a_batch_that_never_was_cannot_be_taken_back_or_looked_into(engine, batch):
    commit(engine, frames(1), "a")
    for ask in (lambda: undo(engine, batch), lambda: ledger.records(engine, batch)):
        with pytest.raises(ledger.Refused, match=f"no batch {batch} "):
            ask()


def test_undo_on_an_old_version_is_told(engine):
    commit(engine, frames(1), "a")
    commit(engine, frames(1, start=1), "b")
    with pytest.raises(ledger.Moved):
        undo(engine, 1, base=1)


def test_a_batch_that_claims_of_others_rest_on_cannot_be_taken_back_alone(engine):
    commit(engine, frames(1), "a")
    commit(engine, {"casualties": frames(1, killed=9)["casualties"]}, "b")
    with pytest.raises(ledger.Refused, match=r"Batch 1 .* casualties CD-0000-C1 to .* newest first: 2\.$"):
        undo(engine, 1)
    undo(engine, 2)
    undo(engine, 1)
    assert len(ledger.fold(engine).casualties) == 0


def test_a_batch_without_which_incidents_would_repeat_each_other_cannot_be_taken_back(engine):
    commit(engine, frames(2), "a")
    first, second = frames(1), frames(1, start=1)
    marked = {"incidents": first["incidents"].assign(duplicate_of="CD-0001")}
    commit(engine, marked, "b")
    commit(engine, {"incidents": first["incidents"]}, "c")
    commit(engine, {"incidents": second["incidents"].assign(duplicate_of="CD-0000")}, "d")
    for ask in (lambda: undo(engine, 3), lambda: ledger.without(engine, 3)):
        with pytest.raises(ledger.Refused, match="incident CD-0000 would then repeat itself, through CD-0001"):
            ask()
    undo(engine, 4)
    undo(engine, 3)


_updates = st.lists(
    st.builds(
        lambda size, start, killed, region: frames(size, start=start, killed=killed, region=region),
        st.integers(1, 3),
        st.integers(0, 3),
        st.none() | st.integers(0, 9),
        st.sampled_from(["UA-09", "UA-14", None]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(updates=_updates, data=st.data())
def test_undo_after_commit_restores_every_frame_exactly(new_ledger, updates, data):
    version = data.draw(
        st.integers(0, len(updates))
    )  # before there is a connection that a rejected draw would leave open
    engine = ledger.connect(new_ledger())
    stood = [dataset.empty()]
    for number, update in enumerate(updates):
        commit(engine, update, f"{number}")
        stood.append(compare.merged(stood[-1], update))
    undo(engine, len(updates))
    assert_same(stood[-2], ledger.fold(engine))
    undo(engine, len(updates) + 1)
    assert_same(stood[-1], ledger.fold(engine))
    assert_same(stood[version], ledger.fold(engine, version))
    engine.dispose()


# The history of an incident


def history(engine, incident: str = "CD-0000") -> list[tuple]:
    found = ledger.revisions(engine, incident)
    assert tuple(found.columns) == ledger.REVISION_COLUMNS
    kept = found[["version", "key", "change", "column", "old", "new", "undone_by"]].astype(object)
    return list(kept.where(kept.notna(), None).itertuples(index=False, name=None))


def test_history_shows_what_came_changed_and_was_taken_back(engine):
    commit(engine, frames(2, killed=5), "a")
    commit(engine, frames(1, killed=6), "b", note="recount")
    commit(engine, frames(1, start=1, killed=7), "another incident")
    undo(engine, 2)
    assert history(engine) == [
        (1, "CD-0000", "added", None, None, None, None),
        (1, "CD-0000-C1", "added", None, None, None, None),
        (2, "CD-0000-C1", "changed", "killed", "5", "6", 4),
        (4, "CD-0000-C1", "changed", "killed", "6", "5", None),
    ]
    recount = ledger.revisions(engine, "CD-0000").iloc[2]
    assert (recount["who"], recount["note"], recount["table"], recount["label"]) == (
        "Anna",
        "recount",
        "casualties",
        "Killed",
    )


def test_history_tells_unknown_from_none_killed(engine):
    commit(engine, frames(1, killed=None), "a")
    commit(engine, frames(1, killed=0), "b")
    assert history(engine)[-1] == (2, "CD-0000-C1", "changed", "killed", None, "0", None)


def test_history_shows_what_an_undo_removed(engine):
    commit(engine, frames(1), "a")
    undo(engine, 1)
    assert history(engine)[2:] == [
        (2, "CD-0000", "removed", None, None, None, None),
        (2, "CD-0000-C1", "removed", None, None, None, None),
    ]


def test_a_claim_moved_to_another_incident_is_in_the_history_of_both(engine):
    commit(engine, frames(2), "a")
    claim = frames(1)["casualties"].astype("str").assign(incident_id="CD-0001")
    commit(engine, {"casualties": schema.typed(claim, codebook.CASUALTIES_TABLE)}, "b")
    moved = (2, "CD-0000-C1", "changed", "incident_id", "CD-0000", "CD-0001", None)
    assert moved in history(engine, "CD-0000")
    assert moved in history(engine, "CD-0001")


def test_an_unknown_incident_has_no_history(engine):
    commit(engine, frames(1), "a")
    assert history(engine, "CD-9999") == []
    assert ledger.revisions(engine, "CD-9999").dtypes.astype(str)["at"] == "datetime64[us, UTC]"


# The first batch


def test_first_use_commits_the_shipped_data(engine):
    assert ledger.seed(engine) == ledger.Receipt(1, was_there=False)
    assert ledger.seed(engine) == ledger.Receipt(1, was_there=True)
    assert_same(dataset.shipped(), ledger.fold(engine))
    batch = ledger.batches(engine)[0]
    assert batch.counts["incidents"]["added"] == len(dataset.shipped()["incidents"])
    assert batch.who == "Casualty Desk"


def test_the_shipped_files_imported_again_are_recognised(engine):
    ledger.seed(engine)
    files = [(dataset.DATA / table.file_name).read_bytes() for table in codebook.TABLES]
    assert commit(engine, dataset.shipped(), ledger.content_hash(files[::-1])).was_there


def test_a_ledger_opened_empty_stays_empty(address):
    for was_there in (False, True):
        engine = ledger.connect(address)
        assert ledger.seed(engine, empty=True) == ledger.Receipt(0, was_there)
        assert ledger.seed(engine) == ledger.Receipt(0, was_there=True)
        assert (ledger.head(engine), ledger.batches(engine)) == (0, [])
        assert_same(dataset.empty(), ledger.fold(engine))
        engine.dispose()
    engine = ledger.connect(address)
    assert commit(engine, frames(1), "a").version == 1
    assert ledger.version_at(engine, date(2999, 1, 1)) == 1
    engine.dispose()


def test_a_ledger_that_was_used_is_not_seeded_even_when_all_was_taken_back(engine):
    commit(engine, frames(1), "a")
    undo(engine, 1)
    assert ledger.seed(engine) == ledger.Receipt(2, was_there=True)
    assert ledger.seed(engine, empty=True) == ledger.Receipt(2, was_there=True)


# Addresses, damage, older software


@pytest.mark.parametrize("wrong", ["ledger.sqlite3", "mysql://host/db", "oracle://x", "sqlite://", "postgresql+no://x"])
def test_an_address_that_makes_no_sense_is_refused_with_an_example(wrong):
    with pytest.raises(ledger.Refused, match=r"CASUALTY_DESK_DATABASE.*sqlite:////"):
        ledger.connect(wrong)


def test_the_address_comes_from_the_environment_or_stands_beside_the_data(monkeypatch):
    monkeypatch.setenv("CASUALTY_DESK_DATABASE", "sqlite:////tmp/x")
    assert ledger.url() == "sqlite:////tmp/x"
    monkeypatch.delenv("CASUALTY_DESK_DATABASE")
    assert ledger.url() == f"sqlite:///{dataset.DATA / 'ledger.sqlite3'}"


def test_the_folder_of_a_new_ledger_is_made(tmp_path):
    engine = ledger.connect(f"sqlite:///{tmp_path / 'new' / 'place' / 'ledger.sqlite3'}")
    assert commit(engine, frames(1), "a").version == 1
    engine.dispose()


def test_the_older_spelling_of_a_postgresql_address_is_understood(postgresql):
    address = postgresql.new_ledger().replace("postgresql+psycopg://", "postgres://")
    engine = ledger.connect(address)
    assert commit(engine, frames(1), "a").version == 1
    engine.dispose()


def test_a_column_that_a_batch_does_not_know_yet_is_blank(engine, monkeypatch):
    with monkeypatch.context() as older:
        without = codebook.Table(**{**vars(codebook.INCIDENTS_TABLE), "columns": codebook.INCIDENTS_TABLE.columns[:-1]})
        tables = tuple(without if table.name == "incidents" else table for table in codebook.TABLES)
        older.setattr(codebook, "TABLES", tables)
        commit(engine, frames(1), "a")
    assert ledger.fold(engine).incidents["summary"].isna().all()
    assert ledger.fold(engine).incidents["summary"].dtype == "str"


def test_records_damaged_on_the_disk_are_named_and_not_taken_for_data(engine):
    commit(engine, frames(1), "a")
    commit(engine, frames(400, start=1), "b")
    with engine.begin() as connection:
        payload = connection.exec_driver_sql("SELECT payload FROM batches WHERE id = 2").scalar_one()
        middle = len(payload) // 2
        for at in range(middle - 8, middle + 8):
            payload = payload[:at] + bytes([payload[at] ^ 0xFF]) + payload[at + 1 :]
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        connection.exec_driver_sql(f"UPDATE batches SET payload = {mark} WHERE id = 2", (payload,))
    with pytest.raises(ledger.Unreadable, match="batch 2 are damaged"):
        ledger.fold(engine)
    assert len(ledger.fold(engine, as_of=1).incidents) == 1


def test_blank_and_zero_and_every_kind_of_cell_come_back_as_they_went(engine):
    record = codebook.example_record(codebook.CASUALTIES_TABLE)
    blank = dict.fromkeys(record, "") | {"claim_id": "C-2", "incident_id": "I", "source_id": "S"}
    update = {"casualties": typed("casualties", [record | {"missing": "0", "statement": 'a "b"\nв, г 💥'}, blank])}
    commit(engine, update, "a")
    assert_same(compare.merged(dataset.empty(), update), ledger.fold(engine))
    assert ledger.fold(engine).casualties["missing"].to_list() == [0, pd.NA]


def test_a_file_whose_records_others_changed_since_can_be_committed_again(engine):
    commit(engine, frames(1), "a")
    commit(engine, frames(1), "b")

    assert commit(engine, frames(1), "a") == ledger.Receipt(3, was_there=False)


def test_the_data_without_a_batch_are_those_that_its_undo_leaves(engine):
    commit(engine, frames(1), "a")
    commit(engine, frames(2), "b")
    previewed = ledger.without(engine, 2)

    undo(engine, 2)

    assert previewed.version == 3
    for name, frame in ledger.fold(engine).frames.items():
        pd.testing.assert_frame_equal(previewed.frames[name], frame)


def test_how_a_table_was_read_is_found_again_by_its_header(engine):
    reading = {"mapping": {"Datum": "date"}, "constants": {"source": "Example Agency"}}
    assert ledger.reading(engine, "abc") is None

    ledger.commit(engine, frames(1), base=0, who="x", content_hash="a", readings={"abc": reading})

    assert ledger.reading(engine, "abc") == reading


def test_a_test_that_takes_its_patches_back_keeps_a_ledger_of_its_own(monkeypatch, tmp_path):
    monkeypatch.undo()
    assert str(tmp_path) in ledger.url()
