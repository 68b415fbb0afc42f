"""What a layout is: how a foreign table is known by its header, and what its columns become."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipelines.codebook import Table
from pipelines.issue import Issue


@dataclass(frozen=True)
class Converted:
    """A table in our words: text cells, columns of `table`, the "line" index of the table it came from.

    `headers` maps our column to the user's header, `labels` to the name to call it by where that is not the label of
    the codebook; `not_kept` lists the user's columns that have no place here.
    """

    table: Table
    text: pd.DataFrame
    headers: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    not_kept: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """A layout: its name, its label for people, how to know it by its header, how to convert it.

    `convert` takes the text frame as read and the file's name. `is_foreign`: the publisher has its own coding of
    countries and regions, which is not held against a row. `is_ours`: a CSV of it was written by us, and `defuse` has
    to be undone.
    """

    name: str
    label: str
    recognises: Callable[[Sequence[str]], bool]
    convert: Callable[[pd.DataFrame, str], Converted]
    is_foreign: bool = False
    is_ours: bool = False
