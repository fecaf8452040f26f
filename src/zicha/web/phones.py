"""What a telephone carries while it signs somebody in: who it belongs to, and what it has scanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from zicha.core.attendance import How, Sheet
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
    name: str
    how: How
    remembered: bool


def at_door(request: ClockedRequest, *, sheet: int) -> tuple[Sheet, Holder | None]:
    """Return a sheet and whose telephone asks: whom it is remembered as or, failing that, who is signed in.

    A sheet that is not there answers "not found".
    """
    found = sign_in.door(sheet_id=sheet, token=request.COOKIES.get(DEVICE_COOKIE, ""), at=request.moment.now)
    if found is None:
        raise Http404
    if found.known is not None:
        return found.sheet, Holder(found.known.person, found.known.name, found.known.how, remembered=True)
    if not request.user.is_authenticated:
        return found.sheet, None
    account = accounts.by_id(account_id=request.user.pk)
    holder = Holder(account.person, account.name, "code", remembered=False) if account.person else None
    return found.sheet, holder


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
