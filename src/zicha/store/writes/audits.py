"""Links for auditors: given and revoked, never changed otherwise."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.core.periods import Span
from zicha.store.models import AuditLink


def add(*, digest: str, unit: str, span: Span, granted_by: str, recorded_at: datetime) -> int:
    """Keep a link by the hash of its secret and return its number."""
    row = AuditLink.objects.create(
        digest=digest,
        unit=unit,
        start=span.start,
        end=span.end,
        granted_by=granted_by,
        rec_at=bodies.microseconds(recorded_at),
    )
    return row.pk


def revoke(link_id: int, *, at: datetime) -> None:
    """Let a link end at an instant; an earlier end stays."""
    AuditLink.objects.filter(pk=link_id, revoked_at=None).update(revoked_at=bodies.microseconds(at))
