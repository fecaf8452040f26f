"""What was known when: the fold over revisions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.duties import entry
from zicha.core import ledger
from zicha.core.ledger import Attendance, Draft

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = entry(date(2026, 4, 20), 1, recorded_at=NOON)
MOVED = replace(
    FIRST, seq=3, number=2, recorded_at=NOON + HOUR, draft=replace(FIRST.draft, happened_on=date(2026, 4, 2))
)
GONE = replace(MOVED, seq=4, number=3, recorded_at=NOON + 2 * HOUR, withdrawn=True)
OTHER = entry(date(2026, 4, 10), 2, recorded_at=NOON)
ALL = (GONE, OTHER, FIRST, MOVED)


def test_each_instant_has_its_own_answer():
    asked = [NOON - HOUR, NOON, NOON + HOUR, NOON + 2 * HOUR]
    assert [ledger.known(ALL, as_known_at=instant) for instant in asked] == [
        (),
        (OTHER, FIRST),
        (MOVED, OTHER),
        (OTHER,),
    ]


@given(st.permutations(ALL), st.integers(-3, 6))
def test_order_of_reading_does_not_matter(revisions, hours):
    instant = NOON + hours * HOUR / 2
    assert ledger.known(revisions, as_known_at=instant) == ledger.known(ALL, as_known_at=instant)


def test_absent_is_what_is_left():
    assert Attendance(10, 6, 3).absent == 1


def test_draft_in_order_is_the_same_for_the_same_content():
    people = Attendance(2, 1, 1, 0, ("P2", "P1"), ("P2",), ("P1",))
    mixed = Draft("U1", "meeting", date(2026, 4, 1), fields=(("b", "2"), ("a", "1")), attendance=people)
    ordered = ledger.in_order(mixed)
    assert ordered.fields == (("a", "1"), ("b", "2"))
    assert ordered.attendance == Attendance(2, 1, 1, 0, ("P1", "P2"), ("P2",), ("P1",))
    assert (ordered.value("a"), ordered.value("c")) == ("1", None)
