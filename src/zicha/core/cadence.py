"""Windows: the spans in which a duty's quota is owed. Computed from the cadence, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from zicha.core import lengths
from zicha.core.ledger import Revision
from zicha.core.periods import Span, split
from zicha.core.scheme import AtLeast, Bound, Cadence, Duty, Every, OnceBy, Standing, Within
from zicha.core.units import Holding, UnitSpan
from zicha.core.workdays import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """One span in which a duty is owed.

    Attributes:
        owed: the quota.
        applies: whether the unit existed and was bound, so far as the duty asks for it.
        subject: the person, unit or entry an event window belongs to, or empty.
        late: whether entries after the end fulfil it late; a quota by period asks for a make-up instead.
        waiting: whether it stays owed until it is done, however long ago it ended.
    """

    span: Span
    owed: int
    applies: bool = True
    subject: str = ""
    late: bool = False
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that starts a window: on ``day``, and until ``end`` the subject can still be served."""

    day: date
    subject: str
    end: date = date.max


def bound_spans(bound: Bound, spans: Iterable[UnitSpan]) -> tuple[Span, ...]:
    """Return the spans in which one unit existed and was bound, neighbours joined, in order."""
    merged: list[Span] = []
    for fact in sorted(spans, key=lambda fact: fact.span):
        if not _binds(bound, fact):
            continue
        if merged and merged[-1].end == fact.span.start:
            merged[-1] = Span(merged[-1].start, fact.span.end)
        else:
            merged.append(fact.span)
    return tuple(merged)


def windows(
    *,
    duty: Duty,
    bound: Sequence[Span],
    span: Span,
    terms: Sequence[Span],
    events: Iterable[Event],
    done: Sequence[date],
    calendar: Calendar,
) -> tuple[Window, ...]:
    """Return the duty's windows that share a day with ``span``, in order, and one that still waits to be done.

    Takes the unit's ``bound`` spans, the scheme's ``terms``, the ``events`` a ``Within`` waits for, and the
    days on which the duty was ``done`` in ascending order (for ``Every`` from ``last_done``). A unit that
    was never bound has none.
    """
    if not bound:
        return ()
    found = _all(duty.cadence, bound, span, terms, events, done, calendar)
    return tuple(
        replace(window, applies=window.applies and _applies(duty, window.span, bound))
        for window in found
        if window.span.overlaps(span) or (window.waiting and window.span.start < span.end)
    )


def joinings(holdings: Iterable[Holding], *, unit: str) -> tuple[Event, ...]:
    """Return one event for each time a person came into the unit; a change of post is none."""
    spans: dict[str, list[Span]] = {}
    for holding in holdings:
        if holding.unit == unit:
            spans.setdefault(holding.person, []).append(holding.span)
    return tuple(
        Event(stay.start, person, stay.end) for person in sorted(spans) for stay in _stays(sorted(spans[person]))
    )


def entered(revisions: Iterable[Revision]) -> tuple[Event, ...]:
    """Return one event for each entry."""
    return tuple(Event(revision.draft.happened_on, str(revision.entry)) for revision in revisions)


def parts(window: Span, count: int) -> tuple[Span, ...]:
    """Return the window cut into ``count`` parts whose lengths differ by a day at most."""
    cuts = [window.start + timedelta(days=window.days * place // count) for place in range(count + 1)]
    return tuple(Span(start, end) for start, end in pairwise(cuts))


def _binds(bound: Bound, fact: UnitSpan) -> bool:
    if fact.unit in bound.excluded:
        return False
    named = not bound.units or fact.unit in bound.units
    return named and (not bound.levels or fact.level in bound.levels)


def _applies(duty: Duty, window: Span, bound: Sequence[Span]) -> bool:
    if isinstance(duty.cadence, Standing) or duty.part_window == "owed":
        return any(span.overlaps(window) for span in bound)
    if isinstance(duty.cadence, Within):
        return any(window.start in span for span in bound)
    return any(span.covers(window) for span in bound)


def _stays(spans: Sequence[Span]) -> Iterator[Span]:
    start, end = spans[0].start, spans[0].end
    for span in spans[1:]:
        if span.start > end:
            yield Span(start, end)
            start = span.start
        end = max(end, span.end)
    yield Span(start, end)


def _all(
    cadence: Cadence,
    bound: Sequence[Span],
    span: Span,
    terms: Sequence[Span],
    events: Iterable[Event],
    done: Sequence[date],
    calendar: Calendar,
) -> Iterable[Window]:
    match cadence:
        case AtLeast(count=count, per=per):
            return [Window(part, count) for part in (sorted(terms) if per == "term" else split(span, per=per))]
        case Every(origin="slot"):
            return _slots(cadence, cadence.anchor or bound[0].start, span.end, calendar)
        case Every():
            return _chain(cadence, cadence.anchor or bound[0].start, span.end, done, calendar)
        case Within():
            return _after_events(cadence, events, calendar)
        case OnceBy():
            return [Window(Span(cadence.opens, cadence.day + _DAY), 1, late=True)]
        case Standing():
            return [Window(span, 0)]


def _slots(cadence: Every, anchor: date, until: date, calendar: Calendar) -> Iterator[Window]:
    number, start = 0, anchor
    while start < until:
        number += 1
        end = lengths.after(anchor, cadence.length, times=number, calendar=calendar)
        yield Window(Span(start, end), 1)
        start = end


def _chain(cadence: Every, anchor: date, until: date, done: Sequence[date], calendar: Calendar) -> Iterator[Window]:
    """Each time it is done, the next window opens on the day after and closes one length after it was done."""
    start, end = anchor, lengths.after(anchor, cadence.length, calendar=calendar)
    for day in done:
        if day < start:
            continue
        yield Window(Span(start, end), 1, late=True)
        start, end = day + _DAY, lengths.after(day, cadence.length, calendar=calendar) + _DAY
    if start < until:
        yield Window(Span(start, end), 1, late=True, waiting=True)


def _after_events(cadence: Within, events: Iterable[Event], calendar: Calendar) -> Iterator[Window]:
    for event in sorted(events, key=lambda event: (event.day, event.subject)):
        end = lengths.after(event.day, cadence.length, calendar=calendar) + _DAY
        yield Window(Span(event.day, end), 1, applies=end <= event.end, subject=event.subject, late=True)
