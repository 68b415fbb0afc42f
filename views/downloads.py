"""What is selected, to take away: the bundle, a workbook, the four tables, the incidents as CSV.

Files are made on a click, in a thread that knows nothing of the visitor's session: all they need is bound beforehand.
"""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import streamlit as st

from pipelines import bundle, caption, publish, theme
from pipelines.extract import Extract
from pipelines.wording import exports
from views import parts
from views.desk import Desk

_LOG = logging.getLogger(__name__)

_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


class _File(NamedTuple):
    """A file on offer: its button's key and label, what its name says it is and ends in, and what makes it."""

    key: str
    label: str
    about: str
    ending: str
    make: Callable[[], bytes]


def show(now: Desk) -> None:
    """The section that offers everything of a selection. Without an incident there is nothing to offer."""
    if not now.tally.incidents:
        return
    whole = now.extract()
    parts.heading(exports.DOWNLOADS, exports.DOWNLOADS_HELP.format(version=now.version))
    everything = _File("bundle", exports.DOWNLOAD_BUNDLE, "bundle", "zip", lambda: bundle.of(whole))
    with st.container(horizontal=True, gap="small", key="downloads"):
        _button(everything, whole)
        _tables(whole, whole.rows())
    _refused(whole.rows())
    parts.note(exports.DOWNLOADS_WHICH)


def of_list(now: Desk, rows: np.ndarray, search: str) -> None:
    """The buttons under a list of incidents: `rows` are positions in `settled.incidents`, in the order shown."""
    with st.container(horizontal=True, gap="small", key="downloads"):
        _tables(now.extract(), rows, [(exports.DOWNLOAD_SEARCH, search)] if search else [])
    _refused(rows)


def _refused(rows: np.ndarray) -> None:
    """Why there is no workbook, where there is none."""
    if len(rows) > publish.MOST_IN_WORKBOOK:
        parts.note(exports.DOWNLOAD_WORKBOOK_TOO_LARGE.format(most=theme.number(publish.MOST_IN_WORKBOOK)))


def _tables(whole: Extract, rows: np.ndarray, more: Sequence[tuple[str, str]] = ()) -> None:
    incidents = _File(
        "list_csv",
        exports.DOWNLOAD_INCIDENTS,
        "incidents",
        "csv",
        lambda: publish.frame_csv(publish.incidents_with_figures(whole.data, whole.settled, rows)),
    )
    workbook = _File(
        "list_xlsx",
        exports.DOWNLOAD_WORKBOOK,
        "workbook",
        "xlsx",
        lambda: publish.selection_xlsx(whole, rows, more),
    )
    tables = _File(
        "tables_zip",
        exports.DOWNLOAD_TABLES,
        "tables",
        "zip",
        lambda: publish.tables_zip(whole),
    )
    _button(incidents, whole)
    _button(workbook, whole, disabled=len(rows) > publish.MOST_IN_WORKBOOK)
    _button(tables, whole)


def _button(file: _File, whole: Extract, **look: object) -> None:
    st.download_button(
        file.label,
        lambda: _made(file.make, file.ending),
        file_name=caption.file_name(whole.tally, file.about, file.ending),
        mime=_MEDIA[file.ending],
        key=file.key,
        icon=":material/download:",
        on_click="ignore",
        **look,
    )


def _made(make: Callable[[], bytes], kind: str) -> bytes:
    """The file; where it cannot be made, one of its kind that says so, since a download has no other way to."""
    try:
        return make()
    except Exception as problem:
        _LOG.error("A download was not made", exc_info=problem)
        return publish.notice(exports.DOWNLOAD_FAILED, kind)
