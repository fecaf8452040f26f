"""Handing in to the suggestion box, by whoever is signed in or by a poster's open link, and the receipt.

Nothing here writes to a session, not even what is told on the next page: a session's row says when it was written.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zicha.core import access, suggestions
from zicha.core.access import Place
from zicha.core.findings import Refusal
from zicha.core.suggestions import URGENCIES, Suggestion
from zicha.core.units import Tree
from zicha.core.workdays_cn import CALENDAR
from zicha.services import suggestions as services
from zicha.services.suggestions import Handed
from zicha.store.queries import units as unit_queries
from zicha.web.asking import Asked, Question, asks, page, require, say
from zicha.web.clock import ClockedRequest
from zicha.web.language import THEME_COOKIE


@sensitive_post_parameters("text")
@asks
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: Asked) -> HttpResponse:
    """Take a matter or a difficulty from somebody who holds a post, named only if that person wishes it."""
    question = request.question
    unit = request.POST.get("to") or request.GET.get("to") or question.unit
    tree = question.index.order(request.moment.today).tree
    require(allowed=_may_hand_in(question, tree, unit))
    refusal = ""
    if request.method == "POST":
        named = question.actor.person if request.POST.get("named") == "1" else ""
        try:
            made = services.hand_in(
                handed=_handed(request, unit, named, by_link=False), nonce=_nonce(request), day=request.moment.today
            )
        except Refusal as found:
            refusal = say(found)
        else:
            return page(request, "suggestion_made.html", room="suggest", **_receipt(made.suggestion, made.code))
    asked = {**_form(request, unit, refusal), "count": _count(question, tree)}
    return page(request, "suggest.html", room="suggest", status=422 if refusal else 200, **asked)


@sensitive_post_parameters("text")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_box(request: ClockedRequest, unit: str) -> HttpResponse:
    """Take what somebody hands in by a poster's link, where the installation allows it; else ask to sign in."""
    door = f"{reverse('suggest')}?to={unit}"
    if not settings.ZICHA_OPEN_BOX:
        return redirect(door) if request.user.is_authenticated else redirect_to_login(door)
    tree = unit_queries.index().order(request.moment.today).tree
    if unit not in tree:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            made = services.hand_in(
                handed=_handed(request, unit, "", by_link=True), nonce=_nonce(request), day=request.moment.today
            )
        except Refusal as found:
            refusal = say(found)
        else:
            return _bare(request, "suggestion_made_bare.html", **_receipt(made.suggestion, made.code))
    more = {**_form(request, unit, refusal), "unit_name": tree.name(unit), "door": door}
    return _bare(request, "suggest_bare.html", status=422 if refusal else 200, **more)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: ClockedRequest) -> HttpResponse:
    """Show what became of something handed in, and erase it, to whoever has its receipt; nobody signs in for it."""
    code = request.POST.get("code", "")
    if request.method != "POST":
        return _bare(request, "suggestion_receipt.html", code="", refusal="", found=None)
    try:
        found = services.of_receipt(code=code)
        if request.POST.get("do") == "erase":
            found = services.erase(code=code, today=request.moment.today)
    except Refusal as refused:
        return _bare(request, "suggestion_receipt.html", status=422, code=code, refusal=say(refused), found=None)
    return _bare(request, "suggestion_receipt.html", refusal="", **_receipt(found, code))


def _may_hand_in(question: Question, tree: Tree, unit: str) -> bool:
    path = tree.path(unit) if unit in tree else ()
    return access.may(question.actor, "hand_in", Place(path), question.moment.today)


def _handed(request: HttpRequest, unit: str, person: str, *, by_link: bool) -> Handed:
    return Handed(
        unit=unit,
        urgency=request.POST.get("urgency", ""),
        text=request.POST.get("text", ""),
        person=person,
        above=request.POST.get("above") == "1",
        by_link=by_link,
    )


def _nonce(request: HttpRequest) -> str:
    return request.POST.get("nonce", "")


def _form(request: HttpRequest, unit: str, refusal: str) -> dict[str, Any]:
    return {
        "to": unit,
        "typed": request.POST,
        "refusal": refusal,
        "nonce": _nonce(request) or secrets.token_urlsafe(16),
        "urgencies": _urgencies(),
        "longest": suggestions.LONGEST_TEXT,
    }


def _urgencies() -> tuple[tuple[str, str], ...]:
    return (
        ("safety", _("安全：有危险、有隐患，1 个工作日内答复")),
        ("deadline", _("有期限：过了时候就办不成，3 个工作日内答复")),
        ("service", _("一般：建议、服务、困难，10 个工作日内答复")),
    )


def _receipt(found: Suggestion, code: str) -> dict[str, Any]:
    return {"found": found, "code": code, "due": found.due(CALENDAR), "urgency": URGENCIES[found.urgency]}


def _count(question: Question, tree: Tree) -> suggestions.Count:
    """The whole organisation's numbers of the year: those of one unit after another could be subtracted."""
    since = question.moment.today.replace(month=1, day=1)
    return services.counted(units=tuple(tree.units), since=since, on=question.moment.today)


def _bare(request: ClockedRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    response = render(request, template, {"theme": theme, "here": request.path, **context}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
