"""Countries and regions: their codes, their names, and the code that a name means."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from pipelines import suggest
from pipelines.places.cases import forms
from pipelines.places.spelling import (
    BEFORE,
    GENERIC,
    GENERIC_NAMES,
    IN,
    KINDS,
    plain,
    sound,
    stem,
    without_first,
    without_generic,
)
from pipelines.places.tables import aliases_in, different_rows, rows_of


def countries() -> dict[str, str]:
    """Country code (ISO 3166-1 alpha-2) to English name."""
    return dict(_countries())


def regions(country: str) -> dict[str, str]:
    """Region code (ISO 3166-2) to name, of one country; empty for a country that has none."""
    return dict(_regions_by_country().get(country, {}))


def region_codes() -> tuple[str, ...]:
    """Every region code there is."""
    return tuple(_regions())


def country_name(code: str) -> str:
    """The name of a country; the code itself where it is not known."""
    return _countries().get(code, code)


def region_name(code: str) -> str:
    """The name of a region; the code itself where it is not known."""
    return _regions().get(code, code)


def country_of(region_code: str) -> str:
    """The country of a region; "" where the region is not known."""
    return region_code.split("-")[0] if region_code in _regions() else ""


def country_code(text: str) -> str | None:
    """The country that a code (two letters, three letters or three digits), name or alias means; None if unknown."""
    wanted = text.strip()
    if wanted.upper() in _countries():
        return wanted.upper()
    if wanted.isascii() and wanted.isdigit():
        wanted = wanted.zfill(3)
    known = _country_index()
    found = known.get(plain(wanted))
    if found is None and "(" in wanted:
        found = known.get(plain(re.sub(r"\(.*?\)", " ", wanted)))
    return found


def region_code(text: str, country: str = "") -> str | None:
    """The region that a code, name or alias means, in that country where one is given; None if unknown or ambiguous.

    A name is tried whole first, then without words such as "province", then in any case of Ukrainian and Russian and
    after a preposition ("в Луганской области"). A region above another of the same name wins.
    """
    wanted = text.strip()
    if wanted.upper() in _regions():
        code = wanted.upper()
        return code if not country or country_of(code) == country else None
    name = plain(wanted)
    for index, key in _region_keys(name):
        found = [code for code in index.get(key, ()) if not country or country_of(code) == country]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    parts = [part for part in wanted.split(",") if part.strip() and country_code(part) is None]
    return region_code(parts[0], country) if len(parts) == 1 and parts[0] != wanted else None


def area_codes(text: str) -> list[str]:
    """The regions and countries that a code or name can mean: one, none, or two where a name means one of each."""
    return sorted({region_code(text), country_code(text)} - {None})


def is_region(text: str) -> bool:
    """Whether a name means one region, or could mean several, of any country."""
    return any(index.get(key) for index, key in _region_keys(plain(text)))


def _region_keys(name: str) -> Iterable[tuple[dict[str, tuple[str, ...]], str]]:
    """Where to look for a plain name, and as what, in this order."""
    whole, bare = _region_index()
    yield whole, name
    yield bare, without_generic(name)
    if not name.isascii():
        words = without_first(name, BEFORE | KINDS)
        yield whole, words
        yield _region_stems(), stem(without_generic(words))
        if words != name and name.partition(" ")[0] in IN:
            yield _region_cases(), sound(words)


def nearest_region(text: str, country: str = "") -> str:
    """The code of the region whose name `text` most probably misspells; "" where none is near."""
    words = [word for word in plain(text).split() if word not in GENERIC and not suggest.nearest(word, GENERIC_NAMES)]
    return suggest.nearest(" ".join(words), _region_names(country))


def nearest_country(text: str) -> str:
    """The code of the country whose name `text` most probably misspells; "" where none is near."""
    return suggest.nearest(plain(text), _country_index())


def country_codes_of(texts: pd.Series) -> pd.Series:
    """`country_code` of each text, worked out once per different text: str codes, "" for unknown, same index."""
    codes, different = pd.factorize(texts)
    found = np.array([country_code(text) or "" for text in different] + [""], dtype=object)
    return pd.Series(found[codes], index=texts.index, dtype="str")


def region_codes_of(texts: pd.Series, of_country: pd.Series) -> pd.Series:
    """`region_code` of each text in the country beside it: str codes, "" for unknown or ambiguous, same index."""
    positions, different = different_rows(texts, of_country)
    found = np.array([region_code(text, country) or "" for text, country in different], dtype=object)
    return pd.Series(found[positions], index=texts.index, dtype="str")


@cache
def _countries() -> dict[str, str]:
    return {row.code: row.name for row in rows_of("countries.csv")}


@cache
def _country_index() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("countries.csv"):
        for name in (row.name, row.alpha3, row.numeric, *aliases_in(row.aliases)):
            found[plain(name)].add(row.code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


@cache
def _regions() -> dict[str, str]:
    return {row.code: row.name for row in rows_of("regions.csv")}


@cache
def _regions_by_country() -> dict[str, dict[str, str]]:
    by_country: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in _regions().items():
        by_country[code.split("-")[0]][code] = name
    return dict(by_country)


@cache
def _region_index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Plain name to codes, by the whole name and by the name without words such as "province"."""
    claims: tuple[dict, dict] = (defaultdict(dict), defaultdict(dict))
    for row in rows_of("regions.csv"):
        for rank, name in [(0, row.name), *((1, alias) for alias in aliases_in(row.aliases))]:
            key = (bool(row.parent), rank)
            whole = plain(name)
            for index, text in zip(claims, (whole, without_generic(whole)), strict=True):
                if text and key < index[text].get(row.code, (True, 2)):
                    index[text][row.code] = key
    return _best_of_each_country(claims[0]), _best_of_each_country(claims[1])


@cache
def _region_stems() -> dict[str, tuple[str, ...]]:
    """Names without generic words and endings of case to codes, of names that are not in Latin letters."""
    _, bare = _region_index()
    stems: dict[str, set[str]] = defaultdict(set)
    for name, codes in bare.items():
        if not name.isascii():
            stems[stem(name)].update(codes)
    return {stem: tuple(sorted(codes)) for stem, codes in stems.items()}


@cache
def _region_cases() -> dict[str, tuple[str, ...]]:
    """Forms that names not in Latin letters take after a preposition ("у Києві"), to codes."""
    _, bare = _region_index()
    cases: dict[str, set[str]] = defaultdict(set)
    for name, codes in bare.items():
        if not name.isascii():
            for form in forms(sound(name)):
                cases[form].update(codes)
    return {form: tuple(sorted(codes)) for form, codes in cases.items()}


def _best_of_each_country(index: dict[str, dict[str, tuple[bool, int]]]) -> dict[str, tuple[str, ...]]:
    """Of the codes that share a name, those that have the best right to it in their country."""
    result = {}
    for name, claims in index.items():
        if len(claims) == 1:
            result[name] = tuple(claims)
            continue
        best: dict[str, tuple[bool, int]] = {}
        for code, key in claims.items():
            country = code.split("-")[0]
            best[country] = min(key, best.get(country, key))
        result[name] = tuple(code for code, key in claims.items() if key == best[code.split("-")[0]])
    return result


@cache
def _region_names(country: str) -> dict[str, str]:
    _, bare = _region_index()
    names = {}
    for name, codes in bare.items():
        fitting = [code for code in codes if not country or country_of(code) == country]
        if len(fitting) == 1:
            names[name] = fitting[0]
    return names
