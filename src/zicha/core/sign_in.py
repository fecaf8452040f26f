"""Signing in by the code on the wall: a time-based one-time password that everyone in the room can read.

RFC 6238 with HMAC-SHA-256 and steps of 30 seconds. The code of the present step and of the one before are
accepted, so a picture of the wall that is sent on is worth at most a minute. A code that is taken is swapped
for a claim: one browser, five minutes, one person; so somebody who must first say who they are does not have
to run after the code, and one scan signs nobody else in. A turning code makes it hard to sign in for someone
who is elsewhere; a friend in the room can still do it, and the recorder, who sees names arrive, can void it.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from zicha.core.attendance import Sheet, Standing

STEP = 30
"""Seconds a code is shown."""

STEPS_TAKEN = 2
"""The present step and the one before."""

DIGITS = 8
CLAIM_LASTS = timedelta(minutes=5)

Reason = Literal["closed", "late", "forwarded", "foreign", "expired", "replayed", "not_on_roster", "voided"]
"""Why a sign-in is refused: the sheet is closed; its time is over; the code is one this wall showed earlier; it
is no code of this sheet; the claim is older than five minutes; the claim has signed another person in; the
person is not on the roster of the day; the recorder has voided the person's sign-in."""

REASONS: tuple[Reason, ...] = (
    "closed", "late", "forwarded", "foreign", "expired", "replayed", "not_on_roster", "voided",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A code that was taken, in the hands of one browser.

    Attributes:
        sheet: the number of the sheet.
        nonce: random; it signs in one person.
        scanned_at: when the code was taken.
    """

    sheet: int
    nonce: str
    scanned_at: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """Someone who wants to sign in.

    Attributes:
        on_roster: whether the person is expected on the day of the sheet.
        standing: how the person stands on the sheet already, or ``None``.
        claimed_by: the person the claim has signed in before, or empty.
    """

    person: str
    on_roster: bool
    standing: Standing | None = None
    claimed_by: str = ""


def one_time_code(*, secret: bytes, at: datetime, digits: int = DIGITS) -> str:
    """Return the code of the step ``at`` lies in (RFC 6238 section 4.2 with HMAC-SHA-256; RFC 4226 section 5.3)."""
    return _code(secret, _step(at), digits)


def seconds_left(at: datetime) -> int:
    """Return for how many seconds the code of this instant is still shown, 1 to 30."""
    return STEP - int(at.timestamp()) % STEP


def judge_code(*, sheet: Sheet, code: str, at: datetime) -> Reason | None:
    """Return why a code is not taken at an instant, or ``None`` if it is."""
    if sheet.closed_at is not None or not sheet.secret:
        return "closed"
    now = _step(at)
    first = max(_step(sheet.opened_at), now - _steps_in(timedelta(days=1)))
    if _matches(sheet.secret, code, range(now - STEPS_TAKEN + 1, now + 1)):
        return "late" if at > sheet.until else None
    return "forwarded" if _matches(sheet.secret, code, range(first, now - STEPS_TAKEN + 1)) else "foreign"


def admit(*, sheet: Sheet, claim: Claim, arrival: Arrival, at: datetime) -> Reason | None:
    """Return why someone with a claim is not signed in at an instant, or ``None`` if they are.

    Whoever is present already is admitted whatever the hour: a second tap gets the first receipt.
    """
    if arrival.standing is not None and arrival.standing.present and claim.sheet == sheet.id:
        return None
    if sheet.closed_at is not None:
        return "closed"
    if claim.sheet != sheet.id:
        return "foreign"
    return _judge_claim(sheet, claim, at) or _judge_arrival(arrival)


def _judge_claim(sheet: Sheet, claim: Claim, at: datetime) -> Reason | None:
    if not timedelta(0) <= at - claim.scanned_at <= CLAIM_LASTS:
        return "expired"
    return "late" if claim.scanned_at > sheet.until else None


def _judge_arrival(arrival: Arrival) -> Reason | None:
    if not arrival.on_roster:
        return "not_on_roster"
    if arrival.standing is not None:
        return "voided"
    if arrival.claimed_by not in ("", arrival.person):
        return "replayed"
    return None


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _steps_in(span: timedelta) -> int:
    return int(span.total_seconds()) // STEP


def _matches(secret: bytes, code: str, steps: range) -> bool:
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return False
    return any(hmac.compare_digest(_code(secret, step, DIGITS), code) for step in steps)


def _code(secret: bytes, step: int, digits: int) -> str:
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)
