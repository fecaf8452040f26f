"""Meetings: an agenda, what was said to each item, and minutes that stand once they are approved.

A meeting is one entry of the built-in kind ``meeting``, each item of its agenda one of ``agenda_item``; that it was
held, approved or called off are entries of ``meeting_step``. Who came is the record of the scheme's own kind, which
the ``hold`` step names. Everything here is a fold; nothing about a meeting's state is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence, Revision
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText
from zicha.core.values import text

Step = Literal["hold", "approve", "cancel"]
State = Literal["planned", "held", "approved", "cancelled"]

MEETING = "meeting"
ITEM = "agenda_item"
STEP = "meeting_step"

STEPS: dict[Step, LocalText] = {
    "hold": LocalText("召开", "Held"),
    "approve": LocalText("签发纪要", "Minutes approved"),
    "cancel": LocalText("取消", "Called off"),
}
STATES: dict[State, LocalText] = {
    "planned": LocalText("待召开", "Planned"),
    "held": LocalText("已召开，纪要未签发", "Held, minutes not approved"),
    "approved": LocalText("纪要已签发", "Minutes approved"),
    "cancelled": LocalText("已取消", "Called off"),
}

KIND = Kind(
    id=MEETING,
    title=LocalText("会议", "Meeting"),
    fields=(
        Field("kind", LocalText("会议类型", "Kind of meeting"), "text", required=True, code=True),
        Field("starts", LocalText("开始时间", "Starts"), "text", required=True, code=True),
        Field("chair", LocalText("主持人", "Chair"), "person"),
        Field("place", LocalText("地点", "Place"), "text"),
    ),
)
"""``kind`` is the id of the scheme's kind that is recorded when it is held; ``starts`` is the civil date and time in
the organisation's time zone, ``2026-05-28T15:00``."""

ITEM_KIND = Kind(
    id=ITEM,
    title=LocalText("议题", "Agenda item"),
    fields=(
        Field("meeting", LocalText("会议编号", "Meeting"), "text", required=True, code=True),
        Field("place", LocalText("次序", "Order"), "number", required=True),
        Field("topic", LocalText("议题", "Topic"), "text", required=True),
        Field("presenter", LocalText("汇报人", "Presenter"), "person"),
        Field("duty", LocalText("责任事项", "Duty"), "text", code=True),
        Field("minutes", LocalText("会议记录", "Minutes"), "text"),
    ),
    evidence=("document",),
)

STEP_KIND = Kind(
    id=STEP,
    title=LocalText("会议进展", "Step of a meeting"),
    fields=(
        Field("meeting", LocalText("会议编号", "Meeting"), "text", required=True, code=True),
        Field("step", LocalText("步骤", "Step"), "choice", required=True, choices=tuple(STEPS.items())),
        Field("record", LocalText("会议记录编号", "Record of the activity"), "text", code=True),
        Field("guests", LocalText("列席人数", "Guests"), "number"),
        Field("reason", LocalText("说明", "Reason"), "text"),
    ),
)

KINDS = (KIND, ITEM_KIND, STEP_KIND)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda.

    Attributes:
        entry: the number that names it.
        number: which revision of its entry this is.
        place: its order; items with the same are ordered by entry.
        papers: files that were handed out for it.
    """

    entry: int
    number: int
    place: int
    topic: str
    presenter: str = ""
    duty: str = ""
    minutes: str = ""
    papers: tuple[Evidence, ...] = ()
    changed_at: datetime | None = None
    changed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting and how it stands.

    Attributes:
        entry: the number that names it.
        number: which revision of its entry this is.
        kind: id of the scheme's kind that is recorded when it is held.
        starts: civil date and time, without a zone.
        record: number of the record of who came, or 0.
        guests: how many were there without being expected.
        approved_at, approved_by: when and by whom the minutes were approved.
        why: why it was called off.
    """

    entry: int
    number: int
    unit: str
    kind: str
    title: str
    starts: datetime
    chair: str = ""
    place: str = ""
    items: tuple[Item, ...] = ()
    state: State = "planned"
    record: int = 0
    guests: int = 0
    approved_at: datetime | None = None
    approved_by: str = ""
    why: str = ""

    @property
    def body(self) -> str:
        """The id of the body that meets: what a decision comes back to until it is done."""
        return body_of(unit=self.unit, kind=self.kind)

    def item(self, entry: int) -> Item | None:
        """Return an item of the agenda by the number of its entry."""
        return next((item for item in self.items if item.entry == entry), None)


@dataclass(frozen=True, slots=True)
class Change:
    """An item that was changed after the minutes were approved: as it stood then, and as it stands now.

    Attributes:
        before: ``None`` for an item that was added later.
        after: ``None`` for one that was withdrawn later.
    """

    before: Item | None
    after: Item | None


def body_of(*, unit: str, kind: str) -> str:
    """Return the id of the body that meets: a unit, for one kind of meeting."""
    return f"{unit}.{kind}"


