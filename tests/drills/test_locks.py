"""Somebody holds the database and does not let go: others are told so in time, and all is well once he is gone.

A writer of our own that hangs inside its transaction, and another program that keeps the whole database to itself; on
SQLite and on PostgreSQL. Reading goes on wherever the engine lets it. Nothing is repaired afterwards.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import ports, tools
from tests.drills import harbour, lengths, test_postgresql
from tests.drills.hanging import TITLE
from tests.drills.test_disks import Browser, prepare_files
from tests.drills.test_postgresql import wait_for_answer
from tests.servers import clusters

CYCLES = lengths.of(short=1, full=20)
WAIT = 1
LONG = 10
"""Seconds: what an answer in time may take on a busy machine, its start included."""

WRITING = (
    ("import", "rows.ndjson", "--unit", "U01"),
    ("scheme", "load", "scheme.yaml"),
    ("user", "add", "lin", "--person", "P001", "--password", "correct horse 9"),
)


@dataclass(frozen=True)
class Place:
    """An installation on one of the two databases."""

    home: Path
    url: str

    @property
    def log(self):
        """What a server of it writes."""
        return self.home.parent / "served.txt"

    @property
    def environ(self):
        return harbour.environment(self.home) | {"DATABASE_URL": self.url, "ZICHA_WAIT_SECONDS": str(WAIT)}

    def zicha(self, *words):
        """Code and error of a command, in English."""
        settings = {"DATABASE_URL": self.url, "ZICHA_WAIT_SECONDS": str(WAIT)}
        done = harbour.zicha(self.home, *words, "--lang", "en", timeout=60, **settings)
        return done.returncode, done.stderr

    def rows(self, sql):
        if self.url:
            return test_postgresql.server_rows(self.url, sql)
        with sqlite3.connect(f"file:{self.home / 'zicha.sqlite3'}?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    def state(self):
        """How much there is: records, hanging ones, schemes, sign-ins."""
        hanging = f"SELECT count(*) FROM store_personalvalue WHERE field = 'title' AND value = '{TITLE}'"
        counts = ("SELECT count(*) FROM store_revision", hanging, "SELECT count(*) FROM store_schemeversion")
        return [self.rows(sql)[0][0] for sql in (*counts, "SELECT count(*) FROM store_account")]


@pytest.fixture(scope="module")
def server():
    tools.program("initdb")
    with clusters.room() as room:
        made = clusters.make(room / "server")
        yield made
        made.stop("immediate")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    home = tmp_path / "home"
    prepare_files(tmp_path)
    if request.param == "sqlite":
        harbour.prepare(home)
        return Place(home, "")
    home.mkdir(mode=0o700)
    name = f"ledger_{len(request.getfixturevalue('server').ask('SELECT 1 FROM pg_database'))}"
    return Place(home, test_postgresql.prepare(home, request.getfixturevalue("server").database(name)))


@contextmanager
def hanging(place):
    words = [sys.executable, "-m", "tests.drills.hanging", str(place.home), place.url]
    writer = subprocess.Popen(words, stdout=subprocess.PIPE, env=place.environ, cwd=harbour.ROOT)
    assert writer.stdout.readline() == b"inside\n"
    os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
    try:
        yield writer
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


@contextmanager
def taken(place):
    """Another program has the whole database to itself."""
    if place.url:
        import psycopg

        with psycopg.connect(place.url) as other:
            names = [
                f'"{name}"' for (name,) in place.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ]
            other.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()
        return
    other = sqlite3.connect(place.home / "zicha.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.rollback()
    other.close()


@contextmanager
def serving(place):
    port = ports.free()
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port)]
    environ = place.environ | {"ZICHA_BACKUP": "off"}
    with place.log.open("wb") as log:
        process = subprocess.Popen(words, env=environ, cwd=place.home.parent, stdout=log, stderr=log)
        try:
            wait_for_answer(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def ask_all(place):
    """What every command that writes answers, and whether each answered in time."""
    found, slow = {}, []
    for words in WRITING:
        begun = time.monotonic()
        found[words] = place.zicha(*words)
        slow += [words] if time.monotonic() - begun > WAIT + LONG else []
    return found, slow


def who(place, writer):
    """How the hanging writer is called: by its process, or by its session of PostgreSQL."""
    if not place.url:
        return f"Process {writer.pid} on ", f"kill -9 {writer.pid}"
    [(session,)] = place.rows("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")
    return f"Session {session} of ", f"pg_terminate_backend({session})"


def test_writers_behind_one_that_hangs_are_refused_in_time_and_told_whom_to_look_for(place):
    before = place.state()
    with hanging(place) as writer:
        found, slow = ask_all(place)
        words = who(place, writer)
        assert {
            each: (code, [word in said for word in words], said.count("\n")) for each, (code, said) in found.items()
        } == (dict.fromkeys(WRITING, (2, [True, True], 1)))
        assert slow == []
        assert place.zicha("verify") == (0, "")
        assert place.state() == before
        writer.send_signal(signal.SIGCONT)
        assert writer.stdout.readline() == b"done\n"
    assert place.state() == [before[0] + 1, 1, *before[2:]]
    assert {words: place.zicha(*words) for words in WRITING[:2]} == dict.fromkeys(WRITING[:2], (0, ""))
    assert place.state()[0] == before[0] + 1 + 200
    assert place.zicha("verify") == (0, "")


def test_writer_that_hangs_and_is_killed_leaves_nothing_and_the_next_one_goes_on(place):
    before = place.state()
    for _cycle in range(CYCLES):
        with hanging(place) as writer:
            assert place.zicha(*WRITING[0])[0] == 2
            writer.kill()
            writer.wait()
        assert place.zicha(*WRITING[0]) == (0, "")
    assert place.state()[:2] == [before[0] + 200, 0]
    assert place.zicha("verify") == (0, "")


def test_page_behind_a_writer_that_hangs_says_so_and_is_served_again(place):
    with serving(place) as port, hanging(place) as writer:
        words = who(place, writer)[0].split()[1]
        begun = time.monotonic()
        status, page = Browser(port).sign_in()
        took = time.monotonic() - begun
        read = Browser(port).fetch("/sign-in/")[0]
        writer.kill()
        writer.wait()
        after = Browser(port).sign_in()[0]
    assert (status, read, after, took < WAIT + LONG) == (503, 200, 422, True)
    said = place.log.read_text(encoding="utf-8")
    assert ("没有保存一半的内容" in page, f" {words}" in page, f" {words}" in said) == (True, False, True)


def test_database_taken_by_another_program_is_told_by_commands_and_pages_and_nothing_is_written(place):
    with serving(place) as port:
        before = place.state()
        with taken(place):
            assert place.zicha("board", "--unit", "U01")[0] == (2 if place.url else 0)
            found, slow = ask_all(place)
            status, page = Browser(port).sign_in()
        assert {
            words: (code, "in use by another program" in said, said.count("\n"))
            for words, (code, said) in found.items()
        } == (dict.fromkeys(WRITING, (2, True, 1)))
        assert (slow, status, "别的程序正占着数据库" in page) == ([], 503, True)
        assert place.state() == before
        assert Browser(port).sign_in()[0] == 422
    assert place.zicha(*WRITING[0]) == (0, "")
    assert place.zicha("verify") == (0, "")


def test_waiting_time_that_is_none_is_refused(tmp_path):
    words = [sys.executable, "-m", "zicha.cli", "init", "--lang", "en"]
    environ = harbour.environment(tmp_path / "home") | {"ZICHA_WAIT_SECONDS": "0"}
    done = subprocess.run(words, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "ZICHA_WAIT_SECONDS cannot be “0”" in done.stderr) == (2, True)
    assert list((tmp_path / "home").glob("*.sqlite3")) == []
