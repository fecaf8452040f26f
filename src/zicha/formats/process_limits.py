"""Limits a process sets on itself before it reads a stranger's file. The one module with POSIX-only calls.

Where the system has no such limits (Windows), nothing is set: the parent's time limit and the checks of
``zicha.formats.table_guard`` remain.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource

CAN_LIMIT_MEMORY = sys.platform != "win32"


def confine(*, memory: int, seconds: int) -> None:
    """Limit this process to ``memory`` bytes of address space, ``seconds`` of CPU, and no core file, for ever."""
    if sys.platform != "win32":
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_CPU, seconds)
        _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, limit: int) -> None:
    if sys.platform != "win32":
        _, hard = resource.getrlimit(which)
        lowest = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(which, (lowest, lowest))


def peak_memory() -> int:
    """Return the most bytes of memory this process has held, or 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
