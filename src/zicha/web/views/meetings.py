"""A body's meetings: listed, convened, shown whole, held, approved, taken home as minutes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zicha.core.findings import Refusal
from zicha.core.meetings import STATES, Meeting, wrote_all
from zicha.core.official_document import OfficialDocument
from zicha.services import meetings, minutes
from zicha.services.meetings import Plan, Whole
from zicha.store.queries import units as unit_queries
from zicha.web import people_desk
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.incoming import attachment
from zicha.web.language import current
from zicha.web.lookups import duties, in_force
from zicha.web.rights import may
from zicha.web.views.sheets import HOW_LONG, attended_kinds

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@asks
@require_safe
def meeting_list(request: Asked) -> HttpResponse:
    """List a unit's meetings, the latest first."""
    require(allowed=bool(request.question.unit))
    return _list(request)


def _list(request: Asked) -> HttpResponse:
    question = request.question
    known = meetings.listed(units=[question.unit], as_known_at=question.as_known_at)
    wanted = request.GET.get("kind", "")
    return page(
        request,
        "meetings.html",
        room="meetings",
        meetings=[each for each in known if wanted in ("", each.kind)],
        kinds={kind.id: kind for kind in attended_kinds(question)},
        wanted=wanted,
        states=STATES,
        manages=may(question, "hold_meeting", question.unit),
    )


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: Asked) -> HttpResponse:
    """Convene a meeting of a kind that keeps attendance."""
    question = request.question
    require(allowed=may(question, "hold_meeting", question.unit))
    refusal = ""
    if request.method == "POST":
        try:
            made = meetings.convene(
                plan=_plan(request, question.unit),
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
                nonce=request.POST.get("nonce", ""),
            )
        except Refusal as found:
            refusal = say(found)
        else:
            return redirect(question.link_to("meeting", made.entry))
    values = request.POST or request.GET
    return _form(request, question.unit, values, refusal)


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Asked, meeting_id: int) -> HttpResponse:
    """Change when, where and by whom a planned meeting is held."""
    question = request.question
    found = managed(request, meeting_id)
    values: Any = request.POST or {
        "kind": found.kind,
        "title": found.title,
        "starts": f"{found.starts:%Y-%m-%dT%H:%M}",
        "chair": found.chair,
        "chair-name": name_of(found.chair),
        "place": found.place,
        **{name: request.GET[name] for name in ("chair", "chair-name") if name in request.GET},
    }
    refusal = ""
    if request.method == "POST":
        try:
            meetings.change(
                meeting=meeting_id,
                plan=_plan(request, found.unit),
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
            )
        except Refusal as said:
            refusal = say(said)
        else:
            tell(request, "good", _("会议改好了。"))
            return redirect(question.link_to("meeting", meeting_id))
    return _form(request, found.unit, values, refusal, changed=meeting_id)


@asks
@require_safe
def meeting(request: Asked, meeting_id: int) -> HttpResponse:
    """Show a meeting: its agenda, what was said and decided, who came, and what was changed since approval."""
    question = request.question
    _seen(request, meeting_id)
    whole = meetings.whole(meeting=meeting_id, as_known_at=question.as_known_at)
    manages = may(question, "hold_meeting", whole.meeting.unit)
    kinds = {kind.id: kind for kind in attended_kinds(question)}
    return page(
        request,
        "meeting.html",
        room="meetings",
        whole=whole,
        meeting=whole.meeting,
        kind=kinds.get(whole.meeting.kind),
        standing=STATES[whole.meeting.state],
        names=names_of(whole),
        duties={key: duty.title for key, duty in duties(in_force(question)).items()},
        manages=manages and not question.is_past,
        is_own=wrote_all(whole.meeting, question.actor.person),
        people=people_desk.choice(question, whole.meeting.unit),
        nonce=secrets.token_urlsafe(12),
    )


@asks
@require_POST
def hold(request: Asked, meeting_id: int) -> HttpResponse:
    """Open the meeting's sheet and lead there."""
    question = request.question
    managed(request, meeting_id)
    try:
        sheet = meetings.open_sheet(
            meeting=meeting_id,
            until=question.moment.now + timedelta(minutes=HOW_LONG[-1]),
            opened_at=question.moment.now,
            opened_by=question.actor.person,
        )
    except Refusal as found:
        tell(request, "bad", say(found))
        return redirect(question.link_to("meeting", meeting_id))
    return redirect(question.link_to("sheet", sheet.id))


