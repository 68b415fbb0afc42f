"""What kind of file the bytes are, where they are no table: each kind with a sentence on what to do about it."""

import json
import re
import zipfile

from pipelines import issue
from pipelines.issue import Issue
from pipelines.read.encoding import encoding_of

_COPY = "Copy its table into a spreadsheet, save that as CSV or XLSX and upload it"
_TYPE = "Enter its figures into the template, each with its source, and upload that"
_UNPACK = "Unpack it and upload the tables in it, or pack them as a zip"
_EXPORT = "Export its table as CSV from the program that made it"
_SAVE = "Open it in a spreadsheet program, save it as CSV or XLSX and upload that"

_MAGIC = (
    (b"%PDF", "a PDF document", _COPY),
    (b"\x89PNG", "a picture", _TYPE),
    (b"\xff\xd8\xff", "a picture", _TYPE),
    (b"GIF8", "a picture", _TYPE),
    (b"II*\0", "a picture", _TYPE),
    (b"MM\0*", "a picture", _TYPE),
    (b"BM", "a picture", _TYPE),
    (b"{\\rtf", "a word processor document", _COPY),
    (b"SQLite format 3", "a database", _EXPORT),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
)
"""The first bytes of a file, what it is, and what to do."""

_OLE = b"\xd0\xcf\x11\xe0"
_OLE_KINDS = (
    ("WordDocument", "an old Word document (.doc)", _COPY),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", _COPY),
    ("__substg1.0", "an e-mail message", "Save what is attached to it and upload that"),
)
_IN_ZIP = (
    ("word/document.xml", "a Word document", _COPY),
    ("ppt/presentation.xml", "a presentation", _COPY),
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "Save it as XLSX and upload that"),
    ("Index/Document.iwa", "an Apple document (Numbers, Pages or Keynote)", "Export it as XLSX or CSV and upload that"),
)
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|script|!--)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:[?!]\w|(?:svg|kml|gpx|rss|feed|workbook)\b)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_HEAD = 65_536
_FEW, _SHARE = 4, 0.02


def refused(name: str, content: bytes, encoding: str | None = None) -> Issue | None:
    """The issue of a file that is no text table at all; None for what may be one.

    `encoding` is a person's choice. Never raises.
    """
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        return Issue(issue.EMPTY_FILE, name)
    if content.startswith(_OLE):
        return _refused_ole(name, content)
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:16]
    for magic, what, remedy in _MAGIC:
        if start.startswith(magic) and (len(magic) > 2 or not start.isascii() or b"\0" in content[:16]):
            return _no_table(name, what, remedy)
    if (content.startswith(b"RIFF") and content[8:12] == b"WEBP") or content[4:12] in (b"ftypheic", b"ftypavif"):
        return _no_table(name, "a picture", _TYPE)
    text = _head_text(content, encoding)
    start = text[:2_000].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and start[1:].lstrip()[:1] in ("{", "[", '"', "}", "]"):
        return _refused_json(name, content)
    if _WEB_PAGE.match(start):
        return _no_table(name, "a web page (HTML), whatever its name says", _SAVE)
    if _MARKUP.match(start):
        return _no_table(name, "an XML document", _SAVE)
    odd = len(_CONTROL.findall(text))
    if odd > _FEW and odd > _SHARE * len(text):
        return _no_table(name, "binary data (the file of some program)", _EXPORT)
    return None


def document_in(name: str, archive: zipfile.ZipFile) -> Issue | None:
    """The issue of a zip that is a text document or a presentation; None for any other."""
    names = set(archive.namelist())
    for member, what, remedy in _IN_ZIP:
        if member in names:
            return _no_table(name, what, remedy)
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        if b"opendocument.text" in (kind := archive.read("mimetype")):
            return _no_table(name, "an OpenDocument text", _COPY)
        if b"epub" in kind or b"opendocument" in kind:
            return _no_table(name, "a document", _COPY)
    return None


def is_old_workbook(content: bytes) -> bool:
    """Whether the bytes are an Excel workbook of before 2007 (.xls)."""
    streams = ("Workbook", "Book")
    return content.startswith(_OLE) and not is_protected(content) and any(_has(content, each) for each in streams)


def is_protected(content: bytes) -> bool:
    """Whether the bytes are an Office document that a password protects."""
    return content.startswith(_OLE) and _has(content, "EncryptedPackage")


def _has(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\0\0" in content


def _refused_ole(name: str, content: bytes) -> Issue:
    if is_protected(content):
        return Issue(issue.PROTECTED, name, details={"what": "an Office document"})
    for stream, what, remedy in _OLE_KINDS:
        if stream.encode("utf-16-le") in content:
            return _no_table(name, what, remedy)
    return _no_table(name, "an old Office document", _SAVE)


def _no_table(name: str, what: str, remedy: str) -> Issue:
    return Issue(issue.NOT_A_TABLE, name, details={"what": what, "remedy": remedy})


def _head_text(content: bytes, encoding: str | None) -> str:
    head = content[:_HEAD]
    chosen = encoding or encoding_of(head)
    try:
        text = head.decode(chosen, errors="replace")
    except (LookupError, ValueError):
        return ""
    return re.sub("\0+", "\0", text)


def _refused_json(name: str, content: bytes) -> Issue:
    plain = _no_table(name, "a JSON file", "Turn it into CSV with a row for each incident and upload that")
    if len(content) > 100 * 1024**2:
        return plain
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError):
        return plain
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        return plain
    is_nested = any(isinstance(value, dict) for each in entries for value in each.values())
    if is_nested and _never_fall(entries):
        return Issue(issue.NESTED_SERIES, name, details={"days": len(entries)})
    return plain


def _never_fall(entries: list[dict]) -> bool:
    """Whether the nested figures of the entries hardly ever fall from one entry to the next."""
    before: dict[tuple[str, str], float] = {}
    steps = falls = 0
    for entry in entries:
        for outer, group in entry.items():
            if not isinstance(group, dict):
                continue
            for inner, value in group.items():
                if isinstance(value, int | float):
                    last = before.get((outer, inner))
                    if last is not None:
                        steps += 1
                        falls += value < last
                    before[outer, inner] = value
    return steps > 0 and falls <= steps // 10
