"""Who took part in which month, by seat: what different people are counted from without reading every sheet.

A *row* is what one unit's sheets of a year come to, month by month: the seats that were present in any of them. People
cannot be added up, but seats can be put together, and a seat is never used again. :mod:`zicha.core.measures` is the
definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zicha.core import tallies
from zicha.core.scheme import DistinctPeople, Rule, Selector
from zicha.core.tallies import Tally

MONTHS = 12
_HEAD = 2 * MONTHS
"""A row begins with the last days of its months, and whether each has guests."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who was present on one sheet.

    Attributes:
        seats: bit ``n`` is the unit's slot ``n``.
        guests: whether anyone was there who has no seat in the unit.
        day: of the month, from 1.
    """

    seats: int
    guests: bool
    day: int


NOBODY = Seen(0, guests=False, day=0)


def together(seen: Iterable[Seen]) -> Seen:
    """Return who was present on any of some sheets, with the last day of them."""
    seats, guests, day = 0, False, 0
    for each in seen:
        seats |= each.seats
        guests = guests or each.guests
        day = max(day, each.day)
    return Seen(seats, guests, day)


def pack(months: Sequence[Seen]) -> bytes:
    """Return the row of a year's twelve months."""
    wide = max((each.seats.bit_length() + 7) // 8 for each in months)
    head = bytes(each.day for each in months) + bytes(each.guests for each in months)
    return head + b"".join(each.seats.to_bytes(wide, "little") for each in months)


def unpack(row: bytes) -> list[Seen]:
    """Return the twelve months of a row; of an empty one those of a year without sheets."""
    if not row:
        return [NOBODY] * MONTHS
    return [Seen(seats(row, month), guests=bool(row[MONTHS + month]), day=row[month]) for month in range(MONTHS)]


def seats(row: bytes, month: int) -> int:
    """Return the seats that were present in a month, counted from 0."""
    wide = (len(row) - _HEAD) // MONTHS
    return int.from_bytes(row[_HEAD + month * wide : _HEAD + (month + 1) * wide], "little")


def is_open(row: bytes, month: int, *, before: int) -> bool:
    """Whether a month cannot be told from its row alone: it had guests, or a sheet on the day ``before`` or later."""
    return bool(row[MONTHS + month]) or row[month] >= before


def different(
    union: Mapping[str, int], *, guests: Iterable[str], seated: Mapping[str, Sequence[tuple[str, int]]]
) -> int:
    """Return how many different people sat on some seats or were guests.

    Takes the seats that were present, by unit, and all seats of those people who are among the guests or have more
    than one. A seat without a person still counts as one.
    """
    count = sum(bits.bit_count() for bits in union.values())
    taken = {
        person: sum(union.get(unit, 0) >> slot & 1 for unit, slot in everywhere)
        for person, everywhere in seated.items()
    }
    count -= sum(times - 1 for times in taken.values() if times)
    return count + sum(not taken.get(person) for person in set(guests))


def of_rules(rules: Iterable[Rule]) -> tuple[Tally, ...]:
    """Return what is kept for the rules that count different people: the entries each means, in order of their forms.

    Rules that mean the same entries share one.
    """
    meant = {of_selector(rule.selector) for rule in rules if isinstance(rule, DistinctPeople)}
    return tuple(sorted(meant, key=tallies.form))


def of_selector(selector: Selector) -> Tally:
    """Return the entries that a selector means, as they are named where they are kept."""
    return Tally(tallies.in_order(selector))
