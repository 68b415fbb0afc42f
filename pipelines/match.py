"""Which column of a foreign table means which of ours: by name, by known synonym, by likeness, by content.

A match is a proposal with its confidence and a few of the cells; a person confirms or corrects it. The mapping that
comes of it is kept by the header's fingerprint and offered again for files with the same header.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd
from rapidfuzz import fuzz, process

from pipelines import clean, places
from pipelines.codebook import Column

_SAMPLES = 5
_TESTED = 60
_FIRST = 8
_LOOKED_AT = 5_000
_LIKENESS = 84
_COUNTING = frozenset(
    "no nr num number numbers of count the total people persons кількість к ть кть осіб особи чол людей "
    "количество кол во колво число чел человек всього усього всего".split()
)
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal: the file's column, the column of ours it may mean ("" = none), and why.

    `confidence` runs from 0 to 1; `reason` is one of "name", "synonym", "tag", "likeness", "content", "personal" (it
    holds names of people and is not kept) and "". `samples` are its first different cells, of names none.
    """

    column: str
    target: str
    confidence: float
    reason: str
    samples: tuple[str, ...]


def plain(header: str) -> str:
    """A header as it is compared: lower case, words joined by underscores."""
    header = header.strip().lstrip("\ufeff").casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "_", header).strip("_")


def fingerprint(header: Sequence[str]) -> str:
    """The same for every file with these column names, whatever their order, case and spacing."""
    text = "\n".join(sorted(plain(name) for name in header))
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


@cache
def names_of(column: Column) -> Mapping[str, str]:
    """Every plain name that means the column, to the reason it does."""
    names = {plain(known): "synonym" for known in column.known_as}
    names[plain(column.label)] = "name"
    names[plain(str(column))] = "name"
    if column.hxl:
        names.setdefault(plain(column.hxl), "tag")
    return names


def columns(frame: pd.DataFrame, targets: Mapping[str, Column], personal: Collection[str] = ()) -> list[Match]:
    """A match for each column of a text frame, in its order. `targets` are our column names and columns.

    No target is proposed twice, and none for the columns that are `personal`. Names decide before likeness, likeness
    before content.
    """
    different = {name: _different(frame[name]) for name in frame.columns}
    offers: list[tuple[float, int, str, str, str]] = []
    for position, name in enumerate(frame.columns):
        if name in personal:
            continue
        as_compared = plain(name)
        for target, column in targets.items():
            confidence, reason = _by_name(as_compared, column)
            if confidence:
                offers.append((confidence, -position, name, target, reason))
        for target, confidence in _by_content(different[name][:_TESTED], targets):
            offers.append((confidence, -position, name, target, "content"))
    chosen: dict[str, tuple[str, float, str]] = {}
    taken: set[str] = set()
    for confidence, _, name, target, reason in sorted(offers, key=lambda offer: offer[:2], reverse=True):
        if name not in chosen and target not in taken:
            chosen[name] = (target, confidence, reason)
            taken.add(target)
    return [
        Match(
            str(name),
            *chosen.get(name, ("", 0.0, "personal" if name in personal else "")),
            () if name in personal else tuple(different[name][:_SAMPLES]),
        )
        for name in frame.columns
    ]


def _different(cells: pd.Series) -> list[str]:
    """The first different cells that are not blank."""
    return [text for text in dict.fromkeys(cells.iloc[:_LOOKED_AT].tolist()) if text]


def _by_name(name: str, column: Column) -> tuple[float, str]:
    names = names_of(column)
    if name in names:
        reason = names[name]
        return (1.0 if reason == "name" else 0.9), reason
    if column.kind == "count" and (bare := _without_counting(name)) != name and bare in names:
        return 0.85, "likeness"
    if len(name) < 4:
        return 0.0, ""
    found = process.extractOne(
        name.replace("_", " "), _spaced(column), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKENESS
    )
    return (0.8 * found[1] / 100, "likeness") if found else (0.0, "")


def _without_counting(name: str) -> str:
    """A plain header without the words that only say that it counts, and whom: "No. of deaths", "Загинуло, осіб"."""
    return "_".join(word for word in name.split("_") if word not in _COUNTING)


@cache
def _spaced(column: Column) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in names_of(column))


def _by_content(different: Sequence[str], targets: Mapping[str, Column]) -> list[tuple[str, float]]:
    """Targets whose kind most of the cells can be read as, with a low confidence: content alone convinces nobody.

    Columns of numbers are nothing by their content: a bare number may be anything.
    """
    if not any(map(_is_worded, different)):
        return []
    found = []
    dates = _share(different, _is_date)
    regions = _share(different, lambda text: places.region_code(text) is not None)
    countries = _share(different, lambda text: places.country_code(text) is not None)
    lists = [clean.lists_of(text) for text in different]
    for target, column in targets.items():
        if column.kind == "date" and "date_start" in (target, column) and dates >= _SHARE:
            found.append((target, 0.5 * dates))
        elif column.kind == "region" and regions >= _SHARE:
            found.append((target, 0.5 * regions))
        elif column.kind == "country" and countries >= _SHARE:
            found.append((target, 0.5 * countries))
        elif column.kind == "code" and column.code_list is not None:
            known = sum(column.code_list.name in each for each in lists) / len(lists)
            if known >= _SHARE:
                found.append((target, 0.5 * known))
        elif column.kind == "link" and all(text.startswith(("http://", "https://")) for text in different):
            found.append((target, 0.5))
    return found


def _share(different: Sequence[str], is_such: Callable[[str], bool]) -> float:
    """The share of cells that are such; 0.0 where none of the first few is, as in most columns of a wide table."""
    if not any(map(is_such, different[:_FIRST])):
        return 0.0
    return sum(map(is_such, different)) / len(different)


def _is_worded(text: str) -> bool:
    return not text.replace(".", "", 1).replace(",", "", 1).removeprefix("-").isdigit()


def _is_date(text: str) -> bool:
    """Whether a text is a date beyond doubt: a bare number may be anything."""
    return not text.replace(".", "", 1).isdigit() and isinstance(clean.span_of(text, True), tuple)
