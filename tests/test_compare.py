"""What an update adds and changes, and the dataset that follows."""

import pandas as pd
import pytest

from pipelines import codebook, compare, dataset, schema
from pipelines.dataset import Dataset
from tests.databases import assert_same, frames, typed

EMPTY = dataset.empty()


def current(**update) -> Dataset:
    return compare.merged(EMPTY, frames(3, **update))


def changed(update, name: str = "casualties") -> list[tuple]:
    found = compare.frames(current(), update).tables[name].changed
    assert tuple(found.columns) == compare.CHANGE_COLUMNS
    return list(found.astype(object).where(found.notna(), None).itertuples(index=False, name=None))


def with_claim(**changes) -> dict[str, pd.DataFrame]:
    """The update that changes the first claim of `current()`, as text cells."""
    claims = frames(1)["casualties"].astype("str").assign(**changes)
    return {"casualties": schema.typed(claims, codebook.CASUALTIES_TABLE)}


def test_the_same_records_again_change_nothing():
    found = compare.frames(current(), frames(3))
    assert found.is_nothing()
    assert found.counts()["incidents"] == {"added": 0, "changed": 0, "unchanged": 3}
    assert_same(current(), compare.merged(current(), frames(3)))


def test_new_records_are_added():
    found = compare.frames(current(), frames(5))
    assert found.counts()["casualties"] == {"added": 2, "changed": 0, "unchanged": 3}
    assert list(found.tables["incidents"].added[codebook.INCIDENT_ID]) == ["CD-0003", "CD-0004"]
    assert not found.is_nothing()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"killed": "8"}, [("killed", "Killed", "5", "8")]),
        ({"killed": ""}, [("killed", "Killed", "5", None)]),
        ({"killed": "0"}, [("killed", "Killed", "5", "0")]),
        ({"status": "confirmed"}, [("status", "Status", "reported", "confirmed")]),
        ({"reported_on": "2023-06-01"}, [("reported_on", "Reported on", "2023-05-31", "2023-06-01")]),
        ({"reported_on": ""}, [("reported_on", "Reported on", "2023-05-31", None)]),
        (
            {"killed": "6", "injured": "18"},
            [("killed", "Killed", "5", "6"), ("injured", "Injured", "19", "18")],
        ),
        ({}, []),
    ],
)
def test_each_changed_cell_is_shown_with_its_old_and_new_value(changes, expected):
    assert changed(with_claim(**changes)) == [("CD-0000-C1", *cell) for cell in expected]


def test_a_place_that_moves_is_shown_in_full_digits():
    update = frames(3, latitude="48.0")
    del update["casualties"]
    assert changed(update, "incidents")[0] == ("CD-0000", "latitude", "Latitude", "48.50729", "48.0")


def test_changes_come_in_the_order_of_the_records_and_of_the_codebook():
    claims = frames(3)["casualties"].astype("str").assign(injured="1", killed="2")
    found = changed({"casualties": schema.typed(claims.iloc[::-1], codebook.CASUALTIES_TABLE)})
    assert [(key, column) for key, column, *_ in found] == [
        (f"CD-{number:04}-C1", column) for number in (2, 1, 0) for column in ("killed", "injured")
    ]


def test_a_record_replaces_the_older_one_whole_so_a_blank_becomes_unknown():
    after = compare.merged(current(), with_claim(killed="", statement=""))
    record = after.casualties.set_index(codebook.CLAIM_ID).loc["CD-0000-C1"]
    assert record[["killed", "statement"]].isna().all()
    assert record["injured"] == 19


def test_a_changed_record_stays_where_it_stood_and_new_ones_come_last():
    update = frames(4, start=2)
    after = compare.merged(current(), update)
    assert list(after.incidents[codebook.INCIDENT_ID]) == [f"CD-{number:04}" for number in range(6)]
    assert after.version == 2


def test_merging_leaves_the_dataset_it_starts_from_as_it_was():
    before = current()
    compare.merged(before, with_claim(killed="100"))
    assert_same(current(), before)


def test_tables_the_update_lacks_stay_as_they_are():
    before = current()
    after = compare.merged(before, with_claim(killed="100"))
    assert after.incidents is before.incidents
    assert compare.frames(before, {}).is_nothing()


def test_the_last_record_counts_where_a_key_repeats():
    twice = typed("incidents", [*_records(place="Karpaty"), *_records(place="Bakhmut")])
    assert list(compare.frames(EMPTY, {"incidents": twice}).tables["incidents"].added["place"]) == ["Bakhmut"]
    assert list(compare.merged(EMPTY, {"incidents": twice}).incidents["place"]) == ["Bakhmut"]


def test_merged_frames_are_typed_and_their_categories_sorted_and_in_use():
    update = frames(2, region="UA-14", incident_type="drone_strike")
    after = compare.merged(current(), update)
    for table in codebook.TABLES:
        expected = {name: str(dtype) for name, dtype in schema.dtypes(table).items()}
        assert {name: str(dtype) for name, dtype in after.frames[table.name].dtypes.items()} == expected
    assert list(after.incidents["region"].cat.categories) == ["UA-09", "UA-14"]
    assert list(compare.merged(after, frames(2)).incidents["region"].cat.categories) == ["UA-09"]


def _records(**changes) -> list[dict[str, str]]:
    return [codebook.example_record(codebook.INCIDENTS_TABLE) | changes]


def test_of_all_changed_cells_those_that_become_blank_stand_first_and_none_is_lost():
    found = compare.frames(current(), with_claim(killed="8", injured="", statement="Something else."))
    cells = found.changed_cells()
    assert tuple(cells.columns) == (*compare.CHANGE_COLUMNS, "table")
    assert cells["new"].isna().tolist() == [True, False, False]
    assert cells["column"].tolist() == ["injured", "killed", "statement"]
    assert set(cells["table"]) == {"casualties"}
