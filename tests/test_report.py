"""The situation report: every number in it is the tally's, in each format, and no text from data is more than text."""

import io
import re
import shutil
import struct
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import docx
import pandas as pd
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipelines import (
    caption,
    dataset,
    extract,
    figure,
    issue,
    load,
    publish,
    render,
    report,
    settle,
    tally,
    theme,
    wording,
)
from pipelines.codebook import MEASURES
from pipelines.dataset import Dataset
from pipelines.report import change, content, listing, pdf
from pipelines.selection import RULES, Selection, normalised
from pipelines.wording import report as phrases
from tests import pdf_rules, report_text, synthetic
from tests.test_render import HOSTILE

MAY = Selection(start=date(2023, 5, 22), end=date(2023, 5, 31))
FORMS = tuple(report.FORMATS)
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""A report takes a while to make, and a smaller selection that fails too is no easier to read."""

A_YEAR = Selection(start=date(2010, 1, 1), end=date(2010, 12, 31))


@pytest.fixture(scope="module")
def article():
    return Dataset(1, **dataset.shipped())


@pytest.fixture(scope="module")
def made_up():
    return synthetic.dataset(900, claims=1.6)


@pytest.fixture(scope="module", autouse=True)
def _child_ends_with_the_tests():
    yield
    render.close()


def of(data, chosen=MAY, **options):
    return content.of(extract.of(data, normalised(chosen)), **options)


def words(file):
    """All that a report says, as one text."""
    if file.form == "pdf":
        return report_text.of_pdf(file.data)
    if file.form == "docx":
        return report_text.of_docx(file.data)
    sheets = report_text.of_xlsx(file.data)
    return report_text.flat(" ".join(str(cell) for rows in sheets.values() for row in rows for cell in row))


def chosen_days(first, days, **rest):
    """A selection of so many days more than one; of all of time without a first."""
    return normalised(Selection(start=first, end=first and first + timedelta(days=days), **rest))


selections = st.builds(
    chosen_days,
    st.none() | st.dates(date(2003, 6, 1), date(2024, 6, 1)),
    st.integers(0, 2_000),
    regions=st.sampled_from([(), ("UA",), ("UA-05", "UA-07"), ("RU",), ("FR",)]),
    types=st.sampled_from([(), (), ("shelling",), ("air_strike", "drone_strike")]),
    rule=st.sampled_from(RULES),
)


# ---- every number is the tally's (design, rule 9) ----


def before(chosen):
    """The equally long period before, worked out by counting days."""
    if not (chosen.start and chosen.end):
        return None
    days = [chosen.start + timedelta(days=k) for k in range((chosen.end - chosen.start).days + 1)]
    earlier = [day - timedelta(days=len(days)) for day in days]
    return replace(chosen, start=earlier[0], end=earlier[-1])


def tallies(data, chosen):
    settled = settle.dataset(data, chosen.rule, chosen.statuses)
    earlier = before(chosen)
    return tally.of(settled, chosen), earlier and tally.of(settled, earlier)


def allowed(data, chosen, made):
    """Every number that a report may hold besides dates, names and versions."""
    now, earlier = tallies(data, chosen)
    settled = settle.dataset(data, chosen.rule, chosen.statuses)
    frame = publish.incidents_with_figures(data, settled, tally.selected(settled, chosen))
    figures = [name for name in frame.columns if name.startswith(tally.MEASURE_NAMES) and frame[name].dtype != bool]
    found = report_text.of_tallies(now, earlier) | set(frame[figures].stack().dropna().astype(int))
    found |= {len(now.by_region), len({str(row.key)[:2] for row in now.by_region if row.key})}
    claims = pd.concat([data.casualties, data.damage])
    sources = claims["source_id"][claims["incident_id"].isin(frame["incident_id"])].nunique()
    found |= {len(made.incidents), now.incidents - len(made.incidents), len(made.sources), sources - len(made.sources)}
    if earlier:
        found.add((chosen.end - chosen.start).days + 1)
    rows = tally.over_time(settled, chosen, now.grain)
    for drawn in made.figures:
        found |= report_text.of_rest(drawn, now, rows)
    return found


def headline(name, record):
    """What the key figure of a measure says, from its record alone."""
    known, unknown = record["incidents_with_figure"], record["incidents_without_figure"]
    every = known + unknown
    if not known:
        return wording.NO_FIGURE, "in the 1 incident" if every == 1 else f"in any of {every:,} incidents"
    ends = f"lowest {record['low']:,}, highest {record['high']:,}" + " or more" * record["or_more"]
    gap = f"no figure for {unknown:,} of {every:,} incident{'s' * (every != 1)}" if unknown else ""
    return f"{record['best']:,}", ends, gap


@given(chosen=selections)
@settings(max_examples=10, phases=QUICKLY)
def test_every_number_in_the_content_is_the_tallys(made_up, chosen):
    made = of(made_up, chosen)
    now, _ = tallies(made_up, chosen)
    record = publish.tally_record(now)
    for each in made.key_figures:
        expected = headline(each.measure, record[each.measure])
        assert each.value == expected[0]
        if now.incidents > 1:
            said = " ".join(each.lines)
            assert all(part in said for part in expected[1:])
    texts = [made.title, made.lead, made.change_intro, *made.caveats, *made.captions, *made.not_drawn]
    texts += [made.incidents_intro, *made.limits, made.sources_intro, made.citation, *map(" ".join, made.facts)]
    texts += [
        cell for table in (made.change_table, made.incidents_table) if table for row in table.rows for cell in row
    ]
    texts += [note for drawn in made.figures for note in drawn.words.notes]
    known = [caption.title(now)]
    assert report_text.numbers("\n".join(texts), *known) <= allowed(made_up, chosen, made)


@given(chosen=selections.filter(lambda chosen: chosen.start))
@settings(max_examples=30, phases=QUICKLY)
def test_the_change_is_the_difference_of_the_two_tallies_and_says_what_it_cannot_say(made_up, chosen):
    rows = change.rows(change.of(extract.of(made_up, chosen)))
    now, earlier = tallies(made_up, chosen)
    label, here, there, _ = rows[0]
    assert label == phrases.CHANGE_INCIDENTS
    expected = [f"{each.incidents:,}" if each.incidents else phrases.NOT_RECORDED for each in (now, earlier)]
    assert [here, there] == expected
    for measure, row in zip(MEASURES, rows[1:], strict=True):
        one, other = now.totals[measure.name], earlier.totals[measure.name]
        assert row[0] == measure.label
        for cell, total in ((row[1], one), (row[2], other)):
            if total.best is not None:
                assert re.match(rf"{total.best:,}\b", cell)
            assert (cell == phrases.NOT_RECORDED) == (total.known + total.unknown == 0)
            assert (f"{total.unknown:,} of" in cell) == (total.unknown > 0 and total.known > 0)
        if one.best is None or other.best is None:
            assert row[3] == phrases.CANNOT_SAY
            continue
        sign = one.best - other.best
        assert row[3].startswith(phrases.SAME if not sign else f"{abs(sign):,} {'more' if sign > 0 else 'fewer'}")
        assert (phrases.KNOWN_ONLY in row[3]) == bool(one.unknown or other.unknown)
    assert not re.search(r"%|per ?cent|better|worse|improv", " ".join(map(" ".join, rows)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["article", "region", "nothing known", "a year", "everything", "empty"])
def test_every_number_in_a_file_is_the_tallys(article, made_up, form, name):
    data, chosen = {
        "article": (article, MAY),
        "region": (article, Selection(regions=("UA-09",))),
        "nothing known": (article, Selection(regions=("RU-BRY", "RU-MOW"))),
        "a year": (made_up, replace(A_YEAR, rule="highest")),
        "everything": (made_up, Selection()),
        "empty": (article, Selection(regions=("UA-51",))),
    }[name]
    whole = extract.of(data, normalised(chosen))
    file = report.made(whole, form)
    most = {"most": report.MOST_ROWS, "most_sources": report.MOST_ROWS} if form == "xlsx" else {}
    made = content.of(whole, **most, size={"pdf": "report", "docx": "document", "xlsx": "column"}[form])
    if form == "xlsx":
        check_workbook(file, made, data, chosen)
        sheets = report_text.of_xlsx(file.data)
        text = report_text.flat(" ".join(str(cell) for row in sheets["Read me"] for cell in row))
    else:
        text = words(file)
        check_key_figures(file, text, publish.tally_record(whole.tally))
        for table in (made.change_table, made.incidents_table):
            for row in table.rows if table else ():
                assert "".join("".join(row).split()) in "".join(text.split())
    alts = [content.alt(drawn) for drawn in made.figures]
    left = report_text.numbers(text, *alts, caption.title(whole.tally)) - allowed(data, normalised(chosen), made)
    assert not left
    for said in (made.title, made.lead, made.change_intro, *made.caveats, made.incidents_intro, *made.limits):
        assert report_text.flat(said) in text or form == "xlsx"


def check_key_figures(file, text, record):
    """What stands under each measure, against the record of the tally."""
    if record["incidents"] < 2:
        return  # it is said in other words then
    for column, measure in enumerate(MEASURES):
        value, *lines = headline(measure.name, record[measure.name])
        if file.form == "docx":
            table = docx.Document(io.BytesIO(file.data)).tables[0]
            said = " ".join(row.cells[column].text.replace("\n", " ") for row in table.rows)
        else:
            said = re.search(rf"{measure.label} {re.escape(value)} .{{0,160}}", text)[0]
        assert said.startswith(f"{measure.label} {value} ")
        assert all(part in said for part in lines)


def check_workbook(file, made, data, chosen):
    """The sheets against the tallies and the table of incidents."""
    sheets = report_text.of_xlsx(file.data)
    now, earlier = tallies(data, normalised(chosen))

    def cells(figure_):
        if not figure_.known + figure_.unknown:
            return None
        ends = [figure_.low, figure_.best, figure_.high]
        return ["" if end is None else end for end in ends] + ["yes" if figure_.open else "", *figure_[4:]]

    by_label = {row[0]: row[1:] for row in sheets["Key figures"]}
    assert by_label["Incidents"][1] == now.incidents
    for measure in MEASURES:
        assert by_label[measure.label] == (cells(now.totals[measure.name]) or ["", "", "", "", 0, 0])
    if earlier is not None:
        for row, measure in zip(sheets["Change"][2:], MEASURES, strict=True):
            blank = [""] * 6
            assert row[1:7] == (cells(now.totals[measure.name]) or blank)
            assert row[7:13] == (cells(earlier.totals[measure.name]) or blank)
    for number, drawn in enumerate(made.figures, start=1):
        header, *rows = sheets[f"Figure {number}"]
        best = [["" if row[end] is None else row[end] for end in ("low", "best", "high")] for row in drawn.records]
        at = [header.index(label) for label in ("Lowest", "Best", "Highest")]
        assert [[row[k] for k in at] for row in rows] == best
    header, *rows = sheets["Incidents"]
    settled = settle.dataset(data, chosen.rule, chosen.statuses)
    frame = publish.incidents_with_figures(data, settled, tally.selected(settled, normalised(chosen)))
    assert len(rows) == len(frame)
    expected = frame.set_index("incident_id")
    for row in rows:
        cells_of = dict(zip(header, row, strict=True))
        for measure in MEASURES:
            name = measure.name
            found = expected.loc[row[0], [f"{name}_low", name, f"{name}_high"]]
            assert [cells_of[f"{measure.label}: {end}"] for end in ("lowest", "best", "highest")] == [
                "" if value is None or value != value else value
                for value in found.astype(object).where(found.notna(), None)
            ]


# ---- what the words say ----


def test_the_report_of_the_article_says_what_where_when_and_what_is_not_known(article):
    made = of(article)
    assert made.title == "People killed and injured, structures damaged: Russia and Ukraine, 22–31 May 2023"
    assert dict(made.facts)["Period"] == "22–31 May 2023 (10 days)"
    assert dict(made.facts)["Address of this selection"] == (
        "add this to the address of the desk: ?from=2023-05-22&to=2023-05-31&rule=established&as_of=1"
    )
    assert [(each.value, each.lines[-1]) for each in made.key_figures] == [
        ("6", "no figure for 6 of 8 incidents"),
        ("25", "no figure for 5 of 8 incidents"),
        ("no figure", "in any of 8 incidents"),
        ("16", "no figure for 6 of 8 incidents"),
    ]
    assert len(made.incidents) == 8
    assert content.source_line(made.sources[0]).startswith("publisher not named: “Shelling and Drone Strikes")
    assert made.citation == f"{caption.cite_long(extract.of(article, MAY))} Report {made.number}."
    assert made.licence == caption.licence()


def test_a_period_without_an_incident_is_no_zero(article):
    made = of(article)
    assert {row[2] for row in made.change_table.rows} == {"no incident recorded"}
    assert {row[3] for row in made.change_table.rows} == {"cannot be said"}
    assert "0" not in " ".join(cell for row in made.change_table.rows for cell in row[2:])
    assert any("begin on 22 May 2023" in each for each in made.caveats)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (Selection(), "no first and last day"),
        (Selection(start=date(2023, 5, 22)), "no first and last day"),
        (Selection(end=date(2023, 5, 31)), "no first and last day"),
        (Selection(start=date(1, 1, 1), end=date(9999, 12, 31)), "no calendar reaches back"),
    ],
    ids=["none", "first", "last", "all of time"],
)
def test_without_an_equal_period_before_nothing_is_compared_and_the_report_says_so(article, chosen, why):
    made = of(article, chosen)
    assert made.change is None
    assert made.change_table is None
    assert why in made.change_intro


def figures(**killed):
    """A report on two days and the two before, with one incident in each and these claims."""
    days = {"now": "2023-05-03", "before": "2023-05-01"}
    incidents = [
        {"incident_id": name, "date_start": day, "date_end": day, "date_precision": "day"} for name, day in days.items()
    ]
    claims = [
        {"claim_id": name, "incident_id": name, "reported_on": "2023-05-05"}
        | dict(zip(("killed_low", "killed", "killed_high"), killed[name], strict=True))
        for name in days
    ]
    data = synthetic.of_records(incidents=incidents, casualties=claims)
    made = of(data, Selection(start=date(2023, 5, 3), end=date(2023, 5, 4)))
    return {row[0]: row[1:] for row in made.change_table.rows}["Killed"], made


@pytest.mark.parametrize(
    ("now", "earlier", "said"),
    [
        ((None, 7, None), (None, 4, None), ("7", "4", "3 more")),
        ((None, 4, None), (None, 7, None), ("4", "7", "3 fewer")),
        ((None, 4, None), (None, 4, None), ("4", "4", "the same number")),
        ((None, 0, None), (None, 4, None), ("0", "4", "4 fewer")),
        ((5, 6, 9), (None, 7, None), ("6 (5–9)", "7", "1 fewer; ranges overlap")),
        ((5, 6, 9), (None, 3, None), ("6 (5–9)", "3", "3 more")),
        ((3, None, None), (None, 7, None), ("3 or more", "7", "4 fewer; ranges overlap")),
        ((None, 7, None), (None, None, None), ("7", "no figure in the 1 incident", "cannot be said")),
        ((None, None, None), (None, 7, None), ("no figure in the 1 incident", "7", "cannot be said")),
    ],
    ids=str,
)
def test_a_difference_says_no_more_than_the_figures_allow(now, earlier, said):
    assert figures(now=now, before=earlier)[0] == said


def test_what_weakens_a_comparison_is_said():
    made = figures(now=(5, 6, 9), before=(None, 7, None))[1]
    assert made.caveats[0] == phrases.CAVEAT_OVERLAP
    late = of(
        synthetic.of_records(incidents=[{}], casualties=[{}]), Selection(start=date(2023, 5, 31), end=date(2023, 6, 2))
    )
    assert any("latest report in the data is of 31 May 2023" in each for each in late.caveats)
    wide = synthetic.of_records(
        incidents=[{}, {"incident_id": "X", "date_start": "2023-05-25", "date_precision": "week"}], casualties=[{}]
    )
    vague = of(wide, Selection(start=date(2023, 5, 30), end=date(2023, 5, 31)))
    assert any(each.startswith("1 incident may belong to 30–31 May 2023") for each in vague.caveats)


def test_a_large_selection_lists_those_with_most_harm_and_counts_the_rest(made_up):
    made = of(made_up, Selection())
    every = extract.of(made_up, Selection())
    assert len(made.incidents) == content.MOST_INCIDENTS
    rest = every.tally.incidents - content.MOST_INCIDENTS
    assert f"{content.MOST_INCIDENTS} of {every.tally.incidents:,} incidents" in made.incidents_intro
    assert f"Not listed: {rest:,} incidents" in made.incidents_intro

    def harm(incident):
        return sum(incident.figures[name].best or 0 for name in ("killed", "injured"))

    whole = sorted(map(harm, listing.incidents(every, 10**9)), reverse=True)
    assert [harm(each) for each in made.incidents] == whole[: content.MOST_INCIDENTS]
    assert f"{wording.NO_FIGURE}" in {cell for row in made.incidents_table.rows for cell in row}
    assert len(made.sources) == content.MOST_SOURCES
    assert "more are not listed" in made.sources_intro


def test_a_small_selection_is_listed_whole_newest_first(article):
    made = of(article)
    assert [each.first for each in made.incidents] == sorted((each.first for each in made.incidents), reverse=True)
    assert made.incidents_table.rows[-1][0] == "22–28 May 2023 (week)"


def test_only_charts_with_something_to_say_are_drawn_and_the_others_are_named(article):
    assert [(each.chart, each.measure) for each in of(article).figures] == list(figure.SHOWN)
    luhansk = of(article, Selection(regions=("UA-09",)))
    assert [each.chart for each in luhansk.figures] == ["map"]
    assert "structures damaged or destroyed" in luhansk.not_drawn[0]
    assert "People killed by region" in luhansk.not_drawn[1]
    assert of(article, Selection(regions=("RU-MOW",))).not_drawn == (phrases.NO_CHARTS,)


def test_the_sources_are_those_of_the_incidents_counted_with_their_claims():
    data = synthetic.of_records(
        sources=[
            {"source_id": "S-1", "url": "https://example.org/a"},
            {"source_id": "S-2", "url": "javascript:alert(1)", "archive_url": ""},
        ],
        incidents=[{"incident_id": "A"}, {"incident_id": "B", "region": "UA-63"}],
        casualties=[
            {"claim_id": "1", "incident_id": "A", "source_id": "S-2"},
            {"claim_id": "2", "incident_id": "B", "source_id": "S-1"},
        ],
    )
    (source,) = of(data, Selection(regions=("UA-09",))).sources
    assert (source.number, source.claims, content.addresses(source)) == ("S-2", 1, [])
    assert [each.number for each in of(data, Selection()).sources] == ["S-1", "S-2"]
    assert content.addresses(of(data, Selection()).sources[0])[:1] == ["https://example.org/a"]


def test_title_and_note_of_ones_own(article):
    made = of(article, title=" Ten days in May ", note="Checked by hand.")
    assert (made.title, made.note) == ("Ten days in May", "Checked by hand.")
    assert made.number == of(article).number == of(article, replace(MAY, as_of=1)).number
    assert of(article, title="  ").title == caption.title(made.tally)
    assert made.number != of(article, replace(MAY, rule="latest")).number


# ---- the files ----


@pytest.mark.parametrize("form", FORMS)
def test_the_same_selection_of_the_same_version_is_the_same_bytes_in_another_process(article, form, monkeypatch):
    whole = extract.of(article, Selection(regions=("RU-BEL",)))
    first = report.made(whole, form)
    render.close()
    monkeypatch.setenv("TZ", "America/New_York")
    assert report.made(extract.of(article, Selection(regions=("RU-BEL",))), form) == first
    assert first.sha256 != report.made(whole, form, title="Another").sha256


def test_a_pdf_is_a4_tagged_dated_by_its_data_and_holds_to_its_standards(article):
    file = report.made(extract.of(article, MAY), "pdf")
    assert file.standards == ("ua-1", "a-2a")
    read = pypdf.PdfReader(io.BytesIO(file.data))
    assert {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in read.pages} == {(210, 297)}
    assert read.metadata["/Title"].startswith("People killed and injured")
    assert read.metadata["/CreationDate"].startswith("D:20230531")
    root = read.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert [entry.title for entry in read.outline if not isinstance(entry, list)][:2] == [
        phrases.SCOPE,
        phrases.CHANGE,
    ]
    kinds, alts = structure(root["/StructTreeRoot"])
    assert {"/Table", "/TH", "/TD", "/H1", "/Caption", "/L"} <= kinds
    assert {content.alt(drawn) for drawn in of(article).figures} <= alts


@pytest.mark.parametrize("name", ["article", "region", "nothing known", "a year", "empty", "hostile"])
def test_a_pdf_breaks_no_rule_of_its_standards_that_can_be_read_off_it(article, made_up, name):
    data, chosen = {
        "article": (article, MAY),
        "region": (article, Selection(regions=("UA-09",))),
        "nothing known": (article, Selection(regions=("RU-BRY", "RU-MOW"))),
        "a year": (made_up, A_YEAR),
        "empty": (article, Selection(regions=("UA-51",))),
        "hostile": (hostile(HOSTILE["right to left"]), Selection()),
    }[name]
    file = report.made(extract.of(data, normalised(chosen)), "pdf", desk="https://desk.example.org/")
    assert pdf_rules.breaches(file.data) == []


def test_an_address_in_a_pdf_is_copied_as_it_is_and_is_a_link(article):
    asked = "?region=UA-09&region=UA-14&region=UA-23&region=UA-65&from=2023-05-22&to=2023-05-31&rule=latest&as_of=1"
    chosen = Selection(("UA-09", "UA-14", "UA-23", "UA-65"), date(2023, 5, 22), date(2023, 5, 31), rule="latest")
    whole = extract.of(article, chosen)
    here = f"https://desk.example.org/{asked}"
    file = report.made(whole, "pdf", desk="https://desk.example.org/")
    assert file.standards == ("ua-1", "a-2a")
    pages = pypdf.PdfReader(io.BytesIO(file.data)).pages
    text = "".join(page.extract_text() for page in pages)
    assert not set(text) & set("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    joined = "".join(text.split())
    assert here in joined
    marks = [each.get_object() for page in pages for each in page.get("/Annots", ())]
    links = {each["/A"]["/URI"] for each in marks if each["/Subtype"] == "/Link"}
    assert {here, wording.FIGURE_LICENCE_URL} <= links
    alone = report_text.of_pdf(report.made(whole, "pdf").data).replace(" ", "")
    assert f"addthistotheaddressofthedesk:{asked}" in alone


def test_a_word_without_end_breaks_within_the_page_without_a_character_of_ours(article):
    file = report.made(extract.of(article, MAY), "pdf", title="Verylong" * 18, note="abcdefgh" * 40)
    lines = pypdf.PdfReader(io.BytesIO(file.data)).pages[0].extract_text().splitlines()
    broken = [line for line in lines if "Verylong" in line or "abcdefgh" in line]
    assert max(map(len, broken)) < 110
    assert "Verylong" * 18 + "abcdefgh" * 40 in "".join(line.strip() for line in broken)
    assert file.standards == ("ua-1", "a-2a")


def test_the_addresses_in_a_docx_are_links(article):
    data = report.made(extract.of(article, MAY), "docx", desk="https://desk.example.org/").data
    links = report_text.parts(data)["word/_rels/document.xml.rels"].decode()
    assert 'Target="https://desk.example.org/?from=2023-05-22&amp;to=2023-05-31&amp;rule' in links
    assert f'Target="{wording.FIGURE_LICENCE_URL}"' in links
    assert wording.FIGURE_LICENCE_URL in words(report.made(extract.of(article, MAY), "docx"))


def structure(element, kinds=None, alts=None):
    """The kinds of elements of a PDF's structure tree, and what is said of its pictures."""
    kinds, alts = (set(), set()) if kinds is None else (kinds, alts)
    element = element.get_object()
    if isinstance(element, dict):
        kinds.add(element.get("/S"))
        alts.add(element.get("/Alt"))
        below = element.get("/K")
        below = below.get_object() if below is not None else []
        for each in below if isinstance(below, list) else [below]:
            if not isinstance(each, int):
                structure(each, kinds, alts)
    return kinds, alts


