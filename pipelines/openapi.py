"""The API as an OpenAPI 3.1 description, made from the codebook, the code lists and the names that `answer.py` uses.

Every object lists all that it may hold (`additionalProperties` is false), so that a test can hold each answer to it.
"""

from collections.abc import Mapping
from typing import Any

from pipelines import answer, codebook, codes, explain, selection, wording
from pipelines.codebook import MEASURES, Column, Table
from pipelines.selection import PARAMETERS

Schema = dict[str, Any]

_ID = "incident_id"


def description() -> Schema:
    """The whole description, ready for JSON."""
    parameters = {name: _parameter(name, schema) for name, schema in _parameters().items()}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": wording.API_TITLE,
            "description": wording.API_ABOUT,
            "version": "1",
            "license": {"name": wording.FIGURE_LICENCE, "url": wording.FIGURE_LICENCE_URL},
        },
        "servers": [{"url": "/"}],
        "paths": {path: {"get": operation} for path, operation in _operations().items()},
        "components": {"parameters": parameters, "schemas": _schemas()},
    }


def parameters_of(path: str) -> tuple[str, ...]:
    """The parameters that may stand in the address of a path of the API."""
    return _TAKES[path]


_SELECTION = tuple(PARAMETERS.values())

_TAKES = {
    "/api": (),
    "/api/tally": (*_SELECTION, answer.FORMAT),
    "/api/incidents": (*_SELECTION, answer.PAGE, answer.PER_PAGE, answer.FORMAT),
    "/api/incidents/{incident_id}": (*answer.SETTLING, answer.FORMAT),
    "/api/export.zip": _SELECTION,
    "/api/openapi.json": (),
}

_SAYS = {
    "/api": ("index", wording.API_ABOUT, "Index", ()),
    "/api/tally": ("tally", wording.API_TALLY, "Tally", ("text/csv",)),
    "/api/incidents": ("incidents", wording.API_INCIDENTS, "Incidents", ("text/csv",)),
    "/api/incidents/{incident_id}": ("incident", wording.API_INCIDENT, "Incident", ("text/csv",)),
    "/api/export.zip": ("export", wording.API_EXPORT, "", ("application/zip",)),
    "/api/openapi.json": ("description", wording.API_DESCRIPTION, "", ()),
}
"""Path: its name, what it answers, the schema of that, and in which other forms."""


def _operations() -> dict[str, Schema]:
    return {path: _operation(path, *said) for path, said in _SAYS.items()}


def _operation(path: str, name: str, said: str, schema: str, others: tuple[str, ...]) -> Schema:
    parameters: list[Schema] = [{"$ref": f"#/components/parameters/{each}"} for each in _TAKES[path]]
    if f"{{{_ID}}}" in path:
        column = codebook.INCIDENT_ID
        parameters.insert(
            0,
            {"name": _ID, "in": "path", "required": True, "description": column.meaning, "schema": {"type": "string"}},
        )
    content = {kind: {"schema": {"type": "string"}} for kind in others if kind.startswith("text/")}
    content |= {kind: {} for kind in others if kind not in content}
    if schema or not others:
        content["application/json"] = {"schema": _ref(schema) if schema else {"type": "object"}}
    answers: Schema = {
        "200": {"description": said, "content": content, "headers": {"ETag": {"schema": {"type": "string"}}}},
        "304": {"description": wording.API_SAME},
    }
    refusals = {"400": wording.API_BAD_PARAMETER, "500": wording.API_BROKEN}
    if "as_of" in _TAKES[path]:
        refusals["404"] = wording.API_NOT_THERE
    if path == "/api/export.zip":
        refusals["503"] = wording.API_BUSY
    answers |= {
        status: {"description": why, "content": {"application/json": {"schema": _ref("Problem")}}}
        for status, why in sorted(refusals.items())
    }
    return {"operationId": name, "summary": said, "parameters": parameters, "responses": answers}


def _parameters() -> dict[str, Schema]:
    """The schema of each parameter; those of a list may be repeated."""
    many = {"type": "array"}
    count = {"type": "integer", "minimum": 1}
    return {
        "region": many | {"items": {"type": "string", "examples": ["UA", codebook.REGION.example]}},
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "type": many | {"items": _enum(codes.INCIDENT_TYPE)},
        "structure": many | {"items": _enum(codes.STRUCTURE_TYPE)},
        "control": many | {"items": _enum(codes.CONTROL)},
        "status": many | {"items": {"enum": list(selection.COUNTED_STATUSES)}},
        "rule": {"enum": list(selection.RULES), "default": selection.RULES[0], "description": _named(wording.RULES)},
        "as_of": {"type": "integer", "minimum": 0},
        answer.FORMAT: {"enum": list(answer.FORMATS)},
        answer.PAGE: count | {"default": 1},
        answer.PER_PAGE: count | {"maximum": answer.MOST_PER_PAGE, "default": answer.USUAL_PER_PAGE},
    }


def _parameter(name: str, schema: Schema) -> Schema:
    spread = {"style": "form", "explode": True} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "description": wording.API_PARAMETERS[name], "schema": schema, **spread}


