"""Settling: one claim after another, and what figure an incident ends up with."""

import pytest

from pipelines import settle, tally
from pipelines.selection import Selection
from tests import synthetic

UNKNOWN = None
DAYS = [f"2023-06-0{day}" for day in range(1, 8)]


def settled(*claims, rule="established", statuses=(), measure="killed", table="casualties"):
    """(low, best, high, open) of the one incident with these claims; claims are numbered A, B, C, ..."""
    rows = [
        {"claim_id": chr(ord("A") + number), "incident_id": "CD-0001"} | claim for number, claim in enumerate(claims)
    ]
    found = settle.dataset(synthetic.of_records(incidents=[{}], **{table: rows}), rule, statuses)
    figure = tally.of(found, Selection()).totals[measure]
    return (figure.low, figure.best, figure.high, figure.open) if figure.known else UNKNOWN


def structures(*claims, **how):
    return settled(*claims, measure="structures", table="damage", **how)


def says(killed, speaker="Mayor", day=0, **rest):
    return {"killed": killed, "attributed_to": speaker, "reported_on": DAYS[day]} | rest


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        ("", "", "", UNKNOWN),
        ("", 0, "", (0, 0, 0, False)),
        ("", 5, "", (5, 5, 5, False)),
        (5, "", 7, (5, 5, 7, False)),
        (5, 6, 7, (5, 6, 7, False)),
        (5, 6, "", (5, 6, 6, False)),
        ("", 6, 7, (6, 6, 7, False)),
        (3, "", "", (3, 3, 3, True)),
        (0, "", "", UNKNOWN),
        (0, "", 5, (0, 0, 5, False)),
        ("", "", 10, UNKNOWN),
    ],
)
def test_what_one_claim_supports(low, best, high, expected):
    assert settled({"killed_low": low, "killed": best, "killed_high": high}) == expected


def test_the_rule_highest_takes_the_top_of_a_range_without_a_best():
    assert settled({"killed_low": 5, "killed_high": 7}, rule="highest") == (5, 7, 7, False)


@pytest.mark.parametrize(
    ("rule", "best"),
    [("established", 4), ("latest", 6), ("lowest", 3), ("highest", 9)],
)
def test_the_counting_rule_chooses_the_best_figure(rule, best):
    claims = [
        says(9, "A", 0, status="reported"),
        says(4, "B", 1, status="confirmed"),
        says(5, "C", 0, status="confirmed"),
        says(6, "D", 3, status="corroborated"),
        says(3, "E", 2, status="reported"),
    ]
    assert settled(*claims, rule=rule) == (3, best, 9, False)


@pytest.mark.parametrize(("first", "second"), [(4, 7), (7, 4)])
def test_of_equally_good_claims_the_lower_figure_is_taken(first, second):
    assert settled(says(first, "A"), says(second, "B")) == (4, 4, 7, False)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([says(3, day=0), says(5, day=1)], (5, 5, 5, False)),
        ([says(5, day=0), says(3, day=1)], (3, 3, 3, False)),
        ([says(3, "mayor", 0), says(5, " Mayor ", 1)], (5, 5, 5, False)),
        ([says(3, "Mayor", 0), says(5, "Governor", 1)], (3, 5, 5, False)),
        ([says(3, "", 0), says(5, "", 1)], (5, 5, 5, False)),
        ([says(3, "", 0), says(5, "", 1, source_id="S-0002")], (3, 5, 5, False)),
        ([says(3, day=0), says(5, day=0)], (3, 3, 5, False)),
        ([says(3, day=0), says(5) | {"reported_on": ""}], (3, 3, 5, False)),
        ([says(3, day=0), says("", day=1)], (3, 3, 3, False)),
        ([says(3, day=0), says(5, day=1, status="withdrawn")], (3, 3, 3, False)),
        ([says(3, day=0, status="confirmed"), says(5, day=1)], (5, 5, 5, False)),
    ],
    ids=[
        "a later count replaces the earlier",
        "also a lower one",
        "a speaker is the same in any spelling",
        "another speaker adds to the range",
        "a source is a speaker",
        "another source is another",
        "two on one day both stand",
        "without a day none replaces",
        "no figure replaces nothing",
        "a withdrawn claim replaces nothing",
        "the speaker's latest word counts even if the earlier was confirmed",
    ],
)
def test_a_later_count_of_the_same_speaker_supersedes(claims, expected):
    assert settled(*claims) == expected


