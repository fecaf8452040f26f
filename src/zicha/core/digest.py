"""The digest: one short letter a day to one person, of what presses, what somebody pressed for, and what was passed on.

Which items are in it is decided here; the sentences stand in ``core/message_tables/plan.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zicha.core import messages, report_words
from zicha.core.duelist import DueState, Item
from zicha.core.reminders import Reminder
from zicha.core.text import Language

MOST_LINES = 20
"""A letter is read on a phone; what does not fit is counted, and stands on the page."""


@dataclass(frozen=True, slots=True)
class Names:
    """What units and people are called."""

    units: Mapping[str, str]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Load:
    """What one person is to be told on a day.

    Attributes:
        own: what presses and the person answers for, or is invited to.
        passed_on: what units below left undone.
        reminders: by uid, who pressed for what of these.
    """

    person: str
    own: tuple[Item, ...]
    passed_on: tuple[Item, ...] = ()
    reminders: Mapping[str, tuple[Reminder, ...]] | None = None

    @property
    def count(self) -> int:
        """How many things it tells of."""
        return len(self.own) + len(self.passed_on)


@dataclass(frozen=True, slots=True)
class Letter:
    """A digest as it is sent: plain text."""

    subject: str
    body: str


def presses(item: Item, *, on: date) -> bool:
    """Whether an item is told of on a day: from its reminder on, for as long as it is owed."""
    return item.state != "upcoming" and item.remind_on <= on


def loads(
    items: Sequence[Item], reminders: Mapping[str, tuple[Reminder, ...]], *, people: Iterable[str], on: date
) -> tuple[Load, ...]:
    """Return what each of some people is to be told on a day, by id; who has nothing to be told is left out.

    Takes the people who hold a post on that day: who has left is told nothing, whatever is still in the name.
    """
    pressing = [item for item in items if presses(item, on=on) or (item.uid in reminders and item.state != "upcoming")]
    own: dict[str, list[Item]] = {}
    passed_on: dict[str, list[Item]] = {}
    for item in pressing:
        for person in (*item.people, *item.invited):
            own.setdefault(person, []).append(item)
        for person in {each.to for each in reminders.get(item.uid, ()) if each.level == "escalate"}:
            passed_on.setdefault(person, []).append(item)
    found = [
        Load(person, tuple(own.get(person, ())), tuple(passed_on.get(person, ())), reminders)
        for person in sorted(set(people))
    ]
    return tuple(load for load in found if load.count)


def letter(load: Load, *, names: Names, on: date, language: Language, site: str = "") -> Letter:
    """Return the letter that tells a person of a load; ``site`` is the address of the pages, or empty."""

    def say(code: str, **facts: object) -> str:
        return messages.sentence(f"plan.digest_{code}", language=language, **facts)

    late = [item for item in load.own if item.state in ("overdue", "insufficient", "grace")]
    near = [item for item in load.own if item not in late]
    lines = [say("greeting", name=names.people.get(load.person, load.person))]
    for head, items in (("late", late), ("near", near), ("passed_on", load.passed_on)):
        if items:
            lines += ["", say(head, count=len(items))]
            lines += [_line(item, load, names, on, language) for item in items[:MOST_LINES]]
        if len(items) > MOST_LINES:
            lines.append(say("more", count=len(items) - MOST_LINES))
    lines += ["", say("open", site=site.rstrip("/"))] if site else []
    lines += ["", say("stop")]
    day = report_words.day(on, language=language, year=False)
    return Letter(say("subject", count=load.count, day=day), "\n".join(lines) + "\n")


def _line(item: Item, load: Load, names: Names, on: date, language: Language) -> str:
    state: DueState | str = item.state if item.state in ("overdue", "insufficient", "grace") else "near"
    facts = {
        "title": item.title.in_language(language),
        "unit": names.units.get(item.unit, item.unit),
        "day": report_words.day(item.day, language=language, year=False),
        "until": report_words.day(item.until, language=language, year=False),
        "days": item.late(on),
        "time": f"{item.starts:%H:%M}" if item.starts else "",
    }
    code = "meeting" if item.starts else "report_late" if item.sort == "report" and state == "grace" else state
    line = messages.sentence(f"plan.digest_line_{code}", language=language, **facts)
    return line + "".join(_pressed(each, names, language) for each in _of(load, item))


def _of(load: Load, item: Item) -> tuple[Reminder, ...]:
    """The last time somebody pressed this person for it."""
    told = (load.reminders or {}).get(item.uid, ())
    return tuple(each for each in told if each.level == "press" and each.to == load.person)[-1:]


def _pressed(reminder: Reminder, names: Names, language: Language) -> str:
    code = "plan.digest_pressed_note" if reminder.note else "plan.digest_pressed"
    by = names.people.get(reminder.by, "")
    return messages.sentence(code, language=language, by=by, note=reminder.note) if by else ""
