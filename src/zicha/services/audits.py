"""Links that let an auditor read one unit and what is below it, for a time, and write nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zicha.core import access
from zicha.core.access import Actor
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.store.queries import audits as queries
from zicha.store.queries import units
from zicha.store.queries.audits import AuditLink
from zicha.store.writes import audits as writes
from zicha.store.writes.transaction import writing

SECRET_BYTES = 32
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Granted:
    """A link that was just given; ``secret`` is said this once and kept nowhere."""

    id: int
    secret: str
    unit: str
    span: Span


def grant(*, unit: str, start: date, last_day: date, granted_by: str, recorded_at: datetime) -> Granted:
    """Give a link that reads the subtree of ``unit`` from ``start`` to ``last_day``, both included.

    Its secret has 256 random bits; only their SHA-256 is stored. Raises ``Refusal`` for an unknown unit, a last
    day before the first, and a link for longer than a year.
    """
    if unit not in {span.unit for span in units.spans()}:
        raise Refusal("access.unit", unit=unit)
    if last_day < start:
        raise Refusal("access.link_over", start=start, last=last_day)
    if (last_day - start).days >= LONGEST_DAYS:
        raise Refusal("access.link_long", days=LONGEST_DAYS)
    secret, span = secrets.token_urlsafe(SECRET_BYTES), Span(start, last_day + timedelta(days=1))
    with writing():
        number = writes.add(
            digest=_digest(secret), unit=unit, span=span, granted_by=granted_by, recorded_at=recorded_at
        )
    return Granted(number, secret, unit, span)


def revoke(*, link: int, recorded_at: datetime) -> AuditLink:
    """End a link at once and return it as it stands; raise ``Refusal`` if there is none of that number."""
    with writing():
        if queries.by_id(link) is None:
            raise Refusal("access.link_unknown", link=link)
        writes.revoke(link, at=recorded_at)
    found = queries.by_id(link)
    assert found is not None  # noqa: S101 -- looked up above; links are never deleted
    return found


def opened(*, secret: str, on: date) -> AuditLink | None:
    """Return the link a secret opens on a day, or ``None`` if it opens none."""
    return _working(queries.by_digest(_digest(secret)), on)


def standing(*, link: int, on: date) -> AuditLink | None:
    """Return a link if it still works on a day; asked again at every request of its bearer."""
    return _working(queries.by_id(link), on)


def bearer(link: AuditLink) -> Actor:
    """Return who comes with a link."""
    return access.bearer(unit=link.unit, span=link.span)


def _working(link: AuditLink | None, on: date) -> AuditLink | None:
    return link if link is not None and link.revoked_at is None and on in link.span else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
