"""The plan: what falls due in the next weeks; pressing for it; calendars that phones subscribe to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zicha.core import reminders
from zicha.core.duelist import Item
from zicha.core.findings import Refusal
from zicha.core.reminders import Reminder
from zicha.services import calendars, duelist
from zicha.services import reminders as services
from zicha.store.queries import units as unit_queries
from zicha.web import plan_desk, rights, words
from zicha.web.asking import Asked, Question, asks, page, require, say, tell
from zicha.web.clock import ClockedRequest
from zicha.web.numbers import whole
from zicha.web.plan_desk import Line

WEEKS = (2, 6, 13)
USUAL_WEEKS = 6
MOST_PRESSED = 6
MOST_BELOW = 40
"""So many things of a week are listed where they are of several units; one unit's and one person's are all there."""
PLANNED_UNITS = 50
"""What so many units owe in some weeks can still be read as a list; of more, the unit's own and the next below."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the plan is narrowed to: the units below as well, one person, and how many weeks."""

    subtree: bool
    who: str
    weeks: int


@asks
@never_cache
@require_safe
def plan(request: Asked) -> HttpResponse:
    """Show what falls due for a unit in the next weeks, and what is late already."""
    return _shown(request)


@asks
@require_POST
def press(request: Asked) -> HttpResponse:
    """Record that those who answer for an item were pressed for it; twice on one day is once."""
    question = request.question
    require(allowed=bool(question.unit) and plan_desk.may_press(question, question.unit))
    try:
        made = services.press(
            unit=question.unit,
            item=request.POST.get("item", ""),
            note=request.POST.get("note", ""),
            recorded_at=question.moment.now,
            recorded_by=question.actor.person,
        )
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
        return redirect(question.link("plan"))
    names = {person.id: person.name for person in unit_queries.people(among={each.to for each in made})}
    who = words.listed(names.get(each.to, each.to) for each in made)
    tell(request, "good", _("已催办：%(who)s。会写进当天的提醒，也会出现在对方的待办里。") % {"who": who})
    return redirect(question.link("plan"))


@asks
@require_safe
def pressed(request: Asked) -> HttpResponse:
    """Show, as a part of the first screen, what the person looking was pressed for and has not done."""
    question = request.question
    require(allowed=bool(question.scope))
    person, on = question.actor.person, question.on
    units = list(question.scope)
    told = services.listed(units=units, on=on, as_known_at=question.as_known_at) if person else ()
    mine = reminders.by_item(each for each in told if each.to == person)
    items = _items(question, [each[0].unit for each in mine.values()], on + timedelta(days=services.DAYS_AHEAD))
    names = _named(items, mine)
    lines = [plan_desk.line(question, item, mine[item.uid], names) for item in items if item.uid in mine]
    notes = {uid: each[-1].note for uid, each in mine.items()}
    return page(request, "parts/pressed.html", room="plate", lines=lines[:MOST_PRESSED], notes=notes)


@asks
@never_cache
@require_POST
def subscribe(request: Asked) -> HttpResponse:
    """Make an address for a phone's calendar; it is shown this once."""
    question = request.question
    require(allowed=bool(question.actor.person))
    try:
        secret = calendars.make_link(
            account=_account(request),
            actor=question.actor,
            unit=question.unit if request.POST.get("whose") == "unit" else "",
            on=question.moment.today,
            made_at=question.moment.now,
        )
    except Refusal as refusal:
        tell(request, "bad", say(refusal))
        return redirect(question.link("plan"))
    return _shown(request, address=request.build_absolute_uri(reverse("calendar", args=[secret])))


@asks
@require_POST
def unsubscribe(request: Asked, link_id: int) -> HttpResponse:
    """End an address of the person's own at once."""
    ended = calendars.end_link(link=link_id, account=_account(request), at=request.moment.now)
    require(allowed=ended)
    tell(request, "good", _("订阅地址已停用。手机下次更新时就读不到了。"))
    return redirect(request.question.link("plan"))


