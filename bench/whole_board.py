"""The whole board of an organisation: counted from kept rows against folded from the entries, now and as of an instant.

Both answers are compared first. The generated organisation is S, or the one that ``ZICHA_SCALE`` names; of a large one
the entries are folded once, which takes minutes.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from bench import dataset, harness
from zicha.conf import start
from zicha.core import periods

if TYPE_CHECKING:  # Django is set up first
    from zicha.core.board import Board
    from zicha.services.board_totals import BoardTotals

ROUNDS = 5
LARGE = 1_000
"""From so many units on, the entries are folded once."""


def main() -> None:
    """Print the ratios."""
    scale = cast("dataset.Scale", os.environ.get("ZICHA_SCALE", "S"))
    start.django(home=dataset.prepare(scale), database_url="")
    from zicha.core.units import tree_at
    from zicha.store.queries import sums, units

    ((last,),) = sums.rows("select max(day) from store_fact", ())
    year = date.fromisoformat(str(last)).year
    (root, *_others) = tree_at(units.spans(), on=date(year, 12, 31)).roots
    questions = {
        "now": (date(year, 12, 31), datetime(year + 1, 1, 31, tzinfo=UTC)),
        "as of an instant": (date(year, 5, 15), datetime(year, 5, 15, 12, tzinfo=UTC)),
    }
    for name, (on, instant) in questions.items():
        _compare(f"{scale}, {name}", root, f"{year}H1", on, instant)


def _compare(title: str, root: str, period: str, on: date, as_known_at: datetime) -> None:
    from zicha.services import board_totals, boards

    asked = periods.parse(period)

    def folded() -> Board:
        return boards.show(unit=root, period=asked, on=on, as_known_at=as_known_at, subtree=True)

    def counted() -> BoardTotals:
        return board_totals.totals(unit=root, period=asked, on=on, as_known_at=as_known_at)

    found = counted()
    begun = time.perf_counter()
    shown = folded()
    once = time.perf_counter() - begun
    assert (found.totals, found.reported, found.missing) == (shown.totals, shown.reported, shown.missing)
    words = f"{title}: {len(found.units)} units, {len(shown.cells)} windows, {found.packed} units from kept rows"
    if len(found.units) < LARGE:
        contenders = {"folded from the entries": folded, "counted from kept rows": counted}
        harness.report(words, harness.interleave(contenders, rounds=ROUNDS))
        return
    (rows,) = harness.interleave({"counted from kept rows": counted}, rounds=ROUNDS)
    fold = harness.Timing("folded from the entries, once", once, once, once, 1.0)
    harness.report(words, (fold, replace(rows, ratio=rows.median / once)))


if __name__ == "__main__":
    main()
