"""Taking an installation from its SQLite file to PostgreSQL, and proving that it is the same ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zicha.core.findings import Refusal
from zicha.services import log
from zicha.services.log_walk import Looking
from zicha.store import moving
from zicha.store.queries import health
from zicha.store.writes import tables


@dataclass(frozen=True, slots=True)
class Moved:
    """What was taken along.

    Attributes:
        rows: in all tables.
        size, root: of the log, the same in both databases.
    """

    rows: int
    size: int
    root: bytes


def move(*, file: Path, home: Path, progress: Callable[[int, int], None], looking: Looking | None = None) -> Moved:
    """Take every row of a SQLite file to the empty PostgreSQL database this process is set up for.

    Nobody may write to the file meanwhile, and nothing in it is changed. The log is then verified in its new place,
    against the checkpoints in ``home``, and its root compared with the old one's; ``looking`` is as in
    :func:`zicha.services.log.verify`. A move that was cut off may be made again: tables without a row are filled, and
    rows that are all there are only verified. Raises ``Refusal`` ``moving.…``; if the log does not hold, the rows stay
    for inspection and the old file stays the one to use.
    """
    count = _taken(file, progress)
    size, root = moving.counts(file)
    found = log.verify(home=home, looking=looking)
    if found.fault is not None:
        raise Refusal(found.fault.code, **found.fault.facts)
    if (found.size, found.root) != (size, root):
        raise Refusal("moving.other_root")
    return Moved(count, size, root)


def _taken(file: Path, progress: Callable[[int, int], None]) -> int:
    """Take the rows, unless an earlier move did; return how many there are."""
    if moving.is_free():
        tables.migrate()
        if moving.migrations(file) != health.run():
            raise Refusal("moving.other_version")
        return moving.take(file, progress=progress)
    count = moving.already(file) if moving.migrations(file) == health.run() else None
    if count is None:
        raise Refusal("backup.database_not_empty")
    return count
