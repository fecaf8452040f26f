"""What is held about one person, as values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import QuerySet

from zicha.core import bodies, slots
from zicha.core.data_requests import DataRequest, Wish
from zicha.store import models

_LISTS = ("expected", "present", "excused", "made_up")
_REQUEST = (
    "id",
    "person",
    "wish",
    "about",
    "field",
    "text",
    "rec_at",
    "granted",
    "reason",
    "answered_at",
    "answered_by",
)


@dataclass(frozen=True, slots=True)
class Attended:
    """That a person stands on the sheet of a record.

    Attributes:
        lists: on which of its lists: ``expected``, ``present``, ``excused``, ``made_up``.
    """

    seq: int
    unit: str
    kind: str
    day: date
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedOn:
    """A line of a sheet about a person, while its lines are kept."""

    sheet: int
    unit: str
    title: str
    day: date
    at: datetime
    how: str
    present: bool
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassKept:
    """A pass that a person was given."""

    granted_by: str
    granted_at: datetime
    until: datetime
    used_at: datetime | None


def attended(*, person: str) -> tuple[Attended, ...]:
    """Return on which standing sheets a person stands, the newest first."""
    seats = dict(models.Slot.objects.filter(person=person).values_list("unit", "slot"))
    named = json.dumps(person, ensure_ascii=False)
    own = models.AttendanceSheet.objects.filter(seq__unit__in=seats)
    rows = own | models.AttendanceSheet.objects.filter(guests__contains=named)
    found = rows.order_by("-seq__day", "-seq_id").values_list(
        "seq_id", "seq__unit", "seq__kind", "seq__day", "guests", *_LISTS
    )
    read = (
        Attended(seq, unit, kind, day, _lists(seats.get(unit), maps, guests, person))
        for seq, unit, kind, day, guests, *maps in found
    )
    mine = tuple(each for each in read if each.lists)
    standing = _standing(each.seq for each in mine)
    return tuple(each for each in mine if each.seq in standing)


def signed_on(*, person: str) -> tuple[SignedOn, ...]:
    """Return the lines of sheets about a person, the newest first."""
    rows = models.SheetMark.objects.filter(person=person).order_by("-at", "-id")
    found = rows.values_list(
        "sheet_id", "sheet__unit", "sheet__title", "sheet__day", "at", "how", "present", "by", "reason"
    )
    return tuple(
        SignedOn(sheet, unit, title, day, bodies.instant(at), how, present, by, reason)
        for sheet, unit, title, day, at, how, present, by, reason in found
    )


def passes(*, person: str) -> tuple[PassKept, ...]:
    """Return the passes a person was given, the newest first."""
    rows = models.PassLink.objects.filter(person=person).order_by("-rec_at")
    return tuple(
        PassKept(by, bodies.instant(rec_at), bodies.instant(until), _instant(used))
        for by, rec_at, until, used in rows.values_list("granted_by", "rec_at", "until", "used_at")
    )


def calendars(*, person: str) -> tuple[tuple[str, datetime, datetime | None], ...]:
    """Return the unit (empty for the person's own list), making and end of the addresses calendars read."""
    accounts = models.Account.objects.filter(person=person).values("pk")
    rows = models.CalendarLink.objects.filter(account__in=accounts).order_by("-pk")
    found = rows.values_list("unit", "rec_at", "revoked_at")
    return tuple((unit, bodies.instant(made), _instant(ended)) for unit, made, ended in found)


def reminded(*, person: str) -> tuple[date, ...]:
    """Return the days on which a person was sent what falls due, while that is kept."""
    return tuple(models.SentDigest.objects.filter(person=person).order_by("-day").values_list("day", flat=True))


def prose_written(*, ids: Iterable[str]) -> tuple[tuple[str, str, str, datetime], ...]:
    """Return the unit, period and section of what somebody wrote in reports, and when."""
    rows = models.ProseRevision.objects.filter(recorded_by__in=tuple(ids)).order_by("rec_at")
    found = rows.values_list("unit", "period", "section", "rec_at")
    return tuple((unit, period, section, bodies.instant(at)) for unit, period, section, at in found)


def request(*, request_id: int) -> DataRequest | None:
    """Return one request, or ``None``."""
    return next(iter(_requests(models.DataRequest.objects.filter(pk=request_id))), None)


def requests_of(*, person: str) -> tuple[DataRequest, ...]:
    """Return what a person asked, the newest first."""
    return _requests(models.DataRequest.objects.filter(person=person).order_by("-rec_at", "-id"))


def requests_waiting() -> tuple[DataRequest, ...]:
    """Return every request nobody has answered yet, the oldest first."""
    return _requests(models.DataRequest.objects.filter(answered_at=None).order_by("rec_at", "id"))


def _lists(slot: int | None, maps: list[bytes], guests: str, person: str) -> tuple[str, ...]:
    others = json.loads(guests) if guests else {}
    return tuple(
        name
        for name, bits in zip(_LISTS, maps, strict=True)
        if (slot is not None and slot in slots.unpack(bytes(bits))) or person in others.get(name, ())
    )


def _standing(seqs: Iterable[int]) -> set[int]:
    rows = models.Fact.objects.filter(seq__in=tuple(seqs), rec_to=models.ledger.FOREVER, withdrawn=False)
    return set(rows.values_list("seq", flat=True))


def _requests(rows: QuerySet[models.DataRequest]) -> tuple[DataRequest, ...]:
    return tuple(_request(row) for row in rows.values_list(*_REQUEST))


def _request(row: tuple[Any, ...]) -> DataRequest:
    key, person, wish, about, field, text, rec_at, granted, reason, answered_at, answered_by = row
    return DataRequest(
        key,
        person,
        cast("Wish", wish),
        about,
        field,
        text,
        bodies.instant(rec_at),
        granted,
        reason,
        _instant(answered_at),
        answered_by,
    )


def _instant(value: int | None) -> datetime | None:
    return None if value is None else bodies.instant(value)
