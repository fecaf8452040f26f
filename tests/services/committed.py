"""A database of a test's own, whose transactions really end: for what happens after a commit."""

import shutil
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

TEMPLATE = "zicha_template"


@contextmanager
def database(*, folder, home):
    """Work in an empty database in ``folder``, or on the server; its pattern is made once and kept in ``home``."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    try:
        connection.settings_dict["NAME"] = _sqlite(folder, home) if connection.vendor == "sqlite" else _postgresql()
        yield folder
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _sqlite(folder, home):
    pattern = home / TEMPLATE
    if not pattern.exists():
        connection.settings_dict["NAME"] = str(pattern)
        call_command("migrate", verbosity=0)
        connection.close()
    return str(shutil.copy(pattern, folder / "zicha.sqlite3"))


def _postgresql():
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        is_there = cursor.fetchone()
        if not is_there:
            cursor.execute(f"CREATE DATABASE {TEMPLATE}")
    if not is_there:
        connection.settings_dict["NAME"] = TEMPLATE
        call_command("migrate", verbosity=0)
        connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}_own")
        cursor.execute(f"CREATE DATABASE {TEMPLATE}_own TEMPLATE {TEMPLATE}")
    return f"{TEMPLATE}_own"
