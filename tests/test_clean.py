from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import clean, codebook, issue, schema
from pipelines.issue import Rule

TABLE = codebook.INCIDENTS_TABLE


def cleaned(records, table=TABLE, **context):
    text = pd.DataFrame(records, index=pd.Index(range(2, 2 + len(records)), name="line"), dtype="str")
    return clean.table(text, table, clean.Context("file.csv", **context))


def rules(found):
    return [each.rule.name for each in found.issues]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-05-31", "2023-05-31", None),
        ("2023-5-1", "2023-05-01", None),
        ("2023/05/31", "2023-05-31", None),
        ("2023-05-31T12:30:00Z", "2023-05-31", None),
        ("2014-01-22 00:00:00.000", "2014-01-22", None),
        ("31.05.2023", "2023-05-31", None),
        ("31/05/2023", "2023-05-31", None),
        ("5/31/2023", "2023-05-31", None),
        ("5/31/2023 14:00", "2023-05-31", None),
        ("05.05.2023", "2023-05-05", None),
        ("20230531", "2023-05-31", None),
        ("45077", "2023-05-31", None),
        ("45077.75", "2023-05-31", None),
        ("31 May 2023", "2023-05-31", None),
        ("31-May-2023", "2023-05-31", None),
        ("Wednesday, 31 May 2023", "2023-05-31", None),
        ("May 31, 2023", "2023-05-31", None),
        ("31st of May 2023", "2023-05-31", None),
        ("31 травня 2023 р.", "2023-05-31", None),
        ("31 мая 2023 года", "2023-05-31", None),
        ("1 червня 2023", "2023-06-01", None),
        ("1 липня 2023", "2023-07-01", None),
        ("1 июня 2023", "2023-06-01", None),
        ("15 July 2022", "2022-07-15", None),
        ("2023-05", "2023-05-01", "2023-05-31"),
        ("May 2023", "2023-05-01", "2023-05-31"),
        ("травень 2023", "2023-05-01", "2023-05-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("22-28 May 2023", "2023-05-22", "2023-05-28"),
        ("2023-05-22 to 2023-05-28", "2023-05-22", "2023-05-28"),
        ("2023-05-22/2023-05-28", "2023-05-22", "2023-05-28"),
        ("31.05.23", "2023-05-31", None),
        ("31/05/23", "2023-05-31", None),
        ("5/31/23", "2023-05-31", None),
        ("31.05.95", "1995-05-31", None),
        ("31-May-23", "2023-05-31", None),
        ("31 травня 23", "2023-05-31", None),
        ("31.05.2023 14:30", "2023-05-31", None),
        ("31.05.2023, 14:30", "2023-05-31", None),
        ("31.05.2023 о 14:30", "2023-05-31", None),
        ("14:30 31.05.2023", "2023-05-31", None),
        ("2023-05-31 14:30 EEST", "2023-05-31", None),
        ("2023-05-31T23:30:00+03:00", "2023-05-31", None),
        ("5/31/2023 2:30 PM", "2023-05-31", None),
        ("31 May 2023 at 14:30", "2023-05-31", None),
        ("31/May/2023", "2023-05-31", None),
        ("2023 May 31", "2023-05-31", None),
        ("31. Mai 2023", "2023-05-31", None),
        ("3. Dezember 2023", "2023-12-03", None),
        ("1er février 2023", "2023-02-01", None),
        ("31 mai 2023", "2023-05-31", None),
        ("1 juin 2023", "2023-06-01", None),
        ("1 juillet 2023", "2023-07-01", None),
        ("14 août 2023", "2023-08-14", None),
        ("1. März 2023", "2023-03-01", None),
        ("середа, 31 травня 2023", "2023-05-31", None),
        ("Mittwoch, den 31. Mai 2023", "2023-05-31", None),
        ("mardi 30 mai 2023", "2023-05-30", None),
        ("31 ма\u0438\u0306 2023", "2023-05-31", None),
        ("2023 травень", "2023-05-01", "2023-05-31"),
        ("Mai 2023", "2023-05-01", "2023-05-31"),
        ("05.2023", "2023-05-01", "2023-05-31"),
        ("2023 рік", "2023-01-01", "2023-12-31"),
        ("30-31 May 2023", "2023-05-30", "2023-05-31"),
        ("30/31 May 2023", "2023-05-30", "2023-05-31"),
        ("30 and 31 May 2023", "2023-05-30", "2023-05-31"),
        ("May 30-31, 2023", "2023-05-30", "2023-05-31"),
        ("30–31 травня 2023 року", "2023-05-30", "2023-05-31"),
        ("з 30 по 31 травня 2023", "2023-05-30", "2023-05-31"),
        ("с 30 по 31 мая 2023 г.", "2023-05-30", "2023-05-31"),
        ("30-31.05.2023", "2023-05-30", "2023-05-31"),
        ("30.05.2023-02.06.2023", "2023-05-30", "2023-06-02"),
        ("30.05 - 13.06.2023", "2023-05-30", "2023-06-13"),
        ("30 May - 2 June 2023", "2023-05-30", "2023-06-02"),
        ("з 30 травня по 2 червня 2023", "2023-05-30", "2023-06-02"),
    ],
)
def test_a_date_that_can_be_read_one_way_is_read(text, first, last):
    assert clean.span_of(text) == (date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("05/06/2023", issue.DATE_UNCLEAR),
        ("05/06/23", issue.DATE_UNCLEAR),
        ("31-31-23", issue.NOT_A_DATE),
        ("31 May", issue.NO_YEAR),
        ("May 31", issue.NO_YEAR),
        ("May-23", issue.NO_YEAR),
        ("31 травня", issue.NO_YEAR),
        ("31.05", issue.NO_YEAR),
        ("early May 2023", issue.NOT_A_DATE),
        ("mid-May 2023", issue.NOT_A_DATE),
        ("Q2 2023", issue.NOT_A_DATE),
        ("2023-W22", issue.NOT_A_DATE),
        ("1685491200", issue.NOT_A_DATE),
        ("31 marvellous 2023", issue.NOT_A_DATE),
        ("31 jui 2023", issue.NOT_A_DATE),
        ("30-32 May 2023", issue.NOT_A_DATE),
        ("2023-13-45", issue.NOT_A_DATE),
        ("31/31/2023", issue.NOT_A_DATE),
        ("0023-05-31", issue.OUT_OF_REACH),
        ("1753-01-01", issue.OUT_OF_REACH),
        ("yesterday", issue.NOT_A_DATE),
        ("5", issue.NOT_A_DATE),
        ("99999", issue.NOT_A_DATE),
        ("31 Mai 20233", issue.NOT_A_DATE),
    ],
)
def test_a_date_that_cannot_be_read_is_an_issue(text, rule):
    assert clean.span_of(text) is rule


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2023-05-31", "31 May 2023"], "none"),
        (["05/05/2023"], "none"),
        (["05/06/2023"], "undecided"),
        (["05.06.2023"], "undecided"),
        (["05/06/2023", "31/05/2023"], "day"),
        (["05/06/2023", "05/31/2023"], "month"),
        (["31/05/2023", "05/31/2023"], "both"),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_evidence_of_the_column(cells, order):
    assert clean.day_order(cells) == order


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (["31.05.23", "30.05.23"], "last"),
        (["31.05.23"], "last"),
        (["22.05.23"], "undecided"),
        (["22-05-23"], "undecided"),
        (["22-May-23"], "undecided"),
        (["5.06.23"], "last"),
        (["22.05.23", "31.05.2023"], "last"),
        (["22.05.31"], "first"),
        (["22.05.14", "22.05.15", "22.05.16"], "undecided"),
        (["22.05.14", "22.05.15", "22.05.31"], "first"),
        (["22.05.23", "21.05.23", "20.05.27"], "undecided"),
        (["01.01.23", "01.02.23", "01.03.24"], "undecided"),
        (["31-May-23", "30-May-23"], "last"),
        (["22-May-14", "22-May-15"], "undecided"),
        (["31.05.2023", "2023-05-31 14:30", "31.05.2023 14:30", "31 May 2023 14:30"], "none"),
        (
            ["20-21.05.2023", "20.05 - 13.06.2023", "20 May - 2 June 2023", "May 20-21, 2023", "20 and 21 May 2023"],
            "none",
        ),
    ],
)
def test_where_a_year_of_two_digits_stands_comes_from_the_evidence_of_the_column(cells, place):
    assert clean.year_place(cells, date(2026, 11, 26)) == place


