"""Rows that only their order tells apart, met with what earlier files stored: nothing lost, nothing doubled."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import compare, dataset, load
from pipelines.load import Upload

HEADER = "date,region,place,incident_type,killed,source"
TODAY = date(2024, 1, 1)


def intake(current, killed, ids=None):
    """What comes of a file with a row for each figure, alike in all else; `ids` gives some of them numbers."""
    lines = [f"2023-06-01,UA-63,Kharkiv,shelling,{each},Agency" for each in killed]
    header = HEADER
    if ids:
        header, lines = f"{HEADER},incident_id", [f"{line},{ids.get(at, '')}" for at, line in enumerate(lines)]
    return load.files([Upload("f.csv", "\n".join([header, *lines, ""]).encode())], current, today=TODAY)


def after(*files):
    current = dataset.empty()
    for killed in files:
        current = compare.merged(current, intake(current, killed).frames)
    return current


def killed_in(current):
    return dict(zip(current.casualties["incident_id"], current.casualties["killed"], strict=True))


def left_out(found):
    return [each.line for each in found.issues if each.rule.name == "which_record"]


@pytest.mark.parametrize(
    ("first", "second", "stand"),
    [
        ([1, 5], [1, 5], [1, 5]),
        ([1, 5], [5, 1], [1, 5]),
        ([1, 5], [5], [1, 5]),
        ([1, 5], [1], [1, 5]),
        ([1, 5], [1, 6], [1, 6]),
        ([1, 5], [6, 5], [5, 6]),
        ([1, 5], [7, 1, 5], [1, 5, 7]),
        ([1, 5], [2, 7, 5], [2, 5, 7]),
        ([1], [9, 1], [1, 9]),
        ([1], [9], [9]),
        ([1, 5], [6], [1, 5]),
        ([1, 5, 8], [5, 6], [1, 5, 8]),
    ],
)
def test_what_stands_afterwards(first, second, stand):
    assert sorted(killed_in(after(first, second)).values()) == stand


@pytest.mark.parametrize(
    ("first", "second", "lines"), [([1, 5], [6], [2]), ([1, 5, 8], [5, 6], [3]), ([1, 5], [5], [])]
)
def test_a_row_of_which_it_cannot_be_told_what_it_changes_is_left_out_and_says_so(first, second, lines):
    current = after(first)
    found = intake(current, second)
    assert left_out(found) == lines
    assert found.read == found.kept + found.left_out.shape[0]
    assert compare.frames(current, found.frames).is_nothing()
    for each in found.issues:
        if each.line in lines and each.rule.name == "which_record":
            assert all(number in each.sentence() for number in killed_in(current))
            assert "incident_id" in each.sentence()


def test_the_number_of_the_incident_lets_such_a_row_in():
    current = after([1, 5])
    number = next(number for number, killed in killed_in(current).items() if killed == 5)
    found = intake(current, [6], {0: number})
    assert left_out(found) == []
    assert killed_in(compare.merged(current, found.frames))[number] == 6
    new = intake(current, [9], {0: "NEW-1"})
    assert sorted(killed_in(compare.merged(current, new.frames)).values()) == [1, 5, 9]


@pytest.mark.parametrize("of", [1, 5])
@pytest.mark.parametrize("row", [0, 1])
def test_a_row_with_a_number_does_not_shift_the_others(of, row):
    current = after([1, 5])
    number = next(number for number, killed in killed_in(current).items() if killed == of)
    found = intake(current, [2, 6], {row: number})
    assert left_out(found) == []
    now = killed_in(compare.merged(current, found.frames))
    assert sorted(now.values()) == [2, 6]
    assert now[number] == (2, 6)[row]


def test_a_row_left_out_in_between_is_not_taken_for_its_neighbour():
    current = compare.merged(dataset.empty(), intake(dataset.empty(), [-4, 5]).frames)
    assert sorted(killed_in(current).values()) == [5]
    current = compare.merged(current, intake(current, [4, 5]).frames)
    assert sorted(killed_in(current).values()) == [4, 5]


_files = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(_files)
def test_nothing_is_lost_or_doubled_whatever_the_files_say(files):
    current = dataset.empty()
    for killed in files:
        before = killed_in(current)
        found = intake(current, killed)
        current = compare.merged(current, found.frames)
        stand = Counter(killed_in(current).values())
        said = Counter(killed) - Counter(killed[line - 2] for line in left_out(found))
        assert set(before) <= set(killed_in(current))
        assert not said - stand, "what the file says stands"
        if len(killed) >= len(before):
            assert stand == Counter(killed)
        else:
            assert stand == Counter(before.values())
