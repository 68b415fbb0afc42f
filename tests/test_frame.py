"""What we decide about the words around a plot: all of them are there, none is cut, and the picture stands alone."""

import io
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from pipelines import fonts, frame
from pipelines.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD
from pipelines.frame import Sign, Span, Words

SVG = "{http://www.w3.org/2000/svg}"

WORDS = Words(
    title="People killed by region",
    subtitle=(Span("Number of people, Ukraine, 22–31 May 2023. "), Span("● Best figure", "#820F00", strong=True)),
    key=(),
    notes=("No figure in 6 of 8 incidents.", "Counting rule: established."),
    source="A Publisher. Casualty Desk, data version 1.",
    credit="Casualty Desk · CC BY 4.0",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    number="F1234567",
    description="People killed by region: Kyiv 5.",
    accent="#820F00",
    width=605,
    height=None,
    wide_mm=160,
    margin=12,
    title_size=20,
)

PLOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="581" height="200" viewBox="0 0 581 200">'
    '<defs><clipPath id="clip41"><rect width="9" height="9"/></clipPath></defs>'
    '<g role="graphics-object" aria-label="all" clip-path="url(#clip41)"><path d="M0,0h9" fill="#123456"/></g>'
    '<text font-family="measured" font-weight="600" font-size="13px">Kyiv</text>'
    '<text font-size="12px" font-style="italic">no figure</text>'
    '<path d="M0,0h9" fill="transparent" cursor="pointer"/></svg>'
)


def picture(words=WORDS, plot=PLOT):
    svg, used = frame.framed(plot, words, sized=True)
    return ElementTree.fromstring(frame.with_fonts(svg, used)), used


def lines_of(root):
    """The lines of words as text, base line, left edge, size and width: those outside the plot."""
    found = []
    for text in root.findall(f"{SVG}text"):
        spans = [(span.text, (int(span.get("font-weight")), False)) for span in text]
        size = float(text.get("font-size"))
        wide = sum(fonts.width(words, size, style) for words, style in spans)
        left = float(text.get("x")) - (wide if text.get("text-anchor") else 0)
        found.append(("".join(words for words, _ in spans), float(text.get("y")), left, size, wide))
    return found


def test_the_picture_says_everything_and_stands_alone():
    root, _ = picture()
    said = " ".join(line for line, *_ in lines_of(root))
    for part in (WORDS.title, "Ukraine, 22–31 May 2023.", "● Best figure", *WORDS.notes, WORDS.source, WORDS.credit):
        assert part in said
    assert WORDS.number in said
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == WORDS.title
    assert root.find(f"{SVG}desc").text == WORDS.description
    assert (root.get("width"), root.get("viewBox").split()[2]) == ("160mm", "605")
    text = ElementTree.tostring(root, encoding="unicode")
    assert set(re.findall(r"url\((#|\w+:)", text)) == {"#", "data:"}


def test_each_text_of_an_svg_has_its_width_and_none_of_what_typst_draws():
    root, _ = picture(replace(WORDS, title="Killed in \u05e7\u05d9\u05d9\u05d1"))
    texts = root.findall(f"{SVG}text")
    for text, (_, _, _, _, wide) in zip(texts, lines_of(root), strict=True):
        assert float(text.get("textLength")) == pytest.approx(wide, abs=0.01)
        assert text.get("lengthAdjust") == "spacingAndGlyphs"
    labels = root.find(f"{SVG}svg").iter(f"{SVG}text")
    assert [(label.text, label.get("textLength")) for label in labels] == [
        ("Kyiv", frame._n(fonts.width("Kyiv", 13, SEMIBOLD))),
        ("no figure", frame._n(fonts.width("no figure", 12, ITALIC))),
    ]
    assert "textLength" not in frame.framed(PLOT, WORDS)[0]


@pytest.mark.parametrize("width", [605.0, 350.0, 250.0])
@pytest.mark.parametrize("title", ["People killed", "People killed " * 12, "Donaudampfschiff" * 12, "x" * 10_000])
def test_no_line_leaves_the_picture_or_meets_another(width, title):
    note = "One word after another " * 30
    root, _ = picture(replace(WORDS, width=width, title=title, notes=(note,), source="A source; " * 20))
    lines = sorted(lines_of(root), key=lambda line: line[1])
    height = float(root.get("viewBox").split()[3])
    for _, base, left, size, wide in lines:
        assert left >= 11
        assert left + wide <= width - 11
        assert size <= base <= height - 4
    for one, other in pairwise(lines):
        apart = other[1] - one[1]
        assert apart >= max(one[3], other[3]) or (apart == 0 and one[2] + one[4] < other[2])


