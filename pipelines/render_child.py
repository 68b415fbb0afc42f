"""The process that draws: the only one that may load vl-convert and Typst, and that may die of what it is given.

`python -m pipelines.render_child` reads one request a line (JSON) and answers each with one line. It is started by
`render.py` with the project's fonts alone, no network to go to and none of the server's secrets in its environment.

A control character in a label aborts vl-convert, a large enough picture hangs it: then this process ends, and the
server that started it says so and starts another.
"""

import base64
import json
import os
import re
import signal
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import typst
import vl_convert

from pipelines import fonts, frame, wording
from pipelines.frame import Words

STANDARDS = (("ua-1", "a-2a"), ("ua-1",), ())
"""What a PDF is made to hold to, strictest first. Text that cannot be read back meets none of them."""

YIELDING = 5
"""How far this process stands back (`nice`) where processors are short: a click on a filter goes before a picture."""

LARGEST = 5000
"""Pixels of a plot's side; with more a renderer runs for minutes and takes gigabytes."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_FIGURE = """#let words = json("words.json")
#set document(title: words.title, author: words.credit, description: words.description)
#set text(lang: "en", font: "Source Sans 3")
#set page(width: auto, height: auto, margin: 0pt)
#image("figure.svg", alt: words.description, width: words.wide_mm * 1mm)
"""


_PACKET = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
"""The fixed opening of an XMP packet."""


class Refused(Exception):
    """A request that is not carried out. Its text says why."""


def clean(part: Any) -> Any:
    """A request without the characters that stop a renderer, in keys and values, however deep."""
    if isinstance(part, str):
        return _NOT_TEXT.sub("\ufffd", part)
    if isinstance(part, list):
        return [clean(each) for each in part]
    if isinstance(part, dict):
        return {clean(name): clean(value) for name, value in part.items()}
    return part


def check(spec: Mapping[str, Any]) -> None:
    """Refuse what would be fetched from elsewhere, and plots too large to draw."""
    for name in ("width", "height"):
        size = spec.get(name)
        if isinstance(size, int | float) and not 0 < size <= LARGEST:
            raise Refused(wording.FIGURE_SIZE.format(side=name, most=LARGEST, size=size))
    _check_part(spec)


def _check_part(part: Any) -> None:
    if isinstance(part, list):
        for each in part:
            _check_part(each)
    elif isinstance(part, dict):
        mark = part.get("mark")
        if (mark.get("type") if isinstance(mark, dict) else mark) == "image":
            raise Refused(wording.FIGURE_PICTURES)
        data = part.get("data")
        if isinstance(data, dict) and "url" in data:
            raise Refused(wording.FIGURE_ELSEWHERE)
        for name, value in part.items():
            if name not in ("values", "datasets"):
                _check_part(value)


def plot(spec: Mapping[str, Any]) -> str:
    """A Vega-Lite spec as SVG."""
    check(spec)
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def figure(spec: Mapping[str, Any], words: Words, formats: list[str], ppi: int, timestamp: int) -> dict[str, Any]:
    """A figure in the formats asked for: "svg", "png", "pdf", and "plot" for the plot without its words, as SVG."""
    drawn = plot(spec)
    files: dict[str, bytes] = {}
    answer: dict[str, Any] = {"files": files}
    if "plot" in formats:
        files["plot"] = frame.alone(drawn).encode()
    svg, _ = frame.framed(drawn, words)
    if "svg" in formats:
        files["svg"] = frame.with_fonts(*frame.framed(drawn, words, sized=True)).encode()
    sources = {
        "main.typ": _FIGURE.encode(),
        "figure.svg": svg.encode(),
        "words.json": json.dumps(words.to_json()).encode(),
    }
    if "png" in formats:
        files["png"] = stamped(typeset(sources, "png", ppi=ppi)[0], words, ppi)
    if "pdf" in formats:
        files["pdf"], answer["standards"] = typeset(sources, "pdf", timestamp=timestamp)
    return answer


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def typeset(sources: Mapping[str, bytes], form: str, *, ppi: int = 300, timestamp: int = 0) -> tuple[bytes, list[str]]:
    """A document made by Typst from `main.typ` among the sources, and the standards that its PDF holds to.

    The sources lie in a folder of their own, beyond which Typst does not read.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in sources.items():
            if PurePosixPath(name).name != name:
                raise Refused(wording.FIGURE_NOT_A_NAME.format(name=name))
            (Path(folder) / name).write_bytes(data)
        main = str(Path(folder) / "main.typ")
        options = {"root": folder, "font_paths": _fonts(), "timestamp": timestamp, "format": form}
        if form != "pdf":
            made = typst.compile(main, ppi=ppi, **options)
            return made[0] if isinstance(made, list) else made, []
        for standards in STANDARDS:
            try:
                return typst.compile(main, pdf_standards=list(standards), **options), list(standards)
            except typst.TypstError:
                if not standards:
                    raise
    raise AssertionError("the last of STANDARDS is none")


def stamped(png: bytes, words: Words, ppi: int) -> bytes:
    """A PNG with its physical size and, in words, its title, description, source and licence."""
    texts = {
        "Title": words.title,
        "Description": words.description,
        "Author": words.credit,
        "Source": words.source,
        "Copyright": words.licence,
        "XML:com.adobe.xmp": f'{_PACKET}{frame.xmp(words)}<?xpacket end="r"?>',
    }
    per_metre = round(ppi / 0.0254)
    chunks = _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    for key, text in texts.items():
        chunks += _chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode())
    after_header = 33
    return png[:after_header] + chunks + png[after_header:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _figure(request: dict[str, Any]) -> dict[str, Any]:
    words = Words.from_json(request["words"])
    return figure(request["spec"], words, request["formats"], request["ppi"], request["timestamp"])


def _document(request: dict[str, Any]) -> dict[str, Any]:
    sources = {name: base64.b64decode(data) for name, data in request["sources"].items()}
    document, standards = typeset(sources, "pdf", timestamp=request["timestamp"])
    return {"files": {"pdf": document}, "standards": standards}


def _warm(request: dict[str, Any]) -> dict[str, Any]:
    """Draw something small, so that the first figure need not wait for the renderers to start."""
    dot = {"data": {"values": [{}]}, "mark": "point"}
    sources = {"main.typ": b'#set page(width: 1cm, height: 1cm)\n#image("plot.svg")', "plot.svg": plot(dot).encode()}
    return {"files": {"png": typeset(sources, "png", ppi=10)[0]}}


def _plot(request: dict[str, Any]) -> dict[str, Any]:
    return {"files": {"plot": frame.alone(plot(request["spec"])).encode()}}


_TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "figure": _figure,
    "document": _document,
    "plot": _plot,
    "warm": _warm,
}


def answer(line: str) -> dict[str, Any]:
    """What a request is answered with: files as base64, or an error in words."""
    try:
        request = clean(json.loads(line))
        _limit(request["seconds"])
        made = _TASKS[request["task"]](request)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}
    return made | {"files": {name: base64.b64encode(data).decode() for name, data in made["files"].items()}}


def _limit(seconds: float) -> None:
    """End this process if a request takes far too long: its parent may be gone by then, and no one else would."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds * 2 + 5)


def main() -> None:
    """Answer requests until there are no more."""
    if hasattr(os, "nice"):
        os.nice(YIELDING)
    # Whatever a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(answer(line)) + "\n")
        answers.flush()
        _limit(-2.5)


if __name__ == "__main__":
    main()
