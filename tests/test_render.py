"""What we decide about files: they are whole, alike everywhere, and nothing that is drawn can end the server."""

import base64
import io
import json
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdf
import pytest
from PIL import Image

from pipelines import extract, figure, fonts, ledger, render, settle, tally, theme
from pipelines.selection import Selection
from pipelines.tally import Figure as Count
from pipelines.tally import Row, Spot
from tests import pdf_rules, synthetic

SVG = "{http://www.w3.org/2000/svg}"

HANGS = {
    "data": {"sequence": {"start": 0, "stop": 10**9}},
    "mark": "point",
    "encoding": {"x": {"field": "data", "type": "quantitative"}},
}
"""A small spec that asks for a thousand million points."""


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    engine = ledger.connect(f"sqlite:///{tmp_path_factory.mktemp('render') / 'ledger.sqlite3'}")
    ledger.seed(engine)
    return settle.dataset(ledger.fold(engine), "established", ())


@pytest.fixture(scope="module", autouse=True)
def _child_ends_with_the_tests():
    yield
    render.close()


def made(settled, chart="by_region", whole=None, **options):
    whole = whole or tally.of(settled, Selection())
    rows = tally.over_time(settled, Selection(), "day")
    options = {"publishers": ["A Publisher"], "latest_report": date(2023, 5, 31)} | options
    return figure.of(chart, whole, rows, grain="day", **options)


def still_works(settled):
    assert render.figure(made(settled), ["svg"])["svg"].startswith(b"<svg")


def next_child():
    """The child that answers next, whichever was used before."""
    return render._FREE.queue[-1]


