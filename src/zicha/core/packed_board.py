"""The board in one byte a cell, so that ten thousand units are counted in the time that one is folded.

A window whose days are the same for every unit is a column of the year it begins in; a *row* is what one unit's
entries come to in the columns of a year. A byte says what depends on entries alone. What a waiting cell means on a day
(open, at risk, in grace, overdue, not begun) is the same down a whole column, so it is asked once a column. Duties
whose windows differ from unit to unit have no column: :attr:`Layout.rest` is folded as ever. :mod:`zicha.core.board`
is the definition.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zicha.core import board, cadence, status
from zicha.core.board import STATES, Cell, Ledger
from zicha.core.cadence import Window
from zicha.core.ledger import Revision
from zicha.core.periods import Period, Span, split
from zicha.core.scheme import REMINDER, WAIVER, AtLeast, Duty, Every, OnceBy, Scheme, Standing, State
from zicha.core.units import UnitSpan
from zicha.core.workdays import Calendar

HEAD = 3
"""So many bytes ahead of the cells hold the last day on which anything of the row happened."""
MONTHS = 12
NONE = 255
"""Where nothing is owed at all."""
_ABSENT, _NO_DATA, _WAITING, _DONE, _MET, _MET_LATE, _WAIVED, _INSUFFICIENT = 0, 1, 3, 4, 7, 8, 16, 32
"""The first five are bits: a longer window of what is always owed is the union of its months."""
_SETTLED: dict[State, int] = {
    "no_data": _NO_DATA,
    "met": _MET,
    "met_late": _MET_LATE,
    "waived": _WAIVED,
    "insufficient": _INSUFFICIENT,
}
_CODE = {state: place for place, state in enumerate(STATES)}
_ALWAYS = (Span(date.min, date.max),)
_DAY = timedelta(days=1)


ByKind = Mapping[str, Mapping[int, Revision]]
"""Standing entries by kind and number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A window that every bound unit has.

    Attributes:
        place: where its byte stands in a row.
        owed: the quota; 0 for a month of what is always owed.
    """

    place: int
    scheme: str
    duty: Duty
    window: Span
    owed: int


@dataclass(frozen=True, eq=False)
class Layout:
    """Which duties have columns, under the schemes that hold together.

    Attributes:
        digest: names the schemes and the calendar.
        dated, standing: the schemes with only the duties that have columns, by window and by month.
        rest: the schemes with only the duties that have none; empty if there are none.
    """

    digest: str
    dated: tuple[Scheme, ...]
    standing: tuple[Scheme, ...]
    rest: tuple[Scheme, ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of an answer: for each unit, in their order, the place of the state in :data:`STATES`, or none."""

    scheme: str
    duty: str
    codes: bytes


def lay_out(schemes: Iterable[Scheme], *, digest: str, calendar: Calendar) -> Layout:
    """Return the layout of the schemes that hold together."""
    known = tuple(schemes)
    standing = _with(known, lambda duty: isinstance(duty.cadence, Standing))
    dated = _with(known, lambda duty: _is_dated(duty) and not isinstance(duty.cadence, Standing))
    rest = _with(known, lambda duty: not _is_dated(duty) and not isinstance(duty.cadence, Standing))
    return Layout(digest, dated, standing, rest, calendar)


@functools.lru_cache(maxsize=256)
def columns(layout: Layout, year: int) -> tuple[Column, ...]:
    """Return the columns of a year, behind the twelve bytes that say in which months there are entries."""
    found: list[Column] = []
    for scheme, duty in _duties(layout.dated):
        found += [
            Column(0, scheme.id, duty, window.span, window.owed)
            for window in _windows(scheme, duty, _year(year), layout.calendar)
            if window.span.start.year == year
        ]
    for scheme, duty in _duties(layout.standing):
        found += [Column(0, scheme.id, duty, month, 0) for month in split(_year(year), per="month")]
    return tuple(replace(column, place=place) for place, column in enumerate(found, MONTHS))


def width(layout: Layout, year: int) -> int:
    """Return how many bytes a row of a year has, without its head."""
    return MONTHS + len(columns(layout, year))


def years_of(layout: Layout, revision: Revision) -> frozenset[int]:
    """Return the years whose rows an entry belongs to."""
    draft = revision.draft
    if draft.kind == REMINDER:
        return frozenset()
    if draft.kind == WAIVER:
        return _waived_years(layout, str(draft.value("duty")), str(draft.value("window")))
    return _years(layout, draft.kind, status.effective_day(revision)) | {draft.happened_on.year}


