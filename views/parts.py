"""What several screens are made of: headings, tiles, chart cards, tables with a download.

Text from data reaches the page through `html.escape` or as a cell of a table, never as Markdown: a picture address in
a CSV must not make the reader's browser fetch it.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from pipelines import caption, codes, publish, theme, wording
from pipelines.codebook import INJURED, KILLED, MEASURES, STRUCTURES, Measure
from pipelines.tally import Figure, Tally
from views import desk, filters
from views.desk import Desk

_STYLE = Path(__file__).with_name("style.css")

OPEN_AT = Path(__file__).with_name("open_at.js")
"""The script that brings a chart into view."""


CHART_TITLES = {
    **{
        f"{chart}_{measure.name}": form.format(measure=measure.label)
        for chart, form in (
            ("over_time", wording.OVER_TIME),
            ("by_region", wording.BY_REGION),
            ("by_type", wording.BY_TYPE),
        )
        for measure in (KILLED, INJURED)
    },
    **{f"map_{name}": title for name, title in wording.MAP_TITLES.items()},
    f"structures_{STRUCTURES.name}": wording.STRUCTURES_TITLE,
}
"""The headline of each chart, by its key."""


def style() -> None:
    """The house's style sheet, with the colours of the reader's light or dark mode, once a run."""
    st.html(_style(mode()))


@cache
def _style(of: theme.Mode) -> str:
    # Without comments and line breaks: Streamlit looks through the text of every element, line by line, at each run.
    rules = re.sub(r"/\*.*?\*/|\s*\n\s*", " ", _STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return f"<style>{rules}{_colours(of)}</style>"


def mode() -> theme.Mode:
    """Whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _colours(of: theme.Mode) -> str:
    """The house's colours as custom properties of the page."""
    colours = theme.palette(of)
    roles = {"muted": colours.muted, "line": colours.grid, "ink": colours.ink}
    root = "".join(f"--cd-{role}:{value};" for role, value in roles.items())
    tiles = "".join(
        f".cd-{name}{{--cd-measure:{colours.measure[name]};--cd-words:{colours.words[name]}}}"
        for name in colours.measure
    )
    # The menus of charts are named alike; who hears them is told of which chart.
    menus = "".join(f".st-key-{key}_menu p::after{{content:': {title}'}}" for key, title in CHART_TITLES.items())
    return f":root{{{root}}}{tiles}{menus}.stAppToolbar::before{{content:'{wording.APP}'}}"


def problems(sentences: Sequence[str]) -> None:
    """Say which parts of an address were not understood."""
    if sentences:
        note(wording.BAD_ADDRESS.format(problems=" ".join(sentences)))


def as_of_banner(now: Desk) -> None:
    """Say that an older version is on show, and offer the newest."""
    if now.version < now.newest:
        with st.container(key="as_of_banner", horizontal=True, vertical_alignment="center", border=True):
            note(wording.AS_OF_BANNER.format(version=now.version, newest=now.newest))
            st.button(wording.AS_OF_LEAVE, key="leave_as_of", on_click=filters.newest_version)


def title(now: Desk, below: str = "") -> None:
    """The page's title in plain statistical words, what is selected, how the data stand; HTML to follow `below`."""
    latest = desk.cited(now.version, now.selection).latest
    rule = now.selection.rule
    standing = (
        wording.STANDING_NO_REPORT.format(version=now.version, rule=rule)
        if latest is None
        else wording.STANDING.format(version=now.version, latest=theme.day_text(latest), rule=rule)
    )
    st.html(
        f"<div class='cd-title'><h1>{escape(caption.title(now.tally))}</h1>"
        f"<p>{escape(caption.filters(now.selection))} {escape(standing)}</p></div>{below}"
    )


def nothing_here(now: Desk) -> None:
    """What an empty selection says, and the way back."""
    way_back = (wording.EMPTY_BACK, filters.clear)
    if now.newest == 0:
        head, text = wording.NO_DATA_TITLE, wording.NO_DATA_TEXT
    elif now.data.incidents.empty:
        head, text = wording.NO_DATA_THEN_TITLE.format(version=now.version), ""
        way_back = (wording.AS_OF_LEAVE, filters.newest_version)
    else:
        head = wording.EMPTY_TITLE
        text = wording.EMPTY_TEXT
        if now.tally.outside_dates:
            text = f"{caption.counted(now.tally.outside_dates, wording.OUTSIDE_DATES)} {text}"
    st.html(f"<div class='cd-empty'><h2>{escape(head)}</h2><p>{escape(text)}</p></div>")
    if now.newest:
        label, back = way_back
        st.button(label, key="everything", on_click=back, type="primary")


