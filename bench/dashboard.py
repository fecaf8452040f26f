"""The roll-up page of a hundred units under the real server, against the page written with ORM instances.

Both run on granian with the same workers and threads, over SQLite files on the same disk, for somebody who is signed
in; both show the same numbers, which are compared first. Ours answers as known at any instant, shows states and legend
and has the frame of every page; the other shows the present alone. ``wrk`` holds eight connections; where it is not
installed, threads of Python do, and cost both the same. Beside stands what a page costs the server's processes of the
processor, which a busy machine disturbs least.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bench import dataset, lengths

WORKERS, CONNECTIONS = 2, 8
SECONDS, ROUNDS = lengths.of(short=(1, 1), full=(6, 3))
ROOT = "U00001"
_SIGN_IN = """
import sys
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]))
from django.contrib.auth import get_user_model
from django.test import Client
from zicha.services import accounts
from zicha.core.periods import ALWAYS
from zicha.core.units import Holding, Roster
from zicha.services import organisation
from datetime import UTC, datetime
now = datetime.now(UTC)
organisation.apply(roster=Roster((), (), (Holding("U00001-00", "U00001", "lead", ALWAYS),)), recorded_at=now)
accounts.add(username="bench", password="correct horse battery staple", person="U00001-00", is_admin=True)
client = Client()
client.force_login(get_user_model().objects.get(username="bench"))
for name, cookie in client.cookies.items():
    print(name, cookie.value)
"""
_PART = re.compile(r'<td class="n">(\d+)/(\d+)</td>')


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its port, and the number of its first process."""

    port: int
    process: int

    def used(self) -> float:
        """Return the seconds of the processor that it and its workers have taken."""
        ticks = {number: (above, taken) for number, above, taken in map(_times, Path("/proc").glob("[0-9]*"))}
        family = {self.process, *(number for number, (above, _taken) in ticks.items() if above == self.process)}
        return sum(ticks[number][1] for number in family if number in ticks) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Page:
    """An address of a server, and the cookie of somebody who is signed in."""

    server: Server
    path: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, milliseconds that 99 in 100 answers did not exceed, and those a page took of the processor."""

    rate: float
    p99: float
    used: float = 0.0


def main() -> None:
    """Serve both pages, compare their numbers, load them in turn, print ratios."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        pages = {
            "zicha roll-up": stack.enter_context(_ours(Path(folder))),
            "ORM instances + Django template": stack.enter_context(_theirs(Path(folder))),
        }
        bodies = [_get(page) for page in pages.values()]
        numbers = [sorted(_PART.findall(body)) for body in bodies]
        assert numbers[0] == numbers[1], numbers
        found: dict[str, list[Load]] = {name: [] for name in pages}
        for _round in range(ROUNDS):
            for name, page in pages.items():
                found[name].append(load(page))
    print(f"\n{len(numbers[0])} rows, {CONNECTIONS} connections, {WORKERS} workers")
    rates = {name: statistics.median(one.rate for one in loads) for name, loads in found.items()}
    for (name, loads), body in zip(found.items(), bodies, strict=True):
        p99 = statistics.median(one.p99 for one in loads)
        used = min(one.used for one in loads)
        ratio = rates[name] / rates["ORM instances + Django template"]
        print(
            f"  {ratio:>8.2f} x  {rates[name]:>8.0f} pages/s  p99 {p99:>7.0f} ms  {used:>8.1f} ms of the processor"
            f"  {len(body):>8,} bytes  {name}"
        )


def _times(process: Path) -> tuple[int, int, int]:
    """The numbers of a process and of the one above it, and the ticks it has taken; noughts if it is gone."""
    try:
        told = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0, 0, 0
    return int(process.name), int(told[1]), int(told[11]) + int(told[12])


@contextlib.contextmanager
def _ours(folder: Path) -> Iterator[Page]:
    home = folder / "home"
    shutil.copytree(dataset.prepare("S"), home)
    environ = {**os.environ, "PYTHONPATH": "src", "ZICHA_HOME": str(home)}
    cookie = sign_in(home, environ)
    with ours(environ) as server:
        yield Page(server, f"/roll-up/?unit={ROOT}&period=2021H2&on=&known=", cookie)


