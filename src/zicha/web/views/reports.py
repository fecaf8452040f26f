"""The self-inspection report: read it, see what the checker finds, take it along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict, get_args

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from zicha.core import erasure
from zicha.core import report as core
from zicha.core.findings import Finding, Refusal
from zicha.core.report import Report
from zicha.core.report_check import Placed
from zicha.core.report_life import Standing
from zicha.core.report_proof import ProofNote
from zicha.services import checks, report_draft, report_life, reports, signing
from zicha.web import incoming, report_desk
from zicha.web.asking import Asked, asks, page, require, say, tell, whole_or_part
from zicha.web.language import current
from zicha.web.lookups import vocabulary
from zicha.web.report_desk import Desk

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words.

    Attributes:
        title: of the section it stands in; empty for the report as a whole.
        can_mend: whether its suggestion can be put into a text the asker may write.
    """

    placed: Placed
    sentence: str
    title: str
    can_mend: bool

    @property
    def grade(self) -> str:
        """How grave it is, as the page's styles call it."""
        return "notice" if self.placed.severity == "note" else self.placed.severity


@dataclass(frozen=True, slots=True)
class Alike:
    """Findings that say the same of several places, in the order of the text; at least one."""

    places: tuple[Told, ...]

    @property
    def sentence(self) -> str:
        """What all of them say."""
        return self.places[0].sentence

    @property
    def grade(self) -> str:
        """How grave they are, as the page's styles call it."""
        return self.places[0].grade


@asks
@require_safe
def report(request: Asked) -> HttpResponse:
    """Show the report of a unit and a period; every number opens its records."""
    desk = report_desk.sit(request)
    if desk is None:
        return page(request, "report.html", room="report", report=None, desk=None)
    composed = report_desk.compose(desk)
    standing = _standing(desk, composed)
    is_changed = standing is not None and standing.is_changed
    return page(
        request,
        "report.html",
        room="report",
        desk=report_desk.giving_back(desk) if is_changed else desk,
        report=composed,
        as_submitted=desk.as_submitted,
        is_changed=is_changed,
        erased=_erased(standing),
        scheme=desk.scheme,
        slots=report_desk.slots(desk) if desk.may_write else {},
        written=frozenset(report_desk.writable(desk.scheme)),
        outline=tuple(core.walk(composed.parts)),
        people=vocabulary(request.question).people,
        below=desk.scope,
        step_words=report_desk.step_words,
        state_words=report_desk.state_words,
    )


@asks
@require_safe
def beside(request: Asked) -> HttpResponse:
    """Show what stands beside the report: what the checker finds, every number, and the last period's words."""
    desk = report_desk.must_sit(request)
    composed = report_desk.compose(desk)
    numbers = report_desk.material(desk)
    before = report_draft.previous(desk.draft)
    return page(
        request,
        whole_or_part(request, "report_beside"),
        room="report",
        desk=desk,
        found=alike(tell_all(desk, composed, before)),
        others=others(composed),
        numbers=report_draft.compared(material=numbers, before=report_draft.material_before(desk.draft)),
        before=before,
        written=frozenset(report_desk.writable(desk.scheme)),
        outline_before=tuple(core.walk(before.parts)) if before else (),
    )


@asks
@require_safe
def download(request: Asked, form: str) -> HttpResponse:
    """Hand out the report as a Word file, PDF, a page or JSON; what cannot be written is said on the report's page."""
    require(allowed=form in get_args(reports.Form))
    desk = report_desk.must_sit(request)
    composed = report_desk.compose(desk)
    try:
        content = reports.render(report=composed, form=form, proof=_proof_note(request, desk))  # type: ignore[arg-type] # required above
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
        return redirect(desk.link)
    return handed(content, name=f"{composed.title}.{form}", content_type=CONTENT_TYPES[form])


def _proof_note(request: Asked, desk: Desk) -> ProofNote | None:
    """What stands at the end of the file; whoever came by an audit link only looks, and has nothing signed."""
    question, submission = request.question, desk.life.submission
    facts: _Signing = {
        "home": Path(settings.ZICHA_HOME),
        "recorded_at": question.moment.now,
        "may_sign": question.audit is None,
    }
    if desk.frozen is not None and submission is not None:
        found = signing.of_filed(size=submission.seq, **facts)
    else:
        found = signing.of_draft(as_known_at=question.as_known_at, **facts)
    if found.gap:
        tell(request, "bad", say(found.gap))
    return found.note


class _Signing(TypedDict):
    home: Path
    recorded_at: datetime
    may_sign: bool


def handed(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Return the answer that makes a browser save a file."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = incoming.attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def tell_all(desk: Desk, composed: Report, before: Report | None) -> tuple[Told, ...]:
    """Return what the checker finds in a report, in words."""
    titles = {section.id: f"{section.number}{section.title}" for section in core.walk(composed.parts)}
    return tuple(
        Told(
            placed=each,
            sentence=checks.sentence(each, language=current()),
            title=titles.get(each.section, ""),
            can_mend=bool(each.suggestion) and desk.may_write and each.role in ("prose", "item"),
        )
        for each in report_draft.findings(report=composed, previous=before)
    )


def alike(told: Iterable[Told]) -> tuple[Alike, ...]:
    """Return what is to be mended, each sentence once with all its places; what only tells something is left out."""
    same: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.placed.severity != "info":
            same.setdefault((one.grade, one.sentence), []).append(one)
    return tuple(Alike(tuple(each)) for each in same.values())


def others(composed: Report) -> tuple[Finding, ...]:
    """Return what composing found wanting and the checker does not say itself."""
    return tuple(each for each in composed.findings if each.code != "reports.prose_empty")


def _standing(desk: Desk, composed: Report) -> Standing | None:
    """How a submitted report comes out now, held against what was submitted; ``None`` while people write."""
    submission = desk.life.submission
    if desk.frozen is None or submission is None:
        return None
    return report_life.standing(which=desk.which, taken=submission, report=composed)


def _erased(standing: Standing | None) -> str:
    """What to say of a report from which something was erased since it was submitted."""
    if standing is None or not standing.erasures:
        return ""
    entries, records = (erasure.few(each, language=current()) for each in (standing.erasures, standing.records))
    return say(Refusal("report_life.erased_since", entries=entries, records=records))
