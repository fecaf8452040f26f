"""The same work for many things, on all cores: processes of their own, each with Django set up once."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar, cast

from zicha.cli.session import Session

Thing = TypeVar("Thing")
Done = TypeVar("Done")

WAITING_EACH = 8
"""How many pieces of work lie ready for each process; what is done and not yet fetched stays as few."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a process finds the installation."""

    home: str
    database_url: str


class _Prepared:
    """What this process works with, once it is set up."""

    work: Callable[[Any], Any] | None = None


def place(session: Session) -> Place:
    """Return where the session's installation is."""
    return Place(str(session.home.resolve()), session.database_url)


def each(
    things: Iterable[Thing],
    *,
    prepare: Callable[..., Callable[[Thing], Done]],
    given: tuple[Any, ...] = (),
    at: Place,
    workers: int | None,
    count: int,
) -> Iterator[Done]:
    """Yield what the work makes of each thing, in order.

    Takes a function that returns the work, and what it is ``given``: every process calls it once, after Django is set
    up. ``workers`` is how many processes (one a core, by default), ``count`` how many things there are.
    """
    processes = max(1, min(workers or os.cpu_count() or 1, count))
    spawn = multiprocessing.get_context("spawn")
    rest = iter(things)
    # Names of services can be looked up only when Django is set up, so the process unpacks them itself.
    what = pickle.dumps((prepare, given))
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin, initargs=(at, what)) as pool:
        waiting: deque[Future[Any]] = deque(pool.submit(_do, thing) for thing in islice(rest, processes * WAITING_EACH))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(_do, thing) for thing in islice(rest, 1))
            yield cast("Done", done)


def _begin(at: Place, what: bytes) -> None:
    from zicha.conf import start

    _end_with_parent()
    start.django(home=Path(at.home), database_url=at.database_url)
    prepare, given = pickle.loads(what)  # noqa: S301 -- packed by the process that started this one
    _Prepared.work = prepare(*given)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever: it has both ends of the queue."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.join,), name="zicha-parent", daemon=True).start()


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)


def _do(thing: Any) -> Any:
    work = _Prepared.work
    assert work is not None  # noqa: S101 -- every process begins with _begin
    return work(thing)
