"""How numbers, dates and charts look: colours by role for light and dark, the charts' font and settings, formats.

Everything that shows a number or a date goes through the functions here, so that a tile, a table, a sentence, a chart
and an export write it alike. `.streamlit/config.toml` repeats four of the colours; a test compares them.

The colours were searched for, not picked: each holds at least 3:1 on the page and on a card, each text colour 4.5:1,
and the colours that meet in one chart stay apart for readers who confuse red and green, or blue and yellow.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pipelines import codes
from pipelines.tally import Figure
from pipelines.wording import charts

Mode = Literal["light", "dark"]
"""The two looks of a page."""

MODES: tuple[Mode, ...] = ("light", "dark")
"""Both looks, the default first."""

FONT = "'Source Sans', 'Source Sans 3', sans-serif"
"""Streamlit serves the first to the page itself; exports bring the second."""

NO_FIGURE = charts.NO_FIGURE
"""What stands where a number is unknown. Never a zero, never a dash alone."""


@dataclass(frozen=True)
class Palette:
    """The colours of one mode, by role.

    `measure` draws marks and `words` writes text in the colour of a measure; `band` is the pale tint of a measure,
    for low to high (its ends are drawn in the measure's own colour, so that the range can be seen at 3:1).
    `extent` and `extent_band` do the same for the extent of damage. `unknown` draws what has no figure.
    """

    background: str
    card: str
    ink: str
    muted: str
    grid: str
    baseline: str
    primary: str
    unknown: str
    measure: dict[str, str]
    words: dict[str, str]
    band: dict[str, str]
    extent: dict[str, str]
    extent_words: dict[str, str]
    extent_band: dict[str, str]
    on_extent: dict[str, str]
    selected: str
    sea: str
    land: str
    land_near: str
    border: str
    frontier: str
    halo: str


def _blend(colour: str, ground: str, share: float) -> str:
    """`share` of a colour laid over a ground, as one opaque colour: what a transparent mark would look like."""
    mixed = (round(int(colour[k : k + 2], 16) * share + int(ground[k : k + 2], 16) * (1 - share)) for k in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _palette(
    measure: dict[str, str], extent: dict[str, str], words: dict[str, str], tint: float, **roles: str
) -> Palette:
    """A palette from its own colours; the pale tints are made from them."""
    return Palette(
        measure=measure,
        words=measure | words,
        band={name: _blend(colour, roles["background"], tint) for name, colour in measure.items()},
        extent=extent,
        extent_words={name: words.get(name, colour) for name, colour in extent.items()},
        extent_band={name: _blend(colour, roles["background"], tint) for name, colour in extent.items()},
        on_extent={
            "destroyed": roles["background"],
            "damaged": "#FFFFFF" if roles["background"] == "#FFFFFF" else roles["background"],
            "unspecified": roles["ink"],
        },
        **roles,
    )


LIGHT = _palette(
    measure={"killed": "#820F00", "injured": "#B87008", "missing": "#9440BC", "structures": "#123C73"},
    extent={"destroyed": "#14305C", "damaged": "#4A74BD", "unspecified": "#6F7681"},
    words={"injured": "#8A5200", "damaged": "#3F68B0", "unspecified": "#5A626E"},
    tint=0.27,
    background="#FFFFFF",
    card="#F4F5F7",
    ink="#1B1F24",
    muted="#5A626E",
    grid="#E6E8EB",
    baseline="#9AA1AB",
    primary="#2B3440",
    unknown="#6F7681",
    selected="#E3E8EF",
    sea="#FFFFFF",
    land="#F1F2F4",
    land_near="#E4E7EA",
    border="#FFFFFF",
    frontier="#A9B0B9",
    halo="#F4F5F7",
)

DARK = _palette(
    measure={"killed": "#F4604F", "injured": "#F0CB5B", "missing": "#C079F0", "structures": "#9CC3EE"},
    extent={"destroyed": "#D3E3F5", "damaged": "#5B8FDB", "unspecified": "#8A919C"},
    words={"killed": "#FF8778", "damaged": "#7BA7E8", "unspecified": "#A3ABB6"},
    tint=0.38,
    background="#14171B",
    card="#1E2329",
    ink="#E8EAED",
    muted="#A3ABB6",
    grid="#2A3038",
    baseline="#646C77",
    primary="#5A7390",
    unknown="#8A919C",
    selected="#2B333D",
    sea="#14171B",
    land="#1F242A",
    land_near="#2C333B",
    border="#14171B",
    frontier="#59626D",
    halo="#1E2329",
)

PALETTES: dict[Mode, Palette] = {"light": LIGHT, "dark": DARK}
"""The palette of each mode."""


def palette(mode: Mode) -> Palette:
    """The colours of a mode."""
    return PALETTES[mode]


def chart_config(mode: Mode) -> dict[str, Any]:
    """The Vega-Lite `config` of every chart: our font, quiet axes, no frame, no legend."""
    colours = palette(mode)
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": True,
            "gridColor": colours.grid,
            "labelColor": colours.muted,
            "labelFont": FONT,
            "labelFontSize": 12,
            "labelPadding": 6,
            "title": None,
        },
        "text": {"font": FONT, "fontSize": 13, "color": colours.ink},
        "legend": {"disable": True},
        "style": {"cell": {"stroke": None}},
    }


def number(value: int | None) -> str:
    """A whole number with a comma at each thousand: `1,234`. None is "no figure"."""
    return NO_FIGURE if value is None else f"{value:,}"


def counted(count: int, words: tuple[str, str], **names: str) -> str:
    """A sentence about a number, from its singular and plural: `1 incident`, `1,204 incidents`."""
    return words[count != 1].format(count=number(count), **names)


def has_range(figure: Figure) -> bool:
    """Whether a figure is more than one number: its ends differ, or it has no upper end."""
    return figure.best is not None and (figure.low != figure.high or figure.open)


def range_text(figure: Figure) -> str:
    """Low to high: `5–7`, `3 or more`, `5–7 or more`, `5` where there is one figure only, `no figure`."""
    if figure.best is None:
        return NO_FIGURE
    ends = number(figure.low) if figure.low == figure.high else _range(figure.low, figure.high)
    return charts.OR_MORE.format(high=ends) if figure.open else ends


def _range(low: int, high: int) -> str:
    return charts.RANGE.format(low=number(low), high=number(high))


def figure_text(figure: Figure) -> str:
    """Best, and low to high where that says more: `5`, `6 (5–7)`, `3 or more`, `4 (3–4 or more)`, `no figure`."""
    if not has_range(figure) or figure.low == figure.high:
        return range_text(figure)
    return charts.BEST_AND_RANGE.format(best=number(figure.best), range=range_text(figure))


def claim_text(low: int | None, best: int | None, high: int | None) -> str:
    """A claim's figure as its source gave it: `5`, `6 (5–7)`, `5–7`, `3 or more`, `up to 10`."""
    if low is None and best is None:
        return NO_FIGURE if high is None else charts.UP_TO.format(number=number(high))
    if best is None and high is None:
        return charts.OR_MORE.format(high=number(low))
    if best is None:
        return _range(low, high)
    least, most = (best if low is None else low), (best if high is None else high)
    return number(best) if least == most else charts.BEST_AND_RANGE.format(best=number(best), range=_range(least, most))


def incidents_text(figure: Figure) -> str:
    """How many incidents have no figure: `no figure for 6 of 8 incidents`; empty where all have one."""
    every = figure.known + figure.unknown
    if not figure.unknown:
        return ""
    if not figure.known:
        return counted(every, charts.NO_FIGURE_IN_ANY)
    return counted(every, charts.NO_FIGURE_FOR, unknown=number(figure.unknown))


def without_text(figure: Figure, *, brief: bool = False) -> str:
    """The same as a cell of a column headed `charts.WITHOUT`: `6 of 8`, brief `6/8`; empty where all have a figure."""
    if not figure.unknown:
        return ""
    form = charts.WITHOUT_OF_BRIEF if brief else charts.WITHOUT_OF
    return form.format(unknown=number(figure.unknown), count=number(figure.known + figure.unknown))


def extents_text(by_extent: dict[str, int | None]) -> str:
    """Structures by extent: `15 damaged, 1 extent not stated`; empty where no extent has a count."""
    labels = codes.EXTENT.labels()
    parts = (f"{number(by_extent[name])} {labels[name].lower()}" for name in labels if by_extent.get(name) is not None)
    return ", ".join(parts)


def day_text(day: date | None) -> str:
    """A day: `31 May 2023`. None is "date not known"."""
    if day is None:
        return charts.DATE_NOT_KNOWN
    return charts.DAY.format(day=day.day, month=charts.MONTHS[day.month - 1], year=day.year)


def month_text(day: date) -> str:
    """The month of a day: `May 2023`."""
    return charts.MONTH.format(month=charts.MONTHS[day.month - 1], year=day.year)


def span_text(first: date | None, last: date | None) -> str:
    """A span of days without repeating itself: `22–31 May 2023`, `30 May – 2 June 2023`, `30 December 2022 – ...`."""
    if first is None or last is None or first == last:
        return day_text(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return charts.DAYS.format(first=first.day, last=day_text(last))
    if first.year == last.year:
        begun = charts.DAY_WITHOUT_YEAR.format(day=first.day, month=charts.MONTHS[first.month - 1])
        return charts.SPAN.format(first=begun, last=day_text(last))
    return charts.SPAN.format(first=day_text(first), last=day_text(last))


def measure_words(name: str) -> str:
    """A measure as a noun phrase inside a sentence: `people killed`, `structures damaged or destroyed`."""
    return charts.MEASURES[name]


def sentence_case(text: str) -> str:
    """A phrase as a sentence begins: its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
