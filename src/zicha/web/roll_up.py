"""What the roll-up page shows: the units of a subtree a page at a time, and its duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from zicha.core.scheme import Duty, Scheme, State
from zicha.services.board_totals import BoardTotals, DutyTotals, UnitBoard
from zicha.services.kept_boards import Standing
from zicha.web import states, words
from zicha.web.asking import Asked, Question, Seen
from zicha.web.language import local
from zicha.web.numbers import whole

Totals = tuple[tuple[State, int], ...]
A_PAGE = 50
_KEPT = ("unit", "period", "on", "known")
NAMED = 12
"""So many units are named where a few stand for all; the rest is counted."""


counted = lru_cache(maxsize=4_096)(UnitBoard.counted)
"""Totals of windows by their bytes, from which they follow; many units and duties have the same."""


class Named(NamedTuple):
    """A unit that is named."""

    code: str
    name: str


class _Tally(NamedTuple):
    code: str
    name: str
    totals: Totals
    depth: int = 1
    cadence: str = ""
    lacking: tuple[Named, ...] = ()
    more: int = 0


class Tally(_Tally):
    """Cells of one unit or one duty, counted by state.

    A page makes seventy, and compares them to find what was drawn of them: a tuple does that in half the time.

    Attributes:
        lacking, more: the first of the units that have a pressing window of a duty, and how many there are beside.
    """

    def cells(self, state: State) -> int:
        """Return how many cells are in a state."""
        return self.counts.get(state, 0)

    @cached_property
    def counts(self) -> dict[State, int]:
        """How many cells are in each state that any is in."""
        return dict(self.totals)

    @property
    def bar(self) -> Iterator[tuple[State, int, int]]:
        """The states of the cells one beside the other: where each begins, and how wide it is."""
        begins = 0
        for state, n in self.totals:
            yield state, begins, n
            begins += n

    @property
    def all(self) -> int:
        """How many cells there are."""
        return sum(self.counts.values())

    @cached_property
    def worst(self) -> State:
        """The most pressing state that a window is in."""
        return states.worst(set(self.counts))

    @cached_property
    def done(self) -> int:
        """How many windows are done, in time or late."""
        return sum(n for state, n in self.totals if state in states.DONE)

    @cached_property
    def owed(self) -> int:
        """How many windows are owed."""
        return sum(n for state, n in self.totals if state in states.OWED)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Some of the units: all in the order of the tree if one page holds them, else the most pressing first.

    Attributes:
        text: what their names or codes must hold.
        kept: what else the request asks for, by name.
        found: how many units that leaves; ``of`` is how many there are.
        before, after: the ways to the pages beside it, or empty.
    """

    rows: tuple[Tally, ...]
    text: str
    kept: tuple[tuple[str, str], ...]
    found: int
    of: int
    number: int
    last: int
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether there are more units than one page holds."""
        return self.of > A_PAGE


def units(request: Asked, found: Standing) -> UnitPage:
    """Return the page of units that a request asks for, by ``q`` and ``page``."""
    text = request.GET.get("q", "").strip()
    is_long = len(found.units) > A_PAGE
    meant = _meant(request.question, found, text, is_long=is_long)
    last = max(1, -(-len(meant) // A_PAGE))
    number = min(page_number(request), last)
    shown = meant[(number - 1) * A_PAGE : number * A_PAGE]
    return UnitPage(
        rows=tuple(_unit(request.question.seen(unit), found.totals, in_tree=not is_long) for unit in shown),
        text=text,
        kept=tuple((name, value) for name in _KEPT if (value := request.GET.get(name))),
        found=len(meant),
        of=len(found.units),
        number=number,
        last=last,
        before=way(request, number - 1, last),
        after=way(request, number + 1, last),
    )


def _meant(question: Question, found: Standing, text: str, *, is_long: bool) -> Sequence[str]:
    if not text:
        return found.pressing_first if is_long else found.units
    meant = tuple(unit for unit in question.scope.found(text) if unit in found.totals.states)
    return found.by_pressure(meant) if is_long else meant


def duties(question: Question, schemes: Iterable[Scheme], found: BoardTotals) -> tuple[Tally, ...]:
    """Return the duties that have windows, each with the first of the units that are pressed for it."""
    named = {(scheme.id, duty.id): (scheme, duty) for scheme in schemes for duty in scheme.duties}
    return tuple(_duty(question, *named[each.scheme, each.duty], each) for each in found.duties)


def _duty(question: Question, scheme: Scheme, duty: Duty, each: DutyTotals) -> Tally:
    lacking, more = first(question, each.lacking)
    cadence = words.cadence(duty.cadence, scheme)
    return Tally(duty.id, local(duty.title), each.totals, cadence=cadence, lacking=lacking, more=more)


def _unit(unit: Seen, found: BoardTotals, *, in_tree: bool) -> Tally:
    return Tally(unit.code, unit.name, counted(found.states[unit.code]), unit.depth if in_tree else 1)


def page_number(request: Asked) -> int:
    """Return the number of the page that a request asks for, 1 if it says nothing sensible."""
    text = request.GET.get("page", "1")
    return max(1, whole(text, digits=5) or 1)  # no organisation has so many pages


def way(request: Asked, number: int, last: int) -> str:
    """Return the address of another page of the same question, or nothing if there is no such page."""
    if not 1 <= number <= last:
        return ""
    kept = {key: value for key, value in request.GET.items() if key != "page"}
    return f"{request.path}?{urlencode({**kept, 'page': number})}#units"


def first(question: Question, units: Sequence[str]) -> tuple[tuple[Named, ...], int]:
    """Return the first of some units, and how many there are beside."""
    return tuple(Named(unit, question.name(unit)) for unit in units[:NAMED]), max(0, len(units) - NAMED)
