"""The report's table of problems: number, matter, measure, who owns it, deadline, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zicha.core import messages, problem_measures, problems, report_words
from zicha.core.problem_measures import Asked
from zicha.core.problems import Problem
from zicha.core.report import Block, Paragraph, Row, Table, Text
from zicha.core.report_lists import shares
from zicha.core.text import Language

_COLUMNS = (
    ("reports.head_number", 5, False),
    ("reports.head_matter", 6, True),
    ("reports.head_measure", 6, True),
    ("reports.head_owner", 4, False),
    ("reports.head_due", 8, False),
    ("reports.head_state", 4, False),
)
_UNIT = ("reports.head_unit", 5, False)


@dataclass(frozen=True, slots=True)
class Words:
    """Names of people by id and of units by code, and the report's language."""

    names: Mapping[str, str]
    units: Mapping[str, str]
    language: Language

    def say(self, code: str, **facts: object) -> str:
        """Return a sentence in the report's language."""
        return messages.sentence(code, language=self.language, **facts)


def table(asked: Asked, *, only_open: bool, place: int, words: Words, subtree: bool) -> Block:
    """Return the problems as a table numbered ``place``, or a sentence that there are none.

    Takes whether only those still open at the period's end are listed, or all the period's report speaks of.
    """
    found = problem_measures.of_period(asked.problems, span=asked.span)
    rows = [problem for problem in found if problem.is_open or not only_open]
    if not rows:
        empty = "reports.problems_none_open" if only_open else "reports.problems_none"
        return Paragraph((Text(words.say(empty)),), "none")
    columns = (_COLUMNS[0], _UNIT, *_COLUMNS[1:]) if subtree else _COLUMNS
    return Table(
        caption=words.say("reports.table_problems", place=place),
        heads=tuple(words.say(head) for head, _weight, _wide in columns),
        rows=tuple(Row(_cells(problem, asked, words, subtree=subtree), problem.seq) for problem in rows),
        widths=shares([weight for _head, weight, _wide in columns]),
        wide=tuple(wide for _head, _weight, wide in columns),
    )


def _cells(problem: Problem, asked: Asked, words: Words, *, subtree: bool) -> tuple[str, ...]:
    unit = [words.units.get(problem.unit, problem.unit)] if subtree else []
    return (
        problem.number,
        *unit,
        problem.matter + (words.say("reports.recurring") if problem.entry in asked.before else ""),
        problem.measure,
        words.names.get(problem.owner, problem.owner),
        _due(problem, words),
        _state(problem, asked, words),
    )


def _due(problem: Problem, words: Words) -> str:
    due = report_words.day(problem.due, language=words.language)
    if problem.due == problem.original_due:
        return due
    first = report_words.day(problem.original_due, language=words.language)
    code = "reports.due_extended" if problem.extended else "reports.due_moved"
    return words.say(code, due=due, first=first, times=problem.extended)


def _state(problem: Problem, asked: Asked, words: Words) -> str:
    state = problems.STATES[problem.state].in_language(words.language)
    return words.say("reports.state_overdue", state=state) if problem.due_state(asked.on) == "overdue" else state
