"""Addresses of calendars, and digests that were sent; the caller holds the transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zicha.core import bodies
from zicha.store import models


def add_link(*, digest: str, account: int, unit: str, made_at: datetime) -> int:
    """Keep an address by the hash of its secret and return its number."""
    made = bodies.microseconds(made_at)
    return models.CalendarLink.objects.create(digest=digest, account=account, unit=unit, rec_at=made).pk


def end_link(*, link: int, account: int, at: datetime) -> bool:
    """End an address of a sign-in; return whether there was one that still worked."""
    rows = models.CalendarLink.objects.filter(pk=link, account=account, revoked_at=None)
    return bool(rows.update(revoked_at=bodies.microseconds(at)))


def claim(*, person: str, day: date, at: datetime, lost_after: timedelta) -> bool:
    """Take the digest of a person and day to send it; return whether it is the caller's.

    It is not, if it was sent, or if somebody took it less than ``lost_after`` ago and has not said what became of it.
    """
    now = bodies.microseconds(at)
    values = {"claimed_at": now}
    _row, made = models.SentDigest.objects.get_or_create(person=person, day=day, defaults=values)
    lost = bodies.microseconds(at - lost_after)
    again = models.SentDigest.objects.filter(person=person, day=day, sent_at=None, claimed_at__lte=lost)
    return made or bool(again.update(**values))


def mark_sent(*, person: str, day: date, at: datetime) -> None:
    """Keep that a digest arrived at the server that delivers it."""
    models.SentDigest.objects.filter(person=person, day=day).update(sent_at=bodies.microseconds(at))


def give_back(*, person: str, day: date) -> None:
    """Let a digest that could not be sent be taken again."""
    models.SentDigest.objects.filter(person=person, day=day, sent_at=None).update(claimed_at=0)


def forget_digests(*, before: date) -> None:
    """Take away what was sent for the days before ``before``."""
    models.SentDigest.objects.filter(day__lt=before).delete()
