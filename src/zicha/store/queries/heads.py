"""Where the ledger and the organisation stand, told by what binds them.

Both logs are append-only and hashed, and their entries salted: two heads are equal only where all that was recorded,
and all that is known of units, people, posts and schemes, is the same – whichever process wrote it, whatever was taken
back, and whichever database stands in the place of which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zicha.core import bodies

_LEVELS = ", ".join(f"({level})" for level in range(48))
_PEAKS = (
    "SELECT '{log}' AS what, n.level, n.idx, n.hash FROM {sized} CROSS JOIN (VALUES {levels}) l CROSS JOIN {nodes} n"
    " WHERE (h.size >> l.column1) & 1 = 1 AND n.level = l.column1 AND n.idx = (h.size >> l.column1) - 1"
)
_HEADS = " UNION ALL ".join(
    (
        _PEAKS.format(log="ledger", sized="store_ledgerhead h", levels=_LEVELS, nodes="store_ledgernode"),
        _PEAKS.format(
            log="rows",
            sized="(SELECT coalesce(max(seq), 0) AS size FROM store_boundrow) h",
            levels=_LEVELS,
            nodes="store_boundnode",
        ),
        "SELECT 'kept', 0, id, NULL FROM store_boardlayout",
        "SELECT 'latest', 0, max(rec_at), NULL FROM store_revision",
        "SELECT 'latest', 1, max(loaded_at), NULL FROM store_schemeversion",
    )
)


@dataclass(frozen=True, slots=True)
class Heads:
    """A standing of the ledger and the organisation.

    Attributes:
        told: what binds it, and the numbers of the layouts whose rows are kept, which a rebuild changes.
        latest: the last instant at which anything was recorded, in microseconds.
    """

    told: tuple[tuple[str, int, int, bytes], ...]
    latest: int

    def known(self, as_known_at: datetime) -> datetime | None:
        """Return an instant of knowledge, or ``None`` for every one at which all of this was known."""
        return None if bodies.microseconds(as_known_at) >= self.latest else as_known_at


def read() -> Heads:
    """Return where this connection sees them stand now."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        rows = cursor.fetchall()
    instants = [number for what, _level, number, _hash in rows if what == "latest" and number is not None]
    told = sorted((what, level, number, bytes(said or b"")) for what, level, number, said in rows if what != "latest")
    return Heads(tuple(told), max(instants, default=0))
