"""A unit's study plan over the ledger."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
JUNE_DAY = date(2026, 6, 9)


def lecture(day, unit="U03", present=("P003",)):
    fields = (("duration", 90), ("lecturer", "P001"), ("role", "secretary"), ("topic", "条例解读"))
    sheet = Attendance(2, len(present), expected_people=("P003", "P004"), present_people=present)
    return Draft(unit, "lecture", day, "讲课", fields=fields, attendance=sheet)


def add(month=MAY, topic="条例解读", **more):
    from zicha.services import study

    planned = study.Planned(month, topic, activity="lecture", **more)
    return study.add(unit="U03", planned=planned, recorded_at=factories.NOW, recorded_by="P002")


def step(item, name, **more):
    from zicha.services import study

    return study.step(
        item=item.entry, name=name, seen=item.steps, recorded_at=factories.NOW, recorded_by="P002", **more
    )


def plan(on=JUNE_DAY):
    from zicha.services import study

    return study.plan(unit="U03", year=2026, on=on, as_known_at=factories.NOW + timedelta(days=1))


def test_plan_lists_items_with_their_sessions_the_missed_and_the_unplanned():
    factories.organisation(schemes=("theory-study",))
    held, missed = add(reading=("条例", "准则")), add(date(2026, 4, 1), "四月内容")
    session = factories.record(lecture(date(2026, 5, 12)))
    extra = factories.record(lecture(date(2026, 5, 20)))
    now = step(held, "link", record=session.entry)
    found = plan()
    assert [(each.item.entry, each.state, each.completed) for each in found.lines] == [
        (missed.entry, "missed", 0),
        (held.entry, "done", 1),
    ]
    assert (now.records, now.reading) == ((session.entry,), ("条例", "准则"))
    assert [each.entry for each in found.unplanned] == [extra.entry]
    assert (found.numbers.planned, found.numbers.missed, found.numbers.unplanned) == (2, 1, 1)


def test_withdrawn_session_counts_for_nothing_any_more():
    from zicha.services import ledger

    factories.organisation(schemes=("theory-study",))
    item = add()
    session = factories.record(lecture(date(2026, 5, 12)))
    step(item, "link", record=session.entry)
    ledger.withdraw(entry=session.entry, reason="重复", recorded_at=factories.NOW, recorded_by="P002")
    assert [each.state for each in plan().lines] == ["missed"]


def test_record_of_another_unit_and_stale_steps_are_refused():
    factories.organisation(schemes=("theory-study",))
    item = add()
    other = factories.record(lecture(date(2026, 5, 12), unit="U01"))
    with pytest.raises(Refusal, match="record_unknown"):
        step(item, "link", record=other.entry)
    step(item, "move", month=date(2026, 7, 1), reason="冲突")
    with pytest.raises(Refusal, match="stale"):
        step(item, "call_off", reason="x")


def test_many_items_are_added_once():
    from zicha.services import study

    factories.organisation(schemes=("theory-study",))
    rows = [study.Planned(date(2026, month, 1), f"第{month}讲") for month in range(1, 13)]
    asked = {"unit": "U03", "recorded_at": factories.NOW, "recorded_by": "P002"}
    assert [study.add_many(planned=rows, **asked), study.add_many(planned=rows, **asked)] == [12, 0]
    assert len(plan().lines) == 12


def test_self_study_is_its_persons_own_record():
    from zicha.core.periods import Span
    from zicha.services import study

    factories.organisation(schemes=("theory-study",))
    kind = study.alone_kind(on=JUNE_DAY, as_known_at=factories.NOW)
    asked = {"unit": "U03", "person": "P003", "kind": kind, "recorded_at": factories.NOW}
    kept = study.log_alone(happened_on=date(2026, 5, 3), minutes=45, nonce="a", **asked)
    assert study.log_alone(happened_on=date(2026, 5, 3), minutes=45, nonce="a", **asked) == kept
    span = Span(date(2026, 1, 1), date(2027, 1, 1))
    seen = {"unit": "U03", "kind": kind, "span": span, "as_known_at": factories.NOW}
    assert [each.entry for each in study.logged_alone(person="P003", **seen)] == [kept.entry]
    assert study.logged_alone(person="P004", **seen) == ()
    with pytest.raises(Refusal, match="minutes_missing"):
        study.log_alone(happened_on=date(2026, 5, 3), minutes=0, **asked)


def read_alone(item, *, person="P003", day=date(2026, 5, 3), nonce="a"):
    from zicha.services import study

    kind = study.alone_kind(on=JUNE_DAY, as_known_at=factories.NOW)
    asked = {"unit": "U03", "person": person, "kind": kind, "recorded_at": factories.NOW, "nonce": nonce}
    return study.log_alone(happened_on=day, minutes=45, item=item.entry, **asked)


def test_reading_alone_completes_the_item_it_names_once_and_shows_nobody_when():
    factories.organisation(schemes=("theory-study",))
    item = add(completes="read")
    session = factories.record(lecture(date(2026, 5, 12), present=("P004",)))
    step(item, "link", record=session.entry)
    kept = read_alone(item)
    assert read_alone(item) == kept
    found = plan()
    [line] = found.lines
    assert (line.item.records, line.held, line.completed) == ((session.entry, kept.entry), date(2026, 5, 12), 2)
    assert list(found.sessions) == [session.entry]


def test_private_record_cannot_be_linked_by_somebody_else_who_guesses_its_number():
    factories.organisation(schemes=("theory-study",))
    item, other = add(topic="自学", form="self"), add(topic="另一项")
    private = read_alone(item)
    with pytest.raises(Refusal, match="record_unknown"):
        step(other, "link", record=private.entry)
    assert [(line.item.records, line.held) for line in plan().lines if line.item.topic == "另一项"] == [((), None)]


def test_no_day_that_is_asked_for_tells_when_somebody_read_alone():
    factories.organisation(schemes=("theory-study",))
    read_alone(add(topic="自学", form="self"), day=date(2026, 5, 28))
    add(date(2026, 4, 1), "补读", form="self")
    late = next(line.item for line in plan().lines if line.item.topic == "补读")
    read_alone(late, day=date(2026, 5, 6), nonce="b")
    asked = [date(2026, 5, day) for day in (1, 5, 6, 27, 28, 31)]
    told = {tuple((line.state, line.completed, line.crowded) for line in plan(day).lines) for day in asked}
    assert told == {(("late", 1, False), ("done", 1, False))}
    assert {plan(day).numbers.crowded for day in asked} == {0}
    assert {counted(day) for day in asked} == {"1"}


def counted(day):
    from zicha.core import periods
    from zicha.services import figures

    asked = {"unit": "U03", "period": periods.parse("2026H1"), "on": day, "as_known_at": factories.NOW}
    return figures.evaluate(measure="study_plan_held", **asked).text


def test_reading_alone_is_refused_where_taking_part_is_asked_and_nothing_is_recorded():
    from zicha.services import study

    factories.organisation(schemes=("theory-study",))
    together, alone = add(), add(topic="自学", form="self")
    readable = study.readable(unit="U03", year=2026, as_known_at=factories.NOW)
    assert [each.entry for each in readable] == [alone.entry]
    with pytest.raises(Refusal, match="not_readable"):
        read_alone(together)
    assert [line.item.records for line in plan().lines] == [(), ()]
    assert read_alone(alone, nonce="b").number == 1


def test_who_left_since_was_expected_and_who_came_since_was_not():
    from zicha.core.reorganising import Appoint, Relieve
    from zicha.services import organisation

    factories.organisation(schemes=("theory-study",))
    item = add()
    session = factories.record(lecture(date(2026, 5, 12), present=("P003", "P004")))
    step(item, "link", record=session.entry)
    june = date(2026, 6, 2)
    for decision in (Relieve("P004", june, unit="U03"), Appoint("P001", "U03", "member", june)):
        organisation.decide(decision=decision, recorded_at=factories.NOW, recorded_by="P001")
    [line] = plan().lines
    assert [(each.person, each.how) for each in line.people] == [("P003", "attended"), ("P004", "attended")]


def test_items_that_name_a_kind_leave_the_others_open_to_every_kind_of_study():
    from zicha.services import study

    factories.organisation(schemes=("theory-study",))
    add()
    open_item = study.Planned(date(2026, 6, 1), "不限类型")
    study.add(unit="U03", planned=open_item, recorded_at=factories.NOW, recorded_by="P002")
    fields = (("duration", 60), ("host", "P003"), ("theme", "条例"))
    sheet = Attendance(2, 1, expected_people=("P003", "P004"), present_people=("P003",))
    draft = Draft("U03", "thematic_study", date(2026, 6, 2), "主题学习", fields=fields, attendance=sheet)
    session = factories.record(draft)
    assert [each.entry for each in plan().unplanned] == [session.entry]


def test_plan_in_numbers_is_the_same_as_one_figure_in_the_report_and_for_the_checker():
    from zicha.core import periods
    from zicha.services import check_knowledge, figures, reports

    factories.organisation(schemes=("theory-study",))
    crowded, moved, missed = add(), add(topic="改期的"), add(date(2026, 4, 1), "没有学的")
    step(crowded, "link", record=factories.record(lecture(date(2026, 5, 28))).entry)
    step(moved, "move", month=date(2026, 7, 1), reason="防汛值班")
    asked = {"unit": "U03", "period": periods.parse("2026H1"), "on": JUNE_DAY}
    asked["as_known_at"] = factories.NOW + timedelta(days=1)
    names = ("study_plan_items", "study_plan_held", "study_plan_missed", "study_crowded_out")
    one = [figures.evaluate(measure=name, **asked).text for name in names]
    report = reports.material(**asked, scheme="theory-study", language="zh").figures
    known = {each.measure: each for each in check_knowledge.of_ledger(**asked, scheme="theory-study").known}
    assert one == ["3", "1", "1", "67%"]
    assert [report[name].text for name in names] == [known[name].text for name in names] == one
    behind = figures.evaluate(measure="study_plan_missed", **asked).records
    assert behind == (missed.seqs[0],)
