"""What a reader takes away of a selection: a workbook that says what it is, and the four tables."""

import io
import zipfile
from datetime import date

import numpy as np
import pytest
import python_calamine

from pipelines import codebook, compare, dataset, extract, load, publish
from pipelines.dataset import Dataset
from pipelines.load import Upload
from pipelines.selection import Selection

ARTICLE = extract.of(Dataset(1, **dataset.shipped()), Selection())


def book(content):
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))


def records(content, sheet):
    head, *rows = book(content).get_sheet_by_name(sheet).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_workbook_holds_incidents_claims_sources_and_what_is_not_counted():
    content = publish.selection_xlsx(ARTICLE)
    sheets = ["Read me", "incidents", "casualties", "damage", "sources", "not_counted", "columns"]
    assert book(content).sheet_names == sheets
    assert [len(records(content, sheet)) for sheet in sheets[1:6]] == [8, 11, 5, 1, 1]
    incident = next(each for each in records(content, "incidents") if each["incident_id"] == "CD-0001")
    assert isinstance(incident["date_start"], date)


def test_its_figures_are_the_totals():
    rows = records(publish.selection_xlsx(ARTICLE), "incidents")
    for measure in codebook.MEASURES:
        figures = [row[measure.name] for row in rows if row[measure.name] != ""]
        total = ARTICLE.tally.totals[measure.name]
        assert (len(figures), sum(figures) if figures else None) == (total.known, total.best)


def test_its_first_sheet_says_what_it_is_and_how_to_cite_it():
    rows = book(publish.selection_xlsx(ARTICLE, more=[("Search", "=x")])).get_sheet_by_name("Read me").to_python()
    said = dict(rows[2:])
    assert rows[0][0] == "People killed and injured, structures damaged: Russia and Ukraine, 22–31 May 2023"
    assert said["Selection"] == "Everything is selected."
    assert said["Period"] == "22–31 May 2023"
    assert said["Killed"] == "6 (no figure for 6 of 8 incidents)"
    assert said["Search"] == "=x"
    assert said["Blank cells"].startswith("A blank cell is an unknown, never a zero")
    assert said["Sources"].startswith("Shelling and Drone Strikes")
    assert "CC BY 4.0" in said["Licence"]
    assert "Compiled by Casualty Desk" in said["Cite as"]


def test_every_column_of_it_is_explained():
    content = publish.selection_xlsx(ARTICLE)
    sheets = [sheet for sheet in book(content).sheet_names if sheet not in ("Read me", "columns")]
    there = [(sheet, column) for sheet in sheets for column in book(content).get_sheet_by_name(sheet).to_python()[0]]
    assert [(row["Sheet"], row["Column"]) for row in records(content, "columns")] == there
    meanings = {(row["Sheet"], row["Column"]): row["Meaning"] for row in records(content, "columns")}
    assert "Settled" in meanings["incidents", "killed"]
    assert "the source gives" in meanings["casualties", "killed"]


def test_rows_in_another_order_bring_their_claims_alone():
    rows = np.flatnonzero(ARTICLE.settled.incidents["incident_id"].isin(["CD-0001", "CD-0007"]))[::-1]
    content = publish.selection_xlsx(ARTICLE, rows)
    ids = ARTICLE.settled.incidents["incident_id"].iloc[rows].tolist()
    assert [row["incident_id"] for row in records(content, "incidents")] == ids
    assert {row["incident_id"] for row in records(content, "casualties")} == set(ids)
    assert "not_counted" not in book(content).sheet_names


def test_a_workbook_can_be_imported_again_and_changes_nothing():
    intake = load.files([Upload("book.xlsx", publish.selection_xlsx(ARTICLE))], ARTICLE.data)
    assert intake.is_complete
    assert intake.read == intake.kept == 26
    assert compare.frames(ARTICLE.data, intake.frames).is_nothing()


def test_the_same_selection_gives_the_same_bytes():
    assert publish.selection_xlsx(ARTICLE) == publish.selection_xlsx(ARTICLE)
    assert publish.tables_zip(ARTICLE) == publish.tables_zip(ARTICLE)


def test_the_four_tables_in_a_zip():
    with zipfile.ZipFile(io.BytesIO(publish.tables_zip(ARTICLE))) as archive:
        assert archive.namelist() == [table.file_name for table in codebook.TABLES]
        assert archive.read("incidents.csv") == publish.frame_csv(ARTICLE.data.incidents)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_a_file_that_could_not_be_made_says_so_in_its_own_kind(kind):
    content = publish.notice("It could not be made.", kind)
    if kind == "xlsx":
        assert book(content).get_sheet_by_name("Read me").to_python() == [["It could not be made."]]
    elif kind == "zip":
        assert zipfile.ZipFile(io.BytesIO(content)).read("README.txt") == b"It could not be made."
    else:
        assert content == b"It could not be made."
