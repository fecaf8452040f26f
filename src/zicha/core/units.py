"""Units and people over time.

Nothing about a unit or a person is overwritten: every fact holds for a span of days, so that a past
period keeps the tree and the roster of its time.
"""

from __future__ import annotations

from dataclasses import dataclass

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
class Roster:
    """Units, people and posts as an organisation hands them in, to be added to what is known."""

    units: tuple[UnitSpan, ...] = ()
    people: tuple[Person, ...] = ()
    holdings: tuple[Holding, ...] = ()
