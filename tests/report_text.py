"""What stands in a report's file as text, and which numbers may stand there: worked out from tallies alone."""

import io
import re
import zipfile
from collections.abc import Iterable

import docx
import pypdf
import python_calamine

from pipelines import publish, wording
from pipelines.draw import outlines
from pipelines.figure import Figure
from pipelines.tally import MEASURE_NAMES, Row, Tally
from pipelines.wording import report as phrases

MONTH = "(?:" + "|".join(wording.charts.MONTHS) + ")"
DATES = re.compile(
    rf"\d{{1,2}}(?:–\d{{1,2}})? {MONTH}(?: \d{{4}})?|{MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d|week of \d+", re.IGNORECASE
)
NAMES = re.compile(
    r"\b[RF][0-9a-f]{7}\b|\b(?:CD|S)-\d+|Place \d+|Speaker \d+|CC BY 4\.0|\S+://\S+|\?\S*as_of=\d+|(?:Figure|Table) \d+"
    r"|[Pp]age \d+ of \d+|[Vv]ersion \d+|62 countries"
)
NUMBER = re.compile(r"\d[\d,]*")
STATIC = [
    text.replace("*", "")
    for value in (wording.METHODS_RULES, *vars(phrases).values())
    for text in (value if isinstance(value, tuple) else [value])
    if isinstance(text, str) and "{" not in text and NUMBER.search(text)
]
"""Sentences that hold the same numbers whatever the data."""


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def of_pdf(data: bytes) -> str:
    """The words of a PDF in reading order, those inside its plots left out."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    text = re.sub(r"\n\d+\. (?=.*“)", "\n", text)  # the numbers of the list of sources
    return flat(re.sub(r"Figure \d+\. .*?Note:", "Note:", text, flags=re.DOTALL))


def of_docx(data: bytes) -> str:
    """The words of a DOCX: body, tables, footer, and what is said of its pictures."""
    document = docx.Document(io.BytesIO(data))
    roots = [document.element.body, *(section.footer._element for section in document.sections)]
    lines = []
    for root in roots:
        for each in root.iter():
            name = each.tag.rpartition("}")[2]
            if name == "p":
                lines.append("".join(part.text or "\t" for part in each.iter() if part.tag.endswith(("}t", "}tab"))))
            elif name == "docPr":
                lines.append(each.get("descr", ""))
    return flat("\n".join(lines))


def of_xlsx(data: bytes) -> dict[str, list[list]]:
    """The cells of every sheet by its name, row by row; a blank cell is an empty text."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(data: bytes) -> dict[str, bytes]:
    """The files inside a DOCX or XLSX."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def numbers(text: str, *known: str) -> set[int]:
    """Every number in a text that is no date, name or version, nor part of the words given."""
    text = flat(text)
    for each in (*STATIC, *known):
        text = text.replace(flat(each), " ")
    text = DATES.sub(" ", NAMES.sub(" ", text))
    return {int(found.replace(",", "")) for found in NUMBER.findall(text)}


def in_records(*records: object) -> set[int]:
    """Every whole number in plain values, however deep."""
    found: set[int] = set()
    for each in records:
        if isinstance(each, dict):
            found |= in_records(*each.values())
        elif isinstance(each, list | tuple):
            found |= in_records(*each)
        elif isinstance(each, int) and not isinstance(each, bool):
            found.add(each)
    return found


def of_tallies(now: Tally, before: Tally | None) -> set[int]:
    """Every number that the tallies hold, and how far the same totals of the two of them lie apart."""
    records = [publish.tally_record(each) for each in (now, before) if each is not None]
    found = in_records(*records) | {now.spots_left_out, *(figure.low for figure in now.set_apart.figures.values())}
    for measure in MEASURE_NAMES:
        found |= set(now.set_apart.figures[measure][:3])
    if before is not None:
        pairs = [(now.incidents, before.incidents)]
        pairs += [(now.totals[name].best, before.totals[name].best) for name in MEASURE_NAMES]
        found |= {abs(one - other) for one, other in pairs if one is not None and other is not None}
    return found - {None}


def of_rest(drawn: Figure, now: Tally, over_time: Iterable[Row]) -> set[int]:
    """How many rows a figure does not draw, of how many incidents, and what they add up to."""
    shown = {row.get("code") for row in drawn.spec["data"]["values"]}
    if drawn.chart == "over_time":
        rows = [row for row in over_time if row.key is None]
    elif drawn.chart == "map":
        rows = [row for row in now.by_region_undotted if not outlines.shape_of(row.key)]
    elif drawn.chart == "structures":
        rows = [Row(row.key, 0, {"structures": row.figure}) for row in now.by_structure if row.key not in shown]
    else:
        breakdown = now.by_region if drawn.chart == "by_region" else now.by_type
        rows = [row for row in breakdown if (row.key or "") not in shown]
    figures = [row.figures[drawn.measure] for row in rows]
    sums = {sum(getattr(figure, end) or 0 for figure in figures) for end in ("low", "best", "high")}
    return {len(rows), sum(row.incidents for row in rows)} | sums