@pytest.mark.parametrize("status", ["disputed", "withdrawn"])
def test_a_disputed_or_withdrawn_claim_alone_gives_no_figure(status):
    assert settled({"killed": 5, "status": status}) is UNKNOWN


def test_only_claims_of_the_chosen_statuses_count():
    claims = [says(3, "A", status="reported"), says(5, "B", status="confirmed")]
    assert settled(*claims, statuses=("reported",)) == (3, 3, 3, False)


def test_one_open_top_leaves_the_figure_open():
    assert settled(says(5, "A"), says("", "B", killed_low=3)) == (3, 3, 5, True)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({"children": 2}, (2, 2, 2, True)),
        ({"civilians": 3, "combatants": 4}, (7, 7, 7, True)),
        ({"civilians": 3, "children": 2}, (3, 3, 3, True)),
        ({"children": 2, "women": 1, "men": 3}, (6, 6, 6, True)),
        ({"children": 5, "girls": 2, "boys": 3}, (5, 5, 5, True)),
        ({"girls": 2, "boys": 3, "women": 1}, (6, 6, 6, True)),
        ({"aid_workers": 2, "journalists": 3}, (3, 3, 3, True)),
        ({"children": 0}, UNKNOWN),
        ({"children": 0, "civilians": 3}, (3, 3, 3, True)),
        ({"everyone": 9, "children": 2}, (9, 9, 9, False)),
        ({"everyone": 0, "children": 2}, (0, 0, 0, False)),
        ({"everyone": "", "children": 2}, (2, 2, 2, True)),
    ],
    ids=str,
)
def test_groups_of_people_are_a_lower_bound_and_never_added_to_everyone(groups, expected):
    assert settled(*({"people": group, "killed": count} for group, count in groups.items())) == expected


def test_a_group_that_may_be_none_or_some_keeps_its_top():
    assert settled(says(0, people="girls", killed_high=4)) == (0, 0, 4, True)


def test_people_are_not_settled_across_measures():
    assert settled({"killed": 5}, measure="injured") is UNKNOWN


def test_structures_of_different_types_add_up():
    assert structures({"structure_type": "house", "count": 4}, {"structure_type": "health", "count": 1})[1] == 5


def test_extents_of_one_statement_belong_together():
    one = {"attributed_to": "Mayor"}
    claims = [one | {"extent": "destroyed", "count": 2}, one | {"extent": "damaged", "count": 5}]
    assert structures(*claims, {"attributed_to": "Governor", "extent": "damaged", "count": 9}) == (7, 7, 9, False)


def test_only_the_extents_of_the_winning_statement_are_shown():
    claims = [
        {"claim_id": "A", "attributed_to": "Mayor", "extent": "destroyed", "count": 2},
        {"claim_id": "B", "attributed_to": "Governor", "extent": "damaged", "count": 9, "status": "confirmed"},
    ]
    records = synthetic.of_records(incidents=[{}], damage=[{"incident_id": "CD-0001"} | claim for claim in claims])
    by_extent = tally.of(settle.dataset(records, "established"), Selection()).by_extent
    assert by_extent == {"destroyed": None, "damaged": 9, "unspecified": None}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([{"count": 4, "reported_on": DAYS[0]}, {"count": 6, "reported_on": DAYS[1]}], (6, 6, 6, False)),
        ([{"count": 4, "structure_type": "house"}, {"structure_type": "health"}], (4, 4, 4, True)),
        ([{"count": 4, "extent": "damaged"}, {"extent": "destroyed"}], (4, 4, 4, True)),
        ([{"count": 4, "attributed_to": "Mayor"}, {"attributed_to": "Governor"}], (4, 4, 4, False)),
        ([{"count_low": 4}], (4, 4, 4, True)),
        ([{"count": 0}], (0, 0, 0, False)),
        ([{}], UNKNOWN),
        ([{"count": 3, "status": "withdrawn"}], UNKNOWN),
    ],
)
def test_structures_settle_as_people_do(claims, expected):
    assert structures(*claims) == expected


