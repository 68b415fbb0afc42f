from datetime import date

import pandas as pd
import pytest

from pipelines import check, codebook, codes, dataset, schema

TODAY = date(2023, 6, 30)


def part(record, tables, file="file.csv", **about):
    """A part with the given records: table name to a list of changes to the example record."""
    frames, line = {}, 2
    for name, records in tables.items():
        text = pd.DataFrame([record(name, **changes) for changes in records], dtype="str")
        text.index = pd.Index(range(line, line + len(records)), name="line")
        line += len(records)
        frames[name] = schema.typed(text, codebook.table(name))
    return check.Part(file, frames, text, **about)


def rules(record, current=None, **tables):
    rows = check.stacked([part(record, tables)])
    return [each.rule.name for each in check.tables(rows, current or dataset.empty(), TODAY)]


WHOLE = {"sources": [{}], "incidents": [{}], "casualties": [{}], "damage": [{}]}
BOUNDS = {"killed_low": None, "killed_high": None}


def stored(record, **tables):
    frames = {}
    for table in codebook.TABLES:
        records = [record(table, **changes) for changes in tables.get(table.name, [])]
        frames[table.name] = schema.typed(pd.DataFrame(records, dtype="str"), table) if records else schema.empty(table)
    return dataset.Dataset(1, **frames)


def test_the_example_records_break_no_rule(record):
    assert rules(record, **WHOLE) == []


@pytest.mark.parametrize(
    ("table", "changes", "rule"),
    [
        ("incidents", {"date_precision": None}, "required"),
        ("sources", {"title": None}, "required"),
        ("incidents", {"incident_type": "shellling"}, "unknown_code"),
        ("incidents", {"region": "UA-99"}, "unknown_code"),
        ("incidents", {"latitude": "91"}, "above_maximum"),
        ("casualties", {"killed_low": "-1"}, "below_minimum"),
        ("casualties", {"killed": "4", "killed_low": "5"}, "order"),
        ("casualties", {"killed": None, "killed_low": "9", "killed_high": "5"}, "order"),
        ("casualties", {"injured": "20"}, "order"),
        ("damage", {"count_low": "5"}, "order"),
        ("incidents", {"date_end": "2023-05-30"}, "date_order"),
        ("incidents", {"date_end": "2023-06-01"}, "span"),
        ("incidents", {"date_precision": "week", "date_end": "2023-06-07"}, "span"),
        ("casualties", {"reported_on": "2023-07-01"}, "future"),
        ("sources", {"published_on": "2023-07-01"}, "future"),
        ("incidents", {"latitude": "0", "longitude": "0"}, "no_point"),
        ("incidents", {"latitude": "52.2", "longitude": "21.0"}, "elsewhere"),
        ("incidents", {"latitude": "38.85807", "longitude": "48.50729"}, "elsewhere"),
        ("incidents", {"latitude": "35", "longitude": "-40"}, "far_away"),
        ("incidents", {"duplicate_of": "CD-9999"}, "unknown_reference"),
        ("casualties", {"incident_id": "CD-9999"}, "unknown_reference"),
        ("casualties", {"source_id": "S-9999"}, "unknown_reference"),
        ("incidents", {"duplicate_of": "CD-0001"}, "self_duplicate"),
        ("casualties", {"injured": "600", "injured_high": "600"}, "implausible"),
        ("casualties", {"reported_on": "2022-05-20"}, "early"),
        ("damage", {"reported_on": "2022-05-20"}, "early"),
    ],
)
def test_one_change_breaks_one_rule(record, table, changes, rule):
    assert rules(record, **(WHOLE | {table: [changes]})) == [rule]


def test_an_incident_in_the_future_was_reported_before_it_too(record):
    incident = {"date_start": "2023-07-01", "date_end": "2023-07-01"}
    assert rules(record, **(WHOLE | {"incidents": [incident]})) == ["future", "early", "early"]


@pytest.mark.parametrize(
    "changes",
    [
        {"date_precision": "week", "date_end": "2023-06-06"},
        {"date_precision": "month", "date_start": "2023-05-01", "date_end": "2023-05-31"},
        {"scope": "period", "date_start": "2023-05-01"},
        {"latitude": "46.0", "longitude": "32.0", "region": "UA-65"},
        {"latitude": "30", "longitude": "-40", "place_precision": "country"},
        {"country": None, "region": None},
        {"duplicate_of": "CD-0007"},
    ],
)
def test_what_fits_breaks_none(record, changes):
    current = stored(record, incidents=[{"incident_id": "CD-0007", "place": "Elsewhere"}])
    assert rules(record, current, **(WHOLE | {"incidents": [changes]})) == []


