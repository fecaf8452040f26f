"""What a telephone sees: the sheet it scanned, the receipt, why it was refused, and a personal pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zicha.core.attendance import Mark, Sheet
from zicha.core.findings import Refusal
from zicha.core.sign_in import Claim
from zicha.services import sign_in
from zicha.store.queries import attendance as queries
from zicha.web import phones
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.clock import ClockedRequest
from zicha.web.language import THEME_COOKIE
from zicha.web.phones import Holder


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: ClockedRequest, sheet_id: int) -> HttpResponse:
    """Show the sheet that was scanned and sign the telephone's person in; a repeat shows the first receipt.

    Of a sheet that was not scanned nothing is shown.
    """
    sheet, holder = phones.at_door(request, sheet=sheet_id)
    return _sign(request, sheet, holder) if request.method == "POST" else _look(request, sheet, holder)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use_pass(request: ClockedRequest, token: str) -> HttpResponse:
    """Show whose pass this is and, on a press of the button, make this telephone that person's."""
    try:
        found = sign_in.find_pass(token=token, at=request.moment.now)
        if request.method == "POST":
            response = _page(request, "pass.html", person=_name(found.person), done=True)
            phones.remember(response, request, sign_in.use_pass(token=token, at=request.moment.now))
            return response
    except Refusal as refusal:
        return _page(request, "signing.html", status=404, state="refused", refusal=say(refusal), sheet=None)
    return _page(request, "pass.html", person=_name(found.person), done=False)


@asks
@require_safe
def devices(request: Asked) -> HttpResponse:
    """Show a person the telephones that sign that person in."""
    person = request.question.actor.person
    require(allowed=bool(person))
    found = sign_in.devices_of(person=person, at=request.moment.now)
    return page(request, "devices.html", room="devices", devices=found, lasts=sign_in.DEVICE_LASTS // timedelta(days=1))


@asks
@require_POST
def revoke(request: Asked, device_id: int) -> HttpResponse:
    """Revoke one of the person's telephones; it is out with its next request."""
    person = request.question.actor.person
    require(allowed=sign_in.revoke_device(device_id=device_id, person=person, at=request.moment.now))
    tell(request, "good", _("已收回。那台设备下次签到要重新登录。"))
    return redirect("devices")


def _look(request: ClockedRequest, sheet: Sheet, holder: Holder | None) -> HttpResponse:
    mine = sign_in.standing_of(sheet=sheet, person=holder.person) if holder else None
    if holder and mine:
        return _receipt(request, sheet, mine, holder.name)
    if not request.GET.get("c") and phones.read_claim(request, sheet=sheet.id) is None:
        return _page(request, "signing.html", state="scan", sheet=None)
    try:
        claim = _claim(request, sheet)
    except Refusal as refusal:
        return _refused(request, refusal)
    response = _page(
        request,
        "signing.html",
        state="ask" if holder else "who",
        sheet=sheet,
        person=holder.name if holder else "",
        remembered=holder is not None and holder.remembered,
        door=f"{reverse('sign_in')}?next={reverse('phone', args=[sheet.id])}",
    )
    phones.keep_claim(response, request, claim)
    return response


def _sign(request: ClockedRequest, sheet: Sheet, holder: Holder | None) -> HttpResponse:
    if holder is None:
        return redirect("phone", sheet.id)
    try:
        claim = _claim(request, sheet)
    except Refusal as refusal:
        return _refused(request, refusal)
    try:
        receipt = sign_in.sign_in_on(
            sheet_id=sheet.id,
            claim=claim,
            person=holder.person,
            how=holder.how,
            at=request.moment.now,
            remember=not holder.remembered and request.POST.get("remember") == "1",
        )
    except Refusal as refusal:
        return _refused(request, refusal, sheet)
    response = _receipt(request, sheet, receipt.mark, holder.name)
    if receipt.device:
        phones.remember(response, request, receipt.device)
    return response


def _refused(request: ClockedRequest, refusal: Refusal, sheet: Sheet | None = None) -> HttpResponse:
    """Say why it was refused; which meeting it is, is told to those alone who have scanned its code."""
    return _page(request, "signing.html", status=409, state="refused", refusal=say(refusal), sheet=sheet)


def _claim(request: ClockedRequest, sheet: Sheet) -> Claim:
    """Return what the telephone has scanned: in this request or, if that code is too old by now, before."""
    held = phones.read_claim(request, sheet=sheet.id)
    code = request.GET.get("c", "")
    if held is not None and (not code or request.method == "POST"):
        return held
    try:
        return sign_in.scan(sheet=sheet, code=code, at=request.moment.now)
    except Refusal:
        if held is None:
            raise
        return held


def _receipt(request: ClockedRequest, sheet: Sheet, mark: Mark, name: str) -> HttpResponse:
    return _page(request, "signing.html", state="receipt", sheet=sheet, line=mark, person=name)


def _name(person: str) -> str:
    return queries.names(people=[person]).get(person, person)


def _page(request: ClockedRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return render(request, template, {"theme": theme, "here": request.path, **context}, status=status)
