"""Where the rows live: SQLite in the data folder, or PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from zicha.conf import start
from zicha.core.findings import Refusal

PATIENCE = 20
_WAITS = range(1, 601)
_SOUND = ((3, 44, 6), (3, 45, 0)), ((3, 50, 7), (3, 51, 0)), ((3, 51, 3), (99, 0, 0))


def database(*, url: str, home: Path, patience: int = PATIENCE) -> dict[str, Any]:
    """Return Django's settings of the database at ``url``, or of the SQLite file in ``home`` if it is empty.

    Takes the seconds after which waiting for somebody else's lock ends in a refusal. Raises ``ValueError`` for an
    address that is not PostgreSQL's.
    """
    return _postgresql(url, patience) if url else _sqlite(home / "zicha.sqlite3", patience)


def databases(*, url: str, replica: str, home: Path, patience: int = PATIENCE) -> dict[str, dict[str, Any]]:
    """Return Django's settings of the database and, if there is one, of the replica that pages are read from.

    A replica that does not answer within two seconds counts as gone. Raises ``ValueError`` as :func:`database`, and
    for a replica without a primary.
    """
    found = {"default": database(url=url, home=home, patience=patience)}
    if replica and not url:
        raise ValueError(replica)
    if replica:
        found["replica"] = _postgresql(replica, patience)
        found["replica"]["OPTIONS"].setdefault("connect_timeout", "2")
    return found


def patience(text: str) -> int:
    """Return the seconds that ``ZICHA_WAIT_SECONDS`` gives a writer to wait; raise ``Refusal`` for what is none."""
    if not text:
        return PATIENCE
    if not text.isdecimal() or int(text) not in _WAITS:
        raise Refusal("engine.wait_seconds", value=text, first=_WAITS[0], last=_WAITS[-1])
    return int(text)


def write_ahead_is_sound(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite engine is free of the WAL-reset bug (sqlite.org/wal.html#walresetbug)."""
    return any(first <= version < end for first, end in _SOUND)


def _sqlite(file: Path, patience: int) -> dict[str, Any]:
    start.use_sound_engine()
    import sqlite3  # noqa: PLC0415 -- the engine that was just put in its place

    _name_plain_types()
    sound = write_ahead_is_sound(sqlite3.sqlite_version_info)
    journal = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        if sound
        else "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "timeout": patience,
            "transaction_mode": "IMMEDIATE",
            "init_command": journal
            + "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON; PRAGMA journal_size_limit=67108864;"
            + "PRAGMA cache_size=-32768;",  # KiB: the 2 MiB of old push out pages that a long import still writes to
        },
    }


def _name_plain_types() -> None:
    """Tell SQLite's driver that bytes, truth and nothing are bound as they are.

    It knows so of numbers and text only. For each value of another type it looks in vain for somebody who can change
    it, which takes two fifths of the time of writing a record; these give back the same, and are called from C.
    """
    import sqlite3  # noqa: PLC0415 -- the engine that was put in its place

    nothing: dict[None, None] = {}
    sqlite3.register_adapter(bytes, bytes)
    sqlite3.register_adapter(bool, int)
    sqlite3.register_adapter(type(None), nothing.get)


def _postgresql(url: str, patience: int) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(url)
    from psycopg import IsolationLevel  # noqa: PLC0415 -- a driver that an office on SQLite never loads

    query = dict(parse_qsl(parts.query))
    waits = f"-c lock_timeout={patience}s {query.pop('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**query, "options": waits, "isolation_level": IsolationLevel.READ_COMMITTED},
    }
