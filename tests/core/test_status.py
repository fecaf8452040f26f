"""Every state at the days where it begins and ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.duties import TWO_THIRDS, duty, entry, judged
from zicha.core import status
from zicha.core.cadence import Window
from zicha.core.periods import Span
from zicha.core.scheme import AtLeast, Length, OnceBy, Selector, Standing
from zicha.core.status import Judgement, NearMiss

APRIL = Window(Span(date(2026, 4, 1), date(2026, 5, 1)), 1)
YEAR = Window(Span(date(2026, 1, 1), date(2027, 1, 1)), 2)


def state(*entries, on, window=APRIL, **changed):
    return judged(window, *entries, on=on, **changed).state


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 31), "upcoming"),
        (date(2026, 4, 1), "open"),
        (date(2026, 4, 23), "open"),
        (date(2026, 4, 24), "at_risk"),
        (date(2026, 4, 30), "at_risk"),
        (date(2026, 5, 1), "grace"),
        (date(2026, 5, 3), "grace"),
        (date(2026, 5, 4), "overdue"),
        (date(2031, 1, 1), "overdue"),
    ],
)
def test_nothing_done(on, expected):
    assert state(on=on) == expected


@pytest.mark.parametrize(
    ("grace", "last_day"),
    [
        (Length(0, "days"), date(2026, 4, 30)),
        (Length(1, "weeks"), date(2026, 5, 7)),
        (Length(1, "months"), date(2026, 5, 30)),
        (Length(2, "working_days"), date(2026, 5, 7)),
    ],
)
def test_grace_ends_after_its_last_day(grace, last_day):
    after = last_day + timedelta(days=1)
    before = state(on=last_day, grace=grace)
    assert (before in ("grace", "at_risk"), state(on=after, grace=grace)) == (True, "overdue")


@pytest.mark.parametrize(
    ("day", "on", "expected"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), "met"),
        (date(2026, 4, 30), date(2026, 4, 30), "met"),
        (date(2026, 4, 30), date(2026, 4, 29), "at_risk"),
        (date(2026, 5, 2), date(2026, 5, 1), "grace"),
        (date(2026, 5, 2), date(2026, 5, 2), "met_late"),
        (date(2026, 9, 1), date(2026, 8, 31), "overdue"),
        (date(2026, 9, 1), date(2030, 1, 1), "met_late"),
    ],
)
def test_done_once(day, on, expected):
    assert state(entry(day, 1, makes_up=date(2026, 4, 15) if day >= date(2026, 5, 1) else None), on=on) == expected


def test_two_in_march_meet_two_a_year():
    entries = (entry(date(2026, 3, 3), 1), entry(date(2026, 3, 20), 2))
    rule = AtLeast(2, "year")
    assert judged(YEAR, *entries, on=date(2026, 4, 1), cadence=rule) == Judgement("met", 2, (1, 2), ())


def test_two_in_march_do_not_meet_two_a_year_evenly_spread():
    entries = (entry(date(2026, 3, 3), 1), entry(date(2026, 3, 20), 2), entry(date(2026, 8, 1), 3))
    rule = AtLeast(2, "year", even=True)
    assert judged(YEAR, *entries, on=date(2026, 7, 1), cadence=rule) == Judgement("open", 1, (1,), ())
    assert judged(YEAR, *entries, on=date(2026, 8, 1), cadence=rule) == Judgement("met", 2, (1, 3), ())


def test_entry_too_near_to_the_last_counted_one_does_not_count():
    entries = [entry(date(2026, 3, day), seq) for seq, day in ((1, 1), (2, 20), (3, 31))]
    found = judged(YEAR, *entries, on=date(2026, 5, 1), cadence=AtLeast(2, "year", min_gap_days=30))
    assert found == Judgement("met", 2, (1, 3), (NearMiss(2, too_near=True),))


def test_missing_evidence_makes_the_window_insufficient_and_is_named():
    lacking = entry(date(2026, 4, 28), 1, evidence=("photo",))
    found = judged(APRIL, lacking, on=date(2026, 5, 28), evidence=("checklist", "photo"))
    assert found == Judgement("insufficient", 0, (), (NearMiss(1, ("checklist",)),))


def test_meeting_below_its_threshold_is_recorded_and_does_not_count():
    short, full = entry(date(2026, 4, 2), 1, expected=9, present=5), entry(date(2026, 4, 9), 2, expected=9, present=6)
    assert judged(APRIL, short, on=date(2026, 4, 3), threshold=TWO_THIRDS).near == (NearMiss(1, below_threshold=True),)
    assert judged(APRIL, short, full, on=date(2026, 4, 10), threshold=TWO_THIRDS) == Judgement(
        "met", 1, (2,), (NearMiss(1, below_threshold=True),)
    )


@pytest.mark.parametrize("sheet", [{}, {"expected": 0, "present": 0}])
def test_threshold_without_anyone_expected_is_not_reached(sheet):
    assert state(entry(date(2026, 4, 2), 1, **sheet), on=date(2026, 4, 3), threshold=TWO_THIRDS) == "insufficient"


def test_too_few_even_with_what_nearly_counts_is_overdue():
    window = Window(APRIL.span, 3)
    entries = (entry(date(2026, 4, 2), 1), entry(date(2026, 4, 3), 2, evidence=()))
    assert state(*entries, window=window, on=date(2026, 6, 1)) == "overdue"


def test_waived_has_its_own_state_and_gives_way_to_what_was_done():
    done = entry(date(2026, 4, 2), 1)
    assert [state(on=date(2026, 6, 1), waived=True), state(done, on=date(2026, 6, 1), waived=True)] == ["waived", "met"]
    assert state(on=date(2026, 3, 1), waived=True) == "upcoming"


def test_window_that_does_not_apply_is_no_data():
    window = Window(APRIL.span, 1, applies=False)
    assert [state(window=window, on=on) for on in (date(2026, 1, 1), date(2026, 6, 1))] == ["no_data", "no_data"]


@pytest.mark.parametrize(
    ("on", "entries", "expected"),
    [
        (date(2026, 3, 31), (), "upcoming"),
        (date(2026, 9, 1), (), "open"),
        (date(2026, 4, 5), (entry(date(2026, 4, 5), 1),), "met"),
    ],
)
def test_standing_duty_is_never_overdue(on, entries, expected):
    assert state(*entries, window=Window(APRIL.span, 0), on=on, cadence=Standing()) == expected


def test_once_done_late_counts_the_first_time_only():
    window = Window(Span(date(2026, 1, 1), date(2026, 4, 1)), 1, late=True)
    rule = OnceBy(date(2026, 3, 31), date(2026, 1, 1))
    entries = (entry(date(2026, 4, 10), 1), entry(date(2026, 5, 10), 2))
    assert judged(window, *entries, on=date(2026, 6, 1), cadence=rule) == Judgement("met_late", 1, (1,), ())


@pytest.mark.parametrize(
    ("selector", "selected"),
    [
        (Selector(("meeting",)), True),
        (Selector(("lecture", "meeting")), True),
        (Selector(("lecture",)), False),
        (Selector(("meeting",), (("form", ("visit", "talk")),)), True),
        (Selector(("meeting",), (("form", ("visit",)),)), False),
        (Selector(("meeting",), (("books", ("甲",)),)), True),
        (Selector(("meeting",), (("place", ("x",)),)), False),
        (Selector(("meeting",), backfilled=True), False),
        (Selector(("meeting",), backfilled=False), True),
    ],
)
def test_selector_by_kind_field_and_lateness(selector, selected):
    one = entry(date(2026, 4, 2), 1, fields=(("form", "talk"), ("books", ("甲", "乙"))))
    assert status.selects(selector, one) is selected


april_days = st.dates(date(2026, 4, 1), date(2026, 6, 30))


@given(st.lists(april_days, max_size=6), st.integers(1, 4), april_days, st.integers(0, 400))
def test_what_is_met_stays_met_and_what_is_late_stays_late(days, owed, on, later):
    window = Window(APRIL.span, owed)
    entries = [
        entry(day, seq, makes_up=date(2026, 4, 20) if day not in APRIL.span else None)
        for seq, day in enumerate(sorted(days), 1)
    ]
    rule = AtLeast(owed, "month")
    first = judged(window, *entries, on=on, cadence=rule).state
    then = judged(window, *entries, on=on + timedelta(days=later), cadence=rule).state
    assert first not in ("met", "met_late") or then == first


@given(st.lists(april_days, max_size=6), april_days, april_days)
def test_one_entry_more_never_lowers_what_counts(days, extra, on):
    def done(*all_days):
        entries = [entry(day, seq) for seq, day in enumerate(sorted(all_days), 1)]
        return judged(APRIL, *entries, on=on).done

    assert done(*days) <= done(*days, extra) <= done(*days) + 1


def test_shortfall_of_an_entry_that_lacks_nothing():
    assert status.shortfall(duty(evidence=("photo",)), entry(date(2026, 4, 2), 1, evidence=("photo",))) is None
