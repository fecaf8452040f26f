"""Asking to be let off, and deciding it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from zicha.core import leave
from zicha.core.findings import Refusal
from zicha.core.leave import Asking, Leave
from zicha.services.days import day_of
from zicha.services.sign_in import require_sheet
from zicha.store.queries import attendance as queries
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


def ask_days(*, person: str, unit: str, first: date, last: date, asked_at: datetime) -> tuple[Leave, ...]:
    """Ask for a person to be let off a unit's whole days, both named ones included; a repeat is the same request.

    Nobody is asked why. Raises ``Refusal`` ``attendance.leave_…`` for days that are over, an end before the
    beginning, and more than a month.
    """
    leave.admit_days(first=first, last=last, today=day_of(asked_at))
    with writing():
        return tuple(
            request_leave(person=person, unit=unit, day=first + timedelta(days), asked_at=asked_at, reason="")
            for days in range((last - first).days + 1)
        )


def waiting(*, units: Collection[str], today: date) -> tuple[Asking, ...]:
    """Return who waits to hear about whole days of some units that are not over, by day."""
    return leave.together(queries.days_waiting(units=units, since=today)) if units else ()


def of_person(*, person: str) -> tuple[Asking, ...]:
    """Return the whole days a person asked for, the newest first."""
    mine = [each for each in queries.leaves_of(person=person) if not each.sheet]
    return tuple(reversed(leave.together(mine)))


def decide_days(*, leave_id: int, granted: bool, reason: str, decided_at: datetime, decided_by: str) -> Asking:
    """Grant or refuse all days of a request at once; a refusal says why. Granted days excuse on every sheet of them.

    Raises ``Refusal`` ``attendance.…`` for a request that was decided, one of the decider's own, and a refusal
    without a reason.
    """
    with writing():
        asked = next((each for each in _askings(leave_id) if leave_id in each.ids), None)
        if asked is None or asked.granted is not None:
            raise Refusal("attendance.leave_unknown")
        leave.admit_decision(asker=asked.person, decider=decided_by, granted=granted, reason=reason)
        said = "" if granted else reason.strip()
        for each in asked.ids:
            writes.decide_leave(
                leave_id=each, granted=granted, decided_at=decided_at, decided_by=decided_by, reason=said
            )
        return next(each for each in _askings(leave_id) if leave_id in each.ids)


def _askings(leave_id: int) -> tuple[Asking, ...]:
    one = queries.leave(leave_id=leave_id)
    return leave.together([each for each in queries.leaves_of(person=one.person) if not each.sheet]) if one else ()


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
