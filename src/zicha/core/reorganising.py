"""What somebody decides about the organisation, turned into facts that hold from a day on.

Nothing is overwritten: a change ends the facts that held until then and begins others, so that a past period keeps
the tree and the roster of its time. The facts go through :func:`zicha.core.organisation.compare` like a roster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from zicha.core import units
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, Tree, UnitSpan

Kind = Literal[
    "founded", "renamed", "moved", "merged", "split", "closed", "joined", "left", "appointed", "relieved"
]  # fmt: skip
MEMBER = "member"
_CODE = re.compile(r"[\w-]{1,40}", re.ASCII)
_LONGEST_NAME = 200
_LONGEST_PERSON = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A new unit below ``parent`` (empty: at the top) from a day on."""

    unit: str
    name: str
    parent: str
    on: date


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name from a day on."""

    unit: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Move:
    """A unit goes, with everything below it, below another one from a day on."""

    unit: str
    parent: str
    on: date


@dataclass(frozen=True, slots=True)
class Merge:
    """Units go into another one from a day on: they close, what is below them and their members go with it."""

    units: tuple[str, ...]
    into: str
    on: date


@dataclass(frozen=True, slots=True)
class Split:
    """Part of a unit is a unit of its own, beside it, from a day on: some members, and some of the units below."""

    unit: str
    code: str
    name: str
    on: date
    people: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """A unit is no more from a day on; the posts held in it end."""

    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Appoint:
    """A person holds a post in a unit from a day on, until before ``until``; a new person has a name here."""

    person: str
    unit: str
    post: str
    on: date
    until: date = date.max
    name: str = ""


@dataclass(frozen=True, slots=True)
class Relieve:
    """A person holds a post in a unit no more from a day on; without a post, none in the unit; without both, none."""

    person: str
    on: date
    unit: str = ""
    post: str = ""


Decision = Found | Rename | Move | Merge | Split | Close | Appoint | Relieve


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the organisation's history: what was decided, from which day.

    Attributes:
        other: the unit it was moved below, merged into, or split from.
        name: the unit's name from then on.
    """

    kind: Kind
    on: date
    unit: str = ""
    other: str = ""
    name: str = ""
    person: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision as facts to add or to end, and as lines of history."""

    facts: Roster
    lines: tuple[Line, ...]


def plan(decision: Decision, *, known: Roster) -> Plan:
    """Return what a decision means for what is ``known``.

    Raises ``Refusal`` ``organisation.…`` for a unit or person that is not there on the day, a code or a post that is
    taken, a unit below itself, one that still has units below it, and a day before something that is known already.
    """
    return _PLANS[type(decision)](decision, _Known(known, decision.on))


class _Known:
    """What is known, as it stands on the day of the decision."""

    def __init__(self, known: Roster, on: date) -> None:
        self.on = on
        self.units = known.units
        self.people = {person.id: person for person in known.people}
        self.holdings = known.holdings
        self.tree: Tree = units.tree_at(known.units, on=on)

    def end(self, code: str) -> date:
        """Return until before which day a unit stands, that stands on the day."""
        if code not in self.tree:
            raise Refusal("organisation.not_standing", unit=code, day=self.on)
        return max(fact.span.end for fact in self.units if fact.unit == code)

    def unit(self, code: str) -> UnitSpan:
        """Return how a unit stands on the day; nothing later may be known of it yet."""
        self.end(code)
        later = [fact.span.start for fact in self.units if fact.unit == code and fact.span.start > self.on]
        if later:
            raise Refusal("organisation.later", unit=code, day=min(later))
        return self.tree.units[code]

    def changed(self, code: str, *, name: str = "", parent: str | None = None, level: int = 0) -> UnitSpan:
        """Return how a unit stands from the day on; what is not said stays."""
        now = self.unit(code)
        return UnitSpan(
            code,
            name or now.name,
            now.parent if parent is None else parent,
            level or now.level,
            Span(self.on, now.span.end),
        )

    def moved(self, code: str, parent: str) -> Iterator[UnitSpan]:
        """Yield a unit, and all below it whose level changes with it, below ``parent``."""
        if parent and parent in self.tree.subtree(code):
            raise Refusal("organisation.loop", unit=code)
        self._refuse_coming(code)
        self.check_outlasts(parent, self.unit(code).span.end)
        level = self.tree.level(parent) + 1 if parent else 1
        yield self.changed(code, parent=parent, level=level)
        shift = level - self.tree.level(code)
        for below in self.tree.subtree(code)[1:] if shift else ():
            yield self.changed(below, level=self.tree.level(below) + shift)

    def closed(self, code: str) -> UnitSpan:
        """Return a unit with its end on the day."""
        now = self.unit(code)
        self._refuse_coming(code)
        if now.span.start >= self.on:
            raise Refusal("organisation.past", unit=code, day=self.on)
        return replace(now, span=Span(now.span.start, self.on))

    def check_outlasts(self, parent: str, until: date) -> None:
        """Refuse to put below a unit what stands longer than it."""
        if parent and self.end(parent) < until:
            raise Refusal("organisation.parent_ends", unit=parent, day=self.end(parent))

    def _refuse_coming(self, code: str) -> None:
        """Refuse to change where a unit stands if another is already arranged to come below it later."""
        subtree = self.tree.subtree(code)
        for fact in self.units:
            if fact.parent in subtree and fact.span.start > self.on:
                raise Refusal("organisation.later", unit=fact.unit, day=fact.span.start)

    def ended(self, wanted: Callable[[Holding], bool]) -> tuple[Holding, ...]:
        """Return the posts that fit and are held on the day or later, with their end on the day."""
        found = [held for held in self.holdings if held.span.end > self.on and wanted(held)]
        for held in found:
            if held.span.start >= self.on:
                raise Refusal("organisation.later_post", person=held.person, unit=held.unit, day=held.span.start)
        return tuple(replace(held, span=Span(held.span.start, self.on)) for held in found)

    def transferred(self, members: Iterable[Holding], to: str) -> Iterator[Holding]:
        """Yield memberships of another unit, as those of ``to`` from the day on; who is there already, is not twice."""
        ends = {(held.unit, held.person, held.post, held.span.start): held.span.end for held in self.holdings}
        there = {held.person for held in self.holdings if held.unit == to and held.post == MEMBER and self.holds(held)}
        for held in members:
            if held.post == MEMBER and held.person not in there:
                until = ends[held.unit, held.person, held.post, held.span.start]
                yield Holding(held.person, to, MEMBER, Span(self.on, until))

    def holds(self, held: Holding) -> bool:
        """Whether a post is held on the day."""
        return self.on in held.span


def _roster(spans: Iterable[UnitSpan] = (), people: Iterable[Person] = (), holdings: Iterable[Holding] = ()) -> Roster:
    return Roster(tuple(spans), tuple(people), tuple(holdings))


def _check_new(code: str, name: str, known: _Known) -> None:
    if not _CODE.fullmatch(code):
        raise Refusal("organisation.code", unit=code)
    if any(fact.unit == code for fact in known.units):
        raise Refusal("organisation.unit_taken", unit=code)
    _check_name(name, _LONGEST_NAME)


def _check_name(name: str, longest: int) -> None:
    if not name.strip() or len(name) > longest or not name.isprintable():
        raise Refusal("organisation.name", name=name, longest=longest)


def _found(decision: Found, known: _Known) -> Plan:
    _check_new(decision.unit, decision.name, known)
    level = known.unit(decision.parent).level + 1 if decision.parent else 1
    known.check_outlasts(decision.parent, date.max)
    fact = UnitSpan(decision.unit, decision.name, decision.parent, level, Span(decision.on, date.max))
    line = Line("founded", decision.on, decision.unit, other=decision.parent, name=decision.name)
    return Plan(_roster([fact]), (line,))


def _rename(decision: Rename, known: _Known) -> Plan:
    _check_name(decision.name, _LONGEST_NAME)
    if known.unit(decision.unit).name == decision.name:
        raise Refusal("organisation.nothing", day=decision.on)
    fact = known.changed(decision.unit, name=decision.name)
    return Plan(_roster([fact]), (Line("renamed", decision.on, decision.unit, name=decision.name),))


def _move(decision: Move, known: _Known) -> Plan:
    if decision.parent:
        known.unit(decision.parent)
    if known.unit(decision.unit).parent == decision.parent:
        raise Refusal("organisation.nothing", day=decision.on)
    facts = known.moved(decision.unit, decision.parent)
    return Plan(_roster(facts), (Line("moved", decision.on, decision.unit, other=decision.parent),))


def _close(decision: Close, known: _Known) -> Plan:
    below = {fact.unit for fact in known.units if fact.parent == decision.unit and fact.span.end > decision.on}
    if below:
        raise Refusal("organisation.still_below", unit=decision.unit, below="、".join(sorted(below)))
    fact = known.closed(decision.unit)
    posts = known.ended(lambda held: held.unit == decision.unit)
    return Plan(_roster([fact], holdings=posts), (Line("closed", decision.on, decision.unit),))


def _merge(decision: Merge, known: _Known) -> Plan:
    known.unit(decision.into)
    closing = tuple(dict.fromkeys(unit for unit in decision.units if unit != decision.into))
    if not closing:
        raise Refusal("organisation.nothing", day=decision.on)
    facts, posts = [], []
    for unit in closing:
        if unit in known.tree.path(decision.into):
            raise Refusal("organisation.loop", unit=unit)
        facts += [known.closed(unit)]
        for child in known.tree.children(unit):
            facts += [] if child in closing else list(known.moved(child, decision.into))
        ended = known.ended(lambda held, unit=unit: held.unit == unit)  # type: ignore[misc] # a lambda has no types
        posts += [*ended, *known.transferred(ended, decision.into)]
    lines = tuple(Line("merged", decision.on, unit, other=decision.into) for unit in closing)
    return Plan(_roster(facts, holdings=_once(posts)), lines)


def _once(posts: Iterable[Holding]) -> Iterable[Holding]:
    """Of two memberships of one person in one unit from one day, keep the longer."""
    found: dict[tuple[str, str, str, date], Holding] = {}
    for held in posts:
        key = (held.unit, held.person, held.post, held.span.start)
        if key not in found or found[key].span.end < held.span.end:
            found[key] = held
    return found.values()


def _split(decision: Split, known: _Known) -> Plan:
    _check_new(decision.code, decision.name, known)
    now = known.unit(decision.unit)
    facts = [UnitSpan(decision.code, decision.name, now.parent, now.level, Span(decision.on, now.span.end))]
    for below in decision.below:
        if known.unit(below).parent != decision.unit:
            raise Refusal("organisation.not_below", unit=below, parent=decision.unit)
        facts += [replace(known.changed(below), parent=decision.code)]
    posts = known.ended(lambda held: held.unit == decision.unit and held.person in decision.people)
    missing = set(decision.people) - {held.person for held in posts}
    if missing:
        raise Refusal("organisation.holds_nothing", person="、".join(sorted(missing)), day=decision.on)
    coming = tuple(known.transferred(posts, decision.code))
    lines = (
        Line("split", decision.on, decision.code, other=decision.unit, name=decision.name),
        *(Line("moved", decision.on, below, other=decision.code) for below in decision.below),
        *(Line("joined", decision.on, decision.code, person=held.person, post=MEMBER) for held in coming),
    )
    return Plan(_roster(facts, holdings=[*posts, *coming]), lines)


def _appoint(decision: Appoint, known: _Known) -> Plan:
    ends = known.end(decision.unit)
    if decision.until <= decision.on:
        raise Refusal("organisation.until", day=decision.on)
    people = _joining(decision, known)
    fact = Holding(decision.person, decision.unit, decision.post, Span(decision.on, min(decision.until, ends)))
    for held in known.holdings:
        same = (held.person, held.unit, held.post) == (fact.person, fact.unit, fact.post)
        if same and held.span.overlaps(fact.span):
            raise Refusal("organisation.holds_already", person=fact.person, unit=fact.unit, day=held.span.start)
    kind: Kind = "joined" if decision.post == MEMBER else "appointed"
    line = Line(kind, decision.on, decision.unit, person=decision.person, post=decision.post)
    return Plan(_roster(people=people, holdings=[fact]), (line,))


def _joining(decision: Appoint, known: _Known) -> tuple[Person, ...]:
    before = known.people.get(decision.person)
    if before is None:
        if not _CODE.fullmatch(decision.person):
            raise Refusal("organisation.code", unit=decision.person)
        _check_name(decision.name, _LONGEST_PERSON)
        return (Person(decision.person, decision.name),)
    if decision.name and decision.name != before.name:
        raise Refusal("organisation.person_taken", person=before.id, name=before.name)
    return ()


def _relieve(decision: Relieve, known: _Known) -> Plan:
    def meant(held: Holding) -> bool:
        fits = decision.unit in ("", held.unit) and decision.post in ("", held.post)
        return held.person == decision.person and fits

    posts = known.ended(meant)
    if not posts:
        raise Refusal("organisation.holds_nothing", person=decision.person, day=decision.on)
    kind: Kind = "relieved" if decision.post not in ("", MEMBER) else "left"
    line = Line(kind, decision.on, decision.unit, person=decision.person, post=decision.post)
    return Plan(_roster(holdings=posts), (line,))


_PLANS: dict[type, Callable[..., Plan]] = {
    Found: _found,
    Rename: _rename,
    Move: _move,
    Merge: _merge,
    Split: _split,
    Close: _close,
    Appoint: _appoint,
    Relieve: _relieve,
}


def choose(words: str, *, known: Roster, on: date) -> str:
    """Return the id of the person meant by an id, a name, or ``name@place``: a unit's code or name, or a post's id.

    Of two people with one name, those without a post on the day step back; where it stays unclear, ``Refusal`` names
    each with the units and posts held, so that the person can say whom.
    """
    if any(person.id == words for person in known.people):
        return words
    name, _, place = words.partition("@")
    held = [each for each in known.holdings if on in each.span]
    names = {fact.unit: fact.name for fact in known.units if on in fact.span}
    found = [person.id for person in known.people if person.name == name]
    if place:
        inside = {each.person for each in held if place in (each.unit, names.get(each.unit, ""), each.post)}
        found = [person for person in found if person in inside]
    elif len(found) > 1:
        found = [person for person in found if any(each.person == person for each in held)] or found
    if not found:
        raise Refusal("organisation.nobody", name=words)
    if len(found) > 1:
        raise Refusal(
            "organisation.namesakes", name=name, found="；".join(_placed(each, held, names) for each in found)
        )
    return found[0]


def _placed(person: str, held: Iterable[Holding], names: dict[str, str]) -> str:
    places = dict.fromkeys(names.get(each.unit, each.unit) for each in held if each.person == person)
    return f"{person}（{'、'.join(places) or '—'}）"
