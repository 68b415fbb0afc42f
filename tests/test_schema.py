"""The schemas made from the codebook: what they let through, what they catch, and what type each column has."""

import pandas as pd
import pandera.errors
import pytest

from pipelines import codebook, schema


def breaches(table, *records):
    found = schema.breaches(
        schema.typed(pd.DataFrame(records, dtype="str"), codebook.table(table)), codebook.table(table)
    )
    return list(found[["column", "rule"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("table", "changes", "expected"),
    [
        ("incidents", {}, []),
        ("incidents", {"region": "UA-99"}, [("region", "unknown_code")]),
        ("incidents", {"region": None}, []),
        ("incidents", {"country": "XX"}, [("country", "unknown_code")]),
        ("incidents", {"country": "NA", "region": "NA-KH"}, []),
        ("incidents", {"latitude": "91"}, [("latitude", "above_maximum")]),
        ("incidents", {"longitude": "-181"}, [("longitude", "below_minimum")]),
        ("incidents", {"incident_type": "storm"}, [("incident_type", "unknown_code")]),
        ("incidents", {"incident_type": None}, [("incident_type", "required")]),
        ("incidents", {"incident_id": None}, [("incident_id", "required")]),
        ("incidents", {"date_start": None, "date_end": None}, []),
        ("casualties", {"killed": "-1"}, [("killed", "below_minimum")]),
        ("casualties", {"killed": "0"}, []),
        ("casualties", {"killed": None}, []),
        ("casualties", {"killed": "-1", "status": "sure"}, [("killed", "below_minimum"), ("status", "unknown_code")]),
        ("damage", {"extent": "gone"}, [("extent", "unknown_code")]),
        ("sources", {"title": None}, [("title", "required")]),
    ],
)
def test_a_record_with_one_thing_changed(record, table, changes, expected):
    assert sorted(breaches(table, record(table, **changes))) == expected


def test_a_key_used_twice_is_caught_on_each_line(record):
    assert breaches("sources", record("sources"), record("sources")) == [("source_id", "duplicate_key")] * 2


def test_a_breach_names_the_line_of_the_frame(record):
    table = codebook.CASUALTIES_TABLE
    frame = schema.typed(pd.DataFrame([record(table, killed=-1)], index=[17], dtype="str"), table)
    assert list(schema.breaches(frame, table)["line"]) == [17]


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_every_column_gets_the_type_of_its_kind(table, record):
    frame = schema.typed(pd.DataFrame([record(table)], dtype="str"), table)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == schema.dtypes(table)


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_typing_what_is_typed_changes_nothing(table, record):
    frame = schema.typed(pd.DataFrame([record(table)], dtype="str"), table)
    pd.testing.assert_frame_equal(schema.typed(frame, table), frame)


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_an_empty_frame_is_typed_and_sound(table):
    frame = schema.empty(table)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == schema.dtypes(table)
    assert schema.breaches(frame, table).empty


def test_a_blank_is_missing_whatever_the_type(record):
    table = codebook.INCIDENTS_TABLE
    blank = dict.fromkeys((str(column) for column in table.columns), "")
    assert schema.typed(pd.DataFrame([blank], dtype="str"), table).isna().all(axis=None)


def test_a_column_that_a_frame_lacks_becomes_blank():
    frame = schema.typed(pd.DataFrame({"source_id": ["S-1"]}, dtype="str"), codebook.SOURCES_TABLE)
    assert frame["title"].isna().all()


@pytest.mark.parametrize(("column", "cell"), [("killed", "five"), ("killed", "1.5"), ("reported_on", "yesterday")])
def test_a_cell_that_is_not_of_its_type_raises(record, column, cell):
    with pytest.raises((ValueError, TypeError)):
        breaches("casualties", record("casualties", **{column: cell}))


@pytest.mark.parametrize(
    "change",
    [lambda frame: frame.drop(columns="title"), lambda frame: frame.astype({"published_on": "str"})],
    ids=["a column missing", "a wrong type"],
)
def test_a_frame_that_was_not_typed_is_a_fault_of_the_program(record, change):
    table = codebook.SOURCES_TABLE
    frame = schema.typed(pd.DataFrame([record(table)], dtype="str"), table)
    with pytest.raises(pandera.errors.SchemaErrors):
        schema.breaches(change(frame), table)
