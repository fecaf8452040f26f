"""The cube of large subtrees, kept by the difference each change makes."""

from __future__ import annotations

from collections.abc import Sequence

from zicha.store.writes.derived import Change


def begin() -> bool:
    """Drop the cube and return whether it wants to hear the changes so far."""
    return False


def follow(changes: Sequence[Change]) -> None:
    """Add what some changes make to the cells they fall into."""
