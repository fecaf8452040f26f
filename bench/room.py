"""What an installation takes: bytes a record on both databases and in their backups, and memory a worker.

``ZICHA_ROOM_RECORDS`` sets how many records are written (10,000 if not set), through the program's own way in: half
of them meetings of 30 people with a sheet, half inspections with a file's name and hash; one in twenty is corrected.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bench import lengths

ROOT = Path(__file__).resolve().parent.parent
RECORDS = int(os.environ.get("ZICHA_ROOM_RECORDS") or lengths.of(short=200, full=10_000))
SERVED = lengths.of(short=(1,), full=(1, 2, 4))
UNITS, MEMBERS, TOGETHER = 20, 30, 500
PASSWORD = "a long password"  # noqa: S105 -- of a made-up person
PAGES = (
    "/",
    "/board/?unit=U01&period=2026H1",
    "/roll-up/?unit=U00&period=2026H1",
    "/entries/?unit=U01",
    "/report/?unit=U01",
)
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def main() -> None:
    """Fill both databases and print what they take."""
    with tempfile.TemporaryDirectory(prefix="zicha-room-") as folder:
        home = Path(folder) / "home"
        rows = [("SQLite", home, "")]
        with _postgresql() as address:
            if address:
                rows.append(("PostgreSQL", Path(folder) / "home-pg", address))
            for name, place, url in rows:
                _tell(name, _child(place, url, "fill"))
        for workers in SERVED:
            print(f"serve with {workers} workers: {_memory(home, workers):.0f} MB in all (proportional share)")


def _tell(name: str, told: dict[str, Any]) -> None:
    print(
        f"{name}: {told['each']:,.0f} bytes a record, {told['backup']:,.0f} in a backup; {told['rate']:,.0f} records/s"
    )
    print("  " + ", ".join(f"{table} {size:,.0f}" for table, size in told["tables"].items()))


def _child(home: Path, url: str, *words: str) -> dict[str, Any]:
    environ = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "bench.room", *words, str(home), url]
    done = subprocess.run(command, check=True, env=environ, cwd=ROOT, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server of its own, or nothing where none is installed."""
    tools, clusters = (importlib.import_module(name) for name in ("tests.tools", "tests.servers.clusters"))
    if not tools.find("initdb"):
        yield ""
        return
    with clusters.room() as room:
        server = clusters.make(room / "server")
        try:
            yield server.database("room")
        finally:
            server.stop("immediate")


def fill(home: Path, url: str) -> None:
    """Write the records, and print what they took as JSON."""
    from zicha.conf import start

    home.mkdir(mode=0o700)
    start.django(home=home, database_url=url)
    from zicha.services import accounts, installation

    installation.initialise(home=home)
    found()
    accounts.add(username="lead", password=PASSWORD, person="P00-00")
    before, began = _tables(home), time.perf_counter()
    count = _record()
    seconds = time.perf_counter() - began
    grown = {table: (size - before.get(table, 0)) / count for table, size in _tables(home).items()}
    shown = {table: size for table, size in sorted(grown.items(), key=lambda item: -item[1]) if size >= 1}
    saved = _backup(home) / count
    print(json.dumps({"each": sum(grown.values()), "backup": saved, "rate": count / seconds, "tables": shown}))


def found() -> None:
    """Load a scheme, and found twenty units of thirty members."""
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Person, Roster, UnitSpan
    from zicha.services import organisation, schemes

    shipped = importlib.import_module("tests.factories").shipped("work-safety")
    schemes.load(data=shipped, name="work-safety", recorded_at=NOW, recorded_by="P00-00")
    always = Span(date(2020, 1, 1), date.max)
    codes = [f"U{place:02}" for place in range(UNITS)]
    people = [(f"P{unit:02}-{place:02}", code) for unit, code in enumerate(codes) for place in range(MEMBERS)]
    roster = Roster(
        units=tuple(
            UnitSpan(code, f"第{code}支部", "U00" if place else "", 2 if place else 1, always)
            for place, code in enumerate(codes)
        ),
        people=tuple(Person(person, f"成员{person}") for person, _unit in people),
        holdings=tuple(
            Holding(person, unit, "lead" if person == "P00-00" else "member", always) for person, unit in people
        ),
    )
    organisation.apply(roster=roster, recorded_at=NOW)


