"""What the API says: the parameters of an address in, plain records out.

The parameters are those of the address bar (`selection.PARAMETERS`). Here nothing is guessed and nothing passed over: a
misspelt parameter would give other numbers than were asked for, so each one that is not understood is a problem.
The totals are `publish.tally_record`, the same as the command line prints. `openapi.py` describes all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipelines import codebook, explain, places, publish, selection, wording
from pipelines.codebook import MEASURES
from pipelines.dataset import Dataset
from pipelines.extract import Extract
from pipelines.selection import PARAMETERS, Selection
from pipelines.tally import Figure, Row, Tally
from pipelines.wording import terminal

SETTLING = ("rule", "status", "as_of")
"""The parameters that say how figures are settled, and of which version: all that one incident can be asked with."""

FORMAT, PAGE, PER_PAGE = "format", "page", "per_page"
FORMATS = ("json", "csv")
USUAL_PER_PAGE, MOST_PER_PAGE = 100, 1000

_AT_ONCE = 10_000
"""Incidents made into CSV at a time, so that a million of them are never in memory as text."""

_SINGLE = ("from", "to", "rule", "as_of", FORMAT, PAGE, PER_PAGE)
"""Parameters that can be given once only."""

STANDINGS = ("counted", "set_apart", "duplicate")
"""Whether a record is added into totals, and why not: it speaks of a period or running total, or repeats another."""

TOTAL_COLUMNS = (
    "breakdown",
    "code",
    "measure",
    "low",
    "best",
    "high",
    "or_more",
    "incidents",
    "incidents_with_figure",
    "incidents_without_figure",
)
"""The columns of the totals as CSV: a line for each total and each line of each breakdown, by measure."""

CLAIM_COLUMNS = (
    codebook.CLAIM_ID,
    "table",
    codebook.INCIDENT_ID,
    codebook.SOURCE_ID,
    codebook.TITLE,
    codebook.PUBLISHER,
    codebook.PUBLISHED_ON,
    codebook.URL,
    codebook.ARCHIVE_URL,
    codebook.ATTRIBUTED_TO,
    codebook.REPORTED_ON,
    codebook.STATUS,
    codebook.PEOPLE,
    codebook.STRUCTURE_TYPE,
    codebook.EXTENT,
    "measure",
    "low",
    "best",
    "high",
    "role",
    "meaning",
    codebook.STATEMENT,
)
"""The columns of one incident as CSV: a line for each claim and measure it gives a figure for, and its source."""

Query = Mapping[str, Sequence[str]]


def asked(query: Query, known: Sequence[str]) -> tuple[Selection, list[str]]:
    """The selection of an address, and a sentence for each thing in it that is not understood.

    `known` are the parameters that may stand in it.
    """
    problems = [
        wording.API_UNKNOWN_PARAMETER.format(name=name, known=", ".join(known)) for name in query if name not in known
    ]
    problems += [wording.API_TWICE.format(name=name) for name in _SINGLE if len(query.get(name, ())) > 1]
    regions, unknown = _regions_asked(query.get(PARAMETERS["regions"], ()))
    chosen, more = selection.from_query({**query, PARAMETERS["regions"]: regions})
    return chosen, [*problems, *more, *unknown]


def _regions_asked(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The codes of the regions and countries that codes or names mean, and what is wrong with the others."""
    codes, problems = [], []
    for text in filter(None, texts):
        found = places.area_codes(text)
        codes += found
        if not found:
            problems.append(wording.API_UNKNOWN_AREA.format(text=text))
        elif len(found) > 1:
            problems.append(terminal.AMBIGUOUS_AREA.format(text=text, codes=wording.OR.join(found)))
    return codes, problems


def number_asked(query: Query, name: str, usual: int, most: int) -> tuple[int, list[str]]:
    """A whole number from 1 to `most` in an address, and what is wrong with it."""
    text = next(iter(query.get(name, ())), "") or str(usual)
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text), []
    return usual, [wording.API_NOT_A_NUMBER.format(name=name, text=text, most=most)]


