"""Everything kept up to date as the ledger grows, told in one place of what changes.

A summary follows a change by its difference, in the transaction of the revision, and is summed anew when what is
derived is derived anew. Each is a module here with the functions of this one;
sums by month are brought up to now from time to time instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zicha.core.tallies import Tally
from zicha.store.queries import cubes as queries
from zicha.store.queries.turn import Kept
from zicha.store.writes import board_rows, cubes, months, presence
from zicha.store.writes.derived import Change
from zicha.store.writes.transaction import writing


def follow(changes: Sequence[Change], kept: Kept) -> None:
    """Take changes of the ledger, in order of recording; to be called before their facts are written.

    Takes what is kept of the units that have, or had, the entries.
    """
    cubes.follow(changes, kept)
    board_rows.follow(changes, kept)
    presence.follow(changes, kept)


def rebuild(*, progress: Callable[[int, int], None]) -> None:
    """Drop every summary and derive it anew from the facts, inside the caller's transaction.

    Takes a function that is told how many of how many revisions are done.
    """
    board_rows.rebuild()
    cubes.rebuild(progress=progress)
    presence.rebuild()
    months.rebuild(wanted=_by_month())


def renew() -> None:
    """Bring up to now what is not kept record by record; it is exact without it, and slower."""
    if months.are_behind():
        with writing():
            months.renew()


def catch_up(*, progress: Callable[[int, int], None]) -> bool:
    """Derive a piece of what is missing, inside the caller's transaction, and return whether there was any.

    Rows of the board are written some units at a time; kept sums are short work, and are derived at once. Takes a
    function that is told how many of how many units, or revisions, are done.
    """
    done = board_rows.catch_up()
    if done is not None:
        progress(*done)
    elif cubes.is_missing():
        cubes.rebuild(progress=progress)
    elif presence.is_missing():
        presence.rebuild()
    elif months.is_missing(wanted=_by_month()):
        months.rebuild(wanted=_by_month())
    else:
        return False
    return True


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
