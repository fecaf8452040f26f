"""Pages that show fifty units, or one: what ten thousand units cost beside what a hundred cost.

Two organisations, each in a process of its own, are asked for the same pages in turn, through the real views; then a
server of each is loaded with eight connections. A ratio is of processor time, which a busy machine disturbs least.

Each page is asked twice in a round: after somebody recorded something, so that all of it is counted again, and once
more, when the process gives what it kept.

In both a hundred units record for a year. In the larger one the rows of the board that stand for these hundred are
copied to all others, which have no entries of their own: a page reads rows, and there are as many as there would be.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from bench import dashboard, dataset, lengths

SIZES = lengths.of(short=(16, 32), full=(100, 10_000))
RECORDING, COPIED = lengths.of(short=16, full=100), 12
"""So many units record; so many rows of each of them are copied, the latest."""
ROUNDS = lengths.of(short=1, full=15)
ASKED = f"unit={dashboard.ROOT}&period=2021H1&on=2021-12-31"
PAGES = {
    "board of fifty units": f"/board/units/?{ASKED}",
    "the same, searched by name": f"/board/units/?{ASKED}&q=组",
    "board of one unit": f"/board/?{ASKED}",
    "plate of who leads it all": f"/?{ASKED}",
    "roll-up of it all": f"/roll-up/?{ASKED}",
    "finding a unit": f"/units/?unit={dashboard.ROOT}&q=99",
    "record": f"/record/?{ASKED}",
}
_ASKING = """
import sys, time
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from django.test import Client
from zicha.core.ledger import Attendance, Draft
from zicha.services import ledger
from zicha.store.queries import log
from datetime import UTC, datetime, timedelta
client = Client()
client.cookies.load(sys.argv[2])
for line in sys.stdin:
    if line.strip() == "record":
        at = max(log.latest() + timedelta(microseconds=1), datetime.now(UTC))
        sheet = Attendance(30, 20)
        draft = Draft("U00002", "visit", datetime(2021, 3, 1).date(), fields=(("minutes", 60),), attendance=sheet)
        ledger.record(draft=draft, recorded_at=at, recorded_by="U00002-00")
        print("recorded", flush=True)
        continue
    wall, used = time.perf_counter(), time.process_time()
    answer = client.get(line.strip())
    print(answer.status_code, time.perf_counter() - wall, time.process_time() - used, len(answer.content), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of the processor, and bytes of one answer."""

    wall: float
    used: float
    size: int


def main() -> None:
    """Print what each page costs at both sizes, and the waits under load."""
    with contextlib.ExitStack() as stack:
        asking = {size: stack.enter_context(_process(size)) for size in SIZES}
        for name, path in PAGES.items():
            _compare(name, {size: (process, path) for size, process in asking.items()})
    _load()


def _compare(name: str, asked: Mapping[int, tuple[subprocess.Popen[str], str]]) -> None:
    anew: dict[int, list[Cost]] = {size: [] for size in asked}
    again: dict[int, list[Cost]] = {size: [] for size in asked}
    for _round in range(ROUNDS + 2):
        for size, (process, path) in asked.items():
            _record(process)
            anew[size].append(_ask(process, path))
            again[size].append(_ask(process, path))
    print(f"\n{name}")
    _tell("after a record", anew)
    _tell("asked again", again)


def _tell(what: str, found: Mapping[int, list[Cost]]) -> None:
    used = {size: statistics.median(cost.used for cost in costs[2:]) for size, costs in found.items()}
    for size, costs in found.items():
        wall = statistics.median(cost.wall for cost in costs[2:])
        print(
            f"  {used[size] / used[SIZES[0]]:>8.2f} x  {used[size] * 1000:>8.1f} ms of the processor"
            f"  {wall * 1000:>8.1f} ms  {costs[-1].size:>9,} bytes  {size:>6,} units, {what}"
        )


def _record(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write("record\n")
    process.stdin.flush()
    assert process.stdout.readline() == "recorded\n"


def _ask(process: subprocess.Popen[str], path: str) -> Cost:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{path}\n")
    process.stdin.flush()
    status, wall, used, size = process.stdout.readline().split()
    assert status == "200", (path, status)
    return Cost(float(wall), float(used), int(size))


def _load() -> None:
    print(f"\nboard of fifty units, {dashboard.CONNECTIONS} connections, {dashboard.WORKERS} workers")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        pages = {size: stack.enter_context(_served(Path(folder), size)) for size in SIZES}
        found: dict[int, list[dashboard.Load]] = {size: [] for size in SIZES}
        for _round in range(dashboard.ROUNDS):
            for size, page in pages.items():
                found[size].append(dashboard.load(page))
    for size, loads in found.items():
        rate, p99 = (statistics.median(each) for each in zip(*((one.rate, one.p99) for one in loads), strict=True))
        print(f"  {rate:>8.0f} pages/s  p99 {p99:>7.0f} ms  {size:,} units")


@contextlib.contextmanager
def _process(size: int) -> Iterator[subprocess.Popen[str]]:
    with tempfile.TemporaryDirectory() as folder:
        home, environ, cookie = _home(Path(folder), size)
        words = [sys.executable, "-c", _ASKING, str(home), cookie]
        with subprocess.Popen(words, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            yield process
            assert process.stdin
            process.stdin.close()


@contextlib.contextmanager
def _served(folder: Path, size: int) -> Iterator[dashboard.Page]:
    _folder, environ, cookie = _home(folder / str(size), size)
    with dashboard.ours(environ) as server:
        yield dashboard.Page(server, PAGES["board of fifty units"], cookie)


def _home(folder: Path, size: int) -> tuple[Path, dict[str, str], str]:
    """A copy of the organisation, with somebody signed in who leads all of it."""
    home = folder / "home"
    shutil.copytree(prepare(size), home)
    environ = {**os.environ, "PYTHONPATH": "src", "ZICHA_HOME": str(home)}
    return home, environ, dashboard.sign_in(home, environ)


def prepare(size: int) -> Path:
    """Return the data folder of an organisation of so many units; make it first if it is not there."""
    home = dataset.DATA / f"units-{size}"
    dataset.DATA.mkdir(parents=True, exist_ok=True)
    with FileLock(dataset.DATA / f"units-{size}.lock"):
        card = home / "rows.json"
        if not card.exists() or json.loads(card.read_text(encoding="utf-8")) != dataset.form():
            subprocess.run([sys.executable, "-m", "bench.board_page", str(size)], check=True)
            card.write_text(json.dumps(dataset.form()), encoding="utf-8")
    return home


def _make(home: Path, size: int) -> None:
    begun = time.perf_counter()
    dataset.make(home=home, units=size, years=1, recording=RECORDING)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_boardrow (layout, year, unit, rec_at, cells)"
            " SELECT r.layout, r.year, s.unit, r.rec_at, r.cells FROM (SELECT layout, year, unit, rec_at, cells,"
            " row_number() OVER (PARTITION BY layout, year, unit ORDER BY rec_at DESC) AS back FROM store_boardrow) r"
            " JOIN store_unitspan s ON CAST(substr(s.unit, 2) AS integer) > %s"
            " AND (CAST(substr(s.unit, 2) AS integer) - 1) %% %s = CAST(substr(r.unit, 2) AS integer) - 1"
            " WHERE r.back <= %s",
            [RECORDING, RECORDING, COPIED],
        )
        cursor.execute("ANALYZE")
    connection.close()
    print(f"  {size:,} units after {time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:]:
        _make(dataset.DATA / f"units-{int(sys.argv[1])}", int(sys.argv[1]))
    else:
        main()