def choice_asked(query: Query, name: str, choices: Sequence[str]) -> tuple[str, list[str]]:
    """One of some choices in an address, the first where none is named, and what is wrong with it."""
    text = next(iter(query.get(name, ())), "") or choices[0]
    if text in choices:
        return text, []
    return choices[0], [wording.API_NOT_A_CHOICE.format(name=name, text=text, choices=", ".join(choices))]


def chosen_record(chosen: Selection, version: int) -> dict[str, object]:
    """The selection as parameters of a lasting address: what is restricted, the counting rule and the version."""
    asked = {name: values[0] if name in _SINGLE else values for name, values in selection.to_query(chosen).items()}
    return {**asked, PARAMETERS["rule"]: chosen.rule, PARAMETERS["as_of"]: version}


def incidents(extract: Extract, page: int, per_page: int) -> dict[str, object]:
    """One page of the incidents selected, in date order, with their settled figures and how many there are in all."""
    rows = extract.rows()
    on_page = extract.settled.incidents.iloc[rows[(page - 1) * per_page : page * per_page]]
    return {
        "version": extract.version,
        "selection": chosen_record(extract.selection, extract.version),
        "incidents": len(rows),
        "page": page,
        "pages": -(-len(rows) // per_page),
        "per_page": per_page,
        "records": _with_figures(extract.data, on_page),
    }


def incidents_csv(extract: Extract, rows: np.ndarray) -> Iterator[bytes]:
    """The incidents at these rows of the settled frame as a CSV, in pieces."""
    for first in range(0, max(len(rows), 1), _AT_ONCE):
        part = rows[first : first + _AT_ONCE]
        file = publish.frame_csv(publish.incidents_with_figures(extract.data, extract.settled, part))
        yield file if not first else file.split(b"\r\n", 1)[1]


def incident(extract: Extract, incident_id: str, revisions: pd.DataFrame) -> dict[str, object] | None:
    """One record of any kind: what happened, its settled figures, every claim with its role and source, revisions.

    `revisions` as `ledger.revisions` gives them; those after the version are left out. None where there is no such
    record in the version.
    """
    data, settled = extract.data, extract.settled
    at = np.flatnonzero((data.incidents[codebook.INCIDENT_ID] == incident_id).to_numpy())
    if not len(at):
        return None
    chosen = extract.selection
    roles = explain.evidence(data, incident_id, chosen.rule, chosen.statuses)
    frames = {"counted": settled.incidents, "set_apart": settled.apart}
    standing, (record,) = next(
        (
            (name, _with_figures(data, frame[here]))
            for name, frame in frames.items()
            if (here := (frame["record"] == at[0]).to_numpy()).any()
        ),
        ("duplicate", [_plain(data.incidents.iloc[at])[0] | dict.fromkeys(m.name for m in MEASURES)]),
    )
    return {
        "version": extract.version,
        "selection": chosen_record(chosen, extract.version),
        "standing": standing,
        "record": record,
        "claims": [
            claim
            for name, claims in zip(("casualties", "damage"), explain.claims(data, incident_id), strict=True)
            for claim in _claims(name, claims, data.sources, roles)
        ],
        "revisions": _revisions(revisions, extract.version),
    }


def claim_lines(of: Mapping[str, Any]) -> list[dict[str, object]]:
    """What `incident` says, as lines under `CLAIM_COLUMNS`."""
    lines = []
    for claim in of["claims"]:
        source = {name: value for name, value in claim["source"].items() if name in CLAIM_COLUMNS}
        whole = {name: value for name, value in (claim | source).items() if name in CLAIM_COLUMNS}
        for figure in claim["figures"] or [{}]:
            lines.append(whole | {name: value for name, value in figure.items() if name in CLAIM_COLUMNS})
    return lines


def tally_lines(tally: Tally) -> list[dict[str, object]]:
    """The totals and breakdowns as lines under `TOTAL_COLUMNS`. What a breakdown cannot place has a blank code."""
    whole = Row("", tally.incidents, tally.totals)
    breakdowns = (
        ("total", (whole,)),
        ("region", tally.by_region),
        ("month", tally.by_month),
        ("incident_type", tally.by_type),
    )
    lines = [
        _total_line(name, row.key, measure, figure, row.incidents)
        for name, rows in breakdowns
        for row in rows
        for measure, figure in row.figures.items()
    ]
    structures = codebook.STRUCTURES.name
    lines += [_total_line("structure_type", row.key, structures, row.figure, None) for row in tally.by_structure]
    lines += [
        {"breakdown": "extent", "code": code, "measure": structures, "best": count}
        for code, count in tally.by_extent.items()
    ]
    apart = tally.set_apart
    return lines + [
        _total_line("set_apart", "", measure, figure, apart.records) for measure, figure in apart.figures.items()
    ]


def _total_line(breakdown: str, key: object, measure: str, figure: Figure, incidents: int | None) -> dict[str, object]:
    code = key.strftime("%Y-%m") if hasattr(key, "strftime") else key
    record = publish.figure_record(figure)
    return {"breakdown": breakdown, "code": code, "measure": measure, "incidents": incidents, **record}


def _with_figures(data: Dataset, frame: pd.DataFrame) -> list[dict[str, object]]:
    """The records at some rows of `settled.incidents` or `settled.apart`, each with a figure per measure."""
    records = _plain(data.incidents.iloc[frame["record"].to_numpy()])
    for measure in MEASURES:
        names = [f"{measure.name}{end}" for end in ("_known", "_low", "", "_high", "_open")]
        columns = [frame[name].tolist() for name in names]
        for record, known, low, best, high, is_open in zip(records, *columns, strict=True):
            ends = (int(low), int(best), int(high)) if known else (None, None, None)
            record[measure.name] = dict(zip(("low", "best", "high"), ends, strict=True)) | {
                "or_more": known and bool(is_open)
            }
    return records


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values: days as ISO text, numbers as numbers, what is blank as None."""
    columns = {}
    for name, cells in frame.items():
        if pd.api.types.is_datetime64_any_dtype(cells):
            cells = cells.dt.strftime("%Y-%m-%d")
        columns[str(name)] = [
            None if blank else value for value, blank in zip(cells.tolist(), cells.isna(), strict=True)
        ]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _claims(
    table: str, claims: pd.DataFrame, sources: pd.DataFrame, roles: pd.DataFrame
) -> Iterator[dict[str, object]]:
    """The claims of one table about one incident: as recorded, with their source and the role of each figure."""
    measures = {measure.name: measure for measure in MEASURES}
    of_sources = {
        record[codebook.SOURCE_ID]: record
        for record in _plain(sources[sources[codebook.SOURCE_ID].isin(claims[codebook.SOURCE_ID])])
    }
    columns = codebook.table(table).columns
    of_claims = dict(list(roles.groupby("claim_id")))
    for claim in _plain(claims):
        figures = []
        for role in of_claims[claim[codebook.CLAIM_ID]].itertuples(index=False):
            measure = measures[role.measure]
            if measure.best not in columns or role.role == "no figure":
                continue
            low, best, high = (claim[name] for name in measure.columns)
            status = claim[codebook.STATUS]
            meaning = wording.ROLES[role.role].format(status=status)
            figures.append(
                {"measure": role.measure, "low": low, "best": best, "high": high, "role": role.role, "meaning": meaning}
            )
        yield {"table": table, **claim, "source": of_sources.get(claim[codebook.SOURCE_ID]), "figures": figures}


def _revisions(revisions: pd.DataFrame, version: int) -> list[dict[str, Any]]:
    """The revisions up to a version, oldest first; an undo after it is not known to it."""
    until = revisions[(revisions["version"] <= version).to_numpy(dtype=bool)]
    records = _plain(until.assign(at=until["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")))
    for record in records:
        if (record["undone_by"] or 0) > version:
            record["undone_by"] = None
    return records
