"""Finding a unit where there are too many for a list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import cast, get_args
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from zicha.core.access import Action
from zicha.core.unit_index import Stretches
from zicha.web.asking import Asked, asks, page, require, whole_or_part

AT_ONCE = 20
"""So many are named at once; whoever means another writes more of its name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that fits; ``above`` names the unit above it, if that one may be seen too."""

    code: str
    name: str
    above: str
    href: str


@asks
@require_safe
def units(request: Asked) -> HttpResponse:
    """Name the units that fit ``q``, of those to which the asker may do what ``may`` says, each with its way on."""
    question, text = request.question, request.GET.get("q", "").strip()
    action = request.GET.get("may", "see")
    require(allowed=action in get_args(Action))
    reach = question.reach(cast("Action", action))
    to, field = _way_back(request.GET.get("to", "")), "to" if request.GET.get("field") == "to" else "unit"
    codes = tuple(islice(_fitting(reach, text), AT_ONCE + 1))
    return page(
        request,
        whole_or_part(request, "units"),
        room="",
        found=[_found(reach, code, to, field) for code in codes[:AT_ONCE]],
        more=len(codes) > AT_ONCE,
        text=text,
        kept=[(name, request.GET[name]) for name in ("may", "to", "field", "unit") if request.GET.get(name)],
    )


def _fitting(reach: Stretches, text: str) -> dict[str, None]:
    """Whoever writes a whole code means that unit first."""
    named = [code for code in (text, text.upper()) if code in reach]
    return dict.fromkeys([*named, *islice(reach.found(text), AT_ONCE + 1)])


def _found(reach: Stretches, code: str, to: str, field: str) -> Found:
    tree = reach.order.tree
    parent = tree.units[code].parent
    path, asked = urlsplit(to).path, dict(parse_qsl(urlsplit(to).query))
    return Found(
        code,
        tree.name(code),
        tree.name(parent) if parent in reach else "",
        f"{path}?{urlencode({**asked, field: code})}",
    )


def _way_back(to: str) -> str:
    """Return a page of this site, or the first screen for what is none."""
    is_ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if is_ours else reverse("plate")
