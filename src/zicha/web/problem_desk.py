"""Problems as the pages show them: what each says, who may do what, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zicha.core import access, periods, problem_rules
from zicha.core.access import Place
from zicha.core.ledger import Evidence
from zicha.core.problems import FROM, SOURCES, STATES, STEPS, Problem, Step, StepName
from zicha.services.problems import Listed
from zicha.web import words
from zicha.web.asking import Question
from zicha.web.language import local
from zicha.web.showing import Vocabulary

RIGHTS: dict[StepName, access.Action] = {
    "accept": "accept_problem",
    "hand_in": "work_problem",
    "refuse": "accept_problem",
    "work": "work_problem",
    "plan": "work_problem",
    "extend": "work_problem",
    "drop": "accept_problem",
    "reopen": "open_problem",
}
"""What a person must be allowed for each step; what a person is asked for first stands first."""


@dataclass(frozen=True, slots=True)
class Card:
    """A problem in a column or a list.

    Attributes:
        look: the shape and colour of its mark, as of a window's state.
        when: how near or how late it is, or how it ended, in words.
    """

    problem: Problem
    unit: str
    owner: str
    look: str
    when: str
    recurs: int


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a problem's history.

    Attributes:
        changes: what it set anew, each with its name.
        entry: the entry its files hang on.
    """

    title: str
    who: str
    at: datetime | None
    reason: str
    changes: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    entry: int
    look: str


def card(question: Question, known: Vocabulary, row: Listed) -> Card:
    """Return a problem as a line of a list."""
    problem = row.problem
    return Card(
        problem=problem,
        unit=question.name(problem.unit),
        owner=known.person(problem.owner),
        look=look(problem, row.due_state),
        when=when(question, problem),
        recurs=len(row.before),
    )


def look(problem: Problem, due_state: str) -> str:
    """Return the window's state whose shape and colour a problem takes."""
    if problem.state == "open":
        return {"overdue": "overdue", "soon": "at_risk"}.get(due_state, "open")
    if problem.state == "closed":
        return "met" if problem.is_on_time else "met_late"
    return "grace" if problem.state == "handed_in" else "waived"


def when(question: Question, problem: Problem) -> str:
    """Return how near or how late a problem is, or how it stands."""
    if problem.state == "open":
        left = (problem.due - question.on).days
        if left < 0:
            return words.counted("超期 %(n)d 天", -left)
        near = problem.due_state(question.on) == "soon"
        return words.days_left(left) if near else _("%(day)s前") % {"day": words.day(problem.due)}
    if problem.state == "closed":
        return _("%(day)s销号") % {"day": words.day(problem.closed_on)}
    return local(STATES[problem.state])


def steps_open(question: Question, problem: Problem, *, extensions: int) -> tuple[StepName, ...]:
    """Return the steps that are open to the asker now, the one asked for first in front."""
    if question.is_past:
        return ()
    return tuple(
        name
        for name, right in RIGHTS.items()
        if problem.state in FROM[name]
        and may(question, right, problem)
        and (right != "accept_problem" or problem_rules.is_other(problem, question.actor.person))
        and (name != "extend" or problem.extended < extensions)
    )


def may(question: Question, action: access.Action, problem: Problem) -> bool:
    """Whether the asker may do something to a problem, as the tree and the posts stand today."""
    today = question.moment.today
    path = question.standing_path(problem.unit)
    place = Place(path, owners=frozenset({problem.owner} - {""}))
    return access.may(question.actor, action, place, today)


def waits_for(problem: Problem, known: Vocabulary) -> str:
    """Return for whom a problem waits, in words."""
    if problem.state == "open":
        return _("等%(who)s整改。") % {"who": known.person(problem.owner)}
    if problem.state == "handed_in":
        who = known.person(problem.acceptor) if problem.acceptor else _("责任人以外的负责人")
        return _("等%(who)s验收。") % {"who": who}
    return ""


def history(problem: Problem, known: Vocabulary) -> tuple[Told, ...]:
    """Return everything that happened to a problem, in order; a step that no longer counts is among it."""
    first = Told(
        title=_("登记"),
        who=known.person(problem.found_by),
        at=problem.found_at,
        reason="",
        changes=((_("来源"), local(SOURCES[problem.source])),),
        evidence=problem.evidence,
        entry=problem.entry,
        look="open",
    )
    told = sorted((*problem.steps, *problem.idle), key=lambda step: step.seq)
    return (first, *(_told(step, known, counts=step in problem.steps) for step in told))


def cell_link(question: Question, problem: Problem) -> str:
    """Return the path of the window a problem was raised from, or nothing."""
    cell = problem.cell
    if cell is None:
        return ""
    period = periods.containing(day=cell.window, per=question.standard.per)
    return question.link(
        "cell", unit=cell.unit, duty=cell.duty, window=cell.window, subject=cell.subject, period=period
    )


def _told(step: Step, known: Vocabulary, *, counts: bool) -> Told:
    changes = (
        (_("新的期限"), words.full_day(step.due) if step.due else ""),
        (_("原因"), step.cause),
        (_("整改措施"), step.measure),
        (_("整改责任人"), known.person(step.owner) if step.owner else ""),
        (_("验收人"), known.person(step.acceptor) if step.acceptor else ""),
    )
    title = local(STEPS[step.name])
    looks = {"accept": "met", "refuse": "overdue", "reopen": "overdue", "hand_in": "grace", "drop": "waived"}
    return Told(
        title=title if counts else _("%(step)s（不再算数）") % {"step": title},
        who=known.person(step.by),
        at=step.recorded_at,
        reason=step.reason,
        changes=tuple((name, text) for name, text in changes if text),
        evidence=step.evidence,
        entry=step.seq,
        look=looks.get(step.name, "open"),
    )
