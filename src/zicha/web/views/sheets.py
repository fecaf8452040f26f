"""What a recorder sees: the sheets of a unit, the wall, the names as they arrive, and closing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zicha.core import periods
from zicha.core.attendance import Sheet
from zicha.core.findings import Refusal
from zicha.core.scheme import Kind
from zicha.formats import qr
from zicha.services import attendance, leave, sign_in
from zicha.services.attendance import Live
from zicha.store.queries import attendance as queries
from zicha.web import people_desk
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.lookups import in_force
from zicha.web.numbers import whole
from zicha.web.rights import may
from zicha.web.views.record import kinds_of

LATEST = 50
HOW_LONG = (15, 30, 60, 120)
"""Minutes after the beginning for which sign-in may stay open."""


@asks
@require_safe
def sheets(request: Asked) -> HttpResponse:
    """List a unit's sheets, the newest first."""
    question = request.question
    require(allowed=bool(question.unit))
    kinds = {kind.id: kind for kind in attended_kinds(question)}
    found = queries.sheets(unit=question.unit, limit=LATEST)
    manages = may(question, "manage_sheet", question.unit)
    mine = may(question, "sign_in", question.unit)
    return page(request, "sheets.html", room="sheets", sheets=found, kinds=kinds, manages=manages, mine=mine)


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def open_sheet(request: Asked) -> HttpResponse:
    """Open a sheet for an activity of a kind that keeps attendance."""
    question = request.question
    require(allowed=may(question, "manage_sheet", question.unit))
    refusal = ""
    if request.method == "POST":
        try:
            sheet = _opened(request)
        except Refusal as found:
            refusal = say(found)
        else:
            return redirect(question.link_to("sheet", sheet.id))
    return page(
        request,
        "sheet_open.html",
        room="sheets",
        status=422 if refusal else 200,
        refusal=refusal,
        kinds=attended_kinds(question),
        values=request.POST or {"starts": _local(question, question.moment.now)},
        minutes=HOW_LONG,
    )


@asks
@require_safe
def sheet(request: Asked, sheet_id: int) -> HttpResponse:
    """Show a sheet as it stands, names arriving by themselves, with everything a recorder can do about it."""
    state = _managed(request, sheet_id)
    others = people_desk.others(state.sheet.unit, without={*state.roster, *state.guests})
    guest = (request.GET.get("person", ""), request.GET.get("person-name", ""))
    return page(request, "sheet.html", room="sheets", others=others, guest=guest, **_shown(request, state))


@asks
@never_cache
@require_safe
def live(request: Asked, sheet_id: int) -> HttpResponse:
    """Return the part of the page that changes while people arrive; nothing while nobody has."""
    state = _managed(request, sheet_id)
    shown = _shown(request, state)
    if request.GET.get("seen") == shown["seen"]:
        return HttpResponse(status=204)
    return page(request, "parts/sheet_live.html", room="sheets", **shown)


@asks
@never_cache
@require_safe
def wall(request: Asked, sheet_id: int) -> HttpResponse:
    """Show the code on the wall, large, with how many are here."""
    found = _sheet(request, sheet_id)
    return page(request, "wall.html", room="sheets", **_walled(request, found))


@asks
@never_cache
@require_safe
def wall_code(request: Asked, sheet_id: int) -> HttpResponse:
    """Return the code that is shown now."""
    found = _sheet(request, sheet_id)
    return page(request, "parts/wall_code.html", room="sheets", **_walled(request, found))


@asks
@never_cache
@require_safe
def wall_count(request: Asked, sheet_id: int) -> HttpResponse:
    """Return how many are here now."""
    found = _sheet(request, sheet_id)
    return page(request, "parts/wall_count.html", room="sheets", sheet=found, here=queries.present(sheet_id=found.id))


