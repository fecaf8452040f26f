"""Sign-ins as values."""

from __future__ import annotations

from dataclasses import dataclass

from zicha.store import models


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
    row = models.Account.objects.filter(pk=account_id, is_active=True).first()
    if row is None:
        raise LookupError(account_id)
    name = models.Person.objects.filter(pk=row.person).values_list("name", flat=True).first() if row.person else None
    return AccountFacts(row.pk, row.username, row.person, name or row.username, row.is_admin, row.language)


def exists(*, username: str) -> bool:
    """Whether a sign-in of this name is there."""
    return models.Account.objects.filter(username=username).exists()