def _record() -> int:
    from zicha.services import ledger

    revisions = 0
    for first in range(0, RECORDS, TOGETHER):
        drafts = [draft(place) for place in range(first, min(first + TOGETHER, RECORDS))]
        ledger.record_many(drafts=drafts, recorded_at=NOW, recorded_by="P00-00")
        revisions += len(drafts)
    for entry in range(1, RECORDS, 20):
        ledger.correct(
            entry=entry,
            seen_number=1,
            draft=draft(entry - 1, title="改过的标题"),
            reason="写错了",
            recorded_at=NOW,
            recorded_by="P00-00",
        )
        revisions += 1
    return revisions


def draft(place: int, title: str = "") -> Any:
    """Return a meeting with its sheet, or an inspection, as its place in the row says."""
    from zicha.core.ledger import Attendance, Draft, Evidence

    unit = place % UNITS
    members = tuple(f"P{unit:02}-{seat:02}" for seat in range(MEMBERS))
    day = date(2026, 1, 1) + timedelta(days=place * 7 % 180)
    key = f"k{place}"
    if place // UNITS % 2:
        fields: Any = (("inspector", members[1]), ("blocked", "2"), ("area", "warehouse"))
        file = Evidence("checklist", f"{place:064x}", f"检查表{place}.pdf", 200_000)
        return Draft(
            f"U{unit:02}",
            "exit_inspection",
            day,
            title or f"第{place}次消防通道检查",
            fields=fields,
            evidence=(file,),
            key=key,
        )
    fields = (
        ("agenda", "月度安全例会，学习通报，布置下月重点工作"),
        ("decisions", "1"),
        ("duration", 60),
        ("host", members[0]),
    )
    came = members[: MEMBERS - place % 7]
    sheet = Attendance(MEMBERS, len(came), expected_people=members, present_people=came)
    return Draft(
        f"U{unit:02}", "safety_meeting", day, title or f"第{place}次安全例会", fields=fields, attendance=sheet, key=key
    )


def _tables(home: Path) -> dict[str, float]:
    """Bytes of each table with its indexes, as the engine tells."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
                "WHERE relkind = 'r' AND relname LIKE 'store%%'"
            )
            return dict(cursor.fetchall())
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
    return {"file": float((home / "zicha.sqlite3").stat().st_size)}


def _backup(home: Path) -> int:
    from zicha.services import backup

    into = home.with_name(f"{home.name}-backups")
    made = backup.backup(home=home, into=into, made_at=NOW, progress=lambda _done, _all: None)
    return sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file())


def _memory(home: Path, workers: int) -> float:
    """Megabytes of a server and its workers once each page was shown, shared pages counted once."""
    port = 8000 + os.getpid() % 1000
    command = [sys.executable, "-m", "zicha.cli", "serve", "--port", str(port), "--workers", str(workers)]
    environ = os.environ | {"ZICHA_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    try:
        opener = _signed_in(f"http://127.0.0.1:{port}")
        for page in PAGES * 4 * workers:
            opener.open(f"http://127.0.0.1:{port}{page}", timeout=60).read()
        return sum(map(_share, _family(server.pid))) / 1_000
    finally:
        server.terminate()
        server.wait()


def _signed_in(root: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    for _attempt in range(100):
        try:
            page = opener.open(f"{root}/sign-in/", timeout=10).read().decode()
            break
        except OSError:
            time.sleep(0.2)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    fields = {"csrfmiddlewaretoken": token, "username": "lead", "password": PASSWORD}
    opener.open(f"{root}/sign-in/", urllib.parse.urlencode(fields).encode()).read()
    return opener


def _family(pid: int) -> list[int]:
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += _family(int(path.parent.name))
    return found


def _share(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])


if __name__ == "__main__":
    fill(Path(sys.argv[2]), sys.argv[3])