@asks
@require_POST
def add(request: Asked, sheet_id: int) -> HttpResponse:
    """Put people on the sheet by hand, one by name or many from a list signed on paper."""
    _sheet(request, sheet_id)
    people = [one for one in request.POST.getlist("person") if one]
    return _done(
        request,
        sheet_id,
        lambda: attendance.add_by_hand(
            sheet_id=sheet_id,
            people=people,
            reason=request.POST.get("reason", ""),
            at=request.moment.now,
            added_by=request.question.actor.person,
            how="paper" if request.POST.get("how") == "paper" else "recorder",
        ),
        _("已加入签到表。"),
    )


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: Asked, sheet_id: int) -> HttpResponse:
    """Void a presence, with a reason."""
    found = _sheet(request, sheet_id)
    if request.method != "POST":
        person = request.GET.get("person", "")
        name = queries.names(people=[person]).get(person, "")
        require(allowed=bool(name))
        return page(request, "sheet_void.html", room="sheets", sheet=found, person=person, name=name)
    return _done(
        request,
        sheet_id,
        lambda: attendance.void(
            sheet_id=sheet_id,
            person=request.POST.get("person", ""),
            reason=request.POST.get("reason", ""),
            at=request.moment.now,
            voided_by=request.question.actor.person,
        ),
        _("已作废。原来的签到和理由都留着。"),
    )


@asks
@require_POST
def until(request: Asked, sheet_id: int) -> HttpResponse:
    """End sign-in now, or let it go on for a while."""
    _sheet(request, sheet_id)
    asked = whole(request.POST.get("minutes"))
    minutes = asked if asked in HOW_LONG else 0
    ends = request.moment.now + timedelta(minutes=minutes)
    said = _("签到已停止。") if not minutes else _("签到延长到 %(time)s。") % {"time": _clock(request.question, ends)}
    return _done(request, sheet_id, lambda: attendance.set_until(sheet_id=sheet_id, until=ends), said)


@asks
@require_POST
def excuse(request: Asked, sheet_id: int) -> HttpResponse:
    """Decide a request to be let off, or let somebody off who told the recorder."""
    _sheet(request, sheet_id)
    asked, by = request.POST.get("leave", ""), request.question.actor.person

    def decide() -> object:
        number = whole(asked)
        if number is not None:
            return leave.decide_leave(
                leave_id=number,
                granted=request.POST.get("granted") == "1",
                decided_at=request.moment.now,
                decided_by=by,
            )
        person = request.POST.get("person", "")
        return leave.excuse(sheet_id=sheet_id, person=person, reason="", at=request.moment.now, granted_by=by)

    return _done(request, sheet_id, decide, _("请假记好了。"))


@asks
@require_POST
def ask_leave(request: Asked, sheet_id: int) -> HttpResponse:
    """Ask to be let off a sheet of the asker's own unit."""
    question = request.question
    found = queries.sheet(sheet_id=sheet_id)
    require(allowed=found is not None and may(question, "sign_in", found.unit))
    try:
        leave.request_leave(
            person=question.actor.person,
            unit="",
            sheet_id=sheet_id,
            reason="",
            asked_at=question.moment.now,
        )
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
    else:
        tell(request, "good", _("请假已交给记录员。"))
    return redirect(question.link("sheets", unit=found.unit if found else ""))


@asks
@require_POST
def grant_pass(request: Asked, sheet_id: int) -> HttpResponse:
    """Make a pass for somebody of the roster and show it once, as a code to scan."""
    found = _sheet(request, sheet_id)
    person = request.POST.get("person", "")
    require(allowed=person in attendance.roster_of(unit=found.unit, day=found.day))
    by = request.question.actor.person
    token = sign_in.grant_pass(person=person, granted_by=by, at=request.moment.now)
    address = request.build_absolute_uri(reverse("pass", args=[token]))
    name = queries.names(people=[person])[person]
    return page(
        request, "pass_made.html", room="sheets", sheet=found, name=name, address=address, image=qr.svg(address)
    )


