"""Holding what is stored of a revision against its body, and the bodies against the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zicha.core import bodies, erasure, merkle
from zicha.core.bodies import Personal
from zicha.core.counted import Counted
from zicha.core.erasure import Told

FOREVER = 253_402_300_799_000_000
_COUNTS = ("expected", "present", "excused", "made_up")
_NAMES = ("entry", "number", "unit", "kind", "happened_on", "recorded_at", "withdrawn", "backfilled", "makes_up")

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

NOTHING_GONE = Told()

_BESIDE = {"committed", "sheet", "evidence", "fields"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit.

    Attributes:
        code: of the sentence.
        facts: for the places in the sentence; ``seq`` where it is about one revision.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything the tables hold of one revision.

    Attributes:
        columns: entry, number, unit, kind, day, microseconds of recording, withdrawn, backfilled, day made
            up, and the four counts.
        sheet: salt, four bitmaps and guests, or ``None``.
        links: kind and size of each piece of evidence, in order.
        fact: the same columns as derived, then the end, the evidence and the fields; ``None`` if missing.
        numbers: derived fields in millionths.
    """

    seq: int
    unit_seq: int
    columns: tuple[Any, ...]
    body: bytes
    leaf: bytes
    personal: tuple[Personal, ...] = ()
    sheet: tuple[bytes, tuple[bytes, ...], str] | None = None
    links: tuple[tuple[str, int], ...] = ()
    fact: tuple[Any, ...] | None = None
    numbers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a stretch found.

    Attributes:
        sure: whether every revision is as it was recorded, all are there, and each fits those of its unit and of its
            entry that stand before it in the stretch.
        units: the first and the last running number of each unit that occurs.
        later: number, entry and revision number of those that are no entry's first revision.
        root: of the stretch, where it is a whole node of the log; else empty.
        files: whether every file that is named is there and is what was handed in.
    """

    first: int
    last: int
    sure: bool
    units: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    later: tuple[tuple[int, int, int], ...] = ()
    root: bytes = b""
    files: bool = True


@dataclass(slots=True)
class Walk:
    """A walk through the revisions in order; it remembers how far each unit and each entry has come.

    Attributes:
        seq: the revision it has come to.
        units: the last running number of each unit.
        entries: the last revision number of each entry that has more than its first.
        later: the revisions that are no entry's first.
        derived: the first fault of what is derived. It weighs less than one of the ledger itself, and may only
            follow from one further on.
    """

    seq: int = 0
    units: dict[str, int] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    derived: Fault | None = None

    def check(
        self, row: Kept, *, counted: Counted | None, end: int = FOREVER, gone: Told = NOTHING_GONE
    ) -> Fault | None:
        """Return the first thing that is wrong with the next revision.

        Takes which fields are summed, or ``None`` if no scheme can tell, when the next revision of its entry was
        recorded, and what erasure entries say is gone.
        """
        self.seq += 1
        if row.seq != self.seq:
            return Fault("log.missing_row", {"seq": self.seq})
        said = _parse(row.body)
        if said is None or merkle.hash_leaf(row.body) != row.leaf:
            return Fault("log.body_altered", {"seq": row.seq})
        column = _altered_column(row, said)
        if column:
            return Fault("log.column_altered", {"seq": row.seq, "column": column})
        self.derived = self.derived or _check_fact(row, said, end, counted)
        return self._check_order(row) or _check_beside(row, said, gone)

    def fits(self, seen: Seen) -> bool:
        """Whether a stretch whose revisions are sure continues what was walked through."""
        entries: dict[int, int] = {}
        later = {seq for seq, _entry, _number in seen.later}
        for seq, entry, number in seen.later:
            before = entries.get(entry, self._number(entry, seq))
            if entry in later or before < 1 or number != before + 1:
                return False
            entries[entry] = number
        begun = all(first == self.units.get(unit, 0) + 1 for unit, (first, _last) in seen.units.items())
        return begun and seen.sure and seen.first == self.seq + 1

    def pass_over(self, seen: Seen) -> None:
        """Go to the end of a stretch that is sure and fits."""
        self.seq = seen.last
        self.units.update((unit, last) for unit, (_first, last) in seen.units.items())
        self.entries.update((entry, number) for _seq, entry, number in seen.later)
        self.later.update(seq for seq, _entry, _number in seen.later)

    def _check_order(self, row: Kept) -> Fault | None:
        entry, number, unit = row.columns[:3]
        expected = self.units.get(unit, 0) + 1
        before = self._number(entry, row.seq)
        self.units[unit] = row.unit_seq
        if (entry, number) != (row.seq, 1):
            self.entries[entry] = number
            self.later.add(row.seq)
        if row.unit_seq != expected:
            return Fault("log.unit_gap", {"seq": row.seq, "unit": unit, "expected": expected, "found": row.unit_seq})
        if before < 0 or number != before + 1:
            return Fault("log.entry_gap", {"seq": row.seq, "entry": entry, "found": number})
        return None

    def _number(self, entry: int, seq: int) -> int:
        """The last revision number of an entry before ``seq``: 0 for one that begins there, -1 for none."""
        if entry == seq:
            return 0
        first = 1 if 0 < entry < seq and entry not in self.later else -1
        return self.entries.get(entry, first)


def is_sound(row: Kept, *, counted: Counted | None, end: int, gone: Told) -> bool:
    """Return whether a revision by itself is what was recorded, and its fact what follows; see :meth:`Walk.check`."""
    said = _parse(row.body)
    return not (
        said is None
        or merkle.hash_leaf(row.body) != row.leaf
        or _altered_column(row, said)
        or _check_fact(row, said, end, counted)
        or _check_beside(row, said, gone)
    )


def check_beside(row: Kept, *, gone: Told) -> Fault | None:
    """Return the first value beside a revision that is not what its leaf commits to, or is gone without an entry."""
    said = _parse(row.body)
    if said is None or merkle.hash_leaf(row.body) != row.leaf:
        return Fault("log.body_altered", {"seq": row.seq})
    return _check_beside(row, said, gone)


def fields_of_fact(fields: Mapping[str, Any]) -> str:
    """Return how a fact holds the fields of a body."""
    return _ENCODE(fields) if fields else ""


def millionths(value: object) -> int | None:
    """Return a number of a body as a fact holds it, or ``None`` for what is none."""
    try:
        return None if value is None else int(Decimal(str(value)) * 1_000_000)
    except (ArithmeticError, ValueError):
        return None


def are_summed(numbers: Iterable[tuple[str, int]], *, fields: Mapping[str, Any], among: frozenset[str] | None) -> bool:
    """Return whether derived numbers are those of a body's fields.

    Takes the fields that are summed; with ``None`` a number that is missing is not seen.
    """
    found = dict(numbers)
    complete = among is None or found.keys() == among & fields.keys()
    return complete and all(millionths(fields.get(name)) == value for name, value in found.items())


def _check_fact(row: Kept, said: dict[str, Any], end: int, counted: Counted | None) -> Fault | None:
    evidence = " ".join(sorted({item["kind"] for item in said["evidence"]}))
    kind, day, recorded_at = row.columns[3:6]
    among = counted.fields(kind, day=day.isoformat(), recorded_at=recorded_at) if counted else None
    sums = are_summed(row.numbers, fields=said["fields"], among=among)
    if row.fact == (*row.columns, end, evidence, fields_of_fact(said["fields"])) and sums:
        return None
    return Fault("log.fact_altered", {"seq": row.seq})


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    whole = isinstance(said, dict) and said.keys() >= _BESIDE and bodies.canonical(said) == body
    return said if whole else None


def _altered_column(row: Kept, said: dict[str, Any]) -> str:
    """The first column that says something else than the body, or nothing."""
    entry, number, unit, kind, day, rec_at, withdrawn, backfilled, makes_up, *counts = row.columns
    makes_up = makes_up.isoformat() if makes_up else ""
    values = (entry, number, unit, kind, day.isoformat(), rec_at // 1_000_000, withdrawn, backfilled, makes_up)
    pairs = [("seq", row.seq), ("unit_seq", row.unit_seq), *zip(_NAMES, values, strict=True)]
    pairs += [("attendance", dict(zip(_COUNTS, counts, strict=True)) if counts[0] is not None else {})]
    return next((name for name, value in pairs if said.get(name) != value), "")


def _check_beside(row: Kept, said: dict[str, Any], gone: Told) -> Fault | None:
    """What is there must be what was recorded, and what is not there must have been erased by an entry."""
    for one in row.personal:
        found = bodies.commitment(field=one.field, salt=one.salt, value=one.value.encode())
        if said["committed"].get(one.field) != found:
            return Fault("log.personal_altered", {"seq": row.seq, "field": one.field})
    lost = erasure.missing(said, row.personal, seq=row.seq, gone=gone)
    if lost:
        return Fault("log.personal_missing", {"seq": row.seq, "field": lost})
    kept = erasure.returned(row.personal, seq=row.seq, gone=gone)
    if kept:
        return Fault("log.erased_kept", {"seq": row.seq, "field": kept})
    if [{"kind": kind, "size": size} for kind, size in row.links] != said["evidence"]:
        return Fault("log.evidence_altered", {"seq": row.seq})
    return _check_sheet(row, gone.sheets.get(row.seq, said["sheet"]))


def _check_sheet(row: Kept, commitment: str) -> Fault | None:
    if row.sheet is None:
        return Fault("log.personal_missing", {"seq": row.seq, "field": "sheet"}) if commitment else None
    return Fault("log.sheet_altered", {"seq": row.seq}) if erasure.sheet_is(row.sheet) != commitment else None
