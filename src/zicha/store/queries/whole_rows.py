"""The packed rows of many units, those without entries among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from zicha.core import packed_board
from zicha.core.packed_board import Layout
from zicha.core.unit_index import UnitIndex
from zicha.store.queries import board_rows


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


_EMPTY: WeakKeyDictionary[UnitIndex, dict[tuple[str, int], dict[str, bytes]]] = WeakKeyDictionary()
"""The rows of units without entries, by layout and year, for as long as the units stand as they do."""


def known(asked: Asked, units: Sequence[str]) -> list[bytes] | None:
    """Return the rows of units in their order, as known at an instant; an empty one for a unit without entries.

    Returns ``None`` if the layout is kept no more.
    """
    return _read(asked, units, asked.as_known_at)


def _read(asked: Asked, units: Sequence[str], instant: datetime) -> list[bytes] | None:
    found = board_rows.rows(number=asked.number, year=asked.year, units=units, as_known_at=instant)
    if found is None:
        return None
    empty = _EMPTY.setdefault(asked.index, {}).setdefault((asked.layout.digest, asked.year), {})
    for unit in (unit for unit, row in zip(units, found, strict=True) if row is None and unit not in empty):
        stood = packed_board.alike(asked.layout, asked.index.of(unit))
        empty[unit] = packed_board.empty(asked.layout, asked.year, stood)
    return [row or empty[unit] for unit, row in zip(units, found, strict=True)]
