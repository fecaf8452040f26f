"""The JSON shapes that other programs may rely on. More keys may be added; none is renamed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from zicha.core import periods
from zicha.core.periods import Span


def window(span: Span) -> list[str | None]:
    """Return a half-open span as two ISO dates; ``null`` where it has no end."""
    return [day(span.start), day(span.end)]


def day(value: date) -> str | None:
    """Return a date, or ``null`` for the one that means without end."""
    return None if value in (date.min, date.max) else value.isoformat()


def instant(value: datetime) -> str:
    """Return an instant in UTC, to the microsecond it was asked at."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def named_window(span: Span) -> str:
    """Return how a person would call a span: the period it is, or its first and last day."""
    for per in ("month", "quarter", "half", "year"):
        whole = periods.containing(day=span.start, per=per)
        if whole.span == span:
            return str(whole)
    if span.end == date.max:
        return f"{span.start} –"
    return f"{span.start} – {span.last_day}"
