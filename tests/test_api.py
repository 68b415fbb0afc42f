"""The API over its addresses: it keeps to its description, says the tally's numbers, and is for reading."""

import csv
import io
import json
from urllib.parse import quote

import jsonschema
import pytest

from pipelines import __main__, ledger, openapi, render
from tests import databases
from tests.asking import ask
from views import api, desk


def schema_of(path, status):
    whole = openapi.description()
    content = whole["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    return content | {"components": whole["components"]}


def checked(address, path, status=200, **headers):
    """The JSON of an answer, held to the description of its path."""
    answer = ask(address, **headers)
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    jsonschema.Draft202012Validator(
        schema_of(path, status), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(answer.json())
    return answer.json()


SELECTIONS = [
    "",
    "region=UA-09",
    "region=UA&from=2023-05-01&to=2023-05-31",
    "type=shelling&rule=highest",
    "structure=house",
    "as_of=0",
]


@pytest.mark.parametrize("query", SELECTIONS)
def test_every_answer_keeps_to_the_description(query):
    checked(f"/api/tally?{query}", "/api/tally")
    page = checked(f"/api/incidents?{query}&per_page=3", "/api/incidents")
    for record in page["records"]:
        settling = f"as_of={page['version']}"
        checked(f"/api/incidents/{record['incident_id']}?{settling}", "/api/incidents/{incident_id}")


def test_the_other_answers_keep_to_it_too():
    checked("/api", "/api")
    checked("/api/openapi.json", "/api/openapi.json")
    for record in desk.data(desk.newest()).incidents["incident_id"]:
        checked(f"/api/incidents/{record}?status=reported", "/api/incidents/{incident_id}")
    checked("/api/tally?rule=x", "/api/tally", 400)
    checked("/api/incidents?page=7", "/api/incidents", 404)
    checked("/api/incidents/CD-9999", "/api/incidents/{incident_id}", 404)
    checked("/api/tally?as_of=99", "/api/tally", 404)


def test_revisions_and_an_undo_keep_to_the_description_and_to_the_version():
    engine = desk.engine()
    for batch, killed in ((2, 4), (3, 7)):
        frames = databases.frames(1, start=5000, killed=killed)
        ledger.commit(engine, frames, base=batch - 1, who="a colleague", content_hash=f"update {batch}")
    ledger.undo(engine, 3, base=3, who="a colleague")
    path = "/api/incidents/{incident_id}"
    newest = checked("/api/incidents/CD-5000", path)
    assert [each["change"] for each in newest["revisions"]] == ["added", "added", "changed", "changed"]
    assert newest["record"]["killed"]["best"] == 4
    older = checked("/api/incidents/CD-5000?as_of=3", path)
    assert older["record"]["killed"]["best"] == 7
    assert [each["undone_by"] for each in older["revisions"]] == [None] * 3
    assert newest["revisions"][2]["undone_by"] == 4


@pytest.mark.parametrize("query", ["", "region=UA-09", "type=shelling&from=2023-05-01", "rule=highest&status=reported"])
def test_the_api_the_command_line_and_the_incidents_say_the_same(query, capsys):
    told = ask(f"/api/tally?{query}").json()
    options = [part for pair in query.split("&") if pair for part in (f"--{pair.split('=')[0]}", pair.split("=")[1])]
    assert __main__.main(["tally", "--json", *options]) == 0
    assert told == json.loads(capsys.readouterr().out)
    records = ask(f"/api/incidents?{query}&per_page=1000").json()["records"]
    assert len(records) == told["incidents"]
    for measure in ("killed", "injured", "missing", "structures"):
        known = [record[measure]["best"] for record in records if record[measure]["best"] is not None]
        assert (sum(known) if known else None) == told[measure]["best"]


@pytest.mark.parametrize("path", ["/api/tally", "/api/incidents", "/api/incidents/CD-0001"])
def test_csv_is_asked_for_by_parameter_or_header(path):
    one, other = ask(f"{path}?format=csv"), ask(path, accept="text/csv")
    assert one.body == other.body
    assert one.body.startswith(b"\xef\xbb\xbf")
    assert one.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in one.headers["content-disposition"]
    assert ask(f"{path}?format=json", accept="text/csv").headers["content-type"] == "application/json"
    assert len(list(csv.DictReader(io.StringIO(one.text)))) > 1


def test_a_formula_in_a_cell_is_defused_in_csv_and_untouched_in_json():
    frames = databases.frames(1, start=5000, place="=1+1", summary="@SUM(A1)")
    ledger.commit(desk.engine(), frames, base=1, who="x", content_hash="formulas")
    (line,) = [
        line
        for line in csv.DictReader(io.StringIO(ask("/api/incidents?format=csv").text))
        if line["incident_id"] == "CD-5000"
    ]
    assert (line["place"], line["summary"]) == ("'=1+1", "'@SUM(A1)")
    assert ask("/api/incidents/CD-5000").json()["record"]["place"] == "=1+1"


def test_pages_lead_on_within_one_version():
    address, seen = "/api/incidents?per_page=3&region=RU", []
    while address:
        answer = ask(address)
        seen += [record["incident_id"] for record in answer.json()["records"]]
        link = answer.headers.get("link", "")
        address = link.partition(">")[0].removeprefix("<")
        assert not link or "as_of=1" in link
    assert len(set(seen)) == len(seen) == ask("/api/tally?region=RU").json()["incidents"]


def test_an_answer_known_already_is_not_made_again(monkeypatch):
    first = ask("/api/tally?region=UA")
    assert first.headers["cache-control"] == "no-cache"
    tag = first.headers["etag"]

    def none(*args):
        raise AssertionError("made again")

    monkeypatch.setattr(api.publish, "tally_record", none)
    again = ask("/api/tally?region=UA", if_none_match=tag)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert ask("/api/tally?region=UA", if_none_match=f'"other", {tag.removeprefix("W/")}').status == 304
    monkeypatch.undo()
    assert ask("/api/tally?region=RU", if_none_match=tag).status == 200
    assert ask("/api/tally?region=UA", if_none_match=tag, accept="text/csv").status == 200
    ledger.commit(desk.engine(), databases.frames(1, start=5000), base=1, who="x", content_hash="more")
    changed = ask("/api/tally?region=UA", if_none_match=tag)
    assert (changed.status, changed.json()["version"]) == (200, 2)
    assert ask("/api/tally?region=UA&as_of=1").json()["version"] == 1


@pytest.mark.parametrize(
    "path", ["/api", "/api/tally", "/api/incidents", "/api/incidents/CD-0001", "/api/openapi.json"]
)
def test_head_works_and_nothing_else_does(path):
    assert ask(path, "HEAD").status == 200
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = ask(path, method, origin="https://elsewhere.example")
        assert (answer.status, list(answer.json())) == (405, ["problems"])


def test_a_head_of_a_whole_csv_does_not_make_it(monkeypatch):
    def none(*args):
        raise AssertionError("made")

    monkeypatch.setattr(api.answer.publish, "frame_csv", none)
    answer = ask("/api/incidents?format=csv", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert "content-length" not in answer.headers


def test_what_breaks_is_said_in_a_sentence_and_not_in_a_traceback(monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(api.publish, "tally_record", broken)
    answer = ask("/api/tally")
    assert answer.status == 500
    assert "secret" not in answer.text
    assert answer.json()["problems"]
    assert "a secret of the house" in caplog.text


@pytest.mark.parametrize(
    "path", ["/api/", "/api/none", "/api/tally/more", "/api/incidents/", "/api/incidents/%00", "/api/incidents/a%2Fb"]
)
def test_what_is_not_there_is_said_as_json(path):
    answer = ask(path)
    assert answer.status in (404, 307)
    if answer.status == 404:
        assert answer.json()["problems"]


def test_no_other_site_may_read_it():
    for path in ("/api/tally", "/api/openapi.json", "/api/none"):
        answer = ask(path, origin="https://elsewhere.example")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["x-frame-options"] == "DENY"


def test_a_strange_name_for_this_machine_is_refused():
    """A page that has its own name lead here (DNS rebinding) would pass for the desk's own."""
    for host in ("127.0.0.1:8501", "localhost:8501", "[::1]:8501"):
        assert ask("/api/tally", host=host).status == 200
    for host in ("elsewhere.example", "127.0.0.1.elsewhere.example", "localhost@elsewhere.example", ""):
        assert ask("/api/tally", host=host).status == 400
        assert ask("/embed/by_region", host=host).status == 400


HOSTILE = ["\x00\x07", "x" * 10_000, "كييف קייב", "🙂", "</script><script>alert(1)</script>", "$x$", "=1+1", "'\"&"]


@pytest.mark.parametrize("ending", ["%0a", "%0A%0a", "%0d%0a", "/", "%20"])
def test_the_number_of_an_incident_with_something_behind_it_is_no_number(ending):
    assert ask("/api/incidents/CD-0001").status == 200
    assert ask(f"/api/incidents/CD-0001{ending}").status == 404


def test_a_selection_repeats_single_values_as_such_and_the_others_as_lists():
    asked = ask("/api/incidents?from=2023-05-22&to=2023-05-31&region=RU").json()["selection"]
    assert asked == {"region": ["RU"], "from": "2023-05-22", "to": "2023-05-31", "rule": "established", "as_of": 1}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_it(text):
    """In a parameter it is refused in words; in the data it comes back as it is."""
    for name in ("region", "from", "rule", "as_of", "page", "format", quote(text)):
        assert ask(f"/api/incidents?{name}={quote(text)}").status == 400
    assert ask(f"/api/incidents/{quote(text)}").status == 404
    kept = text.replace("\x00\x07", "")
    ledger.commit(
        desk.engine(), databases.frames(1, start=5000, place=kept, summary=kept), base=1, who="x", content_hash="text"
    )
    assert (ask("/api/incidents/CD-5000").json()["record"]["place"] or "") == kept
    assert ask("/api/incidents/CD-5000?format=csv").status == 200
    assert ask("/api/incidents?format=csv").status == 200


def test_a_person_is_shown_a_page_that_names_the_routes():
    page = ask("/api", accept="text/html,*/*")
    assert page.headers["content-type"].startswith("text/html")
    assert "/api/incidents/{incident_id}" in page.text
    assert "<script" not in page.text


def test_the_bundle_is_the_one_that_the_command_line_writes(tmp_path):
    answer = ask("/api/export.zip?region=UA-09")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/zip")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "_v1.zip" in answer.headers["content-disposition"]
    assert __main__.main(["export", "--out", str(tmp_path / "x.zip"), "--region", "UA-09"]) == 0
    assert answer.body == (tmp_path / "x.zip").read_bytes()
    assert ask("/api/export.zip?region=UA-09", if_none_match=answer.headers["etag"]).status == 304
    assert ask("/api/export.zip?region=UA-09", "HEAD").body == b""
    assert ask("/api/export.zip?region=UA-09&format=csv").status == 400
    assert ask("/api/export.zip?to=1990-01-01").status == 200
    render.close()


def test_two_bundles_are_not_made_at_once(monkeypatch):
    monkeypatch.setattr(api, "_SECONDS", 0.01)
    with api._ONE_AT_A_TIME:
        busy = ask("/api/export.zip")
    assert (busy.status, list(busy.json())) == (503, ["problems"])
    assert "retry-after" in busy.headers

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(api.bundle, "write", broken)
    assert ask("/api/export.zip").status == 500
    assert not api._ONE_AT_A_TIME.locked()
