"""A chart to take away: as a file for print with the reader's own title, note and width, or as code for a web page."""

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

from pipelines import caption, figure, render, wording
from pipelines.figure import Figure
from views import embed, filters, parts
from views.desk import Desk

_LOG = logging.getLogger(__name__)

_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def offer(key: str, now: Desk, chart: str, measure: str, grain: str = "", *, running: bool = False) -> None:
    """Draw the choices, the three buttons and the code to embed the chart. Files are made on a click only."""
    default_title = figure.default_title(chart, measure, running=running)
    make = partial(figure.from_extract, now.extract(), chart, measure, grain=grain or None, running=running)
    # No `max_chars`: a field with one drops a longer text that is pasted, without a word.
    title = st.text_input(wording.FIGURE_OWN_TITLE, key=f"{key}_title", placeholder=default_title)
    note = st.text_input(wording.FIGURE_OWN_NOTE, key=f"{key}_note")
    too_long = caption.too_long(title, note)
    for sentence in too_long or caption.illegible([title, note], marks=True):
        parts.note(sentence)
    width = st.selectbox(
        wording.FIGURE_WIDTH,
        list(figure.PRESETS),
        key=f"{key}_width",
        format_func=wording.FIGURE_WIDTHS.__getitem__,
    )
    name = partial(figure.file_name, now.tally, chart, measure, grain=grain or None, running=running, width=width)
    with st.container(horizontal=True, gap="small"):
        for kind, mime in _TYPES.items():
            st.download_button(
                kind.upper(),
                lambda kind=kind: _file(make, kind, title, note, width),
                file_name=name(kind),
                mime=mime,
                key=f"{key}_{kind}",
                on_click="ignore",
                disabled=bool(too_long),
            )
    if too_long:
        return
    asked = embed.query(now.selection, now.version, chart, measure, grain, running=running)
    asked |= {name: text for name, text in ((embed.TITLE, title), (embed.NOTE, note)) if text}
    high = embed.frame_height(partial(make, title=title, note=note))
    st.caption(f"**{wording.EMBED}.** {wording.EMBED_HELP}")
    st.code(embed.code(filters.base(), chart, asked, title or default_title, high), language="html", wrap_lines=True)


def _file(make: Callable[..., Figure], kind: str, title: str, note: str, width: str) -> bytes:
    """The file; where it cannot be drawn, the reason in words, since a download has no other way to say it."""
    try:
        return render.figure(make(title=title, note=note, width=width), (kind,))[kind]
    except (figure.NothingToDraw, render.Failed) as problem:
        _LOG.warning("A figure was not drawn", exc_info=problem)
        return str(problem).encode()
