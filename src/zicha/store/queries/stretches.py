"""Stretches of the log, read by hand-written SQL: verifying a million records reads eight million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from zicha.core.stretches import Row, Stretch
from zicha.store.models.ledger import FOREVER

_SAME = (
    "entry", "number", "unit", "day", "kind", "rec_at", "withdrawn", "backfilled", "makes_up", "expected", "present",
    "excused", "made_up",
)  # fmt: skip
_ROWS = """
    SELECT r.seq, r.entry, r.number, r.unit, r.unit_seq, r.kind, {day}, r.rec_at, {withdrawn}, {backfilled}, {makes_up},
        r.expected, r.present, r.excused, r.made_up, r.body, r.leaf,
        s.salt, s.expected, s.present, s.excused, s.made_up, s.guests,
        {follows} AND f.rec_to = COALESCE((SELECT max(n.rec_at) FROM store_revision n
            WHERE n.entry = r.entry AND n.number = r.number + 1), {forever}),
        f.evidence, f.fields
    FROM store_revision r LEFT JOIN store_attendancesheet s ON s.seq = r.seq LEFT JOIN store_fact f ON f.seq = r.seq
    WHERE r.seq BETWEEN %s AND %s ORDER BY r.seq
"""
_PERSONAL = "SELECT seq, field, salt, value FROM store_personalvalue WHERE seq BETWEEN %s AND %s ORDER BY seq"
_LINKS = "SELECT seq, kind, size FROM store_evidencelink WHERE seq BETWEEN %s AND %s ORDER BY seq, place"
_NUMBERS = "SELECT seq, field, millionths FROM store_factnumber WHERE seq BETWEEN %s AND %s ORDER BY seq"
_NODES = "SELECT hash FROM store_ledgernode WHERE level = %s AND idx >= %s AND idx < %s ORDER BY idx"
_ENDINGS = """
    SELECT n.entry, n.number, n.rec_at FROM store_revision r
    JOIN store_revision n ON n.entry = r.entry AND n.number = r.number + 1 WHERE r.seq BETWEEN %s AND %s
"""


@contextmanager
def one_instant() -> Iterator[None]:
    """Let everything read inside be as it was at one instant, however others write; nobody waits for it.

    It changes nothing. Inside a transaction it is that transaction's.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def read(*, first: int, last: int) -> Stretch:
    """Return what is stored of the revisions ``first`` to ``last``."""
    span = (first, last)
    personal: dict[int, list[tuple[str, bytes, str]]] = {}
    for seq, field, salt, value in _fetch(_PERSONAL, span):
        personal.setdefault(seq, []).append((field, salt, value))
    links: dict[int, list[tuple[str, int]]] = {}
    for seq, kind, size in _fetch(_LINKS, span):
        links.setdefault(seq, []).append((kind, size))
    numbers: dict[int, list[tuple[str, int]]] = {}
    for seq, field, value in _fetch(_NUMBERS, span):
        numbers.setdefault(seq, []).append((field, value))
    rows = [Row._make(told) for told in _fetch(_rows(), span)]
    return Stretch(first, last, rows, personal, links, numbers)


def nodes(*, level: int, first: int, count: int) -> list[bytes]:
    """Return the stored hashes of ``count`` nodes of a level from one on, in order; those that are missing left out."""
    return [bytes(found) for (found,) in _fetch(_NODES, (level, first, first + count))]


def endings(*, first: int, last: int) -> dict[tuple[int, int], int]:
    """Return when the next revision was recorded, by entry and number, for those revisions that have one."""
    return {(entry, number - 1): rec_at for entry, number, rec_at in _fetch(_ENDINGS, (first, last))}


def _rows() -> str:
    """As the columns hold it, without the driver making days and truths of them, which takes as long as all the rest.

    SQLite lets a column hold anything, and a plus sign before it keeps the driver from interpreting it.
    """
    if connection.vendor == "sqlite":
        plain, same = "+r.{}", "IS"
        days = plain
    else:
        plain, same, days = "r.{}", "IS NOT DISTINCT FROM", "to_char(r.{}, 'YYYY-MM-DD')"
    return _ROWS.format(
        day=days.format("day"),
        makes_up=days.format("makes_up"),
        withdrawn=plain.format("withdrawn"),
        backfilled=plain.format("backfilled"),
        follows=" AND ".join(f"f.{column} {same} r.{column}" for column in _SAME),
        forever=FOREVER,
    )


def _fetch(statement: str, values: Iterable[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
