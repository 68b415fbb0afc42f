"""The fonts of exports: which characters each has, how wide a text is, and the part of one that an SVG carries.

The files in `data/fonts/` are read here, without a library: a width is a sum of advances, and a part is the same font
with the outlines of all other characters left empty. Kerning is left out of both, so that a line measured here is as
wide in the reader's browser as it was when it was broken.
"""

import base64
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "data" / "fonts"
"""Where the fonts lie, with their licences and the fontconfig file of the child process."""

STACK = "'Source Sans 3', 'IBM Plex Sans Arabic', 'Noto Sans Hebrew', sans-serif"
"""The CSS families of every exported text. Quoted: unquoted, a name with a digit is no CSS and draws nothing."""

MEASURED = "SourceSans3-Regular"
"""What vl-convert knows the same font by when it measures text. By the name in `STACK`, every letter is as wide."""

Style = tuple[int, bool]
"""Weight and whether italic."""

REGULAR: Style = (400, False)
SEMIBOLD: Style = (600, False)
BOLD: Style = (700, False)
ITALIC: Style = (400, True)

_LATIN: dict[Style, str] = {
    REGULAR: "SourceSans3-Regular.ttf",
    SEMIBOLD: "SourceSans3-SemiBold.ttf",
    BOLD: "SourceSans3-Bold.ttf",
    ITALIC: "SourceSans3-Italic.ttf",
}

_OTHERS = {"IBM Plex Sans Arabic": "IBMPlexSansArabic-Regular.ttf", "Noto Sans Hebrew": "NotoSansHebrew-Regular.ttf"}
"""Families with one style only, embedded whole where they are needed: Arabic letters join by the font's own rules."""

