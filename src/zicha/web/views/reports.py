"""The self-inspection report: read, write its prose, take it along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zicha.core import report as core
from zicha.core import scheme_figures
from zicha.core.findings import Refusal
from zicha.core.report import Report
from zicha.core.scheme import Scheme
from zicha.services import prose, reports
from zicha.store.queries import prose as prose_queries
from zicha.store.queries.prose import Prose
from zicha.web import incoming
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.language import current
from zicha.web.lookups import in_force, vocabulary

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Where people write.

    Attributes:
        text: what stands in the field.
        seen: the number of the saved state the person began from.
        saved: the latest saved state, or ``None``.
        refusal: why the text was not saved.
        theirs: what somebody else saved in the meantime.
        fresh: whether it has just been saved.
    """

    section: str
    text: str = ""
    seen: int = 0
    saved: Prose | None = None
    refusal: str = ""
    theirs: str = ""
    fresh: bool = False


@asks
@require_safe
def report(request: Asked) -> HttpResponse:
    """Show the report of a unit and a period; every number opens its records."""
    question = request.question
    require(allowed=bool(question.unit))
    schemes = in_force(question)
    scheme = _chosen(request, schemes)
    if scheme is None:
        return page(request, "report.html", room="report", report=None, schemes=())
    composed = _compose(request, scheme)
    return page(
        request,
        "report.html",
        room="report",
        report=composed,
        scheme=scheme,
        schemes=tuple(schemes.values()),
        slots=_slots(request, scheme),
        outline=tuple(core.walk(composed.parts)),
        figures={figure.measure: figure for figure in composed.figures},
        people=vocabulary(question).people,
        below=_below(request),
        has_below=_has_below(request),
    )


@asks
@require_POST
def preview(request: Asked) -> HttpResponse:
    """Show a section's prose as it would read, with its numbers; nothing is saved."""
    require(allowed=request.question.may_record)
    scheme, slot = _posted(request)
    composed = _compose(request, scheme, drafted={slot.section: slot.text})
    return page(request, "parts/prose_shown.html", room="report", section=_section(composed, slot.section))


@asks
@require_POST
def save(request: Asked) -> HttpResponse:
    """Save a section's prose; if somebody else was faster, show both and lose nothing."""
    question = request.question
    require(allowed=question.may_record)
    scheme, slot = _posted(request)
    refusal = ""
    try:
        prose.save(
            scheme=scheme.id,
            unit=question.unit,
            period=str(question.period),
            section=slot.section,
            text=slot.text,
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
            seen_number=slot.seen,
        )
    except Refusal as found:
        refusal = say(found)
    now = _slots(request, scheme)[slot.section]
    if refusal:
        theirs = now.saved.text if now.saved and now.seen != slot.seen else ""
        shown = Slot(slot.section, slot.text, now.seen, now.saved, refusal, theirs)
        composed = _compose(request, scheme, drafted={slot.section: slot.text})
    else:
        shown = Slot(now.section, now.text, now.seen, now.saved, fresh=True)
        composed = _compose(request, scheme)
        if request.headers.get("HX-Request") != "true":
            tell(request, "good", _("写好的已经保存。"))
            return redirect(question.link("report", scheme=scheme.id, below=_below(request)) + f"#prose-{slot.section}")
    return page(
        request,
        "parts/prose.html",
        room="report",
        status=409 if refusal else 200,
        slot=shown,
        section=_section(composed, slot.section),
        scheme=scheme,
        people=vocabulary(question).people,
        below=_below(request),
    )


@asks
@require_safe
def download(request: Asked, form: str) -> HttpResponse:
    """Hand out the report as a Word file, PDF, a page or JSON; what cannot be written is said on the report's page."""
    scheme = _chosen(request, in_force(request.question))
    require(allowed=bool(request.question.unit) and scheme is not None and form in get_args(reports.Form))
    assert scheme is not None  # noqa: S101 # required above
    composed = _compose(request, scheme)
    try:
        content = reports.render(report=composed, form=form)  # type: ignore[arg-type] # required above
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
        return redirect(request.question.link("report", scheme=scheme.id, below=_below(request)))
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response.headers["Content-Disposition"] = incoming.attachment(f"{composed.title}.{form}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen(request: Asked, schemes: dict[str, Scheme]) -> Scheme | None:
    wanted = request.POST.get("scheme") or request.GET.get("scheme") or ""
    require(allowed=not wanted or wanted in schemes)
    return schemes[wanted] if wanted else next(iter(schemes.values()), None)


def _compose(request: Asked, scheme: Scheme, *, drafted: dict[str, str] | None = None) -> Report:
    question = request.question
    try:
        return reports.compose(
            unit=question.unit,
            period=question.period,
            scheme=scheme.id,
            on=question.on,
            as_known_at=question.as_known_at,
            language=current(),
            subtree=bool(_below(request)),
            drafted=drafted,
        )
    except Refusal as error:
        raise Http404 from error


def _has_below(request: Asked) -> bool:
    """Whether the unit has units below it, all of which the asker may see."""
    question = request.question
    units = question.below()
    return len(units) > 1 and all(question.sees(unit) for unit in units)


def _below(request: Asked) -> str:
    """Return ``1`` if the numbers are asked for with the units below, else nothing."""
    return "1" if "1" in (request.GET.get("below"), request.POST.get("below")) and _has_below(request) else ""


def _slots(request: Asked, scheme: Scheme) -> dict[str, Slot]:
    question = request.question
    saved = prose_queries.texts(
        scheme=scheme.id, unit=question.unit, period=str(question.period), as_known_at=question.as_known_at
    )
    return {
        section.id: _slot(section.id, saved.get(section.id))
        for section in scheme_figures.all_sections(scheme.report.parts)
        if section.prose
    }


def _slot(section: str, saved: Prose | None) -> Slot:
    return Slot(section, saved.text, saved.number, saved) if saved else Slot(section)


def _posted(request: Asked) -> tuple[Scheme, Slot]:
    scheme = _chosen(request, in_force(request.question))
    section = request.POST.get("section", "")
    writable = {one.id for one in scheme_figures.all_sections(scheme.report.parts) if one.prose} if scheme else set()
    require(allowed=section in writable)
    assert scheme is not None  # noqa: S101 # a writable section is one of a scheme
    seen = request.POST.get("seen", "0")
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    return scheme, Slot(section, text, int(seen) if seen.isdecimal() else 0)


def _section(composed: Report, section: str) -> core.Section:
    return next(one for one in core.walk(composed.parts) if one.id == section)
