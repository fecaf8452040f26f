"""Addresses of calendars, and digests that were sent, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zicha.core import bodies
from zicha.store import models


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """An address that a calendar reads.

    Attributes:
        account: number of the sign-in that made it.
        unit: the unit whose list it shows, or empty for the person's own.
        revoked_at: when it was ended, or ``None``.
    """

    id: int
    account: int
    unit: str
    made_at: datetime
    revoked_at: datetime | None


def by_digest(*, digest: str) -> CalendarLink | None:
    """Return the address whose secret has this hash, ended or not."""
    return next(iter(_links(models.CalendarLink.objects.filter(digest=digest))), None)


def working_links(*, account: int) -> tuple[CalendarLink, ...]:
    """Return the addresses a sign-in made that were not ended, the latest first."""
    return _links(models.CalendarLink.objects.filter(account=account, revoked_at=None).order_by("-pk"))


def sent(*, day: date) -> frozenset[str]:
    """Return the ids of the people who were sent the digest of a day."""
    rows = models.SentDigest.objects.filter(day=day, sent_at__isnull=False)
    return frozenset(rows.values_list("person", flat=True))


def _links(rows: QuerySet[models.CalendarLink]) -> tuple[CalendarLink, ...]:
    return tuple(
        CalendarLink(
            row.pk,
            row.account,
            row.unit,
            bodies.instant(row.rec_at),
            None if row.revoked_at is None else bodies.instant(row.revoked_at),
        )
        for row in rows
    )
