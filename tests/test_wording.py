"""Visible text stands in pipelines/wording/, codebook.py, codes.py and issue.py, and nowhere else.

Held to it is all of pipelines/ but these, views/ and dashboard.py. What may stand where it is
used, because no reader sees it or because it is no language of ours:

- the help of the command line, with its options;
- the keys of widgets and what the session keeps under them (`key=`, `NAMES`);
- names that programs know: columns, codes, schemas, styles, fonts, fields of a file (`NAMES`);
- SQL, patterns, expressions of Vega, a document for Typst (`NOT_READ`, `SOURCES`);
- what a file may say and we understand, in whatever language (`UNDERSTOOD`);
- lines for the log, and mistakes of ours that only the log ever says.

`test_dashboard.py` looks at what the screens give to Streamlit's calls, also for single words.
"""

import ast
import re
from pathlib import Path

import pytest

from pipelines import codebook, codes, wording
from pipelines.wording import charts

ROOT = Path(__file__).resolve().parents[1]

DECLARE = ("wording/", "codebook.py", "codes.py", "issue.py")
"""Where visible text stands."""

FILES = sorted(
    [
        path
        for path in (ROOT / "pipelines").rglob("*.py")
        if not str(path.relative_to(ROOT / "pipelines")).startswith(DECLARE)
    ]
    + [*(ROOT / "views").glob("*.py"), ROOT / "dashboard.py"]
)

NOT_READ = {
    "add_argument": "help stands with its option",
    "compile": "a pattern",
    "DDL": "SQL",
    "exec_driver_sql": "SQL",
    "execute": "SQL",
    "namedtuple": "the name of a class",
    "param": "an expression of Vega",
    "transform_filter": "an expression of Vega",
    "value": "an expression of Vega",
    "_of": "an expression of Vega",
    "encode": "channels of Vega",
    "ValueError": "a mistake of ours, for the log",
    "AssertionError": "a mistake of ours, for the log",
    "ConnectionResetError": "told apart by its kind; its text is for the log",
}
"""Calls whose text no reader sees."""

UNDERSTOOD = {
    "clean/cells.py": ("BLANKS",),
    "clean/figures.py": ("_NONES",),
    "clean/formulas.py": ("_BEGINNINGS",),
    "clean/spans.py": ("_MONTH_FORMS",),
    "formats/acled.py": ("TYPES", "WORDS", "_USED"),
    "formats/simple.py": ("DAMAGED", "DESTROYED"),
    "match.py": ("_COUNTING",),
    "places/spelling.py": ("GENERIC", "BEFORE", "IN", "KINDS", "DISTRICTS", "_KINDS_BEHIND"),
    "withhold.py": ("_ALONE",),
}
"""File to the constants in which stands what an uploaded file may say."""

SOURCES = {"render_child.py": ("_FIGURE",)}
"""File to the constants that are written in a language of programs."""

SCHEMAS = "Figure Incident Incidents Index Problem Record Revision Selection Source Tally Total"
STYLES = "Caption Cell Facts Foot Normal Subtitle Title"

NAMES = {
    "answer.py": ("no figure",),
    "explain.py": ("no figure",),
    "figure.py": (" running",),
    "fonts.py": ("IBM Plex Sans Arabic", "Noto Sans Hebrew", "Source Sans 3"),
    "frame.py": ('" role="img" aria-labelledby="title desc" lang="',),
    "openapi.py": SCHEMAS.split(),
    "read/broken.py": ("Book", "Id", "Relationship", "Target", "Workbook"),
    "read/kind.py": ("Book", "PowerPoint Document", "Workbook"),
    "read/records.py": ("unexpected end of data",),
    "render_child.py": ("Author", "Copyright", "Description", "Source", "Title"),
    "report/docx.py": ("Arial", "Heading 1", "List Bullet", "List Number", *STYLES.split()),
    "views/address.py": ("address held", "address seen"),
    "views/api.py": ("Accept", "Link", "Vary"),
    "views/desk.py": ("version, mode and outcome shown", "just drawn"),
    "views/evidence.py": ("no figure",),
    "views/overview.py": ("clicks on charts",),
    "views/update.py": ("mapping ", "update choices", "update first seen", "update intake"),
}
"""File to names that programs know and that look like words: roles and keys of ours, fonts, attributes, schemas, parts
of Office files, what Python's csv says, fields of a PNG, styles of Word, headers of HTTP, keys in a session."""

