"""A bundle: all charts and all data of a selection in one zip, with what is needed to cite, check and import them.

    README.txt               for people: what it is, how to cite it, method, limits, licence
    charts/                  each chart as PNG, SVG and PDF, and its numbers as CSV, named to be taken out of the zip
    tables/                  the four tables (imported again they change nothing), and the incidents with their figures
    datapackage.json         for programs: what each file and column is (Data Package 2.0)
    manifest.json            the SHA-256 of every file, the version, the selection, what the PDFs hold to

The same selection of the same version gives the same bytes, whenever it is made: every date in it is that of the data.
"""

import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from pipelines import caption, figure, publish, render, wording
from pipelines.codebook import INJURED, STRUCTURES, TABLES
from pipelines.extract import Extract
from pipelines.figure import Figure
from pipelines.publish import archive, data_package
from pipelines.render import Rendered
from pipelines.wording import exports

CHARTS = (*figure.SHOWN, ("map", INJURED.name), ("map", STRUCTURES.name))
"""The charts with their measures: those of the overview, and each map that it can show."""

README, PACKAGE, MANIFEST = "README.txt", "datapackage.json", "manifest.json"

_WIDE = 100
"""Characters in a line of the README."""


@dataclass(frozen=True)
class _Chart:
    """A chart that was drawn: its name, what its files are called before their ending, and these by format."""

    name: str
    path: str
    figure: Figure
    files: Rendered


def of(extract: Extract) -> bytes:
    """The bundle of an extract, as a zip."""
    target = io.BytesIO()
    write(extract, target)
    return target.getvalue()


def write(extract: Extract, target: BinaryIO) -> dict[str, Any]:
    """Write the bundle of an extract as a zip, and return its manifest.

    A chart with nothing to draw, or that cannot be drawn, is left out and named with the reason. Large tables go
    through piece by piece: what is in memory at once is the charts.
    """
    charts, left_out = _charts(extract)
    tables = publish.selected_tables(extract)
    files, resources = [], []
    with archive.opened(target, extract.latest_report) as add:
        files.append(add(README, _read_me(extract, charts, left_out).encode())._asdict())
        for chart in charts:
            added, described = _add_chart(add, chart)
            files += added
            resources += described
        for table in TABLES:
            entry = add(f"tables/{table.file_name}", publish.frame_csv_parts(tables[table.name]))
            files.append(entry._asdict())
            resources.append(data_package.table_resource(entry, table))
        figures = publish.incidents_with_figures(extract.data, extract.settled, extract.rows())
        entry = add("tables/incidents_with_figures.csv", publish.frame_csv_parts(figures))
        files.append(entry._asdict())
        resources.append(data_package.figures_resource(entry, list(figures.columns)))
        package = data_package.descriptor(extract, resources, tables["sources"])
        files.append(add(PACKAGE, _json(package))._asdict())
        manifest = _manifest(extract, files, left_out)
        add(MANIFEST, _json(manifest))
    return manifest


def _charts(extract: Extract) -> tuple[list[_Chart], dict[str, str]]:
    """The charts of an extract, drawn; the reason for each that is left out, by name."""
    made: dict[str, Figure] = {}
    left_out: dict[str, str] = {}
    for chart, measure in CHARTS:
        name = f"{chart}_{measure}"
        try:
            made[name] = figure.from_extract(extract, chart, measure)
        except figure.NothingToDraw as reason:
            left_out[name] = str(reason)
    charts = []
    for (name, each), files in zip(made.items(), render.figures(list(made.values())), strict=True):
        if isinstance(files, render.Failed):
            left_out[name] = str(files)
        else:
            path = f"charts/{figure.file_name(extract.tally, each.chart, each.measure)}"
            charts.append(_Chart(name, path, each, files))
    return charts, left_out


def _add_chart(add: archive.Add, chart: _Chart) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Put a chart's files into the archive: what the manifest says of them, and what the data package does."""
    drawn, files, resources = chart.figure, [], []
    for form, content in chart.files.items():
        entry = add(f"{chart.path}.{form}", content)
        more = {"pdf_standards": list(chart.files.pdf_standards)} if form == "pdf" else {}
        files.append(entry._asdict() | {"figure": drawn.number} | more)
        resources.append(data_package.picture_resource(entry, chart.name, drawn.title, drawn.alt))
    entry = add(f"{chart.path}.csv", publish.records_csv(drawn.records, drawn.records[0]))
    files.append(entry._asdict() | {"figure": drawn.number})
    resources.append(data_package.chart_data_resource(entry, chart.name, drawn.title, drawn.records[0]))
    return files, resources


def _manifest(extract: Extract, files: Sequence[Mapping[str, Any]], left_out: Mapping[str, str]) -> dict[str, Any]:
    tally = extract.tally
    return {
        "software": wording.APP,
        "title": caption.title(tally),
        "cite_as": caption.cite_long(extract),
        **data_package.selection_record(extract),
        "incidents": tally.incidents,
        "totals": {name: publish.figure_record(count) for name, count in tally.totals.items()},
        "files": list(files),
        "charts_left_out": _left_out(left_out),
    }


def _left_out(reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Each chart that is left out, with its title and the reason."""
    return [
        {"chart": name, "title": figure.default_title(*name.rsplit("_", 1)), "why": why}
        for name, why in reasons.items()
    ]


def _json(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n"


def _read_me(extract: Extract, charts: Sequence[_Chart], left_out: Mapping[str, str]) -> str:
    title = caption.title(extract.tally)
    drawn = [f"{each.path}: {each.figure.title} ({each.figure.number})" for each in charts]
    missing = [exports.BUNDLE_NOT_DRAWN.format(**each) for each in _left_out(left_out)]
    sections = {
        exports.BUNDLE_WHAT: [f"{label}: {words}" for label, words in caption.about(extract)],
        exports.BUNDLE_CITE: [*caption.citations(extract), exports.BUNDLE_CITE_HELP],
        exports.BUNDLE_FILES: [*exports.BUNDLE_FILE_LINES, *drawn, *missing],
        exports.BUNDLE_TABLES: exports.BUNDLE_TABLE_LINES,
        wording.METHODS_COUNTING: [line.replace("*", "") for line in wording.METHODS_RULES],
        wording.LEFT_OUT_TITLE: caption.left_out(extract.tally),
        wording.METHODS_CREDITS: [caption.licence(), *wording.METHODS_CREDIT_LINES],
    }
    lines = [*textwrap.wrap(title, _WIDE), "=" * min(len(title), _WIDE)]
    for heading, paragraphs in sections.items():
        lines += ["", heading, "-" * len(heading)]
        for paragraph in paragraphs:
            lines += textwrap.wrap(paragraph, _WIDE, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"
