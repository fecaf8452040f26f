"""Totals of large subtrees from kept sums, exact for any units, days and instant.

A node's cells give what was known at the end of a day, UTC; the changes of the asked day up to the instant, or after
it, are counted from their revisions. Units that the node does not cover, or covers and are not asked for, and days
that are no whole months are counted from the facts. Where the cube knows nothing, nothing is returned.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from zicha.core import bodies, tallies
from zicha.core.ledger import Attendance, Draft, Revision
from zicha.core.periods import Span
from zicha.core.tallies import LEAST_UNITS, Tally
from zicha.store import models
from zicha.store.queries import sums
from zicha.store.queries.sums import Clause, Scope

_DAY = 86_400_000_000
_LAST = datetime(9999, 12, 31, tzinfo=UTC)
_TURNS = 3
_UPTO = (
    "coalesce((select max(seq) from store_revision"
    " where rec_at = (select max(rec_at) from store_revision where rec_at {} %s)), 0)"
)
"""The last revision recorded until an instant: put in order by both, SQLite sorts all of them after the last."""
_NEW = "store_fact f"
_OLD = "store_fact g cross join store_fact f"
_SAID = "f.kind, f.withdrawn, f.backfilled, f.expected, f.present, f.excused, f.made_up, f.fields"
_MEMBER = "(select 1 from store_cubemember m where m.node = %s and m.unit = f.unit) is not null"
"""A join would have SQLite read all units of the node first, to filter with."""


@dataclass(frozen=True, slots=True)
class _Cube:
    """A node that is kept, the numbers of the tallies in question, and the size of the ledger."""

    node: int
    digest: str
    size: int
    tallies: dict[int, Tally]


@dataclass(frozen=True, slots=True)
class _Known:
    """Which cells and which revisions make up what was known at an instant.

    Attributes:
        before: cells recorded before this day count.
        first, last: revisions that were not in those days yet, or no longer.
        sign: whether they are added, or taken away again.
    """

    before: int
    first: int
    last: int
    sign: int


def totals(wanted: Sequence[Tally], *, scope: Scope) -> dict[Tally, int] | None:
    """Return the totals of tallies over the facts in question, or ``None`` where they are better counted."""
    months = tallies.whole_months(scope.days)
    if len(scope.units) <= LEAST_UNITS or not months:
        return None
    for _turn in range(_TURNS):
        cube = _cube(wanted, scope.units[0])
        found = _totals(cube, months, scope) if cube is not None else None
        if cube is None or found is None or _stands(cube):
            return found
    return None


def node_members(*, node: int) -> frozenset[str]:
    """Return the units a node covers."""
    return frozenset(models.CubeMember.objects.filter(node=node).values_list("unit", flat=True))


def sample() -> tuple[str, int, int] | None:
    """Return the unit on top of the smallest subtree that is kept, its units, and how many of its sums are wrong.

    Wrong is a sum over everything known that the facts do not give. Returns ``None`` where nothing is kept.
    """
    smallest = sums.rows(
        "select n.id, n.unit from store_cubenode n join store_cubemember m on m.node = n.id where n.kept"
        " group by n.id, n.unit order by count(*), n.id limit 1",
        (),
    )
    if not smallest:
        return None
    ((node, unit),) = smallest
    kept = dict(sums.rows("select tally, sum(value) from store_cubecell where node = %s group by tally", [node]))
    members, known = tuple(sorted(node_members(node=node))), known_tallies()
    counted = sums.totals(known.values(), scope=Scope(members, Span(date.min, date.max), date.max, _LAST))
    wrong = sum(counted[tally] != int(kept.get(number, 0)) for number, tally in known.items())
    return unit, len(members), wrong


def known_tallies() -> dict[int, Tally]:
    """Return the tallies that are kept, by number."""
    return {
        number: tallies.read(form) for number, form in sums.rows("select id, form from store_cubetally where kept", ())
    }


def facts(*, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """Yield unit, day, ``rec_at``, ``rec_to`` and what :func:`state` takes, of the facts ``first`` to ``last``."""
    sql = (
        "select unit, day, rec_at, rec_to, kind, withdrawn, backfilled, expected, present, excused, made_up, fields"
        " from store_fact where seq between %s and %s order by seq"
    )
    for unit, day, *rest in sums.rows(sql, [first, last]):
        yield (unit, day if isinstance(day, date) else date.fromisoformat(day), *rest)


def brought(*, first: int, last: int) -> list[tuple[Any, ...]]:
    """Return unit, day, instant of recording and what :func:`state` takes of the revisions ``first`` to ``last``."""
    where = "f.seq between %s and %s"
    return sums.rows(f"select f.unit, f.day, f.rec_at, {_SAID} from {_NEW} where {where}", [first, last])  # noqa: S608 -- constants


def superseded(*, first: int, last: int) -> list[tuple[Any, ...]]:
    """Return the same of the states that the revisions ``first`` to ``last`` took the place of, and when they did."""
    meant = "g.seq between %s and %s and g.number > 1 and f.entry = g.entry and f.number = g.number - 1"
    return sums.rows(f"select f.unit, f.day, g.rec_at, {_SAID} from {_OLD} where {meant}", [first, last])  # noqa: S608 -- constants


def state(said: Sequence[Any]) -> Revision:
    """Return a state of an entry as far as amounts follow from it, without its unit, its day and its number."""
    kind, withdrawn, backfilled, expected, present, excused, made_up, fields = said
    sheet = None if expected is None else Attendance(expected, present or 0, excused or 0, made_up or 0)
    plain = json.loads(fields).items() if fields else ()
    found = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in plain)
    draft = Draft("", kind, date.min, fields=found, attendance=sheet)
    return Revision(0, 0, 1, draft, bodies.EPOCH, withdrawn=bool(withdrawn), backfilled=bool(backfilled))


def numbers() -> dict[str, int]:
    """Return the numbers of the nodes by the unit on top."""
    return dict(models.CubeNode.objects.filter(kept=True).values_list("unit", "id"))


def pairs(*, nodes: Collection[str] | None = None) -> frozenset[tuple[str, str]]:
    """Return the unit on top and each unit covered, of some nodes or of all."""
    tops = {number: unit for unit, number in numbers().items() if nodes is None or unit in nodes}
    rows = models.CubeMember.objects.filter(node__in=tops) if nodes is not None else models.CubeMember.objects.all()
    return frozenset((tops[node], unit) for node, unit in rows.values_list("node", "unit") if node in tops)


def recorded_day(instant: int) -> int:
    """Return the day, counted from 1970 in UTC, of an instant in microseconds."""
    return instant // _DAY


def _cube(wanted: Sequence[Tally], unit: str) -> _Cube | None:
    names = {tallies.digest(tally): tally for tally in wanted}
    found = sums.rows(
        "select n.id, n.digest, h.size, t.id, t.digest from store_cubenode n, store_cubetally t, store_ledgerhead h"  # noqa: S608 -- placeholders
        f" where n.unit = %s and n.kept and h.id = 1 and t.kept and t.digest in ({sums.marks(list(names))})",
        [unit, *names],
    )
    if len(found) < len(names):
        return None
    node, digest, size, *_tally = found[0]
    return _Cube(node, digest, size, {number: names[name] for *_node, number, name in found})


def _stands(cube: _Cube) -> bool:
    """Whether nothing was recorded or rebuilt since the cube was looked up, so that all parts fit together."""
    sql = "select n.digest, h.size from store_cubenode n, store_ledgerhead h where n.id = %s and n.kept and h.id = 1"
    return sums.rows(sql, [cube.node]) == [(cube.digest, cube.size)]


def _totals(cube: _Cube, months: range, scope: Scope) -> dict[Tally, int] | None:
    more, fewer = _differing(cube, scope.units)
    if len(more) + len(fewer) > len(scope.units) // 2:
        return None
    known = _known(bodies.microseconds(scope.as_known_at))
    cells, covered = _cells(cube, months, known, scope.days)
    wanted = tuple(cube.tallies.values())
    counted = replace(scope, span=covered, on=date.max)
    parts = [(1, cells), *_of_the_day(cube, wanted, known, covered)]
    parts += [
        (sign, sums.totals(wanted, scope=replace(counted, units=units)))
        for sign, units in ((1, more), (-1, fewer))
        if units
    ]
    parts += [(1, sums.totals(wanted, scope=replace(scope, span=days))) for days in _around(scope.days, covered)]
    return {tally: sum(sign * part[tally] for sign, part in parts) for tally in wanted}


def _differing(cube: _Cube, units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units in question that the node does not cover, and those it covers that are not in question."""
    if tallies.digest_of_units(units) == cube.digest:
        return (), ()
    asked, members = frozenset(units), node_members(node=cube.node)
    return tuple(sorted(asked - members)), tuple(sorted(members - asked))


