"""Typed frames to one Parquet file and back: the payload of a batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import codebook
from pipelines.codebook import Table
from pipelines.ledger.errors import Unreadable
from pipelines.wording import ledger as words

_CODED = pa.dictionary(pa.int32(), pa.large_string())
_ARROW_TYPES = {
    "key": pa.large_string(),
    "text": pa.large_string(),
    "link": pa.large_string(),
    "code": _CODED,
    "country": _CODED,
    "region": _CODED,
    "date": pa.date32(),
    "count": pa.int32(),
    "degrees": pa.float64(),
}
_TABLE_FIELD = pa.field("table", pa.string())
_ROWS_PER_GROUP = 262_144


def packed(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Typed frames as one Parquet file: the columns of all tables, one table to a row group, `table` says which."""
    fields = {str(column): _ARROW_TYPES[column.kind] for table in codebook.TABLES for column in table.columns}
    shape = pa.schema([_TABLE_FIELD, *fields.items()])
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, shape, compression="zstd", write_page_checksum=True) as writer:
        for table in codebook.TABLES:
            if len(frames.get(table.name, ())):
                records = _arrow(frames[table.name], table)
                records = records.append_column(_TABLE_FIELD, pa.repeat(table.name, records.num_rows))
                writer.write_table(_shaped(records, shape), row_group_size=_ROWS_PER_GROUP)
    return sink.getvalue().to_pybytes()


def _arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    return pa.Table.from_pandas(frame[list(table.columns)], _shape(table.columns), preserve_index=False)


def _shape(columns: Iterable[codebook.Column]) -> pa.Schema:
    return pa.schema([(str(column), _ARROW_TYPES[column.kind]) for column in columns])


def _shaped(records: pa.Table, shape: pa.Schema) -> pa.Table:
    """The columns of `shape`, blank where `records` has none: of another table, or from before the column existed."""
    columns = [
        records[field.name] if field.name in records.column_names else pa.nulls(records.num_rows, field.type)
        for field in shape
    ]
    return pa.table(columns, schema=shape)


def unpacked(
    file: pq.ParquetFile,
    table: Table,
    columns: Sequence[codebook.Column],
    where: tuple[codebook.Column, set[str]] | None = None,
) -> pa.Table:
    """The records of one table, these columns of them; `where` keeps those whose cell is one of some values."""
    there = set(file.schema.names)
    kept = [column for column in columns if column in there]
    parts = [_shape(columns).empty_table()]
    for group in range(file.num_row_groups):
        if file.metadata.row_group(group).column(0).statistics.min != table.name:
            continue
        hits = _hits(file, group, *where) if where else None
        if hits is None or pc.any(hits).as_py():
            records = _shaped(file.read_row_group(group, columns=kept), _shape(columns))
            parts.append(records if hits is None else records.filter(hits))
    return pa.concat_tables(parts)


def _hits(file: pq.ParquetFile, group: int, column: codebook.Column, values: set[str]) -> pa.ChunkedArray:
    cells = file.read_row_group(group, columns=[column])[column]
    return pc.is_in(cells, value_set=pa.array(sorted(values), cells.type))


def frame(parts: Sequence[pa.Table], columns: Sequence[codebook.Column]) -> pd.DataFrame:
    """These records of one table as one typed frame."""
    records = pa.concat_tables([_shape(columns).empty_table(), *parts])
    # One chunk per column: taking rows from a text column of many chunks joins them anew each time.
    records = records.unify_dictionaries().combine_chunks()
    for number, column in enumerate(columns):
        if column.kind == "date":
            records = records.set_column(number, str(column), pc.cast(records.column(number), pa.timestamp("s")))
    return records.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get, split_blocks=True, self_destruct=True)


@contextmanager
def readable(number: int) -> Iterator[None]:
    """Says of a batch whose records cannot be read that they are damaged."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise Unreadable(words.DAMAGED_BATCH.format(batch=number)) from error
