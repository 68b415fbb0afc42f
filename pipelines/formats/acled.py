"""ACLED event data, with the header it has now and the one it had before.

ACLED writes 0 both for "nobody killed" and for "not known", so its 0 becomes blank; its 3, 10, 12 and 100 may stand
for "several", "many", "dozens" and "hundreds", so the statement says so. It has no injured and no structures.
Protests, riots and strategic developments are no armed incidents and are left out, but for interceptions.
Its terms do not allow rows to be passed on, which the import says.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from pipelines import clean, codebook, issue
from pipelines.formats import fill, simple
from pipelines.formats.layout import Converted, Layout
from pipelines.issue import Issue
from pipelines.match import plain
from pipelines.wording import foreign, reading

COLUMNS: tuple[str, ...] = (
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
    "iso3",
)
"""Every column of both headers."""

TYPES = {
    "shelling/artillery/missile attack": "shelling",
    "air/drone strike": "air_strike",
    "remote explosive/landmine/ied": "explosion_unknown",
    "suicide bomb": "ied",
    "grenade": "small_arms",
    "chemical weapon": "unknown",
    "armed clash": "ground_raid",
    "government regains territory": "ground_raid",
    "non-state actor overtakes territory": "ground_raid",
    "attack": "unknown",
    "sexual violence": None,
    "abduction/forced disappearance": None,
    "disrupted weapons use": "interception_debris",
}
"""Sub-event type to incident type; None and anything else is not an armed incident here."""

WORDS = {
    "shelling/artillery/missile attack": (
        (r"shell|artiller|mortar|grad\b|howitzer|mlrs|rocket launcher", "shelling"),
        (r"missile", "missile_strike"),
    ),
    "air/drone strike": (
        (r"drone|uav|unmanned|quadcopter|shahed|fpv", "drone_strike"),
        (r"air ?strike|aircraft|warplane|jet|helicopter|air force|bomb", "air_strike"),
    ),
    "remote explosive/landmine/ied": (
        (r"\bied\b|improvised|roadside bomb|car bomb|vbied", "ied"),
        (r"\bmine|landmine|remnant|unexploded|uxo|erw", "mine_erw"),
    ),
    "attack": ((r"shot|shoot|gunfire|gunmen|opened fire|small arms|sniper", "small_arms"),),
}
"""For sub-event types that cover several of ours: what the notes must say for each, in order."""

VAGUE = frozenset({"3", "10", "12", "100"})
"""Fatalities that may stand for a word."""

PLACE_PRECISION = {"1": "settlement", "2": "district", "3": "region"}

_NEEDED = frozenset({"event_id_cnty", "event_date", "event_type", "sub_event_type", "fatalities", "notes"})
_USED = frozenset(
    "event_id_cnty event_date time_precision event_type sub_event_type actor1 actor2 iso country iso3 admin1 admin2 "
    "location latitude longitude geo_precision source notes fatalities".split()
)


def recognises(header: Sequence[str]) -> bool:
    """Whether the columns that both headers have are there."""
    return {plain(name) for name in header} >= _NEEDED


def convert(frame: pd.DataFrame, file: str) -> Converted:
    """ACLED events as rows of the simple form. Rows that are no armed incidents come back as issues that drop them."""
    names = {plain(str(name)): name for name in reversed(frame.columns)}

    def cells(name: str) -> pd.Series:
        if name not in names:
            return pd.Series("", index=frame.index, dtype="str")
        found = frame[names[name]].str.strip()
        return found if name == "iso" else found.mask(found == "NA", "")

    sub_type = cells("sub_event_type").str.casefold()
    notes = cells("notes")
    types, is_open = _types(sub_type, notes)
    fatalities = cells("fatalities").str.replace(r"\.0+$", "", regex=True)
    is_vague = fatalities.isin(VAGUE)
    source = cells("source")
    event = cells("event_id_cnty")
    start, end, precision = _days(cells)
    statement = fill.rows(foreign.ACLED_STATEMENT, event=event, fatalities=fatalities)
    statement = statement.mask(is_vague, fill.rows(foreign.ACLED_MAY_BE_WORD, statement=statement))
    country = cells("iso3").where(cells("iso3") != "", cells("country"))
    text = pd.DataFrame(
        {
            codebook.INCIDENT_ID: ("ACLED-" + event).mask(event == "", ""),
            codebook.DATE_START: start,
            codebook.DATE_END: end,
            codebook.DATE_PRECISION: precision,
            codebook.COUNTRY: country.where(country != "", cells("iso")),
            codebook.REGION: cells("admin1"),
            codebook.PLACE: cells("location"),
            codebook.LATITUDE: cells("latitude"),
            codebook.LONGITUDE: cells("longitude"),
            codebook.PLACE_PRECISION: cells("geo_precision").map(PLACE_PRECISION).fillna(cells("geo_precision")),
            codebook.INCIDENT_TYPE: types,
            codebook.SUMMARY: cells("event_type") + ": " + cells("sub_event_type") + ". " + notes,
            codebook.KILLED.best: fatalities.mask(fatalities == "0", ""),
            codebook.PUBLISHER: fill.rows(
                foreign.ACLED_FROM, sources=source.mask(source == "", foreign.SOURCES_NOT_NAMED)
            ),
            codebook.TITLE: fill.rows(foreign.ACLED_EVENT, event=event),
            codebook.STATEMENT: statement,
        },
        index=frame.index,
    ).astype("str")
    text.columns = [str(column) for column in text.columns]
    labels = {
        str(codebook.INCIDENT_ID): "event_id_cnty",
        str(codebook.DATE_START): "event_date",
        str(codebook.DATE_END): "event_date",
        str(codebook.DATE_PRECISION): "time_precision",
        str(codebook.COUNTRY): "country",
        str(codebook.REGION): "admin1",
        str(codebook.PLACE): "location",
        str(codebook.LATITUDE): "latitude",
        str(codebook.LONGITUDE): "longitude",
        str(codebook.PLACE_PRECISION): "geo_precision",
        str(codebook.INCIDENT_TYPE): "sub_event_type",
        str(codebook.KILLED.best): "fatalities",
        str(codebook.PUBLISHER): "source",
        str(codebook.SUMMARY): "notes",
    }
    issues = _notes(cells, file, fatalities, is_vague, types, is_open)
    not_kept = tuple(str(name) for name in frame.columns if plain(str(name)) not in _USED)
    return Converted(simple.TABLE, text, labels, labels, not_kept, issues if len(frame) else [])


def _types(sub_type: pd.Series, notes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Incident type of each row ("" for what is no armed incident), and where the notes had to decide."""
    types = sub_type.map({name: code or "" for name, code in TYPES.items()}).fillna("").astype("str")
    is_open = sub_type.isin(WORDS)
    for name, choices in WORDS.items():
        undecided = sub_type == name
        if not undecided.any():
            continue
        types = types.mask(undecided, "unknown")
        for pattern, code in choices:
            hit = undecided & notes.str.contains(pattern, case=False, regex=True)
            types = types.mask(hit, code)
            undecided &= ~hit
    return types, is_open


