"""Promises of a unit: where each comes from, how it stands, and saying what became of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zicha.core import access, actions
from zicha.core import reminders as pressing
from zicha.core.access import Place
from zicha.core.actions import Action, StepName
from zicha.core.findings import Refusal
from zicha.core.reminders import Reminder
from zicha.core.values import day, text
from zicha.services import actions as services
from zicha.services import reminders
from zicha.web import plan_desk, words
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.forms import activity
from zicha.web.language import local
from zicha.web.lookups import vocabulary
from zicha.web.numbers import whole
from zicha.web.views.record import keep

STEPS: tuple[StepName, ...] = ("done", "work", "drop", "move", "reopen")
GOING_ON = replace(
    actions.STEP_KIND,
    fields=tuple(field for field in actions.STEP_KIND.fields if field.id in ("due", "reason", "record")),
    evidence=("document", "photo"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise with what the asker may do to it.

    Attributes:
        look: the shape and colour of its mark, as of a window's state.
        when: its deadline in words, or how it ended.
        pressed: each time somebody was pressed for it, in words.
    """

    action: Action
    owner: str
    source: str
    state: str
    look: str
    when: str
    steps: tuple[StepName, ...]
    pressed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in for a step that was not taken."""

    action: int
    step: str
    values: dict[str, str]
    refusal: str


@asks
@require_safe
def action_list(request: Asked) -> HttpResponse:
    """List a unit's promises, those still to be done first."""
    require(allowed=bool(request.question.unit))
    return _listed(request)


@asks
@require_POST
def action_step(request: Asked, entry_id: int) -> HttpResponse:
    """Say what became of a promise; a repeated request changes nothing."""
    question = request.question
    try:
        now = services.one(action=entry_id, on=question.on, as_known_at=question.as_known_at)
    except Refusal as unknown:
        raise Http404 from unknown
    name = next((step for step in STEPS if step == request.POST.get("step")), None)
    require(allowed=name is not None and _may_work(question, now))
    assert name is not None  # noqa: S101 -- required above
    refusal = _take(request, now, name)
    if not refusal:
        tell(request, "good", _("记下了：%(step)s。") % {"step": local(actions.STEPS[name])})
        return redirect(question.link("actions", unit=now.unit))
    values = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    return _listed(request, unit=now.unit, typed=Typed(now.entry, name, values, refusal))


def _take(request: Asked, now: Action, name: StepName) -> str:
    """Take a step and return nothing, or return why it was not taken."""
    question = request.question
    data = request.POST.copy()
    data["happened_on"] = question.moment.today.isoformat()
    filled = activity.decode(
        kind=GOING_ON, unit=now.unit, data=data, files=request.FILES, today=question.moment.today, keep=keep
    )
    if filled.faults or filled.draft is None:
        return " ".join(filled.faults.values())
    seen = request.POST.get("seen", "")
    try:
        services.step(
            action=now.entry,
            name=name,
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
            reason=text(filled.draft, "reason"),
            due=day(filled.draft, "due"),
            record=text(filled.draft, "record"),
            evidence=filled.draft.evidence,
            seen=whole(seen),
            nonce=request.POST.get("nonce", ""),
        )
    except Refusal as refusal:
        return say(refusal)
    return ""


def _listed(request: Asked, *, unit: str = "", typed: Typed | None = None) -> HttpResponse:
    question = request.question
    code = unit or question.unit
    known = vocabulary(question)
    found = services.listed(units=(code,), on=question.on, as_known_at=question.as_known_at)
    told = reminders.listed(units=(code,), on=question.on, as_known_at=question.as_known_at)
    pressed = pressing.by_origin(told)
    ordered = sorted(found, key=lambda action: (not action.is_open, action.due or date.max, action.entry))
    return page(
        request,
        "actions.html",
        room="problems",
        status=422 if typed else 200,
        unit=code,
        lines=[_line(question, action, known.people, pressed.get(action.entry, ())) for action in ordered],
        known=known,
        step_words=actions.STEPS,
        typed=typed,
        nonce=secrets.token_urlsafe(12),
    )


def _line(question: Question, action: Action, people: Mapping[str, str], pressed: Sequence[Reminder]) -> Line:
    looks = {"done": "met", "dropped": "waived", "working": "open", "open": "upcoming"}
    overdue = action.is_overdue(question.on)
    may_work = not question.is_past and _may_work(question, action)
    return Line(
        action=action,
        owner=people.get(action.owner, action.owner),
        source=local(actions.SOURCES[action.source]),
        state=local(actions.STATES[action.state]),
        look="overdue" if overdue else looks[action.state],
        when=_when(question, action),
        steps=tuple(name for name in STEPS if action.is_open != (name == "reopen")) if may_work else (),
        pressed=tuple(plan_desk.story(pressed, people)),
    )


def _when(question: Question, action: Action) -> str:
    if action.is_open and action.due:
        late = (question.on - action.due).days
        return words.counted("超期 %(n)d 天", late) if late > 0 else _("%(day)s前") % {"day": words.day(action.due)}
    return "" if action.is_open or action.last is None else words.full_day(action.last.on)


def _may_work(question: Question, action: Action) -> bool:
    today = question.moment.today
    path = question.standing_path(action.unit)
    owners = frozenset({action.owner} - {""})
    return access.may(question.actor, "work_problem", Place(path, owners=owners), today)