@pytest.mark.parametrize(
    ("cells", "year_last", "first", "found"),
    [
        (["22.05.23", "23.05.23"], True, "2023-05-22", "short_year"),
        (["22.05.23", "23.05.23"], False, "2022-05-23", "short_year"),
        (["22-May-23"], False, "2022-05-23", "short_year"),
        (["22-05-23"], True, "2023-05-22", "short_year"),
        (["22.05.23"], None, None, "year_unclear"),
    ],
)
def test_a_year_of_two_digits_is_read_where_it_is_said_to_stand(record, cells, year_last, first, found):
    records = [record(TABLE, date_start=day, date_end=None) for day in cells]
    read = cleaned(records, day_first={"date_start": True}, year_last={"date_start": year_last})
    assert read.frame["date_start"].iloc[0] == (pd.NaT if first is None else pd.Timestamp(first)) or first is None
    assert rules(read) == [found]


@pytest.mark.parametrize(("from_1904", "day"), [(False, "2023-05-31"), (True, "2027-06-01")])
def test_a_plain_number_counts_from_the_year_the_workbook_counts_from(record, from_1904, day):
    frame = cleaned([record(TABLE, date_start="45077", date_end=None)], from_1904=from_1904).frame
    assert frame["date_start"].iloc[0].date().isoformat() == day


