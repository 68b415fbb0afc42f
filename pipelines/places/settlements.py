"""The gazetteer: the settlement that a name means in a region, and what tells named places apart."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipelines.places.cases import forms
from pipelines.places.regions import country_code, region_code
from pipelines.places.spelling import DISTRICTS, IN, levelled, plain, sound, without_kind
from pipelines.places.tables import different_rows, rows_of

_SAME_SPOT_DEGREES = 0.2


class Settlement(NamedTuple):
    """A town or village of the gazetteer: coordinates in degrees, WGS 84, of its centre."""

    geonameid: str
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


@lru_cache(maxsize=1 << 18)
def settlement(name: str, region: str = "", country: str = "") -> Settlement | None:
    """The settlement of that name or alias in that region or country; None if unknown or ambiguous.

    Candidates that lie within a few kilometres of each other are one place. Only the gazetteer's countries are known.
    Where the region is given, a Ukrainian spelling of a Russian name, and the other way round, is the same name, and so
    is the name in the case that it has after "in" ("у Харкові"), unless that could be the name of another one.
    """
    words = plain(name)
    bare = without_kind(words)
    if region and not bare.isascii() and words.partition(" ")[0] in IN:
        return _in_a_sentence(sound(bare), region, country) or _with_its_area(name, region, country)
    attempts = [(index, key) for key in dict.fromkeys((bare, words)) for index in _index(region or country)]
    if region and not bare.isascii():
        attempts.append((_sounds(region), sound(bare)))
    for index, key in attempts:
        found = [
            each
            for each in index.get(key, ())
            if (not region or each.region == region) and (not country or each.country == country)
        ]
        if found:
            return _one_place(found)
    return _with_its_area(name, region, country)


def _in_a_sentence(key: str, region: str, country: str) -> Settlement | None:
    """The settlement of a sounded name after a preposition, in whatever case; None where two could be meant."""
    found = {each for index in (_sounds(region), _cases(region)) for each in index.get(key, ())}
    if not found or len({each.name for each in found}) > 1 or any(country not in ("", each.country) for each in found):
        return None
    return _one_place(sorted(found))


def _with_its_area(name: str, region: str, country: str) -> Settlement | None:
    """The settlement of a name with its area behind it: "Shebekino, Belgorod Oblast"; no other region may be said."""
    first, *rest = name.split(",")
    told = {region} - {""}
    for part in rest:
        if code := region_code(part, country):
            told.add(code)
        elif country_code(part) is None and not DISTRICTS & set(plain(part).split()):
            return None
    return settlement(first, told.pop(), country) if rest and len(told) == 1 and first.strip() else None


def _one_place(found: list[Settlement]) -> Settlement | None:
    """The largest of settlements of one name where they lie so close together that they are one place."""
    spread = max(
        max(each.latitude for each in found) - min(each.latitude for each in found),
        max(each.longitude for each in found) - min(each.longitude for each in found),
    )
    largest = max(found, key=lambda each: each.population)
    return largest if spread <= _SAME_SPOT_DEGREES else None


def settlements_of(names: pd.Series, in_region: pd.Series, in_country: pd.Series) -> pd.DataFrame:
    """`settlement` of each row: columns latitude, longitude (float64), region, name (str), same index.

    Where none is known the numbers are NaN and the texts "".
    """
    positions, different = different_rows(names, in_region, in_country)
    found = [settlement(*each) if each[0] else None for each in different]
    return pd.DataFrame(
        {
            "latitude": np.array([each.latitude if each else np.nan for each in found])[positions],
            "longitude": np.array([each.longitude if each else np.nan for each in found])[positions],
            **{
                field: pd.Series(
                    np.array([getattr(each, field) if each else "" for each in found], dtype=object)[positions],
                    dtype="str",
                ).to_numpy()
                for field in ("region", "name")
            },
        },
        index=names.index,
    )


def identities_of(names: pd.Series, in_region: pd.Series, in_country: pd.Series) -> pd.Series:
    """What tells each named place apart, however it is spelled: its gazetteer number, else its plain name (str)."""
    positions, different = different_rows(names, in_region, in_country)
    found = [settlement(*each) if each[0] else None for each in different]
    told = [
        each.geonameid if each else without_kind(plain(name[0])) for each, name in zip(found, different, strict=True)
    ]
    return pd.Series(np.array(told, dtype=object)[positions], index=names.index, dtype="str")


def gazetteer() -> list[Settlement]:
    """Every settlement there is."""
    return [_settlement(row) for row in rows_of("gazetteer.csv")]


def _settlement(row: Any) -> Settlement:
    point, population = (float(row.latitude), float(row.longitude)), int(row.population or 0)
    return Settlement(row.geonameid, row.name, row.country, row.region, *point, population)


@cache
def _rows_by_area() -> dict[str, list[Any]]:
    """The rows of the gazetteer by region and by country, and all of them under ""."""
    areas: dict[str, list[Any]] = defaultdict(list, {"": rows_of("gazetteer.csv")})
    for row in areas[""]:
        areas[row.region].append(row)
        areas[row.country].append(row)
    return dict(areas)


@cache
def _index(area: str) -> tuple[dict[str, list[Settlement]], dict[str, list[Settlement]]]:
    """Plain name to the settlements of a region or country, by their own name and by their aliases.

    Of that area alone, since most files are about few regions and the names of the whole gazetteer take a while.
    """
    named: dict[str, list[Settlement]] = defaultdict(list)
    also_named: dict[str, list[Settlement]] = defaultdict(list)
    rows = _rows_by_area().get(area, [])
    names, aliases = _plain([row.name for row in rows]), _plain([row.aliases for row in rows])
    for row, (name,), others in zip(rows, names, aliases, strict=True):
        each = _settlement(row)
        named[name].append(each)
        for alias in {*others} - {name}:
            also_named[alias].append(each)
    return dict(named), dict(also_named)


def _plain(cells: Sequence[str]) -> list[list[str]]:
    """`plain` of the names in each cell, levelled as one text: ten thousand single calls take a second."""
    lines = levelled("\n".join(cells)).split("\n") if cells else []
    return [[" ".join(name.split()) for name in line.split("|") if name.strip()] for line in lines]


@cache
def _sounds(area: str) -> dict[str, list[Settlement]]:
    """What Ukrainian and Russian spellings of a name have in common to the settlements of a region."""
    sounds: dict[str, list[Settlement]] = defaultdict(list)
    for index in _index(area):
        for name, settlements in index.items():
            if not name.isascii():
                sounds[sound(name)].extend(settlements)
    return dict(sounds)


@cache
def _cases(area: str) -> dict[str, list[Settlement]]:
    """The forms that the names of the settlements of a region take after a preposition, to those settlements."""
    cases: dict[str, list[Settlement]] = defaultdict(list)
    for name, settlements in _sounds(area).items():
        for form in forms(name):
            cases[form].extend(settlements)
    return dict(cases)
