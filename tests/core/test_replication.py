"""How far a replica is behind, from positions in the write-ahead log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import replication
from zicha.core.replication import Lag, Primary, Replica

HEAD = Primary(position=100, cluster=7)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0/0", 0), ("0/16B3748", 0x16B3748), ("16/B374D848", 0x16B374D848), ("FFFFFFFF/FFFFFFFF", 2**64 - 1)],
)
def test_position_is_two_numbers_of_32_bits(text, number):
    assert replication.position(text) == number


@pytest.mark.parametrize("text", ["", "16", "16/", "x/y"])
def test_position_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="^(invalid literal|" + text + ")"):
        replication.position(text)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_positions_are_in_the_order_of_the_log(one, other):
    written = [f"{number >> 32:X}/{number & 0xFFFFFFFF:X}" for number in (one, other)]
    assert [replication.position(text) for text in written] == [one, other]


@pytest.mark.parametrize(
    ("replayed", "age", "lag"),
    [(100, 900.0, Lag(0)), (101, None, Lag(0)), (99, 2.1, Lag(3)), (99, 0.0, Lag(1)), (99, None, Lag(None))],
)
def test_lag_is_told_only_where_something_is_missing(replayed, age, lag):
    found = replication.lag(Replica(replayed, 7, follows=True, age=age), HEAD)
    assert (found, found.is_behind) == (lag, lag != Lag(0))


@pytest.mark.parametrize(("cluster", "follows", "fit"), [(7, True, True), (8, True, False), (7, False, False)])
def test_replica_of_another_cluster_or_one_that_was_promoted_is_not_of_the_primary(cluster, follows, fit):
    assert replication.is_of(Replica(100, cluster, follows=follows, age=1.0), HEAD) is fit