@pytest.mark.parametrize(("day_first", "day"), [(True, date(2023, 6, 5)), (False, date(2023, 5, 6))])
def test_a_decided_order_reads_both_halves(day_first, day):
    assert clean.span_of("05/06/2023", day_first) == (day, day)


def test_contradicting_dates_keep_what_is_plain_and_report_the_rest(record):
    dates = ["31/05/2023", "05/31/2023", "05/06/2023"]
    found = cleaned([record(TABLE, date_start=day, date_end=day) for day in dates])
    assert found.frame["date_start"].notna().tolist() == [True, True, False]
    assert set(rules(found)) == {"date_unclear", "orders_mixed"}
    assert "2023-06-05 or 2023-05-06" in next(each for each in found.issues if each.line).sentence()


def test_contradicting_dates_are_told_even_where_no_third_is_ambiguous(record):
    found = cleaned([record(TABLE, date_start=day, date_end=None) for day in ("31/05/2023", "05/30/2023")])
    assert rules(found) == ["orders_mixed"]
    assert "day in front (31/05/2023) and dates with the month in front (05/30/2023)" in found.issues[0].sentence()
    assert found.frame["date_start"].notna().all()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("", (None, None, None)),
        ("5", (None, 5, None)),
        ("0", (None, 0, None)),
        ("5.0", (None, 5, None)),
        ("005", (None, 5, None)),
        ("1,234", (None, 1234, None)),
        ("1 234", (None, 1234, None)),
        ("1\u00a0234", (None, 1234, None)),
        ("1'234", (None, 1234, None)),
        ("1,234,567", (None, 1234567, None)),
        ("1.234.567", (None, 1234567, None)),
        ("12 people", (None, 12, None)),
        ("five", (None, 5, None)),
        ("п'ять", (None, 5, None)),
        ("5-7", (5, None, 7)),
        ("5–7", (5, None, 7)),
        ("5 — 7", (5, None, 7)),
        ("between 5 and 7", (5, None, 7)),
        ("5 to 7", (5, None, 7)),
        ("від 5 до 7", (5, None, 7)),
        ("40+", (40, None, None)),
        ("40 or more", (40, None, None)),
        ("at least 3", (3, None, None)),
        ("At least 3 people", (3, None, None)),
        ("≥3", (3, None, None)),
        (">= 3", (3, None, None)),
        ("не менее 3", (3, None, None)),
        ("щонайменше 3", (3, None, None)),
        ("0-2", (0, None, 2)),
        ("5-7 people", (5, None, 7)),
        ("5‑7", (5, None, 7)),
        ("5 or 7", (5, None, 7)),
        ("between five and seven", (5, None, 7)),
        ("two or three", (2, None, 3)),
        ("1 200-1 500", (1200, None, 1500)),
        ("2,000", (None, 2000, None)),
        ("1’200", (None, 1200, None)),
        ("٣", (None, 3, None)),
        ("١٬٢٠٠", (None, 1200, None)),
        ("۱۲", (None, 12, None)),
        ("５", (None, 5, None)),
        ("５－７", (5, None, 7)),
        ("\u200e12\u200f", (None, 12, None)),
        ("at least five", (5, None, None)),
        ("п’ять", (None, 5, None)),
        ("двоє", (None, 2, None)),
        ("трое", (None, 3, None)),
        ("до десяти", (None, None, 10)),
        ("не менее пяти человек", (5, None, None)),
        ("трёх", (None, 3, None)),
        ("двох осіб", (None, 2, None)),
        ("3-х", (None, 3, None)),
        ("5-ти человек", (None, 5, None)),
        ("мінімум 3", (3, None, None)),
        ("5 осіб", (None, 5, None)),
        ("5 чел.", (None, 5, None)),
        ("up to 10", (None, None, 10)),
        ("up to 5", (None, None, 5)),
        ("no more than 5", (None, None, 5)),
        ("≤5", (None, None, 5)),
        ("до 5", (None, None, 5)),
        *[
            (blank, (None, None, None))
            for blank in (
                "-",
                "–",
                "n/a",
                "N/A",
                "unknown",
                "?",
                "н/д",
                "not stated",
                "NaN",
                "невідомо",
                "неизвестно",
                "не відомо",
                "уточнюється",
                "немає даних",
                "нет данных",
                "—",
                "n/k",
                "not specified",
                "не встановлено",
                "не указано",
                "уточн.",
            )
        ],
    ],
)
def test_a_count_says_what_it_says_and_no_more(text, figure):
    found = clean.figure_of(text)
    assert (found.low, found.best, found.high) == figure
    assert found.rule is None


