"""Zip archives whose bytes depend on what is in them alone: no clock, no owner, files in the order they are added."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import BinaryIO, NamedTuple

_FIRST_DAY = date(1980, 1, 1)
"""The earliest that a zip can hold, and what stands in one whose data have no date."""

LEVEL = 3
"""How hard files are packed: a third of the time of the usual 6, for a fifth more bytes."""

_PACKED_ALREADY = (".png", ".xlsx")


class Entry(NamedTuple):
    """A file as it was put into an archive: its path, how large it is, the SHA-256 of its bytes in hexadecimal."""

    path: str
    bytes: int
    sha256: str


Add = Callable[[str, bytes | Iterable[bytes]], Entry]
"""Puts a file into an archive by its path, whole or piece by piece."""


@contextmanager
def opened(target: BinaryIO, dated: date | None) -> Iterator[Add]:
    """A zip written to `target`: what is given puts a file into it. `dated` stands in it as the day of every file."""
    day = max(dated or _FIRST_DAY, _FIRST_DAY)
    with zipfile.ZipFile(target, "w") as archive:

        def add(path: str, content: bytes | Iterable[bytes]) -> Entry:
            member = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if path.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            member._compresslevel = LEVEL  # Python has a public name for it from 3.13 on
            member.create_system = 3
            member.external_attr = 0o644 << 16
            digest, size = hashlib.sha256(), 0
            with archive.open(member, "w", force_zip64=not isinstance(content, bytes)) as file:
                for part in (content,) if isinstance(content, bytes) else content:
                    digest.update(part)
                    size += len(part)
                    file.write(part)
            return Entry(path, size, digest.hexdigest())

        yield add
