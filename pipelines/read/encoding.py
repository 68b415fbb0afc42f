"""Which encoding the bytes of a text are in, and what of them could not be read."""

import re
from itertools import islice

from pipelines import issue
from pipelines.issue import Issue
from pipelines.read.records import lines
from pipelines.wording.reading import ENCODINGS

_HEAD = 65_536
_USUAL = re.compile("[\t\n\r\x20-\x7e\u00a0-\u06ff\u2010-\u2044\u20a0-\u20bf\u2116\ufeff]")
_SHARE_USUAL = 0.9
_FEWEST_NULS = 0.02


def encoding_of(content: bytes) -> str:
    """The encoding of a text: by its byte order mark, else UTF-8 if it is that, else the likeliest code page."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if without_mark := _utf16_without_mark(content[:_HEAD]):
        return without_mark
    if _broken_share(content) < 0.05:
        return "utf-8"
    return _code_page(content)


def _utf16_without_mark(head: bytes) -> str:
    """The kind of UTF-16 a text without a byte order mark is in, "" for none.

    Separators, digits and line ends have an empty byte each, also in Cyrillic text; and only the right one of the two
    kinds gives characters that people write.
    """
    head = head[: len(head) // 2 * 2]
    if len(head) < 8 or head.count(0) < _FEWEST_NULS * len(head):
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, errors="replace")
        if len(_USUAL.findall(text)) >= _SHARE_USUAL * len(text):
            return encoding
    return ""


def _broken_share(content: bytes) -> float:
    """The share of characters outside ASCII that are not UTF-8; 0.0 for sound UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        sound = sum(1 for character in text[:1_000_000] if character > "\x7f" and character != "\ufffd")
        return broken / (broken + sound)
    return 0.0


def _code_page(content: bytes) -> str:
    """The likeliest single-byte encoding, judged by the lines that are not ASCII."""
    import charset_normalizer  # here, since most files are UTF-8

    telling = b"\n".join(islice((line for line in content.splitlines() if not line.isascii()), 400))[:65_536]
    best = charset_normalizer.from_bytes(
        telling, cp_isolation=["cp1251", "cp1252", "koi8_r", "koi8_u", "cp866", "mac_cyrillic"], threshold=0.6
    ).best()
    # Cyrillic text is runs of letters that are all outside ASCII; Western text has them one by one.
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", telling)]
    is_cyrillic = sum(run for run in runs if run >= 3) > sum(runs) / 2
    found = best.encoding.replace("_", "-") if best else ""
    if not is_cyrillic:
        return "cp1252"
    return found if found and found != "cp1252" else "cp1251"


def lost_characters(name: str, content: bytes, encoding: str) -> list[Issue]:
    """An issue for characters that cannot be read in that encoding, with how many and where first."""
    if encoding.startswith("utf-8") and _broken_share(content) == 0:
        return []
    count, first = 0, 0
    for number, line in enumerate(lines(content, encoding), start=1):
        if "\ufffd" in line:
            first = first or number
            count += line.count("\ufffd")
    if not count:
        return []
    details = {"count": count, "encoding": ENCODINGS.get(encoding, encoding), "line": first}
    return [Issue(issue.LOST_CHARACTERS, name, details=details)]