@pytest.mark.parametrize(
    ("text", "rule", "figure"),
    [
        ("about 10", "about", (None, 10, None)),
        ("~10", "about", (None, 10, None)),
        ("близько 10", "about", (None, 10, None)),
        ("10?", "about", (None, 10, None)),
        ("1.5k", "about", (None, 1500, None)),
        ("1,5 тис.", "about", (None, 1500, None)),
        ("2k", "about", (None, 2000, None)),
        ("2 тысячи", "about", (None, 2000, None)),
        ("about 2 thousand", "about", (None, 2000, None)),
        ("1.25 млн", "about", (None, 1250000, None)),
        ("1.500k", "not_a_number", (None, None, None)),
        ("20 million", "above_maximum", (None, None, None)),
        (">5", "bound", (6, None, None)),
        ("<10", "bound", (None, None, 9)),
        ("понад 10", "bound", (11, None, None)),
        ("3/4", "several_readings", (None, None, None)),
        ("3 / 4", "several_readings", (None, None, None)),
        ("5+2", "several_readings", (None, None, None)),
        ("5 and 7", "several_readings", (None, None, None)),
        ("5 і 7", "several_readings", (None, None, None)),
        ("two and three", "several_readings", (None, None, None)),
        ("5; 7", "several_readings", (None, None, None)),
        ("3:4", "several_readings", (None, None, None)),
        ("3 of 4", "several_readings", (None, None, None)),
        ("3 из 4", "several_readings", (None, None, None)),
        ("5 (2)", "several_readings", (None, None, None)),
        ("5 (+2)", "several_readings", (None, None, None)),
        ("5 [1]", "several_readings", (None, None, None)),
        ("05-07", "several_readings", (None, None, None)),
        ("3 (2 children)", "remark", (None, 3, None)),
        ("3 (двоє дітей)", "remark", (None, 3, None)),
        ("no", "none_unclear", (None, None, None)),
        ("No casualties", "none_unclear", (None, None, None)),
        ("none reported", "none_unclear", (None, None, None)),
        ("нет", "none_unclear", (None, None, None)),
        ("немає", "none_unclear", (None, None, None)),
        ("без постраждалих", "none_unclear", (None, None, None)),
        ("жертв нет", "none_unclear", (None, None, None)),
        ("2 dozen", "vague_word", (None, None, None)),
        ("two dozen", "vague_word", (None, None, None)),
        ("близько десятка", "vague_word", (None, None, None)),
        ("до сотни человек", "vague_word", (None, None, None)),
        ("–4", "below_minimum", (None, None, None)),
        ("(4)", "not_a_number", (None, None, None)),
        ("5*", "footnote_mark", (None, 5, None)),
        ("1 200 **", "footnote_mark", (None, 1200, None)),
        ("12†", "footnote_mark", (None, 12, None)),
        ("12¹", "footnote_mark", (None, 12, None)),
        ("5–7*", "footnote_mark", (5, None, 7)),
        ("at least 3*", "footnote_mark", (3, None, None)),
        ("several*", "vague_word", (None, None, None)),
        ("about 10*", "about", (None, 10, None)),
        ("*", "not_a_number", (None, None, None)),
        ("0?", "none_unclear", (None, None, None)),
        ("about 0", "none_unclear", (None, None, None)),
        ("0*", "footnote_mark", (None, 0, None)),
        ("0 (2 injured)", "remark", (None, 0, None)),
        ("более 20-ти", "bound", (21, None, None)),
        ("twenty five", "not_a_number", (None, None, None)),
        ("five hundred", "not_a_number", (None, None, None)),
        ("one of them", "not_a_number", (None, None, None)),
        ("5 children", "not_a_number", (None, None, None)),
        ("1e3", "not_a_number", (None, None, None)),
        ("1-2-3", "not_a_number", (None, None, None)),
        ("yes", "not_a_number", (None, None, None)),
        ("more than 40", "bound", (41, None, None)),
        ("over 1,000", "bound", (1001, None, None)),
        ("fewer than 1", "bound", (None, None, 0)),
        ("less than 0", "below_minimum", (None, None, None)),
        ("over 10000000", "above_maximum", (None, None, None)),
        ("fewer than 5", "bound", (None, None, 4)),
        ("several", "vague_word", (None, None, None)),
        ("dozens", "vague_word", (None, None, None)),
        ("Dozens of people", "vague_word", (None, None, None)),
        ("many", "vague_word", (None, None, None)),
        ("кілька", "vague_word", (None, None, None)),
        ("десятки человек", "vague_word", (None, None, None)),
        ("5 (2 children)", "remark", (None, 5, None)),
        ("-4", "below_minimum", (None, None, None)),
        ("−4", "below_minimum", (None, None, None)),
        ("1.5", "not_whole", (None, None, None)),
        ("1,5", "not_whole", (None, None, None)),
        ("1.234", "thousands_unclear", (None, None, None)),
        ("none", "none_unclear", (None, None, None)),
        ("7-May", "became_date", (None, None, None)),
        ("2023-05-07", "became_date", (None, None, None)),
        ("99999999999999999999", "above_maximum", (None, None, None)),
        ("5 killed, 3 hurt", "not_a_number", (None, None, None)),
        ("abc", "not_a_number", (None, None, None)),
        ("=A1+B1", "not_a_number", (None, None, None)),
    ],
)
def test_a_count_that_is_no_number_is_told_and_never_guessed(text, rule, figure):
    found = clean.figure_of(text)
    assert (found.rule and found.rule.name, (found.low, found.best, found.high)) == (rule, figure)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("over 1,000", "kept as at least 1,001"),
        ("less than 4", "kept as at most 3"),
        ("12*", "kept as 12;"),
        ("5-7*", "kept as 5–7;"),
        ("3+*", "kept as at least 3;"),
        ("up to 10*", "kept as at most 10;"),
    ],
)
def test_what_a_bound_or_a_marked_figure_is_kept_as_is_said(text, said):
    found = clean.figure_of(text)
    assert said in found.rule.problem.format(**found.details)


