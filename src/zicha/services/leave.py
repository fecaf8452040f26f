"""Asking to be let off, and deciding it."""

from __future__ import annotations

from datetime import date, datetime

from zicha.core.findings import Refusal
from zicha.services.sign_in import require_sheet
from zicha.store.queries import attendance as queries
from zicha.store.queries.attendance import Leave
from zicha.store.writes import attendance as writes
from zicha.store.writes.transaction import writing


def request_leave(
    *, person: str, unit: str, asked_at: datetime, reason: str, sheet_id: int = 0, day: date | None = None
) -> Leave:
    """Ask for a person to be let off one sheet, or a unit's whole day; a repeated request is the same one.

    Raises ``Refusal`` for a request without sheet and day, and for a closed sheet.
    """
    if sheet_id:
        sheet = require_sheet(sheet_id)
        unit, day = sheet.unit, sheet.day
        if sheet.closed_at is not None:
            raise Refusal("attendance.sheet_closed")
    if day is None:
        raise Refusal("attendance.leave_without_day")
    with writing():
        before = _asked(person, unit, day, sheet_id)
        if before is not None:
            return before
        number = writes.add_leave(
            person=person, unit=unit, sheet_id=sheet_id, day=day, reason=reason.strip(), asked_at=asked_at
        )
        return _require(number)


def decide_leave(*, leave_id: int, granted: bool, decided_at: datetime, decided_by: str) -> Leave:
    """Grant or turn down a request. Raises ``Refusal`` if it was decided before or its sheet is closed."""
    with writing():
        found = _require(leave_id)
        if found.granted is not None:
            raise Refusal("attendance.leave_unknown")
        if found.sheet and require_sheet(found.sheet).closed_at is not None:
            raise Refusal("attendance.sheet_closed")
        writes.decide_leave(leave_id=leave_id, granted=granted, decided_at=decided_at, decided_by=decided_by)
        return _require(leave_id)


def excuse(*, sheet_id: int, person: str, reason: str, at: datetime, granted_by: str) -> Leave:
    """Let a person off a sheet who told the recorder: asked and granted at once."""
    asked = request_leave(person=person, unit="", sheet_id=sheet_id, reason=reason, asked_at=at)
    if asked.granted:
        return asked
    return decide_leave(leave_id=asked.id, granted=True, decided_at=at, decided_by=granted_by)


def erase_reason(*, leave_id: int, person: str) -> None:
    """Erase why a person asked. Raises ``Refusal`` if the request is not that person's."""
    with writing():
        if _require(leave_id).person != person:
            raise Refusal("attendance.leave_unknown")
        writes.erase_leave_reason(leave_id=leave_id)


def _asked(person: str, unit: str, day: date, sheet_id: int) -> Leave | None:
    known = queries.leaves(unit=unit, day=day, sheet_id=sheet_id)
    mine = [leave for leave in known if leave.person == person and leave.sheet == sheet_id]
    return next((leave for leave in mine if leave.granted is not False), None)


def _require(leave_id: int) -> Leave:
    found = queries.leave(leave_id=leave_id)
    if found is None:
        raise Refusal("attendance.leave_unknown")
    return found
