"""The board in one byte a cell, so that ten thousand units are counted in the time that one is folded.

A window whose days are the same for every unit is a column of the year it begins in; a *row* is what one unit's
entries come to in the columns of a year. A byte says what depends on entries alone. What a waiting cell means on a day
(open, at risk, in grace, overdue, not begun) is the same down a whole column, so it is asked once a column. Duties
whose windows differ from unit to unit have no column: :attr:`Layout.rest` is folded as ever. :mod:`zicha.core.board`
is the definition.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zicha.core import board, cadence, status
from zicha.core.board import STATES, Cell, Ledger
from zicha.core.board_columns import NONE, joined
from zicha.core.cadence import Window
from zicha.core.ledger import Revision
from zicha.core.periods import Period, Span, split
from zicha.core.scheme import REMINDER, WAIVER, AtLeast, Duty, Every, OnceBy, Scheme, Standing, State
from zicha.core.units import UnitSpan
from zicha.core.workdays import Calendar

HEAD = 3
"""So many bytes ahead of the cells hold the last day on which anything of the row happened."""
MONTHS = 12
ABSENT, NO_DATA, WAITING, DONE, MET, MET_LATE, WAIVED, INSUFFICIENT = 0, 1, 3, 4, 7, 8, 16, 32
"""The bytes of a cell. The first five are bits: a longer window of what is always owed is the union of its months."""
_SETTLED: dict[State, int] = {
    "no_data": NO_DATA,
    "met": MET,
    "met_late": MET_LATE,
    "waived": WAIVED,
    "insufficient": INSUFFICIENT,
}
_CODE = {state: place for place, state in enumerate(STATES)}
_ALWAYS = (Span(date.min, date.max),)
_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Where the bytes of a shown column stand in a row, and the places of the states that they come to."""

    scheme: str
    duty: str
    places: tuple[int, ...]
    table: bytes


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
    for scheme, duty in duties(layout.dated):
        found += [
            Column(0, scheme.id, duty, window.span, window.owed)
            for window in _windows(scheme, duty, whole_year(year), layout.calendar)
            if window.span.start.year == year
        ]
    for scheme, duty in duties(layout.standing):
        found += [Column(0, scheme.id, duty, month, 0) for month in split(whole_year(year), per="month")]
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
        for scheme, duty in duties(layout.dated)
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
    spans = [whole_year(year), *split(whole_year(year), per="month")]
    judged = _judged(layout, spans[:1], spans[1:], unit, units, meant)
    for column in columns(layout, year):
        cell = judged.get((column.scheme, column.duty.id, column.window.start))
        cells[column.place] = ABSENT if cell is None else code(cell.state, cell.done, column.owed)
    last = max((entry.draft.happened_on.toordinal() for entry in meant), default=0)
    return last.to_bytes(HEAD, "big") + bytes(cells)


@functools.lru_cache(maxsize=1024)
def empty(layout: Layout, year: int, units: tuple[UnitSpan, ...]) -> bytes:
    """Return the row of a year of a unit without entries; takes how the unit stood, as :func:`alike` tells it."""
    return row(layout=layout, year=year, unit=units[0].unit if units else "", units=units, entries=())


def alike(layout: Layout, units: Iterable[UnitSpan]) -> tuple[UnitSpan, ...]:
    """Return how a unit stood over time, without what its windows do not depend on: units that are alike are equal."""
    named = _named_units(layout)
    return tuple(UnitSpan(each.unit if each.unit in named else "", "", "", each.level, each.span) for each in units)


def latest(packed: bytes) -> int:
    """Return the ordinal of the last day on which anything of a row happened."""
    return int.from_bytes(packed[:HEAD], "big")


def shown(*, layout: Layout, year: int, packed: bytes, period: Period, on: date) -> Iterator[Shown]:
    """Return the columns of a year that a period's board shows on a day; takes the rows of units, one after another.

    The day is not before the last on which anything of them happened.
    """
    wide = width(layout, year) + HEAD
    for each in _drawn(layout, year, period.span, on):
        said = [packed[HEAD + place :: wide] for place in each.places]
        yield Shown(each.scheme, each.duty, (said[0] if len(said) == 1 else joined(said)).translate(each.table))


def reported(*, layout: Layout, year: int, packed: bytes, period: Period) -> bytes:
    """Return for each unit, in their order, 1 if it has an entry in the period, else 0; takes the same rows."""
    wide = width(layout, year) + HEAD
    months = [span.start.month - 1 for span in split(period.span, per="month")]
    return joined([packed[HEAD + month :: wide] for month in months])


def duties(schemes: Iterable[Scheme]) -> Iterator[tuple[Scheme, Duty]]:
    """Yield every duty with its scheme."""
    return ((scheme, duty) for scheme in schemes for duty in scheme.duties)


