"""Who may do what: pure answers from posts held on a day and the place of a thing in the tree.

A sign-in has rights only through the posts its person holds; the account that runs the installation has
none over content. What a person may not see does not exist for that person: callers answer "not found".
The rules are the table ``RULES``; what reads like an exception beside it is one, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zicha.core.periods import Span
from zicha.core.unit_index import Order, Stretches
from zicha.core.units import Holding, UnitSpan, tree_at

Action = Literal[
    "see",
    "record",
    "correct",
    "withdraw",
    "import",
    "waive",
    "write_report",
    "submit_report",
    "decide_report",
    "open_problem",
    "work_problem",
    "accept_problem",
    "hold_meeting",
    "manage_sheet",
    "invite",
    "sign_in",
    "hand_in",
    "answer_suggestion",
    "remind",
    "share",
    "manage",
]
Reach = Literal["own", "subtree", "above", "above_or_root", "anywhere"]

AUDITOR = "auditor"
LEADING_POSTS = frozenset({"lead", "direct"})
"""第一责任人 and 直接责任人: they decide for their unit, and for the units below it as the unit above."""

ANSWERING_POSTS = LEADING_POSTS | {"recorder"}
"""Holders see their unit's subtree and record for it; every other post but the auditor's sees its own unit."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: a person who is signed in, or the bearer of an audit link.

    Attributes:
        person: the person's id, or empty for an account or a link that belongs to nobody.
        is_admin: whether the account runs the installation; this gives no right over content.
        holdings: the posts the person holds, with their spans.
        read_only: whether nothing but seeing is open, whatever the posts say.
    """

    person: str
    is_admin: bool = False
    holdings: tuple[Holding, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, or something that belongs to it.

    Attributes:
        path: codes from the root down to the unit, as the tree stands on the day of the question.
        private: whether only those who took part may see it.
        people: ids of those who took part or are invited.
        owners: ids of those who answer for it, as the owner of a problem: they may work on it, and not accept it.
    """

    path: tuple[str, ...]
    private: bool = False
    people: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Own:
    """Something that is one person's alone, as a private note, a device or what is held about the person."""

    person: str


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation itself: accounts, schemes, the organisation's tree."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A post opens an action as far as it reaches.

    Attributes:
        posts: the posts it needs; empty for every post but the auditor's.
        reach: the unit the post is held in, that with all below it, only what it stands above (with or without
            itself where it is a root), or every unit.
    """

    posts: frozenset[str]
    reach: Reach


_RECORDING = (Grant(ANSWERING_POSTS, "subtree"),)
_DECIDING = (Grant(LEADING_POSTS, "subtree"),)

RULES: Mapping[Action, tuple[Grant, ...]] = {
    "see": (Grant(ANSWERING_POSTS | {AUDITOR}, "subtree"), Grant(frozenset(), "own")),
    "record": _RECORDING,
    "correct": _RECORDING,
    "withdraw": _RECORDING,
    "import": _RECORDING,
    "waive": (Grant(LEADING_POSTS, "above_or_root"),),
    "write_report": _RECORDING,
    "submit_report": (Grant(LEADING_POSTS, "own"),),
    "decide_report": (Grant(LEADING_POSTS, "above"),),
    "open_problem": _RECORDING,
    "work_problem": _RECORDING,
    "accept_problem": _DECIDING,
    "hold_meeting": _RECORDING,
    "manage_sheet": _RECORDING,
    "invite": (Grant(ANSWERING_POSTS, "anywhere"),),
    "sign_in": (Grant(frozenset(), "own"),),
    "hand_in": (Grant(frozenset(), "anywhere"),),
    "answer_suggestion": _DECIDING,
    "remind": _DECIDING,
    "share": _DECIDING,
    "manage": (),
}
"""Which posts open which action. Nobody decides on the own unit's report, and nobody waives the own unit's
duty, but at a root, which has no unit above. To share is to give an auditor a link to what one decides on oneself.
Whoever records may invite anybody: a guest, a presenter or an owner may be of any unit.
The organisation itself is managed by the administrator."""


def may(actor: Actor, action: Action, thing: Place | Own | Installation, on: date) -> bool:
    """Return whether ``actor`` may do ``action`` to ``thing`` on the day ``on``."""
    if actor.read_only and action != "see":
        return False
    if isinstance(thing, Installation):
        return _may_installation(actor, action, on)
    if isinstance(thing, Own):
        return bool(thing.person) and actor.person == thing.person
    if thing.private and not _is_one_of(actor, thing.people):
        return False
    if action == "accept_problem" and (not actor.person or actor.person in thing.owners):
        return False
    held = _held(actor, on)
    return _is_named(actor, action, thing, held) or any(
        _fits(holding, grant) and _reaches(holding, grant, thing.path) for holding in held for grant in RULES[action]
    )


def visible(actor: Actor, *, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    """Return the codes of the units among ``paths`` (root first) that ``actor`` may see on ``on``."""
    return allowed(actor, "see", paths=paths, on=on)


def recordable(actor: Actor, *, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    """Return the codes of the units among ``paths`` (root first) that ``actor`` may record for on ``on``."""
    return allowed(actor, "record", paths=paths, on=on)


def allowed(actor: Actor, action: Action, *, paths: Iterable[tuple[str, ...]], on: date) -> frozenset[str]:
    """Return the codes of the units among ``paths`` (root first) to which ``actor`` may do ``action`` on ``on``."""
    if (actor.read_only and action != "see") or (action == "accept_problem" and not actor.person):
        return frozenset()
    pairs = [(held, grant) for held in _held(actor, on) for grant in RULES[action] if _fits(held, grant)]
    return frozenset(path[-1] for path in paths if path and any(_reaches(*pair, path) for pair in pairs))


def within(actor: Actor, action: Action, *, order: Order, on: date) -> Stretches:
    """Return the units of the tree of the day ``on`` to which ``actor`` may do ``action``, as stretches of it.

    That is :func:`allowed` without a look at each unit: what it costs follows from the posts the actor holds.
    """
    if (actor.read_only and action != "see") or (action == "accept_problem" and not actor.person):
        return Stretches(order, ())
    pairs = [(held, grant) for held in _held(actor, on) for grant in RULES[action] if _fits(held, grant)]
    return Stretches(order, (_stretch(held, grant, order) for held, grant in pairs))


def standing_paths(spans: Iterable[UnitSpan], *, on: date) -> dict[str, tuple[str, ...]]:
    """Return the path of every unit there ever was, as it counts for rights on ``on``.

    That is the path in the tree of ``on``, so that a unit that moved yesterday is out of its old superior's view
    today; for one that stands no more, its last; for one that does not stand yet, its first.
    """
    known = tuple(spans)
    days: dict[str, date] = {}
    for span in sorted(known, key=lambda span: span.span):
        if span.span.start <= on or span.unit not in days:
            days[span.unit] = min(max(on, span.span.start), span.span.last_day)
    trees = {day: tree_at(known, on=day) for day in set(days.values())}
    return {unit: trees[day].path(unit) for unit, day in days.items()}


def bearer(*, unit: str, span: Span) -> Actor:
    """Return who comes with an audit link: nobody's account, reading one subtree for a span of days."""
    return Actor("", holdings=(Holding("", unit, AUDITOR, span),), read_only=True)


