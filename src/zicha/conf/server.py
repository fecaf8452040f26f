"""The server process: ``python -m zicha.conf.server HOST PORT WORKERS [PARENT]``.

One thread a worker. The application is loaded here, before the workers are forked from this process, so that the
one that takes the place of a dead worker answers at once; where there is no fork each loads its own. Connections end
with their answer: a thousand telephones that keep theirs open would leave none for the next.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from threading import Thread
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from zicha.conf import wsgi

TARGET = f"{wsgi.__name__}:application"
STOPS_WITHIN = 10
"""Seconds a worker has to finish what it is doing when the server is told to stop."""


class Steady(MPServer):
    """A server that never gives up on its workers.

    Granian stops altogether when a worker dies twice within seconds, taking it for an application that cannot
    start. This one has started: it was loaded before the first worker was.
    """

    def _respawn_workers(self, *words: Any, **named: Any) -> None:
        super()._respawn_workers(*words, **named)
        self.respawned_wrks.clear()


def end_with_parent() -> None:
    """Stop as soon as standard input ends, which the process that started this one keeps open as long as it lives.

    Else a service that was killed would be served on, with nobody to sign, to back up and to make room for the next.
    """
    Thread(target=_end_after_input, name="zicha-parent", daemon=True).start()


def _end_after_input() -> None:
    while os.read(0, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def spare_what_is_loaded() -> None:
    """Take what is loaded by now out of the search for garbage, which stops a worker's answers meanwhile.

    All of it lives as long as the server; going through it took ten times as long as a page, every fiftieth page.
    """
    gc.collect()
    gc.freeze()


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    spare_what_is_loaded()
    Steady(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        http1_settings=HTTP1Settings(keep_alive=False),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPS_WITHIN,
    ).serve()


if __name__ == "__main__":
    if sys.argv[4:] == ["PARENT"]:
        end_with_parent()
    serve(host=sys.argv[1], port=int(sys.argv[2]), workers=int(sys.argv[3]))
