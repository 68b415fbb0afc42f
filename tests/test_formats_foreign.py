import csv
import io
from datetime import date

import pytest

from pipelines import dataset, load
from tests.test_formats import ACLED_NEW, ACLED_OLD, UCDP_45, UCDP_49

TODAY = date(2024, 1, 1)
UCDP = {
    "id": "1001",
    "year": "2017",
    "type_of_violence": "1",
    "conflict_name": "Made up",
    "dyad_name": "Side A - Side B",
    "side_a": "Side A",
    "side_b": "Side B",
    "number_of_sources": "1",
    "source_article": '"Agency, 2017-01-30"',
    "source_office": "Agency;Agency;Other Agency",
    "source_date": "2017-01-30;2017-01-30",
    "source_headline": "Five killed",
    "source_original": "Military source",
    "where_prec": "1",
    "where_coordinates": "Avdiivka town",
    "where_description": "near Avdiivka",
    "adm_1": "Donetsk Oblast",
    "adm_2": "",
    "latitude": "48.145278",
    "longitude": "37.745",
    "country": "Ukraine",
    "country_id": "369",
    "iso3": "UKR",
    "region": "Europe",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2017-01-30",
    "date_end": "2017-01-30",
    "deaths_a": "2",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "1",
    "low": "4",
    "best": "5",
    "high": "6",
}
ACLED = {
    "iso": "804",
    "event_id_cnty": "UKR1",
    "event_date": "15 July 2022",
    "year": "2022",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "A",
    "region": "Europe",
    "country": "Ukraine",
    "admin1": "Donetsk",
    "location": "Avdiivka",
    "latitude": "48.145278",
    "longitude": "37.745",
    "geo_precision": "1",
    "source": "Agency",
    "source_scale": "National",
    "notes": "On 15 July 2022, artillery shelled Avdiivka.",
    "fatalities": "2",
    "timestamp": "1658000000",
}


def intake(header, base, *changes):
    output = io.StringIO()
    writer = csv.DictWriter(output, header.split(","), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(base | change for change in changes)
    upload = load.Upload("file.csv", output.getvalue().encode("utf-8-sig"))
    return load.files([upload], dataset.empty(), today=TODAY)


def rules(found, *ignored):
    return [
        each.rule.name
        for each in found.issues
        if each.rule.name not in ("not_kept", "no_injured", "no_type", "terms", *ignored)
    ]


@pytest.mark.parametrize("header", [UCDP_45, UCDP_49])
def test_a_ucdp_event_keeps_its_numbers_source_and_place(header):
    found = intake(header, UCDP, {})
    incident, claim = found.frames["incidents"].iloc[0], found.frames["casualties"].iloc[0]
    source = found.frames["sources"].iloc[0]
    assert rules(found) == []
    assert found.formats == {"file.csv": "UCDP GED events"}
    assert (incident["incident_id"], incident["region"], incident["scope"]) == ("UCDP-1001", "UA-14", "incident")
    assert (claim["killed_low"], claim["killed"], claim["killed_high"]) == (4, 5, 6)
    assert claim[["injured_low", "injured", "injured_high"]].isna().all()
    assert claim["attributed_to"] == "Military source"
    assert source["publisher"] == "UCDP, from Agency; Other Agency"
    assert source["published_on"].date() == date(2017, 1, 30)


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"event_clarity": "2"}, "scope", "period"),
        ({"date_prec": "2", "date_end": "2017-02-02"}, "date_precision", "days"),
        ({"date_prec": "4", "date_start": "2017-01-01", "date_end": "2017-01-31"}, "date_precision", "month"),
        ({"where_prec": "2"}, "place_precision", "settlement"),
        ({"where_prec": "3"}, "place_precision", "district"),
        ({"where_prec": "5"}, "place_precision", "region"),
        ({"where_prec": "7", "latitude": "45.5", "longitude": "31.5"}, "place_precision", "country"),
        ({"where_prec": "4.0"}, "place_precision", "region"),
        ({"id": "1001.0"}, "incident_id", "UCDP-1001"),
        ({"date_start": "2017-01-30 00:00:00.000"}, "date_precision", "day"),
    ],
)
def test_ucdp_codes_become_ours(changes, column, value):
    found = intake(UCDP_49, UCDP, changes)
    assert rules(found) == []
    assert found.frames["incidents"][column].iloc[0] == value


