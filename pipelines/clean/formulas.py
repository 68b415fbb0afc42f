"""Cells that show what became of a formula instead of a value: #REF!, #N/A, a formula that was never worked out."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipelines import issue
from pipelines.clean.cells import Context, cell_issues
from pipelines.codebook import Column
from pipelines.issue import Issue
from pipelines.wording import checking as words

_BROKEN = r"(?i)#(?:ref!|div/0!|value!|name\?|num!|null!|spill!|calc!|field!|blocked!)|err:\d{3}"
_BEGINNINGS = ("#", "Err:")
_NOT_FOUND = "#n/a"
NOT_WORKED_OUT = "#="
"""What `read` puts where a formula was never worked out."""


def without_formulas(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    """The stripped cells of a column with those that show a formula's failure made blank, and an issue for each."""
    texts = pa.array(cells, type=pa.large_string(), from_pandas=True)
    may = pc.or_(*(pc.starts_with(texts, each) for each in _BEGINNINGS))
    if not pc.any(may).as_py():
        return cells, []
    at = np.flatnonzero(may.to_numpy(zero_copy_only=False).astype(bool))
    found = cells.iloc[at]
    broken = at[found.str.fullmatch(_BROKEN).to_numpy(dtype=bool)]
    missed = at[(found.str.lower() == _NOT_FOUND).to_numpy(dtype=bool)]
    undone = at[(found == NOT_WORKED_OUT).to_numpy(dtype=bool)]
    shown = cells.mask(cells == NOT_WORKED_OUT, words.FORMULA)
    issues = [
        *cell_issues(issue.BROKEN_FORMULA, cells, broken, column, context),
        *cell_issues(issue.FORMULA_FOUND_NOTHING, cells, missed, column, context),
        *cell_issues(issue.FORMULA_NOT_WORKED_OUT, shown, undone, column, context),
    ]
    gone = np.zeros(len(cells), dtype=bool)
    gone[np.concatenate([broken, missed, undone])] = True
    return cells.mask(gone, ""), issues
