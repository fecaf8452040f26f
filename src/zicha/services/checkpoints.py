"""The kept checkpoints: where they lie, which is the newest, and which one speaks of a record first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from zicha.core.binding import RowHead
from zicha.store.writes import queue

FOLDER = "checkpoints"
LOCK = "signing.lock"
_ENDING = ".txt"


@contextmanager
def turn(home: Path) -> Iterator[None]:
    """Hold the right to sign, which one process has at a time: two would draw two keys, or sign past a key's end.

    Nobody who records anything waits for it. Raises ``OSError`` where the folder cannot be written to, and
    :class:`~zicha.store.writes.queue.HeldError`.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with queue.turn(str(home / LOCK), patience=settings.ZICHA_WAIT_SECONDS):
        yield


def listed(home: Path) -> list[Path]:
    """Return all, the oldest first, so that the earliest stretch that was rewritten is named."""
    return [home / FOLDER / name for name in sorted(_names(home), key=lambda name: (sizes(name), name))]


def newest(home: Path) -> Path | None:
    """Return the newest, or ``None`` where nothing was signed yet."""
    name = max(_names(home), key=lambda name: (sizes(name), name), default=None)
    return home / FOLDER / name if name else None


def first_from(home: Path, *, size: int) -> Path | None:
    """Return the earliest that signed at least ``size`` records, or ``None``."""
    later = (name for name in _names(home) if sizes(name)[0] >= size)
    name = min(later, key=lambda name: (sizes(name), name), default=None)
    return home / FOLDER / name if name else None


def free_place(home: Path, *, size: int, rows: RowHead) -> Path:
    """Return where a new one goes: named by the log's size, and by the row log's where only that has grown."""
    path = home / FOLDER / f"{size}{_ENDING}"
    return path.with_name(f"{size}-{rows.size}{_ENDING}") if path.exists() else path


def sizes(name: str) -> tuple[int, int]:
    """Return the sizes of the log and of the row log in a file's name; zeros for a name that is none."""
    size, _, rows = name.removesuffix(_ENDING).partition("-")
    return (int(size), int(rows or 0)) if size.isdecimal() and (rows or "0").isdecimal() else (0, 0)


def _names(home: Path) -> list[str]:
    """There are tens of thousands after some years, so they are not looked at one by one."""
    try:
        return [name for name in os.listdir(home / FOLDER) if name.endswith(_ENDING)]  # noqa: PTH208 -- names alone: a tenth of the time
    except FileNotFoundError:
        return []
