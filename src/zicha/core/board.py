"""The board: one cell for each duty, unit and window, and totals that never offset."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zicha.core import cadence, instants, status
from zicha.core.cadence import Event, Window
from zicha.core.ledger import Revision
from zicha.core.periods import Period, Span, containing
from zicha.core.scheme import REMINDER, WAIVER, AtLeast, Duty, Every, OnceBy, Scheme, Standing, State, Within
from zicha.core.status import NearMiss
from zicha.core.units import Holding, UnitSpan, tree_at
from zicha.core.workdays import Calendar

STATES: tuple[State, ...] = (
    "overdue",
    "insufficient",
    "grace",
    "at_risk",
    "open",
    "upcoming",
    "met",
    "met_late",
    "waived",
    "no_data",
)
"""All states, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one duty stands for one unit in one window.

    Attributes:
        window: the days in which the quota is owed.
        owed, done: the quota and how much of it counts (never more than was really done).
        records: ``seq`` of the revisions that count, in order of happening.
        near: entries that nearly count.
        subject: the person or entry an event window belongs to, or empty.
    """

    scheme: str
    unit: str
    duty: str
    window: Span
    state: State
    owed: int
    done: int
    records: tuple[int, ...] = ()
    near: tuple[NearMiss, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Cells of a unit, or of a subtree, whose windows share a day with the period.

    Attributes:
        on: the day the question is asked for.
        as_known_at: the instant of knowledge it is asked at.
        totals: number of cells by state, in the order of :data:`STATES`, zero counts left out.
        reported: units with at least one record in the period.
        missing: units that owe something and have none.
    """

    unit: str
    period: Period
    on: date
    as_known_at: datetime
    cells: tuple[Cell, ...]
    totals: tuple[tuple[State, int], ...]
    reported: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything a board is computed from, as known at one instant.

    Attributes:
        units: how the units stood over time.
        holdings: who held which post.
        revisions: the standing state of every entry that may matter, in order of happening.
    """

    schemes: tuple[Scheme, ...]
    units: tuple[UnitSpan, ...]
    holdings: tuple[Holding, ...]
    revisions: tuple[Revision, ...]
    calendar: Calendar


def build(
    *, ledger: Ledger, unit: str, period: Period, on: date, as_known_at: datetime, subtree: bool = False
) -> Board:
    """Return the board of a unit, or of it and everything below it, for a period.

    A cell stands for each window that shares a day with the period. Nothing offsets: every cell is judged
    alone, and a total is a count of cells.
    """
    codes = members(ledger.units, unit=unit, period=period, on=on) if subtree else (unit,)
    index = _Index(ledger)
    cells = tuple(cell for code in codes for cell in _cells(index, code, period.span, on))
    reported = tuple(code for code in codes if index.has_record(code, period.span, on))
    owing = {cell.unit for cell in cells if cell.state not in ("no_data", "upcoming")}
    return Board(
        unit=unit,
        period=period,
        on=on,
        as_known_at=as_known_at,
        cells=cells,
        totals=totals(cells),
        reported=reported,
        missing=tuple(code for code in codes if code in owing and code not in reported),
    )


def cells_of(*, ledger: Ledger, units: Iterable[str], span: Span, on: date) -> tuple[Cell, ...]:
    """Return the cells of some units whose windows share a day with ``span``, unit after unit."""
    index = _Index(ledger)
    return tuple(cell for unit in units for cell in _cells(index, unit, span, on))


def totals(cells: Iterable[Cell]) -> tuple[tuple[State, int], ...]:
    """Return the number of cells by state, in the order of :data:`STATES`, zero counts left out."""
    counts = Counter(cell.state for cell in cells)
    return tuple((state, counts[state]) for state in STATES if counts[state])


def members(units: Iterable[UnitSpan], *, unit: str, period: Period, on: date) -> tuple[str, ...]:
    """Return the unit and what was below it on the day asked for, or on the period's last day if that is past.

    A unit that was closed earlier in the period still belongs to the period.
    """
    facts = tuple(units)
    day = max(period.span.start, min(on, period.span.last_day))
    found = dict.fromkeys(_below(facts, unit, day))
    ended = sorted({fact.span.last_day for fact in facts if period.span.start < fact.span.end <= day})
    for last_day in ended:
        later = tree_at(facts, on=day)
        found.update(dict.fromkeys(code for code in _below(facts, unit, last_day) if code not in later))
    return tuple(found) or (unit,)


def _below(facts: Sequence[UnitSpan], unit: str, day: date) -> tuple[str, ...]:
    tree = tree_at(facts, on=day)
    return tree.subtree(unit) if unit in tree else ()


def horizon(schemes: Iterable[Scheme], *, period: Period) -> dict[str, Span]:
    """Return, for each kind that any duty or measure asks for, the days whose entries the period's board needs."""
    needed: dict[str, Span] = {}
    for scheme in schemes:
        for duty in scheme.duties:
            span = _needed(duty, scheme, period)
            for kind in (*duty.fulfilled_by.kinds, *_event_kinds(duty)):
                needed[kind] = _joined(needed.get(kind, span), span)
    return needed


