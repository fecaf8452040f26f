"""Links for auditors as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zicha.core import bodies
from zicha.core.periods import Span
from zicha.store import models


@dataclass(frozen=True, slots=True)
class AuditLink:
    """A link that lets its bearer read one unit's subtree.

    Attributes:
        span: the days on which it works, if it was not revoked before.
        revoked_at: when it was revoked, or ``None``.
    """

    id: int
    unit: str
    span: Span
    granted_by: str
    granted_at: datetime
    revoked_at: datetime | None


def by_digest(digest: str) -> AuditLink | None:
    """Return the link whose secret has this hash, revoked or not."""
    return next(iter(_links(models.AuditLink.objects.filter(digest=digest))), None)


def by_id(link_id: int) -> AuditLink | None:
    """Return a link by its number, revoked or not."""
    return next(iter(_links(models.AuditLink.objects.filter(pk=link_id))), None)


def links() -> tuple[AuditLink, ...]:
    """Return every link that was ever given, the latest first."""
    return _links(models.AuditLink.objects.order_by("-pk"))


def _links(rows: QuerySet[models.AuditLink]) -> tuple[AuditLink, ...]:
    return tuple(
        AuditLink(
            row.pk,
            row.unit,
            Span(row.start, row.end),
            row.granted_by,
            bodies.instant(row.rec_at),
            None if row.revoked_at is None else bodies.instant(row.revoked_at),
        )
        for row in rows
    )
