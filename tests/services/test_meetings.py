"""Meetings from the agenda to approved minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance
from zicha.core.meetings import Change, Item, Meeting

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
STARTS = datetime(2026, 6, 10, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIELDS = (("agenda", "月度安全例会"), ("decisions", "1"), ("duration", 60), ("host", "P003"))
BY = {"recorded_at": BEFORE, "recorded_by": "P002"}


def plan(**more):
    from zicha.services.meetings import Plan

    return Plan("U03", "safety_meeting", "六月安全例会", **{"starts": "2026-06-10T15:00", "chair": "P003", **more})


def topic(words, **more):
    from zicha.services.meetings import Topic

    return Topic(words, **more)


def convened(*topics):
    from zicha.services import meetings

    factories.organisation(recorded_at=BEFORE)
    made = meetings.convene(plan=plan(), **BY)
    items = [meetings.add_item(meeting=made.entry, topic=topic(one), **BY) for one in topics]
    return made.entry, items


def held(*topics):
    from zicha.services import attendance, meetings

    meeting, items = convened(*topics)
    sheet = meetings.open_sheet(meeting=meeting, until=None, opened_at=STARTS, opened_by="P002")
    attendance.add_by_hand(
        sheet_id=sheet.id, people=["P003", "P001"], reason="到会", at=STARTS + MINUTE, added_by="P002"
    )
    at = STARTS + 60 * MINUTE
    made = meetings.close_sheet(sheet_id=sheet.id, fields=FIELDS, closed_at=at, closed_by="P002")
    return meeting, items, made


def one(meeting, *, at=STARTS + 999 * MINUTE):
    from zicha.services import meetings

    return meetings.one(meeting=meeting, as_known_at=at)


def whole(meeting, *, at=STARTS + 999 * MINUTE):
    from zicha.services import meetings

    return meetings.whole(meeting=meeting, as_known_at=at)


def written(meeting, items, *, at):
    from zicha.services import meetings

    for place, item in enumerate(items, start=1):
        told = topic(f"议题{place}", minutes=f"记录{place}")
        by = {"recorded_at": at, "recorded_by": "P002"}
        meetings.change_item(meeting=meeting, item=item, topic=told, seen=1, **by)


def test_convened_meeting_is_read_back_with_its_agenda():
    meeting, items = convened("学习通报", "部署检查")
    assert one(meeting) == Meeting(
        entry=meeting,
        number=1,
        unit="U03",
        kind="safety_meeting",
        title="六月安全例会",
        starts=datetime(2026, 6, 10, 15, 0),  # noqa: DTZ001 -- civil time, as it was planned
        chair="P003",
        items=(
            Item(items[0], 1, 1, "学习通报", changed_at=BEFORE, changed_by="P002"),
            Item(items[1], 1, 2, "部署检查", changed_at=BEFORE, changed_by="P002"),
        ),
    )


def test_repeated_request_convenes_once():
    from zicha.services import meetings

    factories.organisation(recorded_at=BEFORE)
    first = meetings.convene(plan=plan(), nonce="tap", **BY)
    assert meetings.convene(plan=plan(), nonce="tap", **BY) == first


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts": "明天"}, "meetings.starts_wrong"),
        ({"kind": "exit_inspection"}, "meetings.kind_wrong"),
        ({"kind": "no_such"}, "meetings.kind_wrong"),
        ({"kind": "meeting"}, "meetings.kind_wrong"),
        ({"chair": "P999"}, "ledger.field_wrong"),
    ],
)
def test_meeting_that_cannot_be_held_is_not_convened(more, code):
    from zicha.services import meetings
    from zicha.store.queries import ledger

    factories.organisation(recorded_at=BEFORE)
    with pytest.raises(Refusal) as found:
        meetings.convene(plan=replace(plan(), **more), **BY)
    assert (found.value.code, ledger.size()) == (code, 0)


def test_item_moves_up_and_down_and_off():
    from zicha.services import meetings

    meeting, (first, second, third) = convened("甲", "乙", "丙")
    meetings.move_item(meeting=meeting, item=third, by=-1, **BY)
    assert [item.entry for item in one(meeting).items] == [first, third, second]
    meetings.move_item(meeting=meeting, item=first, by=-1, **BY)
    assert [item.entry for item in one(meeting).items] == [first, third, second]
    meetings.drop_item(meeting=meeting, item=first, **BY)
    assert [item.topic for item in one(meeting).items] == ["丙", "乙"]


def test_item_that_somebody_else_changed_is_not_written_over():
    from zicha.services import meetings

    meeting, (item,) = convened("甲")
    by = {"recorded_at": BEFORE + MINUTE, "recorded_by": "P003"}
    meetings.change_item(meeting=meeting, item=item, topic=topic("甲", minutes="他写的"), seen=1, **by)
    with pytest.raises(Refusal) as found:
        meetings.change_item(meeting=meeting, item=item, topic=topic("甲", minutes="我写的"), seen=1, **by)
    assert (found.value.code, one(meeting).items[0].minutes) == ("ledger.stale", "他写的")


def test_closing_the_sheet_holds_the_meeting():
    meeting, _items, made = held("甲")
    found = whole(meeting)
    assert made.draft.attendance == Attendance(2, 1, expected_people=("P003", "P004"), present_people=("P003",))
    assert (found.meeting.state, found.meeting.record, found.meeting.guests) == ("held", made.entry, 1)
    assert (found.record, found.guests) == (made, ("P001",))


def test_second_sheet_is_the_first_while_it_is_open():
    from zicha.services import meetings

    meeting, _items = convened("甲")
    asked = {"meeting": meeting, "until": None, "opened_at": STARTS, "opened_by": "P002"}
    assert meetings.open_sheet(**asked) == meetings.open_sheet(**asked)


def test_minutes_are_approved_when_each_item_has_them():
    from zicha.services import meetings

    meeting, items, _made = held("议题1", "议题2")
    at = STARTS + 90 * MINUTE
    with pytest.raises(Refusal) as found:
        meetings.approve(meeting=meeting, recorded_at=at, recorded_by="P003")
    assert (found.value.code, found.value.facts) == ("meetings.minutes_missing", {"topic": "议题1"})
    written(meeting, items, at=at)
    meetings.approve(meeting=meeting, recorded_at=at, recorded_by="P003")
    found = one(meeting)
    assert (found.state, found.approved_at, found.approved_by) == ("approved", at, "P003")


def test_whoever_alone_wrote_the_minutes_does_not_approve_them():
    from zicha.services import meetings

    meeting, items, _made = held("议题1", "议题2")
    at = STARTS + 90 * MINUTE
    written(meeting, items, at=at)
    with pytest.raises(Refusal, match="own_minutes"):
        meetings.approve(meeting=meeting, recorded_at=at, recorded_by="P002")
    assert one(meeting).state == "held"
    corrected = topic("议题2", minutes="记录2，补一句")
    by = {"recorded_at": at + MINUTE, "recorded_by": "P003"}
    meetings.change_item(meeting=meeting, item=items[1], topic=corrected, seen=2, **by)
    meetings.approve(meeting=meeting, **by)
    assert (one(meeting).state, one(meeting).approved_by) == ("approved", "P003")


def test_approved_minutes_stand_and_later_changes_are_shown_beside_them():
    from zicha.services import meetings

    meeting, (item,), _made = held("议题1")
    at = STARTS + 90 * MINUTE
    written(meeting, [item], at=at)
    meetings.approve(meeting=meeting, recorded_at=at, recorded_by="P003")
    asked = {"meeting": meeting, "item": item, "topic": topic("议题1", minutes="改过的"), "seen": 2}
    by = {"recorded_at": at + MINUTE, "recorded_by": "P002"}
    with pytest.raises(Refusal) as found:
        meetings.change_item(**asked, **by)
    assert found.value.code == "meetings.reason_missing"
    meetings.change_item(**asked, reason="数字写错", **by)
    seen = whole(meeting)
    assert [one.minutes for one in seen.meeting.items] == ["记录1"]
    before = Item(item, 2, 1, "议题1", minutes="记录1", changed_at=at, changed_by="P002", reason=meetings.PREPARING)
    after = replace(before, number=3, minutes="改过的", changed_at=at + MINUTE, reason="数字写错")
    assert seen.changed == (Change(before, after),)


def test_open_decision_comes_back_on_the_next_agenda_until_it_is_done():
    from zicha.services import actions, meetings

    meeting, (item,), _made = held("议题1")
    at = STARTS + 70 * MINUTE
    decided = meetings.decide(
        meeting=meeting,
        item=item,
        matter="清理东侧出口",
        owner="P004",
        due=date(2026, 6, 30),
        recorded_at=at,
        recorded_by="P002",
    )
    assert (decided.body, decided.origin) == ("U03.safety_meeting", str(item))
    assert whole(meeting).decisions == (decided,)
    by = {"recorded_at": at + MINUTE, "recorded_by": "P002"}
    following = meetings.convene(plan=plan(starts="2026-07-10T15:00"), **by)
    other = meetings.convene(plan=replace(plan(starts="2026-07-11T15:00"), unit="U01"), **by)
    assert whole(following.entry).returning == (decided,)
    assert whole(other.entry).returning == ()
    record = str(_made.entry)
    later = {"recorded_at": at + 2 * MINUTE, "recorded_by": "P002"}
    actions.step(action=decided.entry, name="done", record=record, **later)
    assert whole(following.entry).returning == ()


def test_meeting_is_called_off_with_a_reason_and_not_held():
    from zicha.services import meetings

    meeting, (item,) = convened("甲")
    with pytest.raises(Refusal) as found:
        meetings.cancel(meeting=meeting, reason=" ", **BY)
    assert found.value.code == "meetings.reason_missing"
    meetings.cancel(meeting=meeting, reason="防汛值守", **BY)
    assert (one(meeting).state, one(meeting).why) == ("cancelled", "防汛值守")
    refused = []
    for do in (
        lambda: meetings.open_sheet(meeting=meeting, until=None, opened_at=STARTS, opened_by="P002"),
        lambda: meetings.add_item(meeting=meeting, topic=topic("乙"), **BY),
        lambda: meetings.change(meeting=meeting, plan=plan(), **BY),
        lambda: meetings.drop_item(meeting=meeting, item=item, **BY),
    ):
        with pytest.raises(Refusal) as found:
            do()
        refused.append(found.value.code)
    assert refused == ["meetings.not_now", "meetings.cancelled", "meetings.not_now", "meetings.cancelled"]


def test_planned_meeting_is_moved_to_another_day():
    from zicha.services import meetings

    meeting, _items = convened("甲")
    meetings.change(meeting=meeting, plan=plan(starts="2026-06-12T09:30", place="二楼"), **BY)
    found = one(meeting)
    assert (f"{found.starts:%m-%d %H:%M}", found.place, found.number) == ("06-12 09:30", "二楼", 2)


def test_unknown_meeting_and_item_are_said():
    from zicha.services import meetings

    meeting, _items = convened("甲")
    for do, code in (
        (lambda: one(99), "meetings.unknown"),
        (lambda: meetings.drop_item(meeting=meeting, item=99, **BY), "meetings.item_unknown"),
    ):
        with pytest.raises(Refusal) as found:
            do()
        assert found.value.code == code


def test_record_made_without_a_sheet_holds_a_meeting_of_its_unit_and_kind():
    from zicha.services import meetings

    meeting, _items = convened("甲")
    by = {"recorded_at": STARTS + 60 * MINUTE, "recorded_by": "P002"}
    wrong = factories.record(factories.inspection(STARTS.date()), recorded_at=by["recorded_at"]).entry
    right = factories.record(factories.meeting(STARTS.date()), recorded_at=by["recorded_at"]).entry
    for record in (wrong, 999):
        with pytest.raises(Refusal) as found:
            meetings.hold(meeting=meeting, record=record, **by)
        assert found.value.code == "meetings.record_wrong"
    meetings.hold(meeting=meeting, record=right, **by)
    assert (one(meeting).state, one(meeting).record) == ("held", right)


def test_talk_has_no_agenda_no_minutes_and_no_sheet():
    """Of a private kind nothing is kept but what the kind itself names."""
    from zicha.services import attendance, meetings
    from zicha.store.queries import ledger

    factories.organisation(recorded_at=BEFORE, schemes=("theory-study",))
    talk = replace(plan(), kind="talk")
    with pytest.raises(Refusal) as found:
        meetings.convene(plan=talk, **BY)
    assert (found.value.code, ledger.size()) == ("meetings.kind_wrong", 0)
    asked = {"unit": "U03", "title": "", "starts": STARTS, "opened_at": STARTS, "opened_by": "P002"}
    with pytest.raises(Refusal) as found:
        attendance.open_sheet(kind="talk", **asked)
    assert found.value.code == "attendance.kind_without_sheet"
