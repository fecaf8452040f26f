"""Tallies by unit and month: what a table over many units and a year needs.

Where rows are kept, they give what was known when they were written; the revisions between then and the instant are
counted beside them, forwards or back. Days that are no whole months, and what is far from the rows, are counted from
the facts, by one statement for each tally.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from zicha.core import bodies, tallies
from zicha.core.periods import Span
from zicha.core.tallies import LEAST_UNITS, Tally
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import sums
from zicha.store.queries.sums import Clause, Scope

Months = dict[tuple[str, str], int]
"""Totals by unit and month, written ``2026-03``; where nothing was recorded there is no entry, or nothing."""

_CELLS = struct.Struct("<12q")
_WIDE = 16
"""Bytes of a number in a row in which one does not fit into eight."""
MOST_BESIDE = 20_000
"""So many revisions are counted beside the rows; from there on all is counted from the facts."""
_TURNS = 3
_UPTO = (
    "select coalesce(max(seq), 0) from store_revision"
    " where rec_at = (select max(rec_at) from store_revision where rec_at <= %s)"
)
_SINCE = (
    "rec_to >= (select rec_at from store_revision where seq = %s) and exists (select 1 from store_fact g"
    " where g.entry = f.entry and g.number = f.number + 1 and g.seq > %s)"
)
"""It stood then, and was superseded since."""
_SUPERSEDED = "store_fact g cross join store_fact f"


def totals(wanted: Iterable[Tally], *, scope: Scope) -> dict[Tally, Months]:
    """Return each tally over the facts in question, by the unit that recorded them and the month they happened in."""
    asked = tuple(dict.fromkeys(wanted))
    whole = _whole(scope.days) if len(scope.units) > LEAST_UNITS else None
    found = _kept(asked, whole, scope) if whole else None
    if whole is None or found is None:
        return {tally: _counted(tally, scope) for tally in asked}
    for days in (Span(scope.days.start, whole.start), Span(whole.end, scope.days.end)):
        if days.start < days.end:
            for tally in asked:
                _add(found[tally], _counted(tally, replace(scope, span=days)), 1)
    return found


def standing(wanted: Iterable[Tally]) -> dict[Tally, tuple[int, int]]:
    """Return the numbers of kept tallies, and how many revisions the rows of each stand for."""
    names = {tallies.digest(tally): tally for tally in wanted}
    sql = f"select digest, id, size from store_monthtally where kept and digest in ({sums.marks(list(names))})"  # noqa: S608 -- placeholders
    return {names[digest]: (number, size) for digest, number, size in sums.rows(sql, list(names))}


def kept() -> list[tuple[int, Tally, int]]:
    """Return number and tally of all that is kept, and how many revisions the rows of each stand for."""
    found = sums.rows("select id, form, size from store_monthtally where kept order by id", ())
    return [(number, tallies.read(form), size) for number, form, size in found]


def begun() -> list[tuple[int, Tally, int, str]]:
    """Return the tallies whose rows are being written, as :func:`kept` does, and the last unit that is done."""
    found = sums.rows("select id, form, size, upto from store_monthtally where not kept order by id", ())
    return [(number, tallies.read(form), size, upto) for number, form, size, upto in found]


def standing_facts(*, units: Sequence[str], size: int) -> Iterator[tuple[Any, ...]]:
    """Yield what stood of units after so many revisions.

    It is unit, day as text and what :func:`zicha.store.queries.cubes.state` takes.
    """
    sql = (
        "select unit, day, kind, withdrawn, backfilled, expected, present, excused, made_up, fields from store_fact f"  # noqa: S608 -- placeholders
        f" where unit in ({sums.marks(units)}) and seq <= %s and not withdrawn and (rec_to = %s or {_SINCE})"
    )
    for unit, day, *rest in sums.rows(sql, [*units, size, FOREVER, size, size]):
        yield (unit, str(day), *rest)


def between(tally: Tally, *, first: int, last: int) -> Months:
    """Return what the revisions ``first`` to ``last`` made of a tally: what they brought, less what they superseded."""
    new = Clause("f.seq between %s and %s", (first, last))
    old = Clause(
        "g.seq between %s and %s and g.number > 1 and f.entry = g.entry and f.number = g.number - 1", (first, last)
    )
    found = _grouped(tally, "store_fact f", [new])
    _add(found, _grouped(tally, _SUPERSEDED, [old]), -1)
    return found


def rows(*, tally: int, years: range, units: Sequence[str] | None) -> list[tuple[str, int, tuple[int, ...]]]:
    """Return unit, year and the twelve numbers of a tally's kept rows, of some units or of all."""
    of_units = f" and unit in ({sums.marks(units)})" if units is not None else ""
    sql = f"select unit, year, cells from store_monthrow where tally = %s and year >= %s and year < %s{of_units}"  # noqa: S608 -- placeholders
    asked = sums.rows(sql, [tally, years.start, years.stop, *(units or ())])
    return [(unit, year, unpack(bytes(cells))) for unit, year, cells in asked]


