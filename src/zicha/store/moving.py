"""Every row of a SQLite installation, taken to the PostgreSQL database this process is set up for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from zicha.core import merkle

_CHUNK = 5_000
_LEFT_BEHIND = frozenset({"django_session", "store_boardnewest"})
"""Sessions of people; and rows that the target copies by itself from others (migration 0019)."""
_DJANGO = ("auth_", "django_")
"""Beginnings of the tables that Django fills itself when it makes them."""


def counts(file: Path) -> tuple[int, bytes]:
    """Return size and root of the log in a SQLite file, as its stored nodes give them."""
    with _reading(file) as source:
        row = source.execute("SELECT size FROM store_ledgerhead WHERE id = 1").fetchone()
        size = row[0] if row else 0

        def read(nodes: Sequence[tuple[int, int]]) -> list[bytes]:
            one = "SELECT hash FROM store_ledgernode WHERE level = ? AND idx = ?"
            return [bytes(source.execute(one, node).fetchone()[0]) for node in nodes]

        return size, merkle.root(size=size, read=read)


def migrations(file: Path) -> frozenset[tuple[str, str]]:
    """Return the migrations that were run on a SQLite file."""
    with _reading(file) as source:
        return frozenset(source.execute("SELECT app, name FROM django_migrations").fetchall())


def is_free() -> bool:
    """Return whether the target holds nothing yet: no table, or only ours, as a move that was cut off leaves them."""
    ours = {_options(model).db_table for model in _models()} | {"django_migrations"}
    there = set(connection.introspection.table_names())
    return there <= ours and not any(_has_rows(table) for table in there if not table.startswith(_DJANGO))


def already(file: Path) -> int | None:
    """Return how many rows the target holds if each of its tables has as many as the file's, or ``None``."""
    total = 0
    with _reading(file) as source, connection.cursor() as target:
        for model in _taken_along():
            count = f'SELECT count(*) FROM "{_options(model).db_table}"'  # noqa: S608 -- names of our own tables
            target.execute(count)
            (found,) = target.fetchone()
            if source.execute(count).fetchone() != (found,):
                return None
            total += found
    return total


def take(file: Path, *, progress: Callable[[int, int], None]) -> int:
    """Copy every row in one transaction and return how many; sign-in sessions stay behind.

    The tables of the target are there and empty. Takes a function that is told how many of how many tables are
    done.
    """
    tables = _taken_along()
    total = 0
    with _reading(file) as source, transaction.atomic():
        for done, model in enumerate(tables, start=1):
            total += _take(source, model)
            progress(done, len(tables))
        _set_sequences(tables)
    return total


def _taken_along() -> list[type[models.Model]]:
    return [model for model in _models() if _options(model).db_table not in _LEFT_BEHIND]


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608 -- a name of our own tables
        (found,) = cursor.fetchone()
    return bool(found)


def _models() -> list[type[models.Model]]:
    """Every table, those that others point to first."""
    found = [model for app in apps.get_app_configs() for model in app.get_models(include_auto_created=True)]
    ordered: list[type[models.Model]] = []
    while found:
        ready = [model for model in found if not _waits_for(model) & ({*found} - {model})]
        ordered += ready
        found = [model for model in found if model not in ready]
    return ordered


def _options(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 -- Django's documented way to a model's fields


def _waits_for(model: type[models.Model]) -> set[Any]:
    return {field.related_model for field in _options(model).concrete_fields if field.is_relation}


def _take(source: Any, model: type[models.Model]) -> int:
    fields = [field for field in _options(model).concrete_fields if field.column]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = _options(model).db_table
    marks = ", ".join(["%s"] * len(fields))
    kinds = [_kind(field) for field in fields]
    rows = source.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608 -- names of our own tables
    count = 0
    with connection.cursor() as cursor:
        if table.startswith(_DJANGO):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- the same
        while chunk := rows.fetchmany(_CHUNK):
            values = [tuple(_value(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in chunk]
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)  # noqa: S608 -- the same
            count += len(values)
    return count


def _kind(field: Any) -> str:
    target = field.target_field if field.is_relation else field
    return str(target.get_internal_type())


def _value(value: Any, kind: str) -> Any:
    """SQLite keeps truth as numbers and days as text."""
    if value is None:
        return None
    match kind:
        case "BooleanField":
            return bool(value)
        case "DateField":
            return date.fromisoformat(value)
        case "DateTimeField":
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        case "BinaryField":
            return bytes(value)
        case _:
            return value


def _set_sequences(tables: Sequence[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


@contextmanager
def _reading(file: Path) -> Iterator[Any]:
    """Open a SQLite file so that nothing in it can change while it is read."""
    import sqlite3  # noqa: PLC0415 -- the engine that conf.start has put in its place

    source = sqlite3.connect(file, isolation_level=None, timeout=20)
    try:
        source.execute("BEGIN IMMEDIATE")
        yield source
        source.rollback()
    finally:
        source.close()
