"""Sentences whose braces are filled from columns, for all rows at once."""

from functools import reduce
from operator import add
from string import Formatter

import pandas as pd


def rows(sentence: str, **cells: pd.Series) -> pd.Series:
    """The sentence for each row, as text: each name in braces gives way to the row's cell of that name."""
    parts: list[str | pd.Series] = []
    for text, name, _, _ in Formatter().parse(sentence):
        parts += [text] if text else []
        parts += [cells[name]] if name else []
    return reduce(add, parts)
