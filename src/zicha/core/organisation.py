"""What a roster changes: facts to add, and facts that end where a new one begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan


@dataclass(frozen=True, slots=True)
class Changes:
    """What must be written so that the organisation is as a roster says.

    Attributes:
        units, people, holdings: facts to add.
        renamed: people with another name than before.
        ended_units, ended_holdings: pairs of a fact as it stands and as it stands with its earlier end.
        unchanged: how many facts of the roster were known already.
        contacts: where reminders are sent, by person; an empty roster's column changes nobody's.
    """

    units: tuple[UnitSpan, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]
    renamed: tuple[Person, ...]
    ended_units: tuple[tuple[UnitSpan, UnitSpan], ...]
    ended_holdings: tuple[tuple[Holding, Holding], ...]
    unchanged: int
    contacts: Mapping[str, str] = field(default_factory=dict)


def compare(roster: Roster, *, known: Roster) -> Changes:
    """Return what ``roster`` changes in what is ``known``.

    A fact for a unit that begins inside a known one ends that one there; a fact with an earlier end than a
    known one ends it. Raises ``Refusal`` for a fact that would change days before its own beginning, a
    parent or a person that nobody knows, and a unit below itself.
    """
    people = {person.id: person for person in known.people}
    new_people = {person.id: person for person in roster.people if person.id not in people}
    renamed = tuple(person for person in roster.people if person.id in people and people[person.id] != person)
    units = _compare_units(roster.units, known.units)
    holdings = _compare_holdings(roster.holdings, known.holdings)
    _check(roster, known, set(people) | set(new_people))
    facts = len(roster.units) + len(roster.people) + len(roster.holdings)
    changed = len(units[0]) + len(new_people) + len(renamed) + len(holdings[0]) + len(units[1]) + len(holdings[1])
    return Changes(
        units=units[0],
        people=tuple(new_people.values()),
        holdings=holdings[0],
        renamed=renamed,
        ended_units=units[1],
        ended_holdings=holdings[1],
        unchanged=max(0, facts - changed),
        contacts={person: contact for person, contact in roster.contacts.items() if contact},
    )


_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
LONGEST_CONTACT = 200


def check_contact(contact: str) -> None:
    """Raise ``Refusal`` for a contact that is too long or holds what looks like an identity number (GB 11643)."""
    if _NUMBER.search(re.sub(r"\s", "", contact)):
        raise Refusal("organisation.contact_number")
    if len(contact) > LONGEST_CONTACT or not contact.isprintable():
        raise Refusal("organisation.contact", longest=LONGEST_CONTACT)


def _compare_units(
    facts: Iterable[UnitSpan], known: Iterable[UnitSpan]
) -> tuple[tuple[UnitSpan, ...], tuple[tuple[UnitSpan, UnitSpan], ...]]:
    standing: dict[str, list[UnitSpan]] = {}
    for fact in sorted(known, key=lambda fact: fact.span):
        standing.setdefault(fact.unit, []).append(fact)
    added: list[UnitSpan] = []
    ended: dict[tuple[str, date], tuple[UnitSpan, UnitSpan]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.span, fact.level)):
        mine = standing.setdefault(fact.unit, [])
        if any(_says_nothing_new(fact, other) for other in mine):
            continue
        for place, other in enumerate(mine):
            if not other.span.overlaps(fact.span):
                continue
            mine[place] = _ended(other, fact)
            ended[other.unit, other.span.start] = (ended.get((other.unit, other.span.start), (other,))[0], mine[place])
        if not any(_same(fact, other) and other.span.start == fact.span.start for other in mine):
            mine.append(fact)
            added.append(fact)
    fresh = {(fact.unit, fact.span.start) for fact in added}
    latest = {(fact.unit, fact.span.start): fact for group in standing.values() for fact in group}
    kept = tuple(pair for key, pair in ended.items() if key not in fresh)
    return tuple(latest[fact.unit, fact.span.start] for fact in added), kept


def _ended(other: UnitSpan, fact: UnitSpan) -> UnitSpan:
    """``other`` as it stands once ``fact`` is known too."""
    if _same(other, fact) and other.span.start == fact.span.start:
        return replace(other, span=fact.span)
    if other.span.start < fact.span.start:
        return replace(other, span=Span(other.span.start, fact.span.start))
    raise Refusal("organisation.past", unit=fact.unit, day=fact.span.start)


def _same(one: UnitSpan, other: UnitSpan) -> bool:
    return (one.name, one.parent, one.level) == (other.name, other.parent, other.level)


def _says_nothing_new(fact: UnitSpan, other: UnitSpan) -> bool:
    """A roster handed in again, after a unit has moved on, repeats what was true; it ends nothing."""
    if not _same(fact, other):
        return False
    if fact.span == other.span:
        return True
    return fact.span.start == other.span.start and fact.span.end == date.max and other.span.end < date.max


def _compare_holdings(
    facts: Iterable[Holding], known: Iterable[Holding]
) -> tuple[tuple[Holding, ...], tuple[tuple[Holding, Holding], ...]]:
    standing = {(fact.unit, fact.person, fact.post, fact.span.start): fact for fact in known}
    added, ended = {}, []
    for fact in facts:
        key = (fact.unit, fact.person, fact.post, fact.span.start)
        if key not in standing:
            added[key] = fact
        elif fact.span.end < standing[key].span.end:
            ended.append((standing[key], fact))
    return tuple(added.values()), tuple(ended)


def _check(roster: Roster, known: Roster, people: set[str]) -> None:
    units = {fact.unit for fact in (*roster.units, *known.units)}
    for fact in roster.units:
        if fact.parent == fact.unit:
            raise Refusal("organisation.loop", unit=fact.unit)
        if fact.parent and fact.parent not in units:
            raise Refusal("organisation.parent_unknown", unit=fact.unit, parent=fact.parent)
    for holding in roster.holdings:
        if holding.unit not in units:
            raise Refusal("organisation.unit_unknown", unit=holding.unit, person=holding.person)
        if holding.person not in people:
            raise Refusal("organisation.person_unknown", person=holding.person)
    _check_loops(roster.units)


def _check_loops(facts: Iterable[UnitSpan]) -> None:
    above = {fact.unit: fact.parent for fact in facts}
    for unit in above:
        for step in _upwards(unit, above):
            if step == unit:
                raise Refusal("organisation.loop", unit=unit)


def _upwards(unit: str, above: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    while (unit := above.get(unit, "")) and unit not in seen:
        seen.add(unit)
        yield unit
