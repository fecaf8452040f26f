"""Problems: the board by state, the list, and one problem with its whole history and the one next step."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from zicha.core import problems
from zicha.core import reminders as pressing
from zicha.core.findings import Refusal
from zicha.core.problems import Problem, StepName
from zicha.core.scheme import Clause, Scheme
from zicha.services import actions as action_services
from zicha.services import problems as services
from zicha.services import reminders
from zicha.services.problems import Listed
from zicha.web import plan_desk, problem_desk
from zicha.web.asking import Asked, Question, asks, page, require
from zicha.web.language import local
from zicha.web.lookups import duties, in_force, vocabulary
from zicha.web.problem_desk import Card
from zicha.web.rights import may
from zicha.web.views.record import Form, furnished

MOST_CLOSED = 30
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


@dataclass(frozen=True, slots=True)
class Column:
    """A state with its problems, the most pressing first; ``more`` are not shown."""

    state: str
    title: str
    cards: tuple[Card, ...]
    more: int


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
    """Show a unit's problems by state, or as a list."""
    question = request.question
    require(allowed=bool(question.unit))
    wanted = _wanted(request)
    units = [unit for unit in question.below() if question.sees(unit)] if wanted.subtree else [question.unit]
    units = list(question.scope) if wanted.mine else units
    found = services.listed(units=units, on=question.on, as_known_at=question.as_known_at)
    meant = [row for row in found if _fits(row, wanted)]
    meant = [row for row in meant if problem_desk.is_mine(question, row.problem)] if wanted.mine else meant
    known = vocabulary(question, people=(row.problem.owner for row in meant))
    cards = [problem_desk.card(question, known, row) for row in meant]
    return page(
        request,
        "problems.html",
        room="problems",
        asked=wanted,
        cards=cards,
        columns=_columns(cards),
        sources=problems.SOURCES,
        states_of=problems.STATES,
    )


@asks
@require_safe
def problems_mine(request: Asked) -> HttpResponse:
    """Show, as a part of the first screen, the problems that wait for the person looking."""
    question = request.question
    require(allowed=bool(question.scope))
    units = list(question.scope)
    found = services.listed(units=units, on=question.on, as_known_at=question.as_known_at)
    mine = [row for row in found if problem_desk.is_mine(question, row.problem)]
    known = vocabulary(question, people=(row.problem.owner for row in mine[:MOST_MINE]))
    cards = [problem_desk.card(question, known, row) for row in mine[:MOST_MINE]]
    promised = action_services.listed(units=units, on=question.on, as_known_at=question.as_known_at, only_open=True)
    return page(
        request,
        "parts/problems_mine.html",
        room="plate",
        cards=cards,
        more=len(mine) - len(cards),
        actions=[action for action in promised if action.owner and action.owner == question.actor.person][:MOST_MINE],
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
    near = services.listed(units=(now.unit,), on=question.on, as_known_at=question.as_known_at)
    before = next((row.before for row in near if row.problem.entry == now.entry), ())
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
        before=[row.problem for row in near if row.problem.entry in before],
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


def _fits(row: Listed, wanted: Wanted) -> bool:
    problem = row.problem
    said = f"{problem.number}\n{problem.matter}\n{problem.measure}\n{problem.cause}".lower()
    return (
        (not wanted.state or problem.state == wanted.state)
        and (not wanted.source or problem.source == wanted.source)
        and (not wanted.due or row.due_state == wanted.due)
        and wanted.text.lower() in said
    )


def _columns(cards: Sequence[Card]) -> tuple[Column, ...]:
    columns = []
    for state, title in problems.STATES.items():
        mine = [card for card in cards if card.problem.state == state]
        if state in ("closed", "dropped"):
            mine.sort(key=lambda card: card.problem.last.on if card.problem.last else date.min, reverse=True)
        shown = tuple(mine[:MOST_CLOSED]) if state not in problems.UNFINISHED else tuple(mine)
        if mine or state != "dropped":
            columns.append(Column(state, local(title), shown, len(mine) - len(shown)))
    return tuple(columns)


def _clause(scheme: Scheme | None, now: Problem) -> Clause | None:
    return next((each for each in scheme.clauses if each.id == now.clause), None) if scheme else None
