"""Small counts: what is counted about people is not broken down until nobody can be picked out of it.

A count of talks or of suggestions is a fact about an organisation. Broken down by unit, by month or by what it was
about, a count of one or two is a fact about somebody. The rule is the same wherever a number is shown: no part
smaller than ``LEAST`` is told, and where one would be, none of its neighbours is, or it could be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

LEAST = 5

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
