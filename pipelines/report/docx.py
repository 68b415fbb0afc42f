"""A report as DOCX, to be edited: real headings, numbered captions, tables with repeated headers, pictures with words.

The pictures are the figures as they go to print, so that one copied out of the document keeps its source. Fonts are
those that a reader of DOCX has. The same report gives the same bytes: the only date in the file is that of the data.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pipelines import frame, render, theme, wording
from pipelines.figure import Figure
from pipelines.report import content
from pipelines.report.content import KeyFigure, Report, Table
from pipelines.wording import report as phrases

FONT = "Arial"
"""A font of every Windows and Mac; where it is missing, LibreOffice has one of the same widths."""

LANGUAGE = "en-GB"

_NO_DATE = date(1980, 1, 1)
"""The first day that a zip file can hold."""

_WIDTHS = {4: (22, 46, 46, 46), 8: (23, 27, 26.5, 14.5, 14.5, 14.5, 18, 22)}
"""Millimetres of the columns, by how many there are."""


def of(report: Report) -> bytes:
    """The report as a file. Raises `render.Failed` where a figure cannot be drawn."""
    document = Document()
    _set_up(document, report)
    document.add_paragraph(phrases.KIND, "Subtitle")
    document.add_paragraph(report.title, "Title")
    if report.note:
        document.add_paragraph(report.note)
    document.add_heading(phrases.KEY_FIGURES, 1)
    _caption(document, phrases.TABLE, phrases.KEY_CAPTION)
    _key_figures(document, report.key_figures)
    document.add_paragraph(report.lead).paragraph_format.space_before = Pt(6)
    document.add_heading(phrases.SCOPE, 1)
    for name, words in report.facts:
        line = document.add_paragraph(style="Facts")
        line.add_run(f"{name}\t").font.color.rgb = _colour(theme.LIGHT.muted)
        if words == report.address:
            _link(line, words)
        else:
            line.add_run(words)
    _change(document, report)
    _charts(document, report)
    document.add_heading(phrases.LISTED, 1)
    document.add_paragraph(report.incidents_intro)
    if report.incidents_table.rows:
        _table(document, report.incidents_table, 7.5)
    _points(document, phrases.METHOD, report.method)
    _points(document, phrases.LIMITS, report.limits)
    _sources(document, report)
    document.add_heading(phrases.CITE, 1)
    document.add_paragraph(report.citation).paragraph_format.keep_together = True  # it is copied whole
    _licence(document, report.licence)
    return _packed(document, report.dated)


def notice(sentence: str) -> bytes:
    """A document that holds nothing but a sentence: what a download is that could not be made."""
    document = Document()
    document.add_paragraph(sentence)
    return _packed(document, None)


def _change(document: Made, report: Report) -> None:
    document.add_heading(phrases.CHANGE, 1)
    document.add_paragraph(report.change_intro)
    if report.change_table:
        _table(document, report.change_table, 9)
    for each in report.caveats:
        document.add_paragraph(each, "List Bullet")


def _charts(document: Made, report: Report) -> None:
    document.add_heading(phrases.CHARTS, 1)
    for drawn, words in zip(report.figures, report.captions, strict=True):
        _picture(document, drawn)
        _caption(document, phrases.FIGURE, words, above=False)
    for each in report.not_drawn:
        document.add_paragraph(each)


def _points(document: Made, title: str, points: Sequence[str]) -> None:
    document.add_heading(title, 1)
    for each in points:
        bold, rest = content.bold_and_rest(each)
        line = document.add_paragraph(style="List Bullet")
        if bold:
            line.add_run(bold).bold = True
        line.add_run(rest)


def _sources(document: Made, report: Report) -> None:
    document.add_heading(phrases.SOURCES, 1)
    document.add_paragraph(report.sources_intro).paragraph_format.keep_with_next = True
    for each in report.sources:
        line = document.add_paragraph(f"{content.source_line(each)} ", "List Number")
        for address in content.addresses(each):
            _link(line, address)
            line.add_run(" ")


def _licence(document: Made, licence: str) -> None:
    before, after = licence.split(wording.FIGURE_LICENCE_URL)
    line = document.add_paragraph(before)
    _link(line, wording.FIGURE_LICENCE_URL)
    line.add_run(after)


def _key_figures(document: Made, figures: Sequence[KeyFigure]) -> None:
    """A table with a column for each measure: its name, what stands large, and the lines under it."""
    grid = _grid(document, 3, [160 / len(figures)] * len(figures), phrases.KEY_CAPTION)
    for column, each in enumerate(figures):
        name, value, lines = (grid.cell(row, column) for row in range(3))
        _fill(name, each.label, 9, bold=True, colour=theme.LIGHT.words[each.measure])
        _border(name, "top", theme.LIGHT.measure[each.measure], 18)
        _fill(value, each.value, 22 if each.is_known else 14, bold=True, colour=None if each.is_known else _MUTED)
        _fill(lines, each.lines[0], 8.5, colour=_MUTED)
        for line in each.lines[1:]:
            _write(lines.add_paragraph(style="Cell"), line, 8.5, colour=_MUTED)


def _table(document: Made, table: Table, size: float) -> None:
    _caption(document, phrases.TABLE, table.caption)
    grid = _grid(document, 1 + len(table.rows), _WIDTHS[len(table.headings)], table.caption)
    last = len(table.rows)
    for row, cells in enumerate((table.headings, *table.rows)):
        # A page ends after the second row at the earliest, and before the last but one at the latest.
        together = row < 2 or last - 2 <= row < last
        for column, (cell, text) in enumerate(zip(grid.rows[row].cells, cells, strict=True)):
            unknown = row > 0 and text in (wording.NO_FIGURE, phrases.CANNOT_SAY, phrases.NOT_RECORDED)
            _fill(cell, text, size, bold=not row, colour=_MUTED if unknown else None, right=column in table.right)
            cell.paragraphs[0].paragraph_format.keep_with_next = together or None
            _border(cell, "bottom", theme.LIGHT.baseline if row else theme.LIGHT.ink, 4 if row else 8)
    document.add_paragraph(style="Cell")


def _grid(document: Made, rows: int, widths: Sequence[float], caption: str) -> Grid:
    """A table whose first row is its header, on every page; no row is cut by a page's end."""
    grid = document.add_table(rows, len(widths))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    properties = grid._tbl.tblPr
    _child(properties, "w:tblCaption", val=caption)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate(grid.rows):
        own = row._tr.get_or_add_trPr()
        _child(own, "w:cantSplit")
        if not number:
            _child(own, "w:tblHeader")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return grid


