"""The packed rows of many units, kept by a process from one question to the next.

The rows of now are read in one walk, those of an instant that is past are sought unit by unit. Of what it has read it
reads again only the units in which something was recorded since. That is exact: no record is
dated before the one ahead of it, so the rows known at an instant follow from a stretch of the ledger from its
beginning, from how the units stand, and from the layout. Those three say what is kept, and the first question after
another process wrote, a transaction was taken back or another database came in the place of this one sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakKeyDictionary

from django.db import connection

from zicha.core import bodies, packed_board
from zicha.core.packed_board import Layout
from zicha.core.unit_index import UnitIndex
from zicha.store.queries import board_rows

MANY = 300
"""Of fewer units the rows are sought at once, which is quicker than asking what is new."""
_FAR = 1_000
"""After so many records everything is read again."""
_MOST = 6
"""So many years and instants are kept, the ones asked for last."""
_HEAD = "SELECT h.size, r.rec_at FROM store_ledgerhead h JOIN store_revision r ON r.seq = h.size WHERE h.id = 1"
_PEAKS = "SELECT n.hash FROM store_ledgernode n WHERE {} ORDER BY n.level"
_NODE = "(n.level = %s AND n.idx = %s)"
_SINCE = (
    "SELECT r.seq, r.rec_at, r.unit, o.unit FROM store_revision r"
    " LEFT JOIN store_revision o ON o.entry = r.entry AND o.number = r.number - 1"
    # The sum keeps a planner from walking all that was recorded until then.
    " WHERE r.seq > %s AND r.rec_at + 0 <= %s ORDER BY r.seq LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are asked for.

    Attributes:
        number: the layout's.
        index: how the units stand.
    """

    layout: Layout
    number: int
    year: int
    index: UnitIndex
    as_known_at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """Rows that were read.

    Attributes:
        size, peaks: how long the ledger was, and the hashes that stand for all of it.
        known: the instant of its last record, or the earlier one that the rows were known at.
    """

    index: UnitIndex
    size: int
    peaks: tuple[bytes, ...]
    known: int
    rows: dict[str, bytes] = field(default_factory=dict)


_Key = tuple[str, int, str, int, int | None]
"""A database, a layout's number and name, a year; an instant, or ``None`` for now."""
_KEPT: dict[_Key, _Kept] = {}
_EMPTY: WeakKeyDictionary[UnitIndex, dict[tuple[str, int], dict[str, bytes]]] = WeakKeyDictionary()


def known(asked: Asked, units: Sequence[str]) -> list[bytes] | None:
    """Return the rows of units in their order, as known at an instant; an empty one for a unit without entries.

    Returns ``None`` if the layout is kept no more.
    """
    if len(units) < MANY:
        return _read(asked, units, asked.as_known_at)
    key, kept = _kept(asked, units)
    lacking = [unit for unit, row in zip(units, map(kept.rows.get, units), strict=True) if row is None]
    if lacking:
        # As of the last record that is known of: a later one is not to be seen by a question of an instant between.
        rows = _read(asked, lacking, bodies.instant(kept.known))
        if rows is None:
            return None
        kept = replace(kept, rows={**kept.rows, **dict(zip(lacking, rows, strict=True))})
    _keep(key, kept)
    return list(map(kept.rows.__getitem__, units))


def forget() -> None:
    """Forget what is kept, so that the next question reads all as the first one of a process does."""
    _KEPT.clear()


def _kept(asked: Asked, units: Sequence[str]) -> tuple[_Key, _Kept]:
    """What is kept of the rows of now, brought up to the instant; or of those of an instant that is past.

    Of the rows of now all are read where none are kept, but for units that were written to meanwhile.
    """
    instant = bodies.microseconds(asked.as_known_at)
    now: _Key = (connection.alias, asked.number, asked.layout.digest, asked.year, None)
    kept = _still(now, asked.index)
    if kept is not None and kept.known <= instant and (kept := _forward(kept, instant)) is not None:
        return now, kept
    size, last = _head()
    if last <= instant:
        return now, _Kept(asked.index, size, _peaks(size), last, _newest(asked, units, bodies.instant(last)))
    past: _Key = (*now[:-1], instant)
    return past, _still(past, asked.index) or _Kept(asked.index, size, _peaks(size), instant)


def _newest(asked: Asked, units: Sequence[str], instant: datetime) -> dict[str, bytes]:
    """The newest rows of all units, those of some first and under the very texts these are named by: found sooner."""
    found = board_rows.all_newest(number=asked.number, year=asked.year, as_known_at=instant)
    return {unit: found[unit] for unit in units if unit in found} | found


def _still(key: _Key, index: UnitIndex) -> _Kept | None:
    """What is kept, if the units stand as they did and the ledger goes on from where it was."""
    kept = _KEPT.get(key)
    return kept if kept is not None and kept.index is index and kept.peaks == _peaks(kept.size) else None


def _forward(kept: _Kept, instant: int) -> _Kept | None:
    """The same without the units of records that came since; nothing if those are too many."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [kept.size, instant, _FAR])
        came = cursor.fetchall()
    if not came:
        return kept
    if len(came) == _FAR:
        return None
    size, last, *_units = came[-1]
    rows = dict(kept.rows)
    for unit in {unit for _size, _last, *units in came for unit in units}:
        rows.pop(unit, None)
    return _Kept(kept.index, size, _peaks(size), last, rows)


def _keep(key: _Key, kept: _Kept) -> None:
    """Keep it as what was asked for last; threads share what is kept, so a list is made in one go."""
    _KEPT.pop(key, None)
    _KEPT[key] = kept
    for oldest in list(_KEPT)[:-_MOST]:
        _KEPT.pop(oldest, None)


def _head() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        found: tuple[int, int] | None = cursor.fetchone()
    return found or (0, 0)


def _peaks(size: int) -> tuple[bytes, ...]:
    """The hashes of the finished nodes that a ledger of a size consists of; they are there for ever."""
    nodes = [part for level in range(size.bit_length()) if size >> level & 1 for part in (level, (size >> level) - 1)]
    if not nodes:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_PEAKS.format(" OR ".join([_NODE] * (len(nodes) // 2))), nodes)
        return tuple(bytes(each) for (each,) in cursor.fetchall())


def _read(asked: Asked, units: Sequence[str], instant: datetime) -> list[bytes] | None:
    found = board_rows.rows(number=asked.number, year=asked.year, units=units, as_known_at=instant)
    if found is None:
        return None
    empty = _EMPTY.setdefault(asked.index, {}).setdefault((asked.layout.digest, asked.year), {})
    for unit in (unit for unit, row in zip(units, found, strict=True) if row is None and unit not in empty):
        stood = packed_board.alike(asked.layout, asked.index.of(unit))
        empty[unit] = packed_board.empty(asked.layout, asked.year, stood)
    return [row or empty[unit] for unit, row in zip(units, found, strict=True)]