def test_a_table_over_several_pages_has_its_header_on_each(made_up):
    file = pdf.of(content.of(extract.of(made_up, Selection()), most=120))["pdf"]
    pages = [report_text.flat(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(file)).pages]
    listed = [page for page in pages if len(re.findall(r"CD-\d{8}", page)) > 3]
    assert len(listed) > 1
    assert all("Date Place Incident type Killed Injured Missing Structures" in page for page in listed)
    for page in pages:
        last = page.rsplit(" Casualty Desk ·", 1)[0].rsplit(" ", 3)[-3:]
        assert " ".join(last) not in (phrases.LIMITS, phrases.METHOD, phrases.SOURCES)


def test_a_docx_can_be_edited_and_read_aloud(article):
    made = of(article)
    document = docx.Document(io.BytesIO(report.made(extract.of(article, MAY), "docx").data))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Heading 1") == 9
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [made.title]
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    fields = [field.get(qn("w:instr")) for each in captions for field in each._p.iter(qn("w:fldSimple"))]
    assert fields.count(" SEQ Figure \\* ARABIC ") == len(made.figures)
    assert fields.count(" SEQ Table \\* ARABIC ") == 3
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert [each.get("title") for each in pictures] == [drawn.title for drawn in made.figures]
    assert all(drawn.alt in each.get("descr") for each, drawn in zip(pictures, made.figures, strict=True))
    assert {round(each.width.mm) for each in document.inline_shapes} == {160}
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert (document.core_properties.title, document.core_properties.language) == (made.title, "en-GB")
    assert document.core_properties.modified.date() == date(2023, 5, 31)
    fonts = {each.get(qn("w:ascii")) for each in document.styles.element.iter(qn("w:rFonts"))} - {None}
    assert "Arial" in fonts
    assert "Source Sans 3" not in fonts


