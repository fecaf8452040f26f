"""The year's study plan of a unit, and what each person studied alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zicha.core import periods, study
from zicha.core.figures import Figure
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.periods import Span
from zicha.core.scheme import Kind, Scheme
from zicha.core.study import Completes, Form, Item, Line, StepName
from zicha.formats import study_sheet
from zicha.services import figures
from zicha.services import study as services
from zicha.services.study import Plan, Planned
from zicha.store.queries import notes as note_queries
from zicha.web import incoming, words
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.language import local
from zicha.web.lookups import in_force, vocabulary
from zicha.web.numbers import whole

LOOKS: dict[study.State, str] = {
    "upcoming": "upcoming",
    "open": "open",
    "done": "met",
    "late": "met_late",
    "missed": "overdue",
    "called_off": "waived",
}
"""Each state's mark is that of the like state of a window."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_SHEET = 5_000_000


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its items, for the page."""

    number: int
    lines: tuple[Line, ...]
    now: bool


@asks
@require_safe
def plan(request: Asked) -> HttpResponse:
    """Show a unit's study plan of a year: what was held, late, missed, crowded and unplanned."""
    return _shown(request)


@asks
@require_POST
def add(request: Asked) -> HttpResponse:
    """Write an item into the plan; a repeated request changes nothing."""
    question = request.question
    require(allowed=question.may_record)
    try:
        item = services.add(
            unit=question.unit,
            planned=_planned(request),
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
            nonce=request.POST.get("nonce", ""),
        )
    except Refusal as refusal:
        return _shown(request, refusal=say(refusal))
    tell(request, "good", _("已列入 %(month)s。") % {"month": words.month(item.month)})
    return redirect(question.link("study", year=item.month.year) + f"#month-{item.month.month}")


@asks
@require_POST
def step(request: Asked, item_id: int) -> HttpResponse:
    """Link a record, move an item or call it off."""
    question = request.question
    now = _item(request, item_id)
    name = next((each for each in get_args(StepName) if each == request.POST.get("step")), None)
    require(allowed=name is not None and question.records_for(now.unit))
    assert name is not None  # noqa: S101 -- required above
    record, seen = request.POST.get("record", ""), request.POST.get("seen", "")
    try:
        services.step(
            item=item_id,
            name=name,
            record=whole(record) or 0,
            month=_month(request.POST.get("month", "")),
            reason=request.POST.get("reason", "").strip(),
            seen=whole(seen) or 0,
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
            nonce=request.POST.get("nonce", ""),
        )
    except Refusal as refusal:
        return _shown(request, unit=now.unit, refusal=say(refusal))
    tell(request, "good", _("记下了：%(step)s。") % {"step": local(study.STEPS[name])})
    return redirect(question.link("study", unit=now.unit, year=now.month.year) + f"#item-{item_id}")


@asks
@require_POST
def import_plan(request: Asked) -> HttpResponse:
    """Take a plan from a sheet: all of it or, with the first cell that cannot be read, nothing."""
    question = request.question
    require(allowed=question.may_record)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_SHEET:
        return _shown(request, refusal=_("请选一个表格文件，不超过 5 MB。"))
    try:
        rows = study_sheet.read(file.read(), name=file.name or "", activities=_activities(request), year=_year(request))
        count = services.add_many(
            unit=question.unit,
            planned=[Planned(**row) for row in rows],
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
        )
    except Refusal as refusal:
        return _shown(request, refusal=say(refusal))
    tell(request, "good", _("表里有 %(all)d 项，新列入 %(new)d 项。") % {"all": len(rows), "new": count})
    return redirect(question.link("study", year=_year(request)))


@asks
@require_safe
def sheet(request: Asked) -> HttpResponse:
    """Hand out the plan as a sheet; an empty plan is a form to fill in."""
    question = request.question
    require(allowed=bool(question.unit))
    rows = [
        {
            "month": line.item.month,
            "topic": line.item.topic,
            "form": line.item.form,
            "completes": line.item.completes,
            "days": line.item.days,
            "reading": line.item.reading,
            "activity": line.item.activity,
        }
        for line in _plan(request).lines
        if not line.item.called_off
    ]
    response = HttpResponse(study_sheet.write(rows, activities=_activities(request)), content_type=XLSX)
    name = _("%(unit)s%(year)d年学习计划") % {"unit": question.unit_name, "year": _year(request)}
    response.headers["Content-Disposition"] = incoming.attachment(f"{name}.xlsx")
    return response


@asks
@require_safe
def alone(request: Asked) -> HttpResponse:
    """Show a person the own self-study of a year with the own notes."""
    return _alone(request)


@asks
@require_POST
def log_alone(request: Asked) -> HttpResponse:
    """Record what the person studied alone, with a note nobody else sees."""
    question = request.question
    kind = _alone_kind(request)
    minutes, item = (request.POST.get(name, "").strip() for name in ("minutes", "item"))
    try:
        kept = services.log_alone(
            unit=question.unit,
            person=question.actor.person,
            kind=kind,
            happened_on=_day(request.POST.get("happened_on", "")) or question.moment.today,
            minutes=whole(minutes) or 0,
            recorded_at=question.moment.now,
            item=whole(item) or 0,
            nonce=request.POST.get("nonce", ""),
        )
        _keep_note(request, kept.entry)
    except Refusal as refusal:
        return _alone(request, refusal=say(refusal))
    tell(request, "good", _("记好了。"))
    return redirect(question.link("study_alone"))


@asks
@require_POST
def note(request: Asked, entry_id: int) -> HttpResponse:
    """Change or delete the own note beside an own record."""
    _alone_kind(request)
    try:
        _keep_note(request, entry_id)
    except Refusal as refusal:
        if refusal.code == "study.not_own":
            raise Http404 from refusal
        return _alone(request, refusal=say(refusal))
    tell(request, "good", _("笔记改好了，只有你自己看得到。"))
    return redirect(request.question.link("study_alone"))