def _known(instant: int) -> _Known:
    """Choose the shorter way to an instant: from the end of its day back, or from the day's beginning on."""
    day = recorded_day(instant)
    asked = f"select {_UPTO.format('<')}, {_UPTO.format('<=')}, {_UPTO.format('<')}"
    ((before, at, after),) = sums.rows(asked, [day * _DAY, instant, (day + 1) * _DAY])
    if after - at <= at - before:
        return _Known(day + 1, at + 1, after, -1)
    return _Known(day, before + 1, at, 1)


def _cells(cube: _Cube, months: range, known: _Known, days: Span) -> tuple[dict[Tally, int], Span]:
    """Return the cells' totals and the days they stand for: a month that goes beyond the days only if it may."""
    numbers = sorted(cube.tallies)
    rows = sums.rows(
        "select tally, month, sum(value), max(latest) from store_cubecell where node = %s"  # noqa: S608 -- placeholders
        f" and tally in ({sums.marks(numbers)}) and month >= %s and month < %s and recorded < %s group by tally, month",
        [cube.node, *numbers, months.start, months.stop, known.before],
    )
    end = tallies.first_day(months.stop)
    if days.end < end and any(
        month == months.stop - 1 and latest >= days.end.day for _tally, month, _value, latest in rows
    ):
        end = tallies.first_day(months.stop - 1)
    covered = Span(tallies.first_day(months.start), min(end, days.end))
    found = dict.fromkeys(cube.tallies.values(), 0)
    for number, month, value, _latest in rows:
        if tallies.first_day(month) < covered.end:
            found[cube.tallies[number]] += int(value)
    return found, covered


def _of_the_day(cube: _Cube, wanted: Sequence[Tally], known: _Known, days: Span) -> list[tuple[int, dict[Tally, int]]]:
    """What the asked day's revisions brought and what they superseded; the joins are in the order they are cheap in."""
    if known.last < known.first:
        return []
    member = Clause(_MEMBER, (cube.node,))
    happened = sums.days_clause(days)
    new = Clause("f.seq between %s and %s", (known.first, known.last))
    old = Clause(
        "g.seq between %s and %s and g.number > 1 and f.entry = g.entry and f.number = g.number - 1",
        (known.first, known.last),
    )
    return [
        (known.sign, sums.grouped(wanted, source=_NEW, clauses=[new, member, happened])),
        (-known.sign, sums.grouped(wanted, source=_OLD, clauses=[old, member, happened])),
    ]


def _around(days: Span, covered: Span) -> list[Span]:
    """The days before and after those the cells stand for."""
    parts = (Span(days.start, min(covered.start, days.end)), Span(max(covered.end, covered.start), days.end))
    return [part for part in parts if part.start < part.end]
