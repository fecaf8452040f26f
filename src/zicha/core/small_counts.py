"""Small counts: what is counted about people is not broken down until nobody can be picked out of it.

A count of talks or of suggestions is a fact about an organisation. Broken down by unit, by month or by what it was
about, a count of one or two is a fact about somebody. The rule is the same wherever a number is shown: no part
smaller than ``LEAST`` is told, and where one would be, none of its neighbours is, or it could be subtracted.

Time divides a count as well. Whoever asks for one day after the other would learn the day of each record, so private
records have no day but their month (:func:`undated`); what instants may be asked about is :mod:`zicha.web.asking`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from zicha.core.ledger import Revision
from zicha.core.periods import Period, PerPeriod, containing, split
from zicha.core.scheme import COUNTERS, Count, DistinctPeople, Rule, Scheme, Sum

LEAST = 5
FEW = f"<{LEAST}"
"""What is shown in the place of a number that is a few."""
UNTOLD = "*"
"""What is shown in the place of time that is not told."""

K = TypeVar("K")


def is_small(count: int) -> bool:
    """Whether a count is so small that somebody could be picked out of it; nothing at all is no one."""
    return 0 < count < LEAST


def at_least(count: int) -> str:
    """Return what is shown in the place of a number from which a few could be found: what the others come to, and one.

    Takes the sum of all that is told of its parts.
    """
    return f"≥{max(LEAST, count + 1)}"


def is_unsaid(text: str) -> bool:
    """Whether what is shown stands in the place of a number that is not told."""
    return text.startswith(("<", "≥")) or text == UNTOLD


def told(count: int) -> str:
    """Return a count as it may be told."""
    return FEW if is_small(count) else str(count)


def may_break_down(parts: Mapping[K, int]) -> bool:
    """Whether a count may be told by its parts: none of them is small."""
    return not any(is_small(part) for part in parts.values())


def broken_down(parts: Mapping[K, int]) -> dict[K, int]:
    """Return the parts of a count if they may be told, and no part at all if one of them is small."""
    return dict(parts) if may_break_down(parts) else {}


def private_kinds(scheme: Scheme) -> frozenset[str]:
    """Return the ids of the kinds of which only those who took part see an entry."""
    return frozenset(kind.id for kind in scheme.kinds if kind.private)


def undated(revisions: Iterable[Revision], *, private: Collection[str], on: date) -> tuple[Revision, ...]:
    """Return revisions as they are asked about on a day: what is private and of that month counts on any day of it."""
    month = containing(day=on, per="month").span
    return tuple(
        replace(each, draft=replace(each.draft, happened_on=on))
        if each.draft.kind in private and each.draft.happened_on in month and each.draft.happened_on > on
        else each
        for each in revisions
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A record of a private kind behind a number, as far as it decides whether the number is told.

    Attributes:
        path: the units from the one asked about down to the record's own.
    """

    path: tuple[str, ...]
    day: date


def withheld(rule: Rule, closed: Collection[Closed], *, period: Period, per: PerPeriod) -> str:
    """Return what stands in the place of a number that rests on private records, or nothing if the number is told.

    Takes the length of the scheme's periods. No number of a shorter period is told; one of a longer period only if
    each of its parts is. A count of entries or of heads is told if it is not small, and if what is left of it when
    the counts of units below are taken away is not small either. Time, and its share, is the unit's for the period.
    """
    if not closed:
        return ""
    parts = split(period.span, per=per)
    shorter = parts[0].start < period.span.start or parts[-1].end > period.span.end
    if not _counts(rule):
        return UNTOLD if shorter else ""
    left = [_left([each.path for each in closed if each.day in part]) for part in parts]
    if not shorter and not any(map(is_small, left)):
        return ""
    said = 0 if shorter else len(closed) - sum(filter(is_small, left))
    return FEW if is_small(len(closed)) else at_least(said)


def _counts(rule: Rule) -> bool:
    """Whether a rule counts entries or heads."""
    match rule:
        case Count() | DistinctPeople():
            return True
        case Sum(of=of):
            return of in COUNTERS
        case _:
            return False


def _left(paths: Iterable[tuple[str, ...]]) -> int:
    """How many are left when every count that is told of a unit, or of it and those below it, is taken away.

    From the lowest units up: what is small of a unit is not told, and stays in the count of the unit above it.
    """
    left = Counter({path: count for path, count in Counter(paths).items() if is_small(count)})
    for length in range(max(map(len, left), default=0), 1, -1):
        for path in [path for path in left if len(path) == length]:
            if is_small(left[path]):
                left[path[:-1]] += left[path]
    return sum(count for path, count in left.items() if len(path) == 1)
