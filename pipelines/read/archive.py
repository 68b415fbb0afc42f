"""The tables inside a zip, and what else lies in it."""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from pipelines import codebook, issue, wording
from pipelines.issue import Issue
from pipelines.read.kind import document_in
from pipelines.read.workbook import is_workbook
from pipelines.wording import reading as words

LARGEST_UPLOAD = 2 * 1024**3
"""Bytes, unpacked. A zip or workbook that claims more is not opened."""

LARGEST_RATIO = 200
"""How many times its packed size a large zip may unpack to. Tables pack 5 to 50 times smaller; more is no table."""

MOST_FILES = 100
"""Tables in one zip."""

_SMALL = 100 * 1024**2
_MOST_NAMED = 8
_MOST_OF_A_FOLDER = 3
_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods")
_ABOUT = re.compile(r"(read.?me|licen[cs]e|about|change.?log|terms|copyright)\b.*\.txt$", re.IGNORECASE)
_OUR_FILES = frozenset(table.file_name for table in codebook.TABLES)


def unpacked(name: str, content: bytes) -> tuple[list[tuple[str, bytes]], list[Issue]]:
    """The tables inside a zip, named "zip/folder/file", or the file itself; issues for what is not opened.

    What is no table by its name is passed over, and a note says so. Where a folder of the zip holds our four tables
    by name, as in the bundle that this project exports, they are the update and everything else is passed over.
    """
    if not content.startswith(b"PK\x03\x04") or is_workbook(content):
        return [(name, content)], []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            paths = [each.filename.replace("\\", "/") for each in entries]
            refused = document_in(name, archive) or _too_much(name, entries, len(content))
            if refused is not None:
                return [], [refused]
            wanted = _tables_among(paths)
            members = [each for each, is_wanted in zip(entries, wanted, strict=True) if is_wanted]
            if any(each.flag_bits & 1 for each in members):
                return [], [Issue(issue.PROTECTED, name, details={"what": words.ZIP})]
            tables = [path for path, is_wanted in zip(paths, wanted, strict=True) if is_wanted]
            files = [
                (f"{name}/{path}", archive.read(each)) for path, each in zip(_unlike(tables), members, strict=True)
            ]
    except Exception:  # a damaged archive raises a dozen kinds, none of them a fault of ours
        return [], [Issue(issue.NOT_OPENED, name, details={"what": words.ZIP})]
    if not files:
        details = {"what": words.ZIP_WITHOUT_TABLE, "remedy": words.PUT_TABLES_IN}
        return [], [Issue(issue.NOT_A_TABLE, name, details=details)]
    rest = [path for path, is_wanted in zip(paths, wanted, strict=True) if not is_wanted]
    return files, [passed_over(name, rest)] if rest else []


def passed_over(name: str, paths: Iterable[str]) -> Issue:
    """The note that files of a zip were not read, those of a full folder told together."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(_folder(path), []).append(path)
    told: list[str] = []
    for folder, inside in sorted(folders.items()):
        together = len(inside) > _MOST_OF_A_FOLDER and folder != "."
        told += [words.FOLDER.format(folder=folder, count=len(inside))] if together else inside
    named = ", ".join(issue.shortened(each, 60) for each in told[:_MOST_NAMED])
    if len(told) > _MOST_NAMED:
        named = wording.AND_MANY_MORE.format(names=named, count=len(told) - _MOST_NAMED)
    return Issue(issue.PASSED_OVER, name, details={"names": named})


def is_too_large(entries: Iterable[zipfile.ZipInfo], packed: int) -> bool:
    """Whether the entries claim to unpack to more than is sensible: too much, or far too much for their packed size."""
    size = sum(each.file_size for each in entries)
    return size > LARGEST_UPLOAD or (size > _SMALL and size > packed * LARGEST_RATIO)


def _too_much(name: str, entries: list[zipfile.ZipInfo], packed: int) -> Issue | None:
    tables = [each for each in entries if _is_table_file(each.filename.replace("\\", "/"))]
    if len(tables) > MOST_FILES:
        details = {"what": words.TABLES.format(count=len(tables)), "limit": f"{MOST_FILES}"}
        return Issue(issue.TOO_LARGE, name, details=details)
    if is_too_large(tables, packed):
        size = sum(each.file_size for each in tables) / 1024**3
        what = words.UNPACKED.format(unpacked=f"{size:,.1f}", packed=f"{packed / 1024**2:,.1f}")
        return Issue(issue.TOO_LARGE, name, details={"what": what, "limit": words.MOST_UNPACKED})
    return None


def _tables_among(paths: list[str]) -> list[bool]:
    """Which paths are to be read: our four tables where a folder holds them all, else every table."""
    folders: dict[str, set[str]] = {}
    for path in paths:
        if _is_table_file(path):
            folders.setdefault(_folder(path), set()).add(PurePosixPath(path).name.lower())
    ours = {folder for folder, names in folders.items() if names >= _OUR_FILES}
    if ours:
        return [_folder(path) in ours and PurePosixPath(path).name.lower() in _OUR_FILES for path in paths]
    return [_is_table_file(path) for path in paths]


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _is_table_file(path: str) -> bool:
    parts = PurePosixPath(path).parts
    hidden = any(part == "__MACOSX" or part.startswith((".", "~$")) for part in parts)
    return not hidden and path.lower().endswith(_SUFFIXES) and not _ABOUT.match(parts[-1])


def _unlike(paths: list[str]) -> list[str]:
    """The paths, numbered where one stands in the zip twice."""
    times: dict[str, int] = {}
    result = []
    for path in paths:
        times[path] = times.get(path, 0) + 1
        result.append(path if times[path] == 1 else f"{path} ({times[path]})")
    return result