def _needed(duty: Duty, scheme: Scheme, period: Period) -> Span:
    """Late entries may come at any time, so that only the start is bounded, and not for every cadence."""
    match duty.cadence:
        case AtLeast(per=per):
            terms = [term.start for term in scheme.terms if term.overlaps(period.span)]
            starts = terms if per == "term" else [containing(day=period.span.start, per=per).span.start]
        case Standing():
            starts = [period.span.start]
        case OnceBy(opens=opens):
            starts = [opens]
        case Within() | Every():
            starts = [date.min]
    return Span(min([period.span.start, *starts]), date.max)


def _event_kinds(duty: Duty) -> tuple[str, ...]:
    rule = duty.cadence
    return (rule.event,) if isinstance(rule, Within) and rule.event not in ("joining", "founding") else ()


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def as_json(board: Board) -> dict[str, Any]:
    """Return the published JSON shape of a board."""
    return {
        "unit": board.unit,
        "period": str(board.period),
        "on": board.on.isoformat(),
        "as_known_at": instants.written(board.as_known_at),
        "cells": [_cell_json(cell) for cell in board.cells],
        "totals": dict(board.totals),
        "reported": [len(board.reported), len(board.reported) + len(board.missing)],
        "missing": list(board.missing),
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "scheme": cell.scheme,
        "unit": cell.unit,
        "duty": cell.duty,
        "window": [cell.window.start.isoformat(), cell.window.end.isoformat()],
        "subject": cell.subject,
        "state": cell.state,
        "owed": cell.owed,
        "done": cell.done,
        "records": list(cell.records),
        "near": [
            {"seq": miss.seq, "lacks": list(miss.lacks_evidence), "below_threshold": miss.below_threshold,
             "too_near": miss.too_near}
            for miss in cell.near
        ],
    }  # fmt: skip


class _Index:
    """The ledger's facts by unit and kind, so that a cell looks only at its own entries."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.units: dict[str, list[UnitSpan]] = defaultdict(list)
        self.holdings: dict[str, list[Holding]] = defaultdict(list)
        self.entries: dict[tuple[str, str], list[Revision]] = defaultdict(list)
        self._days: dict[str, list[date]] = defaultdict(list)
        for fact in ledger.units:
            self.units[fact.unit].append(fact)
        for holding in ledger.holdings:
            self.holdings[holding.unit].append(holding)
        for revision in ledger.revisions:
            self.entries[revision.draft.unit, revision.draft.kind].append(revision)
            if revision.draft.kind not in (REMINDER, WAIVER):
                self._days[revision.draft.unit].append(revision.draft.happened_on)

    def has_record(self, unit: str, span: Span, on: date) -> bool:
        """Whether the unit has an entry that happened in ``span`` and not after ``on``."""
        return any(day in span and day <= on for day in self._days.get(unit, ()))

    def matching(self, unit: str, duty: Duty, on: date) -> list[Revision]:
        """Return the unit's entries a duty means, up to ``on``, by effective day."""
        selector = duty.fulfilled_by
        found = [
            entry
            for kind in selector.kinds
            for entry in self.entries.get((unit, kind), ())
            if entry.draft.happened_on <= on and status.selects(selector, entry)
        ]
        return sorted(found, key=lambda entry: (status.effective_day(entry), entry.draft.happened_on, entry.seq))

    def waived(self, unit: str, duty: Duty, on: date) -> list[str]:
        """Return the days, as written, that waivers of the duty name."""
        return [
            str(entry.draft.value("window"))
            for entry in self.entries.get((unit, WAIVER), ())
            if entry.draft.value("duty") == duty.id and entry.draft.happened_on <= on
        ]


