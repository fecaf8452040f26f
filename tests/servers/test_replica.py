"""A real primary and a real streaming replica: boards and reports read the replica, everything else the primary.

Both servers and the web server are started here. The replica is held back by PostgreSQL's own
``recovery_min_apply_delay``, stopped, started again, and put in the place of another's.
"""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests import ports, tools
from tests.drills import harbour
from tests.drills.test_postgresql import prepare
from tests.servers import clusters

FORM = {
    "unit": "U01",
    "kind": "exit_inspection",
    "happened_on": "2026-04-15",
    "field-inspector": "P002",
    "field-area": "warehouse",
    "field-blocked": "4",
    "field-outcome": "已当场清走",
    "paper": "checklist",
    "nonce": "n-1",
}
STEP_IN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RECORD = (
    "import sys; from pathlib import Path; from zicha.conf import start; "
    "start.django(home=Path(sys.argv[1]), database_url=sys.argv[2]); from datetime import date; "
    "from tests import factories; from zicha.services import ledger; "
    "ledger.record(draft=factories.inspection(date.fromisoformat(sys.argv[3])), recorded_at=factories.NOW, recorded_by='P002')"
)
ASKED = ("--unit", "U01", "--period", "2026H1", "--on", "2026-06-20", "--format", "json")


class Pair:
    """A primary and its replica, with an installation on them."""

    def __init__(self, folder):
        self.primary = clusters.make(folder / "primary")
        self.url = self.primary.database("zicha")
        self.home = folder / "home"
        self.home.mkdir(mode=0o700)
        prepare(self.home, self.url)
        self.replica = clusters.replica_of(self.primary, folder / "replica")
        self.replica_url = self.url.replace(str(self.primary.folder), str(self.replica.folder))

    def environment(self, replica_url=None):
        urls = {"DATABASE_URL": self.url, "DATABASE_REPLICA_URL": replica_url or self.replica_url}
        return harbour.environment(self.home) | urls | {"ZICHA_HOSTS": "127.0.0.1"}

    def zicha(self, *words, replica_url=None):
        return harbour.zicha(self.home, *words, "--lang", "en", **self.environment(replica_url))

    def record(self, day):
        harbour.script(self.home, RECORD, self.url, day)

    def hold_back(self, delay):
        self.replica.set(recovery_min_apply_delay=delay)

    def doctor(self, replica_url=None):
        looked = self.zicha("doctor", "--format", "json", replica_url=replica_url)
        found = {each["code"]: each["grade"] for each in json.loads(looked.stdout)["checks"]}
        return looked.returncode, {code: grade for code, grade in found.items() if "replica" in code}

    def board(self, replica_url=None):
        ran = self.zicha("board", *ASKED, replica_url=replica_url)
        assert (ran.returncode, ran.stderr) == (0, "")
        found = json.loads(ran.stdout)
        return sum(len(cell["records"]) for cell in found["cells"]), found.get("replica")

    def latest(self):
        """The number of the last record on the primary."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            return connection.execute("SELECT max(seq) FROM store_revision").fetchone()[0]

    def close(self):
        for server in (self.replica, self.primary):
            if server.is_up():
                server.stop("immediate")


@pytest.fixture(scope="module")
def pair():
    tools.program("pg_basebackup")
    with clusters.room() as room:
        made = Pair(room)
        yield made
        made.close()


class Browser:
    """Somebody's browser: keeps cookies, brings the token of the page before."""

    def __init__(self, port):
        self.root = f"http://127.0.0.1:{port}"
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path):
        with self.opener.open(self.root + path, timeout=30) as answer:
            return answer.geturl().removeprefix(self.root), answer.read().decode()

    def post(self, page, path, **fields):
        token = STEP_IN.search(self.get(page)[1])[1]
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        request = urllib.request.Request(self.root + path, data, headers={"Referer": self.root + page})
        with self.opener.open(request, timeout=30) as answer:
            return answer.status

    def board(self):
        """What the board shows, and what it says about the replica."""
        page = self.get("/board/?unit=U01&period=2026H1&on=2026-06-20")[1]
        said = re.search(r'<p class="faint lag">(.*?)</p>', page)
        return re.search(r"<table.*</table>", page, re.DOTALL)[0], said[1] if said else ""


@pytest.fixture(scope="module")
def port(pair):
    added = pair.zicha("user", "add", "zhou", "--person", "P002", "--password", "a long password")
    assert (added.returncode, added.stderr) == (0, "")
    free = ports.free()
    words = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(free)]
    serving = subprocess.Popen(words, env=pair.environment(), cwd=pair.home.parent, stderr=subprocess.DEVNULL)
    until(lambda: answers(free))
    yield free
    serving.terminate()
    serving.wait()


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).status == 200
    except (ConnectionError, urllib.error.URLError):
        return False


def until(holds, seconds=60):
    """Wait for something to hold, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.2)
    return pytest.fail("waited in vain")


@pytest.fixture
def browser(pair, port):
    made = Browser(port)
    assert made.post("/sign-in/", "/sign-in/", username="zhou", password="a long password") == 200
    return made


def records_in(value):
    """Every record's number that a report in JSON names."""
    if isinstance(value, list):
        return {seq for each in value for seq in records_in(each)}
    if isinstance(value, dict):
        named = value.get("records", [])
        return {*named} | records_in([each for name, each in value.items() if name != "records"])
    return set()


IN_STEP = "读自副本，与主库一致。"


