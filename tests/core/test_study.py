"""The study plan: computed from linked records, never ticked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import study
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft, Revision
from zicha.core.study import Completion, Item, Numbers

AT = datetime(2026, 1, 5, tzinfo=UTC)
MAY = date(2026, 5, 1)


def revision(seq, kind, **fields):
    draft = Draft("U1", kind, date(2026, 1, 5), fields=tuple(sorted(fields.items())))
    return Revision(seq, seq, 1, draft, AT + timedelta(minutes=seq))


def item(**more):
    fields = {"month": "2026-05-01", "topic": "安全生产法", "form": "collective", **more}
    return revision(1, study.ITEM, **fields)


def session(entry, day, *, present=("P1", "P2"), made_up=(), expected=("P1", "P2", "P3")):
    sheet = Attendance(len(expected), len(present), 0, len(made_up), expected, present, (), made_up)
    draft = Draft("U1", "collective_study", day, attendance=sheet)
    return Revision(entry, entry, 1, draft, AT + timedelta(days=200))


def line(steps=(), sessions=(), on=date(2026, 6, 15), roster=("P1", "P2", "P3"), **fields):
    [found] = study.items([item(**fields), *steps])
    return study.line(found, records={each.entry: each for each in sessions}, roster=roster, on=on)


def link(seq, record):
    return revision(seq, study.STEP, item="1", step="link", record=str(record))


def test_item_is_upcoming_open_and_missed_as_the_months_go_by():
    states = [line(on=day).state for day in (date(2026, 4, 30), MAY, date(2026, 5, 31), date(2026, 6, 1))]
    assert states == ["upcoming", "open", "open", "missed"]


def test_linked_session_makes_it_done_and_one_after_the_month_late():
    found = line([link(2, 9)], [session(9, date(2026, 5, 12))])
    assert (found.state, found.held, found.crowded) == ("done", date(2026, 5, 12), False)
    assert found.people == (
        Completion("P1", "attended", date(2026, 5, 12)),
        Completion("P2", "attended", date(2026, 5, 12)),
        Completion("P3", "missing"),
    )
    assert line([link(2, 9)], [session(9, date(2026, 6, 3))]).state == "late"
    assert line([link(2, 9)], []).state == "missed"


def test_session_in_the_last_seven_days_was_crowded_to_the_end():
    crowded = [line([link(2, 9)], [session(9, date(2026, 5, day))]).crowded for day in (24, 25, 31)]
    assert crowded == [False, True, True]


def test_made_up_counts_only_where_the_rule_says_so_and_in_time():
    sessions = [session(9, date(2026, 5, 12)), session(10, date(2026, 5, 20), present=(), made_up=("P3",))]
    steps = [link(2, 9), link(3, 10)]
    how = {
        rule: line(steps, sessions, **rule_fields).people[2].how
        for rule, rule_fields in {
            "attended": {"completes": "attended"},
            "made up": {"completes": "made_up"},
            "in 8 days": {"completes": "made_up", "days": "8"},
            "in 7 days": {"completes": "made_up", "days": "7"},
        }.items()
    }
    assert how == {"attended": "missing", "made up": "made_up", "in 8 days": "made_up", "in 7 days": "missing"}


def test_reading_alone_completes_an_item_that_may_be_read():
    alone = session(10, date(2026, 5, 20), present=("P3",), expected=("P3",))
    steps = [link(2, 10)]
    assert line(steps, [alone], completes="read").people[2] == Completion("P3", "read", date(2026, 5, 20))
    assert line(steps, [alone]).people[2] == Completion("P3", "missing")


def test_moved_item_counts_for_its_new_month_and_remembers_the_first():
    moved = revision(2, study.STEP, item="1", step="move", month="2026-07-01", reason="工作冲突")
    found = line([moved], on=date(2026, 6, 15))
    assert (found.state, found.item.month, found.item.planned, found.item.moved) == (
        "upcoming",
        date(2026, 7, 1),
        MAY,
        1,
    )


def test_called_off_item_stays_in_the_plan_with_its_reason():
    found = line([revision(2, study.STEP, item="1", step="call_off", reason="改为现场教学")])
    assert (found.state, found.item.called_off) == ("called_off", "改为现场教学")


def test_numbers_tell_what_was_crowded_out():
    lines = [
        line([link(2, 9)], [session(9, date(2026, 5, 28))]),
        line(),
        line([revision(2, study.STEP, item="1", step="call_off", reason="x")]),
        line([revision(2, study.STEP, item="1", step="move", month="2026-07-01", reason="x")]),
    ]
    assert study.numbers(lines, unplanned=2) == Numbers(4, 1, 0, 1, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"step": "link", "record": 9, "seen": 0}, "study.stale"),
        ({"step": "link", "record": 9, "seen": 1}, "study.linked_already"),
        ({"step": "unlink", "record": 8, "seen": 1}, "study.not_linked"),
        ({"step": "call_off", "seen": 1, "reason": " "}, "study.reason_missing"),
        ({"step": "move", "seen": 1, "reason": "x"}, "study.month_missing"),
        ({"step": "move", "seen": 1, "reason": "x", "month": date(2026, 5, 9)}, "study.month_missing"),
    ],
)
def test_step_that_does_not_follow_is_refused(asked, code):
    [found] = study.items([item(), link(2, 9)])
    with pytest.raises(Refusal, match=code):
        study.admit(found, **asked)


def test_called_off_item_takes_no_more_steps():
    [found] = study.items([item(), revision(2, study.STEP, item="1", step="call_off", reason="x")])
    with pytest.raises(Refusal, match="called_off"):
        study.admit(found, step="link", record=9, seen=1)


@given(st.lists(st.sampled_from(["link", "unlink", "move"]), max_size=12), st.randoms(use_true_random=False))
def test_items_are_the_same_in_whatever_order_their_entries_are_read(names, chance):
    month = "2026-08-01"
    steps = [
        revision(2 + place, study.STEP, item="1", step=name, record=str(place % 3 + 50), month=month, reason="x")
        for place, name in enumerate(names)
    ]
    mixed = [item(), *steps]
    chance.shuffle(mixed)
    [found] = study.items(mixed)
    assert study.items([item(), *steps]) == (found,)
    assert (found.steps, found.moved) == (len(names), names.count("move"))


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_month_after_is_the_next_first(day):
    after = study.month_after(day)
    assert after.day == 1
    assert day < after <= day + timedelta(days=31)


def test_item_ends_with_its_month():
    assert Item(1, "U1", date(2028, 2, 1), MAY, "", "self").end == date(2028, 3, 1)


def test_one_persons_reading_does_not_hold_what_is_planned_together():
    alone = session(10, date(2026, 5, 20), present=("P3",), expected=("P3",))
    found = line([link(2, 10)], [alone], completes="read")
    assert (found.state, found.held, [each.how for each in found.people]) == (
        "missed",
        None,
        ["missing", "missing", "read"],
    )
    assert line([link(2, 10)], [alone], form="self").held == date(2026, 5, 20)


def test_item_is_held_against_the_roster_of_its_session_or_of_its_months_end():
    [found] = study.items([item(), link(2, 9)])
    held = {9: session(9, date(2026, 5, 12))}
    days = [
        study.roster_day(found, records=records, on=on)
        for records, on in (
            (held, date(2026, 11, 1)),
            ({}, date(2026, 11, 1)),
            ({}, date(2026, 5, 9)),
            (held, date(2026, 5, 9)),
        )
    ]
    assert days == [date(2026, 5, 12), date(2026, 5, 31), date(2026, 5, 9), date(2026, 5, 9)]
