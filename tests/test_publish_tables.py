"""The four tables of a selection can be imported again: nothing is missing in them, and nothing changes."""

import csv
import io
from functools import cache

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines import codebook, commit, compare, dataset, extract, load, publish
from pipelines.dataset import Dataset
from pipelines.load import Upload
from pipelines.selection import COUNTED_STATUSES, RULES, Selection, normalised
from tests import synthetic

ARTICLE = Dataset(1, **dataset.shipped())


EVERYTHING = Selection()


def written(data, selection=EVERYTHING):
    """The four tables of a selection as files."""
    tables = publish.selected_tables(extract.of(data, selection))
    return [Upload(f"{name}.csv", publish.frame_csv(frame)) for name, frame in tables.items()]


def read(uploads, current):
    """What comes of files imported into a dataset, which must all be good."""
    intake = load.files(uploads, current)
    assert intake.read == intake.kept
    assert intake.is_complete
    return commit.preview(current, intake)


def with_texts(texts):
    """A dataset whose records say these, wherever a text of any kind is kept, as an import leaves them."""
    cells = [text for text in texts if text.strip()] or ["x"]
    keys = [f"CD-{number:04}" for number in range(1, len(cells) + 1)]
    data = synthetic.of_records(
        sources=[{"title": f"{cells[0]}.", "publisher": cells[-1], "url": None, "archive_url": None}],
        incidents=[{"incident_id": key, "summary": cell} for key, cell in zip(keys, cells, strict=True)],
        casualties=[
            {"claim_id": f"{key}-C1", "incident_id": key, "attributed_to": cell, "statement": cell}
            for key, cell in zip(keys, cells, strict=True)
        ],
        damage=[
            {"claim_id": f"{key}-D1", "incident_id": key, "attributed_to": cell, "statement": cell}
            for key, cell in zip(keys, cells, strict=True)
        ],
    )
    intake = load.files(written(data), dataset.empty())
    return compare.merged(dataset.empty(), intake.frames)


HOSTILE = st.text(
    st.one_of(st.sampled_from("'=+-@\t\r\n＝\",;| "), st.characters(exclude_categories=("Cs",))), max_size=40
)


@pytest.mark.parametrize(
    "text",
    ["-5 degrees", "=1+1", "'=1+1", "''", "+7 people", "@news", '"quoted, and" more', "two\nlines", "a;b|c\td", "０１"],
)
def test_a_text_comes_back_as_it_was(text):
    data = synthetic.of_records(
        incidents=[{"summary": text}], casualties=[{"statement": text}], damage=[{"statement": text}]
    )
    assert read(written(data), data).comparison.is_nothing()


@settings(max_examples=15)
@given(st.lists(HOSTILE, max_size=5))
@example(["-", "'-", "total", "#tag", "1,5"])
def test_whatever_is_stored_can_be_written_and_imported_without_a_change(texts):
    data = with_texts(texts)
    preview = read(written(data), data)
    assert preview.comparison.is_nothing()


def test_a_workbook_is_taken_at_its_word(record):
    """In it nothing was defused, so an apostrophe before a formula is the source's own."""
    from pipelines.publish import workbook

    table = codebook.table("incidents")
    frame = pd.DataFrame([record("incidents", summary="'=1+1", duplicate_of=None)], dtype="str")
    book = workbook.frames_xlsx("Incidents", [], {table.name: frame}, None)
    (stored,) = load.files([Upload("incidents.xlsx", book)], dataset.empty()).frames["incidents"]["summary"]
    assert stored == "'=1+1"


def test_the_tables_of_everything_are_the_tables():
    assert publish.selected_tables(extract.of(ARTICLE, Selection(rule="lowest"))) == ARTICLE.frames


