"""Problems of all units, now, by kept rows against the fold over all of them; and one unit's, which must not suffer.

The middle organisation gets six problems a unit with their steps: 12,000 problems in about 44,000 entries. Both say
the same before they are timed.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

from bench import dataset, harness
from zicha.conf import start
from zicha.core import built_in, problems
from zicha.core.ledger import Draft, Revision
from zicha.core.values import filled

EACH = 6
ROUNDS = 3
DAY = date(2026, 11, 30)
NOW = datetime(2030, 1, 1, tzinfo=UTC)
STEPS = (("work", "hand_in", "accept"),) * 8 + (("work", "hand_in"), ("work",))
"""Eight of ten problems are closed."""


def main() -> None:
    """Print the processor time of what pages ask, by rows and by the fold."""
    with tempfile.TemporaryDirectory(dir=dataset.DATA) as folder:
        home = Path(folder) / "M"
        shutil.copytree(dataset.prepare("M"), home)
        start.django(home=home, database_url="")
        units = _fill()
        for name, some in ((f"{len(units):,} units", units), ("one unit", units[7:8])):
            _measure(name, some)


def _measure(name: str, units: Sequence[str]) -> None:
    from zicha.services import problem_boards as boards

    wanted = boards.Narrowing(waiting=boards.Waiting(f"{units[0]}-03", frozenset(units)))
    everything = boards.Question(tuple(units), DAY, NOW)
    mine = boards.Question(tuple(units), DAY, NOW, wanted)
    said = boards.Question(tuple(units), DAY, NOW, boards.Narrowing(text="灭火器"))
    asked: dict[str, Callable[[], object]] = {
        "what waits for one person": lambda: boards.waiting(mine, most=6),
        "the board": lambda: boards.by_state(everything, most=30),
        "a page of the list": lambda: boards.page(everything, offset=0, limit=50),
        "a page of what a word is said of": lambda: boards.page(said, offset=0, limit=50),
    }
    for what, ask in asked.items():
        fold = _by_fold(ask)
        if ask() != fold():
            raise SystemExit(f"{what}: rows and fold differ")
        contenders = {"the fold": fold, "kept rows": ask}
        harness.report(f"{name}: {what}", harness.interleave(contenders, rounds=ROUNDS))
        harness.report_processor(contenders, items=1, unit="question")


def _by_fold(ask: Callable[[], object]) -> Callable[[], object]:
    from zicha.store.queries import kept_threads

    def fold() -> object:
        with mock.patch.object(kept_threads, "stand", return_value=False):
            return ask()

    return fold


def _fill() -> tuple[str, ...]:
    from zicha.store.queries import log
    from zicha.store.queries import units as queries
    from zicha.store.writes import ledger
    from zicha.store.writes.ledger import Entering

    chance = random.Random(1)
    last = log.latest()
    assert last is not None
    at = max(last, datetime(2026, 11, 1, tzinfo=UTC))
    units = tuple(sorted({span.unit for span in queries.spans()}))

    def append(drafts: Sequence[Draft]) -> tuple[Revision, ...]:
        entering = [Entering(draft, at, f"{draft.unit}-00") for draft in drafts]
        return ledger.append(entering, kind_of=lambda kind, *_when: built_in.KINDS.get(kind))

    for start_at in range(0, len(units), 100):
        made = append([_problem(chance, unit) for unit in units[start_at : start_at + 100] for _place in range(EACH)])
        append([step for problem in made for step in _steps(chance, problem)])
    return units


def _problem(chance: random.Random, unit: str) -> Draft:
    day = date(2026, 1, 5) + timedelta(days=chance.randrange(280))
    fields = (
        ("number", f"{unit}-{chance.randrange(10**6):06}"),
        ("source", "inspection"),
        ("matter", "灭火器压力不足，部分到期未检"),
        ("measure", "立即更换并建立台账"),
        ("owner", f"{unit}-{chance.randrange(dataset.MEMBERS):02}"),
        ("due", day + timedelta(days=30)),
        ("scheme", "office"),
        ("clause", chance.choice("abc")),
    )
    return Draft(unit, problems.PROBLEM, day, "", fields=tuple(sorted(filled(fields))))


def _steps(chance: random.Random, problem: Revision) -> Sequence[Draft]:
    unit, day = problem.draft.unit, problem.draft.happened_on
    named = (("problem", str(problem.entry)), ("reason", "已办"))
    return [
        Draft(unit, problems.STEP, day + timedelta(days=place), "", fields=(*named, ("step", name)))
        for place, name in enumerate(chance.choice(STEPS), 1)
    ]
