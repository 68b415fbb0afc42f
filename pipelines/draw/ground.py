"""What every chart stands on: a finished spec, rows as an Arrow table, clean text and its width in pixels.

A spec never holds data values, so it is built once and shared; whatever depends on the data (order, labels, positions
worked out from text widths, the scale's end) is a column of the table beside it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import codes, theme
from pipelines.tally import Figure
from pipelines.theme import Mode
from pipelines.wording import charts

SOURCE = "source"
"""The name that Vega-Lite, and Streamlit after it, give to the data beside a spec. Expressions ask for it by name."""

TEXT_SIZE = 13
"""Pixels of a label."""

SMALL_SIZE = 12
"""Pixels of a label that explains."""

WRAPPED_FROM = 0.36
"""The share of a chart's width from which its longest label makes all long ones take two lines."""

LEAST_PLOT = 0.32
"""The least share of the width for the plot: with less, as on a phone, the ranges stand in the bands and the table."""

_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")

_NARROW, _WIDE = frozenset("iljtfrI.,:;'|()[]- "), frozenset("mwMW@%—")

PICK = "pick"
"""The name of the selection that a click makes: `event["selection"]["pick"]` is a list of `{"code": ...}`."""


class Paint:
    """Colours by role, as a builder names them: `PAINT.ink`, `PAINT.extent["damaged"]`; `finished` fills them in.

    Building a chart takes Altair a good part of a second, nearly all of it checks, so each is built once and painted
    for each mode and measure.
    """

    def __getattr__(self, role: str) -> str:
        return f"@{role}"

    extent: Mapping[str, str] = {name: f"@extent.{name}" for name in codes.EXTENT.values()}
    extent_words: Mapping[str, str] = {name: f"@extent_words.{name}" for name in codes.EXTENT.values()}
    extent_band: Mapping[str, str] = {name: f"@extent_band.{name}" for name in codes.EXTENT.values()}
    on_extent: Mapping[str, str] = {name: f"@on_extent.{name}" for name in codes.EXTENT.values()}


PAINT = Paint()
"""The colours every builder draws with: those of `theme.Palette`, and `mark`, `words` and `band` of the measure."""


def painted(spec: dict[str, Any], mode: Mode, measure: str) -> dict[str, Any]:
    """A built spec in the colours of a mode and a measure, with the theme's settings."""
    palette = theme.palette(mode)

    def colour(name: str) -> str:
        role, _, extent = name[1:].partition(".")
        if extent:
            return getattr(palette, role)[extent]
        of_measure = {"mark": palette.measure, "words": palette.words, "band": palette.band}
        return of_measure[role][measure] if role in of_measure else getattr(palette, role)

    def paint(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: paint(value) for name, value in part.items()}
        if isinstance(part, list):
            return [paint(value) for value in part]
        return colour(part) if isinstance(part, str) and part.startswith("@") else part

    return paint(spec) | {"config": theme.chart_config(mode), "data": {"name": SOURCE}}


def clean(text: str) -> str:
    """Text that every renderer takes: control characters and half characters become the replacement character."""
    return _NOT_TEXT.sub("\ufffd", text)


def text_width(text: str, size: int = TEXT_SIZE) -> float:
    """About how many pixels a text takes in Source Sans; a little more rather than less."""
    ems = sum(0.3 if each in _NARROW else 0.84 if each in _WIDE else 0.62 if each.isupper() else 0.52 for each in text)
    return ems * size


def wrapped(text: str, most: int = 18) -> str:
    """A label on two lines at most, broken where the lines come out most alike; short ones stay on one."""
    words = text.split(" ")
    if len(text) <= most or len(words) == 1:
        return text
    ways = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return "\n".join(min(ways, key=lambda way: (max(map(len, way)), len(way[0]))))


