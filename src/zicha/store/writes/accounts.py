"""Sign-ins."""

from __future__ import annotations

from zicha.store.models import Account


def add(*, username: str, password: str, person: str, is_admin: bool) -> int:
    """Add a sign-in and return its number."""
    account = Account(username=username, person=person, is_admin=is_admin)
    account.set_password(password)
    account.save(force_insert=True)
    return account.pk


def set_language(*, account_id: int, language: str) -> None:
    """Keep the language a person reads in."""
    Account.objects.filter(pk=account_id).update(language=language)
