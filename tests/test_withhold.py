import pytest

from pipelines import withhold


@pytest.mark.parametrize(
    ("header", "cells", "is_personal"),
    [
        ("victim name", [], True),
        ("Victims' names", [], True),
        ("Surname", [], True),
        ("Full name", [], True),
        ("Names of killed", [], True),
        ("Killed (names)", [], True),
        ("List of the dead", [], True),
        ("Имена погибших", [], True),
        ("Имя жертвы", [], True),
        ("Погибшие (имена)", [], True),
        ("Ф.И.О. пострадавших", [], True),
        ("ФИО", [], True),
        ("Фамилии", [], True),
        ("Фамилия, имя, отчество", [], True),
        ("ПІБ загиблих", [], True),
        ("П.І.Б.", [], True),
        ("Прізвище", [], True),
        ("Прізвища поранених", [], True),
        ("Ім'я", [], True),
        ("Ім’я загиблого", [], True),
        ("Імена", [], True),
        ("Список загиблих", [], True),
        ("По батькові", [], True),
        ("Персональні дані", [], True),
        ("Victims", ["Given Family", "", "Other Family-Name"], True),
        ("Жертвы", ["Фамилия Имя Отчество"], True),
        ("Victims", ["two adults", "a family of four"], False),
        ("Victims", ["5", "7"], False),
        ("Victims", [], False),
        ("Name of place", [], False),
        ("Place name", ["Nova Kakhovka"], False),
        ("Назва населеного пункту", ["Нова Каховка"], False),
        ("Source name", ["Example News"], False),
        ("Наименование объекта", ["Школа"], False),
        ("Біографія", [], False),
        ("Вид засобу ураження", [], False),
        ("Killed", ["5"], False),
        ("Regiment", [], False),
    ],
)
def test_columns_of_personal_names_are_known_by_their_header_or_else_by_their_cells(header, cells, is_personal):
    assert withhold.is_personal(header, cells) is is_personal
