"""One entry through the public service, with its log and every summary, against the bare row by hand.

The bare row is what somebody would write who only keeps a table: one INSERT of the same columns into a table with the
same indexes, in the same file, through the same driver, committed by itself under ``synchronous=FULL``. Asked of the
small and the middle organisation: what one write costs must not depend on how much there is.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import dataset, harness, lengths
from zicha.conf import start
from zicha.core.ledger import Attendance, Draft

ROUNDS, WRITES = 9, lengths.of(short=4, full=40)
UNITS = lengths.of(short=16, full=100)
"""So many units take turns, so that no unit's year grows beyond what a unit does."""


def main() -> None:
    """Print both ways' time for forty writes, and how many statements one takes."""
    scales: tuple[dataset.Scale, ...] = ("S", "M", "L") if os.environ.get("ZICHA_SCALE") == "L" else ("S", "M")
    made = {scale: dataset.prepare(scale) for scale in scales}
    with tempfile.TemporaryDirectory(dir=dataset.DATA) as folder:
        homes = {scale: Path(folder) / scale for scale in scales}
        for scale, home in homes.items():
            shutil.copytree(made[scale], home)
        start.django(home=homes[scales[0]], database_url="")
        for scale, home in homes.items():
            _measure(scale, home)


def _measure(scale: str, home: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(home / "zicha.sqlite3")
    bare, ours = _bare(), _ours()
    contenders = {"the bare row": lambda: _times(bare), "the public service": lambda: _times(ours)}
    timings = harness.interleave(contenders, rounds=ROUNDS)
    harness.report(f"{scale}: {WRITES} single writes, each committed", timings, items=WRITES, unit="write")
    for timing in timings:
        print(f"  {timing.median / WRITES * 1e3:>8.2f} ms a write: {timing.name}")
    harness.report_processor(contenders, items=WRITES, unit="write")
    print(f"  {_statements(ours)} statements, the transaction's own two among them")


def _times(write: Callable[[], object]) -> None:
    for _place in range(WRITES):
        write()


def _ours() -> Callable[[], object]:
    from zicha.services import ledger
    from zicha.store.queries import log

    last = log.latest()
    assert last is not None
    numbers = itertools.count(1)

    def write() -> None:
        number = next(numbers)
        at = last + timedelta(seconds=number)
        day = at.astimezone(UTC).date() - timedelta(days=number % 5)
        unit = f"U{number % UNITS + 1:05}"
        people = tuple(f"{unit}-{seat:02}" for seat in range(dataset.MEMBERS))
        sheet = Attendance(dataset.MEMBERS, 20, expected_people=people, present_people=people[:20])
        draft = Draft(unit, "study", day, title="集体学习", fields=(("minutes", 60),), attendance=sheet)
        ledger.record(draft=draft, recorded_at=at, recorded_by=people[0], nonce=f"bench-{number}")

    return write


def _bare() -> Callable[[], object]:
    from django.db import connection

    connection.ensure_connection()
    driver: Any = connection.connection
    made = [
        row[0]
        for row in driver.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'store_revision' AND type != 'trigger'"
        )
        if row[0]
    ]
    for statement in made:
        driver.execute(statement.replace("store_revision", "bare").replace('"revision_', '"bare_'))
    columns = [row[1] for row in driver.execute("PRAGMA table_info(bare)")]
    insert = f"INSERT INTO bare ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 -- names
    numbers = itertools.count(1)
    at = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000

    def write() -> None:
        number = next(numbers)
        row = {
            "seq": number, "entry": number, "number": 1, "unit": f"U{number % UNITS + 1:05}", "unit_seq": number,
            "kind": "study", "day": "2022-06-01", "rec_at": at + number, "withdrawn": 0, "backfilled": 0,
            "makes_up": None, "expected": 30, "present": 20, "excused": 0, "made_up": 0,
            "nonce": f"bench-{number}", "body": b"x" * 400, "leaf": bytes(32),
        }  # fmt: skip
        driver.execute("BEGIN IMMEDIATE")
        driver.execute(insert, [row[column] for column in columns])
        driver.execute("COMMIT")

    return write


def _statements(write: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as taken:
        write()
    return len(taken)