def test_command_reads_the_replica_after_it_caught_up_and_says_so(pair):
    before = pair.board()
    pair.record("2026-05-20")
    assert before[1] == pair.board()[1] == {"behind_seconds": 0}
    assert pair.board()[0] == before[0] + 1
    assert pair.doctor() == (0, {"engine.replica_in_step": "fine"})
    told = pair.zicha("measure", "exit_inspections", "--unit", "U01")
    assert told.stderr.endswith("Read from the replica; nothing is missing.\n") or told.returncode == 2


def reports_each(pair, folder):
    words = ("--scheme", "work-safety", "--form", "json", "--workers", "1", "--into", str(folder))
    ran = pair.zicha("report", "each", *ASKED, *words)
    assert ran.returncode == 0, ran.stderr
    written = [json.loads(path.read_text()) for path in folder.glob("U*.json")]
    return json.loads(ran.stdout).get("replica"), max(max(records_in(each), default=0) for each in written), ran.stderr


def test_reports_of_many_units_read_the_replica_only_where_nothing_is_missing_there(pair, tmp_path):
    pair.record("2026-04-02")
    pair.replica.set(log_statement="all")
    pair.replica.reload()
    log = pair.replica.folder / "log"
    before = log.read_text().count("store_fact")
    assert reports_each(pair, tmp_path / "in step") == ({"behind_seconds": 0}, pair.latest(), "")
    asked = log.read_text().count("store_fact")
    assert asked > before
    pair.hold_back("1h")
    pair.replica.reload()
    pair.record("2026-04-03")
    lag, latest, said = reports_each(pair, tmp_path / "behind")
    assert (lag, latest, log.read_text().count("store_fact")) == (None, pair.latest(), asked)
    assert said == "The replica has fallen behind or cannot be reached; these reports are read from the primary.\n"
    pair.hold_back("0")
    pair.replica.set(log_statement="none")
    pair.replica.reload()
    assert until(lambda: pair.board()[1]) == {"behind_seconds": 0}


def test_report_from_the_replica_says_a_signed_head_that_covers_it_and_signs_none(pair, tmp_path):
    def written(name):
        words = ("--scheme", "work-safety", "--out", str(tmp_path / name))
        ran = pair.zicha("report", *ASKED, *words)
        assert json.loads(ran.stdout)["replica"] == {"behind_seconds": 0}
        heads = sorted(path.name for path in (pair.home / "checkpoints").glob("*.txt"))
        return ran.stderr, '<aside class="proof">' in (tmp_path / name).read_text(), heads

    assert pair.zicha("log", "checkpoint").returncode == 0
    head = f"{pair.latest()}.txt"
    assert written("a.html") == ("", True, [head])
    pair.record("2026-04-04")
    said, noted, heads = written("b.html")
    assert (noted, heads) == (False, [head])
    assert said.startswith("Something was recorded after the last signature")


def lagging(board):
    """What the board shows, and how many seconds it says it may lag; none if it does not say."""
    said = re.fullmatch(r"读自副本，最多落后 (\d+) 秒，最近登记的内容可能还没有。", board[1])
    return board[0], int(said[1]) if said else 0


def test_page_that_lags_says_so_and_whoever_recorded_sees_it(pair, browser):
    shown, _said = until(lambda: (found := browser.board())[1] == IN_STEP and found)
    pair.hold_back("1h")
    pair.replica.reload()
    pair.record("2026-03-10")
    stale, seconds = until(lambda: (found := lagging(browser.board()))[1] >= 1 and found)
    assert (stale, seconds <= 60) == (shown, True)
    assert until(lambda: pair.board()[1]["behind_seconds"] >= 2)
    file = json.loads(browser.get("/report/download/json?unit=U01&period=2026H1&on=2026-06-20&scheme=work-safety")[1])
    assert max(records_in(file)) == pair.latest()
    browser.post("/record/?unit=U01", "/record/", **FORM)
    own, quiet = browser.board()
    assert (own != shown, quiet) == (True, "")
    assert pair.zicha("user", "revoke", "zhou").returncode == 0
    assert browser.get("/board/?unit=U01")[0].startswith("/sign-in/")
    assert pair.zicha("user", "restore", "zhou").returncode == 0
    pair.hold_back("0")
    pair.replica.reload()
    assert until(lambda: pair.board()[1]) == {"behind_seconds": 0}


def test_replica_that_is_gone_costs_nothing_but_is_said_in_doctor(pair, browser):
    assert until(lambda: browser.board()[1]) == IN_STEP
    shown, _said = browser.board()
    pair.replica.kill()
    assert browser.board() == (shown, "")
    assert pair.board()[1] is None
    assert pair.doctor() == (0, {"engine.replica_gone": "note"})
    pair.replica.start()
    assert until(lambda: browser.board()[1]) == IN_STEP


def test_database_that_is_no_replica_of_the_primary_is_not_read(pair, tmp_path):
    assert pair.doctor(replica_url=pair.url) == (1, {"engine.replica_other": "wrong"})
    assert pair.board(replica_url=pair.url)[1] is None


def test_replica_without_a_primary_is_refused(pair):
    words = [sys.executable, "-m", "zicha.cli", "board", "--lang", "en"]
    environ = harbour.environment(pair.home) | {"DATABASE_REPLICA_URL": pair.replica_url}
    (pair.home / "zicha.sqlite3").touch()
    ran = subprocess.run(words, env=environ, cwd=pair.home, capture_output=True, text=True, check=False)
    (pair.home / "zicha.sqlite3").unlink()
    assert (ran.returncode, ran.stdout, "postgresql" in ran.stderr) == (2, "", True)