def years_asked(layout: Layout, period: Period) -> tuple[int, ...]:
    """Return the years whose rows a period's board needs, in order."""
    begun = {
        window.span.start.year
        for scheme, duty in _duties(layout.dated)
        for window in _windows(scheme, duty, period.span, layout.calendar)
    }
    return tuple(sorted(begun | {period.span.start.year}))


def row(*, layout: Layout, year: int, unit: str, units: Sequence[UnitSpan], entries: Iterable[Revision]) -> bytes:
    """Return a unit's row of a year.

    Takes how the unit stood over time, and the standing state of all its entries that :func:`years_of` puts there.
    """
    meant = tuple(entries)
    cells = bytearray(width(layout, year))
    cells[:MONTHS] = _months(meant, year)
    spans = [_year(year), *split(_year(year), per="month")]
    judged = _judged(layout, spans[:1], spans[1:], unit, units, meant)
    for column in columns(layout, year):
        cell = judged.get((column.scheme, column.duty.id, column.window.start))
        cells[column.place] = _ABSENT if cell is None else _code(cell.state, cell.done, column.owed)
    last = max((entry.draft.happened_on.toordinal() for entry in meant), default=0)
    return last.to_bytes(HEAD, "big") + bytes(cells)


def changed(
    *,
    layout: Layout,
    year: int,
    unit: str,
    units: Sequence[UnitSpan],
    entries: ByKind,
    before: bytes,
    states: Sequence[Revision],
    ended: Sequence[Revision] = (),
) -> bytes:
    """Return a unit's row of a year after some changes, given the row before.

    Takes what :func:`row` takes, by kind, every state that an entry has come to have or ceased to have, and those of
    them that it ceased to have. Only the windows these may count in are judged; the last day never goes back. Of the
    entries only those of :func:`kinds_asked` need be there, unless something ended.
    """
    kinds = frozenset(state.draft.kind for state in states)
    if not is_narrow(layout, kinds):
        everything = [entry for of_kind in entries.values() for entry in of_kind.values()]
        found = row(layout=layout, year=year, unit=unit, units=units, entries=everything)
        return max(found[:HEAD], before[:HEAD]) + found[HEAD:]
    cells = bytearray(before)
    _mark_months(cells, year, entries, states, ended)
    for kind, day in {(state.draft.kind, status.effective_day(state)) for state in states}:
        for column in _touched(layout, year, kind, day):
            cells[HEAD + column.place] = _judge(column, layout, year, tuple(units), entries)
    last = max(entry.draft.happened_on.toordinal() for entry in states)
    cells[:HEAD] = max(bytes(cells[:HEAD]), last.to_bytes(HEAD, "big"))
    return bytes(cells)


def is_narrow(layout: Layout, kinds: frozenset[str]) -> bool:
    """Whether a change of entries of some kinds touches only the windows of its own days."""
    return WAIVER not in kinds and kinds.isdisjoint(_late_kinds(layout))


def kinds_asked(layout: Layout, kinds: Iterable[str]) -> frozenset[str]:
    """Return the kinds whose entries say how the windows stand that entries of some kinds may count in."""
    return frozenset().union(*(_asked_kinds(_narrowed(layout, kind)) for kind in kinds))


def likeness(layout: Layout, unit: str, units: Sequence[UnitSpan]) -> tuple[object, ...]:
    """Return what an empty row depends on: units that are alike here have the same."""
    return (unit if unit in _named_units(layout) else "", *((each.level, each.span) for each in units))


def latest(packed: bytes) -> int:
    """Return the ordinal of the last day on which anything of a row happened."""
    return int.from_bytes(packed[:HEAD], "big")


def shown(*, layout: Layout, year: int, packed: Sequence[bytes], period: Period, on: date) -> Iterator[Shown]:
    """Return the columns of a year that a period's board shows on a day, for the rows of many units.

    The day is not before the last on which anything of them happened.
    """
    wide = width(layout, year) + HEAD
    everything = b"".join(packed)
    months: dict[tuple[str, str], list[Column]] = {}
    for column in columns(layout, year):
        if not column.window.overlaps(period.span):
            continue
        if isinstance(column.duty.cadence, Standing):
            months.setdefault((column.scheme, column.duty.id), []).append(column)
            continue
        said = everything[HEAD + column.place :: wide]
        yield Shown(column.scheme, column.duty.id, said.translate(_table(column, on, layout.calendar)))
    for of_duty in months.values():
        said = joined([everything[HEAD + column.place :: wide] for column in of_duty])
        whole = replace(of_duty[0], window=period.span)
        yield Shown(whole.scheme, whole.duty.id, said.translate(_table(whole, on, layout.calendar)))


