"""Leave for whole days: asked from the phone, decided by who leads the sheets."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.leave import Asking
from zicha.services import leave as services
from zicha.store.queries import attendance as queries
from zicha.web import rights
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.rights import may


@asks
@never_cache
@require_safe
def leave(request: Asked) -> HttpResponse:
    """Show a person's own leave with the form to ask for more, and what waits for this person's decision."""
    return _page(request)


@asks
@require_POST
def ask(request: Asked) -> HttpResponse:
    """Ask for whole days of the asker's own unit."""
    question = request.question
    require(allowed=may(question, "sign_in", question.unit))
    first, last = _day(request, "first"), _day(request, "last") or _day(request, "first")
    if first is None or last is None:
        return _page(request, status=422, refusal=_("请填写日期。"))
    try:
        services.ask_days(
            person=question.actor.person, unit=question.unit, first=first, last=last, asked_at=request.moment.now
        )
    except Refusal as refusal:
        return _page(request, status=422, refusal=say(refusal))
    tell(request, "good", _("请假已交上，批了以后写在这里。"))
    return redirect(question.link("leave"))


@asks
@require_POST
def decide(request: Asked, leave_id: int) -> HttpResponse:
    """Grant or refuse what somebody asked; "not found" for who does not lead the unit's sheets."""
    found = queries.leave(leave_id=leave_id)
    require(allowed=found is not None and may(request.question, "manage_sheet", found.unit))
    try:
        services.decide_days(
            leave_id=leave_id,
            granted=request.POST.get("granted") == "1",
            reason=request.POST.get("reason", "")[:200],
            decided_at=request.moment.now,
            decided_by=request.question.actor.person,
        )
    except Refusal as refusal:
        return _page(request, status=422, refusal=say(refusal))
    tell(request, "good", _("已批复，本人看得到。"))
    return redirect(request.question.link("leave"))


def _page(request: Asked, *, status: int = 200, refusal: str = "") -> HttpResponse:
    question, person = request.question, request.question.actor.person
    require(allowed=bool(question.unit))
    units = rights.units(question, "manage_sheet").intersection(question.below())
    waiting = services.waiting(units=units, today=request.moment.today)
    mine: tuple[Asking, ...] = services.of_person(person=person) if person else ()
    return page(
        request,
        "leave.html",
        room="sheets",
        status=status,
        refusal=refusal,
        mine=mine,
        waiting=[each for each in waiting if each.person != person],
        names=queries.names(people={each.person for each in waiting}),
        asks_here=may(question, "sign_in", question.unit),
        typed=request.POST,
    )


def _day(request: Asked, name: str) -> date | None:
    try:
        return periods.read_day(request.POST.get(name, ""))
    except ValueError:
        return None
