"""What a reader takes away of a selection's records: one workbook, or the four tables in a zip."""

import io
from collections.abc import Mapping, Sequence

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


INCIDENTS, NOT_COUNTED = "incidents", "not_counted"
"""The sheets of the incidents with their figures, and of the records that are not counted."""


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
    sheets = {INCIDENTS: counted} | {name: tables[name] for name in ("casualties", "damage", "sources")}
    if len(others):
        sheets[NOT_COUNTED] = others
    about = [*caption.about(extract), *more, *caption.terms(extract)]
    return workbook.frames_xlsx(
        caption.title(extract.tally), about, sheets | {"columns": _columns(sheets)}, extract.latest_report
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


def _columns(sheets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every column of every sheet with its meaning. Beside the incidents stand figures, which are no claims."""
    known = {str(column): column_cells(column)[1:] for table in codebook.TABLES for column in table.columns}
    figures = {
        f"{measure.name}{end}": (label, "count", exports.SETTLED_FIGURE, "", "")
        for measure in codebook.MEASURES
        for end, label in zip(("_low", "", "_high"), (column.label for column in measure.columns), strict=True)
    }
    figures |= {
        f"{measure.name}_or_more": (exports.RANGE_OPEN_OF.format(measure=measure.label), "", "", "", "")
        for measure in codebook.MEASURES
    }
    explained = {INCIDENTS: known | figures}
    rows = [
        (name, column, *explained.get(name, known)[column])
        for name, frame in sheets.items()
        for column in frame.columns
    ]
    headings = [exports.WORKBOOK_SHEET, *wording.COLUMN_HEADINGS]
    return pd.DataFrame(rows, columns=headings, dtype="str").replace("`", "", regex=True)
