"""The suggestion box: handing in, the receipt, and answering; what the ledger is told, and when.

Entries of the ledger carry their instant. What somebody handed in today is told to it on a later day, or together
with the first step of whoever answers, so that no instant of the hander-in's stands anywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from zicha.core import problems, suggestions, units
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft
from zicha.core.suggestions import Count, StepName, Suggestion, Urgency
from zicha.core.units import Tree
from zicha.core.workdays_cn import CALENDAR
from zicha.services import erasure
from zicha.services.days import day_of
from zicha.services.erasure import Order
from zicha.store.queries import schemes, threads
from zicha.store.queries import suggestions as queries
from zicha.store.queries import units as unit_queries
from zicha.store.writes import erasure as erasure_writes
from zicha.store.writes import ledger as ledger_writes
from zicha.store.writes import suggestions as writes
from zicha.store.writes.ledger import Entering
from zicha.store.writes.transaction import writing

SHORTEST_NONCE = 16


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in.

    Attributes:
        person: who, if that person wishes to be named; else empty.
        above: whether it is about the unit's own leading, so that the unit above answers.
        by_link: whether it came by the open link of a poster.
    """

    unit: str
    urgency: str
    text: str
    person: str = ""
    above: bool = False
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the hander-in takes along: the code, told this once, and what it stands for."""

    code: str
    suggestion: Suggestion


def hand_in(*, handed: Handed, nonce: str, day: date) -> Receipt:
    """Keep what somebody hands in on a day and return its receipt; a second tap returns the same one.

    Raises ``Refusal`` ``suggestions.…`` for no text or a very long one, an unknown urgency or unit, a matter for the
    unit above where there is none, and a box that is full for the day.
    """
    fresh = Suggestion(
        id=0,
        unit=_answering(handed, day),
        urgency=suggestions.read_urgency(handed.urgency),
        day=day,
        text=suggestions.admit_text(handed.text),
        person=handed.person,
    )
    mark = nonce if len(nonce) >= SHORTEST_NONCE else secrets.token_urlsafe()
    code = suggestions.receipt(nonce=mark, key=settings.SECRET_KEY.encode())
    with writing():
        before = queries.by_digest(digest=suggestions.digest(code))
        if before is not None:
            return Receipt(code, before)
        today, opened = queries.room(unit=fresh.unit, day=day)
        suggestions.admit_room(today=today, opened=opened, by_link=handed.by_link)
        number = writes.add(handed_in=fresh, digest=suggestions.digest(code), by_link=handed.by_link)
        return Receipt(code, require(number))


def of_receipt(*, code: str) -> Suggestion:
    """Return what a receipt is for; raise ``Refusal`` ``suggestions.receipt_unknown``."""
    found = queries.by_digest(digest=suggestions.digest(code))
    if found is None:
        raise Refusal("suggestions.receipt_unknown")
    return found


def erase(*, code: str, today: date) -> Suggestion:
    """Erase, at a receipt's word, what was handed in, its answer and who; the counts stay. A repeat changes nothing.

    A backup that brings it back is erased again when it is restored.
    """
    with writing():
        found = of_receipt(code=code)
        if found.erased_on is None:
            erasure.note_suggestion(number=found.id, home=Path(settings.ZICHA_HOME))
            writes.erase(numbers=[found.id], on=today, told=False)
        found = require(found.id)
    erasure_writes.wipe()
    return found


def require(number: int) -> Suggestion:
    """Return a suggestion by its number; raise ``Refusal`` ``suggestions.unknown``."""
    found = queries.one(number=number)
    if found is None:
        raise Refusal("suggestions.unknown")
    return found


def triage(*, number: int, urgency: str, at: datetime, by: str) -> Suggestion:
    """Put a suggestion into another urgency, which moves its day; the same again changes nothing."""
    wanted = suggestions.read_urgency(urgency)
    with writing():
        found = _open(number)
        if found.urgency != wanted:
            _tell(found, "triage", at=at, by=by, urgency=wanted)
            writes.set_urgency(number=number, urgency=wanted)
        return require(number)


def forward(*, number: int, unit: str, at: datetime, by: str) -> Suggestion:
    """Give a suggestion to another unit to answer, by the same day.

    Raises ``Refusal`` for an unknown unit, and for the one that has it already.
    """
    with writing():
        found = _open(number)
        _require_unit(unit, day_of(at))
        if found.unit == unit:
            raise Refusal("suggestions.unit_same")
        _tell(found, "forward", at=at, by=by)
        writes.forward(number=number, unit=unit)
        return require(number)


def answer(*, number: int, text: str, at: datetime, by: str) -> Suggestion:
    """Answer a suggestion, once; who has the receipt reads it. Raises ``Refusal`` for no text."""
    said = suggestions.admit_text(text)
    with writing():
        found = require(number)
        if found.answer == said:
            return found
        suggestions.require_open(found)
        _tell(found, "answer", at=at, by=by)
        writes.answer(number=number, text=said, on=day_of(at), by=by)
        return require(number)


def entry_of(*, number: int, at: datetime) -> int:
    """Return the ledger's entry that says a suggestion was received, telling the ledger first if it must."""
    with writing():
        found = require(number)
        if not found.entry:
            _receive([found], at)
        return require(number).entry


