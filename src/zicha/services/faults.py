"""What keeps the disk or the database from its work, told apart so that a person can be told what to do."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Literal

from zicha.store.writes.queue import HeldError, Holder

Fault = Literal["full", "readonly", "busy", "damaged", "disk", "empty", "away"]

_ROOM = 1 << 20
"""Bytes: a disk with less left counts as full where the engine only says that it could not write."""

_NUMBERS: dict[int, Fault] = {
    errno.ENOSPC: "full",
    errno.EFBIG: "full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "full",
    errno.EROFS: "readonly",
    errno.EACCES: "readonly",
    errno.EPERM: "readonly",
    errno.EIO: "disk",
}
_WORDS: tuple[tuple[str, Fault], ...] = (
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("disk image", "damaged"),
    ("could not decode", "damaged"),
    ("unsupported file format", "damaged"),
    ("no such column", "damaged"),
    ("has no column", "damaged"),
    ("no such index", "damaged"),
    ("no such function", "damaged"),
    ("no such module", "damaged"),
    ("no such collation", "damaged"),
    ("no such trigger", "damaged"),
    ("syntax error", "damaged"),
    ("unrecognized token", "damaged"),
    ("no query solution", "damaged"),
    ("disk is full", "full"),
    ("no space left", "full"),
    ("disk i/o error", "disk"),
    ("readonly", "readonly"),
    ("read-only", "readonly"),
    ("unable to open", "readonly"),
    ("locked", "busy"),
    ("lock timeout", "busy"),
    ("no such table", "empty"),
    ("does not exist", "empty"),
    ("connection", "away"),
    ("could not translate host", "away"),
)
"""SQLite's result codes (sqlite.org/rescode.html) and PostgreSQL's messages, as Django hands them on."""

_STATES: dict[str, Fault] = {
    "55P03": "busy",
    "40P01": "busy",
    "53100": "full",
    "58030": "disk",
    "25006": "readonly",
    "42P01": "empty",
    "XX001": "damaged",
    "XX002": "damaged",
    "57P01": "away",
    "57P02": "away",
    "57P03": "away",
}
"""PostgreSQL's states (its documentation, appendix A): they are the same in whatever language the server speaks."""

_ENGINES = frozenset({"sqlite3", "pysqlite3", "psycopg"})
_OF_DJANGO = ("django.db.utils", "django.core.exceptions")


def of(error: BaseException, *, home: Path) -> Fault | None:
    """Return what an error of the system or the database tells, or ``None`` if it tells nothing of the kind.

    Takes the data folder: SQLite says only that a write failed where it has no room for its index of the log.
    """
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    if isinstance(error, HeldError):
        return "busy"
    if not is_database(error):
        return None
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    if state in _STATES:
        return _STATES[state]
    words = str(error).lower()
    found = next((fault for sign, fault in _WORDS if sign in words), None)
    return "full" if found in ("disk", "readonly") and _is_full(home) else found


def is_database(error: BaseException) -> bool:
    """Return whether an error comes from the database: by Django, or from the engine where it is asked itself."""
    module = type(error).__module__
    return module in _OF_DJANGO or module.partition(".")[0] in _ENGINES or isinstance(error, HeldError)


def held(error: BaseException) -> tuple[Holder | None, float] | None:
    """Return who kept a writer from his turn and how many seconds he waited, if that is what an error tells."""
    return (error.holder, error.seconds) if isinstance(error, HeldError) else None


def _is_full(home: Path) -> bool:
    try:
        return shutil.disk_usage(home).free < _ROOM
    except OSError:
        return False
