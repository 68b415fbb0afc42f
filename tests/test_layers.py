"""The house rules of imports: which file may use which library, and that imports of pipelines/ point down."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ONLY_IN = {
    "streamlit": ("dashboard.py", "views/"),
    "pandera": ("pipelines/schema.py",),
    "altair": ("pipelines/draw/", "pipelines/theme.py"),
    "sqlalchemy": ("pipelines/ledger/",),
    "xlsxwriter": ("pipelines/publish/", "pipelines/report/"),
    "vl_convert": ("pipelines/render_child.py",),
    "typst": ("pipelines/render_child.py",),
    "docx": ("pipelines/report/",),
}

# Lowest first. A module may import from groups above its own line here only; modules of one line do not know each
# other. A new file of pipelines/ is given its place in it; a folder such as draw/ or formats/ is one module.
LAYERS = (
    ("codes", "defuse", "fonts", "reorder", "suggest", "wording"),
    ("codebook",),
    ("issue", "places", "selection"),
    ("frame", "schema"),
    ("dataset",),
    ("clean", "read"),
    ("match",),
    ("check", "formats", "withhold"),
    ("meet",),
    ("load",),
    ("cite", "compare", "settle"),
    ("explain", "ledger", "tally"),
    ("extract", "theme"),
    ("caption", "describe"),
    ("tell",),
    ("commit",),
    ("draw", "publish", "render_child"),
    ("answer", "figure", "mark"),
    ("openapi", "render"),
    ("bundle", "report"),
    ("views", "__main__"),
    ("dashboard",),
)
RANK = {module: rank for rank, group in enumerate(LAYERS) for module in group}

FILES = sorted(
    [*(ROOT / "pipelines").rglob("*.py"), *(ROOT / "views").rglob("*.py"), *ROOT.glob("*.py")],
    key=lambda path: path.as_posix(),
)


def module_of(name: str) -> str:
    """The module of LAYERS that a dotted name belongs to: `pipelines.formats.ucdp` -> `formats`."""
    parts = name.split(".")
    return parts[1] if parts[0] == "pipelines" and len(parts) > 1 else parts[0]


def imported(path: Path) -> set[str]:
    """Every dotted name the file imports, wherever in it; of `from pipelines import x` that is `pipelines.x`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: imports are written with the full name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down_and_libraries_stay_in_their_rooms(path):
    file = path.relative_to(ROOT).as_posix()
    names = imported(path)

    strangers = {name for name in names if not file.startswith(ONLY_IN.get(name.split(".")[0], ""))}
    assert not strangers, f"{file} may not import {strangers}: see ONLY_IN"

    module = module_of(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    assert module in RANK or module == "pipelines", f"give {file} its place in LAYERS"
    below = {name for group in LAYERS[: RANK.get(module, 0)] for name in group} | {module}
    own = {module_of(name) for name in names if name.split(".")[0] in ("pipelines", "views", "dashboard")}
    assert own <= below, f"{file} may not import {own - below}: imports point down, see LAYERS"


def test_no_module_has_two_places():
    assert len(RANK) == sum(map(len, LAYERS)), "a module stands in LAYERS twice"
