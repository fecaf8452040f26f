"""Which database is used, and when SQLite's write-ahead log is sound enough to be trusted."""

import importlib
import sqlite3
from pathlib import Path

import pytest
from psycopg import IsolationLevel

from zicha.conf import databases
from zicha.core.findings import Refusal


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_engine_with_the_wal_reset_bug_is_told_apart(version, sound):
    assert databases.write_ahead_is_sound(version) is sound


@pytest.mark.parametrize(
    ("version", "pragmas"),
    [((3, 40, 1), ("TRUNCATE", "EXTRA")), ((3, 53, 4), ("WAL", "FULL"))],
)
def test_engine_decides_journal_and_sync(monkeypatch, version, pragmas):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    command = databases.database(url="", home=Path("/data"))["OPTIONS"]["init_command"]
    assert f"journal_mode={pragmas[0]};" in command
    assert f"synchronous={pragmas[1]};" in command


@pytest.mark.django_db
def test_settings_reach_the_engine():
    from django.db import connection

    if connection.vendor != "sqlite":
        assert connection.get_connection_params()["dbname"]
        return
    found = {}
    with connection.cursor() as cursor:
        for pragma in ("synchronous", "foreign_keys", "secure_delete", "recursive_triggers"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    sound = databases.write_ahead_is_sound(sqlite3.sqlite_version_info)
    assert found == {
        "synchronous": 2 if sound else 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "recursive_triggers": 1,
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://lin:p%40ss@db.local:5433/zicha", ("zicha", "lin", "p@ss", "db.local", "5433", {})),
        (
            "postgres://zicha@/zicha?host=/run/pg&sslmode=require",
            ("zicha", "zicha", "", "/run/pg", "", {"sslmode": "require"}),
        ),
    ],
)
def test_postgresql_address_is_read(url, expected):
    found = databases.database(url=url, home=Path("/data"))
    parts = (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["OPTIONS"])
    committed = {"isolation_level": IsolationLevel.READ_COMMITTED, "options": "-c lock_timeout=20s"}
    assert parts == (*expected[:-1], expected[-1] | committed)
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (None, True)


@pytest.mark.parametrize("url", ["mysql://x/y", "zicha", "sqlite:///x"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match=url[:5]):
        databases.database(url=url, home=Path("/data"))


def test_replica_stands_beside_its_primary_and_counts_as_gone_after_two_seconds():
    url, replica = "postgresql://zicha@one/zicha", "postgresql://zicha@two/zicha?sslmode=require"
    found = databases.databases(url=url, replica=replica, home=Path("/data"))
    assert {name: (each["HOST"], each["OPTIONS"].get("connect_timeout")) for name, each in found.items()} == {
        "default": ("one", None),
        "replica": ("two", "2"),
    }
    assert list(databases.databases(url=url, replica="", home=Path("/data"))) == ["default"]


def test_replica_without_a_primary_is_refused():
    with pytest.raises(ValueError, match="postgresql://two"):
        databases.databases(url="", replica="postgresql://two/zicha", home=Path("/data"))


def test_values_the_engine_binds_as_they_are_are_not_asked_about(tmp_path):
    databases.database(url="", home=tmp_path)
    engine = importlib.import_module("sqlite3")
    named = {one for one, _protocol in engine.adapters}
    assert named >= {bytes, bool, type(None)}
    bound = engine.connect(":memory:").execute("SELECT ?1, typeof(?1), ?2, typeof(?2), ?3", (b"\0x", True, None))
    assert bound.fetchone() == (b"\0x", "blob", 1, "integer", None)


def test_waiting_time_reaches_both_engines():
    url = "postgresql://zicha@/zicha?options=-c%20work_mem%3D64MB"
    assert databases.database(url="", home=Path("/data"), patience=5)["OPTIONS"]["timeout"] == 5
    found = databases.database(url=url, home=Path("/data"), patience=5)["OPTIONS"]["options"]
    assert found == "-c lock_timeout=5s -c work_mem=64MB"


@pytest.mark.parametrize(("text", "seconds"), [("", 20), ("1", 1), ("600", 600)])
def test_waiting_time_is_read(text, seconds):
    assert databases.patience(text) == seconds


@pytest.mark.parametrize("text", ["0", "601", "-1", "20s", "1.5", "½"])
def test_waiting_time_that_is_none_is_refused(text):
    with pytest.raises(Refusal) as caught:
        databases.patience(text)
    assert (caught.value.code, caught.value.facts) == ("engine.wait_seconds", {"value": text, "first": 1, "last": 600})
