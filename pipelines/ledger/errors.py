"""The errors that a person can meet, and what stands in the way of the ledger, in words."""

import errno

import sqlalchemy as sa
from sqlalchemy.engine import URL

from pipelines.wording import ledger as words


class LedgerError(Exception):
    """Something the ledger cannot do. Its text is a sentence for people; the cause is chained for the log."""


class Unwritable(LedgerError):
    """The ledger cannot be written to: disk full, read-only, unreachable, busy for too long."""


class Unreadable(LedgerError):
    """The ledger cannot be read: unreachable, or its file is damaged."""


class Refused(LedgerError):
    """What was asked makes no sense here: no such batch or version, taken back already, needed by other batches."""


class Moved(LedgerError):
    """Someone else committed since the preview. `base` is the version previewed against, `head` the newest one."""

    def __init__(self, base: int, head: int, sentence: str) -> None:
        super().__init__(sentence)
        self.base = base
        self.head = head


_SENTENCES = {
    "SQLITE_FULL": words.FULL,
    "SQLITE_IOERR": words.FULL,
    "SQLITE_READONLY": words.READ_ONLY,
    "SQLITE_PERM": words.READ_ONLY,
    "SQLITE_BUSY": words.BUSY,
    "SQLITE_LOCKED": words.BUSY,
    "SQLITE_CANTOPEN": words.UNREACHABLE,
    "SQLITE_CORRUPT": words.DAMAGED,
    "SQLITE_NOTADB": words.DAMAGED,
    "SQLITE_TOOBIG": words.TOO_LARGE,
    "53": words.FULL,
    "25006": words.READ_ONLY,
    "42501": words.READ_ONLY,
    "55P03": words.BUSY,
    "54": words.TOO_LARGE,
    "XX001": words.DAMAGED,
    "XX002": words.DAMAGED,
    "08": words.UNREACHABLE,
    "28": words.UNREACHABLE,
    "3D": words.UNREACHABLE,
    "57P": words.UNREACHABLE,
    "lost": words.UNREACHABLE,
}
"""The beginning of an error code (SQLite's name, PostgreSQL's SQLSTATE, ours) -> what it means to a person."""


def sentence_for(place: URL, kind: type[LedgerError], error: Exception, patience: float) -> str:
    """What went wrong at this place, for a person. `patience`: the seconds that a writer waited."""
    code = code_of(error)
    meant = next((sentence for start, sentence in _SENTENCES.items() if code.startswith(start)), words.OTHER)
    shown = place.database if place.get_backend_name() == "sqlite" else _without_secrets(place)
    sentence = meant.format(place=shown, patience=patience)
    if kind is not Unwritable:
        return sentence
    return f"{sentence} {words.PERHAPS_WRITTEN if meant in (words.UNREACHABLE, words.OTHER) else words.NOT_WRITTEN}"


def _without_secrets(place: URL) -> str:
    return URL.create("postgresql", None, None, place.host, place.port, place.database).render_as_string()


def code_of(error: Exception) -> str:
    """SQLite's name of an error, PostgreSQL's SQLSTATE, or one of ours; blank for an error without."""
    if isinstance(error, OSError):
        return "SQLITE_FULL" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "SQLITE_READONLY"
    if isinstance(error, sa.exc.TimeoutError):
        return "SQLITE_BUSY"
    named = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    # A driver that never got through to its server has no code to give.
    return named or ("lost" if isinstance(error, sa.exc.OperationalError) else "")
