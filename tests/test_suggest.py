import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import clean, codebook, places, suggest
from pipelines.clean import codes


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (codebook.INCIDENT_TYPE, "shellling", "shelling"),
        (codebook.INCIDENT_TYPE, "sheling", "shelling"),
        (codebook.INCIDENT_TYPE, "misile strike", "missile_strike"),
        (codebook.INCIDENT_TYPE, "missil", "missile_strike"),
        (codebook.INCIDENT_TYPE, "dron", "drone_strike"),
        (codebook.INCIDENT_TYPE, "exposion", "explosion_unknown"),
        (codebook.INCIDENT_TYPE, "обстрілл", "shelling"),
        (codebook.STATUS, "confirmd", "confirmed"),
        (codebook.STATUS, "confrmd", "confirmed"),
        (codebook.EXTENT, "destoryed", "destroyed"),
        (codebook.STRUCTURE_TYPE, "appartment", "apartment_building"),
        (codebook.STRUCTURE_TYPE, "hopsital", "health"),
    ],
)
def test_a_slip_is_met_with_the_code_that_was_meant(column, text, code):
    assert codes.nearest_code(text, column.code_list) == code


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (codebook.INCIDENT_TYPE, "rail"),
        (codebook.INCIDENT_TYPE, "fire"),
        (codebook.INCIDENT_TYPE, "strike"),
        (codebook.INCIDENT_TYPE, "attack"),
        (codebook.INCIDENT_TYPE, "flood"),
        (codebook.INCIDENT_TYPE, "kidnapping"),
        (codebook.INCIDENT_TYPE, "protest"),
        (codebook.INCIDENT_TYPE, "civilian"),
        (codebook.INCIDENT_TYPE, "other"),
        (codebook.INCIDENT_TYPE, "x"),
        (codebook.WEAPON, "tanker"),
        (codebook.WEAPON, "poison"),
        (codebook.STATUS, "yes"),
        (codebook.STATUS, "maybe"),
        (codebook.STATUS, "wrong"),
        (codebook.EXTENT, "heavy"),
        (codebook.STRUCTURE_TYPE, "residential"),
        (codebook.STRUCTURE_TYPE, "gas"),
        (codebook.PEOPLE, "elderly"),
        (codebook.CONTROL, "rebels"),
    ],
)
def test_a_word_of_its_own_is_met_with_no_code(column, text):
    assert clean.code_of(text, column) is None
    assert codes.nearest_code(text, column.code_list) == ""


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("Luhnask oblst", "", "UA-09"),
        ("Kharkv oblast", "UA", "UA-63"),
        ("Belgord Oblast", "RU", "RU-BEL"),
        ("Донецка область", "UA", "UA-14"),
        ("Ruin oblast", "UA", ""),
        ("Komsk oblast", "RU", ""),
        ("North", "", ""),
        ("qqqqqqqq", "", ""),
    ],
)
def test_a_misspelt_region_is_met_with_one_only_where_it_is_near(text, country, code):
    assert places.nearest_region(text, country) == code


@pytest.mark.parametrize(
    ("text", "code"), [("Ukrane", "UA"), ("Ukriane", "UA"), ("Rusia", "RU"), ("Ruritania", ""), ("Home", ""), ("X", "")]
)
def test_a_misspelt_country_is_met_with_one_only_where_it_is_near(text, code):
    assert places.nearest_country(text) == code


@given(st.text(max_size=12), st.dictionaries(st.text(max_size=12), st.sampled_from("abc"), max_size=6))
def test_a_suggestion_is_a_known_value_or_nothing(text, known):
    assert suggest.nearest(text, known) in {"", *known.values()}
