"""Writers are killed with SIGKILL at random moments: what was acknowledged is there, what was not is whole or absent."""

import random
import time

import pytest

from tests.drills import harbour, lengths
from tests.drills.writer import TOGETHER

CYCLES = lengths.of(short=3, full=100)
WAYS = ("record", "record", "import", "record")


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    return place


def test_killed_writers_lose_nothing_that_was_acknowledged(home):
    chance, told = random.Random(1), []
    for cycle in range(CYCLES):
        started = harbour.writers(home, WAYS, cycle=cycle)
        wait_for_first(started, writers=len(started))
        time.sleep(chance.uniform(0.05, 0.6))
        harbour.kill(started)
        told += harbour.acknowledged(started)
    kept = harbour.kept(home)
    lost = [mark for mark, way in told if kept.get(mark) != (1 if way == "record" else TOGETHER)]
    partial = [(mark, count) for mark, count in kept.items() if count not in (1, TOGETHER)]
    assert len(told) >= CYCLES * len(WAYS)
    assert (lost, partial) == ([], [])
    checked = harbour.zicha(home, "verify")
    assert (checked.returncode, checked.stderr) == (0, "")


def wait_for_first(started, *, writers=1):
    """Wait until so many of the writers were told that something is kept."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if sum(b"\n" in told.read_bytes() for _process, _way, told in started) >= writers:
            return
        time.sleep(0.02)
    pytest.fail("too few writers wrote anything")
