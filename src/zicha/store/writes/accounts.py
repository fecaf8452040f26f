"""Sign-ins."""

from __future__ import annotations

from datetime import datetime

from zicha.core import bodies
from zicha.core.attempts import Failures
from zicha.store.models import Account, SignInFailure


def add(*, username: str, password: str, person: str, is_admin: bool) -> int:
    """Add a sign-in and return its number."""
    account = Account(username=username, person=person, is_admin=is_admin)
    account.set_password(password)
    account.save(force_insert=True)
    return account.pk


def set_language(*, account_id: int, language: str) -> None:
    """Keep the language a person reads in."""
    Account.objects.filter(pk=account_id).update(language=language)


def set_active(*, username: str, active: bool) -> None:
    """Let a sign-in work, or end it; its open sessions end with it."""
    Account.objects.filter(username=username).update(is_active=active)


def set_password(*, username: str, password: str) -> None:
    """Give a sign-in another password; its open sessions end."""
    account = Account.objects.get(username=username)
    account.set_password(password)
    account.save(update_fields=["password"])


def keep_failures(failures: Failures, *, digest: str, older_than: datetime) -> None:
    """Keep how often a password was wrong for a name, and drop the counts that began before ``older_than``."""
    SignInFailure.objects.filter(since__lte=bodies.microseconds(older_than)).delete()
    SignInFailure.objects.update_or_create(
        digest=digest, defaults={"count": failures.count, "since": bodies.microseconds(failures.since)}
    )


def forget_failures(*, digest: str) -> None:
    """Drop the count for a name."""
    SignInFailure.objects.filter(pk=digest).delete()