def chunks(png):
    at, found = 8, []
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        found.append((kind, png[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


@pytest.mark.parametrize("chart", figure.CHARTS)
def test_every_chart_comes_in_every_format(settled, chart):
    drawn = made(settled, chart)
    files = render.figure(drawn)
    assert list(files) == list(render.FORMATS)
    root = ElementTree.fromstring(files["svg"])
    assert (root.get("role"), root.find(f"{SVG}title").text) == ("img", drawn.title)
    assert root.find(f"{SVG}desc").text == drawn.words.description
    assert drawn.title in "".join(root.find(f"{SVG}text").itertext())
    assert len(list(root.find(f"{SVG}svg").iter())) > 20
    assert set(re.findall(rb"url\((#|\w+:)", files["svg"])) <= {b"#", b"data:"}
    assert files["pdf"].startswith(b"%PDF-1.7")
    assert files.pdf_standards == ("ua-1", "a-2a")


@pytest.mark.parametrize(
    ("width", "pixels"),
    [("column", (1890, None)), ("half", (921, None)), ("slide", (4000, 2250)), ("square", (1080, 1080))],
)
def test_a_png_has_its_size_on_paper_and_in_word(settled, width, pixels):
    png = render.figure(made(settled, width=width), ["png"])["png"]
    picture = Image.open(io.BytesIO(png))
    assert picture.width == pytest.approx(pixels[0], abs=2)
    if pixels[1]:
        assert picture.height == pytest.approx(pixels[1], abs=2)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert [kind for kind, _ in chunks(png)][:2] == [b"IHDR", b"pHYs"]
    assert docx.image.image.Image.from_blob(png).width.mm == pytest.approx(figure.PRESETS[width].wide_mm, abs=0.2)


def sizes_of_words(svg, drawn):
    """The size of every text of a picture in millimetres, as it stands on paper."""
    root = ElementTree.fromstring(svg)
    millimetre = drawn.preset.wide_mm / drawn.preset.width
    inner = root.find(f"{SVG}svg")
    shrunk = float(inner.get("width")) / float(inner.get("viewBox").split()[2])
    inside = set(inner.iter(f"{SVG}text"))
    for text in root.iter(f"{SVG}text"):
        yield float(text.get("font-size").removesuffix("px")) * millimetre * (shrunk if text in inside else 1)


@pytest.mark.parametrize(
    ("width", "least"),
    [("slide", 13 / 72 * 25.4), ("square", 24 / 300 * 25.4), ("column", 8 / 72 * 25.4), ("half", 7 / 72 * 25.4)],
)
def test_no_word_is_too_small_for_where_it_is_read(width, least):
    """From the back of a room: 13 points of a slide; on a phone: 24 pixels of a square of 1,080."""
    whole = extract.of(synthetic.dataset(900), Selection())
    for chart, measure in figure.SHOWN:
        drawn = figure.from_extract(whole, chart, measure, width=width)
        assert min(sizes_of_words(render.figure(drawn, ["svg"])["svg"], drawn)) >= least


def test_a_png_says_what_it_is(settled):
    drawn = made(settled)
    picture = Image.open(io.BytesIO(render.figure(drawn, ["png"])["png"]))
    assert picture.text["Title"] == drawn.title
    assert picture.text["Description"] == drawn.words.description
    assert picture.text["Source"] == drawn.words.source
    assert picture.text["Copyright"] == "CC BY 4.0"
    packet = ElementTree.fromstring(picture.info["xmp"].decode().strip())
    said = {element.tag.rpartition("}")[2]: "".join(element.itertext()) for element in packet.iter()}
    assert said["AltTextAccessibility"] == drawn.words.description
    assert said["WebStatement"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_pdf_is_tagged_dated_by_its_data_and_as_wide_as_its_column(settled):
    pdf = render.figure(made(settled), ["pdf"])["pdf"]
    (box,) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert float(box[0]) == pytest.approx(160 / 25.4 * 72, abs=0.1)
    for part in (b"/StructTreeRoot", b"pdfuaid:part", b"pdfaid:conformance", b"2023-05-31", b"/Marked true"):
        assert part in pdf
    assert time.strftime("%Y-%m-%dT").encode() not in pdf
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_the_same_figure_is_the_same_bytes_in_another_process(settled, monkeypatch):
    drawn = made(settled, "map")
    one = render.figure(drawn, [*render.FORMATS, "plot"])
    render.figure(made(settled, "structures"))
    assert render.figure(drawn, [*render.FORMATS, "plot"]) == one
    render.close()
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("HOME", "/nowhere")
    monkeypatch.setenv("FONTCONFIG_FILE", "/nowhere/fonts.conf")
    assert render.figure(drawn, [*render.FORMATS, "plot"]) == one


def parts_of(tree):
    """Each element of a PDF's structure tree: what it is and its alternative text."""
    tree = tree.get_object()
    if isinstance(tree, list):
        return [part for each in tree for part in parts_of(each)]
    if not hasattr(tree, "keys"):
        return []
    kids = parts_of(tree["/K"]) if "/K" in tree else []
    return [(str(tree["/S"]), tree.get("/Alt")), *kids] if "/S" in tree else kids


@pytest.mark.parametrize(
    "title", [None, "القتلى حسب المنطقة", "كِيِيف", "קִיֶיב", "Вбито за областями ≥ 5", "Kyiv 🙂 漢 ქარ"]
)
def test_an_outside_reader_finds_language_title_and_alt_text_in_a_pdf(settled, tmp_path, title):
    drawn = made(settled, "by_type", title=title)
    made_pdf = render.figure(drawn, ["pdf"])
    assert made_pdf.pdf_standards == ("ua-1", "a-2a")
    root = (reader := pypdf.PdfReader(io.BytesIO(made_pdf["pdf"]))).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert parts_of(root["/StructTreeRoot"]) == [("/Document", None), ("/Figure", drawn.words.description)]
    assert reader.metadata.title == drawn.title
    assert reader.xmp_metadata.dc_title == {"x-default": drawn.title}
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    fonts_used = reader.pages[0]["/Resources"]["/Font"].values()
    assert all(
        "/FontFile" in str(each.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object())
        for each in fonts_used
    )
    if qpdf := shutil.which("qpdf"):
        (tmp_path / "figure.pdf").write_bytes(made_pdf["pdf"])
        said = subprocess.run([qpdf, "--check", tmp_path / "figure.pdf"], capture_output=True, text=True)
        assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("width", figure.PRESETS)
@pytest.mark.parametrize("chart", figure.CHARTS)
def test_the_pdf_of_a_figure_breaks_no_rule_of_its_standards_that_can_be_read_off_it(settled, chart, width):
    drawn = made(settled, chart, width=width, title="Київ القتلى 🙂", note="Why?")
    assert pdf_rules.breaches(render.figure(drawn, ["pdf"])["pdf"]) == []


def test_a_pdf_that_breaks_rules_is_found_out(settled):
    """Without tags; then with one thing taken away at a time."""
    plain = io.BytesIO()
    Image.new("RGB", (9, 9)).save(plain, "PDF")
    assert pdf_rules.breaches(plain.getvalue()) == ["not tagged, or without metadata"]
    whole = render.figure(made(settled), ["pdf"])["pdf"]

    def without(*changes):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole))
        for change in changes:
            change(writer)
        said = io.BytesIO()
        writer.write(said)
        return " ".join(pdf_rules.breaches(said.getvalue()))

    def figures(writer):
        return [part for part in pdf_rules._parts(writer.root_object["/StructTreeRoot"]) if part["/S"] == "/Figure"]

    assert without() == ""
    assert "picture without words" in without(lambda writer: [each.pop("/Alt") for each in figures(writer)])
    assert "picture without a place" in without(lambda writer: [each.pop("/A") for each in figures(writer)])
    assert "no language" in without(lambda writer: writer.root_object.pop("/Lang"))
    assert "name of the file" in without(lambda writer: writer.root_object.pop("/ViewerPreferences"))
    assert "place in the structure" in without(lambda writer: [each.pop("/K") for each in figures(writer)])


BARE_MACHINE = """
for folder in /usr/share/fonts /usr/local/share/fonts /etc/fonts; do
    if [ -d $folder ]; then mount -t tmpfs none $folder || exit 7; fi
done
[ -z "$(ls /usr/share/fonts 2>/dev/null)" ] || exit 7
exec "$@"
"""
"""Runs a command where no font is installed; with `unshare --net` also where no network is."""


def test_a_machine_without_fonts_and_network_draws_the_same(settled, tmp_path):
    """The child on a machine that has nothing but the project: the same bytes, whatever is installed here."""
    alone = ["unshare", "--user", "--map-root-user", "--mount", "--net", "sh", "-c", BARE_MACHINE, "bare"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("a part of the machine cannot be hidden here (unshare)")
    drawn = [made(settled, "map", title="القتلى קייב Київ"), made(settled, "by_type", width="half")]
    here = [render.figure(each) for each in drawn]
    for name, each in enumerate(drawn):
        request = {"task": "figure", "spec": each.spec, "words": each.words.to_json(), "formats": list(render.FORMATS)}
        request |= {"ppi": each.preset.ppi, "timestamp": render._timestamp(each.dated), "seconds": 60}
        (tmp_path / f"{name}.json").write_bytes(render._packed(request))
        said = subprocess.run(
            [*alone, sys.executable, "-m", "pipelines.render_child"],
            input=(tmp_path / f"{name}.json").read_bytes(),
            env=render._environment(str(tmp_path)),
            cwd=Path(render.__file__).parents[1],
            capture_output=True,
            check=True,
        )
        there = {kind: base64.b64decode(file) for kind, file in json.loads(said.stdout)["files"].items()}
        assert there == here[name]


HOSTILE = {
    "control": "Kyiv\x00\x07\x1b\ufffe",
    "half a character": "Ky\ud800iv",
    "long": "Verylong" * 1250,
    "many words": "very long " * 1000,
    "right to left": "كييف קייב \u202eviyK",
    "script": "</script><img src=http://127.0.0.1/x onerror=alert(1)>",
    "typst": '$x$ #panic("no") \\ @ref `raw` *b*',
    "formula": "=1+1",
    "quotes": "\"'&<>]]>",
    "expression": "Kyiv' + datum.best + '",
    "emoji": "Kyiv 🙂 漢",
}


def hostile_map(settled, text):
    whole = tally.of(settled, Selection())
    row = Row(0, 1, {name: Count(5, 5, 5, False, 1, 0) for name in whole.totals})
    return replace(whole, spots=(Spot(text, "UA-09", 48.5, 38.9, row), *whole.spots))


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_label_breaks_the_server_or_runs(settled, kind):
    text = HOSTILE[kind]
    drawn = made(settled, "map", hostile_map(settled, text), title=text, note=text, publishers=[text])
    files = render.figure(drawn)
    root = ElementTree.fromstring(files["svg"])
    assert {element.tag.rpartition("}")[2] for element in root.iter()}.isdisjoint(
        {"script", "image", "img", "a", "foreignObject"}
    )
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert Image.open(io.BytesIO(files["png"])).width == pytest.approx(1890, abs=2)
    assert files["pdf"].startswith(b"%PDF")
    assert files.pdf_standards == ("ua-1", "a-2a")
    if kind in ("script", "typst", "formula", "quotes"):
        assert drawn.title == text
        drawn_words = [" ".join(each.itertext()) for each in root.iter(f"{SVG}text")]
        assert text.split()[0][:20] in " ".join(drawn_words)
    still_works(settled)


def test_a_control_character_in_a_spec_is_cleaned_in_the_child_too():
    spec = {"data": {"values": [{"a": "x\x00\x0b\ud800y"}]}, "mark": "text", "encoding": {"text": {"field": "a"}}}
    assert "x☐☐☐y" in render.plot(spec).decode()


def test_a_hang_is_killed_and_the_next_figure_is_drawn(settled):
    still_works(settled)
    began = time.monotonic()
    with pytest.raises(render.Failed, match="longer than 1 seconds"):
        render.plot(HANGS, seconds=1)
    assert time.monotonic() - began < 5
    still_works(settled)


def test_a_crash_ends_one_figure_only(settled):
    render.warm_up()
    child = next_child()._process
    threading.Timer(0.5, child.kill).start()
    with pytest.raises(render.Failed, match="stopped"):
        render.plot(HANGS, seconds=60)
    still_works(settled)
    assert next_child()._process.pid != child.pid


def test_a_child_that_died_meanwhile_is_started_anew(settled):
    still_works(settled)
    next_child()._process.kill()
    next_child()._process.wait()
    still_works(settled)


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "https://example.org/data.json"}},
        {"data": {"url": "file:///etc/passwd"}},
        {"mark": "image", "encoding": {"url": {"value": "file:///etc/hostname"}}},
        {"layer": [{"mark": {"type": "image"}}]},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "x.csv"}, "key": "a"}}]},
        {"width": 1_000_000},
        {"mark": "no such mark"},
    ],
)
def test_what_would_be_fetched_or_never_end_is_refused(part):
    with pytest.raises(render.Failed, match="could not be drawn"):
        render.plot({"data": {"values": [{"a": 1}]}, "mark": "point"} | part)


