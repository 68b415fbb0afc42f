"""Which sources a selection of records rests on, and how new they are: for the source line under every chart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from pipelines import codebook
from pipelines.dataset import Dataset, rows_of
from pipelines.wording import exports, foreign

LONGEST_ORIGIN = 40
"""Characters of the name of a paper or agency that a collection took its reports from."""


@dataclass(frozen=True)
class Cited:
    """Who published the claims about a selection, most claims first, and the day of the newest of these claims.

    `latest` is None where no claim has a day. `collections` are those of the publishers that have terms of their own
    here: keys of `exports.COLLECTIONS`.
    """

    publishers: list[str]
    latest: date | None
    collections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citations:
    """Every claim of a dataset: the row of the record it counts for, the day it was reported, the place of its text.

    These are `record`, `reported` and `text`. A text is what the source is published by, or its title where that is
    not known; `publisher` is the place of each text's publisher in `publishers`. What a text says it was taken from is
    a pair of `origin_text`, its place, and `origin`, a place in `origins`: pairs of a publisher's place and a name.
    """

    record: np.ndarray
    reported: np.ndarray
    text: np.ndarray
    publisher: np.ndarray
    publishers: tuple[str, ...]
    origin_text: np.ndarray
    origin: np.ndarray
    origins: tuple[tuple[int, str], ...]


def split(publisher: str) -> tuple[str, tuple[str, ...]]:
    """A publisher, and the papers and agencies that it took its report from where it is a collection of such.

    "UCDP, from Reuters News; Kyiv Post" is UCDP, which took it from two.
    """
    for form in (foreign.UCDP_FROM, foreign.ACLED_FROM):
        begin = form.format(sources="")
        if publisher.startswith(begin):
            names = (name.strip() for name in publisher.removeprefix(begin).split(";"))
            known = dict.fromkeys(name for name in names if name and name != foreign.SOURCES_NOT_NAMED)
            return begin.split(",")[0], tuple(known)
    return publisher, ()


def named(publisher: str, origins: Sequence[str] = ()) -> str:
    """A publisher among others, with the first two of what it took its reports from and how many more there are.

    Commas stand between origins, semicolons between publishers: a name that has one of its own stands in quotes.
    """
    name = exports.QUOTED.format(name=publisher) if ";" in publisher else publisher
    if not origins:
        return name
    first = [_origin(each) for each in origins[:2]]
    more = len(origins) - len(first)
    form = exports.ORIGINS_ONE if len(origins) == 1 else exports.ORIGINS_TWO
    if more:
        form = exports.ORIGINS_MORE[more > 1]
    return form.format(publisher=name, first=first[0], second=first[-1], count=f"{more:,}")


def citations(data: Dataset) -> Citations:
    """The claims of a dataset and who published them; worked out once per version."""
    columns = [codebook.INCIDENT_ID, codebook.SOURCE_ID, codebook.REPORTED_ON]
    claims = pd.concat([data.casualties[columns], data.damage[columns]], ignore_index=True)
    record = rows_of(claims[codebook.INCIDENT_ID], data.incidents[codebook.INCIDENT_ID])
    source = rows_of(claims[codebook.SOURCE_ID], data.sources[codebook.SOURCE_ID])
    text, texts = pd.factorize(data.sources[codebook.PUBLISHER].fillna(data.sources[codebook.TITLE]))
    parts = [split(str(each)) for each in texts]
    publisher, publishers = pd.factorize(np.array([name for name, _ in parts], dtype=object))
    pairs = [(at, (int(publisher[at]), name)) for at, (_, names) in enumerate(parts) for name in names]
    origins = {pair: number for number, pair in enumerate(dict.fromkeys(pair for _, pair in pairs))}
    sound = (record >= 0) & (source >= 0)
    return Citations(
        record=data.counts_for[record[sound]],
        reported=claims[codebook.REPORTED_ON].to_numpy()[sound],
        text=text[source[sound]],
        publisher=publisher,
        publishers=tuple(publishers),
        origin_text=np.array([at for at, _ in pairs], dtype=np.intp),
        origin=np.array([origins[pair] for _, pair in pairs], dtype=np.intp),
        origins=tuple(origins),
    )


def cited(citations: Citations, records: np.ndarray) -> Cited:
    """Who published the claims about the records at these rows of the dataset, each named once, and the newest day."""
    chosen = np.zeros(int(citations.record.max(initial=-1)) + 1, dtype=bool)
    chosen[records[records < len(chosen)]] = True
    about = chosen[citations.record]
    claims = np.bincount(citations.text[about], minlength=len(citations.publisher))
    by_publisher = np.bincount(citations.publisher, claims, len(citations.publishers))
    by_origin = np.bincount(citations.origin, claims[citations.origin_text], len(citations.origins))
    taken_from: dict[int, list[str]] = {}
    for at in _most_first(by_origin):
        publisher, name = citations.origins[at]
        taken_from.setdefault(publisher, []).append(name)
    publishers = {at: citations.publishers[at] for at in _most_first(by_publisher)}
    names = [named(name, taken_from.get(at, ())) for at, name in publishers.items()]
    collections = tuple(name for name in publishers.values() if name in exports.COLLECTIONS)
    days = citations.reported[about]
    days = days[~np.isnat(days)]
    return Cited(names, pd.Timestamp(days.max()).date() if len(days) else None, collections)


def _most_first(counts: np.ndarray) -> list[int]:
    """The places of what is counted at all, the largest count first."""
    order = np.argsort(-counts, kind="stable")
    return order[: int((counts > 0).sum())].tolist()


def _origin(name: str) -> str:
    short = name if len(name) <= LONGEST_ORIGIN else f"{name[: LONGEST_ORIGIN - 1].rstrip()}…"
    return exports.QUOTED.format(name=short) if re.search("[,;]", short) else short
