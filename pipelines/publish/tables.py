"""Tables as files: downloads of frames and records, and the templates to fill in.

CSV is UTF-8 with a byte order mark (for Excel), one header row, ISO dates, blank = unknown, no total row. Text cells
that a spreadsheet would take for a formula get an apostrophe in front (OWASP; CWE-1236); numbers are left alone.
"""

import csv
import io
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pipelines.codebook import MEASURES, Table
from pipelines.dataset import Dataset
from pipelines.formats import simple
from pipelines.settle import Settled

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


def incidents_with_figures(data: Dataset, settled: Settled, rows: np.ndarray) -> pd.DataFrame:
    """The incidents at these rows of `settled.incidents` as their table, with the settled figures beside them.

    Columns: those of the table `incidents`; then for each measure its lowest, best and highest figure (Int64, missing
    where unknown) under the names of its claim columns, and `<measure>_or_more` (bool), whether the top is open.
    """
    frame = settled.incidents.iloc[rows]
    records = data.incidents.iloc[frame["record"].to_numpy()].reset_index(drop=True)
    for measure in MEASURES:
        known = frame[f"{measure.name}_known"].to_numpy()
        for column, name in zip(("_low", "", "_high"), measure.columns, strict=True):
            figures = pd.Series(frame[f"{measure.name}{column}"].to_numpy(), dtype="Int64")
            label = str(name).replace("count", "structures")
            records[label] = figures.where(known)
        records[f"{measure.name}_or_more"] = frame[f"{measure.name}_open"].to_numpy()
    return records
