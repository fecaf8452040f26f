"""How the database itself is: its engine, whether its pages and its tables are whole."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def engine() -> str:
    """Return the name and version of the database engine."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()")
            (version,) = cursor.fetchone()
            cursor.execute("PRAGMA journal_mode")
            (journal,) = cursor.fetchone()
        return f"SQLite {version} ({journal})"
    return f"PostgreSQL {connection.pg_version // 10_000}"  # type: ignore[attr-defined] # PostgreSQL's wrapper has it


def faults(*, indexes: bool = False) -> tuple[str, ...]:
    """Return what SQLite finds broken in its file, in its own words, each on one line; PostgreSQL checks itself.

    With ``indexes`` every index is held against its table as well: a query may read either.
    """
    if connection.vendor != "sqlite":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(5)" if indexes else "PRAGMA quick_check(5)")
        found = [" ".join(str(row[0]).split()) for row in cursor.fetchall()]
    return tuple(each for each in found if each != "ok")


def missing_tables() -> tuple[str, ...]:
    """Return the migrations that have not been run on this database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan)


def run() -> frozenset[tuple[str, str]]:
    """Return the migrations that were run on this database."""
    return frozenset(MigrationExecutor(connection).loader.applied_migrations)


def newer_tables() -> tuple[str, ...]:
    """Return the migrations that were run on this database and that this version does not know."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.graph.nodes)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return tuple(
        sorted(f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) not in known | replaced)
    )
