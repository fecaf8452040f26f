"""The administrator changes the organisation: a form, what it would change in plain words, and only then the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zicha.core import reorganising_told
from zicha.core.findings import Refusal
from zicha.core.reorganising import Line
from zicha.core.units import Person
from zicha.services import organisation
from zicha.store.queries import units as unit_queries
from zicha.web import people_desk
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.forms import decisions
from zicha.web.forms.decisions import Form, Setting
from zicha.web.language import current, local

_CHOSEN = ("above", "into", "person", "person-name")
"""What a page of the search hands back to a form."""

_NOT_ANSWERS = frozenset({"again", "confirm", "csrfmiddlewaretoken"})


@asks
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Asked, what: str) -> HttpResponse:
    """Ask for a change, say what it would change from which day, and write it once that was confirmed."""
    require(allowed=request.question.manages)
    form = decisions.FORMS.get(what)
    setting = setting_of(request.question, request.GET.get("about", ""))
    if form is None or (what != "found" and setting.about not in setting.tree):
        raise Http404
    if request.method != "POST" or "again" in request.POST:
        return _shown(request, what, form, setting)
    try:
        decision = decisions.read(form, setting, request.POST)
        if request.POST.get("confirm") != "1":
            made, _changes = organisation.foresee(decision=decision)
            told = sentences(request.question, made.lines, new=made.facts.people)
            return _shown(request, what, form, setting, told=told, past=decision.on < setting.today)
        by = request.question.actor.person or request.question.account
        made = organisation.decide(decision=decision, recorded_at=request.question.moment.now, recorded_by=by)
    except Refusal as refusal:
        return _shown(request, what, form, setting, refusal=say(refusal))
    for sentence in sentences(request.question, made.lines, new=made.facts.people):
        tell(request, "good", _("已保存：%(sentence)s") % {"sentence": sentence})
    return redirect(request.question.link("organisation", about=setting.about))


def setting_of(question: Question, about: str) -> Setting:
    """Return what the forms about a unit choose from today."""
    today = question.moment.today
    titles = tuple((post, local(title)) for post, title in people_desk.post_titles().items())
    held = unit_queries.holdings(units=(about,))
    names = unit_queries.names_in(units=(about,))
    tree = question.index.order(today).tree
    return Setting(about, today, tree, held, names, titles, people_desk.everyone(question))


def sentences(question: Question, lines: Sequence[Line], *, new: Iterable[Person] = ()) -> list[str]:
    """Return lines of history in the present language."""
    known = unit_queries.people(among={line.person for line in lines})
    return tell_lines(question, lines, people={person.id: person.name for person in (*known, *new)})


def tell_lines(question: Question, lines: Iterable[Line], *, people: Mapping[str, str]) -> list[str]:
    """Return lines of history in the present language, people by the names given here."""
    titles, language = people_desk.post_titles(), current()

    def told(line: Line) -> str:
        spans = (*question.index.of(line.unit), *question.index.of(line.other))
        return reorganising_told.told(line, spans=spans, people=people, posts=titles, language=language)

    return [told(line) for line in lines]


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
        above = [setting.about] if what == "found" else []
        given = {"above": above, "day": [setting.today.isoformat()]}
        given |= {name: request.GET.getlist(name) for name in _CHOSEN if name in request.GET}
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