def reported(*, layout: Layout, year: int, packed: Sequence[bytes], period: Period) -> bytes:
    """Return for each unit, in their order, 1 if it has an entry in the period, else 0."""
    wide = width(layout, year) + HEAD
    everything = b"".join(packed)
    months = [span.start.month - 1 for span in split(period.span, per="month")]
    return joined([everything[HEAD + month :: wide] for month in months])


def _code(state: State, done: int, owed: int) -> int:
    """The byte of a cell; what is done in a month before the unit existed still counts for a longer window."""
    code = _SETTLED.get(state, _WAITING)
    return code | _DONE if owed == 0 and done else code


def _months(entries: Iterable[Revision], year: int) -> bytes:
    found = bytearray(MONTHS)
    for entry in entries:
        if entry.draft.kind != WAIVER and entry.draft.happened_on.year == year:
            found[entry.draft.happened_on.month - 1] = 1
    return bytes(found)


def _mark_months(
    cells: bytearray, year: int, entries: ByKind, states: Iterable[Revision], ended: Sequence[Revision]
) -> None:
    """Mark the months that have entries now; whether a month has any left is asked only where one ended."""
    gone = {state.draft.happened_on.month for state in ended if state.draft.happened_on.year == year}
    for month in {state.draft.happened_on.month for state in states if state.draft.happened_on.year == year}:
        cells[HEAD + month - 1] = month not in gone or _has_month(entries, year, month)


def _has_month(entries: ByKind, year: int, month: int) -> bool:
    return any(
        entry.draft.happened_on.month == month and entry.draft.happened_on.year == year
        for kind, of_kind in entries.items()
        if kind != WAIVER
        for entry in of_kind.values()
    )


def _judge(column: Column, layout: Layout, year: int, units: tuple[UnitSpan, ...], entries: ByKind) -> int:
    """Judge one column anew, as :mod:`zicha.core.board` does the cell."""
    window = _bound(layout, year, units).get((column.scheme, column.duty.id, column.window.start))
    if window is None:
        return _ABSENT
    selector = column.duty.fulfilled_by
    meant = [
        entry
        for kind in selector.kinds
        for entry in entries.get(kind, {}).values()
        if status.effective_day(entry) in window.span and status.selects(selector, entry)
    ]
    meant.sort(key=lambda entry: (status.effective_day(entry), entry.draft.happened_on, entry.seq))
    judged = status.judge(
        duty=column.duty,
        window=window,
        entries=meant,
        waived=_waives(entries, column.duty, window.span),
        on=date.max,
        calendar=layout.calendar,
    )
    return _code(judged.state, judged.done, column.owed)


def _waives(entries: ByKind, duty: Duty, span: Span) -> bool:
    return any(
        span.start.isoformat() <= str(entry.draft.value("window")) < span.end.isoformat()
        for entry in entries.get(WAIVER, {}).values()
        if entry.draft.value("duty") == duty.id
    )


@functools.lru_cache(maxsize=1024)
def _bound(layout: Layout, year: int, units: tuple[UnitSpan, ...]) -> dict[tuple[str, str, date], Window]:
    """The windows of a year that a unit has, by scheme, duty and first day."""
    parts = [(layout.dated, _year(year)), *((layout.standing, month) for month in split(_year(year), per="month"))]
    return {
        (scheme.id, duty.id, window.span.start): window
        for schemes, span in parts
        for scheme, duty in _duties(schemes)
        if (bound := cadence.bound_spans(duty.bound, units))
        for window in cadence.windows(
            duty=duty, bound=bound, span=span, terms=scheme.terms, events=(), done=(), calendar=layout.calendar
        )
    }


@functools.lru_cache(maxsize=65536)
def _touched(layout: Layout, year: int, kind: str, day: date) -> tuple[Column, ...]:
    """The columns of a year in which an entry of a kind counts that is meant for a day."""
    return tuple(
        column for column in columns(layout, year) if kind in column.duty.fulfilled_by.kinds and day in column.window
    )


@functools.lru_cache(maxsize=1024)
def _late_kinds(layout: Layout) -> frozenset[str]:
    """The kinds whose entries may count in a window that is long over."""
    late = (duty for _scheme, duty in _duties(layout.dated) if isinstance(duty.cadence, OnceBy))
    return frozenset(kind for duty in late for kind in duty.fulfilled_by.kinds)


@functools.lru_cache(maxsize=1024)
def _narrowed(layout: Layout, kind: str) -> Layout:
    """The same with only the duties that a kind may fulfil."""

    def meant(duty: Duty) -> bool:
        return kind in duty.fulfilled_by.kinds

    return replace(layout, dated=_with(layout.dated, meant), standing=_with(layout.standing, meant))


