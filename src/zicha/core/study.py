"""The year's study plan: what was to be studied when, what was held, and who has done it.

A plan is a list of items, each an entry of the built-in kind ``study_item``; what happens to an item (a session is
linked, it is moved, it is called off) is an entry of the kind ``study_step``. Whether an item is done, late or
missed, and whether a person has completed it, is computed from the linked records and is never ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from zicha.core.findings import Refusal
from zicha.core.ledger import Revision
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText
from zicha.core.values import day, text

Form = Literal["collective", "self"]
Completes = Literal["attended", "made_up", "read"]
StepName = Literal["link", "unlink", "move", "call_off"]
State = Literal["upcoming", "open", "done", "late", "missed", "called_off"]
How = Literal["attended", "made_up", "read", "missing"]

ITEM, STEP = "study_item", "study_step"
CROWDED_DAYS = 7
"""A session in the last seven days of its month was crowded to the end."""

FORMS: dict[Form, LocalText] = {
    "collective": LocalText("集体学习", "Together"),
    "self": LocalText("个人自学", "Alone"),
}
COMPLETIONS: dict[Completes, LocalText] = {
    "attended": LocalText("参加了才算", "Attended"),
    "made_up": LocalText("参加了，或在期限内补学", "Attended, or made up in time"),
    "read": LocalText("参加了，或自学并登记", "Attended, or read alone and noted"),
}
STEPS: dict[StepName, LocalText] = {
    "link": LocalText("对上记录", "Record linked"),
    "unlink": LocalText("取消对应", "Record unlinked"),
    "move": LocalText("改期", "Moved"),
    "call_off": LocalText("取消", "Called off"),
}
STATES: dict[State, LocalText] = {
    "upcoming": LocalText("未到", "To come"),
    "open": LocalText("本月待学", "This month"),
    "done": LocalText("已学", "Held"),
    "late": LocalText("过期补上", "Held late"),
    "missed": LocalText("没有学", "Missed"),
    "called_off": LocalText("已取消", "Called off"),
}
HOW: dict[How, LocalText] = {
    "attended": LocalText("参加", "Attended"),
    "made_up": LocalText("补学", "Made up"),
    "read": LocalText("自学", "Read alone"),
    "missing": LocalText("还没有", "Not yet"),
}

ITEM_KIND = Kind(
    id=ITEM,
    title=LocalText("学习计划", "Study plan item"),
    fields=(
        Field("month", LocalText("月份", "Month"), "date", required=True),
        Field("topic", LocalText("学习内容", "Topic"), "text", required=True),
        Field("form", LocalText("形式", "Form"), "choice", required=True, choices=tuple(FORMS.items())),
        Field("completes", LocalText("怎样算完成", "Completed by"), "choice", choices=tuple(COMPLETIONS.items())),
        Field("days", LocalText("补学期限（天）", "Days to make up"), "number", unit="天"),
        Field("reading", LocalText("阅读材料", "Reading list"), "reading_list"),
        Field("activity", LocalText("活动类型", "Kind of activity"), "text", code=True),
    ),
)
STEP_KIND = Kind(
    id=STEP,
    title=LocalText("学习计划变动", "Step of a study plan item"),
    fields=(
        Field("item", LocalText("计划编号", "Item"), "text", required=True, code=True),
        Field("step", LocalText("变动", "Step"), "choice", required=True, choices=tuple(STEPS.items())),
        Field("record", LocalText("记录编号", "Record"), "text", code=True),
        Field("month", LocalText("改到的月份", "New month"), "date"),
        Field("reason", LocalText("原因", "Reason"), "text"),
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the plan as it stands.

    Attributes:
        entry: its number.
        month: first day of the month it is planned for now; ``planned`` of the one it was planned for first.
        moved: how many times it was moved.
        days: within how many days after the session it may be made up.
        activity: the kind of activity that holds it; empty if any may.
        called_off: why it was called off; empty while it stands.
        records: numbers of the linked entries, in the order of linking.
        steps: how many steps there were; whoever acts names the number seen.
        seqs: the revisions it is read from: its own and those of its steps.
    """

    entry: int
    unit: str
    month: date
    planned: date
    topic: str
    form: Form
    completes: Completes = "attended"
    days: int = 0
    reading: tuple[str, ...] = ()
    activity: str = ""
    moved: int = 0
    called_off: str = ""
    records: tuple[int, ...] = ()
    steps: int = 0
    seqs: tuple[int, ...] = ()

    @property
    def end(self) -> date:
        """The first day after its month."""
        return month_after(self.month)

    @property
    def may_be_read(self) -> bool:
        """Whether reading alone completes it."""
        return not self.called_off and (self.form == "self" or self.completes == "read")


