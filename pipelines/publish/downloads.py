"""What a reader takes away of a selection's records: one workbook, or the four tables in a zip."""

import io
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines import caption, codebook, wording
from pipelines.extract import Extract
from pipelines.publish import archive
from pipelines.publish.codebook_page import column_cells
from pipelines.publish.tables import frame_csv_parts, incidents_with_figures, selected_tables
from pipelines.wording import exports

MOST_IN_WORKBOOK = 20_000
"""Incidents. A workbook with more takes many seconds of the server's time; CSV does not."""


def tables_zip(extract: Extract) -> bytes:
    """The four tables of a selection as CSV in a zip, ready to be imported again."""
    target = io.BytesIO()
    with archive.opened(target, extract.latest_report) as add:
        for name, frame in selected_tables(extract).items():
            add(codebook.table(name).file_name, frame_csv_parts(frame))
    return target.getvalue()


def selection_xlsx(extract: Extract, rows: np.ndarray | None = None, more: Sequence[tuple[str, str]] = ()) -> bytes:
    """A selection as a workbook: what it is, the incidents with their figures, the claims about them, their sources.

    `rows` are positions in `settled.incidents` in the order wanted, where not all selected ones are; `more` is said
    about them beside the rest. Records that are not counted (set apart, or repeating an incident) stand on a sheet of
    their own. The last sheet explains the columns.
    """
    from pipelines.publish import workbook  # its library takes a while to load, and a reader may never want one

    counted = incidents_with_figures(extract.data, extract.settled, extract.rows() if rows is None else rows)
    records = None if rows is None else extract.settled.incidents["record"].to_numpy()[rows]
    tables = selected_tables(extract, records)
    incidents = tables["incidents"]
    others = incidents[~incidents[codebook.INCIDENT_ID].isin(counted[codebook.INCIDENT_ID])]
    sheets = {"incidents": counted} | {name: tables[name] for name in ("casualties", "damage", "sources")}
    if len(others):
        sheets["not_counted"] = others
    about = [*caption.about(extract), *more, *caption.terms(extract)]
    return workbook.frames_xlsx(
        caption.title(extract.tally), about, sheets | {"columns": _columns()}, extract.latest_report
    )


def notice(words: str, kind: str) -> bytes:
    """A file of a kind (csv, xlsx, zip) that holds nothing but these words."""
    if kind == "xlsx":
        from pipelines.publish import workbook

        return workbook.frames_xlsx(words, [], {}, None)
    if kind != "zip":
        return words.encode()
    target = io.BytesIO()
    with archive.opened(target, None) as add:
        add("README.txt", words.encode())
    return target.getvalue()


def _columns() -> pd.DataFrame:
    """Every column with its meaning; the figures beside the incidents are named like the columns of claims."""
    cells = {
        str(column): (table.name, str(column), *column_cells(column)[1:])
        for table in codebook.TABLES
        for column in table.columns
    }
    headings = (exports.WORKBOOK_SHEET, *wording.COLUMN_HEADINGS)
    return pd.DataFrame(list(cells.values()), columns=list(headings), dtype="str").replace("`", "", regex=True)
