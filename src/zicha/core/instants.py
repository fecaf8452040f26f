"""Instants as text."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """Return an instant in UTC as ISO 8601, to the microsecond."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
