"""Kept sums give what the fold gives: for any units, days and instant, whatever the tree did."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.ledgers import append
from zicha.core import measures, tallies
from zicha.core.ledger import known
from zicha.core.periods import Span
from zicha.core.scheme import Measure
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan, tree_at

pytestmark = pytest.mark.django_db

BELOW_A = tuple(f"A{number:02}" for number in range(52))
BELOW_B = ("B1", "B2", "B3")
SPAN = Span(date(2020, 1, 1), date.max)
TREE = (
    UnitSpan("R", "总队", "", 1, SPAN),
    *(UnitSpan(unit, f"{unit}支队", "R", 2, SPAN) for unit in ("A", "B")),
    *(UnitSpan(unit, f"{unit}中队", unit[0], 3, SPAN) for unit in (*BELOW_A, *BELOW_B)),
)
BUSY = ("A00", "A01", "B1", "R", "X1")
"""Units that have records; X1 stands in no tree of today."""
SCHEME = replace(
    ledgers.SCHEME,
    measures=tuple(Measure(f"m{place}", LocalText("数", "n"), rule) for place, rule in enumerate(ledgers.RULES)),
)


def prepare():
    """A tree with two nodes that are kept, R and A, and a scheme with every sort of rule."""
    from zicha.store.writes import cubes, organisation, schemes

    organisation.add_units(TREE, recorded_at=ledgers.START)
    schemes.add(scheme=SCHEME, text=b"", sha256=ledgers.named(SCHEME), recorded_at=ledgers.START, recorded_by="")
    assert cubes.begin() is True


def history(chance, count):
    """A random ledger of the busy units, recorded at odd hours; a correction may move an entry to another unit."""
    found, instant = [], ledgers.START
    for each in ledgers.revisions(chance, count):
        instant += timedelta(hours=chance.choice((0, 1, 5, 30)))
        found.append(replace(each, recorded_at=instant, draft=replace(each.draft, unit=chance.choice(BUSY))))
    return tuple(found)


def cells():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.unit, t.digest, c.month, c.recorded, c.value, c.latest FROM store_cubecell c"
            " JOIN store_cubenode n ON n.id = c.node JOIN store_cubetally t ON t.id = c.tally ORDER BY 1, 2, 3, 4"
        )
        return cursor.fetchall()


def question(chance, revisions):
    """Some units around a kept node, days that may begin and end within a month, and an instant within the ledger."""
    node = chance.choice(("R", "A"))
    units = dict.fromkeys(
        [*tree_at(TREE, on=date(2026, 1, 1)).subtree(node), *chance.sample(BUSY, chance.randrange(3))]
    )
    left = {unit for unit in chance.sample(BUSY, chance.randrange(3)) if unit != node}
    return ledgers.question(chance, revisions, units=tuple(unit for unit in units if unit not in left))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_kept_sums_equal_the_fold(seed):
    from zicha.store.queries import cubes
    from zicha.store.queries import measures as queries

    chance = random.Random(seed)
    revisions = history(chance, 40)
    asked = [question(chance, revisions) for _ in range(15)]
    with transaction.atomic():
        prepare()
        append(revisions[:15])
        append(revisions[15:])
        found = [[queries.value(rule, scope=scope) for rule in ledgers.RULES] for scope in asked]
        kept = [cubes.totals(tallies.of_rule(ledgers.RULES[0]), scope=scope) is not None for scope in asked]
        transaction.set_rollback(True)
    assert found == [
        [measures.evaluate(rule, revisions=entries).value for rule in ledgers.RULES]
        for scope in asked
        for entries in [
            measures.in_question(
                known(revisions, as_known_at=scope.as_known_at), units=scope.units, span=scope.span, on=scope.on
            )
        ]
    ]
    begun = [any(date(2026, month, 1) in scope.days for month in range(1, 9)) for scope in asked]
    assert kept == begun


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_rebuilt_cells_equal_those_kept_while_recording(seed):
    from zicha.store.writes import facts

    told = []
    with transaction.atomic():
        prepare()
        append(history(random.Random(seed), 30))
        before = cells()
        facts.rebuild(kind_of=ledgers.kind_of, progress=lambda *step: told.append(step))
        after = cells()
        transaction.set_rollback(True)
    assert before
    assert after == before
    assert told == [(30, 30), (30, 30)]


def kept():
    """The sums without those that came to nothing."""
    return [(node, tally, month, recorded, value) for node, tally, month, recorded, value, _latest in cells() if value]


def rebuilt():
    from zicha.store.writes import facts

    facts.rebuild(kind_of=ledgers.kind_of, progress=lambda _done, _total: None)
    return kept()


def move(unit, *, to):
    """A unit goes over to another one in June."""
    from zicha.store.writes import organisation

    standing = next(span for span in TREE if span.unit == unit)
    june = date(2026, 6, 1)
    organisation.end_unit(standing, ended=replace(standing, span=Span(standing.span.start, june)))
    organisation.add_units([replace(standing, parent=to, span=Span(june, date.max))], recorded_at=ledgers.START)


def test_kept_sums_follow_a_unit_that_moves_and_one_that_is_founded():
    from zicha.store.writes import cubes, organisation

    prepare()
    append(history(random.Random(7), 60))
    before = kept()
    move("A00", to="B")
    move("B1", to="A")
    organisation.add_units([UnitSpan("X1", "新中队", "A", 3, SPAN)], recorded_at=ledgers.START)
    assert kept() == before
    cubes.align()
    after = kept()
    assert after != before
    assert after == rebuilt()


def test_measure_of_a_new_version_is_kept_at_once_in_a_small_ledger():
    from zicha.core.scheme import Sum
    from zicha.store.writes import cubes, schemes

    prepare()
    append(history(random.Random(7), 30))
    before = kept()
    visits = Measure("visits", LocalText("走访处数", "Places"), Sum("places", ledgers.Selector(("visit",))))
    later = replace(SCHEME, version="2", measures=(*SCHEME.measures, visits))
    schemes.add(scheme=later, text=b"", sha256=ledgers.named(later), recorded_at=ledgers.START, recorded_by="")
    cubes.align()
    assert len(kept()) > len(before)
    assert kept() == rebuilt()


def scope_of(node, *, as_known_at):
    from zicha.store.queries.measures import Scope

    units = tree_at(TREE, on=date(2026, 1, 1)).subtree(node)
    return Scope(units, Span(date(2026, 1, 1), date(2026, 7, 1)), date(2026, 6, 30), as_known_at)


@pytest.mark.parametrize("node", ["A", "R"])
@pytest.mark.parametrize(("hours", "statements"), [(0, 4), (3, 6)])
def test_subtree_is_asked_in_few_statements_whatever_its_size(node, hours, statements, django_assert_num_queries):
    from zicha.store.queries import measures as queries

    prepare()
    three = [
        replace(each, recorded_at=ledgers.START + timedelta(hours=hours), draft=replace(each.draft, unit="A01"))
        for hours, each in zip((2, 5, 9), history(random.Random(7), 3), strict=True)
    ]
    append(three)
    scope = scope_of(node, as_known_at=ledgers.START + timedelta(hours=hours))
    with django_assert_num_queries(statements):
        queries.value(ledgers.RULES[0], scope=scope)


@pytest.mark.parametrize(("unit", "statements"), [("X1", 1), ("A01", 2)])
def test_record_costs_the_kept_sums_few_statements(unit, statements):
    prepare()
    (first,) = history(random.Random(7), 1)
    with CaptureQueriesContext(connection) as asked:
        append([replace(first, draft=replace(first.draft, unit=unit))])
    assert len([each for each in asked.captured_queries if "store_cube" in each["sql"]]) == statements


def test_organisation_without_a_large_subtree_keeps_no_sums():
    from zicha.store.writes import cubes, organisation, schemes

    organisation.add_units(TREE[:20], recorded_at=ledgers.START)
    schemes.add(scheme=SCHEME, text=b"", sha256=ledgers.named(SCHEME), recorded_at=ledgers.START, recorded_by="")
    assert cubes.begin() is False
    append(history(random.Random(7), 10))
    assert cells() == []


def test_last_revision_until_now_is_looked_up_and_not_sorted():
    from zicha.store.queries import cubes

    prepare()
    append(history(random.Random(7), 30))
    with CaptureQueriesContext(connection) as asked:
        cubes.totals(
            tallies.of_rule(ledgers.RULES[0]), scope=scope_of("R", as_known_at=datetime(2030, 1, 1, tzinfo=UTC))
        )
    (statement,) = [each["sql"] for each in asked.captured_queries if "store_revision" in each["sql"]]
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}")
        plan = str(cursor.fetchall())
    assert [word for word in ("TEMP B-TREE", "Sort") if word in plan] == []
