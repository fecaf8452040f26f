"""Ports for servers of tests."""

import itertools
import os
import random
import socket

_FIRST, _EACH, _SHARES = 20_000, 1_000, 12
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ROUND = itertools.cycle(random.sample(range(_EACH), _EACH))


def free() -> int:
    """Return a port that nobody listens on.

    It lies below those the system hands to whoever connects somewhere (from 32768 on Linux, RFC 6335 asks for 49152),
    each worker has a thousand of its own, and none comes twice soon: nobody is given it before the server is up.
    """
    share = _FIRST + _WORKER % _SHARES * _EACH
    return next(port for port in (share + next(_ROUND) for _ in range(_EACH)) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
