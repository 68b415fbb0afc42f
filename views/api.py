"""The read-only API on the server of the screens: addresses in, JSON and CSV out.

What is said is in `pipelines/answer.py`; here is how: forms, ETags, refusals. No answer is computed on the server's
event loop, since Starlette runs plain functions in threads of their own. There are no CORS headers: a desk on this
machine must not be readable by whatever site its user visits (docs/decisions/0016-the-api.md).
"""

import hashlib
import json
import logging
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from html import escape
from typing import IO
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from pipelines import answer, bundle, caption, ledger, openapi, publish, wording
from pipelines.extract import Extract
from pipelines.selection import Selection
from views import desk

_LOG = logging.getLogger(__name__)

_NEXT = '; rel="next"'
"""What follows an address in the header Link."""

_STARTED = secrets.token_hex(4)
"""Stands in every ETag: another start may be another program, which may answer otherwise."""


class Refusal(Exception):
    """A request that is not answered as asked: the status, and a sentence for each reason."""

    def __init__(self, status: int, problems: Sequence[str]) -> None:
        super().__init__(status, problems)
        self.status = status
        self.problems = list(problems)


@dataclass(frozen=True)
class Asked:
    """A request understood: its parameters, the selection, the version that answers, and JSON or CSV."""

    request: Request
    query: dict[str, list[str]]
    selection: Selection
    version: int
    form: str

    def extract(self) -> Extract:
        """The data, figures and totals of the selection."""
        return desk.open_for(self.selection, self.version).extract()


def query_of(request: Request) -> dict[str, list[str]]:
    """The parameters of an address, blank ones left out."""
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    return {name: [value for value in values if value] for name, values in given.items()}


def version_of(chosen: Selection) -> int:
    """The version that answers a selection; one that is not there is refused."""
    newest = desk.newest()
    if chosen.as_of is None:
        return newest
    if chosen.as_of > newest:
        raise Refusal(404, [wording.API_NO_VERSION.format(version=chosen.as_of, newest=newest)])
    return chosen.as_of


def fresh(request: Request, version: int, respond: Callable[[], Response]) -> Response:
    """What `respond` makes, with an ETag; nothing is made where the asker has it already.

    The same address at the same version is the same answer, so neither needs to be looked at.
    """
    asked = [ledger.url(), _STARTED, version, request.url.path, sorted(request.query_params.multi_items())]
    asked.append(request.headers.get("accept", ""))
    tag = f'W/"{version}-{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    known = {each.strip() for each in request.headers.get("if-none-match", "").split(",")}
    response = Response(status_code=304) if known & {tag, tag.removeprefix("W/"), "*"} else respond()
    response.headers.update(headers)
    return response


def _understood(request: Request, path: str, also: Callable[[dict[str, list[str]]], list[str]]) -> Asked:
    """The request with its selection; everything in it that is not understood is refused at once."""
    query = query_of(request)
    chosen, problems = answer.asked(query, openapi.parameters_of(path))
    form, wrong = _form(request, query)
    problems += [*wrong, *also(query)]
    if problems:
        raise Refusal(400, problems)
    return Asked(request, query, chosen, version_of(chosen), form)