@asks
@require_POST
def approve(request: Asked, meeting_id: int) -> HttpResponse:
    """Approve the minutes."""
    managed(request, meeting_id)
    by = request.question.actor.person
    return done(
        request,
        meeting_id,
        lambda: meetings.approve(meeting=meeting_id, recorded_at=request.moment.now, recorded_by=by),
        _("纪要已签发。以后的改动会标在旁边。"),
    )


@asks
@require_POST
def cancel(request: Asked, meeting_id: int) -> HttpResponse:
    """Call a planned meeting off, with a reason."""
    managed(request, meeting_id)
    reason, by = request.POST.get("reason", ""), request.question.actor.person
    return done(
        request,
        meeting_id,
        lambda: meetings.cancel(meeting=meeting_id, reason=reason, recorded_at=request.moment.now, recorded_by=by),
        _("会议已取消。"),
    )


@asks
@require_safe
def as_word(request: Asked, meeting_id: int) -> HttpResponse:
    """Hand the minutes out as a Word file."""
    _seen(request, meeting_id)
    known = request.question.as_known_at
    return _word(minutes.document(meeting=meeting_id, as_known_at=known, language=current()))


@asks
@require_safe
def volume(request: Asked) -> HttpResponse:
    """Hand all minutes of a unit in the asked period out as one Word file."""
    question = request.question
    require(allowed=bool(question.unit))
    kind = request.GET.get("kind", "")
    try:
        return _word(
            minutes.volume(
                unit=question.unit,
                period=question.period,
                as_known_at=question.as_known_at,
                kind=kind,
                language=current(),
            )
        )
    except Refusal as found:
        request.notices.append(("care", say(found)))
        return _list(request)


def managed(request: Asked, meeting_id: int) -> Meeting:
    """Return a meeting the asker may work on; else answer "not found"."""
    found = _seen(request, meeting_id)
    require(allowed=may(request.question, "hold_meeting", found.unit))
    return found


def done(request: Asked, meeting_id: int, do: Callable[[], object], said: str) -> HttpResponse:
    """Do something to a meeting and say so on its page; what cannot be done is said there too."""
    try:
        do()
    except Refusal as found:
        tell(request, "bad", say(found))
    else:
        if said:
            tell(request, "good", said)
    return redirect(request.question.link_to("meeting", meeting_id))


def names_of(whole: Whole) -> dict[str, str]:
    """Return the names of those whom a meeting's page speaks of, by id."""
    return {person.id: person.name for person in unit_queries.people(among=whole.mentioned)}


def _seen(request: Asked, meeting_id: int) -> Meeting:
    try:
        found = meetings.one(meeting=meeting_id, as_known_at=request.question.as_known_at)
    except Refusal:
        found = None
    require(allowed=found is not None and request.question.sees(found.unit))
    assert found is not None  # noqa: S101 -- required above
    return found


def name_of(person: str) -> str:
    """Return somebody's name, or nothing for nobody."""
    return "".join(one.name for one in unit_queries.people(among=[person])) if person else ""


def _plan(request: Asked, unit: str) -> Plan:
    said = request.POST.get
    return Plan(
        unit,
        said("kind", ""),
        said("title", "")[:200],
        said("starts", ""),
        said("chair", ""),
        said("place", "")[:200],
    )


def _form(request: Asked, unit: str, values: Any, refusal: str, *, changed: int = 0) -> HttpResponse:
    """Show what is convened, or what is ``changed``; who leaves it comes back to where it was opened."""
    question = request.question
    return page(
        request,
        "meeting_form.html",
        room="meetings",
        status=422 if refusal else 200,
        refusal=refusal,
        values=values,
        changed=changed,
        action=question.link_to("meeting_change", changed) if changed else question.link("meeting_new"),
        back=question.link_to("meeting", changed) if changed else question.link("meetings"),
        kinds=attended_kinds(question),
        people=people_desk.choice(question, unit),
        nonce=secrets.token_urlsafe(12),
    )


def _word(document: OfficialDocument) -> HttpResponse:
    response = HttpResponse(minutes.as_docx(document), content_type=WORD)
    response["Content-Disposition"] = attachment(f"{document.title}.docx")
    return response
