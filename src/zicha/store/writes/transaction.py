"""One writer at a time: the lock, then the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

from zicha.store.writes import queue
from zicha.store.writes.queue import HeldError, Holder

_LEDGER_LOCK = 0x7A69636861  # "zicha"
_LOCK_NOT_AVAILABLE = "55P03"
_HARDLY_LESS = 0.9

_WHO = """
SELECT pid, coalesce(host(client_addr), '') FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def writing() -> Iterator[None]:
    """Hold the write lock for one transaction; a nested call joins the outer one.

    SQLite's own lock starves writers under load, so a file beside the database queues them fairly; on
    PostgreSQL an advisory lock does, and ends with the transaction. Waiting for both together ends after
    ``ZICHA_WAIT_SECONDS``, with :class:`~zicha.store.writes.queue.HeldError` if it is another writer that holds on.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        path, patience = Path(str(connection.settings_dict["NAME"])).with_suffix(".lock"), settings.ZICHA_WAIT_SECONDS
        with queue.turn(str(path), patience=patience) as left, _engine_waits(left), transaction.atomic():
            yield
    else:
        with _told_who(), transaction.atomic():
            _take_turn()
            yield


@contextmanager
def _engine_waits(left: float) -> Iterator[None]:
    """Let SQLite wait for other programs only as long as is left, if the turn itself took long to come."""
    if left > _HARDLY_LESS * settings.ZICHA_WAIT_SECONDS:
        yield
        return
    _set_busy_timeout(left)
    try:
        yield
    finally:
        _set_busy_timeout(settings.ZICHA_WAIT_SECONDS)


def _set_busy_timeout(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _take_turn() -> None:
    """Wait as long as ``lock_timeout`` says, which is set for every connection."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LEDGER_LOCK])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
            raise HeldError(None, settings.ZICHA_WAIT_SECONDS) from error
        raise


@contextmanager
def _told_who() -> Iterator[None]:
    """PostgreSQL answers who has the turn only after the transaction that waited for it is over."""
    try:
        yield
    except HeldError as error:
        error.holder = _holder()
        raise


def _holder() -> Holder | None:
    with connection.cursor() as cursor:
        cursor.execute(_WHO, [_LEDGER_LOCK >> 32, _LEDGER_LOCK & 0xFFFFFFFF])
        found = cursor.fetchone()
    return Holder(*found) if found else None