@pytest.mark.parametrize("kind", codes.INCIDENT_TYPE.values())
def test_every_type_has_a_number_of_people_that_is_worth_a_second_look(record, kind):
    most = check.claims.PLAUSIBLE[kind]
    for people, found in ((most, []), (most + 1, ["implausible"])):
        half = {"killed": people // 2, "injured": people - people // 2}
        blank = dict.fromkeys(("killed_low", "killed_high", "injured_low", "injured_high"))
        told = [{"incident_type": kind}]
        assert rules(record, **WHOLE | {"incidents": told, "casualties": [half | blank]}) == found
        told[0]["scope"] = "period"
        assert rules(record, **WHOLE | {"incidents": told, "casualties": [half | blank]}) == []


def test_swapped_coordinates_are_told(record):
    rows = check.stacked([part(record, WHOLE | {"incidents": [{"latitude": "38.85807", "longitude": "48.50729"}]})])
    (found,) = check.tables(rows, dataset.empty(), TODAY)
    assert "the other way round they would fit" in found.sentence()


def test_a_number_used_twice_leaves_out_all_and_a_repeated_row_only_the_repeats(record):
    assert rules(record, **(WHOLE | {"incidents": [{}, {"place": "Other"}]})) == ["duplicate_key", "duplicate_key"]
    assert rules(record, **(WHOLE | {"incidents": [{}, {}, {}]}))[:2] == ["repeated_row", "repeated_row"]


def test_a_circle_of_duplicates_is_found_across_file_and_store(record):
    current = stored(record, incidents=[{"incident_id": "CD-0007", "duplicate_of": "CD-0001"}])
    found = rules(record, current, **(WHOLE | {"incidents": [{"duplicate_of": "CD-0007"}]}))
    assert found == ["self_duplicate"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"date_start": "2023-06-01", "date_end": "2023-06-01"}, True),
        ({"place": "KARPATY"}, True),
        ({"date_start": "2023-06-02", "date_end": "2023-06-02"}, False),
        ({"incident_type": "air_strike"}, False),
        ({"place": "Other"}, False),
        ({"place": None}, False),
        ({"scope": "period"}, False),
        ({"date_precision": "month"}, False),
        ({"duplicate_of": "CD-0001"}, False),
    ],
)
def test_same_day_give_or_take_one_same_place_same_type_may_be_one_incident(record, changes, found):
    second = {"incident_id": "CD-0002", **changes}
    expected = ["likely_duplicate"] if found else []
    assert rules(record, **(WHOLE | {"incidents": [{}, second]})) == expected
    if "duplicate_of" not in changes:
        current = stored(record, incidents=[{"incident_id": "CD-0002", **changes}])
        assert rules(record, current, **WHOLE) == expected


def source_and_claim(number, source="S-0001", **figures):
    """A claim about an incident; figures not given are blank."""
    blank = {str(column): None for measure in codebook.PEOPLE_MEASURES for column in measure.columns}
    return {"claim_id": f"{number}-C", "incident_id": number, "source_id": source, **blank, **figures}


@pytest.mark.parametrize(
    ("figures", "same_source", "next_day", "found"),
    [
        (("5", "5"), False, False, True),
        (("5", "7"), False, False, True),
        (("5", None), False, False, True),
        (("5", "7"), False, True, True),
        (("1", "5"), False, False, False),
        (("0", "3"), False, False, False),
        (("5", "7"), True, False, True),
        (("5", "5"), True, True, True),
        (("5", "7"), True, True, False),
        ((None, None), True, True, False),
        (("0", "0"), True, True, False),
    ],
)
@pytest.mark.parametrize("is_stored", [False, True])
def test_figures_and_sources_tell_incidents_apart(record, figures, same_source, next_day, found, is_stored):
    sources = [{}, {"source_id": "S-2", "publisher": "Another agency", "url": None}]
    day = "2023-06-01" if next_day else "2023-05-31"
    first = {"incidents": [{}], "casualties": [source_and_claim("CD-0001", killed=figures[0])]}
    second = {
        "incidents": [{"incident_id": "CD-0002", "date_start": day, "date_end": day}],
        "casualties": [
            source_and_claim("CD-0002", "S-0001" if same_source else "S-2", killed=figures[1], reported_on=day)
        ],
    }
    if is_stored:
        found_rules = rules(record, stored(record, sources=sources, **second), **first)
    else:
        together = {name: first[name] + second[name] for name in first}
        found_rules = rules(record, sources=sources, **together)
    assert found_rules == (["likely_duplicate"] if found else [])