@dataclass(frozen=True, slots=True)
class Completion:
    """How one person stands to an item.

    Attributes:
        on: the day it was completed, ``None`` if it is missing.
    """

    person: str
    how: How
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An item with everything that follows from its records on a day.

    Attributes:
        held: day of the first session, or ``None``.
        crowded: whether the first session was in the last seven days of the month; what each reads alone never is.
        people: in the order of the roster.
    """

    item: Item
    state: State
    held: date | None
    crowded: bool
    people: tuple[Completion, ...]

    @property
    def completed(self) -> int:
        """How many people have completed it."""
        return sum(each.how != "missing" for each in self.people)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A year's plan in numbers, until a day; a called-off item is planned too."""

    planned: int
    done: int
    late: int
    missed: int
    moved: int
    called_off: int
    crowded: int
    unplanned: int


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def items(revisions: Iterable[Revision]) -> tuple[Item, ...]:
    """Return the items that entries and their steps, in any order, stand for; by month and number."""
    found: dict[int, Item] = {}
    steps: list[Revision] = []
    for revision in revisions:
        if revision.draft.kind == ITEM:
            found[revision.entry] = _item(revision)
        elif revision.draft.kind == STEP:
            steps.append(revision)
    for revision in sorted(steps, key=lambda each: each.entry):
        entry = int(text(revision.draft, "item") or 0)
        if entry in found:
            found[entry] = _after(found[entry], revision)
    return tuple(sorted(found.values(), key=lambda item: (item.month, item.entry)))


def _item(revision: Revision) -> Item:
    draft = revision.draft
    month = (day(draft, "month") or draft.happened_on).replace(day=1)
    reading = draft.value("reading")
    return Item(
        entry=revision.entry,
        unit=draft.unit,
        month=month,
        planned=month,
        topic=text(draft, "topic"),
        form="self" if text(draft, "form") == "self" else "collective",
        completes=_completes(text(draft, "completes")),
        days=int(float(text(draft, "days") or 0)),
        reading=reading if isinstance(reading, tuple) else (),
        activity=text(draft, "activity"),
        seqs=(revision.seq,),
    )


def _completes(written: str) -> Completes:
    return "made_up" if written == "made_up" else "read" if written == "read" else "attended"


def _after(item: Item, revision: Revision) -> Item:
    draft = revision.draft
    record = int(text(draft, "record") or 0)
    match text(draft, "step"):
        case "link":
            item = replace(item, records=tuple(dict.fromkeys([*item.records, record])))
        case "unlink":
            item = replace(item, records=tuple(each for each in item.records if each != record))
        case "move":
            month = (day(draft, "month") or item.month).replace(day=1)
            item = replace(item, month=month, moved=item.moved + 1)
        case "call_off":
            item = replace(item, called_off=text(draft, "reason") or "—")
    return replace(item, steps=item.steps + 1, seqs=(*item.seqs, revision.seq))


