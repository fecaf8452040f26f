"""What the environment sets: an empty variable is one that is not set, as a line of a unit file leaves it."""

from __future__ import annotations

import os
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zicha.core.findings import Refusal

_DIGITS = 10


def text(name: str, default: str = "") -> str:
    """Return what a variable says, spaces around it left out; takes what holds where it says nothing."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """Return the whole number, from 1 on, that a variable says; raise ``Refusal`` ``engine.number`` for none."""
    found = text(name, str(default))
    if not (found.isascii() and found.isdecimal() and len(found) < _DIGITS and int(found)):
        raise Refusal("engine.number", name=name, value=found)
    return int(found)


def zone(name: str, default: str) -> str:
    """Return the time zone that a variable names; raise ``Refusal`` ``engine.time_zone`` for one nobody knows."""
    found = text(name, default)
    try:
        ZoneInfo(found)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal("engine.time_zone", name=name, value=found) from error
    return found
