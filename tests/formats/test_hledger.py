"""hledger recounts: every count and every sum of 200 random ledgers, and the quotas of the board."""

import csv
import io
import random
import subprocess
from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests import ledgers, tools
from zicha.core import board, measures, periods
from zicha.core.board import Ledger
from zicha.core.ledger import Attendance, Draft, Revision, known
from zicha.core.periods import Span
from zicha.core.scheme import COUNTERS
from zicha.core.workdays_cn import CALENDAR
from zicha.formats import hledger

LEDGERS = 200
NOW = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = Span(date(2026, 1, 1), date(2027, 1, 1))
FIELDS = ("duration", "pages", "places")


def test_an_entry_is_one_transaction():
    draft = Draft(
        "U1", "study", date(2026, 3, 5), "三月；学习", (("duration", 90), ("form", "reading"), ("theme", "读书")),
        Attendance(5, 3, 1), makes_up=date(2026, 2, 10),
    )  # fmt: skip
    revision = Revision(7, 4, 2, draft, NOW, backfilled=True)
    assert list(hledger.lines([revision], under="all")) == [
        hledger.HEAD,
        "",
        "2026-03-05=2026-02-10 (7) 三月；学习",
        "    ; seq:7, form:reading, late:yes",
        "    all:U1:study  1 entry",
        "    all:U1:study  5 expected",
        "    all:U1:study  3 present",
        "    all:U1:study  1 excused",
        "    all:U1:study  1 absent",
        '    all:U1:study  0 "made_up"',
        "    all:U1:study  90 duration",
        "    equity",
    ]


def test_a_title_cannot_end_its_line():
    draft = Draft("U1", "study", date(2026, 3, 5), "a\n2026-01-01 x\n  b  1\n; c | d")
    written = list(hledger.lines([Revision(1, 1, 1, draft, NOW)]))
    assert written[2:4] == ["2026-03-05 (1) a 2026-01-01 x   b  1  c   d", "    ; seq:1"]


@pytest.fixture(scope="module")
def books():
    return {
        f"L{seed:03}": known(ledgers.revisions(random.Random(seed), 30), as_known_at=NOW) for seed in range(LEDGERS)
    }


@pytest.fixture(scope="module")
def journal(books, tmp_path_factory):
    path = tmp_path_factory.mktemp("journal") / "all.journal"
    lines = [line for name, entries in books.items() for line in hledger.lines(entries, under=name)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def balances(journal, *options):
    """Return hledger's amounts by (account, period, commodity)."""
    command = [tools.program("hledger"), "-f", journal, "balance", "not:equity", "--flat", "--layout=bare", "-N",
        "-b", "2025", "-e", "2028", "-O", "csv", *options]  # fmt: skip
    ran = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    )
    head, *rows = csv.reader(io.StringIO(ran.stdout))
    return {
        (row[0], period, row[1].strip('"')): Fraction(amount)
        for row in rows
        for period, amount in zip(head[2:], row[2:], strict=True)
        if Fraction(amount)
    }


def folded(books, name_of, day_of=lambda draft: draft.happened_on):
    totals = defaultdict(Fraction)
    for name, entries in books.items():
        for entry in entries:
            where = (hledger.account(entry.draft.unit, entry.draft.kind, under=name), name_of(day_of(entry.draft)))
            totals[*where, "entry"] += 1
            for of in (*COUNTERS, *FIELDS):
                totals[*where, of] += measures.amount(entry, of)
    return {key: total for key, total in totals.items() if total}


def month(day):
    return f"{day:%Y-%m}"


def quarter(day):
    return f"{day.year}Q{(day.month + 2) // 3}"


def year(day):
    return f"{day.year}"


@pytest.mark.needs("hledger")
@pytest.mark.parametrize(("option", "name_of"), [("-M", month), ("-Q", quarter), ("-Y", year)])
def test_hledger_finds_every_count_and_sum(books, journal, option, name_of):
    assert balances(journal, option) == folded(books, name_of)


@pytest.mark.needs("hledger")
@pytest.mark.parametrize(("option", "name_of", "duty"), [("-M", month, "monthly"), ("-Q", quarter, "quarterly")])
def test_hledger_finds_what_the_board_counts_in_each_window(books, journal, option, name_of, duty):
    counted = balances(journal, option, "--date2", "cur:entry")
    shown = {}
    for name, entries in books.items():
        ledger = Ledger((ledgers.SCHEME,), ledgers.UNIT_SPANS, (), entries, CALENDAR)
        for unit in ledgers.UNITS:
            for text in ("2025", "2026"):
                found = board.build(
                    ledger=ledger, unit=unit, period=periods.parse(text), on=date(2027, 1, 1), as_known_at=NOW
                )
                for cell in found.cells:
                    if cell.duty == duty and cell.done:
                        key = (hledger.account(unit, "study", under=name), name_of(cell.window.start), "entry")
                        shown[key] = Fraction(cell.done)
    assert {key: total for key, total in counted.items() if key[0].endswith(":study")} == shown
    assert len(shown) > LEDGERS
