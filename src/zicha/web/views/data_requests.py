"""Answering what people ask about what is held of them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zicha.core import access
from zicha.core.access import Installation
from zicha.core.data_requests import DataRequest
from zicha.core.findings import Refusal
from zicha.services import data_requests as services
from zicha.services import erasure
from zicha.store.queries import attendance
from zicha.web.asking import Asked, asks, page, require, say, tell


@asks
@require_safe
def waiting(request: Asked) -> HttpResponse:
    """List what waits for this person's answer; for whom nothing waits, it is only there for the administrator."""
    actor, today = request.question.actor, request.moment.today
    found = services.waiting_for(actor=actor, now=request.moment.now)
    require(allowed=bool(found) or access.may(actor, "manage", Installation(), today))
    names = attendance.names(people={each.person for each in found})
    return page(request, "data_requests.html", room="data_requests", waiting=found, names=names)


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Asked, request_id: int) -> HttpResponse:
    """Show one request with what granting it takes away, and answer it."""
    found = services.to_answer(request_id=request_id, actor=request.question.actor, now=request.moment.now)
    if found is None:
        require(allowed=False)
        raise AssertionError
    if request.method != "POST":
        return _page(request, found)
    try:
        services.answer(
            request_id=request_id,
            actor=request.question.actor,
            account=request.user.get_username(),
            granted=request.POST.get("granted") == "1",
            reason=request.POST.get("reason", ""),
            now=request.moment.now,
            home=Path(settings.ZICHA_HOME),
        )
    except Refusal as refusal:
        return _page(request, found, status=422, refusal=say(refusal), reason=request.POST.get("reason", ""))
    tell(request, "good", _("已答复，申请人在自己的页面上看得到。"))
    return redirect("plate")


def _page(request: Asked, found: DataRequest, *, status: int = 200, **more: object) -> HttpResponse:
    names = attendance.names(people=[found.person])
    context = {"one": found, "name": names.get(found.person, found.person), "refusal": "", "reason": ""}
    going = _going(found)
    return page(
        request, "data_request.html", room="data_requests", status=status, **{**context, "going": going, **more}
    )


def _going(found: DataRequest) -> erasure.Going | None:
    """What granting an erasure takes away; nothing if it is gone already."""
    try:
        if found.is_everything:
            return erasure.of_person(person=found.person)
        return erasure.of_record(seq=found.about, field=found.field) if found.about else None
    except Refusal:
        return None