@pytest.mark.parametrize(
    ("cells", "delimiter", "text", "best"),
    [
        (["1.234.567"], ",", "1.234", 1234),
        (["1.234"], ";", "1.234", 1234),
        (["12,50"], ",", "1.234", 1234),
        (["1,234"], ",", "1,234", 1234),
        (["2,000"], ";", "2,000", None),
        (["2.000"], ";", "2.000", 2000),
        (["2.000"], ",", "2.000", None),
        (["2.000", "1 200"], ",", "1 200", 1200),
        (["12.50"], ",", "1,234", 1234),
        (["12.50"], ",", "1.234", None),
        (["1,5", "1.5"], ",", "1,234", None),
    ],
)
def test_what_groups_thousands_comes_from_the_evidence_of_the_file(cells, delimiter, text, best):
    assert clean.figure_of(text, clean.thousands_of(cells, delimiter)).best == best


@given(st.text(max_size=20))
def test_no_text_makes_reading_a_count_or_a_date_raise(text):
    figure = clean.figure_of(text)
    assert all(value is None or 0 <= value <= clean.MOST_PEOPLE for value in (figure.low, figure.best, figure.high))
    assert isinstance(clean.span_of(text), tuple | Rule)


def test_the_example_record_of_every_table_comes_out_typed_and_without_issue(record):
    for table in codebook.TABLES:
        found = cleaned([record(table)], table)
        assert found.issues == []
        assert found.frame.dtypes.astype(str).to_dict() == schema.dtypes(table)
        assert found.frame.index.tolist() == [2]
        assert found.frame.notna().all(axis=None) or table is TABLE


