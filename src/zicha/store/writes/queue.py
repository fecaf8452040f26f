"""The queue of writers on one machine: a lock on a file that the operating system hands on in order.

Waiting is left to the kernel. Asking again every so often, as portable lock files do, lets whoever asks at the
right moment pass those who have waited longest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    from filelock import FileLock

    @contextmanager
    def turn(path: str) -> Iterator[None]:
        """Wait for this process's turn at the file ``path``, and hold it."""
        with FileLock(path, poll_interval=0.005):
            yield

else:
    import fcntl

    @contextmanager
    def turn(path: str) -> Iterator[None]:
        """Wait for this process's turn at the file ``path``, and hold it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
