"""An incident in words: never more exact than it is known."""

import pytest

from pipelines import codebook, dataset, describe
from pipelines.dataset import Dataset
from tests import synthetic


def of(**changes):
    return next(synthetic.of_records(incidents=[changes]).incidents.itertuples(index=False))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "31 May 2023"),
        ({"date_start": "2023-05-22", "date_end": "2023-05-28", "date_precision": "week"}, "22–28 May 2023"),
        ({"date_precision": "month"}, "about 31 May 2023"),
        ({"date_start": None}, "no later than 31 May 2023"),
        ({"date_start": None, "date_end": None, "date_precision": "year"}, "not stated"),
    ],
    ids=str,
)
def test_a_date_is_said_as_exactly_as_it_is_known(changes, said):
    assert describe.when(of(**changes)) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Karpaty, Luhansk Oblast"),
        ({"place": None}, "Luhansk Oblast"),
        ({"place": None, "region": None}, "Ukraine"),
        ({"place": None, "region": None, "country": None}, ""),
    ],
    ids=str,
)
def test_a_place_is_said_as_far_as_it_is_known(changes, said):
    assert describe.where(of(**changes)) == said


def test_a_record_is_told_by_its_incident_and_a_source_by_its_title():
    data = Dataset(1, **dataset.shipped())
    assert describe.about(data, "casualties", "CD-0007-C1") == "30–31 May 2023, Karpaty, shelling"
    source = data.sources.iloc[0]
    assert describe.about(data, "sources", source[codebook.SOURCE_ID]) == source[codebook.TITLE]
