"""The web server: one process a worker, one thread each."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from zicha.cli import show
from zicha.cli.session import Session
from zicha.cli.trouble import UNUSABLE
from zicha.core.findings import Refusal

STOPPED = (0, -signal.SIGTERM, -signal.SIGINT, 130, 143)
SERVER = "zicha.conf.server"
TICK_SECONDS = 600.0


def require_free(host: str, port: int) -> None:
    """Raise ``Refusal`` if the port cannot be listened on."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except socket.gaierror as error:
        raise Refusal("cli.host_unknown", host=host) from error
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EPERM):
                raise Refusal("cli.port_forbidden", port=port) from error
            if error.errno == errno.EADDRNOTAVAIL:
                raise Refusal("cli.host_unknown", host=host) from error
            raise Refusal("cli.port_in_use", port=port) from error


def address(host: str, port: int) -> str:
    """Return the address to type into a browser."""
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 -- only compared
    return f"http://{named}:{port}/"


def run(
    session: Session,
    *,
    host: str,
    port: int,
    workers: int = 1,
    tick: Callable[[float], None] | None = None,
    every: float = TICK_SECONDS,
    more: str = "",
) -> int:
    """Serve until interrupted and return the server's exit code; ``more`` is said below the address.

    The server ends with this process, however that ends: its standard input does.

    ``tick`` is told how many seconds the server has been up, ``every`` so many of them.
    """
    require_free(host, port)
    show.line(session.say("cli.serving", address=address(host, port)))
    if more:
        show.line(more)
    sys.stdout.flush()
    words = [sys.executable, "-m", SERVER, host, str(port), str(workers), "PARENT"]
    environ = {**os.environ, "ZICHA_HOME": str(session.home.resolve()), "ZICHA_LANG": session.language}
    server = subprocess.Popen(words, env=environ, stdin=subprocess.PIPE)  # noqa: S603 -- our own words
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    begun = time.monotonic()
    while True:
        try:
            return 0 if server.wait(every if tick else None) in STOPPED else UNUSABLE
        except subprocess.TimeoutExpired:
            if tick:
                tick(time.monotonic() - begun)
        except KeyboardInterrupt:
            continue