def table(schema: Mapping[str, pa.DataType], rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Rows as an Arrow table of the given columns; a column that a row does not name is blank in it."""
    return pa.table({name: pa.array([row.get(name) for row in rows], type=kind) for name, kind in schema.items()})


def packed(of: pa.Table) -> bytes:
    """A table as an Arrow stream, as the browser takes it beside a spec, under the name `SOURCE`."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, of.schema) as stream:
        stream.write_table(of)
    return sink.getvalue().to_pybytes()


def constant(column: str, otherwise: float = 0) -> alt.Parameter:
    """A parameter that takes its value from the first row, for columns that are alike in every row."""
    first = f"data('{SOURCE}')[0]"
    return alt.param(name=column, expr=f"length(data('{SOURCE}')) ? {first}.{column} : {otherwise}")


_SIDES = ("left", "right", "top", "bottom")


def finished(chart: alt.LayerChart, *, fitted: bool = True) -> dict[str, Any]:
    """The chart as a spec without data, validated, as wide as its place. `painted` gives it its colours.

    Where `fitted`, the plot gives way to the words around it; else it fills its place to the edges.
    """
    spec = chart.properties(
        width="container",
        autosize=alt.AutoSizeParams(type="fit-x" if fitted else "none", contains="padding"),
        # Streamlit leaves 20 pixels free below a chart that does not say how many.
        padding={"left": 2, "right": 2, "top": 4, "bottom": 4} if fitted else dict.fromkeys(_SIDES, 0),
    ).to_dict()
    for part in ("data", "datasets", "config"):
        spec.pop(part, None)
    return _named(_said_once(spec))


def _named(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec with the layers that take the pointer named by us.

    Streamlit renames what has a name that Altair made up, in the text of the spec, at every run.
    """
    names = {layer["name"]: f"targets_{at}" for at, layer in enumerate(spec["layer"]) if "name" in layer}
    layers = [layer | {"name": names[layer["name"]]} if "name" in layer else layer for layer in spec["layer"]]
    params = [
        each | {"views": [names[view] for view in each["views"]]} if "views" in each else each
        for each in spec["params"]
    ]
    return spec | {"layer": layers, "params": params}


def _said_once(spec: dict[str, Any]) -> dict[str, Any]:
    """The spec with what its layers say alike said once, above them: Vega-Lite makes the same drawing of it.

    Altair repeats data, axis and scale with each layer. Streamlit writes the spec out and reads it back at every run,
    so half the spec is a good part of a click.
    """
    layers = [{name: part for name, part in layer.items() if part != {"name": SOURCE}} for layer in spec["layer"]]
    encodings = [layer.get("encoding", {}) for layer in layers]
    # What stands above holds for each layer that names a column, and for one that lacks the channel: there is none.
    everywhere = [channel for channel in encodings[0] if all(channel in encoding for encoding in encodings)]
    above = {channel: _alike([encoding[channel] for encoding in encodings]) for channel in everywhere}
    for layer, encoding in zip(layers, encodings, strict=True):
        own = {
            channel: {name: part for name, part in says.items() if name not in above.get(channel, {})}
            for channel, says in encoding.items()
        }
        layer["encoding"] = {channel: says for channel, says in own.items() if says}
    return spec | {"encoding": above, "layer": layers}


def _alike(channels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all channels that draw by a column say alike."""
    first, *others = [says for says in channels if "field" in says] or [{}]
    return {name: part for name, part in first.items() if all(name in each and each[name] == part for each in others)}


def plot() -> alt.Chart:
    """An empty layer over the data beside the spec."""
    return alt.Chart(alt.NamedData(SOURCE))


QUIET: dict[str, Any] = {"aria": False}
"""Marks that a screen reader skips: the line or period they belong to says it all in words."""


def line_position() -> alt.Y:
    """Where a line of a chart of lines stands: by the column `rank`, with no axis, since labels are marks."""
    return alt.Y("rank:O", axis=None, sort="ascending", scale=alt.Scale(paddingInner=0, paddingOuter=0))


def line_value(column: str, end: str, *, axis: bool = True) -> alt.X:
    """A value along a line, from the end of the labels to `end`, an expression for a pixel. The scale starts at 0."""
    if not axis:
        return alt.X(f"{column}:Q", scale=_line_scale(end), axis=None)
    return alt.X(
        f"{column}:Q",
        scale=_line_scale(end),
        axis=alt.Axis(
            orient="top",
            tickMinStep=1,
            tickCount=value(f"max(2, floor(({end} - gutter) / 70))"),
            format=",d",
            labelExpr="datum.value % 1 ? '' : datum.label",
        ),
    )


def _line_scale(end: str) -> alt.Scale:
    return alt.Scale(domain=value("[0, top]"), range=[value("gutter"), value(end)], nice=False, zero=True)


_ACROSS = {"x": alt.value(0), "x2": alt.value(alt.ExprRef("width"))}
"""From one end of a line of a chart to the other."""


def line_targets() -> tuple[alt.Chart, alt.Chart]:
    """The lowest and the topmost layer of a chart of lines: the picked line's ground, and what takes the pointer.

    The topmost says each line in words, to who points at it or hears it.
    """
    pick = alt.selection_point(name=PICK, fields=["code"], toggle=False)
    ground = (
        plot()
        .mark_rect(**QUIET)
        .encode(
            y=line_position(),
            **_ACROSS,
            color=alt.condition(pick, alt.value(PAINT.selected), alt.value("transparent"), empty=False),
        )
    )
    target = (
        plot()
        .mark_rect(color="transparent", cursor="pointer")
        .encode(y=line_position(), **_ACROSS, tooltip="said:N", description="said:N")
        .add_params(pick)
    )
    return ground, target


def line_labels(y: alt.Y, of: str = "true") -> alt.Chart:
    """The labels left of the lines, right-aligned, on two lines where they would take too much of the width.

    `of` is the condition for rows that have a label.
    """
    return (
        plot()
        .transform_filter(of)
        .mark_text(
            align="right",
            lineBreak="\n",
            lineHeight=14,
            dy=value("wraps && indexof(datum.label_wrapped, '\\n') > 0 ? -7 : 0"),
            limit=value("width * 0.46"),
            **QUIET,
        )
        .encode(
            y=y,
            x=alt.value(value("gutter - 12")),
            text=alt.value(value("wraps ? datum.label_wrapped : datum.label")),
        )
    )


def gutter() -> tuple[alt.Parameter, ...]:
    """The parameters behind `line_labels`: `gutter` is where the lines begin, in pixels."""
    return (
        constant("label_px"),
        constant("wrapped_px"),
        alt.param(name="wraps", expr=f"label_px > width * {WRAPPED_FROM}"),
        alt.param(name="gutter", expr="wraps ? min(wrapped_px, width * 0.44) : label_px"),
    )


def no_figure_marks(y: alt.Y, of: str = "true") -> tuple[alt.Chart, alt.Chart]:
    """A hollow dashed bar and the words for a line without a figure: not a zero, and not nothing."""
    lines = plot().transform_filter(f"{of} && datum.state === 'unknown'")
    return (
        lines.mark_bar(
            height=12, color="transparent", stroke=PAINT.unknown, strokeWidth=1.25, strokeDash=[3, 2], **QUIET
        ).encode(y=y, x=alt.value(value("gutter")), x2=alt.value(value("gutter + 32"))),
        lines.mark_text(align="left", color=PAINT.muted, fontStyle="italic", text=theme.NO_FIGURE, **QUIET).encode(
            y=y, x=alt.value(value("gutter + 40"))
        ),
    )


def without_columns(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """For each line the columns `without_marks` reads: for how many of its incidents there is no figure.

    Only where a line has a figure for some of its incidents: that a line has none at all is drawn.
    """
    if not any(figure.known and figure.unknown for figure in figures):
        return [{"without": "", "without_brief": "", "without_px": 0.0, "without_brief_px": 0.0} for _ in figures]
    ways = {
        "without": [theme.without_text(figure) for figure in figures],
        "without_brief": [theme.without_text(figure, brief=True) for figure in figures],
    }
    room = {f"{name}_px": _without_px(texts) for name, texts in ways.items()}
    return [{name: texts[at] for name, texts in ways.items()} | room for at in range(len(figures))]


def _without_px(texts: Sequence[str]) -> float:
    return max(text_width(text, SMALL_SIZE) for text in (charts.WITHOUT, *texts)) + 14


def without_marks(y: alt.Y, of: str = "true", head: float = -6) -> tuple[alt.Chart, alt.Chart]:
    """The column at the right for how many of a line's incidents there is no figure, and its heading at `head`.

    It reads the parameter `without_room`, its pixels: with less than it would take, it is briefer.
    """
    words = {"align": "right", "color": PAINT.muted, "fontSize": SMALL_SIZE, **QUIET}
    at_the_right = alt.value(value("width - 2"))
    return (
        plot()
        .transform_filter(of)
        .mark_text(**words)
        .encode(
            y=y,
            x=at_the_right,
            text=alt.value(value("without_room < without_px ? datum.without_brief : datum.without")),
        ),
        plot()
        .transform_filter(f"{of} && datum.rank === 0 && without_px")
        .mark_text(baseline="bottom", text=charts.WITHOUT, **words)
        .encode(x=at_the_right, y=alt.value(head)),
    )


def without_room(numbers: str) -> tuple[alt.Parameter, ...]:
    """The parameters behind `without_marks`; `numbers` is what stands between the plot and this column, in pixels.

    After `gutter`.
    """
    narrow = f"width - gutter - {numbers} - without_px < width * {LEAST_PLOT}"
    return (
        constant("without_px"),
        constant("without_brief_px"),
        alt.param(name="without_room", expr=f"{narrow} ? without_brief_px : without_px"),
    )


WITHOUT = {
    "without": pa.string(),
    "without_brief": pa.string(),
    "without_px": pa.float64(),
    "without_brief_px": pa.float64(),
}
"""The columns of `without_columns`."""


def label_columns(labels: Sequence[str]) -> dict[str, float]:
    """The columns that `gutter` reads, alike in every row."""
    two_lines = [part for label in labels for part in wrapped(label).split("\n")]
    return {
        "label_px": max((text_width(label) for label in labels), default=0) + 14,
        "wrapped_px": max((text_width(part) for part in two_lines), default=0) + 14,
    }


def value(expression: str) -> alt.ExprRef:
    """A value that the browser works out."""
    return alt.ExprRef(expression)


def added(figures: Iterable[Figure]) -> Figure:
    """Several figures as one: sums of lows, bests and highs; unknown where none is known."""
    every = list(figures)
    known = [figure for figure in every if figure.best is not None]
    counts = sum(figure.known for figure in every), sum(figure.unknown for figure in every)
    if not known:
        return Figure(None, None, None, False, *counts)
    return Figure(
        sum(figure.low or 0 for figure in known),
        sum(figure.best or 0 for figure in known),
        sum(figure.high or 0 for figure in known),
        any(figure.open for figure in known),
        *counts,
    )


def state(figure: Figure) -> str:
    """Whether a figure is "unknown", "zero" (known to be none, and no more than none) or a "figure"."""
    if figure.best is None:
        return "unknown"
    return "zero" if figure.best == 0 and not figure.high and not figure.open else "figure"


def brief(figure: Figure) -> str:
    """The best figure where there is no room for its range: `10`, `3+` where there is no upper end."""
    return theme.number(figure.best) + ("+" if figure.open else "")


def sentence(subject: str, figure: Figure) -> str:
    """`Luhansk Oblast: 5; no figure for 1 of 2 incidents`: what a tooltip and a line of an alt text say."""
    gap = theme.incidents_text(figure)
    if figure.known:
        figures = theme.figure_text(figure)
        said = charts.GAP.format(said=figures, gap=gap) if gap else figures
    else:
        said = gap
    return clean(charts.SUBJECT.format(subject=subject, said=said))


def in_words(form: str, what: Sequence[str], said: Sequence[str], nothing: str) -> str:
    """A chart in words: what it shows (measure, place, dates; blank ones left out), then its sentences.

    `form` is `charts.CHART` or `charts.MAP`; `nothing` is said where there is no sentence.
    """
    shown = ", ".join(part for part in what if part)
    if not said:
        return charts.NOTHING.format(what=shown, nothing=nothing)
    return form.format(what=shown, said=". ".join(theme.sentence_case(each) for each in said))


def measure_words(measure: str) -> str:
    """A measure as a sentence begins: "People killed"."""
    return theme.sentence_case(theme.measure_words(measure))


def record(code: object, name: str, figure: Figure, more: Mapping[str, int | None] | None = None) -> dict[str, object]:
    """One line of the table that stands in for a chart: plain values, blank (None) where unknown.

    What it is and how many stand first, and what only a program reads last. `more` are further numbers, by name.
    """
    return {
        "name": clean(name),
        "best": figure.best,
        "low": figure.low,
        "high": figure.high,
        "or_more": figure.open,
        **(more or {}),
        "incidents_with_figure": figure.known,
        "incidents_without_figure": figure.unknown,
        "code": "" if code is None else str(code),
    }
