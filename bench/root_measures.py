"""Measures of one unit, of a hundred and of the whole organisation, as known at an instant in the middle of a day.

Every additive measure of the scheme is asked through the public function, against the same question now, against hand
SQL over the facts through the bare driver, and against a direct scan; different people are asked of the root as of
three instants, against reading every sheet. All answers are compared first. The generated organisations are S and M,
or, with ``ZICHA_SCALE=L``, S, M and L.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import dataset, harness, lengths
from zicha.conf import start
from zicha.core import bodies, tallies
from zicha.core.periods import Span
from zicha.core.scheme import COUNTERS, DistinctPeople, Rule, Selector

ROUNDS = lengths.of(short=1, full=7)
MANY, LARGE = 1_000, 5_000
"""From so many units on, a direct scan takes so long that it is run three times, or once."""
UNITS = lengths.of(short=4, full=60)
"""How many single units are asked in turn, so that one of them says little."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one scale.

    Attributes:
        one: each of some units alone.
        some: a subtree of a hundred units or more, as small as there is.
        root: everything.
        people: the rules that count different people.
    """

    file: Path
    rules: tuple[Rule, ...]
    one: tuple[Any, ...]
    some: Any
    root: Any
    people: tuple[DistinctPeople, ...]


def main() -> None:
    """Print the ratios."""
    scales: tuple[dataset.Scale, ...] = ("S", "M", "L") if os.environ.get("ZICHA_SCALE") == "L" else ("S", "M")
    homes = {scale: dataset.prepare(scale) for scale in scales}
    start.django(home=homes["S"], database_url="")
    asked: dict[str, Asked] = {}
    for scale, home in homes.items():
        _open(home)
        asked[scale] = _asked(home)
    for scale in scales:
        _within(scale, asked[scale])
    _between(asked, scales[0], scales[-1], "one unit", lambda each: _all(each, each.one))
    _between(asked, scales[-2], scales[-1], "root, as of an instant", lambda each: _all(each, (each.root,)))


def _within(scale: str, asked: Asked) -> None:
    """Compare the ways within one scale."""
    _open(asked.file.parent)
    later = datetime(asked.root.as_known_at.year + 9, 1, 1, tzinfo=UTC)
    now = tuple(replace(scope, as_known_at=later) for scope in asked.one)
    hand = _driver()
    groups: Mapping[str, Sequence[Any]] = {
        f"{len(asked.one)} units, one after another": asked.one,
        f"a subtree of {len(asked.some.units)}": (asked.some,),
        f"the root and {len(asked.root.units) - 1} below it": (asked.root,),
    }
    title = f"{scale}: {len(asked.rules)} measures of {len(asked.one)} units: as of an instant : now"
    instants: dict[str, Callable[[], object]] = {
        "now": partial(_all, asked, now),
        "as of": partial(_all, asked, asked.one),
    }
    harness.report(title, harness.interleave(instants, rounds=ROUNDS))
    for name, scopes in groups.items():
        contenders: dict[str, Callable[[], object]] = {
            "hand SQL over the facts": partial(_by_hand, hand, asked, scopes),
            "the public function": partial(_all, asked, scopes),
            "the public function, without kept sums": partial(_direct, asked, scopes),
        }
        _compare(f"{scale}: {len(asked.rules)} measures of {name}", contenders, units=len(scopes[0].units))
    _people(scale, asked)


def _people(scale: str, asked: Asked) -> None:
    """Count the different people of the root: two weeks after the half-year's close, a quarter later, and now."""
    from zicha.store.queries import measures, presence

    (rule,) = asked.people
    year = asked.root.as_known_at.year
    for instant in (asked.root.as_known_at, datetime(year, 10, 1, tzinfo=UTC), datetime(year + 9, 1, 1, tzinfo=UTC)):
        scope = replace(asked.root, as_known_at=instant)

        def read(scope: Any = scope) -> int:
            return presence.people(presence.seen(rule.selector, scope=scope))

        contenders: dict[str, Callable[[], object]] = {
            "every sheet": read,
            "rows of seats": partial(measures.value, rule, scope=scope),
        }
        title = f"{scale}: different people of the root, as of {instant:%Y-%m-%d}"
        _compare(title, contenders, units=len(scope.units))


def _compare(title: str, contenders: Mapping[str, Callable[[], object]], *, units: int) -> None:
    """Make sure that all give the same, and print how long each took: of a large organisation, the slow ones once."""
    begun, answers = [time.perf_counter()], []
    for run in contenders.values():
        answers.append(run())
        begun.append(time.perf_counter())
    assert all(answer == answers[0] for answer in answers), title
    if units < LARGE:
        harness.report(title, harness.interleave(contenders, rounds=ROUNDS if units < MANY else 3))
        return
    took = [end - start for start, end in pairwise(begun)]
    quick = {name: run for (name, run), one in zip(contenders.items(), took, strict=True) if one < took[0] / 5}
    again = {each.name: each for each in harness.interleave(quick, rounds=ROUNDS)} if quick else {}
    once = (harness.Timing(name, one, one, one, one / took[0]) for name, one in zip(contenders, took, strict=True))
    harness.report(
        title,
        tuple(
            replace(again[each.name], ratio=again[each.name].median / took[0]) if each.name in again else each
            for each in once
        ),
    )


