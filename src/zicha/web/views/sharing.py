"""Read-only links for auditors: whoever decides for a unit gives them, sees who gave which, and ends them."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zicha.core.findings import Refusal
from zicha.services import audits
from zicha.services.audits import Granted
from zicha.store.queries import audits as queries
from zicha.store.queries import units as unit_queries
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.forms.decisions import day

USUAL_DAYS = 14


@asks
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: Asked) -> HttpResponse:
    """List the links to a unit and what is below it, and give another; its address is shown this once."""
    question = request.question
    shared = _shared(question)
    require(allowed=question.unit in shared)
    granted, refusal = None, ""
    if request.method == "POST":
        try:
            granted = _grant(request)
        except Refusal as found:
            refusal = say(found)
    links = [one for one in queries.links() if one.unit in shared]
    address = request.build_absolute_uri(reverse("audit", args=[granted.secret])) if granted else ""
    return page(
        request,
        "links.html",
        room="organisation",
        status=422 if refusal else 200,
        address=address,
        granted=granted,
        refusal=refusal,
        until=request.POST.get("day") or question.moment.today + timedelta(days=USUAL_DAYS),
        links=[(one, _state(one, question)) for one in links],
        people={person.id: person.name for person in unit_queries.people(among={one.granted_by for one in links})},
    )


@asks
@require_POST
def end_link(request: Asked, link_id: int) -> HttpResponse:
    """End a link at once."""
    found = queries.by_id(link_id)
    require(allowed=found is not None and found.unit in _shared(request.question))
    audits.revoke(link=link_id, recorded_at=request.question.moment.now)
    tell(request, "good", _("链接已作废，下一次点击即生效。"))
    return redirect(request.question.link("audit_links"))


def may_share(question: Question) -> bool:
    """Whether the asker may give links to the unit asked about."""
    return question.may("share", question.unit)


def _shared(question: Question) -> frozenset[str]:
    return question.allowed("share")


def _grant(request: Asked) -> Granted:
    question = request.question
    return audits.grant(
        unit=question.unit,
        start=question.moment.today,
        last_day=day(request.POST),
        granted_by=question.actor.person,
        recorded_at=question.moment.now,
    )


def _state(link: queries.AuditLink, question: Question) -> str:
    if link.revoked_at is not None:
        return _("已作废")
    return _("有效") if question.moment.today < link.span.end else _("已到期")