def _may_installation(actor: Actor, action: Action, on: date) -> bool:
    if action == "manage":
        return actor.is_admin
    return action == "see" and (actor.is_admin or bool(_held(actor, on)))


def _is_one_of(actor: Actor, people: frozenset[str]) -> bool:
    return bool(actor.person) and actor.person in people


def _is_named(actor: Actor, action: Action, place: Place, held: tuple[Holding, ...]) -> bool:
    """Whether being named opens it to someone who holds any post: an owner works, an invited guest signs in."""
    named = {"work_problem": place.owners, "sign_in": place.people}.get(action, frozenset())
    return bool(held) and _is_one_of(actor, named)


def _held(actor: Actor, on: date) -> tuple[Holding, ...]:
    return tuple(holding for holding in actor.holdings if on in holding.span)


def _fits(holding: Holding, grant: Grant) -> bool:
    return holding.post in grant.posts if grant.posts else holding.post != AUDITOR


def _stretch(holding: Holding, grant: Grant, order: Order) -> range:
    """The places of a day's tree that a grant opens to a holder; :func:`_reaches` says the same of one path."""
    if grant.reach == "anywhere":
        return range(len(order.units))
    subtree = order.stretches.get(holding.unit, range(0))
    match grant.reach:
        case "own":
            return subtree[:1]
        case "subtree":
            return subtree
        case "above_or_root" if holding.unit in order.tree.roots:
            return subtree
        case "above" | "above_or_root":
            return subtree[1:]


def _reaches(holding: Holding, grant: Grant, path: tuple[str, ...]) -> bool:
    match grant.reach:
        case "own":
            return path[-1:] == (holding.unit,)
        case "subtree":
            return holding.unit in path
        case "above":
            return holding.unit in path[:-1]
        case "above_or_root":
            return holding.unit in path[:-1] or path == (holding.unit,)
        case "anywhere":
            return bool(path)
