"""A program that stops itself inside its transaction, as one does whose disk, machine or debugger does not go on.

``python -m tests.drills.hanging HOME URL``. It tells ``inside`` once its record is written but not yet committed, and
``done`` once it was let go on and the record is in.
"""

import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

TITLE = "卡住的记录"


def tell(word):
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(home, url=""):
    from zicha.conf import start

    start.django(home=Path(home), database_url=url)
    from tests import factories
    from zicha.store.writes.transaction import writing

    with writing():
        now = datetime.now(UTC)  # noqa: TID251 -- this is a program of its own, and reads the clock as one
        factories.record(factories.inspection(date(2026, 5, 1), title=TITLE), recorded_at=now, nonce=TITLE)
        tell("inside")
        os.kill(os.getpid(), signal.SIGSTOP)
    tell("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
