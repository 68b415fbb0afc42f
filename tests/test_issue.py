import re

import pytest

from pipelines import issue
from pipelines.issue import Issue, Rule, Severity

FIELDS = {
    "others": "CD-0001 (line 3)",
    "rows": "one of 2 rows",
    "stored": 3,
    "numbers": "IN-1, IN-2",
    "what": "a picture",
    "limit": "2 GB",
    "days": 2,
    "sheet": '"May"',
    "sheets": "June",
    "encoding": "UTF-8",
    "count": 2,
    "line": 3,
    "header": 4,
    "cells": 5,
    "columns": 6,
    "length": 7,
    "column": "date",
    "found": "Date",
    "expected": "Expected it",
    "allowed": "a, b",
    "minimum": 0,
    "maximum": 9,
    "lines": "4, 9",
    "first": 4,
    "small": "1.234",
    "large": 1234,
    "other": "Killed (lowest)",
    "number": 10,
    "meaning": "at least 40",
    "day_first": "2023-06-05",
    "month_first": "2023-05-06",
    "last": 2100,
    "of_country": " of Ukraine",
    "country": "Ukraine",
    "low": 12,
    "high": 9,
    "low_label": "Killed (lowest)",
    "high_label": "Killed",
    "start": "2023-05-31",
    "end": "2023-05-30",
    "precision": "day",
    "most": "1 day",
    "today": "2023-06-01",
    "latitude": "1",
    "longitude": "2",
    "swapped": "",
    "table": "incidents",
    "where": "line 4",
    "through": "",
    "measure": "Killed",
    "before": "7",
    "before_day": "27 Oct",
    "after": "6",
    "after_day": "28 Oct",
    "speaker": "mohtel",
    "claims": "CD-0001-D1 (House 3)",
    "people": 700,
    "type": "Shelling",
    "group": "children",
    "part": 3,
    "whole": 2,
    "name": "Karpaty",
    "best": 5,
    "parts": 4,
    "remedy": "Save it as CSV",
    "names": "README.txt",
    "example": "31.05.23",
    "place": "behind",
    "ways": "a range or a date",
    "row": "1,048,576",
    "reported": "2022-05-20",
    "began": "2023-05-30",
}
BANNED = re.compile(r"\b([Ii]nvalid|[Ee]rror|[Ff]ailed|[Ee]xception|null|NaN|None|dtype|string|regex|boolean|enum)\b")


@pytest.mark.parametrize("rule", issue.RULES, ids=lambda rule: rule.name)
def test_every_rule_makes_a_sentence_for_a_person(rule):
    sentence = Issue(rule, "file.csv", 14, "Killed", "-3", FIELDS).sentence()
    assert sentence.startswith('file.csv, line 14, Killed: "-3" ')
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert ".." not in sentence
    assert not BANNED.search(sentence), sentence
    assert len(sentence) < 500


def test_no_two_rules_share_a_name():
    assert len({rule.name for rule in issue.RULES}) == len(issue.RULES)


def test_errors_leave_rows_out_and_warnings_do_not():
    assert all(rule.leaves_out == (rule.severity is Severity.ERROR or rule.drops) for rule in issue.RULES)
    assert not any(rule.drops for rule in issue.RULES if rule.severity is Severity.WARNING)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            Issue(
                issue.BELOW_MINIMUM,
                "claims.csv",
                14,
                "Killed",
                "-3",
                {"minimum": 0, "expected": "A count is 0 or more"},
            ),
            'claims.csv, line 14, Killed: "-3" is below 0. A count is 0 or more. '
            "Correct it, or leave it empty if it is not known.",
        ),
        (
            Issue(
                issue.UNKNOWN_CODE,
                "claims.csv",
                22,
                "Status",
                "confrmd",
                {"allowed": "reported, confirmed"},
                "confirmed",
            ),
            'claims.csv, line 22, Status: "confrmd" is not in the list. Expected one of: reported, confirmed. '
            'Did you mean "confirmed"?',
        ),
    ],
)
def test_a_sentence_says_where_what_is_wrong_what_is_expected_and_what_to_do(made, sentence):
    assert made.sentence() == sentence


def test_braces_in_a_cell_do_not_break_the_sentence():
    assert "{x}" in Issue(issue.NOT_A_NUMBER, "f.csv", 2, "Killed", "{x}").sentence()


def test_the_report_is_a_table_of_text_in_the_order_given():
    report = issue.report([Issue(issue.NOT_A_DATE, "f.csv", 2, "Date", "x"), Issue(issue.EMPTY_FILE, "g.csv")])
    assert report.columns.tolist() == ["file", "line", "column", "value", "severity", "rule", "issue", "suggestion"]
    assert report["line"].isna().tolist() == [False, True]
    assert report["severity"].tolist() == ["error", "error"]
    assert issue.report([]).empty


def test_groups_put_errors_first_and_the_many_before_the_few():
    note, error, other = issue.ABOUT, issue.NOT_A_DATE, issue.NOT_A_NUMBER
    issues = [Issue(rule, "f.csv", 2) for rule in (note, note, note, error, other, other)]
    assert list(issue.grouped(issues)) == [other, error, note]
    assert issue.has_errors(issues)
    assert not issue.has_errors([Issue(note, "f.csv")])


def test_a_rule_is_known_by_its_name():
    assert isinstance(issue.RULES[0], Rule)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("5", "8", ("5", "8")),
        ("x" * 100, "5", ("x" * 79 + "…", "5")),
        ("word " * 30 + "end", "word " * 30 + "other", ("…" + "word " * 4 + "end", "…" + "word " * 4 + "other")),
        ("a" * 100, "b" * 100, ("a" * 79 + "…", "b" * 79 + "…")),
    ],
)
def test_of_two_long_values_the_part_that_differs_is_shown(old, new, shown):
    assert issue.shortened_pair(old, new) == shown
