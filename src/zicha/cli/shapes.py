"""The JSON shapes that other programs may rely on. More keys may be added; none is renamed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from zicha.core import periods
from zicha.core.board import Board, Cell
from zicha.core.periods import Span


def board(value: Board) -> dict[str, Any]:
    """Return the shape of a board."""
    return {
        "unit": value.unit,
        "period": str(value.period),
        "on": value.on.isoformat(),
        "as_known_at": instant(value.as_known_at),
        "cells": [cell(each) for each in value.cells],
        "totals": dict(value.totals),
        "reported": [len(value.reported), len(value.reported) + len(value.missing)],
        "missing": list(value.missing),
    }


def cell(value: Cell) -> dict[str, Any]:
    """Return the shape of one cell of a board."""
    return {
        "scheme": value.scheme,
        "unit": value.unit,
        "duty": value.duty,
        "window": window(value.window),
        "subject": value.subject,
        "state": value.state,
        "owed": value.owed,
        "done": value.done,
        "records": list(value.records),
        "near": [
            {
                "record": each.seq,
                "lacks_evidence": list(each.lacks_evidence),
                "below_threshold": each.below_threshold,
                "too_near": each.too_near,
            }
            for each in value.near
        ],
    }


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
        whole = periods.containing(day=span.start, per=per)  # type: ignore[arg-type] # the four literals of PerPeriod
        if whole.span == span:
            return str(whole)
    if span.end == date.max:
        return f"{span.start} –"
    return f"{span.start} – {span.last_day}"
