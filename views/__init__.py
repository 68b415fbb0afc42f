"""The screens: one file each with one `show`, and what they share.

    serving     the web server around the screens: headers, warm start
    api         the read-only API beside the screens
    embed       a chart as a page for another site
    desk        the data behind the screens, held once for all visitors
    address     the address bar and the widgets, kept in step
    filters     the one row of filters
    parts       headings, tiles, chart menus, tables: what several screens are made of
    figures     a chart as a file for print
    downloads   what is selected as files: bundle, workbook, tables
    evidence    the file card of one incident
    history     the batches of the ledger, and taking one back
    overview, incidents, update, report, methods   the screens

The only rooms besides `dashboard.py` where Streamlit may be imported.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pipelines import wording
from views import address, incidents, methods, overview, report, update
from views.desk import Desk

ICON = f"data:image/svg+xml;base64,{b64encode(Path(__file__).with_name('icon.svg').read_bytes()).decode()}"
"""A range with its best figure; a file of ours, since Streamlit fetches icons it only knows by name. As an address,
since it would read the file and make this of it at every run."""


@dataclass(frozen=True)
class Screen:
    """One screen: its title in the navigation, its address, and what draws it."""

    title: str
    address: str
    show: Callable[[Desk], None]


SCREENS = (
    Screen(wording.OVERVIEW, "", overview.show),
    Screen(wording.INCIDENTS, "incidents", incidents.show),
    Screen(wording.UPDATE, "update", update.show),
    Screen(wording.REPORT, "report", report.show),
    Screen(wording.METHODS, "methods", methods.show),
)
"""The screens in the order of the navigation; the first is the start page."""


def title(screen: str) -> str:
    """What the browser's tab and its history call the page: the incident on show, the screen, the desk."""
    named = (st.query_params.get(address.INCIDENT, ""), screen, wording.APP)
    return wording.PAGE_TITLE.join(each for each in named if each)
