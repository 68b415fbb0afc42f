"""The embeddable chart: a page without a script that any site may frame, and words where there is nothing to draw."""

import base64
import csv
import io
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest

from pipelines import codebook, figure, ledger, render, wording
from pipelines.selection import Selection
from tests import databases
from tests.asking import ask
from views import desk, embed


@pytest.fixture(scope="module", autouse=True)
def _child_ends_with_the_tests():
    yield
    embed._drawn.cache_clear()
    render.close()


def tags(page):
    """The tags of a page, each with the names of its attributes."""
    found = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.add((tag, tuple(name for name, _ in attributes)))
    parser.feed(page)
    return found


def pictures(page):
    return [base64.b64decode(data).decode() for data in re.findall(r"'data:image/svg\+xml;base64,([^']+)'", page)]


@pytest.mark.parametrize("chart", figure.CHARTS)
def test_every_chart_stands_in_a_page_of_its_own(chart):
    answer = ask(f"/embed/{chart}?region=UA&region=RU")
    assert answer.status == 200, answer.text
    narrow, wide = pictures(answer.text)
    for picture in (narrow, wide):
        root = ElementTree.fromstring(picture)
        assert "@font-face" in picture
        assert figure.default_title(chart, embed.measures_of(chart)[0]) in "".join(root.itertext())
    assert 'viewBox="0 0 340 ' in narrow
    assert 'viewBox="0 0 605 ' in wide
    assert "Russia and Ukraine" in re.search(r"alt='([^']+)'", answer.text)[1]


@pytest.mark.parametrize("chart", ["over_time", "by_region", "by_type", "map"])
@pytest.mark.parametrize("measure", [measure.name for measure in codebook.MEASURES])
def test_every_measure_can_be_asked_for(chart, measure):
    answer = ask(f"/embed/{chart}?measure={measure}&grain=day&step=total")
    assert answer.status == 200
    assert pictures(answer.text) or "No figure for people missing in any of 8 incidents." in answer.text


def test_it_may_be_framed_and_may_do_nothing_else():
    answer = ask("/embed/by_region")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "x-frame-options" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script" not in answer.text
    assert not re.search(r"\son\w+=", re.sub(r"'data:[^']+'", "", answer.text))
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_its_links_lead_to_the_view_and_the_data_of_this_version():
    page = ask("/embed/over_time?measure=injured&grain=week&step=total&region=RU").text
    live, data = (unescape(address) for address in re.findall(r"href='([^']+)'", page))
    assert live == "/?grain=week&step=total&region=RU&rule=established&as_of=1&chart=over_time_injured"
    answer = ask(data)
    assert answer.headers["content-disposition"] == (
        'attachment; filename="casualty-desk_injured-by-week-running-total_RU_2023-05-22-to-2023-05-31_v1.csv"'
    )
    records = list(csv.DictReader(io.StringIO(answer.text)))
    assert records
    totals = ask("/api/tally?region=RU").json()["injured"]
    assert int(records[-1]["best"] or 0) <= totals["best"]
    assert {"low", "best", "high", "or_more"} <= records[0].keys()
    assert "map=injured" in ask("/embed/map?measure=injured").text


def test_the_numbers_are_the_tallys():
    data = ask("/embed/by_region?measure=injured&format=csv&rule=highest")
    best = [int(line["best"]) for line in csv.DictReader(io.StringIO(data.text)) if line["best"]]
    assert sum(best) == ask("/api/tally?rule=highest").json()["injured"]["best"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/embed/pie", 404, 'There is no chart "pie"'),
        ("/embed/", 404, "There is no chart"),
        ("/embed/by_region?region=UB&measure=x&grain=year", 400, 'region: "UB" is no region'),
        ("/embed/by_region?region=UB&measure=x&grain=year", 400, "grain:"),
        ("/embed/structures?measure=killed", 400, "killed"),
        (f"/embed/by_region?title={'x' * 151}", 400, "The title has 151 characters. It may have 150 at the most."),
        (f"/embed/by_region?note={'x' * 9_600}", 400, "The note has 9,600 characters. It may have 300 at the most."),
        ("/embed/by_region?as_of=7", 404, "no version 7"),
        ("/embed/by_region?to=1990-01-01", 200, wording.FIGURE_NOTHING),
        ("/embed/by_region?as_of=0", 200, wording.FIGURE_NOTHING),
        ("/embed/by_region?to=1990-01-01&format=csv", 404, wording.FIGURE_NOTHING),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(address, status, words):
    answer = ask(address)
    assert answer.status == status
    assert words in unescape(answer.text)
    assert answer.headers["content-security-policy"] == embed.POLICY
    assert not pictures(answer.text)


def test_only_reading_and_not_twice(monkeypatch):
    assert ask("/embed/by_region", "POST").status == 405
    assert ask("/embed/by_region", "HEAD").status == 200
    tag = ask("/embed/by_region").headers["etag"]
    assert ask("/embed/by_region", if_none_match=tag).status == 304

    def none(*args, **options):
        raise AssertionError("drawn again")

    monkeypatch.setattr(embed.render, "figure", none)
    assert ask("/embed/by_region").status == 200
    broken = ask("/embed/by_region?title=other")
    assert broken.status == 500
    assert "drawn again" not in broken.text


def test_a_figure_that_is_not_drawn_is_said(monkeypatch):
    def slow(*args, **options):
        raise render.Failed("The figure took longer than 30 seconds.")

    monkeypatch.setattr(embed.render, "figure", slow)
    answer = ask("/embed/by_type?title=never+drawn")
    assert (answer.status, "longer than 30 seconds" in answer.text) == (500, True)


HOSTILE = {
    "control": "a\x00\x07b",
    "long": "Verylong" * 1250,
    "right to left": "كييف קייב \u202eviyK",
    "emoji": "Kyiv 🙂",
    "script": "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "' onload='alert(1)\" onload=\"alert(1)",
    "typst": '$x$ #panic("no")',
    "braces": "{body} {0} {{",
    "formula": "=1+1",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_title_note_or_label_runs_or_breaks_it(kind):
    text = HOSTILE[kind]
    place = text.replace("\x00\x07", "")
    frames = databases.frames(1, start=5000, place=place, region="UA-09", country="UA")
    frames["sources"]["publisher"] = place
    ledger.commit(desk.engine(), frames, base=1, who="x", content_hash=kind)
    query = urlencode({"title": text, "note": text, "measure": "killed"})
    answer = ask(f"/embed/map?{query}")
    if kind == "long":
        assert answer.status == 400
        assert "at the most" in answer.text
        return
    assert answer.status == 200, answer.text[:500]
    assert tags(answer.text) <= {*tags(ask("/embed/by_region").text), ("h1", ()), ("p", ())}
    for picture in pictures(answer.text):
        assert {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}.isdisjoint(
            {"script", "image", "a", "foreignObject"}
        )
    csv_answer = ask(f"/embed/map?measure=killed&format=csv&title={quote(text)}")
    cells = [cell for line in csv.reader(io.StringIO(csv_answer.text)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_the_code_fixes_the_version_and_escapes_what_it_holds():
    asked = embed.query(Selection(regions=("UA",)), 3, "by_region", "killed", "", running=False)
    asked["title"] = '"><script>alert(1)</script>'
    code = embed.code("https://desk.example/", "by_region", asked, 'Killed "&" more', 480)
    assert 'height="480"' in code
    assert code.startswith('<iframe src="https://desk.example/embed/by_region?')
    assert "as_of=3" in code
    assert "rule=established" in code
    assert "<script" not in code
    assert code.count('"') == 12
