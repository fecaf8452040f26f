"""People on a sheet as bits: bit ``n`` is the person with the unit's slot ``n``."""

from __future__ import annotations

from collections.abc import Iterable

LISTS = ("expected", "present", "excused", "made_up")
"""The bitmaps of a sheet, in their order."""


def pack(slots: Iterable[int]) -> bytes:
    """Return the bitmap of ``slots``, as short as it can be, lowest slot first."""
    bits = 0
    for slot in slots:
        bits |= 1 << slot
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def unpack(bitmap: bytes) -> tuple[int, ...]:
    """Return the slots in a bitmap, lowest first."""
    bits = int.from_bytes(bitmap, "little")
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(found)
