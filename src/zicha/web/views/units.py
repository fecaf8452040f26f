"""Finding a unit where there are too many for a list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
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


FIELDS = frozenset({"unit", "to", "about", "above", "into"})
"""What a page may call the unit that is chosen for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One that fits; ``note`` tells it apart from others of its name, ``href`` leads back with it chosen."""

    code: str
    name: str
    note: str
    href: str


@asks
@require_safe
def units(request: Asked) -> HttpResponse:
    """Name the units that fit ``q``, of those to which the asker may do what ``may`` says, each with its way on."""
    question, text = request.question, request.GET.get("q", "").strip()
    action = request.GET.get("may", "see")
    require(allowed=action in get_args(Action))
    reach = question.reach(cast("Action", action))
    field = request.GET.get("field", "")
    to = partial(chosen, request.GET.get("to", ""), field if field in FIELDS else "unit")
    codes = tuple(islice(_fitting(reach, text), AT_ONCE + 1))
    return answered(
        request,
        "units",
        [_found(reach, code, to(code)) for code in codes[:AT_ONCE]],
        more=len(codes) > AT_ONCE,
        kept=("may", "to", "field", "unit"),
    )


def answered(request: Asked, what: str, found: list[Found], *, more: bool, kept: tuple[str, ...]) -> HttpResponse:
    """Return those that fit as a list to choose from, or as the page for who has no script; ``what`` is its name."""
    return page(
        request,
        whole_or_part(request, "finder"),
        room="",
        what=what,
        found=found,
        more=more,
        text=request.GET.get("q", ""),
        kept=[(name, request.GET[name]) for name in kept if request.GET.get(name)],
    )


def chosen(to: str, field: str, value: str, **more: str) -> str:
    """Return the way back to a page of this site with a value chosen for one of its fields."""
    back = urlsplit(_way_back(to))
    return f"{back.path}?{urlencode({**dict(parse_qsl(back.query)), field: value, **more})}"


def _fitting(reach: Stretches, text: str) -> dict[str, None]:
    """Whoever writes a whole code means that unit first."""
    named = [code for code in (text, text.upper()) if code in reach]
    return dict.fromkeys([*named, *islice(reach.found(text), AT_ONCE + 1)])


def _found(reach: Stretches, code: str, href: str) -> Found:
    tree = reach.order.tree
    parent = tree.units[code].parent
    return Found(code, tree.name(code), f"{code} · {tree.name(parent)}" if parent in reach else code, href)


def _way_back(to: str) -> str:
    """Return a page of this site, or the first screen for what is none."""
    is_ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if is_ours else reverse("plate")