@pytest.mark.parametrize("chosen", [MAY, Selection(regions=("UA-51",)), Selection(regions=("UA-09",))])
def test_a_docx_keeps_together_what_belongs_together(article, chosen):
    """A heading stays with what follows, a picture with its caption, a table's caption with its first rows."""
    file = report.made(extract.of(article, normalised(chosen)), "docx")
    document = docx.Document(io.BytesIO(file.data))
    assert document.styles["Heading 1"].paragraph_format.keep_with_next
    levels = [each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert set(levels) == {"Heading 1"}
    body = list(document.element.body)
    for at, element in enumerate(body[:-1]):
        if element.tag == qn("w:p") and next(element.iter(qn("w:drawing")), None) is not None:
            assert element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
            assert element.find(f".//{qn('wp:inline')}").get("distL") == "0"
            assert "SEQ Figure" in ElementTree.tostring(ElementTree.fromstring(lxml(body[at + 1])), encoding="unicode")
        if element.tag == qn("w:tbl"):
            before = docx.text.paragraph.Paragraph(body[at - 1], document)
            assert (before.style.name, before.paragraph_format.keep_with_next) == ("Caption", True)
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert not [each for each in document.element.body.iter(qn("w:br")) if each.get(qn("w:type")) == "page"]


def lxml(element):
    """An element of a document as text."""
    from docx.oxml.xmlchemy import serialize_for_reading

    return serialize_for_reading(element)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_office_opens_it_without_repair_and_two_charts_stand_on_a_page(article, form, tmp_path):
    whole = extract.of(article, MAY)
    (tmp_path / f"report.{form}").write_bytes(report.made(whole, form).data)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / f"report.{form}"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "report.pdf").pages]
    text = report_text.flat(" ".join(pages))
    made = of(article)
    for said in (made.title, made.citation, *made.limits):
        assert report_text.flat(said).replace(" ", "") in text.replace(" ", "")
    if form == "docx":
        drawn = [len(re.findall(r"^Figure \d+\.", page, re.MULTILINE)) for page in pages]
        assert sum(drawn) == len(made.figures)
        assert len(pages) <= 7
        assert [count for count in drawn if count][:-1] == [2, 2, 2]


