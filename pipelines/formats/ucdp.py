"""UCDP Georeferenced Event Dataset (GED and Candidate): 45 to 52 columns in any order.

UCDP counts deaths only: injured is unknown, never 0. `event_clarity` 2 means that its source had already lumped
several events together, so the record is a period statement. `best` is the sum of its parts, which is checked.
UCDP's terms: CC BY 4.0.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines import codebook, issue
from pipelines.formats import fill, simple
from pipelines.formats.layout import Converted, Layout
from pipelines.issue import Issue
from pipelines.match import plain
from pipelines.wording import foreign, reading

COLUMNS: tuple[str, ...] = (
    "id",
    "relid",
    "year",
    "active_year",
    "start_year",
    "end_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "iso3",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
)
"""Every column of any release."""

PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
"""The columns that `best` is the sum of."""

DATE_PRECISION = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
PLACE_PRECISION = {
    "1": "exact",
    "2": "settlement",
    "3": "district",
    "4": "region",
    "5": "region",
    "6": "country",
    "7": "country",
}
SCOPE = {"1": "incident", "2": "period"}

_NEEDED = frozenset({"id", "date_start", "date_end", "best", "low", "high", "type_of_violence", "country"})
_USED = frozenset(COLUMNS) - {"year", "active_year", "start_year", "end_year", "geom_wkt", "priogrid_gid", "region"}


def recognises(header: Sequence[str]) -> bool:
    """Whether the columns that every release has are there."""
    return {plain(name) for name in header} >= _NEEDED


def convert(frame: pd.DataFrame, file: str) -> Converted:
    """UCDP events as rows of the simple form; `iso3` names the country where it is given."""
    names = {plain(str(name)): name for name in reversed(frame.columns)}

    def cells(name: str) -> pd.Series:
        if name not in names:
            return pd.Series("", index=frame.index, dtype="str")
        return frame[names[name]].str.strip()

    clarity = _code(cells("event_clarity"))
    where = _code(cells("where_prec"))
    event = _code(cells("id"))
    headline = cells("source_headline")
    office = _different_parts(cells("source_office"))
    text = pd.DataFrame(
        {
            codebook.INCIDENT_ID: ("UCDP-" + event).mask(event == "", ""),
            codebook.DATE_START: cells("date_start"),
            codebook.DATE_END: cells("date_end"),
            codebook.DATE_PRECISION: _mapped(_code(cells("date_prec")), DATE_PRECISION),
            codebook.COUNTRY: cells("iso3").where(cells("iso3") != "", cells("country")),
            codebook.REGION: cells("adm_1"),
            codebook.PLACE: cells("where_coordinates"),
            codebook.LATITUDE: cells("latitude"),
            codebook.LONGITUDE: cells("longitude"),
            codebook.PLACE_PRECISION: _mapped(where, PLACE_PRECISION),
            codebook.SCOPE: _mapped(clarity, SCOPE),
            codebook.SUMMARY: _summary(cells),
            codebook.KILLED.low: _code(cells("low")),
            codebook.KILLED.best: _code(cells("best")),
            codebook.KILLED.high: _code(cells("high")),
            codebook.PUBLISHER: fill.rows(
                foreign.UCDP_FROM, sources=office.mask(office == "", foreign.SOURCES_NOT_NAMED)
            ),
            codebook.TITLE: headline.mask(headline == "", fill.rows(foreign.UCDP_EVENT, event=event)),
            codebook.PUBLISHED_ON: cells("source_date").str.split(";").str[0].fillna("").str.strip(),
            codebook.ATTRIBUTED_TO: cells("source_original"),
            codebook.STATEMENT: _statement(cells, event),
        },
        index=frame.index,
    ).astype("str")
    text.columns = [str(column) for column in text.columns]
    # 1753-01-01 is the database's way of writing "no date".
    not_dates = ~text[codebook.PUBLISHED_ON].str.fullmatch(r"(?:19|20)\d{2}-\d{2}-\d{2}.*")
    text.loc[not_dates.to_numpy(), str(codebook.PUBLISHED_ON)] = ""
    labels = {
        str(codebook.INCIDENT_ID): "id",
        str(codebook.DATE_START): "date_start",
        str(codebook.DATE_END): "date_end",
        str(codebook.DATE_PRECISION): "date_prec",
        str(codebook.COUNTRY): "country",
        str(codebook.REGION): "adm_1",
        str(codebook.PLACE): "where_coordinates",
        str(codebook.LATITUDE): "latitude",
        str(codebook.LONGITUDE): "longitude",
        str(codebook.PLACE_PRECISION): "where_prec",
        str(codebook.SCOPE): "event_clarity",
        str(codebook.KILLED.low): "low",
        str(codebook.KILLED.best): "best",
        str(codebook.KILLED.high): "high",
        str(codebook.PUBLISHER): "source_office",
        str(codebook.TITLE): "source_headline",
        str(codebook.PUBLISHED_ON): "source_date",
        str(codebook.ATTRIBUTED_TO): "source_original",
    }
    issues = [*_sums(cells, file), Issue(issue.NO_INJURED, file), Issue(issue.NO_TYPE, file)]
    not_kept = tuple(str(name) for name in frame.columns if plain(str(name)) not in _USED)
    return Converted(simple.TABLE, text, labels, labels, not_kept, issues if len(frame) else [])


def _code(cells: pd.Series) -> pd.Series:
    """Whole numbers without the ".0" that some releases write."""
    return cells.str.replace(r"\.0+$", "", regex=True)


def _mapped(cells: pd.Series, codes: dict[str, str]) -> pd.Series:
    """Codes in our words; one that UCDP does not have stays as it is and becomes an issue."""
    return cells.map(codes).fillna(cells).astype("str")


def _different_parts(cells: pd.Series) -> pd.Series:
    """A list with semicolons with each name once."""
    positions, different = pd.factorize(cells)
    made = np.array(
        ["; ".join(dict.fromkeys(part.strip() for part in text.split(";") if part.strip())) for text in different],
        dtype=object,
    )
    return pd.Series(made[positions], index=cells.index, dtype="str")


def _summary(cells) -> pd.Series:
    kind = _code(cells("type_of_violence")).map(foreign.VIOLENCE).fillna(foreign.VIOLENCE_OTHER).astype("str")
    where = cells("where_description")
    where = where.mask(where == "", cells("where_coordinates"))
    district = cells("adm_2")
    summary = fill.rows(foreign.UCDP_SUMMARY, kind=kind, dyad=cells("dyad_name"), where=where)
    return summary.where(district == "", fill.rows(foreign.UCDP_DISTRICT, summary=summary, district=district))


def _statement(cells, event: pd.Series) -> pd.Series:
    return fill.rows(foreign.UCDP_STATEMENT, event=event, **{name: _code(cells(name)) for name in PARTS})


def _sums(cells, file: str) -> list[Issue]:
    """Events whose best is not the sum of its parts."""
    best = pd.to_numeric(cells("best"), errors="coerce")
    parts = sum(pd.to_numeric(cells(name), errors="coerce") for name in PARTS)
    wrong = np.flatnonzero((best.notna() & parts.notna() & (best != parts)).to_numpy())
    details = [{"best": f"{best.iloc[at]:g}", "parts": f"{parts.iloc[at]:g}"} for at in wrong]
    return issue.many(issue.NO_EVENT_SUM, file, best.index[wrong].tolist(), "best", None, details)


LAYOUT = Layout("ucdp", reading.UCDP, recognises, convert, is_foreign=True)
