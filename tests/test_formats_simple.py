from datetime import date

import pytest

from pipelines import codebook, compare, dataset, issue, load
from pipelines.formats import simple

TODAY = date(2023, 6, 30)


def row(**changes):
    return simple.EXAMPLE | {name: str(value) for name, value in changes.items()}


def intake(*rows, current=None):
    header = list(dict.fromkeys(name for each in rows for name in each))
    lines = [",".join(header)]
    lines += [",".join('"' + each.get(name, "").replace('"', '""') + '"' for name in header) for each in rows]
    upload = load.Upload("file.csv", "\n".join(lines).encode())
    return load.files([upload], current or dataset.empty(), today=TODAY)


def rules(found):
    return [each.rule.name for each in found.issues]


def test_the_example_row_becomes_a_source_an_incident_and_a_claim():
    found = intake(row())
    assert rules(found) == ["placed"]
    assert {name: len(frame) for name, frame in found.frames.items()} == {
        "sources": 1,
        "incidents": 1,
        "casualties": 1,
        "damage": 0,
    }
    claim, incident = found.frames["casualties"].iloc[0], found.frames["incidents"].iloc[0]
    assert claim["incident_id"] == incident["incident_id"]
    assert claim["source_id"] == found.frames["sources"]["source_id"].iloc[0]
    assert (claim["killed"], claim["injured"]) == (5, 19)
    assert (incident["region"], incident["country"], incident["control"]) == ("UA-09", "UA", "unknown")


def ids(found, table="incidents", key="incident_id"):
    return found.frames[table][key].tolist()


def test_the_same_row_meets_the_same_incident_and_claim_again():
    first, again = intake(row()), intake(row(killed=6, injured="", notes="Other words"))
    assert ids(first) == ids(again)
    assert ids(first, "casualties", "claim_id") == ids(again, "casualties", "claim_id")


@pytest.mark.parametrize(
    "spelling",
    [
        {},
        {"region": "в Луганской области", "date": "31 травня 2023"},
        {"place": "с. Карпати", "incident_type": "обстріл"},
        {"region": "Luhansk Oblast, Ukraine", "place": "Karpaty, Luhansk Oblast", "date": "31.05.23"},
        {"source_date": "2023-06-01", "notes": "Said otherwise."},
    ],
    ids=str,
)
def test_a_corrected_figure_is_a_revision_of_the_claim_and_no_second_incident(spelling):
    first = intake(row(killed=5))
    stored = dataset.Dataset(1, **first.frames)
    again = intake(row(killed=8, **spelling), current=stored)
    comparison = compare.frames(stored, again.frames).tables
    assert (len(comparison["incidents"].added), len(comparison["casualties"].added)) == (0, 0)
    changed = comparison["casualties"].changed.set_index("column")
    assert changed.loc["killed", ["old", "new"]].tolist() == ["5", "8"]
    assert {"incident_id", "claim_id"}.isdisjoint(changed.index)


def test_the_same_file_again_changes_nothing():
    rows = [row(), row(place="Polohy", region="UA-23"), row(killed="dozens", date="May 2023")]
    stored = dataset.Dataset(1, **intake(*rows).frames)
    assert compare.frames(stored, intake(*rows, current=stored).frames).is_nothing()


