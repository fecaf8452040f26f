"""How problems and promises stand: each row follows from the one before and from what a record changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from zicha.core import bodies, threads
from zicha.core.ledger import Revision
from zicha.core.threads import Key, Thread
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import kept_threads as queries
from zicha.store.queries import ledger, listed, sums
from zicha.store.writes import rowwise
from zicha.store.writes.derived import Change

_COLUMNS = (
    "kind", "entry", "unit", "state", "source", "due", "number", "last", "handed", "opening", "changed", "parts",
)  # fmt: skip
_WRITE = (
    f"INSERT INTO store_thread ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"  # noqa: S608 -- constants
    f" ON CONFLICT (entry, kind) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[2:])}"
)
_PIECE = 1_000
"""Entries of threads that are taken in one transaction while people work, who wait for it."""
_REACH = 20_000
"""Revisions among which they are looked for."""
_AMONG = {vendor: f"seq {listed.within(vendor)}" for vendor in ("sqlite", "postgresql")}
_FOUND = (
    "select seq, rec_at, day, rec_to, withdrawn from store_fact where seq > %s and seq <= %s and kind {}"
    " order by seq limit %s"
)


@dataclass(slots=True)
class _Moved:
    """What comes to a thread and what leaves it."""

    came: dict[int, Revision] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)

    def take(self, state: Revision, *, comes: bool) -> None:
        """Let a state come or leave."""
        if comes:
            self.came[state.seq] = state
        else:
            self.gone.add(state.seq)
            self.came.pop(state.seq, None)


def follow(changes: Sequence[Change]) -> None:
    """Write the rows that some changes make different; of other kinds nothing is asked."""
    touching = [change for change in changes if any(state.draft.kind in threads.KINDS for state in _states(change))]
    if not touching:
        return
    keeping = models.ThreadKeeping.objects.first()
    if keeping is None:
        if queries.are_there():
            return
        keeping = models.ThreadKeeping(upto=0, kept=True, rec_at=0, day=date.min)
    moved: dict[Key, _Moved] = {}
    for change in touching:
        for state in _states(change):
            of = None if state.withdrawn else threads.key_of(state)
            if of is not None:
                moved.setdefault(of, _Moved()).take(state, comes=state is change.new)
    _write(moved)
    _note(keeping, [_seen(change.new) for change in touching])


def rebuild() -> None:
    """Drop all rows and write them anew from the facts, in the caller's transaction."""
    models.Thread.objects.all().delete()
    models.ThreadKeeping.objects.all().delete()
    while catch_up() is not None:
        pass


def catch_up() -> tuple[int, int] | None:
    """Take some more entries into the rows, in the caller's transaction; what is recorded meanwhile follows as ever.

    Returns how many of how many revisions are done, or ``None`` once nothing is missing.
    """
    if not is_missing():
        return None
    keeping = models.ThreadKeeping.objects.first() or models.ThreadKeeping(upto=0, kept=False, rec_at=0, day=date.min)
    size = ledger.size()
    last = min(keeping.upto + _REACH, size)
    found = sums.rows(
        _FOUND.format(listed.within(connection.vendor)),
        [keeping.upto, last, listed.texts(sorted(threads.KINDS)), _PIECE],
    )
    standing = [seq for seq, _rec_at, _day, rec_to, withdrawn in found if rec_to == FOREVER and not withdrawn]
    moved: dict[Key, _Moved] = {}
    for state in ledger.light(where=_AMONG[connection.vendor], values=[listed.numbers(standing)]):
        of = threads.key_of(state)
        if of is not None:
            moved.setdefault(of, _Moved()).take(state, comes=True)
    _write(moved)
    keeping.upto = found[-1][0] if len(found) == _PIECE else last
    keeping.kept = keeping.upto == size
    # What an entry was until it became another kind of thing is known by when that ended.
    instants = ((rec_at if rec_to == FOREVER else rec_to, day) for _seq, rec_at, day, rec_to, _withdrawn in found)
    _note(keeping, [(instant, _day(day)) for instant, day in instants])
    return keeping.upto, size


def is_missing() -> bool:
    """Return whether any problem or promise is read from the ledger because the rows are not kept."""
    keeping = models.ThreadKeeping.objects.first()
    return queries.are_there() if keeping is None else not keeping.kept


def _states(change: Change) -> Iterable[Revision]:
    return (state for state in (change.old, change.new) if state is not None)


def _write(moved: dict[Key, _Moved]) -> None:
    before = queries.parts(moved)
    standing = {of: (set(before.get(of, ())) - each.gone) | each.came.keys() for of, each in moved.items()}
    lacking = {seq for of, seqs in standing.items() for seq in seqs - moved[of].came.keys()}
    found = ledger.light(where=_AMONG[connection.vendor], values=[listed.numbers(sorted(lacking))]) if lacking else ()
    known = {each.seq: each for each in found}
    rows = [
        threads.told(of, [moved[of].came.get(seq) or known[seq] for seq in seqs])
        for of, seqs in standing.items()
        if seqs
    ]
    rowwise.run(
        "DELETE FROM store_thread WHERE kind = %s AND entry = %s", [of for of, seqs in standing.items() if not seqs]
    )
    rowwise.run(_WRITE, [_values(row) for row in rows])


def _values(row: Thread) -> rowwise.Values:
    return (
        row.kind,
        row.entry,
        row.unit,
        row.state,
        row.source,
        row.due.isoformat() if row.due else None,
        row.number,
        row.last,
        row.handed,
        row.opening,
        json.dumps(row.changed),
        json.dumps(row.parts),
    )


def _note(keeping: models.ThreadKeeping, recorded: Sequence[tuple[int, date]]) -> None:
    keeping.rec_at = max([keeping.rec_at, *(instant for instant, _day in recorded)])
    keeping.day = max([keeping.day, *(day for _instant, day in recorded)])
    keeping.save()


def _seen(new: Revision) -> tuple[int, date]:
    day = new.draft.happened_on if new.draft.kind in threads.KINDS else date.min
    return bodies.microseconds(new.recorded_at), day


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
