"""Units, posts and people, as they stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zicha.core.access import ANSWERING_POSTS
from zicha.core.answering import vacancies
from zicha.core.scheme import BUILT_IN_POSTS, Scheme
from zicha.core.units import Holding, UnitSpan
from zicha.services import boards
from zicha.services import organisation as organisation_service
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.web import words
from zicha.web.asking import Asked, Question, asks, page, require, sees_installation
from zicha.web.forms.decisions import FORMS
from zicha.web.language import local
from zicha.web.lookups import in_force
from zicha.web.views import reorganising, sharing

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree; ``open`` if the asker may look inside, ``vacant`` if a post it owes to its duties is."""

    code: str
    name: str
    open: bool
    vacant: bool
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A duty of the unit and who answers for it; nobody where a post is vacant, and no post where none is named."""

    duty: str
    lead: Names
    direct: Names


Names = tuple[str, ...] | None
"""Who holds a post: nobody yet if empty, and ``None`` where the duty names no such post."""


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
    """Show the tree of a day and, of one unit in view, its posts, roster and past; to the administrator, any unit."""
    question = request.question
    require(allowed=sees_installation(question))
    manages = reorganising.may_manage(question)
    unit = _unit_asked(request, manages=manages)
    held = unit_queries.holdings(units=(unit,)) if unit else ()
    people = unit_queries.names_in(units=(unit,)) if unit else {}
    on_the_day = [holding for holding in held if question.on in holding.span]
    vacant = _vacant(question, manages=manages)
    return page(
        request,
        "organisation.html",
        room="organisation",
        unit=unit,
        roots=tuple(_node(question, root, vacant, manages=manages) for root in _tops(question)),
        count=len(question.scope) if question.audit else len(question.tree.units),
        posts=_posts(on_the_day, people, tuple(in_force(question).values())),
        answers=_answers(question, unit, people),
        members=_members(on_the_day, people),
        past=[_past(question, span) for span in question.index.of(unit)],
        manages=manages,
        shares=sharing.may_share(question),
        changes=_changes(question, unit) if manages else (),
        forms=[(what, _(form.title)) for what, form in FORMS.items()] if manages else (),
    )


def _unit_asked(request: Asked, *, manages: bool) -> str:
    """Return the unit to look inside: who manages the organisation may name any, by ``about``."""
    question, about = request.question, request.GET.get("about", "")
    if not about:
        return question.unit
    require(allowed=question.sees(about) or (manages and about in question.index))
    return about


def _vacant(question: Question, *, manages: bool) -> frozenset[str]:
    schemes = scheme_queries.in_force(on=question.on, as_known_at=question.as_known_at)
    held = unit_queries.holdings()
    found = vacancies(schemes, spans=question.spans, holdings=held, on=question.on)
    return frozenset(one.unit for one in found if manages or question.sees(one.unit))


def _answers(question: Question, unit: str, people: dict[str, str]) -> list[Answer]:
    if unit not in question.index:
        return []
    owed = boards.owed(unit=unit, on=question.on, as_known_at=question.as_known_at)

    def named(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(people.get(one, one) for one in ids)

    return [
        Answer(
            local(one.duty.title),
            named(one.lead) if one.duty.lead_post else None,
            named(one.answers) if one.duty.post else None,
        )
        for one in owed
    ]


def _changes(question: Question, unit: str) -> list[tuple[str, str, str]]:
    """Return the latest changes of a unit, or of all, with who wrote them down and when."""
    found = unit_queries.changes(unit=unit, limit=MOST_CHANGES)
    setting = reorganising.setting_of(question, unit)
    names = {person.id: person.name for person in setting.known.people}
    names |= {"cli": _("命令行"), organisation_service.BY_ROSTER: _("名册导入")}
    told = reorganising.sentences(setting, [one.line for one in found])
    return [
        (text, names.get(one.recorded_by, one.recorded_by), words.instant(one.recorded_at))
        for text, one in zip(told, found, strict=True)
    ]


def _tops(question: Question) -> tuple[str, ...]:
    """Return where the tree begins: at its roots, for the bearer of an audit link at what the link shows."""
    return tuple(unit.code for unit in question.units if unit.depth == 1) if question.audit else question.tree.roots


def _node(question: Question, unit: str, vacant: frozenset[str], *, manages: bool) -> Node:
    children = tuple(_node(question, child, vacant, manages=manages) for child in question.tree.children(unit))
    return Node(unit, question.tree.name(unit), manages or question.sees(unit), unit in vacant, children)


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
