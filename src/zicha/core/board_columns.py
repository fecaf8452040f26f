"""The cells of many units in columns: for each unit, in one order, a byte that says how a cell of it stands.

A byte is the place of the state in :data:`zicha.core.board.STATES`, or :data:`NONE`. What is asked of ten thousand
units is asked of a whole column at a time, and of no unit by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import add, itemgetter

from zicha.core.board import STATES
from zicha.core.scheme import State

NONE = 255
"""Where a unit has no such cell."""
PRESSING = 4
"""The first so many states wait for someone."""
Totals = tuple[tuple[State, int], ...]
"""Numbers of cells by state, in the order of the states, zero counts left out."""
Columns = Mapping[tuple[str, str], Sequence[bytes]]
"""By scheme and duty, in the order of its windows."""
_MOST_ADDED = 255
"""So many noughts and ones have a sum of one byte."""
_CALM = {STATES.index("upcoming"), STATES.index("no_data"), NONE}
"""What nobody has to report on."""
_WAITS, _OWES, _TOLD = 1, 2, 4
_FLAGS = bytes((_WAITS if place < PRESSING else 0) | (0 if place in _CALM else _OWES) for place in range(256))
_PRESSED = bytes(flagged & _WAITS for flagged in range(256))
_REPORTED = bytes(_TOLD if one else 0 for one in range(256))
_MISSING = bytes(flagged & _OWES and not flagged & _TOLD for flagged in range(256))


def counts(columns: Iterable[bytes]) -> list[int]:
    """Return the number of cells in each state, in the order of the states.

    What is counted is taken out, so that a column is read as often as there are states in it, mostly two or three.
    """
    found = [0] * 256
    for column in columns:
        rest = column
        while rest:
            left = rest.translate(None, rest[:1])
            found[rest[0]] += len(rest) - len(left)
            rest = left
    return found[: len(STATES)]


def by_state(columns: Sequence[bytes], place: int, units: int) -> list[int]:
    """Return for each of so many units how many of its cells are in a state, given by its place among the states.

    A column of noughts and ones is one large number, and a sum of few enough of them has no carry from unit to unit.
    """
    only = bytes(one == place for one in range(256))
    found = [0] * units
    meant = [column.translate(only) for column in columns if place in column]
    for start in range(0, len(meant), _MOST_ADDED):
        summed = sum(int.from_bytes(column, "little") for column in meant[start : start + _MOST_ADDED])
        found = list(map(add, found, summed.to_bytes(units, "little")))
    return found


def totals(*counted: Sequence[int]) -> Totals:
    """Return the sums of numbers that are given for each state, in the order of the states."""
    sums = map(sum, zip([0] * len(STATES), *counted, strict=True))
    return tuple((state, count) for state, count in zip(STATES, sums, strict=True) if count)


def flags(columns: Iterable[bytes]) -> bytes:
    """Return a byte for each unit that :func:`pressing` and :func:`missing` read; such bytes can be joined."""
    return joined([column.translate(_FLAGS) for column in columns])


def pressing(flagged: bytes) -> bytes:
    """Return for each unit whether any of its cells waits for someone: 0 if none does."""
    return flagged.translate(_PRESSED)


def missing(flagged: bytes, reported: bytes) -> bytes:
    """Return for each unit whether it owes something and has not reported, given 1 for each that has: 0 if not."""
    return joined([flagged, reported.translate(_REPORTED)]).translate(_MISSING)


def joined(columns: Sequence[bytes]) -> bytes:
    """Return the bits of columns together, in one column; nothing for none."""
    bits = 0
    for column in columns:
        bits |= int.from_bytes(column, "little")
    return bits.to_bytes(len(columns[0]), "little") if columns else b""


def by_unit(columns: Sequence[bytes], units: int) -> list[bytes]:
    """Return the bytes of each of so many units, in the order of the columns."""
    wide = len(columns)
    together = bytearray(wide * units)
    for place, column in enumerate(columns):
        together[place::wide] = column
    everything = bytes(together)
    return [everything[start : start + wide] for start in range(0, wide * units, wide)] if wide else [b""] * units


def one_behind_the_other(one: Columns, other: Columns, sizes: tuple[int, int]) -> dict[tuple[str, str], list[bytes]]:
    """Return columns of so many units and of so many others as columns of all, which say none where one has none."""
    found = {}
    for duty in dict.fromkeys((*one, *other)):
        first, second = one.get(duty, ()), other.get(duty, ())
        found[duty] = [
            _part(first, place, sizes[0]) + _part(second, place, sizes[1])
            for place in range(max(len(first), len(second)))
        ]
    return found


def in_order(column: bytes, places: Sequence[int]) -> bytes:
    """Return a column whose bytes are those at some places, in their order."""
    return bytes(itemgetter(*places)(column)) if len(places) > 1 else bytes(column[place] for place in places)


def _part(columns: Sequence[bytes], place: int, size: int) -> bytes:
    return columns[place] if place < len(columns) else bytes([NONE]) * size