def pack(cells: Sequence[int]) -> bytes:
    """Return the twelve numbers of a row as it is kept: of eight bytes each, or of more if one needs them."""
    try:
        return _CELLS.pack(*cells)
    except struct.error:
        return b"".join(cell.to_bytes(_WIDE, "little", signed=True) for cell in cells)


def unpack(row: bytes) -> tuple[int, ...]:
    """Return the twelve numbers that :func:`pack` wrote."""
    if len(row) == _CELLS.size:
        return _CELLS.unpack(row)
    parts = (row[start : start + _WIDE] for start in range(0, len(row), _WIDE))
    return tuple(int.from_bytes(part, "little", signed=True) for part in parts)


def _kept(asked: Sequence[Tally], whole: Span, scope: Scope) -> dict[Tally, Months] | None:
    """The totals of whole months from kept rows; nothing where they are not kept, or far from the instant."""
    for _turn in range(_TURNS):
        known = standing(asked)
        if len(known) < len(asked):
            return None
        ((at,),) = sums.rows(_UPTO, [bodies.microseconds(scope.as_known_at)])
        if any(abs(at - size) > MOST_BESIDE for _number, size in known.values()):
            return None
        found = {tally: _at(tally, known[tally], at, whole, scope.units) for tally in asked}
        if standing(asked) == known:
            return found
    return None


def _at(tally: Tally, kept: tuple[int, int], at: int, whole: Span, units: Sequence[str]) -> Months:
    number, size = kept
    first, past = tallies.month(whole.start), tallies.month(whole.end)
    names = {month: tallies.first_day(month).isoformat()[:7] for month in range(first, past)}
    found: Months = {}
    for unit, year, cells in rows(tally=number, years=range(first // 12, (past - 1) // 12 + 1), units=units):
        found.update({(unit, names[month]): cells[month % 12] for month in names if month // 12 == year})
    if at != size:
        beside = between(tally, first=min(at, size) + 1, last=max(at, size))
        meant, months = frozenset(units), frozenset(names.values())
        some = {place: value for place, value in beside.items() if place[0] in meant and place[1] in months}
        _add(found, some, 1 if at > size else -1)
    return found


def _add(found: Months, more: Mapping[tuple[str, str], int], sign: int) -> None:
    for place, value in more.items():
        found[place] = found.get(place, 0) + sign * value


def _counted(tally: Tally, scope: Scope) -> Months:
    clauses = [sums.units_clause(scope.units), sums.days_clause(scope.days), sums.known_clause(scope.as_known_at)]
    return _grouped(tally, "store_fact f", clauses)


def _grouped(tally: Tally, source: str, clauses: Sequence[Clause]) -> Months:
    amount, joined, values = sums.amount(tally.of)
    meant = [*clauses, *sums.selector_clauses(tally.selector)]
    where = " and ".join(clause.sql for clause in meant)
    sql = f"select f.unit, {_month()}, {amount} from {source}{joined} where {where} group by 1, 2"  # noqa: S608 -- from constants; values are parameters
    found: list[tuple[Any, ...]] = sums.rows(sql, [*values, *(value for clause in meant for value in clause.values)])
    return {(unit, month): int(total) for unit, month, total in found}


def _whole(days: Span) -> Span | None:
    """The whole months among the days, if there are any."""
    months = tallies.whole_months(days)
    if not months:
        return None
    past = months.stop if days.end == tallies.first_day(months.stop) else months.stop - 1
    return Span(tallies.first_day(months.start), tallies.first_day(past)) if past > months.start else None


def _month() -> str:
    return "to_char(f.day, 'YYYY-MM')" if connection.vendor == "postgresql" else "substr(f.day, 1, 7)"
