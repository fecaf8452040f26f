"""A report's way through the office: submitted with its findings seen, decided above, archived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zicha.core import access, periods, report_life, report_words
from zicha.core.actions import Action
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.report_life import Life, Step
from zicha.core.scheme import Scheme
from zicha.services import promises, report_bundle, report_draft
from zicha.services import report_life as services
from zicha.services.report_life import By, Filed
from zicha.web import report_desk
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.language import current
from zicha.web.lookups import in_force, vocabulary
from zicha.web.numbers import whole
from zicha.web.report_desk import Desk
from zicha.web.views.reports import alike, handed, others, tell_all

LONGEST_WAIT = timedelta(days=400)
"""How far back the plate looks for reports that wait."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's report in the list.

    Attributes:
        waits: whether the asker has to decide on it.
    """

    unit: str
    name: str
    scheme: Scheme
    life: Life
    waits: bool
    is_directly_below: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits for the asker, of whatever period."""

    unit: str
    name: str
    scheme: Scheme
    period: Period
    life: Life


@asks
@require_safe
def submitting(request: Asked) -> HttpResponse:
    """Show what the checker finds before a report is submitted; it warns, and people decide."""
    desk = report_desk.must_sit(request)
    require(allowed=bool({"submit", "resubmit"} & {*desk.steps}))
    composed = report_desk.compose(desk)
    told = tell_all(desk, composed, report_draft.previous(desk.draft))
    return page(
        request,
        "report_submit.html",
        room="report",
        desk=desk,
        report=composed,
        others=tuple(each for each in others(composed) if each.code != "reports.promise_unanswered"),
        owed=_owed(desk),
        alike=alike,
        grave=tuple(each for each in told if each.placed.severity == "error"),
        lesser=tuple(each for each in told if each.placed.severity != "error"),
        step=desk.steps[0],
        step_words=report_desk.step_words,
    )


@asks
@require_POST
def step(request: Asked) -> HttpResponse:
    """Take a step: submit, return with comments, accept or archive."""
    desk = report_desk.must_sit(request)
    wanted = cast("Step", request.POST.get("step", ""))
    require(allowed=wanted in report_life.STEPS and _is_allowed(desk, wanted))
    seen = request.POST.get("steps_seen", "")
    by = By(request.question.actor, request.question.moment.now, -1 if (number := whole(seen)) is None else number)
    try:
        filed = _take(desk, wanted, by, request.POST.get("comment", ""))
        tell(request, "good", _done(wanted))
        if filed.gap:
            tell(request, "bad", say(filed.gap))
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
    return redirect(desk.link)


@asks
@require_safe
def bundle(request: Asked) -> HttpResponse:
    """Hand out the archived bundle."""
    desk = report_desk.must_sit(request)
    require(allowed=desk.frozen is not None and desk.life.bundle is not None)
    try:
        content = report_bundle.content(desk.life, unit=desk.which.unit, period=str(desk.which.period))
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
        return redirect(desk.link)
    when = report_words.period(desk.which.period, language=current())
    name = _("%(unit)s%(period)s报告归档") % {"unit": request.question.unit_name, "period": when}
    return handed(content, name=f"{name}.zip", content_type="application/zip")


@asks
@require_safe
def reports(request: Asked) -> HttpResponse:
    """List the reports of a period: those to decide on, and how far the units below are."""
    question = request.question
    require(allowed=bool(question.unit))
    lines = _lines(question, in_force(question))
    directly = [line for line in lines if line.is_directly_below]
    return page(
        request,
        "reports.html",
        room="report",
        waiting=tuple(line for line in lines if line.waits),
        lines=lines,
        submitted=sum(not line.life.is_open for line in directly),
        owed=len(directly),
        people=vocabulary(question).people,
        state_words=report_desk.state_words,
    )


@asks
@require_safe
def waiting(request: Asked) -> HttpResponse:
    """Show on the plate which reports wait for the asker: submitted ones to decide on, returned ones to mend."""
    question = request.question
    schemes = in_force(question)
    return page(request, "parts/plate_reports.html", room="plate", lines=_waiting(question, schemes))


def _waiting(question: Question, schemes: dict[str, Scheme]) -> tuple[Waiting, ...]:
    deciding = question.allowed("decide_report").intersection(question.scope)
    units = deciding | question.recordable
    found = services.lives(
        units=units,
        since=question.on - LONGEST_WAIT,
        as_known_at=question.as_known_at if question.is_past else None,
    )
    return tuple(
        Waiting(unit, question.name(unit), schemes[scheme], periods.parse(period), life)
        for (scheme, unit, period), life in sorted(found.items())
        if scheme in schemes
        and ((life.state == "submitted" and unit in deciding) or (life.state == "returned" and unit == question.unit))
    )


def _owed(desk: Desk) -> tuple[Action, ...]:
    """The promises of earlier reports that this one says nothing of."""
    question, which = desk.question, desk.which
    return promises.unanswered(
        unit=which.unit,
        scheme=which.scheme,
        period=which.period,
        on=question.on,
        as_known_at=question.as_known_at,
    )


def _lines(question: Question, schemes: dict[str, Scheme]) -> tuple[Line, ...]:
    units = [unit for unit in question.below() if question.sees(unit)]
    found = services.lives(
        units=units,
        since=question.period.span.start,
        as_known_at=question.as_known_at if question.is_past else None,
    )
    period = str(question.period)
    near = {question.unit, *(question.tree.children(question.unit) if question.unit in question.tree else ())}
    return tuple(
        Line(
            unit=unit,
            name=question.name(unit),
            scheme=scheme,
            life=life,
            waits=life.state == "submitted" and _decides(question, unit),
            is_directly_below=unit in near and unit != question.unit,
        )
        for unit in units
        for scheme in schemes.values()
        for life in [found.get((scheme.id, unit, period), Life())]
        if unit in near or life.steps
    )


def _decides(question: Question, unit: str) -> bool:
    path = question.tree.path(unit) if unit in question.tree else ()
    return bool(path) and access.may(question.actor, "decide_report", access.Place(path), question.moment.today)


def _is_allowed(desk: Desk, wanted: Step) -> bool:
    """Whether the asker may take a step; nobody gives the topmost report back unless it is not what was submitted."""
    question = desk.question
    is_top = question.unit in question.tree and len(question.tree.path(question.unit)) == 1
    if not report_desk.may(question, report_life.action(wanted, is_top=is_top)):
        return False
    return not is_top or wanted != "return" or services.is_changed(desk.life, desk.which)


def _take(desk: Desk, wanted: Step, by: By, comment: str) -> Filed:
    match wanted:
        case "submit" | "resubmit":
            return services.submit(which=desk.which, by=by, language=current(), subtree=bool(desk.below))
        case "return":
            return services.return_with_comments(which=desk.which, by=by, comment=comment)
        case "accept":
            return services.accept(which=desk.which, by=by, comment=comment)
        case "archive":
            return services.archive(which=desk.which, by=by)


def _done(wanted: Step) -> str:
    return {
        "submit": _("报告已提交，正文和数字从现在起不再变。"),
        "resubmit": _("报告已再次提交。"),
        "return": _("报告已退回，意见已附上。"),
        "accept": _("报告已通过。"),
        "archive": _("报告已归档，归档包可以随时取用和核验。"),
    }[wanted]
