"""Problems: the board by state, the list, and one problem with its whole history and the one next step."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import problems
from zicha.core import reminders as pressing
from zicha.core.findings import Refusal
from zicha.core.problems import Problem, StepName
from zicha.core.scheme import Clause, Scheme
from zicha.core.scheme import ProblemState as State
from zicha.services import problem_boards as boards
from zicha.services import problems as services
from zicha.services import reminders
from zicha.services.problem_boards import Some
from zicha.services.problems import Listed
from zicha.web import paging, plan_desk, problem_desk
from zicha.web.asking import Asked, Question, asks, page, require
from zicha.web.language import local
from zicha.web.lookups import duties, in_force, vocabulary
from zicha.web.problem_desk import Card
from zicha.web.rights import may
from zicha.web.views.record import Form, furnished

MOST = 30
"""So many problems of a state are shown side by side; the list has the others."""
MOST_MINE = 6
GOING_ON = replace(problems.STEP_KIND, evidence=("photo", "receipt", "document"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty for everything."""

    state: str = ""
    source: str = ""
    due: str = ""
    text: str = ""
    subtree: bool = False
    mine: bool = False
    as_list: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.state or self.source or self.due or self.text or self.mine)

    @property
    def said(self) -> dict[str, str]:
        """The same as an address says it."""
        return {
            "state": self.state,
            "source": self.source,
            "due": self.due,
            "q": self.text,
            "subtree": "1" if self.subtree else "",
            "who": "mine" if self.mine else "",
        }


@dataclass(frozen=True, slots=True)
class Column:
    """A state with its first problems; ``more`` are not shown, and ``link`` leads to all."""

    state: str
    title: str
    cards: tuple[Card, ...]
    more: int
    link: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person filled in for a step that was not taken, to be shown again."""

    step: StepName
    values: dict[str, str]
    kept: tuple[tuple[str, str], ...]
    refusal: str
    faults: tuple[str, ...]
    stale: bool


@asks
@require_safe
def problem_board(request: Asked) -> HttpResponse:
    """Show a unit's problems by state, the first of each, or as a list, a page at a time."""
    require(allowed=bool(request.question.unit))
    wanted = _wanted(request)
    asked = _asked(request.question, wanted)
    shown = _list(request, asked) if wanted.as_list else _board(request, asked, wanted)
    return page(
        request,
        "problems.html",
        room="problems",
        asked=wanted,
        sources=problems.SOURCES,
        states_of=problems.STATES,
        **shown,
    )


@asks
@require_safe
def problems_mine(request: Asked) -> HttpResponse:
    """Show, as a part of the first screen, the problems and promises that wait for the person looking."""
    question = request.question
    require(allowed=bool(question.scope))
    found, promised = boards.waiting(_asked(question, Wanted(mine=True)), most=MOST_MINE)
    return page(
        request,
        "parts/problems_mine.html",
        room="plate",
        cards=_cards(question, found.rows),
        more=found.total - len(found.rows),
        actions=promised,
    )


@asks
@require_safe
def problem(request: Asked, entry_id: int) -> HttpResponse:
    """Show one problem: how it stands, its whole history, and the one next step for the person looking."""
    return shown(request, found_or_404(request.question, entry_id))


def shown(request: Asked, now: Problem, *, typed: Typed | None = None) -> HttpResponse:
    """Return a problem's page, with what a person typed for a step that was not taken."""
    question = request.question
    known = vocabulary(question, unit=now.unit)
    schemes = in_force(question)
    scheme = schemes.get(now.scheme)
    steps = problem_desk.steps_open(question, now, extensions=scheme.problems.extensions if scheme else 0)
    told = problem_desk.history(now, known)
    pressed = reminders.listed(units=(now.unit,), on=question.on, as_known_at=question.as_known_at)
    seen = int(typed.values.get("seen") or 0) if typed and typed.stale else None
    return page(
        request,
        "problem.html",
        room="problems",
        status=200 if typed is None else 409 if typed.stale else 422,
        problem=now,
        known=known,
        state_word=local(problems.STATES[now.state]),
        look=problem_desk.look(now, now.due_state(question.on)),
        when=problem_desk.when(question, now),
        clause=_clause(scheme, now),
        answers=may(question, "answer_suggestion", now.unit),
        duty=duties(schemes).get(now.cell.duty) if now.cell else None,
        cell_link=problem_desk.cell_link(question, now),
        before=boards.earlier(now, on=question.on, as_known_at=question.as_known_at),
        history=told,
        pressed=plan_desk.story(pressing.by_origin(pressed).get(now.entry, ()), known.people),
        since=[one for one in told if seen is not None and one.entry > seen],
        steps=steps,
        step_words=problems.STEPS,
        waits_for=problem_desk.waits_for(now, known),
        form=_step_form(question, now, steps),
        typed=typed,
        nonce=secrets.token_urlsafe(12),
    )


