"""A backup of 20,000 records, made and restored: against copying the same bytes, and against the five minutes.

``ZICHA_SCALE=L python -m bench restore`` does so with 1,000,000 records, of which a restore may take five minutes.
A restore reads and hashes every file, copies it, syncs it, and then verifies the whole log; each is its own line.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import harness

RECORDS = {"S": 20_000, "L": 1_000_000}
ALLOWED_SECONDS = 300
_FILL = """
import sys
from datetime import date, timedelta
from pathlib import Path
from zicha.conf import start
home, count = Path(sys.argv[1]), int(sys.argv[2])
start.django(home=home)
from tests import factories
from zicha.services import installation, ledger
installation.initialise(home=home)
factories.organisation()
for first in range(0, count, 5_000):
    drafts = [
        factories.inspection(date(2024, 1, 1) + timedelta(days=place % 800), title=f"检查{place}", key=str(place))
        for place in range(first, min(first + 5_000, count))
    ]
    ledger.record_many(drafts=drafts, recorded_at=factories.NOW, recorded_by="P002")
"""


def fill(home: Path, *, count: int) -> None:
    """Make an installation with so many records, written as an import writes them."""
    home.mkdir(mode=0o700)
    subprocess.run([sys.executable, "-c", _FILL, str(home), str(count)], check=True, env=_environ(home))


def zicha(home: Path, *words: str) -> str:
    """Run a command in an installation and return what it said; it must end well."""
    command = [sys.executable, "-m", "zicha.cli", *words]
    return subprocess.run(command, check=True, env=_environ(home), capture_output=True, text=True).stdout


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
    count = RECORDS.get(scale, RECORDS["S"])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fill(place / "home", count=count)
        said = zicha(place / "home", "backup", "--into", str(place / "made"), "--format", "json")
        source = Path(json.loads(said)["folder"])
        contenders: dict[str, Callable[[], object]] = {
            "copying the same bytes, synced": lambda: copy(source, place / "copied"),
            "zicha verify": lambda: zicha(place / "home", "verify"),
            "zicha restore": lambda: restore(source, place / "back"),
        }
        timings = harness.interleave(contenders, rounds=1 if scale == "L" else 3)
        size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    title = f"Restoring {count:,} records, {size / 1e6:,.0f} MB, and verifying them"
    harness.report(title, timings, items=count, unit="record")
    print(f"  {timings[-1].median / count * 1e6:,.1f} s for a million; {ALLOWED_SECONDS} s are allowed")


def restore(source: Path, target: Path) -> None:
    """Restore into a new folder; it must verify."""
    shutil.rmtree(target, ignore_errors=True)
    assert json.loads(zicha(target, "restore", str(source), "--format", "json"))["verified"]


def _environ(home: Path) -> dict[str, str]:
    root = Path(__file__).resolve().parent.parent
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZICHA", "DATABASE", "DJANGO"))}
    return clean | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "ZICHA_HOME": str(home)}


if __name__ == "__main__":
    main()
