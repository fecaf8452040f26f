"""The run of a day: pass on what is long overdue, and send each person one digest at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.conf import settings

from zicha.core import digest, reminders
from zicha.core.digest import Load, Names
from zicha.core.duelist import Item
from zicha.core.findings import Refusal
from zicha.core.reminders import Reminder
from zicha.core.text import Language
from zicha.core.workdays_cn import CALENDAR
from zicha.services import duelist, sending
from zicha.services import reminders as pressing
from zicha.services.days import day_of
from zicha.services.sending import Post, UndeliveredError
from zicha.store.queries import calendars, units
from zicha.store.writes import calendars as writes
from zicha.store.writes.transaction import writing

Fate = Literal["sent", "would", "already", "busy", "no_contact", "no_way", "failed"]
Off = Literal["", "off", "rest"]

DAYS_AHEAD = 92
LOST_AFTER = timedelta(minutes=10)
"""A run that was cut off between sending and saying so is taken to have sent nothing after this time."""

DAYS_KEPT = 92


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one person's digest.

    Attributes:
        count: how many things it tells of.
        why: what the server said, for one that failed.
    """

    person: str
    name: str
    fate: Fate
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes:
        off: why nothing was sent at all: no way to send is set, or the day is no working day.
        passed_on: how many things went to the unit above.
    """

    on: date
    off: Off
    told: tuple[Told, ...] = ()
    passed_on: int = 0

    @property
    def failed(self) -> int:
        """How many could not be sent."""
        return sum(each.fate == "failed" for each in self.told)


@dataclass(frozen=True, slots=True)
class Run:
    """When and how a run goes."""

    on: date
    at: datetime
    language: Language
    dry: bool


def run(*, on: date, at: datetime, language: Language = "zh", dry_run: bool = False) -> Outcome:
    """Send the digests of a day and record what goes to the unit above; say what was done.

    A second run on the same day sends nothing twice, and sends what the first could not. With ``dry_run`` nothing is
    sent or recorded, whatever is set. Raises ``Refusal`` ``plan.…`` for an address of a mail server that cannot be
    read, and for a day that is still to come.
    """
    _admit(on, at, dry=dry_run)
    asked = Run(on, at, language, dry_run)
    if not dry_run and not sending.is_on():
        return Outcome(on, "off")
    if not CALENDAR.is_working(on):
        return Outcome(on, "rest")
    holdings = units.holdings()
    items, told, passed_on = _known(asked, tuple(dict.fromkeys(each.unit for each in holdings)))
    here = {each.person for each in holdings if on in each.span and each.post != "auditor"}
    loads = digest.loads(items, reminders.by_item(told), people=here, on=on)
    return Outcome(on, "", tuple(_tell(loads, _names(on), asked)), passed_on)


def _admit(on: date, at: datetime, *, dry: bool) -> None:
    if settings.ZICHA_MAIL_UNREADABLE:
        raise Refusal("plan.mail_address")
    if not dry and on > day_of(at):
        raise Refusal("plan.remind_future", on=on)


def _known(asked: Run, codes: tuple[str, ...]) -> tuple[tuple[Item, ...], tuple[Reminder, ...], int]:
    """The list of everybody, and the reminders with those that this run adds."""
    on, at = asked.on, asked.at
    until = on + timedelta(days=DAYS_AHEAD)
    items = duelist.ahead(units=codes, on=on, until=until, as_known_at=at, answering=codes).items
    told = pressing.listed(units=codes, on=on, as_known_at=at)
    open_to_all = [item for item in items if item.sort != "suggestion"]
    found = pressing.due_to_pass_on(open_to_all, reminders.by_item(told), on=on)
    if found and not asked.dry:
        pressing.pass_on(found, on=on, recorded_at=at)
        told = pressing.listed(units=codes, on=on, as_known_at=at)
    return items, told, len({item.uid for item, _person in found})


def _names(on: date) -> Names:
    spans = units.spans()
    called = {each.unit: each.name for each in (*spans, *(span for span in spans if on in span.span))}
    return Names(called, {each.id: each.name for each in units.people()})


def _tell(loads: Sequence[Load], names: Names, asked: Run) -> Iterator[Told]:
    contacts = units.contacts(people=[load.person for load in loads])
    done = calendars.sent(day=asked.on)
    with sending.post() as post:
        for load in loads:
            contact = contacts.get(load.person, "")
            name = names.people.get(load.person, load.person)
            fate, why = _fate(contact, asked, sent=load.person in done)
            if not fate:
                fate, why = _send(load, contact, names, asked, post)
            yield Told(load.person, name, fate, load.count, why)
    if not asked.dry:
        with writing():
            writes.forget_digests(before=asked.on - timedelta(days=DAYS_KEPT))


def _fate(contact: str, asked: Run, *, sent: bool) -> tuple[Fate | Literal[""], str]:
    """What is known without sending; empty if it is to be sent."""
    if sent:
        return "already", ""
    if not contact:
        return "no_contact", ""
    if sending.is_on() and not sending.way(contact):
        return "no_way", ""
    return ("would", "") if asked.dry else ("", "")


def _send(load: Load, contact: str, names: Names, asked: Run, post: Post) -> tuple[Fate, str]:
    """Take the digest, send it, and say so; each in a transaction of its own, so that no lock waits for a server."""
    with writing():
        if not writes.claim(person=load.person, day=asked.on, at=asked.at, lost_after=LOST_AFTER):
            return "busy", ""
    letter = digest.letter(load, names=names, on=asked.on, language=asked.language, site=settings.ZICHA_SITE)
    try:
        post.send(letter, contact=contact)
    except UndeliveredError as error:
        with writing():
            writes.give_back(person=load.person, day=asked.on)
        return "failed", str(error)
    with writing():
        writes.mark_sent(person=load.person, day=asked.on, at=asked.at)
    return "sent", ""
