"""The ledger as a list, one entry with its history, its evidence, and its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zicha.core import actions, built_in, periods, problems
from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.periods import ALWAYS, Span
from zicha.core.report_life import REPORT_STEP
from zicha.services import evidence as evidence_services
from zicha.services import ledger
from zicha.store.queries import ledger as ledger_queries
from zicha.web import showing
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.lookups import vocabulary
from zicha.web.numbers import whole
from zicha.web.rows import may_read, rows_of
from zicha.web.showing import Vocabulary

PAGE = 50
EVERYTHING = "*"
"""Asks for entries of every kind; no kind is called so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list was narrowed to; without a kind it shows activities, not the steps of plans, meetings, problems."""

    kind: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    backfilled: bool = False
    subtree: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything was left out by the person's wish."""
        return bool(self.kind or self.first or self.last or self.text or self.backfilled)

    @property
    def span(self) -> Span | None:
        """The days wanted, or ``None`` for all."""
        if not (self.first or self.last):
            return None
        first = self.first or ALWAYS.start
        last = self.last + timedelta(days=1) if self.last else ALWAYS.end
        return Span(min(first, last), last)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the list stands: page ``number`` of ``last``, and the ways to the pages beside it."""

    number: int
    last: int
    before: str
    after: str


@asks
@require_safe
def entries(request: Asked) -> HttpResponse:
    """List a unit's entries, the newest first.

    Those of private kinds are on nobody's list, or each would be counted by unit and day; who took part has them
    on the own page.
    """
    question = request.question
    require(allowed=bool(question.unit))
    wanted = read_wanted(request)
    number = _page_number(request)
    known = vocabulary(question)
    units = tuple(unit for unit in question.below() if question.sees(unit)) if wanted.subtree else (question.unit,)
    found = ledger_queries.page(
        units=units,
        kind="" if wanted.kind == EVERYTHING else wanted.kind,
        span=wanted.span,
        text=wanted.text,
        backfilled=True if wanted.backfilled else None,
        without=_unlisted(wanted, known),
        offset=(number - 1) * PAGE,
        limit=PAGE,
        as_known_at=question.as_known_at,
    )
    return page(
        request,
        "entries.html",
        room="entries",
        asked=wanted,
        page=found,
        rows=rows_of(question, known, found.rows),
        kinds=[kind for name, kind in sorted(known.kinds.items()) if name not in known.private],
        steps=sorted((built_in.KINDS[kind] for kind in built_in.NEVER_IMPORTED), key=lambda kind: kind.id),
        everything=EVERYTHING,
        pages=_pages(request, number, found.total),
    )


def _unlisted(wanted: Wanted, known: Vocabulary) -> frozenset[str]:
    return known.private if wanted.kind else known.private | built_in.NEVER_IMPORTED


@asks
@require_safe
def entry(request: Asked, entry_id: int) -> HttpResponse:
    """Show an entry as it stands and every state it had, side by side, changes marked."""
    history, known = read_history(request.question, entry_id)
    now = history[-1]
    own = "" if now.withdrawn else _own_page(request.question, now)
    if own:
        return redirect(own)
    return page(
        request,
        "entry.html",
        room="entries",
        now=now,
        known=known,
        title=showing.title(now.draft, known=known),
        kind=known.kind(now.draft.kind),
        versions=showing.compared(history, known=known),
        may_record=request.question.records_for(now.draft.unit) and now.draft.kind not in built_in.NEVER_IMPORTED,
    )


@asks
@require_safe
def entry_of(request: Asked, seq: int) -> HttpResponse:
    """Lead from a record's number, as reports carry it, to its entry."""
    found = ledger_queries.by_seq(seqs=(seq,))
    require(allowed=bool(found) and may_read(request.question, vocabulary(request.question), found[0]))
    return redirect(request.question.link_to("entry", found[0].entry))


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Asked, entry_id: int) -> HttpResponse:
    """Withdraw an entry, with a reason; it stays readable."""
    question = request.question
    history, known = read_history(question, entry_id)
    now = history[-1]
    require(allowed=question.records_for(now.draft.unit) and not now.withdrawn)
    require(allowed=now.draft.kind not in built_in.NEVER_IMPORTED)
    reason, refusal = request.POST.get("reason", "").strip(), ""
    if request.method == "POST":
        try:
            ledger.withdraw(
                entry=now.entry, reason=reason, recorded_at=question.moment.now, recorded_by=question.actor.person
            )
        except Refusal as found:
            refusal = say(found)
        else:
            tell(request, "good", _("已撤回。它不再计入任何数字。"))
            return redirect(question.link_to("entry", now.entry))
    return page(
        request,
        "withdraw.html",
        room="entries",
        status=422 if refusal else 200,
        now=now,
        title=showing.title(now.draft, known=known),
        reason=reason,
        refusal=refusal,
    )