def _cells(index: _Index, unit: str, span: Span, on: date) -> Iterator[Cell]:
    for scheme in index.ledger.schemes:
        for duty in scheme.duties:
            bound = cadence.bound_spans(duty.bound, index.units.get(unit, ()))
            if bound:
                yield from _duty_cells(index, scheme, duty, unit, bound, span, on)


def _duty_cells(
    index: _Index, scheme: Scheme, duty: Duty, unit: str, bound: Sequence[Span], span: Span, on: date
) -> Iterator[Cell]:
    entries = index.matching(unit, duty, on)
    calendar = index.ledger.calendar
    found = cadence.windows(
        duty=duty,
        bound=bound,
        span=span,
        terms=scheme.terms,
        events=_events(index, duty, unit, bound, on),
        done=[entry.draft.happened_on for entry in entries if status.shortfall(duty, entry) is None],
        calendar=calendar,
    )
    waivers = index.waived(unit, duty, on) if found else []
    for window, meant in _allot(duty, found, entries):
        waived = any(window.span.start.isoformat() <= day < window.span.end.isoformat() for day in waivers)
        judged = status.judge(duty=duty, window=window, entries=meant, waived=waived, on=on, calendar=calendar)
        yield Cell(
            scheme.id, unit, duty.id, window.span, judged.state, window.owed, judged.done, judged.records, judged.near,
            window.subject,
        )  # fmt: skip


def _events(index: _Index, duty: Duty, unit: str, bound: Sequence[Span], on: date) -> tuple[Event, ...]:
    if not isinstance(duty.cadence, Within):
        return ()
    if duty.cadence.event == "joining":
        return cadence.joinings(index.holdings.get(unit, ()), unit=unit)
    if duty.cadence.event == "founding":
        return (Event(bound[0].start, unit),)
    entries = index.entries.get((unit, duty.cadence.event), ())
    return cadence.entered(entry for entry in entries if entry.draft.happened_on <= on)


def _allot(
    duty: Duty, windows: Sequence[Window], entries: Sequence[Revision]
) -> Iterator[tuple[Window, list[Revision]]]:
    """Give every window the entries meant for it; an entry answers one event only, the earliest that waits."""
    days = [status.effective_day(entry) for entry in entries]
    spent: set[int] = set()
    by_person = isinstance(duty.cadence, Within) and duty.cadence.event == "joining"
    for place, window in enumerate(windows):
        first = bisect_left(days, window.span.start)
        last = len(entries) if window.late else bisect_left(days, window.span.end)
        meant = list(entries[first:last])
        if by_person:
            meant = [entry for entry in meant if _attended(entry, window.subject)]
        elif isinstance(duty.cadence, Within):
            meant = [entry for entry in meant if entry.seq not in spent]
            spent.update(entry.seq for entry in meant[:1])
            meant = meant[:1]
        elif isinstance(duty.cadence, Every) and duty.cadence.origin == "last_done":
            following = windows[place + 1].span.start if place + 1 < len(windows) else date.max
            meant = [entry for entry in meant if entry.draft.happened_on < following]
        yield window, meant


def _attended(entry: Revision, person: str) -> bool:
    attendance = entry.draft.attendance
    return attendance is not None and person in (*attendance.present_people, *attendance.made_up_people)
