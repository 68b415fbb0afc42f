"""What the API says: the tally's numbers, every claim with its role, and what was not understood."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from pipelines import answer, codebook, dataset, extract, ledger, publish
from pipelines.dataset import Dataset
from pipelines.selection import PARAMETERS, Selection
from tests import synthetic

EVERYTHING = (*PARAMETERS.values(), "format")


@pytest.fixture(scope="module")
def whole():
    return extract.of(Dataset(1, **dataset.shipped()), Selection())


@pytest.fixture
def no_revisions(tmp_path):
    engine = ledger.connect(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    yield ledger.revisions(engine, "CD-0001")
    engine.dispose()


def test_everything_not_understood_is_said_at_once():
    query = {"regoin": ["UA"], "region": ["UB"], "rule": ["a", "b"], "from": ["31.5.2023"], "as_of": ["new"]}
    _, problems = answer.asked(query, EVERYTHING)
    for part in ("regoin: not a parameter here", '"UB"', "rule: given more than once", '"a"', '"31.5.2023"', '"new"'):
        assert any(part in sentence for sentence in problems), part


def test_what_is_understood_is_the_selection_of_the_address():
    found, problems = answer.asked({"region": ["UA", "RU-BEL"], "from": ["2023-05-01"]}, EVERYTHING)
    assert (found, problems) == (Selection(regions=("RU-BEL", "UA"), start=date(2023, 5, 1)), [])


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "1001", "²", "9" * 5000])
def test_a_number_that_is_none_is_a_problem(text):
    assert answer.number_asked({"page": [text]}, "page", 1, 1000) == (
        1,
        [f'page: "{text}" is not a whole number from 1 to 1,000.'.replace(",", "")],
    )


def test_pages_hold_every_incident_once_and_add_up_to_the_tally():
    made = extract.of(synthetic.dataset(500), Selection(regions=("UA",)))
    pages = [answer.incidents(made, page, 37) for page in range(1, 100)]
    pages = pages[: pages[0]["pages"]]
    records = [record for page in pages for record in page["records"]]
    assert len({record["incident_id"] for record in records}) == len(records) == made.tally.incidents
    for measure in codebook.MEASURES:
        total = made.tally.totals[measure.name]
        figures = [record[measure.name] for record in records]
        known = [figure for figure in figures if figure["best"] is not None]
        assert len(known) == total.known
        for end in ("low", "best", "high"):
            assert sum(figure[end] for figure in known) == getattr(total, end)
        assert any(figure["or_more"] for figure in known) == total.open


def test_the_csv_in_pieces_is_the_csv_in_one(monkeypatch, whole):
    rows = whole.rows()
    one = publish.frame_csv(publish.incidents_with_figures(whole.data, whole.settled, rows))
    monkeypatch.setattr(answer, "_AT_ONCE", 3)
    assert b"".join(answer.incidents_csv(whole, rows)) == one
    assert b"".join(answer.incidents_csv(whole, rows[:0])).count(b"\r\n") == 1


def test_one_incident_has_its_figures_claims_and_sources(whole, no_revisions):
    found = answer.incident(whole, "CD-0001", no_revisions)
    assert found["standing"] == "counted"
    assert found["record"]["injured"] == {"low": 4, "best": 4, "high": 4, "or_more": False}
    assert found["record"]["killed"]["best"] is None
    claim = found["claims"][0]
    assert claim["source"]["source_id"] == claim["source_id"]
    assert claim["figures"] == [
        {"measure": "injured", "low": None, "best": 4, "high": None, "role": "best", "meaning": "gives the figure"}
    ]
    assert len(answer.claim_lines(found)) == sum(max(1, len(each["figures"])) for each in found["claims"])
    assert answer.incident(whole, "CD-9999", no_revisions) is None


def test_a_record_that_is_not_counted_says_why(whole, no_revisions):
    standings = {
        record: answer.incident(whole, record, no_revisions)["standing"]
        for record in whole.data.incidents[codebook.INCIDENT_ID]
    }
    assert sorted(standings.values()) == ["counted"] * 8 + ["set_apart"]
    incidents = whole.data.incidents.copy()
    incidents[codebook.DUPLICATE_OF] = incidents[codebook.DUPLICATE_OF].mask(np.arange(len(incidents)) == 0, "CD-0002")
    repeated = extract.of(replace(whole.data, incidents=incidents), Selection())
    found = answer.incident(repeated, incidents[codebook.INCIDENT_ID].iat[0], no_revisions)
    assert (found["standing"], found["record"]["killed"]) == ("duplicate", None)


def test_the_lines_of_the_totals_are_the_tallys(whole):
    lines = answer.tally_lines(whole.tally)
    for measure, figure in whole.tally.totals.items():
        for breakdown in ("total", "region", "month", "incident_type"):
            of = [line for line in lines if (line["breakdown"], line["measure"]) == (breakdown, measure)]
            assert sum(line["best"] or 0 for line in of) == (figure.best or 0)
            assert sum(line["incidents"] for line in of) == whole.tally.incidents
    assert {name for line in lines for name in line} <= set(answer.TOTAL_COLUMNS)


@pytest.mark.parametrize(
    ("given", "codes"),
    [("Ukraine", ("UA",)), ("ua-09", ("UA-09",)), ("Luhansk Oblast", ("UA-09",)), ("Донеччина", ("UA-14",)), ("", ())],
)
def test_a_region_is_taken_by_code_or_name(given, codes):
    chosen, problems = answer.asked({"region": [given]}, ["region"])
    assert (chosen.regions, problems) == (codes, [])


def test_a_region_that_is_not_known_is_named_as_it_was_given():
    (problem,) = answer.asked({"region": ["Nowhere at all"]}, ["region"])[1]
    assert "“" not in problem
    assert '"Nowhere at all"' in problem
