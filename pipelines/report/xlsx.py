"""A report as a workbook: words, key figures, the change, charts, the rows of each chart, incidents, sources.

The charts are the spreadsheet's own, so that they can be restyled: bars of the best figures, error bars from lowest to
highest. A blank cell is an unknown and has no bar; its label says so.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_formula
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines import codebook, codes, frame, theme, wording
from pipelines.codebook import MEASURES
from pipelines.figure import Figure
from pipelines.publish import workbook
from pipelines.report import content
from pipelines.report.change import difference, incidents_difference
from pipelines.report.content import Report
from pipelines.tally import Figure as Count
from pipelines.tally import Tally
from pipelines.wording import exports
from pipelines.wording import report as phrases

WIDTH, ROW = 820, 20
"""Pixels: how wide a chart is, how high a row."""

Records = list[dict[str, object]]


def of(report: Report) -> bytes:
    """The report as a file."""
    target = io.BytesIO()
    with workbook.opened(target, report.dated) as book:
        book.set_properties(
            {
                "title": report.title,
                "subject": phrases.SUBJECT.format(app=wording.APP, version=report.version, number=report.number),
                "author": wording.APP,
                "comments": report.licence,
                "created": book.doc_properties["created"],
            }
        )
        sheets = [f"{phrases.FIGURE} {number}" for number in range(1, len(report.figures) + 1)]
        workbook.add_read_me(book, report.title, _about(report, sheets))
        workbook.add_records(book, phrases.KEY_FIGURES, _key_figures(report), _KEY_LABELS)
        if report.change:
            workbook.add_records(book, phrases.CHANGE_SHEET, _change(report), _CHANGE_LABELS)
        if report.figures:
            together = book.add_worksheet(phrases.CHARTS)
            charts = [_figure(book, name, drawn) for name, drawn in zip(sheets, report.figures, strict=True)]
            _charts(together, report, charts, sheets)
        workbook.add_records(book, phrases.LISTED, _incidents(report), _incident_labels())
        workbook.add_records(book, phrases.SOURCES, _sources(report), _SOURCE_LABELS)
    return target.getvalue()


def _about(report: Report, sheets: Iterable[str]) -> list[tuple[str, str]]:
    """All that the report says in words, each with what it is about."""
    change = [(phrases.CHANGE_SHEET, each) for each in (report.change_intro, *report.caveats)]
    figures = [
        (name, f"{words} {' '.join(drawn.words.notes)}")
        for name, words, drawn in zip(sheets, report.captions, report.figures, strict=True)
    ]
    method = [(phrases.METHOD, "".join(content.bold_and_rest(each))) for each in report.method]
    limits = [(phrases.LIMITS, each) for each in report.limits]
    return [
        (phrases.KIND, " ".join(part for part in (report.note, report.lead) if part)),
        (exports.ABOUT_BLANK, exports.BLANK_IS_UNKNOWN),
        *report.facts,
        *_once(change),
        *figures,
        *_once([(phrases.CHARTS, each) for each in report.not_drawn]),
        (phrases.LISTED, report.incidents_intro),
        *_once(method),
        *_once(limits),
        (phrases.SOURCES, report.sources_intro),
        (phrases.CITE, report.citation),
        ("", report.licence),
    ]


def _once(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines, with what they are about at the first alone."""
    return [(name if not number else "", words) for number, (name, words) in enumerate(lines)]


_ENDS = {
    "low": wording.RECORD_LABELS["low"],
    "best": wording.RECORD_LABELS["best"],
    "high": wording.RECORD_LABELS["high"],
    "or_more": wording.RECORD_LABELS["or_more"],
}
_KNOWN = {name: wording.RECORD_LABELS[name] for name in ("incidents_with_figure", "incidents_without_figure")}
_KEY_LABELS = {"measure": wording.MEASURE} | _ENDS | _KNOWN
_CHANGE_LABELS = (
    {"measure": wording.MEASURE}
    | {f"now_{name}": f"{phrases.SELECTED}: {label}" for name, label in (_ENDS | _KNOWN).items()}
    | {f"before_{name}": f"{phrases.PREVIOUS}: {label}" for name, label in (_ENDS | _KNOWN).items()}
    | {"difference": phrases.CHANGE_HEADINGS[3]}
)
_SOURCE_LABELS = {
    "number": codebook.SOURCE_ID.label,
    "publisher": codebook.PUBLISHER.label,
    "title": codebook.TITLE.label,
    "published_on": codebook.PUBLISHED_ON.label,
    "url": codebook.URL.label,
    "archive_url": codebook.ARCHIVE_URL.label,
    "claims": phrases.SOURCE_CLAIMS,
}


