"""The files of `data/geo/`, and columns of names worked out once for each different row."""

import csv
from collections import namedtuple
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

GEO = Path(__file__).resolve().parents[2] / "data" / "geo"


@cache
def rows_of(name: str) -> list[Any]:
    """The rows of a CSV of `data/geo/`: tuples of texts, "" for blank, their fields named as its columns."""
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return list(map(namedtuple("Row", header)._make, rows))


def aliases_in(cell: str) -> Iterable[str]:
    """The names in a cell that holds several, separated by bars."""
    return (alias for alias in cell.split("|") if alias)


def different_rows(*columns: pd.Series) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The position of each row among the different rows, and those."""
    combined = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(column)
        combined = combined * (len(values) + 1) + codes + 1
    positions, keys = pd.factorize(combined)
    first = np.empty(len(keys), dtype=np.intp)
    first[positions[::-1]] = np.arange(len(positions))[::-1]
    # As lists: a text column of pandas takes microseconds to hand out one cell.
    return positions, list(zip(*(column.iloc[first].fillna("").tolist() for column in columns), strict=True))
