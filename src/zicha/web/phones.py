"""What a telephone carries while it signs somebody in: who it belongs to, and what it has scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from django.core import signing
from django.http import HttpRequest, HttpResponse

from zicha.core.attendance import How
from zicha.core.sign_in import CLAIM_LASTS, Claim
from zicha.services import sign_in
from zicha.store.queries import accounts
from zicha.web.clock import ClockedRequest

DEVICE_COOKIE = "zicha_device"
SCAN_COOKIE = "zicha_scan"
_SALT = "zicha.scan"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose telephone it is.

    Attributes:
        remembered: whether the telephone is known for longer than a sign-in to the pages lasts.
    """

    person: str
    how: How
    remembered: bool


def holder(request: ClockedRequest) -> Holder | None:
    """Return whose telephone asks: the one it is remembered as or, failing that, the account that is signed in."""
    device = sign_in.device_of(token=request.COOKIES.get(DEVICE_COOKIE, ""), at=request.moment.now)
    if device is not None:
        return Holder(device.person, cast("How", device.how), remembered=True)
    if not request.user.is_authenticated:
        return None
    account = accounts.by_id(account_id=request.user.pk)
    return Holder(account.person, "code", remembered=False) if account.person else None


def remember(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Let the telephone keep the secret of its sign-in; no script can read it."""
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=sign_in.DEVICE_LASTS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


def keep_claim(response: HttpResponse, request: HttpRequest, claim: Claim) -> None:
    """Let the telephone keep what it scanned, sealed, for the pages of that sheet."""
    sealed = signing.dumps([claim.sheet, claim.nonce, int(claim.scanned_at.timestamp())], salt=_SALT)
    response.set_cookie(
        SCAN_COOKIE,
        sealed,
        max_age=CLAIM_LASTS,
        path=f"/s/{claim.sheet}/",
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


def read_claim(request: HttpRequest, *, sheet: int) -> Claim | None:
    """Return what the telephone scanned for a sheet, or ``None``; only this server can have written it."""
    try:
        number, nonce, seconds = signing.loads(request.COOKIES.get(SCAN_COOKIE, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Claim(number, nonce, datetime.fromtimestamp(seconds, UTC)) if number == sheet else None
