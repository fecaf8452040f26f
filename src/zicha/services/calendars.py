"""Calendars that phones subscribe to: addresses made, ended, and what they answer with."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from zicha.core import access, periods
from zicha.core.access import Actor, Place
from zicha.core.duelist import Item
from zicha.core.findings import Refusal
from zicha.core.text import Language
from zicha.formats import ics
from zicha.services import duelist
from zicha.services.days import zone
from zicha.store.queries import accounts, calendars, units
from zicha.store.queries.accounts import AccountFacts
from zicha.store.queries.calendars import CalendarLink
from zicha.store.writes import calendars as writes
from zicha.store.writes.transaction import writing

SECRET_BYTES = 32
"""256 random bits; only their SHA-256 is stored."""

MONTHS_AHEAD = 36
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class Feed:
    """What an address answers with.

    Attributes:
        version: changes if, and only if, the bytes do.
    """

    content: bytes
    version: str


def make_link(*, account: int, actor: Actor, unit: str, on: date, made_at: datetime) -> str:
    """Make an address and return its secret, which is said this once and kept nowhere.

    Takes a unit that ``actor`` may see, or an empty one for the person's own list. Raises ``Refusal``
    ``calendars.…`` for a list of nobody's, for a unit out of view and for a person who has too many addresses.
    """
    if not actor.person or actor.read_only:
        raise Refusal("calendars.nobody")
    if unit and not _sees(actor, unit, on):
        raise Refusal("calendars.unit", unit=unit)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing():
        if len(calendars.working_links(account=account)) >= MOST_LINKS:
            raise Refusal("calendars.many", most=MOST_LINKS)
        writes.add_link(digest=_digest(secret), account=account, unit=unit, made_at=made_at)
    return secret


def end_link(*, link: int, account: int, at: datetime) -> bool:
    """End an address of a sign-in at once; return whether there was one that still worked."""
    with writing():
        return writes.end_link(link=link, account=account, at=at)


def links(*, account: int) -> tuple[CalendarLink, ...]:
    """Return the addresses of a sign-in that still work, the latest first."""
    return calendars.working_links(account=account)


def feed(*, secret: str, on: date, at: datetime) -> Feed | None:
    """Return the calendar of an address, or ``None`` if it is none, was ended, or its maker may not see it any more.

    A person who holds no post any more gets an empty calendar, so that the phone forgets what it was told. Of people
    only those who answer are named.
    """
    link = calendars.by_digest(digest=_digest(secret))
    if link is None or link.revoked_at is not None:
        return None
    try:
        account = accounts.by_id(account_id=link.account)
    except LookupError:
        return None
    if link.unit and not _sees(_actor(account), link.unit, on):
        return None
    codes = (link.unit,) if link.unit else duelist.units_of(person=account.person, on=on)
    person = "" if link.unit else account.person
    items = _items(codes, person, on, at)
    content = ics.written(items, calendar=_calendar(account, link.unit, on, items))
    return Feed(content, hashlib.sha256(content).hexdigest()[:32])


def _items(codes: tuple[str, ...], person: str, on: date, at: datetime) -> tuple[Item, ...]:
    if not codes:
        return ()
    until = periods.add_months(on, MONTHS_AHEAD)
    return duelist.ahead(units=codes, on=on, until=until, as_known_at=at, person=person, named=False).items


def _calendar(account: AccountFacts, unit: str, on: date, items: tuple[Item, ...]) -> ics.Calendar:
    """A person's own calendar names nobody: whoever reads it answers; a unit's names those who answer."""
    wanted = {person for item in items for person in item.people} if unit else set()
    people = {each.id: each.name for each in units.people(among=wanted)} if wanted else {}
    called = _called(on)
    language: Language = "en" if account.language == "en" else "zh"
    return ics.Calendar(called.get(unit, account.name), called, people, language, zone())


def _called(on: date) -> dict[str, str]:
    """What each unit is called on a day, or was called last."""
    spans = units.spans()
    return {each.unit: each.name for each in (*spans, *(span for span in spans if on in span.span))}


def _actor(account: AccountFacts) -> Actor:
    return Actor(account.person, is_admin=account.is_admin, holdings=units.holdings_of(person=account.person))


def _sees(actor: Actor, unit: str, on: date) -> bool:
    paths = access.standing_paths(units.spans(), on=on)
    return access.may(actor, "see", Place(paths.get(unit, ())), on)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
