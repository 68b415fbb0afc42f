"""The one row of filters, for all screens.

Each widget's key is its parameter's name (`selection.PARAMETERS`); `address.py` keeps it in step with the address bar.
"""

from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from pipelines import caption, codes, ledger, places, selection, theme, wording
from pipelines.selection import PARAMETERS, Selection
from views import address, desk

REGION, FROM, TO, TYPE, STRUCTURE, CONTROL, STATUS, RULE, AS_OF = PARAMETERS.values()

_DATES, _MORE = "dates", "more"
"""Filters that hold several parameters."""


def choose(newest: int) -> Selection:
    """Draw the filters and return the selection, in its one normal form.

    On a phone they stand behind one switch, which the style sheet shows there alone. What stands in a filter is drawn
    only while it is open: most clicks are elsewhere, and need not pay for it.

    `newest` is the newest version; the regions and dates on offer are those of the version chosen.
    """
    as_of = _as_of(newest)
    chosen = _chosen(as_of)
    version = newest if as_of is None else as_of
    st.toggle(wording.FILTERS, key="open_filters", on_change="ignore")
    _tell(chosen)
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        with _filter(wording.REGION_FILTER, REGION) as region:
            if region.open:
                _regions(version)
        with _filter(wording.DATES_FILTER, _DATES) as dates:
            if dates.open:
                _dates(version)
        with _filter(wording.TYPE_FILTER, TYPE) as types:
            if types.open:
                _pills(codes.INCIDENT_TYPE, TYPE, label_visibility="collapsed")
        with _filter(wording.MORE_FILTER, _MORE) as further:
            if further.open:
                _further(newest)
        if not chosen.is_everything() or chosen.rule != selection.RULES[0]:
            st.button(wording.CLEAR, key="clear", type="tertiary", on_click=clear)
        _copy_link(chosen, version)
    return chosen


def _chosen(as_of: int | None) -> Selection:
    """What the widgets hold, drawn or not."""
    held = st.session_state
    return selection.normalised(
        Selection(
            tuple(held[REGION]),
            held[FROM],
            held[TO],
            tuple(held[TYPE]),
            tuple(held[STRUCTURE]),
            tuple(held[CONTROL]),
            tuple(held[STATUS]),
            held[RULE],
            as_of,
        )
    )


def clear() -> None:
    """Back to everything: a callback, so that it runs before the widgets are drawn."""
    for key in (REGION, TYPE, STRUCTURE, CONTROL, STATUS):
        st.session_state[key] = []
    for key in (FROM, TO):
        st.session_state[key] = None
    st.session_state[RULE] = selection.RULES[0]


def narrow(parameter: str, value: str) -> None:
    """Narrow a filter to one value: what a click on a bar or circle does. For callbacks."""
    st.session_state[parameter] = [value]


def link(chosen: Selection, version: int, chart: str = "") -> str:
    """The full, lasting address of the view on show: every parameter that matters, rule and version written out.

    `chart` is the key of a chart, at which the address then opens.
    """
    query = address.query_of(chosen, version) | ({address.CHART: [chart]} if chart else {})
    return f"{base()}?{urlencode(query, doseq=True)}"


def base() -> str:
    """The address of the screen on show, without its parameters."""
    address_on_show = (st.context.url or "").split("?")[0]
    return address_on_show if address_on_show.count("/") >= 3 else f"{address_on_show}/"


def _copy_link(chosen: Selection, version: int) -> None:
    """A button that offers the lasting address of this view, with Streamlit's own copy button on it."""
    opened = st.popover(wording.COPY_LINK, key="copy_link", type="tertiary", on_change="rerun")
    if opened.open:
        with opened:
            st.caption(wording.COPY_LINK_HELP)
            st.code(link(chosen, version), language=None, wrap_lines=True)


def _as_of(newest: int) -> int | None:
    """The older version asked for, None for the newest. One that does not exist yet is taken for the newest."""
    asked = st.session_state[AS_OF]
    if asked is not None and asked > newest:
        st.warning(wording.UNKNOWN_VERSION.format(version=asked, newest=newest))
        st.session_state[AS_OF] = asked = None
    return asked if asked != newest else None


def _versions(newest: int) -> None:
    """Choose a version to look at, by its number or by the day at whose end it stood."""
    st.selectbox(
        wording.AS_OF_LABEL,
        [None, *range(newest, -1, -1)],
        key=AS_OF,
        placeholder=wording.AS_OF_NEWEST.format(version=newest),
        format_func=lambda version: (
            wording.AS_OF_NEWEST.format(version=newest)
            if version is None
            else wording.AS_OF_VERSION.format(version=version)
        ),
    )
    st.date_input(wording.AS_OF_DAY, value=None, key="as_of_day", format="YYYY-MM-DD", on_change=_set_version_by_day)


def _set_version_by_day() -> None:
    day = st.session_state["as_of_day"]
    st.session_state[AS_OF] = None if day is None else ledger.version_at(desk.engine(), day)


def newest_version() -> None:
    """Back to the newest version. For callbacks."""
    st.session_state[AS_OF] = None
    st.session_state["as_of_day"] = None


def _filter(label: str, key: str):
    """The button of a filter, and the place that opens under it."""
    return st.popover(label, key=f"{key}_filter", width="content", on_change="rerun")


