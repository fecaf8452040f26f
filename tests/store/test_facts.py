"""What is derived can be dropped and derived anew."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import factories

pytestmark = pytest.mark.django_db


def derived():
    found = []
    with connection.cursor() as cursor:
        for table in ("store_fact", "store_factnumber"):
            columns = "seq, field, millionths" if table == "store_factnumber" else "*"
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
            found.append(cursor.fetchall())
    assert all(found)
    return found


def test_rebuilt_facts_equal_those_written_with_the_ledger():
    from zicha.services import ledger

    factories.organisation()
    first = factories.record(factories.inspection(date(2026, 5, 20), evidence=("photo", "checklist")))
    factories.record(factories.meeting(date(2026, 5, 21)))
    gone = factories.record(factories.inspection(date(2026, 5, 22)))
    later = factories.NOW + timedelta(days=1)
    moved = replace(first.draft, happened_on=date(2026, 5, 19))
    ledger.correct(entry=1, draft=moved, reason="日期", recorded_at=later, recorded_by="P002", seen_number=1)
    ledger.withdraw(entry=gone.entry, reason="重复", recorded_at=later, recorded_by="P002")
    before, told = derived(), []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_fact SET rec_to = 0, kind = 'x'")
    assert ledger.rebuild(progress=lambda *step: told.append(step)) == 5
    assert derived() == before
    assert told == [(5, 5)]


def test_rebuilt_facts_keep_the_numbers_of_a_field_that_a_later_version_drops():
    from zicha.services import ledger, schemes

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    before = derived()
    text = factories.shipped("work-safety").decode()
    assert 'version: "1"' in text
    assert text.count("      blocked:") == 1
    later = text.replace('version: "1"', 'version: "2"\neffective: 2026-07-01').replace(
        "      blocked:", "      closed:"
    )
    later = later.replace("of: blocked", "of: closed")
    schemes.load(data=later.encode(), name="later", recorded_at=factories.NOW + timedelta(days=1), recorded_by="P001")
    told = []
    assert ledger.rebuild(progress=lambda *step: told.append(step)) == 1
    assert told == [(1, 1)]
    assert derived() == before


def test_record_of_june_entered_in_july_is_read_by_the_version_of_june():
    from zicha.services import ledger, schemes

    factories.organisation()
    text = factories.shipped("work-safety").decode().replace('version: "1"', 'version: "2"\neffective: 2026-07-01')
    later = text.replace("      blocked:", "      closed:").replace("of: blocked", "of: closed")
    schemes.load(data=later.encode(), name="later", recorded_at=factories.NOW, recorded_by="P001")
    july = factories.NOW + timedelta(days=25)
    kept = ledger.record(draft=factories.inspection(date(2026, 6, 28)), recorded_at=july, recorded_by="P002")
    assert kept.draft.value("blocked") == "2"
    assert not kept.backfilled
