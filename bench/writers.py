"""Sixteen people record at once, each thinking between two records: how long the slowest wait, and who falls behind.

Each writer is a process of its own, as the server's workers are, and records through the public service, log and
summaries and all. What is timed is the whole call, waiting for the turn included. On PostgreSQL, which is started for
this if it is installed, the same.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import lengths
from zicha.conf import start

WRITERS, THINKING = lengths.of(short=(3, 0.1), full=(16, 2.0))
SECONDS = float(os.environ.get("ZICHA_SECONDS") or lengths.of(short=2, full=30))
UNITS = lengths.of(short=6, full=100)
_FOUND = """
import sys
from pathlib import Path
from bench import dataset, lengths
from zicha.conf import start
home = Path(sys.argv[1])
start.django(home=home, database_url=sys.argv[2])
dataset._found(home, dataset._tree(int(sys.argv[3])))
"""


def main() -> None:
    """Print waiting times and shares, for both databases."""
    with tempfile.TemporaryDirectory() as folder:
        _run("SQLite", Path(folder) / "home", "")
        with _postgresql() as url:
            if url:
                _run("PostgreSQL", Path(folder) / "other", url)


def _run(name: str, home: Path, url: str) -> None:
    home.mkdir()
    _founded(home, url)
    spawn = multiprocessing.get_context("spawn")
    begin, found = spawn.Barrier(WRITERS), spawn.Queue()
    writers = [spawn.Process(target=_write, args=(home, url, place, begin, found)) for place in range(WRITERS)]
    for writer in writers:
        writer.start()
    waits = [found.get() for _writer in writers]
    for writer in writers:
        writer.join()
    _tell(name, waits)


def _founded(home: Path, url: str) -> None:
    words = [sys.executable, "-c", _FOUND, str(home), url, str(UNITS)]
    subprocess.run(words, check=True, cwd=Path(__file__).parent.parent)


def _write(home: Path, url: str, place: int, begin: Any, found: Any) -> None:
    """Record, think, record: what a person does; the first record of each, which sets the process up, is not timed."""
    start.django(home=home, database_url=url)
    from zicha.services import ledger

    chance = random.Random(place)
    waits: list[float] = []
    ledger.record(**_asked(place, 0))
    begin.wait()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        time.sleep(chance.uniform(0, 2 * THINKING))
        began = time.perf_counter()
        ledger.record(**_asked(place, len(waits) + 1))
        waits.append(time.perf_counter() - began)
    found.put(waits)


def _asked(place: int, number: int) -> dict[str, Any]:
    from zicha.core.ledger import Attendance, Draft

    draft = Draft(
        f"U{place + 2:05}", "study", date(2023, 1, 1) + timedelta(days=number % 300), title=f"第{number}次",
        fields=(("minutes", 60),), attendance=Attendance(30, 20),
    )  # fmt: skip
    at = datetime.now(UTC)  # noqa: TID251 -- each call stands for a request, which reads it once
    return {"draft": draft, "recorded_at": at, "recorded_by": "bench", "nonce": f"{place}-{number}"}


def _tell(name: str, waits: list[list[float]]) -> None:
    every = sorted(wait * 1e3 for one in waits for wait in one)
    counts = [len(one) for one in waits]
    print(f"\n{name}: {WRITERS} writers, about {THINKING:.0f} s of thought between two records, {len(every)} records")
    print(f"  median {_at(every, 0.5):.1f} ms, p99 {_at(every, 0.99):.1f} ms, p99.9 {_at(every, 0.999):.1f} ms")
    print(f"  the fewest records of one writer : the mean = {min(counts) / statistics.mean(counts):.2f}")


def _at(every: list[float], share: float) -> float:
    return every[min(len(every) - 1, int(share * len(every)))]


@contextmanager
def _postgresql() -> Iterator[str]:
    """Yield the address of a server of this benchmark's own, or nothing where none is installed."""
    tools: Any = importlib.import_module("tests.tools")  # untyped, as all tests are
    if not tools.find("initdb"):
        yield ""
        return
    clusters: Any = importlib.import_module("tests.servers.clusters")
    with clusters.room() as room:
        server = clusters.make(room / "server")
        try:
            yield server.database("writers")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
