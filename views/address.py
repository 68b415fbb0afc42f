"""The address bar and the widgets, kept in step: a link opens a view, and a view can always be linked.

Streamlit can bind a widget to the address itself, but writes its *labels* there; codes are what the command line and
the API take, and they do not change with the language. So each run begins with `read` and ends with `write`. What
widgets hold is also kept apart from them, since Streamlit forgets a widget that one page does not draw.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pipelines import places, selection, wording
from pipelines.selection import PARAMETERS, Selection
from pipelines.tally import GRAINS

INCIDENT = "incident"
"""The parameter that names the incident on show; set by clicks, not by a widget."""

CHART = "chart"
"""The parameter that names a chart of the overview, at which an address opens; it is gone once the page is there."""

GRAIN, STEP, MAP, SEARCH, SORT = "grain", "step", "map", "search", "sort"

VIEW_CHOICES: dict[str, tuple[str, ...]] = {
    GRAIN: ("auto", *GRAINS),
    STEP: ("period", "total"),
    MAP: ("killed", "injured", "structures"),
    SORT: ("newest", "oldest", "killed", "injured", "missing", "structures", "place", "type"),
}
"""What can be chosen about how a screen shows a selection; the first of each is what it shows unasked."""

_HELD, _SEEN = "address held", "address seen"


def read(page: str) -> list[str]:
    """Give the widgets what the address says, at the start of a run; returns a sentence for each part not understood.

    The address rules when it is new: on the first run, and when the reader went back or forward. On another page
    Streamlit empties it; then what was chosen goes along.
    """
    query = _written()
    seen_page, seen = st.session_state.get(_SEEN, (None, None))
    known = {*PARAMETERS.values(), *VIEW_CHOICES, SEARCH, CHART}
    moved_here = seen_page is not None and seen_page != page and not known & query.keys()
    problems: list[str] = []
    if _HELD not in st.session_state or (query != seen and not moved_here):
        st.session_state[_HELD], problems = _values(query)
        st.session_state.update(st.session_state[_HELD])
    elif seen_page != page:
        st.session_state.update(st.session_state[_HELD])
    for name, value in st.session_state[_HELD].items():
        st.session_state.setdefault(name, value)
    return problems


def write(page: str) -> None:
    """Put what the widgets hold into the address, at the end of a run."""
    held = st.session_state[_HELD]
    held |= {name: st.session_state.get(name, value) for name, value in held.items()}
    for name, value in held.items():
        # Streamlit forgets at the end of the run a widget that was not drawn in it, and finds under its name what stood
        # there before. One that was drawn refuses to be set, and need not be.
        with suppress(StreamlitAPIException):
            st.session_state[name] = value
    query = _query(held)
    if st.query_params.get(INCIDENT):
        query[INCIDENT] = [st.query_params[INCIDENT]]
    if query != _written():
        st.query_params.from_dict(query)
    st.session_state[_SEEN] = (page, query)


def query_of(chosen: Selection, version: int) -> dict[str, list[str]]:
    """The parameters of a lasting address of this view: rule and version are written out, whatever they are."""
    held = st.session_state[_HELD] | {name: st.session_state[name] for name in st.session_state[_HELD]}
    query = _query(held) | {PARAMETERS["rule"]: [chosen.rule], PARAMETERS["as_of"]: [str(version)]}
    if st.query_params.get(INCIDENT):
        query[INCIDENT] = [st.query_params[INCIDENT]]
    return query


def _written() -> dict[str, list[str]]:
    """What stands in the address now."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


@cache
def _unasked() -> dict[str, Any]:
    """What each widget holds where the address says nothing. Not to be changed."""
    return _values({})[0]


def _values(query: dict[str, list[str]]) -> tuple[dict[str, Any], list[str]]:
    """What each widget should hold for an address."""
    asked, problems = selection.from_query(query)
    unknown = [code for code in asked.regions if code not in places.countries() and code not in places.region_codes()]
    problems += [wording.UNKNOWN_REGION.format(code=code) for code in unknown]
    asked = replace(asked, regions=tuple(code for code in asked.regions if code not in unknown))
    held: dict[str, Any] = {}
    for field, name in PARAMETERS.items():
        value = getattr(asked, field)
        held[name] = list(value) if isinstance(value, tuple) else value
    for name, choices in VIEW_CHOICES.items():
        given = next(iter(query.get(name, ())), choices[0])
        held[name] = given if given in choices else choices[0]
    held[SEARCH] = next(iter(query.get(SEARCH, ())), "")
    return held, problems


def _query(held: dict[str, Any]) -> dict[str, list[str]]:
    """What an address says of the widgets; what is as unasked is left out."""
    query: dict[str, list[str]] = {}
    for name, value in held.items():
        if value == _unasked()[name] or value in (None, ""):
            continue
        many = value if isinstance(value, list | tuple) else [value]
        query[name] = [one.isoformat() if isinstance(one, date) else str(one) for one in many]
    start, end = PARAMETERS["start"], PARAMETERS["end"]
    if start in query and end in query and query[start] > query[end]:  # chosen so, and counted the other way round
        query[start], query[end] = query[end], query[start]
    return query
