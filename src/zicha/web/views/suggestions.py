"""What whoever answers sees of the suggestion box: the list, one suggestion, its steps, and the poster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zicha.core import suggestions
from zicha.core.findings import Refusal
from zicha.core.suggestions import Suggestion
from zicha.core.workdays_cn import CALENDAR
from zicha.formats import qr
from zicha.services import suggestions as services
from zicha.store.queries import attendance as people
from zicha.store.queries import suggestions as queries
from zicha.web import rights
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.rights import may

SOON_DAYS = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A suggestion with the day its answer is due, and how pressing it is: a state of a window's."""

    suggestion: Suggestion
    due: date
    look: str


@asks
@never_cache
@require_safe
def listed(request: Asked) -> HttpResponse:
    """List what a unit and those below it answer, what waits first."""
    question = request.question
    require(allowed=may(question, "answer_suggestion", question.unit))
    answered = rights.units(question, "answer_suggestion")
    units = [unit for unit in question.below() if unit in answered]
    rows = [_row(each, question) for each in services.listed(units=units, on=question.moment.today)]
    waiting = sum(row.suggestion.state == "open" for row in rows)
    return page(request, "suggestions.html", room="suggest", rows=rows, waiting=waiting, states_of=suggestions.STATES)


@asks
@never_cache
@require_safe
def one(request: Asked, number: int) -> HttpResponse:
    """Show one suggestion to who answers it."""
    return _page(request, _found(request, number))


@asks
@require_POST
def step(request: Asked, number: int) -> HttpResponse:
    """Change its urgency, forward it, or answer it; what cannot be done is said there and loses nothing."""
    found = _found(request, number)
    try:
        said = _take(request, found)
    except Refusal as refusal:
        return _page(request, services.require(found.id), status=422, refusal=say(refusal))
    tell(request, "good", said)
    return redirect(request.question.link_to("suggestion", found.id) if _still_mine(request, found.id) else "plate")


@asks
@require_POST
def as_problem(request: Asked, number: int) -> HttpResponse:
    """Go on to the form that opens a problem; what it says is written there, nothing is copied."""
    found = _found(request, number)
    require(allowed=may(request.question, "open_problem", found.unit))
    entry = services.entry_of(number=found.id, at=request.moment.now)
    return redirect(request.question.link("problem_open", unit=found.unit, suggestion=entry))


@asks
@require_safe
def of_entry(request: Asked, entry_id: int) -> HttpResponse:
    """Find the suggestion a problem was opened from."""
    found = queries.of_entry(entry=entry_id)
    require(allowed=found is not None and may(request.question, "answer_suggestion", found.unit))
    return redirect(request.question.link_to("suggestion", found.id if found else 0))


@asks
@never_cache
@require_safe
def waiting(request: Asked) -> HttpResponse:
    """Return, as a part of the first screen, how many wait for this person's answer; nothing for who answers none."""
    rows = [
        _row(each, request.question)
        for each in services.waiting(units=rights.units(request.question, "answer_suggestion"))
    ]
    late = sum(row.look == "overdue" for row in rows)
    return page(request, "parts/suggestions_waiting.html", room="plate", waiting=len(rows), late=late)


@asks
@require_safe
def poster(request: Asked) -> HttpResponse:
    """Show a poster to print: the box's address as a code."""
    question = request.question
    require(allowed=may(question, "answer_suggestion", question.unit))
    address = request.build_absolute_uri(reverse("open_box", args=[question.unit]))
    return page(
        request,
        "suggestion_poster.html",
        room="suggest",
        image=qr.svg(address),
        address=address,
        open=settings.ZICHA_OPEN_BOX,
    )


def _take(request: Asked, found: Suggestion) -> str:
    """Take the step that was posted and return what to say of it; "not found" for one that is none."""
    at, by = request.moment.now, request.question.actor.person
    match request.POST.get("step", ""):
        case "answer":
            services.answer(number=found.id, text=request.POST.get("text", ""), at=at, by=by)
            return _("已答复，凭回执看得到。")
        case "triage":
            services.triage(number=found.id, urgency=request.POST.get("urgency", ""), at=at, by=by)
            return _("缓急改好了。")
        case "forward":
            services.forward(number=found.id, unit=request.POST.get("to", ""), at=at, by=by)
            return _("已转交，答复的期限不变。")
        case _other:
            raise Http404


def _found(request: Asked, number: int) -> Suggestion:
    try:
        found = services.require(number)
    except Refusal as refusal:
        raise Http404 from refusal
    require(allowed=may(request.question, "answer_suggestion", found.unit))
    return found


def _still_mine(request: Asked, number: int) -> bool:
    return may(request.question, "answer_suggestion", services.require(number).unit)


def _row(found: Suggestion, question: Question) -> Row:
    due, today = found.due(CALENDAR), question.moment.today
    if found.state != "open":
        return Row(found, due, "met" if found.state == "answered" else "waived")
    left = (due - today).days
    return Row(found, due, "overdue" if left < 0 else "at_risk" if left <= SOON_DAYS else "open")


def _page(request: Asked, found: Suggestion, *, status: int = 200, refusal: str = "") -> HttpResponse:
    question = request.question
    named = [person for person in (found.person, found.answered_by) if person]
    return page(
        request,
        "suggestion.html",
        room="suggest",
        status=status,
        row=_row(found, question),
        one=found,
        names=people.names(people=named),
        problems=services.problems_from(entry=found.entry, as_known_at=question.moment.now),
        to=request.GET.get("to", ""),
        urgencies=suggestions.URGENCIES,
        states_of=suggestions.STATES,
        opens=may(question, "open_problem", found.unit),
        refusal=refusal,
        typed=request.POST,
        longest=suggestions.LONGEST_TEXT,
    )
