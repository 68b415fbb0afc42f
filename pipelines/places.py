"""Countries, regions and settlements, and the names they go by.

Read once from `data/geo/` (`countries.csv`, `regions.csv`, `gazetteer.csv`, `backdrop.geojson`), and only when first
asked for. Codes are those of the internationally recognised country and region (design, counting rule 8): Crimea is
`UA-43`, whoever holds it.

A name is looked up without regard to case, accents, apostrophes and hyphens. A name that could mean two places
resolves to None: a person decides, never this file.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from pipelines import suggest

_GEO = Path(__file__).resolve().parent.parent / "data" / "geo"

TOLERANCE_DEGREES = 1.0
"""How far outside its drawn border a point may lie and still count as inside: the drawn borders are coarse, lack small
islands, and incidents happen at borders and off coasts."""

_SAME_SPOT_DEGREES = 0.2
_LEVELLED = str.maketrans(
    {
        **dict.fromkeys((chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))), ""),
        **dict.fromkeys("'’ʼʹ`´ʻ\"", ""),
        **dict.fromkeys("-–—_.,/", " "),
    }
)
_GENERIC = frozenset(
    "province oblast governorate gubernia region state department district prefecture county municipality wilayah "
    "wilaya territory division krai kray republic autonomous city voivodeship canton of the obl reg "
    "область області областю обл край краю республіка республіки республіці регіон "
    "области областью крае края республика республики республике регион".split()
)
_GENERIC_NAMES = {word: word for word in _GENERIC if len(word) > 4}
_BEFORE = frozenset("in у в на во із з зі из со с від от до по".split())
"""Words that stand before a place in a sentence."""

_KINDS = frozenset(
    "м місто міста місті с село села селі смт сел селище селища с ще хутір х "
    "г гор город города городе поселок поселка поселке пос п пгт д дер деревня деревни деревне хутор ст ца станица "
    "станицы станице city town village settlement of the".split()
)
"""Words and shortenings that say what kind of settlement a name is of."""

_KINDS_BEHIND = frozenset("city town village settlement місто село город".split())

_CASE_ENDINGS = re.compile(
    r"(?<=[сцз]к)(?:а|оі|іи|у|ою|ая|ои|ую|ии|ого|ому|ом|им|іи)$|(?<=[сцз]ьк)(?:а|оі|іи|у|ою|ии|ого|ому|ім|им)$|"
    r"(?<=щин)(?:а|и|і|у|ою|е|ы|ои)$|(?<=стан)(?:а|у|ом|е|і)$|(?<=кр[иы]м)(?:а|у|ом|е|і)$"
)
"""The endings, in plain spelling, of an adjective made from a region's name (Луганська, Луганской) and of names such as
Харківщина, Дагестан, Крим."""

_ALIKE = str.maketrans({"і": "и", "ы": "и", "э": "е", "є": "е", "ґ": "г", "ь": "", "ъ": ""})
_SHORT_ENDINGS = {"ая": "а", "яя": "я", "ое": "е", "ее": "е", "ии": "и", "ие": "и"}
_ADJECTIVE = re.compile(rf"(?<=..)(?:{'|'.join(_SHORT_ENDINGS)})$")


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town or village of the gazetteer: coordinates in degrees, WGS 84, of its centre."""

    geonameid: str
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


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


def _region_keys(name: str) -> Iterable[tuple[dict[str, tuple[str, ...]], str]]:
    """Where to look for a plain name, and as what, in this order."""
    whole, bare = _region_index()
    yield whole, name
    yield bare, _without_generic(name)
    if not name.isascii():
        words = _without_first(name, _BEFORE | _KINDS)
        yield whole, words
        yield _region_stems(), _stem(_without_generic(words))


@lru_cache(maxsize=1 << 18)
def settlement(name: str, region: str = "", country: str = "") -> Settlement | None:
    """The settlement of that name or alias in that region or country; None if unknown or ambiguous.

    Candidates that lie within a few kilometres of each other are one place. Only the gazetteer's countries are known.
    Where the region is given, a Ukrainian spelling of a Russian name, and the other way round, is the same name.
    """
    words = plain(name)
    bare = _without_kind(words)
    attempts = [(index, key) for key in dict.fromkeys((bare, words)) for index in _settlement_index()]
    if region and not bare.isascii():
        attempts.append((_settlement_sounds(), _sound(bare)))
    for index, key in attempts:
        found = [
            each
            for each in index.get(key, ())
            if (not region or each.region == region) and (not country or each.country == country)
        ]
        if found:
            return _one_place(found)
    first, *rest = name.split(",")
    if not rest:
        return None
    # "Shebekino, Belgorod Oblast": what stands behind may say the region, and must not say another one.
    told = {code for part in rest if (code := region_code(part, country))} | ({region} - {""})
    return settlement(first, told.pop(), country) if len(told) == 1 and first.strip() else None


