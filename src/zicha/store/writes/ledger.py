"""The one way into the ledger: one function, one transaction, one lock."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import rfc8785
from django.db import connection
from django.db.models import Max

from zicha.core import bodies, merkle, slots
from zicha.core.ledger import Attendance, Draft, Revision
from zicha.core.scheme import Kind
from zicha.store.models import (
    AttendanceSheet,
    EvidenceLink,
    Fact,
    FactNumber,
    LedgerHead,
    PersonalValue,
    Slot,
)
from zicha.store.models import Revision as Row
from zicha.store.models.ledger import FOREVER
from zicha.store.writes.transaction import writing

_BATCH = 400
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Entering:
    """A revision that has no number yet.

    Attributes:
        entry: the entry it revises, or 0 for a new one.
        number: which revision of the entry it is.
        nonce: what makes a repeated request harmless, or empty.
    """

    draft: Draft
    recorded_at: datetime
    recorded_by: str
    entry: int = 0
    number: int = 1
    reason: str = ""
    withdrawn: bool = False
    backfilled: bool = False
    nonce: str = ""


def append(entering: Sequence[Entering], *, kinds: Mapping[str, Kind]) -> tuple[Revision, ...]:
    """Append revisions to the ledger, in order, and return them with their numbers.

    Everything that follows from them (commitments, leaves, facts) is written in the same transaction.
    The caller has admitted them and made sure that no nonce is known yet.
    """
    with writing():
        head = LedgerHead.objects.get_or_create(pk=1)[0]
        revisions = tuple(_numbered(one, head.size + place) for place, one in enumerate(entering, 1))
        _insert(revisions, [one.nonce for one in entering], kinds)
        LedgerHead.objects.filter(pk=1).update(size=head.size + len(revisions))
    return revisions


def _numbered(one: Entering, seq: int) -> Revision:
    return Revision(
        seq=seq,
        entry=one.entry or seq,
        number=one.number,
        draft=one.draft,
        recorded_at=one.recorded_at,
        recorded_by=one.recorded_by,
        reason=one.reason,
        withdrawn=one.withdrawn,
        backfilled=one.backfilled,
    )


def _insert(revisions: Sequence[Revision], nonces: Sequence[str], kinds: Mapping[str, Kind]) -> None:
    units = {revision.draft.unit for revision in revisions}
    counts = dict(Row.objects.filter(unit__in=units).values_list("unit").annotate(last=Max("unit_seq")))
    seats = _seats(units)
    rows, personal, sheets, links = [], [], [], []
    for revision, nonce in zip(revisions, nonces, strict=True):
        unit = revision.draft.unit
        counts[unit] = counts.get(unit, 0) + 1
        kind = kinds.get(revision.draft.kind)
        values = bodies.personal_values(revision, kind=kind, salt=_salt)
        sheet = _sheet(revision, seats.get(unit, {}))
        rows.append(_row(revision, counts[unit], kind, values, sheet, nonce))
        personal += [
            PersonalValue(seq_id=revision.seq, field=one.field, salt=one.salt, value=one.value) for one in values
        ]
        sheets += [sheet] if sheet else []
        links += [
            EvidenceLink(seq_id=revision.seq, place=place, kind=item.kind, size=item.size)
            for place, item in enumerate(revision.draft.evidence)
        ]
    Row.objects.bulk_create(rows, batch_size=_BATCH)
    PersonalValue.objects.bulk_create(personal, batch_size=_BATCH)
    AttendanceSheet.objects.bulk_create(sheets, batch_size=_BATCH)
    EvidenceLink.objects.bulk_create(links, batch_size=_BATCH)
    derive(revisions, kinds=kinds)


def derive(revisions: Sequence[Revision], *, kinds: Mapping[str, Kind]) -> None:
    """Write the facts that follow from revisions, given in order of recording."""
    facts, numbers, ended = [], [], []
    latest: dict[int, Fact] = {}
    for revision in revisions:
        fact = _fact(revision, kinds.get(revision.draft.kind))
        if revision.entry in latest:
            latest[revision.entry].rec_to = fact.rec_at
        elif revision.number > 1:
            ended.append((fact.rec_at, revision.entry, FOREVER))
        latest[revision.entry] = fact
        facts.append(fact)
        numbers += _numbers(revision, kinds.get(revision.draft.kind))
    if ended:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE store_fact SET rec_to = %s WHERE entry = %s AND rec_to = %s", ended)
    Fact.objects.bulk_create(facts, batch_size=_BATCH)
    FactNumber.objects.bulk_create(numbers, batch_size=_BATCH)


def _salt() -> bytes:
    return os.urandom(16)


def _seats(units: set[str]) -> dict[str, dict[str, int]]:
    seats: dict[str, dict[str, int]] = {}
    for unit, person, slot in Slot.objects.filter(unit__in=units).values_list("unit", "person", "slot"):
        seats.setdefault(unit, {})[person] = slot
    return seats


def _sheet(revision: Revision, seats: Mapping[str, int]) -> AttendanceSheet | None:
    attendance = revision.draft.attendance
    if attendance is None or not _names_people(attendance):
        return None
    columns = {
        "expected": attendance.expected_people,
        "present": attendance.present_people,
        "excused": attendance.excused_people,
        "made_up": attendance.made_up_people,
    }
    guests = {name: [person for person in people if person not in seats] for name, people in columns.items()}
    maps = {name: slots.pack(seats[person] for person in people if person in seats) for name, people in columns.items()}
    kept = {name: people for name, people in guests.items() if people}
    return AttendanceSheet(
        seq_id=revision.seq, salt=_salt(), guests=json.dumps(kept, ensure_ascii=False) if kept else "", **maps
    )


def _names_people(attendance: Attendance) -> bool:
    return any(
        (
            attendance.expected_people,
            attendance.present_people,
            attendance.excused_people,
            attendance.made_up_people,
        )
    )


def _sheet_commitment(sheet: AttendanceSheet | None) -> str:
    if sheet is None:
        return ""
    parts = [sheet.expected.hex(), sheet.present.hex(), sheet.excused.hex(), sheet.made_up.hex(), sheet.guests]
    return bodies.commitment(field="sheet", salt=sheet.salt, value="\n".join(parts).encode())


def _row(
    revision: Revision,
    unit_seq: int,
    kind: Kind | None,
    personal: Sequence[bodies.Personal],
    sheet: AttendanceSheet | None,
    nonce: str,
) -> Row:
    value = bodies.body(
        revision,
        unit_seq=unit_seq,
        plain=bodies.plain_values(revision, kind=kind),
        personal=personal,
        sheet=_sheet_commitment(sheet),
    )
    body = rfc8785.dumps(value)
    return Row(
        seq=revision.seq,
        entry=revision.entry,
        number=revision.number,
        unit=revision.draft.unit,
        unit_seq=unit_seq,
        kind=revision.draft.kind,
        day=revision.draft.happened_on,
        rec_at=bodies.microseconds(revision.recorded_at),
        withdrawn=revision.withdrawn,
        backfilled=revision.backfilled,
        makes_up=revision.draft.makes_up,
        **_counters(revision.draft.attendance),
        nonce=nonce or None,
        body=body,
        leaf=merkle.hash_leaf(body),
    )


def _counters(attendance: Attendance | None) -> dict[str, int | None]:
    if attendance is None:
        return {}
    return {
        "expected": attendance.expected,
        "present": attendance.present,
        "excused": attendance.excused,
        "made_up": attendance.made_up,
    }


def _fact(revision: Revision, kind: Kind | None) -> Fact:
    plain = bodies.plain_values(revision, kind=kind)
    kinds = sorted({item.kind for item in revision.draft.evidence})
    return Fact(
        seq=revision.seq,
        entry=revision.entry,
        number=revision.number,
        unit=revision.draft.unit,
        day=revision.draft.happened_on,
        kind=revision.draft.kind,
        rec_at=bodies.microseconds(revision.recorded_at),
        rec_to=FOREVER,
        withdrawn=revision.withdrawn,
        backfilled=revision.backfilled,
        makes_up=revision.draft.makes_up,
        **_counters(revision.draft.attendance),
        evidence=" ".join(kinds),
        fields=json.dumps(plain, ensure_ascii=False) if plain else "",
    )


def _numbers(revision: Revision, kind: Kind | None) -> list[FactNumber]:
    if kind is None:
        return []
    summed = {field.id for field in kind.fields if field.type in ("number", "duration")}
    return [
        FactNumber(seq=revision.seq, field=name, millionths=millionths(value))
        for name, value in revision.draft.fields
        if name in summed
    ]


def millionths(value: object) -> int:
    """Return a decimal number, typed or whole, as whole millionths; digits beyond the sixth are cut off."""
    return int(Decimal(str(value)) * _MILLION)
