"""The incidents: the table under the filters, and for a chosen one its evidence at an address of its own."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pipelines import caption, codebook, codes, describe, places, tally, theme, wording
from pipelines.codebook import MEASURES
from pipelines.draw import ground
from views import address, desk, downloads, evidence, parts
from views.desk import Desk

PAGE = 50
"""Rows of the table on one page: few enough to send again at each click."""

_CELL_PADDING, _MOST_WIDTH = 20, 280
"""Pixels beside the text of a cell, and of the widest column of names."""


def show(now: Desk) -> None:
    """Draw the chosen incident's evidence, or the table of those selected."""
    chosen = st.query_params.get(address.INCIDENT)
    if chosen:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                wording.BACK_TO_LIST, key="back", icon=":material/arrow_back:", on_click=open_incident, args=(None,)
            )
            _neighbours(now, chosen)
        evidence.show(now, chosen)
        return
    parts.title(now)
    if not now.tally.incidents:
        parts.nothing_here(now)
        return
    _list(now)


def _list(now: Desk) -> None:
    find, order = st.columns([3, 1], vertical_alignment="bottom")
    search = find.text_input(wording.SEARCH, key=address.SEARCH, placeholder=wording.SEARCH_PROMPT, type="search")
    sort = order.selectbox(
        wording.SORT, address.VIEW_CHOICES[address.SORT], key=address.SORT, format_func=wording.SORTS.__getitem__
    )
    rows = _found(now, search or "")
    if not len(rows):
        parts.note(wording.NO_MATCH.format(search=search))
        return
    if sort in tally.MEASURE_NAMES and not now.settled.incidents[f"{sort}_known"].to_numpy()[rows].any():
        parts.note(wording.SORT_WITHOUT_FIGURE.format(measure=theme.measure_words(sort)))
    rows = _sorted(now, rows, sort)
    all_of_them = caption.incidents(now.tally.incidents)
    shown = wording.LIST_COUNT.format(shown=theme.number(len(rows)), incidents=all_of_them, search=search)
    parts.note(f"{shown if search else wording.LIST_ALL.format(incidents=all_of_them)} {wording.LIST_HINT}")
    pages = -(-len(rows) // PAGE)
    page = min(st.session_state.get("page", 1), pages)
    on_page = rows[(page - 1) * PAGE : page * PAGE]
    _openable(now, now.settled.incidents, on_page, wording.INCIDENTS)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if pages > 1:
            st.pagination(pages, key="page")
        downloads.of_list(now, rows, search or "")
    _set_apart(now)


def _set_apart(now: Desk) -> None:
    """The records that are not single incidents: listed, openable, never among the others."""
    rows = tally.set_apart(now.settled, now.selection)
    if not len(rows):
        return
    shown = rows[:PAGE]
    parts.heading(
        wording.APART_TITLE, wording.LEFT_OUT_APART.format(records=caption.counted(len(rows), wording.COUNT_RECORDS))
    )
    _openable(now, now.settled.apart, shown, wording.APART_TITLE)
    if len(rows) > PAGE:
        parts.note(wording.UPDATE_FIRST_OF.format(shown=PAGE, count=theme.number(len(rows))))


def _openable(now: Desk, frame: pd.DataFrame, rows: np.ndarray, name: str) -> None:
    """Rows of a settled frame as a table in which a chosen row opens its evidence."""
    key = f"{name} {st.session_state.setdefault('opened', 0)}"
    ids = frame["incident_id"].iloc[rows].tolist()
    table = _page(now, frame, rows)
    st.dataframe(
        table,
        key=key,
        on_select=lambda: _open_row(key, ids),
        selection_mode="single-row",
        hide_index=True,
        height="content",
        column_config=_columns(table),
        alt=name,
    )


def _columns(table: pa.Table) -> dict[str, dict]:
    """How wide each column is: as wide as its texts need, since Streamlit cuts them off, and of figures no wider.

    So a phone shows the first of the figures.
    """
    config = {}
    for measure in MEASURES:
        needed = max(map(ground.text_width, (measure.label, theme.NO_FIGURE))) + _CELL_PADDING
        config[measure.label] = st.column_config.TextColumn(width=round(needed), alignment="right")
    for column in (codebook.PLACE.label, codebook.REGION.label):
        longest = max(ground.text_width(name) for name in [column, *table[column].to_pylist()])
        config[column] = st.column_config.Column(width=round(min(longest + _CELL_PADDING, _MOST_WIDTH)))
    return config


def _open_row(key: str, ids: list[str]) -> None:
    picked = st.session_state[key]["selection"]["rows"]
    if picked:
        open_incident(ids[picked[0]])


def open_incident(incident_id: str | None) -> None:
    """Go to an incident's evidence, or with None back to the table. For callbacks."""
    if incident_id is None:
        st.query_params.pop(address.INCIDENT, None)
    else:
        st.query_params[address.INCIDENT] = incident_id
    # A row stays ticked in the browser's table; a new key starts with none.
    st.session_state["opened"] = st.session_state.get("opened", 0) + 1


@st.cache_resource(max_entries=2, show_spinner=False)
def _search_texts(version: int) -> tuple[pa.ChunkedArray, pa.ChunkedArray, np.ndarray]:
    """In lower case, a text per record of a version and one per claim, and the position of each claim's record.

    Of a record: number, place, region, country, type, summary. Of a claim: who speaks, and what is said.
    """
    data = desk.data(version)
    incidents = data.incidents
    records = _joined(
        incidents[codebook.INCIDENT_ID],
        incidents[codebook.PLACE],
        _named(incidents[codebook.REGION], places.region_name),
        _named(incidents[codebook.COUNTRY], places.country_name),
        _named(incidents[codebook.INCIDENT_TYPE], codes.INCIDENT_TYPE.label_of),
        incidents[codebook.SUMMARY],
    )
    columns = [codebook.INCIDENT_ID, codebook.ATTRIBUTED_TO, codebook.STATEMENT]
    claims = pd.concat([frame[columns] for frame in (data.casualties, data.damage)], ignore_index=True)
    record_of_claim = pd.Index(incidents[codebook.INCIDENT_ID]).get_indexer(claims[codebook.INCIDENT_ID])
    return records, _joined(claims[codebook.ATTRIBUTED_TO], claims[codebook.STATEMENT]), record_of_claim


def _named(cells: pd.Series, name_of: Callable[[str], str]) -> pd.Series:
    """Codes as names, worked out once for each."""
    plain = cells.astype("str")
    return plain.map({code: name_of(code) for code in plain.dropna().unique()})


def _joined(*columns: pd.Series) -> pa.ChunkedArray:
    """One lower-case text for each row."""
    texts = [pa.array(column.astype("str").fillna(""), type=pa.large_string()) for column in columns]
    return pa.chunked_array([pc.utf8_lower(pc.binary_join_element_wise(*texts, pa.scalar(" ", pa.large_string())))])


def _found(now: Desk, search: str) -> np.ndarray:
    """Positions of the selected incidents that hold every word of the search, they or their claims, in date order."""
    rows = tally.selected(now.settled, now.selection)
    words = search.lower().split()
    if not words:
        return rows
    records, claims, record_of_claim = _search_texts(now.version)
    found = np.ones(len(records), dtype=bool)
    for word in words:
        holds = _holds(records, word)
        holds[record_of_claim[_holds(claims, word)]] = True
        found &= holds
    return rows[found[now.settled.incidents["record"].to_numpy()[rows]]]


def _holds(texts: pa.ChunkedArray, word: str) -> np.ndarray:
    return pc.match_substring(texts, word).to_numpy().copy()


def _sorted(now: Desk, rows: np.ndarray, sort: str) -> np.ndarray:
    """The positions in the order asked for; incidents without the figure or place sorted by come last."""
    frame = now.settled.incidents
    if sort == "oldest":
        return rows
    newest_first = rows[::-1]
    if sort in tally.MEASURE_NAMES:
        known = frame[f"{sort}_known"].to_numpy()[newest_first]
        best = frame[sort].to_numpy()[newest_first]
        return newest_first[np.lexsort((-best, ~known))]
    if sort == "type":
        return newest_first[np.argsort(frame["incident_type"].cat.codes.to_numpy()[newest_first], kind="stable")]
    if sort == "place":
        names = now.data.incidents[codebook.PLACE].iloc[frame["record"].to_numpy()[newest_first]].str.casefold()
        return newest_first[names.reset_index(drop=True).sort_values(kind="stable", na_position="last").index]
    return newest_first


def _page(now: Desk, frame: pd.DataFrame, rows: np.ndarray) -> pa.Table:
    """Rows of a settled frame as texts, in the order given: the browser does not sort them (see the style sheet).

    Streamlit writes what is missing too pale to read, and sorts it as less than 1. The figures stand right after date
    and place: a phone shows no more than that.
    """
    records = now.data.incidents.iloc[frame["record"].to_numpy()[rows]]
    columns: dict[str, pa.Array] = {
        wording.WHEN: pa.array([_days(record) for record in records.itertuples(index=False)]),
        codebook.PLACE.label: _texts(records[codebook.PLACE]),
    }
    for measure in MEASURES:
        figures = [tally.of_one(frame, row, measure.name) for row in rows]
        columns[measure.label] = pa.array([theme.number(figure.best) for figure in figures])
        if any(theme.has_range(figure) for figure in figures):
            ranges = [theme.range_text(figure) if theme.has_range(figure) else "" for figure in figures]
            columns[wording.RANGE_OF.format(measure=measure.label)] = pa.array(ranges)
    columns |= {
        codebook.INCIDENT_TYPE.label: _texts(records[codebook.INCIDENT_TYPE].map(codes.INCIDENT_TYPE.labels())),
        codebook.REGION.label: pa.array([describe.region(record) for record in records.itertuples(index=False)]),
        wording.DATE_KNOWN_TO: _texts(records[codebook.DATE_PRECISION].map(codes.DATE_PRECISION.labels())),
    }
    columns[codebook.INCIDENT_ID.label] = _texts(records[codebook.INCIDENT_ID])
    return pa.table({str(name): cells for name, cells in columns.items()})


def _days(record) -> str:
    """The day of an incident, or the first and last day it can have been, in digits; "not stated" without either.

    The last is without the year and month that it shares with the first (`2023-05-25 to 31`), or a phone would show no
    figure.
    """
    days = [day.date().isoformat() for day in (record.date_start, record.date_end) if not pd.isna(day)]
    if not days:
        return wording.WHEN_NOT_STATED
    first, last = days[0], days[-1]
    shared = next((length for length in (8, 5) if first[:length] == last[:length]), 0)
    return first if first == last else f"{first}{wording.FROM_TO}{last[shared:]}"


def _texts(cells: pd.Series) -> pa.Array:
    return pa.array(cells.astype("str").fillna(""), type=pa.string())


def _neighbours(now: Desk, incident_id: str) -> None:
    """Buttons to the incident before and after this one in the selection, in date order."""
    rows = tally.selected(now.settled, now.selection)
    ids = now.settled.incidents["incident_id"]
    here = np.flatnonzero((ids == incident_id).to_numpy()[rows])
    if not len(here):
        return
    for label, step in ((wording.PREVIOUS_INCIDENT, -1), (wording.NEXT_INCIDENT, 1)):
        there = here[0] + step
        inside = 0 <= there < len(rows)
        target = ids.iat[rows[there]] if inside else None
        st.button(label, key=f"step {step}", on_click=open_incident, args=(target,), disabled=not inside)