def _fill(
    cell: _Cell, text: str, size: float, *, bold: bool = False, colour: str | None = None, right: bool = False
) -> None:
    line = cell.paragraphs[0]
    line._p.style = "Cell"  # its id: by its name, every style of the document would be looked at for every cell
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(line, text, size, bold=bold, colour=colour)


def _write(line: Paragraph, text: str, size: float, *, bold: bool = False, colour: str | None = None) -> None:
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold or None
    if colour:
        run.font.color.rgb = _colour(colour)


def _border(cell: _Cell, side: str, colour: str, eighths: int) -> None:
    """A line on one side of a cell, so many eighths of a point thick."""
    own = cell._tc.get_or_add_tcPr()
    borders = own.find(qn("w:tcBorders"))
    if borders is None:
        borders = _child(own, "w:tcBorders")
    _child(borders, f"w:{side}", val="single", sz=eighths, space=0, color=colour.lstrip("#"))


def _caption(document: Made, label: str, words: str, *, above: bool = True) -> None:
    """A caption with a number that Word counts."""
    line = document.add_paragraph(style="Caption")
    line.paragraph_format.keep_with_next = above
    if not above:
        line.paragraph_format.space_after = Pt(10)
    line.add_run(f"{label} ")
    numbers = sum(1 for each in document.element.iter(qn("w:fldSimple")) if f"SEQ {label} " in each.get(qn("w:instr")))
    _field(line, f"SEQ {label} \\* ARABIC", str(numbers + 1))
    line.add_run(f". {words}")


