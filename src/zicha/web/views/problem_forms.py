"""The forms that open a problem and take it a step further."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zicha.core import periods, problems
from zicha.core.findings import Refusal
from zicha.core.problems import Step, StepName
from zicha.core.scheme import Field, Scheme
from zicha.core.values import day, text
from zicha.services import boards
from zicha.services import problems as services
from zicha.services.boards import CellStory
from zicha.services.problems import Finding
from zicha.store.queries import suggestions
from zicha.web import problem_desk, words
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.forms import activity
from zicha.web.forms.activity import Filled
from zicha.web.language import local
from zicha.web.lookups import in_force
from zicha.web.numbers import whole
from zicha.web.rights import may
from zicha.web.views.entries import read_history
from zicha.web.views.problems import GOING_ON, Typed, found_or_404, shown
from zicha.web.views.record import Form, Wanted, furnished, keep

DAYS_PROPOSED = 14
_SHOWN = ("matter", "source", "cause", "measure", "owner", "acceptor", "due")
_FIELDS = {field.id: field for field in problems.KIND.fields}
OPENING = replace(problems.KIND, fields=tuple(_FIELDS[name] for name in _SHOWN), evidence=("photo", "document"))


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def problem_open(request: Asked) -> HttpResponse:
    """Open a problem, on its own or from a missed window; a repeated request gives back the same one."""
    question = request.question
    require(allowed=question.may_record)
    schemes = in_force(question)
    story = _story(request)
    blank = _blank(request, tuple(schemes.values()), story)
    if request.method != "POST":
        return _form(request, blank, schemes, story)
    filled = _decoded(request, OPENING.fields)
    refusal = ""
    if not filled.faults and filled.draft is not None:
        try:
            made = services.open_problem(
                found=_finding(request, filled, story),
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
                nonce=request.POST.get("nonce", ""),
            )
        except Refusal as found:
            refusal = say(found)
        else:
            tell(request, "good", _("登记好了，编号 %(number)s。") % {"number": made.number})
            return redirect(question.link_to("problem", made.entry))
    refilled = replace(
        blank,
        values={key: value for key, value in request.POST.items() if isinstance(value, str)},
        faults=filled.faults,
        refusal=refusal,
        nonce=request.POST.get("nonce", blank.nonce),
        evidence=_with_kept(blank, filled),
    )
    return _form(request, refilled, schemes, story, status=422)


@asks
@require_POST
def problem_step(request: Asked, entry_id: int) -> HttpResponse:
    """Take a step; whoever decided on a stale page sees what happened since, and keeps what was typed."""
    question = request.question
    now = found_or_404(question, entry_id)
    name = _step_name(request)
    require(allowed=problem_desk.may(question, problem_desk.RIGHTS[name], now))
    filled = _decoded(request, GOING_ON.fields)
    seen = request.POST.get("seen", "")
    refused: Refusal | None = None
    if not filled.faults and filled.draft is not None:
        try:
            services.take_step(
                problem=now.entry,
                step=_step(name, filled),
                recorded_at=question.moment.now,
                recorded_by=question.actor.person,
                seen=whole(seen),
                nonce=request.POST.get("nonce", ""),
            )
        except Refusal as found:
            refused = found
        else:
            tell(request, "good", _("记下了：%(step)s。") % {"step": local(problems.STEPS[name])})
            return redirect(question.link_to("problem", now.entry))
    typed = Typed(
        step=name,
        values={key: value for key, value in request.POST.items() if isinstance(value, str)},
        kept=tuple((activity.sealed(file), file.name) for file in filled.evidence if file.sha256),
        refusal=say(refused) if refused else "",
        faults=tuple(filled.faults.values()),
        stale=refused is not None and refused.code == "problems.stale",
    )
    return shown(request, now, typed=typed)


def _step_name(request: Asked) -> StepName:
    try:
        return services.step_name(request.POST.get("step", ""))
    except Refusal as refusal:
        raise Http404 from refusal


def _step(name: StepName, filled: Filled) -> Step:
    draft = filled.draft
    assert draft is not None  # noqa: S101 -- asked for only where it could be read
    return Step(
        name=name,
        on=draft.happened_on,
        reason=text(draft, "reason"),
        due=day(draft, "due"),
        cause=text(draft, "cause"),
        measure=text(draft, "measure"),
        owner=text(draft, "owner"),
        acceptor=text(draft, "acceptor"),
        evidence=draft.evidence,
    )


def _decoded(request: Asked, fields: Sequence[Field]) -> Filled:
    """Return the posted form, its numbers and links to other things left out."""
    data = request.POST.copy()
    data["happened_on"] = data.get("happened_on") or request.question.moment.today.isoformat()
    asked = tuple(field for field in fields if field.id not in ("problem", "step"))
    kind = replace(OPENING, fields=asked, evidence=GOING_ON.evidence)
    today = request.question.moment.today
    return activity.decode(
        kind=kind, unit=request.question.unit, data=data, files=request.FILES, today=today, keep=keep
    )


def _finding(request: Asked, filled: Filled, story: CellStory | None) -> Finding:
    draft = filled.draft
    assert draft is not None  # noqa: S101 -- asked for only where it could be read
    scheme, _mark, clause = request.POST.get("clause", "").partition("/")
    due = day(draft, "due")
    assert due is not None  # noqa: S101 -- a required field
    return Finding(
        unit=draft.unit,
        source=text(draft, "source"),
        matter=text(draft, "matter"),
        owner=text(draft, "owner"),
        due=due,
        cause=text(draft, "cause"),
        measure=text(draft, "measure"),
        acceptor=text(draft, "acceptor"),
        scheme=story.scheme.id if story else scheme,
        clause=story.clause.id if story else clause,
        duty=story.duty.id if story else "",
        window=story.cell.window.start if story else None,
        subject=story.cell.subject if story else "",
        origin=_origin(request),
        on=draft.happened_on,
        evidence=draft.evidence,
    )


def _origin(request: Asked) -> str:
    """Return the number of the entry the form was opened from, or nothing; "not found" for one out of view."""
    if "suggestion" in request.GET:
        return _suggestion(request)
    text = request.GET.get("origin", "")
    if not text:
        return ""
    number = whole(text) or 0
    require(allowed=number > 0)
    return str(read_history(request.question, number)[0][0].entry)


def _suggestion(request: Asked) -> str:
    """Return the entry of the suggestion the form was opened from; "not found" for who does not answer it."""
    text = request.GET["suggestion"]
    number = whole(text)
    found = None if number is None else suggestions.of_entry(entry=number)
    require(allowed=found is not None and may(request.question, "answer_suggestion", found.unit))
    return text


def _source(request: Asked, story: CellStory | None) -> str:
    """What the form proposes as the source, by what it was opened from."""
    if story:
        return "missed_duty"
    if not _origin(request):
        return "self_inspection"
    return "suggestion" if "suggestion" in request.GET else "inspection"


def _story(request: Asked) -> CellStory | None:
    """Return the missed window the form was opened from, or ``None``; "not found" for one that is none."""
    question = request.question
    duty, window = request.GET.get("duty", ""), request.GET.get("window", "")
    if not duty:
        return None
    try:
        return boards.cell(
            unit=question.unit,
            duty=duty,
            window_start=periods.read_day(window),
            subject=request.GET.get("subject", ""),
            period=question.period,
            on=question.on,
            as_known_at=question.as_known_at,
        )
    except (Refusal, ValueError) as error:
        raise Http404 from error


def _blank(request: Asked, schemes: Sequence[Scheme], story: CellStory | None) -> Form:
    question = request.question
    today = question.moment.today
    form = Form(
        unit=question.unit,
        kind=OPENING,
        kinds=(),
        today=today,
        action=request.get_full_path(),
        back=question.link("problems"),
        foretell="",
        nonce=secrets.token_urlsafe(12),
        values={
            "happened_on": today.isoformat(),
            "field-source": _source(request, story),
            "field-due": (today + timedelta(days=DAYS_PROPOSED)).isoformat(),
            **(_of_story(story) if story else {}),
        },
    )
    return furnished(form, question, schemes, draft=None, on=today)


def _of_story(story: CellStory) -> dict[str, str]:
    """What a missed window says already, so that nobody types it again."""
    people = [person.id for answer in reversed(story.answers) for person in answer.people]
    facts = {"window": words.window(story.cell.window), "duty": local(story.duty.title)}
    facts |= {"done": str(story.cell.done), "owed": str(story.cell.owed)}
    return {
        "field-matter": _("%(window)s“%(duty)s”未按要求完成（应完成 %(owed)s 次，完成 %(done)s 次）") % facts,
        "field-owner": people[0] if people else "",
    }


def _form(
    request: Asked, form: Form, schemes: dict[str, Scheme], story: CellStory | None, *, status: int = 200
) -> HttpResponse:
    return page(
        request,
        "problem_open.html",
        room="problems",
        status=status,
        form=form,
        schemes=tuple(schemes.values()),
        story=story,
    )


def _with_kept(form: Form, filled: Filled) -> tuple[Wanted, ...]:
    sent = [one for one in filled.evidence if one.sha256]
    return tuple(
        replace(one, kept=tuple((activity.sealed(file), file) for file in sent if file.kind == one.id))
        for one in form.evidence
    )