@pytest.mark.parametrize("changes", [{"date": "31.05.2023"}, {"region": "Луганська область"}, {"place": "KARPATY"}])
def test_another_way_of_writing_the_same_row_meets_the_same_incident(changes):
    assert ids(intake(row())) == ids(intake(row(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2023-05-30"},
        {"region": "UA-14"},
        {"place": "Other"},
        {"incident_type": "air_strike"},
        {"source": "Someone else"},
    ],
)
def test_a_row_about_something_else_is_another_incident(changes):
    assert ids(intake(row())) != ids(intake(row(**changes)))


def test_rows_that_agree_in_everything_are_told_apart_by_their_turn():
    found = intake(row(), row(killed=2))
    assert len(set(ids(found))) == 2
    assert "apart_by_order" in rules(found)
    assert ids(found)[0] == ids(intake(row()))[0]


def test_rows_with_one_incident_number_are_claims_about_one_incident():
    found = intake(
        row(incident_id="X-1"),
        row(incident_id="X-1", source="Another agency", killed=7, date="", region="", place="", incident_type=""),
    )
    assert ids(found) == ["X-1"]
    assert found.frames["casualties"]["killed"].tolist() == [5, 7]
    assert found.counts[0].kept == 2


def test_rows_of_one_incident_that_contradict_each_other_are_an_issue():
    found = intake(row(incident_id="X-1"), row(incident_id="X-1", date="2023-05-30"))
    assert [(each.rule.name, each.line) for each in found.issues if each.severity == "error"] == [
        ("described_twice", 3)
    ]
    assert (found.counts[0].kept, found.counts[0].left_out) == (1, 1)


def test_structures_become_claims_of_their_own_by_extent():
    found = intake(
        row(
            killed="",
            injured="",
            missing="",
            structure_type="house",
            structures_damaged="5-7",
            structures_destroyed="2",
        )
    )
    damage = found.frames["damage"]
    assert damage["extent"].tolist() == ["damaged", "destroyed"]
    assert damage["count_low"].astype("object").tolist()[0] == 5
    assert damage["count"].astype("object").tolist()[1] == 2
    assert found.frames["casualties"].empty


def test_a_row_without_any_figure_keeps_its_source_as_a_claim_without_figures():
    found = intake(row(killed="", injured="", missing=""))
    claims = found.frames["casualties"]
    assert len(claims) == 1
    assert claims[[str(column) for column in codebook.KILLED.columns]].isna().all(axis=None)


def test_a_word_leaves_the_figure_blank_and_stays_in_the_statement():
    found = intake(row(killed="dozens"))
    claim = found.frames["casualties"].iloc[0]
    assert codebook.KILLED.best in found.frames["casualties"].columns
    assert claim[["killed_low", "killed", "killed_high"]].isna().all()
    assert '"dozens"' in claim["statement"]
    assert "vague_word" in rules(found)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"date": ""}, "required"),
        ({"source": ""}, "required"),
        ({"region": "", "place": ""}, "no_place"),
        ({"date": "tomorrow"}, "not_a_date"),
        ({"killed": "-4"}, "below_minimum"),
    ],
)
def test_a_row_that_cannot_be_kept_is_one_issue_and_left_out(changes, rule):
    found = intake(row(**changes), row(place="Other"))
    assert [each.rule.name for each in found.issues if each.rule.leaves_out] == [rule]
    assert (found.counts[0].read, found.counts[0].kept, found.counts[0].left_out) == (2, 1, 1)
    assert found.left_out["line"].tolist() == [2]


def test_a_source_first_met_on_a_bad_row_is_kept_for_the_good_one():
    found = intake(row(killed="-4"), row(place="Other"))
    assert len(found.frames["sources"]) == 1
    assert found.frames["casualties"]["source_id"].tolist() == ids(found, "sources", "source_id")


DAMAGED = {"structure_type": "house", "structures_damaged": 3}


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        (DAMAGED, []),
        (DAMAGED | {"killed": 7}, []),
        (DAMAGED | {"structure_type": "education"}, ["House"]),
        (DAMAGED | {"killed": "", "injured": "", "missing": ""}, ["Killed 5, Injured 19"]),
        (DAMAGED | {"attributed_to": "Somebody else"}, []),
        (DAMAGED | {"source": "Another agency"}, []),
        ({"killed": ""}, ["3"]),
    ],
    ids=str,
)
def test_an_earlier_claim_that_a_correction_leaves_standing_is_told(correction, told):
    current = compare.merged(dataset.empty(), intake(row(**DAMAGED)).frames)
    found = intake(row(**correction), current=current)
    said = [each.sentence() for each in found.issues if each.rule is issue.LEFT_STANDING]
    assert len(said) == len(told)
    assert all(words in sentence for words, sentence in zip(told, said, strict=True))


def test_a_claim_that_was_withdrawn_is_not_told_to_be_left_standing():
    current = compare.merged(dataset.empty(), intake(row(**DAMAGED, status="withdrawn")).frames)
    assert "left_standing" not in rules(intake(row(**DAMAGED | {"structure_type": "education"}), current=current))


def test_rows_of_the_four_tables_name_their_claims_and_leave_others_standing():
    current = compare.merged(dataset.empty(), intake(row(**DAMAGED)).frames)
    only = current.incidents.to_csv(index=False).encode()
    found = load.files([load.Upload("incidents.csv", only)], current, today=TODAY)
    assert "left_standing" not in rules(found)
