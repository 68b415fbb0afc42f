"""Made-up datasets of any size, shaped like UCDP's and ACLED's: for measuring, and where tests need many records.

Nothing in them is true. The shares follow what the field's files show: a few regions hold most incidents, most have no
or few dead and a few have very many, a third of the figures is blank, every fifth incident is claimed about twice.
"""

from datetime import date

import numpy as np
import pandas as pd

from pipelines import codebook, codes, places, schema
from pipelines.dataset import Dataset

FIRST_DAY = date(2004, 1, 1)
DAYS = 20 * 365
SOURCES = 500
SPEAKERS = 300
PLACES_IN_REGION = 12

BLANKS = {"killed": 0.12, "injured": 0.45, "missing": 0.85}
"""The share of claims that give no figure, by measure."""


def dataset(incidents: int, seed: int = 1, claims: float = 1.2, damage: float = 0.6) -> Dataset:
    """A sound dataset of so many incidents, and so many claims about people and about structures for each."""
    chance = np.random.default_rng(seed)
    return Dataset(
        1,
        sources=_typed("sources", _sources()),
        incidents=_typed("incidents", _incidents(chance, incidents)),
        casualties=_typed("casualties", _casualties(chance, incidents, round(incidents * claims))),
        damage=_typed("damage", _damage(chance, incidents, round(incidents * damage))),
    )


def _typed(name: str, cells: dict[str, object]) -> pd.DataFrame:
    return schema.typed(pd.DataFrame(cells), codebook.table(name))


def _numbers(prefix: str, count: int) -> pd.Series:
    return prefix + pd.Series(np.arange(1, count + 1)).astype("str").str.zfill(8)


def _picked(chance: np.random.Generator, values: list, shares: list[float] | None, size: int) -> pd.Categorical:
    return pd.Categorical.from_codes(chance.choice(len(values), size, p=shares), values)


def _zipf(chance: np.random.Generator, among: int, size: int) -> np.ndarray:
    shares = 1 / np.arange(1, among + 1)
    return chance.choice(among, size, p=shares / shares.sum())


def _people(chance: np.random.Generator, size: int) -> np.ndarray:
    """Casualties of so many incidents: many zeros, a long tail."""
    return np.minimum(chance.pareto(1.5, size) * 1.5, 5_000).astype(np.int32)


