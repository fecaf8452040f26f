"""The whole board of an organisation: counted from kept rows against folded from the entries, now and as of an instant.

Both answers are compared first. The rows are counted as the first question of a process has to, which reads them all,
and as every later one does, which reads again what was touched since. Processor time is compared.

The generated organisation is S, or the one that ``ZICHA_SCALE`` names, or the one in the folder that ``ZICHA_DATA``
names, which :func:`bench.dataset.make` makes of any size; of a large one the entries are folded once.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from bench import dataset, lengths
from zicha.conf import start
from zicha.core import bodies, periods

if TYPE_CHECKING:  # Django is set up first
    from zicha.core.board import Board
    from zicha.services.board_totals import BoardTotals

Answer = TypeVar("Answer")
ROUNDS = lengths.of(short=1, full=9)
LARGE = 1_000
"""From so many units on, the entries are folded once."""


def main() -> None:
    """Print the ratios."""
    scale = cast("dataset.Scale", os.environ.get("ZICHA_SCALE", "S"))
    folder = os.environ.get("ZICHA_DATA")
    start.django(home=Path(folder) if folder else dataset.prepare(scale), database_url="")
    from zicha.core.units import tree_at
    from zicha.store.queries import sums, units

    ((last, recorded),) = sums.rows("select max(day), max(rec_at) from store_fact", ())
    year = date.fromisoformat(str(last)).year
    (root, *_others) = tree_at(units.spans(), on=date(year, 12, 31)).roots
    questions = {
        "now": (date(year, 12, 31), bodies.instant(int(recorded))),
        "as of an instant": (date(year, 5, 15), datetime(year, 5, 15, 12, tzinfo=UTC)),
    }
    for name, (on, instant) in questions.items():
        _compare(name, root, f"{year}H1", on, instant)


def _compare(title: str, root: str, period: str, on: date, as_known_at: datetime) -> None:
    from zicha.services import board_totals, boards
    from zicha.store.queries import whole_rows

    asked = periods.parse(period)

    def folded() -> Board:
        return boards.show(unit=root, period=asked, on=on, as_known_at=as_known_at, subtree=True)

    def counted() -> BoardTotals:
        return board_totals.totals(unit=root, period=asked, on=on, as_known_at=as_known_at)

    def counted_first() -> BoardTotals:
        whole_rows.forget()
        return counted()

    def sorted_by_pressing() -> list[str]:
        found = counted()
        return sorted(found.units, key=found.pressing, reverse=True)

    spent, shown = _spent(folded)
    found = counted()
    assert (found.totals, found.reported, found.missing) == (shown.totals, shown.reported, shown.missing)
    folds = [spent] if len(found.units) >= LARGE else [_spent(folded)[0] for _round in range(ROUNDS)]
    ways = {
        "counted from kept rows, the first question of a process": counted_first,
        "counted from kept rows, a later question": counted,
        "the same, and the units sorted by how pressed they are": sorted_by_pressing,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, run in ways.items():
            taken[name].append(_spent(run)[0])
    print(f"\n{title}: {len(found.units)} units, {len(shown.cells)} windows, {found.packed} units from kept rows")
    for name, seconds in {"folded from the entries": folds, **taken}.items():
        _report(name, seconds, statistics.median(folds))


def _report(name: str, seconds: list[float], baseline: float) -> None:
    middle = statistics.median(seconds)
    spread = f"{min(seconds) * 1e3:.1f}..{max(seconds) * 1e3:.1f}"
    print(f"  1 : {baseline / middle:>7.1f}  {middle * 1e3:>9.1f} ms of processor  ({spread})  {name}")


def _spent(run: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = time.process_time()
    found = run()
    return time.process_time() - begun, found


if __name__ == "__main__":
    main()
