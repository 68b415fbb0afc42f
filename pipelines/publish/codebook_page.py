"""The codebook as a page, and its tables and code lists as rows for whoever shows them."""

from collections.abc import Iterable

from pipelines import codebook, codes, wording


def codebook_page() -> str:
    """`docs/codebook.md`: every table, column and code list, generated from the codebook."""
    lines = [*wording.CODEBOOK_HEAD]
    for table in codebook.TABLES:
        lines += ["", f"## {table.label}: `{table.file_name}`", "", table.meaning, ""]
        lines += _markdown_table(wording.COLUMN_HEADINGS, [column_cells(column) for column in table.columns])
    lines += ["", wording.CODEBOOK_LISTS]
    for code_list in codes.CODE_LISTS:
        lines += ["", f"## {code_list.label}: `{code_list.name}`", "", code_list.meaning, ""]
        lines += _markdown_table(wording.CODE_HEADINGS, code_list_cells(code_list))
        if code_list.fixes:
            fixes = (wording.CODEBOOK_FIX.format(wrong=wrong, right=right) for wrong, right in code_list.fixes.items())
            lines += ["", wording.CODEBOOK_FIXES.format(fixes=", ".join(fixes))]
    return "\n".join(lines) + "\n"


def code_list_cells(code_list: codes.CodeList) -> list[tuple[str, str, str, str]]:
    """A code list as rows under `wording.CODE_HEADINGS`."""
    return [
        (code.code, code.label, code.meaning, "; ".join(f"{scheme}: {term}" for scheme, term in code.crosswalk.items()))
        for code in code_list.codes
    ]


def column_cells(column: codebook.Column) -> tuple[str, ...]:
    """A column as the cells of one row under `wording.COLUMN_HEADINGS`."""
    kind = wording.KIND_CODE_LIST.format(name=column.code_list.name) if column.code_list else column.kind
    return f"`{column}`", column.label, kind, column.meaning, column.example, wording.YES if column.required else ""


def _markdown_table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(header), line("---" for _ in header), *(line(row) for row in rows)]
