"""A hall signs in: 1,000 people in ten seconds on the real server, while its workers are killed.

Every person opens the page behind the code on the wall and presses the button; a fifth press it twice at once.
Workers are killed with SIGKILL all the while; whoever loses the connection tries again, as a person would. Every
answer must be 200, every receipt must be a row, every person must have exactly one, and the sheet that closes must
count them all. Runs on SQLite and, where a server is installed, on PostgreSQL.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zicha.core.sign_in import one_time_code
from zicha.web import clock

PEOPLE = 1_000
SECONDS = 10.0
WORKERS = 2
TWICE = 0.2
LONGEST = 1.0
"""Seconds: the slowest hundredth of all taps gets its receipt within."""

_ROOT = Path(__file__).resolve().parents[1]
_HERE = "127.0.0.1"
_PATIENCE = 60.0
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Hall:
    """A sheet that waits for people.

    Attributes:
        devices: for each person the secret of a telephone that is remembered.
    """

    sheet: int
    secret: bytes
    devices: dict[str, str]


@dataclass(slots=True)
class Burst:
    """What happened.

    Attributes:
        opened: seconds from the scan to the page, for each person.
        tapped: seconds from each tap to its receipt.
        receipts: the receipts each person got.
        retries: how often somebody had to try again.
        kills: how many workers were killed.
    """

    opened: list[float] = field(default_factory=list)
    tapped: list[float] = field(default_factory=list)
    receipts: dict[str, list[int]] = field(default_factory=dict)
    retries: int = 0
    kills: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds afterwards.

    Attributes:
        rows: the number of each line of the sheet and whose it is.
        present: how many the closed sheet counts.
    """

    rows: dict[int, str]
    present: int


def main() -> None:
    """Run the burst on each database and print what it took; raise if anything was lost, doubled or slow."""
    for name in ("sqlite", "postgresql"):
        with database(name) as url:
            if url is None:
                print(f"\nsign-in on {name}: left out, no server is installed")
                continue
            burst, kept, hall = run(url=url, people=PEOPLE, seconds=SECONDS)
            report(name, burst)
            reconcile(hall, burst, kept)
            assert percentile(burst.tapped, 99) <= LONGEST, f"p99 {percentile(burst.tapped, 99):.3f} s"


def run(*, url: str, people: int, seconds: float, kill: bool = True) -> tuple[Burst, Kept, Hall]:
    """Prepare a hall, let it sign in, close the sheet, and return what happened and what is there."""
    home = Path(tempfile.mkdtemp(prefix="zicha-signin-"))
    try:
        environ = _environ(home, url)
        said = json.loads(_child(environ, "prepare", str(people)))
        hall = Hall(said["sheet"], bytes.fromhex(said["secret"]), said["devices"])
        with _server(environ, home) as (port, pid):
            burst = asyncio.run(_burst(hall, port=port, pid=pid, seconds=seconds, kill=kill))
        found = json.loads(_child(environ, "count", str(hall.sheet)))
        return burst, Kept({int(row): person for row, person in found["rows"]}, found["present"]), hall
    finally:
        shutil.rmtree(home, ignore_errors=True)


def reconcile(hall: Hall, burst: Burst, kept: Kept) -> None:
    """Raise ``AssertionError`` unless every person has one line, and every receipt is that line."""
    assert sorted(kept.rows.values()) == sorted(hall.devices), "a person is missing, or there twice"
    lines = {person: row for row, person in kept.rows.items()}
    wrong = {person: got for person, got in burst.receipts.items() if set(got) != {lines[person]}}
    assert wrong == {}, "a receipt is not the person's line"
    assert set(burst.receipts) == set(hall.devices), "somebody has no receipt"
    assert kept.present == len(hall.devices), "the closed sheet counts others"


def report(name: str, burst: Burst) -> None:
    """Print what the burst took."""
    people, taps = len(burst.receipts), len(burst.tapped)
    print(f"\nsign-in on {name}: {people} people, {taps} taps, {burst.kills} kills, {burst.retries} retries")
    for what, seconds in (("page", burst.opened), ("receipt", burst.tapped)):
        shown = [1000 * one for one in (statistics.median(seconds), percentile(seconds, 99), max(seconds))]
        print(f"  {what:8} p50 {shown[0]:>7.0f} ms   p99 {shown[1]:>7.0f} ms   max {shown[2]:>7.0f} ms")


