"""Rows of what is kept no more: nobody reads them, and they are dropped some at a time."""

from __future__ import annotations

from collections.abc import Iterator

from zicha.store.queries import sums
from zicha.store.writes import rowwise

_MOST = 20_000
"""Rows that are dropped in one transaction while people work, who wait for it."""
_ROWS = (
    ("store_cubecell", "node", "tally, month, recorded", "store_cubenode"),
    ("store_cubemember", "node", "unit", "store_cubenode"),
    ("store_boardrow", "layout", "year, unit, rec_at", "store_boardlayout"),
    ("store_boardnewest", "layout", "year, unit", "store_boardlayout"),
    ("store_presencerow", "selector", "year, unit, rec_at", "store_presenceselector"),
    ("store_monthrow", "tally", "year, unit", "store_monthtally"),
)
"""The table, the number of what a row belongs to, the rest of the row's key, and where that has to stand."""


def are_there() -> bool:
    """Return whether there is anything to drop."""
    return next(_strays(), None) is not None


def drop() -> bool:
    """Drop some rows, in the caller's transaction, and return whether there were any."""
    found = next(_strays(), None)
    if found is None:
        return False
    table, column, rest, number = found
    keys = f"{column}, {rest}"
    chosen = f"SELECT {keys} FROM {table} WHERE {column} = %s LIMIT %s"  # noqa: S608 -- constants
    rowwise.run(f"DELETE FROM {table} WHERE ({keys}) IN ({chosen})", [(number, _MOST)])  # noqa: S608 -- constants
    return True


def _strays() -> Iterator[tuple[str, str, str, int]]:
    for table, column, rest, owner in _ROWS:
        standing = {number for (number,) in sums.rows(f"select id from {owner}", ())}  # noqa: S608 -- constants
        yield from ((table, column, rest, number) for number in _numbers(table, column) if number not in standing)


def _numbers(table: str, column: str) -> Iterator[int]:
    """Each number once, by a seek in the table's key."""
    found = sums.rows(f"select min({column}) from {table}", ())[0][0]  # noqa: S608 -- constants
    while found is not None:
        yield found
        found = sums.rows(f"select min({column}) from {table} where {column} > %s", [found])[0][0]  # noqa: S608 -- constants
