"""A streaming replica that is read in the primary's place: where it stands, and the switch between the two.

The switch puts the replica's connection where every query looks for the database's, so that none can be forgotten;
whatever tries to write there is refused by PostgreSQL itself, which keeps replicas read-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from zicha.core.replication import Primary, Replica, position

ALIAS = "replica"
_PRIMARY = "SELECT pg_current_wal_flush_lsn()::text, system_identifier FROM pg_control_system()"
_REPLICA = """
    SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text,
        extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8, system_identifier
    FROM pg_control_system()
"""


def is_set() -> bool:
    """Return whether this installation has a replica."""
    return ALIAS in connections.settings


def primary() -> Primary:
    """Return where the primary's log ends now, as far as it is on the disk: a replica is sent no more than that."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_PRIMARY)
        written, cluster = cursor.fetchone()
    return Primary(position(written), cluster)


def standing() -> Replica:
    """Return how far the replica has come; raise what the engine raises if it cannot be reached."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_REPLICA)
        follows, replayed, age, cluster = cursor.fetchone()
    return Replica(position(replayed) if replayed else 0, cluster, follows, age)


@contextmanager
def instead() -> Iterator[None]:
    """Let everything in this thread read the replica; the primary is back afterwards, whatever happens."""
    kept = connections[DEFAULT_DB_ALIAS]
    stay()
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = kept


def stay() -> None:
    """Let everything in this thread read the replica from now on."""
    connections[DEFAULT_DB_ALIAS] = connections[ALIAS]


def is_read() -> bool:
    """Return whether this thread reads the replica now."""
    return connections[DEFAULT_DB_ALIAS].alias == ALIAS


def let_go() -> None:
    """Close the replica's connection, so that the next question opens a new one."""
    connections[ALIAS].close()
