"""Sums over facts, by one SQL statement each.

What was known at T is the range ``rec_at <= T < rec_to``; the index (unit, day, …) reads the asked days alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import OperationalError, connection

from zicha.core import bodies
from zicha.core.periods import Span, containing
from zicha.core.scheme import COUNTERS, Selector
from zicha.core.tallies import Tally

_TOO_LARGE = "integer overflow"
"""What SQLite says where a sum goes beyond eight bytes."""
_PRESENT = "coalesce(f.present, 0)"
_COUNTER = {
    "expected": "f.expected",
    "present": _PRESENT,
    "excused": "coalesce(f.excused, 0)",
    "made_up": "coalesce(f.made_up, 0)",
    "absent": f"f.expected - {_PRESENT} - coalesce(f.excused, 0)",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries are in question: of some units, in a span and not after ``on``, as known at an instant.

    The unit whose subtree is meant stands first. What is ``private`` counts on any day of its month.
    """

    units: tuple[str, ...]
    span: Span
    on: date
    as_known_at: datetime
    private: frozenset[str] = frozenset()

    @property
    def days(self) -> Span:
        """The days of the span up to ``on``."""
        end = min(self.span.end, self.on + timedelta(days=1)) if self.on < date.max else self.span.end
        return Span(self.span.start, max(self.span.start, end))


def parted(selector: Selector, scope: Scope) -> tuple[tuple[Selector, Scope], ...]:
    """Return what a selector means of kinds open to all, and of private ones, each with the entries in question."""
    closed = [kind for kind in selector.kinds if kind in scope.private]
    if not closed:
        return ((selector, scope),)
    public = tuple(kind for kind in selector.kinds if kind not in scope.private)
    month = containing(day=scope.on, per="month").span
    parts = [(replace(selector, kinds=tuple(closed)), replace(scope, on=month.last_day))]
    return tuple(parts if not public else [(replace(selector, kinds=public), scope), *parts])


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a statement, with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()


def totals(tallies: Iterable[Tally], *, scope: Scope) -> dict[Tally, int]:
    """Return the totals of tallies over the facts in question: one statement for each selector among them."""
    clauses = [units_clause(scope.units), days_clause(scope.days), known_clause(scope.as_known_at)]
    return grouped(tallies, source="store_fact f", clauses=clauses)


def grouped(tallies: Iterable[Tally], *, source: str, clauses: Sequence[Clause]) -> dict[Tally, int]:
    """Return the totals of tallies over the facts ``f`` of a source: one statement for each selector among them."""
    by_selector: dict[Selector, list[Tally]] = {}
    for tally in tallies:
        by_selector.setdefault(tally.selector, []).append(tally)
    found: dict[Tally, int] = {}
    for selector, some in by_selector.items():
        row = summed(selector, [tally.of for tally in some], source=source, clauses=clauses)
        found.update(zip(some, map(int, row), strict=True))
    return found


def summed(
    selector: Selector, amounts: Sequence[str], *, source: str, clauses: Sequence[Clause], more: str = ""
) -> tuple[Any, ...]:
    """Return a sum for each amount, as :func:`zicha.core.tallies.scale` tells, over the facts ``f`` of a source.

    An empty amount counts the facts; ``more`` is selected beside the sums.
    """
    chosen: list[str] = []
    joins: str = ""
    joined: list[str] = []
    for place, of in enumerate(amounts):
        sql, join, values = amount(of, place=place)
        chosen.append(sql)
        joins += join
        joined += values
    meant = [*clauses, *selector_clauses(selector)]
    where = " and ".join(clause.sql for clause in meant)
    asked = [value for clause in meant for value in clause.values]
    sql = f"select {', '.join([*chosen, *([more] if more else [])])} from {source}{joins} where {where}"  # noqa: S608 -- from constants; values are parameters
    return rows(sql, [*joined, *asked])[0]


def amount(of: str, *, place: int = 0) -> tuple[str, str, tuple[str, ...]]:
    """Return what sums an amount over the facts ``f``, the join it needs, and the values of that join."""
    if not of:
        return "count(*)", "", ()
    if of in COUNTERS:
        return f"coalesce(sum({_COUNTER[of]}), 0)", "", ()
    table = f"n{place}"
    join = f" left join store_factnumber {table} on {table}.seq = f.seq and {table}.field = %s"
    return f"coalesce(sum({table}.millionths), 0)", join, (of,)


def units_clause(units: Sequence[str]) -> Clause:
    """The facts of some units."""
    return Clause(f"f.unit in ({marks(units)})", tuple(units))


def days_clause(days: Span) -> Clause:
    """The facts that happened on some days."""
    return Clause("f.day >= %s and f.day < %s", (days.start.isoformat(), days.end.isoformat()))


def known_clause(as_known_at: datetime) -> Clause:
    """The facts that held at an instant."""
    instant = bodies.microseconds(as_known_at)
    return Clause("f.rec_at <= %s and f.rec_to > %s", (instant, instant))


def selector_clauses(selector: Selector) -> tuple[Clause, ...]:
    """The facts a selector means, withdrawn ones left out."""
    clauses = [Clause(f"f.kind in ({marks(selector.kinds)}) and not f.withdrawn", selector.kinds)]
    if selector.backfilled is not None:
        clauses.append(Clause("f.backfilled" if selector.backfilled else "not f.backfilled"))
    clauses += [
        Clause(f"{_field()} in ({marks(accepted)})", (_path(field), *accepted)) for field, accepted in selector.where
    ]
    return tuple(clauses)


def marks(values: Sequence[object]) -> str:
    """Return places for parameters, ``null`` for none."""
    return ", ".join(["%s"] * len(values)) or "null"


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what a statement selects; a sum that SQLite has no number for comes as its digits."""
    try:
        return _rows(sql, values)
    except OperationalError as error:
        if str(error) != _TOO_LARGE:
            raise
    connection.connection.create_aggregate("exact_sum", 1, _ExactSum)
    return _rows(sql.replace("sum(", "exact_sum("), values)


class _ExactSum:
    """Adds up beyond the eight bytes of SQLite's own sum, which is many times as quick."""

    def __init__(self) -> None:
        self.total: int | None = None

    def step(self, value: int | None) -> None:
        if value is not None:
            self.total = (self.total or 0) + value

    def finalize(self) -> str | None:
        return None if self.total is None else str(self.total)


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _field() -> str:
    """A plain field of an entry; an entry without any keeps an empty text."""
    if connection.vendor == "postgresql":
        return "(nullif(f.fields, '')::jsonb ->> %s)"
    return "json_extract(nullif(f.fields, ''), %s)"


def _path(field: str) -> str:
    return field if connection.vendor == "postgresql" else f'$."{field}"'
