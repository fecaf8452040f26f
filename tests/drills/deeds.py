"""A program that goes on doing one sort of deed until it is killed, and tells each only after it was acknowledged.

``python -m tests.drills.deeds HOME MARK DEED [COUNT]``. A line holds the deed's mark and what is needed to look for it.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

DAY = date(2026, 5, 1)
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
BOUNCES = 4


def clock():
    return datetime.now(UTC)  # noqa: TID251 -- this is a program of its own, and reads the clock as one


def tell(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def record(mark, count):
    from tests import factories

    draft = factories.inspection(DAY + timedelta(days=count % 30), title=mark)
    return [factories.record(draft, recorded_at=clock(), nonce=mark).seq]


def upload(mark, count):
    """A file that is handed in, and the record that names it."""
    from tests import factories
    from zicha.services import evidence, ledger

    kept = evidence.take_in(content=f"{mark} 检查表\n".encode() * 500, name="a.txt", kind="checklist", unit="U01")
    draft = factories.inspection(DAY + timedelta(days=count % 30), title=mark, evidence=())
    draft = type(draft)(**{name: getattr(draft, name) for name in draft.__slots__} | {"evidence": (kept,)})
    ledger.record(draft=draft, recorded_at=clock(), recorded_by="P002", nonce=mark)
    return [kept.sha256]


def erase(mark, count):
    """A record with a file, and all of it erased; the mark is told once nothing may be left."""
    from zicha.conf import settings
    from zicha.services import erasure

    digest = upload(mark, count)[0]
    tell("made", mark, digest)
    seq = newest()
    order = erasure.Order("request", clock(), "P002", settings.ZICHA_HOME, approver="P001")
    erasure.erase_record(seq=seq, order=order)
    return [digest]


def newest():
    from zicha.store.queries import log

    return log.size()


def sign_in(mark, count):
    """A sheet is opened and two people sign in by its code; the first is told between."""
    from tests.services import sheets
    from zicha.services import attendance

    now = clock()
    sheet = attendance.open_sheet(
        unit="U03", kind="safety_meeting", title=mark, starts=now, opened_at=now, opened_by="P002"
    )
    sheets.signed(sheet, "P003", at=clock())
    tell("signed", mark, sheet.id)
    sheets.signed(sheet, "P004", at=clock())
    return [sheet.id]


def report(mark, count):
    """The next step of the first report that is not archived: submitted, returned and submitted again, accepted, kept."""
    from zicha.services import report_life

    for month in MONTHS:
        which = whose(month)
        life = report_life.life(which=which)
        if life.state != "archived":
            steps = len(life.steps)
            step(life.state, which, steps)
            return [month, steps + 1]
    return ["none", 0]


def whose(month):
    from zicha.core import periods
    from zicha.services.report_life import Which

    return Which("work-safety", "U01", periods.parse(month))


def step(state, which, seen):
    from tests.services.test_report_life import ABOVE, BELOW
    from zicha.services import report_life
    from zicha.services.report_life import By

    if state in ("draft", "returned"):
        report_life.submit(which=which, by=By(BELOW, clock(), seen), language="zh", subtree=False)
    elif state == "submitted" and seen < BOUNCES:
        report_life.return_with_comments(which=which, by=By(ABOVE, clock(), seen), comment="请改")
    elif state == "submitted":
        report_life.accept(which=which, by=By(ABOVE, clock(), seen))
    else:
        report_life.archive(which=which, by=By(ABOVE, clock(), seen))


DEEDS = {each.__name__: each for each in (record, upload, erase, sign_in, report)}


def main(home, mark, deed, count="100000"):
    from zicha.conf import start

    start.django(home=Path(home))
    for place in range(int(count)):
        tell("done", f"{mark}-{place}", *DEEDS[deed](f"{mark}-{place}", place))


if __name__ == "__main__":
    main(*sys.argv[1:])
