"""An installation of its own in a folder, programs that write to it, and what is found in it afterwards."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests import patterns, programs

ROOT = Path(__file__).resolve().parents[2]
PREPARE = (
    "import sys; from pathlib import Path; from zicha.conf import start; home = Path(sys.argv[1]); "
    "start.django(home=home); from zicha.services import installation; installation.initialise(home=home); "
    "from tests import factories; factories.organisation()"
)


def environment(home):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))}
    return clean | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "ZICHA_HOME": str(home)}


def prepare(home):
    """Make ``home`` an installation with an organisation; its keys are those of every other one made so."""
    patterns.copied("harbour", found, into=home)


def found(home):
    """Make an installation with an organisation in an empty folder; its keys are its own."""
    script(home, PREPARE)


def writers(home, ways, *, cycle):
    """Start one writer for each way; what each acknowledges is in a file of its own."""
    started = []
    for place, way in enumerate(ways):
        told = home.parent / f"told-{cycle}-{place}.txt"
        words = [sys.executable, "-m", "tests.drills.writer", str(home), f"c{cycle}w{place}", way]
        with told.open("wb") as out:
            started.append((subprocess.Popen(words, stdout=out, env=environment(home), cwd=ROOT), way, told))
    return started


def kill(started):
    for process, _way, _told in started:
        process.send_signal(signal.SIGKILL)
    for process, _way, _told in started:
        process.wait()


def acknowledged(started):
    """Every mark that was told whole, with its way."""
    found = []
    for _process, way, told in started:
        lines = told.read_bytes().split(b"\n")[:-1]
        found += [(line.decode(), way) for line in lines]
    return found


def kept(home):
    """How many records each title has."""
    with sqlite3.connect(f"file:{home / 'zicha.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT value, count(*) FROM store_personalvalue WHERE field = 'title' GROUP BY value")
        return dict(rows.fetchall())


def zicha(home, *words, timeout=None, **settings):
    """Run a command on an installation, beside its folder."""
    words = ["-m", "zicha.cli", *map(str, words)]
    return programs.run(words, env=environment(home) | settings, cwd=home.parent, timeout=timeout)


def script(home, code, *words, **settings):
    """Run some lines on an installation, with its folder as their first argument, and return what they printed."""
    words = ["-c", code, str(home), *map(str, words)]
    done = programs.run(words, env=environment(home) | settings, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ledger_file(path, *, count, mark="检查", month="2026-05"):
    """Write a ledger of some inspections that ``zicha import`` takes."""
    lines = [
        {
            "key": f"{mark}-{place}", "unit": "U01", "kind": "exit_inspection", "happened_on": f"{month}-{place % 28 + 1:02}",
            "title": f"{mark}-{place}", "fields": {"inspector": "P002", "blocked": "2", "area": "warehouse"}, "evidence": [],
        }
        for place in range(count)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
