"""The queue of writers on one machine: a lock on a file that the operating system hands on in order.

Waiting is left to the kernel. Asking again every so often, as portable lock files do, lets whoever asks at the
right moment pass those who have waited longest. The kernel knows no limit to that waiting, so whoever does not find
the lock free lets a thread wait in his place, and leaves it there when his patience ends: whoever comes next in this
process takes that place over, which is further ahead than a new one would be.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the turn: the number of a process, or of a session of PostgreSQL, and the machine it runs on."""

    number: int
    machine: str


class HeldError(RuntimeError):
    """Another writer did not give its turn on in time; nothing was written.

    Attributes:
        holder: who has it, if that can be told.
        seconds: how long was waited.
    """

    def __init__(self, holder: Holder | None, seconds: float) -> None:
        super().__init__(f"the write lock is held by {holder} for more than {seconds:g} s")
        self.holder = holder
        self.seconds = seconds


if sys.platform == "win32":
    from filelock import FileLock, Timeout

    @contextmanager
    def turn(path: str, *, patience: float) -> Iterator[float]:
        """Wait for this process's turn at the file ``path`` and hold it; yield the seconds of patience left.

        Raises :class:`HeldError` after ``patience`` seconds; the system lets nobody read who holds a locked file.
        """
        begun = time.monotonic()
        lock = FileLock(path, poll_interval=0.005)
        try:
            lock.acquire(timeout=patience)
        except Timeout as error:
            raise HeldError(None, patience) from error
        try:
            yield max(0.0, patience - (time.monotonic() - begun))
        finally:
            lock.release()

else:
    import fcntl

    _SIGNED_BYTES = 100

    _mutex = Lock()
    _left: list[_Place] = []
    """Places in the queue that nobody waits for any more, under ``_mutex``."""

    @dataclass(slots=True, eq=False)
    class _Place:
        """A place in the kernel's queue, and the thread that stands there."""

        path: str
        descriptor: int
        came: Event = field(default_factory=Event)

        def stand(self) -> None:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)
            with _mutex:
                if self in _left:
                    _left.remove(self)
                    _give_on(self.descriptor)
                else:
                    self.came.set()

        def is_reached(self, patience: float) -> bool:
            try:
                self.came.wait(patience)
            finally:  # whoever is interrupted while waiting leaves his place too
                with _mutex:
                    is_reached = self.came.is_set()
                    if not is_reached:
                        _left.append(self)
            return is_reached

    @contextmanager
    def turn(path: str, *, patience: float) -> Iterator[float]:
        """Wait for this thread's turn at the file ``path`` and hold it; yield the seconds of patience left.

        Raises :class:`HeldError` after ``patience`` seconds.
        """
        begun = time.monotonic()
        descriptor = _reached(path, patience)
        try:
            _sign(descriptor)
            yield max(0.0, patience - (time.monotonic() - begun))
        finally:
            _give_on(descriptor)

    def _reached(path: str, patience: float) -> int:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place = _place(path, descriptor)
            if not place.is_reached(patience):
                raise HeldError(_signed(path), patience) from None
            return place.descriptor
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _place(path: str, descriptor: int) -> _Place:
        """A place that somebody left, or a new one."""
        with _mutex:
            for place in _left:
                if place.path == path:
                    _left.remove(place)
                    os.close(descriptor)
                    return place
        place = _Place(path, descriptor)
        Thread(target=place.stand, name="zicha-turn", daemon=True).start()
        return place

    def _give_on(descriptor: int) -> None:
        # Unlocked by word: a child that was forked meanwhile has the descriptor too, and would hold the lock on.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    def _sign(descriptor: int) -> None:
        """Leave word of who has the turn; a disk without room for it has room for nothing, and says so itself."""
        words = f"{os.getpid()} {socket.gethostname()}".encode()
        try:
            os.pwrite(descriptor, words[:_SIGNED_BYTES].ljust(_SIGNED_BYTES) + b"\n", 0)
        except OSError:
            return

    def _signed(path: str) -> Holder | None:
        try:
            words = Path(path).read_text("utf-8", errors="replace")
        except OSError:
            return None
        number, _, machine = words.strip().partition(" ")
        return Holder(int(number), machine) if number.isdecimal() else None

    os.register_at_fork(after_in_child=_left.clear)
