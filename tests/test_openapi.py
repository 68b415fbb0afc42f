"""The description of the API is sound in itself; that the answers keep to it is in `test_api.py`."""

import json
import re

import jsonschema

from pipelines import codes, openapi, selection, wording


def test_every_reference_is_declared_and_every_schema_is_sound():
    whole = openapi.description()
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(whole)):
        part = whole
        for name in reference.split("/"):
            part = part[name]
    for schema in whole["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_parameters_are_those_of_the_address_bar():
    whole = openapi.description()
    assert set(selection.PARAMETERS.values()) < set(whole["components"]["parameters"])
    types = whole["components"]["parameters"]["type"]["schema"]["items"]["enum"]
    assert tuple(types) == codes.INCIDENT_TYPE.values()
    assert set(wording.API_PARAMETERS) == set(whole["components"]["parameters"])


def test_every_path_in_braces_declares_its_parameter():
    for path, operations in openapi.description()["paths"].items():
        declared = {each["name"] for each in operations["get"]["parameters"] if each.get("in") == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
