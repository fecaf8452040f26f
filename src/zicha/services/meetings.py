"""Meetings: convened, prepared, held, minuted, approved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from zicha.core import actions as core_actions
from zicha.core import meetings
from zicha.core.actions import Action
from zicha.core.attendance import Sheet
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, FieldValue, Revision
from zicha.core.meetings import Change, Item, Meeting
from zicha.core.values import filled
from zicha.services import actions, attendance, ledger
from zicha.services.days import day_of
from zicha.store.queries import attendance as sheets
from zicha.store.queries import ledger as queries
from zicha.store.queries import schemes
from zicha.store.writes.transaction import writing

KINDS = (meetings.MEETING, meetings.ITEM, meetings.STEP)
PREPARING = "编写议程和会议记录"
"""The reason that stands at a change before approval, where nobody is asked for one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a meeting before it is held.

    Attributes:
        starts: civil date and time, ``2026-05-28T15:00``.
    """

    unit: str
    kind: str
    title: str
    starts: str
    chair: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What an item of an agenda says."""

    topic: str
    presenter: str = ""
    duty: str = ""
    minutes: str = ""
    papers: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A meeting with all that belongs to it.

    Attributes:
        meeting: as it stands or, once its minutes are approved, as it was approved.
        changed: what was changed since.
        returning: open promises of earlier meetings of the same body.
        decisions: what this meeting decided, by the entry of its item.
        record: the record of who came, or ``None``.
        sheet: its sheet, or ``None``.
        guests: ids of those who were there without being expected.
    """

    meeting: Meeting
    changed: tuple[Change, ...]
    returning: tuple[Action, ...]
    decisions: tuple[Action, ...]
    record: Revision | None
    sheet: Sheet | None
    guests: tuple[str, ...] = ()

    @property
    def mentioned(self) -> frozenset[str]:
        """The ids of all whom the meeting's page and its minutes speak of."""
        later = [item for change in self.changed for item in (change.before, change.after) if item is not None]
        of_items = {person for item in (*self.meeting.items, *later) for person in (item.presenter, item.changed_by)}
        owners = {action.owner for action in (*self.returning, *self.decisions)}
        came = self.record.draft.attendance if self.record else None
        of_meeting = {self.meeting.chair, self.meeting.approved_by, *self.guests, *(came.people if came else ())}
        return frozenset(of_meeting | of_items | owners) - {""}


def convene(*, plan: Plan, recorded_at: datetime, recorded_by: str, nonce: str = "") -> Meeting:
    """Convene a meeting and return it. Raises ``Refusal`` for an unreadable start and a kind nobody attends."""
    draft = _meeting_draft(plan, day_of(recorded_at), recorded_at)
    made = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
    return meetings.read([made])[0]


def change(*, meeting: int, plan: Plan, recorded_at: datetime, recorded_by: str) -> None:
    """Change when, where, what and by whom a planned meeting is held."""
    with writing():
        before = one(meeting=meeting, as_known_at=recorded_at)
        if before.state != "planned":
            raise Refusal("meetings.not_now", step="改期", state=meetings.STATES[before.state].zh)
        told = queries.history(entry=meeting)[-1]
        draft = _meeting_draft(replace(plan, unit=before.unit), told.draft.happened_on, recorded_at)
        _correct(told, draft, PREPARING, recorded_at, recorded_by)


def add_item(
    *, meeting: int, topic: Topic, recorded_at: datetime, recorded_by: str, reason: str = "", nonce: str = ""
) -> int:
    """Put an item at the end of an agenda and return the number of its entry."""
    with writing():
        found = one(meeting=meeting, as_known_at=recorded_at)
        meetings.admit_change(found, reason=reason)
        place = 1 + max((item.place for item in found.items), default=0)
        draft = _item_draft(found, topic, place, day_of(recorded_at))
        made = ledger.record(draft=draft, recorded_at=recorded_at, recorded_by=recorded_by, nonce=nonce)
        return made.entry


def change_item(
    *, meeting: int, item: int, topic: Topic, recorded_at: datetime, recorded_by: str, seen: int, reason: str = ""
) -> None:
    """Change an item: its topic, its presenter, its minutes. After approval that needs a reason and shows.

    Takes the number of the revision the person saw. Raises ``Refusal`` ``ledger.stale`` if it was changed since.
    """
    with writing():
        found, before = _of(meeting, item, recorded_at)
        meetings.admit_change(found, reason=reason)
        told = queries.history(entry=item)[-1]
        draft = _item_draft(found, topic, before.place, told.draft.happened_on)
        _correct(told, draft, reason.strip() or PREPARING, recorded_at, recorded_by, seen)


