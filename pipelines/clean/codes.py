"""Codes of a code list, also where a file says their label or misspells them in a known way."""

import re
from functools import cache

import numpy as np
import pandas as pd

from pipelines import codebook, issue, suggest
from pipelines.clean.cells import Context, blank_mask, cell_issues, suggested
from pipelines.codebook import Column
from pipelines.codes import CodeList
from pipelines.issue import Issue

_JOINED = re.compile(r"[\s\-_/,.()]+")
_APOSTROPHES = re.compile("[’ʼ`´]")


def read_code(cells: pd.Series, column: Column, context: Context) -> tuple[pd.Series, list[Issue]]:
    """Reads a column with a code list, in codes, labels or known misspellings."""
    assert column.code_list is not None
    known = _code_index(column.code_list.name)
    positions, different = pd.factorize(cells)
    values = column.code_list.values()
    order = {value: at for at, value in enumerate(values)}
    found = np.array([order.get(known.get(_code_key(text), ""), -1) for text in different] + [-1], dtype=np.int64)
    codes = found[positions]
    wrong = np.flatnonzero((codes < 0) & ~blank_mask(cells))
    typed = pd.Series(pd.Categorical.from_codes(codes, categories=list(values)), index=cells.index)
    if not len(wrong):
        return typed, []
    allowed = {"allowed": ", ".join(values)}
    nearest = suggested(cells.iloc[wrong], lambda text: nearest_code(text, column.code_list))
    return typed, cell_issues(issue.UNKNOWN_CODE, cells, wrong, column, context, allowed, nearest)


def code_of(text: str, column: Column) -> str | None:
    """The code that a code, a label or a known misspelling means; None for anything else."""
    assert column.code_list is not None
    return _code_index(column.code_list.name).get(_code_key(text))


def lists_of(text: str) -> frozenset[str]:
    """The names of the code lists in which a text means a code."""
    key = _code_key(text)
    return frozenset(name for name in _code_lists() if key in _code_index(name))


def _code_key(text: str) -> str:
    text = text.strip().casefold().replace("ё", "е")
    return _JOINED.sub("_", _APOSTROPHES.sub("'", text)).strip("_")


@cache
def _code_index(name: str) -> dict[str, str]:
    code_list = _code_lists()[name]
    known = {_code_key(wrong): right for wrong, right in code_list.fixes.items()}
    known.update({_code_key(label): code for code, label in code_list.labels().items()})
    known.update({_code_key(code): code for code in code_list.values()})
    return known


@cache
def _code_lists() -> dict[str, CodeList]:
    lists = (column.code_list for each in codebook.TABLES for column in each.columns)
    return {each.name: each for each in lists if each is not None}


def nearest_code(text: str, code_list: CodeList) -> str:
    """The code that a text most probably misspells, "" where none is near."""
    return suggest.nearest(_code_key(text), _code_index(code_list.name))
