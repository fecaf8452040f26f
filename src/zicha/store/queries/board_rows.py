"""Packed rows of the board, as known at an instant: one statement for all units of a year."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from zicha.core import bodies, kinds, packed_board
from zicha.core.board_steps import Asked
from zicha.core.ledger import Revision
from zicha.core.packed_board import Layout
from zicha.core.scheme import WAIVER, Scheme
from zicha.core.workdays_cn import CALENDAR
from zicha.store import models
from zicha.store.models.ledger import FOREVER
from zicha.store.queries import ledger, listed, schemes
from zicha.store.queries.schemes import Loaded, SchemeVersion

_FORM = "1"
"""What a row looks like; another form has other names."""
_LATEST = (
    "(SELECT r.cells FROM store_boardrow r WHERE r.layout = %s AND r.year = %s AND r.unit = u.unit"
    " AND r.rec_at <= %s ORDER BY r.rec_at DESC LIMIT 1)"
)
_STANDS = "EXISTS (SELECT 1 FROM store_boardlayout WHERE id = %s)"
_ALL_NEWEST = (
    "SELECT unit, cells FROM store_boardnewest WHERE layout = %s AND year = %s AND rec_at <= %s"
    " AND EXISTS (SELECT 1 FROM store_boardlayout WHERE id = layout)"
)
_ASKED = {
    "postgresql": "unnest(%s::bigint[], %s::integer[], %s::text[]) AS a(layout, year, unit)",
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS layout, json_extract(value, '$[1]') AS year,"
        " json_extract(value, '$[2]') AS unit FROM json_each(%s)) a"
    ),
}
_NEWEST = (
    "SELECT a.layout, a.year, a.unit, (SELECT n.cells FROM store_boardnewest n WHERE n.layout = a.layout"
    " AND n.year = a.year AND n.unit = a.unit) FROM "
)
Key = tuple[int, int, str]
"""The number of a layout, a year, a unit."""
KEPT_LAYOUTS = 2
"""The schemes that hold, and those that held before: what is older is asked for seldom, and folded."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Schemes that are told apart by the hashes of their files, which is quicker than by all they say."""

    names: tuple[str, ...]
    schemes: tuple[Scheme, ...] = field(compare=False)


def layout(*, on: date, as_known_at: datetime, versions: Sequence[SchemeVersion]) -> Layout:
    """Return the layout of the schemes that hold on a day, as known at an instant, out of all loaded versions."""
    held = kinds.holding(versions, on=on, as_known_at=as_known_at)
    names = tuple(next(each.sha256 for each in versions if each.scheme is scheme) for scheme in held)
    return _layout(_Named(names, held))


def wanted() -> tuple[Layout, ...]:
    """Return the layouts worth keeping: of the schemes that hold now, and of those that held before."""
    return wanted_of(schemes.everything())


@functools.lru_cache(maxsize=16)
def wanted_of(loaded: Loaded) -> tuple[Layout, ...]:
    """Return the layouts worth keeping under the loaded schemes."""
    versions = loaded.versions
    days = sorted({each.scheme.effective or date.min for each in versions})
    found = [layout(on=day, as_known_at=each.recorded_at, versions=versions) for day in days for each in versions[-1:]]
    return tuple(each for each in dict.fromkeys(found[-KEPT_LAYOUTS:]) if each.dated or each.standing)


def kept() -> dict[str, int]:
    """Return the numbers of the layouts that are kept, by their names."""
    return dict(models.BoardLayout.objects.filter(kept=True).values_list("digest", "id"))


def followed() -> dict[str, int]:
    """Return those, and the one that is being caught up with: its rows follow too."""
    return dict(models.BoardLayout.objects.values_list("digest", "id"))


def missing() -> Layout | None:
    """Return a layout that is worth keeping and is not kept, or ``None``."""
    known = kept()
    return next((each for each in wanted() if each.digest not in known), None)


