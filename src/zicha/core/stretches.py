"""A quick look at a stretch of revisions: is everything there, beyond doubt, as it was recorded?

The canonical body of a revision is written anew from the tables, field after field in its fixed order, and compared
with the stored bytes; nothing is parsed but the fields, which stand in no other table of the ledger. What a look is
sure of, :class:`zicha.core.audit.Walk` would pass; what it is not sure of says nothing yet, and the walk decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from zicha.core import audit, bodies
from zicha.core.counted import Counted

_MOST_REMEMBERED = 20_000
_FLAGS = {0: "false", 1: "true"}
_QUOTE = json.JSONEncoder(ensure_ascii=False).encode


class Row(NamedTuple):
    """What the tables hold of one revision, as their columns say it; a tuple, since a million are made.

    Attributes:
        day, makes_up: ISO dates; ``makes_up`` may be ``None``.
        expected, present, excused, made_up: ``None`` where there is no attendance.
        salt, map_expected, map_present, map_excused, map_made_up, guests: of the sheet; ``None`` if there is none.
        follows: whether the fact has the same columns, and ends when the next revision was recorded.
        evidence, fields: of the fact.
    """

    seq: int
    entry: int
    number: int
    unit: str
    unit_seq: int
    kind: str
    day: str
    rec_at: int
    withdrawn: int
    backfilled: int
    makes_up: str | None
    expected: int | None
    present: int | None
    excused: int | None
    made_up: int | None
    body: bytes
    leaf: bytes
    salt: bytes | None
    map_expected: bytes
    map_present: bytes
    map_excused: bytes
    map_made_up: bytes
    guests: str
    follows: int
    evidence: str | None
    fields: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The revisions ``first`` to ``last`` as stored; what stands beside them by ``seq``.

    Attributes:
        personal: field, salt and value.
        links: kind and size of each piece of evidence, in order.
        numbers: field and millionths.
    """

    first: int
    last: int
    rows: Sequence[Row]
    personal: Mapping[int, Sequence[tuple[str, bytes, str]]]
    links: Mapping[int, Sequence[tuple[str, int]]]
    numbers: Mapping[int, Sequence[tuple[str, int]]]


class Order:
    """How far each unit and entry has come within a stretch; see :class:`zicha.core.audit.Seen`."""

    def __init__(self, *, first: int) -> None:
        """Begin before the revision ``first``."""
        self.next = first
        self.units: dict[str, tuple[int, int]] = {}
        self.later: list[tuple[int, int, int]] = []

    def take(self, row: Row) -> bool:
        """Take the next revision and return whether it fits."""
        begun, before = self.units.get(row.unit, (row.unit_seq, row.unit_seq - 1))
        fits = row.seq == self.next and row.unit_seq == before + 1
        self.units[row.unit] = (begun, row.unit_seq)
        self.next += 1
        if row.number == 1:
            return fits and row.entry == row.seq
        self.later.append((row.seq, row.entry, row.number))
        return fits