def admit(
    item: Item, *, step: StepName, seen: int, record: int = 0, month: date | None = None, reason: str = ""
) -> None:
    """Raise ``Refusal`` ``study.…`` if a step does not follow.

    Takes how many steps the person saw. Moving and calling off need a reason; a called-off item takes no more.
    """
    if seen != item.steps:
        raise Refusal("study.stale", topic=item.topic)
    if item.called_off:
        raise Refusal("study.called_off", topic=item.topic)
    if step in ("move", "call_off") and not reason.strip():
        raise Refusal("study.reason_missing")
    if step == "move" and (month is None or month.replace(day=1) == item.month):
        raise Refusal("study.month_missing")
    if step == "link" and record in item.records:
        raise Refusal("study.linked_already", record=record)
    if step == "unlink" and record not in item.records:
        raise Refusal("study.not_linked", record=record)


def line(item: Item, *, records: Mapping[int, Revision], roster: Sequence[str], on: date) -> Line:
    """Return how an item stands on a day, and who of the roster has completed it.

    Takes the linked entries by number; one that was withdrawn is not among them and counts for nothing. What is
    planned together is held by a session, never by one person's reading.
    """
    linked = _linked(item, records)
    first = _first(item, linked, on)
    last_days = item.end - timedelta(days=CROWDED_DAYS)
    crowded = item.form == "collective" and first is not None and last_days <= first < item.end
    people = tuple(_completion(item, person, linked, first, on) for person in roster)
    return Line(item, _state(item, first, on), first, crowded, people)


def roster_day(item: Item, *, records: Mapping[int, Revision], on: date) -> date:
    """Return the day whose roster an item is held against: that of its first session, or the last day it may be held.

    Who came to the unit later was not expected, and who left it later was. Never a day after ``on``.
    """
    first = _first(item, _linked(item, records), on)
    return first or min(on, item.end - timedelta(days=1))


def _linked(item: Item, records: Mapping[int, Revision]) -> list[Revision]:
    return [records[number] for number in item.records if number in records]


def _first(item: Item, linked: Iterable[Revision], on: date) -> date | None:
    sessions = (each for each in linked if item.form == "self" or not _is_alone(each))
    return min((each.draft.happened_on for each in sessions if each.draft.happened_on <= on), default=None)


def _is_alone(revision: Revision) -> bool:
    """Whether one person, and nobody else, was expected and there."""
    sheet = revision.draft.attendance
    return (
        sheet is not None
        and sheet.expected == len(sheet.present_people) == 1
        and revision.draft.makes_up is None
        and not sheet.made_up_people
    )


def _state(item: Item, first: date | None, on: date) -> State:
    if item.called_off:
        return "called_off"
    if first is not None:
        return "done" if first < item.end else "late"
    if on < item.month:
        return "upcoming"
    return "open" if on < item.end else "missed"


def _completion(item: Item, person: str, linked: Sequence[Revision], first: date | None, on: date) -> Completion:
    found: list[tuple[date, How]] = []
    for each in linked:
        sheet, happened = each.draft.attendance, each.draft.happened_on
        if sheet is None or happened > on:
            continue
        if person in sheet.present_people:
            found.append((happened, "read" if item.form == "collective" and _is_alone(each) else "attended"))
        elif person in sheet.made_up_people:
            found.append((happened, "made_up"))
    counted = [(happened, how) for happened, how in found if _counts(item, how, happened, first)]
    if not counted:
        return Completion(person, "missing")
    happened, how = min(counted)
    return Completion(person, how, happened)


def _counts(item: Item, how: How, happened: date, first: date | None) -> bool:
    if how == "attended":
        return True
    if how == "read":
        return item.completes == "read"
    in_time = first is None or not item.days or happened <= first + timedelta(days=item.days)
    return item.completes == "made_up" and in_time


def numbers(lines: Iterable[Line], *, unplanned: int) -> Numbers:
    """Return a plan in numbers."""
    kept = tuple(lines)
    states = [each.state for each in kept]
    return Numbers(
        planned=len(kept),
        done=states.count("done"),
        late=states.count("late"),
        missed=states.count("missed"),
        moved=sum(each.item.moved > 0 for each in kept),
        called_off=states.count("called_off"),
        crowded=sum(each.crowded for each in kept),
        unplanned=unplanned,
    )