@pytest.mark.parametrize(
    ("column", "value", "rule", "suggestion"),
    [
        ("incident_type", "shellling", "unknown_code", "shelling"),
        ("incident_type", "Missile strike", None, ""),
        ("incident_type", "UAV", None, ""),
        ("weapon", "-", None, ""),
        ("control", "qqqq", "unknown_code", ""),
        ("region", "Luhansk Oblast", None, ""),
        ("region", "Луганська область", None, ""),
        ("region", "Luhnask oblst", "unknown_region", "UA-09 (Luhansk Oblast)"),
        ("region", "RU-BEL", "region_elsewhere", ""),
        ("country", "Ukrane", "unknown_country", "UA"),
        ("latitude", "48,50729", None, ""),
        ("latitude", "48°30'26\"N", "not_degrees", ""),
        ("latitude", "", "half_a_point", ""),
        ("date_start", "31 foo 2023", "not_a_date", ""),
        ("incident_id", "x" * 201, "key_too_long", ""),
    ],
)
def test_a_cell_that_cannot_be_kept_is_one_issue_with_the_nearest_value(record, column, value, rule, suggestion):
    found = cleaned([record(TABLE, **{column: value})])
    assert rules(found) == ([rule] if rule else [])
    if rule:
        (only,) = found.issues
        assert (only.line, only.suggestion) == (2, suggestion)
        assert only.value == value or rule == "half_a_point"


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("incident_type", "обстріл", "shelling"),
        ("incident_type", "Артобстрел", "shelling"),
        ("incident_type", "Ракетний удар", "missile_strike"),
        ("incident_type", "авиаудар", "air_strike"),
        ("incident_type", "атака БпЛА", "drone_strike"),
        ("incident_type", "Удар беспилотника", "drone_strike"),
        ("incident_type", "підрив на міні", "mine_erw"),
        ("incident_type", "вибух", "explosion_unknown"),
        ("incident_type", "удар", None),
        ("incident_type", "атака", None),
        ("weapon", "РСЗВ", "mlrs"),
        ("weapon", "крылатая ракета", "cruise_missile"),
        ("weapon", "КАБ", "glide_bomb"),
        ("status", "підтверджено", "confirmed"),
        ("status", "не подтверждено", "reported"),
        ("extent", "Зруйновано", "destroyed"),
        ("extent", "поврежден", "damaged"),
        ("structure_type", "Приватний будинок", "house"),
        ("structure_type", "многоквартирный дом", "apartment_building"),
        ("structure_type", "школа", "education"),
        ("structure_type", "лікарня", "health"),
        ("structure_type", "военный объект", "military"),
        ("structure_type", "військовий об’єкт", "military"),
        ("structure_type", "житловий будинок", None),
        ("people", "діти", "children"),
        ("people", "гражданские", "civilians"),
        ("control", "окуповано", "occupied"),
        ("control", "серая зона", "contested"),
        ("scope", "инцидент", "incident"),
        ("date_precision", "місяць", "month"),
        ("place_precision", "населённый пункт", "settlement"),
    ],
)
def test_a_code_is_known_by_its_words_in_ukrainian_and_russian_and_a_wide_word_by_none(column, text, code):
    declared = next(each for table in codebook.TABLES for each in table.columns if each == column)
    assert clean.code_of(text, declared) == code


