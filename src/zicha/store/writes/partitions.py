"""PostgreSQL's big derived table, cut by the month of ``day`` or in one piece.

Only ``store_fact`` can be cut: a unique index of a cut table must hold the column it is cut by (PostgreSQL's
documentation, 5.11.2.3), and the ledger's own tables are unique by entry and number, by unit and place, and by mark,
whatever the month. The facts are derived, and ``zicha verify`` holds each against its revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from zicha.core.periods import add_months
from zicha.store.writes.transaction import writing

TABLE, KEPT, NEW = "store_fact", "store_fact_kept", "store_fact_new"
AHEAD_MONTHS = 24
"""For so long after the last record new months have a piece of their own; what is later lies in the last piece."""


def is_possible() -> bool:
    """Return whether this database can cut a table."""
    return connection.vendor == "postgresql"


def arrange(*, monthly: bool) -> int:
    """Write the table anew, cut by month or whole, in one transaction, and return the number of pieces.

    Everything that writes or reads waits meanwhile. Done again, it makes pieces for the months since.
    """
    with writing(), connection.cursor() as cursor:
        indexes = _indexes(cursor)
        months = list(_months(cursor)) if monthly else []
        cursor.execute(f"CREATE TEMPORARY TABLE {KEPT} AS SELECT * FROM {TABLE}")  # noqa: S608 -- our own names
        cut = "PARTITION BY RANGE (day)" if monthly else ""
        cursor.execute(f"CREATE TABLE {NEW} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) {cut}")
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {NEW} RENAME TO {TABLE}")
        pieces = _pieces(cursor, months) if monthly else 1
        cursor.execute(f"INSERT INTO {TABLE} SELECT * FROM {KEPT}")  # noqa: S608 -- our own names
        cursor.execute(f"DROP TABLE {KEPT}")
        key = "seq, day" if monthly else "seq"
        cursor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_pkey PRIMARY KEY ({key})")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute(f"ANALYZE {TABLE}")
    return pieces


def _indexes(cursor: Any) -> list[str]:
    """How every index but the primary key's is made, on a table in one piece or not."""
    cursor.execute(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass AND NOT indisprimary", [TABLE]
    )
    return [definition.replace(" ON ONLY ", " ON ") for (definition,) in cursor.fetchall()]


def _months(cursor: Any) -> Iterator[date]:
    """The first days of the months from the first record to some time after the last one."""
    cursor.execute(f"SELECT min(day), max(day) FROM {TABLE}")  # noqa: S608 -- our own name
    first, last = cursor.fetchone()
    if first is None:
        return
    month, end = first.replace(day=1), add_months(last.replace(day=1), AHEAD_MONTHS)
    while month <= end:
        yield month
        month = add_months(month, 1)


def _pieces(cursor: Any, months: list[date]) -> int:
    for month in months:
        cursor.execute(
            f"CREATE TABLE {TABLE}_{month:%Y_%m} PARTITION OF {TABLE} "
            f"FOR VALUES FROM ('{month}') TO ('{add_months(month, 1)}')"
        )
    cursor.execute(f"CREATE TABLE {TABLE}_other PARTITION OF {TABLE} DEFAULT")
    return len(months) + 1
