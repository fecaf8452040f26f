"""Writing in a report: shown as it is typed, saved as states, merged with others, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zicha.core import differences
from zicha.core import prose as core
from zicha.core import report as report_core
from zicha.core.differences import Piece
from zicha.core.findings import Refusal
from zicha.core.prose import Prose, Sitting
from zicha.core.report import Report
from zicha.services import prose, report_draft
from zicha.store.queries import prose as queries
from zicha.web import report_desk
from zicha.web.asking import Asked, asks, page, require, say, tell, whole_or_part
from zicha.web.lookups import vocabulary
from zicha.web.numbers import whole
from zicha.web.report_desk import Desk, Slot
from zicha.web.views.reports import alike, others, tell_all


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same paragraph.

    Attributes:
        theirs: what stands.
        pieces: what leads from theirs to what was typed.
        both: every paragraph of each.
    """

    refusal: str
    theirs: Prose
    pieces: tuple[Piece, ...]
    both: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A sitting with what it changed."""

    sitting: Sitting
    pieces: tuple[Piece, ...]

    @property
    def added(self) -> int:
        """How many signs were added."""
        return sum(len(piece.text) for piece in self.pieces if piece.change == "added")

    @property
    def removed(self) -> int:
        """How many signs were taken out."""
        return sum(len(piece.text) for piece in self.pieces if piece.change == "removed")


@asks
@require_POST
def preview(request: Asked) -> HttpResponse:
    """Show a section's prose as it would read, with its numbers and what the checker finds; nothing is saved."""
    desk, slot = _posted(request)
    composed = report_desk.compose(desk, drafted={slot.section: slot.text})
    told = tell_all(desk, composed, report_draft.previous(desk.draft))
    return page(
        request,
        "parts/prose_shown.html",
        room="report",
        desk=desk,
        section=_section(composed, slot.section),
        found=alike(told),
        others=others(composed),
        is_live=request.headers.get("HX-Request") == "true",
    )


@asks
@require_POST
def save(request: Asked) -> HttpResponse:
    """Save a section's prose; what others wrote in other paragraphs is put in, in the same one both are shown."""
    desk, slot = _posted(request)
    question = request.question
    saved, clash, refusal = None, None, ""
    try:
        saved = prose.merge(
            scheme=desk.scheme.id,
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
        clash = _clash(desk, slot, refusal) if found.code == "prose.stale" else None
    now = report_desk.slots(desk)[slot.section]
    is_part = request.headers.get("HX-Request") == "true"
    if saved is not None and not is_part:
        tell(request, "good", _("写好的已经保存。"))
        return redirect(f"{desk.link}#prose-{slot.section}")
    return page(
        request,
        "parts/prose_status.html" if is_part else "report_clash.html",
        room="report",
        status=200 if saved or is_part else 409,
        desk=desk,
        slot=now if saved else Slot(slot.section, slot.text, slot.seen, now.saved),
        merged=saved.text if saved and saved.merged else None,
        clash=clash,
        refusal=refusal,
        seen_before=slot.seen,
        fresh=True,
        people=vocabulary(question).people,
    )


@asks
@require_safe
def history(request: Asked) -> HttpResponse:
    """Show who wrote in a section and when, and what any two states of it differ in."""
    desk, section = _asked(request)
    states = _states(desk, section)
    first, last = _chosen(request, states)
    return page(
        request,
        whole_or_part(request, "prose_history"),
        room="report",
        desk=desk,
        section=section,
        title=_title(desk, section),
        states=states,
        shown=_shown(states),
        first=first,
        last=last,
        found=prose.compare(first.text if first else "", last.text) if last else (),
        people=vocabulary(request.question).people,
    )


def _posted(request: Asked) -> tuple[Desk, Slot]:
    desk = report_desk.must_sit(request)
    section = request.POST.get("section", "")
    require(allowed=report_desk.may(request.question, "write_report"))
    require(allowed=section in report_desk.writable(desk.scheme))
    seen = request.POST.get("seen", "0")
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    return desk, Slot(section, text, whole(seen) or 0)


def _asked(request: Asked) -> tuple[Desk, str]:
    desk = report_desk.must_sit(request)
    section = request.GET.get("section", "")
    require(allowed=section in report_desk.writable(desk.scheme))
    return desk, section


def _states(desk: Desk, section: str) -> tuple[Prose, ...]:
    which, known = desk.which, desk.question.as_known_at
    found = queries.history(scheme=which.scheme, unit=which.unit, period=str(which.period), section=section)
    return tuple(state for state in found if state.recorded_at <= known)


def _shown(states: Sequence[Prose]) -> tuple[Shown, ...]:
    """Every sitting, the newest first; what it changed is compared sign by sign, which is quicker than by words."""
    return tuple(
        Shown(sitting, differences.between(sitting.before, sitting.last.text))
        for sitting in reversed(core.sittings(states))
    )


def _chosen(request: Asked, states: Sequence[Prose]) -> tuple[Prose | None, Prose | None]:
    """The two states asked for; without a choice the last sitting's beginning and end."""
    by_number = {str(state.number): state for state in states}
    last = by_number.get(request.GET.get("to", ""), states[-1] if states else None)
    given = request.GET.get("from", "")
    if given:
        return by_number.get(given), last
    sittings = core.sittings(states)
    before = next((one for one in states if sittings and one.number == sittings[-1].states[0].number - 1), None)
    return before, last


def _clash(desk: Desk, slot: Slot, refusal: str) -> Clash | None:
    theirs = report_desk.slots(desk)[slot.section].saved
    if theirs is None:
        return None
    pieces = prose.compare(theirs.text, slot.text)
    return Clash(refusal, theirs, pieces, differences.both(mine=slot.text, theirs=theirs.text))


def _title(desk: Desk, section: str) -> str:
    return _section(report_desk.compose(desk), section).title


def _section(composed: Report, section: str) -> report_core.Section:
    return next(one for one in report_core.walk(composed.parts) if one.id == section)
