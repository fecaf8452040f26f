"""The gate in front of the database: nothing is written to an engine that could lose what it has acknowledged."""

from __future__ import annotations

from pathlib import Path

from zicha.core.engine_rules import Concern
from zicha.core.findings import Refusal
from zicha.services import replica
from zicha.store.queries import engine


def require_sound(*, home: Path, mounts: Path = engine.MOUNTS) -> None:
    """Raise ``Refusal`` ``engine.…`` for the worst that is wrong with the database of this process.

    PostgreSQL must sync what it acknowledges, be the primary, not be too old, and answer at READ COMMITTED. A SQLite
    file must not lie on a network file system. Raises what the engine raises if it cannot be reached.
    """
    wrong = [each for each in engine.concerns(home=home, mounts=mounts) if each.grade == "wrong"]
    if wrong:
        raise Refusal(wrong[0].code, **wrong[0].facts)


def concerns(*, home: Path, mounts: Path = engine.MOUNTS) -> tuple[Concern, ...]:
    """Return everything that is wrong, or less safe than it could be, with the database of this process."""
    return (*engine.concerns(home=home, mounts=mounts), *replica.concerns())