_KEPT = ("OS/2", "cmap", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep")
"""The tables of a part."""

# A TrueType outline made of others: flags of its components, after the specification's table "glyf".
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Font:
    """A TrueType file: its characters and their widths."""

    def __init__(self, file: str) -> None:
        self.data = (FOLDER / file).read_bytes()
        count = struct.unpack_from(">H", self.data, 4)[0]
        entries = (struct.unpack_from(">4sIII", self.data, 12 + 16 * k) for k in range(count))
        self.tables = {tag.decode(): (offset, length) for tag, _, offset, length in entries}
        self.units = struct.unpack_from(">H", self.data, self.tables["head"][0] + 18)[0]
        self.glyphs = _characters(self.table("cmap"))
        metrics = struct.unpack_from(">H", self.table("hhea"), 34)[0]
        advances = struct.unpack_from(f">{metrics * 2}H", self.table("hmtx"))[::2]
        self._widths = {char: advances[min(glyph, metrics - 1)] / self.units for char, glyph in self.glyphs.items()}

    def table(self, tag: str) -> bytes:
        """The bytes of a table."""
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]

    def width(self, char: str) -> float | None:
        """The width of a character in ems; None where the font does not have it."""
        return self._widths.get(ord(char))

    def offsets(self) -> tuple[int, ...]:
        """Where each outline begins in "glyf", and where the last one ends."""
        glyphs = struct.unpack_from(">H", self.table("maxp"), 4)[0] + 1
        if struct.unpack_from(">h", self.table("head"), 50)[0]:
            return struct.unpack_from(f">{glyphs}I", self.table("loca"))
        return tuple(half * 2 for half in struct.unpack_from(f">{glyphs}H", self.table("loca")))

    def part(self, characters: Iterable[str]) -> bytes:
        """This font as WOFF, with the outlines of these characters alone. Glyphs keep their numbers."""
        chosen = {ord(char): self.glyphs[ord(char)] for char in characters if ord(char) in self.glyphs}
        offsets, outlines = self.offsets(), self.table("glyf")
        wanted, waiting = set(), {0, *chosen.values()}
        while waiting:
            glyph = waiting.pop()
            wanted.add(glyph)
            waiting |= _components(outlines[offsets[glyph] : offsets[glyph + 1]]) - wanted
        kept, ends = bytearray(), [0]
        for glyph, (start, end) in enumerate(pairwise(offsets)):
            if glyph in wanted:
                kept += outlines[start:end] + b"\0" * (-(end - start) % 4)
            ends.append(len(kept))
        metrics = bytearray(self.table("hmtx"))
        for glyph in set(range(min(len(offsets) - 1, len(metrics) // 4))) - wanted:
            metrics[glyph * 4 : glyph * 4 + 4] = b"\0\0\0\0"
        head = bytearray(self.table("head"))
        struct.pack_into(">h", head, 50, 1)
        post = struct.pack(">I", 0x30000) + self.table("post")[4:32]
        changed = {
            "cmap": _character_table(chosen),
            "glyf": bytes(kept),
            "head": bytes(head),
            "hmtx": bytes(metrics),
            "loca": struct.pack(f">{len(ends)}I", *ends),
            "post": post,
        }
        return _woff({tag: changed.get(tag) or self.table(tag) for tag in _KEPT})

    def whole(self) -> bytes:
        """This font as WOFF, with all that it has."""
        return _woff({tag: self.table(tag) for tag in self.tables})


def _characters(table: bytes) -> dict[int, int]:
    """Code point to glyph, from the fullest of the font's Unicode tables."""
    found: dict[int, int] = {}
    for k in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHI", table, 4 + 8 * k)
        form = struct.unpack_from(">H", table, at)[0]
        if (platform, encoding) in ((3, 10), (0, 4), (0, 6)) and form == 12:
            for group in range(struct.unpack_from(">I", table, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", table, at + 16 + 12 * group)
                found |= {first + step: glyph + step for step in range(last - first + 1)}
        elif (platform, encoding) in ((3, 1), (0, 3)) and form == 4:
            found |= _segments(table, at)
    return found


def _segments(table: bytes, at: int) -> dict[int, int]:
    """Code point to glyph from a table of format 4."""
    double = struct.unpack_from(">H", table, at + 6)[0]
    found: dict[int, int] = {}
    for k in range(0, double, 2):
        last = struct.unpack_from(">H", table, at + 14 + k)[0]
        first = struct.unpack_from(">H", table, at + 16 + double + k)[0]
        delta = struct.unpack_from(">H", table, at + 16 + 2 * double + k)[0]
        place = at + 16 + 3 * double + k
        shift = struct.unpack_from(">H", table, place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if shift:
                glyph = struct.unpack_from(">H", table, place + shift + 2 * (code - first))[0]
                if not glyph:
                    continue
            found[code] = (glyph + delta) % 0x10000
    return found


def _components(outline: bytes) -> set[int]:
    """The glyphs that an outline is made of; none where it is drawn itself."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return set()
    parts, at, flags = set(), 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        parts.add(glyph)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
    return parts


def _character_table(glyphs: dict[int, int]) -> bytes:
    """A "cmap" for these code points."""
    groups = b"".join(struct.pack(">III", code, code, glyphs[code]) for code in sorted(glyphs))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _woff(tables: dict[str, bytes]) -> bytes:
    """Tables as a WOFF file (W3C Recommendation, version 1)."""
    directory, body, at = b"", b"", 44 + 20 * len(tables)
    full = 12 + 16 * len(tables)
    for tag in sorted(tables):
        table = tables[tag]
        packed = min(zlib.compress(table, 9), table, key=len)
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) % 2**32
        directory += struct.pack(">4sIIII", tag.encode(), at + len(body), len(packed), len(table), checksum)
        body += packed + b"\0" * (-len(packed) % 4)
        full += len(padded)
    length = at + len(body)
    header = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x10000, length, len(tables), 0, full, 1, 0, 0, 0, 0, 0, 0)
    return header + directory + body


@cache
def font(file: str) -> Font:
    """A font, read once."""
    return Font(file)


def _chain(style: Style, family: str = "") -> list[Font]:
    own = [font(_OTHERS[family])] if family else []
    return [*own, font(_LATIN[style]), *(font(file) for file in _OTHERS.values())]


@cache
def _char_width(char: str, style: Style, family: str) -> float:
    """In ems. What no font has is drawn as a box, or by the reader's own fonts: an em wide at most."""
    return next((width for each in _chain(style, family) if (width := each.width(char)) is not None), 1.0)


def width(text: str, size: float, style: Style = REGULAR, family: str = "") -> float:
    """How wide a text is, in the unit of `size`, in the family that `stretches` gives for it."""
    return sum(_char_width(char, style, family) for char in joined(text)) * size


def joined(text: str) -> str:
    """The text with each Arabic letter in the form it takes between its neighbours, which has a width of its own.

    For measuring only: what is drawn is the text itself, which the font joins by its own rules.
    """
    forms = _forms()
    if forms.keys().isdisjoint(text):
        return text
    shaped = list(text)
    before = {}
    for at, char in enumerate(text):
        own = forms.get(char, {})
        if not own and unicodedata.combining(char):
            continue  # a vowel mark stands above or below, and does not part its neighbours
        from_before = "<initial>" in before and "<final>" in own
        after = next((each for each in text[at + 1 :] if not unicodedata.combining(each)), "")
        to_after = "<initial>" in own and "<final>" in forms.get(after, {})
        form = ("<medial>" if to_after else "<final>") if from_before else "<initial>" if to_after else "<isolated>"
        shaped[at] = own.get(form, char)
        before = own
    return "".join(shaped)


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Arabic letter -> form ("<initial>" and so on) -> the character that stands for the letter in that form alone."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFF00)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind and " " not in letters:
            forms.setdefault(chr(int(letters, 16)), {})[kind] = chr(code)
    return forms


@cache
def _family(char: str) -> str:
    """The family that has a character where Source Sans does not; else none."""
    if font(_LATIN[REGULAR]).width(char) is not None:
        return ""
    return next((family for family, file in _OTHERS.items() if font(file).width(char) is not None), "")


def _has(family: str, char: str) -> bool:
    file = _OTHERS.get(family, _LATIN[REGULAR])
    return font(file).width(char) is not None


def stretches(text: str) -> list[tuple[str, str]]:
    """A text cut where another family takes over, each piece with its family ("" for Source Sans).

    Typst looks for one other font for a whole text, so Arabic beside Hebrew must each be told its own. What is no
    letter stays with what it follows.
    """
    if text.isascii():
        return [("", text)]
    pieces: list[tuple[str, str]] = []
    for char in text:
        family = _family(char)
        follows = bool(pieces) and not char.isalnum() and _has(pieces[-1][0], char)
        if pieces and (pieces[-1][0] == family or follows):
            pieces[-1] = pieces[-1][0], pieces[-1][1] + char
        else:
            pieces.append((family, char))
    return pieces


def missing(text: str) -> set[str]:
    """The characters of a text that none of the fonts has."""
    return {char for char in set(text) if not char.isspace() and all(f.width(char) is None for f in _chain(REGULAR))}


def rules(characters: dict[Style, set[str]]) -> str:
    """The `@font-face` rules that make a picture with these characters readable without our fonts installed."""
    every = []
    for style in sorted(characters):
        latin = {char for char in characters[style] if font(_LATIN[style]).width(char) is not None}
        if latin:
            every.append(_rule("Source Sans 3", style, _part(_LATIN[style], "".join(sorted(latin)))))
    others = set().union(*characters.values()) if characters else set()
    for family, file in _OTHERS.items():
        if any(font(file).width(char) is not None and font(_LATIN[REGULAR]).width(char) is None for char in others):
            every.append(_rule(family, REGULAR, _embedded(file)))
    return "".join(every)


@cache
def _embedded(file: str) -> bytes:
    return font(file).whole()


def _part(file: str, characters: str) -> bytes:
    return font(file).part(characters)


def _rule(family: str, style: Style, data: bytes) -> str:
    weight, italic = style
    address = f"data:font/woff;base64,{base64.b64encode(data).decode()}"
    slant = "italic" if italic else "normal"
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slant};"
        f"src:url({address}) format('woff')}}"
    )
