"""The administrator changes the organisation: a form, what it would change in plain words, and only then the change."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zicha.core import access, reorganising_told, units
from zicha.core.access import Installation
from zicha.core.findings import Refusal
from zicha.core.reorganising import Line
from zicha.core.scheme import BUILT_IN_POSTS
from zicha.core.text import LocalText
from zicha.core.units import Person
from zicha.services import organisation
from zicha.store.queries import schemes as scheme_queries
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.forms import decisions
from zicha.web.forms.decisions import Form, Setting
from zicha.web.language import current, local

_NOT_ANSWERS = frozenset({"again", "confirm", "csrfmiddlewaretoken"})


@asks
@require_http_methods(["GET", "POST"])
def change(request: Asked, what: str) -> HttpResponse:
    """Ask for a change, say what it would change from which day, and write it once that was confirmed."""
    require(allowed=may_manage(request.question))
    form = decisions.FORMS.get(what)
    setting = setting_of(request.question, request.GET.get("about", ""))
    if form is None or (what != "found" and setting.about not in setting.tree):
        raise Http404
    if request.method == "GET" or "again" in request.POST:
        return _shown(request, what, form, setting)
    try:
        decision = decisions.read(form, setting, request.POST)
        if request.POST.get("confirm") != "1":
            made, _changes = organisation.foresee(decision=decision)
            told = sentences(setting, made.lines, new=made.facts.people)
            return _shown(request, what, form, setting, told=told, past=decision.on < setting.today)
        by = request.question.actor.person or request.question.account
        made = organisation.decide(decision=decision, recorded_at=request.question.moment.now, recorded_by=by)
    except Refusal as refusal:
        return _shown(request, what, form, setting, refusal=say(refusal))
    for sentence in sentences(setting, made.lines, new=made.facts.people):
        tell(request, "good", _("已保存：%(sentence)s") % {"sentence": sentence})
    return redirect(request.question.link("organisation", about=setting.about))


def may_manage(question: Question) -> bool:
    """Whether the asker may change the organisation."""
    return access.may(question.actor, "manage", Installation(), question.moment.today)


def setting_of(question: Question, about: str) -> Setting:
    """Return what the forms choose from today."""
    known, today = organisation.known(), question.moment.today
    titles = tuple((post, local(title)) for post, title in post_titles().items())
    return Setting(about, today, units.tree_at(known.units, on=today), known, titles)


def post_titles() -> dict[str, LocalText]:
    """Return every post a person may hold: the built-in ones, and those of the loaded schemes."""
    declared = {post: title for one in scheme_queries.versions() for post, title in one.scheme.posts}
    return {**BUILT_IN_POSTS, **declared}


def sentences(setting: Setting, lines: Iterable[Line], *, new: Iterable[Person] = ()) -> list[str]:
    """Return lines of history in the present language."""
    people = {person.id: person.name for person in (*setting.known.people, *new)}
    titles = {post: LocalText(title, title) for post, title in setting.posts}
    spans = setting.known.units
    return [
        reorganising_told.told(line, spans=spans, people=people, posts=titles, language=current()) for line in lines
    ]


def _shown(
    request: Asked,
    what: str,
    form: Form,
    setting: Setting,
    *,
    refusal: str = "",
    told: Iterable[str] = (),
    past: bool = False,
) -> HttpResponse:
    given = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_ANSWERS}
    if not given:
        given = {"above": [setting.about] if what == "found" else [], "day": [setting.today.isoformat()]}
    return page(
        request,
        "reorganise.html",
        room="organisation",
        status=422 if refusal else 200,
        form=form,
        title=_(form.title),
        about=setting.about,
        about_name=setting.tree.name(setting.about) if setting.about in setting.tree else "",
        controls=form.controls(setting),
        given=given,
        refusal=refusal,
        told=list(told),
        past=past,
    )
