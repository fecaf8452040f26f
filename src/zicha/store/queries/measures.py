"""Measures in SQL, equal to the fold of :mod:`zicha.core.measures` (a property test holds it)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.db import connection

from zicha.core import measures, tallies
from zicha.core.measures import Measured, Value
from zicha.core.scheme import (
    Cells,
    Count,
    DistinctPeople,
    ProblemCount,
    ProblemShare,
    Rate,
    Rule,
    Selector,
    Share,
    StudyCount,
    StudyShare,
    Sum,
)
from zicha.store.queries import cubes, presence, sums
from zicha.store.queries.presence import Crowd
from zicha.store.queries.sums import Scope

__all__ = ["Scope", "measured", "value"]


def value(rule: Rule, *, scope: Scope) -> Value:
    """Return the value :func:`measured` returns, without the records: kept sums are asked where there are any."""
    wanted = tallies.of_rule(rule)
    if isinstance(rule, DistinctPeople):
        return presence.count(rule.selector, scope=scope)
    if not wanted:
        return measured(rule, scope=scope).value
    totals = cubes.totals(wanted, scope=scope)
    return tallies.value(rule, totals if totals is not None else sums.totals(wanted, scope=scope))


def measured(rule: Rule, *, scope: Scope) -> Measured:
    """Return what the fold returns for a rule over entries; raise ``TypeError`` for a rule over cells."""
    match rule:
        case Count(selector=selector):
            (count,), records = _sums(selector, ("",), scope)
            return Measured(count, records)
        case Sum(of=of, selector=selector):
            (total,), records = _sums(selector, (of,), scope)
            return Measured(measures.exact(Fraction(total, tallies.scale(of))), records)
        case Rate():
            (above, below), records = _sums(rule.selector, (rule.numerator, rule.denominator), scope)
            return Measured(measures.divided(Fraction(above), Fraction(below)), records)
        case Share():
            return _share(rule, scope)
        case DistinctPeople(selector=selector):
            return _distinct(selector, scope)
        case Cells():
            raise TypeError("windows are counted on a board")
        case ProblemCount() | ProblemShare():
            raise TypeError("problems are counted by the fold of their steps")
        case StudyCount() | StudyShare():
            raise TypeError("items of a study plan are counted by the fold of their steps")


def _share(rule: Share, scope: Scope) -> Measured:
    (above,), part = _sums(rule.part, (rule.of,), scope)
    (below,), whole = _sums(rule.whole, (rule.of,), scope)
    return Measured(measures.divided(Fraction(above), Fraction(below)), tuple(sorted({*part, *whole})))


def _sums(selector: Selector, amounts: Sequence[str], scope: Scope) -> tuple[list[int], tuple[int, ...]]:
    """Return the sums of the amounts, and the entries' seqs."""
    found = [_part(each, amounts, some) for each, some in sums.parted(selector, scope)]
    totals = [sum(some) for some in zip(*(totals for totals, _seqs in found), strict=True)]
    return totals, tuple(sorted(seq for _totals, seqs in found for seq in seqs))


def _part(selector: Selector, amounts: Sequence[str], scope: Scope) -> tuple[list[int], tuple[int, ...]]:
    clauses = [sums.units_clause(scope.units), sums.days_clause(scope.days), sums.known_clause(scope.as_known_at)]
    *totals, seqs = sums.summed(selector, amounts, source="store_fact f", clauses=clauses, more=_seqs())
    return [int(total) for total in totals], _listed(seqs)


def _distinct(selector: Selector, scope: Scope) -> Measured:
    """Sheets are bitmaps of a unit's slots: one union a unit, and who has several seats at the end.

    Heads are counted of private kinds alone or of none.
    """
    ((chosen, some),) = sums.parted(selector, scope)
    clauses = [
        sums.units_clause(some.units),
        sums.days_clause(some.days),
        sums.known_clause(some.as_known_at),
        *sums.selector_clauses(chosen),
    ]
    sql = (
        "select f.seq, f.unit, f.present, f.expected, s.present, s.guests from store_fact f"  # noqa: S608 -- constants
        f" left join store_attendancesheet s on s.seq = f.seq where {' and '.join(clause.sql for clause in clauses)}"
    )
    crowd = Crowd()
    records, unnamed = [], []
    found = sums.rows(sql, [value for clause in clauses for value in clause.values])
    for seq, unit, present, expected, bitmap, guests in found:
        bits = int.from_bytes(bytes(bitmap or b""), "little")
        others = presence.present_guests(guests)
        crowd.add(unit, bits, others)
        records.append(seq)
        if expected is not None and bits.bit_count() + len(others) < (present or 0):
            unnamed.append(seq)
    return Measured(presence.people(crowd), tuple(sorted(records)), tuple(sorted(unnamed)))


def _seqs() -> str:
    return "string_agg(f.seq::text, ',')" if connection.vendor == "postgresql" else "group_concat(f.seq)"


def _listed(seqs: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, seqs.split(",")))) if seqs else ()