def percentile(values: list[float], hundredth: int) -> float:
    """Return the value below which that many hundredths lie."""
    return sorted(values)[min(len(values) - 1, len(values) * hundredth // 100)]


@contextmanager
def database(name: str) -> Iterator[str | None]:
    """Yield the address of a fresh database: empty for SQLite, ``None`` where PostgreSQL is not installed."""
    if name == "sqlite":
        yield ""
        return
    tools: Any = importlib.import_module("tests.tools")
    servers: Any = importlib.import_module("tests.conftest")
    if tools.find("initdb") is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="zicha-pg-"))
    try:
        yield servers.start_postgresql(folder / "server")
        servers.stop_postgresql(folder / "server")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _burst(hall: Hall, *, port: int, pid: int, seconds: float, kill: bool) -> Burst:
    burst, chance = Burst(), random.Random(20260528)
    people = [(person, chance.uniform(0, seconds), 1 + (chance.random() < TWICE)) for person in hall.devices]
    killer = asyncio.create_task(_kill(burst, pid, chance, seconds)) if kill else None
    await asyncio.gather(*(_arrive(burst, hall, port, *person) for person in people))
    if killer:
        killer.cancel()
    return burst


async def _arrive(burst: Burst, hall: Hall, port: int, person: str, after: float, taps: int) -> None:
    """Come in, open the page behind the code, press the button; some press it twice."""
    await asyncio.sleep(after)
    cookies = {"zicha_device": hall.devices[person]}
    code = one_time_code(secret=hall.secret, at=clock.read())
    body, seconds = await _ask(burst, port, "GET", f"/s/{hall.sheet}/?c={code}", cookies)
    burst.opened.append(seconds)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert token is not None, body
    form = f"csrfmiddlewaretoken={token[1]}"
    tapping = [_ask(burst, port, "POST", f"/s/{hall.sheet}/", cookies, form) for _tap in range(taps)]
    for said, took in await asyncio.gather(*tapping):
        burst.tapped.append(took)
        receipt = re.search(rf">{hall.sheet}-(\d+)<", said)
        assert receipt is not None, said
        burst.receipts.setdefault(person, []).append(int(receipt[1]))


async def _ask(
    burst: Burst, port: int, method: str, path: str, cookies: dict[str, str], form: str = ""
) -> tuple[str, float]:
    """Return a page and how long it took, tries that lost their connection included; anything but 200 raises."""
    started = time.perf_counter()
    while True:
        try:
            status, headers, body = await asyncio.wait_for(
                _exchange(port, method, path, cookies, form), timeout=_PATIENCE
            )
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            burst.retries += 1
            assert time.perf_counter() - started < _PATIENCE, "nobody answers"
            await asyncio.sleep(_PAUSE)
            continue
        assert status == 200, f"{method} {path}: {status}\n{body}"
        cookies.update(re.findall(r"(?im)^set-cookie: ([^=]+)=([^;]*)", headers))
        return body, time.perf_counter() - started


async def _exchange(port: int, method: str, path: str, cookies: dict[str, str], form: str) -> tuple[int, str, str]:
    reader, writer = await asyncio.open_connection(_HERE, port)
    try:
        sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: {_HERE}:{port}", "Connection: close", f"Cookie: {sent}"]
        if form:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        writer.write("\r\n".join([*lines, "", form]).encode())
        whole = await reader.read()
    finally:
        writer.close()
    head, _, body = whole.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    if length is None or len(body) < int(length[1]):
        raise asyncio.IncompleteReadError(whole, None)
    return int(head.split(b" ", 2)[1]), head.decode("latin-1"), body.decode()


