"""Working days: the official calendar with its make-up days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core.workdays import calendar
from zicha.core.workdays_cn import CALENDAR

# Days that anybody can look up in the State Council's announcements.
ANNOUNCED = [
    (date(2026, 2, 14), True),
    (date(2026, 2, 16), False),
    (date(2026, 2, 23), False),
    (date(2026, 2, 28), True),
    (date(2026, 10, 1), False),
    (date(2026, 1, 4), True),
    (date(2025, 1, 26), True),
    (date(2025, 10, 8), False),
    (date(2024, 2, 17), False),
    (date(2024, 2, 18), True),
    (date(2026, 3, 7), False),
    (date(2026, 3, 9), True),
]


@pytest.mark.parametrize(("day", "working"), ANNOUNCED)
def test_announced_days(day, working):
    assert CALENDAR.is_working(day) is working


def test_year_not_published_counts_weekends_only_and_says_so():
    assert (CALENDAR.is_known(2026), CALENDAR.is_known(2031)) == (True, False)
    assert [CALENDAR.is_working(date(2031, 10, day)) for day in (1, 4)] == [True, False]


def test_each_published_year_has_its_holidays():
    years = sorted(CALENDAR.years)
    assert years == list(range(2018, 2027))
    assert [year for year in years if not 20 <= sum(day.year == year for day in CALENDAR.holidays) <= 40] == []
    assert [day for day in CALENDAR.workdays if day.weekday() < 5] == []
    assert CALENDAR.holidays & CALENDAR.workdays == frozenset()


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 0, date(2026, 2, 13)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
    ],
)
def test_working_days_are_counted_over_holidays(day, count, expected):
    assert CALENDAR.add_working_days(day, count) == expected


@given(st.dates(date(2018, 1, 1), date(2026, 6, 30)), st.integers(1, 40))
def test_added_working_days_are_that_many(day, count):
    end = CALENDAR.add_working_days(day, count)
    between = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert sum(CALENDAR.is_working(one) for one in between) == count
    assert CALENDAR.is_working(end)


def test_calendar_of_a_table():
    made = calendar({2030: "0101 0102"}, {2030: "0105"})
    assert [made.is_working(date(2030, 1, day)) for day in (1, 2, 3, 5, 6)] == [False, False, True, True, False]
