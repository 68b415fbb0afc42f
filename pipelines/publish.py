"""What leaves the house as a file: table downloads, CSV templates, the codebook page.

CSV is UTF-8 with a byte order mark (for Excel), one header row, ISO dates, blank = unknown, no total row. Text cells
that a spreadsheet would take for a formula get an apostrophe in front (OWASP; CWE-1236); numbers are left alone.
"""

import csv
import io
from collections.abc import Iterable, Mapping

import pandas as pd

from pipelines import codebook, codes
from pipelines.codebook import Table
from pipelines.formats import simple
from pipelines.tally import Figure, Tally

COLUMN_HEADINGS = ("Column", "Label", "Kind", "Meaning", "Example", "Must be filled")
"""The headings of a table of columns."""

CODE_HEADINGS = ("Code", "Label", "Meaning", "In other schemes")
"""The headings of a table of codes."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def defused(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def frame_csv(frame: pd.DataFrame) -> bytes:
    """A frame as a CSV download. Text is defused, dates are ISO, missing values are blank; the index is left out."""
    cells = frame.copy()
    for name in cells.columns:
        column = cells[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            cells[name] = column.dt.strftime("%Y-%m-%d")
        elif isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column):
            text = column.astype("str")
            cells[name] = text.mask(text.str.startswith(_FORMULA_STARTS).fillna(False), "'" + text)
    return cells.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def records_csv(records: Iterable[Mapping[str, object]], columns: Iterable[str]) -> bytes:
    """Plain records as a CSV download; None is blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: defused(cell) if isinstance(cell, str) else cell for name, cell in record.items()})
    return text.getvalue().encode("utf-8-sig")


def template(table: Table) -> bytes:
    """The CSV template of a table: its header and one example record."""
    return records_csv([codebook.example_record(table)], table.columns)


def simple_template() -> bytes:
    """The CSV template of the simple form: its usual headers and one example row."""
    return records_csv([simple.EXAMPLE], simple.TEMPLATE)


def tally_record(tally: Tally) -> dict[str, object]:
    """The tally as plain values for JSON (design, section 7): what the command line and the API print."""
    return {
        "version": tally.version,
        "incidents": tally.incidents,
        "set_apart": {
            "records": tally.set_apart.records,
            **{name: figure.best for name, figure in tally.set_apart.figures.items()},
        },
        **{name: figure_record(figure) for name, figure in tally.totals.items()},
        "by_extent": tally.by_extent,
        "by_region": [_row_record("region", row) for row in tally.by_region],
        "by_month": [_row_record("month", row) for row in tally.by_month],
        "by_type": [_row_record("incident_type", row) for row in tally.by_type],
        "by_structure": [
            {"structure_type": row.key, **row.by_extent, **_ends(row.figure)} for row in tally.by_structure
        ],
        "left_out": {
            "outside_dates": tally.outside_dates,
            "duplicates": tally.duplicates,
            "not_exact_day": tally.incidents - tally.placed["day"],
        },
    }


def figure_record(figure: Figure) -> dict[str, object]:
    """A figure as plain values; null where nothing is known."""
    return {
        **_ends(figure),
        "incidents_with_figure": figure.known,
        "incidents_without_figure": figure.unknown,
    }


def _ends(figure: Figure) -> dict[str, object]:
    return {"low": figure.low, "best": figure.best, "high": figure.high, "or_more": figure.open}


def _row_record(key_name: str, row) -> dict[str, object]:
    key = row.key.strftime("%Y-%m") if hasattr(row.key, "strftime") else row.key
    return {
        key_name: key,
        "incidents": row.incidents,
        **{name: figure_record(figure) for name, figure in row.figures.items()},
    }


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
