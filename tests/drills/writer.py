"""A program that writes to an installation until it is killed, and tells each write only after it was acknowledged.

``python -m tests.drills.writer HOME MARK WAY``; ``WAY`` is ``record`` (one at a time) or ``import`` (twenty at once).
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

TOGETHER = 20


def clock():
    return datetime.now(UTC)  # noqa: TID251 -- this is a program of its own, and reads the clock as one


def main(home, mark, way):
    from zicha.conf import start

    start.django(home=Path(home))
    from tests import factories
    from zicha.services import ledger

    day = date(2026, 5, 1)
    for count in range(100_000):
        if way == "record":
            draft = factories.inspection(day + timedelta(days=count % 30), title=f"{mark}-{count}")
            ledger.record(draft=draft, recorded_at=clock(), recorded_by="P002", nonce=f"{mark}-{count}")
        else:
            drafts = [
                factories.inspection(day, title=f"{mark}-{count}", key=f"{mark}-{count}-{place}")
                for place in range(TOGETHER)
            ]
            ledger.record_many(drafts=drafts, recorded_at=clock(), recorded_by="P002")
        sys.stdout.write(f"{mark}-{count}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
