"""Keeping what is derived whole: after an upgrade, a new scheme or a large reorganisation, while people work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zicha.store.queries import board_rows
from zicha.store.writes import summaries


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept, and what is counted record by record until it is.

    Attributes:
        boards, sums: whether all rows of boards, and all sums of large subtrees, are kept.
        threads: whether it is kept how every problem and promise stands.
        done, units: how many of how many units' rows are written of what is being caught up with.
    """

    boards: bool
    sums: bool
    threads: bool
    done: int
    units: int


def standing() -> Standing:
    """Return what is kept now; nothing is changed."""
    done, units = board_rows.caught_up()
    boards, sums = board_rows.missing() is None, not summaries.are_sums_missing()
    return Standing(boards, sums, not summaries.are_threads_missing(), done, units)


def is_missing() -> bool:
    """Return whether there is anything to catch up with."""
    return summaries.is_missing()


def catch_up(*, progress: Callable[[int, int], None]) -> int:
    """Derive what is missing, piece by piece, others recording in between, and return the number of pieces.

    Each piece is a transaction of its own; broken off, it is taken up by the next call. Takes a function that is told
    how many of how many units or revisions are done.
    """
    pieces = 0
    while is_missing():
        pieces += summaries.catch_up(progress=progress)
    return pieces
