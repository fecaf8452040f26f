"""What keeps the disk or the database from its work, told apart so that a person can be told what to do."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Literal

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


def of(error: BaseException, *, home: Path) -> Fault | None:
    """Return what an error of the system or the database tells, or ``None`` if it tells nothing of the kind.

    Takes the data folder: SQLite says only that a write failed where it has no room for its index of the log.
    """
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    if type(error).__module__ not in ("django.db.utils", "django.core.exceptions"):
        return None
    words = str(error).lower()
    found = next((fault for sign, fault in _WORDS if sign in words), None)
    return "full" if found in ("disk", "readonly") and _is_full(home) else found


def _is_full(home: Path) -> bool:
    try:
        return shutil.disk_usage(home).free < _ROOM
    except OSError:
        return False