class Look:
    """Holds revisions against their bodies; it remembers how what occurs again and again is written."""

    def __init__(self, *, counted: Counted | None) -> None:
        """Begin with nothing remembered; takes which fields are summed, or ``None`` if no scheme can tell."""
        self._counted = counted
        self._quoted: dict[str, str] = {}
        self._committed: dict[str, tuple[bytes, str]] = {}
        self._fields: dict[bytes, tuple[str, dict[str, Any]] | None] = {}

    def is_sure(
        self,
        row: Row,
        *,
        personal: Iterable[tuple[str, bytes, str]],
        links: Sequence[tuple[str, int]],
        numbers: Sequence[tuple[str, int]],
    ) -> bool:
        """Return whether a revision is beyond doubt what was recorded, and its fact what follows from it."""
        body = row.body
        if hashlib.sha256(b"\x00" + body).digest() != row.leaf:
            return False
        try:
            before, after = self._before(row, personal, links).encode(), self._after(row).encode()
        except (TypeError, ValueError, KeyError, AttributeError):
            return False  # a column holds something of another type
        if not (body.startswith(before) and body.endswith(after) and len(body) > len(before) + len(after)):
            return False
        fields = self._read(body[len(before) : -len(after)])
        if fields is None or not row.follows or not _is_fact(row, fields[0], links):
            return False
        return audit.are_summed(numbers, fields=fields[1], among=self._summed(row))

    def _summed(self, row: Row) -> frozenset[str] | None:
        return self._counted.fields(row.kind, day=row.day, recorded_at=row.rec_at) if self._counted else None

    def _before(self, row: Row, personal: Iterable[tuple[str, bytes, str]], links: Sequence[tuple[str, int]]) -> str:
        """The canonical body up to its fields."""
        attendance = (
            "{}"
            if row.expected is None
            else f'{{"excused":{row.excused:d},"expected":{row.expected:d},"made_up":{row.made_up:d},'
            f'"present":{row.present:d}}}'
        )
        committed = ",".join(self._commitments(personal))
        evidence = ",".join(f'{{"kind":{self._quote(kind)},"size":{size:d}}}' for kind, size in links)
        return (
            f'{{"attendance":{attendance},"backfilled":{_FLAGS[row.backfilled]},"committed":{{{committed}}},'
            f'"entry":{row.entry:d},"evidence":[{evidence}],"fields":'
        )

    def _after(self, row: Row) -> str:
        """The canonical body from its fields on."""
        maps = (row.map_expected, row.map_present, row.map_excused, row.map_made_up)
        sheet = (
            "" if row.salt is None else bodies.sheet_commitment(salt=bytes(row.salt), bitmaps=maps, guests=row.guests)
        )
        return (
            f',"happened_on":{self._quote(row.day)},"kind":{self._quote(row.kind)},'
            f'"makes_up":{self._quote("" if row.makes_up is None else row.makes_up)},"number":{row.number:d},'
            f'"recorded_at":{row.rec_at // 1_000_000:d},"seq":{row.seq:d},"sheet":"{sheet}",'
            f'"unit":{self._quote(row.unit)},"unit_seq":{row.unit_seq:d},"v":1,"withdrawn":{_FLAGS[row.withdrawn]}}}'
        )

    def _quote(self, text: str) -> str:
        found = self._quoted.get(text)
        if found is None:
            found = self._quoted[text] = _QUOTE(text + "")  # a number, which would be written bare, raises here
        return found

    def _commitments(self, personal: Iterable[tuple[str, bytes, str]]) -> list[str]:
        """Commitments as a body holds them; see :func:`zicha.core.bodies.commitment`."""
        found = []
        for name, salt, value in personal:
            prefix, written = self._committed.get(name) or self._remember(name)
            digest = hashlib.sha256(b"".join((prefix, salt, b"\x00", value.encode()))).hexdigest()
            found.append(f'{written}{digest}"')
        return sorted(found)

    def _remember(self, name: str) -> tuple[bytes, str]:
        found = self._committed[name] = (bodies.commitment_prefix(name), f'{self._quote(name)}:"')
        return found

    def _read(self, written: bytes) -> tuple[str, dict[str, Any]] | None:
        """Fields as a fact holds them, and their values, or ``None`` unless they stand in their canonical form."""
        if written not in self._fields:
            if len(self._fields) >= _MOST_REMEMBERED:
                self._fields.clear()
            self._fields[written] = _parse(written)
        return self._fields[written]


def _parse(written: bytes) -> tuple[str, dict[str, Any]] | None:
    try:
        said = json.loads(written)
    except ValueError:
        return None
    if not isinstance(said, dict) or bodies.canonical(said) != written:
        return None
    return audit.fields_of_fact(said), said


def _is_fact(row: Row, fields: str, links: Sequence[tuple[str, int]]) -> bool:
    evidence = " ".join(sorted({kind for kind, _size in links}))
    return row.evidence == evidence and row.fields == fields
