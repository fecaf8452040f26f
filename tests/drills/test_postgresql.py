"""PostgreSQL is killed and restarted under writers: they are refused in plain words, and go on by themselves.

What was acknowledged is there once, what was not is whole or absent, and the log verifies without any repair.
"""

import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter

import pytest

from tests import tools
from tests.drills import harbour, lengths
from tests.drills.steadfast import TOGETHER
from tests.ports import free as free_port
from tests.servers import clusters

CYCLES = lengths.of(short=3, full=40)
WAYS = ("record", "record", "import", "record")
ENDS = ("kill", "immediate", "fast")
PREPARE = (
    "import sys; from pathlib import Path; from zicha.conf import start; home = Path(sys.argv[1]); "
    "start.django(home=home, database_url=sys.argv[2]); from zicha.services import installation; "
    "installation.initialise(home=home); from tests import factories; factories.organisation()"
)


@pytest.fixture
def server():
    tools.program("initdb")
    with clusters.room() as room:
        made = clusters.make(room / "server")
        yield made
        if made.is_up():
            made.stop("immediate")


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    place.mkdir(mode=0o700)
    return place


def prepare(home, url):
    harbour.script(home, PREPARE, url)
    return url


def zicha(home, url, *words):
    return harbour.zicha(home, *words, "--lang", "en", DATABASE_URL=url)


def told(files):
    """The lines every writer has told whole."""
    return [line.split() for file in files for line in file.read_text().split("\n")[:-1]]


def wait_for_more(files, before):
    """Wait until every writer has had another write acknowledged."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        counts = [sum(line.startswith("ok ") for line in file.read_text().split("\n")[:-1]) for file in files]
        if all(count > earlier for count, earlier in zip(counts, before, strict=True)):
            return counts
        time.sleep(0.02)
    return pytest.fail(f"a writer did not go on: {before} -> {counts}")


def test_server_that_dies_under_writers_loses_nothing_and_they_go_on(server, home, tmp_path):
    url, chance = prepare(home, server.database("ledger")), random.Random(5)
    files = [tmp_path / f"told-{place}.txt" for place in range(len(WAYS))]
    started = []
    for place, way in enumerate(WAYS):
        words = [sys.executable, "-m", "tests.drills.steadfast", str(home), url, f"w{place}", way]
        with files[place].open("wb") as out:
            started.append(subprocess.Popen(words, stdout=out, env=harbour.environment(home), cwd=harbour.ROOT))
    try:
        counts = wait_for_more(files, [0] * len(WAYS))
        for cycle in range(CYCLES):
            time.sleep(chance.uniform(0.05, 0.6))
            end = ENDS[cycle % len(ENDS)]
            server.kill() if end == "kill" else server.stop(end)
            time.sleep(0.3)
            server.start()
            counts = wait_for_more(files, counts)
        assert [process.poll() for process in started] == [None] * len(WAYS)
    finally:
        harbour.kill([(process, None, None) for process in started])
    kept = dict(
        server_rows(url, "SELECT value, count(*) FROM store_personalvalue WHERE field = 'title' GROUP BY value")
    )
    lines = told(files)
    once = {line[1]: 1 if WAYS[int(line[1][1])] == "record" else TOGETHER for line in lines if line[0] == "ok"}
    assert len(once) == sum(line[0] == "ok" for line in lines) >= (CYCLES + 1) * len(WAYS)
    assert {name: kept.get(name) for name in once} == once
    assert set(kept.values()) <= {1, TOGETHER}
    refused = Counter(line[1] for line in lines if line[0] == "no")
    assert refused.total() >= CYCLES
    assert set(refused) <= {"OperationalError", "InterfaceError"}
    checked = zicha(home, url, "verify")
    assert (checked.returncode, checked.stderr) == (0, "")


def server_rows(url, sql):
    import psycopg

    with psycopg.connect(url) as connection:
        return connection.execute(sql).fetchall()


def fetch(port):
    """The answer to a browser that brings a session, so that the database is asked."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Cookie": "sessionid=" + "a" * 32})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.geturl().partition("/accounts")[0], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Retry-After"], error.read().decode()
    except (ConnectionError, urllib.error.URLError):
        return None


def test_web_server_says_that_the_database_is_away_and_connects_again(server, home):
    url, port = prepare(home, server.database("web")), free_port()
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port)]
    environ = harbour.environment(home) | {"DATABASE_URL": url, "ZICHA_HOSTS": "127.0.0.1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    serving = subprocess.Popen(words, env=environ, cwd=home.parent, **quiet)
    try:
        before = wait_for_answer(port)
        server.kill()
        away = fetch(port)
        refused = zicha(home, url, "board")
        server.start()
        after = fetch(port)
    finally:
        serving.terminate()
        serving.wait()
    assert before[0] == after[0] == 200
    assert (away[0], away[1], "数据库暂时连不上" in away[2]) == (503, "5", True)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "cannot be reached" in refused.stderr


def wait_for_answer(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = fetch(port)
        if answer is not None:
            return answer
        time.sleep(0.1)
    return pytest.fail("the web server did not answer")
