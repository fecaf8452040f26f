"""Sheets, their marks, and who asked to be let off, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from zicha.core import bodies
from zicha.core.attendance import How, Mark, Sheet
from zicha.core.leave import Leave
from zicha.store import models

_MARK = ("id", "sheet_id", "person", "number", "present", "how", "at", "by", "reason", "guest")
_LEAVE = ("id", "person", "unit", "sheet_id", "day", "reason", "rec_at", "granted", "decided_by")


def sheet(*, sheet_id: int) -> Sheet | None:
    """Return a sheet, or ``None`` if there is none of this number."""
    row = models.Sheet.objects.filter(pk=sheet_id).first()
    return _sheet(row) if row else None


def sheets(*, unit: str, limit: int) -> tuple[tuple[Sheet, int], ...]:
    """Return the latest sheets of a unit, the newest first, each with how many are present."""
    rows = models.Sheet.objects.filter(unit=unit).annotate(here=_present("sheetmark__")).order_by("-starts", "-id")
    return tuple((_sheet(row), row.here or 0) for row in rows[:limit])


def of_meeting(*, meeting: int) -> Sheet | None:
    """Return the latest sheet of a meeting, or ``None``."""
    row = models.Sheet.objects.filter(meeting=meeting).order_by("-id").first()
    return _sheet(row) if row else None


def present(*, sheet_id: int) -> int:
    """Return how many people are present on a sheet."""
    return models.SheetMark.objects.filter(sheet=sheet_id).aggregate(here=_present())["here"] or 0


def marks(*, sheet_id: int) -> tuple[Mark, ...]:
    """Return every line of a sheet, in order of writing."""
    return _marks(models.SheetMark.objects.filter(sheet=sheet_id))


def leaves(*, unit: str, day: date, sheet_id: int = 0) -> tuple[Leave, ...]:
    """Return who asked to be let off a unit's day, or that sheet, in order of asking."""
    rows = models.LeaveRequest.objects.filter(unit=unit, day=day).filter(Q(sheet=None) | Q(sheet=sheet_id or None))
    return _leaves(rows)


def days_waiting(*, units: Collection[str], since: date) -> tuple[Leave, ...]:
    """Return the undecided requests for whole days of some units, from a day on, in order of asking."""
    return _leaves(models.LeaveRequest.objects.filter(unit__in=units, sheet=None, granted=None, day__gte=since))


def leaves_of(*, person: str) -> tuple[Leave, ...]:
    """Return what one person asked for, in order of asking."""
    return _leaves(models.LeaveRequest.objects.filter(person=person))


def leave(*, leave_id: int) -> Leave | None:
    """Return one request, or ``None``."""
    return next(iter(_leaves(models.LeaveRequest.objects.filter(pk=leave_id))), None)


def refused(*, sheet_id: int) -> dict[str, int]:
    """Return how often sign-in on a sheet was refused, by reason."""
    rows = models.RefusedSignIn.objects.filter(sheet=sheet_id).values_list("reason").annotate(n=Count("id"))
    return dict(rows.order_by("reason"))


def names(*, people: Iterable[str]) -> dict[str, str]:
    """Return the names of some people, by id."""
    return dict(models.Person.objects.filter(id__in=tuple(people)).values_list("id", "name"))


def _present(prefix: str = "") -> Sum:
    """A presence counts one, a void takes one away."""
    branches = [
        When(**{f"{prefix}present": True}, then=Value(1)),
        When(**{f"{prefix}present": False}, then=Value(-1)),
    ]
    return Sum(Case(*branches, output_field=IntegerField()))


def _sheet(row: models.Sheet) -> Sheet:
    return Sheet(
        id=row.pk,
        unit=row.unit,
        kind=row.kind,
        title=row.title,
        day=row.day,
        starts=bodies.instant(row.starts),
        until=bodies.instant(row.until),
        secret=bytes(row.secret),
        opened_at=bodies.instant(row.opened_at),
        closed_at=None if row.closed_at is None else bodies.instant(row.closed_at),
        entry=row.entry,
        meeting=row.meeting,
    )


def _marks(rows: QuerySet[models.SheetMark]) -> tuple[Mark, ...]:
    return tuple(_mark(row) for row in rows.order_by("id").values_list(*_MARK))


def _mark(row: tuple[Any, ...]) -> Mark:
    key, sheet_id, person, number, is_present, how, at, by, reason, guest = row
    return Mark(
        key,
        sheet_id,
        person,
        number,
        present=is_present,
        how=cast("How", how),
        at=bodies.instant(at),
        by=by,
        reason=reason,
        guest=guest,
    )


def _leaves(rows: QuerySet[models.LeaveRequest]) -> tuple[Leave, ...]:
    return tuple(
        Leave(key, person, unit, sheet_id or 0, day, reason, bodies.instant(rec_at), granted, decided_by)
        for key, person, unit, sheet_id, day, reason, rec_at, granted, decided_by in rows.order_by("id").values_list(
            *_LEAVE
        )
    )
