"""Days as SQLite keeps them: text, and any text may stand there after a bit has flipped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.dateparse import parse_datetime


def read_strictly() -> None:
    """Let a text that is no day be an error of the database; Django would hand on ``None``, or a ``ValueError``."""
    if connection.vendor != "sqlite":
        return
    engine: Any = connection.Database  # type: ignore[attr-defined] # every wrapper names its driver

    def day(stored: bytes) -> date:
        try:
            return date.fromisoformat(stored.decode())
        except ValueError as error:
            raise engine.DatabaseError(f"could not decode {stored!r} as a day") from error

    def instant(stored: bytes) -> datetime:
        try:
            found = parse_datetime(stored.decode())
        except ValueError:
            found = None
        if found is None:
            raise engine.DatabaseError(f"could not decode {stored!r} as an instant")
        return found

    engine.register_converter("date", day)
    engine.register_converter("datetime", instant)