def sign_in(home: Path, environ: dict[str, str]) -> str:
    """Return the cookie of somebody who leads the whole organisation and is signed in."""
    return _cookie([sys.executable, "-c", _SIGN_IN, str(home)], environ)


@contextlib.contextmanager
def ours(environ: dict[str, str]) -> Iterator[Server]:
    """Serve the organisation that the environment names as ``zicha serve`` does."""
    port = _free_port()
    words = [sys.executable, "-m", "zicha.conf.server", "127.0.0.1", str(port), str(WORKERS)]
    with _served(words, environ, port) as server:
        yield server


@contextlib.contextmanager
def _theirs(folder: Path) -> Iterator[Page]:
    environ = {
        **os.environ,
        "PYTHONPATH": "src",
        "ORM_BOARD": str(folder / "orm.sqlite3"),
        "ORM_BOARD_KEY": os.urandom(32).hex(),
    }
    cookie = _cookie([sys.executable, "-m", "bench.orm_board.fill", str(folder / "home" / "zicha.sqlite3")], environ)
    port = _free_port()
    with _served([sys.executable, "-m", "bench.orm_board.serve", str(port), str(WORKERS)], environ, port) as server:
        yield Page(server, "/board/2021/7/", cookie)


def _cookie(words: list[str], environ: dict[str, str]) -> str:
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
    return "; ".join("=".join(line.split()) for line in done.stdout.splitlines())


@contextlib.contextmanager
def _served(words: list[str], environ: dict[str, str], port: int) -> Iterator[Server]:
    server = subprocess.Popen(words, env=environ)
    try:
        for _attempt in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get(page: Page) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", page.server.port, timeout=60)
    connection.request("GET", page.path, headers={"Cookie": page.cookie})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    assert answer.status == 200, (answer.status, answer.headers)
    return body


def load(page: Page) -> Load:
    """Ask for a page over all connections for some seconds; in short by threads, each of which asks at least once."""
    _get(page)
    before = page.server.used()
    found = _by_wrk(page) if shutil.which("wrk") and not lengths.SHORT else _by_threads(page)
    return replace(found, used=(page.server.used() - before) / max(1, found.rate * SECONDS) * 1000)


def _by_wrk(page: Page) -> Load:
    """Ask by ``wrk``, whose script runs once, at the end: for each answer it would cost a fifth of the two cores.

    ``wrk`` counts what is not 200 or a redirect as an error; a redirect has not a whole page's bytes.
    """
    script = (
        "done = function(summary, latency, requests)\n"
        "  io.write(string.format('%d %d %f %d %d\\n', summary.requests, summary.duration,"
        " latency:percentile(99), summary.bytes, summary.errors.status))\nend\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        words = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--timeout", "20s", "-s", file.name]
        address = f"http://127.0.0.1:{page.server.port}{page.path}"
        done = subprocess.run(
            [*words, "-H", f"Cookie: {page.cookie}", address], capture_output=True, text=True, check=True
        )
    requests, microseconds, p99, received, errors = done.stdout.splitlines()[-1].split()
    assert int(errors) == 0, done.stdout
    assert int(received) >= int(requests) * len(_get(page).encode()), done.stdout
    return Load(int(requests) / int(microseconds) * 1e6, float(p99) / 1000)


def _by_threads(page: Page) -> Load:
    until = time.perf_counter() + SECONDS

    def ask(_number: int) -> list[float]:
        taken: list[float] = []
        while not taken or time.perf_counter() < until:
            begun = time.perf_counter()
            _get(page)
            taken.append(time.perf_counter() - begun)
        return taken

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        taken = sorted(one for some in pool.map(ask, range(CONNECTIONS)) for one in some)
    return Load(len(taken) / SECONDS, taken[int(len(taken) * 0.99)] * 1000)


if __name__ == "__main__":
    main()
