"""An extract says what the tally says, and who is behind it."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines import dataset, extract, figure, settle, tally
from pipelines.dataset import Dataset
from pipelines.selection import Selection, normalised


@pytest.fixture(scope="module")
def data():
    return Dataset(1, **dataset.shipped())


@pytest.mark.parametrize("rule", ["established", "lowest"])
def test_an_extract_holds_the_totals_and_rows_of_its_selection(data, rule):
    selection = normalised(Selection(regions=("UA-09",), rule=rule))
    found = extract.of(data, selection)
    assert found.tally == tally.of(settle.dataset(data, rule, ()), selection)
    assert len(found.rows()) == found.tally.incidents == 1
    assert sum(row.incidents for row in found.over_time()) == found.tally.incidents
    assert (found.version, found.selection, found.latest_report) == (1, selection, date(2023, 5, 31))


def test_the_publishers_are_those_of_the_selection(data):
    named = data.sources.assign(publisher="A paper")
    assert extract.of(replace(data, sources=named), Selection()).publishers() == ["A paper"]
    assert extract.of(data, Selection(types=("mine_erw",))).publishers() == []


def test_totals_beside_it_keep_its_counting_rule(data):
    whole = extract.of(data, Selection(rule="lowest"))
    beside = extract.beside(whole, Selection(regions=("UA-09",), rule="highest"))
    assert (beside.totals["killed"].best, beside.selection.rule) == (5, "lowest")


def test_every_chart_shown_can_be_made_of_an_extract(data):
    whole = extract.of(data, Selection())
    made = [figure.from_extract(whole, chart, measure) for chart, measure in figure.SHOWN]
    assert len({each.number for each in made}) == len(figure.SHOWN)