def problems_from(*, entry: int, as_known_at: datetime) -> tuple[tuple[int, str], ...]:
    """Return entry and number of the problems that were opened from a suggestion."""
    if not entry:
        return ()
    values = {"source": "suggestion", "origin": str(entry)}
    found = threads.linked(kind=problems.PROBLEM, values=values, as_known_at=as_known_at)
    return tuple((each.entry, str(dict(each.draft.fields)["number"])) for each in found)


def listed(*, units: Collection[str], on: date) -> tuple[Suggestion, ...]:
    """Return what some units answer: what waits first, by the day its answer is due, then the newest."""
    found = queries.of_units(units=units)
    waiting = sorted((each for each in found if each.state == "open"), key=lambda each: (each.due(CALENDAR), each.id))
    return (*waiting, *reversed([each for each in found if each.state != "open" and each.day <= on]))


def waiting(*, units: Collection[str]) -> tuple[Suggestion, ...]:
    """Return what still waits for an answer of some units, by day."""
    return queries.of_units(units=units, waiting=True) if units else ()


def counted(*, units: Collection[str], since: date, on: date) -> Count:
    """Return how many came to some units from a day on, as numbers and not broken down where they are small.

    Those of the day ``on`` are not among them yet: a number that grew while somebody wrote would say who did.
    """
    return suggestions.count(each for each in queries.of_units(units=units, since=since) if each.day < on)


def settle(*, now: datetime) -> None:
    """Tell the ledger what was received, and what was erased at a receipt's word, on days before today."""
    today = day_of(now)
    with writing():
        _receive(queries.untold(before=today), now)
        erased = queries.untold_erasures(before=today)
        order = Order("request", now, suggestions.BOX, Path(settings.ZICHA_HOME), mark=secrets.token_hex(8))
        erasure.append(lines=[f"suggestion {number}" for number in erased], order=order, scope="value")
        writes.tell_erasures(numbers=erased)


def _answering(handed: Handed, day: date) -> str:
    """The unit that answers: the one it was handed to, or the one above it."""
    tree = _require_unit(handed.unit, day)
    if not handed.above:
        return handed.unit
    above = tree.path(handed.unit)[:-1]
    if not above:
        raise Refusal("suggestions.nobody_above")
    return above[-1]


def _require_unit(unit: str, day: date) -> Tree:
    tree = units.tree_at(unit_queries.spans(), on=day)
    if unit not in tree:
        raise Refusal("suggestions.unit_unknown")
    return tree


def _open(number: int) -> Suggestion:
    found = require(number)
    suggestions.require_open(found)
    return found


def _tell(found: Suggestion, step: StepName, *, at: datetime, by: str, urgency: Urgency | None = None) -> None:
    if not found.entry:
        _receive([found], at)
    settle(now=at)
    _append([suggestions.taken(found, step, on=day_of(at), urgency=urgency)], at, by)


def _receive(found: Sequence[Suggestion], at: datetime) -> None:
    """In the order of their random numbers, which tells nothing."""
    fresh = sorted(found, key=lambda each: each.id)
    entries = _append([suggestions.received(each) for each in fresh], at, suggestions.BOX)
    for each, entry in zip(fresh, entries, strict=True):
        writes.set_entry(number=each.id, entry=entry)


def _append(drafts: Iterable[Draft], at: datetime, by: str) -> tuple[int, ...]:
    entering = [Entering(draft, at, by) for draft in drafts]
    made = ledger_writes.append(entering, kind_of=schemes.kinds_over_time()) if entering else ()
    return tuple(each.entry for each in made)