@require_safe
def calendar(request: ClockedRequest, secret: str) -> HttpResponseBase:
    """Answer a calendar that asks with its secret; no sign-in, no cookie."""
    found = calendars.feed(secret=secret, on=request.moment.today, at=request.moment.now)
    if found is None:
        raise Http404
    tag = f'"{found.version}"'
    if _knows(request, tag):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(found.content, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="zicha.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _knows(request: HttpRequest, tag: str) -> bool:
    """RFC 9110 13.1.2: compared weakly, so that a proxy that packed the answer does not matter."""
    given = request.headers.get("If-None-Match", "").split(",")
    return tag in (each.strip().removeprefix("W/") for each in given)


def _shown(request: Asked, *, address: str = "") -> HttpResponse:
    question = request.question
    require(allowed=bool(question.unit))
    wanted = _wanted(request)
    until = question.on + timedelta(days=7 * wanted.weeks)
    codes, left_out = _units(question, wanted)
    boxes = rights.units(question, "answer_suggestion").intersection(codes)
    ahead = _ahead(question, codes, until, answering=boxes)
    told = reminders.by_item(services.listed(units=codes, on=question.on, as_known_at=question.as_known_at))
    names = _named(ahead.items, told)
    lines = _lines(question, [item for item in ahead.items if _fits(item, wanted, question)], told, names)
    answering = sorted({person for item in ahead.items for person in item.people}, key=lambda one: names.get(one, one))
    return page(
        request,
        "plan.html",
        room="plan",
        wanted=wanted,
        late=[line for line in lines if line.item.day < question.on],
        weeks=plan_desk.weeks(lines, on=question.on, until=until),
        until=until,
        count=len(lines),
        left_out=left_out,
        most=MOST_BELOW if wanted.subtree and not wanted.who else None,
        unpublished=words.listed(map(str, ahead.unpublished)),
        answering=[(person, names.get(person, person)) for person in answering],
        week_choices=WEEKS,
        address=address,
        links=() if question.audit or not question.actor.person else calendars.links(account=_account(request)),
    )


def _units(question: Question, wanted: Wanted) -> tuple[list[str], int]:
    """Return the units whose plan is shown, and how many below are left out: of very many, all but the nearest."""
    if not wanted.subtree:
        return [question.unit], 0
    below = question.scope.below(question.unit)
    if len(below) <= PLANNED_UNITS:
        return [unit for unit in question.below() if question.sees(unit)], 0
    near = [question.unit, *filter(question.sees, question.tree.children(question.unit))][:PLANNED_UNITS]
    return near, len(below) - len(near)


def _named(items: Iterable[Item], told: Mapping[str, Sequence[Reminder]]) -> dict[str, str]:
    """The names of those who answer, press and are pressed."""
    pressed = (person for each in told.values() for one in each for person in (one.by, one.to))
    ids = {*(person for item in items for person in item.people), *pressed}
    return {person.id: person.name for person in unit_queries.people(among=ids)}


def _lines(
    question: Question, items: Sequence[Item], told: dict[str, tuple[Reminder, ...]], names: Mapping[str, str]
) -> list[Line]:
    return [plan_desk.line(question, item, told.get(item.uid, ()), names) for item in items]


def _items(question: Question, units: Sequence[str], until: date) -> tuple[Item, ...]:
    return _ahead(question, units, until).items if units else ()


def _ahead(question: Question, units: Sequence[str], until: date, *, answering: Collection[str] = ()) -> duelist.Ahead:
    known = question.as_known_at
    return duelist.ahead(units=units, on=question.on, until=until, as_known_at=known, answering=answering)


def _wanted(request: Asked) -> Wanted:
    asked = request.GET if request.method != "POST" else request.POST
    weeks = whole(asked.get("weeks"))
    return Wanted(asked.get("subtree") == "1", asked.get("who", ""), weeks if weeks in WEEKS else USUAL_WEEKS)


def _fits(item: Item, wanted: Wanted, question: Question) -> bool:
    if wanted.who == "mine":
        return item.concerns(question.actor.person)
    return not wanted.who or wanted.who in item.people


def _account(request: Asked) -> int:
    return int(request.user.pk) if request.user.is_authenticated else 0
