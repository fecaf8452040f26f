"""What a report tells beside its figures, put so that a proof can state it and its reader count it anew.

Each statement has a name: ``window-<duty>``, ``problem-<number>`` or ``promises``. The figures of measures stand
beside these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from zicha.core import problem_measures, report_promises
from zicha.core.actions import Action
from zicha.core.board import STATES, Cell
from zicha.core.periods import Period
from zicha.core.problem_measures import Asked
from zicha.core.problems import Problem
from zicha.core.scheme import Scheme

WINDOW = "window-"
PROBLEM = "problem-"
PROMISES = "promises"


def windows(scheme: Scheme, cells: Iterable[Cell]) -> dict[str, str]:
    """Return for every duty of a scheme how many of its windows stand how: ``overdue=1 met=5``; all states by name."""
    counts = Counter((cell.duty, cell.state) for cell in cells if cell.scheme == scheme.id)
    return {
        f"{WINDOW}{duty.id}": " ".join(
            f"{state}={counts[duty.id, state]}" for state in STATES if counts[duty.id, state]
        )
        for duty in scheme.duties
    }


def problems(asked: Asked) -> dict[str, str]:
    """Return how each problem that a period's report speaks of stands, its deadlines, and what marks it."""
    return {
        f"{PROBLEM}{problem.number}": _problem(problem, asked)
        for problem in problem_measures.of_period(asked.problems, span=asked.span)
    }


def promises(actions: Sequence[Action], *, period: Period) -> dict[str, str]:
    """Return how many promises of earlier reports were kept, are under way, dropped or not spoken of."""
    counts = report_promises.counts(actions, period=period)
    return {PROMISES: " ".join(f"{name}={count}" for name, count in counts.items())}


def _problem(problem: Problem, asked: Asked) -> str:
    parts = [f"unit={problem.unit}", f"state={problem.state}", f"due={problem.due.isoformat()}"]
    if problem.due != problem.original_due:
        parts.append(f"first_due={problem.original_due.isoformat()}")
    parts += [f"extended={problem.extended}"] if problem.extended else []
    parts += ["overdue"] if problem.due_state(asked.on) == "overdue" else []
    parts += ["recurring"] if problem.entry in asked.before else []
    return " ".join(parts)
