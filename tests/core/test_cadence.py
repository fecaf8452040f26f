"""Windows of every cadence."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import duties
from zicha.core import cadence
from zicha.core.cadence import Event, Window
from zicha.core.ledger import Revision
from zicha.core.periods import Span, parse
from zicha.core.scheme import AtLeast, Bound, Every, Length, OnceBy, Standing, Within
from zicha.core.units import Holding
from zicha.core.workdays_cn import CALENDAR

H1 = parse("2026H1").span
ALWAYS = (duties.ALWAYS,)


def windows(rule, *, span=H1, bound=ALWAYS, terms=(), events=(), done=(), **changed):
    return cadence.windows(
        duty=duties.duty(rule, **changed),
        bound=bound,
        span=span,
        terms=terms,
        events=events,
        done=done,
        calendar=CALENDAR,
    )


def days(found):
    return [(window.span.start, window.span.end) for window in found]


@pytest.mark.parametrize(
    ("per", "starts"),
    [
        ("month", [date(2026, month, 1) for month in range(1, 7)]),
        ("quarter", [date(2026, 1, 1), date(2026, 4, 1)]),
        ("half", [date(2026, 1, 1)]),
        ("year", [date(2026, 1, 1)]),
    ],
)
def test_quota_by_calendar_period(per, starts):
    assert [window.span.start for window in windows(AtLeast(2, per))] == starts
    assert {window.owed for window in windows(AtLeast(2, per))} == {2}


def test_quota_by_term_of_office():
    terms = (Span(date(2021, 3, 1), date(2026, 3, 1)), Span(date(2026, 3, 1), date(2031, 3, 1)))
    found = windows(AtLeast(4, "term"), terms=terms[::-1], bound=(Span(date(2020, 1, 1), date.max),))
    assert found == (Window(terms[0], 4), Window(terms[1], 4))


def test_slots_are_anchored_to_their_first_day():
    found = windows(
        Every(Length(1, "months"), "slot", date(2025, 1, 31)), span=Span(date(2026, 2, 1), date(2026, 5, 1))
    )
    assert days(found) == [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 4, 30), date(2026, 5, 31)),
    ]


def test_slots_without_an_anchor_start_when_the_unit_came_to_be_bound():
    found = windows(Every(Length(2, "weeks"), "slot"), bound=(Span(date(2026, 6, 1), date.max),))
    assert days(found) == [
        (date(2026, 6, 1), date(2026, 6, 15)),
        (date(2026, 6, 15), date(2026, 6, 29)),
        (date(2026, 6, 29), date(2026, 7, 13)),
    ]


def test_next_time_is_counted_from_the_last_one():
    rule = Every(Length(3, "months"), "last_done", date(2025, 10, 1))
    found = windows(rule, done=[date(2025, 12, 15), date(2026, 4, 20)])
    assert found == (
        Window(Span(date(2025, 12, 16), date(2026, 3, 16)), 1, late=True),
        Window(Span(date(2026, 4, 21), date(2026, 7, 21)), 1, late=True, waiting=True),
    )


def test_what_was_never_done_stays_owed():
    rule = Every(Length(6, "months"), "last_done")
    found = windows(rule, bound=(Span(date(2020, 1, 1), date.max),))
    assert found == (Window(Span(date(2020, 1, 1), date(2020, 7, 1)), 1, late=True, waiting=True),)


@pytest.mark.parametrize(
    ("length", "end"),
    [
        (Length(7, "days"), date(2026, 2, 21)),
        (Length(1, "weeks"), date(2026, 2, 21)),
        (Length(5, "working_days"), date(2026, 2, 28)),
        (Length(1, "months"), date(2026, 3, 14)),
    ],
)
def test_within_ends_after_the_last_day_allowed(length, end):
    found = windows(Within(length, "joining"), events=[Event(date(2026, 2, 13), "P1")])
    assert found == (Window(Span(date(2026, 2, 13), end), 1, subject="P1", late=True),)


def test_person_who_left_before_the_end_is_owed_nothing():
    event = Event(date(2026, 3, 1), "P1", end=date(2026, 3, 5))
    assert [window.applies for window in windows(Within(Length(7, "days"), "joining"), events=[event])] == [False]


def test_once_by_a_day_includes_that_day():
    found = windows(OnceBy(date(2026, 3, 31), opens=date(2026, 1, 1)))
    assert found == (Window(Span(date(2026, 1, 1), date(2026, 4, 1)), 1, late=True),)


def test_standing_is_one_window_without_a_quota():
    assert windows(Standing()) == (Window(H1, 0),)


def test_unit_never_bound_has_no_windows():
    assert windows(AtLeast(1, "month"), bound=()) == ()


@pytest.mark.parametrize(
    ("part_window", "applies"), [("not_owed", [False, False, True]), ("owed", [False, True, True])]
)
def test_window_in_which_the_unit_stood_for_a_part(part_window, applies):
    bound = (Span(date(2026, 2, 15), date.max),)
    found = windows(AtLeast(1, "month"), span=parse("2026Q1").span, bound=bound, part_window=part_window)
    assert [window.applies for window in found] == applies


def test_bound_spans_follow_level_name_and_exclusion():
    spans = (
        duties.unit(level=2, span=Span(date(2024, 1, 1), date(2025, 1, 1))),
        duties.unit(level=3, span=Span(date(2025, 1, 1), date(2026, 1, 1))),
        duties.unit(level=2, span=Span(date(2026, 1, 1), date.max)),
    )
    whole = Span(date(2024, 1, 1), date.max)
    assert cadence.bound_spans(Bound(), spans) == (whole,)
    assert cadence.bound_spans(Bound(levels=(2,)), spans) == (spans[0].span, spans[2].span)
    assert cadence.bound_spans(Bound(units=("U1",)), spans) == (whole,)
    assert cadence.bound_spans(Bound(units=("U2",)), spans) == ()
    assert cadence.bound_spans(Bound(excluded=("U1",)), spans) == ()


def test_joining_is_coming_into_the_unit_not_changing_the_post():
    holdings = (
        Holding("P1", "U1", "member", Span(date(2024, 1, 1), date(2025, 1, 1))),
        Holding("P1", "U1", "lead", Span(date(2025, 1, 1), date(2025, 6, 1))),
        Holding("P1", "U1", "member", Span(date(2026, 1, 1), date.max)),
        Holding("P2", "U2", "member", Span(date(2024, 1, 1), date.max)),
    )
    assert cadence.joinings(holdings, unit="U1") == (
        Event(date(2024, 1, 1), "P1", date(2025, 6, 1)),
        Event(date(2026, 1, 1), "P1", date.max),
    )


def test_each_entry_of_a_kind_is_an_event():
    revisions: list[Revision] = [duties.entry(date(2026, 3, 1), 7), duties.entry(date(2026, 3, 1), 9)]
    assert cadence.entered(revisions) == (Event(date(2026, 3, 1), "7"), Event(date(2026, 3, 1), "9"))


periodic = st.one_of(
    st.builds(AtLeast, st.integers(1, 5), st.sampled_from(["month", "quarter", "half", "year"])),
    st.builds(
        Every,
        st.builds(Length, st.integers(1, 6), st.sampled_from(["weeks", "months"])),
        st.just("slot"),
        st.dates(date(2015, 1, 1), date(2020, 12, 31)),
    ),
)


@given(periodic, st.dates(date(2021, 1, 1), date(2030, 1, 1)), st.integers(1, 800))
def test_periodic_windows_tile_the_time(rule, start, length):
    span = Span(start, start + timedelta(days=length))
    found = windows(rule, span=span)
    assert found[0].span.start <= span.start
    assert found[-1].span.end >= span.end
    assert [one.span.end for one in found[:-1]] == [one.span.start for one in found[1:]]


@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 30)), max_size=8), st.integers(1, 12))
def test_windows_from_the_last_time_follow_each_other(done, months):
    rule = Every(Length(months, "months"), "last_done", date(2025, 1, 1))
    found = windows(rule, span=Span(date(2025, 1, 1), date(2027, 1, 1)), done=sorted(done))
    starts = [window.span.start for window in found]
    assert starts == sorted(starts)
    assert [window.waiting for window in found] == [False] * (len(found) - 1) + [True]
    assert starts[1:] == sorted({day + timedelta(days=1) for day in done})


@given(st.integers(1, 12), st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(12, 400))
def test_parts_of_a_window_differ_by_a_day_at_most(count, start, length):
    window = Span(start, start + timedelta(days=length))
    parts = cadence.parts(window, count)
    sizes = {part.days for part in parts}
    assert (len(parts), parts[0].start, parts[-1].end) == (count, window.start, window.end)
    assert max(sizes) - min(sizes) <= 1
