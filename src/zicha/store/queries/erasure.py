"""What is held about people beside the ledger, and what has been erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q

from zicha.core import bodies
from zicha.core.erasure import ERASURE, GUESSABLE
from zicha.core.report_life import REPORT_STEP
from zicha.store import models

_PART = 20
"""Erasure entries read at once; each may name hundreds of values."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value beside the ledger, and whose record it is of."""

    seq: int
    field: str
    value: str
    kind: str
    day: date
    recorded_at: datetime


def entries() -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the fields of every erasure entry, from the log's own bodies, a few in memory at once."""
    seqs = list(models.Revision.objects.filter(unit="", kind=ERASURE).order_by("seq").values_list("seq", flat=True))
    for start in range(0, len(seqs), _PART):
        rows = models.Revision.objects.filter(seq__in=seqs[start : start + _PART]).order_by("seq")
        yield from [(seq, _fields(bytes(body))) for seq, body in rows.values_list("seq", "body")]


def last_entry() -> int:
    """Return the number of the last erasure entry, 0 if there is none."""
    return models.Revision.objects.filter(unit="", kind=ERASURE).aggregate(last=Max("seq"))["last"] or 0


def _fields(body: bytes) -> dict[str, Any]:
    """A body that cannot be read says nothing here; checking the log names it."""
    try:
        found = json.loads(body)["fields"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def of_entry(*, seq: int) -> tuple[Held, ...]:
    """Return the values beside every revision of the entry that ``seq`` is a revision of."""
    entry = models.Revision.objects.filter(seq=seq).values("entry")
    return held_where(Q(seq__entry__in=entry))


def naming(*, ids: Collection[str]) -> tuple[Held, ...]:
    """Return the values that are one of some ids: who recorded, and what people's fields may hold."""
    return held_where(Q(value__in=tuple(ids)) & (Q(field="recorded_by") | Q(field__startswith="fields.")))


def mentions(*, name: str) -> tuple[Held, ...]:
    """Return the longer texts in which a name stands."""
    return held_where(Q(value__contains=name)) if name else ()


def by_place(*, places: Iterable[tuple[int, str]]) -> tuple[Held, ...]:
    """Return the values at some places (revision, field) that are there."""
    wanted = set(places)
    found = held_where(Q(seq__in={seq for seq, _field in wanted}))
    return tuple(each for each in found if (each.seq, each.field) in wanted)


def leaves(*, seqs: Iterable[int]) -> dict[int, str]:
    """Return the leaves of revisions in hex."""
    rows = models.Revision.objects.filter(seq__in=tuple(seqs)).values_list("seq", "leaf")
    return {seq: bytes(leaf).hex() for seq, leaf in rows}


def guest_sheets(*, person: str) -> tuple[tuple[int, dict[str, list[str]]], ...]:
    """Return the sheets that hold a person as a guest: revision and guests."""
    named = json.dumps(person, ensure_ascii=False)
    rows = models.AttendanceSheet.objects.filter(guests__contains=named).order_by("seq").values_list("seq_id", "guests")
    return tuple((seq, json.loads(guests)) for seq, guests in rows)


def guessable_marks(*, seqs: Iterable[int]) -> dict[int, str]:
    """Return the marks of revisions that are hashes of what was said, by number."""
    rows = models.Revision.objects.filter(seq__in=tuple(seqs)).values_list("seq", "nonce")
    return {seq: nonce for seq, nonce in rows if nonce and nonce.startswith(GUESSABLE)}


def sheets_of(*, person: str) -> tuple[int, ...]:
    """Return the revisions with a sheet of units in which a person has a seat."""
    units = models.Slot.objects.filter(person=person).values("unit")
    return tuple(models.AttendanceSheet.objects.filter(seq__unit__in=units).values_list("seq_id", flat=True))


def evidence_still_named(*, digests: Collection[str]) -> frozenset[str]:
    """Return those of some files' hashes that a record still names."""
    rows = models.PersonalValue.objects.filter(field__startswith="evidence.", value__in=tuple(digests))
    return frozenset(rows.values_list("value", flat=True))


def bundles() -> tuple[tuple[int, str], ...]:
    """Return the archived reports whose files are not erased: the number of the step, and the file's hash."""
    rows = models.PersonalValue.objects.filter(field="evidence.0.sha256", seq__kind=REPORT_STEP).order_by("seq_id")
    return tuple(rows.values_list("seq_id", "value"))


def usernames_of(*, person: str) -> tuple[str, ...]:
    """Return the names a person signs in with."""
    return tuple(models.Account.objects.filter(person=person).values_list("username", flat=True))


def held_where(wanted: Q) -> tuple[Held, ...]:
    """Return the values beside the ledger that fit a condition, by record and field."""
    rows = models.PersonalValue.objects.filter(wanted).order_by("seq_id", "field")
    found = rows.values_list("seq_id", "field", "value", "seq__kind", "seq__day", "seq__rec_at")
    return tuple(
        Held(seq, name, value, kind, day, bodies.instant(rec_at)) for seq, name, value, kind, day, rec_at in found
    )
