"""A disk that is full, or that may only be read: refused in words, nothing half done, and all is well once it is."""

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests import ports
from tests.drills import disks, harbour
from tests.drills.test_kills import look
from tests.drills.test_postgresql import wait_for_answer

WRITING = (
    ("log", "checkpoint"),
    ("rebuild",),
    ("init",),
    ("scheme", "load", "scheme.yaml"),
    ("import", "rows.ndjson", "--unit", "U01"),
)
TOLD = re.compile("cannot be written|No permission for")


@pytest.fixture
def disk(tmp_path):
    disks.require()
    with disks.small(tmp_path / "disk", megabytes=24) as place:
        harbour.prepare(place / "home")
        yield place


def do(home, deed, count):
    """Do some deeds; what was told, and the last line of what went wrong."""
    words = [sys.executable, "-m", "tests.drills.deeds", str(home), "m", deed, str(count)]
    environ = harbour.environment(home)
    done = subprocess.run(words, env=environ, cwd=harbour.ROOT, capture_output=True, text=True, check=False)
    told = [line.split() for line in done.stdout.split("\n")[:-1]]
    return done.returncode, told, (done.stderr.strip().split("\n") or [""])[-1]


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*")}


def ask(home, words):
    """Code and error of a command, in English, its own files beside the home."""
    done = harbour.zicha(home, *words, "--lang", "en")
    return done.returncode, done.stderr


def prepare_files(folder):
    from tests import factories

    (folder / "scheme.yaml").write_bytes(factories.shipped("work-safety"))
    harbour.ledger_file(folder / "rows.ndjson", count=200)


def test_full_disk_is_told_by_every_command_that_writes(disk):
    home = disk / "home"
    assert do(home, "record", 3)[0] == 0
    prepare_files(disk)
    before = files(home)
    disks.fill(disk)
    full = f"The disk is full and nothing was written; make room and try again (data folder {home}).\n"
    assert {words: ask(home, words) for words in WRITING} == dict.fromkeys(WRITING, (2, full))
    assert {path.name for path in files(home) - before} <= {"zicha.sqlite3-shm", "zicha.sqlite3-wal"}
    disks.free(disk)
    assert ask(home, ("verify",)) == (0, "")
    assert do(home, "record", 3) == (0, [["done", f"m-{each}", str(each + 1)] for each in range(3)], "")


@pytest.mark.parametrize("deed", ["upload", "sign_in", "report", "erase"])
def test_disk_that_fills_up_under_a_doer_keeps_what_was_told_and_nothing_half(disk, deed):
    home = disk / "home"
    assert do(home, deed, 1)[0] == 0
    disks.fill(disk)
    with (disk / disks.FILLER).open("r+b") as filler:
        filler.truncate((disk / disks.FILLER).stat().st_size - 1_500_000)
    code, told, error = do(home, deed, 100_000)
    disks.free(disk)
    assert (code, "full" in error or "disk I/O error" in error or "No space left" in error) == (1, True)
    assert [path for path in files(home) if ".part" in path.name] == []
    found = look(home, deed)
    if deed == "upload":
        assert found["missing"] == []
        assert {words[1]: found["named"].get(words[1]) for words in told} == {words[1]: words[2] for words in told}
    if deed == "erase":
        assert (found["half"], found["told_without_line"]) == ([], [])
        assert {words[2] for words in told if words[0] == "done"} & {*found["values"]} == set()
    assert ask(home, ("verify",)) == (0, "")
    assert do(home, deed, 2)[0] == 0


def test_backup_onto_a_full_disk_leaves_nothing_and_keeps_the_older_ones(disk, tmp_path):
    home = disk / "home"
    with disks.small(tmp_path / "other", megabytes=3) as other:
        made = harbour.zicha(home, "backup", "--into", other, "--format", "json")
        older = json.loads(made.stdout)["folder"]
        disks.fill(other)
        before = files(other)
        time.sleep(1)  # a backup is named by its second, and the older one may be of this one
        code, error = ask(home, ("backup", "--into", other, "--keep", 1))
        assert (code, error.startswith("It cannot be written: ")) == (2, True)
        assert files(other) == before
        disks.free(other)
        assert ask(tmp_path / "back", ("restore", older)) == (0, "")


def test_restore_onto_a_full_disk_leaves_nothing(disk, tmp_path):
    made = harbour.zicha(disk / "home", "backup", "--into", tmp_path / "backups", "--format", "json")
    with disks.small(tmp_path / "other", megabytes=1) as other:
        disks.fill(other)
        code, error = ask(other / "back", ("restore", json.loads(made.stdout)["folder"]))
        assert (code, error.startswith("It cannot be written: ")) == (2, True)
        assert [path.name for path in other.iterdir()] == [disks.FILLER]


def test_read_only_disk_is_told_and_nothing_is_changed(disk):
    home = disk / "home"
    assert do(home, "record", 3)[0] == 0
    prepare_files(disk)
    before = {path: (home / path).read_bytes() for path in files(home) if (home / path).is_file()}
    with disks.read_only(disk):
        found = {words: ask(home, words) for words in WRITING}
        told = {words: (code, bool(TOLD.search(said)), said.count("\n")) for words, (code, said) in found.items()}
        assert told == dict.fromkeys(WRITING, (2, True, 1))
        assert {path: (home / path).read_bytes() for path in before} == before
    assert ask(home, ("verify",)) == (0, "")
    assert do(home, "record", 1)[0] == 0


@pytest.mark.skipif(disks.APART in os.environ, reason="this is what it runs")
def test_disks_are_filled_in_a_user_namespace_where_nobody_is_root():
    done = disks.run_apart(__file__)
    if done is None:
        assert disks.can_mount()  # then they are mounted by the tests above
    else:
        assert (done.returncode, " skipped" in done.stdout.replace("1 skipped", "")) == (0, False), done.stdout


class Browser:
    """A browser that keeps cookies and follows nothing by itself."""

    def __init__(self, port):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener, self.address = urllib.request.build_opener(jar), f"http://127.0.0.1:{port}"

    def fetch(self, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(self.address + path, data, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self):
        """Try a password that is wrong, which is written down."""
        _status, page = self.fetch("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        return self.fetch("/sign-in/", csrfmiddlewaretoken=token, username="nobody", password="wrong")


def test_page_on_a_full_disk_says_so_and_works_again(disk):
    home, port = disk / "home", ports.free()
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    serving = subprocess.Popen(words, env=harbour.environment(home), cwd=home.parent, **quiet)
    try:
        wait_for_answer(port)
        before = Browser(port).sign_in()[0]
        disks.fill(disk)
        status, page = Browser(port).sign_in()
        disks.free(disk)
        after = Browser(port).sign_in()[0]
    finally:
        serving.terminate()
        serving.wait()
    assert (before, status, after) == (422, 507, 422)
    assert "磁盘满了，没有保存" in page
