"""One writer at a time: the lock, then the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from zicha.store.writes import queue

_LEDGER_LOCK = 0x7A69636861  # "zicha"


@contextmanager
def writing() -> Iterator[None]:
    """Hold the write lock for one transaction; a nested call joins the outer one.

    SQLite's own lock starves writers under load, so a file beside the database queues them fairly; on
    PostgreSQL an advisory lock does, and ends with the transaction.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"])).with_suffix(".lock")
        with queue.turn(str(path)), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LEDGER_LOCK])
            yield