def move_item(*, meeting: int, item: int, by: int, recorded_at: datetime, recorded_by: str) -> None:
    """Move an item up (-1) or down (1); a meeting that is approved keeps its order."""
    with writing():
        found, _before = _of(meeting, item, recorded_at)
        meetings.admit_change(found, reason="")
        places = meetings.moved(found.items, entry=item, by=by)
        for entry, place in places.items():
            told = queries.history(entry=entry)[-1]
            fields = tuple((name, value) for name, value in told.draft.fields if name != "place")
            draft = replace(told.draft, fields=(*fields, ("place", str(place))))
            _correct(told, draft, PREPARING, recorded_at, recorded_by)


def drop_item(*, meeting: int, item: int, recorded_at: datetime, recorded_by: str, reason: str = "") -> None:
    """Take an item off the agenda."""
    with writing():
        found, _before = _of(meeting, item, recorded_at)
        meetings.admit_change(found, reason=reason)
        ledger.withdraw(
            entry=item, reason=reason.strip() or PREPARING, recorded_at=recorded_at, recorded_by=recorded_by
        )


def decide(
    *,
    meeting: int,
    item: int,
    matter: str,
    owner: str,
    due: date | None,
    recorded_at: datetime,
    recorded_by: str,
    nonce: str = "",
) -> Action:
    """Record what was decided to an item; it comes back on the body's next agenda until it is done."""
    found, _item = _of(meeting, item, recorded_at)
    return actions.open_action(
        unit=found.unit,
        source="meeting",
        matter=matter,
        owner=owner,
        due=due,
        origin=str(item),
        body=found.body,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        nonce=nonce,
    )


def open_sheet(*, meeting: int, until: datetime | None, opened_at: datetime, opened_by: str) -> Sheet:
    """Open the sheet of a meeting; one that is open already is returned."""
    with writing():
        found = one(meeting=meeting, as_known_at=opened_at)
        meetings.admit(found, "hold")
        sheet = sheets.of_meeting(meeting=meeting)
        if sheet is not None and sheet.closed_at is None:
            return sheet
        return attendance.open_sheet(
            unit=found.unit,
            kind=found.kind,
            title=found.title,
            starts=_instant(found.starts),
            until=until,
            opened_at=opened_at,
            opened_by=opened_by,
            meeting=meeting,
        )


def close_sheet(
    *,
    sheet_id: int,
    closed_at: datetime,
    closed_by: str,
    fields: Sequence[tuple[str, FieldValue]] = (),
    evidence: Sequence[Evidence] = (),
) -> Revision:
    """Close a sheet into its record; where it is a meeting's, the meeting is held from then on."""
    with writing():
        state = attendance.live(sheet_id=sheet_id)
        made = attendance.close_sheet(
            sheet_id=sheet_id, closed_at=closed_at, closed_by=closed_by, fields=fields, evidence=evidence
        )
        if state.sheet.meeting and state.sheet.closed_at is None:
            found = one(meeting=state.sheet.meeting, as_known_at=closed_at)
            meetings.admit(found, "hold")
            values = (("record", str(made.entry)), ("guests", str(len(state.guests))))
            _step(found, "hold", values, closed_at, closed_by)
        return made


def hold(*, meeting: int, record: int, recorded_at: datetime, recorded_by: str) -> None:
    """Say that a meeting was held and which record, made without a sheet, tells who came.

    Raises ``Refusal`` ``meetings.record_wrong`` for a record of another unit or kind.
    """
    with writing():
        found = one(meeting=meeting, as_known_at=recorded_at)
        meetings.admit(found, "hold")
        history = queries.history(entry=record)
        told = history[-1] if history else None
        if told is None or told.withdrawn or (told.draft.unit, told.draft.kind) != (found.unit, found.kind):
            raise Refusal("meetings.record_wrong", record=record)
        _step(found, "hold", (("record", str(record)),), recorded_at, recorded_by)


def approve(*, meeting: int, recorded_at: datetime, recorded_by: str) -> None:
    """Approve the minutes: from now on they stand, and what is changed later is shown beside them.

    Raises ``Refusal`` ``meetings.own_minutes`` for whoever alone wrote them.
    """
    with writing():
        found = one(meeting=meeting, as_known_at=recorded_at)
        meetings.admit_approval(found, actor=recorded_by)
        _step(found, "approve", (), recorded_at, recorded_by)


