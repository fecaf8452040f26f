"""The read-only session that an audit link starts: asked anew at every request, and never able to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse

from zicha.services import audits
from zicha.store.queries.audits import AuditLink
from zicha.web.clock import ClockedRequest

KEY = "audit_link"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({"sign_in", "sign_out", "preferences"})
"""What even the bearer of a link may post: going out, signing in as oneself, language and theme."""


def start(request: HttpRequest, link: AuditLink) -> None:
    """Begin a session that reads; whoever was signed in on this browser is out."""
    request.session.flush()
    request.session[KEY] = link.id


def current(request: HttpRequest) -> AuditLink | None:
    """Return the link whose bearer asks, if it still works; a session whose link has ended is emptied."""
    number = request.session.get(KEY)
    if number is None:
        return None
    link = audits.standing(link=number, on=cast("ClockedRequest", request).moment.today)
    if link is None:
        request.session.flush()
    return link


def keeps_links_from_writing(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a middleware that answers "not found" to whatever the bearer of a link would change.

    It stands before every view, so that none can forget it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def before(request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        if request.method in SAFE or request.session.get(KEY) is None:
            return
        if request.resolver_match is None or request.resolver_match.url_name not in OPEN:
            raise Http404

    answer.process_view = before  # type: ignore[attr-defined] # Django looks for it on the middleware
    return answer
