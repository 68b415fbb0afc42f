"""What each claim of an incident was to its figures, and that this agrees with them."""

import pytest
from hypothesis import given, settings

from pipelines import codebook, codes, explain
from pipelines.selection import RULES
from tests import oracle, synthetic


def says(killed, speaker="Mayor", day=0, **rest):
    return {"killed": killed, "attributed_to": speaker, "reported_on": f"2023-06-0{day + 1}"} | rest


ROLES = [
    ("established", [says(5)], ["best"]),
    ("established", [says("")], ["no figure"]),
    ("established", [says("", killed_high=9)], ["no figure"]),
    ("established", [says(5, "A"), says(3, "B", status="confirmed")], ["counts", "best"]),
    ("lowest", [says(5, "A", status="confirmed"), says(3, "B")], ["counts", "best"]),
    ("established", [says(5, day=0), says(6, day=1)], ["superseded", "best"]),
    ("established", [says(5), says(6, "B", status="disputed")], ["best", "status"]),
    ("established", [says(5), says(2, people="children")], ["best", "group"]),
    ("established", [says(5, people="civilians"), says(2, people="children")], ["part", "group"]),
    ("established", [says(5, people="civilians"), says(2, people="combatants")], ["part", "part"]),
    ("established", [says(0, people="children")], ["group"]),
    ("established", [says(0, people="girls", killed_high=4)], ["part"]),
    ("established", [says(1, day=0, people="children"), says(2, day=1, people="children")], ["superseded", "part"]),
]


@pytest.mark.parametrize(("rule", "claims", "roles"), ROLES)
def test_the_evidence_says_what_each_claim_is_to_a_figure(rule, claims, roles):
    rows = [{"claim_id": str(number), "incident_id": "CD-0001"} | claim for number, claim in enumerate(claims)]
    found = explain.evidence(synthetic.of_records(incidents=[{}], casualties=rows), "CD-0001", rule)
    assert list(found["role"][found["measure"] == "killed"]) == roles


def test_the_evidence_follows_the_statuses_chosen():
    rows = [{"claim_id": "A", "incident_id": "CD-0001", "killed": 5}]
    found = explain.evidence(
        synthetic.of_records(incidents=[{}], casualties=rows), "CD-0001", "established", ("confirmed",)
    )
    assert found["role"].iat[0] == "status"


def test_every_claim_of_a_winning_statement_about_structures_is_the_best():
    rows = [{"claim_id": name, "incident_id": "CD-0001", "extent": name, "count": 2} for name in codes.EXTENT.values()]
    found = explain.evidence(synthetic.of_records(incidents=[{}], damage=rows), "CD-0001", "established")
    assert set(found["role"]) == {"best"}


@pytest.mark.parametrize("about", ["CD-0001", "CD-0002"])
def test_the_evidence_of_an_incident_holds_the_claims_of_the_records_that_repeat_it(about):
    data = synthetic.of_records(
        incidents=[{}, {"incident_id": "CD-0002", "duplicate_of": "CD-0001"}, {"incident_id": "CD-0003"}],
        casualties=[
            {"claim_id": "A", "incident_id": "CD-0001"} | says(5, "A"),
            {"claim_id": "B", "incident_id": "CD-0002"} | says(7, "B", day=1),
            {"claim_id": "C", "incident_id": "CD-0003"} | says(9, "C"),
        ],
    )
    found = explain.evidence(data, about, "established")
    killed = found[found["measure"] == "killed"]
    assert dict(zip(killed["claim_id"], killed["role"], strict=True)) == {"A": "counts", "B": "best"}
    assert explain.records(data, about) == ["CD-0001", "CD-0002"]
    shown = [list(frame["claim_id"]) for frame in explain.claims(data, about)]
    assert shown == ([["A", "B"], []] if about == "CD-0001" else [["B"], []])
    assert explain.records(data, "CD-9999") == []


@settings(max_examples=40)
@given(oracle.tables(most_incidents=1))
def test_the_evidence_agrees_with_the_settled_figures(records):
    data = synthetic.of_records(**records)
    for rule in RULES:
        evidence = explain.evidence(data, "CD-0", rule)
        for measure in codebook.PEOPLE_MEASURES:
            roles = list(evidence["role"][evidence["measure"] == measure.name])
            given_by = (roles.count("best"), "part" in roles)
            is_known = oracle.settled(records, "CD-0", measure.name, rule) is not None
            assert given_by in ([(1, False), (0, True)] if is_known else [(0, False)])


@settings(max_examples=40)
@given(oracle.tables(most_incidents=1))
def test_every_role_is_one_that_the_screens_have_words_for(records):
    found = explain.evidence(synthetic.of_records(**records), "CD-0", "established")
    assert set(found["role"]) <= set(explain.ROLES)
