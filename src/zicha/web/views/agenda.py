"""The items of an agenda: added, changed, moved, taken off; and what was decided to them."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence
from zicha.core.meetings import Item, Meeting
from zicha.services import ledger, meetings
from zicha.services.meetings import Topic
from zicha.web import people_desk
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.lookups import duties, in_force
from zicha.web.numbers import whole
from zicha.web.views.meetings import done, managed, name_of

LARGEST_FILE = 20_000_000


@asks
@require_POST
def add(request: Asked, meeting_id: int) -> HttpResponse:
    """Put an item at the end of the agenda."""
    managed(request, meeting_id)
    return done(
        request,
        meeting_id,
        lambda: meetings.add_item(
            meeting=meeting_id,
            topic=_topic(request, ()),
            recorded_at=request.moment.now,
            recorded_by=request.question.actor.person,
            reason=request.POST.get("reason", ""),
            nonce=request.POST.get("nonce", ""),
        ),
        "",
    )


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Asked, meeting_id: int, item_id: int) -> HttpResponse:
    """Change an item; nothing typed is lost when somebody else was faster."""
    question = request.question
    meeting = managed(request, meeting_id)
    now = meeting.item(item_id)
    require(allowed=now is not None)
    assert now is not None  # noqa: S101 -- required above
    refusal, stale = "", False
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            meetings.change_item(
                meeting=meeting_id,
                item=item_id,
                topic=_topic(request, now.papers),
                recorded_at=request.moment.now,
                recorded_by=question.actor.person,
                seen=whole(seen) or 0,
                reason=request.POST.get("reason", ""),
            )
        except Refusal as found:
            stale = found.code == "ledger.stale"
            refusal = say(found)
        else:
            tell(request, "good", _("记好了。"))
            return redirect(f"{question.link_to('meeting', meeting_id)}#item-{item_id}")
    return _form(request, meeting, now, refusal, stale=stale)


@asks
@require_POST
def move(request: Asked, meeting_id: int, item_id: int) -> HttpResponse:
    """Move an item up or down."""
    managed(request, meeting_id)
    by = -1 if request.POST.get("by") == "up" else 1
    return done(
        request,
        meeting_id,
        lambda: meetings.move_item(
            meeting=meeting_id,
            item=item_id,
            by=by,
            recorded_at=request.moment.now,
            recorded_by=request.question.actor.person,
        ),
        "",
    )


@asks
@require_POST
def drop(request: Asked, meeting_id: int, item_id: int) -> HttpResponse:
    """Take an item off the agenda."""
    managed(request, meeting_id)
    return done(
        request,
        meeting_id,
        lambda: meetings.drop_item(
            meeting=meeting_id,
            item=item_id,
            reason=request.POST.get("reason", ""),
            recorded_at=request.moment.now,
            recorded_by=request.question.actor.person,
        ),
        _("议题已撤掉。"),
    )


@asks
@require_POST
def decide(request: Asked, meeting_id: int, item_id: int) -> HttpResponse:
    """Record what was decided to an item, with an owner and a deadline."""
    managed(request, meeting_id)
    return done(
        request,
        meeting_id,
        lambda: meetings.decide(
            meeting=meeting_id,
            item=item_id,
            matter=request.POST.get("matter", ""),
            owner=request.POST.get("owner", ""),
            due=_day(request.POST.get("due", "")),
            recorded_at=request.moment.now,
            recorded_by=request.question.actor.person,
            nonce=request.POST.get("nonce", ""),
        ),
        _("议定事项记好了，办结前会出现在下次会议上。"),
    )


def _topic(request: Asked, before: tuple[Evidence, ...]) -> Topic:
    """Return what was posted of an item; files that were there stay, chosen ones are added."""
    sent = [file for file in request.FILES.getlist("paper") if file.size and file.size <= LARGEST_FILE]
    papers = tuple(ledger.keep_evidence(content=file.read(), name=file.name or "", kind="document") for file in sent)
    said = request.POST.get
    return Topic(
        said("topic", "").strip(),
        said("presenter", ""),
        said("duty", ""),
        said("minutes", "").strip(),
        (*before, *papers),
    )


def _form(request: Asked, meeting: Meeting, now: Item, refusal: str, *, stale: bool) -> HttpResponse:
    question = request.question
    values = request.POST or {
        "topic": now.topic,
        "presenter": now.presenter,
        "presenter-name": name_of(now.presenter),
        "duty": now.duty,
        "minutes": now.minutes,
        "reason": "",
        **{name: request.GET[name] for name in ("presenter", "presenter-name") if name in request.GET},
    }
    return page(
        request,
        "agenda_item.html",
        room="meetings",
        status=409 if stale else 422 if refusal else 200,
        meeting=meeting,
        item=now,
        values=values,
        stale=stale,
        refusal=refusal,
        people=people_desk.choice(question, meeting.unit),
        duties=sorted(duties(in_force(question)).values(), key=lambda duty: duty.id),
    )


def _day(text: str) -> date | None:
    try:
        return periods.read_day(text)
    except ValueError:
        return None
