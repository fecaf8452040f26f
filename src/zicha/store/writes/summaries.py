"""Everything kept up to date as the ledger grows, told in one place of what changes.

A summary follows a change by its difference, in the transaction of the revision, and is summed anew when what is
derived is derived anew. Each is a module here with the functions of this one;
sums by month are brought up to now from time to time instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from zicha.core.tallies import Tally
from zicha.store.queries import board_rows as board_queries
from zicha.store.queries import cubes as queries
from zicha.store.queries.turn import Kept
from zicha.store.writes import board_rows, cubes, cubes_anew, months, presence, strays, threads
from zicha.store.writes.derived import Change
from zicha.store.writes.transaction import writing

_Done = TypeVar("_Done")


def follow(changes: Sequence[Change], kept: Kept) -> None:
    """Take changes of the ledger, in order of recording; to be called before their facts are written.

    Takes what is kept of the units that have, or had, the entries.
    """
    cubes.follow(changes, kept)
    board_rows.follow(changes, kept)
    presence.follow(changes, kept)
    threads.follow(changes)


def rebuild(*, progress: Callable[[int, int], None]) -> None:
    """Drop every summary and derive it anew from the facts, inside the caller's transaction.

    Takes a function that is told how many of how many revisions are done.
    """
    board_rows.rebuild()
    cubes.rebuild(progress=progress)
    presence.rebuild()
    threads.rebuild()
    months.rebuild(wanted=_by_month())


def renew() -> None:
    """Bring up to now what is not kept record by record, a piece a transaction; it is exact without it, and slower."""
    while months.are_behind():
        with writing():
            months.renew()


def catch_up(*, progress: Callable[[int, int], None]) -> int:
    """Derive what is missing, piece by piece, and return the number of pieces.

    Each is a transaction of its own that takes a moment; who waits for a turn has it in between. Takes a function
    that is told how many of how many units, or revisions, are done.
    """
    pieces = 0
    for step in (threads.catch_up, board_rows.catch_up, cubes_anew.catch_up, presence.catch_up, _catch_up_months):
        while (done := _in_turn(step)) is not None:
            pieces += 1
            progress(*done)
    while _in_turn(strays.drop):
        pieces += 1
    return pieces


def is_missing() -> bool:
    """Return whether there is anything to derive, or to drop after it."""
    return are_threads_missing() or board_queries.missing() is not None or are_sums_missing() or strays.are_there()


def are_threads_missing() -> bool:
    """Return whether problems and promises are read from the ledger because it is not kept how each stands."""
    return threads.is_missing()


def are_sums_missing() -> bool:
    """Return whether any sum of large subtrees, or row beside it, is counted record by record."""
    return cubes.is_missing() or presence.is_missing() or months.is_missing(wanted=_by_month())


def align() -> None:
    """Let the summaries follow a changed tree or a new scheme, as far as that is quick; the next rebuild does the rest.

    They are exact without it, and slower.
    """
    cubes.align()
    board_rows.align()
    presence.align()


def _by_month() -> tuple[Tally, ...]:
    return tuple(queries.known_tallies().values())


def _catch_up_months() -> tuple[int, int] | None:
    return months.catch_up(wanted=_by_month())


def _in_turn(step: Callable[[], _Done]) -> _Done:
    with writing():
        return step()
