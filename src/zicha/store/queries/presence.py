"""Different people of many units, from kept rows, as known at an instant; what those do not tell is read from sheets.

The fold in :mod:`zicha.core.measures` is the definition (a property test holds it).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from zicha.core import bodies, presence, tallies
from zicha.core.periods import Span
from zicha.core.presence import Seen
from zicha.core.scheme import Selector
from zicha.core.tallies import LEAST_UNITS
from zicha.store.queries import sums
from zicha.store.queries.sums import Scope

_TURNS = 3
_LATEST = (
    "(select r.cells from store_presencerow r where r.selector = %s and r.year = %s and r.unit = u.unit"
    " and r.rec_at <= %s order by r.rec_at desc limit 1)"
)
_UNITS = {
    "postgresql": "unnest(%s::text[]) with ordinality as u(unit, place)",
    "sqlite": "(select value as unit, key as place from json_each(%s)) u",
}


@dataclass(slots=True)
class Crowd:
    """Who was present.

    Attributes:
        seats: by unit; bit ``n`` is the slot ``n``.
        guests: ids of those without a seat in the unit they were seen in.
    """

    seats: dict[str, int] = field(default_factory=dict)
    guests: set[str] = field(default_factory=set)

    def add(self, unit: str, seats: int, guests: Iterable[str] = ()) -> None:
        """Add those of one sheet or of one month."""
        if seats:
            self.seats[unit] = self.seats.get(unit, 0) | seats
        self.guests.update(guests)


def count(selector: Selector, *, scope: Scope) -> int:
    """Return how many different people were present at the entries in question."""
    months = tallies.whole_months(scope.days)
    if len(scope.units) > LEAST_UNITS and months:
        for _turn in range(_TURNS):
            before = _standing(selector)
            if before is None:
                break
            crowd = _kept(before[0], selector, months, scope)
            if _standing(selector) == before:
                return people(crowd)
    return people(seen(selector, scope=scope))


def seen(selector: Selector, *, scope: Scope) -> Crowd:
    """Return who was present at the entries in question, read from their sheets."""
    found = Crowd()
    for unit, bitmap, guests in _sheets(selector, scope):
        found.add(unit, int.from_bytes(bytes(bitmap), "little"), present_guests(guests))
    return found


def people(crowd: Crowd) -> int:
    """Return how many different people a crowd is: somebody who sat in several units is one."""
    seated: dict[str, list[tuple[str, int]]] = {}
    several = (
        "select person, unit, slot from store_slot"
        " where person in (select person from store_slot group by person having count(*) > 1)"
    )
    guests = sorted(crowd.guests)
    asked = f"select person, unit, slot from store_slot where person in ({sums.marks(guests)})"  # noqa: S608 -- placeholders
    for rows in (sums.rows(several, ()), sums.rows(asked, guests) if guests else []):
        for person, unit, slot in rows:
            seated.setdefault(person, []).append((unit, slot))
    once = {person: sorted(set(everywhere)) for person, everywhere in seated.items()}
    return presence.different(crowd.seats, guests=guests, seated=once)


def present_guests(guests: str | None) -> tuple[str, ...]:
    """Return those among a sheet's guests who were there."""
    return tuple(json.loads(guests).get("present", ())) if guests else ()


def selectors() -> dict[int, Selector]:
    """Return the selectors whose rows are kept, by number."""
    found = sums.rows("select id, form from store_presenceselector", ())
    return {number: tallies.read(form).selector for number, form in found}


def rows(*, selector: int, year: int, units: Sequence[str], as_known_at: int) -> list[bytes]:
    """Return the rows of units in their order, as known at an instant in microseconds; empty for one without sheets."""
    listed = list(units) if connection.vendor == "postgresql" else json.dumps(list(units))
    sql = f"select {_LATEST} from {_UNITS[connection.vendor]} order by u.place"  # noqa: S608 -- no outside text in it
    return [bytes(cells or b"") for (cells,) in sums.rows(sql, [selector, year, as_known_at, listed])]


def of_seqs(*, seqs: Collection[int]) -> dict[int, tuple[int, bool]]:
    """Return the seats that were present on the sheets of some revisions, and whether guests were."""
    asked = tuple(seqs)
    sql = f"select seq, present, guests from store_attendancesheet where seq in ({sums.marks(asked)})"  # noqa: S608 -- placeholders
    return {
        seq: (int.from_bytes(bytes(bitmap), "little"), bool(present_guests(guests)))
        for seq, bitmap, guests in sums.rows(sql, asked)
    }


