"""Whole days of leave belong together as they were asked for."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zicha.core import leave
from zicha.core.leave import Asking, Leave

AT = datetime(2026, 5, 28, 8, 0, tzinfo=UTC)
FIRST = date(2026, 6, 1)


def day(number, offset, *, asked=0, granted=None, reason=""):
    return Leave(
        number, "P1", "U02", 0, FIRST + timedelta(offset), reason, AT + timedelta(hours=asked), granted, decided_by=""
    )


def test_days_of_one_asking_are_one_and_of_another_are_another():
    days = [day(1, 0), day(2, 1), day(3, 7, asked=1, granted=False, reason="值班")]
    assert leave.together(days) == (
        Asking((1, 2), "P1", "U02", FIRST, FIRST + timedelta(1), None, ""),
        Asking((3,), "P1", "U02", FIRST + timedelta(7), FIRST + timedelta(7), granted=False, reason="值班"),
    )


@given(st.permutations([day(number, number, asked=number // 3) for number in range(9)]))
def test_every_day_is_in_exactly_one_asking_whatever_the_order(days):
    assert [each.ids for each in leave.together(days)] == [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