def _ends(count: Count, before: str = "") -> dict[str, object]:
    """A figure as cells; blank where it is unknown."""
    cells = {"low": count.low, "best": count.best, "high": count.high, "or_more": wording.YES if count.open else None}
    cells |= {"incidents_with_figure": count.known, "incidents_without_figure": count.unknown}
    return {f"{before}{name}": cell for name, cell in cells.items()}


def _key_figures(report: Report) -> Records:
    incidents = {"measure": phrases.CHANGE_INCIDENTS, "best": report.tally.incidents}
    totals = report.tally.totals
    extents = [
        {"measure": phrases.LABEL.format(name=codebook.STRUCTURES.label, figure=label.lower()), "best": count}
        for name, label in codes.EXTENT.labels().items()
        if (count := report.tally.by_extent[name]) is not None
    ]
    return [incidents, *({"measure": each.label} | _ends(totals[each.name]) for each in MEASURES), *extents]


def _change(report: Report) -> Records:
    """Incidents and each measure in both periods. A period without any incident is blank, not zero."""
    change = report.change

    def side(tally: Tally, before: str, name: str) -> dict[str, object]:
        return _ends(tally.totals[name], before) if tally.incidents else {}

    incidents = {
        "measure": phrases.CHANGE_INCIDENTS,
        "now_best": change.now.incidents or None,
        "before_best": change.before.incidents or None,
        "difference": incidents_difference(change),
    }
    return [
        incidents,
        *(
            {"measure": each.label, "difference": difference(change, each.name)}
            | side(change.now, "now_", each.name)
            | side(change.before, "before_", each.name)
            for each in MEASURES
        ),
    ]


def _incident_labels() -> dict[str, str]:
    labels = {
        "number": codebook.INCIDENT_ID.label,
        "first": codebook.DATE_START.label,
        "when": phrases.LISTED_HEADINGS["date"],
        "known_to": wording.DATE_KNOWN_TO,
        "where": phrases.LISTED_HEADINGS["where"],
        "kind": codebook.INCIDENT_TYPE.label,
    }
    for measure in MEASURES:
        for name, label in _ENDS.items():
            labels[f"{measure.name}_{name}"] = f"{measure.label}: {label.lower()}"
    return labels


def _incidents(report: Report) -> Records:
    rows: Records = []
    for each in report.incidents:
        cells: dict[str, object] = {
            "number": each.number,
            "first": each.first,
            "when": each.when,
            "known_to": each.known_to,
            "where": each.where or None,
            "kind": each.kind,
        }
        for measure in MEASURES:
            cells |= _ends(each.figures[measure.name], f"{measure.name}_")
        rows.append(cells)
    return rows


def _sources(report: Report) -> Records:
    return [
        {
            "number": each.number,
            "publisher": each.publisher or None,
            "title": each.title or None,
            "published_on": each.published_on,
            "url": each.url or None,
            "archive_url": each.archive_url or None,
            "claims": each.claims,
        }
        for each in report.sources
    ]


def _figure(book: Workbook, name: str, drawn: Figure) -> Chart | None:
    """A sheet of a figure's rows, and the chart of them that a spreadsheet can draw; None for a map."""
    rows = [_row(each, drawn) for each in drawn.records]
    labels = {each: _LABELS.get(each, each) for each in rows[0]}
    workbook.add_records(book, name, rows, labels)
    if drawn.chart == "map":
        return None
    at = {each: position for position, each in enumerate(labels)}
    make = _stacked if drawn.chart == "structures" else _bars
    return make(book, name, drawn, at, len(rows))


_LABELS = wording.RECORD_LABELS | phrases.RECORD_LABELS


def _row(record: Mapping[str, object], drawn: Figure) -> dict[str, object]:
    """A row of a figure with what its chart needs beside it: a label with the figure, and the ends as distances."""
    low, best, high, is_open = (record[end] for end in ("low", "best", "high", "or_more"))
    name = frame.clean(str(record["name"]))
    row = record | {
        "code": record["code"] or None,
        "name": name,
        "or_more": wording.YES if is_open else None,
        "label": name,
    }
    if best is None or drawn.chart != "over_time":
        figure = theme.figure_text(Count(low, best, high, is_open, 1, 0))
        row["label"] = phrases.LABEL.format(name=name, figure=figure)
    known = best is not None
    return row | {"below": best - low if known else None, "above": high - best if known else None}