def _between(asked: Mapping[str, Asked], small: str, large: str, what: str, run: Callable[[Asked], object]) -> None:
    """Time the same questions at two scales in turn, each once unmeasured after its database was opened."""
    seconds: dict[str, list[float]] = {small: [], large: []}
    for _round in range(ROUNDS):
        for scale, taken in seconds.items():
            _open(asked[scale].file.parent)
            run(asked[scale])
            begun = time.perf_counter()
            run(asked[scale])
            taken.append(time.perf_counter() - begun)
    medians = {scale: statistics.median(taken) for scale, taken in seconds.items()}
    ratio = medians[large] / medians[small]
    print(f"\n{what}: {large} : {small} = {ratio:.2f} ({medians[large]:.4f} s : {medians[small]:.4f} s)")


def _open(home: Path) -> None:
    """Let the program read another data folder; Django must be set up."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(home / "zicha.sqlite3")


def _driver() -> Any:
    """The bare connection under Django's: a second library on the same file would drop its locks."""
    from django.db import connection

    connection.ensure_connection()
    return connection.connection


def _asked(home: Path) -> Asked:
    from zicha.core.units import tree_at
    from zicha.store.queries import schemes, sums, units
    from zicha.store.queries.measures import Scope

    ((last,),) = sums.rows("select max(day) from store_fact", ())
    year = date.fromisoformat(str(last)).year - 1
    span = Span(date(year, 1, 1), date(year, 7, 1))
    instant = datetime(year, 7, 15, 12, 0, 10, tzinfo=UTC)
    tree = tree_at(units.spans(), on=span.last_day)
    subtrees = sorted((tree.subtree(unit) for unit in tree.units), key=len)
    leaves = [each for each in subtrees if len(each) == 1]
    rules = tuple(each.rule for version in schemes.versions() for each in version.scheme.measures)

    def scope(below: tuple[str, ...]) -> Scope:
        return Scope(below, span, span.last_day, instant)

    return Asked(
        home / "zicha.sqlite3",
        tuple(rule for rule in rules if tallies.of_rule(rule)),
        tuple(map(scope, leaves[:: max(1, len(leaves) // UNITS)][:UNITS])),
        scope(next((each for each in subtrees if len(each) >= 100), subtrees[-1])),
        scope(subtrees[-1]),
        tuple(rule for rule in rules if isinstance(rule, DistinctPeople)),
    )


def _all(asked: Asked, scopes: Sequence[Any]) -> list[object]:
    from zicha.store.queries import measures

    return [measures.value(rule, scope=scope) for scope in scopes for rule in asked.rules]


def _direct(asked: Asked, scopes: Sequence[Any]) -> list[object]:
    from zicha.store.queries import sums

    return [
        tallies.value(rule, sums.totals(tallies.of_rule(rule), scope=scope)) for scope in scopes for rule in asked.rules
    ]


def _by_hand(connection: Any, asked: Asked, scopes: Sequence[Any]) -> list[object]:
    return [
        tallies.value(
            rule, {tally: _sum(connection, tally.selector, tally.of, scope) for tally in tallies.of_rule(rule)}
        )
        for scope in scopes
        for rule in asked.rules
    ]


def _sum(connection: Any, selector: Selector, of: str, scope: Any) -> int:
    """What somebody would write who has this one question and the tables before him."""
    units, kinds = (", ".join("?" * len(each)) for each in (scope.units, selector.kinds))
    instant = bodies.microseconds(scope.as_known_at)
    absent = "expected - coalesce(present, 0) - coalesce(excused, 0)"
    number = of and of not in COUNTERS
    chosen = "n.millionths" if number else {"": "1", "absent": absent}.get(of, of)
    joined = " join store_factnumber n on n.seq = f.seq and n.field = ?" if number else ""
    sql = (
        f"select coalesce(sum({chosen}), 0) from store_fact f{joined} where unit in ({units}) and day >= ? and day < ?"  # noqa: S608 -- placeholders
        f" and kind in ({kinds}) and rec_at <= ? and rec_to > ? and not withdrawn"
    )
    values = [*scope.units, scope.span.start.isoformat(), scope.span.end.isoformat(), *selector.kinds, instant, instant]
    if selector.backfilled is not None:
        sql += " and backfilled" if selector.backfilled else " and not backfilled"
    for field, accepted in selector.where:
        sql += f" and nullif(fields, '') ->> ? in ({', '.join('?' * len(accepted))})"
        values += [f'$."{field}"', *accepted]
    found = connection.execute(sql, [of, *values] if number else values).fetchone()
    return int(found[0])


if __name__ == "__main__":
    main()
