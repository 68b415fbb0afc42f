"""The methods: how it counts, the code lists, the limits of the data, licence and credits; from the codebook."""

from html import escape

import streamlit as st

from pipelines import caption, codebook, codes, publish, wording
from views import parts
from views.desk import Desk


def show(now: Desk) -> None:
    """Draw the methods screen. It is the same for every selection."""
    del now
    st.html(f"<div class='cd-title'><h1>{wording.METHODS}</h1><p>{wording.METHODS_INTRO}</p></div>")
    text, lists = st.columns([3, 2], gap="large")
    with text:
        parts.heading(wording.METHODS_COUNTING)
        st.markdown("\n".join(f"- {line}" for line in wording.METHODS_RULES))
        parts.heading(wording.METHODS_COUNTING_RULES)
        st.markdown("\n".join(f"- {line}" for line in wording.RULES.values()))
    with lists:
        parts.heading(wording.METHODS_LIMITS)
        st.markdown("\n".join(f"- {line}" for line in wording.METHODS_LIMIT_LINES))
        parts.heading(wording.METHODS_API)
        address = "<a href='/api' target='_blank' rel='noopener'>/api</a>"
        st.html(f"<p>{escape(wording.METHODS_API_TEXT)} {address}</p>")
        parts.heading(wording.METHODS_CREDITS)
        st.markdown("\n".join(f"- {line}" for line in (caption.licence(), *wording.METHODS_CREDIT_LINES)))
    parts.heading(wording.METHODS_CODES)
    for code_list in codes.CODE_LISTS:
        with st.expander(
            wording.METHODS_CODES_OF.format(label=code_list.label, count=len(code_list.codes)),
            key=f"codes {code_list.name}",
        ):
            st.caption(code_list.meaning)
            st.html(parts.table(*_code_rows(code_list), cards=True))
    parts.heading(wording.METHODS_TABLES)
    for table in codebook.TABLES:
        with st.expander(
            wording.METHODS_COLUMNS_OF.format(label=table.label, count=len(table.columns)), key=f"columns {table.name}"
        ):
            st.caption(table.meaning)
            st.html(parts.table(*_column_rows(table), cards=True))
            st.download_button(
                wording.METHODS_TEMPLATE.format(table=table.label),
                publish.template(table),
                file_name=table.file_name,
                mime="text/csv",
                key=f"template {table.name}",
                on_click="ignore",
            )


def _code_rows(code_list: codes.CodeList) -> tuple[list[dict[str, str]], dict[str, str]]:
    headings = dict(zip(("code", "label", "meaning", "crosswalk"), wording.CODE_HEADINGS, strict=True))
    return [dict(zip(headings, cells, strict=True)) for cells in publish.code_list_cells(code_list)], headings


def _column_rows(table: codebook.Table) -> tuple[list[dict[str, str]], dict[str, str]]:
    headings = {str(number): heading for number, heading in enumerate(wording.COLUMN_HEADINGS)}
    return [dict(zip(headings, publish.column_cells(column), strict=True)) for column in table.columns], headings
