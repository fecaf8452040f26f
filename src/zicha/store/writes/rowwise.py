"""Rows by prepared statements: the ORM's way takes five times as long to write many, and to ask for a few."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection

Values = tuple[int | str | bytes | bool | date | None, ...]
_TOGETHER = 50
"""Rows of one statement: as many statements of one row take a quarter longer; more rows gain nothing."""


def insert(table: str, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows, in order; names of tables and columns are the program's own."""
    whole = len(rows) - len(rows) % _TOGETHER
    if whole:
        together = [_joined(rows[start : start + _TOGETHER]) for start in range(0, whole, _TOGETHER)]
        run(_statement(table, columns, _TOGETHER), together)
    run(_statement(table, columns, 1), rows[whole:])


@functools.cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    one = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * rows)}"  # noqa: S608 -- no outside text


def _joined(rows: Sequence[Values]) -> Values:
    return tuple(chain.from_iterable(rows))


def run(statement: str, rows: Sequence[Values]) -> None:
    """Run one statement once for each row of values."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def read(statement: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of one statement: building it by the ORM takes longer than the database does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
