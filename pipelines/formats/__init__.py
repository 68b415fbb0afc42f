"""The layouts that can be read, one file each; `recognise` finds the one that a header belongs to."""

from collections.abc import Sequence

from pipelines import codebook
from pipelines.formats import acled, native, simple, ucdp
from pipelines.formats.layout import Converted, Layout
from pipelines.match import names_of, plain

__all__ = ["LAYOUTS", "Converted", "Layout", "is_known", "recognise"]

LAYOUTS: tuple[Layout, ...] = (ucdp.LAYOUT, acled.LAYOUT, *native.LAYOUTS, simple.LAYOUT)
"""Every layout, the most particular first."""

_KNOWN = frozenset(
    {name for table in codebook.TABLES for column in table.columns for name in names_of(column)}
    | set(simple.NAMES)
    | set(ucdp.COLUMNS)
    | set(acled.COLUMNS)
)


def recognise(header: Sequence[str]) -> Layout | None:
    """The layout of a table with these column names; None where a person must say what they mean."""
    return next((layout for layout in LAYOUTS if layout.recognises(header)), None)


def is_known(name: str) -> bool:
    """Whether a header cell is a column name of any layout."""
    return plain(name) in _KNOWN
