"""What the database engine under this process promises, as it says itself."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.utils import NotSupportedError

from zicha.core import engine_rules
from zicha.core.engine_rules import Concern

MOUNTS = Path("/proc/mounts")


def concerns(*, home: Path, mounts: Path = MOUNTS) -> tuple[Concern, ...]:
    """Return what is wrong with the engine, the worst first; of SQLite, with the folder its file lies in.

    Raises what the engine raises if it cannot be reached.
    """
    if connection.vendor == "sqlite":
        return engine_rules.of_folder(_file_system(home, mounts), folder=home)
    return _of_postgresql()


def _of_postgresql() -> tuple[Concern, ...]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(engine_rules.ASKED)])
            settings = dict(cursor.fetchall())
            cursor.execute("SELECT current_setting('transaction_isolation'), pg_is_in_recovery()")
            settings["transaction_isolation"], is_replica = cursor.fetchone()
    except NotSupportedError as error:
        return (Concern("engine.too_old_for_driver", "wrong", {"message": str(error).splitlines()[0]}),)
    return engine_rules.of_postgresql(settings, is_replica=is_replica)


def _file_system(home: Path, mounts: Path) -> str | None:
    """The type of the file system, or ``None`` where the system does not say; a folder to be counts as its parent."""
    try:
        table = mounts.read_text("utf-8", errors="replace")
    except OSError:
        return None
    return engine_rules.file_system(table, parts=home.resolve().parts[1:])