async def _kill(burst: Burst, pid: int, chance: random.Random, seconds: float) -> None:
    """Kill a worker every second or so while people arrive."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        await asyncio.sleep(chance.uniform(0.5, 1.5))
        workers = _workers(pid)
        if len(workers) > 1:
            os.kill(chance.choice(workers), signal.SIGKILL)
            burst.kills += 1


def _workers(pid: int) -> list[int]:
    """Return the processes that answer, below the server's own."""
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = Path(f"/proc/{parent}/task/{parent}/children")
        below = [int(one) for one in children.read_text().split()] if children.exists() else []
        waiting += below
        found += below if b"zicha.conf.server" in _command(parent) else []
    return sorted(found)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _environ(home: Path, url: str) -> dict[str, str]:
    path = os.pathsep.join([str(_ROOT / "src"), str(_ROOT)])
    environ = {**os.environ, "ZICHA_HOME": str(home), "PYTHONPATH": path}
    environ.pop("DATABASE_URL", None)
    return {**environ, "DATABASE_URL": url} if url else environ


def _child(environ: dict[str, str], *words: str) -> str:
    """Run a part of this module in a process of its own, on the database the environment names."""
    command = [sys.executable, "-m", "bench.signin", *words]
    return subprocess.run(command, env=environ, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _server(environ: dict[str, str], home: Path) -> Iterator[tuple[int, int]]:
    """Run ``zicha serve`` and yield its port and process."""
    with socket.socket() as probe:
        probe.bind((_HERE, 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "zicha.cli", "--home", str(home), "serve", "--port", str(port)]
    words += ["--workers", str(WORKERS)]
    running = subprocess.Popen(words, env=environ, cwd=_ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port, running.pid
    finally:
        running.terminate()
        running.wait(timeout=30)


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection((_HERE, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(2)
            return
    raise TimeoutError(port)


def _prepare(people: int) -> dict[str, Any]:
    """Found an organisation, remember everyone's telephone, open a sheet."""
    from zicha.conf import start

    start.django(home=Path(os.environ["ZICHA_HOME"]), database_url=os.environ.get("DATABASE_URL", ""))
    factories: Any = importlib.import_module("tests.factories")  # untyped, as all tests are
    from zicha.core.periods import Span
    from zicha.core.units import Holding, Person, Roster
    from zicha.services import attendance, installation, organisation, sign_in

    installation.initialise(home=Path(os.environ["ZICHA_HOME"]))
    now = clock.read()
    factories.organisation()
    names = [f"P{n:05}" for n in range(people)]
    roster = Roster(
        units=factories.ROSTER.units,
        people=tuple(Person(name, f"人员{name}") for name in names),
        holdings=tuple(Holding(name, "U02", "member", Span(factories.FOUNDED, now.date().max)) for name in names),
    )
    organisation.apply(roster=roster, recorded_at=now)
    sheet = attendance.open_sheet(
        unit="U02", kind="safety_meeting", title="安全生产大会", starts=now, opened_at=now, opened_by="P001"
    )
    passes = {name: sign_in.grant_pass(person=name, granted_by="P001", at=now) for name in names}
    devices = {name: sign_in.use_pass(token=token, at=now) for name, token in passes.items()}
    return {"sheet": sheet.id, "secret": sheet.secret.hex(), "devices": devices}


def _count(sheet: int) -> dict[str, Any]:
    """Read the lines of the sheet back, close it, and say what the record counts."""
    from zicha.conf import start

    start.django(home=Path(os.environ["ZICHA_HOME"]), database_url=os.environ.get("DATABASE_URL", ""))
    from zicha.services import attendance
    from zicha.store.queries import attendance as queries

    rows = [(mark.id, mark.person) for mark in queries.marks(sheet_id=sheet)]
    fields = (("agenda", "部署"), ("decisions", "1"), ("duration", 60), ("host", "P001"))
    closed = attendance.close_sheet(sheet_id=sheet, closed_at=clock.read(), closed_by="P001", fields=fields)
    counted = closed.draft.attendance
    assert counted is not None
    return {"rows": rows, "present": counted.present}


if __name__ == "__main__":
    doing = {"prepare": _prepare, "count": _count}
    print(json.dumps(doing[sys.argv[1]](int(sys.argv[2]))))
