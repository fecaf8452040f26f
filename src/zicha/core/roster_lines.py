"""What a roster changed in an organisation that was there before, as lines of its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zicha.core.organisation import Changes
from zicha.core.reorganising import MEMBER, Kind, Line
from zicha.core.units import Roster, UnitSpan


def lines(changes: Changes, *, known: Roster) -> tuple[Line, ...]:
    """Return the lines of a roster's changes; a first roster founds everything, and that is no change."""
    if not known.units:
        return ()
    return (*_of_units(changes, {fact.unit for fact in known.units}), *_of_posts(changes))


def _of_units(changes: Changes, known: set[str]) -> Iterator[Line]:
    before: dict[tuple[str, date], UnitSpan] = {(fact.unit, fact.span.end): fact for _, fact in changes.ended_units}
    for fact in sorted(changes.units, key=lambda fact: (fact.unit, fact.span)):
        last = before.pop((fact.unit, fact.span.start), None)
        if last is None and fact.unit not in known:
            yield Line("founded", fact.span.start, fact.unit, other=fact.parent, name=fact.name)
        if last is not None and last.name != fact.name:
            yield Line("renamed", fact.span.start, fact.unit, name=fact.name)
        if last is not None and last.parent != fact.parent:
            yield Line("moved", fact.span.start, fact.unit, other=fact.parent)
        if fact.span.end < date.max:
            before[fact.unit, fact.span.end] = fact
    for (unit, end), _fact in sorted(before.items()):
        yield Line("closed", end, unit)


def _of_posts(changes: Changes) -> Iterator[Line]:
    for held in changes.holdings:
        kind: Kind = "joined" if held.post == MEMBER else "appointed"
        yield Line(kind, held.span.start, held.unit, person=held.person, post=held.post)
    for _was, held in changes.ended_holdings:
        kind_of_end: Kind = "left" if held.post == MEMBER else "relieved"
        yield Line(kind_of_end, held.span.end, held.unit, person=held.person, post=held.post)