def test_the_parts_of_a_docx_are_sound_and_bear_no_clock(article):
    data = report.made(extract.of(article, Selection(regions=("RU-BEL",))), "docx").data
    parts = report_text.parts(data)
    assert "docProps/thumbnail.jpeg" not in parts
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)
    (png,) = {part[:8] for name, part in parts.items() if name.endswith(".png")}
    assert png == b"\x89PNG\r\n\x1a\n"
    assert {struct.unpack("<HH", data[at + 10 : at + 14]) for at in headers(data)} == {
        (0, ((2023 - 1980) << 9) | 5 << 5 | 31)
    }


def headers(data):
    """Where the files inside a zip begin."""
    return [found.start() for found in re.finditer(b"PK\x03\x04\x14\x00", data)]


def test_a_workbook_has_native_charts_with_error_bars_and_words(article):
    made = of(article)
    parts = report_text.parts(report.made(extract.of(article, MAY), "xlsx").data)
    charts = [part.decode() for name, part in parts.items() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(made.figures) - 1  # all but the map
    barred = [chart for chart in charts if "<c:errBars>" in chart]
    assert len(barred) == 6
    assert all("<c:plus><c:numRef>" in chart and "<c:minus><c:numRef>" in chart for chart in barred)
    drawing = "".join(part.decode() for name, part in parts.items() if name.startswith("xl/drawings/drawing"))
    assert drawing.count("descr=") == len(charts)
    assert "<f>" not in "".join(part.decode() for name, part in parts.items() if "worksheets/sheet" in name)
    assert list(report_text.of_xlsx(report.made(extract.of(article, MAY), "xlsx").data))[:4] == [
        "Read me",
        "Key figures",
        "Change",
        "Charts",
    ]


CELLS = re.compile(r"<c:f>'(Figure \d+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)</c:f>")


@pytest.mark.parametrize("name", ["article", "a year"])
def test_the_charts_of_a_workbook_point_at_the_cells_of_their_own_figures(article, made_up, name):
    data, chosen = {"article": (article, MAY), "a year": (made_up, A_YEAR)}[name]
    whole = extract.of(data, normalised(chosen))
    file = report.made(whole, "xlsx").data
    sheets, drawn = (
        report_text.of_xlsx(file),
        iter(each for each in content.of(whole, size="column").figures if each.chart != "map"),
    )
    names = [f"xl/charts/chart{number}.xml" for number in range(1, 20)]
    charts = [parts[each].decode() for parts in [report_text.parts(file)] for each in names if each in parts]
    for chart, each in zip(charts, drawn, strict=True):
        found = []
        for sheet, column, first, last in CELLS.findall(chart):
            at = sum((ord(letter) - 64) * 26**k for k, letter in enumerate(reversed(column))) - 1
            header, *rows = sheets[sheet]
            found.append((header[at], [row[at] for row in rows[int(first) - 2 : int(last) - 1]]))
        headings = [heading for heading, _ in found]
        records = each.records[: len(found[0][1])]
        cells = dict(found)
        if each.chart == "structures":
            assert headings[::2] == ["Label in the chart"] * 3
            assert headings[1::2] == ["Destroyed", "Damaged", "Extent not stated"]
            assert cells["Damaged"] == ["" if row["damaged"] is None else row["damaged"] for row in records]
            continue
        assert sorted(headings) == sorted(["Best to highest", "Lowest to best", "Label in the chart", "Best"])
        for heading, value in (
            ("Best", lambda row: row["best"]),
            ("Lowest to best", lambda row: row["best"] - row["low"]),
            ("Best to highest", lambda row: row["high"] - row["best"]),
        ):
            assert cells[heading] == ["" if row["best"] is None else value(row) for row in records]
        if each.chart == "by_type":
            total = whole.tally.totals[each.measure].best
            assert sum(row["best"] or 0 for row in each.records) == total


@pytest.mark.parametrize("high", [1, 9, 10, 47, 1_000, 1_001, 12_345])
def test_the_axis_of_a_workbooks_chart_goes_beyond_the_highest_figure_and_ends_on_a_line(high):
    data = synthetic.of_records(
        incidents=[{"incident_id": "A"}, {"incident_id": "B", "region": "UA-63", "date_start": "2023-05-24"}],
        casualties=[
            {"claim_id": "1", "incident_id": "A", "killed_low": 0, "killed": 1, "killed_high": high},
            {"claim_id": "2", "incident_id": "B", "killed": 1},
        ],
    )
    parts = report_text.parts(report.made(extract.of(data, Selection()), "xlsx").data)
    charts = [part.decode() for name, part in parts.items() if name.startswith("xl/charts/chart")]
    barred = [chart for chart in charts if "<c:errBars>" in chart]
    assert barred
    for chart in barred:
        top, unit = (int(re.search(rf'<c:{name} val="(\d+)"/>', chart)[1]) for name in ("max", "majorUnit"))
        assert '<c:min val="0"/>' in chart
        assert high < top <= 2 * high + 1
        assert top % unit == 0
        assert top // unit <= 8


def test_a_chart_of_a_workbook_has_a_bar_where_a_figure_is_and_none_where_it_is_unknown(article):
    sheets = report_text.of_xlsx(report.made(extract.of(article, MAY), "xlsx").data)
    header, *rows = sheets["Figure 4"]
    cells = {row[header.index("Name")]: dict(zip(header, row, strict=True)) for row in rows}
    assert (cells["Luhansk Oblast"]["Best"], cells["Luhansk Oblast"]["Label in the chart"]) == (5, "Luhansk Oblast: 5")
    assert (cells["Moscow"]["Best"], cells["Moscow"]["Label in the chart"]) == ("", "Moscow: no figure")


# ---- hostile texts ----


def hostile(text):
    """A dataset in which whatever people write says this; half a character never gets into one."""
    text = text.encode("utf-8", "replace").decode()
    return synthetic.of_records(
        sources=[{"title": text, "publisher": text, "url": f"https://example.org/{text}"}],
        incidents=[{"place": text}, {"incident_id": "CD-2", "place": text, "region": "UA-63"}],
        casualties=[
            {"killed": 3, "attributed_to": text, "statement": text},
            {"claim_id": "2", "incident_id": "CD-2", "killed": 4, "injured": 1},
        ],
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_breaks_a_report_or_runs(form, kind):
    text = HOSTILE[kind]
    file = report.made(extract.of(hostile(text), Selection()), form, title=text, note=text)
    if form == "pdf":
        assert file.data.startswith(b"%PDF")
        assert file.standards == ("ua-1", "a-2a")
    else:
        for name, part in report_text.parts(file.data).items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(part)
    said = words(file)
    if kind in ("script", "typst", "formula", "quotes", "expression"):
        assert said.count(report_text.flat(text)) >= 3
    assert not set(said) & set("\x07\x1b\u202e")
    if form == "xlsx":
        sheets = "".join(part.decode() for name, part in report_text.parts(file.data).items() if "worksheets" in name)
        assert "<f>" not in sheets
        assert "<hyperlink" not in sheets


def test_what_our_fonts_lack_is_boxed_and_named_in_a_pdf_and_left_alone_in_a_document():
    whole = extract.of(hostile("Kyiv 🙂 漢"), Selection())
    pdf, document = (words(report.made(whole, form, title="May 🙂", note="כִּי")) for form in ("pdf", "docx"))
    limits = pdf.split(" Limits ")[1]
    assert "U+1F642 slightly smiling face in “May ☐”; U+6F22 cjk unified ideograph-6f22 in “" in limits
    assert not set(pdf) & set("🙂漢")
    assert "May 🙂" in document
    assert "Kyiv 🙂 漢" in document


def test_a_text_without_end_ends(made_up):
    made = of(hostile("word " * 2_000), Selection(), title="x" * 10_000, note="y" * 10_000)
    assert len(made.title) <= caption.LONGEST_TITLE + 1
    assert len(made.note) <= caption.LONGEST_REPORT_NOTE + 1
    assert len(made.incidents[0].where) <= listing.LONGEST + 1
    long = replace(of(made_up, A_YEAR).figures[0], alt="Ten words are said here about one place. " * 200)
    assert len(content.alt(long)) < content.LONGEST_ALT + 100
    assert content.alt(long).endswith(f"place. {phrases.ALT_MORE}")


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_made_is_a_file_that_says_why(form):
    data = report.notice("It was given up.", form)
    if form == "docx":
        assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "It was given up."
    else:
        assert data == b"It was given up."


@pytest.mark.parametrize("chosen", [MAY, Selection(), A_YEAR])
def test_the_workbook_of_a_report_is_no_update_and_says_what_is(article, chosen):
    file = load.Upload("rep.xlsx", report.made(extract.of(article, normalised(chosen)), "xlsx").data)
    found = load.files([file], article)
    assert [each.rule for each in found.issues] == [issue.NOT_A_TABLE]
    assert "the workbook or the four tables from the screen Incidents" in found.issues[0].sentence()
    assert (found.read, found.kept, len(found.frames["sources"])) == (0, 0, 0)


def test_what_is_set_apart_stands_beside_the_key_figures(article):
    now = extract.of(article, Selection()).tally
    assert not [line for each in content.key_figures(now) for line in each.lines if line.startswith("set apart")]
    killed = now.totals["killed"]
    beside = replace(now.set_apart, figures=now.set_apart.figures | {"killed": killed, "missing": killed})
    for each in content.key_figures(replace(now, set_apart=beside)):
        line = phrases.KEY_APART.format(figure=theme.figure_text(killed))
        assert (each.lines[-1] == line) == (each.measure in ("killed", "missing"))


def test_a_report_is_cited_by_the_title_it_has(article):
    for title in ("", "Ours"):
        made = content.of(extract.of(article, Selection()), title=title)
        assert made.title in made.citation


def test_a_long_number_of_an_incident_stands_on_one_line_in_the_pdf(article):
    frames = {name: frame.copy() for name, frame in article.frames.items()}
    for name in ("incidents", "casualties", "damage"):
        frames[name]["incident_id"] = frames[name]["incident_id"].str.replace("CD-", "IN-0edb77d53e2a")
    file = report.made(extract.of(Dataset(1, **frames), Selection()), "pdf")
    lines = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.data)).pages)
    for number in frames["incidents"]["incident_id"].iloc[:3]:
        assert number in lines
