"""Boards and their totals, kept by a process for as long as nothing was recorded that they follow from.

Before each answer one short statement asks where the ledger and the organisation stand (see ``store/queries/heads``).
Only an answer to the same question about the same units, counted at this very standing, is given again: a record, a
changed tree, a new scheme of any process, another day, another instant of knowledge, and somebody who sees other units
all make another key.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TypeVar

from zicha.core.board import Board
from zicha.core.periods import Period
from zicha.core.unit_index import Stretches
from zicha.services import board_totals, boards
from zicha.services.board_totals import BoardTotals, UnitBoard
from zicha.services.keeping import Kept
from zicha.store.queries import heads

A = TypeVar("A")
_NAMED = 8


@dataclass(frozen=True)
class Missed:
    """How many windows of a unit are overdue, and how many lack something."""

    unit: str
    overdue: int
    insufficient: int


@dataclass(frozen=True)
class Standing:
    """The totals of some units, and the orders in which pages show these.

    Attributes:
        among: the units that were asked about, in the order of their tree.
    """

    totals: BoardTotals
    among: Stretches

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The counted units in the order of the tree."""
        return tuple(unit for unit in self.among if unit in self.totals.states)

    @cached_property
    def pressing_first(self) -> tuple[str, ...]:
        """The counted units, the most pressing first."""
        return self.by_pressure(self.units)

    def by_pressure(self, units: Iterable[str]) -> tuple[str, ...]:
        """Return some of them, the most pressing first."""
        states, pressing = self.totals.states, self._pressing
        return tuple(sorted(units, key=lambda unit: pressing[states[unit]], reverse=True))

    @cached_property
    def most_missed(self) -> tuple[Missed, ...]:
        """The few units that missed the most windows, the most first."""
        found = ((unit, self._pressing[said][:2]) for unit, said in self.totals.states.items())
        most = heapq.nsmallest(_NAMED, (each for each in found if any(each[1])), key=lambda each: -sum(each[1]))
        return tuple(Missed(unit, *missed) for unit, missed in most)

    @cached_property
    def _pressing(self) -> dict[bytes, tuple[int, ...]]:
        """How many windows press, by the windows' bytes: many units have the same."""
        alike = {said: unit for unit, said in self.totals.states.items()}
        return {said: self.totals.pressing(unit) for said, unit in alike.items()}


_STANDINGS: Kept[Hashable, Standing] = Kept(40_000)
"""So many units have all kept totals together: four of the largest organisation, some twenty megabytes."""
_BOARDS: Kept[Hashable, Board] = Kept(20_000)
"""So many cells, some ten megabytes."""
_BY_DUTY: Kept[Hashable, UnitBoard] = Kept(50_000)
"""So many units times duties: fifty pages, some ten megabytes."""


def standing(*, unit: str, period: Period, on: date, as_known_at: datetime, among: Stretches) -> Standing:
    """Return the totals of those of some units that are, or are below, a unit; see :func:`board_totals.totals`.

    Raises ``Refusal`` for a unit nobody knows.
    """

    def count() -> Standing:
        found = board_totals.totals(unit=unit, period=period, on=on, as_known_at=as_known_at, among=among)
        return Standing(found, among)

    # The row of units is held by what is kept, so that no other has its number.
    asked = (unit, period, on, id(among.order), among.ranges)
    return _answer(_STANDINGS, asked, as_known_at, count, weight=lambda found: 1 + len(found.totals.units))


def board(*, unit: str, period: Period, on: date, as_known_at: datetime) -> Board:
    """Return the board of one unit; see :func:`boards.show`."""
    show = partial(boards.show, unit=unit, period=period, on=on, as_known_at=as_known_at)
    found = _answer(_BOARDS, (unit, period, on), as_known_at, show, weight=lambda found: 1 + len(found.cells))
    return replace(found, as_known_at=as_known_at)


def by_duty(*, units: Sequence[str], period: Period, on: date, as_known_at: datetime) -> UnitBoard:
    """Return how the duties of some units stand; see :func:`board_totals.by_duty`."""
    count = partial(board_totals.by_duty, units=units, period=period, on=on, as_known_at=as_known_at)
    asked = (tuple(units), period, on)
    return _answer(_BY_DUTY, asked, as_known_at, count, weight=lambda found: 1 + len(found.states))


def _answer(
    kept: Kept[Hashable, A],
    asked: tuple[Hashable, ...],
    as_known_at: datetime,
    answer: Callable[[], A],
    *,
    weight: Callable[[A], int],
) -> A:
    """What is counted while somebody writes is given once and not kept: nobody could say at which standing it was."""
    stand = heads.read()
    key = (stand.told, stand.known(as_known_at), *asked)
    found = kept.get(key)
    if found is None:
        found = answer()
        if heads.read() == stand:
            kept.keep(key, found, weight=weight(found))
    return found
