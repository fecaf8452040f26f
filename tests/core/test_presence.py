"""Seats put together, packed and read again; people told apart by their seats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import presence
from zicha.core.presence import NOBODY, Seen

SEEN = st.builds(Seen, st.integers(0, 1 << 70), guests=st.booleans(), day=st.integers(0, 31))


@given(months=st.lists(SEEN, min_size=12, max_size=12))
def test_row_is_read_as_it_was_packed(months):
    row = presence.pack(months)
    assert presence.unpack(row) == months
    assert [presence.seats(row, month) for month in range(12)] == [each.seats for each in months]


def test_year_without_a_row_has_nobody():
    assert presence.unpack(b"") == [NOBODY] * 12


def test_sheets_together_have_all_seats_and_the_last_day():
    seen = [Seen(0b0101, guests=False, day=9), Seen(0b0110, guests=True, day=3)]
    assert presence.together(seen) == Seen(0b0111, guests=True, day=9)


@pytest.mark.parametrize(
    ("seen", "before", "is_open"),
    [
        (Seen(1, guests=False, day=9), 32, False),
        (Seen(1, guests=False, day=9), 10, False),
        (Seen(1, guests=False, day=9), 9, True),
        (Seen(1, guests=True, day=9), 32, True),
    ],
)
def test_month_with_guests_or_later_days_is_open(seen, before, is_open):
    assert presence.is_open(presence.pack([seen, *[NOBODY] * 11]), 0, before=before) is is_open


@pytest.mark.parametrize(
    ("union", "guests", "people"),
    [
        ({}, (), 0),
        ({"A": 0b111}, (), 3),
        ({"A": 0b111, "B": 0b1}, (), 3),
        ({"A": 0b110, "B": 0b1}, (), 3),
        ({"A": 0b111, "B": 0b10}, ("guest", "guest"), 5),
        ({"B": 0b1}, ("both",), 1),
        ({"B": 0b10}, ("both",), 2),
    ],
)
def test_person_on_several_seats_or_among_guests_is_one(union, guests, people):
    seated = {"both": [("A", 0), ("B", 0)]}
    assert presence.different(union, guests=guests, seated=seated) == people