def _keep_note(request: Asked, entry: int) -> None:
    question = request.question
    services.note(
        entry=entry,
        person=question.actor.person,
        text=request.POST.get("note", "").replace("\r\n", "\n"),
        recorded_at=question.moment.now,
    )


def _shown(request: Asked, *, unit: str = "", refusal: str = "") -> HttpResponse:
    question = request.question
    require(allowed=bool(question.unit))
    found = _plan(request, unit=unit)
    schemes = tuple(in_force(question).values())
    return page(
        request,
        "study.html",
        room="study",
        status=422 if refusal else 200,
        plan=found,
        unit=unit or question.unit,
        year=found.year,
        months=_months(found, question.on),
        looks=LOOKS,
        refusal=refusal,
        may_write=question.records_for(unit or question.unit),
        known=vocabulary(question),
        activities=_attended(schemes),
        states=study.STATES,
        forms=study.FORMS,
        completions=study.COMPLETIONS,
        nonce=secrets.token_urlsafe(12),
        sessions=_sessions(found),
        figures=_figures(request, found, schemes),
    )


def _alone(request: Asked, *, refusal: str = "") -> HttpResponse:
    question = request.question
    kind, year = _alone_kind(request), _year(request)
    span = Span(date(year, 1, 1), date(year + 1, 1, 1))
    found = services.logged_alone(
        unit=question.unit, person=question.actor.person, kind=kind, span=span, as_known_at=question.as_known_at
    )
    return page(
        request,
        "study_alone.html",
        room="study",
        status=422 if refusal else 200,
        entries=found,
        notes=note_queries.notes(person=question.actor.person, entries=[each.entry for each in found]),
        readable=services.readable(unit=question.unit, year=year, as_known_at=question.as_known_at),
        minutes=sum(int(str(each.draft.value("duration") or 0)) for each in found),
        year=year,
        refusal=refusal,
        typed=request.POST,
        nonce=(refusal and request.POST.get("nonce")) or secrets.token_urlsafe(12),  # what was kept is not kept again
    )


def _alone_kind(request: Asked) -> Kind:
    """The kind of self-study, for somebody who holds a post in the unit; there is nothing here for others."""
    question = request.question
    held = any(each.unit == question.unit and question.moment.today in each.span for each in question.actor.holdings)
    require(allowed=bool(question.unit and question.actor.person) and held)
    try:
        return services.alone_kind(on=question.on, as_known_at=question.as_known_at)
    except Refusal as refusal:
        raise Http404 from refusal


def _plan(request: Asked, *, unit: str = "") -> Plan:
    question = request.question
    return services.plan(
        unit=unit or question.unit, year=_year(request), on=question.on, as_known_at=question.as_known_at
    )


def _months(found: Plan, on: date) -> tuple[Month, ...]:
    return tuple(
        Month(
            number,
            tuple(
                line for line in found.lines if (line.item.month.year, line.item.month.month) == (found.year, number)
            ),
            (found.year, number) == (on.year, on.month),
        )
        for number in range(1, 13)
    )


def _figures(request: Asked, found: Plan, schemes: Iterable[Scheme]) -> tuple[Figure, ...]:
    """What the schemes measure of study, in the period the day lies in, or the shown year's nearest."""
    question = request.question
    day = min(max(question.on, date(found.year, 1, 1)), date(found.year, 12, 31))
    return tuple(
        figure
        for scheme in schemes
        for figure in figures.of_study(
            scheme=scheme,
            unit=found.unit,
            period=periods.containing(day=day, per=scheme.period),
            on=question.on,
            as_known_at=question.as_known_at,
        )
    )


def _sessions(found: Plan) -> tuple[Revision, ...]:
    """What an item may be linked to: sessions nothing is linked to, the newest first."""
    return tuple(reversed(found.unplanned))


def _item(request: Asked, item_id: int) -> Item:
    try:
        now = services.one(item=item_id, as_known_at=request.question.as_known_at)
    except Refusal as refusal:
        raise Http404 from refusal
    require(allowed=request.question.sees(now.unit))
    return now


def _planned(request: Asked) -> Planned:
    data = request.POST
    days = data.get("days", "").strip()
    activity = data.get("activity", "")
    return Planned(
        month=_month(data.get("month", "")) or request.question.moment.today,
        topic=data.get("topic", "").strip(),
        form=next((each for each in get_args(Form) if each == data.get("form")), "collective"),
        completes=next((each for each in get_args(Completes) if each == data.get("completes")), "attended"),
        days=whole(days) or 0,
        reading=tuple(line.strip() for line in data.get("reading", "").splitlines() if line.strip()),
        activity=activity if activity in _activities(request) else "",
    )


def _activities(request: Asked) -> Mapping[str, str]:
    """Titles of the kinds that people attend, by id."""
    return _attended(in_force(request.question).values())


def _attended(schemes: Iterable[Scheme]) -> dict[str, str]:
    return {
        kind.id: local(kind.title)
        for scheme in schemes
        for kind in scheme.kinds
        if not kind.private and kind.attendance != "none"
    }


def _year(request: Asked) -> int:
    written = request.GET.get("year") or request.POST.get("year") or ""
    year = whole(written, digits=4) or 0
    return year if 2000 <= year <= 2100 else request.question.on.year


def _month(written: str) -> date | None:
    return _day(f"{written}-01") if len(written) == len("2026-05") else _day(written)


def _day(written: str) -> date | None:
    try:
        return periods.read_day(written)
    except ValueError:
        return None
