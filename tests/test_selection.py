"""The selection: to and from the address bar, and in one form whatever the order."""

from datetime import date
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import codes, selection
from pipelines.selection import COUNTED_STATUSES, RULES, Selection

days = st.none() | st.dates()


def some(*values):
    return st.lists(st.sampled_from(values), max_size=4).map(tuple)


selections = st.builds(
    Selection,
    regions=some("UA-09", "UA-23", "UA", "RU-BEL", "RU"),
    start=days,
    end=days,
    types=some(*codes.INCIDENT_TYPE.values()),
    structures=some(*codes.STRUCTURE_TYPE.values()),
    control=some(*codes.CONTROL.values()),
    statuses=some(*COUNTED_STATUSES),
    rule=st.sampled_from(RULES),
    as_of=st.none() | st.integers(0, 10_000),
)


@given(selections)
def test_an_address_gives_back_the_selection_it_was_made_from(chosen):
    address = parse_qs(urlencode(selection.to_query(selection.normalised(chosen)), doseq=True))
    assert selection.from_query(address) == (selection.normalised(chosen), [])


@given(selections)
def test_normalising_twice_changes_nothing(chosen):
    once = selection.normalised(chosen)
    assert selection.normalised(once) == once


@given(st.dictionaries(st.sampled_from([*selection.PARAMETERS.values(), "other"]), st.lists(st.text(max_size=12))))
def test_no_address_whatever_raises(query):
    selection.from_query(query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Selection(regions=("UA-09", "RU-BEL")), Selection(regions=("RU-BEL", "UA-09", "UA-09"))),
        (Selection(regions=("UA", "UA-09")), Selection(regions=("UA",))),
        (Selection(types=("drone_strike", "shelling")), Selection(types=("shelling", "drone_strike"))),
        (
            Selection(start=date(2023, 6, 1), end=date(2023, 5, 1)),
            Selection(start=date(2023, 5, 1), end=date(2023, 6, 1)),
        ),
    ],
)
def test_selections_that_mean_the_same_are_equal(one, other):
    assert selection.normalised(one) == selection.normalised(other)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"type": ["storm"]}, 'type: "storm" is not one of shelling'),
        ({"rule": ["mean"]}, 'rule: "mean" is not one of established'),
        ({"status": ["disputed"]}, 'status: "disputed" is not one of reported'),
        ({"from": ["31.05.2023"]}, 'from: "31.05.2023" is not a date'),
        ({"from": ["2023-06-01"], "to": ["2023-05-25"]}, "from: 2023-06-01 is after to: 2023-05-25"),
        ({"as_of": ["newest"]}, 'as_of: "newest" is not a version'),
        ({"as_of": ["-1"]}, 'as_of: "-1" is not a version'),
        ({"as_of": ["²"]}, 'as_of: "²" is not a version'),
        ({"as_of": ["9" * 5_000]}, 'as_of: "9999'),
    ],
)
def test_a_value_that_is_not_understood_is_left_out_and_said(query, problem):
    chosen, problems = selection.from_query(query)
    assert chosen == Selection()
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_the_default_selection_has_an_empty_address():
    assert selection.to_query(Selection()) == {}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Selection(), True),
        (Selection(rule="latest", as_of=3), True),
        (Selection(regions=("UA",)), False),
        (Selection(end=date(2023, 5, 31)), False),
        (Selection(statuses=("confirmed",)), False),
    ],
)
def test_whether_a_selection_leaves_anything_out(chosen, expected):
    assert chosen.is_everything() == expected