SENTENCE = re.compile(
    r"[^\W\d_]{2,}[,.:;]? [^\W\d_]{2,}"  # two words side by side
    r"|^ ?[A-Z][a-z]+[ :.,]*$"  # one word with a capital
    r"|^[,;:]? [a-z]+ |^ \(?[a-z]{2,}\)?$|^[a-z]{3,} $"  # a piece of a sentence
    r"|^an? [a-z]|\d [a-z]{3,}|[a-z]{3,} \d"  # a thing, or some of it
)

CODE = re.compile(r"datum|&&|\|\||[<>\[]|^[A-Z_ ]+$|'|^[A-Z][a-z]+\d+$|; (charset|filename)=")
"""An expression, a tag, a name, a header of HTTP: not a sentence."""


def texts(source, passed_over=(), names=()):
    """(line, text) of every literal that reads like a sentence and is neither documentation nor code of some kind.

    `passed_over` are the constants of the module that are not looked at, `names` texts that are no sentences.
    """
    tree = ast.parse(source)
    passed = set()
    for node in ast.walk(tree):
        hidden = []
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden = [node]
        elif isinstance(node, ast.Call):
            owner = getattr(getattr(node.func, "value", None), "id", "")
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            hidden = (
                [node]
                if name in NOT_READ or owner == "_LOG"
                else [each.value for each in node.keywords if each.arg == "key"]
            )
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            hidden = [node] if ast.unparse(target) in ("__all__", *passed_over) else []
        elif isinstance(node, ast.arg) and node.annotation:
            hidden = [node.annotation]
        elif isinstance(node, ast.FunctionDef) and node.returns:
            hidden = [node.returns]
        passed |= {id(each) for part in hidden for each in ast.walk(part)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed
        if SENTENCE.search(node.value) and not CODE.search(node.value) and node.value not in names
    ]


def name_of(path):
    return path.relative_to(ROOT).as_posix().removeprefix("pipelines/")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_room_holds_no_text_of_its_own(path):
    name = name_of(path)
    passed_over = (*UNDERSTOOD.get(name, ()), *SOURCES.get(name, ()))
    assert not texts(path.read_text(encoding="utf-8"), passed_over, NAMES.get(name, ()))


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
        ('what = "a workbook"', True),
        ('rows = f"{count} rows"', True),
        ('line = f"line {number}"', True),
        ('more = f"{names} and {count} more"', True),
        ('_LOG.warning("The figure %s was not drawn", number)', False),
        ('_NUMBER = re.compile("(?:at least|more than) ([0-9]+)")', False),
        ('value.append("The figure")', True),
        ('st.button(words.GO, key=f"files {name}")', False),
        ('st.button("Go back", key="files")', True),
    ],
)
def test_text_in_a_room_is_caught(source, caught):
    assert bool(texts(source)) == caught


@pytest.mark.parametrize(
    ("name", "allowed"), [(name, each) for name, every in NAMES.items() for each in every], ids=str
)
def test_a_name_that_may_stand_does(name, allowed):
    path = ROOT / name if name.startswith("views/") else ROOT / "pipelines" / name
    assert allowed in [text for _, text in texts(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("name", "constant"), [(name, each) for name, every in (UNDERSTOOD | SOURCES).items() for each in every], ids=str
)
def test_a_constant_that_may_hold_words_does(name, constant):
    source = (ROOT / "pipelines" / name).read_text(encoding="utf-8")
    assert len(texts(source, (constant,))) < len(texts(source))


def test_what_is_passed_over_is_a_constant_and_nothing_else():
    assert texts('BLANKS = {"not known"}\nHEAD = "Not known"', ("BLANKS",)) == [(2, "Not known")]
    assert texts('BLANKS = {"not known"}') == [(1, "not known")]


def test_a_year_has_twelve_months_in_both_lengths():
    assert len(charts.MONTHS) == len(charts.MONTHS_SHORT) == 12


def test_every_number_behind_a_chart_has_a_heading_and_that_of_a_column_or_code_is_its_label():
    labels = wording.RECORD_LABELS
    assert {name: labels[name] for name in codes.EXTENT.values()} == codes.EXTENT.labels()
    assert [labels[column] for column in (codebook.LATITUDE, codebook.LONGITUDE)] == [
        codebook.LATITUDE.label,
        codebook.LONGITUDE.label,
    ]
