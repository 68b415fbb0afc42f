"""The lines of a text file to records, and back: the separator, quotation marks, line breaks inside cells."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pandas as pd

csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
"""Separator to its name for people."""

Record = tuple[int, list[str] | None, str]
"""Line, cells (None where a quotation mark is never closed), and the text as it stands in the file."""

_MOST_REOPENED_QUOTES = 5
_MARKS = {"utf-16": (b"\xff\xfe", b"\xfe\xff"), "utf-32": (b"\xff\xfe\0\0", b"\0\0\xfe\xff")}


def lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text with their line ends; what cannot be read in the encoding stands as \ufffd."""
    marks = _MARKS.get(encoding.lower().replace("_", "-"))
    if marks is not None and not content.startswith(marks):
        encoding += "-le"  # a person chose it, and Python reads it with its mark only
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=""))


def records(source: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Lines to records. A quotation mark that is never closed costs its own line only, not the rest of the file."""
    at = 1
    rest: Iterator[str] = source
    for _ in range(_MOST_REOPENED_QUOTES):
        pending: list[str] = []

        def remembered(from_: Iterator[str], into: list[str]) -> Iterator[str]:
            for line in from_:
                into.append(line)
                yield line

        held: tuple[int, list[str], str] | None = None
        for cells in csv.reader(remembered(rest, pending), delimiter=delimiter):
            if held is not None:
                yield held
            held = (at, cells, pending[0] if len(pending) == 1 else "".join(pending))
            at += len(pending)
            pending.clear()
        if held is None:
            return
        texts = list(io.StringIO(held[2], newline=""))
        if not _is_unclosed(texts, delimiter):
            yield held
            return
        yield held[0], None, texts[0]
        rest, at = iter(texts[1:]), held[0] + 1
    for number, line in enumerate(rest, start=at):
        if _is_unclosed([line], delimiter):
            yield number, None, line
        else:
            yield number, next(csv.reader([line], delimiter=delimiter), []), line


def _is_unclosed(texts: list[str], delimiter: str) -> bool:
    """Whether the text of a record ends inside quotation marks."""
    if '"' not in texts[0]:
        return False
    try:
        list(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "unexpected end of data" in str(problem)
    return False


def delimiter_of(content: bytes, encoding: str, is_known: Callable[[str], bool]) -> str:
    """The separator under which the first rows have most known names, else the most columns of equal number."""
    head = "".join(islice(lines(content[: 256 * 1024], encoding), 60))
    if head.startswith("sep=") and head[4:5] in DELIMITERS:
        return head[4]

    def fit(delimiter: str) -> tuple[int, float]:
        found = [cells for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(cells)]
        widths = [len(cells) for cells in found]
        if not widths or max(widths) < 2:
            return 0, 0.0
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        known = max(sum(map(is_known, {cell.strip().casefold() for cell in cells})) for cells in found)
        return (known if known >= 2 else 0), widths.count(usual) / len(widths) * (usual - 1) ** 0.5

    scores = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def joined(frame: pd.DataFrame, delimiter: str) -> list[str]:
    """The cells of each row with the separator between them, without quotation marks."""
    return [delimiter.join(cells) for cells in frame.itertuples(index=False, name=None)]


def original_text(frame: pd.DataFrame, lines: Iterable[int], delimiter: str = ",") -> pd.DataFrame:
    """The rows of a text frame at those lines as one text each: columns line and text."""
    rows_of = frame.loc[list(lines)]
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\x1e")
    writer.writerows(rows_of.itertuples(index=False, name=None))
    texts = output.getvalue().split("\x1e")[:-1]
    if len(texts) != len(rows_of):
        texts = joined(rows_of, delimiter)
    return pd.DataFrame({"line": rows_of.index.to_numpy(), "text": texts})
