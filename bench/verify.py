"""Verifying a whole log: against the least anybody has to do, which is to read the bodies and hash a tree over them.

``ZICHA_VERIFY_RECORDS`` sets how many records are written (50,000 if not set), through the program's own way in: half
of them meetings with a sheet of thirty names, half inspections; one in 400 is corrected. ``ZICHA_VERIFY_HOME`` names a
folder in which they are kept for the next time. The bound checks nothing: neither that the tables say what the bodies
say, nor personal values, sheets and facts, of which eight rows a record are read.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench import harness, lengths, room

RECORDS = int(os.environ.get("ZICHA_VERIFY_RECORDS") or lengths.of(short=300, full=50_000))
MILLION, ALLOWED_SECONDS, ALLOWED_MEGABYTES = 1_000_000, 30, 500
_TOGETHER, _CORRECTED = 5_000, 400


def fill(home: Path, *, count: int) -> None:
    """Make an installation with so many records, as an import writes them, and sign its head."""
    home.mkdir(mode=0o700, parents=True)
    from zicha.conf import start

    start.django(home=home)
    from zicha.services import installation, ledger, log

    installation.initialise(home=home)
    room.found()
    revisions = 0
    for first in range(0, count, _TOGETHER):
        drafts = [replace(room.draft(place), evidence=()) for place in range(first, min(first + _TOGETHER, count))]
        ledger.record_many(drafts=drafts, recorded_at=room.NOW, recorded_by="P00-00")
        for place in range(0, len(drafts), _CORRECTED):
            better = replace(drafts[place], title="改过的标题")
            ledger.correct(
                entry=revisions + 1 + place, seen_number=1, draft=better, reason="写错了", recorded_at=room.NOW,
                recorded_by="P00-00",
            )  # fmt: skip
        revisions += len(drafts) + len(range(0, len(drafts), _CORRECTED))
    log.checkpoint(home=home, recorded_at=room.NOW + timedelta(days=1))


def make(home: Path, *, count: int) -> None:
    """Do so in a process of its own."""
    command = [sys.executable, "-m", "bench.verify", str(home), str(count)]
    subprocess.run(command, check=True, env=environ(home))


def zicha(home: Path, *words: str) -> str:
    """Run a command in an installation and return what it said; it must end well."""
    command = [sys.executable, "-m", "zicha.cli", *words]
    return subprocess.run(command, check=True, env=environ(home), capture_output=True, text=True).stdout


def environ(home: Path) -> dict[str, str]:
    """Return the environment of a command in an installation, with nothing of this shell's own."""
    root = Path(__file__).resolve().parent.parent
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))}
    return clean | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "ZICHA_HOME": str(home)}


def bound(home: Path) -> int:
    """Read every body, hash it and a tree over all; return how many there are."""
    database = sqlite3.connect(f"file:{home / 'zicha.sqlite3'}?mode=ro", uri=True)
    level = [
        hashlib.sha256(b"\x00" + body).digest()
        for (body,) in database.execute("SELECT body FROM store_revision ORDER BY seq")
    ]
    count = len(level)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    database.close()
    return count


def verify(home: Path, workers: int) -> None:
    """Verify as a person would, with the start of the program and of its processes."""
    assert json.loads(zicha(home, "verify", "--workers", str(workers), "--format", "json"))["verified"]


def main() -> None:
    """Fill, take turns, and say what a million would take."""
    kept = os.environ.get("ZICHA_VERIFY_HOME", "")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(kept or folder) / f"verify-{RECORDS}"
        if not home.exists():
            make(home, count=RECORDS)
        count = bound(home)
        contenders: dict[str, Callable[[], object]] = {
            "reading the bodies and hashing a tree": partial(bound, home),
            "zicha verify, one process": partial(verify, home, 1),
            "zicha verify, two processes": partial(verify, home, 2),
        }
        timings = harness.interleave(contenders, rounds=3)
        harness.report(f"Verifying {count:,} records", timings, items=count, unit="record")
        for workers in (1, 2):
            seconds, megabytes = _processor(home, workers)
            each = f"{seconds / count * MILLION:,.0f} s of processor time for a million"
            print(f"  {workers} process(es): {each}, {megabytes:,.0f} MB in the largest process")
    print(f"  allowed: {ALLOWED_SECONDS} s and {ALLOWED_MEGABYTES} MB for a million")


def _processor(home: Path, workers: int) -> tuple[float, float]:
    """Processor seconds of a verification with its processes, and the most memory one of them took, in megabytes."""
    command = [sys.executable, "-m", "zicha.cli", "verify", "--workers", str(workers)]
    started = subprocess.Popen(command, env=environ(home), stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(started.pid, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1_000


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fill(Path(sys.argv[1]), count=int(sys.argv[2]))
    else:
        main()
