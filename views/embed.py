"""A chart as a page of its own for another site's frame: `/embed/CHART?...`, without scripts.

The figure stands in the page as a picture: whatever a label holds, a browser runs nothing in a picture, and the page's
own policy allows no script either (docs/decisions/0017-the-embedded-chart.md). Unlike every other answer of this
server it may be framed by any site.
"""

import base64
import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from math import ceil
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from pipelines import answer, caption, codebook, figure, ledger, publish, render, wording
from pipelines.figure import Figure
from pipelines.selection import PARAMETERS, Selection
from views import address, api, desk

_LOG = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
"""What the page may do: show pictures and fonts that stand in it, and be framed."""

MEASURE, TITLE, NOTE = "measure", "title", "note"

_FORMATS = ("html", "csv")

_KNOWN = (*PARAMETERS.values(), MEASURE, address.GRAIN, address.STEP, TITLE, NOTE, answer.FORMAT)

_NARROW = "(max-width: 480px)"
"""Where a frame is a phone's: there the layout of half a column is drawn, with its larger words."""


def measures_of(chart: str) -> tuple[str, ...]:
    """The measures that a chart can show, the usual one first."""
    if chart == "structures":
        return (codebook.STRUCTURES.name,)
    return tuple(measure.name for measure in codebook.MEASURES)


def query(chosen: Selection, version: int, chart: str, measure: str, grain: str, *, running: bool) -> dict[str, object]:
    """The parameters of the lasting address of an embedded chart: rule and version are written out."""
    options: dict[str, object] = {} if chart == "structures" else {MEASURE: measure}
    if chart == "over_time":
        options |= {address.GRAIN: grain} if grain else {}
        options |= {address.STEP: "total"} if running else {}
    return options | answer.chosen_record(chosen, version)


def code(base: str, chart: str, asked: dict[str, object], title: str, height: int) -> str:
    """The HTML that shows an embedded chart on another page.

    `base` is this desk's address, ending in a slash; `height` is that of the frame in pixels: see `frame_height`.
    """
    source = escape(f"{base}embed/{chart}?{urlencode(asked, doseq=True)}")
    return (
        f'<iframe src="{source}" title="{escape(title)}" width="100%" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )


_WIDEST, _PHONE, _LINKS = 640, 430, 40
"""Pixels: the figure at its widest, the widest phone that the frame has room for, the line of links below."""


def frame_height(make: Callable[..., Figure]) -> int:
    """Pixels of a frame that holds the figure at any width, also on a phone; `make` draws it in a `width` of ours."""
    try:
        each = [(make(width=size), wide) for size, wide in (("column", _WIDEST), ("half", _PHONE))]
    except figure.NothingToDraw:
        return 5 * _LINKS
    return ceil(max(drawn.height * wide / drawn.preset.width for drawn, wide in each)) + _LINKS


def _page(request: Request) -> Response:
    chart = request.path_params["chart"]
    if chart not in figure.CHARTS:
        raise api.Refusal(404, [wording.EMBED_NO_CHART.format(chart=chart, charts=", ".join(figure.CHARTS))])
    asked = api.query_of(request)
    chosen, problems = answer.asked(asked, _KNOWN)
    choices = {
        MEASURE: measures_of(chart),
        address.GRAIN: address.VIEW_CHOICES[address.GRAIN],
        address.STEP: address.VIEW_CHOICES[address.STEP],
        answer.FORMAT: _FORMATS,
    }
    given = {}
    for name, allowed in choices.items():
        given[name], wrong = answer.choice_asked(asked, name, allowed)
        problems += wrong
    texts = tuple(next(iter(asked.get(name, ())), "") for name in (TITLE, NOTE))
    problems += caption.too_long(*texts)
    if problems:
        raise api.Refusal(400, problems)
    version = api.version_of(chosen)
    grain = "" if given[address.GRAIN] == "auto" or chart != "over_time" else given[address.GRAIN]
    running = chart == "over_time" and given[address.STEP] == "total"
    key = (version, chosen, chart, given[MEASURE], grain, running, *texts)

    def respond() -> Response:
        if given[answer.FORMAT] == "csv":
            return _csv(key)
        return _html(key)

    return api.fresh(request, version, respond)


def _figure(
    version: int,
    chosen: Selection,
    chart: str,
    measure: str,
    grain: str,
    running: bool,
    title: str,
    note: str,
    width: str = "column",
) -> Figure:
    return figure.from_extract(
        desk.open_for(chosen, version).extract(),
        chart,
        measure,
        grain=grain or None,
        running=running,
        title=title,
        note=note,
        width=width,
    )


@lru_cache(maxsize=64)
def _drawn(ledger_url: str, key: tuple, width: str) -> tuple[str, str, str]:
    """A figure as the address of a picture that stands in a page, its title and its description."""
    made = _figure(*key, width)
    svg = render.figure(made, ("svg",))["svg"]
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}", made.title, made.words.description


