"""The board of a subtree: one line a unit, one column a duty, fifty units a page.

What a page costs follows from the units on it. What is the most pressing of all units, the roll-up says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from zicha.core.scheme import Scheme
from zicha.core.unit_index import Stretches
from zicha.services import kept_boards
from zicha.services.board_totals import UnitBoard
from zicha.web import paging, roll_up, words
from zicha.web.asking import Asked, Question
from zicha.web.language import local
from zicha.web.roll_up import A_PAGE, Tally

_SAID = ("unit", "period", "on", "known")


@dataclass(frozen=True, slots=True)
class Column:
    """A duty that some unit on the page owes; ``cadence`` in words, ``asked`` as a link asks for it."""

    asked: str
    title: str
    cadence: str


@lru_cache(maxsize=4_096)
def tally(said: bytes) -> Tally | None:
    """Return windows counted, from which they follow; nothing for a unit that does not owe them."""
    totals = roll_up.counted(said)
    return Tally("", "", totals) if any(state != "no_data" for state, _n in totals) else None


@dataclass(frozen=True)
class Line:
    """A unit, and its windows by duty.

    Attributes:
        asked: as a link asks for it.
        above: the name of the unit above it, where that is not on the page.
        said: its windows of each column, a byte each.
    """

    code: str
    asked: str
    name: str
    depth: int
    above: str
    said: tuple[bytes, ...]

    @property
    def cells(self) -> Iterator[Tally | None]:
        """Its windows of each column, counted; ``None`` where it owes none."""
        return map(tally, self.said)

    @cached_property
    def all(self) -> Tally:
        """All its windows together."""
        return Tally(self.code, "", roll_up.counted(b"".join(said for said in self.said if tally(said))))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the units below one, in the order of the tree.

    Attributes:
        asked: what a link to a cell asks for, column after column.
        windows: the way to the windows of a cell, but for its unit and duty.
        text: what names or codes must hold; ``kept`` is what else the request asks for, by name.
        found: how many units that leaves; ``of`` is how many there are.
        before, after: the ways to the pages beside it, or empty.
    """

    columns: tuple[Column, ...]
    asked: tuple[str, ...]
    lines: tuple[Line, ...]
    windows: str
    text: str
    kept: tuple[tuple[str, str], ...]
    found: int
    of: int
    number: int
    last: int
    before: str
    after: str


def read(request: Asked, schemes: Sequence[Scheme]) -> Page:
    """Return the page that a request asks for, by ``q`` and ``page``."""
    question = request.question
    every = question.members()
    text = request.GET.get("q", "").strip()
    meant: Sequence[str] = tuple(every.found(text)) if text else every
    last = max(1, -(-len(meant) // A_PAGE))
    number = min(paging.asked(request), last)
    units = tuple(meant[(number - 1) * A_PAGE : number * A_PAGE])
    board = kept_boards.by_duty(units=units, period=question.period, on=question.on, as_known_at=question.as_known_at)
    columns = _columns(schemes, board)
    return Page(
        columns=columns,
        asked=tuple(column.asked for column in columns),
        lines=tuple(_lines(every, units, board)),
        windows=_windows(question),
        text=text,
        kept=tuple((name, value) for name in _SAID if (value := request.GET.get(name))),
        found=len(meant),
        of=len(every),
        number=number,
        last=last,
        before=roll_up.way(request, number - 1, last),
        after=roll_up.way(request, number + 1, last),
    )


def _columns(schemes: Sequence[Scheme], board: UnitBoard) -> tuple[Column, ...]:
    named = {(scheme.id, duty.id): (scheme, duty) for scheme in schemes for duty in scheme.duties}
    found = (named[each] for each in board.duties)
    return tuple(
        Column(urlencode({"duty": duty.id}), local(duty.title), words.cadence(duty.cadence, scheme))
        for scheme, duty in found
    )


def _windows(question: Question) -> str:
    link = question.link("windows", unit="")
    return f"{link}{'&' if '?' in link else '?'}"


def _lines(every: Stretches, units: Sequence[str], board: UnitBoard) -> Iterator[Line]:
    tree, shown = every.order.tree, frozenset(units)
    for unit in units:
        parent = tree.units[unit].parent
        yield Line(
            code=unit,
            asked=urlencode({"unit": unit}),
            name=tree.name(unit),
            depth=every.depth(unit),
            above=tree.name(parent) if parent in every and parent not in shown else "",
            said=tuple(board.states.get((unit, *duty), b"") for duty in board.duties),
        )
