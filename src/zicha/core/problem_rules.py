"""Which step a problem allows, whom, and with what."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from zicha.core.findings import Refusal
from zicha.core.problems import FROM, STATES, STEPS, Problem, Step

_NEED_REASON = frozenset({"work", "extend", "refuse", "reopen", "drop"})
_BY_ANOTHER = frozenset({"accept", "refuse", "drop"})


def admit_problem(*, found_on: date, due: date, owner: str, acceptor: str) -> None:
    """Raise ``Refusal`` for a problem that is due before it was found or whose owner shall accept it."""
    if due < found_on:
        raise Refusal("problems.due_before", due=due, day=found_on)
    if acceptor and acceptor == owner:
        raise Refusal("problems.acceptor_is_owner")


def admit_step(problem: Problem, step: Step, *, actor: str, today: date, extensions: int) -> None:
    """Raise ``Refusal`` ``problems.…`` for a step that a problem does not allow ``actor`` on a day.

    Takes how often the scheme lets a deadline be moved. A deadline moves forward only, with a reason; handing in
    needs evidence; accepting, refusing and dropping are for another person than the owner and than whoever
    handed it in; reopening needs a reason and a deadline that is still to come.
    """
    if problem.state not in FROM[step.name]:
        facts = {"step": STEPS[step.name].zh, "state": STATES[problem.state].zh}
        raise Refusal("problems.not_now", number=problem.number, **facts)
    if step.name in _BY_ANOTHER:
        _admit_other(problem, step, actor)
    if step.name in _NEED_REASON and not step.reason.strip():
        raise Refusal("problems.reason_missing", step=STEPS[step.name].zh)
    if step.name == "hand_in" and not (problem.proof or step.evidence):
        raise Refusal("problems.evidence_missing", number=problem.number)
    if step.name == "extend":
        _admit_extension(problem, step, extensions)
    if step.name == "reopen" and (step.due is None or step.due < today):
        raise Refusal("problems.reopen_due", today=today)
    if step.name == "plan":
        _admit_plan(problem, step)


def is_other(problem: Problem, actor: str) -> bool:
    """Whether somebody neither owns a problem nor handed it in, and so may decide on it."""
    return bool(actor) and actor not in (problem.owner, problem.handed_in_by)


def waits_for(problem: Problem, person: str, *, decides: Container[str]) -> bool:
    """Whether a problem waits for somebody: to put right what the person owns, or to accept what another handed in.

    Takes the units for which the person may accept.
    """
    if problem.state == "open":
        return bool(problem.owner) and problem.owner == person
    return problem.state == "handed_in" and problem.unit in decides and is_other(problem, person)


def _admit_other(problem: Problem, step: Step, actor: str) -> None:
    if not is_other(problem, actor):
        raise Refusal("problems.own", step=STEPS[step.name].zh, number=problem.number)


def _admit_extension(problem: Problem, step: Step, extensions: int) -> None:
    if step.due is None or step.due <= problem.due:
        raise Refusal("problems.extend_back", due=problem.due, number=problem.number)
    if problem.extended >= extensions:
        raise Refusal("problems.extend_often", times=problem.extended, number=problem.number)


def _admit_plan(problem: Problem, step: Step) -> None:
    if not (step.cause.strip() or step.measure.strip() or step.owner or step.acceptor):
        raise Refusal("problems.plan_empty")
    if (step.acceptor or problem.acceptor) == (step.owner or problem.owner):
        raise Refusal("problems.acceptor_is_owner")
