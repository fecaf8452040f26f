"""An engine that could lose what it acknowledged is refused by every command, and explained by ``zicha doctor``."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from tests import tools
from tests.drills import harbour
from tests.servers import clusters
from zicha.core.engine_rules import Concern
from zicha.core.findings import Refusal


@pytest.fixture(scope="module")
def server():
    tools.program("initdb")
    with clusters.room() as room:
        made = clusters.make(room / "server", checksums=False)
        yield made
        made.stop("immediate")


def zicha(home, address, *words):
    return harbour.zicha(home, *words, "--lang", "en", DATABASE_URL=address)


def test_server_without_checksums_works_and_doctor_says_how_to_get_them(server, tmp_path):
    address = server.database("unchecked")
    assert zicha(tmp_path / "home", address, "init").returncode == 0
    looked = zicha(tmp_path / "home", address, "doctor", "--format", "json")
    told = {each["code"]: each["message"] for each in json.loads(looked.stdout)["checks"] if each["grade"] == "note"}
    assert looked.returncode == 0
    assert told["engine.no_checksums"] == (
        "PostgreSQL keeps no page checksums, so a disk that errs silently is not noticed. "
        "Stop the server and run pg_checksums --enable."
    )


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("synchronous_commit = off", "synchronous_commit is off"),
        ("default_transaction_isolation = 'serializable'", "isolation level serializable"),
    ],
)
def test_database_whose_setting_is_unsafe_is_left_alone(server, tmp_path, setting, name):
    database = "unsafe_" + setting.split(" ", 1)[0]
    address = server.database(database)
    server.ask(f"ALTER DATABASE {database} SET {setting}")
    harbour.prepare(tmp_path / "old")
    for word, home in (("init", "home"), ("board", "home"), ("move", "old")):
        refused = zicha(tmp_path / home, address, word)
        assert (refused.returncode, refused.stdout, name in refused.stderr) == (2, "", True)
    looked = zicha(tmp_path / "home", address, "doctor")
    assert (looked.returncode, name in looked.stdout) == (1, True)
    server.ask(f"ALTER DATABASE {database} RESET ALL")
    assert zicha(tmp_path / "home", address, "init").returncode == 0


def test_server_that_does_not_sync_is_refused(server, tmp_path):
    address = server.database("unsynced")
    server.set(fsync="off")
    server.reload()
    try:
        refused = zicha(tmp_path / "home", address, "init")
    finally:
        server.ask("ALTER SYSTEM RESET fsync")
        server.reload()
    assert (refused.returncode, refused.stderr.split(":")[0]) == (2, "PostgreSQL's fsync is off")
    assert not (tmp_path / "home" / "evidence").exists()


@pytest.mark.django_db
def test_sqlite_on_a_share_is_refused_before_a_file_is_made(tmp_path):
    from zicha.services import engine

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite's file")
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    with pytest.raises(Refusal) as caught:
        engine.require_sound(home=tmp_path / "home", mounts=table)
    expected = ("engine.network_folder", {"folder": tmp_path / "home", "kind": "nfs4"})
    assert (caught.value.code, caught.value.facts) == expected
    unknown = engine.concerns(home=tmp_path, mounts=tmp_path / "absent")
    assert unknown == (Concern("engine.file_system_unknown", "note", {"folder": tmp_path}),)


@pytest.mark.django_db
def test_engine_of_this_run_is_sound(home):
    from zicha.services import engine

    engine.require_sound(home=home)
    is_linux = Path("/proc/mounts").exists() and os.name == "posix"
    wrong = [each for each in engine.concerns(home=home) if each.grade == "wrong"]
    assert (wrong, is_linux) == ([], is_linux)
