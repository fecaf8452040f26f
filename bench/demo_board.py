"""The board of the demo's 14 units through its service, beside hand-written SQL and a query for every cell.

The hand-written SQL only counts entries by unit, kind and month: it is a lower bound, not the same answer.
A query for every cell is how a board is written without thinking of its cost.
"""

from __future__ import annotations

import contextlib
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from bench import harness

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ROOT = "U01"
FLOOR = """
    SELECT unit, kind, substr(day, 1, 7), count(*), sum(expected), sum(present)
    FROM store_fact WHERE day >= '2026-01-01' AND rec_at <= 4102444800000000 AND rec_to > 4102444800000000
    AND withdrawn = 0 GROUP BY 1, 2, 3
"""
CELL = """
    SELECT count(*) FROM store_fact WHERE unit = %s AND kind = %s AND day >= %s AND day < %s
    AND rec_at <= 4102444800000000 AND rec_to > 4102444800000000 AND withdrawn = 0
"""


def main() -> None:
    """Build the demo organisation in a temporary folder and time its board."""
    with tempfile.TemporaryDirectory() as folder:
        _found(Path(folder))
        _time()
        _close()


def _found(home: Path) -> None:
    from zicha.conf import start

    start.django(home=home)
    from zicha.services import demo, installation

    installation.initialise(home=home)
    demo.build(home=home, until=TODAY, now=NOW, language="zh")


def _time() -> None:
    from django.db import connection

    from zicha.core import periods
    from zicha.core.board import Board
    from zicha.services import boards
    from zicha.store.queries import schemes

    period = periods.parse("2026H2")
    known = datetime(2027, 1, 1, tzinfo=UTC)
    kinds = {
        duty.id: duty.fulfilled_by.kinds[0]
        for scheme in schemes.in_force(on=TODAY, as_known_at=known)
        for duty in scheme.duties
    }

    def show() -> Board:
        return boards.show(unit=ROOT, period=period, on=TODAY, as_known_at=known, subtree=True)

    cells = show().cells

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR)
            cursor.fetchall()

    def one_by_one() -> None:
        with connection.cursor() as cursor:
            for cell in cells:
                cursor.execute(CELL, [cell.unit, kinds[cell.duty], cell.window.start, cell.window.end])
                cursor.fetchone()

    contenders = {"zicha: the board": show, "hand SQL: counts only": floor, "one query a cell: counts only": one_by_one}
    harness.report(
        f"demo board: 14 units, {len(cells)} cells", harness.interleave(contenders), items=len(cells), unit="cell"
    )


def _close() -> None:
    from django.db import connection

    with contextlib.suppress(Exception):
        connection.close()