def test_a_file_of_ours_looks_as_spreadsheets_want_it():
    found = {upload.name: upload.content for upload in written(ARTICLE)}
    assert list(found) == [table.file_name for table in codebook.TABLES]
    for content in found.values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n")
    first = next(csv.DictReader(io.StringIO(found["incidents.csv"].decode("utf-8-sig"))))
    assert (first["incident_id"], first["date_start"], first["duplicate_of"]) == ("CD-0001", "2023-05-31", "")


@cache
def imported():
    """Some thousand made-up records, those of them that an import takes."""
    return compare.merged(dataset.empty(), load.files(written(synthetic.dataset(2_000)), dataset.empty()).frames)


SELECTIONS = [
    {"regions": ("UA-09",)},
    {"regions": ("RU",), "rule": "highest"},
    {"types": ("shelling", "unknown")},
    {"control": ("occupied",), "rule": "latest"},
    {"statuses": COUNTED_STATUSES[-1:]},
    {"regions": ("UA", "RU-BEL"), "types": ("drone_strike",)},
    {"types": ("mine_erw",)},
]


@pytest.mark.parametrize("chosen", SELECTIONS, ids=str)
@pytest.mark.parametrize("data", [lambda: ARTICLE, imported], ids=["article", "made up"])
def test_the_tables_of_a_selection_are_whole_and_give_its_totals_again(data, chosen):
    data = data()
    selection = normalised(Selection(**chosen))
    whole = extract.of(data, selection)
    uploads = written(data, selection)
    assert read(uploads, data).comparison.is_nothing()
    if not whole.tally.incidents:
        return
    alone = compare.merged(dataset.empty(), read(uploads, dataset.empty()).intake.frames, version=1)
    again = extract.of(alone, selection).tally
    assert again.totals == whole.tally.totals
    assert (again.incidents, again.set_apart) == (whole.tally.incidents, whole.tally.set_apart)


def test_records_that_repeat_a_chosen_one_come_along_and_so_does_what_they_repeat():
    data = synthetic.of_records(
        incidents=[
            {"incident_id": "CD-0001", "region": "UA-09"},
            {"incident_id": "CD-0002", "region": "UA-14", "duplicate_of": "CD-0001"},
            {"incident_id": "CD-0003", "region": "UA-14", "duplicate_of": "CD-0002"},
            {"incident_id": "CD-0004", "region": "UA-14"},
        ],
        casualties=[
            {"claim_id": f"C{number}", "incident_id": f"CD-000{number}", "source_id": "S-0001"} for number in (1, 3, 4)
        ],
    )
    found = publish.selected_tables(extract.of(data, Selection(regions=("UA-09",))))
    assert found["incidents"]["incident_id"].tolist() == ["CD-0001", "CD-0002", "CD-0003"]
    assert found["casualties"]["claim_id"].tolist() == ["C1", "C3"]


def test_claims_that_do_not_count_are_kept_with_the_others():
    claims = [{"claim_id": f"C-{status}", "status": status} for status in ("reported", "disputed", "withdrawn")]
    data = synthetic.of_records(incidents=[{}], casualties=claims)
    found = publish.selected_tables(extract.of(data, Selection(regions=("UA-09",), statuses=("confirmed",))))
    assert len(found["casualties"]) == 3


def test_sources_that_nothing_chosen_cites_stay_away():
    data = synthetic.of_records(sources=[{}, {"source_id": "S-0002"}], incidents=[{}], casualties=[{}])
    found = publish.selected_tables(extract.of(data, Selection(regions=("UA-09",))))
    assert found["sources"]["source_id"].tolist() == ["S-0001"]


@pytest.mark.parametrize("rule", RULES)
def test_the_incidents_with_their_figures_add_up_to_the_totals(rule):
    whole = extract.of(ARTICLE, Selection(rule=rule))
    frame = publish.incidents_with_figures(whole.data, whole.settled, whole.rows())
    for measure in codebook.MEASURES:
        total = whole.tally.totals[measure.name]
        best = frame[measure.name].dropna()
        assert (len(best), best.sum() if len(best) else None) == (total.known, total.best)
