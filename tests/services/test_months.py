"""A measure month by month: what the fold finds in each unit and month."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories, ledgers
from tests.ledgers import append as store
from zicha.core import measures, periods, tallies
from zicha.core.findings import Refusal
from zicha.core.ledger import known

pytestmark = pytest.mark.django_db

H1 = periods.parse("2026H1")
ASKED = {"period": H1, "on": date(2026, 7, 5), "as_known_at": factories.NOW + timedelta(days=30)}


def ask(measure, unit, **more):
    from zicha.services import months

    return months.show(**{"measure": measure, "unit": unit, **ASKED, **more})


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), hours=st.integers(0, 45), on=st.integers(0, 220))
def test_every_unit_and_month_is_what_the_fold_measures(seed, hours, on):
    from zicha.store.queries import months as queries
    from zicha.store.queries.sums import Scope

    revisions = ledgers.revisions(random.Random(seed), 40)
    day, instant = date(2026, 1, 1) + timedelta(days=on), ledgers.START + timedelta(hours=hours)
    rules = [rule for rule in ledgers.RULES if tallies.of_rule(rule)]
    with transaction.atomic():
        store(revisions)
        scope = Scope(tuple(ledgers.UNITS), H1.span, day, instant)
        found = [queries.totals(tallies.of_rule(rule), scope=scope) for rule in rules]
        transaction.set_rollback(True)
    known_then = known(revisions, as_known_at=instant)
    for unit in ledgers.UNITS:
        for span in periods.split(H1.span, per="month"):
            place = (unit, span.start.isoformat()[:7])
            asked = measures.in_question(known_then, units=[unit], span=span, on=day)
            told = [
                tallies.value(rule, {tally: by.get(place, 0) for tally, by in totals.items()})
                for rule, totals in zip(rules, found, strict=True)
            ]
            assert told == [measures.evaluate(rule, revisions=asked).value for rule in rules]


def test_each_unit_of_a_subtree_has_a_row_and_all_have_a_sum(django_assert_num_queries):
    factories.organisation()
    for unit, day in (("U01", date(2026, 3, 31)), ("U03", date(2026, 4, 1)), ("U03", date(2026, 4, 30))):
        factories.record(factories.inspection(day, unit=unit))
    with django_assert_num_queries(3):
        found = ask("blocked_exits", "U01", subtree=True)
    assert found.months == ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    assert {row.unit: (row.values, row.whole) for row in found.rows if row.whole} == {
        "U01": ((0, 0, 2, 0, 0, 0), 2),
        "U03": ((0, 0, 0, 4, 0, 0), 4),
    }
    assert (found.sums, found.whole) == ((0, 0, 2, 4, 0, 0), 6)


def test_rate_of_a_whole_is_no_mean_of_its_months():
    factories.organisation()
    factories.record(factories.meeting(date(2026, 4, 1), present=("P003",)))
    factories.record(factories.meeting(date(2026, 5, 1)))
    factories.record(factories.meeting(date(2026, 5, 2)))
    found = ask("attendance_rate", "U03")
    assert [found.text(value) for value in found.sums] == ["—", "—", "—", "50%", "100%", "—"]
    assert (found.text(found.whole), len(found.rows)) == ("83%", 1)


@pytest.mark.parametrize(
    ("measure", "code"), [("nothing", "reports.measure_unknown"), ("people", "months.not_by_month")]
)
def test_measure_that_does_not_add_up_is_refused(measure, code):
    factories.organisation()
    from zicha.store.queries import schemes

    distinct = next(
        each.id
        for scheme in schemes.in_force(on=ASKED["on"], as_known_at=ASKED["as_known_at"])
        for each in scheme.measures
        if not tallies.of_rule(each.rule)
    )
    with pytest.raises(Refusal) as raised:
        ask(distinct if measure == "people" else measure, "U01")
    assert raised.value.code == code
