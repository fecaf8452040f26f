"""Measures by one SQL statement each, equal to the fold of :mod:`zicha.core.measures` (a property test holds it).

What was known at T is the range ``rec_at <= T < rec_to``; the index (unit, day, …) reads the asked days alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db import connection

from zicha.core import bodies, measures, slots
from zicha.core.measures import Measured
from zicha.core.periods import Span
from zicha.core.scheme import (
    COUNTERS,
    Cells,
    Count,
    DistinctPeople,
    ProblemCount,
    ProblemShare,
    Rate,
    Rule,
    Selector,
    Share,
    Sum,
)

_MILLION = 10**6
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
    """Which entries are in question: of some units, in a span and not after ``on``, as known at an instant."""

    units: tuple[str, ...]
    span: Span
    on: date
    as_known_at: datetime


def measured(rule: Rule, *, scope: Scope) -> Measured:
    """Return what the fold returns for a rule over entries; raise ``TypeError`` for a rule over cells."""
    match rule:
        case Count(selector=selector):
            count, _amounts, records = _sums(selector, (), scope)
            return Measured(count, records)
        case Sum(of=of, selector=selector):
            _count, (total,), records = _sums(selector, (of,), scope)
            return Measured(measures.exact(total), records)
        case Rate():
            _count, (above, below), records = _sums(rule.selector, (rule.numerator, rule.denominator), scope)
            return Measured(measures.divided(above, below), records)
        case Share():
            return _share(rule, scope)
        case DistinctPeople(selector=selector):
            return _distinct(selector, scope)
        case Cells():
            raise TypeError("windows are counted on a board")
        case ProblemCount() | ProblemShare():
            raise TypeError("problems are counted by the fold of their steps")


def _share(rule: Share, scope: Scope) -> Measured:
    of = (rule.of,) if rule.of else ()
    part_count, part_sum, part = _sums(rule.part, of, scope)
    whole_count, whole_sum, whole = _sums(rule.whole, of, scope)
    above, below = (part_sum[0], whole_sum[0]) if of else (Fraction(part_count), Fraction(whole_count))
    return Measured(measures.divided(above, below), tuple(sorted({*part, *whole})))


def _sums(selector: Selector, amounts: Sequence[str], scope: Scope) -> tuple[int, list[Fraction], tuple[int, ...]]:
    """Return the number of entries, the sums of the amounts, and the entries' seqs."""
    sums, joins, joined = [], "", []
    for place, of in enumerate(amounts):
        if of in COUNTERS:
            sums.append(f"coalesce(sum({_COUNTER[of]}), 0) * {_MILLION}")
        else:
            joins += f" left join store_factnumber n{place} on n{place}.seq = f.seq and n{place}.field = %s"
            joined.append(of)
            sums.append(f"coalesce(sum(n{place}.millionths), 0)")
    where, values = _where(selector, scope)
    chosen = ", ".join(["count(*)", _seqs(), *sums])
    row = _rows(f"select {chosen} from store_fact f{joins} where {where}", [*joined, *values])[0]  # noqa: S608 -- from constants; values are parameters
    count, seqs, *totals = row
    return count, [Fraction(int(total), _MILLION) for total in totals], _listed(seqs)


def _distinct(selector: Selector, scope: Scope) -> Measured:
    """Sheets are bitmaps of a unit's slots: one union a unit, and the slots' people at the end."""
    where, values = _where(selector, scope)
    sql = (
        "select f.seq, f.unit, f.present, f.expected, s.present, s.guests from store_fact f"  # noqa: S608 -- constants
        f" left join store_attendancesheet s on s.seq = f.seq where {where}"
    )
    union: dict[str, int] = {}
    people: set[str] = set()
    records, unnamed = [], []
    for seq, unit, present, expected, bitmap, guests in _rows(sql, values):
        bits = int.from_bytes(bytes(bitmap or b""), "little")
        others = json.loads(guests).get("present", ()) if guests else ()
        union[unit] = union.get(unit, 0) | bits
        people.update(others)
        records.append(seq)
        if expected is not None and bits.bit_count() + len(others) < (present or 0):
            unnamed.append(seq)
    people.update(_seated(union))
    return Measured(len(people), tuple(sorted(records)), tuple(sorted(unnamed)))


def _seated(union: dict[str, int]) -> Iterable[str]:
    units = [unit for unit, bits in union.items() if bits]
    if not units:
        return ()
    places = ", ".join(["%s"] * len(units))
    seats = {
        (unit, slot): person
        for unit, slot, person in _rows(
            f"select unit, slot, person from store_slot where unit in ({places})",  # noqa: S608 -- placeholders
            units,
        )
    }
    return [
        seats.get((unit, slot), f"{unit}#{slot}")  # whoever was erased still counts as one
        for unit in units
        for slot in slots.unpack(union[unit].to_bytes((union[unit].bit_length() + 7) // 8, "little"))
    ]


def _where(selector: Selector, scope: Scope) -> tuple[str, list[Any]]:
    end = min(scope.span.end, scope.on + timedelta(days=1)) if scope.on < date.max else scope.span.end
    instant = bodies.microseconds(scope.as_known_at)
    clauses = [
        f"f.unit in ({_marks(scope.units)})",
        "f.day >= %s",
        "f.day < %s",
        f"f.kind in ({_marks(selector.kinds)})",
        "f.rec_at <= %s",
        "f.rec_to > %s",
        "not f.withdrawn",
    ]
    values: list[Any] = [
        *scope.units, scope.span.start.isoformat(), end.isoformat(), *selector.kinds, instant, instant,
    ]  # fmt: skip
    if selector.backfilled is not None:
        clauses.append("f.backfilled" if selector.backfilled else "not f.backfilled")
    for field, accepted in selector.where:
        clauses.append(f"{_field()} in ({_marks(accepted)})")
        values += [_path(field), *accepted]
    return " and ".join(clauses), values


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values)) or "null"


def _field() -> str:
    """A plain field of an entry; an entry without any keeps an empty text."""
    if connection.vendor == "postgresql":
        return "(nullif(f.fields, '')::jsonb ->> %s)"
    return "json_extract(nullif(f.fields, ''), %s)"


def _path(field: str) -> str:
    return field if connection.vendor == "postgresql" else f'$."{field}"'


def _seqs() -> str:
    return "string_agg(f.seq::text, ',')" if connection.vendor == "postgresql" else "group_concat(f.seq)"


def _listed(seqs: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, seqs.split(",")))) if seqs else ()


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
