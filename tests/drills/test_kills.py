"""Each sort of deed is killed with SIGKILL at random moments: what was told is there, the rest is whole or absent."""

import json
import random
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.drills import harbour, lengths

CYCLES = lengths.of(short=3, full=100)
LOOK = (
    "import sys, json; from pathlib import Path; from zicha.conf import start; start.django(home=Path(sys.argv[1])); "
    "from tests.drills import findings; print(json.dumps(findings.LOOKS[sys.argv[2]]()))"
)


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    return place


def drill(home, deed):
    """Kill a doer of one deed again and again; return every line that was told whole."""
    chance, told = random.Random(3), []
    for cycle in range(CYCLES):
        file = home.parent / f"told-{cycle}.txt"
        words = [sys.executable, "-m", "tests.drills.deeds", str(home), f"c{cycle}", deed]
        with file.open("wb") as out:
            doer = subprocess.Popen(words, stdout=out, env=harbour.environment(home), cwd=harbour.ROOT)
        wait_for_line(file, doer)
        time.sleep(chance.uniform(0.0, 0.4))
        doer.kill()
        doer.wait()
        told += [line.decode().split() for line in file.read_bytes().split(b"\n")[:-1]]
    return told


def wait_for_line(file, doer):
    deadline = time.monotonic() + 60
    while not file.stat().st_size:
        if doer.poll() is not None or time.monotonic() > deadline:
            pytest.fail("nothing was told")
        time.sleep(0.01)


def wait_for_draft(draft, doer):
    while not draft.exists() and doer.poll() is None:
        time.sleep(0.0005)


def look(home, deed):
    """What is found in the installation afterwards, by a program that only reads."""
    return json.loads(harbour.script(home, LOOK, deed))


def verified(home):
    checked = harbour.zicha(home, "verify")
    return checked.returncode, checked.stderr


def test_upload_killed_leaves_no_record_without_its_file(home):
    told = {words[1]: words[2] for words in drill(home, "upload")}
    found = look(home, "upload")
    assert {mark: found["named"].get(mark) for mark in told} == told
    assert found["missing"] == []
    assert verified(home) == (0, "")


def test_erase_killed_leaves_values_whole_or_gone(home):
    lines = drill(home, "erase")
    gone = {words[2] for words in lines if words[0] == "done"}
    found = look(home, "erase")
    assert gone & {*found["values"]} == set()
    assert gone & {*found["files"]} == set()
    assert found["half"] == []
    assert found["told_without_line"] == []
    assert verified(home) == (0, "")


def test_sign_in_killed_keeps_one_line_for_each_who_was_told(home):
    lines = drill(home, "sign_in")
    told = {(words[2], "P003" if words[0] == "signed" else "P004") for words in lines}
    found = [tuple(pair) for pair in look(home, "sign_in")]
    assert told - {*found} == set()
    assert len(found) == len({*found})
    assert verified(home) == (0, "")


def test_report_killed_keeps_its_steps_and_its_bundle(home):
    steps = {}
    for _done, _mark, month, count in drill(home, "report"):
        steps[month] = max(steps.get(month, 0), int(count))
    found = look(home, "report")
    assert {month: count for month, count in steps.items() if found["steps"][month] < count} == {}
    assert found["bundles"] == {month: True for month, state in found["states"].items() if state == "archived"}
    assert found["checkpoint"] is True
    assert verified(home) == (0, "")


def test_repeated_request_after_a_kill_gives_what_was_acknowledged(home):
    told = drill(home, "record")
    repeat = (
        "import sys, json; from pathlib import Path; from zicha.conf import start; "
        "start.django(home=Path(sys.argv[1])); from tests.drills import deeds; "
        "print(json.dumps([deeds.record(mark, 0)[0] for mark in json.loads(sys.argv[2])]))"
    )
    marks = json.dumps([words[1] for words in told][-50:])
    assert json.loads(harbour.script(home, repeat, marks)) == [int(words[2]) for words in told][-50:]


def test_restore_killed_leaves_a_whole_installation_or_none(home, tmp_path):
    drill(home, "upload")
    made = harbour.zicha(home, "backup", "--into", tmp_path / "backups", "--format", "json")
    source, chance, ends = json.loads(made.stdout)["folder"], random.Random(4), []
    for cycle in range(CYCLES):
        back = tmp_path / f"back-{cycle}"
        words = [sys.executable, "-m", "zicha.cli", "restore", source]
        doer = subprocess.Popen(words, env=harbour.environment(back), cwd=tmp_path, stdout=subprocess.DEVNULL)
        wait_for_draft(tmp_path / f".back-{cycle}.part", doer)
        time.sleep(chance.uniform(0.0, 0.02))
        doer.kill()
        doer.wait()
        if not back.exists():
            again = harbour.zicha(back, "restore", source)
            ends.append((again.returncode, again.stderr))
        else:
            ends.append(verified(back))
    assert ends == [(0, "")] * CYCLES


def test_migration_killed_goes_on_where_it_was(home, tmp_path):
    """A database of an older state is brought up to date; killed at any moment, the next run finishes it."""
    old, chance, ends = tmp_path / "old.sqlite3", random.Random(5), []
    age = (
        "import sys; from pathlib import Path; from zicha.conf import start; start.django(home=Path(sys.argv[1])); "
        "from django.core.management import call_command; call_command('migrate', 'store', '0010', verbosity=0)"
    )
    drill(home, "record")
    harbour.script(home, age)
    with sqlite3.connect(home / "zicha.sqlite3") as source, sqlite3.connect(old) as target:
        source.backup(target)
    for cycle in range(CYCLES):
        place = tmp_path / f"place-{cycle}"
        place.mkdir(mode=0o700)
        (place / "zicha.sqlite3").write_bytes(old.read_bytes())
        for name in ("log-key", "log-key.pub", "secret-key"):
            if (home / name).exists():
                (place / name).write_bytes((home / name).read_bytes())
        words = [sys.executable, "-m", "zicha.cli", "init"]
        doer = subprocess.Popen(words, env=harbour.environment(place), cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.2))
        doer.kill()
        doer.wait()
        again = harbour.zicha(place, "init")
        ends.append((again.returncode, again.stderr, *verified(place)))
    assert ends == [(0, "", 0, "")] * CYCLES
