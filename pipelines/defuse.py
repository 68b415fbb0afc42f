"""Text that a spreadsheet would run as a formula: made harmless in the CSVs we write, made itself again when read.

A text gets an apostrophe in front where it begins with one of the characters that start a formula (OWASP; CWE-1236), or
with apostrophes and one of these: so one apostrophe taken away again gives the very same text, whatever it was.
Numbers are left alone.
"""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_STARTS = r"[=+\-@\t\r\n＝＋－＠]"
_DANGEROUS = re.compile(f"'*{_STARTS}")


def text(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def texts(cells: pa.Array) -> pa.Array:
    """`text` of each cell of an Arrow array of strings; null stays null."""
    return pc.replace_substring_regex(cells, f"^('*{_STARTS})", r"'\1", max_replacements=1)


def undone(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of text cells as they were before `text`; the index is kept."""
    return pd.DataFrame({name: _undone(cells) for name, cells in frame.items()}, index=frame.index)


def _undone(cells: pd.Series) -> pd.Series:
    found = pa.array(cells, type=pa.large_string(), from_pandas=True)
    if not pc.any(pc.starts_with(found, "'")).as_py():
        return cells
    restored = pc.replace_substring_regex(found, f"^'('*{_STARTS})", r"\1", max_replacements=1)
    return pd.Series(restored.to_numpy(zero_copy_only=False), index=cells.index, dtype="str")
