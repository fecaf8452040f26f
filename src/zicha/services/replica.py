"""Reading from the replica: when it may be, what is told about it, and the way back to the primary."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.db import DatabaseError, InterfaceError

from zicha.core import replication
from zicha.core.engine_rules import Concern
from zicha.core.replication import Lag, Primary, Replica
from zicha.store import replica

T = TypeVar("T")
REST_SECONDS = 10.0
"""How long a replica that did not answer is left alone; otherwise each page would wait for it anew."""
BEHIND_SECONDS = 60
"""From which lag on ``zicha doctor`` speaks up."""
_BREATH = 0.02
_LOG = logging.getLogger("zicha.replica")
_OUTAGES = (DatabaseError, InterfaceError)


class _Rest:
    until = 0.0


def written() -> int:
    """Return the position behind everything recorded so far, or 0 without a replica; see :func:`choose`."""
    return replica.primary().position if replica.is_set() else 0


def choose(*, seen: int = 0, patience: float = _BREATH) -> Lag | None:
    """Return how far the replica is behind if it may be read now, or ``None`` if the primary must be.

    It may be read if it answers, repeats this primary, and has come past ``seen``, the position behind what the
    asker has recorded. Takes how many seconds to wait for it to catch up.
    """
    if not replica.is_set() or time.monotonic() < _Rest.until:
        return None
    head = replica.primary()
    found = _caught_up(head, max(seen, 0), time.monotonic() + patience)
    if found is None or not replication.is_of(found, head) or found.replayed < seen:
        return None
    return replication.lag(found, head)


def read(ask: Callable[[Lag | None], T], *, lag: Lag | None) -> T:
    """Ask the replica, or the primary if ``lag`` is ``None``; where the replica fails, ask the primary again.

    ``ask`` is told which of the two it was, and must change nothing.
    """
    if lag is None:
        return ask(None)
    try:
        with replica.instead():
            return ask(lag)
    except _OUTAGES as error:
        _LOG.warning("the replica failed in the middle of an answer, the primary is read: %s", error)
        _leave_alone()
    return ask(None)


def stay() -> None:
    """Read the replica until this process ends."""
    replica.stay()


def is_read() -> bool:
    """Return whether the replica is read now; nothing can be written then."""
    return replica.is_read()


def concerns() -> tuple[Concern, ...]:
    """Return what is to be said about the replica; nothing without one."""
    if not replica.is_set():
        return ()
    head = replica.primary()
    found = _ask()
    if found is None:
        return (Concern("engine.replica_gone", "note"),)
    if not replication.is_of(found, head):
        return (Concern("engine.replica_other", "wrong"),)
    lag = replication.lag(found, head)
    if lag.seconds is None or lag.seconds > BEHIND_SECONDS:
        return (Concern("engine.replica_behind", "note", {"seconds": lag.seconds or "?"}),)
    return (Concern("engine.replica_in_step", "fine", {"seconds": lag.seconds}),)


def _caught_up(head: Primary, seen: int, until: float) -> Replica | None:
    """The replica once it has come as far as the primary was, or as it is when patience ends."""
    while True:
        found = _ask()
        if found is None or found.replayed >= max(head.position, seen) or time.monotonic() >= until:
            return found
        time.sleep(_BREATH)


def _ask() -> Replica | None:
    try:
        return replica.standing()
    except _OUTAGES:
        _leave_alone()
        return None


def _leave_alone() -> None:
    _Rest.until = time.monotonic() + REST_SECONDS
    with suppress(*_OUTAGES):
        replica.let_go()