def test_a_document_is_set_with_our_fonts_and_reads_nothing_else():
    sources = {"main.typ": b'#set document(title: "A report")\n#set text(lang: "en", font: "Source Sans 3")\nText'}
    one = render.document(sources, date(2023, 5, 31))
    assert one.pdf_standards == ("ua-1", "a-2a")
    assert render.document(sources, date(2023, 5, 31)) == one
    for outside in ('#read("/etc/passwd")', '#read("../../etc/passwd")', '#import "@preview/cetz:0.3.0"'):
        with pytest.raises(render.Failed):
            render.document({"main.typ": outside.encode()}, None)
    with pytest.raises(render.Failed, match="plain file name"):
        render.document(sources | {"../x": b""}, None)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="looks into /proc")
def test_the_child_is_told_no_secret(settled, monkeypatch):
    render.close()
    monkeypatch.setenv("CASUALTY_DESK_DATABASE", "postgresql://someone:secret@db/desk")
    still_works(settled)
    told = Path(f"/proc/{next_child()._process.pid}/environ").read_bytes()
    assert b"secret" not in told
    assert b"FONTCONFIG_FILE" in told
    assert "vl_convert" not in sys.modules or "pipelines.render_child" not in sys.modules


def test_the_child_ends_with_its_parent(settled):
    still_works(settled)
    child = next_child()._process
    child.stdin.close()
    assert child.wait(10) == 0


def test_many_at_once_are_drawn_one_after_the_other(settled):
    drawn = [made(settled, chart) for chart in ("by_region", "by_type", "structures")]
    alone = [render.figure(each, ["svg"]) for each in drawn]
    together = [None] * 12

    def draw(k):
        together[k] = render.figure(drawn[k % 3], ["svg"])

    threads = [threading.Thread(target=draw, args=(k,)) for k in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [alone[k % 3] for k in range(12)]


def test_the_words_of_a_figure_are_measured_in_its_own_font():
    """Vega must know how wide a label is; with a name it does not know, every letter comes out alike."""
    widths = []
    for text in ("iiiiiiiiii", "mmmmmmmmmm"):
        mark = {"type": "text", "font": fonts.MEASURED, "fontSize": 100, "align": "left"}
        spec = {
            "data": {"values": [{"a": text}]},
            "mark": mark,
            "encoding": {"text": {"field": "a"}},
            "width": 1,
            "padding": 0,
        }
        root = ElementTree.fromstring(render.plot(spec))
        widths.append(float(root.get("width")))
        assert widths[-1] == pytest.approx(fonts.width(text, 100), rel=0.03)
    assert theme.FONT.count("Source Sans 3") == 1
