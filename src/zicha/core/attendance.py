"""Attendance sheets: who is expected, who came, and what is left when a sheet closes.

While a sheet is open it is a list of marks; a mark is never changed, one that was wrong is voided by a later
one. When it closes, what counts is worked out once and goes into the ledger as an ``Attendance``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance

How = Literal["code", "pass", "recorder", "paper"]
"""By the code on the wall with a remembered sign-in, the same with a personal pass, by the recorder, from paper."""

HOWS: tuple[How, ...] = ("code", "pass", "recorder", "paper")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list that people sign.

    Attributes:
        id: its number.
        unit: code of the unit whose roster is expected.
        kind: id of the kind of activity that is recorded when it closes.
        day: the day of the activity.
        starts, until: the instants the activity begins and the last at which a sign-in is taken.
        secret: what the codes on the wall are made from; empty once the sheet is closed.
        opened_at: when the sheet was opened; codes are shown from then on.
        closed_at: when it was closed, or ``None``.
        entry: the entry recorded at closing, or 0.
        meeting: the entry of the meeting it belongs to, or 0.
    """

    id: int
    unit: str
    kind: str
    title: str
    day: date
    starts: datetime
    until: datetime
    secret: bytes
    opened_at: datetime
    closed_at: datetime | None = None
    entry: int = 0
    meeting: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a sheet.

    Attributes:
        number: 1 for a person's first presence on the sheet, 2 for the one after a void …
        present: ``False`` voids the presence with the same number.
        by: who wrote it, where that was not the person.
        reason: why it was added by hand or voided.
        guest: whether the person was not on the roster of the day; a guest is present and not counted.
    """

    id: int
    sheet: int
    person: str
    number: int
    present: bool
    how: How
    at: datetime
    by: str = ""
    reason: str = ""
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands on a sheet: the last presence and, if it was voided, what voided it."""

    mark: Mark
    void: Mark | None = None

    @property
    def present(self) -> bool:
        """Whether the person counts as present."""
        return self.void is None


def standings(marks: Iterable[Mark]) -> dict[str, Standing]:
    """Return how each person stands, by person, in the order of the first presence."""
    found: dict[str, Standing] = {}
    for mark in sorted(marks, key=lambda mark: mark.id):
        if mark.present:
            found[mark.person] = Standing(mark)
        elif mark.person in found and found[mark.person].mark.number == mark.number:
            found[mark.person] = Standing(found[mark.person].mark, mark)
    return found


def close(*, expected: Collection[str], excused: Collection[str], marks: Iterable[Mark]) -> Attendance:
    """Return what a sheet says when it closes: ``expected = present + excused + absent``.

    Takes the roster of the day, who was let off, and the marks. Someone who was let off and came is present.
    Guests are not expected and not counted. Raises ``Refusal`` ``attendance.empty`` for an empty roster.
    """
    if not expected:
        raise Refusal("attendance.empty")
    roster = frozenset(expected)
    present = {person for person, standing in standings(marks).items() if standing.present} & roster
    away = (frozenset(excused) & roster) - present
    return Attendance(
        expected=len(roster),
        present=len(present),
        excused=len(away),
        expected_people=tuple(sorted(roster)),
        present_people=tuple(sorted(present)),
        excused_people=tuple(sorted(away)),
    )


def guests(*, expected: Collection[str], marks: Iterable[Mark]) -> tuple[str, ...]:
    """Return who was there without being on the roster of the day, in order of id."""
    present = {person for person, standing in standings(marks).items() if standing.present}
    return tuple(sorted(present - frozenset(expected)))
