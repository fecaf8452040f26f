"""Starting Django: the one way in for the command line, the web server, tests and benchmarks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HOME = "ZICHA_HOME"
DATABASE = "DATABASE_URL"
REPLICA = "DATABASE_REPLICA_URL"


def django(*, home: Path, database_url: str = "") -> None:
    """Set Django up for the data folder ``home``; a second call for the same folder does nothing.

    Takes a PostgreSQL address as ``database_url``; empty means the SQLite file in the folder.
    """
    from django.apps import apps  # noqa: PLC0415 -- slow import; `zicha --help` must not pay for it

    if apps.ready:
        return
    use_sound_engine()
    os.environ[HOME] = str(home)
    os.environ[DATABASE] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "zicha.conf.settings"
    import django as framework  # noqa: PLC0415 -- slow import

    framework.setup()


def use_sound_engine() -> None:
    """Put pysqlite3's engine in the place of Python's own, where there is a wheel of it.

    Engines before 3.51.3 can lose committed rows in WAL mode (sqlite.org/wal.html#walresetbug).
    """
    try:
        import pysqlite3  # noqa: PLC0415 -- absent on some platforms
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
