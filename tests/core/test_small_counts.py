"""Nothing smaller than five is told by its parts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zicha.core import small_counts


def test_small_are_one_to_four():
    assert [count for count in range(8) if small_counts.is_small(count)] == [1, 2, 3, 4]


def test_parts_are_told_when_none_is_small():
    assert small_counts.broken_down({"work": 5, "health": 0, "family": 9}) == {"work": 5, "health": 0, "family": 9}


def test_no_part_is_told_when_one_is_small_or_it_could_be_subtracted():
    assert small_counts.broken_down({"work": 20, "health": 1, "family": 9}) == {}


@given(st.lists(st.sampled_from("abcd")))
def test_whoever_reads_the_parts_finds_nobody_among_fewer_than_five(kinds):
    told = small_counts.broken_down(Counter(kinds))
    assert all(kinds.count(kind) >= small_counts.LEAST for kind in told)
    assert told == {} or sum(told.values()) == len(kinds)
