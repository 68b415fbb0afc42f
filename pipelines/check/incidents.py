"""Rules about incidents: days, points on the map, circles of duplicates."""

import numpy as np

from pipelines import issue, places, wording
from pipelines.check.rows import Rows, day
from pipelines.codebook import (
    COUNTRY,
    DATE_END,
    DATE_PRECISION,
    DATE_START,
    DUPLICATE_OF,
    INCIDENT_ID,
    LATITUDE,
    LONGITUDE,
    PLACE_PRECISION,
    SCOPE,
)
from pipelines.dataset import Dataset, circles_of
from pipelines.issue import Issue
from pipelines.wording import checking as words

MOST_DAYS = {"day": 1, "days": 6, "week": 7, "month": 31, "year": 366}
"""Days that a date precision covers at most. Period statements and running totals are not held to it."""

MOST_NAMED = 5
"""How many of the others in a circle an issue names."""

FAR_DEGREES = 3.0
"""A point at sea this far from its country is worth a look."""


def days(rows: Rows) -> list[Issue]:
    """The last day is not before the first, and both fit the date precision."""
    frame = rows.frame
    if frame.empty:
        return []
    days = ((frame[DATE_END] - frame[DATE_START]).dt.days + 1).to_numpy(dtype="float64", na_value=np.nan)
    wrong = np.flatnonzero(days < 1)
    details = [{"start": day(frame[DATE_START].iloc[at]), "end": day(frame[DATE_END].iloc[at])} for at in wrong]
    issues = rows.issues(issue.DATE_ORDER, wrong, DATE_END, details)
    most = frame[DATE_PRECISION].astype("object").map(MOST_DAYS).to_numpy(dtype="float64", na_value=np.nan)
    wide = np.flatnonzero((days > most) & (frame[SCOPE] == "incident").to_numpy())
    details = [
        {
            "start": day(frame[DATE_START].iloc[at]),
            "end": day(frame[DATE_END].iloc[at]),
            "days": int(days[at]),
            "precision": frame[DATE_PRECISION].iloc[at],
            "most": words.DAYS[bool(most[at] != 1)].format(count=f"{most[at]:.0f}"),
        }
        for at in wide
    ]
    return issues + rows.issues(issue.SPAN, wide, DATE_PRECISION, details)


def points(rows: Rows) -> list[Issue]:
    """Coordinates lie in the named country. A place known to the country only may lie at sea."""
    frame = rows.frame
    latitude, longitude = frame[LATITUDE].to_numpy(), frame[LONGITUDE].to_numpy()
    sound = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    zero = np.flatnonzero(sound & (latitude == 0) & (longitude == 0))
    issues = rows.issues(issue.NO_POINT, zero, LATITUDE)
    wanted = sound & ~((latitude == 0) & (longitude == 0)) & (frame[PLACE_PRECISION] != "country").to_numpy()
    return issues + _elsewhere(rows, wanted) if wanted.any() else issues


def _elsewhere(rows: Rows, wanted: np.ndarray) -> list[Issue]:
    """Those of the `wanted` rows whose point lies outside the named country."""
    from pipelines.places import borders  # here: it takes a while to come, and many files have no coordinates

    frame = rows.frame
    latitude, longitude = frame[LATITUDE].to_numpy(), frame[LONGITUDE].to_numpy()
    outside: list[np.ndarray] = []
    codes = frame[COUNTRY].cat.codes.to_numpy()
    for number, country in enumerate(frame[COUNTRY].cat.categories):
        at = np.flatnonzero(wanted & (codes == number))
        if len(at):
            outside.append(at[~borders.inside(country, latitude[at], longitude[at])])
    wrong = np.sort(np.concatenate(outside)) if outside else np.zeros(0, dtype="int64")
    if not len(wrong):
        return []
    holder = borders.country_at(latitude[wrong], longitude[wrong])
    named = frame[COUNTRY].astype("object").to_numpy()[wrong]
    swapped = _would_fit(named, longitude[wrong], latitude[wrong])
    details = [
        {
            "latitude": f"{latitude[at]:g}",
            "longitude": f"{longitude[at]:g}",
            "country": places.country_name(country),
            "found": places.country_name(found),
            "swapped": words.WHICH_WAY_ROUND if fits else "",
        }
        for at, country, found, fits in zip(wrong, named, holder, swapped, strict=True)
    ]
    foreign = np.array([part.is_foreign for part in rows.parts], dtype=bool)[rows.part[wrong]]
    issues: list[Issue] = []
    elsewhere = holder != ""
    near = borders.distance(named, latitude[wrong], longitude[wrong]) < FAR_DEGREES
    for rule, mask in (
        (issue.ELSEWHERE, elsewhere & ~foreign),
        (issue.ELSEWHERE_FOREIGN, elsewhere & foreign),
        (issue.FAR_AWAY, ~elsewhere & ~near),
    ):
        chosen = np.flatnonzero(mask)
        issues += rows.issues(rule, wrong[chosen], LATITUDE, [details[each] for each in chosen])
    return issues


def _would_fit(countries: np.ndarray, latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    from pipelines.places import borders

    fits = np.zeros(len(countries), dtype=bool)
    sound = np.abs(latitude) <= 90
    for country in set(countries):
        at = np.flatnonzero(sound & (countries == country))
        fits[at] = borders.inside(country, latitude[at], longitude[at])
    return fits


def circles(rows: Rows, current: Dataset) -> list[Issue]:
    """A duplicate must lead, in one or more steps, to a record that is kept."""
    stored = current.incidents[[INCIDENT_ID, DUPLICATE_OF]].dropna()
    mine = rows.frame[[INCIDENT_ID, DUPLICATE_OF]].dropna()
    if mine.empty:
        return []
    leads_to = dict(zip(stored[INCIDENT_ID], stored[DUPLICATE_OF], strict=True))
    leads_to.update(dict.fromkeys(rows.frame[INCIDENT_ID]))
    leads_to.update(zip(mine[INCIDENT_ID], mine[DUPLICATE_OF], strict=True))
    place = circles_of(leads_to, mine[INCIDENT_ID])
    wrong = [at for at, start in zip(mine.index, mine[INCIDENT_ID], strict=True) if start in place]
    details = []
    for start in mine[INCIDENT_ID].loc[wrong]:
        circle, here = place[start]
        others = [circle[(here + step) % len(circle)] for step in range(1, min(len(circle), MOST_NAMED + 1))]
        names = ", ".join(others)
        names = names if len(others) == len(circle) - 1 else wording.AND_MORE.format(names=names)
        details.append({"through": words.THROUGH.format(numbers=names) if others else ""})
    return rows.issues(issue.SELF_DUPLICATE, np.array(wrong, dtype="int64"), DUPLICATE_OF, details)
