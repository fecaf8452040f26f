"""An installation: its folder and its tables."""

from __future__ import annotations

from pathlib import Path

from zicha.core.findings import Refusal
from zicha.store.queries import health
from zicha.store.writes import tables


def initialise(*, home: Path) -> None:
    """Make the data folder, closed to other users of the machine, and the tables; what is there stays as it is.

    Django must have been set up for the same folder. Raises ``Refusal`` if the folder cannot be written, and for a
    database of a newer version, which is left alone.
    """
    try:
        if not home.exists():
            home.mkdir(mode=0o700, parents=True)
        (home / "evidence").mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal("installation.unwritable", home=home) from error
    newer = health.newer_tables()
    if newer:
        raise Refusal("cli.tables_newer", name=newer[-1])
    tables.migrate()
