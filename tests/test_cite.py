import numpy as np
import pytest

from pipelines import cite, dataset
from pipelines.dataset import Dataset


@pytest.fixture
def article() -> Dataset:
    return Dataset(1, **dataset.shipped())


def test_the_article_is_cited_by_its_title_since_its_publisher_is_not_known(article):
    every = np.arange(len(article.incidents))

    assert cite.cited(cite.citations(article), every) == [article.sources["title"].iat[0]]


def test_no_incident_cites_nobody(article):
    assert cite.cited(cite.citations(article), np.array([], dtype=int)) == []
    assert cite.cited(cite.citations(dataset.empty()), np.array([], dtype=int)) == []


def test_the_publisher_of_most_claims_comes_first_and_others_incidents_do_not_count(article):
    sources = article.sources.loc[[0, 0]].reset_index(drop=True)
    sources["source_id"], sources["publisher"] = ["S-1", "S-2"], ["One", "Two"]
    casualties = article.casualties.assign(source_id="S-2")
    casualties.loc[casualties["incident_id"] == "CD-0001", "source_id"] = "S-1"
    data = Dataset(2, sources, article.incidents, casualties, article.damage.iloc[:0])
    found = cite.citations(data)

    assert cite.cited(found, np.arange(len(data.incidents))) == ["Two", "One"]
    assert cite.cited(found, np.flatnonzero(data.incidents["incident_id"] == "CD-0001")) == ["One"]
