import numpy as np
import pandas as pd
import pytest

from pipelines import places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UA", "UA"),
        ("ua", "UA"),
        ("UKR", "UA"),
        ("804", "UA"),
        ("Україна", "UA"),
        ("Украина", "UA"),
        ("NA", "NA"),
        ("Namibia", "NA"),
        ("Russian Federation", "RU"),
        ("Yemen (North Yemen)", "YE"),
        ("36", "AU"),
        ("Congo", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_code_name_and_alias(text, code):
    assert places.country_code(text) == code


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("UA-09", "", "UA-09"),
        ("ua-09", "", "UA-09"),
        ("Luhansk Oblast", "", "UA-09"),
        ("LUHANSK", "", "UA-09"),
        ("Lugansk", "UA", "UA-09"),
        ("Луганська область", "", "UA-09"),
        ("Луганская обл.", "", "UA-09"),
        ("Бєлгородська область", "", "RU-BEL"),
        ("Белгород", "RU", "RU-BEL"),
        ("Kyiv", "UA", "UA-30"),
        ("Kyiv Oblast", "UA", "UA-32"),
        ("Moscow", "", "RU-MOW"),
        ("Moscow Oblast", "", "RU-MOS"),
        ("Crimea", "", "UA-43"),
        ("Idlib governorate", "SY", "SY-ID"),
        ("Luhansk", "RU", None),
        ("UA-09", "RU", None),
        ("Atlantis", "", None),
        ("", "", None),
    ],
)
def test_a_region_is_known_by_code_name_and_alias_in_three_languages(text, country, code):
    assert places.region_code(text, country) == code


def test_crimea_lies_in_ukraine_whoever_holds_it():
    assert places.region_code("Крым", "RU") is None
    assert places.country_of("UA-43") == "UA"
    assert places.country_at(np.array([45.0]), np.array([34.1])).tolist() == ["UA"]


@pytest.mark.parametrize(
    ("name", "region", "found"),
    [
        ("Karpaty", "UA-09", ("UA-09", 48.50729, 38.85807)),
        ("Карпати", "UA-09", ("UA-09", 48.50729, 38.85807)),
        ("Shebekino", "RU-BEL", ("RU-BEL", 50.41342, 36.92537)),
        ("Шебекино", "", ("RU-BEL", 50.41342, 36.92537)),
        ("Polohy", "UA-23", ("UA-23", 47.47865, 36.25463)),
        ("Polohy", "", None),
        ("Karpaty", "UA-14", None),
        ("Nowhere at all", "UA-09", None),
        ("", "UA-09", None),
    ],
)
def test_a_settlement_is_found_only_where_it_is_not_ambiguous(name, region, found):
    settlement = places.settlement(name, region)
    assert (settlement and (settlement.region, settlement.latitude, settlement.longitude)) == found


def test_many_names_resolve_as_one_by_one():
    names = pd.Series(["Karpaty", "", "Polohy", "Karpaty"], index=[5, 6, 7, 9])
    regions = pd.Series(["UA-09", "UA-09", "", "UA-14"], index=names.index)
    found = places.settlements_of(names, regions, pd.Series("UA", index=names.index))
    assert found.index.tolist() == [5, 6, 7, 9]
    assert found["latitude"].notna().tolist() == [True, False, False, False]
    assert places.region_codes_of(regions, pd.Series("", index=names.index)).tolist() == ["UA-09", "UA-09", "", "UA-14"]
    assert places.country_codes_of(pd.Series(["NA", "", "Росія"])).tolist() == ["NA", "", "RU"]


def test_the_nearest_region_is_offered_for_a_misspelling():
    assert places.nearest_region("Luhnask oblst") == "UA-09"
    assert places.nearest_region("qqqqqqqq") == ""


def test_names_and_lists_for_the_screens():
    assert places.country_name("UA") == "Ukraine"
    assert places.region_name("UA-09") == "Luhansk Oblast"
    assert places.region_name("ZZ-99") == "ZZ-99"
    assert places.regions("UA")["UA-43"] == "Autonomous Republic of Crimea"
    assert places.regions("ZZ") == {}
    assert "NA" in places.countries()


def test_every_settlement_of_the_gazetteer_lies_in_its_country():
    named, _ = places._settlement_index()
    for country in ("UA", "RU"):
        points = [
            (each.latitude, each.longitude) for group in named.values() for each in group if each.country == country
        ]
        latitude, longitude = np.array(points).T
        assert places.inside(country, latitude, longitude).all()


def test_a_point_elsewhere_is_not_inside():
    assert places.inside("UA", np.array([48.5, 0.0, 38.9]), np.array([38.9, 0.0, 48.5])).tolist() == [
        True,
        False,
        False,
    ]
