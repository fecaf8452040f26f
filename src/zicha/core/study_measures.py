"""Counting items of study plans: what was planned for a period, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from zicha.core.periods import Span
from zicha.core.scheme import StudyCount, StudyOutcome, StudyShare
from zicha.core.study import Item, Line


def is_of(rule: object) -> bool:
    """Whether a rule counts items of study plans."""
    return isinstance(rule, StudyCount | StudyShare)


def of_period(items: Iterable[Item], *, span: Span) -> tuple[Item, ...]:
    """Return the items that were planned for a period at first, wherever they were moved since."""
    return tuple(item for item in items if item.planned in span)


def counted(outcomes: Collection[StudyOutcome], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines that met one of the outcomes, each once; all of them without an outcome."""
    return tuple(line for line in lines if not outcomes or met(line) & set(outcomes))


def met(line: Line) -> frozenset[StudyOutcome]:
    """Return everything that became of an item; one that is to come or open, and was never moved, met nothing yet."""
    said: dict[StudyOutcome, bool] = {
        "done": line.state == "done",
        "late": line.state == "late",
        "missed": line.state == "missed",
        "called_off": line.state == "called_off",
        "moved": line.item.moved > 0,
        "crowded": line.crowded,
    }
    return frozenset(outcome for outcome, is_so in said.items() if is_so)


def records(lines: Iterable[Line]) -> tuple[int, ...]:
    """Return the revisions a count rests on: each item's own and those of its steps, ascending."""
    return tuple(sorted({seq for line in lines for seq in line.item.seqs}))
