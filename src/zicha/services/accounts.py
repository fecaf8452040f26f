"""Sign-ins."""

from __future__ import annotations

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
    if len(password) < SHORTEST:
        raise Refusal("account.password", shortest=SHORTEST)
    if not person and not is_admin:
        raise Refusal("account.nobody")
    if person and person not in {each.id for each in units.people()}:
        raise Refusal("account.person", person=person)
    with writing():
        if queries.exists(username=username):
            raise Refusal("account.taken", username=username)
        writes.add(username=username, password=password, person=person, is_admin=is_admin)
