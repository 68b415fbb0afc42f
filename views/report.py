"""The report: what it will say of the selection, with a title and note of one's own, as PDF, DOCX and XLSX."""

import logging
from urllib.parse import urljoin

import streamlit as st

from pipelines import caption, render, report, wording
from pipelines.codebook import MEASURES
from pipelines.extract import Extract
from pipelines.report import change, content
from pipelines.report.change import Change
from pipelines.selection import Selection
from pipelines.wording import report as phrases
from views import desk, downloads, filters, parts
from views.desk import Desk

_LOG = logging.getLogger(__name__)


def show(now: Desk) -> None:
    """Draw what the report of the selection will hold, and the buttons that make it."""
    parts.title(now)
    if not now.tally.incidents:
        parts.nothing_here(now)
        return
    holds, make = st.columns([3, 2], gap="large")
    with holds:
        _holds(now)
    with make:
        _make(now.extract())
    downloads.show(now)


@desk.kept(64)
def _outline(version: int, chosen: Selection) -> tuple[Change | None, list[str], list[str]]:
    """The change, the titles of the charts and which are not drawn; kept, since all three need totals of their own."""
    whole = desk.open_for(chosen, version).extract()
    return change.of(whole), content.chart_titles(whole), content.not_drawn(whole)


def _holds(now: Desk) -> None:
    compared, charts, not_drawn = _outline(now.version, now.selection)
    parts.heading(phrases.KEY_FIGURES, change.introduction(compared) if compared else "")
    with st.container(key="report_figures"):
        if compared:
            columns = ("measure", "now", "before", "difference")
            rows = [dict(zip(columns, row, strict=True)) for row in change.rows(compared)]
            labels = dict(zip(columns, change.headings(compared), strict=True))
            st.html(parts.table(rows, labels))
        else:
            rows = [{"measure": each.label, "total": change.total(now.tally.totals[each.name])} for each in MEASURES]
            incidents = {"measure": phrases.CHANGE_INCIDENTS, "total": change.recorded(now.tally.incidents)}
            st.html(parts.table([incidents, *rows], {"measure": "", "total": phrases.TOTAL}))
    if compared:
        parts.bullets(change.caveats(compared))
    else:
        parts.note(change.why_not(now.selection))
    parts.heading(phrases.CHARTS)
    if charts:
        parts.bullets(charts)
    for sentence in not_drawn:
        parts.note(sentence)
    parts.heading(phrases.ALSO)
    parts.bullets(
        [
            content.incidents_intro(now.tally.incidents, min(now.tally.incidents, content.MOST_INCIDENTS)),
            *phrases.ALSO_LINES,
        ]
    )


def _make(whole: Extract) -> None:
    """The title and note of one's own, and a button for each format; a file is made on a click."""
    parts.heading(phrases.TAKE, phrases.TAKE_HELP)
    title = st.text_input(
        wording.FIGURE_OWN_TITLE,
        key="report_title",
        placeholder=caption.title(whole.tally),
    )
    note = st.text_area(
        wording.FIGURE_OWN_NOTE,
        key="report_note",
        placeholder=phrases.NOTE_PROMPT,
        height=120,
    )
    too_long = caption.too_long(title, note, caption.LONGEST_REPORT_NOTE)
    for sentence in too_long or caption.illegible([title, note]):
        parts.note(sentence)
    # That of this screen is the desk's with a name behind the slash.
    own_address = urljoin(filters.base(), ".")
    with st.container(horizontal=True, gap="small", key="report_buttons"):
        for form, mime in report.FORMATS.items():
            st.download_button(
                phrases.BUTTONS[form],
                lambda form=form: _file(whole, form, title, note, own_address),
                file_name=caption.file_name(whole.tally, "report", form),
                mime=mime,
                key=f"report_{form}",
                help=phrases.BUTTON_HELP[form],
                icon=":material/download:",
                type="primary" if form == "pdf" else "secondary",
                on_click="ignore",
                disabled=bool(too_long),
            )
    parts.note(phrases.TAKE_NOTE)


def _file(whole: Extract, form: str, title: str, note: str, own_address: str) -> bytes:
    """The file; where it cannot be drawn, one that says why, since a download has no other way to."""
    try:
        return report.made(whole, form, title=title, note=note, desk=own_address).data
    except render.Failed as problem:
        _LOG.warning("A report was not made", exc_info=problem)
        return report.notice(str(problem), form)