def meant(
    selector: Selector, *, units: Sequence[str], span: Span | None = None, standing_at: int | None = None
) -> list[tuple[Any, ...]]:
    """Return unit, day, entry, ``rec_at``, ``rec_to`` and :class:`Seen` of the entries meant that anyone came to.

    Takes the days on which they happened, and the instant at which they held; ``None`` for every state ever.
    """
    clauses = [sums.units_clause(units), *sums.selector_clauses(selector)]
    if span is not None:
        clauses.append(sums.days_clause(span))
    if standing_at is not None:
        clauses.append(sums.Clause("f.rec_at <= %s and f.rec_to > %s", (standing_at, standing_at)))
    sql = (
        "select f.unit, f.day, f.entry, f.rec_at, f.rec_to, s.present, s.guests from store_fact f"  # noqa: S608 -- constants
        f" join store_attendancesheet s on s.seq = f.seq where {' and '.join(clause.sql for clause in clauses)}"
    )
    found = []
    for unit, written, entry, rec_at, rec_to, bitmap, guests in sums.rows(
        sql, [value for clause in clauses for value in clause.values]
    ):
        day = written if isinstance(written, date) else date.fromisoformat(written)
        seats, others = int.from_bytes(bytes(bitmap), "little"), bool(present_guests(guests))
        if seats or others:
            found.append((unit, day, entry, rec_at, rec_to, Seen(seats, others, day.day)))
    return found


def _standing(selector: Selector) -> tuple[int, int] | None:
    """The number of a kept selector and the size of the ledger: while both are the same, all parts fit."""
    name = tallies.digest(presence.of_selector(selector))
    sql = (
        "select p.id, h.size from store_presenceselector p, store_ledgerhead h"
        " where p.digest = %s and p.kept and h.id = 1"
    )
    found = sums.rows(sql, [name])
    return found[0] if found else None


def _kept(number: int, selector: Selector, months: range, scope: Scope) -> Crowd:
    """Who was present by the rows of whole months, and by the sheets of all that those leave open."""
    found = Crowd()
    instant = bodies.microseconds(scope.as_known_at)
    last = scope.days.end
    left: dict[int, list[str]] = {}
    for year in range(months.start // 12, (months.stop - 1) // 12 + 1):
        kept = rows(selector=number, year=year, units=scope.units, as_known_at=instant)
        within = [month for month in months if month // 12 == year]
        ends = {month: last.day if month == tallies.month(last) else 32 for month in within}
        for unit, row in zip(scope.units, kept, strict=True):
            for month in within if row else ():
                if presence.is_open(row, month % 12, before=ends[month]):
                    left.setdefault(month, []).append(unit)
                else:
                    found.add(unit, presence.seats(row, month % 12))
    _read_left(found, selector, left, scope)
    first = tallies.first_day(months.start)
    if scope.days.start < first:
        _merge(found, seen(selector, scope=_cut(scope, scope.units, Span(scope.days.start, first))))
    return found


def _read_left(found: Crowd, selector: Selector, left: dict[int, list[str]], scope: Scope) -> None:
    for month, units in left.items():
        days = Span(tallies.first_day(month), min(tallies.first_day(month + 1), scope.days.end))
        _merge(found, seen(selector, scope=_cut(scope, tuple(units), days)))


def _cut(scope: Scope, units: tuple[str, ...], span: Span) -> Scope:
    return Scope(units, span, date.max, scope.as_known_at)


def _merge(found: Crowd, more: Crowd) -> None:
    for unit, bits in more.seats.items():
        found.add(unit, bits)
    found.guests |= more.guests


def _sheets(selector: Selector, scope: Scope) -> list[tuple[Any, ...]]:
    clauses = [
        sums.units_clause(scope.units),
        sums.days_clause(scope.days),
        sums.known_clause(scope.as_known_at),
        *sums.selector_clauses(selector),
    ]
    sql = (
        "select f.unit, s.present, s.guests from store_fact f"  # noqa: S608 -- constants
        f" join store_attendancesheet s on s.seq = f.seq where {' and '.join(clause.sql for clause in clauses)}"
    )
    return sums.rows(sql, [value for clause in clauses for value in clause.values])
