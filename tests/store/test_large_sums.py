"""Sums beyond what eight bytes hold are right, or are refused with nothing half done, on every path and database."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.store import test_cubes, test_months
from zicha.core import tallies
from zicha.core.findings import Refusal
from zicha.core.scheme import Selector, Sum

pytestmark = pytest.mark.django_db
RULE = Sum("pages", Selector(("study",), where=(("form", ("reading",)),)))
(TALLY,) = tallies.of_rule(RULE)
EACH = 9_999_999_999_999_999
"""The largest number a field takes, in millionths; 923 of them are more than eight bytes hold."""
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def large(first, last, *, months=1):
    """Records of the largest number, each of a month in turn; all recorded on one day."""
    (one,) = test_cubes.history(random.Random(5), 1)
    found = []
    for place in range(first, last + 1):
        day = date(2026, place % months + 1, 3)
        fields = (("form", "reading"), ("pages", "9999999999.999999"))
        draft = replace(one.draft, unit="A00", kind="study", happened_on=day, makes_up=None, fields=fields)
        at = one.recorded_at + timedelta(seconds=place)
        found.append(replace(one, seq=place, entry=place, number=1, draft=draft, recorded_at=at, withdrawn=False))
    return found


def asked():
    return replace(test_cubes.scope_of("R", as_known_at=LATER), on=date(2027, 5, 1))


def totals():
    """What kept sums, facts and months come to; the public measure has to say the same."""
    from zicha.store.queries import cubes, measures, months, sums

    kept = cubes.totals((TALLY,), scope=asked())
    by_month = months.totals((TALLY,), scope=asked())[TALLY]
    return (
        None if kept is None else kept[TALLY],
        sums.totals((TALLY,), scope=asked())[TALLY],
        sum(by_month.values()),
        measures.value(RULE, scope=asked()) * tallies.MILLION,
    )


def test_sums_of_many_months_are_right_beyond_eight_bytes():
    from zicha.store.queries import cubes
    from zicha.store.writes import months

    test_cubes.prepare()
    test_months.keep()
    test_cubes.append(large(1, 1500, months=2))
    whole = 1500 * EACH
    assert whole > 2**63
    assert totals() == (whole, whole, whole, whole)
    assert cubes.sample()[2] == 0
    test_cubes.append(large(1501, 1800, months=6))
    whole = 1800 * EACH
    assert totals() == (whole, whole, whole, whole)
    test_cubes.rebuilt()
    assert totals() == (whole, whole, whole, whole)
    assert not months.are_behind()


def test_sum_that_no_cell_can_hold_is_refused_and_nothing_is_written():
    from zicha.store.queries import ledger

    test_cubes.prepare()
    test_cubes.append(large(1, 900))
    before = test_cubes.cells()
    for first, last in ((901, 930), (901, 2000)):
        with pytest.raises(Refusal) as refusal, transaction.atomic():
            test_cubes.append(large(first, last))
        assert refusal.value.code == "ledger.sum_too_large"
        assert (ledger.size(), test_cubes.cells()) == (900, before)
    assert totals() == (900 * EACH,) * 4


def test_month_that_no_eight_bytes_can_hold_is_kept_and_brought_up_to_now(monkeypatch):
    """Where no subtree is large nothing is refused, and rows by month hold what comes."""
    from zicha.store import models
    from zicha.store.writes import months

    monkeypatch.setattr(months, "MANY", 1)
    test_cubes.prepare()
    models.CubeNode.objects.all().delete()
    test_cubes.append(large(1, 900))
    test_months.keep()
    test_cubes.append(large(901, 1900))
    for _piece in range(2):
        assert totals() == (None, 1900 * EACH, 1900 * EACH, 1900 * EACH)
        months.renew()
    test_months.keep()
    assert totals() == (None, 1900 * EACH, 1900 * EACH, 1900 * EACH)


def test_row_of_wide_numbers_is_read_back():
    from zicha.store.queries import months

    for cells in ([0] * 12, [-1, 2**63 - 1, -(2**63), *[5] * 9], [2**63, -(2**70), *[0] * 10]):
        assert months.unpack(months.pack(cells)) == tuple(cells)
