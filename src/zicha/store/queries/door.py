"""What the door of a sheet asks: few questions, written out, because a hall asks them all at once.

Written by the ORM, the same questions cost several times their answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import connection

from zicha.core import bodies
from zicha.core.attendance import How, Mark, Sheet

_SHEET = (
    "s.id, s.unit, s.kind, s.title, s.day, s.starts, s.until, s.secret, s.opened_at, s.closed_at, s.entry, s.meeting"
)
_MARK = "id, sheet_id, person, number, present, how, at, by, reason, guest, claim"


@dataclass(frozen=True, slots=True)
class Known:
    """Whose browser asks: a person, the person's name, and how the browser came to be known."""

    person: str
    name: str
    how: How


@dataclass(frozen=True, slots=True)
class Door:
    """A sheet, and whose browser stands before it, if it is known."""

    sheet: Sheet
    known: Known | None


@dataclass(frozen=True, slots=True)
class Arriving:
    """A sheet and how one person stands to it.

    Attributes:
        on_roster: whether the person is expected on its day.
        marks: the person's own lines, in order.
        claimed_by: whom the claim has signed in before, or empty.
    """

    sheet: Sheet
    on_roster: bool
    marks: tuple[Mark, ...]
    claimed_by: str


def door(*, sheet_id: int, digest: str, at: datetime) -> Door | None:
    """Return a sheet and whose browser has the secret with this hash; ``None`` if there is no such sheet."""
    row = _one(
        f"SELECT {_SHEET}, d.person, p.name, d.how FROM store_sheet s LEFT JOIN store_devicesession d "  # noqa: S608 -- our own words
        "ON d.digest = %s AND d.until > %s AND d.revoked_at IS NULL LEFT JOIN store_person p ON p.id = d.person "
        "WHERE s.id = %s",
        [digest, bodies.microseconds(at), sheet_id],
    )
    if row is None:
        return None
    *sheet, person, name, how = row
    return Door(_sheet(sheet), Known(person, name or person, cast("How", how)) if person else None)


def arriving(*, sheet_id: int, person: str, claim: str) -> Arriving | None:
    """Return a sheet and how a person with a claim stands to it; ``None`` if there is no such sheet."""
    row = _one(
        f"SELECT {_SHEET}, EXISTS (SELECT 1 FROM store_holding h WHERE h.unit = s.unit AND h.person_id = %s "  # noqa: S608 -- our own words
        'AND h.start <= s.day AND h."end" > s.day) FROM store_sheet s WHERE s.id = %s',
        [person, sheet_id],
    )
    if row is None:
        return None
    *sheet, expected = row
    marks, claimed = marks_at(sheet_id=sheet_id, person=person, claim=claim)
    return Arriving(_sheet(sheet), bool(expected), marks, claimed)


def marks_at(*, sheet_id: int, person: str, claim: str = "") -> tuple[tuple[Mark, ...], str]:
    """Return the lines of one person on a sheet, and whom a claim has signed in there, if anybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_MARK} FROM store_sheetmark WHERE sheet_id = %s AND (person = %s OR claim = %s) ORDER BY id",  # noqa: S608 -- our own words
            [sheet_id, person, claim],
        )
        rows = cursor.fetchall()
    claimed = next((row[2] for row in rows if claim and row[-1] == claim), "")
    return tuple(_mark(row) for row in rows if row[2] == person), claimed


def _one(sql: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cast("tuple[Any, ...] | None", cursor.fetchone())


def _sheet(row: list[Any]) -> Sheet:
    key, unit, kind, title, day, starts, until, secret, opened_at, closed_at, entry, meeting = row
    return Sheet(
        key,
        unit,
        kind,
        title,
        day if isinstance(day, date) else date.fromisoformat(day),
        bodies.instant(starts),
        bodies.instant(until),
        bytes(secret),
        bodies.instant(opened_at),
        None if closed_at is None else bodies.instant(closed_at),
        entry,
        meeting,
    )


def _mark(row: tuple[Any, ...]) -> Mark:
    key, sheet_id, person, number, present, how, at, by, reason, guest, _claim = row
    return Mark(
        key,
        sheet_id,
        person,
        number,
        present=bool(present),
        how=how,
        at=bodies.instant(at),
        by=by,
        reason=reason,
        guest=bool(guest),
    )