def whole_year(year: int) -> Span:
    """Return the days of a year."""
    return Span(date(year, 1, 1), date(year + 1, 1, 1) if year < date.max.year else date.max)


def code(state: State, done: int, owed: int) -> int:
    """Return the byte of a cell; what is done in a month before the unit existed still counts for a longer window."""
    found = _SETTLED.get(state, WAITING)
    return found | DONE if owed == 0 and done else found


def _months(entries: Iterable[Revision], year: int) -> bytes:
    found = bytearray(MONTHS)
    for entry in entries:
        if entry.draft.kind != WAIVER and entry.draft.happened_on.year == year:
            found[entry.draft.happened_on.month - 1] = 1
    return bytes(found)


@functools.lru_cache(maxsize=1024)
def _asked_kinds(layout: Layout) -> frozenset[str]:
    """The kinds that its duties ask for, and waivers."""
    meant = (*duties(layout.dated), *duties(layout.standing))
    return frozenset(kind for _scheme, duty in meant for kind in duty.fulfilled_by.kinds) | {WAIVER}


@functools.lru_cache(maxsize=64)
def _named_units(layout: Layout) -> frozenset[str]:
    """The units that its duties call by name."""
    bounds = [duty.bound for _scheme, duty in (*duties(layout.dated), *duties(layout.standing))]
    return frozenset(unit for bound in bounds for unit in (*bound.units, *bound.excluded))


def _with(schemes: Iterable[Scheme], chosen: Callable[[Duty], bool]) -> tuple[Scheme, ...]:
    kept = (replace(scheme, duties=tuple(filter(chosen, scheme.duties))) for scheme in schemes)
    return tuple(scheme for scheme in kept if scheme.duties)


def _is_dated(duty: Duty) -> bool:
    rule = duty.cadence
    return isinstance(rule, AtLeast | OnceBy) or (
        isinstance(rule, Every) and rule.origin == "slot" and rule.anchor is not None
    )


def _windows(scheme: Scheme, duty: Duty, span: Span, calendar: Calendar) -> tuple[Window, ...]:
    return cadence.windows(
        duty=duty, bound=_ALWAYS, span=span, terms=scheme.terms, events=(), done=(), calendar=calendar
    )


def _by_day(entry: Revision) -> tuple[date, int]:
    return entry.draft.happened_on, entry.entry


@functools.lru_cache(maxsize=65536)
def _years(layout: Layout, kind: str, day: date) -> frozenset[int]:
    """The years in which windows begin that an entry of a kind may fulfil, given the day that decides."""
    found = set()
    for scheme, duty in duties(layout.dated):
        if kind in duty.fulfilled_by.kinds:
            if isinstance(duty.cadence, OnceBy) and day >= duty.cadence.opens:
                found.add(duty.cadence.opens.year)
            found |= {each.span.start.year for each in _windows(scheme, duty, Span(day, day + _DAY), layout.calendar)}
    if any(kind in duty.fulfilled_by.kinds for _scheme, duty in duties(layout.standing)):
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
        for scheme, duty in duties(layout.dated)
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


@functools.lru_cache(maxsize=64)
def _drawn(layout: Layout, year: int, span: Span, on: date) -> tuple[_Drawn, ...]:
    """The columns that are shown of a year on a day: what is always owed has one for all its months."""
    found: list[_Drawn] = []
    months: dict[tuple[str, str], list[Column]] = {}
    for column in columns(layout, year):
        if not column.window.overlaps(span):
            continue
        if isinstance(column.duty.cadence, Standing):
            months.setdefault((column.scheme, column.duty.id), []).append(column)
        else:
            found.append(_drawn_as(column, (column.place,), on, layout.calendar))
    for of_duty in months.values():
        places = tuple(column.place for column in of_duty)
        found.append(_drawn_as(replace(of_duty[0], window=span), places, on, layout.calendar))
    return tuple(found)


def _drawn_as(column: Column, places: tuple[int, ...], on: date, calendar: Calendar) -> _Drawn:
    return _Drawn(column.scheme, column.duty.id, places, _table(column, on, calendar))


def _table(column: Column, on: date, calendar: Calendar) -> bytes:
    """From the bytes of a column to the places of the states they come to on a day."""
    waiting = status.judge(
        duty=column.duty, window=Window(column.window, column.owed), entries=(), waived=False, on=on, calendar=calendar
    ).state
    table = bytearray([NONE] * 256)
    table[WAITING] = _CODE[waiting]
    table[NO_DATA | DONE] = _CODE["no_data"]
    for state, code in _SETTLED.items():
        table[code] = _CODE["upcoming" if waiting == "upcoming" and state != "no_data" else state]
    return bytes(table)
