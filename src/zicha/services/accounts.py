"""Sign-ins."""

from __future__ import annotations

import hashlib
from datetime import datetime

from zicha.core import attempts
from zicha.core.findings import Refusal
from zicha.store.queries import accounts as queries
from zicha.store.queries import units
from zicha.store.writes import accounts as writes
from zicha.store.writes.transaction import writing

SHORTEST = 10


def add(*, username: str, password: str, person: str = "", is_admin: bool = False) -> None:
    """Add a sign-in for a person, or one without a person that runs the installation.

    Raises ``Refusal`` for a name that is taken or unfit, a password that is too short, an unknown person, and
    a sign-in that is neither a person's nor an administrator's.
    """
    if not username or len(username) > 64 or not username.isprintable() or " " in username:
        raise Refusal("account.name", username=username)
    _check_password(password)
    if not person and not is_admin:
        raise Refusal("account.nobody")
    if person and not units.known_people(among=(person,)):
        raise Refusal("account.person", person=person)
    with writing():
        if queries.exists(username=username):
            raise Refusal("account.taken", username=username)
        writes.add(username=username, password=password, person=person, is_admin=is_admin)


def revoke(*, username: str) -> None:
    """End a sign-in; whoever uses it is out at the next request. What it wrote stays.

    Raises ``Refusal`` for an unknown name, and for the last administrator: nobody could manage any more.
    """
    with writing():
        _require_known(username)
        others = [each for each in queries.listed() if each.is_admin and each.active and each.username != username]
        if not others and any(each.username == username and each.is_admin for each in queries.listed()):
            raise Refusal("access.last_admin", username=username)
        writes.set_active(username=username, active=False)


def restore(*, username: str) -> None:
    """Let a revoked sign-in work again; raise ``Refusal`` for an unknown name."""
    with writing():
        _require_known(username)
        writes.set_active(username=username, active=True)


def set_password(*, username: str, password: str) -> None:
    """Give a sign-in another password; its open sessions end, and it may be tried at once.

    Raises ``Refusal`` for an unknown name and for a password that is too short.
    """
    _check_password(password)
    with writing():
        _require_known(username)
        writes.set_password(username=username, password=password)
        writes.forget_failures(digest=_digest(username))


def barred_until(*, username: str, now: datetime) -> datetime | None:
    """Return from when a name may be tried again, or ``None`` if it may be tried now."""
    return attempts.barred_until(queries.failures(digest=_digest(username)), now=now)


def note_attempt(*, username: str, right: bool, now: datetime) -> None:
    """Count a wrong password for a name, whether there is such a sign-in or not; a right one ends the count."""
    digest = _digest(username)
    found = queries.failures(digest=digest)
    if right and found is None:
        return
    with writing():
        if right:
            writes.forget_failures(digest=digest)
            return
        failures = attempts.after_another(queries.failures(digest=digest), now=now)
        writes.keep_failures(failures, digest=digest, older_than=now - attempts.WINDOW)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refusal("account.password", shortest=SHORTEST)


def _require_known(username: str) -> None:
    if not queries.exists(username=username):
        raise Refusal("access.account_unknown", username=username)


def _digest(username: str) -> str:
    return hashlib.sha256(username.encode()).hexdigest()
