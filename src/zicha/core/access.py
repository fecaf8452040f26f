"""Who may do what: pure answers from posts held on a day and the place of a thing in the tree.

A sign-in has rights only through the posts its person holds; the account that runs the installation has
none over content. What a person may not see does not exist for that person: callers answer "not found".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zicha.core.units import Holding

Action = Literal["see", "record", "import", "write_report", "manage"]

ANSWERING_POSTS = frozenset({"lead", "direct", "recorder"})
"""Holders see their unit's subtree and record for it; every other post sees its own unit."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who is signed in.

    Attributes:
        person: the person's id, or empty for an account that belongs to nobody.
        is_admin: whether the account runs the installation; this gives no right over content.
        holdings: the posts the person holds, with their spans.
    """

    person: str
    is_admin: bool = False
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, or something that belongs to it.

    Attributes:
        path: codes from the root down to the unit, as the tree stood on the day asked for.
        private: whether only those who took part may see it.
        people: ids of those who took part.
    """

    path: tuple[str, ...]
    private: bool = False
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation itself: accounts, schemes, the organisation's tree."""


def may(actor: Actor, action: Action, thing: Place | Installation, on: date) -> bool:
    """Return whether ``actor`` may do ``action`` to ``thing`` on the day ``on``."""
    if isinstance(thing, Installation):
        return actor.is_admin or (action == "see" and bool(_held(actor, on)))
    if thing.private and actor.person not in thing.people:
        return False
    if action == "manage":
        return False
    return any(_reaches(holding, action, thing.path) for holding in _held(actor, on))


def visible(actor: Actor, *, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    """Return the codes of the units among ``paths`` (root first) that ``actor`` may see on ``on``."""
    return _units(actor, "see", paths, on)


def recordable(actor: Actor, *, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    """Return the codes of the units among ``paths`` (root first) that ``actor`` may record for on ``on``."""
    return _units(actor, "record", paths, on)


def _units(actor: Actor, action: Action, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    return frozenset(path[-1] for path in paths if may(actor, action, Place(path), on))


def _held(actor: Actor, on: date) -> tuple[Holding, ...]:
    return tuple(holding for holding in actor.holdings if on in holding.span)


def _reaches(holding: Holding, action: Action, path: tuple[str, ...]) -> bool:
    if holding.post in ANSWERING_POSTS:
        return holding.unit in path
    return action == "see" and path[-1:] == (holding.unit,)