def _one_place(found: list[Settlement]) -> Settlement | None:
    """The largest of settlements of one name where they lie so close together that they are one place."""
    spread = max(
        max(each.latitude for each in found) - min(each.latitude for each in found),
        max(each.longitude for each in found) - min(each.longitude for each in found),
    )
    largest = max(found, key=lambda each: each.population)
    return largest if spread <= _SAME_SPOT_DEGREES else None


def nearest_region(text: str, country: str = "") -> str:
    """The code of the region whose name `text` most probably misspells; "" where none is near."""
    words = [word for word in plain(text).split() if word not in _GENERIC and not suggest.nearest(word, _GENERIC_NAMES)]
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
    positions, different = _different(texts, of_country)
    found = np.array([region_code(text, country) or "" for text, country in different], dtype=object)
    return pd.Series(found[positions], index=texts.index, dtype="str")


def settlements_of(names: pd.Series, in_region: pd.Series, in_country: pd.Series) -> pd.DataFrame:
    """`settlement` of each row: columns latitude, longitude (float64, NaN where unknown), region (str), same index."""
    positions, different = _different(names, in_region, in_country)
    found = [settlement(*each) if each[0] else None for each in different]
    return pd.DataFrame(
        {
            "latitude": np.array([each.latitude if each else np.nan for each in found])[positions],
            "longitude": np.array([each.longitude if each else np.nan for each in found])[positions],
            "region": pd.Series(
                np.array([each.region if each else "" for each in found], dtype=object)[positions], dtype="str"
            ).to_numpy(),
        },
        index=names.index,
    )


def identities_of(names: pd.Series, in_region: pd.Series, in_country: pd.Series) -> pd.Series:
    """What tells each named place apart, however it is spelled: its gazetteer number, else its plain name (str)."""
    positions, different = _different(names, in_region, in_country)
    found = [settlement(*each) if each[0] else None for each in different]
    told = [
        each.geonameid if each else _without_kind(plain(name[0])) for each, name in zip(found, different, strict=True)
    ]
    return pd.Series(np.array(told, dtype=object)[positions], index=names.index, dtype="str")