def test_a_group_of_likely_duplicates_is_told_once_and_names_the_others(record):
    numbers = [f"CD-{number:04}" for number in range(1, 10)]
    rows = check.stacked([part(record, {"incidents": [{"incident_id": number} for number in numbers]})])
    current = stored(record, incidents=[{"incident_id": "CD-0099"}])
    (found,) = check.tables(rows, current, TODAY)
    assert found.line == 10
    assert "CD-0001 (line 2), CD-0002 (line 3)" in found.sentence()
    assert "and 4 more" in found.sentence()
    (alone,) = check.tables(check.stacked([part(record, {"incidents": [{}]})]), current, TODAY)
    assert "CD-0099, which is stored" in alone.sentence()


def test_many_incidents_of_one_place_and_day_are_held_against_each_other_in_a_moment(record):
    many = [{"incident_id": f"CD-{number:05}"} for number in range(3_000)]
    assert rules(record, incidents=many) == ["likely_duplicate"]


def test_an_incident_that_is_sent_again_is_no_duplicate_of_itself(record):
    assert rules(record, stored(record, incidents=[{}]), **WHOLE) == []


def test_a_running_total_that_falls_is_told_against_the_store_too(record):
    total = {"scope": "cumulative", "date_start": "2023-05-01"}
    claim = {"killed_low": None, "killed_high": None, "reported_on": "2023-05-30", "killed": "7"}
    current = stored(
        record,
        sources=[{}],
        incidents=[{"incident_id": "CD-0009", **total}],
        casualties=[claim | {"incident_id": "CD-0009", "claim_id": "X"}],
    )
    fallen = WHOLE | {"incidents": [total], "casualties": [BOUNDS]}
    assert rules(record, current, **fallen) == ["falling_total"]
    risen = fallen | {"casualties": [BOUNDS | {"killed": "8"}]}
    assert rules(record, current, **risen) == []


def test_a_group_larger_than_everyone_is_told(record):
    group = {"claim_id": "C2", "people": "children", "killed": "6", "killed_high": "6"}
    assert rules(record, **(WHOLE | {"casualties": [{}, group]})) == ["group_above"]
    assert rules(record, **(WHOLE | {"casualties": [{}, group | {"attributed_to": "Someone else"}]})) == []


def test_structures_of_unstated_type_beside_those_of_another_speaker_are_told(record):
    other = {"claim_id": "D2", "structure_type": "unknown", "attributed_to": "Police"}
    assert rules(record, **(WHOLE | {"damage": [{}, other]})) == ["unknown_beside"]
    assert rules(record, **(WHOLE | {"damage": [{}, other | {"attributed_to": "Regional administration"}]})) == []


def test_every_record_of_a_circle_is_told_and_none_that_only_leads_into_it(record):
    leads = {"A": "B", "B": "C", "C": "A", "D": "A", "E": "D", "F": "F", "G": "H", "H": ""}
    incidents = [{"incident_id": one, "duplicate_of": other, "place": one} for one, other in leads.items()]
    rows = check.stacked([part(record, {"incidents": incidents})])
    found = [each for each in check.tables(rows, dataset.empty(), TODAY) if each.rule.name == "self_duplicate"]
    assert [each.details["through"] for each in found] == [", through B, C", ", through C, A", ", through A, B", ""]
    assert [each.line for each in found] == [2, 3, 4, 7]


def test_of_a_long_circle_the_next_five_are_named(record):
    incidents = [{"incident_id": f"X-{n}", "duplicate_of": f"X-{(n + 1) % 9}", "place": f"{n}"} for n in range(9)]
    rows = check.stacked([part(record, {"incidents": incidents})])
    found = [each for each in check.tables(rows, dataset.empty(), TODAY) if each.rule.name == "self_duplicate"]
    assert found[-1].details["through"] == ", through X-0, X-1, X-2, X-3, X-4 and more"


def test_every_breach_is_told_in_one_pass_with_its_line(record):
    rows = check.stacked(
        [part(record, WHOLE | {"incidents": [{"incident_type": "x"}, {"incident_id": "CD-0002", "latitude": "99"}]})]
    )
    found = check.tables(rows, dataset.empty(), TODAY)
    assert sorted((each.rule.name, each.line) for each in found) == [("above_maximum", 4), ("unknown_code", 3)]


def test_parts_of_several_files_keep_their_file_and_line(record):
    parts = [
        part(record, {"sources": [{}], "incidents": [{}]}, "a.csv"),
        part(record, {"incidents": [{"place": "Other"}]}, "b.csv"),
    ]
    found = check.tables(check.stacked(parts), dataset.empty(), TODAY)
    assert [(each.file, each.line) for each in found] == [("a.csv", 3), ("b.csv", 2)]
    assert "2 of b.csv" in found[0].sentence()