def test_a_type_claimed_without_a_count_is_there_without_a_figure():
    records = synthetic.of_records(incidents=[{}], damage=[{"incident_id": "CD-0001"}])
    (row,) = tally.of(settle.dataset(records, "established"), Selection()).by_structure
    assert (row.key, row.figure.best, row.figure.unknown) == ("house", None, 1)


def test_the_claims_of_a_duplicate_count_for_the_incident_that_it_repeats():
    incidents = [{}, {"incident_id": "CD-0002", "duplicate_of": "CD-0001"}]
    incidents.append({"incident_id": "CD-0003", "duplicate_of": "CD-0002"})
    casualties = [
        {"claim_id": number, "incident_id": f"CD-000{number}", "killed": killed, "attributed_to": f"Speaker {number}"}
        for number, killed in ((1, 5), (2, 7), (3, 4))
    ]
    found = settle.dataset(synthetic.of_records(incidents=incidents, casualties=casualties), "lowest")
    assert (len(found.incidents), found.duplicates) == (1, 2)
    assert tuple(found.incidents[["killed_low", "killed", "killed_high"]].iloc[0]) == (4, 4, 7)


def test_structures_entered_twice_under_two_records_of_one_incident_are_not_added_up():
    incidents = [{}, {"incident_id": "CD-0002", "duplicate_of": "CD-0001"}]
    damage = [{"claim_id": number, "incident_id": f"CD-000{number}", "count": 8} for number in (1, 2)]
    found = settle.dataset(synthetic.of_records(incidents=incidents, damage=damage), "established")
    assert tally.of(found, Selection()).totals["structures"].best == 8


@pytest.mark.parametrize(
    "changes",
    [{"duplicate_of": "CD-9999"}, {"duplicate_of": "CD-0002"}, {"duplicate_of": "CD-0001", "scope": "period"}],
    ids=["of what is not there", "of itself", "with another scope"],
)
def test_a_duplicate_of_nothing_that_could_take_its_claims_keeps_them_and_is_not_counted(changes):
    records = synthetic.of_records(
        incidents=[{}, {"incident_id": "CD-0002"} | changes],
        casualties=[{"claim_id": "A", "incident_id": "CD-0002", "killed": 5}],
    )
    found = settle.dataset(records, "established")
    assert (len(found.incidents), tally.of(found, Selection()).totals["killed"].best) == (1, None)


def test_a_claim_about_an_incident_that_is_not_there_is_left_alone():
    records = synthetic.of_records(incidents=[{}], casualties=[{"incident_id": "CD-9999", "killed": 5}])
    assert not settle.dataset(records, "established").incidents["killed_known"].any()


def test_an_empty_dataset_settles():
    found = settle.dataset(synthetic.of_records(), "established")
    assert (len(found.incidents), tally.of(found, Selection()).totals["killed"].best) == (0, None)


def test_incidents_are_sorted_by_first_day_and_those_without_one_come_first():
    days = {"a": "2023-05-31", "b": "", "c": "2023-05-30"}
    incidents = [{"incident_id": name, "date_start": day} for name, day in days.items()]
    assert list(settle.dataset(synthetic.of_records(incidents=incidents), "established").incidents["incident_id"]) == [
        "b",
        "c",
        "a",
    ]


def test_a_settled_frame_says_which_record_each_row_is():
    incidents = [{"incident_id": "a", "date_start": "2023-05-31"}, {"incident_id": "b", "date_start": "2023-05-30"}]
    data = synthetic.of_records(incidents=incidents)
    frame = settle.dataset(data, "established").incidents
    assert list(data.incidents["incident_id"].iloc[frame["record"]]) == list(frame["incident_id"])


@pytest.mark.parametrize(
    ("changes", "is_dot"),
    [
        ({}, True),
        ({"place_precision": "exact"}, True),
        ({"place_precision": "district"}, False),
        ({"place_precision": "region"}, False),
        ({"latitude": ""}, False),
    ],
)
def test_only_places_known_to_the_settlement_become_dots(changes, is_dot):
    found = settle.dataset(synthetic.of_records(incidents=[changes]), "established")
    assert (len(found.spots) == 1, found.incidents["spot"].iat[0] != settle.NO_SPOT) == (is_dot, is_dot)
