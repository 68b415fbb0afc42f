"""Totals: sums tie whichever way they are taken, blank is never zero, and nothing that may not count does."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import codes, dataset, settle, tally
from pipelines.selection import RULES, Selection
from pipelines.tally import Figure
from tests import oracle, synthetic

EVERYTHING = Selection()
MEASURES = tally.MEASURE_NAMES

few = settings(max_examples=15)


def tallied(records, selection=EVERYTHING):
    return tally.of(settle.dataset(synthetic.of_records(**records), selection.rule, selection.statuses), selection)


def one(measure="killed", selection=EVERYTHING, **records):
    """The total of one measure over the incident CD-0001 and the records given."""
    return tallied({"incidents": [{}]} | records, selection).totals[measure]


def added(figures):
    """Figures of a breakdown, summed."""
    figures = list(figures)
    known = [figure for figure in figures if figure.known]
    ends = [sum(getattr(figure, end) for figure in known) if known else None for end in ("low", "best", "high")]
    counts = [sum(figure.known for figure in figures), sum(figure.unknown for figure in figures)]
    return Figure(*ends, any(figure.open for figure in figures), *counts)


selections = st.builds(
    Selection,
    regions=st.sampled_from([(), (), ("UA-09",), ("UA",), ("RU-BEL", "UA-23")]),
    types=st.sampled_from([(), (), ("shelling",), ("drone_strike", "unknown")]),
    structures=st.sampled_from([(), (), ("house",), ("education", "house")]),
    control=st.sampled_from([(), (), ("occupied",)]),
    start=st.sampled_from([None, None, oracle.DAY - timedelta(3), oracle.DAY]),
    end=st.sampled_from([None, None, oracle.DAY, oracle.DAY + timedelta(5)]),
    statuses=st.sampled_from([(), (), ("confirmed",), ("reported", "corroborated")]),
    rule=st.sampled_from(RULES),
)


@pytest.fixture(scope="module")
def article():
    return settle.dataset(dataset.Dataset(1, **dataset.shipped()), "established")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("killed", Figure(6, 6, 6, False, 2, 6)),
        ("injured", Figure(25, 25, 25, False, 3, 5)),
        ("missing", Figure(None, None, None, False, 0, 8)),
        ("structures", Figure(16, 16, 16, False, 2, 6)),
    ],
)
def test_the_article_alone_has_the_totals_of_issue_2(article, measure, expected):
    assert tally.of(article, EVERYTHING).totals[measure] == expected


def test_the_article_has_15_structures_damaged_and_1_of_unspecified_extent(article):
    assert tally.of(article, EVERYTHING).by_extent == {"destroyed": None, "damaged": 15, "unspecified": 1}


def test_the_articles_period_statement_stands_apart(article):
    found = tally.of(article, EVERYTHING)
    assert (found.incidents, found.set_apart.records) == (8, 1)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(regions=("UA-09",)), {"killed": 5, "injured": 19, "structures": None}),
        (Selection(regions=("RU-BEL",), types=("shelling",)), {"killed": None, "injured": 4, "structures": 15}),
        (Selection(regions=("RU",)), {"killed": 1, "injured": 6, "structures": 16}),
        (Selection(structures=("house",)), {"killed": None, "injured": 4, "structures": 15}),
        (Selection(structures=("house", "industrial")), {"killed": None, "injured": 4, "structures": 16}),
        (Selection(structures=("health",)), {"killed": None, "injured": None, "structures": None}),
        (Selection(control=("occupied",)), {"killed": 5, "injured": 19, "structures": None}),
        (Selection(statuses=("confirmed",)), {"killed": None, "injured": None, "structures": None}),
    ],
)
def test_a_selection_of_the_article(article, selection, expected):
    settled = settle.dataset(dataset.Dataset(1, **dataset.shipped()), selection.rule, selection.statuses)
    totals = tally.of(settled, selection).totals
    assert {name: totals[name].best for name in expected} == expected


def test_the_places_of_the_article_that_are_dots(article):
    spots = tally.of(article, EVERYTHING).spots
    assert [spot.place for spot in spots] == ["Karpaty", "Shebekino", "Ilsky", "Moscow", "Polohy"]


def test_an_incident_known_to_the_region_is_never_a_dot(article):
    regions = {row.key: row.incidents for row in tally.of(article, EVERYTHING).by_region_undotted}
    assert regions == {"RU-BEL": 2, "RU-BRY": 1}


@pytest.mark.parametrize(("claims", "expected"), [([], None), ([{}], None), ([{"killed": 0}], 0), ([{"killed": 3}], 3)])
def test_blank_is_not_zero(claims, expected):
    assert one(casualties=claims).best == expected


@pytest.mark.parametrize(
    ("precision", "first", "end"),
    [
        ("day", "2023-05-10", "2023-05-10"),
        ("days", "2023-05-10", "2023-05-15"),
        ("week", "2023-05-10", "2023-05-16"),
        ("month", "2023-02-01", "2023-02-28"),
        ("month", "2023-05-10", "2023-05-31"),
        ("year", "2023-01-01", "2023-12-31"),
    ],
)
def test_without_a_last_day_an_incident_is_in_dates_only_that_hold_all_its_precision_allows(precision, first, end):
    incident = {"date_start": first, "date_end": "", "date_precision": precision}
    settled = settle.dataset(synthetic.of_records(incidents=[incident]), "established")
    last = date.fromisoformat(end)
    counts = [
        (found.incidents, found.outside_dates)
        for found in (
            tally.of(settled, Selection(start=date(2023, 1, 1), end=day)) for day in (last, last - timedelta(1))
        )
    ]
    assert counts[0] == (1, 0)
    assert counts[1] == ((0, 0) if precision == "day" else (0, 1))


@pytest.mark.parametrize(("precision", "grain"), [("days", "day"), ("month", "week"), ("year", "month")])
def test_without_a_last_day_no_bar_is_finer_than_the_precision(precision, grain):
    incident = {"date_start": "2023-01-01", "date_end": "", "date_precision": precision}
    settled = settle.dataset(synthetic.of_records(incidents=[incident]), "established")
    assert [row.key for row in tally.over_time(settled, EVERYTHING, grain)] == [None]


@pytest.mark.parametrize("name", ["by_region", "by_month", "by_type"])
@few
@given(oracle.tables(), selections)
def test_every_breakdown_adds_up_to_the_headline(name, records, selection):
    found = tallied(records, selection)
    rows = getattr(found, name)
    summed = {measure: added(row.figures[measure] for row in rows) for measure in MEASURES}
    assert (sum(row.incidents for row in rows), summed) == (found.incidents, found.totals)


@pytest.mark.parametrize("grain", tally.GRAINS)
@few
@given(oracle.tables(), selections)
def test_every_time_axis_adds_up_to_the_headline(grain, records, selection):
    settled = settle.dataset(synthetic.of_records(**records), selection.rule, selection.statuses)
    rows = tally.over_time(settled, selection, grain)
    assert {name: added(row.figures[name] for row in rows) for name in MEASURES} == tally.of(settled, selection).totals


@few
@given(oracle.tables(), selections)
def test_dots_and_regions_without_a_dot_add_up_to_the_headline(records, selection):
    found = tallied(records, selection)
    rows = [*(spot.row for spot in found.spots), *found.by_region_undotted]
    assert {name: added(row.figures[name] for row in rows) for name in MEASURES} == found.totals


@few
@given(oracle.tables(), selections)
def test_structures_by_type_add_up_to_the_headline(records, selection):
    found = tallied(records, selection)
    summed, total = added(row.figure for row in found.by_structure), found.totals["structures"]
    assert (summed.low, summed.best, summed.high) == (total.low, total.best, total.high)
    # A type without a count beside one with it opens the sum of its incident, and no line of a type (decision 0016).
    assert summed.open <= total.open <= (summed.open or summed.unknown > 0)


@few
@given(oracle.tables(), selections)
def test_structures_by_extent_add_up_to_the_best_figure(records, selection):
    found = tallied(records, selection)
    known = [count for count in found.by_extent.values() if count is not None]
    assert (sum(known) if known else None) == found.totals["structures"].best


@few
@given(oracle.tables(), selections)
def test_each_type_of_structure_by_extent_adds_up_to_its_figure(records, selection):
    for row in tallied(records, selection).by_structure:
        known = [count for count in row.by_extent.values() if count is not None]
        assert (sum(known) if known else None) == row.figure.best


@few
@given(oracle.tables(), selections)
def test_lowest_never_exceeds_best_and_best_never_exceeds_highest(records, selection):
    found = tallied(records, selection)
    figures = [*found.totals.values(), *(row.figure for row in found.by_structure)]
    assert all(figure.low <= figure.best <= figure.high for figure in figures if figure.known)


@few
@given(oracle.tables())
def test_the_lowest_rule_gives_least_and_the_highest_most(records):
    best = {rule: tallied(records, Selection(rule=rule)).totals for rule in RULES}
    for name in MEASURES:
        lowest, established, latest, highest = (
            best[rule][name].best or 0 for rule in ("lowest", "established", "latest", "highest")
        )
        assert lowest <= established <= highest
        assert lowest <= latest <= highest


@few
@given(oracle.tables())
def test_the_rule_moves_neither_end_of_people_who_are_all_counted_together(records):
    for claim in records["casualties"]:
        claim["people"] = "everyone"
    ends = [
        [(f.low, f.high, f.known) for f in tallied(records, Selection(rule=rule)).totals.values()] for rule in RULES
    ]
    assert ends == [ends[0]] * len(RULES)


@few
@given(oracle.tables(), selections, st.sampled_from(codes.STATUS.values()), st.booleans())
def test_a_claim_without_a_figure_changes_no_total(records, selection, status, at_most):
    before = tallied(records, selection).totals
    claim = {"claim_id": "new", "incident_id": "CD-0", "status": status, "reported_on": oracle.DAY + timedelta(9)}
    more = {"casualties": [*records["casualties"], claim | ({"killed_high": 7} if at_most else {})]}
    assert tallied(records | more, selection).totals == before


@few
@given(oracle.tables(), st.sampled_from(RULES))
def test_an_incident_without_claims_changes_no_figure(records, rule):
    before = tallied(records, Selection(rule=rule)).totals
    after = tallied(
        records | {"incidents": [*records["incidents"], {"incident_id": "new"}]}, Selection(rule=rule)
    ).totals
    assert after == {name: figure._replace(unknown=figure.unknown + 1) for name, figure in before.items()}


@few
@given(oracle.tables(), selections, st.sampled_from(["disputed", "withdrawn"]))
def test_disputed_and_withdrawn_claims_never_count(records, selection, status):
    before = tallied(records, selection)
    claim = {"incident_id": "CD-0", "status": status, "reported_on": oracle.DAY + timedelta(9)}
    more = {
        "casualties": [*records["casualties"], claim | {"claim_id": "new", "killed": 99}],
        "damage": [*records["damage"], claim | {"claim_id": "new", "count": 99}],
    }
    assert tallied(records | more, selection) == before


@few
@given(
    oracle.tables(),
    selections,
    st.sampled_from([{"scope": "period"}, {"scope": "cumulative"}, {"duplicate_of": "not there"}]),
)
def test_periods_running_totals_and_duplicates_are_never_added_in(records, selection, changes):
    before = tallied(records, selection)
    more = {
        "incidents": [*records["incidents"], {"incident_id": "new"} | changes],
        "casualties": [*records["casualties"], {"claim_id": "new", "incident_id": "new", "killed": 99}],
        "damage": [*records["damage"], {"claim_id": "new", "incident_id": "new", "count": 99}],
    }
    after = tallied(records | more, selection)
    assert (after.incidents, after.totals, after.by_region) == (before.incidents, before.totals, before.by_region)


@few
@given(oracle.tables(), selections, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(records, selection, chance):
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in records.items()}
    assert tallied(shuffled, selection) == tallied(records, selection)


@few
@given(oracle.tables(), selections)
def test_narrowing_never_raises_a_best_figure(records, selection):
    everything = Selection(rule=selection.rule, statuses=selection.statuses)
    whole, part = tallied(records, everything).totals, tallied(records, selection).totals
    assert all((part[name].best or 0) <= (whole[name].best or 0) for name in MEASURES)


@few
@given(oracle.tables(), st.integers(-10, 10))
def test_two_halves_of_time_and_what_lies_across_make_up_the_whole(records, days):
    cut = oracle.DAY + timedelta(days)
    settled = settle.dataset(synthetic.of_records(**records), "established")
    early, late = Selection(end=cut), Selection(start=cut + timedelta(1))
    before, after = tally.of(settled, early), tally.of(settled, late)
    assert not set(tally.selected(settled, early)) & set(tally.selected(settled, late))
    across = tally.of(settled, EVERYTHING).incidents - before.incidents - after.incidents
    # What may lie on either side is left out of both halves, and said by both.
    assert across <= min(before.outside_dates, after.outside_dates)


@settings(max_examples=80)
@given(oracle.tables(most_incidents=5, most_claims=12), selections)
def test_the_tally_is_that_of_the_rules_written_out_plainly(records, selection):
    found = tallied(records, selection)
    inside, maybe = oracle.chosen(records, selection)
    expected = {}
    for name in MEASURES:
        figures = [
            oracle.settled(records, incident["incident_id"], name, selection.rule, selection.statuses)
            for incident in inside
        ]
        known = [figure for figure in figures if figure]
        ends = oracle.added(known) if known else (None, None, None, False)
        expected[name] = Figure(*ends, len(known), len(figures) - len(known))
    assert found.totals == expected
    assert (found.incidents, found.outside_dates) == (len(inside), len(maybe))


@settings(max_examples=30)
@given(oracle.tables(), st.sampled_from(RULES))
def test_structures_by_type_and_extent_are_those_of_the_rules_written_out_plainly(records, rule):
    expected = {}
    for incident in oracle.chosen(records, EVERYTHING)[0]:
        for kind, _, extents in oracle.structure_types(records, incident["incident_id"], rule):
            row = expected.setdefault(kind, dict.fromkeys(codes.EXTENT.values()))
            for extent, count in extents.items():
                row[extent] = (row[extent] or 0) + count
    assert {row.key: row.by_extent for row in tallied(records, Selection(rule=rule)).by_structure} == expected


@few
@given(oracle.tables(), selections, st.sampled_from(["house", "education"]))
def test_a_type_of_structure_has_the_same_figure_among_the_incidents_that_a_click_on_it_keeps(records, selection, kind):
    def line(found):
        return next((row for row in found.by_structure if row.key == kind), None)

    before = line(tallied(records, replace(selection, structures=())))
    assert line(tallied(records, replace(selection, structures=(kind,)))) == before


@pytest.mark.parametrize("scope", ["incident", "period"])
@pytest.mark.parametrize(
    ("claim", "is_kept"),
    [
        ({}, True),
        ({"count": None, "statement": "several houses"}, True),
        ({"status": "disputed"}, False),
        ({"structure_type": "education"}, False),
    ],
)
def test_a_filter_by_structure_keeps_records_with_a_claim_of_it_that_may_count(scope, claim, is_kept):
    records = {"incidents": [{"scope": scope}], "damage": [{"structure_type": "house", "count": 2} | claim]}
    found = tallied(records, Selection(structures=("house",)))
    assert (found.incidents, found.set_apart.records) == ((is_kept, 0) if scope == "incident" else (0, is_kept))


@pytest.mark.parametrize(
    ("dates", "start", "end", "is_in", "is_outside"),
    [
        (("2023-05-31", "2023-05-31"), "2023-05-31", "2023-05-31", True, False),
        (("2023-05-31", "2023-05-31"), "2023-06-01", None, False, False),
        (("2023-05-01", "2023-05-31"), "2023-05-01", "2023-05-31", True, False),
        (("2023-05-01", "2023-05-31"), "2023-05-08", "2023-05-14", False, True),
        (("2023-05-01", "2023-05-31"), "2023-05-31", None, False, True),
        (("2023-05-01", ""), "2023-05-01", "2023-05-31", True, False),
        (("2023-05-01", ""), "2023-05-01", "2023-05-30", False, True),
        (("", "2023-05-31"), None, "2023-05-31", True, False),
        (("", "2023-05-31"), "2023-05-01", "2023-05-31", False, True),
        (("", "2023-05-31"), "2023-06-01", None, False, False),
        (("", "2023-05-31"), None, "2023-05-30", False, True),
        (("", ""), "2023-05-01", None, False, True),
        (("", ""), None, "2023-05-01", False, True),
    ],
)
def test_an_incident_is_in_a_range_when_all_its_possible_days_are(dates, start, end, is_in, is_outside):
    incident = dict(zip(("date_start", "date_end"), dates, strict=True)) | {"date_precision": "month"}
    days = [None if day is None else date.fromisoformat(day) for day in (start, end)]
    found = tallied({"incidents": [incident]}, Selection(start=days[0], end=days[1]))
    assert (found.incidents, found.outside_dates) == (int(is_in), int(is_outside))


@pytest.mark.parametrize(
    ("changes", "day", "week", "month"),
    [
        ({"date_precision": "day"}, date(2023, 5, 31), date(2023, 5, 29), date(2023, 5, 1)),
        ({"date_precision": "days"}, None, date(2023, 5, 29), date(2023, 5, 1)),
        ({"date_end": "2023-06-01", "date_precision": "days"}, None, date(2023, 5, 29), None),
        ({"date_start": "2023-05-01", "date_precision": "month"}, None, None, date(2023, 5, 1)),
        (
            {"date_start": "1969-12-31", "date_end": "1969-12-31"},
            date(1969, 12, 31),
            date(1969, 12, 29),
            date(1969, 12, 1),
        ),
        ({"date_start": ""}, None, None, None),
    ],
)
def test_only_dates_known_to_the_step_stand_on_a_time_axis(changes, day, week, month):
    settled = settle.dataset(synthetic.of_records(incidents=[changes]), "established")
    keys = [tally.over_time(settled, EVERYTHING, grain)[0].key for grain in tally.GRAINS]
    assert keys == [day, week, month]


@pytest.mark.parametrize(
    ("days", "precision", "grain"),
    [(0, "day", "day"), (62, "day", "week"), (770, "day", "month"), (6, "week", "week")],
)
def test_the_step_of_the_time_axis_fits_the_range(days, precision, grain):
    monday = date(2023, 5, 29)
    incidents = [
        {"incident_id": "a", "date_start": monday, "date_end": monday + timedelta(days if precision == "week" else 0)},
        {"incident_id": "b", "date_start": monday + timedelta(days), "date_end": monday + timedelta(days)},
    ]
    for incident in incidents:
        incident["date_precision"] = precision
    assert tallied({"incidents": incidents}).grain == grain


def test_period_statements_are_added_up_apart_and_running_totals_are_not():
    scopes = {"a": "period", "b": "period", "c": "cumulative"}
    found = tallied(
        {
            "incidents": [{"incident_id": name, "scope": scope} for name, scope in scopes.items()],
            "casualties": [{"claim_id": name, "incident_id": name, "killed": 3} for name in scopes],
        }
    ).set_apart
    assert (found.records, found.figures["killed"].best) == (3, 6)


def test_dots_beyond_the_most_are_counted(monkeypatch):
    monkeypatch.setattr(tally, "MOST_SPOTS", 2)
    names = "abc"
    found = tallied(
        {
            "incidents": [{"incident_id": name, "place": name} for name in names],
            "casualties": [
                {"claim_id": name, "incident_id": name, "killed": number} for number, name in enumerate(names)
            ],
        }
    )
    assert ([spot.place for spot in found.spots], found.spots_left_out) == (["c", "b"], 1)
    assert {name: each.best for name, each in found.spots_left_out_figures.items()} == {
        "killed": 0,
        "injured": None,
        "missing": None,
        "structures": None,
    }


def test_totals_larger_than_32_bits_are_exact():
    most = 2**31 - 1
    names = "abc"
    records = {
        "incidents": [{"incident_id": name} for name in names],
        "casualties": [{"claim_id": name, "incident_id": name, "killed": most} for name in names],
        "damage": [
            {"claim_id": name + kind, "incident_id": name, "structure_type": kind, "count": most}
            for name in names
            for kind in ("house", "health")
        ],
    }
    totals = tallied(records).totals
    assert (totals["killed"].best, totals["structures"].best) == (3 * most, 6 * most)


def test_a_large_dataset_is_counted_as_its_parts_are():
    chance = random.Random(1)
    settled = settle.dataset(synthetic.dataset(3_000), "established")
    whole = tally.of(settled, EVERYTHING)
    regions = [row.key for row in whole.by_region if row.key and "-" in row.key]
    for row in whole.by_region:
        if row.key in chance.sample(regions, 20):
            assert tally.of(settled, Selection(regions=(row.key,))).totals == row.figures
