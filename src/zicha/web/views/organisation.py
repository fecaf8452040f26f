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
from zicha.web import unit_tree, words
from zicha.web.asking import Asked, Question, asks, page, require, sees_installation
from zicha.web.forms.decisions import FORMS
from zicha.web.language import local
from zicha.web.lookups import in_force
from zicha.web.unit_tree import Shown
from zicha.web.views import reorganising, sharing

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of the tree; ``open`` if the asker may look inside, ``vacant`` if a post that its duties name is."""

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
    manages = question.manages
    unit = _unit_asked(request, manages=manages)
    held = unit_queries.holdings(units=(unit,)) if unit else ()
    people = unit_queries.names_in(units=(unit,)) if unit else {}
    on_the_day = [holding for holding in held if question.on in holding.span]
    shown = unit_tree.shown(question, unit)
    vacant = _vacant(question, [code for code in shown.units if manages or question.sees(code)])
    return page(
        request,
        "organisation.html",
        room="organisation",
        unit=unit,
        roots=tuple(_node(question, shown, root, vacant) for root in shown.roots),
        is_whole=shown.is_whole,
        hidden=shown.hidden,
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


def _vacant(question: Question, units: Sequence[str]) -> frozenset[str]:
    """Return those of some units in which a post that duties name is vacant."""
    schemes = scheme_queries.in_force(on=question.on, as_known_at=question.as_known_at)
    spans = [span for unit in units for span in question.index.of(unit)]
    found = vacancies(schemes, spans=spans, holdings=unit_queries.holdings(units=units), on=question.on)
    return frozenset(one.unit for one in found)


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
    named = {one.line.person for one in found} | {one.recorded_by for one in found}
    names = {person.id: person.name for person in unit_queries.people(among=named)}
    told = reorganising.tell_lines(question, [one.line for one in found], people=names)
    names |= {"cli": _("命令行"), organisation_service.BY_ROSTER: _("名册导入")}
    return [
        (text, names.get(one.recorded_by, one.recorded_by), words.instant(one.recorded_at))
        for text, one in zip(told, found, strict=True)
    ]


def _node(question: Question, shown: Shown, unit: str, vacant: frozenset[str]) -> Node:
    children = tuple(_node(question, shown, child, vacant) for child in shown.below(unit))
    return Node(unit, question.tree.name(unit), question.manages or question.sees(unit), unit in vacant, children)


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
