"""The codebook as a page, and its tables and code lists as rows for whoever shows them."""

from collections.abc import Iterable

from pipelines import codebook, codes

COLUMN_HEADINGS = ("Column", "Label", "Kind", "Meaning", "Example", "Must be filled")
"""The headings of a table of columns."""

CODE_HEADINGS = ("Code", "Label", "Meaning", "In other schemes")
"""The headings of a table of codes."""


def codebook_page() -> str:
    """`docs/codebook.md`: every table, column and code list, generated from the codebook."""
    lines = [
        "# Codebook",
        "",
        "Written by `make codebook` from `pipelines/codebook.py` and `pipelines/codes.py`; do not edit it by hand.",
        "A blank cell always means *unknown*. Zero is written only where a source says that there were none.",
    ]
    for table in codebook.TABLES:
        lines += ["", f"## {table.label}: `{table.file_name}`", "", table.meaning, ""]
        lines += _markdown_table(COLUMN_HEADINGS, [column_cells(column) for column in table.columns])
    lines += ["", "# Code lists"]
    for code_list in codes.CODE_LISTS:
        lines += ["", f"## {code_list.label}: `{code_list.name}`", "", code_list.meaning, ""]
        lines += _markdown_table(CODE_HEADINGS, code_list_cells(code_list))
        if code_list.fixes:
            fixes = ", ".join(f'"{wrong}" → {right}' for wrong, right in code_list.fixes.items())
            lines += ["", f"Also understood: {fixes}."]
    return "\n".join(lines) + "\n"


def code_list_cells(code_list: codes.CodeList) -> list[tuple[str, str, str, str]]:
    """A code list as rows under `CODE_HEADINGS`."""
    return [
        (code.code, code.label, code.meaning, "; ".join(f"{scheme}: {term}" for scheme, term in code.crosswalk.items()))
        for code in code_list.codes
    ]


def column_cells(column: codebook.Column) -> tuple[str, ...]:
    """A column as the cells of one row under `COLUMN_HEADINGS`."""
    kind = f"code list `{column.code_list.name}`" if column.code_list else column.kind
    return f"`{column}`", column.label, kind, column.meaning, column.example, "yes" if column.required else ""


def _markdown_table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(header), line("---" for _ in header), *(line(row) for row in rows)]
