"""Units and people over time.

Nothing about a unit or a person is overwritten: every fact holds for a span of days, so that a past
period keeps the tree and the roster of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zicha.core.periods import Span


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """How one unit stood for a span of days.

    Attributes:
        unit: its code, which never changes.
        name: its name in these days.
        parent: the code of the unit above, or empty for the root.
        level: 1 for the root, 2 below it …
        span: the days for which this holds; ``date.max`` as end means until further notice.
    """

    unit: str
    name: str
    parent: str
    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    """A person: id and name, nothing else."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a post in a unit for a span of days. The post ``member`` makes up the roster."""

    person: str
    unit: str
    post: str
    span: Span


@dataclass(frozen=True, slots=True)
class Tree:
    """The organisation as it stood on one day.

    Attributes:
        units: the units of that day by code.
        below: the codes of the units directly below each unit, in order of code; the roots stand under ``""``.
    """

    units: Mapping[str, UnitSpan]
    below: Mapping[str, tuple[str, ...]]

    def __contains__(self, unit: object) -> bool:
        return unit in self.units

    @property
    def roots(self) -> tuple[str, ...]:
        """The units with nothing above them."""
        return self.below.get("", ())

    def name(self, unit: str) -> str:
        """Return the unit's name on that day."""
        return self.units[unit].name

    def level(self, unit: str) -> int:
        """Return 1 for a root, 2 for what is directly below it, and so on."""
        return self.units[unit].level

    def children(self, unit: str) -> tuple[str, ...]:
        """Return the units directly below."""
        return self.below.get(unit, ())

    def path(self, unit: str) -> tuple[str, ...]:
        """Return the codes from the root down to the unit itself."""
        path = [unit]
        while (parent := self.units[path[-1]].parent) in self.units and parent not in path:
            path.append(parent)
        return tuple(reversed(path))

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Return the codes above the unit, the root first."""
        return self.path(unit)[:-1]

    def subtree(self, unit: str) -> tuple[str, ...]:
        """Return the unit and everything below it, depth first."""
        found, waiting = [], [unit]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children(found[-1])))
        return tuple(found)


def tree_at(spans: Iterable[UnitSpan], *, on: date) -> Tree:
    """Return the tree of the units that stood on a day; a unit whose parent did not stand is a root."""
    units = {span.unit: span for span in sorted(spans, key=lambda span: span.unit) if on in span.span}
    below: dict[str, list[str]] = {}
    for code, span in units.items():
        below.setdefault(span.parent if span.parent in units else "", []).append(code)
    return Tree(units, {parent: tuple(children) for parent, children in below.items()})


def roster(holdings: Iterable[Holding], *, unit: str, on: date) -> tuple[str, ...]:
    """Return the ids of the people who held any post in the unit on that day, in order of id."""
    return tuple(sorted({holding.person for holding in holdings if holding.unit == unit and on in holding.span}))


@dataclass(frozen=True, slots=True)
class Roster:
    """An organisation as handed in: units, people and the posts they hold.

    Attributes:
        contacts: where people's reminders are sent, by id; only those that were given.
    """

    units: tuple[UnitSpan, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]
    contacts: Mapping[str, str] = field(default_factory=dict)
