"""A long list, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from zicha.web.numbers import whole

PAGE = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the list stands: page ``number`` of ``last``, and the ways to the pages beside it."""

    number: int
    last: int
    before: str
    after: str


def asked(request: HttpRequest) -> int:
    """Return the number of the page that is asked for, from 1."""
    text = request.GET.get("page", "1")
    return max(1, whole(text, digits=6) or 1)  # no list has so many pages


def pages(request: HttpRequest, *, number: int, total: int) -> Pages:
    """Return where a list of ``total`` lines stands, with the ways to the pages beside it."""
    last = max(1, -(-total // PAGE))
    query = {key: value for key, value in request.GET.items() if key != "page"}

    def way(to: int) -> str:
        return f"{request.path}?{urlencode({**query, 'page': to})}" if 1 <= to <= last else ""

    return Pages(number, last, way(number - 1), way(number + 1))
