"""Visible text stands in pipelines/wording/, codebook.py, codes.py and issue.py, and nowhere else below the screens.

`test_dashboard.py` holds the screens to the same.
"""

import ast
import re
from pathlib import Path

import pytest

from pipelines.wording import charts

ROOT = Path(__file__).resolve().parents[1]

ROOMS = ("draw", "publish", "ledger")

ALONE = "bundle caption cite commit compare describe extract figure selection settle tally tell theme __main__".split()

FILES = sorted(
    [path for room in ROOMS for path in (ROOT / "pipelines" / room).rglob("*.py")]
    + [ROOT / "pipelines" / f"{name}.py" for name in ALONE]
)

NOT_READ = {
    "add_argument": "help stands with its option",
    "DDL": "SQL",
    "exec_driver_sql": "SQL",
    "execute": "SQL",
    "param": "an expression of Vega",
    "transform_filter": "an expression of Vega",
    "value": "an expression of Vega",
    "_of": "an expression of Vega",
    "encode": "channels of Vega",
    "ValueError": "a mistake of ours, for the log",
    "_LOG": "for the log",
}
"""Calls whose text no reader sees."""

SENTENCE = re.compile(r"[^\W\d_]{2,}[,.:;]? [^\W\d_]{2,}|^ ?[A-Z][a-z]+[ :.,]*$|^[,;:]? [a-z]+ ")
"""Two words side by side, one word with a capital, or a piece of a sentence."""

CODE = re.compile(r"datum|&&|\|\||[<>\[]|^[A-Z_ ]+$|'|^[A-Z][a-z]+\d+$")
"""An expression, a tag, a name: not a sentence."""


def texts(source):
    """(line, text) of every literal that reads like a sentence and is neither documentation nor code of some kind."""
    tree = ast.parse(source)
    passed = set()
    for node in ast.walk(tree):
        hidden = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden = [node]
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            hidden = [node] if name in NOT_READ else []
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            hidden = [node]
        elif isinstance(node, ast.arg) and node.annotation:
            hidden = [node.annotation]
        passed |= {id(each) for part in hidden for each in ast.walk(part)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if SENTENCE.search(node.value) and not CODE.search(node.value)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT / "pipelines").as_posix())
def test_a_room_holds_no_text_of_its_own(path):
    assert not texts(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ('raise Refused(f"There is no batch {batch}.")', True),
        ("raise Refused(words.NO_BATCH.format(batch=batch))", False),
        ('HEAD = "Best"', True),
        ('COLUMNS = ("Batch", "When")', True),
        ('what = f"{measure} by region"', True),
        ('more = ", running total"', True),
        ('return f"{high} or more"', True),
        ('x = plot().transform_filter("datum.low < datum.high")', False),
        ('"""What this file is."""', False),
        ('made.add_argument("--note", help="why, for the history")', False),
        ('connection.exec_driver_sql("PRAGMA journal_mode = WAL")', False),
        ('kind = "by_region"', False),
    ],
)
def test_text_in_a_room_is_caught(source, caught):
    assert bool(texts(source)) == caught


def test_a_year_has_twelve_months_in_both_lengths():
    assert len(charts.MONTHS) == len(charts.MONTHS_SHORT) == 12
