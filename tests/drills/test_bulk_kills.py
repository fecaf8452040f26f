"""Long work is killed with SIGKILL at random moments: the move to PostgreSQL, and the import of a folder.

What was there before is untouched, no part is taken for the whole, and the same command run again ends well.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests import tools
from tests.drills import harbour, lengths
from tests.drills.test_bad_input import content
from tests.drills.test_kills import verified
from tests.drills.test_postgresql import server_rows
from tests.servers import clusters

CYCLES = lengths.of(short=3, full=100)
RECORDS = 1_200
FILES, ROWS = 12, 100
FILL = (
    "import sys; from pathlib import Path; from zicha.conf import start; start.django(home=Path(sys.argv[1])); "
    "from datetime import date; from tests import factories; from zicha.services import ledger, log; "
    "ledger.record_many(drafts=[factories.inspection(date(2026, 5, 1 + place % 30), title=f'检查{place}', key=str(place)) "
    "for place in range(int(sys.argv[2]))], recorded_at=factories.NOW, recorded_by='P002'); "
    "log.checkpoint(home=Path(sys.argv[1]), recorded_at=factories.NOW)"
)
COPYING = "SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND query LIKE 'INSERT INTO \"store_%'"


@pytest.fixture(scope="module")
def server():
    tools.program("initdb")
    with clusters.room() as room:
        made = clusters.make(room / "server")
        yield made
        made.stop("immediate")


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    return place


def begin(home, *words, url=""):
    words = [sys.executable, "-m", "zicha.cli", *words]
    environ = harbour.environment(home) | {"DATABASE_URL": url}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(words, env=environ, cwd=home.parent, start_new_session=True, **quiet)


def kill_alone(running):
    """Kill the process and nothing that it started; what it started must end by itself."""
    running.kill()
    running.wait()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return []
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    return ["left behind"]


def zicha(home, url, *words):
    done = harbour.zicha(home, *words, "--lang", "en", DATABASE_URL=url)
    return done.returncode, done.stdout, done.stderr


def wait_for_copying(server, name, running):
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        if server.ask(COPYING.format(name=name)) != [(0,)]:
            return
        time.sleep(0.002)


def test_move_killed_leaves_the_source_untouched_and_is_made_again(server, home):
    harbour.script(home, FILL, RECORDS)
    before, chance = content(home), random.Random(8)
    root = json.loads(zicha(home, "", "verify", "--format", "json")[1])["root"]
    for cycle in range(CYCLES):
        name = f"moved_{cycle}"
        url = server.database(name)
        running = begin(home, "move", url=url)
        if cycle % 3 == 0:
            time.sleep(chance.uniform(0.5, 4))
        else:
            wait_for_copying(server, name, running)
            time.sleep(chance.uniform(0, 0.4 if cycle % 3 == 1 else 1.5))
        assert kill_alone(running) == []
        assert found_in(url) in (0, RECORDS)
        code, said, error = zicha(home, url, "verify")
        assert (code, error) == (0, "") if found_in(url) else (code > 0), said
        again = zicha(home, url, "move", "--format", "json")
        assert (again[0], again[2]) == (0, "")
        assert {name: json.loads(again[1])[name] for name in ("size", "root")} == {"size": RECORDS, "root": root}
        assert zicha(home, url, "verify")[::2] == (0, "")
        assert content(home) == before
        server.ask(f"DROP DATABASE {name} WITH (FORCE)")


def found_in(url):
    """How many records the target holds; none where there is no table for them yet."""
    if server_rows(url, "SELECT to_regclass('store_revision')") == [(None,)]:
        return 0
    return server_rows(url, "SELECT count(*) FROM store_revision")[0][0]


def write_ledgers(folder):
    folder.mkdir()
    for place in range(FILES):
        (folder / f"U0{place % 3 + 1}-{place}.csv").write_text(
            "日期,主题,检查人,堵塞处数\n"
            + "".join(f"2026-05-{row % 28 + 1:02},第{place}册第{row}次,P002,1\n" for row in range(ROWS)),
            encoding="utf-8",
        )


def titles(home):
    with sqlite3.connect(f"file:{home / 'zicha.sqlite3'}?mode=ro", uri=True) as database:
        return sorted(
            title for (title,) in database.execute("SELECT value FROM store_personalvalue WHERE field = 'title'")
        )


def test_import_of_a_folder_killed_takes_files_whole_and_is_taken_up(home, tmp_path):
    write_ledgers(tmp_path / "ledgers")
    (tmp_path / "units.csv").write_text(
        "".join(f"{path.name},{path.name[:3]}\n" for path in (tmp_path / "ledgers").iterdir())
    )
    words = (
        "import",
        "ledgers",
        "--unit",
        "U00",
        "--kind",
        "exit_inspection",
        "--workers",
        "2",
        "--units",
        "units.csv",
    )
    every = sorted(f"第{place}册第{row}次" for place in range(FILES) for row in range(ROWS))
    chance, broken = random.Random(9), 0
    for cycle in range(CYCLES):
        place = tmp_path / f"place-{cycle}"
        with sqlite3.connect(home / "zicha.sqlite3") as source:
            place.mkdir(mode=0o700)
            with sqlite3.connect(place / "zicha.sqlite3") as target:
                source.backup(target)
        running = begin(place, *words)
        time.sleep(chance.uniform(1, 7))
        assert kill_alone(running) == []
        found = titles(place)
        per_file = [sum(title.startswith(f"第{number}册") for title in found) for number in range(FILES)]
        assert set(per_file) <= {0, ROWS}
        noted = (place / "imported.ndjson").read_text().split("\n") if (place / "imported.ndjson").exists() else []
        assert len([line for line in noted if line.endswith("]")]) <= per_file.count(ROWS)
        broken += 0 < per_file.count(ROWS) < FILES
        code, said, error = zicha(place, "", *words, "--format", "json")
        assert (code, error, json.loads(said)["added"]) == (0, "", len(every) - len(found))
        assert titles(place) == every
        assert verified(place) == (0, "")
    assert broken > 0 or CYCLES < 20
