import pandas as pd
import pytest

from pipelines import match
from pipelines.formats import simple


def matched(**columns):
    frame = pd.DataFrame(columns, dtype="str")
    return {each.column: each for each in match.columns(frame, simple.HEADERS)}


def test_columns_are_matched_by_name_synonym_likeness_and_content():
    found = matched(
        Date=["2023-05-31"],
        Oblast=["Luhansk"],
        загинуло=["5"],
        **{"Number injurred": ["19"], "Wann": ["x"], "Art": ["shelling"]},
    )
    assert (found["Date"].target, found["Date"].reason, found["Date"].confidence) == ("date", "synonym", 0.9)
    assert (found["Oblast"].target, found["Oblast"].reason) == ("region", "synonym")
    assert found["загинуло"].target == "killed"
    assert (found["Number injurred"].target, found["Number injurred"].reason) == ("injured", "likeness")
    assert (found["Art"].target, found["Art"].reason) == ("incident_type", "content")
    assert (found["Wann"].target, found["Wann"].confidence) == ("", 0.0)


def test_no_target_is_proposed_twice():
    found = matched(date=["2023-05-31"], day=["2023-05-31"], event_date=["2023-05-31"])
    assert [each.target for each in found.values()].count("date") == 1


def test_content_alone_never_convinces():
    assert matched(when=["31 May 2023", "30 May 2023"])["when"].confidence <= 0.5


def test_a_match_shows_a_few_different_cells():
    assert matched(date=["", "a", "a", "b", "c", "d", "e", "f"])["date"].samples == ("a", "b", "c", "d", "e")


def test_numbers_do_not_pass_for_dates_or_codes():
    assert matched(q=["45077", "45078"])["q"].target == ""


def test_the_fingerprint_knows_a_header_again():
    assert match.fingerprint(["Date", "Place"]) == match.fingerprint(["place ", "DATE"])
    assert match.fingerprint(["Date", "Place"]) != match.fingerprint(["Date", "Placed"])


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Дата події", "date"),
        ("Дата", "date"),
        ("Область", "region"),
        ("Регіон", "region"),
        ("Регион", "region"),
        ("Населений пункт", "place"),
        ("Населённый пункт", "place"),
        ("Місце", "place"),
        ("Тип інциденту", "incident_type"),
        ("Вид обстрела", "incident_type"),
        ("Зброя", "weapon"),
        ("Загинуло", "killed"),
        ("Кількість загиблих", "killed"),
        ("Погибшие", "killed"),
        ("Число погибших", "killed"),
        ("Поранені", "injured"),
        ("Количество раненых", "injured"),
        ("Зниклі безвісти", "missing"),
        ("Пропавшие без вести", "missing"),
        ("Пошкоджено", "structures_damaged"),
        ("Разрушено зданий", "structures_destroyed"),
        ("Джерело", "source"),
        ("Источник", "source"),
        ("Дата публікації", "source_date"),
        ("Посилання", "url"),
        ("Ссылка", "url"),
        ("Статус", "status"),
        ("Ступінь пошкодження", "extent"),
        ("Широта", "latitude"),
        ("Довгота", "longitude"),
        ("Примітки", "notes"),
        ("Комментарий", "notes"),
        ("Загинуло, осіб", "killed"),
        ("Поранено (осіб)", "injured"),
        ("К-ть загиблих", "killed"),
        ("Кол-во погибших", "killed"),
        ("Кол-во раненых, чел.", "injured"),
        ("No. of deaths", "killed"),
        ("Number of people killed", "killed"),
        ("No. of injuries", "injured"),
        ("Source of info", "source"),
        ("Кількість осіб", ""),
        ("Total", ""),
        ("No.", ""),
        ("Постраждалі", ""),
        ("Пострадавшие", ""),
        ("Жертви", ""),
        ("Casualties", ""),
        ("Victims", ""),
        ("ПІБ", ""),
    ],
)
def test_headers_in_ukrainian_and_russian_mean_what_they_say_and_words_for_several_measures_mean_none(header, target):
    assert matched(**{header: ["xyz"]})[header].target == target
