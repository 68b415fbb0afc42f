"""The dataset and the shipped CSVs."""

import shutil

import pandas as pd
import pytest

from pipelines import codebook, dataset
from pipelines.dataset import Dataset


@pytest.fixture(scope="module")
def shipped():
    return Dataset(1, **dataset.shipped())


@pytest.mark.parametrize(("table", "records"), [("sources", 1), ("incidents", 9), ("casualties", 11), ("damage", 5)])
def test_the_shipped_data_is_the_article(shipped, table, records):
    assert len(shipped.frames[table]) == records


def test_the_shipped_tables_hold_together(shipped):
    for table in codebook.TABLES:
        for column, target in table.references.items():
            keys = shipped.frames[target][codebook.table(target).key]
            assert shipped.frames[table.name][column].dropna().isin(keys).all()


def test_a_blank_figure_of_the_article_stays_blank(shipped):
    assert shipped.casualties.set_index("claim_id").loc["CD-0001-C1", "killed"] is pd.NA


def test_every_statement_names_its_paragraph(shipped):
    statements = pd.concat([shipped.casualties["statement"], shipped.damage["statement"]])
    assert statements.str.startswith("Paragraph").all()


def test_the_latest_report_is_that_of_the_article(shipped):
    assert shipped.latest_report() == pd.Timestamp("2023-05-31")


def test_an_empty_dataset_has_no_latest_report():
    assert dataset.empty().latest_report() is None


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("incidents.csv", "UA-09", "UA-99", r"incidents\.csv, record 7, region: unknown_code \('UA-99'\)"),
        ("damage.csv", ",extent,", ",degree,", r"damage\.csv: expected the columns claim_id, "),
    ],
)
def test_a_shipped_file_that_is_not_sound_is_named(tmp_path, file, old, new, sentence):
    for table in codebook.TABLES:
        shutil.copy(dataset.DATA / table.file_name, tmp_path)
    text = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        dataset.shipped(tmp_path)
