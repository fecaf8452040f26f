"""The organisation's civil day of an instant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def day_of(instant: datetime) -> date:
    """Return the date of an instant in the organisation's time zone."""
    return instant.astimezone(zone()).date()


def zone() -> ZoneInfo:
    """Return the organisation's time zone."""
    return ZoneInfo(settings.TIME_ZONE)