@pytest.mark.parametrize(
    ("killed", "killed_low", "low", "best", "high", "found"),
    [
        ("5-7", "", 5, None, 7, []),
        ("5-7", "5", 5, None, 7, []),
        ("5-7", "4", 4, None, 7, ["told_twice"]),
        ("5", "at least 3", 3, 5, None, []),
        ("5", "3", 3, 5, None, []),
        ("5", "up to 3", None, 5, None, ["not_a_number"]),
    ],
)
def test_low_best_and_high_are_read_together(record, killed, killed_low, low, best, high, found):
    claim = record("casualties", killed=killed, killed_low=killed_low, killed_high=None)
    result = cleaned([claim], codebook.CASUALTIES_TABLE)
    assert rules(result) == found
    values = [result.frame[column].iloc[0] for column in codebook.KILLED.columns]
    assert [None if pd.isna(value) else int(value) for value in values] == [low, best, high]


@pytest.mark.parametrize("text", ["-0", "- 0", "−0", "-0.0", "-0,00"])
def test_a_zero_with_a_minus_is_a_zero(text):
    found = clean.figure_of(text)
    assert (found.low, found.best, found.high, found.rule) == (None, 0, None, None)


def test_words_are_kept_in_the_statement_once(record):
    claim = record("casualties", killed="dozens", killed_low=None, killed_high=None, statement="It says so.")
    first = cleaned([claim], codebook.CASUALTIES_TABLE).frame["statement"].iloc[0]
    assert first == 'It says so. Killed: "dozens".'
    again = cleaned([claim | {"statement": first}], codebook.CASUALTIES_TABLE).frame["statement"].iloc[0]
    assert again == first


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        ("2023-05-31", "", "", ("2023-05-31", "2023-05-31", "day")),
        ("2023-05-30", "2023-05-31", "", ("2023-05-30", "2023-05-31", "days")),
        ("May 2023", "", "", ("2023-05-01", "2023-05-31", "month")),
        ("2023", "", "", ("2023-01-01", "2023-12-31", "year")),
        ("2023-05-22", "", "week", ("2023-05-22", None, "week")),
        ("", "2023-05-31", "week", (None, "2023-05-31", "week")),
    ],
)
def test_blank_last_day_and_precision_follow_from_the_days(record, start, end, precision, expected):
    frame = cleaned([record(TABLE, date_start=start, date_end=end, date_precision=precision)]).frame
    days = [
        None if pd.isna(day := frame[column].iloc[0]) else day.date().isoformat()
        for column in ("date_start", "date_end")
    ]
    assert (*days, frame["date_precision"].iloc[0]) == expected


