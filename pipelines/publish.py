"""What leaves the house: table downloads, CSV templates, the codebook page, and the words of the command line.

CSV is UTF-8 with a byte order mark (for Excel), one header row, ISO dates, blank = unknown, no total row. Text cells
that a spreadsheet would take for a formula get an apostrophe in front (OWASP; CWE-1236); numbers are left alone.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipelines import codebook, codes, issue, places, theme
from pipelines.codebook import Table
from pipelines.formats import simple
from pipelines.ledger import Batch
from pipelines.load import Intake
from pipelines.tally import Figure, Row, Tally

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
    """The CSV template of a table: its header alone. An example row would be imported like any other."""
    return records_csv([], table.columns)


def simple_template() -> bytes:
    """The CSV template of the simple form: its usual headers alone."""
    return records_csv([], simple.TEMPLATE)


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


def _row_record(key_name: str, row: Row) -> dict[str, object]:
    key = row.key.strftime("%Y-%m") if hasattr(row.key, "strftime") else row.key
    return {
        key_name: key,
        "incidents": row.incidents,
        **{name: figure_record(figure) for name, figure in row.figures.items()},
    }


def tally_text(tally: Tally) -> str:
    """The tally in plain words and short tables."""
    head = f"{theme.count_of(tally.incidents, 'incident', 'incidents')}, {theme.span_text(tally.first, tally.last)}"
    lines = [f"{head}; version {tally.version}; counting rule: {tally.selection.rule}.", ""]
    lines += _columns(
        ("", "lowest", "best", "highest", ""),
        [(measure.label, *_figure_cells(tally.totals[measure.name])) for measure in codebook.MEASURES],
    )
    if extents := theme.extents_text(tally.by_extent):
        lines += ["", f"Structures: {extents}."]
    for label, rows, name in (
        (codebook.REGION.label, tally.by_region, _area_name),
        (codebook.INCIDENT_TYPE.label, tally.by_type, codes.INCIDENT_TYPE.labels().get),
        ("Month", tally.by_month, theme.month_text),
    ):
        measures = [measure.label for measure in codebook.MEASURES]
        cells = [
            (
                "not stated" if row.key is None else name(row.key),
                theme.number(row.incidents),
                *map(theme.figure_text, row.figures.values()),
            )
            for row in rows
        ]
        lines += ["", *_columns((label, "Incidents", *measures), cells)] if cells else []
    apart = theme.count_of(tally.set_apart.records, "record", "records")
    lines += ["", f"Set apart and never added in: {apart} about a period, or running totals."]
    if tally.outside_dates:
        lines.append(f"Not counted: {tally.outside_dates:,} not dated exactly enough to say whether they belong.")
    if tally.duplicates:
        lines.append(f"Not counted: {tally.duplicates:,} that repeat another incident.")
    return "\n".join(lines)


def _area_name(code: str) -> str:
    return f"{places.region_name(code) if '-' in code else places.country_name(code)} ({code})"


def _figure_cells(figure: Figure) -> tuple[str, ...]:
    if figure.best is None:
        return "-", theme.number(None), "-", theme.incidents_text(figure).removeprefix(theme.number(None)).strip()
    high = f"{figure.high:,}{' or more' if figure.open else ''}"
    return theme.number(figure.low), theme.number(figure.best), high, theme.incidents_text(figure)


def intake_record(intake: Intake) -> dict[str, object]:
    """What came of files as plain values for JSON: rows, issues, questions."""
    issues = issue.report(intake.issues)
    return {
        "read": intake.read,
        "kept": intake.kept,
        "left_out": intake.read - intake.kept,
        "files": [
            {"file": each.file, "table": each.table, "read": each.read, "kept": each.kept, "left_out": each.left_out}
            for each in intake.counts
        ],
        "issues": issues.astype(object).where(issues.notna(), None).to_dict("records"),
        "questions": [{"file": each.file, "about": each.about, "question": each.sentence} for each in intake.questions],
    }


MOST_SHOWN = 10
"""The most issues of one rule that are written out for reading; JSON and CSV have all."""


def intake_text(intake: Intake) -> str:
    """What came of files in plain words: issues by rule, what has to be decided, rows kept and left out."""
    lines: list[str] = []
    for rule, found in issue.grouped(intake.issues).items():
        lines += [f"{rule.title} ({rule.severity}): {len(found):,}"]
        lines += [f"  {each.sentence()}" for each in found[:MOST_SHOWN]]
        lines += [f"  ... and {len(found) - MOST_SHOWN:,} more"] if len(found) > MOST_SHOWN else []
        lines.append("")
    for question in intake.questions:
        lines += [f"To be decided: {question.sentence}", *(f"  - {answer.label}" for answer in question.answers), ""]
    cells = [
        (each.file, each.table, theme.number(each.read), theme.number(each.kept), theme.number(each.left_out))
        for each in intake.counts
    ]
    return "\n".join([*lines, *_columns(("File", "Table", "Read", "Kept", "Left out"), cells)])


def changes_text(changes: Mapping[str, Mapping[str, int]]) -> str:
    """By table how many records are added, changed, unchanged and left out."""
    names = ("added", "changed", "unchanged", "left_out")
    cells = [(table, *(theme.number(counts.get(name, 0)) for name in names)) for table, counts in changes.items()]
    return "\n".join(_columns(("Table", "Added", "Changed", "Unchanged", "Left out"), cells))


def history_records(batches: Sequence[Batch]) -> list[dict[str, object]]:
    """The batches as plain values for JSON."""
    names = (
        "id",
        "kind",
        "undoes",
        "undone_by",
        "base",
        "who",
        "note",
        "file_name",
        "content_hash",
        "format",
        "counts",
    )
    return [
        {name: getattr(batch, name) for name in names} | {"at": batch.at.isoformat(timespec="seconds")}
        for batch in batches
    ]


def history_text(batches: Sequence[Batch]) -> str:
    """The batches as a table, in the order given."""
    cells = [
        (
            str(batch.id),
            batch.at.strftime("%Y-%m-%d %H:%M UTC"),
            batch.who,
            f"takes back {batch.undoes}" if batch.undoes else batch.file_name,
            batch.note,
            "" if batch.is_live else f"taken back by {batch.undone_by}",
        )
        for batch in batches
    ]
    return "\n".join(_columns(("Batch", "When", "Who", "What", "Note", ""), cells)) if cells else "No batches."


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table in columns; numbers stand to the right."""
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header))]
    rightward = [
        bool(rows) and all(row[at][:1].isdigit() or row[at] in ("", "-") for row in rows) for at in range(len(header))
    ]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, rightward, strict=True)
        ).rstrip()
        for row in (header, *rows)
    ]


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
