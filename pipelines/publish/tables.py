"""Tables as files: downloads of frames and records, and the templates to fill in.

CSV is UTF-8 with a byte order mark (for Excel), CRLF, one header row, ISO dates, blank = unknown, no total row. Text
that a spreadsheet would take for a formula gets an apostrophe in front (`defuse`); numbers are left alone.

A frame becomes text in Arrow, which lets other threads run meanwhile: a million rows do not hold up the other visitors.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import codebook, defuse
from pipelines.codebook import DUPLICATE_OF, INCIDENT_ID, MEASURES, SOURCE_ID, Table
from pipelines.dataset import Dataset
from pipelines.extract import Extract
from pipelines.settle import Settled

_AT_ONCE = 20_000
"""Rows made into text at a time."""


def frame_csv(frame: pd.DataFrame) -> bytes:
    """A frame as a CSV download. Text is defused, dates are ISO, missing values are blank; the index is left out."""
    return b"".join(frame_csv_parts(frame))


def frame_csv_parts(frame: pd.DataFrame) -> Iterator[bytes]:
    """`frame_csv` piece by piece, so that a large one is never in memory whole."""
    yield f"{','.join(map(_quoted, frame.columns))}\r\n".encode("utf-8-sig")
    for start in range(0, len(frame), _AT_ONCE):
        part = frame.iloc[start : start + _AT_ONCE]
        lines = pc.binary_join_element_wise(*(_csv_cells(part[name]) for name in part.columns), ",")
        whole = pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "\r\n")
        yield whole[0].as_buffer().to_pybytes() + b"\r\n"


def records_csv(records: Iterable[Mapping[str, object]], columns: Iterable[str]) -> bytes:
    """Plain records as a CSV download; None is blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: _csv_cell(cell) for name, cell in record.items()})
    return text.getvalue().encode("utf-8-sig")


def selected_tables(extract: Extract, records: np.ndarray | None = None) -> dict[str, pd.DataFrame]:
    """The four tables of a selection, by name: their records as they are, in their order, ready to be imported again.

    `records` are positions in `data.incidents` where other incidents than the selected ones are wanted.

    The incidents counted, the records set apart, and all that repeat one of these; the claims about them, whatever
    their status; the sources of those claims. So every number that a record points to is there. Where nothing was left
    out by the selection, these are the whole tables.
    """
    data = extract.data
    if records is None and extract.selection.is_everything():
        return dict(data.frames)
    kept = np.zeros(len(data.incidents), dtype=bool)
    kept[extract.records() if records is None else records] = True
    kept = _with_duplicates(data.incidents, kept)
    incidents = data.incidents[kept]
    claims = {
        table.name: _pointing(data.frames[table.name], INCIDENT_ID, incidents[INCIDENT_ID])
        for table in (codebook.CASUALTIES_TABLE, codebook.DAMAGE_TABLE)
    }
    cited = pd.concat([frame[SOURCE_ID] for frame in claims.values()])
    return {"sources": _pointing(data.sources, SOURCE_ID, cited), "incidents": incidents} | claims


def _with_duplicates(incidents: pd.DataFrame, kept: np.ndarray) -> np.ndarray:
    """The records kept, those that repeat one of them (or repeat one that does), and those that they repeat."""
    repeating = np.flatnonzero(incidents[DUPLICATE_OF].notna())
    ids = _text_array(incidents[INCIDENT_ID])
    target = pc.index_in(_text_array(incidents[DUPLICATE_OF].iloc[repeating]), value_set=ids).fill_null(-1).to_numpy()
    repeating, target = repeating[target >= 0], target[target >= 0]
    while True:
        either = kept[repeating] | kept[target]
        if (kept[repeating] & kept[target])[either].all():
            return kept
        kept = kept.copy()
        kept[repeating[either]] = kept[target[either]] = True


def _pointing(frame: pd.DataFrame, column: str, keys: pd.Series) -> pd.DataFrame:
    """The records that point to one of the keys."""
    found = pc.is_in(_text_array(frame[column]), value_set=pc.unique(_text_array(keys)))
    return frame[found.to_numpy(zero_copy_only=False)]


def _text_array(cells: pd.Series) -> pa.Array:
    found = pa.array(cells, type=pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _csv_cells(cells: pd.Series) -> pa.Array:
    """A column as cells of a CSV: text, quoted where it must be, "" for a missing value."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        return pa.array(cells).cast(pa.date32()).cast(pa.string()).fill_null("")
    if pd.api.types.is_bool_dtype(cells) or pd.api.types.is_numeric_dtype(cells):
        return pa.array(cells, from_pandas=True).cast(pa.string()).fill_null("")
    found = pa.array(cells, from_pandas=True).cast(pa.string())
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    found = defuse.texts(found.fill_null(""))
    quoted = pc.match_substring_regex(found, '[",\r\n]')
    if pc.any(quoted).as_py():
        within = pc.binary_join_element_wise('"', pc.replace_substring(found, '"', '""'), '"', "")
        found = pc.if_else(quoted, within, found)
    return found


def _csv_cell(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    return defuse.text(cell) if isinstance(cell, str) else cell


def _quoted(name: str) -> str:
    cell = defuse.text(str(name))
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(mark in cell for mark in '",\r\n') else cell


def template(table: Table) -> bytes:
    """The CSV template of a table: its header alone. An example row would be imported like any other."""
    return records_csv([], table.columns)


def simple_template() -> bytes:
    """The CSV template of the simple form: its usual headers alone."""
    from pipelines.formats import simple  # here, since what reads files takes a while to come

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
