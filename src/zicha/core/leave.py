"""Leave for whole days: which days may be asked for, what belongs together, and who decides.

Nobody is asked why they are away, and there is no place to write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from zicha.core.findings import Refusal

MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody asks to be let off.

    Attributes:
        sheet: the sheet it is for, or 0 for the whole day.
        reason: why it was refused.
        granted: ``None`` until it is decided.
    """

    id: int
    person: str
    unit: str
    sheet: int
    day: date
    reason: str
    asked_at: datetime
    granted: bool | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Days that were asked for together.

    Attributes:
        ids: numbers of its days, the first of which names it.
        granted: ``None`` until it is decided.
        reason: why it was refused.
    """

    ids: tuple[int, ...]
    person: str
    unit: str
    first: date
    last: date
    granted: bool | None
    reason: str

    @property
    def days(self) -> int:
        """How many days it is."""
        return len(self.ids)


def admit_days(*, first: date, last: date, today: date) -> None:
    """Raise ``Refusal`` for days that are over, in the wrong order, or more than a month at once."""
    if first < today:
        raise Refusal("attendance.leave_over")
    if last < first:
        raise Refusal("attendance.leave_backwards")
    if (last - first).days >= MOST_DAYS:
        raise Refusal("attendance.leave_long", most=MOST_DAYS)


def admit_decision(*, asker: str, decider: str, granted: bool, reason: str) -> None:
    """Raise ``Refusal`` for a decision on one's own leave, and for a refusal that does not say why."""
    if asker == decider:
        raise Refusal("attendance.leave_own")
    if not granted and not reason.strip():
        raise Refusal("attendance.reason_missing")


def together(days: Iterable[Leave]) -> tuple[Asking, ...]:
    """Return days as they were asked for, by first day: same person, unit, instant and decision."""
    ordered = sorted(days, key=lambda each: (each.person, each.unit, each.asked_at, str(each.granted), each.day))
    groups = groupby(ordered, key=lambda each: (each.person, each.unit, each.asked_at, each.granted))
    found = [_asking(tuple(group)) for _key, group in groups]
    return tuple(sorted(found, key=lambda each: (each.first, each.person)))


def _asking(days: tuple[Leave, ...]) -> Asking:
    first = days[0]
    return Asking(
        tuple(each.id for each in days),
        first.person,
        first.unit,
        first.day,
        days[-1].day,
        first.granted,
        first.reason,
    )
