"""Browsers and passes; the caller holds the transaction."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.store import models


def add_device(*, digest: str, person: str, how: str, at: datetime, until: datetime) -> None:
    """Keep a browser by the hash of its secret."""
    models.DeviceSession.objects.create(
        digest=digest, person=person, how=how, rec_at=bodies.microseconds(at), until=bodies.microseconds(until)
    )


def revoke_device(*, device_id: int, person: str, at: datetime) -> bool:
    """Revoke a browser of a person and return whether there was one."""
    rows = models.DeviceSession.objects.filter(pk=device_id, person=person, revoked_at=None)
    return bool(rows.update(revoked_at=bodies.microseconds(at)))


def add_pass(*, digest: str, person: str, granted_by: str, at: datetime, until: datetime) -> None:
    """Keep a pass by the hash of its secret; passes of the person that were not used yet end."""
    now = bodies.microseconds(at)
    models.PassLink.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
    models.PassLink.objects.create(
        digest=digest, person=person, granted_by=granted_by, rec_at=now, until=bodies.microseconds(until)
    )


def use_pass(*, pass_id: int, at: datetime) -> None:
    """Mark a pass as used."""
    models.PassLink.objects.filter(pk=pass_id).update(used_at=bodies.microseconds(at))