def inside(country: str, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Whether each point lies in the country, give or take `TOLERANCE_DEGREES`; True where its border is not known.

    The settlements of the gazetteer count as part of their country whether or not the drawn border holds them.
    """
    border = _wide_borders(country)
    if border is None:
        return np.ones(len(latitude), dtype=bool)
    return shapely.contains_xy(border, longitude, latitude)


def country_at(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """The code of the country whose drawn border holds each point, "" at sea and on islands that are not drawn."""
    codes, borders = zip(*_borders().items(), strict=True)
    tree = shapely.STRtree(borders)
    found = np.full(len(latitude), "", dtype=object)
    point, border = tree.query(shapely.points(longitude, latitude), predicate="within")
    found[point] = np.array(codes, dtype=object)[border]
    return found


def distance(countries_named: np.ndarray, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Degrees from each point to the drawn border of the country named for it; 0 where that is not known."""
    found = np.zeros(len(latitude))
    for country in set(countries_named):
        border = _borders().get(country)
        if border is not None:
            at = np.flatnonzero(countries_named == country)
            found[at] = shapely.distance(border, shapely.points(longitude[at], latitude[at]))
    return found


def plain(name: str) -> str:
    """A name as it is compared: lower case, without accents, apostrophes, dots and hyphens, single spaces."""
    return " ".join(_levelled(name).split())


def _levelled(text: str) -> str:
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return text.translate(_LEVELLED)


def _plain_aliases(cells: pd.Series) -> list[list[str]]:
    """`plain` of the aliases in each cell, levelled as one text: ten thousand single calls take a second."""
    lines = _levelled("\n".join(cells)).split("\n")
    return [[" ".join(alias.split()) for alias in line.split("|") if alias.strip()] for line in lines]


def _different(*columns: pd.Series) -> tuple[np.ndarray, list[tuple[str, ...]]]:
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


def _without_first(name: str, words: frozenset[str]) -> str:
    """A plain name without such words at its beginning; it keeps its last word."""
    rest = name.split()
    while len(rest) > 1 and rest[0] in words:
        rest.pop(0)
    return " ".join(rest)


def _without_kind(name: str) -> str:
    """A plain name of a settlement without the words that say what kind it is."""
    words = _without_first(name, _KINDS).split()
    while len(words) > 1 and words[-1] in _KINDS_BEHIND:
        words.pop()
    return " ".join(words)


def _stem(name: str) -> str:
    """A plain name with each word without its ending of case."""
    return " ".join(_CASE_ENDINGS.sub("", word) for word in name.split())


def _without_generic(name: str) -> str:
    words = [word for word in name.split() if word not in _GENERIC]
    return " ".join(words) or name


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(_GEO / name, dtype="str", keep_default_na=False, encoding="utf-8")


def _aliases(cell: str) -> Iterable[str]:
    return (alias for alias in cell.split("|") if alias)


@cache
def _countries() -> dict[str, str]:
    table = _table("countries.csv")
    return dict(zip(table["code"], table["name"], strict=True))


@cache
def _country_index() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _table("countries.csv").itertuples():
        for name in (row.name, row.alpha3, row.numeric, *_aliases(row.aliases)):
            found[plain(name)].add(row.code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


@cache
def _regions() -> dict[str, str]:
    table = _table("regions.csv")
    return dict(zip(table["code"], table["name"], strict=True))


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
    for row in _table("regions.csv").itertuples():
        for rank, name in [(0, row.name), *((1, alias) for alias in _aliases(row.aliases))]:
            key = (bool(row.parent), rank)
            whole = plain(name)
            for index, text in zip(claims, (whole, _without_generic(whole)), strict=True):
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
            stems[_stem(name)].update(codes)
    return {stem: tuple(sorted(codes)) for stem, codes in stems.items()}


def _best_of_each_country(index: dict[str, dict[str, tuple[bool, int]]]) -> dict[str, tuple[str, ...]]:
    """Of the codes that share a name, those that have the best right to it in their country."""
    result = {}
    for name, claims in index.items():
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


@cache
def _settlement_index() -> tuple[dict[str, list[Settlement]], dict[str, list[Settlement]]]:
    """Plain name to settlements, by their own name and by their aliases."""
    named: dict[str, list[Settlement]] = defaultdict(list)
    also_named: dict[str, list[Settlement]] = defaultdict(list)
    table = _table("gazetteer.csv")
    table = table.astype({"latitude": "float64", "longitude": "float64"})
    table["population"] = pd.to_numeric(table["population"]).fillna(0).astype("int64")
    columns = [table[column].tolist() for column in Settlement.__slots__]
    names, aliases = _plain_aliases(table["name"]), _plain_aliases(table["aliases"])
    for fields, name, others in zip(zip(*columns, strict=True), names, aliases, strict=True):
        each = Settlement(*fields)
        named[name[0]].append(each)
        for alias in {*others} - {name[0]}:
            also_named[alias].append(each)
    return dict(named), dict(also_named)


@cache
def _settlement_sounds() -> dict[str, list[Settlement]]:
    """What Ukrainian and Russian spellings of a name have in common to settlements."""
    sounds: dict[str, list[Settlement]] = defaultdict(list)
    for index in _settlement_index():
        for name, settlements in index.items():
            if not name.isascii():
                sounds[_sound(name)].extend(settlements)
    return dict(sounds)


def _sound(name: str) -> str:
    """A plain Cyrillic name as Ukrainian and Russian spell it alike: Нова and Новая, Шебекіно and Шебекино."""
    return " ".join(
        _ADJECTIVE.sub(lambda found: _SHORT_ENDINGS[found[0]], word) for word in name.translate(_ALIKE).split()
    )


@cache
def _borders() -> dict[str, shapely.Geometry]:
    """Country code to its drawn border, in degrees."""
    collection = json.loads((_GEO / "backdrop.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["code"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in collection["features"]
    }


@cache
def _wide_borders(country: str) -> shapely.Geometry | None:
    border = _borders().get(country)
    if border is None:
        return None
    named, _ = _settlement_index()
    points = [(each.longitude, each.latitude) for group in named.values() for each in group if each.country == country]
    parts = [border.buffer(TOLERANCE_DEGREES)]
    if points:
        beyond = np.array(points)[~shapely.contains_xy(parts[0], np.array(points))]
        parts.extend(shapely.buffer(shapely.points(beyond), TOLERANCE_DEGREES / 2))
    wide = shapely.union_all(parts)
    shapely.prepare(wide)
    return wide
