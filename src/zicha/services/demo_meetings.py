"""The demo's meetings: some held and minuted, the last not yet approved, and one to come with what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zicha.core.ledger import Revision
from zicha.core.scheme import Scheme
from zicha.services import meetings
from zicha.services.meetings import Plan, Topic
from zicha.store.queries import ledger as queries

HELD = 3
_TOPICS = (
    ("通报上月检查情况", "上月检查发现的问题已逐项登记，两项已办结，一项正在整改。"),
    ("部署本月工作", "本月完成一次消防通道检查和一次疏散演练，检查情况当周报班组。"),
)
_DECIDED = ("补齐三层东侧疏散指示标志", "更换到期灭火器", "整理配电间台账")


@dataclass(frozen=True, slots=True)
class _By:
    """When and by whom the demo's meetings were written down."""

    recorded_at: datetime
    recorded_by: str


def hold(*, unit: str, schemes: Sequence[Scheme], until: date, at: datetime) -> int:
    """Hold meetings of a unit over records that are there, plan one, and return how many entries that made."""
    kinds = [kind.id for scheme in schemes for kind in scheme.kinds if kind.minutes and kind.attendance == "expected"]
    known = queries.revisions(units=[unit], span=None, as_known_at=at, kinds=kinds, people=True)
    came = [each for each in known if each.draft.attendance and len(each.draft.attendance.present_people) > 1]
    latest = [each for each in came if came and each.draft.kind == came[-1].draft.kind][-HELD:]
    before = queries.size()
    for place, record in enumerate(latest):
        _held(record, place, approved=record is not latest[-1], at=at)
    if latest:
        _planned(latest[-1], until, at)
    return queries.size() - before


def _held(record: Revision, place: int, *, approved: bool, at: datetime) -> None:
    people = record.draft.attendance.present_people if record.draft.attendance else ()
    by = _By(at, people[0])
    meeting = _convened(record, record.draft.happened_on, by)
    topics = [Topic(topic, presenter=people[-1], minutes=minutes) for topic, minutes in _TOPICS]
    items = [_item(meeting, topic, by) for topic in topics]
    meetings.decide(
        meeting=meeting,
        item=items[-1],
        matter=_DECIDED[place % len(_DECIDED)],
        owner=people[-1],
        due=record.draft.happened_on + timedelta(days=45),
        recorded_at=at,
        recorded_by=by.recorded_by,
    )
    meetings.hold(meeting=meeting, record=record.entry, recorded_at=at, recorded_by=by.recorded_by)
    if approved:
        meetings.approve(meeting=meeting, recorded_at=at, recorded_by=people[-1])


def _planned(record: Revision, until: date, at: datetime) -> None:
    people = record.draft.attendance.present_people if record.draft.attendance else ()
    by = _By(at, people[0])
    meeting = _convened(record, until + timedelta(days=7), by)
    for topic, _minutes in _TOPICS:
        _item(meeting, Topic(topic, presenter=people[-1]), by)


def _convened(record: Revision, day: date, by: _By) -> int:
    plan = Plan(record.draft.unit, record.draft.kind, "", f"{day}T09:00", by.recorded_by, "二楼会议室")
    return meetings.convene(plan=plan, recorded_at=by.recorded_at, recorded_by=by.recorded_by).entry


def _item(meeting: int, topic: Topic, by: _By) -> int:
    return meetings.add_item(meeting=meeting, topic=topic, recorded_at=by.recorded_at, recorded_by=by.recorded_by)
