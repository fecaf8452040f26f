"""Everything kept up to date as the ledger grows, told in one place of what changes.

A summary follows a change by its difference, in the transaction of the revision, and is told everything again when
what is derived is derived anew. Each is a module with two functions: ``begin()`` drops it and returns whether it wants
to hear the changes so far; ``follow(changes)`` takes some more, in order of recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zicha.store.queries import ledger
from zicha.store.writes import board_rows, cubes
from zicha.store.writes.derived import Change

_CHUNK = 20_000


def follow(changes: Sequence[Change]) -> None:
    """Take changes of the ledger, in order of recording; to be called before their facts are written."""
    cubes.follow(changes)
    board_rows.follow(changes)


def rebuild(*, progress: Callable[[int, int], None]) -> None:
    """Drop every summary and derive it anew from the facts, inside the caller's transaction.

    Takes a function that is told how many of how many revisions are done.
    """
    board_rows.rebuild()
    if not cubes.begin():
        return
    total = ledger.size()
    for first in range(1, total + 1, _CHUNK):
        last = min(first + _CHUNK - 1, total)
        cubes.follow(_changes(first, last))
        progress(last, total)


def align() -> None:
    """Let the summaries follow a changed tree or a new scheme, as far as that is quick; the next rebuild does the rest.

    They are exact without it, and slower.
    """
    cubes.align()
    board_rows.align()


def _changes(first: int, last: int) -> list[Change]:
    """The changes that revisions ``first`` to ``last`` once were."""
    light = ledger.recorded(first=first, last=last)
    corrected = sorted({one.entry for one in light if one.number > 1})
    states = ledger.states(entries=corrected) if corrected else ()
    known = {(one.entry, one.number): one for one in states}
    return [Change(one, known.get((one.entry, one.number - 1))) for one in light]