def test_the_note_on_added_coordinates_names_the_place_as_the_gazetteer_does(record):
    row = record(TABLE, place="у Харкові", region="UA-63", latitude=None, longitude=None, place_precision=None)
    (note,) = cleaned([row]).issues
    assert "those of the centre of Kharkiv (Kharkiv Oblast)" in note.sentence()


@pytest.mark.parametrize(
    ("changes", "point", "precision", "found"),
    [
        ({}, True, "settlement", ["placed"]),
        ({"place_precision": ""}, True, "settlement", ["placed"]),
        ({"place_precision": "exact"}, True, "settlement", ["placed"]),
        ({"place_precision": "region"}, False, "region", []),
        ({"region": "UA-14", "place_precision": ""}, False, "region", ["place_not_found"]),
        ({"region": "UA-14"}, False, "settlement", ["place_not_found"]),
        ({"region": "", "place_precision": ""}, True, "settlement", ["placed"]),
        ({"place": "", "place_precision": ""}, False, "region", []),
        ({"place": "", "region": "", "place_precision": ""}, False, "country", []),
    ],
)
def test_coordinates_come_from_the_gazetteer_only_where_the_region_agrees(record, changes, point, precision, found):
    result = cleaned([record(TABLE, latitude=None, longitude=None, **changes)])
    assert result.frame["latitude"].notna().iloc[0] == point
    assert result.frame["place_precision"].iloc[0] == precision
    assert rules(result) == found


@pytest.mark.parametrize(
    ("region", "country", "found", "kept"),
    [
        ("Ukraine", "", "taken_as_country", "UA"),
        ("Україна", "", "taken_as_country", "UA"),
        ("Ukraine", "UA", "taken_as_country", "UA"),
        ("UA", "Ukraine", "taken_as_country", "UA"),
        ("UA", "", "country_as_region", None),
        ("Ukraine", "RU", "country_as_region", "RU"),
        ("Ukraine", "Narnia", "country_as_region", None),
        ("4", "", "unknown_region", None),
        ("GA", "US", "unknown_region", "US"),
    ],
)
def test_a_country_in_the_column_of_regions_is_the_country_where_nothing_speaks_against_it(
    record, region, country, found, kept
):
    row = record(TABLE, region=region, country=country, place="", latitude="", longitude="", place_precision="")
    result = cleaned([row])
    assert [name for name in rules(result) if name != "unknown_country"] == [found]
    is_blank = result.frame["country"].isna().iloc[0]
    assert (None if is_blank else result.frame["country"].iloc[0]) == kept
    assert result.frame["region"].isna().iloc[0]


def test_namibia_is_a_country_and_not_a_blank(record):
    frame = cleaned([record(TABLE, country="NA", region=None, place=None, latitude=None, longitude=None)]).frame
    assert frame["country"].iloc[0] == "NA"


def test_control_characters_are_taken_out_and_line_breaks_stay(record):
    frame = cleaned([record(TABLE, summary="a\x00b\x1bc\nd")]).frame
    assert frame["summary"].iloc[0] == "abc\nd"


def test_a_foreign_region_that_is_not_known_costs_the_region_and_not_the_row(record):
    found = cleaned([record(TABLE, region="Seti zone")], is_foreign=True)
    assert rules(found) == ["region_not_found"]
    assert not found.issues[0].rule.leaves_out


def test_a_hundred_thousand_bad_cells_are_all_told(record):
    size = 100_000
    text = pd.DataFrame([record(TABLE)] * 1, dtype="str")
    text = text.loc[np.zeros(size, dtype=int)].reset_index(drop=True).rename_axis("line")
    text["incident_type"] = [f"bad {number}" for number in range(size)]
    assert len(clean.table(text, TABLE, clean.Context("file.csv")).issues) == size
