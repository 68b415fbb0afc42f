"""The words of a figure set around its plot, as one SVG that stands alone.

Everything is laid out in pixels of the figure's own `width`, and the picture is then as many millimetres wide as its
preset says, so one layout serves print, slide and phone. Widths are those of the fonts that the picture carries.

This runs in the child that renders; `room` runs in the parent too, to know how much place the plot has. So it imports
nothing heavy, and all it needs of a figure is in `Words`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from math import pi, sqrt
from operator import itemgetter
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from pipelines import fonts, reorder, wording
from pipelines.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD, Style
from pipelines.wording import charts

INK, MUTED, RULE = "#1B1F24", "#5A626E", "#B9BEC6"
"""The colours of words and of the line above the notes: those of the light theme, whatever the screen shows."""

SUBTITLE, NOTE = 14.0, 11.5
"""Sizes of text in pixels; a title's stands with the preset."""

MOST_LINES = {"title": 4, "subtitle": 6, "note": 16, "source": 6}
"""Where a text of ten thousand characters ends. The whole of it stands in the file's description."""

UNREADABLE = "☐"
"""What stands for a character that cannot be drawn. Our fonts have it; they lack the replacement character."""

_HEBREW_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
_ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_VOWEL_MARKS = re.compile(f"[{_HEBREW_MARKS}{_ARABIC_MARKS}]")
_DIRECTION_MARKS = "\u200e\u200f"
_VARIANTS = re.compile("[\ufe00-\ufe0f]")
_NOT_TEXT = re.compile("[\ufffd\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_SVG = "http://www.w3.org/2000/svg"
_STYLES = {"normal": 400, "bold": 700}
_LEFT_OUT = re.compile(r"^(aria-.*|role|class|cursor|pointer-events|font-family)$")
"""Attributes for a page that moves and speaks, and the name by which text was measured."""

_WORD = re.compile(r"(?:[^ ]|(?<=\d) (?=\w)| (?=–))*(?: |$)")
"""A word and the space after it. A number and what it counts stay together, and no line begins with a dash."""
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def clean(text: str) -> str:
    """Text that every renderer takes and that stays in its own line.

    Control characters and half characters become an empty box, and so do those that turn the direction of all that
    follows: a letter brings its own direction.
    """
    return _NOT_TEXT.sub(UNREADABLE, re.sub(r"[\t\r\n\v\f]+", " ", text))


def legible(text: str) -> str:
    """Text that our fonts can draw and a PDF can be read back from: `clean`, and an empty box for what they lack.

    Signs that only choose the look of the letter before them go, and so do the vowel marks of Arabic and Hebrew, which
    Typst cannot trace back to their letters in a picture. `caption.illegible` says what is not drawn.
    """
    text = clean(text)
    return text if text.isascii() else boxed(_VOWEL_MARKS.sub("", text))


def boxed(text: str) -> str:
    """A text with an empty box for each character that our fonts lack; vowel marks stay."""
    text = _VARIANTS.sub("", text)
    lacking = fonts.missing(text)
    return "".join(UNREADABLE if char in lacking else char for char in text) if lacking else text


def has_vowel_marks(text: str) -> bool:
    """Whether a text loses vowel marks where it is drawn."""
    return not text.isascii() and _VOWEL_MARKS.search(text) is not None


class Span(NamedTuple):
    """Words of a subtitle, in a colour where they name one, and half bold where they are the key."""

    text: str
    colour: str = MUTED
    strong: bool = False


class Sign(NamedTuple):
    """One sign of the key above a map: a circle, ring or box, and what it means. `area` is in pixels of the plot."""

    shape: str
    text: str
    fill: str
    stroke: str
    area: float = 0.0
    dashed: bool = False


@dataclass(frozen=True)
class Words:
    """All that stands around a plot, and how large the whole is.

    `width` and `height` are pixels of the layout; without a height the figure is as high as it needs to be.
    `wide_mm` is the width on paper. `description` is the whole figure in words, for who cannot see it.
    """

    title: str
    subtitle: tuple[Span, ...]
    key: tuple[Sign, ...]
    notes: tuple[str, ...]
    source: str
    credit: str
    licence: str
    licence_url: str
    number: str
    description: str
    accent: str
    width: float
    height: float | None
    wide_mm: float
    margin: float
    title_size: float

    def to_json(self) -> dict[str, Any]:
        """As plain values, for the way to the child."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Words":
        """The words that `to_json` took apart, every text clean."""
        plain = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
        spans = tuple(Span(clean(text), *rest) for text, *rest in values["subtitle"])
        key = tuple(Sign(shape, clean(text), *rest) for shape, text, *rest in values["key"])
        notes = tuple(clean(note) for note in values["notes"])
        return cls(**plain | {"subtitle": spans, "key": key, "notes": notes})


class _Run(NamedTuple):
    """A stretch of one line in one style."""

    text: str
    style: Style
    colour: str


class _Line(NamedTuple):
    """One line: where its base line is, its size, its runs, and where it begins if not at the margin.

    `end` sets it against the right margin. `level` is the direction that it runs in.
    """

    y: float
    size: float
    runs: tuple[_Run, ...]
    x: float | None = None
    end: bool = False
    level: int = reorder.LEFT


class _Layout(NamedTuple):
    """Where everything stands: the lines above the plot, the place of the plot, the lines below it."""

    lines: list[_Line]
    signs: list[tuple[float, float, Sign]]
    top: float
    below: list[_Line]
    below_height: float


def room(words: Words, most: float | None = None) -> tuple[float, float | None]:
    """Width and height that are left for the plot; no height where the figure grows with it, unless up to `most`."""
    layout, whole = _laid_out(words), words.height or most
    height = None if whole is None else whole - layout.top - layout.below_height
    return words.width - 2 * words.margin, height


def height(words: Words, plot: float) -> float:
    """Pixels of a whole figure with a plot of this height."""
    layout = _laid_out(words)
    return words.height or layout.top + plot + layout.below_height


def framed(plot: str, words: Words, *, sized: bool = False) -> tuple[str, dict[Style, set[str]]]:
    """The plot in its words, and the characters drawn in each style: what `with_fonts` embeds.

    `sized` gives each text the width that was measured for it, into which a program that draws another font squeezes
    it. Not for Typst, which would stretch the texts that it kerns.
    """
    layout = _laid_out(words)
    inner, (plot_width, plot_height) = bare(plot, sized=sized)
    left, wide = words.margin, words.width - 2 * words.margin
    # Vega may come out a little wider than asked, where a label does not give way.
    scale = min(1.0, wide / plot_width)
    height = words.height or layout.top + plot_height * scale + layout.below_height
    free = height - layout.top - layout.below_height
    if plot_height * scale > free:
        scale = free / plot_height
    below = height - layout.below_height
    top = layout.top + (free - plot_height * scale) / 2  # a few lines alone stand in the middle of a slide
    rule = f'<path d="M{_n(left)} {_n(below + 4)}H{_n(words.width - left)}" stroke="{RULE}"/>'
    parts = [
        f'<rect width="{_n(words.width)}" height="{_n(height)}" fill="#FFFFFF"/>',
        f'<rect x="{_n(left)}" y="{_n(words.margin)}" width="32" height="4" fill="{words.accent}"/>',
        *(_line(line, words, 0, sized) for line in layout.lines),
        *(_sign(x, y, sign) for x, y, sign in layout.signs),
        f'<svg x="{_n(left)}" y="{_n(top)}" width="{_n(plot_width * scale)}" '
        f'height="{_n(plot_height * scale)}" viewBox="0 0 {_n(plot_width)} {_n(plot_height)}">{inner}</svg>',
        rule,
        *(_line(line, words, below, sized) for line in layout.below),
    ]
    tall_mm = words.wide_mm * height / words.width
    head = (
        f'<svg xmlns="{_SVG}" role="img" aria-labelledby="title desc" lang="{charts.LANGUAGE}" '
        f'width="{_n(words.wide_mm)}mm" height="{_n(tall_mm)}mm" '
        f'viewBox="0 0 {_n(words.width)} {_n(height)}" font-family="{fonts.STACK}">'
        f'<title id="title">{escape(words.title)}</title><desc id="desc">{escape(words.description)}</desc>'
        f"<metadata>{xmp(words)}</metadata>"
    )
    used = _characters(ElementTree.fromstring(f'<svg xmlns="{_SVG}">{"".join(parts)}</svg>'), REGULAR)
    return f"{head}{''.join(parts)}</svg>", used


def with_fonts(svg: str, used: dict[Style, set[str]]) -> str:
    """A framed SVG with the part of each font that it is written in."""
    at = svg.index("<metadata>")
    return f"{svg[:at]}<defs><style>{fonts.rules(used)}</style></defs>{svg[at:]}"


def alone(plot: str) -> str:
    """The plot without words around it, for a document that sets them itself."""
    inner, (width, height) = bare(plot)
    return (
        f'<svg xmlns="{_SVG}" width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'font-family="{fonts.STACK}">{inner}</svg>'
    )


def bare(plot: str, *, sized: bool = False) -> tuple[str, tuple[float, float]]:
    """What a plot draws, and its width and height; `sized` as for `framed`.

    What Vega adds for a page that moves and speaks goes: the figure is one picture with one description. Its ids
    count on over the life of a process, so they are counted anew: the same figure is the same bytes.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(plot)
    ids: dict[str, str] = {}
    for element in root.iter():
        for name in [name for name in element.attrib if _LEFT_OUT.match(name)]:
            del element.attrib[name]
        if "id" in element.attrib:
            element.set("id", ids.setdefault(element.attrib["id"], f"c{len(ids)}"))
    _prune(root)
    _tell_fonts(root)
    if sized:
        _size_labels(root)
    for element in root.iter():
        for name, value in element.attrib.items():
            if "url(#" in value:
                element.set(name, _REFERENCE.sub(lambda found: f"url(#{ids.get(found[1], 'none')})", value))
    size = float(root.get("width", "1")), float(root.get("height", "1"))
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    return inner.replace(f' xmlns="{_SVG}"', ""), size


def _tell_fonts(root: ElementTree.Element) -> None:
    """Clean the labels, and name the family of the letters that Source Sans does not have."""
    for element in [each for each in root.iter() if each.tag in (f"{{{_SVG}}}text", f"{{{_SVG}}}tspan")]:
        element.text = legible(element.text or "")
        pieces = fonts.stretches(element.text)
        if not any(family for family, _ in pieces):
            continue
        element.text = None
        for at, (family, text) in enumerate(pieces):
            span = ElementTree.Element(f"{{{_SVG}}}tspan", {"font-family": family} if family else {})
            span.text = text
            element.insert(at, span)


def _size_labels(root: ElementTree.Element) -> None:
    """Give each line of each label its width."""
    for label in root.iter(f"{{{_SVG}}}text"):
        style = _style(label, REGULAR)
        size = float(label.get("font-size", "").removesuffix("px") or 0)
        lines = list(label) if any("dy" in part.attrib for part in label) else [label]
        for line in lines:
            line.attrib |= _sized(fonts.width("".join(line.itertext()), size, style))


def _sized(wide: float) -> dict[str, str]:
    """The attributes of a text of that width; none where it has none."""
    return {"textLength": _n(wide), "lengthAdjust": "spacingAndGlyphs"} if wide > 0 else {}


def _prune(element: ElementTree.Element) -> None:
    """Take out what draws nothing: empty paths, hidden and transparent shapes, empty groups."""
    for child in list(element):
        _prune(child)
        kind = child.tag.rpartition("}")[2]
        nothing = (
            child.get("display") == "none"
            or (kind == "path" and not child.get("d"))
            or (kind == "path" and not _drawn(child.get("fill")) and not _drawn(child.get("stroke")))
            or (kind == "g" and not len(child))
            or (kind == "text" and not "".join(child.itertext()).strip())
        )
        if nothing:
            element.remove(child)


def _drawn(paint: str | None) -> bool:
    return paint not in (None, "none", "transparent")


def _characters(element: ElementTree.Element, style: Style) -> dict[Style, set[str]]:
    """The characters of every text in a picture, by style."""
    style = _style(element, style)
    found: dict[Style, set[str]] = {}
    if element.text and element.tag.rpartition("}")[2] in ("text", "tspan"):
        found[style] = set(element.text)
    for child in element:
        for each, characters in _characters(child, style).items():
            found.setdefault(each, set()).update(characters)
    return found


def _style(element: ElementTree.Element, around: Style) -> Style:
    """The style of an element that stands in text of another: the one of ours that is nearest."""
    weight, slant = element.get("font-weight"), element.get("font-style")
    return _nearest(
        (
            (_STYLES.get(weight) or int(weight)) if weight else around[0],
            slant == "italic" if slant else around[1],
        )
    )


def _nearest(style: Style) -> Style:
    if style[1]:
        return ITALIC
    return min((REGULAR, SEMIBOLD, BOLD), key=lambda each: abs(each[0] - style[0]))


def _legible(words: Words) -> Words:
    """The words as they are drawn; those about the picture stay as they were written."""
    return replace(
        words,
        title=legible(words.title),
        subtitle=tuple(span._replace(text=legible(span.text)) for span in words.subtitle),
        key=tuple(sign._replace(text=legible(sign.text)) for sign in words.key),
        notes=tuple(legible(note) for note in words.notes),
        source=legible(words.source),
    )


def _laid_out(words: Words) -> _Layout:
    words = _legible(words)
    wide = words.width - 2 * words.margin
    y = words.margin + 4 + 6
    lines: list[_Line] = []
    size = words.title_size
    for runs in _wrapped([_Run(words.title, BOLD, INK)], size, wide, MOST_LINES["title"]):
        y += size * 1.22
        lines.append(_Line(y - size * 0.12, size, runs, level=reorder.direction(words.title)))
    y += 3
    spans = [_Run(span.text, SEMIBOLD if span.strong else REGULAR, span.colour) for span in words.subtitle]
    for runs in _wrapped(spans, SUBTITLE, wide, MOST_LINES["subtitle"]):
        y += SUBTITLE * 1.32
        lines.append(_Line(y - SUBTITLE * 0.2, SUBTITLE, runs))
    signs, key_lines, y = _key(words, y)
    below, height = _below(words, wide)
    return _Layout(lines + key_lines, signs, y + 8, below, height)


def _key(words: Words, y: float) -> tuple[list[tuple[float, float, Sign]], list[_Line], float]:
    """The signs of the key in rows, each before its words, and where the key ends."""
    if not words.key:
        return [], [], y
    size, gap = 12.5, 14.0
    row = max([size * 1.5, *(_sign_width(sign) for sign in words.key if sign.shape != "box")]) + 3
    x, middle = words.margin, y + 4 + row / 2
    signs, lines = [], []
    for sign in words.key:
        wide = _sign_width(sign) + 5 + fonts.width(sign.text, size)
        if x > words.margin and x + wide > words.width - words.margin:
            x, middle = words.margin, middle + (row if sign.area else (row + size * 1.5) / 2)
        signs.append((x, middle, sign))
        lines.append(_Line(middle + size * 0.33, size, (_Run(sign.text, REGULAR, MUTED),), x + _sign_width(sign) + 5))
        x += wide + gap
    return signs, lines, middle + row / 2


def _sign_width(sign: Sign) -> float:
    return 20.0 if sign.shape == "box" else 2 * sqrt(max(sign.area, 40.0) / pi) if sign.area else 11.0


def _below(words: Words, wide: float) -> tuple[list[_Line], float]:
    """The lines under the plot, measured from the top of their block, and the block's height."""
    y, lines, step = 9.0, [], NOTE * 1.34

    def add(label: str, text: str, most: int) -> None:
        nonlocal y
        runs = [_Run(f"{label} ", BOLD, MUTED), _Run(text, REGULAR, MUTED)]
        for line in _wrapped(runs, NOTE, wide, most):
            y += step
            lines.append(_Line(y - NOTE * 0.2, NOTE, line))

    if words.notes:
        add(wording.FIGURE_NOTE, " ".join(words.notes), MOST_LINES["note"])
    add(wording.FIGURE_SOURCE, words.source, MOST_LINES["source"])
    y += step
    last = y - NOTE * 0.2
    credit, number = (_Run(text, REGULAR, MUTED) for text in (words.credit, words.number))
    for runs in _wrapped([credit], NOTE, wide - fonts.width(words.number, NOTE) - 16, 2):
        lines.append(_Line(last, NOTE, runs))
        last += step
    lines.append(_Line(last - step, NOTE, (number,), end=True))
    return lines, last - step + NOTE * 0.2 + words.margin


def _wrapped(runs: Sequence[_Run], size: float, wide: float, most: int) -> list[tuple[_Run, ...]]:
    """Runs broken into lines no wider than `wide`; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[list[_Run]] = [[]]
    used = 0.0
    for word in _words(runs, size, wide):
        length = sum(fonts.width(part.text, size, part.style) for part in word)
        trimmed = length - (fonts.width(" ", size, word[-1].style) if word[-1].text.endswith(" ") else 0)
        if used and used + trimmed > wide:
            lines.append([])
            used = 0.0
        lines[-1].extend(word)
        used += length
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = _ellipsed(lines[-1], size, wide)
    return [_joined(line) for line in lines if line]


def _words(runs: Sequence[_Run], size: float, wide: float) -> Iterator[list[_Run]]:
    """The words of some runs, each with the space after it; a word that no line holds comes in pieces."""
    word: list[_Run] = []
    for run in runs:
        for text in _WORD.findall(run.text):
            if not text:
                continue
            for piece in _pieces(text, run.style, size, wide):
                word.append(run._replace(text=piece))
                if piece is not text or text.endswith(" "):
                    yield word
                    word = []
    if word:
        yield word


def _pieces(text: str, style: Style, size: float, wide: float) -> Iterator[str]:
    """A word in pieces that a line holds; most words are one."""
    if fonts.width(text.rstrip(" "), size, style) <= wide:
        yield text
        return
    piece, used = "", 0.0
    for char in text:
        length = fonts.width(char, size, style)
        if used + length > wide and piece:
            yield piece
            piece, used = "", 0.0
        piece += char
        used += length
    yield piece


def _ellipsed(line: list[_Run], size: float, wide: float) -> list[_Run]:
    """A line shortened until an ellipsis fits behind it."""
    end = line[-1]._replace(text="…")
    left = wide - fonts.width(end.text, size, end.style)
    while line and sum(fonts.width(run.text, size, run.style) for run in line) > left:
        last = line.pop()
        if len(last.text) > 1:
            line.append(last._replace(text=last.text[:-1]))
    return [*line, end]


def _joined(line: Sequence[_Run]) -> tuple[_Run, ...]:
    """Neighbours of one style as one run, without the space at the end."""
    joined: list[_Run] = []
    for run in line:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return tuple(joined)


def _line(line: _Line, words: Words, down: float, sized: bool) -> str:
    """A line as a text of its own, so that its direction ends with it.

    Letters of another family or direction stand in a text of their own again: Typst mixes up the glyphs of a text in
    several fonts that runs in both directions. The texts follow one another as they are read, wherever they stand.
    """
    if reorder.runs_both_ways("".join(run.text for run in line.runs)):
        return _both_ways(line, words, down, sized)
    pieces = [(run, family, text) for run in line.runs for family, text in fonts.stretches(run.text)]
    if line.end:
        attributes = {"text-anchor": "end"}
        return _text(pieces, words.width - words.margin, line.y + down, line.size, attributes, sized)
    x = words.margin if line.x is None else line.x
    texts = []
    for one_family, group in groupby(pieces, key=lambda piece: piece[1]):
        each = list(group)
        attributes = {"font-family": one_family} if one_family else {}
        texts.append(_text(each, x, line.y + down, line.size, attributes, sized))
        x += _wide(each, line.size)
    return "".join(texts)


def _both_ways(line: _Line, words: Words, down: float, sized: bool) -> str:
    """A line in which some words run from right to left: each piece a text where the reading order puts it."""
    whole = "".join(run.text for run in line.runs)
    levels = reorder.levels(whole, line.level)
    pieces: list[tuple[_Run, str, str, int]] = []
    at = 0
    for run in line.runs:
        for family, text in fonts.stretches(run.text):
            for level, group in groupby(zip(levels[at : at + len(text)], text, strict=False), key=itemgetter(0)):
                drawn = "".join(char for _, char in group)
                pieces += [(run, *piece, level) for piece in _turned(drawn, family, level)]
            at += len(text)
    x = words.margin if line.x is None else line.x
    places = {}
    for position in reorder.order([level for *_, level in pieces]):
        run, family, text, _ = pieces[position]
        places[position] = x
        x += fonts.width(text, line.size, run.style, family)
    return "".join(
        _text(
            [(run, family, text)],
            places[position],
            line.y + down,
            line.size,
            {"font-family": family} if family else {},
            sized,
        )
        for position, (run, family, text, _) in enumerate(pieces)
        if text.strip(_DIRECTION_MARKS)
    )


def _turned(text: str, family: str, level: int) -> Iterator[tuple[str, str]]:
    """A piece of one level with its family; of one from right to left the signs at its ends apart, turned by us.

    Whatever draws it turns the letters, and what stands between them; at its ends it knows no direction.
    """
    if level % 2 == 0:
        yield family, text
        return
    letters = [at for at, char in enumerate(text) if unicodedata.bidirectional(char) in ("R", "AL", "NSM")]
    first, after = (letters[0], letters[-1] + 1) if letters else (len(text), len(text))
    for part, signs in ((text[:first], True), (text[first:after], False), (text[after:], True)):
        if part:
            yield ("", reorder.mirrored(part)) if signs else (family, part)


def _wide(pieces: Sequence[tuple[_Run, str, str]], size: float) -> float:
    return sum(fonts.width(text, size, run.style, family) for run, family, text in pieces)


def _text(
    pieces: Sequence[tuple[_Run, str, str]], x: float, y: float, size: float, attributes: dict[str, str], sized: bool
) -> str:
    runs = "".join(
        f'<tspan fill="{run.colour}" font-weight="{run.style[0]}">{escape(text)}</tspan>' for run, _, text in pieces
    )
    more = attributes | (_sized(_wide(pieces, size)) if sized else {})
    said = "".join(f' {name}="{value}"' for name, value in more.items())
    # `xml:space` keeps the spaces between runs.
    return f'<text xml:space="preserve" x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{said}>{runs}</text>'


def _sign(x: float, y: float, sign: Sign) -> str:
    paint = f'fill="{sign.fill}" stroke="{sign.stroke}"' + (' stroke-dasharray="3 2"' if sign.dashed else "")
    wide = _sign_width(sign)
    if sign.shape == "box":
        return f'<rect x="{_n(x)}" y="{_n(y - 6)}" width="{_n(wide)}" height="12" {paint}/>'
    return f'<circle cx="{_n(x + wide / 2)}" cy="{_n(y)}" r="{_n(wide / 2 - 0.5)}" {paint}/>'


def _n(value: float) -> str:
    """A number as SVG likes it: two decimals, none where it is whole."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def xmp(words: Words) -> str:
    """Title, description, source, credit and licence as an XMP packet, the form that pictures and libraries share."""

    def alternative(name: str, text: str) -> str:
        return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'

    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
        f"{alternative('dc:title', words.title)}{alternative('dc:description', words.description)}"
        f"{alternative('dc:rights', words.licence)}"
        f"{alternative('Iptc4xmpCore:AltTextAccessibility', words.description)}"
        f"{alternative('xmpRights:UsageTerms', words.licence)}"
        f"<dc:source>{escape(words.source)}</dc:source><dc:identifier>{escape(words.number)}</dc:identifier>"
        f"<photoshop:Credit>{escape(words.credit)}</photoshop:Credit>"
        f"<photoshop:Source>{escape(words.source)}</photoshop:Source>"
        f"<xmpRights:WebStatement>{escape(words.licence_url)}</xmpRights:WebStatement>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
