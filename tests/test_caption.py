"""The words that go with a selection say what was chosen, what was counted and what was not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines import caption, dataset, extract, wording
from pipelines.cite import Cited
from pipelines.dataset import Dataset
from pipelines.selection import Selection, normalised
from tests import synthetic

ROOT = Path(__file__).parents[1]


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
            {"structures": ("house", "education")},
            "Selected: with damage to houses or schools, childcare (all figures of these incidents count).",
        ),
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
        "Data version 1, latest report in this selection 31 May 2023, counting rule “established”. CC BY 4.0."
    )


def test_a_report_is_cited_as_its_selection_is_with_its_number(article):
    assert caption.cite_long(article, "R1234567") == f"{caption.cite_long(article)} Report R1234567."


def test_the_readme_cites_as_the_desk_does(article):
    article = replace(article, data=replace(article.data, committed=date(2026, 11, 26)))
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("\n> ", " ").split())
    assert caption.cite_long(article) in readme
    assert caption.licence() in readme


@pytest.mark.parametrize(
    ("chosen", "middle"),
    [
        ({}, "RU+UA_2023-05-22-to-2023-05-31"),
        ({"regions": ("UA-09",), "start": date(2023, 5, 1), "end": date(2023, 5, 31)}, "UA-09_2023-05"),
        ({"regions": ("RU-BEL", "UA-09"), "start": date(2023, 1, 1), "end": date(2023, 12, 31)}, "RU-BEL+UA-09_2023"),
        (
            {"regions": ("RU-BEL", "RU-BRY", "UA-09", "UA-14"), "start": date(2023, 5, 30), "end": date(2023, 5, 30)},
            "RU-BEL-and-3-more_2023-05-30",
        ),
        ({"types": ("drone_strike",), "rule": "latest"}, "RU_2023-05-30-to-2023-05-31_drone-strike_latest"),
        ({"control": ("occupied",), "statuses": ("reported",)}, "UA_2023-05-30-to-2023-05-31_occupied_reported"),
        ({"end": date(1990, 1, 1)}, "to-1990-01-01"),
        ({"structures": ("house", "industrial")}, "RU_2023-05-31_house+industrial"),
        ({"start": date(9999, 12, 1), "end": date(9999, 12, 31)}, "9999-12-01-to-9999-12-31"),
    ],
)
def test_a_file_name_says_what_where_when_and_which_version(chosen, middle):
    made = extract.of(Dataset(3, **dataset.shipped()), normalised(Selection(**chosen)))
    name = caption.file_name(made.tally, "report", "pdf")
    assert name == f"casualty-desk_report_{middle}_v3.pdf"
    assert name.isascii()
    assert caption.file_name(made.tally, "report", "pdf", "slide") == f"casualty-desk_report_{middle}_v3_slide.pdf"


def test_too_long_a_title_or_note_is_told_with_how_long_it_may_be():
    assert caption.too_long("x" * 150, "y" * 300) == []
    assert caption.too_long("x" * 151, "y" * 301) == [
        "The title has 151 characters. It may have 150 at the most.",
        "The note has 301 characters. It may have 300 at the most.",
    ]
    assert caption.too_long("", "y" * 2_000, caption.LONGEST_REPORT_NOTE) == []


def test_what_our_fonts_lack_is_named_with_the_words_it_stands_in():
    assert caption.illegible(["Kyiv", "Київ", "كييف", "קייב", "Ki\u0301ev ≥ 5"], marks=True) == []
    assert caption.illegible(["Seen at the market of Kyiv 🙂 in May, told by three people"]) == [
        "☐ stands for what our fonts lack: U+1F642 slightly smiling face in “…market of Kyiv ☐ in May, told…”."
    ]
    (many,) = caption.illegible(["漢字", "ქარ", "🙂"])
    assert many.endswith(" and 3 more.")
    assert caption.illegible(["☎\ufe0f"])[0].count("U+") == 1
    assert caption.illegible(["كِيِيف"]) == []
    assert caption.illegible(["كِيِيف"], marks=True) == ["Vowel marks are not drawn."]


def test_a_citation_names_the_first_publishers_and_counts_the_rest(article):
    many = replace(article, cited=lambda: Cited([f"Agency {number}" for number in range(10)], None))
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
    assert caption.title(nothing.tally) == "People killed and injured, structures damaged: no incident"
    assert caption.cite_short(nothing) == "Casualty Desk, data version 1"
    assert caption.cite_long(nothing).startswith("Casualty Desk: People killed and injured")
    assert caption.totals(nothing.tally)[0] == ("Killed", "no figure")


def test_what_one_incident_leaves_out_is_told_without_counting_to_one():
    said = caption.left_out(extract.of(Dataset(1, **dataset.shipped()), Selection(regions=("UA-09",))).tally)
    assert said[0] == "No figure in the one incident: missing, structures."


def test_a_citation_has_the_title_and_the_period_that_were_chosen():
    chosen = Selection(start=date(2023, 5, 1), end=date(2023, 6, 30))
    whole = extract.of(Dataset(1, **dataset.shipped()), chosen)
    title = "People killed and injured, structures damaged: Russia and Ukraine, 1 May – 30 June 2023"
    assert caption.title(whole.tally) == title
    assert f"Compiled by Casualty Desk: {title}. " in caption.cite_long(whole)
    assert f"Compiled by Casualty Desk: {title}. " in caption.cite_long(whole, own_title=title)
    assert f"Compiled by Casualty Desk: Ours ({title}). " in caption.cite_long(whole, own_title="Ours")


def test_a_title_names_what_some_incident_has_a_figure_of(article):
    totals = article.tally.totals
    none = totals["missing"]
    only = replace(article.tally, totals=totals | {"injured": none, "structures": none})
    assert caption.title(only).startswith("People killed: ")
    assert caption.title(replace(only, totals=dict.fromkeys(totals, none))).startswith("People killed and injured, str")
    assert caption.title(replace(only, totals=totals | {"killed": none, "injured": none})).startswith("Structures dam")


@pytest.mark.parametrize("rule", wording.RULES)
def test_a_counting_rule_stands_after_a_colon_and_has_none(rule):
    assert ":" not in wording.RULES[rule]
