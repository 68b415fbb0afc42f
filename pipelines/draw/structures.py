"""Structures by type and extent: one line for each type, destroyed, damaged and extent not stated end to end."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pyarrow as pa

from pipelines import codes, theme
from pipelines.draw import ground
from pipelines.draw.ground import PAINT
from pipelines.tally import StructureRow
from pipelines.wording import charts

STEP = 32
"""Pixels from one line to the next."""

COLUMNS = {
    "rank": pa.int64(),
    "kind": pa.string(),
    "code": pa.string(),
    "label": pa.string(),
    "label_wrapped": pa.string(),
    "state": pa.string(),
    "extent": pa.string(),
    "from": pa.float64(),
    "to": pa.float64(),
    "text": pa.string(),
    "text_px": pa.float64(),
    "brief": pa.string(),
    "said": pa.string(),
    "key_at": pa.float64(),
    "top": pa.float64(),
    "label_px": pa.float64(),
    "wrapped_px": pa.float64(),
    "total_px": pa.float64(),
    "brief_px": pa.float64(),
    **ground.WITHOUT,
}
"""The columns of the table. Rows are of three kinds: "line" (a type), "part" (a type and an extent), "key"."""


def ordered(rows: Sequence[StructureRow]) -> list[StructureRow]:
    """The types, most structures first, those without a figure last, then by label."""
    labels = codes.STRUCTURE_TYPE.labels()
    return sorted(rows, key=lambda row: (row.figure.best is None, -(row.figure.best or 0), labels[row.key]))


def structures_records(rows: Sequence[StructureRow]) -> list[dict[str, object]]:
    """Every type as plain values with its counts by extent, in the order of the chart."""
    labels = codes.STRUCTURE_TYPE.labels()
    return [ground.record(row.key, labels[row.key], row.figure, row.by_extent) for row in ordered(rows)]


def structures_alt(rows: Sequence[StructureRow], where: str = "") -> str:
    """The chart in words: the same numbers."""
    said = [_said(row) for row in ordered(rows)]
    return ground.in_words(charts.CHART, (charts.BY_EXTENT_OF_DAMAGE, where), said, charts.NO_CLAIM)


def structures_table(rows: Sequence[StructureRow]) -> pa.Table:
    """The data of the chart."""
    lines = ordered(rows)
    labels = [codes.STRUCTURE_TYPE.label_of(row.key) for row in lines]
    totals = [theme.figure_text(row.figure) if row.figure.known else "" for row in lines]
    without = ground.without_columns([row.figure for row in lines])
    briefs = [ground.brief(row.figure) if row.figure.known else "" for row in lines]
    alike = {
        "top": float(max((row.figure.best or 0 for row in lines), default=0) or 1),
        "total_px": max((ground.text_width(text) for text in totals), default=0) + 14,
        "brief_px": max((ground.text_width(text) for text in briefs), default=0) + 14,
        **ground.label_columns(labels),
    }
    table: list[dict[str, object]] = []
    for rank, (row, label, total) in enumerate(zip(lines, labels, totals, strict=True)):
        common = {"rank": rank, "code": row.key, "said": _said(row), "state": ground.state(row.figure)}
        table.append(
            common
            | {
                "kind": "line",
                "label": label,
                "label_wrapped": ground.wrapped(label),
                "to": row.figure.best,
                "text": total,
                "brief": briefs[rank],
            }
            | without[rank]
        )
        table.extend(common | part for part in _parts(row))
    table.extend(_key(lines))
    room = {name: size for name, size in without[0].items() if name.endswith("_px")} if lines else {}
    return ground.table(COLUMNS, [line | alike | room for line in table])


def _said(row: StructureRow) -> str:
    extents = theme.extents_text(row.by_extent)
    said = ground.sentence(codes.STRUCTURE_TYPE.label_of(row.key), row.figure)
    return f"{said} ({extents})" if extents else said


def _parts(row: StructureRow) -> list[dict[str, object]]:
    """The pieces of one line, end to end; a piece of 0 is not drawn.

    A piece that is the whole line has no number of its own: the total beside it says the same.
    """
    parts, start = [], 0
    for extent in codes.EXTENT.values():
        count = row.by_extent.get(extent)
        if count:
            text = theme.number(count)
            parts.append(
                {
                    "kind": "part",
                    "extent": extent,
                    "from": start,
                    "to": start + count,
                    "text": text,
                    "text_px": ground.text_width(text, ground.SMALL_SIZE),
                }
            )
            start += count
    if len(parts) == 1 and start == row.figure.best:
        parts[0]["text"] = ""
    return parts


def _key(rows: Sequence[StructureRow]) -> list[dict[str, object]]:
    """The words that name the colours, in the order they are stacked: only extents that are drawn."""
    at, keys = 0.0, []
    for extent, label in codes.EXTENT.labels().items():
        if any(row.by_extent.get(extent) for row in rows):
            keys.append({"rank": 0, "kind": "key", "extent": extent, "text": label, "key_at": at})
            at += ground.text_width(label, ground.SMALL_SIZE) + 30
    return keys


def build() -> dict[str, Any]:
    """The spec, to be painted."""
    y = ground.line_position()
    line = "datum.kind === 'line'"
    chosen, target = ground.line_targets()
    total = (
        _of(f"{line} && datum.state !== 'unknown'")
        .mark_text(align="left", dx=7, fontWeight=600, **ground.QUIET)
        .encode(y=y, x=_x("to"), text=alt.value(ground.value("with_ranges ? datum.text : datum.brief")))
    )
    chart = alt.layer(
        chosen.transform_filter(line),
        *_pieces(),
        *ground.no_figure_marks(y, line),
        _of(f"{line} && datum.state === 'zero'")
        .mark_point(size=75, fill=PAINT.background, stroke=PAINT.extent["damaged"], strokeWidth=2, opacity=1)
        .encode(y=y, x=_x("to")),
        total,
        ground.line_labels(y, line),
        *ground.without_marks(y, line),
        *_key_marks(),
        target.transform_filter(line),
    ).add_params(
        *(ground.constant(name) for name in ("top", "total_px", "brief_px")),
        *ground.gutter(),
        *ground.without_room("brief_px"),
        alt.param(name="with_ranges", expr=f"width - gutter - total_px - without_px >= width * {ground.LEAST_PLOT}"),
        alt.param(name="total_room", expr="with_ranges ? total_px : brief_px"),
        *(alt.param(name=name, value=by_extent) for name, by_extent in _PAINTS.items()),
    )
    return ground.finished(chart.properties(height=alt.Step(STEP)))


def _of(condition: str) -> alt.Chart:
    return ground.plot().transform_filter(condition)


def _x(column: str) -> alt.X:
    return ground.line_value(column, "width - total_room - without_room", axis=False)


_PAINTS: dict[str, dict[str, str]] = {
    "fills": {**PAINT.extent, "unspecified": PAINT.extent_band["unspecified"]},
    "edges": {**dict.fromkeys(PAINT.extent, PAINT.background), "unspecified": PAINT.extent["unspecified"]},
    "numbers": dict(PAINT.on_extent),
    "names": dict(PAINT.extent_words),
}
"""Parameters of the spec that give a colour by extent, so that one layer draws all extents."""

_FILLED: dict[str, Any] = {
    "fill": ground.value("fills[datum.extent]"),
    "stroke": ground.value("edges[datum.extent]"),
    "strokeWidth": ground.value("datum.extent === 'unspecified' ? 1.25 : 1"),
    "strokeDash": ground.value("datum.extent === 'unspecified' ? [3, 2] : []"),
}
"""Solid for a known extent; pale with a dashed outline for one that is not stated."""


def _pieces() -> tuple[alt.Chart, alt.Chart]:
    """The pieces of the lines, and their numbers where they fit."""
    y, mine = ground.line_position(), _of("datum.kind === 'part'")
    fits = "scale('x', datum.to) - scale('x', datum.from) > datum.text_px + 10"
    return (
        mine.mark_bar(height=18, **_FILLED, **ground.QUIET).encode(y=y, x=_x("from"), x2="to"),
        mine.mark_text(
            align="right",
            dx=-5,
            fontSize=ground.SMALL_SIZE,
            color=ground.value("numbers[datum.extent]"),
            **ground.QUIET,
        ).encode(y=y, x=_x("to"), text=alt.value(ground.value(f"{fits} ? datum.text : ''"))),
    )


def _key_marks() -> tuple[alt.Chart, alt.Chart]:
    """A small square and a word for each extent that is drawn, above the lines."""
    mine = _of("datum.kind === 'key'")
    return (
        mine.mark_point(shape="square", size=90, opacity=1, **_FILLED, **ground.QUIET).encode(**_key_place(6)),
        mine.mark_text(
            align="left",
            color=ground.value("names[datum.extent]"),
            fontSize=ground.SMALL_SIZE,
            fontWeight=600,
            **ground.QUIET,
        ).encode(**_key_place(16), text="text:N"),
    )


def _key_place(shift: int) -> dict[str, alt.XValue | alt.YValue]:
    return {"x": alt.value(ground.value(f"datum.key_at + {shift}")), "y": alt.value(-14)}
