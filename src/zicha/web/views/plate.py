"""The first screen: what is on my plate."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zicha.core import access
from zicha.core.access import Installation, Place
from zicha.core.board import STATES, Cell, totals
from zicha.core.scheme import BUILT_IN_POSTS, Duty, State
from zicha.services import boards, data_requests, kept_boards
from zicha.web import states, windows, words
from zicha.web.asking import Asked, Question, asks, page
from zicha.web.language import local
from zicha.web.lookups import duties, in_force
from zicha.web.roll_up import Tally

MOST_COMING = 5
MOST_BELOW = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what is owed, how far it is, and the one next step."""

    cell: Cell
    title: str
    when: str
    text: str = ""
    step: str = ""
    href: str = ""
    first_of_state: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """A unit below that has something pressing."""

    unit: str
    name: str
    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Plate:
    """Everything the first screen says."""

    waiting: tuple[Item, ...]
    coming: tuple[Item, ...]
    tallies: tuple[tuple[State, int], ...]
    done: int
    owed: int
    earlier: int
    days_left: int
    below: tuple[Below, ...] = ()
    vacant: tuple[str, ...] = ()


@asks
@require_safe
def plate(request: Asked) -> HttpResponse:
    """Show what waits for the person, the most pressing first, each with one next step."""
    question = request.question
    asking = _asking(request)
    if not question.unit:
        return page(request, "no_unit.html", room="plate", asking=asking)
    named = duties(in_force(question))
    found = fill(question, _cells(question), _cells_before(question), named)
    found = replace(found, below=_below(question) if question.may_record else (), vacant=_vacant(question))
    return page(request, "plate.html", room="plate", plate=found, asking=asking)


def _asking(request: Asked) -> int:
    """How many people wait for this person's answer about their own data; asked only of those who may answer any."""
    actor, today = request.question.actor, request.moment.today
    leads = any(held.post in access.LEADING_POSTS and today in held.span for held in actor.holdings)
    if not leads and not access.may(actor, "manage", Installation(), today):
        return 0
    return len(data_requests.waiting_for(actor=actor, now=request.moment.now))


def fill(question: Question, cells: Sequence[Cell], before: Sequence[Cell], named: Mapping[str, Duty]) -> Plate:
    """Return the plate of the asked unit: what its own windows say, without those below."""
    counted = Tally("", "", totals(cells))
    waiting = [*cells, *(cell for cell in before if cell.state == "grace")]
    return Plate(
        waiting=_waiting(question, waiting, named),
        coming=_coming(cells, named),
        tallies=tuple((state, counted.cells(state)) for state in states.PRESSING),
        done=counted.done,
        owed=counted.owed,
        earlier=sum(cell.state in {"overdue", "insufficient"} for cell in before),
        days_left=max(0, (question.period.span.end - question.on).days),
    )


def _vacant(question: Question) -> tuple[str, ...]:
    """Return, to who leads the unit, the titles of the posts its duties name and nobody holds."""
    path = question.tree.path(question.unit) if question.unit in question.tree else ()
    if not access.may(question.actor, "remind", Place(path), question.moment.today):
        return ()
    owed = boards.owed(unit=question.unit, on=question.on, as_known_at=question.as_known_at)
    declared = (dict(scheme.posts) for scheme in in_force(question).values())
    titles = reduce(operator.or_, declared, BUILT_IN_POSTS)
    vacant = dict.fromkeys(post for one in owed for post in one.vacant)
    return tuple(local(titles.get(post, post)) for post in vacant)


def _cells(question: Question) -> tuple[Cell, ...]:
    unit, on, known = question.unit, question.on, question.as_known_at
    return kept_boards.board(unit=unit, period=question.period, on=on, as_known_at=known).cells


def _cells_before(question: Question) -> tuple[Cell, ...]:
    found = kept_boards.board(
        unit=question.unit, period=question.before, on=question.on, as_known_at=question.as_known_at
    )
    return tuple(cell for cell in found.cells if cell.window.end <= question.period.span.start)


def _waiting(question: Question, cells: Iterable[Cell], named: Mapping[str, Duty]) -> tuple[Item, ...]:
    pressing = sorted(
        (cell for cell in cells if cell.state in states.PRESSING and cell.duty in named),
        key=lambda cell: (STATES.index(cell.state), cell.window.end, cell.duty),
    )
    seen: set[State] = set()
    items = []
    for cell in pressing:
        step, href = _next_step(question, cell, named[cell.duty])
        items.append(
            Item(
                cell=cell,
                title=f"{words.window(cell.window)} · {local(named[cell.duty].title)}",
                when=windows.when(question, cell),
                text=_how_far(cell),
                step=step,
                href=href,
                first_of_state=cell.state not in seen,
            )
        )
        seen.add(cell.state)
    return tuple(items)


def _how_far(cell: Cell) -> str:
    facts = {"day": words.day(cell.window.last_day), "done": cell.done, "owed": cell.owed}
    if cell.state == "insufficient":
        return words.counted("有 %(n)d 条记录还不算数，补齐材料就算。", len(cell.near))
    if cell.state == "overdue":
        return _("应于 %(day)s前完成 %(owed)d 次，已完成 %(done)d 次。补做会记为“逾期完成”。") % facts
    return _("应于 %(day)s前完成 %(owed)d 次，已完成 %(done)d 次。") % facts


def _next_step(question: Question, cell: Cell, duty: Duty) -> tuple[str, str]:
    story = question.link("cell", duty=cell.duty, window=cell.window.start, subject=cell.subject)
    if not question.records_for(cell.unit):
        return _("看看"), story
    if cell.state == "insufficient":
        return _("补上"), story
    kind = duty.fulfilled_by.kinds[0]
    late = {"makes_up": cell.window.last_day} if question.on not in cell.window else {}
    return _("去记录"), question.link("record", unit=cell.unit, kind=kind, **late)


def _coming(cells: Iterable[Cell], named: Mapping[str, Duty]) -> tuple[Item, ...]:
    open_now = sorted(
        (cell for cell in cells if cell.state == "open" and cell.owed and cell.duty in named),
        key=lambda cell: (cell.window.end, cell.duty),
    )
    return tuple(
        Item(
            cell,
            local(named[cell.duty].title),
            _("%(day)s前，%(done)d/%(owed)d")
            % {"day": words.day(cell.window.last_day), "done": cell.done, "owed": cell.owed},
        )
        for cell in open_now[:MOST_COMING]
    )


def _below(question: Question) -> tuple[Below, ...]:
    """Return the units below with the most windows that were missed, counted from what is kept of the whole board."""
    if not question.has_below:
        return ()
    found = kept_boards.standing(
        unit=question.unit,
        period=question.period,
        on=question.on,
        as_known_at=question.as_known_at,
        among=question.scope,
    )
    most = [each for each in found.most_missed if each.unit != question.unit][:MOST_BELOW]
    return tuple(
        Below(
            each.unit,
            question.name(each.unit),
            "overdue" if each.overdue else "insufficient",
            words.counted("%(n)d 件没做完", each.overdue + each.insufficient),
        )
        for each in most
    )
