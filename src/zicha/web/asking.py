"""The question a page asks: whose, which period, on which day, as known when – and what its asker may see.

Every page carries the same four parameters, ``unit``, ``period``, ``on`` and ``known``, so that a link can be
sent to somebody else and asks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial, wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zicha.core import access, messages, periods
from zicha.core.access import Action, Actor, Installation, Place
from zicha.core.findings import Refusal
from zicha.core.periods import Period
from zicha.core.replication import Lag
from zicha.core.unit_index import Stretches, UnitIndex
from zicha.core.units import Tree, UnitSpan
from zicha.services import audits as audit_services
from zicha.store.queries import accounts as account_queries
from zicha.store.queries import schemes as scheme_queries
from zicha.store.queries import units as unit_queries
from zicha.store.queries.audits import AuditLink
from zicha.web import addresses, audits, instants, reading, words
from zicha.web.addresses import Links, Way
from zicha.web.clock import ClockedRequest, Moment
from zicha.web.language import THEME_COOKIE, current

P = ParamSpec("P")
NEAR = 20
LISTED = 50
"""So many units are offered in a list; of more, the one that is meant is searched for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit the asker may see.

    Attributes:
        depth: 1 for the topmost unit the asker sees.
    """

    code: str
    name: str
    depth: int


@dataclass(frozen=True)
class Question:
    """What is asked, by whom, and what may be answered.

    Attributes:
        index: all units over time; what a question asks of a few of them, it asks of no other.
        on_asked, known_asked: the day and the instant the person chose, or ``None`` for now.
        audit: the link whose bearer asks, or ``None`` for somebody who is signed in.
    """

    path: str
    moment: Moment
    actor: Actor
    account: str
    index: UnitIndex
    unit: str
    period: Period
    standard: Period
    on_asked: date | None = None
    known_asked: datetime | None = None
    unit_asked: bool = False
    audit: AuditLink | None = None

    @cached_property
    def on(self) -> date:
        """The day the question is asked for."""
        if self.on_asked:
            return self.on_asked
        return min(self.moment.today, self.known_asked.date()) if self.known_asked else self.moment.today

    @cached_property
    def as_known_at(self) -> datetime:
        """The instant of knowledge it is asked at."""
        if self.known_asked is None:
            return self.moment.now
        return self.known_asked.replace(tzinfo=self.moment.zone).astimezone(UTC)

    @property
    def is_past(self) -> bool:
        """Whether the person asked for another day or another knowledge than now."""
        return self.on_asked is not None or self.known_asked is not None

    @property
    def spans(self) -> tuple[UnitSpan, ...]:
        """How all units stood over time."""
        return self.index.spans

    @cached_property
    def tree(self) -> Tree:
        """The tree of the day asked for."""
        return self.index.order(self._tree_day).tree

    @cached_property
    def scope(self) -> Stretches:
        """The units of that tree which the asker may see today, depth first."""
        order = self.index.order(self._tree_day)
        if order is self.index.order(self.moment.today):
            return access.within(self.actor, "see", order=order, on=self.moment.today)
        seen = self.allowed("see")
        return Stretches(order, (order.stretches[unit][:1] for unit in order.units if unit in seen))

    def members(self) -> Stretches:
        """Return the asked unit and those below it that are in view, as they stood in the period asked about."""
        day = max(self.period.span.start, min(self.on, self.period.span.last_day))
        order = self.index.order(day)
        if order is self.scope.order:
            return self.scope.below(self.unit)
        places = order.stretches.get(self.unit, range(0))
        return Stretches(order, (range(place, place + 1) for place in places if order.units[place] in self.scope))

    @property
    def has_below(self) -> bool:
        """Whether units below the one asked about are in view."""
        return len(self.scope.below(self.unit)) > 1

    def reach(self, action: Action) -> Stretches:
        """Return the standing units to which the asker may do ``action``; those in view on the day asked for."""
        if action == "see":
            return self.scope
        order = self.index.order(self.moment.today)
        if action == "manage":
            return Stretches(order, [range(len(order.units))] if self.manages else ())
        return access.within(self.actor, action, order=order, on=self.moment.today)

    @property
    def manages(self) -> bool:
        """Whether the asker may change the organisation, and so name every unit and everybody."""
        return access.may(self.actor, "manage", Installation(), self.moment.today)

    def lists(self, action: Action = "see") -> bool:
        """Whether there are so few of them that a list can be offered."""
        return len(self.reach(action)) <= LISTED

    def listed(self, action: Action = "see") -> tuple[Seen, ...]:
        """Return them as they are listed."""
        reach = self.reach(action)
        return tuple(Seen(unit, reach.order.tree.name(unit), reach.depth(unit)) for unit in reach)

    @property
    def near(self) -> tuple[Seen, ...]:
        """Those in view above the unit asked about, itself, and the first directly below it."""
        if self.unit not in self.scope:
            return ()
        path = [unit for unit in self.tree.path(self.unit) if unit in self.scope]
        return tuple(map(self.seen, [*path, *islice(filter(self.sees, self.tree.children(self.unit)), NEAR)]))

    @cached_property
    def units(self) -> tuple[Seen, ...]:
        """The units the asker may see, depth first."""
        return self.listed()

    @cached_property
    def recordable(self) -> frozenset[str]:
        """Codes of all units the asker may record for."""
        return self.allowed("record")

    @property
    def records(self) -> bool:
        """Whether there is any unit the asker may record for."""
        return any(self.records_for(held.unit) for held in self.actor.holdings)

    @property
    def may_record(self) -> bool:
        """Whether the asker may record for the unit asked about."""
        return self.records_for(self.unit)

    def records_for(self, unit: str) -> bool:
        """Whether the asker may record for a unit."""
        return self.may("record", unit)

    def may(self, action: Action, unit: str) -> bool:
        """Whether the asker may do ``action`` to something of a unit, as the tree stands today."""
        return access.may(self.actor, action, Place(self.standing_path(unit)), self.moment.today)

    def allowed(self, action: Action) -> frozenset[str]:
        """Return the codes of all units to which the asker may do ``action``, of those that stand no more too."""
        today = self.moment.today
        gone = [self.standing_path(unit) for unit in self.index.gone(today)]
        standing = access.within(self.actor, action, order=self.index.order(today), on=today)
        return frozenset(standing) | access.allowed(self.actor, action, paths=gone, on=today)

    def standing_path(self, unit: str) -> tuple[str, ...]:
        """Return the codes from the root down to a unit, as they count for rights today."""
        return self.index.standing_path(unit, on=self.moment.today)

    def seen(self, unit: str) -> Seen:
        """Return a unit in view, as it is listed."""
        return Seen(unit, self.tree.name(unit), self.scope.depth(unit))

    @property
    def unit_name(self) -> str:
        """The name of the unit asked about."""
        return self.name(self.unit)

    @property
    def knowledge(self) -> str:
        """Which day and which knowledge the answer rests on, in words."""
        if self.known_asked is not None:
            return _("截至 %(instant)s 所知") % {"instant": words.instant(self.as_known_at)}
        if self.on_asked is not None:
            return _("%(day)s的情形，按现在所知") % {"day": words.full_day(self.on_asked)}
        return _("截至今天所知")

    @property
    def before(self) -> Period:
        """The period before."""
        return periods.previous(self.period)

    @property
    def after(self) -> Period:
        """The period after."""
        return periods.containing(day=self.period.span.end, per=self.period.per)

    def name(self, unit: str) -> str:
        """Return a unit's name on the day asked for, or its last name if it does not exist then."""
        if unit in self.tree:
            return self.tree.name(unit)
        last = self.index.of(unit)
        return last[-1].name if last else unit

    def sees(self, unit: str) -> bool:
        """Whether the asker may see a unit, today or on the day asked for."""
        return unit in self.scope

    def below(self) -> tuple[str, ...]:
        """Return the codes of the asked unit and all units below it that exist on the day asked for."""
        order = self.index.order(self._tree_day)
        places = order.stretches.get(self.unit)
        return order.units[places.start : places.stop] if places else (self.unit,)

    @cached_property
    def _tree_day(self) -> date:
        return self.on_asked or self.moment.today

    def link(self, name: str, **changes: object) -> str:
        """Return the path of a page that asks the same question, with ``changes``."""
        return self._asking(addresses.path(name), changes) if changes else self.links.to(name)

    @cached_property
    def links(self) -> Links:
        """The ways to all rooms, asking the same question."""
        return addresses.links(self._asked.values())

    def link_to(self, name: str, *args: object, **changes: object) -> str:
        """Return the path of a page about one thing, asking the same question."""
        return self._asking(addresses.path(name, *args), changes)

    def way(self, name: str) -> Way:
        """Return the way to the page of any unit that asks the same question."""
        return self._way(addresses.path(name))

    def way_here(self) -> Way:
        """Return the way to this page of any unit."""
        return self._way(self.path)

    def _way(self, path: str) -> Way:
        rest = (pair for parameter, pair in self._asked.items() if parameter != "unit" and pair)
        return Way(path, "".join(f"&{pair}" for pair in rest))

    def here(self, **changes: object) -> str:
        """Return this page's own path with ``changes`` to the question."""
        return self._asking(self.path, changes)

    def _asking(self, path: str, changes: dict[str, object]) -> str:
        changed = {name: _pair(name, value) for name, value in changes.items()}
        return addresses.asking(path, {**self._asked, **changed}.values())

    @cached_property
    def _asked(self) -> dict[str, str]:
        """What every address says of the question, by parameter."""
        said = {
            "unit": self.unit if self.unit_asked else "",
            "period": self.period if self.period != self.standard else "",
            "on": self.on_asked,
            "known": f"{self.known_asked:%Y-%m-%dT%H:%M}" if self.known_asked else "",
        }
        return {name: _pair(name, value) for name, value in said.items()}