def _blanked(values: np.ndarray, blank: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(values.astype(np.int32), blank)


def _sources() -> dict[str, object]:
    return {"source_id": _numbers("S-", SOURCES), "title": "A report", "published_on": pd.Timestamp(FIRST_DAY)}


def _incidents(chance: np.random.Generator, size: int) -> dict[str, object]:
    # Ukraine and Russia first, so that Zipf's law gives them the most.
    regions = np.array([*places.regions("UA"), *places.regions("RU"), *places.region_codes()])
    regions = pd.unique(regions)[:2_000]
    region = _zipf(chance, len(regions), size)
    countries, country_of = np.unique([code.split("-")[0] for code in regions], return_inverse=True)
    precision = chance.choice(5, size, p=[0.8, 0.07, 0.06, 0.06, 0.01])
    day = np.sort(chance.integers(0, DAYS, size))
    chance.shuffle(day)
    start = np.datetime64(FIRST_DAY) + day
    place_precision = chance.choice(5, size, p=[0.1, 0.55, 0.15, 0.15, 0.05])
    spot = region * PLACES_IN_REGION + np.minimum(chance.geometric(0.3, size), PLACES_IN_REGION) - 1
    dotted = place_precision <= 1
    names = "Place " + pd.Series(np.arange(len(regions) * PLACES_IN_REGION)).astype("str")
    return {
        "incident_id": _numbers("CD-", size),
        "date_start": start,
        "date_end": start + np.array([0, 3, 6, 27, 360])[precision],
        "date_precision": pd.Categorical.from_codes(precision, list(codes.DATE_PRECISION.values())),
        "country": pd.Categorical.from_codes(country_of[region], countries),
        "region": pd.Categorical.from_codes(np.where(place_precision == 4, -1, region), regions),
        "place": names.take(spot).reset_index(drop=True).where(dotted),
        "latitude": np.where(dotted, 44 + spot % 977 / 100, np.nan),
        "longitude": np.where(dotted, 22 + spot % 1_013 / 50, np.nan),
        "place_precision": pd.Categorical.from_codes(place_precision, list(codes.PLACE_PRECISION.values())),
        "control": _picked(chance, list(codes.CONTROL.values()), [0.6, 0.2, 0.1, 0.1], size),
        "incident_type": pd.Categorical.from_codes(_zipf(chance, 12, size), list(codes.INCIDENT_TYPE.values())),
        "scope": _picked(chance, list(codes.SCOPE.values()), [0.98, 0.015, 0.005], size),
        "duplicate_of": pd.Series(np.where(chance.random(size) < 0.005, "CD-00000001", ""), dtype="str").mask(
            np.arange(size) == 0, ""
        ),
        "summary": "Something happened, told in about as many words as recorders use for such things in their files.",
    }


def _claims(chance: np.random.Generator, incidents: int, size: int, mark: str) -> tuple[np.ndarray, dict[str, object]]:
    """The incident of each claim, and the columns that both tables of claims have."""
    first = np.arange(min(size, incidents))
    about = np.concatenate([first, chance.integers(0, incidents, size - len(first))])
    speakers = np.array(["", *(f"Speaker {number}" for number in range(1, SPEAKERS))], dtype=object)
    return about, {
        "claim_id": _numbers(mark, size),
        "incident_id": _numbers("CD-", incidents).take(about).reset_index(drop=True),
        "source_id": _numbers("S-", SOURCES).take(_zipf(chance, SOURCES, size)).reset_index(drop=True),
        "attributed_to": pd.Series(speakers[_zipf(chance, SPEAKERS, size)], dtype="str"),
        "reported_on": np.datetime64(FIRST_DAY) + chance.integers(0, DAYS, size),
        "status": _picked(chance, list(codes.STATUS.values()), [0.7, 0.15, 0.1, 0.03, 0.02], size),
        "statement": "Says so.",
    }


def _casualties(chance: np.random.Generator, incidents: int, size: int) -> dict[str, object]:
    _, cells = _claims(chance, incidents, size, "C-")
    groups = [0.94, 0.03, 0.01, *([0.02 / (len(codes.PEOPLE.codes) - 3)] * (len(codes.PEOPLE.codes) - 3))]
    cells["people"] = _picked(chance, list(codes.PEOPLE.values()), groups, size)
    for measure in codebook.PEOPLE_MEASURES:
        cells |= _figures(chance, measure, _people(chance, size), chance.random(size) < BLANKS[measure.name])
    return cells


def _damage(chance: np.random.Generator, incidents: int, size: int) -> dict[str, object]:
    about, cells = _claims(chance, incidents, size, "D-")
    # Several types in one incident: half of the claims are about an incident that has one already.
    cells["incident_id"] = _numbers("CD-", incidents).take(about // 2).reset_index(drop=True)
    kinds = codes.STRUCTURE_TYPE.values()
    cells["structure_type"] = pd.Categorical.from_codes(_zipf(chance, len(kinds), size), list(kinds))
    cells["extent"] = _picked(chance, list(codes.EXTENT.values()), [0.2, 0.6, 0.2], size)
    return cells | _figures(chance, codebook.STRUCTURES, 1 + _people(chance, size), chance.random(size) < 0.2)


def _figures(
    chance: np.random.Generator, measure: codebook.Measure, best: np.ndarray, blank: np.ndarray
) -> dict[str, pd.arrays.IntegerArray]:
    """Low, best and high: mostly a best alone, in some claims a range with or without a best, in some an open top."""
    size = len(best)
    form = chance.choice(4, size, p=[0.75, 0.12, 0.08, 0.05])
    low, high = best - chance.integers(0, 1 + best // 2), best + chance.integers(0, 2 + best // 2)
    return {
        str(measure.low): _blanked(low, blank | (form == 0)),
        str(measure.best): _blanked(best, blank | (form >= 2)),
        str(measure.high): _blanked(high, blank | (form == 0) | (form == 3)),
    }


def of_records(**tables: list[dict[str, object]]) -> Dataset:
    """A dataset of records by table name: each is the codebook's example with some cells changed, and no figures.

    Each table that is not given is empty, but for one source.
    """
    tables = {"sources": [{}]} | tables
    return Dataset(
        1, **{table.name: _typed(table.name, _cells(table, tables.get(table.name, []))) for table in codebook.TABLES}
    )


def _cells(table: codebook.Table, changes: list[dict[str, object]]) -> dict[str, list[str]]:
    blank = dict.fromkeys((str(c) for m in codebook.MEASURES for c in m.columns if c in table.columns), "")
    example = codebook.example_record(table) | blank
    for each in changes:
        if strangers := each.keys() - example.keys():
            raise KeyError(f"{table.name} has no column {sorted(strangers)}")
    return {
        name: pd.Series(
            ["" if each.get(name, cell) is None else str(each.get(name, cell)) for each in changes], dtype="str"
        )
        for name, cell in example.items()
    }