def heading(title: str, subtitle: str = "") -> None:
    """A heading with a quieter line under it."""
    below = f"<p class='cd-sub'>{escape(subtitle)}</p>" if subtitle else ""
    st.html(f"<div class='cd-head'><h2>{escape(title)}</h2>{below}</div>")


def note(text: str) -> None:
    """A quiet line under a chart or table."""
    st.html(f"<p class='cd-note'>{escape(text)}</p>")


def tiles(tally: Tally) -> str:
    """The headline as HTML: one tile per measure, with its range and how many incidents have no figure."""
    body = "".join(_tile(measure, tally) for measure in MEASURES)
    return f"<div class='cd-tiles'>{body}</div><p class='cd-note cd-caption'>{escape(wording.RANGE_CAPTION)}</p>"


def _tile(measure: Measure, tally: Tally) -> str:
    figure = tally.totals[measure.name]
    if figure.best is None:
        value, lines, kind = wording.NO_FIGURE, [caption.counted(tally.incidents, wording.TILE_NONE)], " cd-unknown"
    else:
        value, lines, kind = theme.number(figure.best), [_range_line(figure), _gap_line(figure, tally.incidents)], ""
        if measure.name == "structures":
            lines.insert(1, _extents(tally.by_extent))
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return (
        f"<section class='cd-tile cd-{measure.name}'><h2>{escape(measure.label)}</h2>"
        f"<p class='cd-value{kind}'>{escape(value)}</p>{body}</section>"
    )


def _extents(by_extent: Mapping[str, int | None]) -> str:
    """The count of each extent that is claimed: "15 damaged, 1 extent not stated"."""
    labels = codes.EXTENT.labels()
    return ", ".join(f"{theme.number(n)} {labels[code].lower()}" for code, n in by_extent.items() if n is not None)


def _range_line(figure: Figure) -> str:
    high = theme.number(figure.high)
    return wording.TILE_RANGE.format(
        low=theme.number(figure.low), high=wording.OR_MORE.format(high=high) if figure.open else high
    )


def _gap_line(figure: Figure, of: int) -> str:
    if not figure.unknown:
        return caption.counted(of, wording.TILE_ALL_FIGURES)
    return wording.TILE_NO_FIGURE.format(unknown=theme.number(figure.unknown), incidents=theme.number(of))


def chart_head(
    now: Desk,
    key: str,
    subtitle: tuple[str, str, str],
    records: Callable[[], Sequence[Mapping[str, object]]],
    in_words: str,
    offer: Callable[[str], None],
    file_name: Callable[[str], str],
) -> None:
    """What stands above the chart of a key: headline and subtitle, with a quiet menu beside them.

    The subtitle is what is shown, the words of its key that are in the colour of the measure, and the rest of the key.

    The menu holds the same numbers as a table and as a CSV, the address of the view that opens at this chart, and what
    `offer` adds for the chart's key; `records`, `offer` and `file_name`, which makes a file's name of its ending, are
    called only when it is open. `in_words` is the chart for who cannot see it; it stands beside the chart since
    Streamlit builds a chart anew whenever its own `alt` changes.

    The style sheet puts the menu beside the headline: a container around each chart is eight messages more per click.
    """
    title_text = CHART_TITLES[key]
    shown, coloured, rest = map(escape, subtitle)
    coloured = f"<b class='cd-key cd-{key.rsplit('_', 1)[1]}'>{coloured}</b>" if coloured else ""
    below = f"<p class='cd-sub'>{shown} {coloured}{rest}</p><p class='cd-unseen'>{escape(in_words)}</p>"
    st.html(f"<div class='cd-head'><h2>{escape(title_text)}</h2>{below}</div>")
    opened = st.popover(wording.CHART_MENU, key=f"{key}_menu", type="tertiary", on_change="rerun")
    if opened.open:
        with opened:
            _menu(now, key, title_text, list(records()), file_name("csv"))
            offer(key)


