"""Continuous archiving as the operator's guide configures it: the base is old, the log brings back what came after."""

import json
import time

from tests import tools
from tests.drills import harbour
from tests.drills.test_postgresql import prepare
from tests.servers import clusters
from tests.servers.test_replica import RECORD


def zicha(home, url, *words):
    done = harbour.zicha(home, *words, "--format", "json", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(holds):
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


def test_records_after_the_base_backup_are_recovered_and_the_root_is_the_same():
    tools.program("pg_basebackup")
    with clusters.room() as room:
        server = clusters.make(room / "primary")
        url, home = server.database("zicha"), room / "home"
        home.mkdir(mode=0o700)
        prepare(home, url)
        archive, base = clusters.prepare(room / "archive"), clusters.prepare(room / "back")
        command = f"test ! -f {archive}/%f && cp %p {archive}/%f"
        server.set(archive_mode="on", archive_command=command, archive_timeout="300")
        server.stop()
        server.start()
        words = ("-h", str(server.folder), "-U", "zicha", "-D", str(base / "data"), "-c", "fast")
        clusters.run(base, "pg_basebackup", *words)
        for day in ("2026-05-01", "2026-05-02"):
            harbour.script(home, RECORD, url, day)
        zicha(home, url, "log", "checkpoint")
        before = json.loads(zicha(home, url, "verify"))
        [(last,)] = server.ask("SELECT pg_walfile_name(pg_switch_wal())")
        until((archive / last).exists)
        server.kill()
        recovered = clusters.Server(base)
        with (base / "data" / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"archive_mode = off\nrestore_command = 'cp {archive}/%f %p'\n")
        (base / "data" / "recovery.signal").touch()
        recovered.start()
        try:
            until(lambda: recovered.ask("SELECT pg_is_in_recovery()") == [(False,)])
            after = json.loads(zicha(home, url.replace(str(server.folder), str(recovered.folder)), "verify"))
        finally:
            recovered.stop("immediate")
    assert (before["verified"], before["size"] >= 2, after) == (True, True, before)