def caught_up() -> tuple[int, int]:
    """Return how many of how many units have their rows in the layout that is being written; see ``BoardCatchUp``."""
    units = models.UnitSpan.objects.values_list("unit", flat=True).distinct()
    begun = models.BoardCatchUp.objects.values_list("upto", flat=True).first() or ""
    every = tuple(units)
    return sum(unit <= begun for unit in every), len(every)


def rows(*, number: int, year: int, units: Sequence[str], as_known_at: datetime | None) -> list[bytes | None] | None:
    """Return the rows of units in their order, as known at an instant or now; nothing for one without entries.

    Returns ``None`` if the layout is kept no more: rows that were dropped since its number was read would look like
    those of units without entries. One statement asks both, so that nothing comes between.
    """
    instant = FOREVER if as_known_at is None else bodies.microseconds(as_known_at)
    asked = sorted(set(units))  # rows that stand side by side are read together
    source = listed.rows(connection.vendor, table="u", column="unit")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT u.unit, {_LATEST} FROM {source} WHERE {_STANDS}",  # noqa: S608 -- no outside text in it
            [number, year, instant, listed.texts(asked), number],
        )
        found = dict(cursor.fetchall())
    if len(found) < len(asked):
        return None
    return [None if (cells := found[unit]) is None else bytes(cells) for unit in units]


def all_newest(*, number: int, year: int, as_known_at: datetime) -> dict[str, bytes]:
    """Return the rows, as known at an instant, of all units whose newest row was written by then; one walk reads them.

    There are none if the layout is kept no more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALL_NEWEST, [number, year, bodies.microseconds(as_known_at)])
        return {unit: bytes(cells) for unit, cells in cursor.fetchall()}


def newest(*, keys: Collection[Key]) -> dict[Key, bytes]:
    """Return the latest rows of some layouts, years and units; what has no entries is left out."""
    vendor, asked = connection.vendor, sorted(keys)
    values = [list(part) for part in zip(*asked, strict=True)] if vendor == "postgresql" else [json.dumps(asked)]
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST + _ASKED[vendor], values)
        return {(layout, year, unit): bytes(cells) for layout, year, unit, cells in cursor.fetchall() if cells}


def standing(*, units: Iterable[str], asked: Asked, until: date) -> tuple[Revision, ...]:
    """Return what stands now of units, light, out of what has to be known; takes the last day anything happened on."""
    days, within = asked.days, listed.within(connection.vendor)
    meant = "" if asked.kinds is None else f" AND kind {within}"
    clauses = [f"(day >= %s AND day <= %s AND (day < %s OR makes_up < %s){meant})"]
    values: list[object] = [listed.texts(units), days.start, until, days.end, days.end]
    values += [] if asked.kinds is None else [listed.texts(asked.kinds)]
    if asked.waivers:
        clauses.append("kind = %s")
        values.append(WAIVER)
    return ledger.light(
        where=f"unit {within} AND rec_to = {FOREVER} AND NOT withdrawn AND ({' OR '.join(clauses)})",
        values=values,
    )


def digests() -> dict[str, str]:
    """Return how each unit stood when its rows were written, as a hash."""
    return dict(models.BoardUnit.objects.values_list("unit", "digest"))


def entries_of(*, units: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the entries that some units have, or had."""
    return tuple(models.Fact.objects.filter(unit__in=tuple(units)).values_list("entry", flat=True).distinct())


@functools.lru_cache(maxsize=16)
def _layout(named: _Named) -> Layout:
    told = json.dumps([_FORM, _calendar(), *named.names])
    digest = hashlib.sha256(told.encode()).hexdigest()
    return packed_board.lay_out(named.schemes, digest=digest, calendar=CALENDAR)


@functools.lru_cache(maxsize=1)
def _calendar() -> str:
    days = (sorted(map(str, each)) for each in (CALENDAR.holidays, CALENDAR.workdays, CALENDAR.years))
    return hashlib.sha256(json.dumps(list(days)).encode()).hexdigest()
