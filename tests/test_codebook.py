"""The codebook is a contract: every column, table and code says what it is, and no name means two things."""

import pickle
from itertools import combinations

import pandas as pd
import pytest

from pipelines import codebook, codes, schema, wording
from pipelines.codes import Code, CodeList
from pipelines.explain import ROLES
from pipelines.selection import RULES

COLUMNS = [(table, column) for table in codebook.TABLES for column in table.columns]
each_column = pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=lambda value: getattr(value, "name", str(value))
)
each_list = pytest.mark.parametrize("code_list", codes.CODE_LISTS, ids=lambda each: each.name)


@each_column
def test_every_column_has_label_meaning_and_example(table, column):
    assert all(text and not text.endswith("TODO") for text in (column.label, column.meaning, column.example))


@each_column
def test_every_meaning_is_a_sentence(table, column):
    assert column.meaning.endswith(".")


@each_column
def test_a_column_of_codes_names_its_list_and_no_other_does(table, column):
    assert (column.kind == "code") == (column.code_list is not None)


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_the_example_record_passes_the_schema(table, record):
    frame = schema.typed(pd.DataFrame([record(table)], dtype="str"), table)
    assert schema.breaches(frame, table).empty


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_columns_are_named_once_and_the_key_is_one_of_them(table):
    assert len(set(table.columns)) == len(table.columns)
    assert table.key in table.columns


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_a_table_points_only_to_tables_before_it_or_itself(table):
    before = [each.name for each in codebook.TABLES[: codebook.TABLES.index(table) + 1]]
    assert set(table.references.values()) <= set(before)


@pytest.mark.parametrize("table", codebook.TABLES, ids=lambda table: table.name)
def test_no_header_name_is_known_as_two_columns_of_a_table(table):
    known = [(name.casefold(), column) for column in table.columns for name in {column, *column.known_as}]
    assert [
        (first, one, other)
        for (first, one), (second, other) in combinations(known, 2)
        if first == second and one != other
    ] == []


def test_the_same_name_is_the_same_column_in_every_table():
    for (_, one), (_, other) in combinations(COLUMNS, 2):
        if one == other:
            assert one is other or (one.label, one.kind, one.meaning) == (other.label, other.kind, other.meaning)


@pytest.mark.parametrize("measure", codebook.MEASURES, ids=lambda measure: measure.name)
def test_a_measure_has_low_best_and_high_in_one_table(measure):
    assert any(set(measure.columns) <= set(table.columns) for table in codebook.TABLES)


@each_list
def test_every_code_has_a_label_and_a_meaning_that_is_a_sentence(code_list):
    assert all(code.label and code.meaning.endswith(".") for code in code_list.codes)


@each_list
def test_codes_and_labels_are_unique(code_list):
    assert len(set(code_list.values())) == len(code_list.codes) == len({code.label for code in code_list.codes})


@each_list
def test_a_fix_is_no_code_and_leads_to_one(code_list):
    assert not set(code_list.fixes) & set(code_list.values())
    assert set(code_list.fixes.values()) <= set(code_list.values())


@each_list
def test_a_fix_is_written_as_it_is_looked_up(code_list):
    assert all(fix == fix.strip().casefold() for fix in code_list.fixes)


@pytest.mark.parametrize("words", [{"a": ["b"], "b": []}, {"a": ["c"], "b": ["c"]}, {"a": ["a"]}], ids=str)
def test_a_word_known_for_two_codes_is_refused(words):
    with pytest.raises(ValueError, match="known for two"):
        CodeList("list", "List", "A list.", tuple(Code(each, each, "A.", {}, tuple(words[each])) for each in words))


def test_a_code_list_that_repeats_a_code_is_refused():
    with pytest.raises(ValueError, match="repeats a code"):
        CodeList("list", "List", "A list.", (Code("a", "A", "A code."), Code("a", "B", "A code.")))


def test_every_status_either_counts_or_never_does():
    assert set(codes.STATUS.values()) - set(codes.STATUS_RANK) == {"disputed", "withdrawn"}


def test_groups_of_people_that_are_added_do_not_overlap():
    known = set(codes.PEOPLE.values()) - {"everyone"}
    assert all(set(way) <= known and len(set(way)) == len(way) for way in codes.PEOPLE_PARTITIONS)


def test_every_counting_rule_and_role_has_words():
    assert (set(wording.RULES), set(wording.ROLES)) == (set(RULES), set(ROLES))


def test_a_column_is_its_name_and_pickles_as_text():
    assert pickle.loads(pickle.dumps(codebook.REGION)) == "region"


def test_an_unknown_table_is_refused():
    with pytest.raises(KeyError):
        codebook.table("events")
