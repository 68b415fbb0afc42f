"""The errors that a person can meet, and what stands in the way of the ledger, in words."""

import errno

import sqlalchemy as sa
from sqlalchemy.engine import URL


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


_FULL = "The disk that holds the ledger is full or refuses to be written to. Make room on it, then try again."
_READ_ONLY = "The ledger is open for reading only. Ask whoever looks after it for the right to write to it."
_BUSY = "Others are writing to the ledger, and it was not free for {patience} seconds. Try again in a moment."
_DAMAGED = "The file of the ledger is damaged or is not a ledger ({place}). Bring the ledger back from its backup."
_TOO_LARGE = "The update is too large for one batch of the ledger. Split its file in two and commit each."
_UNREACHABLE = "The ledger cannot be reached ({place}). Try again when it is back."
_OTHER = "The ledger could not be used ({place}); the program's log says why."

_NOT_WRITTEN = "Nothing was written, and what was committed before is safe."
_PERHAPS_WRITTEN = "If the batch arrived all the same, it is recognised then, and not written twice."

_SENTENCES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_TOOBIG": _TOO_LARGE,
    "53": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "55P03": _BUSY,
    "54": _TOO_LARGE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "57P": _UNREACHABLE,
    "lost": _UNREACHABLE,
}
"""The beginning of an error code (SQLite's name, PostgreSQL's SQLSTATE, ours) -> what it means to a person."""


def sentence_for(place: URL, kind: type[LedgerError], error: Exception, patience: float) -> str:
    """What went wrong at this place, for a person. `patience`: the seconds that a writer waited."""
    code = code_of(error)
    meant = next((sentence for start, sentence in _SENTENCES.items() if code.startswith(start)), _OTHER)
    shown = place.database if place.get_backend_name() == "sqlite" else _without_secrets(place)
    sentence = meant.format(place=shown, patience=patience)
    if kind is not Unwritable:
        return sentence
    return f"{sentence} {_PERHAPS_WRITTEN if meant in (_UNREACHABLE, _OTHER) else _NOT_WRITTEN}"


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
