"""The sign-in benchmark in short: the same burst with fewer people, on the database the tests run on."""

import sys

import pytest

from bench import signin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are found in /proc")

HALL = signin.Hall(3, b"", {"P1": "", "P2": ""})


def test_nothing_is_lost_and_nothing_doubled_while_workers_die(request):
    with signin.database(request.config.getoption("--database")) as url:
        burst, kept, hall = signin.run(url=url, people=60, seconds=3.0)
    signin.reconcile(hall, burst, kept)
    assert (len(burst.receipts), len(kept.rows), kept.present) == (60, 60, 60)
    assert burst.kills > 0


@pytest.mark.parametrize(
    ("receipts", "rows", "present"),
    [
        ({"P1": [7]}, {7: "P1"}, 1),
        ({"P1": [7], "P2": [8]}, {7: "P1", 8: "P2", 9: "P2"}, 2),
        ({"P1": [7, 9], "P2": [8]}, {7: "P1", 8: "P2"}, 2),
        ({"P1": [7]}, {7: "P1", 8: "P2"}, 2),
        ({"P1": [7], "P2": [8]}, {7: "P1", 8: "P2"}, 1),
    ],
    ids=["lost", "doubled", "two receipts", "no receipt", "miscounted"],
)
def test_reconciling_finds_what_is_lost_and_what_is_doubled(receipts, rows, present):
    with pytest.raises(AssertionError):
        signin.reconcile(HALL, signin.Burst(receipts=receipts), signin.Kept(rows, present))