def _days(cells) -> tuple[pd.Series, pd.Series, pd.Series]:
    """First and last day and precision: ACLED gives the middle of the week or month that it means.

    A time precision that ACLED does not have passes through and becomes an issue as a date precision.
    """
    event_date, level = cells("event_date"), cells("time_precision").str.replace(r"\.0+$", "", regex=True)
    keys = event_date + "\x1f" + level
    positions, different = pd.factorize(keys)
    made = [_around(*key.split("\x1f", 1)) for key in different]
    first, last, precision = (
        pd.Series(np.array([each[at] for each in made], dtype=object)[positions], index=event_date.index, dtype="str")
        for at in range(3)
    )
    return first, last, precision


def _around(text: str, level: str) -> tuple[str, str, str]:
    span = clean.span_of(text)
    if not isinstance(span, tuple) or level not in ("2", "3"):
        return text, text, {"1": "day", "2": "week", "3": "month"}.get(level, level)
    day = span[0]
    if level == "2":
        first, last = day - timedelta(days=3), day + timedelta(days=3)
        return first.isoformat(), last.isoformat(), "week"
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.isoformat(), last.isoformat(), "month"


def _notes(
    cells, file: str, fatalities: pd.Series, is_vague: pd.Series, types: pd.Series, is_open: pd.Series
) -> list[Issue]:
    """What the import must say of ACLED's numbers and types."""
    issues = [Issue(issue.TERMS, file), Issue(issue.NO_INJURED, file)]
    for rule, rows in ((issue.ZERO_UNCLEAR, fatalities == "0"), (issue.STANDS_FOR_WORD, is_vague)):
        lines = rows.index[rows.to_numpy()]
        if len(lines):
            details = {"count": len(lines), "line": int(lines[0])}
            issues.append(Issue(rule, file, None, "fatalities", "", details))
    label = "sub_event_type"
    given = cells(label)
    outside = np.flatnonzero((types == "").to_numpy())
    issues.extend(issue.many(issue.NOT_ARMED, file, types.index[outside].tolist(), label, given.iloc[outside]))
    told = np.flatnonzero((is_open & (types != "")).to_numpy())
    words = codebook.INCIDENT_TYPE.code_list.labels()
    details = [{"type": words[types.iloc[at]]} for at in told]
    issues.extend(issue.many(issue.TYPE_UNCLEAR, file, types.index[told].tolist(), label, given.iloc[told], details))
    return issues


LAYOUT = Layout("acled", reading.ACLED, recognises, convert, is_foreign=True)
