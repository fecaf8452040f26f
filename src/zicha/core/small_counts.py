"""Small counts: what is counted about people is not broken down until nobody can be picked out of it.

A count of talks or of suggestions is a fact about an organisation. Broken down by unit, by month or by what it was
about, a count of one or two is a fact about somebody. The rule is the same wherever a number is shown: no part
smaller than ``LEAST`` is told, and where one would be, none of its neighbours is, or it could be subtracted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from zicha.core.scheme import COUNTERS, Count, DistinctPeople, Rule, Scheme, Sum

LEAST = 5
FEW = f"<{LEAST}"
"""What is shown in the place of a number that is a few."""

K = TypeVar("K")


def is_small(count: int) -> bool:
    """Whether a count is so small that somebody could be picked out of it; nothing at all is no one."""
    return 0 < count < LEAST


def may_break_down(parts: Mapping[K, int]) -> bool:
    """Whether a count may be told by its parts: none of them is small."""
    return not any(is_small(part) for part in parts.values())


def broken_down(parts: Mapping[K, int]) -> dict[K, int]:
    """Return the parts of a count if they may be told, and no part at all if one of them is small."""
    return dict(parts) if may_break_down(parts) else {}


def private_kinds(scheme: Scheme) -> frozenset[str]:
    """Return the ids of the kinds of which only those who took part see an entry."""
    return frozenset(kind.id for kind in scheme.kinds if kind.private)


def withholds(rule: Rule, *, records: int, private: Collection[str]) -> bool:
    """Whether a measure's value over so many records is not told, for one unit and period as for any other.

    That is a count of entries or of heads of private kinds alone, and there are a few. A figure is always one of a
    unit and of a period, each a part of a larger one, so that telling it would break the larger one down.
    """
    match rule:
        case Count(selector=chosen) | DistinctPeople(selector=chosen):
            counts = True
        case Sum(of=of, selector=chosen):
            counts = of in COUNTERS
        case _:
            return False
    return counts and is_small(records) and set(chosen.kinds) <= set(private)