def _html(key: tuple) -> Response:
    version, chosen, chart, measure, grain, running, title, _ = key
    lasting = query(chosen, version, chart, measure, grain, running=running)
    live = urlencode({name: value for name, value in lasting.items() if name != MEASURE}, doseq=True)
    if chart == "map" and measure in address.VIEW_CHOICES[address.MAP]:
        live += f"&{address.MAP}={measure}"
    live += f"&{address.CHART}={chart}_{measure}"
    data = urlencode(lasting | {answer.FORMAT: "csv"}, doseq=True)
    links = (
        f"<a href='/?{escape(live)}' target='_blank' rel='noopener'>"
        f"{escape(wording.EMBED_LIVE.format(app=wording.APP))}</a> · "
        f"<a href='/embed/{chart}?{escape(data)}' target='_blank' rel='noopener'>{escape(wording.EMBED_DATA)}</a>"
    )
    try:
        wide, headline, description = _drawn(ledger.url(), key, "column")
        narrow, _, _ = _drawn(ledger.url(), key, "half")
    except figure.NothingToDraw as nothing:
        heading = title or figure.default_title(chart, measure, running=running)
        return _answer(heading, f"<h1>{escape(heading)}</h1><p>{escape(str(nothing))}</p><p>{links}</p>")
    picture = (
        f"<picture><source media='{_NARROW}' srcset='{narrow}'>"
        f"<img src='{wide}' alt='{escape(description, quote=True)}'></picture>"
    )
    return _answer(headline, f"<figure>{picture}<figcaption>{links}</figcaption></figure>")


def _csv(key: tuple) -> Response:
    version, chosen, chart, measure, grain, running, *_ = key
    made = _figure(*key)
    tally = desk.open_for(chosen, version).extract().tally
    name = figure.file_name(tally, chart, measure, "csv", grain=grain or None, running=running)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": POLICY}
    return Response(publish.records_csv(made.records, made.records[0]), media_type="text/csv", headers=headers)


_PAGE = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'><title>{title}</title>"
    "<style>body{{margin:0;background:#fff;color:#1B1F24;font:14px/1.4 system-ui,sans-serif}}"
    "figure{{margin:0 auto;max-width:640px}}img{{display:block;width:100%;height:auto}}"
    "figcaption,h1,p{{margin:0;padding:4px 12px 8px}}h1{{font-size:18px;padding-top:12px}}a{{color:#5A626E}}</style>"
    "</head><body>{body}</body></html>"
)


def _answer(title: str, body: str, status: int = 200) -> Response:
    page = _PAGE.format(title=escape(title), body=body)
    return HTMLResponse(page.encode("utf-8", "replace"), status, {"Content-Security-Policy": POLICY})


def _refused(request: Request, problem: Exception) -> Response:
    """What is wrong in words, in the frame where the chart would stand."""
    status, problems = 500, [wording.API_BROKEN]
    if isinstance(problem, api.Refusal):
        status, problems = problem.status, problem.problems
    elif isinstance(problem, render.Failed | figure.NothingToDraw):
        status, problems = (500 if isinstance(problem, render.Failed) else 404), [str(problem)]
    elif isinstance(problem, HTTPException):
        status = problem.status_code
        problems = [{405: wording.API_READ_ONLY}.get(status, problem.detail)]
    else:
        _LOG.error("%s could not be answered", request.url.path, exc_info=problem)
    return _answer(wording.EMBED_PROBLEM_TITLE, _sentences(problems), status)


def _sentences(problems: Sequence[str]) -> str:
    return f"<h1>{escape(wording.EMBED_PROBLEM_TITLE)}</h1>" + "".join(f"<p>{escape(each)}</p>" for each in problems)


_APP = Starlette(
    routes=[Route("/embed/{chart:path}", _page)],
    exception_handlers=dict.fromkeys(
        (api.Refusal, render.Failed, figure.NothingToDraw, HTTPException, Exception), _refused
    ),
)

ROUTES: list[BaseRoute] = [Route("/embed/{rest:path}", _APP)]