def read(revisions: Iterable[Revision]) -> tuple[Meeting, ...]:
    """Return the meetings among standing revisions, the latest first; other kinds are passed over."""
    standing = sorted(revisions, key=lambda each: each.seq)
    items: dict[str, list[Item]] = {}
    steps: dict[str, list[Revision]] = {}
    for revision in standing:
        if revision.draft.kind == ITEM:
            items.setdefault(text(revision.draft, "meeting"), []).append(_item(revision))
        if revision.draft.kind == STEP:
            steps.setdefault(text(revision.draft, "meeting"), []).append(revision)
    found = [_meeting(each, items, steps) for each in standing if each.draft.kind == MEETING]
    return tuple(sorted(found, key=lambda meeting: (meeting.starts, meeting.entry), reverse=True))


def changes(*, approved: Meeting, now: Meeting) -> tuple[Change, ...]:
    """Return what was changed in the items since the minutes were approved, in order of the approved agenda."""
    later = {item.entry: item for item in now.items}
    changed = [Change(item, later.get(item.entry)) for item in approved.items if later.get(item.entry) != item]
    known = {item.entry for item in approved.items}
    return (*changed, *(Change(None, item) for item in now.items if item.entry not in known))


def admit(meeting: Meeting, step: Step, *, reason: str = "") -> None:
    """Raise ``Refusal`` ``meetings.…`` for a step that does not follow from how a meeting stands."""
    allowed: Mapping[Step, frozenset[State]] = {
        "hold": frozenset({"planned"}),
        "approve": frozenset({"held"}),
        "cancel": frozenset({"planned"}),
    }
    if meeting.state not in allowed[step]:
        raise Refusal("meetings.not_now", step=STEPS[step].zh, state=STATES[meeting.state].zh)
    if step == "cancel" and not reason.strip():
        raise Refusal("meetings.reason_missing")
    if step == "approve" and not all(item.minutes.strip() for item in meeting.items):
        empty = next(item for item in meeting.items if not item.minutes.strip())
        raise Refusal("meetings.minutes_missing", topic=empty.topic)


def wrote_all(meeting: Meeting, actor: str) -> bool:
    """Whether one person alone stands behind what the minutes say, so that somebody else has to approve them."""
    writers = {item.changed_by for item in meeting.items}
    return writers == {actor}


def admit_approval(meeting: Meeting, *, actor: str) -> None:
    """Raise ``Refusal`` for approving minutes that lack an item, or that nobody but ``actor`` has written."""
    admit(meeting, "approve")
    if wrote_all(meeting, actor):
        raise Refusal("meetings.own_minutes")


def admit_change(meeting: Meeting, *, reason: str) -> None:
    """Raise ``Refusal`` for changing an agenda that was called off, and for mending approved minutes without reason."""
    if meeting.state == "cancelled":
        raise Refusal("meetings.cancelled")
    if meeting.state == "approved" and not reason.strip():
        raise Refusal("meetings.reason_missing")


def moved(items: tuple[Item, ...], *, entry: int, by: int) -> dict[int, int]:
    """Return the new places, by entry, of those items whose place changes when one moves up (-1) or down (1)."""
    order = [item.entry for item in items]
    at = order.index(entry)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    before = {item.entry: item.place for item in items}
    return {one: place for place, one in enumerate(order, start=1) if before[one] != place}


def _meeting(revision: Revision, items: Mapping[str, list[Item]], steps: Mapping[str, list[Revision]]) -> Meeting:
    draft = revision.draft
    name = str(revision.entry)
    meeting = Meeting(
        entry=revision.entry,
        number=revision.number,
        unit=draft.unit,
        kind=text(draft, "kind"),
        title=draft.title,
        starts=datetime.fromisoformat(text(draft, "starts")),
        chair=text(draft, "chair"),
        place=text(draft, "place"),
        items=tuple(sorted(items.get(name, ()), key=lambda item: (item.place, item.entry))),
    )
    for step in steps.get(name, ()):
        meeting = _after(meeting, step)
    return meeting


def _after(meeting: Meeting, revision: Revision) -> Meeting:
    match text(revision.draft, "step"):
        case "hold":
            record, guests = text(revision.draft, "record"), text(revision.draft, "guests")
            return replace(meeting, state="held", record=int(record or 0), guests=int(guests or 0))
        case "approve":
            return replace(
                meeting, state="approved", approved_at=revision.recorded_at, approved_by=revision.recorded_by
            )
        case "cancel":
            return replace(meeting, state="cancelled", why=text(revision.draft, "reason"))
    return meeting


def _item(revision: Revision) -> Item:
    draft = revision.draft
    return Item(
        entry=revision.entry,
        number=revision.number,
        place=int(text(draft, "place")),
        topic=text(draft, "topic"),
        presenter=text(draft, "presenter"),
        duty=text(draft, "duty"),
        minutes=text(draft, "minutes"),
        papers=draft.evidence,
        changed_at=revision.recorded_at,
        changed_by=revision.recorded_by,
        reason=revision.reason,
    )