def _form(request: Request, query: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """JSON or CSV: as the parameter says, else as the header Accept does, else JSON."""
    if not query.get(answer.FORMAT) and request.headers.get("accept", "").split(";")[0].strip() == "text/csv":
        return "csv", []
    return answer.choice_asked(query, answer.FORMAT, answer.FORMATS)


def _json(record: object) -> Response:
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return Response(text.encode("utf-8", "replace"), media_type="application/json")


def _csv(content: bytes | Iterator[bytes], name: str, request: Request) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if isinstance(content, bytes):
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
    if request.method == "HEAD":
        response = Response(media_type="text/csv; charset=utf-8", headers=headers)
        del response.headers["Content-Length"]  # it would be that of the whole
        return response
    return StreamingResponse(content, media_type="text/csv; charset=utf-8", headers=headers)


def _tally(request: Request) -> Response:
    asked = _understood(request, "/api/tally", lambda query: [])

    def respond() -> Response:
        tally = asked.extract().tally
        if asked.form == "json":
            return _json(publish.tally_record(tally))
        lines = answer.tally_lines(tally)
        return _csv(publish.records_csv(lines, answer.TOTAL_COLUMNS), f"tally_version-{asked.version}.csv", request)

    return fresh(request, asked.version, respond)


def _incidents(request: Request) -> Response:
    pages: list[int] = []

    def paged(query: dict[str, list[str]]) -> list[str]:
        problems = []
        usual, most = answer.USUAL_PER_PAGE, answer.MOST_PER_PAGE
        for name, unasked, limit in ((answer.PAGE, 1, 10**9 - 1), (answer.PER_PAGE, usual, most)):
            number, wrong = answer.number_asked(query, name, unasked, limit)
            pages.append(number)
            problems += wrong
        return problems

    asked = _understood(request, "/api/incidents", paged)
    page, per_page = pages

    def respond() -> Response:
        extract = asked.extract()
        rows = extract.rows()
        last = max(1, -(-len(rows) // per_page))
        if page > last:
            raise Refusal(404, [wording.API_NO_PAGE.format(page=page, pages=last)])
        if asked.form == "csv":
            if {answer.PAGE, answer.PER_PAGE} & asked.query.keys():
                rows = rows[(page - 1) * per_page : page * per_page]
            content = answer.incidents_csv(extract, rows)
            return _csv(content, f"incidents_version-{asked.version}.csv", request)
        response = _json(answer.incidents(extract, page, per_page))
        if page < last:
            # The version is written out, so that a commit between two pages neither loses nor doubles an incident.
            query = asked.query | {answer.PAGE: [str(page + 1)], "as_of": [str(asked.version)]}
            response.headers["Link"] = f"<{request.url.path}?{urlencode(query, doseq=True)}>{_NEXT}"
        return response

    return fresh(request, asked.version, respond)


def _incident(request: Request) -> Response:
    asked = _understood(request, "/api/incidents/{incident_id}", lambda query: [])
    incident_id = request.path_params["incident_id"]
    if not request.scope["path"].endswith(f"/{incident_id}"):
        # Starlette drops a line break at the end of an address.
        raise Refusal(404, [wording.API_NO_ADDRESS])

    def respond() -> Response:
        revisions = ledger.revisions(desk.engine(), incident_id)
        found = answer.incident(asked.extract(), incident_id, revisions)
        if found is None:
            raise Refusal(404, [wording.NOT_FOUND.format(incident=incident_id, version=asked.version)])
        if asked.form == "json":
            return _json(found)
        name = f"claims_version-{asked.version}.csv"
        return _csv(publish.records_csv(answer.claim_lines(found), answer.CLAIM_COLUMNS), name, request)

    return fresh(request, asked.version, respond)


def _export(request: Request) -> Response:
    """The bundle, made on disk and sent from there: a large one does not stand in memory."""
    asked = _understood(request, "/api/export.zip", lambda query: [])

    def respond() -> Response:
        whole = asked.extract()
        headers = {"Content-Disposition": f'attachment; filename="{caption.file_name(whole.tally, "bundle", "zip")}"'}
        if request.method == "HEAD":
            response = Response(media_type=_ZIP, headers=headers)
            del response.headers["Content-Length"]
            return response
        with ExitStack() as if_it_fails:
            file = if_it_fails.enter_context(tempfile.TemporaryFile())
            if not _ONE_AT_A_TIME.acquire(timeout=_SECONDS):
                raise Refusal(503, [wording.API_BUSY])
            try:
                bundle.write(whole, file)
            finally:
                _ONE_AT_A_TIME.release()
            headers["Content-Length"] = str(file.tell())
            if_it_fails.pop_all()
        return StreamingResponse(_sent(file), media_type=_ZIP, headers=headers)

    return fresh(request, asked.version, respond)


_ZIP = "application/zip"

_ONE_AT_A_TIME = threading.Lock()
"""Bundles are made one after the other: each holds its charts in memory."""

_SECONDS = 20.0
"""How long a request waits for another bundle to be made, before it is told to come again."""


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    """A file from its start, in pieces; it is closed at the end."""
    with file:
        file.seek(0)
        yield from iter(lambda: file.read(1 << 18), b"")


def _description(request: Request) -> Response:
    return fresh(request, 0, lambda: _json(openapi.description()))


def _index(request: Request) -> Response:
    """What there is: for a person as a page, for a program as JSON."""
    paths = openapi.description()["paths"]
    routes = {path: operation["get"]["summary"] for path, operation in paths.items() if path != "/api"}
    if "text/html" not in request.headers.get("accept", ""):
        return fresh(
            request, 0, lambda: _json({"title": wording.API_TITLE, "about": wording.API_ABOUT, "routes": routes})
        )
    lines = "".join(
        f"<dt><a href='{escape(path)}'>{escape(path)}</a></dt><dd>{escape(said)}</dd>"
        if "{" not in path
        else f"<dt>{escape(path)}</dt><dd>{escape(said)}</dd>"
        for path, said in routes.items()
    )
    page = PAGE.format(
        title=escape(wording.API_TITLE), body=f"<p>{escape(wording.API_ABOUT)}</p><dl>{lines}</dl>", style=""
    )
    return fresh(request, 0, lambda: HTMLResponse(page))


PAGE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'><title>{title}</title>"
    "<style>body{{font:16px/1.5 'Source Sans 3',system-ui,sans-serif;color:#1B1F24;max-width:44rem;margin:2rem auto;"
    "padding:0 1rem}}dt{{font-weight:600;margin-top:1rem}}dd{{margin:0}}a{{color:inherit}}{style}</style></head>"
    "<body><h1>{title}</h1>{body}</body></html>"
)
"""A plain page of few words: what /api shows to a person."""


def _refused(request: Request, problem: Exception) -> Response:
    """A refusal as JSON, whoever it comes from."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(problem, Refusal):
        headers |= {"Retry-After": str(int(_SECONDS))} if problem.status == 503 else {}
        return JSONResponse({"problems": problem.problems}, problem.status, headers)
    if isinstance(problem, HTTPException):
        said = {404: wording.API_NO_ADDRESS, 405: wording.API_READ_ONLY}.get(problem.status_code, problem.detail)
        return JSONResponse({"problems": [said]}, problem.status_code, headers | dict(problem.headers or {}))
    _LOG.error("%s could not be answered", request.url.path, exc_info=problem)
    return JSONResponse({"problems": [wording.API_BROKEN]}, 500, headers)


_APP = Starlette(
    routes=[
        Route("/api", _index),
        Route("/api/tally", _tally),
        Route("/api/incidents", _incidents),
        Route("/api/incidents/{incident_id:path}", _incident),
        Route("/api/export.zip", _export),
        Route("/api/openapi.json", _description),
    ],
    exception_handlers=dict.fromkeys((Refusal, HTTPException, Exception), _refused),
)
"""An application of its own, so that whatever goes wrong in it is said as JSON."""

ROUTES: list[BaseRoute] = [Route("/api", _APP), Route("/api/{rest:path}", _APP)]
