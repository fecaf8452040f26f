"""Closed sheets as they are committed to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from zicha.core.slots import LISTS
from zicha.store import models

_MANY = 1_000


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet, as it is stored.

    Attributes:
        bitmaps: in the order of :data:`zicha.core.slots.LISTS`.
        guests: JSON of the ids without a seat in the unit, by list, or empty.
    """

    unit: str
    salt: bytes
    bitmaps: tuple[bytes, ...]
    guests: str


def kept(*, seqs: Collection[int]) -> dict[int, KeptSheet]:
    """Return the sheets of some revisions by number; those without names have none."""
    wanted = sorted(seqs)
    found: dict[int, KeptSheet] = {}
    for start in range(0, len(wanted), _MANY):
        rows = models.AttendanceSheet.objects.filter(seq__in=wanted[start : start + _MANY])
        for seq, unit, salt, guests, *maps in rows.values_list("seq_id", "seq__unit", "salt", "guests", *LISTS):
            found[seq] = KeptSheet(unit, bytes(salt), tuple(bytes(each) for each in maps), guests)
    return found


def seat_keys(*, seats: Collection[tuple[str, int]]) -> tuple[str, ...]:
    """Return the row keys of seats, given by unit and slot."""
    units = {unit for unit, _slot in seats}
    rows = models.Slot.objects.filter(unit__in=units).order_by("pk").values_list("pk", "unit", "slot")
    return tuple(str(key) for key, unit, slot in rows if (unit, slot) in seats)
