"""Backups made while writers write are each whole: restored, they verify, and hold all that was acknowledged before."""

import json

import pytest

from tests.drills import harbour, lengths
from tests.drills.test_crashes import wait_for_first

ROUNDS = lengths.of(short=2, full=20)


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    return place


def test_backup_under_load_is_whole(home, tmp_path):
    for cycle in range(ROUNDS):
        started = harbour.writers(home, ("record", "import"), cycle=cycle)
        wait_for_first(started)
        before = {mark for mark, _way in harbour.acknowledged(started)}
        made = harbour.zicha(home, "backup", "--into", tmp_path / f"backups-{cycle}", "--format", "json")
        harbour.kill(started)
        assert (made.returncode, made.stderr) == (0, "")
        back = tmp_path / f"back-{cycle}"
        restored = harbour.zicha(back, "restore", json.loads(made.stdout)["folder"], "--format", "json")
        assert (restored.returncode, json.loads(restored.stdout)["verified"]) == (0, True)
        assert before <= harbour.kept(back).keys()
