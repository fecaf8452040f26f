"""Lays the board out: one column a day, so that a window is drawn as long as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from zicha.core import periods
from zicha.core.board import STATES, Cell
from zicha.core.periods import Period, Span
from zicha.web import states

MOST_LANES = 2
"""Windows of one duty that overlap are drawn below one another up to here, and counted by month beyond."""

LEAST_DAYS = 7
"""So wide is at least what began before the period and is late ever since."""


@dataclass(frozen=True, slots=True)
class Column:
    """One heading over some days.

    Attributes:
        start: its first day.
        days: how many days it is wide.
        now: whether the asked day lies in it.
    """

    start: date
    days: int
    now: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """Some days of one lane.

    Attributes:
        days: how many days it is wide, within the period.
        cells: the window drawn here; several if they are counted together; none where nothing is owed.
        from_before, goes_on: whether the window begins before the period or ends after it.
        now: whether the asked day lies in it.
    """

    days: int
    cells: tuple[Cell, ...] = ()
    from_before: bool = False
    goes_on: bool = False
    now: bool = False

    @property
    def cell(self) -> Cell:
        """The window drawn here; the most pressing where several are counted together."""
        return min(self.cells, key=lambda cell: STATES.index(cell.state))

    @property
    def done(self) -> int:
        """How many of the windows counted together are done."""
        return sum(cell.state in states.DONE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """The lanes of one duty."""

    scheme: str
    duty: str
    lanes: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A period's days, its headings and one row a duty, in the order of the cells."""

    days: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def lay_out(cells: Iterable[Cell], *, period: Period, on: date) -> Grid:
    """Return the grid of one unit's cells in a period, with the column of ``on`` marked."""
    rows = [
        Row(scheme, duty, _lanes(tuple(group), period, on))
        for (scheme, duty), group in groupby(cells, key=lambda cell: (cell.scheme, cell.duty))
    ]
    return Grid(period.span.days, _columns(period, on), tuple(rows))


def _columns(period: Period, on: date) -> tuple[Column, ...]:
    spans = _weeks(period.span) if period.per == "month" else periods.split(period.span, per="month")
    return tuple(Column(span.start, span.days, on in span) for span in spans)


def _weeks(span: Span) -> tuple[Span, ...]:
    starts = [span.start + timedelta(days=days) for days in range(0, span.days, 7)]
    return tuple(Span(start, min(start + timedelta(days=7), span.end)) for start in starts)


def _drawn(cell: Cell, period: Period, on: date) -> Span:
    """Return the days a window is drawn over: its own, or those it has been late if it ended before the period."""
    if cell.window.end > period.span.start:
        return cell.window
    late = max(on + timedelta(days=1), period.span.start + timedelta(days=LEAST_DAYS))
    return Span(cell.window.start, min(late, period.span.end))


def _lanes(cells: tuple[Cell, ...], period: Period, on: date) -> tuple[tuple[Slot, ...], ...]:
    lanes: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.window.start, cell.window.end, cell.subject)):
        start = max(cell.window.start, period.span.start)
        free = next((lane for lane in lanes if _drawn(lane[-1], period, on).end <= start), None)
        if free is None:
            lanes.append([cell])
        else:
            free.append(cell)
    if len(lanes) > MOST_LANES:
        return (_by_month(cells, period, on),)
    return tuple(_lane([(_drawn(cell, period, on), (cell,)) for cell in lane], period, on) for lane in lanes)


def _by_month(cells: Sequence[Cell], period: Period, on: date) -> tuple[Slot, ...]:
    buckets = []
    for span in periods.split(period.span, per="month"):
        meant = tuple(cell for cell in cells if max(cell.window.start, period.span.start) in span)
        if meant:
            buckets.append((span, meant))
    return _lane(buckets, period, on)


def _lane(drawn: Sequence[tuple[Span, tuple[Cell, ...]]], period: Period, on: date) -> tuple[Slot, ...]:
    slots = []
    day = period.span.start
    for span, cells in drawn:
        start, end = max(span.start, period.span.start), min(span.end, period.span.end)
        if day < start:
            slots.append(_void(Span(day, start), on))
        slots.append(
            Slot(
                days=(end - start).days,
                cells=cells,
                from_before=span.start < period.span.start,
                goes_on=period.span.end < span.end,
                now=on in span,
            )
        )
        day = end
    if day < period.span.end:
        slots.append(_void(Span(day, period.span.end), on))
    return tuple(slots)


def _void(span: Span, on: date) -> Slot:
    return Slot(days=span.days, now=on in span)
