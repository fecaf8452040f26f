"""A person's own page: what is held, taking it along, and asking for a correction or an erasure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zicha.core.findings import Refusal
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.services import data_requests, organisation
from zicha.services import mine as services
from zicha.services.mine import Mine
from zicha.store.queries.erasure import Held
from zicha.web import showing, words
from zicha.web.asking import Asked, asks, page, require, say, tell
from zicha.web.incoming import attachment
from zicha.web.language import local
from zicha.web.lookups import in_force
from zicha.web.numbers import whole
from zicha.web.showing import Vocabulary

MOST_SHOWN = 20
"""Of each long list; the export has all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value of a record that names the person.

    Attributes:
        what: which value it is, in words.
        choice: names it in the form.
    """

    seq: int
    what: str
    title: str
    unit: str
    day: str
    choice: str


@asks
@never_cache
@require_safe
def mine(request: Asked) -> HttpResponse:
    """Show everything that is held about the person."""
    return _page(request, _held(request))


@asks
@never_cache
@require_safe
def export(request: Asked) -> HttpResponse:
    """Return the same, whole, as JSON."""
    found = services.plain(_held(request))
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = attachment(f"{_('我的信息')}.json")
    return response


@asks
@require_POST
def contact(request: Asked) -> HttpResponse:
    """Keep where the person's reminders go, or forget it."""
    person = _person(request)
    text = request.POST.get("contact", "")
    try:
        organisation.set_contact(person=person, contact=text)
    except Refusal as refusal:
        return _page(request, _held(request), status=422, refusal=say(refusal), contact_typed=text)
    tell(request, "good", _("联系方式已保存。") if text.strip() else _("联系方式已删去。"))
    return redirect("mine")


@asks
@require_POST
def ask(request: Asked) -> HttpResponse:
    """Keep what the person asks; a second tap changes nothing."""
    person = _person(request)
    seq, _sep, field = request.POST.get("about", "").partition(" ")
    wish, text = request.POST.get("wish", ""), request.POST.get("text", "")
    about = whole(seq) or 0
    try:
        data_requests.ask(person=person, wish=wish, about=about, field=field, text=text, asked_at=request.moment.now)
    except Refusal as refusal:
        typed = {"wish": wish, "about": request.POST.get("about", ""), "text": text}
        return _page(request, _held(request), status=422, refusal=say(refusal), typed=typed)
    tell(request, "good", _("已提交。管理员或单位负责人答复后，结果会写在这里。"))
    return redirect("mine")


def _person(request: Asked) -> str:
    person = request.question.actor.person
    require(allowed=bool(person))
    return person


def _held(request: Asked) -> Mine:
    return services.held(person=_person(request), now=request.moment.now)


def _page(request: Asked, found: Mine, *, status: int = 200, **more: object) -> HttpResponse:
    schemes = in_force(request.question).values()
    known = showing.vocabulary(schemes=tuple(schemes), people={found.person: found.name}, private=found.private)
    posts: dict[str, object] = {post: title for scheme in schemes for post, title in scheme.posts}
    naming = _lines(request, found, found.naming, known)
    context: dict[str, object] = {
        "mine": found,
        "posts": {post: local(title) for post, title in {**BUILT_IN_POSTS, **posts}.items()},  # type: ignore[arg-type] # titles of posts
        "known": known,
        "naming": naming,
        "talks": _lines(request, found, found.talks, known),
        "recorded": _lines(request, found, found.recorded, known),
        "most": MOST_SHOWN,
        "typed": {"wish": "", "about": "", "text": ""},
        "refusal": "",
        "contact_typed": found.contact,
        "titles": field_titles(found.requests, found, known),
    }
    return page(request, "mine.html", room="mine", status=status, **{**context, **more})


def field_titles(_requests: object, found: Mine, known: Vocabulary) -> Mapping[str, str]:
    """Return what each value that names the person is called, by record and field."""
    return {f"{each.seq} {each.field}": what(each, known) for each in found.named}


def what(held: Held, known: Vocabulary) -> str:
    """Return what a value beside a record is called."""
    own = {"recorded_by": _("记录人"), "title": _("标题"), "reason": _("理由"), "key": _("外部编号")}
    if held.field in own:
        return own[held.field]
    kind = known.declared(held.kind)
    titles = {f"fields.{field.id}": local(field.title) for field in kind.fields} if kind else {}
    return titles.get(held.field, held.field)


def _lines(request: Asked, found: Mine, held: Iterable[Held], known: Vocabulary) -> tuple[Line, ...]:
    return tuple(
        Line(
            each.seq,
            what(each, known),
            showing.title(found.records[each.seq].draft, known=known),
            request.question.name(found.records[each.seq].draft.unit),
            words.full_day(each.day),
            f"{each.seq} {each.field}",
        )
        for each in held
    )