@functools.lru_cache(maxsize=1024)
def _asked_kinds(layout: Layout) -> frozenset[str]:
    """The kinds that its duties ask for, and waivers."""
    meant = (*_duties(layout.dated), *_duties(layout.standing))
    return frozenset(kind for _scheme, duty in meant for kind in duty.fulfilled_by.kinds) | {WAIVER}


@functools.lru_cache(maxsize=64)
def _named_units(layout: Layout) -> frozenset[str]:
    """The units that its duties call by name."""
    bounds = [duty.bound for _scheme, duty in (*_duties(layout.dated), *_duties(layout.standing))]
    return frozenset(unit for bound in bounds for unit in (*bound.units, *bound.excluded))


def _with(schemes: Iterable[Scheme], chosen: Callable[[Duty], bool]) -> tuple[Scheme, ...]:
    kept = (replace(scheme, duties=tuple(filter(chosen, scheme.duties))) for scheme in schemes)
    return tuple(scheme for scheme in kept if scheme.duties)


def _is_dated(duty: Duty) -> bool:
    rule = duty.cadence
    return isinstance(rule, AtLeast | OnceBy) or (
        isinstance(rule, Every) and rule.origin == "slot" and rule.anchor is not None
    )


def _duties(schemes: Iterable[Scheme]) -> Iterator[tuple[Scheme, Duty]]:
    return ((scheme, duty) for scheme in schemes for duty in scheme.duties)


def _windows(scheme: Scheme, duty: Duty, span: Span, calendar: Calendar) -> tuple[Window, ...]:
    return cadence.windows(
        duty=duty, bound=_ALWAYS, span=span, terms=scheme.terms, events=(), done=(), calendar=calendar
    )


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year + 1, 1, 1) if year < date.max.year else date.max)


def _by_day(entry: Revision) -> tuple[date, int]:
    return entry.draft.happened_on, entry.entry


@functools.lru_cache(maxsize=65536)
def _years(layout: Layout, kind: str, day: date) -> frozenset[int]:
    """The years in which windows begin that an entry of a kind may fulfil, given the day that decides."""
    found = set()
    for scheme, duty in _duties(layout.dated):
        if kind in duty.fulfilled_by.kinds:
            if isinstance(duty.cadence, OnceBy) and day >= duty.cadence.opens:
                found.add(duty.cadence.opens.year)
            found |= {each.span.start.year for each in _windows(scheme, duty, Span(day, day + _DAY), layout.calendar)}
    if any(kind in duty.fulfilled_by.kinds for _scheme, duty in _duties(layout.standing)):
        found.add(day.year)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _waived_years(layout: Layout, duty_id: str, written: str) -> frozenset[int]:
    """The years in which the windows begin that a waiver names by a day of theirs."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return frozenset()
    return frozenset(
        window.span.start.year
        for scheme, duty in _duties(layout.dated)
        if duty.id == duty_id
        for window in _windows(scheme, duty, Span(day, day + _DAY), layout.calendar)
    )


def _judged(
    layout: Layout,
    dated: Iterable[Span],
    standing: Iterable[Span],
    unit: str,
    units: Sequence[UnitSpan],
    entries: Iterable[Revision],
) -> dict[tuple[str, str, date], Cell]:
    """The cells in some spans when all is over; what still waits then is waiting."""
    asked = _asked_kinds(layout)
    meant = tuple(sorted((entry for entry in entries if entry.draft.kind in asked), key=_by_day))
    parts = [*((layout.dated, span) for span in dated), *((layout.standing, span) for span in standing)]
    return {
        (cell.scheme, cell.duty, cell.window.start): cell
        for schemes, span in parts
        if schemes
        for cell in board.cells_of(
            ledger=Ledger(schemes, tuple(units), (), meant, layout.calendar), units=(unit,), span=span, on=date.max
        )
    }


def _table(column: Column, on: date, calendar: Calendar) -> bytes:
    """From the bytes of a column to the places of the states they come to on a day."""
    waiting = status.judge(
        duty=column.duty, window=Window(column.window, column.owed), entries=(), waived=False, on=on, calendar=calendar
    ).state
    table = bytearray([NONE] * 256)
    table[_WAITING] = _CODE[waiting]
    table[_NO_DATA | _DONE] = _CODE["no_data"]
    for state, code in _SETTLED.items():
        table[code] = _CODE["upcoming" if waiting == "upcoming" and state != "no_data" else state]
    return bytes(table)


def joined(parts: Sequence[bytes]) -> bytes:
    """The bits of several columns together: the codes are chosen so that the larger of two months remains."""
    size = len(parts[0])
    bits = 0
    for part in parts:
        bits |= int.from_bytes(part, "big")
    return bits.to_bytes(size, "big")
