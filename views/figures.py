"""A chart as a file for print: the reader's own title, note and width, then SVG, PNG or PDF."""

import logging
from collections.abc import Callable

import streamlit as st

from pipelines import figure, render, wording
from pipelines.figure import Figure

_LOG = logging.getLogger(__name__)

_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def offer(key: str, make: Callable[..., Figure], default_title: str) -> None:
    """Draw the choices and the three buttons. `make` takes `title`, `note` and `width`; it runs on a click only."""
    title = st.text_input(wording.FIGURE_OWN_TITLE, key=f"{key}_title", placeholder=default_title)
    note = st.text_input(wording.FIGURE_OWN_NOTE, key=f"{key}_note")
    width = st.selectbox(
        wording.FIGURE_WIDTH,
        list(figure.PRESETS),
        key=f"{key}_width",
        format_func=wording.FIGURE_WIDTHS.__getitem__,
    )
    with st.container(horizontal=True, gap="small"):
        for kind, mime in _TYPES.items():
            st.download_button(
                kind.upper(),
                lambda kind=kind: _file(make, kind, title, note, width),
                file_name=f"{key}.{kind}",
                mime=mime,
                key=f"{key}_{kind}",
                on_click="ignore",
            )


def _file(make: Callable[..., Figure], kind: str, title: str, note: str, width: str) -> bytes:
    """The file; where it cannot be drawn, the reason in words, since a download has no other way to say it."""
    try:
        return render.figure(make(title=title, note=note, width=width), (kind,))[kind]
    except (figure.NothingToDraw, render.Failed) as problem:
        _LOG.warning("A figure was not drawn", exc_info=problem)
        return str(problem).encode()
