"""A program that goes on writing while its database goes away and comes back, as a person clicking again would.

``python -m tests.drills.steadfast HOME URL MARK WAY``. Each write is tried until it is acknowledged, always with the
same mark. A line ``ok MARK`` tells that it was; a line ``no KIND MARK`` tells each refusal and its kind.
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

TOGETHER = 20


def clock():
    return datetime.now(UTC)  # noqa: TID251 -- this is a program of its own, and reads the clock as one


def tell(*words):
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def main(home, url, mark, way):
    from zicha.conf import start

    start.django(home=Path(home), database_url=url)
    from django.db import DatabaseError, InterfaceError, close_old_connections

    for count in range(100_000):
        name = f"{mark}-{count}"
        while True:
            close_old_connections()  # what a web server does before each request
            try:
                write(name, way, count)
                break
            except (DatabaseError, InterfaceError) as error:
                tell("no", type(error).__name__, name)
                time.sleep(0.05)
        tell("ok", name)


def write(name, way, count):
    from tests import factories
    from zicha.services import ledger

    day = date(2026, 5, 1) + timedelta(days=count % 30)
    if way == "record":
        draft = factories.inspection(day, title=name)
        ledger.record(draft=draft, recorded_at=clock(), recorded_by="P002", nonce=name)
        return
    drafts = [factories.inspection(day, title=name, key=f"{name}-{place}") for place in range(TOGETHER)]
    ledger.record_many(drafts=drafts, recorded_at=clock(), recorded_by="P002")


if __name__ == "__main__":
    main(*sys.argv[1:])