def _step_form(question: Question, now: Problem, steps: Sequence[StepName]) -> Form | None:
    """The people a step may name; nothing where no step is open."""
    if not steps:
        return None
    today = question.moment.today
    action = question.link_to("problem_step", now.entry)
    blank = Form(unit=now.unit, kind=GOING_ON, kinds=(), today=today, action=action, back="", foretell="")
    return furnished(blank, question, (), draft=None, on=today)


def found_or_404(question: Question, entry_id: int) -> Problem:
    """Return a problem the asker may see or works on; else answer "not found"."""
    try:
        found = services.one(problem=entry_id, on=question.on, as_known_at=question.as_known_at)
    except Refusal as refusal:
        raise Http404 from refusal
    require(allowed=question.sees(found.unit) or problem_desk.may(question, "work_problem", found))
    return found


def _wanted(request: Asked) -> Wanted:
    return Wanted(
        state=request.GET.get("state", ""),
        source=request.GET.get("source", ""),
        due=request.GET.get("due", ""),
        text=request.GET.get("q", "").strip()[:100],
        subtree=request.GET.get("subtree") == "1",
        mine=request.GET.get("who") == "mine",
        as_list=request.GET.get("view") == "list",
    )


def _asked(question: Question, wanted: Wanted) -> boards.Question:
    """The problems that are meant, of the units in view."""
    units: Sequence[str] = (question.unit,)
    if wanted.mine:
        units = question.scope
    elif wanted.subtree:
        units = [unit for unit in question.below() if question.sees(unit)]
    waiting = boards.Waiting(question.actor.person, question.allowed("accept_problem")) if wanted.mine else None
    narrowing = boards.Narrowing(wanted.state, wanted.source, wanted.due, wanted.text, waiting)
    return boards.Question(tuple(units), question.on, question.as_known_at, narrowing)


def _list(request: Asked, asked: boards.Question) -> dict[str, Any]:
    """A page of the list; the last one for a number beyond it."""
    number = paging.asked(request)
    some = boards.page(asked, offset=(number - 1) * paging.PAGE, limit=paging.PAGE)
    if some.total and not some.rows:
        number = -(-some.total // paging.PAGE)
        some = boards.page(asked, offset=(number - 1) * paging.PAGE, limit=paging.PAGE)
    pages = paging.pages(request, number=number, total=some.total)
    return {"total": some.total, "cards": _cards(request.question, some.rows), "pages": pages}


def _board(request: Asked, asked: boards.Question, wanted: Wanted) -> dict[str, Any]:
    """The first problems of each state."""
    found = boards.by_state(asked, most=MOST)
    cards = _cards(request.question, [row for some in found.values() for row in some.rows])
    columns = [_column(request.question, wanted, state, cards, found) for state in problems.STATES]
    shown = [column for column in columns if column.cards or column.state != "dropped"]
    return {"total": sum(some.total for some in found.values()), "columns": shown}


def _cards(question: Question, rows: Sequence[Listed]) -> tuple[Card, ...]:
    known = vocabulary(question, people=(row.problem.owner for row in rows))
    return tuple(problem_desk.card(question, known, row) for row in rows)


def _column(
    question: Question, wanted: Wanted, state: State, cards: Sequence[Card], found: Mapping[State, Some]
) -> Column:
    mine = tuple(card for card in cards if card.problem.state == state)
    more = found[state].total - len(mine) if state in found else 0
    link = question.link("problems", view="list", **{**wanted.said, "state": state})
    return Column(state, local(problems.STATES[state]), mine, more, link)


def _clause(scheme: Scheme | None, now: Problem) -> Clause | None:
    return next((each for each in scheme.clauses if each.id == now.clause), None) if scheme else None
