"""What a sheet says when it closes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import attendance
from zicha.core.attendance import Mark, Standing
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance

AT = datetime(2026, 5, 28, 1, 0, tzinfo=UTC)
PEOPLE = [f"P{n}" for n in range(8)]


def mark(number_of_row, person, number=1, *, present=True):
    return Mark(number_of_row, 1, person, number, present=present, how="code", at=AT)


def test_a_voided_presence_is_kept_and_does_not_count():
    first, void = mark(1, "P1"), mark(2, "P1", present=False)
    again = mark(3, "P1", 2)
    assert attendance.standings([first, void]) == {"P1": Standing(first, void)}
    assert attendance.standings([first, void, again]) == {"P1": Standing(again)}


def test_close_counts_the_roster_and_no_guest():
    marks = [mark(1, "P1"), mark(2, "P9"), mark(3, "P2"), mark(4, "P2", present=False)]
    assert attendance.close(expected=["P1", "P2", "P3"], excused=["P3", "P1"], marks=marks) == Attendance(
        3, 1, 1, expected_people=("P1", "P2", "P3"), present_people=("P1",), excused_people=("P3",)
    )
    assert attendance.guests(expected=["P1", "P2", "P3"], marks=marks) == ("P9",)


def test_close_refuses_an_empty_roster():
    with pytest.raises(Refusal) as found:
        attendance.close(expected=[], excused=[], marks=[])
    assert found.value.code == "attendance.empty"


@given(
    st.sets(st.sampled_from(PEOPLE), min_size=1),
    st.sets(st.sampled_from(PEOPLE)),
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), max_size=30),
)
def test_expected_is_present_excused_and_absent(expected, excused, steps):
    marks, numbers = [], {}
    for row, (person, present) in enumerate(steps, start=1):
        numbers[person] = numbers.get(person, 0) + present
        marks.append(mark(row, person, numbers[person], present=present))
    last = dict(steps)
    came = {person for person, present in last.items() if present} & expected
    closed = attendance.close(expected=expected, excused=excused, marks=marks)
    assert closed.expected == closed.present + closed.excused + closed.absent == len(expected)
    assert set(closed.present_people) == came
    assert set(closed.excused_people) == (excused & expected) - came
