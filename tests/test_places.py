from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines import places
from pipelines.places import borders


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
        ("Kharkiv oblast", "", "UA-63"),
        ("Kharkivska", "", "UA-63"),
        ("Kharkov region", "", "UA-63"),
        ("Kharkiv Oblast, Ukraine", "", "UA-63"),
        ("Україна, Харківська область", "", "UA-63"),
        ("Донецька обл.", "", "UA-14"),
        ("Донецкая обл", "", "UA-14"),
        ("у Донецькій області", "", "UA-14"),
        ("Донецької області", "UA", "UA-14"),
        ("Луганской области", "", "UA-09"),
        ("в Луганской области", "", "UA-09"),
        ("Луганщині", "", "UA-09"),
        ("на Харківщині", "", "UA-63"),
        ("в Белгородской области", "", "RU-BEL"),
        ("Бєлгородській області", "RU", "RU-BEL"),
        ("Київська область", "", "UA-32"),
        ("у Київській області", "", "UA-32"),
        ("м. Київ", "", "UA-30"),
        ("г. Москва", "", "RU-MOW"),
        ("Московской области", "", "RU-MOS"),
        ("Краснодарский край", "", "RU-KDA"),
        ("в Краснодарском крае", "", "RU-KDA"),
        ("Республика Крым", "", "UA-43"),
        ("в Крыму", "", "UA-43"),
        ("у Криму", "", "UA-43"),
        ("у Києві", "", "UA-30"),
        ("в Киеве", "", "UA-30"),
        ("в Одессе", "UA", "UA-51"),
        ("у Харкові", "UA", "UA-63"),
        ("на Донеччині", "", "UA-14"),
        ("у Запорізькій області", "", "UA-23"),
        ("Запорізькій області", "", "UA-23"),
        ("Харьковской области", "", "UA-63"),
        ("під Києвом", "", None),
        ("Белгородский район", "", None),
        ("Kharkiv, Luhansk", "", None),
        ("Idlib governorate", "SY", "SY-ID"),
        ("Luhansk", "RU", None),
        ("UA-09", "RU", None),
        ("Atlantis", "", None),
        ("", "", None),
    ],
)
def test_a_region_is_known_by_code_name_and_alias_in_three_languages(text, country, code):
    assert places.region_code(text, country) == code


def test_every_oblast_is_known_in_the_cases_that_stand_in_a_sentence():
    names = pd.read_csv(Path(__file__).parents[1] / "data/geo/names_ua_ru.csv", dtype="str", keep_default_na=False)
    said = {
        "ru": lambda name: name.replace("ская область", "ской области").replace("цкая область", "цкой области"),
        "uk": lambda name: name.replace("ька область", "ькій області"),
    }
    missed, tried = [], 0
    for code, uk, ru in zip(names["code"], names["uk"], names["ru"], strict=True):
        for name, language in ((ru, "ru"), (uk, "uk")):
            form = said[language](name)
            tried += form != name
            if form != name and places.region_code(f"в {form}") != code:
                missed.append((code, form))
    assert missed == []
    assert tried > 100


def test_crimea_lies_in_ukraine_whoever_holds_it():
    assert places.region_code("Крым", "RU") is None
    assert places.country_of("UA-43") == "UA"
    assert borders.country_at(np.array([45.0]), np.array([34.1])).tolist() == ["UA"]


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
        ("г. Шебекино", "RU-BEL", ("RU-BEL", 50.41342, 36.92537)),
        ("город Шебекино", "", ("RU-BEL", 50.41342, 36.92537)),
        ("Shebekino city", "", ("RU-BEL", 50.41342, 36.92537)),
        ("city of Shebekino", "", ("RU-BEL", 50.41342, 36.92537)),
        ("Shebekino, Belgorod Oblast", "", ("RU-BEL", 50.41342, 36.92537)),
        ("г. Шебекино, Белгородская область", "RU-BEL", ("RU-BEL", 50.41342, 36.92537)),
        ("Polohy, Zaporizhzhia Oblast", "", ("UA-23", 47.47865, 36.25463)),
        ("Shebekino, Kursk Oblast", "RU-BEL", None),
        ("Shebekino, Kursk Oblast", "", None),
        ("Shebekino, near the school", "RU-BEL", None),
        ("Карпати, Перевальський р-н", "UA-09", ("UA-09", 48.50729, 38.85807)),
        ("с. Нова Таволжанка", "RU-BEL", ("RU-BEL", 50.35123, 36.8298)),
        ("Новая Таволжанка", "RU-BEL", ("RU-BEL", 50.35123, 36.8298)),
        ("Шебекіно", "RU-BEL", ("RU-BEL", 50.41342, 36.92537)),
        ("Нова Таволжанка", "UA-63", None),
        ("с. Карпати", "UA-09", ("UA-09", 48.50729, 38.85807)),
        ("с-ще Карпати", "UA-09", ("UA-09", 48.50729, 38.85807)),
        ("с.", "UA-09", None),
    ],
)
def test_a_settlement_is_found_only_where_it_is_not_ambiguous(name, region, found):
    settlement = places.settlement(name, region)
    assert (settlement and (settlement.region, settlement.latitude, settlement.longitude)) == found


