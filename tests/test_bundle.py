"""A bundle holds what it says, can be imported again and cited, and is the same whenever it is made."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import frictionless
import pytest

from pipelines import bundle, codebook, compare, dataset, extract, figure, load, publish, render
from pipelines.dataset import Dataset
from pipelines.load import Upload
from pipelines.publish import data_package
from pipelines.selection import Selection
from tests import synthetic

ROOT = Path(__file__).parents[1]
ARTICLE = Dataset(1, **dataset.shipped())


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def read_json(archive, name):
    return json.loads(archive.read(name))


@pytest.fixture(scope="module")
def whole():
    return extract.of(ARTICLE, Selection())


@pytest.fixture(scope="module")
def content(whole):
    return bundle.of(whole)


@pytest.fixture(scope="module")
def folder(content, tmp_path_factory):
    place = tmp_path_factory.mktemp("bundle")
    opened(content).extractall(place)
    return place


def test_it_is_laid_out_as_documented(content, whole):
    names = opened(content).namelist()
    assert [name for name in names if "/" not in name] == ["README.txt", "datapackage.json", "manifest.json"]
    tables = {f"tables/{table.file_name}" for table in codebook.TABLES} | {"tables/incidents_with_figures.csv"}
    charts = {
        f"charts/{figure.file_name(whole.tally, chart, measure, form)}"
        for chart, measure in bundle.CHARTS
        for form in (*render.FORMATS, "csv")
    }
    assert {name for name in names if "/" in name} == tables | charts


def test_the_manifest_holds_for_every_file(content):
    archive = opened(content)
    said = {each["path"]: (each["bytes"], each["sha256"]) for each in read_json(archive, "manifest.json")["files"]}
    found = {
        name: (len(archive.read(name)), hashlib.sha256(archive.read(name)).hexdigest())
        for name in archive.namelist()
        if name != "manifest.json"
    }
    assert said == found


def test_the_manifest_says_what_was_chosen_and_what_it_adds_up_to(content, whole):
    manifest = read_json(opened(content), "manifest.json")
    assert manifest["version"] == 1
    assert manifest["latest_report"] == "2023-05-31"
    assert manifest["in_words"] == "Everything is selected."
    assert manifest["totals"]["killed"] == publish.figure_record(whole.tally.totals["killed"])
    pdfs = [each for each in manifest["files"] if each["path"].endswith(".pdf")]
    assert {tuple(each["pdf_standards"]) for each in pdfs} == {("ua-1", "a-2a")}
    assert manifest["charts_left_out"] == []


def test_the_same_selection_gives_the_same_bytes_in_another_process_and_time_zone(content):
    script = (
        "import hashlib; from pipelines import bundle, dataset, extract; from pipelines.selection import Selection;"
        "data = dataset.Dataset(1, **dataset.shipped());"
        "print(hashlib.sha256(bundle.of(extract.of(data, Selection()))).hexdigest())"
    )
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == hashlib.sha256(content).hexdigest()


def test_it_does_not_matter_whether_the_version_was_asked_for_or_is_the_newest(content):
    assert bundle.of(extract.of(ARTICLE, Selection(as_of=1))) == content


def test_files_carry_the_day_of_the_latest_report(content):
    assert {each.date_time for each in opened(content).infolist()} == {(2023, 5, 31, 0, 0, 0)}


def test_the_pictures_are_those_of_the_figures(content, whole):
    archive = opened(content)
    chart, measure = bundle.CHARTS[0]
    drawn = render.figure(figure.from_extract(whole, chart, measure))
    names = {form: f"charts/{figure.file_name(whole.tally, chart, measure, form)}" for form in render.FORMATS}
    assert {form: archive.read(name) for form, name in names.items()} == dict(drawn)


def test_the_data_package_is_valid_with_its_data(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(report.tasks) == 5 + len(bundle.CHARTS) * 4


def test_the_data_package_would_find_a_cell_that_breaks_a_rule(folder, tmp_path):
    """Its schema is worth something: a code that is not in its list, and a claim about no incident, are found."""
    for name in ("sources", "incidents", "casualties", "damage"):
        (tmp_path / f"{name}.csv").write_bytes((folder / "tables" / f"{name}.csv").read_bytes())
    package = json.loads((folder / "datapackage.json").read_text())
    tables = [each for each in package["resources"] if each["name"] in ("sources", "incidents", "casualties", "damage")]
    for each in tables:
        each["path"] = each["path"].removeprefix("tables/")
        del each["hash"], each["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package | {"resources": tables}))
    claims = tmp_path / "casualties.csv"
    claims.write_bytes(claims.read_bytes().replace(b",reported,", b",rumoured,", 1).replace(b",CD-0002,", b",CD-9999,"))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {kind for (kind,) in report.flatten(["type"])} == {"constraint-error", "foreign-key"}


def test_the_data_package_says_where_it_comes_from(folder):
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"] == [
        {"title": "Shelling and Drone Strikes Hit Inside Russian Border, Escalating Ukraine War"}
    ]
    assert package["selection"]["parameters"] == {"rule": ["established"], "as_of": ["1"]}
    casualties = next(each for each in package["resources"] if each["name"] == "casualties")
    killed = next(each for each in casualties["schema"]["fields"] if each["name"] == "killed_low")
    assert (killed["type"], killed["hxl"]) == ("integer", "#affected+killed+min")


def test_the_read_me_can_be_cited_from(folder):
    text = " ".join((folder / "README.txt").read_text(encoding="utf-8").split())
    for words in (
        "Beside a number: Casualty Desk, data version 1, 22–31 May 2023",
        "Killed: 6 (no figure for 6 of 8 incidents)",
        "Counting rule: Established",
        "A blank cell is an unknown, never a zero",
        "has an apostrophe in front",
        "CC BY 4.0",
        "charts/casualty-desk_killed-by-week_RU+UA_2023-05-22-to-2023-05-31_v1: People killed over time (F",
    ):
        assert words in text


@pytest.mark.parametrize("chosen", [{}, {"regions": ("UA",)}], ids=["everything", "Ukraine"])
def test_dropped_on_update_as_it_is_it_changes_nothing(chosen):
    dropped = Upload("bundle.zip", bundle.of(extract.of(ARTICLE, Selection(**chosen))))
    intake = load.files([dropped], ARTICLE)
    assert intake.is_complete
    assert intake.read == intake.kept > 0
    assert {each.table for each in intake.counts} == {table.name for table in codebook.TABLES}
    assert compare.frames(ARTICLE, intake.frames).is_nothing()


def test_a_chart_with_nothing_to_draw_is_left_out_and_named():
    """Two incidents, nothing else: no structures, and no place for a map."""
    data = synthetic.of_records(
        incidents=[{"place": None, "latitude": None, "longitude": None, "region": None, "place_precision": "country"}],
        casualties=[{"killed": "3"}],
    )
    archive = opened(bundle.of(extract.of(data, Selection())))
    left_out = {each["chart"]: each["why"] for each in read_json(archive, "manifest.json")["charts_left_out"]}
    assert "structures_structures" in left_out
    assert not any("structures-by" in name for name in archive.namelist())
    said = " ".join(archive.read("README.txt").decode().split())
    assert "Left out: Structures damaged or destroyed by type and extent. There is nothing" in said


def test_a_chart_that_breaks_the_renderer_does_not_take_the_bundle_with_it(whole, monkeypatch):
    broken = "The program that draws figures stopped at this one."
    draw = render.figures
    monkeypatch.setattr(render, "figures", lambda drawn: [render.Failed(broken), *draw(drawn[1:], ("svg",))])
    manifest = bundle.write(whole, io.BytesIO())
    left_out = {"chart": "over_time_killed", "title": "People killed over time", "why": broken}
    assert manifest["charts_left_out"] == [left_out]


def test_an_empty_selection_has_a_bundle_too(tmp_path):
    nothing = extract.of(ARTICLE, Selection(types=("mine_erw",)))
    opened(bundle.of(nothing)).extractall(tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text())["incidents"] == 0
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize("latest", [None, date(1912, 4, 15)])
def test_data_without_a_date_or_with_one_that_no_zip_can_hold(latest):
    data = synthetic.of_records(incidents=[{}], casualties=[{"reported_on": latest}])
    archive = opened(bundle.of(extract.of(data, Selection())))
    assert {each.date_time[:3] for each in archive.infolist()} == {(1980, 1, 1)}


def test_a_collection_is_one_source_of_the_data_package():
    whole = extract.of(ARTICLE, Selection())
    sources = whole.data.sources.loc[[0] * 3].reset_index(drop=True)
    sources["publisher"] = ["UCDP, from Reuters News; Kyiv Post", "UCDP, from Kyiv Post", None]
    named = data_package.descriptor(whole, [], sources)["sources"]
    assert [each["title"] for each in named] == ["UCDP", sources["title"].iat[0]]