@pytest.mark.parametrize(
    ("changes", "rule", "kept"),
    [
        ({"best": "6", "high": "6"}, "no_event_sum", 1),
        ({"best": "5", "low": "6"}, "order", 0),
        ({"adm_1": "Nowhere province"}, "region_not_found", 1),
        ({"where_prec": "9"}, "unknown_code", 0),
        ({"latitude": "52.2", "longitude": "21.0"}, "elsewhere_foreign", 1),
    ],
)
def test_what_is_odd_in_a_ucdp_event_is_told(changes, rule, kept):
    found = intake(UCDP_49, UCDP, changes)
    assert rules(found) == [rule]
    assert len(found.frames["incidents"]) == kept


@pytest.mark.parametrize(
    ("header", "changes"),
    [
        (ACLED_OLD, {"iso3": "UKR"}),
        (ACLED_NEW, {"event_date": "2022-07-15", "admin3": "NA", "civilian_targeting": "NA"}),
    ],
)
def test_an_acled_event_of_either_header_keeps_date_place_and_deaths(header, changes):
    found = intake(header, ACLED, changes)
    incident, claim = found.frames["incidents"].iloc[0], found.frames["casualties"].iloc[0]
    assert rules(found) == ["type_unclear"]
    assert incident["incident_id"] == "ACLED-UKR1"
    assert (incident["date_start"].date(), incident["region"], incident["incident_type"]) == (
        date(2022, 7, 15),
        "UA-14",
        "shelling",
    )
    assert claim["killed"] == 2
    assert claim[["injured_low", "injured", "injured_high"]].isna().all()


def test_the_zero_of_acled_becomes_blank_and_its_numbers_for_words_are_marked():
    found = intake(
        ACLED_NEW, ACLED, {"fatalities": "0"}, {"event_id_cnty": "UKR2", "fatalities": "10", "location": "B"}
    )
    claims = found.frames["casualties"]
    assert claims["killed"].isna().tolist() == [True, False]
    assert claims["statement"].str.contains("a word such as several").tolist() == [False, True]
    assert {"zero_unclear", "stands_for_word"} <= set(rules(found))
    assert any(each.rule.name == "terms" for each in found.issues)


@pytest.mark.parametrize(
    ("sub_type", "notes", "code"),
    [
        ("Shelling/artillery/missile attack", "Artillery shelled it.", "shelling"),
        ("Shelling/artillery/missile attack", "An Iskander missile hit it.", "missile_strike"),
        ("Air/drone strike", "A Shahed drone hit it.", "drone_strike"),
        ("Air/drone strike", "A warplane dropped bombs.", "air_strike"),
        ("Air/drone strike", "It was struck.", "unknown"),
        ("Remote explosive/landmine/IED", "A car drove over a landmine.", "mine_erw"),
        ("Remote explosive/landmine/IED", "A roadside bomb went off.", "ied"),
        ("Suicide bomb", "", "ied"),
        ("Armed clash", "", "ground_raid"),
        ("Disrupted weapons use", "", "interception_debris"),
        ("Peaceful protest", "", None),
        ("Looting/property destruction", "", None),
    ],
)
def test_acled_types_become_ours_and_what_is_no_armed_incident_is_left_out(sub_type, notes, code):
    found = intake(ACLED_NEW, ACLED, {"sub_event_type": sub_type, "notes": notes})
    assert found.frames["incidents"]["incident_type"].tolist() == ([code] if code else [])
    assert found.counts[0].kept == (1 if code else 0)
    assert ("not_armed" in rules(found)) == (code is None)


@pytest.mark.parametrize(
    ("level", "first", "last", "precision"),
    [
        ("1", date(2022, 7, 15), date(2022, 7, 15), "day"),
        ("2", date(2022, 7, 12), date(2022, 7, 18), "week"),
        ("3", date(2022, 7, 1), date(2022, 7, 31), "month"),
    ],
)
def test_acled_gives_the_middle_of_a_week_or_month(level, first, last, precision):
    incident = intake(ACLED_OLD, ACLED, {"time_precision": level}).frames["incidents"].iloc[0]
    assert (incident["date_start"].date(), incident["date_end"].date(), incident["date_precision"]) == (
        first,
        last,
        precision,
    )
