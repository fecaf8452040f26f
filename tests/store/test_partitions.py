"""The facts cut by month answer as in one piece, take records of any month, and can be put together again."""

from datetime import date

import pytest
from django.db import connection

from tests import factories
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'store_fact_%%' AND relkind = 'r' ORDER BY 1")
        return [name for (name,) in cursor.fetchall() if not name.startswith("store_factnumber")]


def shape():
    """The indexes and the primary key of the table, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indisprimary FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'store_fact'::regclass ORDER BY 1"
        )
        return cursor.fetchall()


def fill():
    factories.organisation()
    for day in (date(2026, 3, 10), date(2026, 4, 15), date(2026, 5, 20)):
        factories.record(factories.inspection(day))


def answer():
    from zicha.core.periods import parse
    from zicha.services import boards

    asked = {"unit": "U01", "period": parse("2026H1"), "on": date(2026, 6, 20), "as_known_at": factories.NOW}
    return boards.show(**asked).cells


def test_cut_by_month_answers_the_same_and_takes_corrections_and_new_months():
    from zicha.services import ledger, log, partitions
    from zicha.store.queries import ledger as queries

    if connection.vendor != "postgresql":
        pytest.skip("tables are cut on PostgreSQL; run with --database postgresql")
    fill()
    before, indexes = answer(), shape()
    assert partitions.arrange(monthly=True) == 28
    assert (answer(), shape()) == (before, indexes)
    assert tables()[:3] == ["store_fact_2026_03", "store_fact_2026_04", "store_fact_2026_05"]
    moved = factories.inspection(date(2026, 3, 12), title="改到三月")
    ledger.correct(
        entry=3, draft=moved, reason="日期写错", recorded_at=factories.NOW, recorded_by="P002", seen_number=1
    )
    factories.record(factories.inspection(date(2026, 1, 8)))
    latest = [(one.seq, one.draft.happened_on) for one in queries.latest(entries=[1, 2, 3, 5])]
    assert sorted(latest) == [
        (1, date(2026, 3, 10)),
        (2, date(2026, 4, 15)),
        (4, date(2026, 3, 12)),
        (5, date(2026, 1, 8)),
    ]
    assert log.verify(home=ledger.settings.ZICHA_HOME).fault is None
    changed = answer()
    assert partitions.arrange(monthly=True) == 30
    assert tables()[0] == "store_fact_2026_01"
    assert ledger.rebuild(progress=lambda *_: None) == 5
    assert answer() == changed
    assert partitions.arrange(monthly=False) == 1
    assert (answer(), shape(), tables()) == (changed, indexes, [])


def test_empty_installation_can_be_cut():
    from zicha.services import partitions

    if connection.vendor != "postgresql":
        pytest.skip("tables are cut on PostgreSQL; run with --database postgresql")
    assert partitions.arrange(monthly=True) == 1
    fill()
    assert (len(answer()) > 0, partitions.arrange(monthly=True)) == (True, 28)


def test_sqlite_says_that_it_cannot():
    from zicha.services import partitions

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    with pytest.raises(Refusal, match=r"engine\.only_postgresql"):
        partitions.arrange(monthly=True)