def _schemas() -> dict[str, Schema]:
    measures = [measure.name for measure in MEASURES]
    number = _maybe("integer", minimum=0)
    ends = {"low": number, "best": number, "high": number, "or_more": {"type": "boolean"}}
    count = {"type": "integer", "minimum": 0}
    totals = {measure.name: _ref("Total") for measure in MEASURES}
    by_extent = dict.fromkeys(codes.EXTENT.values(), number)
    version = count | {"description": wording.API_VERSION}

    def rows(key: str, schema: Schema) -> Schema:
        return _list(_object({key: schema, "incidents": count, **totals}))

    return {
        "Index": _object({"title": _TEXT, "about": _TEXT, "routes": {"type": "object", "additionalProperties": _TEXT}}),
        "Problem": _object({"problems": _list(_TEXT)}, wording.API_PROBLEM),
        "Figure": _object(ends, wording.API_FIGURE),
        "Total": _object(
            {**ends, "incidents_with_figure": count, "incidents_without_figure": count}, wording.API_TOTAL
        ),
        "Selection": {
            "type": "object",
            "description": wording.API_SELECTION,
            "properties": _parameters_in_answers(),
            "required": [PARAMETERS["rule"], PARAMETERS["as_of"]],
            "additionalProperties": False,
        },
        "Tally": _object(
            {
                "version": version,
                "incidents": count,
                "set_apart": _object({"records": count, **dict.fromkeys(measures, number)}),
                **totals,
                "by_extent": _object(by_extent, codes.EXTENT.meaning),
                "by_region": rows("region", _maybe("string") | {"description": codebook.REGION.meaning}),
                "by_month": rows("month", _maybe("string", pattern=r"^\d{4}-\d{2}$")),
                "by_type": rows("incident_type", _code(codebook.INCIDENT_TYPE, blank=True)),
                "by_structure": _list(_object({"structure_type": _code(codebook.STRUCTURE_TYPE), **by_extent, **ends})),
                "left_out": _object(dict.fromkeys(("outside_dates", "duplicates", "not_exact_day"), count)),
            }
        ),
        "Record": _object(_cells(codebook.INCIDENTS_TABLE) | {name: _ref("Figure") for name in measures}),
        "Incidents": _object(
            {
                "version": version,
                "selection": _ref("Selection"),
                "incidents": count,
                "page": count,
                "pages": count,
                "per_page": count,
                "records": _list(_ref("Record")),
            }
        ),
        "Incident": _object(
            {
                "version": version,
                "selection": _ref("Selection"),
                "standing": {"enum": list(answer.STANDINGS), "description": wording.API_STANDING},
                "record": _object(
                    _cells(codebook.INCIDENTS_TABLE)
                    | {name: {"oneOf": [_ref("Figure"), {"type": "null"}]} for name in measures}
                ),
                "claims": _list({"oneOf": [_ref("CasualtiesClaim"), _ref("DamageClaim")]}),
                "revisions": _list(_ref("Revision")),
            }
        ),
        "Source": _object(_cells(codebook.SOURCES_TABLE), codebook.SOURCES_TABLE.meaning),
        "CasualtiesClaim": _claim(codebook.CASUALTIES_TABLE),
        "DamageClaim": _claim(codebook.DAMAGE_TABLE),
        "ClaimFigure": _object(
            {
                "measure": {"enum": measures},
                "low": number,
                "best": number,
                "high": number,
                "role": {
                    "enum": list(explain.ROLES),
                    "description": f"{wording.API_ROLE} {_named(wording.ROLES)}",
                },
                "meaning": _TEXT,
            }
        ),
        "Revision": _object(
            {
                "version": version,
                "at": {"type": "string", "format": "date-time"},
                **dict.fromkeys(("who", "note"), _maybe("string")),
                "table": _TEXT,
                "key": _TEXT,
                "change": {"enum": ["added", "changed", "removed"]},
                **dict.fromkeys(("column", "label", "old", "new"), _maybe("string")),
                "undone_by": _maybe("integer", minimum=1),
            }
        ),
    }


_TEXT: Schema = {"type": "string"}


def _parameters_in_answers() -> dict[str, Schema]:
    """The parameters of a selection as an answer repeats them: a list where one may be given more than once."""
    return {name: schema for name, schema in _parameters().items() if name in _SELECTION}


def _claim(table: Table) -> Schema:
    source = {"oneOf": [_ref("Source"), {"type": "null"}]}
    whole = {"table": {"const": table.name}, **_cells(table), "source": source, "figures": _list(_ref("ClaimFigure"))}
    return _object(whole, table.meaning)


def _cells(table: Table) -> dict[str, Schema]:
    """The columns of a table as properties."""
    return {str(column): _cell(column) for column in table.columns}


def _cell(column: Column) -> Schema:
    if column.code_list:
        return _code(column, blank=not column.required)
    kinds: dict[str, Schema] = {"count": {"type": "integer"}, "degrees": {"type": "number"}}
    schema = dict(kinds.get(column.kind, _TEXT))
    if column.kind == "date":
        schema["format"] = "date"
    schema |= {
        name: limit for name, limit in (("minimum", column.minimum), ("maximum", column.maximum)) if limit is not None
    }
    if not column.required:
        schema["type"] = [schema["type"], "null"]
    return schema | {"title": column.label, "description": column.meaning}


def _code(column: Column, *, blank: bool = False) -> Schema:
    schema = _enum(column.code_list)
    return schema | {"enum": schema["enum"] + [None] * blank, "title": column.label}


def _enum(code_list: codes.CodeList) -> Schema:
    """A code list with what each code means."""
    meanings = " ".join(f"`{code.code}`: {code.meaning}" for code in code_list.codes)
    return {"enum": list(code_list.values()), "description": f"{code_list.meaning} {meanings}"}


def _named(sentences: Mapping[str, str]) -> str:
    return " ".join(f"`{name}`: {text}." for name, text in sentences.items())


def _maybe(kind: str, **more: Any) -> Schema:
    return {"type": [kind, "null"], **more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Mapping[str, Schema], said: str = "") -> Schema:
    """An object of which every property is there and no other."""
    schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"description": said, **schema} if said else schema
