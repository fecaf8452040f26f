"""Whole copies of the database, made while others write: SQLite's online backup, PostgreSQL's own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

_PAGES = 2_000
"""Pages a step; between steps, writers go on."""

SQLITE, POSTGRESQL = "zicha.sqlite3", "zicha.pgdump"


class ToolMissingError(RuntimeError):
    """A program of PostgreSQL's is not installed."""


class ToolFailedError(RuntimeError):
    """A program of PostgreSQL's ended with an error; the message is its own."""


def copy(folder: Path, *, progress: Callable[[int, int], None]) -> Path:
    """Write a copy of the database, as it stands at one instant, into ``folder`` and return the file.

    Takes a function that is told how many of how many parts are done. Raises ``OSError`` for a full disk and
    the errors above.
    """
    return _copy_sqlite(folder / SQLITE, progress) if connection.vendor == "sqlite" else _dump(folder / POSTGRESQL)


def load(file: Path) -> None:
    """Fill the empty PostgreSQL database this process is set up for from a dump; all of it or nothing."""
    words = ["--dbname", _address(), "--single-transaction", "--exit-on-error", "--no-owner", str(file)]
    _run("pg_restore", words)


def is_empty() -> bool:
    """Return whether the database this process is set up for holds no table."""
    return not connection.introspection.table_names()


def _copy_sqlite(target: Path, progress: Callable[[int, int], None]) -> Path:
    import sqlite3  # noqa: PLC0415 -- the engine that conf.start has put in its place

    connection.ensure_connection()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    source: Any = connection.connection
    copied = sqlite3.connect(target)
    try:
        # Without a transaction that reads, every write of others makes SQLite begin anew, for ever under steady load.
        if not source.in_transaction:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copied, pages=_PAGES, progress=lambda _status, left, total: progress(total - left, total))
        copied.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        copied.close()
        if source.in_transaction and not connection.in_atomic_block:
            source.execute("ROLLBACK")
    return target


def _dump(target: Path) -> Path:
    waits = f"--lock-wait-timeout={settings.ZICHA_WAIT_SECONDS * 1000}"
    _run("pg_dump", ["--dbname", _address(), waits, "--format=custom", "--no-owner", "--file", str(target)])
    target.chmod(0o600)
    return target


def _address() -> str:
    """The connection as PostgreSQL's programs read it, without the password, which goes by the environment."""
    settings = connection.settings_dict
    parts = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"], "dbname": settings["NAME"]}
    return " ".join(f"{name}='{value}'" for name, value in parts.items() if value)


def _run(program: str, words: Sequence[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise ToolMissingError(program)
    secret = {"PGPASSWORD": str(connection.settings_dict["PASSWORD"])} if connection.settings_dict["PASSWORD"] else {}
    done = subprocess.run(  # noqa: S603 -- fixed words and this installation's own address
        [found, *words], env=os.environ | secret, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailedError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)
