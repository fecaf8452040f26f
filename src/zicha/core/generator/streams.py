"""Random streams that depend on their names alone, so that a world is a pure function of its seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zicha.core.periods import Span


def stream(*names: object) -> Random:
    """Return the stream called by these names: the same names give the same numbers on every machine."""
    return Random(":".join(map(str, names)))  # noqa: S311 -- a made-up world, nothing secret


def weekday_in(span: Span, *, rnd: Random) -> date:
    """Return a day of a span, moved off the weekend where the span allows it."""
    day = span.start + timedelta(days=rnd.randrange(max(1, span.days)))
    for step in (0, 1, 2, -1, -2):
        moved = day + timedelta(days=step)
        if moved in span and moved.weekday() < 5:
            return moved
    return day
