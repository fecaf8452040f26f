"""The board of a subtree, computed from values: it must grow with the units asked for, and with nothing else."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bench import harness, lengths
from zicha.core import board, periods
from zicha.core.board import Ledger
from zicha.core.ledger import Revision, known
from zicha.core.periods import Span
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

KNOWN = datetime(2027, 1, 1, tzinfo=UTC)
ALWAYS = Span(date(2025, 1, 1), date.max)
SIZES: tuple[int, ...] = lengths.of(short=(2, 20), full=(20, 200, 2000))
ledgers: Any = importlib.import_module("tests.ledgers")  # untyped, as all tests are


def main() -> None:
    """Print the time of a board for more and more units."""
    entries = known(ledgers.revisions(random.Random(1), 60), as_known_at=KNOWN)
    some = [each for each in entries if each.draft.unit == "U1"]
    contenders = {f"{size} units": _board(_ledger(size, some)) for size in SIZES}
    timings = harness.interleave(contenders, rounds=5)
    harness.report(f"board of a half-year: {len(ledgers.SCHEME.duties)} duties, {len(some)} entries a unit", timings)
    for timing, size in zip(timings, SIZES, strict=True):
        print(f"  {timing.median / size * 1e6:>8.0f} us a unit ({size} units)")


def _ledger(size: int, some: list[Revision]) -> Ledger:
    root = UnitSpan("U", "root", "", 1, ALWAYS)
    units = (root, *(UnitSpan(f"U{place:05}", "unit", "U", 2, ALWAYS) for place in range(size)))
    revisions = tuple(
        replace(each, seq=place * 1000 + each.seq, draft=replace(each.draft, unit=unit.unit))
        for place, unit in enumerate(units[1:])
        for each in some
    )
    return Ledger((ledgers.SCHEME,), units, (), revisions, CALENDAR)


def _board(ledger: Ledger) -> Callable[[], object]:
    period = periods.parse("2026H1")
    return lambda: board.build(
        ledger=ledger, unit="U", period=period, on=date(2026, 7, 1), as_known_at=KNOWN, subtree=True
    )
