"""Backups made while writers write are each whole: restored, they verify, and hold all that was acknowledged before."""

import json

import pytest

from tests import programs
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


SERVE = (
    "import json, sys; from datetime import datetime, timedelta, UTC; from pathlib import Path; "
    "from zicha.cli import session; from zicha.cli.commands import serve; from zicha.conf import start; "
    "home = Path(sys.argv[1]); start.django(home=home); from zicha.services import backup; "
    "now = datetime(2026, 6, 10, 8, tzinfo=UTC); one = session.Session({}, now, 'en', home=home); "
    "plan = backup.schedule(home=home); going = serve._LettingGo(one); "
    "[serve._look_after(one, plan, going, hours * 3600) for hours in map(int, sys.argv[2:])]"
)


def serve(home, *hours, **environ):
    """Do what the web server does at some hours after it was started."""
    words = ["-c", SERVE, str(home), *map(str, hours)]
    done = programs.run(words, env=harbour.environment(home) | environ, cwd=harbour.ROOT)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_served_installation_is_backed_up_once_a_day_and_a_week_is_kept(home, tmp_path):
    assert serve(home, 0, 1, 9, 11, 12) == ""
    made = sorted(path.name for path in (tmp_path / "home-backups").iterdir())
    assert made == ["zicha-20260610T080000Z", "zicha-20260610T190000Z"]  # at once, and after two in the morning
    assert serve(home, *range(48, 24 * 12, 24), ZICHA_BACKUP_KEEP="3") == ""
    assert sorted(path.name for path in (tmp_path / "home-backups").iterdir()) == [
        "zicha-20260619T080000Z",
        "zicha-20260620T080000Z",
        "zicha-20260621T080000Z",
    ]


def test_served_installation_goes_on_and_says_so_where_a_backup_cannot_be_made(home, tmp_path):
    (tmp_path / "file").write_text("x")
    said = serve(home, 0, ZICHA_BACKUP=str(tmp_path / "file"))
    assert (said.startswith("It cannot be written: "), said.count("\n")) == (True, 1)
    assert [path.name for path in tmp_path.iterdir() if "backups" in path.name] == []


@pytest.mark.parametrize(("name", "value"), [("HOUR", "24"), ("HOUR", "two"), ("KEEP", "0")], ids=str)
def test_schedule_that_is_none_is_refused_before_anything_is_served(home, name, value):
    done = harbour.zicha(home, "serve", "--lang", "en", **{f"ZICHA_BACKUP_{name}": value})
    assert (done.returncode, f"ZICHA_BACKUP_{name} cannot be “{value}”" in done.stderr) == (2, True)


def test_schedule_that_is_off_makes_nothing(home, tmp_path):
    harbour.script(home, SERVE.partition("[serve")[0] + "assert plan is None", ZICHA_BACKUP="off")