def test_words_from_right_to_left_stand_where_they_are_read_and_follow_as_they_are_read():
    """Killed (5) by region, 2023: the first word stands at the right, and is the first in the file."""
    root, _ = picture(replace(WORDS, title="הרוגים (5) לפי אזור, 2023"))
    lines = [line for line in lines_of(root) if line[3] == WORDS.title_size]
    assert lines[0][0].strip() == "הרוגים"
    by_place = "".join(text for text, *_ in sorted(lines, key=lambda line: line[2]))
    assert by_place == "2023 ,לפי אזור (5) הרוגים"
    lefts = sorted((left, left + wide) for _, _, left, _, wide in lines)
    assert all(one[1] <= other[0] + 0.01 for one, other in pairwise(lefts))
    mixed, _ = picture(replace(WORDS, title="Killed in קייב in May"))
    title = [text.strip() for text, _, left, size, _ in sorted(lines_of(mixed), key=lambda line: line[2]) if size == 20]
    assert [text for text in title if text] == ["Killed in", "קייב", "in May"]


def test_what_is_too_long_ends_in_an_ellipsis():
    root, _ = picture(replace(WORDS, title="people " * 2000))
    titles = [line for line, *_ in lines_of(root) if line.startswith("people")]
    assert len(titles) == frame.MOST_LINES["title"]
    assert titles[-1].endswith("…")


def test_a_figure_of_fixed_height_leaves_the_rest_to_the_plot():
    words = replace(WORDS, height=500.0)
    wide, high = frame.room(words)
    root, _ = picture(words)
    assert root.get("viewBox") == "0 0 605 500"
    assert wide == 605 - 24
    tall, _ = picture(words, PLOT.replace("200", "5000"))
    inner = tall.find(f"{SVG}svg")
    assert float(inner.get("height")) == pytest.approx(high, abs=0.1)
    assert float(inner.get("y")) + high + 50 < 500


def test_a_plot_lower_than_its_room_stands_in_the_middle_of_it():
    words = replace(WORDS, height=500.0)
    root, _ = picture(words, PLOT.replace('height="200"', 'height="60"').replace("581 200", "581 60"))
    plot = root.find(f"{SVG}svg")
    (rule,) = [float(path.get("d").split()[1].split("H")[0]) for path in root.findall(f"{SVG}path")]
    above = max(base for _, base, *_ in lines_of(root) if base < 250)
    room = frame.room(words)[1]
    assert float(plot.get("y")) + 30 == pytest.approx(rule - 4 - room / 2, abs=0.1)
    assert float(plot.get("y")) > above


def test_a_key_stands_between_subtitle_and_plot():
    signs = tuple(Sign("circle", str(n), "#820F00", "#FFFFFF", n * 10.0) for n in (10, 50, 200))
    words = replace(WORDS, key=(*signs, Sign("box", "region known, settlement not " * 3, "#DDD", "#820F00")), width=350)
    root, _ = picture(words)
    circles = root.findall(f"{SVG}circle")
    radii = [float(circle.get("r")) + 0.5 for circle in circles]
    assert [r * r * 3.14159 for r in radii] == pytest.approx([100, 500, 2000], rel=0.01)
    top = float(root.find(f"{SVG}svg").get("y"))
    assert all(float(circle.get("cy")) + float(circle.get("r")) < top for circle in circles)
    assert max(base for _, base, *_ in lines_of(root) if base < top + 1) < top


def test_of_the_plot_only_what_draws_is_kept():
    inner, size = frame.bare(PLOT)
    assert size == (581.0, 200.0)
    for gone in ("aria-", "role=", "transparent", "pointer", "measured", "clip41"):
        assert gone not in inner
    assert 'id="c0"' in inner
    assert 'clip-path="url(#c0)"' in inner
    assert frame.bare(PLOT.replace("clip41", "clip7"))[0] == inner