def _opened(request: Asked) -> Sheet:
    question = request.question
    starts = read_local(question, request.POST.get("starts", "")) or question.moment.now
    asked = whole(request.POST.get("minutes"))
    minutes = asked if asked in HOW_LONG else HOW_LONG[1]
    return attendance.open_sheet(
        unit=question.unit,
        kind=request.POST.get("kind", ""),
        title=request.POST.get("title", "")[:200],
        starts=starts,
        until=max(starts, question.moment.now) + timedelta(minutes=minutes),
        opened_at=question.moment.now,
        opened_by=question.actor.person,
    )


def read_local(question: Question, text: str) -> datetime | None:
    """Return the instant a ``datetime-local`` field names, in the organisation's time zone."""
    try:
        found = periods.admit(datetime.fromisoformat(text))
    except ValueError:
        return None
    return found.replace(tzinfo=question.moment.zone).astimezone(UTC)


def _local(question: Question, at: datetime) -> str:
    """Return an instant as a ``datetime-local`` field says it, on the quarter of an hour before."""
    here = at.astimezone(question.moment.zone)
    return f"{datetime.combine(here.date(), time(here.hour, here.minute // 15 * 15)):%Y-%m-%dT%H:%M}"


def _clock(question: Question, at: datetime) -> str:
    return f"{at.astimezone(question.moment.zone):%H:%M}"


def attended_kinds(question: Question) -> tuple[Kind, ...]:
    """Return the kinds of a unit that people may sign in to."""
    schemes = tuple(in_force(question).values())
    return tuple(kind for kind in kinds_of(schemes, unit=question.unit) if attendance.takes_a_sheet(kind))


def _sheet(request: Asked, sheet_id: int) -> Sheet:
    found = queries.sheet(sheet_id=sheet_id)
    require(allowed=found is not None and may(request.question, "manage_sheet", found.unit))
    assert found is not None  # noqa: S101 -- required above
    return found


def _managed(request: Asked, sheet_id: int) -> Live:
    _sheet(request, sheet_id)
    return attendance.live(sheet_id=sheet_id)


def _shown(request: Asked, state: Live) -> dict[str, Any]:
    question = request.question
    kinds = {kind.id: kind for kind in attended_kinds(question)}
    said = repr((state.standings, state.leaves, state.refused, state.sheet.closed_at))
    return {
        "live": state,
        "seen": hashlib.sha256(said.encode()).hexdigest()[:16],
        "sheet": state.sheet,
        "kind": kinds.get(state.sheet.kind),
        "over": state.sheet.closed_at is not None or question.moment.now > state.sheet.until,
        "starts": _clock(question, state.sheet.starts),
        "until": _clock(question, state.sheet.until),
        "at": {person: _clock(question, one.mark.at) for person, one in state.standings.items()},
        "minutes": HOW_LONG,
    }


def _walled(request: Asked, found: Sheet) -> dict[str, Any]:
    question = request.question
    shown = attendance.code_now(sheet=found, at=question.moment.now) if found.secret else None
    address = request.build_absolute_uri(f"{reverse('phone', args=[found.id])}?c={shown.code}") if shown else ""
    return {
        "sheet": found,
        "unit_name": question.name(found.unit),
        "image": qr.svg(address) if shown else "",
        "seconds": shown.seconds if shown else 0,
        "address": address.partition("?")[0],
        "late": question.moment.now > found.until,
        "until": _clock(question, found.until),
        "here": queries.present(sheet_id=found.id),
    }


def _done(request: Asked, sheet_id: int, do: Callable[[], object], said: str) -> HttpResponse:
    """Do something to a sheet and say so on its page; what cannot be done is said there too."""
    try:
        do()
    except Refusal as found:
        tell(request, "bad", say(found))
    else:
        tell(request, "good", said)
    return redirect(request.question.link_to("sheet", sheet_id))
