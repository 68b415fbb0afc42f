"""`datapackage.json`: what the files of a bundle are, for programs (Data Package 2.0, datapackage.org).

Types, required cells, allowed codes and keys come from the codebook, so that a program can check our tables by the same
rules as we do. A field's HXL tag stands as `hxl`: a second header row would turn every number of its column into text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pipelines import caption, cite, codebook, selection, wording
from pipelines.codebook import Column, Table
from pipelines.extract import Extract
from pipelines.publish.archive import Entry
from pipelines.wording import exports

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"

_TYPES = {"date": "date", "count": "integer", "degrees": "number"}
_PATTERNS = {"country": "^[A-Z]{2}$", "region": "^[A-Z]{2}-[A-Z0-9]{1,3}$"}
_MEDIA = {"csv": "text/csv", "png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_RECORD_TYPES = {
    **dict.fromkeys(
        ("low", "best", "high", "incidents", "incidents_with_figure", "incidents_without_figure"), "integer"
    ),
    **dict.fromkeys(("latitude", "longitude"), "number"),
    "or_more": "boolean",
}
"""The columns of a chart's data that are no text."""


def descriptor(extract: Extract, resources: Sequence[Mapping[str, Any]], sources: pd.DataFrame) -> dict[str, Any]:
    """The whole of `datapackage.json`; `sources` is the table of sources of the selection."""
    chosen = extract.selection
    totals = [f"{label}: {words}." for label, words in caption.totals(extract.tally)]
    named = list({tuple(each.values()): each for each in map(_source, sources.itertuples(index=False))}.values())
    return {
        "$schema": PROFILE,
        "name": f"casualty-desk-version-{extract.version}",
        "title": caption.title(extract.tally),
        "description": " ".join([caption.filters(chosen), *totals, exports.BLANK_IS_UNKNOWN]),
        "version": str(extract.version),
        "licenses": [{"name": "CC-BY-4.0", "title": wording.FIGURE_LICENCE, "path": wording.FIGURE_LICENCE_URL}],
        **({"sources": named} if named else {}),
        "selection": selection_record(extract),
        "resources": list(resources),
    }


def selection_record(extract: Extract) -> dict[str, Any]:
    """What was chosen: as parameters of an address, in words, and the counting rule with its meaning."""
    chosen = extract.selection
    settled = {"rule": [chosen.rule], "as_of": [str(extract.version)]}
    return {
        "version": extract.version,
        "committed_on": None if extract.committed is None else extract.committed.isoformat(),
        "latest_report": None if extract.latest_report is None else extract.latest_report.isoformat(),
        "parameters": selection.to_query(replace(chosen, as_of=None)) | settled,
        "in_words": caption.filters(chosen),
        "counting_rule": wording.RULES[chosen.rule],
    }


def table_resource(entry: Entry, table: Table) -> dict[str, Any]:
    """A table of the codebook."""
    schema = {
        "fields": [field(column) for column in table.columns],
        "primaryKey": [str(table.key)],
        "foreignKeys": [_reference(column, target, table) for column, target in table.references.items()],
        "missingValues": [""],
    }
    return _csv(entry, table.name, table.label, table.meaning, schema)


def figures_resource(entry: Entry, columns: Sequence[str]) -> dict[str, Any]:
    """The incidents with their settled figures (`tables.incidents_with_figures`), which has these columns."""
    known = {str(column): field(column) for column in codebook.INCIDENTS_TABLE.columns}
    for measure in codebook.MEASURES:
        for end, column in zip(("_low", "", "_high"), measure.columns, strict=True):
            name = f"{measure.name}{end}"
            known[name] = field(column) | {"name": name, "description": exports.SETTLED_FIGURE}
        name, title = f"{measure.name}_or_more", exports.RANGE_OPEN_OF.format(measure=measure.label)
        known[name] = {"name": name, "type": "boolean", "title": title}
    schema = {
        "fields": [known[name] for name in columns],
        "primaryKey": [str(codebook.INCIDENT_ID)],
        "missingValues": [""],
    }
    return _csv(entry, "incidents_with_figures", exports.WITH_FIGURES, exports.WITH_FIGURES_MEANING, schema)


def chart_data_resource(entry: Entry, name: str, title: str, record: Mapping[str, object]) -> dict[str, Any]:
    """The numbers of a chart; `record` is one of them."""
    fields = [
        {
            "name": column,
            "type": _RECORD_TYPES.get(column, "string"),
            "title": wording.RECORD_LABELS.get(column, column),
        }
        for column in record
    ]
    return _csv(entry, name, title, "", {"fields": fields, "missingValues": [""]})


def picture_resource(entry: Entry, name: str, title: str, description: str) -> dict[str, Any]:
    """A chart as a picture or document."""
    form = entry.path.rsplit(".", 1)[1]
    return _resource(entry, f"{name}-{form}", title, description) | {"format": form, "mediatype": _MEDIA[form]}


def field(column: Column) -> dict[str, Any]:
    """A column as a field of a schema, with what may stand in it."""
    made: dict[str, Any] = {
        "name": str(column),
        "title": column.label,
        "type": _TYPES.get(column.kind, "string"),
        "description": column.meaning,
        "example": column.example,
    }
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    if column.kind in _PATTERNS:
        limits["pattern"] = _PATTERNS[column.kind]
    if column.code_list is not None:
        limits["enum"] = list(column.code_list.values())
        made["categories"] = [{"value": code.code, "label": code.label} for code in column.code_list.codes]
    if column.hxl:
        made["hxl"] = column.hxl
    return made | ({"constraints": limits} if limits else {})


def _reference(column: str, target: str, table: Table) -> dict[str, Any]:
    resource = "" if target == table.name else target
    return {
        "fields": [str(column)],
        "reference": {"resource": resource, "fields": [str(codebook.table(target).key)]},
    }


def _source(record: Any) -> dict[str, str]:
    """A source by publisher and title, with its address where that is one of the web.

    A collection of reports, such as UCDP, is one source whatever it took them from.
    """
    publisher = "" if pd.isna(record.publisher) else str(record.publisher)
    name, _ = cite.split(publisher)
    if name != publisher:
        return {"title": name}
    named = ", ".join(part for part in (publisher, "" if pd.isna(record.title) else str(record.title)) if part)
    address = "" if pd.isna(record.url) else str(record.url)
    return {"title": named} | ({"path": address} if address.startswith(("http://", "https://")) else {})


def _csv(entry: Entry, name: str, title: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return _resource(entry, name, title, description) | {
        "type": "table",
        "format": "csv",
        "mediatype": _MEDIA["csv"],
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": dict(schema),
    }


def _resource(entry: Entry, name: str, title: str, description: str) -> dict[str, Any]:
    return {
        "$schema": RESOURCE,
        "name": name.replace("_", "-"),
        "path": entry.path,
        "title": title,
        **({"description": description} if description else {}),
        "bytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}",
    }
