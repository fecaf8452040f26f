"""What is asked of whole columns is what a unit after the other would have answered."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zicha.core import board_columns
from zicha.core.board import STATES
from zicha.core.board_columns import NONE

KNOWN = (*range(len(STATES)), NONE)
PLACES = st.sampled_from(KNOWN)
PRESSING = ("overdue", "insufficient", "grace", "at_risk")
_DRAWN = bytes(KNOWN[one % len(KNOWN)] for one in range(256))


@st.composite
def columns(draw):
    """Bytes are drawn in one go and made places: drawn one by one they take so long that a busy machine complains."""
    units = draw(st.integers(0, 40))
    column = st.binary(min_size=units, max_size=units).map(lambda drawn: drawn.translate(_DRAWN))
    return units, draw(st.lists(column, min_size=1, max_size=6))


def states(said):
    return [STATES[place] for place in said if place != NONE]


@given(columns())
def test_every_state_is_counted(drawn):
    _units, found = drawn
    counted = Counter(state for column in found for state in states(column))
    assert board_columns.counts(found) == [counted[state] for state in STATES]
    assert board_columns.totals(*(board_columns.counts([column]) for column in found)) == tuple(
        (state, counted[state]) for state in STATES if counted[state]
    )


@given(columns())
def test_each_unit_has_its_cells_in_the_order_of_the_columns(drawn):
    units, found = drawn
    assert board_columns.by_unit(found, units) == [bytes(column[unit] for column in found) for unit in range(units)]


@given(columns(), st.integers(1, 100), PLACES)
def test_cells_in_a_state_are_counted_unit_by_unit(drawn, times, place):
    """Many columns have a larger sum than a byte holds."""
    units, found = drawn
    many = found * times
    assert board_columns.by_state(many, place, units) == [
        said.count(place) for said in board_columns.by_unit(many, units)
    ]


def test_units_without_columns_have_no_cells():
    assert board_columns.by_unit([], 2) == [b"", b""]
    assert board_columns.joined([]) == board_columns.flags([]) == b""
    assert board_columns.totals() == ()


@given(columns(), st.data())
def test_units_that_wait_and_those_that_are_missing_are_told_by_their_cells(drawn, data):
    units, found = drawn
    reported = bytes(one & 1 for one in data.draw(st.binary(min_size=units, max_size=units)))
    by_unit = [states(said) for said in board_columns.by_unit(found, units)]
    flagged = board_columns.joined([board_columns.flags(found[:1]), board_columns.flags(found[1:] or found)])
    pressing, missing = board_columns.pressing(flagged), board_columns.missing(flagged, reported)
    assert [bool(one) for one in pressing] == [any(state in PRESSING for state in said) for said in by_unit]
    assert [bool(one) for one in missing] == [
        not told and any(state not in ("upcoming", "no_data") for state in said)
        for told, said in zip(reported, by_unit, strict=True)
    ]


def test_what_only_some_units_have_is_none_for_the_others():
    one = {("s", "a"): [b"\x01\x02", b"\x03\x04"], ("s", "b"): [b"\x05\x06"]}
    other = {("s", "a"): [b"\x07"], ("s", "c"): [b"\x08"]}
    assert board_columns.one_behind_the_other(one, other, (2, 1)) == {
        ("s", "a"): [b"\x01\x02\x07", b"\x03\x04\xff"],
        ("s", "b"): [b"\x05\x06\xff"],
        ("s", "c"): [b"\xff\xff\x08"],
    }


@given(st.lists(st.integers(0, 4), max_size=6))
def test_a_column_is_put_into_another_order(places):
    assert board_columns.in_order(b"abcde", places) == bytes(b"abcde"[place] for place in places)