def _pair(name: str, value: object) -> str:
    """An instant that zicha itself answered at carries its seal."""
    is_instant = name == "known" and value not in ("", None)
    return addresses.pair(name, instants.sealed(str(value)) if is_instant else value)


class Asked(ClockedRequest):
    """A request whose question was understood.

    Attributes:
        lag: of the replica that its answer is read from; ``None`` where the primary is read.
    """

    question: Question
    notices: list[tuple[str, str]]
    lag: Lag | None


def asks(
    view: Callable[Concatenate[Asked, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let a view be reached only by a person who is signed in, with the question decoded."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        link = None if request.user.is_authenticated else audits.current(request)
        if not request.user.is_authenticated and link is None:
            return redirect_to_login(request.get_full_path())
        asked = cast("Asked", request)
        asked.notices = []
        asked.question = decode(asked, link=link)
        return reading.from_replica(request, partial(_answered, asked, partial(view, asked, *args, **kwargs)))

    return answer


def _answered(asked: Asked, ask: Callable[[], HttpResponseBase], lag: Lag | None) -> HttpResponseBase:
    asked.lag = lag
    return ask()


def page(request: Asked, template: str, *, room: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return a template rendered with what every page needs."""
    shared = {
        "question": request.question,
        "room": room,
        "lag": request.lag,
        "theme": request.COOKIES.get(THEME_COOKIE, "auto"),
        "here": request.get_full_path(),
        "signed_in_as": request.question.account,
        "notices": list(dict.fromkeys([*request.notices, *_told(request)])),  # an answer that was lost told it already
    }
    return render(request, template, {**shared, **context}, status=status)


def tell(request: Asked, kind: str, text: str) -> None:
    """Say something on the next page the person sees; ``kind`` is ``good``, ``care`` or ``bad``."""
    request.session["told"] = [*request.session.get("told", []), [kind, text]]


def _told(request: Asked) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in request.session.pop("told", [])] if "told" in request.session else []


def say(refusal: Refusal) -> str:
    """Return a refusal's sentence in the present language."""
    return messages.sentence(refusal.code, language=current(), **refusal.facts)


def require(*, allowed: bool) -> None:
    """Answer "not found" unless ``allowed``: what a person may not see does not exist for that person."""
    if not allowed:
        raise Http404


def decode(request: Asked, *, link: AuditLink | None = None) -> Question:
    """Return the question a request asks; an unreadable part falls back and is said so, a unit out of view is 404.

    ``link`` is the audit link whose bearer asks; without one it is the account that is signed in.
    """
    actor, account = (audit_services.bearer(link), _("只读查看")) if link else _signed_in(request)
    on_asked = _read_day(request, "on")
    known_asked = _read_instant(request, "known")
    today = request.moment.today
    standard = periods.containing(day=today, per=scheme_queries.period_length(on=today))
    unit = request.GET.get("unit") or request.POST.get("unit") or ""
    asked = Question(
        path=request.path,
        moment=request.moment,
        actor=actor,
        account=account,
        audit=link,
        index=unit_queries.index(),
        unit=unit,
        period=_read_period(request, standard),
        standard=standard,
        on_asked=on_asked,
        known_asked=known_asked,
        unit_asked=bool(unit),
    )
    require(allowed=not unit or asked.may("see", unit))
    return asked if unit else replace(asked, unit=_own_unit(asked))


def _signed_in(request: Asked) -> tuple[Actor, str]:
    account = account_queries.by_id(account_id=cast("int", request.user.pk))
    holdings = unit_queries.holdings_of(person=account.person)
    return Actor(account.person, is_admin=account.is_admin, holdings=holdings), account.name


def _own_unit(question: Question) -> str:
    """Return the unit a person thinks of first: where the person answers, then where the person belongs."""
    scope, today = question.scope, question.moment.today
    held = [holding for holding in question.actor.holdings if today in holding.span and holding.unit in scope]
    places = scope.order.stretches
    held.sort(key=lambda holding: (holding.post not in access.ANSWERING_POSTS, places[holding.unit].start))
    return held[0].unit if held else "".join(scope[:1])


def _read_day(request: Asked, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return periods.read_day(text) if text else None
    except ValueError:
        request.notices.append(("care", _("“%(text)s”不是日期，按今天看。") % {"text": text}))
        return None


def _read_instant(request: Asked, name: str) -> datetime | None:
    text = request.GET.get(name, "")
    try:
        return instants.read(text)
    except (ValueError, OverflowError):
        request.notices.append(("care", _("“%(text)s”不是时刻，按现在所知看。") % {"text": text}))
        return None


def _read_period(request: Asked, standard: Period) -> Period:
    text = request.GET.get("period", "")
    try:
        return periods.parse(text) if text else standard
    except ValueError:
        sentence = _("“%(text)s”不是时段，请写成 2026H1、2026Q3、2026-05 或 2026。现在看的是%(period)s。")
        request.notices.append(("care", sentence % {"text": text, "period": words.period(standard)}))
        return standard


def sees_installation(question: Question) -> bool:
    """Whether the asker may see schemes and the tree."""
    return access.may(question.actor, "see", Installation(), question.moment.today)


def may_see(question: Question, *, unit: str, private: bool = False, people: frozenset[str] = frozenset()) -> bool:
    """Whether the asker may see a thing of a unit that is in view; a private one only who took part."""
    if not question.sees(unit):
        return False
    return not private or question.actor.person in people


def whole_or_part(request: Asked, name: str) -> str:
    """Return the drawer's part for htmx and the whole page for everybody else."""
    return f"parts/{name}.html" if request.headers.get("HX-Request") == "true" else f"{name}.html"
