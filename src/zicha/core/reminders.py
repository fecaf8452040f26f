"""催办: whoever decides for a unit presses for something that falls due; what stays undone goes one level up, once.

Each is an entry of the built-in kind ``reminder``, so that it stays, is counted by measures and is read in the story
of what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zicha.core.duelist import Item, Sort
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Revision
from zicha.core.scheme import REMINDER, Field, Kind
from zicha.core.text import LocalText
from zicha.core.values import day, filled, text

Level = Literal["press", "escalate"]

ESCALATE_AFTER_DAYS = 7
LONGEST_NOTE = 200

LEVELS: dict[Level, LocalText] = {
    "press": LocalText("催办", "Pressed for"),
    "escalate": LocalText("报上级督办", "Passed to the unit above"),
}
ABOUT: dict[Sort, LocalText] = {
    "duty": LocalText("责任事项", "Duty"),
    "problem": LocalText("问题", "Problem"),
    "action": LocalText("待办事项", "Action"),
    "report": LocalText("报告", "Report"),
    "meeting": LocalText("会议", "Meeting"),
}

KIND = Kind(
    id=REMINDER,
    title=LocalText("催办", "Reminder"),
    fields=(
        Field("item", LocalText("事项编号", "Item"), "text", required=True),
        Field("about", LocalText("催办什么", "About"), "choice", required=True, choices=tuple(ABOUT.items())),
        Field("level", LocalText("方式", "How"), "choice", required=True, choices=tuple(LEVELS.items())),
        Field("scheme", LocalText("方案", "Scheme"), "text", code=True),
        Field("duty", LocalText("责任事项", "Duty"), "text", code=True),
        Field("window", LocalText("应完成时段", "Window"), "date"),
        Field("origin", LocalText("出处编号", "Where it comes from"), "text", code=True),
        Field("due", LocalText("期限", "Deadline"), "date", required=True),
        Field("to", LocalText("被催办人", "Person reminded"), "person", required=True),
        Field("note", LocalText("说明", "Note"), "text"),
    ),
)
"""``item`` is the uid of the list of what falls due; it is no code, as a person's id may be hashed in it. ``window``
is the first day of a duty's window or of a report's period; ``origin`` is the number of a problem, an action or a
meeting."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One time somebody was pressed for something.

    Attributes:
        item: the uid of what it is about.
        by: id of whoever pressed; empty if nobody did, as when it was passed on by itself.
        origin: number of the problem, the action or the meeting it is about, or 0.
    """

    entry: int
    item: str
    about: str
    level: Level
    unit: str
    to: str
    by: str
    on: date
    at: datetime
    due: date
    note: str = ""
    origin: int = 0


def admit(item: Item, *, note: str) -> None:
    """Raise ``Refusal`` ``reminders.…`` for what is not owed yet, what nobody answers for, and a long note."""
    if item.state == "upcoming":
        raise Refusal("reminders.too_early", title=item.title.zh, opens=item.opens)
    if not item.people:
        raise Refusal("reminders.nobody", title=item.title.zh)
    if len(note) > LONGEST_NOTE:
        raise Refusal("reminders.note_long", longest=LONGEST_NOTE)


def is_to_be_passed_on(item: Item, *, on: date, after_days: int = ESCALATE_AFTER_DAYS) -> bool:
    """Whether an item is so late that it goes to the unit above: as many days after its last day of grace."""
    return item.sort != "meeting" and (on - item.until).days >= after_days


def draft(item: Item, *, to: str, level: Level, on: date, note: str = "") -> Draft:
    """Return what is recorded when a person is pressed for an item."""
    target = item.target
    fields = filled(
        (
            ("item", item.uid),
            ("about", item.sort),
            ("level", level),
            ("scheme", target.scheme),
            ("duty", target.duty),
            ("window", target.window),
            ("origin", str(target.entry or "")),
            ("due", item.day),
            ("to", to),
            ("note", note),
        )
    )
    return Draft(unit=item.unit, kind=REMINDER, happened_on=on, fields=fields)


def read(revisions: Iterable[Revision], *, on: date) -> tuple[Reminder, ...]:
    """Return the reminders among standing revisions up to a day, in order of recording."""
    found = [each for each in revisions if each.draft.kind == REMINDER and each.draft.happened_on <= on]
    return tuple(_read(each) for each in sorted(found, key=lambda each: each.seq))


def by_item(reminders: Iterable[Reminder]) -> dict[str, tuple[Reminder, ...]]:
    """Return reminders by the uid of what they are about."""
    found: dict[str, list[Reminder]] = {}
    for reminder in reminders:
        found.setdefault(reminder.item, []).append(reminder)
    return {uid: tuple(each) for uid, each in found.items()}


def by_origin(reminders: Iterable[Reminder]) -> dict[int, tuple[Reminder, ...]]:
    """Return reminders by the number of the problem, the action or the meeting they are about; the others under 0."""
    found: dict[int, list[Reminder]] = {}
    for reminder in reminders:
        found.setdefault(reminder.origin, []).append(reminder)
    return {origin: tuple(each) for origin, each in found.items()}


def _read(revision: Revision) -> Reminder:
    told = revision.draft
    due = day(told, "due")
    return Reminder(
        entry=revision.entry,
        item=text(told, "item"),
        about=text(told, "about"),
        level="escalate" if text(told, "level") == "escalate" else "press",
        unit=told.unit,
        to=text(told, "to"),
        by=revision.recorded_by,
        on=told.happened_on,
        at=revision.recorded_at,
        due=due or told.happened_on,
        note=text(told, "note"),
        origin=int(text(told, "origin") or 0),
    )