@pytest.mark.parametrize(
    ("said", "region", "name"),
    [
        ("в Харькове", "UA-63", "Kharkiv"),
        ("у Харкові", "UA-63", "Kharkiv"),
        ("у м. Харкові", "UA-63", "Kharkiv"),
        ("в городе Харькове", "UA-63", "Kharkiv"),
        ("у місті Харкові", "UA-63", "Kharkiv"),
        ("по Харькову", "UA-63", "Kharkiv"),
        ("in Kharkiv", "UA-63", "Kharkiv"),
        ("у Харкові, Харківська область", "UA-63", "Kharkiv"),
        ("в Изюме", "UA-63", "Izyum"),
        ("в Одессе", "UA-51", "Odesa"),
        ("в Одесі", "UA-51", "Odesa"),
        ("у Миколаєві", "UA-48", "Mykolayiv"),
        ("в Николаеве", "UA-48", "Mykolayiv"),
        ("у Херсоні", "UA-65", "Kherson"),
        ("в Херсоне", "UA-65", "Kherson"),
        ("у Новій Каховці", "UA-65", "Nova Kakhovka"),
        ("в Новой Каховке", "UA-65", "Nova Kakhovka"),
        ("в Авдіївці", "UA-14", "Avdiyivka"),
        ("в Авдеевке", "UA-14", "Avdiyivka"),
        ("в Бахмуте", "UA-14", "Bakhmut"),
        ("у Маріуполі", "UA-14", "Mariupol"),
        ("в Мариуполе", "UA-14", "Mariupol"),
        ("у Пологах", "UA-23", "Polohy"),
        ("в Токмаке", "UA-23", "Tokmak"),
        ("у Кривому Розі", "UA-12", "Kryvyy Rih"),
        ("в Кривом Роге", "UA-12", "Kryvyy Rih"),
        ("у Сумах", "UA-59", "Sumy"),
        ("у Рубіжному", "UA-09", "Rubizhne"),
        ("у Чернігові", "UA-74", "Chernihiv"),
        ("в Шебекино", "RU-BEL", "Shebekino"),
        ("в Белгороде", "RU-BEL", "Belgorod"),
        ("Харькове", "UA-63", None),
        ("в Харькове", "", None),
        ("в Харькове", "UA-14", None),
        ("під Харковом", "UA-63", None),
        ("біля Харкова", "UA-63", None),
        ("в школе", "UA-63", None),
        ("у", "UA-63", None),
    ],
)
def test_a_settlement_is_known_in_the_case_that_it_has_in_a_sentence(said, region, name):
    found = places.settlement(said, region)
    assert (found and found.name) == name


def test_every_settlement_said_with_a_preposition_is_itself_or_none():
    asked = [each for each in places.gazetteer() if each.region in ("UA-63", "UA-14", "RU-BEL")]
    for each in asked:
        plainly = places.settlement(each.name, each.region)
        said = places.settlement(f"in {each.name}", each.region)
        assert said == plainly


def test_many_names_resolve_as_one_by_one():
    names = pd.Series(["Karpaty", "", "Polohy", "Karpaty"], index=[5, 6, 7, 9])
    regions = pd.Series(["UA-09", "UA-09", "", "UA-14"], index=names.index)
    found = places.settlements_of(names, regions, pd.Series("UA", index=names.index))
    assert found.index.tolist() == [5, 6, 7, 9]
    assert found["latitude"].notna().tolist() == [True, False, False, False]
    assert places.region_codes_of(regions, pd.Series("", index=names.index)).tolist() == ["UA-09", "UA-09", "", "UA-14"]
    assert places.country_codes_of(pd.Series(["NA", "", "Росія"])).tolist() == ["NA", "", "RU"]


@pytest.mark.parametrize(
    ("name", "region"), [("м. Харків", "UA-63"), ("г. Харьков", "UA-63"), ("Kharkiv", "UA-63"), ("смт Борова", "UA-63")]
)
def test_a_settlement_with_its_kind_before_it_is_the_one_without(name, region):
    found = places.identities_of(
        pd.Series([name, name.split()[-1]]), pd.Series([region] * 2), pd.Series(["UA"] * 2)
    ).tolist()
    assert found[0] == found[1]


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
    for country in ("UA", "RU"):
        points = [(each.latitude, each.longitude) for each in places.gazetteer() if each.country == country]
        latitude, longitude = np.array(points).T
        assert borders.inside(country, latitude, longitude).all()


def test_a_point_elsewhere_is_not_inside():
    assert borders.inside("UA", np.array([48.5, 0.0, 38.9]), np.array([38.9, 0.0, 48.5])).tolist() == [
        True,
        False,
        False,
    ]
