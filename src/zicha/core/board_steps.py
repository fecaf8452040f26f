"""A packed row of the board after a change, by the windows that the change can touch.

What an entry cannot count in is copied. Most of what it can count in follows from the byte that stands there and from
the entry itself: a quota that is met stays met, one that asks for a single entry needs no other. Only for the rest do
the entries of those windows have to be known, and :func:`asked` says which. :func:`zicha.core.packed_board.row` is the
definition.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zicha.core import cadence, packed_board, status
from zicha.core.cadence import Window
from zicha.core.ledger import Revision
from zicha.core.packed_board import HEAD, MET, MET_LATE, WAITING, WAIVED, Column, Layout
from zicha.core.periods import Span, split
from zicha.core.scheme import WAIVER, Duty, OnceBy, Selector
from zicha.core.units import UnitSpan

ByKind = Mapping[str, Mapping[int, Revision]]
"""Standing entries by kind and number."""
_DONE_BEFORE = packed_board.NO_DATA | packed_board.DONE


@dataclass(slots=True)
class Touch:
    """What of a step a column has to do with."""

    column: Column
    came: list[Revision] = field(default_factory=list)
    is_waived: bool = False
    is_loosened: bool = False
    """Whether anything that counted may be gone."""


@dataclass(frozen=True, slots=True)
class Step:
    """What came to stand in a unit at an instant, and what ceased to, among the entries of a year's row.

    Attributes:
        went: states that an entry had until then, and withdrawn ones.
        touches: the columns it has to do with, by place.
    """

    year: int
    came: tuple[Revision, ...]
    went: tuple[Revision, ...]
    touches: Mapping[int, Touch]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of a unit's standing entries have to be known.

    Attributes:
        kinds: ``None`` for all.
        days: those that happened, or count, in these days.
        waivers: whether all its waivers too.
    """

    kinds: frozenset[str] | None
    days: Span
    waivers: bool = False


def steps(layout: Layout, unit: str, changes: Iterable[tuple[Revision | None, Revision]]) -> tuple[Step, ...]:
    """Return what some changes of one instant make of a unit's rows, by year; each is an old state and a new one."""
    came: dict[int, dict[int, Revision]] = defaultdict(dict)
    went: dict[int, list[Revision]] = defaultdict(list)
    for change in changes:
        for state in change:
            if state is None or state.draft.unit != unit:
                continue
            stands = state is change[1] and not state.withdrawn
            for year in packed_board.years_of(layout, state):
                came[year].pop(state.entry, None)
                if stands:
                    came[year][state.entry] = state
                else:
                    went[year].append(state)
    years = sorted({*came, *went})
    return tuple(step(layout, year, came=tuple(came[year].values()), went=tuple(went[year])) for year in years)


def step(layout: Layout, year: int, *, came: tuple[Revision, ...], went: tuple[Revision, ...]) -> Step:
    """Return a step, given what came to stand in a year's row and what ceased to."""
    touches: dict[int, Touch] = {}
    for states, stands in ((came, True), (went, False)):
        for state in states:
            for column in _columns(layout, year, state):
                touch = touches.get(column.place) or touches.setdefault(column.place, Touch(column))
                if not stands:
                    touch.is_loosened = True
                elif state.draft.kind == WAIVER:
                    touch.is_waived = True
                else:
                    touch.came.append(state)
    return Step(year, came, went, touches)


def asked(*, layout: Layout, units: tuple[UnitSpan, ...], before: bytes, step: Step) -> Asked | None:
    """Return what has to be known for a step, given the row before it; ``None`` if that is enough.

    Takes how the unit stood over time, as :func:`zicha.core.packed_board.alike` tells it.
    """
    windows = _windows(layout, step.year, units)
    found: Asked | None = None
    for place, touch in step.touches.items():
        window = windows.get(place)
        if window is not None and _settled(touch, window, before[HEAD + place], layout) is None:
            found = joined(found, _asked_of(touch, window))
    for month in _emptied(step):
        found = joined(found, Asked(None, split(packed_board.whole_year(step.year), per="month")[month - 1]))
    return found


