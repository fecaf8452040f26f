"""Cutting PostgreSQL's big derived table by month, and putting it together again."""

from __future__ import annotations

from zicha.core.findings import Refusal
from zicha.store.writes import partitions


def arrange(*, monthly: bool) -> int:
    """Cut the facts by month of the activity, or put them in one piece, and return the number of pieces.

    Everybody waits while it is done; nothing else changes. Raises ``Refusal`` ``engine.only_postgresql`` on SQLite.
    """
    if not partitions.is_possible():
        raise Refusal("engine.only_postgresql")
    return partitions.arrange(monthly=monthly)
