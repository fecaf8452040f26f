"""Threads: a problem or a promise with all its steps, as it stands by everything that is recorded.

Each is told by one row of plain values, so that many are counted, sorted and narrowed without reading any of them.
A row names nobody and says nothing in words; what it consists of leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from zicha.core import actions, problems
from zicha.core.actions import Action
from zicha.core.ledger import Revision
from zicha.core.problems import Problem

OPENINGS: Mapping[str, str] = MappingProxyType({problems.STEP: problems.PROBLEM, actions.STEP: actions.ACTION})
"""What is opened, by the kind of its steps."""
KINDS = frozenset((*OPENINGS, *OPENINGS.values()))
"""The kinds of entries that make up threads."""
UNOPENED = ""
"""The state of steps whose opening is withdrawn."""
_LINKS = {problems.STEP: "problem", actions.STEP: "action"}
_DIGITS = len(str(2**62))

Key = tuple[str, int]
"""The kind of an opening, and its entry."""


@dataclass(frozen=True, slots=True)
class Thread:
    """How a thread stands.

    Attributes:
        due: ``None`` where there is no deadline.
        number: what people call it, or empty.
        last: number of the revision it stands by.
        handed: number of the handing in that stands, or 0.
        opening: number of the opening's standing revision, or 0.
        changed: numbers of the steps that may have set its words or its owner anew, in order.
        parts: numbers of all standing revisions that make it up, in order.
    """

    kind: str
    entry: int
    unit: str = ""
    state: str = UNOPENED
    source: str = ""
    due: date | None = None
    number: str = ""
    last: int = 0
    handed: int = 0
    opening: int = 0
    changed: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


def key(kind: str, entry: int, fields: Mapping[str, object]) -> Key | None:
    """Return the thread an entry belongs to, given its kind, number and fields.

    ``None`` for one of another kind and for a step that names none.
    """
    if kind not in _LINKS:
        return (kind, entry) if kind in KINDS else None
    named = str(fields.get(_LINKS[kind]) or "")
    could_be = named.isascii() and named.isdecimal() and named[0] != "0" and len(named) < _DIGITS
    return (OPENINGS[kind], int(named)) if could_be else None


def key_of(revision: Revision) -> Key | None:
    """Return the thread a revision belongs to; ``None`` as above."""
    return key(revision.draft.kind, revision.entry, dict(revision.draft.fields))


def told(of: Key, parts: Iterable[Revision]) -> Thread:
    """Return how a thread stands by its standing revisions, light or whole, in any order."""
    standing = sorted(parts, key=lambda part: part.seq)
    opened = _READ[of[0]](of, standing)
    return opened or Thread(*of, parts=tuple(part.seq for part in standing))


def _problem(of: Key, standing: list[Revision]) -> Thread | None:
    for problem in problems.read(standing, on=date.max):
        return Thread(
            *of,
            unit=problem.unit,
            state=problem.state,
            source=problem.source,
            due=problem.due,
            number=problem.number,
            last=problem.last.seq if problem.last else problem.seq,
            handed=_handed(problem),
            opening=problem.seq,
            changed=tuple(step.seq for step in problem.steps if step.name == "plan"),
            parts=tuple(part.seq for part in standing),
        )
    return None


def _handed(problem: Problem) -> int:
    """The last handing in, which stands unless it was refused or the problem taken up again."""
    handed = [step.seq for step in problem.steps if step.name == "hand_in"]
    return handed[-1] if handed and problem.handed_in_on is not None else 0


def _action(of: Key, standing: list[Revision]) -> Thread | None:
    found: tuple[Action, ...] = actions.read(standing, on=date.max)
    for action in found:
        return Thread(
            *of,
            unit=action.unit,
            state=action.state,
            source=action.source,
            due=action.due,
            last=action.last.seq if action.last else action.seq,
            opening=action.seq,
            changed=tuple(step.seq for step in action.steps if step.name == "hand_over"),
            parts=tuple(part.seq for part in standing),
        )
    return None


_READ = MappingProxyType({problems.PROBLEM: _problem, actions.ACTION: _action})
