"""Counting problems: the rules of a scheme over how problems stand at a period's end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zicha.core.periods import ALWAYS, Span
from zicha.core.problems import Problem
from zicha.core.scheme import ProblemCount, ProblemShare


@dataclass(frozen=True, slots=True)
class Asked:
    """Which problems are in question.

    Attributes:
        problems: those of one scheme and of the asked units, as they stood on ``on``.
        span: the period.
        on: the day they stand on: the period's last, or the day asked for if it is earlier (:func:`standing_on`).
        before: for each recurring problem the earlier ones, by entry.
    """

    problems: tuple[Problem, ...] = ()
    span: Span = ALWAYS
    on: date = date.min
    before: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


NOTHING = Asked()


def standing_on(*, span: Span, on: date) -> date:
    """Return the day on which a period's problems stand, asked on a day."""
    return min(on, span.end - timedelta(days=1))


def counted(rule: ProblemCount, asked: Asked) -> tuple[Problem, ...]:
    """Return the problems a rule counts, in their order."""
    return tuple(problem for problem in asked.problems if _means(rule, problem, asked))


def shared(rule: ProblemShare, asked: Asked) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the part, which never reaches beyond the whole, and the whole."""
    whole = counted(rule.whole, asked)
    return tuple(problem for problem in whole if _means(rule.part, problem, asked)), whole


def records(problems: Iterable[Problem]) -> tuple[int, ...]:
    """Return the revisions a count rests on: each problem's own and that of the step it stands by."""
    return tuple(sorted({seq for problem in problems for seq in (problem.seq, _last(problem)) if seq}))


def of_period(problems: Sequence[Problem], *, span: Span) -> tuple[Problem, ...]:
    """Return the problems a period's report speaks of: found in it, closed in it, or still open at its end."""
    return tuple(
        problem
        for problem in problems
        if problem.is_open or problem.found_on in span or (problem.last is not None and problem.last.on in span)
    )


def _last(problem: Problem) -> int:
    return problem.last.seq if problem.last else 0


def _means(rule: ProblemCount, problem: Problem, asked: Asked) -> bool:
    answers = (
        (rule.on_time, problem.is_on_time),
        (rule.extended, problem.extended > 0),
        (rule.overdue, problem.due_state(asked.on) == "overdue"),
        (rule.recurring, problem.entry in asked.before),
    )
    return (
        _is_of(rule, problem, asked.span)
        and (not rule.states or problem.state in rule.states)
        and (not rule.sources or problem.source in rule.sources)
        and all(wanted is None or wanted == is_so for wanted, is_so in answers)
    )


def _is_of(rule: ProblemCount, problem: Problem, span: Span) -> bool:
    match rule.of:
        case "found":
            return problem.found_on in span
        case "closed":
            return problem.closed_on is not None and problem.closed_on in span
        case "all":
            return True
