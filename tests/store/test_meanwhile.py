"""Kept rows and sums that are dropped and written anew while a question reads them are not taken for nothing."""

import random
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from tests import ledgers
from tests.store import test_cubes, test_months, test_presence

pytestmark = pytest.mark.django_db


@contextmanager
def once_before(table, work):
    """Let somebody else's work come just before the first statement that reads a table."""
    done = []

    def between(execute, sql, params, many, context):
        if table in sql and sql.startswith("select") and not done:
            done.append(sql)
            with transaction.atomic():
                work()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        yield
    assert len(done) == 1


def test_people_are_counted_from_rows_that_stand():
    from zicha.store.queries import measures as queries
    from zicha.store.writes import presence

    test_presence.prepare()
    test_presence.append([test_presence.study(date(2026, 2, 3), "P3", "P4")])
    with once_before("store_presencerow", presence.rebuild):
        assert queries.value(test_presence.RULES[0], scope=test_presence.whole()) == 2


def test_sums_by_month_are_read_from_rows_that_stand():
    test_cubes.prepare()
    revisions = test_cubes.history(random.Random(7), 12)
    test_cubes.append(revisions)
    test_months.keep()
    scope = test_months.year(tuple(span.unit for span in test_cubes.TREE))
    with once_before("store_monthrow", test_months.keep):
        assert test_months.asked_of(scope) == test_months.folded(revisions, scope)


def test_sums_of_a_subtree_are_read_from_cells_that_stand():
    from zicha.store.queries import measures as queries
    from zicha.store.writes import cubes

    test_cubes.prepare()
    test_cubes.append(test_cubes.history(random.Random(7), 12))
    scope = test_cubes.scope_of("R", as_known_at=ledgers.START + timedelta(days=900))
    counted = queries.measured(ledgers.RULES[0], scope=scope).value
    assert counted
    with once_before("store_cubecell", lambda: cubes.rebuild(progress=lambda _done, _total: None)):
        assert queries.value(ledgers.RULES[0], scope=scope) == counted
