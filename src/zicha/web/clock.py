"""The clock of the web app: read once a request, handed on as an argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Moment:
    """One reading of the clock.

    Attributes:
        now: the instant, in UTC.
        zone: the organisation's time zone.
    """

    now: datetime
    zone: ZoneInfo

    @cached_property
    def today(self) -> date:
        """The civil date in the organisation's time zone."""
        return self.now.astimezone(self.zone).date()


class ClockedRequest(HttpRequest):
    """A request that knows when it arrived."""

    moment: Moment


def read() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def reads_the_clock(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return a middleware that sets ``request.moment``.

    The setting ``ZICHA_CLOCK`` names another function to read, so that a demonstration can stand still.
    """
    clock = import_string(getattr(settings, "ZICHA_CLOCK", "zicha.web.clock.read"))
    zone = ZoneInfo(settings.TIME_ZONE)

    def answer(request: HttpRequest) -> HttpResponse:
        cast("ClockedRequest", request).moment = Moment(now=clock(), zone=zone)
        return get_response(request)

    return answer
