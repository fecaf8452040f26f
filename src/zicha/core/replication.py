"""Whether a replica may be read, and how far behind it is: positions in PostgreSQL's write-ahead log, compared.

A position is a pg_lsn (PostgreSQL's documentation, 8.20): two hexadecimal numbers of 32 bits, ``16/B374D848``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Primary:
    """Where the primary's log ends, and which cluster it is."""

    position: int
    cluster: int


@dataclass(frozen=True, slots=True)
class Replica:
    """How far a replica has come.

    Attributes:
        replayed: the position it has repeated; what is before it can be read.
        cluster: of which cluster it is a copy.
        follows: whether it still repeats a primary; one that was promoted goes its own way.
        age: seconds since the last transaction it repeated was final, or ``None`` if there was none yet.
    """

    replayed: int
    cluster: int
    follows: bool
    age: float | None


@dataclass(frozen=True, slots=True)
class Lag:
    """By how much what is read may be older than what was recorded.

    Attributes:
        seconds: at most, rounded up; 0 if nothing is missing, and ``None`` if it is behind by an unknown time.
    """

    seconds: int | None

    @property
    def is_behind(self) -> bool:
        """Whether anything may be missing."""
        return self.seconds != 0


def position(text: str) -> int:
    """Return a position as a number; raise ``ValueError`` for anything else."""
    high, found, low = text.partition("/")
    if not found:
        raise ValueError(text)
    return (int(high, 16) << 32) + int(low, 16)


def is_of(replica: Replica, primary: Primary) -> bool:
    """Whether a replica repeats this primary and no other."""
    return replica.follows and replica.cluster == primary.cluster


def lag(replica: Replica, primary: Primary) -> Lag:
    """Return how far a replica is behind; what it has repeated is compared, so that a quiet night is no lag."""
    if replica.replayed >= primary.position:
        return Lag(0)
    return Lag(max(1, ceil(replica.age)) if replica.age is not None else None)