@pytest.mark.parametrize(
    "text",
    [
        '</script><img src=x onerror="alert(1)">',
        "$x$ #panic()",
        "=1+1",
        "A & B < C",
        "\u202eevil\u2069",
        "a\x00b\ud800c",
    ],
)
def test_hostile_words_stay_words(text):
    words = Words.from_json(
        replace(WORDS, title=text, notes=(text,), description=text, source=text, subtitle=(Span(text),)).to_json()
    )
    root, _ = picture(words)
    assert {element.tag.rpartition("}")[2] for element in root.iter()}.isdisjoint({"script", "img", "image"})
    assert frame.clean(text) == root.find(f"{SVG}title").text
    assert not {"\x00", "\ud800", "\u202e", "\u2069"} & set(ElementTree.tostring(root, encoding="unicode"))


def test_the_fonts_of_exactly_what_is_written_are_embedded():
    _, used = picture()
    assert set("Kyiv") <= used[SEMIBOLD]
    assert used[ITALIC] == set("no figure")
    rules = fonts.rules(used)
    assert rules.count("@font-face") == len(used)
    assert len(rules) < 40_000
    assert "Arabic" not in rules
    assert "IBM Plex Sans Arabic" in fonts.rules({REGULAR: set("مرحبا")})
    assert "Noto Sans Hebrew" in fonts.rules({REGULAR: set("שלום")})


@pytest.mark.parametrize(
    ("style", "file"),
    [(REGULAR, "SourceSans3-Regular.ttf"), (SEMIBOLD, "SourceSans3-SemiBold.ttf"), (BOLD, "SourceSans3-Bold.ttf")],
)
def test_widths_are_those_of_the_font(style, file):
    pillow = ImageFont.truetype(str(fonts.FOLDER / file), 1000, layout_engine=ImageFont.Layout.BASIC)
    for text in ("Zaporizhzhia Oblast, 1,204–5", "Запоріжжя ≥ → ●"):
        assert fonts.width(text, 1000, style) == pytest.approx(pillow.getlength(text), rel=0.002)


def test_a_part_of_a_font_is_that_font():
    text, file = "Éilat 1,204 ● Їжак", "SourceSans3-Regular.ttf"
    basic = ImageFont.Layout.BASIC
    whole = ImageFont.truetype(str(fonts.FOLDER / file), 500, layout_engine=basic)
    part = ImageFont.truetype(io.BytesIO(fonts.font(file).part(text)), 500, layout_engine=basic)
    assert part.getname() == whole.getname()
    assert part.getlength(text) == whole.getlength(text)
    assert bytes(part.getmask("Z")) == bytes(part.getmask("漢"))  # both the box for what is missing
    # The two are hinted a little differently: a pixel at the edges.
    pictures = [bytes(each.getmask(text)) for each in (whole, part)]
    ink = sum(pictures[0])
    assert ink > 0
    assert sum(abs(one - other) for one, other in zip(*pictures, strict=True)) < ink * 0.02


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Kyiv Київ مرحبا", "Kyiv Київ مرحبا"),
        ("Kyiv 🙂 漢", "Kyiv ☐ ☐"),
        ("a\x00\u202eb", "a☐☐b"),
        ("☎\ufe0f", "☐"),
        ("כִּי كِيِيف", "כי كييف"),
        ("Ki\u0301ev", "Ki\u0301ev"),
    ],
)
def test_what_is_drawn_has_a_font_and_can_be_read_back(text, drawn):
    assert frame.legible(text) == drawn
    assert frame.legible(drawn) == drawn
    root, _ = picture(Words.from_json(replace(WORDS, title=text).to_json()))
    assert "".join(line for line, *_ in lines_of(root) if line in drawn).replace(" ", "") == drawn.replace(" ", "")


def test_what_no_font_has_is_known():
    assert fonts.missing("Kyiv Київ مرحبا שלום ● →") == set()
    assert fonts.missing("🙂 漢") == {"🙂", "漢"}


def test_the_licence_of_each_font_stands_beside_it():
    families = {path.name.split("-")[0] for path in fonts.FOLDER.glob("*.ttf")}
    for family in families:
        assert "SIL Open Font License" in (fonts.FOLDER / f"{family}-OFL.txt").read_text(encoding="utf-8")


def test_arabic_is_measured_as_it_is_joined():
    assert fonts.joined("Kyiv, 5") == "Kyiv, 5"
    assert [f"{ord(char):X}" for char in fonts.joined("كييف")] == ["FEDB", "FEF4", "FEF4", "FED2"]
    assert [f"{ord(char):X}" for char in fonts.joined("دار")] == ["FEA9", "FE8D", "FEAD"]
    assert fonts.width("القتلى", 10) < sum(fonts.width(char, 10) for char in "القتلى") * 0.75
