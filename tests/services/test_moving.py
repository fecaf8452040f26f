"""An installation moves from SQLite to PostgreSQL, row for row, with the same log."""

import json
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests.drills import harbour

WRITE = (
    "import sys; from pathlib import Path; from zicha.conf import start; start.django(home=Path(sys.argv[1])); "
    "from datetime import date; from tests import factories; "
    "factories.record(factories.inspection(date(2026, 5, 20))); factories.record(factories.meeting(date(2026, 5, 21))); "
    "from zicha.services import log; log.checkpoint(home=Path(sys.argv[1]), recorded_at=factories.NOW)"
)


@contextmanager
def empty_database(name):
    if connection.vendor != "postgresql":
        pytest.skip("moves to PostgreSQL; run with --database postgresql")
    settings = connection.settings_dict
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://{settings['USER']}@/{name}?host={settings['HOST']}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def target():
    """The address of an empty database on the server of this run."""
    with empty_database("moved") as address:
        yield address


@pytest.fixture
def other():
    """That of another one."""
    with empty_database("restored") as address:
        yield address


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    harbour.script(place, WRITE)
    return place


def zicha(home, address, *words):
    return harbour.zicha(home, *words, "--lang", "en", DATABASE_URL=address)


def test_moved_installation_has_the_same_log_board_and_entries(home, target):
    before = [harbour.zicha(home, *words).stdout for words in ASKED]
    moved = zicha(home, target, "move", "--format", "json")
    assert (moved.returncode, moved.stderr) == (0, "")
    assert json.loads(moved.stdout)["size"] == 2
    after = [zicha(home, target, *words[:-2]).stdout for words in ASKED]
    assert after == before
    again = zicha(home, target, "move", "--format", "json")
    assert (again.returncode, again.stderr, json.loads(again.stdout)) == (0, "", json.loads(moved.stdout))
    assert json.loads(zicha(home, target, "verify", "--format", "json").stdout)["verified"]
    assert (home / "zicha.sqlite3").stat().st_size > 0


def pieces(address):
    with psycopg.connect(address) as database:
        return database.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'store_fact'::regclass").fetchone()[
            0
        ]


def test_log_is_the_same_moved_cut_by_month_and_restored_elsewhere(home, target, other, tmp_path):
    root = harbour.zicha(home, "verify", "--format", "json").stdout
    assert zicha(home, target, "move").returncode == 0
    cut = zicha(home, target, "partition", "monthly")
    assert (cut.returncode, cut.stderr, pieces(target) > 20) == (0, "", True)
    assert zicha(home, target, "verify", "--format", "json").stdout == root
    before = dump(target)
    again = zicha(home, target, "move")
    assert (again.returncode, again.stderr, dump(target) == before) == (0, "", True)
    made = json.loads(zicha(home, target, "backup", "--into", str(tmp_path / "made"), "--format", "json").stdout)
    back = tmp_path / "back"
    restored = zicha(back, other, "restore", made["folder"], "--format", "json")
    assert (restored.returncode, json.loads(restored.stdout)["verified"]) == (0, True)
    assert (zicha(back, other, "verify", "--format", "json").stdout, pieces(other)) == (root, pieces(target))
    whole = zicha(back, other, "partition", "whole")
    assert (whole.returncode, zicha(back, other, "verify", "--format", "json").stdout) == (0, root)


ASKED = (
    ("verify", "--format", "json", "--lang", "en"),
    ("export", "entries", "--lang", "en"),
    ("board", "--unit", "U01", "--period", "2026H1", "--on", "2026-06-20", "--format", "json", "--as-known-at", "2026-06-20T00:00:00Z", "--lang", "en"),
)  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE guests (name text)",
        "UPDATE store_ledgerhead SET size = 1",
        "DELETE FROM store_holding WHERE person_id = 'P004'",
    ],
)
def test_target_with_something_else_in_it_is_left_alone(home, target, sql):
    if not sql.startswith("CREATE"):
        assert zicha(home, target, "move").returncode == 0
    with psycopg.connect(target) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(sql)
    before = dump(target)
    refused = zicha(home, target, "move")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert dump(target) == before


def dump(target):
    """Every row of every table."""
    with psycopg.connect(target) as server:
        names = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {name: sorted(map(repr, server.execute(f'SELECT * FROM "{name}"').fetchall())) for (name,) in names}


def test_tables_that_a_cut_off_move_left_are_filled(home, target):
    make = (
        "import sys; from pathlib import Path; from zicha.conf import start; "
        "start.django(home=Path(sys.argv[1]), database_url=sys.argv[2]); "
        "from django.core.management import call_command; call_command('migrate', 'store', '0008', verbosity=0)"
    )
    harbour.script(home, make, target)
    moved = zicha(home, target, "move")
    assert (moved.returncode, moved.stderr) == (0, "")
    assert zicha(home, target, *ASKED[1][:-2]).stdout == harbour.zicha(home, *ASKED[1]).stdout


def test_move_without_a_target_is_refused(home):
    refused = harbour.zicha(home, "move", "--lang", "en")
    assert (refused.returncode, refused.stderr.startswith("Where to?")) == (2, True)
