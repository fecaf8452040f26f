"""Which pages are read from the replica, and that whoever recorded something sees it on the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zicha.core.replication import Lag
from zicha.services import replica
from zicha.web.audits import SAFE

KEY = "written"
"""Where a session keeps the position behind what its person recorded last."""

READS = frozenset({"board", "cell", "windows", "board_units", "rollup", "report", "report_beside", "figure"})
"""Pages that only read, and say on themselves how old what they show may be."""

LEAVES = frozenset({"report_download"})
"""Files that are taken along and say nothing of it: from the replica only when nothing is missing there."""


def from_replica(request: HttpRequest, ask: Callable[[Lag | None], HttpResponseBase]) -> HttpResponseBase:
    """Return the answer to a request, read from the replica if its page may be and the replica is fit for it."""
    return replica.read(ask, lag=_lag(request))


def _lag(request: HttpRequest) -> Lag | None:
    name = request.resolver_match.url_name if request.resolver_match else ""
    if request.method not in SAFE or name not in READS | LEAVES:
        return None
    lag = replica.choose(seen=int(request.session.get(KEY, 0)))
    return None if lag is not None and lag.is_behind and name in LEAVES else lag


def remembers_what_was_written(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a middleware that keeps, after each step of a person, how far a replica must have come to show it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in SAFE and not request.session.is_empty():
            position = replica.written()
            if position:
                cast("dict[str, int]", request.session)[KEY] = position
        return response

    return answer
