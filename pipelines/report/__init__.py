"""The situation report of a selection: PDF to send, DOCX to edit, XLSX to calculate with.

    change     the period before the one selected, and what may be said of the difference
    listing    the incidents and sources that a report lists
    content    all that a report says, as plain data
    pdf        the report set by Typst (`report.typ`)
    docx, xlsx the report as an editable document, and as a workbook with native charts

To the outside it is `made` and `notice`, and `content` and `change` for who shows what a report will hold.
"""

import hashlib
from dataclasses import dataclass

from pipelines import figure
from pipelines.extract import Extract
from pipelines.report import content

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The formats of a report, by the ending of the file, with their media types."""

MOST_ROWS = 5_000
"""The most incidents and sources that a workbook lists."""


@dataclass(frozen=True)
class File:
    """A report as a file; `standards` are those that a PDF holds to, none where a text cannot be read back."""

    data: bytes
    form: str
    number: str
    version: int
    standards: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The fingerprint of the file: the same for the same selection of the same version, title and note."""
        return hashlib.sha256(self.data).hexdigest()


def made(whole: Extract, form: str, *, title: str = "", note: str = "", desk: str = "") -> File:
    """The report of an extract in one of `FORMATS`; `title` and `note` are the reader's own, blank for none.

    `desk` is the address of the desk, ending in a slash; blank where it is not known.
    Raises `render.Failed`, a sentence, where it cannot be drawn.
    """
    # Each library takes a moment to load; who asks for one format does not wait for the others.
    if form == "pdf":
        from pipelines.report import pdf

        report = content.of(whole, title=title, note=note, desk=desk)
        rendered = pdf.of(report)
        return File(rendered["pdf"], form, report.number, report.version, rendered.pdf_standards)
    if form == "docx":
        from pipelines.report import docx

        report = content.of(whole, title=title, note=note, desk=desk, size=figure.DOCUMENT.name)
        return File(docx.of(report), form, report.number, report.version)
    from pipelines.report import xlsx

    many = {"size": "column", "most": MOST_ROWS, "most_sources": MOST_ROWS}
    report = content.of(whole, title=title, note=note, desk=desk, **many)
    return File(xlsx.of(report), form, report.number, report.version)


def notice(sentence: str, form: str) -> bytes:
    """What a download holds that could not be made: the reason, as a document where that takes no drawing."""
    if form != "docx":
        return sentence.encode()
    from pipelines.report import docx

    return docx.notice(sentence)
