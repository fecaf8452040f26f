"""Signing in on a sheet: the code, the claim, the receipt, and how a browser is known.

The way of a sign-in is short on purpose: one transaction, no password, a handful of small queries, so that a
hall of people can do it in the same ten seconds.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import attendance, sign_in
from zicha.core.attendance import How, Mark, Sheet
from zicha.core.findings import Refusal
from zicha.core.sign_in import Arrival, Claim, Reason
from zicha.store.queries import attendance as queries
from zicha.store.queries import devices as device_queries
from zicha.store.queries import door as door_queries
from zicha.store.queries.devices import Device, Pass
from zicha.store.queries.door import Door
from zicha.store.writes import attendance as writes
from zicha.store.writes import devices as device_writes
from zicha.store.writes.transaction import writing

DEVICE_LASTS = timedelta(days=90)
PASS_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a person is on a sheet.

    Attributes:
        mark: the line of the sheet.
        again: whether the person had signed in before; the line is that of the first time.
        device: the secret of the browser that was made, or empty.
    """

    mark: Mark
    again: bool
    device: str = ""


def scan(*, sheet: Sheet, code: str, at: datetime) -> Claim:
    """Swap a code for a claim. Raises ``Refusal`` ``sign_in.…`` for a code that is not taken, and logs it."""
    reason = sign_in.judge_code(sheet=sheet, code=code, at=at)
    if reason is not None:
        raise refuse(sheet, reason, at)
    return Claim(sheet.id, secrets.token_urlsafe(16), at)


def sign_in_on(*, sheet_id: int, claim: Claim, person: str, how: How, at: datetime, remember: bool = False) -> Receipt:
    """Put a person on a sheet and return the receipt; whoever is on it already gets the first one.

    With ``remember`` the receipt carries the secret of a browser that signs the person in for 90 days. Raises
    ``Refusal`` ``sign_in.…``, which is logged without the person.
    """
    used = _digest(claim.nonce)
    with writing():
        found = door_queries.arriving(sheet_id=sheet_id, person=person, claim=used)
        if found is None:
            raise Refusal("attendance.sheet_unknown", sheet=sheet_id)
        standing = attendance.standings(found.marks).get(person)
        arrival = Arrival(person, found.on_roster, standing, found.claimed_by)
        reason = sign_in.admit(sheet=found.sheet, claim=claim, arrival=arrival, at=at)
        if reason is None:
            receipt = _receive(standing, Mark(0, sheet_id, person, 1, present=True, how=how, at=at), used)
            return replace(receipt, device=_remember(person, "code", at)) if remember else receipt
    raise refuse(found.sheet, reason, at)


def standing_of(*, sheet: Sheet, person: str) -> Mark | None:
    """Return the line that makes a person present on a sheet, or ``None``."""
    marks, _claimed = door_queries.marks_at(sheet_id=sheet.id, person=person)
    standing = attendance.standings(marks).get(person)
    return standing.mark if standing and standing.present else None


def door(*, sheet_id: int, token: str, at: datetime) -> Door | None:
    """Return a sheet and whose browser, by the secret in its cookie, stands before it."""
    return door_queries.door(sheet_id=sheet_id, digest=_digest(token), at=at)


def refuse(sheet: Sheet, reason: Reason, at: datetime) -> Refusal:
    """Log why a sign-in is refused and return it as a sentence for the person."""
    with writing():
        writes.add_refused(sheet_id=sheet.id, reason=reason, at=at)
    return Refusal(f"sign_in.{reason}", until=f"{sheet.until.astimezone(_zone()):%H:%M}")


def device_of(*, token: str, at: datetime) -> Device | None:
    """Return the browser whose secret is ``token``, if it works at an instant."""
    return device_queries.device(digest=_digest(token), at=at) if token else None


def devices_of(*, person: str, at: datetime) -> tuple[Device, ...]:
    """Return the browsers that sign a person in."""
    return device_queries.devices_of(person=person, at=at) if person else ()


def revoke_device(*, device_id: int, person: str, at: datetime) -> bool:
    """Revoke one of a person's browsers, from the next request on; return whether there was one."""
    with writing():
        return device_writes.revoke_device(device_id=device_id, person=person, at=at)


def grant_pass(*, person: str, granted_by: str, at: datetime) -> str:
    """Return the secret of a new pass for a person: used once, within a week; an earlier one ends."""
    if person not in queries.names(people=[person]):
        raise Refusal("attendance.person_unknown", person=person)
    token = secrets.token_urlsafe(24)
    with writing():
        device_writes.add_pass(
            digest=_digest(token), person=person, granted_by=granted_by, at=at, until=at + PASS_LASTS
        )
    return token


def find_pass(*, token: str, at: datetime) -> Pass:
    """Return a pass that can be used. Raises ``Refusal`` ``attendance.pass_unknown``."""
    found = device_queries.usable_pass(digest=_digest(token), at=at)
    if found is None:
        raise Refusal("attendance.pass_unknown")
    return found


def use_pass(*, token: str, at: datetime) -> str:
    """Use a pass up and return the secret of the browser it makes. Raises ``Refusal`` as :func:`find_pass`."""
    with writing():
        found = find_pass(token=token, at=at)
        device_writes.use_pass(pass_id=found.id, at=at)
        return _remember(found.person, "pass", at)


def require_sheet(sheet_id: int) -> Sheet:
    """Return a sheet. Raises ``Refusal`` ``attendance.sheet_unknown``."""
    sheet = queries.sheet(sheet_id=sheet_id)
    if sheet is None:
        raise Refusal("attendance.sheet_unknown", sheet=sheet_id)
    return sheet


def _receive(standing: attendance.Standing | None, mark: Mark, claim: str) -> Receipt:
    if standing is not None:
        return Receipt(standing.mark, again=True)
    return Receipt(replace(mark, id=writes.add_mark(mark=mark, claim=claim)), again=False)


def _remember(person: str, how: How, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    device_writes.add_device(digest=_digest(token), person=person, how=how, at=at, until=at + DEVICE_LASTS)
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