def _tell(chosen: Selection) -> None:
    """Write behind the label of each filter what is chosen in it, also while it is open.

    By a style sheet, since Streamlit takes a popover with another label for another popover, and closes it.
    """
    told = {
        REGION: _summary([caption.area(code) for code in chosen.regions]),
        _DATES: caption.dates(chosen),
        TYPE: _summary([_type_label(code) for code in chosen.types]),
        _MORE: _further_summary(chosen),
    }
    told = {key: _in_css(wording.CHOSEN.format(chosen=text)) for key, text in told.items() if text}
    label = "[data-testid=stPopoverButton] p::after"
    rules = (f".st-key-{key}_filter {label}{{content:'{text}'}}" for key, text in told.items())
    st.html(f"<style>{''.join(rules)}</style>")


def _in_css(text: str) -> str:
    """A text as it stands between the quotes of a style sheet."""
    return "".join(each if each.isalnum() else f"\\{ord(each):x} " for each in text)


def _summary(labels: list[str]) -> str:
    """What a filter button says of what is chosen in it."""
    if not labels:
        return wording.ALL
    return labels[0] if len(labels) == 1 else f"{labels[0]} +{len(labels) - 1}"


@st.cache_data(max_entries=8, show_spinner=False)
def _regions_on_offer(version: int) -> tuple[str, ...]:
    """Every country with an incident, each followed by its regions with one."""
    incidents = desk.data(version).incidents
    pairs = incidents[["country", "region"]].astype("str").drop_duplicates().dropna(subset="country")
    by_country: dict[str, list[str]] = {}
    for country, region in pairs.itertuples(index=False):
        by_country.setdefault(country, [])
        if isinstance(region, str):
            by_country[country].append(region)
    countries = sorted(by_country, key=places.country_name)
    return tuple(
        code for country in countries for code in (country, *sorted(by_country[country], key=places.region_name))
    )


def _regions(version: int) -> None:
    offered = list(_regions_on_offer(version))
    # A link may name a region that has no incident: it must give an empty selection, not everything.
    options = offered + [code for code in st.session_state[REGION] if code not in offered]

    def label(code: str) -> str:
        if "-" not in code:
            return caption.area(code)
        country = places.country_name(places.country_of(code))
        return wording.REGION_IN_COUNTRY.format(region=places.region_name(code), country=country)

    st.multiselect(
        wording.REGION_FILTER,
        options,
        key=REGION,
        format_func=label,
        placeholder=wording.REGION_PROMPT,
        select_all=False,
        label_visibility="collapsed",
    )


def _dates(version: int) -> None:
    _, last = _extent(version)
    if last is not None:
        _presets(last)
    bounds = {"min_value": date(1900, 1, 1), "max_value": date(2100, 12, 31)}
    for column, label, key in zip(st.columns(2), (wording.FROM, wording.TO), (FROM, TO), strict=True):
        column.date_input(label, value=None, key=key, format="YYYY-MM-DD", **bounds)
    st.caption(wording.DATES_HELP)


def _extent(version: int) -> tuple[date | None, date | None]:
    """First and last day of any incident of a version."""
    whole = desk.totals(version, Selection())
    return whole.first, whole.last


def _presets(last: date) -> None:
    """Buttons for the usual ranges, counted back from the last day in the data so that a link stays true."""
    year_before = (last.replace(day=28) if (last.month, last.day) == (2, 29) else last).replace(year=last.year - 1)
    presets = {
        wording.PRESET_ALL: (None, None),
        wording.PRESET_12_MONTHS.format(day=theme.day_text(last)): (year_before + timedelta(days=1), last),
        wording.PRESET_YEAR.format(year=last.year): (date(last.year, 1, 1), date(last.year, 12, 31)),
    }
    with st.container(horizontal=True, gap="small"):
        for label, span in presets.items():
            st.button(label, key=f"preset {label}", on_click=set_dates, args=span)


def set_dates(start: date | None, end: date | None) -> None:
    """Narrow the dates; None leaves an end open. For callbacks."""
    st.session_state[FROM], st.session_state[TO] = start, end


def _pills(code_list: codes.CodeList, key: str, options: tuple[str, ...] = (), **settings) -> None:
    st.pills(
        code_list.label,
        options or code_list.values(),
        selection_mode="multi",
        key=key,
        format_func=code_list.label_of,
        **settings,
    )


def _type_label(code: str) -> str:
    return codes.INCIDENT_TYPE.label_of(code)


def _further_summary(chosen: Selection) -> str:
    count = len(chosen.structures) + len(chosen.control) + len(chosen.statuses) + (chosen.rule != selection.RULES[0])
    return str(count) if count else ""


def _further(newest: int) -> None:
    st.multiselect(
        wording.STRUCTURE_FILTER,
        codes.STRUCTURE_TYPE.values(),
        key=STRUCTURE,
        format_func=codes.STRUCTURE_TYPE.label_of,
        placeholder=wording.STRUCTURE_PROMPT,
        select_all=False,
        help=wording.STRUCTURE_HELP,
    )
    _pills(codes.CONTROL, CONTROL)
    _pills(codes.STATUS, STATUS, selection.COUNTED_STATUSES, help=wording.STATUS_HELP)
    st.radio(wording.RULE_LABEL, selection.RULES, key=RULE, format_func=wording.RULES.__getitem__)
    _versions(newest)
