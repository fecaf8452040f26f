"""Browsers and passes that say who somebody is at a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zicha.core import bodies
from zicha.store import models


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that signs one person in.

    Attributes:
        how: ``code`` if it was made by a sign-in, ``pass`` if by a pass.
        until: it works before this instant.
    """

    id: int
    person: str
    how: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """A link that makes a browser one person's, once."""

    id: int
    person: str
    until: datetime


def device(*, digest: str, at: datetime) -> Device | None:
    """Return the browser with this secret's hash, if it works at an instant."""
    now = bodies.microseconds(at)
    row = models.DeviceSession.objects.filter(digest=digest, until__gt=now, revoked_at=None).first()
    return _device(row) if row else None


def devices_of(*, person: str, at: datetime) -> tuple[Device, ...]:
    """Return the browsers that sign a person in at an instant, the newest first."""
    now = bodies.microseconds(at)
    rows = models.DeviceSession.objects.filter(person=person, until__gt=now, revoked_at=None)
    return tuple(_device(row) for row in rows.order_by("-rec_at", "-id"))


def usable_pass(*, digest: str, at: datetime) -> Pass | None:
    """Return the pass with this secret's hash, if it can still be used at an instant."""
    now = bodies.microseconds(at)
    row = models.PassLink.objects.filter(digest=digest, until__gt=now, used_at=None, revoked_at=None).first()
    return Pass(row.pk, row.person, bodies.instant(row.until)) if row else None


def _device(row: models.DeviceSession) -> Device:
    return Device(row.pk, row.person, row.how, bodies.instant(row.rec_at), bodies.instant(row.until))