def joined(one: Asked | None, other: Asked | None) -> Asked | None:
    """Return what has to be known for both."""
    if one is None or other is None:
        return one or other
    kinds = None if one.kinds is None or other.kinds is None else one.kinds | other.kinds
    days = Span(min(one.days.start, other.days.start), max(one.days.end, other.days.end))
    return Asked(kinds, days, one.waivers or other.waivers)


def changed(*, layout: Layout, units: tuple[UnitSpan, ...], before: bytes, step: Step, entries: ByKind) -> bytes:
    """Return a unit's row of a year after a step, given the one before; the last day in it never goes back.

    Takes how the unit stood over time, as :func:`zicha.core.packed_board.alike` tells it, and of the entries that
    stand after the step those that :func:`asked` names, or more.
    """
    cells = bytearray(before)
    windows = _windows(layout, step.year, units)
    for place, touch in step.touches.items():
        window = windows.get(place)
        if window is not None:
            known = _settled(touch, window, before[HEAD + place], layout)
            cells[HEAD + place] = (
                _judged(touch, window, before[HEAD + place], layout, entries) if known is None else known
            )
    _mark_months(cells, step, entries)
    last = max(state.draft.happened_on.toordinal() for state in (*step.came, *step.went))
    cells[:HEAD] = max(before[:HEAD], last.to_bytes(HEAD, "big"))
    return bytes(cells)


def _settled(touch: Touch, window: Window, before: int, layout: Layout) -> int | None:
    """The byte of a column where it follows without the other entries of its window; else nothing."""
    column = touch.column
    if touch.is_loosened:
        return None
    if not touch.came:
        return WAIVED if column.owed and before in (WAITING, packed_board.INSUFFICIENT) else before
    if before in (MET, MET_LATE):
        return before if _stays(touch, window, before) else None
    if column.owed > 1 and window.applies:
        return None
    waived = touch.is_waived or before == WAIVED
    return before if before == _DONE_BEFORE else _judge(column, window, touch.came, waived=waived, layout=layout)


def _stays(touch: Touch, window: Window, before: int) -> bool:
    """Whether what is met stays as it is: more in time takes nothing away, and of what comes late the first decides."""
    in_time = [entry.draft.happened_on < window.span.end for entry in touch.came]
    return all(in_time) if before == MET else window.late and not any(in_time)


def _asked_of(touch: Touch, window: Window) -> Asked:
    days = Span(window.span.start, date.max) if window.late else window.span
    return Asked(frozenset(touch.column.duty.fulfilled_by.kinds), days, touch.is_loosened)


def _judged(touch: Touch, window: Window, before: int, layout: Layout, entries: ByKind) -> int:
    """The byte of a column from all entries of its window."""
    selector = touch.column.duty.fulfilled_by
    meant = [
        entry
        for kind in selector.kinds
        for entry in entries.get(kind, {}).values()
        if _counts_in(window, status.effective_day(entry)) and status.selects(selector, entry)
    ]
    waived = touch.is_waived or before == WAIVED
    if touch.is_loosened:
        waived = any(_waives(entry, touch.column) for entry in entries.get(WAIVER, {}).values())
    return _judge(touch.column, window, meant, waived=waived, layout=layout)


def _judge(column: Column, window: Window, meant: Iterable[Revision], *, waived: bool, layout: Layout) -> int:
    """Judge a window as :mod:`zicha.core.board` does, when all is over."""
    judged = status.judge(
        duty=column.duty,
        window=window,
        entries=sorted(meant, key=_in_order),
        waived=waived,
        on=date.max,
        calendar=layout.calendar,
    )
    return packed_board.code(judged.state, judged.done, column.owed)