@asks
@require_safe
def evidence(request: Asked, entry_id: int, sha256: str) -> HttpResponseBase:
    """Hand out a file of an entry: only through the entry, always as an attachment, never run.

    An archived report may speak of units below, so its bundle is left to the report's page.
    """
    history, _known = read_history(request.question, entry_id)
    step = dict(history[0].draft.fields) if history[0].draft.kind == REPORT_STEP else None
    if step is not None:
        asked = {"unit": history[0].draft.unit, "period": step["period"], "scheme": step["scheme"]}
        return redirect(request.question.link("report_bundle", **asked))
    kept = next((one for revision in history for one in revision.draft.evidence if one.sha256 == sha256), None)
    content = ledger.open_evidence(sha256=sha256) if kept and sha256 else None
    if kept is None or content is None:
        raise Http404
    response = FileResponse(content, as_attachment=True, filename=kept.name, content_type="application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@asks
@require_safe
def small_evidence(request: Asked, entry_id: int, sha256: str) -> HttpResponse:
    """Show a picture of an entry small: made anew each time from the kept one, so that nothing is left to erase."""
    history, _known = read_history(request.question, entry_id)
    kept = any(one.sha256 == sha256 for revision in history for one in revision.draft.evidence)
    content = evidence_services.small(sha256=sha256) if kept and sha256 else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=600"
    return response


def _own_page(question: Question, now: Revision) -> str:
    """Return the path of the page that a problem or a promise has of its own, or nothing."""
    named = {problems.PROBLEM: now.entry, problems.STEP: now.draft.value("problem")}.get(now.draft.kind)
    if named:
        return question.link_to("problem", named)
    is_promise = now.draft.kind in (actions.ACTION, actions.STEP)
    return question.link("actions", unit=now.draft.unit) if is_promise else ""


def read_history(question: Question, entry_id: int) -> tuple[tuple[Revision, ...], Vocabulary]:
    """Return the states of an entry the asker may see, and the words to say them; else answer "not found"."""
    history = ledger_queries.history(entry=entry_id)
    known = vocabulary(question, unit=history[0].draft.unit if history else "")
    require(allowed=bool(history) and all(may_read(question, known, revision) for revision in history))
    return history, known


def read_wanted(request: Asked) -> Wanted:
    """Return what the list is narrowed to; a date that cannot be read is left out and said so."""
    return Wanted(
        kind=request.GET.get("kind", ""),
        first=_date(request, "from"),
        last=_date(request, "to"),
        text=request.GET.get("q", "").strip()[:100],
        backfilled=request.GET.get("backfilled") == "1",
        subtree=request.GET.get("subtree") == "1",
    )


def _date(request: Asked, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return periods.read_day(text) if text else None
    except ValueError:
        request.notices.append(("care", _("“%(text)s”不是日期，没有按它筛选。") % {"text": text}))
        return None


def _page_number(request: Asked) -> int:
    text = request.GET.get("page", "1")
    return max(1, whole(text, digits=6) or 1)  # no ledger has so many pages


def _pages(request: Asked, number: int, total: int) -> Pages:
    last = max(1, -(-total // PAGE))
    query = {key: value for key, value in request.GET.items() if key != "page"}

    def way(to: int) -> str:
        return f"{request.path}?{urlencode({**query, 'page': to})}" if 1 <= to <= last else ""

    return Pages(number, last, way(number - 1), way(number + 1))
