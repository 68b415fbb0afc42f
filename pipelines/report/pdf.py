"""A report as PDF: Typst sets the words, the plots stand among them as vector pictures.

Typst reads the report from a file of data, so that no text of it is ever taken for markup.
"""

import json
from pathlib import Path
from typing import Any

from pipelines import caption, fonts, frame, render, theme, wording
from pipelines.figure import Figure
from pipelines.render import Rendered
from pipelines.report import content
from pipelines.report.content import Report, Table
from pipelines.wording import report as phrases

_TEMPLATE = Path(__file__).with_name("report.typ")


def of(report: Report) -> Rendered:
    """The report as "pdf", with the standards that it holds to. Raises `render.Failed`."""
    sources = {"main.typ": _TEMPLATE.read_bytes()}
    for number, drawn in enumerate(report.figures):
        sources[f"{number}.svg"] = render.plot(drawn.spec)
    sources["report.json"] = json.dumps(_legible(_values(report))).encode("ascii")
    return render.document(sources, report.dated)


def _values(report: Report) -> dict[str, Any]:
    """The report as the template reads it."""
    colours = theme.LIGHT
    return {
        "title": report.title,
        "kind": phrases.KIND,
        "app": wording.APP,
        "subject": phrases.SUBJECT.format(app=wording.APP, version=report.version, number=report.number),
        "note": report.note,
        "foot": report.foot,
        "supplements": [phrases.FIGURE, phrases.TABLE],
        "page": phrases.PAGE,
        "colours": {"ink": colours.ink, "muted": colours.muted, "rule": colours.baseline, "band": colours.card},
        "no_figure": [wording.NO_FIGURE, phrases.CANNOT_SAY, phrases.NOT_RECORDED],
        "scope": [phrases.SCOPE, report.facts],
        "address": report.address,
        "lead": report.lead,
        "key_figures": [
            phrases.KEY_FIGURES,
            [
                {
                    "label": each.label,
                    "value": each.value,
                    "lines": each.lines,
                    "known": each.is_known,
                    "colour": colours.measure[each.measure],
                    "words": colours.words[each.measure],
                }
                for each in report.key_figures
            ],
        ],
        "change": {
            "title": phrases.CHANGE,
            "intro": report.change_intro,
            "table": report.change_table and _table(report.change_table),
            "caveats": report.caveats,
        },
        "charts": {
            "title": phrases.CHARTS,
            "figures": [_figure(each) for each in report.figures],
            "not_drawn": report.not_drawn,
        },
        "incidents": {
            "title": phrases.LISTED,
            "intro": report.incidents_intro,
            "table": _table(report.incidents_table),
        },
        "method": [phrases.METHOD, [content.bold_and_rest(each) for each in report.method]],
        "limits": [phrases.LIMITS, report.limits],
        "sources": {
            "title": phrases.SOURCES,
            "intro": report.sources_intro,
            "items": [
                {"text": content.source_line(each), "addresses": content.addresses(each)} for each in report.sources
            ],
        },
        "cite": [phrases.CITE, report.citation, report.licence],
        "licence_url": wording.FIGURE_LICENCE_URL,
    }


def _legible(values: dict[str, Any]) -> dict[str, Any]:
    """The values with what our fonts lack as empty boxes, and a sentence among the limits that names it."""
    texts: list[str] = []

    def drawn(part: Any) -> Any:
        if isinstance(part, str):
            if part.isascii() or not fonts.missing(part):
                return part
            texts.append(part)
            return frame.boxed(part)
        if isinstance(part, list | tuple):
            return [drawn(each) for each in part]
        return {name: drawn(each) for name, each in part.items()} if isinstance(part, dict) else part

    said = drawn(values)
    title, limits = said["limits"]
    return said | {"limits": [title, [*limits, *caption.illegible(texts)]]}


def _table(table: Table) -> dict[str, Any]:
    return {"caption": table.caption, "headings": table.headings, "rows": table.rows, "right": table.right}


def _figure(drawn: Figure) -> dict[str, Any]:
    words = drawn.words
    return {
        "title": drawn.title,
        "subtitle": [{"text": span.text, "colour": span.colour, "strong": span.strong} for span in words.subtitle],
        "key": [
            {
                "shape": sign.shape,
                "text": sign.text,
                "fill": sign.fill,
                "stroke": sign.stroke,
                "area": sign.area,
                "dashed": sign.dashed,
            }
            for sign in words.key
        ],
        "scale": words.wide_mm / (words.width - 2 * words.margin),
        "notes": f"{wording.FIGURE_NOTE} {' '.join(words.notes)}",
        "source": f"{wording.FIGURE_SOURCE} {words.source} {words.credit}. {words.number}.",
        "alt": content.alt(drawn),
    }
