"""Many texts, or numbers, as one parameter of a statement, so that its words are the same for any number of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

_WITHIN = {"postgresql": "= ANY(%s)", "sqlite": "IN (SELECT value FROM json_each(%s))"}
_ROWS = {"postgresql": "unnest(%s::text[]) AS {0}({1})", "sqlite": "(SELECT value AS {1} FROM json_each(%s)) {0}"}


def texts(found: Iterable[str]) -> list[str] | str:
    """Return texts as the parameter that :func:`within` and :func:`rows` ask for."""
    return list(found) if connection.vendor == "postgresql" else json.dumps(list(found))


def numbers(found: Iterable[int]) -> list[int] | str:
    """Return numbers as the parameter that :func:`within` asks for."""
    return list(found) if connection.vendor == "postgresql" else json.dumps(list(found))


def within(vendor: str) -> str:
    """Return the words of SQL, with a place, that say that a column is one of some texts, or numbers."""
    return _WITHIN[vendor]


def rows(vendor: str, *, table: str, column: str) -> str:
    """Return the words of SQL, with a place, for a table of texts."""
    return _ROWS[vendor].format(table, column)
