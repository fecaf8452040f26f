"""Backups in between the daily ones: every so many minutes, sharing files of evidence, each whole by itself."""

import json
from pathlib import Path

import pytest

from tests.drills import harbour

MAKE = (
    "import sys; from datetime import UTC, datetime, timedelta; from pathlib import Path; from zicha.conf import start; "
    "home = Path(sys.argv[1]); start.django(home=home); from zicha.services import backup; "
    "begun = datetime(2026, 6, 10, 8, tzinfo=UTC); plan = backup.schedule(home=home); "
    "[backup.make_due(home=home, plan=plan, now=begun + timedelta(seconds=each)) for each in map(int, sys.argv[2:])]"
)
FILE = "0" * 64


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    (place / "evidence" / "00").mkdir(parents=True)
    (place / "evidence" / "00" / FILE).write_bytes(b"a file of evidence")
    return place


def make(home, *seconds, every, **more):
    harbour.script(home, MAKE, *seconds, **{"ZICHA_BACKUP_EVERY": every, "ZICHA_BACKUP_KEEP": "2"} | more)
    return sorted(Path(more.get("ZICHA_BACKUP", home.parent / "home-backups")).iterdir())


def test_backup_is_made_every_five_minutes_and_shares_evidence_with_the_one_before(home):
    made = make(home, 0, 60, 290, 300, 600, every="5")
    assert [path.name for path in made] == [
        "zicha-20260610T080000Z",
        "zicha-20260610T080450Z",
        "zicha-20260610T081000Z",
    ]
    inodes = {(path / "evidence" / "00" / FILE).stat().st_ino for path in made}
    assert (len(inodes), inodes & {(home / "evidence" / "00" / FILE).stat().st_ino}) == (1, set())
    back = home.parent / "back"
    restored = harbour.zicha(back, "restore", str(made[-1]), "--format", "json")
    assert json.loads(restored.stdout)["verified"]
    assert (back / "evidence" / "00" / FILE).read_bytes() == b"a file of evidence"


def test_daily_backups_share_nothing_and_are_counted_by_themselves(home):
    day = 24 * 3600
    made = make(home, 0, day, *(2 * day + each for each in range(0, 3600, 300)), every="5")
    between = {path.name: json.loads((path / "backup.json").read_text())["between"] for path in made}
    assert sorted(name for name, each in between.items() if not each) == [
        "zicha-20260611T080000Z",
        "zicha-20260612T080000Z",
    ]
    assert sum(between.values()) == 6
    daily = [path for path in made if not between[path.name]]
    assert len({(path / "evidence" / "00" / FILE).stat().st_ino for path in daily}) == 2


def test_those_in_between_go_with_the_days_they_stand_among_when_no_more_are_asked_for(home):
    make(home, *range(0, 1500, 300), every="5")
    day = 24 * 3600
    made = make(home, day, 2 * day, every="0")
    assert [path.name for path in made] == ["zicha-20260611T080000Z", "zicha-20260612T080000Z"]


def test_nothing_is_made_in_between_unless_it_is_asked_for(home):
    assert [path.name for path in make(home, 0, 300, 4000, every="0")] == ["zicha-20260610T080000Z"]


@pytest.mark.parametrize("card", ["", "[]", '{"between": tr', "\udcff"])
def test_card_that_nobody_can_read_hinders_no_backup_and_is_not_touched(home, card):
    [first] = make(home, 0, every="5")
    (first / "backup.json").write_text(card, "utf-8", "surrogateescape")
    made = make(home, 60, 360, 24 * 3600, every="5")
    assert [path.name for path in made] == [
        "zicha-20260610T080000Z",
        "zicha-20260610T080100Z",
        "zicha-20260610T080600Z",
        "zicha-20260611T080000Z",
    ]


def test_installations_that_share_a_folder_make_and_remove_their_own_alone(home, tmp_path):
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    harbour.found(other)
    shared, day = {"every": "0", "ZICHA_BACKUP": str(tmp_path / "shared")}, 24 * 3600
    for each in range(3):
        make(home, each * day, **shared)
        made = make(other, each * day + 60, **shared)
    assert [path.name for path in made] == [
        "zicha-20260611T080000Z",
        "zicha-20260611T080100Z",
        "zicha-20260612T080000Z",
        "zicha-20260612T080100Z",
    ]


def test_clock_that_was_set_back_costs_none_of_the_backups_made_since(home):
    hour = 3600
    make(home, *(3 * hour + each for each in range(0, 2400, 300)), every="5")
    made = make(home, 0, 300, 600, every="5")
    assert [path.name for path in made][:3] == [
        "zicha-20260610T080000Z",
        "zicha-20260610T080500Z",
        "zicha-20260610T081000Z",
    ]


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(0, 600), (1, 60), (5, 300), (10, 600), (15, 450), (1439, 86340 / 144)]
)
def test_rounds_of_the_service_meet_each_backup_that_is_due(minutes, seconds):
    from zicha.cli.commands import serve

    assert serve._round(minutes) == seconds
