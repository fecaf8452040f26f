"""Units, posts and people, as they stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zicha.core.access import ANSWERING_POSTS
from zicha.core.scheme import BUILT_IN_POSTS, Scheme
from zicha.core.units import Holding, UnitSpan
from zicha.store.queries import units as unit_queries
from zicha.web import words
from zicha.web.asking import Asked, Question, asks, page, require, sees_installation
from zicha.web.language import local
from zicha.web.lookups import in_force


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree; ``open`` if the asker may look inside."""

    code: str
    name: str
    open: bool
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the roster, and since when."""

    id: str
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a unit's past."""

    span: str
    text: str


@asks
@require_safe
def organisation(request: Asked) -> HttpResponse:
    """Show the tree of a day and, of one unit in view, its posts, roster and past."""
    question = request.question
    require(allowed=sees_installation(question))
    held = unit_queries.holdings(units=(question.unit,)) if question.unit else ()
    people = {person.id: person.name for person in unit_queries.people()} if question.unit else {}
    on_the_day = [holding for holding in held if question.on in holding.span]
    return page(
        request,
        "organisation.html",
        room="organisation",
        roots=tuple(_node(question, unit) for unit in _tops(question)),
        count=len(question.units) if question.audit else len(question.tree.units),
        posts=_posts(on_the_day, people, tuple(in_force(question).values())),
        members=_members(on_the_day, people),
        past=[_past(question, span) for span in question.spans if span.unit == question.unit],
    )


def _tops(question: Question) -> tuple[str, ...]:
    """Return where the tree begins: at its roots, for the bearer of an audit link at what the link shows."""
    return tuple(unit.code for unit in question.units if unit.depth == 1) if question.audit else question.tree.roots


def _node(question: Question, unit: str) -> Node:
    children = tuple(_node(question, child) for child in question.tree.children(unit))
    return Node(unit, question.tree.name(unit), question.sees(unit), children)


def _posts(held: Sequence[Holding], people: dict[str, str], schemes: Sequence[Scheme]) -> list[tuple[str, list[str]]]:
    titles = dict(BUILT_IN_POSTS)
    for scheme in schemes:
        titles.update(scheme.posts)
    found: dict[str, list[str]] = {}
    for holding in sorted(held, key=lambda holding: (holding.post not in ANSWERING_POSTS, holding.post)):
        if holding.post != "member":
            found.setdefault(holding.post, []).append(people.get(holding.person, holding.person))
    return [(local(titles.get(post, post)), names) for post, names in found.items()]


def _members(held: Sequence[Holding], people: dict[str, str]) -> list[Member]:
    return [
        Member(holding.person, people.get(holding.person, holding.person), holding.span.start)
        for holding in held
        if holding.post == "member"
    ]


def _past(question: Question, span: UnitSpan) -> Past:
    if question.audit and not question.sees(span.parent):
        return Past(words.dates(span.span), span.name)
    above = _("隶属%(unit)s") % {"unit": question.name(span.parent)} if span.parent else _("最上级")
    return Past(words.dates(span.span), f"{span.name} · {above}")
