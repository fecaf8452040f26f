"""A stored value that nobody can read any more is an error of the database, and its cause is told."""

import json
import sqlite3
from datetime import date

import pytest
from django.db import DatabaseError, connection

from tests import factories
from tests.cli.conftest import program
from tests.drills import harbour

sqlite_only = pytest.mark.skipif("config.getoption('--database') != 'sqlite'", reason="PostgreSQL knows its types")


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    harbour.prepare(place)
    harbour.ledger_file(tmp_path / "rows.ndjson", count=3)
    assert harbour.zicha(place, "import", "rows.ndjson", "--unit", "U01").returncode == 0
    return place


def alter(home, sql):
    """Change what the program cannot change."""
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(sql)


@sqlite_only
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2026-05-3", "2026-13-01", "2026\x0005-01", "²026-05-01"])
def test_day_that_is_none_is_not_taken_for_nothing(text):
    from zicha.store import models

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_fact SET day = %s", [text])
    with pytest.raises(DatabaseError, match="could not decode"):
        list(models.Fact.objects.values_list("day"))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE store_schemeversion SET parsed = replace(parsed, '{', '[')", ("board", "--unit", "U01")),
        ("UPDATE store_schemeversion SET parsed = '[]'", ("doctor",)),
    ],
)
def test_scheme_that_cannot_be_read_is_told_as_damage(home, sql, words):
    alter(home, sql)
    asked = program(*words, cwd=home.parent, ZICHA_HOME=str(home), ZICHA_LANG="en")
    assert (asked.code, asked.err.count("\n"), "unforeseen" in asked.err) == (2, 1, False)
    assert "damaged" in asked.err


def test_value_that_makes_no_sense_is_traced_to_the_record_that_holds_it(home):
    alter(home, "UPDATE store_fact SET fields = '{half' WHERE seq = 2")
    asked = program("export", "entries", cwd=home.parent, ZICHA_HOME=str(home), ZICHA_LANG="en")
    assert (asked.code, asked.err.count("\n"), "unforeseen" in asked.err) == (2, 1, False)
    assert "record 2 " in asked.err
    assert "JSONDecodeError" in (home / "zicha.log").read_text()


def test_index_that_differs_from_its_table_is_found_by_verify(home):
    """Records are read by the index, and would be called well; another question reads the table."""
    file = home / "zicha.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(salt,)] = database.execute("SELECT salt FROM store_personalvalue WHERE seq = 2 AND field = 'recorded_by'")
    content = file.read_bytes()
    assert content.count(b"recorded_by" + salt) == 1
    file.write_bytes(content.replace(b"recorded_by" + salt, b"recorded_bx" + salt))
    checked = harbour.zicha(home, "verify", "--format", "json")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert json.loads(checked.stdout)["fault"]["code"] == "log.file_damaged"


def test_schema_that_is_no_text_any_more_is_told_as_damage(home):
    with sqlite3.connect(home / "zicha.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = (home / "zicha.sqlite3").read_bytes()
    sql = b'CREATE TABLE "store_fact" ('
    (home / "zicha.sqlite3").write_bytes(content.replace(sql, b'CREATE TABLE "store_f\xe9ct" '))
    asked = program("verify", cwd=home.parent, ZICHA_HOME=str(home), ZICHA_LANG="en")
    assert (asked.code, asked.err.count("\n"), "unforeseen" in asked.err, "damaged" in asked.err) == (2, 1, False, True)


@sqlite_only
def test_damage_that_the_engine_tells_in_two_lines_is_told_in_one(home):
    file = home / "zicha.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((root,), *_others) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'django_session'"
        ).fetchall()
        ((size,),) = database.execute("PRAGMA page_size").fetchall()
    with file.open("r+b") as pages:
        pages.seek((root - 1) * size + 3)
        pages.write(bytes([0, 1]))  # one cell, where there is none
    asked = program("verify", cwd=home.parent, ZICHA_HOME=str(home), ZICHA_LANG="en")
    assert (asked.code, asked.out.count("\n"), "in database main *** Tree" in asked.out) == (1, 1, True)