def _in_order(entry: Revision) -> tuple[date, date, int]:
    return status.effective_day(entry), entry.draft.happened_on, entry.seq


def _counts_in(window: Window, day: date) -> bool:
    return day in window.span or (window.late and day >= window.span.start)


def _waives(waiver: Revision, column: Column) -> bool:
    draft, span = waiver.draft, column.window
    named = draft.value("duty") == column.duty.id
    return named and span.start.isoformat() <= str(draft.value("window")) < span.end.isoformat()


def _mark_months(cells: bytearray, step: Step, entries: ByKind) -> None:
    """Mark the months that have entries now."""
    for month in _months(step.came, step.year):
        cells[HEAD + month - 1] = 1
    for month in _emptied(step):
        cells[HEAD + month - 1] = _has_month(entries, step.year, month)


def _emptied(step: Step) -> frozenset[int]:
    """The months of which it is not known whether anything is left in them."""
    return _months(step.went, step.year) - _months(step.came, step.year)


def _months(states: Iterable[Revision], year: int) -> frozenset[int]:
    days = (state.draft.happened_on for state in states if state.draft.kind != WAIVER)
    return frozenset(day.month for day in days if day.year == year)


def _has_month(entries: ByKind, year: int, month: int) -> bool:
    return any(
        (entry.draft.happened_on.year, entry.draft.happened_on.month) == (year, month)
        for kind, of_kind in entries.items()
        if kind != WAIVER
        for entry in of_kind.values()
    )


def _columns(layout: Layout, year: int, state: Revision) -> Sequence[Column]:
    """The columns of a year in which an entry counts, or which it waives."""
    if state.draft.kind == WAIVER:
        return [column for column in packed_board.columns(layout, year) if _waives(state, column)]
    always, sometimes = _columns_of(layout, year, state.draft.kind, status.effective_day(state))
    if not sometimes:
        return always
    return [*always, *(column for column in sometimes if status.selects(column.duty.fulfilled_by, state))]


@functools.lru_cache(maxsize=65536)
def _columns_of(layout: Layout, year: int, kind: str, day: date) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The columns of a year in which an entry of a kind counts that is meant for a day, and those where it may."""
    found = [
        column
        for column in packed_board.columns(layout, year)
        if kind in column.duty.fulfilled_by.kinds and (day in column.window or _is_late(column, day))
    ]
    always = {column.place for column in found if _asks_the_kind_alone(column.duty.fulfilled_by)}
    return tuple(each for each in found if each.place in always), tuple(
        each for each in found if each.place not in always
    )


def _asks_the_kind_alone(selector: Selector) -> bool:
    return selector.backfilled is None and not selector.where


def _is_late(column: Column, day: date) -> bool:
    return isinstance(column.duty.cadence, OnceBy) and day >= column.window.start


@functools.lru_cache(maxsize=1024)
def _windows(layout: Layout, year: int, units: tuple[UnitSpan, ...]) -> dict[int, Window]:
    """The windows of a year that a unit has, by the places of their columns."""
    places = {(each.scheme, each.duty.id, each.window.start): each.place for each in packed_board.columns(layout, year)}
    whole = packed_board.whole_year(year)
    parts = [(layout.dated, whole), *((layout.standing, month) for month in split(whole, per="month"))]
    found = (
        (places.get((scheme.id, duty.id, window.span.start)), window)
        for schemes, span in parts
        for scheme, duty in packed_board.duties(schemes)
        for window in _bound_windows(scheme.terms, duty, units, span, layout)
    )
    return {place: window for place, window in found if place is not None}


def _bound_windows(
    terms: Sequence[Span], duty: Duty, units: tuple[UnitSpan, ...], span: Span, layout: Layout
) -> tuple[Window, ...]:
    bound = cadence.bound_spans(duty.bound, units)
    return cadence.windows(duty=duty, bound=bound, span=span, terms=terms, events=(), done=(), calendar=layout.calendar)
