"""Which row is the header, and what stands around it: a row of HXL tags, one name twice."""

import re
from collections.abc import Callable

import pandas as pd

from pipelines import issue
from pipelines.issue import Issue

_HXL_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*\s*", re.IGNORECASE)


def header_position(head: list[list[str]], is_known: Callable[[str], bool]) -> int | None:
    """Which row is the header: the one with most known names, else the first as wide as the table and all words.

    A name counts once in a row: a column of marks such as "x" is no header of a hundred longitudes.
    """
    filled = [sum(1 for cell in cells if cell.strip()) for cells in head]
    if not any(filled):
        return None
    known = [sum(map(is_known, {cell.strip().casefold() for cell in cells})) for cells in head]
    best = max(known)
    if best >= 2:
        return known.index(best)
    widest = max(filled)
    for at, cells in enumerate(head):
        words = {cell.strip().casefold() for cell in cells if re.search(r"[^\W\d_]", cell)}
        if filled[at] >= max(2, widest / 2) and len(words) == filled[at]:
            return at
    return next((at for at, count in enumerate(filled) if count >= max(2, widest / 2)), filled.index(widest))


def with_second(header: list[str], below: list[str] | None, is_known: Callable[[str], bool]) -> list[str] | None:
    """The names of a header in two rows, such as "Casualties" over "Killed" and "Injured"; None where it is one row.

    The second row names columns and nothing else: it has words alone, a known name among them, and it is blank under
    every known name of the first. A name that says nothing alone stands behind the one above it.
    """
    below = [cell.strip() for cell in below or []]
    filled = [at for at, cell in enumerate(below) if cell]
    if len(below) != len(header) or not any(len(below[at]) > 2 and is_known(below[at]) for at in filled):
        return None
    if len({below[at] for at in filled}) < len(filled) or not any(
        header[at].strip() for at in range(len(header)) if at not in filled
    ):
        return None
    if any(re.search(r"\d", below[at]) or is_known(header[at]) for at in filled):
        return None
    names, above = [], ""
    for first, second in zip(header, below, strict=True):
        above = first.strip() or above
        names.append(second if is_known(second) else f"{above} {second}" if second else first)
    return names


def is_hxl(cells: list[str] | None) -> bool:
    """Whether a row holds HXL tags and nothing else."""
    filled = [cell for cell in cells or [] if cell.strip()]
    return bool(filled) and all(_HXL_TAG.fullmatch(cell.strip()) for cell in filled)


def unlike_headers(frame: pd.DataFrame, name: str, is_known: Callable[[str], bool]) -> tuple[pd.DataFrame, list[Issue]]:
    """The frame with no header name twice: equal columns once, others numbered; an issue for a known name."""
    issues = []
    columns = [str(column) for column in frame.columns]
    keep, taken = [], {}
    for at, column in enumerate(columns):
        key = column.casefold()
        if key not in taken:
            taken[key] = at
            keep.append((at, column))
            continue
        if frame.iloc[:, at].equals(frame.iloc[:, taken[key]]):
            continue
        if is_known(column):
            issues.append(Issue(issue.DUPLICATE_HEADER, name, None, column))
        number = 2
        while f"{key} ({number})" in taken:
            number += 1
        taken[f"{key} ({number})"] = at
        keep.append((at, f"{column} ({number})"))
    result = frame.iloc[:, [at for at, _ in keep]]
    result.columns = [column for _, column in keep]
    return result, issues
