"""When what is done once a day is due, as a backup: from an hour on, and at once where that was missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_NAME = "zicha-%Y%m%dT%H%M%SZ"


def name(made_at: datetime) -> str:
    """Return the name of a backup's folder: the instant, in UTC, so that names sort by age."""
    return made_at.astimezone(UTC).strftime(_NAME)


def made_at(name: str) -> datetime | None:
    """Return the instant a folder is named by, or ``None`` for another name."""
    try:
        return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def is_due(*, names: Iterable[str], now: datetime, hour: int, zone: ZoneInfo) -> bool:
    """Return whether none of some backups was made since the hour last struck.

    Takes folder names, an hour of the day (0 to 23) in the organisation's zone. A machine that is off at that hour
    makes its backup once it is on. Backups from the future, as a clock set back shows them, do not count.
    """
    struck = last_struck(now=now, hour=hour, zone=zone)
    return not any(made and struck <= made <= now for made in map(made_at, names))


def last_struck(*, now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Return when an hour of the day (0 to 23) last struck in the organisation's zone."""
    local = now.astimezone(zone)
    struck = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return struck if struck <= local else struck - timedelta(days=1)
