"""How often a password may be wrong: counted for a name, never for an address, which a whole hall shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST = 8
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Failures:
    """How often in a row a password was wrong, and since when."""

    count: int
    since: datetime


def barred_until(failures: Failures | None, *, now: datetime) -> datetime | None:
    """Return from when a name may be tried again, or ``None`` if it may be tried now.

    After ``MOST`` wrong passwords within ``WINDOW`` of the first, none is looked at until ``WINDOW`` has passed.
    """
    if failures is None or failures.count < MOST or now >= failures.since + WINDOW:
        return None
    return failures.since + WINDOW


def after_another(failures: Failures | None, *, now: datetime) -> Failures:
    """Return what is known after one more wrong password; a count older than ``WINDOW`` begins anew."""
    if failures is None or now >= failures.since + WINDOW:
        return Failures(1, now)
    return Failures(failures.count + 1, failures.since)
