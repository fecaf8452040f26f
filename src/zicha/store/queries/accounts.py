"""Sign-ins as values."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from zicha.core import bodies
from zicha.core.attempts import Failures
from zicha.store import models

_BY_ID = (
    "SELECT a.id, a.username, a.person, coalesce(p.name, a.username), a.is_admin, a.language"
    " FROM store_account a LEFT JOIN store_person p ON p.id = a.person WHERE a.id = %s AND a.is_active"
)
"""Every page asks it, and the ORM takes longer to build the question than the database to answer it."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A sign-in.

    Attributes:
        name: the person's name, or the sign-in's if it belongs to nobody.
    """

    id: int
    username: str
    person: str
    name: str
    is_admin: bool
    language: str


def by_id(*, account_id: int) -> AccountFacts:
    """Return a sign-in; raise ``LookupError`` if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID, [account_id])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(account_id)
    number, username, person, name, is_admin, language = row
    return AccountFacts(number, username, person, name or username, bool(is_admin), language)


def exists(*, username: str) -> bool:
    """Whether a sign-in of this name is there."""
    return models.Account.objects.filter(username=username).exists()


@dataclass(frozen=True, slots=True)
class Listed:
    """A sign-in as the administrator sees it; ``active`` unless it was revoked."""

    username: str
    person: str
    is_admin: bool
    active: bool


def listed(*, text: str = "", limit: int | None = None) -> tuple[Listed, ...]:
    """Return every sign-in by name, or those whose name, or whose person's name, holds a text; at most ``limit``."""
    rows = models.Account.objects.order_by("username")
    if text:
        called = models.Person.objects.filter(name__icontains=text).values("id")
        rows = rows.filter(Q(username__icontains=text) | Q(person__in=called))
    found = rows.values_list("username", "person", "is_admin", "is_active")
    return tuple(Listed(*row) for row in found[:limit])


def failures(*, digest: str) -> Failures | None:
    """Return how often in a row a password was wrong for a name, given by its hash."""
    row = models.SignInFailure.objects.filter(pk=digest).first()
    return Failures(row.count, bodies.instant(row.since)) if row else None