def cancel(*, meeting: int, reason: str, recorded_at: datetime, recorded_by: str) -> None:
    """Call a planned meeting off, with a reason."""
    with writing():
        found = one(meeting=meeting, as_known_at=recorded_at)
        meetings.admit(found, "cancel", reason=reason)
        _step(found, "cancel", (("reason", reason),), recorded_at, recorded_by)


def listed(*, units: Iterable[str], as_known_at: datetime) -> tuple[Meeting, ...]:
    """Return the meetings of some units, the latest first."""
    found = queries.revisions(units=units, span=None, as_known_at=as_known_at, kinds=KINDS, texts=True)
    return meetings.read(found)


def one(*, meeting: int, as_known_at: datetime) -> Meeting:
    """Return a meeting as it stood at an instant. Raises ``Refusal`` ``meetings.unknown``."""
    history = queries.history(entry=meeting)
    if history and history[0].draft.kind == meetings.MEETING:
        for found in listed(units=[history[0].draft.unit], as_known_at=as_known_at):
            if found.entry == meeting:
                return found
    raise Refusal("meetings.unknown", entry=meeting)


def whole(*, meeting: int, as_known_at: datetime) -> Whole:
    """Return a meeting with everything that belongs to it; approved minutes as they were approved."""
    now = one(meeting=meeting, as_known_at=as_known_at)
    told = one(meeting=meeting, as_known_at=now.approved_at) if now.approved_at else now
    instant = now.approved_at or as_known_at
    items = {str(item.entry) for item in told.items}
    known = actions.listed(units=[now.unit], on=date.max, as_known_at=instant, body=now.body, source="meeting")
    before = told.starts.date()
    record = queries.history(entry=now.record) if now.record else ()
    sheet = sheets.of_meeting(meeting=meeting)
    guests = attendance.live(sheet_id=sheet.id).guests if sheet and now.guests else ()
    return Whole(
        told,
        meetings.changes(approved=told, now=now) if now.approved_at else (),
        tuple(each for each in known if each.origin not in items and each.made_on <= before and each.is_open),
        tuple(each for each in known if each.origin in items),
        record[-1] if record else None,
        sheet,
        guests,
    )


def _of(meeting: int, item: int, at: datetime) -> tuple[Meeting, Item]:
    found = one(meeting=meeting, as_known_at=at)
    named = found.item(item)
    if named is None:
        raise Refusal("meetings.item_unknown", entry=item)
    return found, named


def _meeting_draft(plan: Plan, day: date, at: datetime) -> Draft:
    try:
        starts = datetime.fromisoformat(plan.starts).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError as error:
        raise Refusal("meetings.starts_wrong", text=plan.starts) from error
    kind = schemes.kinds_over_time()(plan.kind, starts.date(), at)
    if kind is None or not attendance.takes_a_sheet(kind) or plan.kind in (core_actions.ACTION, *KINDS):
        raise Refusal("meetings.kind_wrong", kind=kind.title.zh if kind else plan.kind)
    fields = (("kind", plan.kind), ("starts", f"{starts:%Y-%m-%dT%H:%M}"), ("chair", plan.chair), ("place", plan.place))
    return Draft(plan.unit, meetings.MEETING, day, plan.title.strip() or kind.title.zh, filled(fields))


def _item_draft(meeting: Meeting, topic: Topic, place: int, day: date) -> Draft:
    fields = filled(
        (
            ("meeting", str(meeting.entry)),
            ("place", str(place)),
            ("topic", topic.topic),
            ("presenter", topic.presenter),
            ("duty", topic.duty),
            ("minutes", topic.minutes),
        )
    )
    return Draft(meeting.unit, meetings.ITEM, day, "", fields, evidence=topic.papers)


def _step(meeting: Meeting, step: meetings.Step, values: Sequence[tuple[str, str]], at: datetime, by: str) -> Revision:
    fields = filled((("meeting", str(meeting.entry)), ("step", step), *values))
    draft = Draft(meeting.unit, meetings.STEP, day_of(at), "", fields)
    return ledger.record(draft=draft, recorded_at=at, recorded_by=by, nonce=f"meeting-{meeting.entry}-{step}")


def _correct(told: Revision, draft: Draft, reason: str, at: datetime, by: str, seen: int | None = None) -> None:
    ledger.correct(
        entry=told.entry,
        draft=draft,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
        seen_number=told.number if seen is None else seen,
    )


def _instant(starts: datetime) -> datetime:
    return starts.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
