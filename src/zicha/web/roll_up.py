"""What the roll-up page shows: the units of a subtree a page at a time, and its duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from zicha.core.scheme import Scheme, State
from zicha.services.board_totals import BoardTotals
from zicha.web import states, words
from zicha.web.asking import Asked, Seen
from zicha.web.language import local

Totals = tuple[tuple[State, int], ...]
A_PAGE = 50
_KEPT = ("unit", "period", "on", "known")
NAMED = 12
"""So many units are named where a few stand for all; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells of one unit or one duty, counted by state.

    Attributes:
        lacking, more: the first of the units that have a pressing window of a duty, and how many there are beside.
    """

    code: str
    name: str
    totals: Totals
    depth: int = 1
    cadence: str = ""
    lacking: tuple[str, ...] = ()
    more: int = 0

    def count(self, state: State) -> int:
        """Return how many cells are in a state."""
        return dict(self.totals).get(state, 0)

    @property
    def worst(self) -> State:
        """The most pressing state that a window is in."""
        return states.worst({state for state, _n in self.totals})

    @property
    def done(self) -> int:
        """How many windows are done, in time or late."""
        return sum(n for state, n in self.totals if state in states.DONE)

    @property
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


def units(request: Asked, found: BoardTotals) -> UnitPage:
    """Return the page of units that a request asks for, by ``q`` and ``page``."""
    scope = request.question.scope
    every = [unit for unit in scope if unit in found.states]
    text = request.GET.get("q", "").strip()
    meant = [unit for unit in scope.found(text) if unit in found.states] if text else every
    is_long = len(every) > A_PAGE
    if is_long:
        meant = sorted(meant, key=found.pressing, reverse=True)
    last = max(1, -(-len(meant) // A_PAGE))
    number = min(page_number(request), last)
    shown = meant[(number - 1) * A_PAGE : number * A_PAGE]
    return UnitPage(
        rows=tuple(_unit(request.question.seen(unit), found, in_tree=not is_long) for unit in shown),
        text=text,
        kept=tuple((name, value) for name in _KEPT if (value := request.GET.get(name))),
        found=len(meant),
        of=len(every),
        number=number,
        last=last,
        before=way(request, number - 1, last),
        after=way(request, number + 1, last),
    )


def duties(schemes: Iterable[Scheme], found: BoardTotals) -> list[Tally]:
    """Return the duties that have windows, each with the first of the units that are pressed for it."""
    named = {(scheme.id, duty.id): (scheme, duty) for scheme in schemes for duty in scheme.duties}
    rows = []
    for each in found.duties:
        scheme, duty = named[each.scheme, each.duty]
        rows.append(
            Tally(
                duty.id,
                local(duty.title),
                each.totals,
                cadence=words.cadence(duty.cadence, scheme),
                lacking=each.lacking[:NAMED],
                more=max(0, len(each.lacking) - NAMED),
            )
        )
    return rows


def _unit(unit: Seen, found: BoardTotals, *, in_tree: bool) -> Tally:
    return Tally(unit.code, unit.name, found.of_unit(unit.code), unit.depth if in_tree else 1)


def page_number(request: Asked) -> int:
    """Return the number of the page that a request asks for, 1 if it says nothing sensible."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1  # no organisation has so many pages


def way(request: Asked, number: int, last: int) -> str:
    """Return the address of another page of the same question, or nothing if there is no such page."""
    if not 1 <= number <= last:
        return ""
    kept = {key: value for key, value in request.GET.items() if key != "page"}
    return f"{request.path}?{urlencode({**kept, 'page': number})}#units"


def first(units: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the first of some units, and how many there are beside."""
    return tuple(units[:NAMED]), max(0, len(units) - NAMED)
