"""The words that go with a selection say what was chosen, what was counted and what was not."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines import caption, dataset, extract
from pipelines.dataset import Dataset
from pipelines.selection import Selection
from tests import synthetic


@pytest.fixture(scope="module")
def article():
    return extract.of(Dataset(1, **dataset.shipped()), Selection())


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "Everything is selected."),
        ({"rule": "lowest", "as_of": 3}, "Everything is selected."),
        ({"regions": ("UA", "RU-BEL")}, "Selected: Ukraine: all regions, Belgorod Oblast."),
        ({"start": date(2023, 5, 1)}, "Selected: from 1 May 2023."),
        ({"end": date(2023, 5, 1)}, "Selected: up to 1 May 2023."),
        ({"start": date(2023, 5, 1), "end": date(2023, 5, 9)}, "Selected: 1–9 May 2023."),
        ({"types": ("shelling",), "control": ("occupied",)}, "Selected: Shelling; Occupied."),
        (
            {"statuses": ("confirmed", "corroborated")},
            "Selected: only claims that are confirmed and corroborated.",
        ),
    ],
)
def test_the_filters_in_words(chosen, said):
    assert caption.filters(Selection(**chosen)) == said


def test_the_title_and_the_citations_of_the_article(article):
    assert caption.title(article.tally).endswith(": Russia and Ukraine, 22–31 May 2023")
    assert caption.cite_short(article) == "Casualty Desk, data version 1, 22–31 May 2023"
    assert caption.cite_long(article) == (
        "Shelling and Drone Strikes Hit Inside Russian Border, Escalating Ukraine War. Compiled by Casualty Desk: "
        "People killed and injured, structures damaged: Russia and Ukraine, 22–31 May 2023. "
        "Data version 1, latest report 31 May 2023, counting rule “established”. CC BY 4.0."
    )


def test_a_citation_names_the_first_publishers_and_counts_the_rest(article):
    many = replace(article, publishers=lambda: [f"Agency {number}" for number in range(10)])
    assert caption.cite_long(many).startswith("Agency 0; Agency 1; Agency 2; Agency 3; Agency 4; Agency 5 and 4 more. ")


def test_each_total_says_how_many_incidents_have_none(article):
    assert caption.totals(article.tally) == [
        ("Killed", "6 (no figure for 6 of 8 incidents)"),
        ("Injured", "25 (no figure for 5 of 8 incidents)"),
        ("Missing", "no figure in any of 8 incidents"),
        ("Structures", "16 (no figure for 6 of 8 incidents)"),
    ]


def test_what_is_left_out_is_counted(article):
    said = " ".join(caption.left_out(article.tally))
    for words in (
        "killed in 6, injured in 5, missing in 8, structures in 6",
        "5 incidents with a date",
        "1 record set",
    ):
        assert words in said


def test_a_selection_without_an_incident_has_words_too():
    nothing = extract.of(synthetic.of_records(), Selection())
    assert caption.title(nothing.tally) == "People killed and injured, structures damaged: no place"
    assert caption.cite_short(nothing) == "Casualty Desk, data version 1"
    assert caption.cite_long(nothing).startswith("no source named. Compiled by ")
    assert caption.totals(nothing.tally)[0] == ("Killed", "no figure")