def _picture(document: Made, drawn: Figure) -> None:
    """The figure as it goes to print, as large as it says, with all of it in words."""
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    png = render.figure(drawn, ("png",))["png"]
    picture = line.add_run().add_picture(io.BytesIO(png), width=Mm(drawn.preset.wide_mm))
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # else LibreOffice sets it in from the text
    properties = picture._inline.docPr
    properties.set("descr", drawn.words.description.replace(frame.clean(drawn.alt), content.alt(drawn)))
    properties.set("title", drawn.title)
    properties.set("name", drawn.number)


def _field(line: Paragraph, instruction: str, shown: str) -> None:
    """A field, and what it shows until Word counts anew."""
    field = _child(line._p, "w:fldSimple", instr=f" {instruction} ")
    run = _child(field, "w:r")
    text = _child(run, "w:t")
    text.text = shown


def _link(line: Paragraph, address: str) -> None:
    number = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    line._p.append(link)
    run = line.add_run(address)
    run.font.color.rgb, run.underline = _colour(theme.LIGHT.measure["structures"]), True
    link.append(run._r)


def _child(parent, name: str, **attributes: object):
    """A new element at the end of another, its attributes in the same vocabulary."""
    made = OxmlElement(name)
    for each, value in attributes.items():
        made.set(qn(f"w:{each}"), str(value))
    parent.append(made)
    return made


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


_MUTED = theme.LIGHT.muted


def _set_up(document: Made, report: Report) -> None:
    """Page, styles, footer, properties and language."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    _styles(document)
    foot = section.footer.paragraphs[0]
    foot.style = "Foot"
    foot.add_run(f"{report.foot}\t{phrases.PAGE[0]}")
    _field(foot, "PAGE", "1")
    foot.add_run(phrases.PAGE[1])
    _field(foot, "NUMPAGES", "1")
    foot.add_run(phrases.PAGE[2])
    made_on = datetime.combine(report.dated or _NO_DATE, time())
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = report.title, wording.APP, wording.APP
    properties.subject = phrases.SUBJECT.format(app=wording.APP, version=report.version, number=report.number)
    properties.comments, properties.keywords, properties.language = report.licence[:255], report.number, LANGUAGE
    properties.created = properties.modified = made_on
    for number, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            document.part.package.rels.pop(number)


def _styles(document: Made) -> None:
    """The styles of the document; what looks alike has one, so that a reader changes it once."""
    ink, styles = _colour(theme.LIGHT.ink), document.styles
    for sizes in (("Normal", 10, 4), ("Title", 18, 8), ("Subtitle", 11, 0), ("Heading 1", 14, 4), ("Caption", 8.5, 4)):
        _style(styles[sizes[0]], *sizes[1:])
    for name, base, size in (("Cell", "Normal", 9), ("Facts", "Normal", 10), ("Foot", "Normal", 8)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles[base]
        _style(made, size, 0)
    for name in ("List Bullet", "List Number"):
        _style(styles[name], 9, 2.5)
    for name in ("Title", "Heading 1", "Caption"):
        styles[name].font.bold, styles[name].font.color.rgb, styles[name].font.italic = True, ink, False
    styles["Subtitle"].font.color.rgb, styles["Subtitle"].font.italic = _colour(_MUTED), False
    styles["Foot"].font.color.rgb = _colour(_MUTED)
    styles["Heading 1"].paragraph_format.space_before, styles["Heading 1"].paragraph_format.keep_with_next = (
        Pt(16),
        True,
    )
    styles["Facts"].paragraph_format.tab_stops.add_tab_stop(Mm(42))
    styles["Facts"].paragraph_format.left_indent, styles["Facts"].paragraph_format.first_line_indent = Mm(42), -Mm(42)
    styles["Foot"].paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    for each in [each for each in styles if each.type == WD_STYLE_TYPE.TABLE and each != styles.default(each.type)]:
        each.delete()
    under = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if under is not None:
        styles["Title"].element.pPr.remove(under)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _style(style: ParagraphStyle, size: float, after: float) -> None:
    style.font.size = Pt(size)
    own = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(own.attrib):
        del own.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        own.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(after), Pt(0)
    style.paragraph_format.line_spacing = 1.08


def _packed(document: Made, dated: date | None) -> bytes:
    """The document as a file whose parts bear the date of the data instead of the clock's."""
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    day = max(dated or _NO_DATE, _NO_DATE)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(part, parts.read(name))
    return packed.getvalue()
