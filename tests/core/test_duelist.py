"""The list of what falls due: every sort, sorted, with reminders on working days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.duties import ALWAYS, duty, entry, ledger, scheme
from zicha.core import board, duelist
from zicha.core.actions import Action
from zicha.core.duelist import Posts, Target, View
from zicha.core.meetings import Meeting
from zicha.core.periods import Span
from zicha.core.problems import Problem
from zicha.core.report_life import Frozen, Life, Taken
from zicha.core.scheme import AtLeast, Length, OnceBy, Standing, Within
from zicha.core.text import LocalText
from zicha.core.units import Holding
from zicha.core.workdays_cn import CALENDAR

ON = date(2026, 5, 28)
AT = datetime(2026, 5, 20, 1, tzinfo=UTC)
SPAN = Span(date(2026, 3, 1), date(2026, 8, 1))
LEFT_YESTERDAY = Span(date(2025, 1, 1), date(2026, 5, 27))
HOLDINGS = (
    Holding("P1", "U1", "lead", ALWAYS),
    Holding("P2", "U1", "direct", ALWAYS),
    Holding("P9", "U1", "direct", LEFT_YESTERDAY),
    Holding("P3", "U1", "member", ALWAYS),
    Holding("P4", "U1", "auditor", ALWAYS),
)


def view(on=ON, span=SPAN, holdings=HOLDINGS):
    return View(on, span, Posts.of(holdings), CALENDAR)


def windows(*duties, entries=(), seen=None, names=str, holdings=HOLDINGS):
    seen = seen or view(holdings=holdings)
    book = ledger(*entries, duties=duties, holdings=holdings)
    cells = board.cells_of(ledger=book, units=("U1",), span=seen.span, on=seen.on)
    return duelist.listed(duelist.of_cells(cells, book.schemes, view=seen, names=names))


def problem(entry_number=7, *, due=date(2026, 6, 5), **more):
    given = {
        "entry": entry_number, "seq": entry_number, "number": "2026-H1-U1-001", "unit": "U1", "found_on": date(2026, 5, 20),
        "found_at": AT, "found_by": "P3", "source": "inspection", "matter": "通道堆物", "owner": "P2", "original_due": due,
        "due": due,
    }  # fmt: skip
    return Problem(**{**given, **more})


def action(due=date(2026, 6, 30), **more):
    given = {
        "entry": 8, "seq": 8, "number": 1, "unit": "U1", "made_on": date(2026, 5, 20), "made_at": AT, "made_by": "P1",
        "source": "report", "matter": "更换灭火器", "due": due,
    }  # fmt: skip
    return Action(**{**given, **more})


def test_unmet_windows_are_listed_with_their_last_day_grace_reminder_and_who_answers():
    found = windows(
        duty(post="direct", lead_post="lead"), entries=[entry(date(2026, month, 3), month) for month in (3, 4)]
    )
    assert [(item.day, item.until, item.remind_on, item.people, item.state) for item in found] == [
        (date(2026, 5, 31), date(2026, 6, 3), date(2026, 5, 25), ("P2",), "at_risk"),
        (date(2026, 6, 30), date(2026, 7, 3), date(2026, 6, 24), ("P2",), "upcoming"),
        (date(2026, 7, 31), date(2026, 8, 3), date(2026, 7, 24), ("P2",), "upcoming"),
    ]
    assert found[0].target == Target("s", "meet", date(2026, 5, 1))


def test_the_reminder_lies_on_the_working_day_before_a_holiday():
    # Seven days before 1 October is a working Thursday; the Mid-Autumn holiday of 2026 is 25 to 27 September.
    seen = view(on=date(2026, 9, 1), span=Span(date(2026, 9, 1), date(2026, 11, 1)))
    days = {count: windows(duty(remind=Length(count, "days")), seen=seen)[0].remind_on for count in (4, 5, 6, 7)}
    assert days == {4: date(2026, 9, 24), 5: date(2026, 9, 24), 6: date(2026, 9, 24), 7: date(2026, 9, 24)}


def test_a_make_up_working_day_is_one():
    # Saturday 10 October 2026 is worked.
    seen = view(on=date(2026, 10, 8), span=Span(date(2026, 10, 1), date(2026, 11, 1)))
    once = duty(OnceBy(date(2026, 10, 16), date(2026, 10, 1)))
    assert [item.remind_on for item in windows(once, seen=seen)] == [date(2026, 10, 10)]


def test_a_duty_without_a_deadline_or_a_quota_falls_never_due():
    assert windows(duty(Standing()), duty(AtLeast(0, "month"), id="none")) == ()


def test_a_duty_nobody_answers_directly_is_the_leads_and_a_vacant_one_nobodys():
    lead = (Holding("P1", "U1", "lead", ALWAYS),)
    asked = {"entries": [entry(date(2026, month, 3), month) for month in (3, 4, 5)]}
    one = duty(post="direct", lead_post="lead")
    assert [item.people for item in windows(one, holdings=lead, **asked)] == [("P1",), ("P1",)]
    assert [item.people for item in windows(one, holdings=(), **asked)] == [(), ()]


def test_a_window_about_a_person_names_the_person_only_if_asked_to():
    joined = (*HOLDINGS, Holding("P5", "U1", "member", Span(date(2026, 5, 20), date.max)))
    one = duty(Within(Length(14, "days"), "joining"))
    assert [item.title.zh for item in windows(one, holdings=joined, names=lambda person: {"P5": "马越"}[person])] == [
        "开会（马越）"
    ]
    assert [item.title.zh for item in windows(one, holdings=joined, names=lambda _person: "")] == ["开会"]


def test_leap_day_is_the_last_day_of_february():
    seen = view(on=date(2028, 2, 1), span=Span(date(2028, 2, 1), date(2028, 3, 1)))
    assert [(item.day, item.remind_on) for item in windows(duty(), seen=seen)] == [
        (date(2028, 2, 29), date(2028, 2, 23))
    ]


def test_problem_waits_for_its_owner_and_once_handed_in_for_whoever_accepts_it():
    found = duelist.of_problems(
        (
            problem(),
            problem(8, state="handed_in", acceptor="P1"),
            problem(9, state="handed_in", owner="P1"),
            problem(10, state="closed"),
            problem(11, due=date(2026, 5, 27)),
        ),
        view=view(),
    )
    assert [(item.target.entry, item.people, item.state, item.remind_on) for item in found] == [
        (7, ("P2",), "open", date(2026, 6, 2)),
        (8, ("P1",), "open", date(2026, 6, 2)),
        (9, (), "open", date(2026, 6, 2)),
        (11, ("P2",), "overdue", date(2026, 5, 22)),
    ]
    assert [item.title.zh for item in found[:2]] == [
        "整改问题 2026-H1-U1-001：通道堆物",
        "验收问题 2026-H1-U1-001：通道堆物",
    ]


def test_promise_without_a_deadline_is_not_listed_and_one_without_an_owner_is_the_leads():
    found = duelist.of_actions((action(), action(None), action(owner="P3", state="done")), view=view())
    assert [(item.title.zh, item.day, item.people) for item in found] == [("更换灭火器", date(2026, 6, 30), ("P1",))]


def test_meeting_is_the_chairs_and_concerns_everybody_of_the_unit_but_an_auditor():
    starts = datetime(2026, 6, 1, 15, 0)  # noqa: DTZ001 -- civil time, as meetings keep it
    planned = Meeting(3, 1, "U1", "meeting", "六月例会", starts, chair="P1")
    past = Meeting(4, 1, "U1", "meeting", "五月例会", starts - timedelta(days=10))
    found = duelist.of_meetings((planned, past), view=view())
    assert [(item.starts, item.people, item.invited, item.remind_on) for item in found] == [
        (starts, ("P1",), ("P2", "P3"), date(2026, 5, 29))
    ]
    assert [(len(duelist.meant_for(found, person=person))) for person in ("P1", "P3", "P4", "P9")] == [1, 1, 0, 0]


def submitted():
    frozen = Frozen("v", AT, ON, "zh", subtree=False)
    return Life((Taken("submit", 1, AT, "P1", frozen),))


def test_reports_are_to_be_submitted_from_the_period_before_on():
    seen = view(span=Span(date(2025, 11, 1), date(2027, 1, 1)))
    owing = (("U1", scheme(duty()), ALWAYS),)
    found = duelist.of_reports(owing, {}, view=seen)
    assert [(item.title.zh, item.day, item.state, item.people) for item in found] == [
        ("提交2025年下半年自查报告（方案）", date(2025, 12, 31), "grace", ("P1",)),
        ("提交2026年上半年自查报告（方案）", date(2026, 6, 30), "open", ("P1",)),
        ("提交2026年下半年自查报告（方案）", date(2026, 12, 31), "upcoming", ("P1",)),
    ]
    lives = {("s", "U1", "2025H2"): submitted()}
    assert [item.day for item in duelist.of_reports(owing, lives, view=seen)] == [item.day for item in found[1:]]


def test_a_report_of_a_period_the_unit_did_not_see_the_end_of_is_not_owed():
    owing = (("U1", scheme(duty()), Span(date(2026, 1, 1), date(2026, 6, 1))),)
    assert duelist.of_reports(owing, {}, view=view()) == ()


def test_the_list_is_sorted_by_day_and_names_each_thing_once():
    parts = (duelist.of_problems((problem(due=date(2026, 6, 30)),), view=view()), windows(duty()), windows(duty()))
    found = duelist.listed(*parts)
    assert [(item.day, item.sort) for item in found] == [
        (date(2026, 3, 31), "duty"),
        (date(2026, 4, 30), "duty"),
        (date(2026, 5, 31), "duty"),
        (date(2026, 6, 30), "problem"),
        (date(2026, 6, 30), "duty"),
        (date(2026, 7, 31), "duty"),
    ]


@given(st.dates(date(2026, 3, 1), date(2026, 7, 31)))
def test_an_item_keeps_its_uid_on_whatever_day_it_is_asked_for(on):
    mine = {item.day: item.uid for item in windows(duty(), seen=view())}
    asked = {item.day: item.uid for item in windows(duty(), seen=view(on=on))}
    assert asked == mine


@given(
    st.dates(date(2024, 4, 1), date(2028, 12, 31)),
    st.integers(0, 40),
    st.sampled_from(["days", "working_days", "weeks"]),
)
def test_a_reminder_is_on_a_working_day_and_not_after_the_last_day(last, count, unit):
    seen = view(on=last, span=Span(last, last + timedelta(days=1)))
    one = duty(OnceBy(last, last - timedelta(days=60)), remind=Length(count, unit))
    (item,) = windows(one, seen=seen)
    assert item.remind_on <= last
    assert CALENDAR.is_working(item.remind_on)


def test_years_without_a_published_calendar_are_told():
    assert duelist.unpublished(Span(date(2026, 5, 1), date(2028, 1, 1)), calendar=CALENDAR) == (2027,)
    assert duelist.unpublished(Span(date(2026, 5, 1), date(2027, 1, 1)), calendar=CALENDAR) == ()


def test_json_shape_of_an_item():
    (item,) = duelist.of_actions((action(),), view=view())
    assert duelist.as_json([item], language="en") == [
        {
            "uid": item.uid, "sort": "action", "day": "2026-06-30", "until": "2026-06-30", "remind_on": "2026-06-26",
            "starts": None, "unit": "U1", "title": "更换灭火器", "people": ["P1"], "state": "open", "left": 1, "entry": 8,
            "duty": None,
        }
    ]  # fmt: skip
    assert item.title == LocalText("更换灭火器")
