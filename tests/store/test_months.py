"""Sums by unit and month from kept rows are those counted from the facts, at any instant before and after the rows."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.store.test_cubes import append, history, prepare, question
from zicha.core import measures, periods, tallies
from zicha.core.ledger import known

pytestmark = pytest.mark.django_db

RULES = [rule for rule in ledgers.RULES if tallies.of_rule(rule)]


def keep():
    from zicha.store.queries import cubes
    from zicha.store.writes import months

    months.rebuild(wanted=tuple(cubes.known_tallies().values()))


def rows():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.digest, t.size, r.year, r.unit, r.cells FROM store_monthrow r"
            " JOIN store_monthtally t ON t.id = r.tally ORDER BY 1, 3, 4"
        )
        return [(*key, bytes(cells)) for *key, cells in cursor.fetchall() if any(bytes(cells))]


def asked_of(scope):
    from zicha.store.queries import months

    return [{place: n for place, n in by.items() if n} for rule in RULES for by in told(months, rule, scope)]


def told(months, rule, scope):
    found = months.totals(tallies.of_rule(rule), scope=scope)
    return [found[tally] for tally in tallies.of_rule(rule)]


def folded(revisions, scope):
    found = []
    then = known(revisions, as_known_at=scope.as_known_at)
    for rule in RULES:
        for tally in tallies.of_rule(rule):
            by = {}
            for each in measures.in_question(then, units=scope.units, span=scope.span, on=scope.on):
                place = (each.draft.unit, each.draft.happened_on.isoformat()[:7])
                by[place] = by.get(place, 0) + tallies.amount(tally, each)
            found.append({place: n for place, n in by.items() if n})
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), kept_after=st.integers(0, 40))
def test_sums_by_unit_and_month_equal_the_fold_before_and_after_the_rows(seed, kept_after):
    chance = random.Random(seed)
    revisions = history(chance, 40)
    scopes = [question(chance, revisions) for _ in range(10)]
    with transaction.atomic():
        prepare()
        append(revisions[:kept_after])
        keep()
        append(revisions[kept_after:])
        found = [asked_of(scope) for scope in scopes]
        transaction.set_rollback(True)
    assert found == [folded(revisions, scope) for scope in scopes]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_rows_brought_up_to_now_equal_rebuilt_ones(seed):
    from zicha.store.writes import months

    revisions = history(random.Random(seed), 40)
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(months, "MANY", 10)
        prepare()
        append(revisions[:15])
        keep()
        append(revisions[15:])
        months.renew()
        renewed = rows()
        keep()
        rebuilt = rows()
        transaction.set_rollback(True)
    assert renewed
    assert renewed == rebuilt


def year(units):
    from zicha.store.queries.sums import Scope

    return Scope(units, periods.parse("2026").span, date(2026, 12, 31), ledgers.START + timedelta(days=900))


@pytest.mark.parametrize("count", [1, 30])
def test_table_of_a_subtree_is_read_from_rows_in_few_statements(count):
    from tests.store.test_cubes import TREE
    from zicha.store.queries import months

    prepare()
    append(history(random.Random(7), count))
    keep()
    scope = year(tuple(span.unit for span in TREE))
    with CaptureQueriesContext(connection) as asked:
        told(months, RULES[0], scope)
    facts = [each for each in asked.captured_queries if "store_fact" in each["sql"]]
    assert (len(facts), len(asked.captured_queries)) == (0, 4)


def test_rows_too_far_from_the_instant_are_left_alone(monkeypatch):
    from tests.store.test_cubes import TREE
    from zicha.store.queries import months

    prepare()
    keep()
    revisions = history(random.Random(7), 12)
    append(revisions)
    scope = year(tuple(span.unit for span in TREE))
    near = asked_of(scope)
    monkeypatch.setattr(months, "MOST_BESIDE", 11)
    with CaptureQueriesContext(connection) as asked:
        assert asked_of(scope) == near == folded(revisions, scope)
    assert [each for each in asked.captured_queries if "store_monthrow" in each["sql"]] == []


def test_small_ledger_with_few_changes_keeps_its_rows_as_they_are():
    from zicha.store.writes import summaries

    prepare()
    keep()
    append(history(random.Random(7), 12))
    before = rows()
    summaries.renew()
    assert rows() == before == []