def open_at(key: str) -> None:
    """Bring the chart with this key into view, once the page is drawn."""
    st.html(f"<script src='{OPEN_AT.name}' data-chart='{escape(key)}'></script>", unsafe_allow_javascript=True)


def _menu(now: Desk, key: str, title_text: str, rows: Sequence[Mapping[str, object]], file_name: str) -> None:
    labels = {name: wording.RECORD_LABELS.get(name, name) for name in (rows[0] if rows else ())}
    st.caption(title_text)
    st.html(f"<div class='cd-numbers'>{table(rows, _told(rows, labels), cards=True)}</div>")
    st.download_button(
        wording.DOWNLOAD_CSV,
        publish.records_csv(rows, labels),
        file_name=file_name,
        mime="text/csv",
        key=f"{key}_csv",
        on_click="ignore",
    )
    st.caption(f"**{wording.COPY_LINK}.** {wording.CHART_LINK_HELP}")
    st.code(filters.link(now.selection, now.version, key), language=None, wrap_lines=True)


def _told(rows: Sequence[Mapping[str, object]], labels: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table on the screen: all but those that say nothing in any row, and the figures always."""
    always = {"best", "low", "high"}
    return {
        name: label for name, label in labels.items() if name in always or any(_cell_text(row[name]) for row in rows)
    }


def bullets(lines: Sequence[str], title_text: str = "") -> None:
    """A list of sentences, under a headline where one is given."""
    head = f"<div class='cd-head'><h2>{escape(title_text)}</h2></div>" if title_text else ""
    st.html(f"{head}<ul class='cd-list'>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")


def table(
    rows: Sequence[Mapping[str, object]],
    labels: Mapping[str, str],
    *,
    cards: bool = False,
    strong: Collection[int] = (),
) -> str:
    """Plain records as an HTML table; a column of numbers is right-aligned, None is blank.

    `cards`: on a phone each record stands by itself, a line for each cell with its label. `strong` are the positions
    of rows to look at.
    """
    numeric = {name for name in labels if rows and all(_is_number(row.get(name)) for row in rows)}

    def cell(name: str, tag: str, text: str) -> str:
        about = " scope='col'" if tag == "th" else f" data-label='{escape(labels[name])}'" if cards else ""
        return f"<{tag}{about}{' class=cd-num' if name in numeric else ''}>{escape(text)}</{tag}>"

    head = "".join(cell(name, "th", label) for name, label in labels.items())
    body = "".join(
        f"<tr{' class=cd-strong' if at in strong else ''}>"
        + "".join(cell(name, "td", _cell_text(row.get(name))) for name in labels)
        + "</tr>"
        for at, row in enumerate(rows)
    )
    inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<div class='cd-scroll'><table class='cd-table{' cd-cards' if cards else ''}'>{inner}</table></div>"


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return wording.YES if value else ""
    return theme.number(value) if isinstance(value, int) else str(value)


def totals_table(before: Tally, after: Tally, caption: str, now_label: str, then_label: str) -> str:
    """Each total before and after a change, as an HTML table; those that change are strong."""
    counted = {wording.UPDATE_INCIDENTS: [theme.number(each.incidents) for each in (before, after)]}
    counted |= {measure.label: [_total(each, measure) for each in (before, after)] for measure in MEASURES}
    rows = [{"total": label, "now": now, "then": then} for label, (now, then) in counted.items()]
    labels = {"total": wording.UPDATE_TOTAL, "now": now_label, "then": then_label}
    strong = [at for at, row in enumerate(rows) if row["now"] != row["then"]]
    body = table(rows, labels, strong=strong)
    return f"<p class='cd-note'>{escape(caption)}</p><div class='cd-totals'>{body}</div>"


def _total(of: Tally, measure: Measure) -> str:
    """A total, and on a line below it how many incidents have no figure."""
    figure = of.totals[measure.name]
    text = theme.figure_text(figure)
    return text if figure.best is None else f"{text}\n{_gap_line(figure, of.incidents)}"


def source_line(now: Desk) -> None:
    """Where the numbers come from: publishers, version, counting rule."""
    named = caption.publishers(desk.cited(now.version, now.selection).publishers, 3)
    note(wording.SOURCE_LINE.format(publishers=named, app=wording.APP, version=now.version, rule=now.selection.rule))
