"""Sheets, marks, leave and refused sign-ins; the caller holds the transaction."""

from __future__ import annotations

from datetime import date, datetime

from zicha.core import bodies
from zicha.core.attendance import Mark, Sheet
from zicha.store import models

_MOST_REFUSALS = 1_000


def add_sheet(*, sheet: Sheet, opened_by: str) -> int:
    """Add a sheet and return its number; the number in ``sheet`` is not looked at."""
    row = models.Sheet.objects.create(
        unit=sheet.unit,
        kind=sheet.kind,
        title=sheet.title,
        day=sheet.day,
        starts=bodies.microseconds(sheet.starts),
        until=bodies.microseconds(sheet.until),
        secret=sheet.secret,
        opened_at=bodies.microseconds(sheet.opened_at),
        opened_by=opened_by,
        meeting=sheet.meeting,
    )
    return row.pk


def set_until(*, sheet_id: int, until: datetime) -> None:
    """Move the end of sign-in."""
    models.Sheet.objects.filter(pk=sheet_id).update(until=bodies.microseconds(until))


def close_sheet(*, sheet_id: int, closed_at: datetime, entry: int) -> None:
    """Close a sheet for good; its secret goes, so that no code of its time can be made any more."""
    models.Sheet.objects.filter(pk=sheet_id).update(closed_at=bodies.microseconds(closed_at), entry=entry, secret=b"")


def add_mark(*, mark: Mark, claim: str | None = None) -> int:
    """Append a line to a sheet and return its number; the number in ``mark`` is not looked at."""
    row = models.SheetMark(
        sheet_id=mark.sheet,
        person=mark.person,
        number=mark.number,
        present=mark.present,
        how=mark.how,
        at=bodies.microseconds(mark.at),
        by=mark.by,
        reason=mark.reason,
        guest=mark.guest,
        claim=claim,
    )
    row.save(force_insert=True)
    return row.pk


def add_leave(
    *, person: str, unit: str, sheet_id: int, day: date, reason: str, asked_at: datetime, by: str = ""
) -> int:
    """Add a request to be let off and return its number; ``by`` is set where it is granted at once."""
    at = bodies.microseconds(asked_at)
    row = models.LeaveRequest.objects.create(
        person=person,
        unit=unit,
        sheet_id=sheet_id or None,
        day=day,
        reason=reason,
        rec_at=at,
        granted=True if by else None,
        decided_at=at if by else None,
        decided_by=by,
    )
    return row.pk


def decide_leave(
    *, leave_id: int, granted: bool, decided_at: datetime, decided_by: str, reason: str | None = None
) -> None:
    """Keep what was decided about a request, and why if that is said."""
    said = {} if reason is None else {"reason": reason}
    models.LeaveRequest.objects.filter(pk=leave_id).update(
        granted=granted, decided_at=bodies.microseconds(decided_at), decided_by=decided_by, **said
    )


def erase_leave_reason(*, leave_id: int) -> None:
    """Take away why somebody asked."""
    models.LeaveRequest.objects.filter(pk=leave_id).update(reason="")


def add_refused(*, sheet_id: int, reason: str, at: datetime) -> None:
    """Log that a sign-in was refused; past a thousand of a sheet nothing is learned from more."""
    if models.RefusedSignIn.objects.filter(sheet=sheet_id).count() < _MOST_REFUSALS:
        models.RefusedSignIn.objects.create(sheet_id=sheet_id, reason=reason, at=bodies.microseconds(at))