def _cells(sheet: str, column: int, rows: int) -> list[object]:
    return [sheet, 1, column, rows, column]


def _bars(book: Workbook, sheet: str, drawn: Figure, at: Mapping[str, int], rows: int) -> Chart:
    """Best figures as bars, with error bars from lowest to highest."""
    over_time = drawn.chart == "over_time"
    # As many as the figure draws, since its notes say what it does not; the sheet has all rows.
    drawn_rows = sum(bool(each["code"]) for each in drawn.records) if over_time else len(drawn.spec["data"]["values"])
    shown = min(rows, drawn_rows)
    chart = book.add_chart({"type": "column" if over_time else "bar"})
    above, below = (xl_range_formula(sheet, 1, at[side], shown, at[side]) for side in ("above", "below"))
    chart.add_series(
        {
            "name": wording.RECORD_LABELS["best"],
            "categories": _cells(sheet, at["label"], shown),
            "values": _cells(sheet, at["best"], shown),
            "fill": {"color": theme.LIGHT.measure[drawn.measure]},
            "gap": 120 if over_time else 60,
            "y_error_bars": {
                "type": "custom",
                "plus_values": f"={above}",
                "minus_values": f"={below}",
                "line": {"color": theme.LIGHT.muted, "width": 1.25},
            },
        }
    )
    chart.set_legend({"none": True})
    _finish(chart, drawn, shown)
    return chart


def _stacked(book: Workbook, sheet: str, drawn: Figure, at: Mapping[str, int], rows: int) -> Chart:
    """Structures by extent as stacked bars; the range of their sum stands in the label."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for extent, label in codes.EXTENT.labels().items():
        chart.add_series(
            {
                "name": label,
                "categories": _cells(sheet, at["label"], rows),
                "values": _cells(sheet, at[extent], rows),
                "fill": {"color": theme.LIGHT.extent[extent]},
                "gap": 60,
            }
        )
    chart.set_legend({"position": "top"})
    _finish(chart, drawn, rows)
    return chart


def _finish(chart: Chart, drawn: Figure, bars: int) -> None:
    """Title, axes and size. Of bars that lie, the first stands on top."""
    lying = drawn.chart != "over_time"
    grid = {"visible": True, "line": {"color": theme.LIGHT.grid}}
    values = {"min": 0, "num_format": "#,##0", "major_gridlines": grid, "line": {"none": True}}
    if drawn.chart != "structures":
        # A spreadsheet fits its axis to the bars alone, and would cut the error bars off.
        values |= _axis_end(max(each["high"] or 0 for each in drawn.records[:bars]))
    names = {"reverse": lying, "major_gridlines": {"visible": False}, "num_font": {"size": 9}}
    chart.set_x_axis(values if lying else names)
    chart.set_y_axis(names if lying else values)
    chart.set_title({"name": drawn.title, "name_font": {"size": 12, "bold": True}})
    chart.set_size({"width": WIDTH, "height": max(220, 100 + 24 * bars) if lying else 320})


def _axis_end(highest: int) -> dict[str, int]:
    """Where an axis ends that goes beyond a figure, and the step between its lines; both are round numbers."""
    rough = max(highest / 6, 1)
    power = 10 ** floor(log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    return {"max": (highest // step + 1) * step, "major_unit": step}


def _charts(sheet: Worksheet, report: Report, charts: Sequence[Chart | None], names: Sequence[str]) -> None:
    """All charts below each other, each with its caption above it, and its notes and source under it."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row, tops = 0, []
    for name, drawn, chart, words in zip(names, report.figures, charts, report.captions, strict=True):
        tops.append(row)
        sheet.write_string(row, 0, workbook.text_cell(f"{name}. {words}"))
        if chart is None:
            sheet.write_string(row + 1, 0, phrases.MAP_SHEET.format(sheet=name))
            row += 2
        else:
            sheet.insert_chart(row + 1, 0, chart, {"description": content.alt(drawn)})
            row += 1 + -(-chart.height // ROW)
        for each in (*drawn.words.notes, f"{wording.FIGURE_SOURCE} {drawn.words.source} {drawn.words.credit}."):
            sheet.write_string(row, 0, workbook.text_cell(each))
            row += 1
        row += 1
    sheet.set_h_pagebreaks(tops[1:])
