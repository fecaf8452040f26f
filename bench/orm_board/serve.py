"""Serves the page as ``zicha serve`` is served: ``python -m bench.orm_board.serve PORT WORKERS``."""

from __future__ import annotations

import os
import sys

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.orm_board.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if __name__ == "__main__":
    MPServer(
        "bench.orm_board.serve:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=int(sys.argv[2]),
        blocking_threads=1,
        http1_settings=HTTP1Settings(keep_alive=False),
        log_level=LogLevels.warning,
    ).serve()
