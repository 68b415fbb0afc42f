from datetime import date

import numpy as np
import pytest

from pipelines import cite, dataset
from pipelines.cite import Cited
from pipelines.dataset import Dataset


@pytest.fixture
def article() -> Dataset:
    return Dataset(1, **dataset.shipped())


def test_the_article_is_cited_by_its_title_since_its_publisher_is_not_known(article):
    every = np.arange(len(article.incidents))

    assert cite.cited(cite.citations(article), every).publishers == [article.sources["title"].iat[0]]


def test_no_incident_cites_nobody(article):
    assert cite.cited(cite.citations(article), np.array([], dtype=int)) == Cited([], None)
    assert cite.cited(cite.citations(dataset.empty()), np.array([], dtype=int)) == Cited([], None)


def test_the_publisher_of_most_claims_comes_first_and_others_incidents_do_not_count(article):
    sources = article.sources.loc[[0, 0]].reset_index(drop=True)
    sources["source_id"], sources["publisher"] = ["S-1", "S-2"], ["One", "Two"]
    casualties = article.casualties.assign(source_id="S-2")
    casualties.loc[casualties["incident_id"] == "CD-0001", "source_id"] = "S-1"
    data = Dataset(2, sources, article.incidents, casualties, article.damage.iloc[:0])
    found = cite.citations(data)

    assert cite.cited(found, np.arange(len(data.incidents))).publishers == ["Two", "One"]
    assert cite.cited(found, np.flatnonzero(data.incidents["incident_id"] == "CD-0001")).publishers == ["One"]


@pytest.fixture
def collected(article) -> Dataset:
    """Three claims that UCDP took from papers, and one of the article."""
    texts = ["UCDP, from Reuters News; Kyiv Post", "UCDP, from Kyiv Post", "UCDP, from Radio; TV; Kyiv Post", None]
    sources = article.sources.loc[[0] * 4].reset_index(drop=True)
    sources["source_id"], sources["publisher"] = [f"S-{number}" for number in range(4)], texts
    casualties = article.casualties.iloc[:4].assign(source_id=sources["source_id"].to_numpy())
    return Dataset(2, sources, article.incidents, casualties, article.damage.iloc[:0])


def test_a_collection_is_named_once_with_what_it_took_its_reports_from(collected):
    found = cite.cited(cite.citations(collected), np.arange(len(collected.incidents)))

    assert found.publishers == [
        "UCDP (from Kyiv Post, Reuters News and 2 others)",
        collected.sources["title"].iat[0],
    ]
    assert found.collections == ("UCDP",)


def test_the_newest_day_is_that_of_the_records_selected(collected):
    casualties = collected.casualties.copy()
    casualties["reported_on"] = [np.datetime64(f"2023-05-2{number}") for number in range(4)]
    data = Dataset(3, collected.sources, collected.incidents, casualties, collected.damage)
    one = np.flatnonzero(data.incidents["incident_id"] == casualties["incident_id"].iat[0])

    assert cite.cited(cite.citations(data), np.arange(len(data.incidents))).latest == date(2023, 5, 23)
    assert cite.cited(cite.citations(data), one).latest < date(2023, 5, 23)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kyiv Post", "Kyiv Post"),
        ("Post; Times", "“Post; Times”"),
        ("Notes, from London", "Notes, from London"),
        ("UCDP, from sources it does not name", "UCDP"),
        ("UCDP, from Reuters News; Reuters News", "UCDP (from Reuters News)"),
        ("UCDP, from A; B", "UCDP (from A and B)"),
        ("UCDP, from A; B; C", "UCDP (from A, B and 1 other)"),
        ("ACLED, from Ministry, of Defence; B", "ACLED (from “Ministry, of Defence” and B)"),
        ("UCDP, from " + "long name " * 9, "UCDP (from long name long name long name long name…)"),
    ],
)
def test_separators_are_not_confused(text, said):
    assert cite.named(*cite.split(text)) == said
