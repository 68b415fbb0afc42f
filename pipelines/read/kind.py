"""What kind of file the bytes are, where they are no table: each kind with a sentence on what to do about it."""

import json
import re
import zipfile

from pipelines import issue
from pipelines.issue import Issue
from pipelines.read.encoding import encoding_of
from pipelines.wording import reading as words

_MAGIC = (
    (b"%PDF", words.PDF, words.COPY_TABLE),
    (b"\x89PNG", words.PICTURE, words.TYPE_FIGURES),
    (b"\xff\xd8\xff", words.PICTURE, words.TYPE_FIGURES),
    (b"GIF8", words.PICTURE, words.TYPE_FIGURES),
    (b"II*\0", words.PICTURE, words.TYPE_FIGURES),
    (b"MM\0*", words.PICTURE, words.TYPE_FIGURES),
    (b"BM", words.PICTURE, words.TYPE_FIGURES),
    (b"{\\rtf", words.WORD_PROCESSOR, words.COPY_TABLE),
    (b"SQLite format 3", words.DATABASE, words.EXPORT_CSV),
    (b"PAR1", words.PARQUET, words.EXPORT_CSV),
    (b"\x1f\x8b", words.GZIP, words.UNPACK),
    (b"7z\xbc\xaf", words.SEVEN_ZIP, words.UNPACK),
    (b"Rar!", words.RAR, words.UNPACK),
    (b"BZh", words.BZIP2, words.UNPACK),
    (b"\xfd7zXZ", words.XZ, words.UNPACK),
)
"""The first bytes of a file, what it is, and what to do."""

_OLE = b"\xd0\xcf\x11\xe0"
_OLE_KINDS = (
    ("WordDocument", words.OLD_WORD, words.COPY_TABLE),
    ("PowerPoint Document", words.OLD_POWERPOINT, words.COPY_TABLE),
    ("__substg1.0", words.MAIL, words.SAVE_ATTACHED),
)
_IN_ZIP = (
    ("word/document.xml", words.WORD, words.COPY_TABLE),
    ("ppt/presentation.xml", words.PRESENTATION, words.COPY_TABLE),
    ("xl/workbook.bin", words.BINARY_WORKBOOK, words.SAVE_XLSX),
    ("Index/Document.iwa", words.APPLE, words.EXPORT_XLSX),
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
        return _no_table(name, words.PICTURE, words.TYPE_FIGURES)
    text = _head_text(content, encoding)
    start = text[:2_000].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and start[1:].lstrip()[:1] in ("{", "[", '"', "}", "]"):
        return _refused_json(name, content)
    if _WEB_PAGE.match(start):
        return _no_table(name, words.WEB_PAGE, words.SAVE_FROM_SPREADSHEET)
    if _MARKUP.match(start):
        return _no_table(name, words.XML, words.SAVE_FROM_SPREADSHEET)
    odd = len(_CONTROL.findall(text))
    if odd > _FEW and odd > _SHARE * len(text):
        return _no_table(name, words.BINARY, words.EXPORT_CSV)
    return None


def document_in(name: str, archive: zipfile.ZipFile) -> Issue | None:
    """The issue of a zip that is a text document or a presentation; None for any other."""
    names = set(archive.namelist())
    for member, what, remedy in _IN_ZIP:
        if member in names:
            return _no_table(name, what, remedy)
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        if b"opendocument.text" in (kind := archive.read("mimetype")):
            return _no_table(name, words.OPEN_DOCUMENT, words.COPY_TABLE)
        if b"epub" in kind or b"opendocument" in kind:
            return _no_table(name, words.DOCUMENT, words.COPY_TABLE)
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
        return Issue(issue.PROTECTED, name, details={"what": words.OFFICE})
    for stream, what, remedy in _OLE_KINDS:
        if stream.encode("utf-16-le") in content:
            return _no_table(name, what, remedy)
    return _no_table(name, words.OLD_OFFICE, words.SAVE_FROM_SPREADSHEET)


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
    plain = _no_table(name, words.JSON, words.TURN_INTO_CSV)
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
