"""A backup of 20,000 records, made and restored: against copying the same bytes, and against the five minutes.

``ZICHA_SCALE=L python -m bench restore`` does so with 1,000,000 records, of which a restore may take five minutes;
``ZICHA_VERIFY_RECORDS`` and ``ZICHA_VERIFY_HOME`` as in :mod:`bench.verify`. A restore reads and hashes every file,
copies it, syncs it, and then verifies the whole log; each is its own line.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import harness, lengths, verify

RECORDS = {"S": lengths.of(short=300, full=20_000), "L": 1_000_000}
ALLOWED_SECONDS = 300


def copy(source: Path, target: Path) -> None:
    """Copy a folder's files and sync them, which no restore can do without."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    for path in target.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def main() -> None:
    """Fill, back up, and time copying, verifying and restoring in turn; say whether it keeps to the five minutes."""
    scale = os.environ.get("ZICHA_SCALE", "S")
    count = int(os.environ.get("ZICHA_VERIFY_RECORDS", "0")) or RECORDS.get(scale, RECORDS["S"])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home = Path(os.environ.get("ZICHA_VERIFY_HOME") or folder) / f"verify-{count}"
        if not home.exists():
            verify.make(home, count=count)
        said = verify.zicha(home, "backup", "--into", str(place / "made"), "--format", "json")
        source = Path(json.loads(said)["folder"])
        contenders: dict[str, Callable[[], object]] = {
            "copying the same bytes, synced": lambda: copy(source, place / "copied"),
            "zicha verify": lambda: verify.zicha(home, "verify"),
            "zicha restore": lambda: restore(source, place / "back"),
        }
        timings = harness.interleave(contenders, rounds=1 if count > RECORDS["S"] else 3)
        size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    title = f"Restoring {count:,} records, {size / 1e6:,.0f} MB, and verifying them"
    harness.report(title, timings, items=count, unit="record")
    print(f"  {timings[-1].median / count * 1e6:,.1f} s for a million; {ALLOWED_SECONDS} s are allowed")


def restore(source: Path, target: Path) -> None:
    """Restore into a new folder; it must verify."""
    shutil.rmtree(target, ignore_errors=True)
    assert json.loads(verify.zicha(target, "restore", str(source), "--format", "json"))["verified"]


if __name__ == "__main__":
    main()
