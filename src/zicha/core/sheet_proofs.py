"""Who was present, as a proof shows it: opened sheets, by the unit's seats, with ids only where units are compared.

A sheet is committed to as a whole, so opening it shows its four bitmaps of seats and the ids of its guests. Within
one unit a seat is one person for ever; to count somebody once who sat in two units, or was a guest, the seats of
those present are opened too, and show ids. No name is ever among it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zicha.core import bodies, erasure, slots
from zicha.core.ledger import Revision
from zicha.core.measures import chosen
from zicha.core.proof_errors import BundleError
from zicha.core.scheme import DistinctPeople, Measure

_PRESENT = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet whose commitment held.

    Attributes:
        present: slots of those present.
        guests: ids of those present without a seat.
    """

    unit: str
    present: tuple[int, ...]
    guests: tuple[str, ...]


def asked(measures: Iterable[Measure], revisions: Sequence[Revision]) -> frozenset[int]:
    """Return the numbers of the revisions in question whose sheets some measure counts people on."""
    rules = [measure.rule for measure in measures if isinstance(measure.rule, DistinctPeople)]
    return frozenset(each.seq for rule in rules for each in chosen(rule.selector, revisions))


def read(said: Mapping[str, Any], *, body: Mapping[str, Any], replaced: Mapping[int, str]) -> Opened:
    """Return an opened sheet; raise :class:`BundleError` ``proofs.sheet_other`` if the ledger holds another.

    Takes its record's body, and what erasures say that sheets commit to since guests were cut from them.
    """
    try:
        salt, bitmaps = bytes.fromhex(said["salt"]), [bytes.fromhex(each) for each in said["bitmaps"]]
    except ValueError:
        raise BundleError("proofs.sheet_other", seq=said["seq"]) from None
    commitment = bodies.sheet_commitment(salt=salt, bitmaps=bitmaps, guests=said["guests"])
    if len(bitmaps) != len(slots.LISTS) or replaced.get(said["seq"], body["sheet"]) != commitment:
        raise BundleError("proofs.sheet_other", seq=said["seq"])
    guests = json.loads(said["guests"]) if said["guests"] else {}
    return Opened(body["unit"], slots.unpack(bitmaps[_PRESENT]), tuple(guests.get(slots.LISTS[_PRESENT], ())))


def replaced(erasures: Iterable[Mapping[str, Any]]) -> Mapping[int, str]:
    """Return what sheets commit to now, by revision, given the bodies of erasure entries."""
    entries = sorted((body["seq"], body["fields"]) for body in erasures)
    return erasure.told(entries).sheets


def needs_ids(sheets: Collection[Opened]) -> bool:
    """Whether seats alone do not tell people apart: there are guests, or several units."""
    return any(sheet.guests for sheet in sheets) or len({sheet.unit for sheet in sheets if sheet.present}) > 1


def seats(sheets: Collection[Opened]) -> frozenset[tuple[str, int]]:
    """Return unit and slot of everybody present whose id is needed."""
    if not needs_ids(sheets):
        return frozenset()
    return frozenset((sheet.unit, slot) for sheet in sheets for slot in sheet.present)


def people(sheets: Mapping[int, Opened], *, held: Mapping[tuple[str, int], str]) -> dict[int, tuple[str, ...]]:
    """Return who was present, by revision: ids, or seats where those tell people apart.

    Raises :class:`BundleError` ``proofs.seat_missing`` for a seat whose id is needed and was not shown.
    """
    wanted = seats(sheets.values())
    missing = min(wanted - held.keys(), default=None)
    if missing is not None:
        raise BundleError("proofs.seat_missing", unit=missing[0], slot=missing[1])
    return {
        seq: (*(held[sheet.unit, slot] if wanted else f"#{slot}" for slot in sheet.present), *sheet.guests)
        for seq, sheet in sheets.items()
    }
