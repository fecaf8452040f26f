"""Tallies: what measures add up, added up again."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import ledgers
from zicha.core import measures, tallies
from zicha.core.ledger import Draft, Revision, known
from zicha.core.scheme import Cells, Count, Rate, Selector, Share, Sum
from zicha.core.tallies import Tally

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
STUDY, READING = Selector(("study",)), Selector(("study",), where=(("form", ("reading",)),))


@given(random=st.randoms(use_true_random=False))
def test_totals_of_tallies_give_the_value_of_the_fold(random):
    standing = known(ledgers.revisions(random, 40), as_known_at=NOON)
    rules = [rule for rule in ledgers.RULES if tallies.of_rule(rule)]
    totals = {tally: sum(tallies.amount(tally, each) for each in standing) for tally in tallies.of_rules(rules)}
    assert [tallies.value(rule, totals) for rule in rules] == [
        measures.evaluate(rule, revisions=standing).value for rule in rules
    ]


def test_rule_is_made_of_its_tallies():
    assert tallies.of_rule(Count(STUDY)) == (Tally(STUDY),)
    assert tallies.of_rule(Sum("pages", STUDY)) == (Tally(STUDY, "pages"),)
    assert tallies.of_rule(Rate("present", "expected", STUDY)) == (Tally(STUDY, "present"), Tally(STUDY, "expected"))
    assert tallies.of_rule(Share("", READING, STUDY)) == (Tally(READING), Tally(STUDY))
    assert tallies.of_rule(ledgers.DistinctPeople(STUDY)) == ()


def test_order_of_words_makes_no_other_tally():
    one = Selector(("visit", "study"), where=(("form", ("b", "a")), ("age", ("1",))), backfilled=True)
    other = Selector(("study", "visit", "study"), where=(("age", ("1",)), ("form", ("a", "b"))), backfilled=True)
    assert tallies.of_rules([Count(one), Count(other)]) == tallies.of_rule(Count(one))
    assert tallies.of_rules([Count(STUDY), Count(READING)]) == tuple(
        sorted((Tally(STUDY), Tally(READING)), key=tallies.form)
    )


def test_form_is_read_back_and_named_by_its_hash():
    (tally,) = tallies.of_rule(Sum("pages", Selector(("学习",), where=(("form", ("b", "a")),), backfilled=False)))
    assert tallies.form(tally) == '[["学习"], [["form", ["a", "b"]]], false, "pages"]'
    assert tallies.read(tallies.form(tally)) == tally
    assert tallies.digest(tally) == "65cc35635a12437849cf1c7d5d5008f3f96dfd63c9718eb05edf8c65a2f4774c"


def test_amount_is_whole_or_in_millionths_and_nothing_for_what_is_withdrawn():
    draft = Draft("U1", "study", date(2026, 5, 1), fields=(("pages", "2.5"),), attendance=ledgers.Attendance(9, 6, 1))
    one = Revision(1, 1, 1, draft, NOON)
    gone = Revision(2, 1, 2, draft, NOON, withdrawn=True)
    asked = [Tally(STUDY), Tally(STUDY, "pages"), Tally(STUDY, "absent"), Tally(STUDY, "duration"), Tally(READING)]
    assert [tallies.amount(tally, one) for tally in asked] == [1, 2_500_000, 2, 0, 0]
    assert [tallies.amount(tally, gone) for tally in asked] == [0, 0, 0, 0, 0]
    assert tallies.value(Sum("pages", STUDY), {Tally(STUDY, "pages"): 2_500_000}) == Fraction(5, 2)


def test_what_does_not_add_up_has_no_value():
    with pytest.raises(TypeError):
        tallies.value(Cells(("monthly",)), {})


@pytest.mark.parametrize(
    ("day", "number", "first"),
    [
        (date(2026, 1, 1), 24312, date(2026, 1, 1)),
        (date(2026, 12, 31), 24323, date(2026, 12, 1)),
        (date(1, 1, 1), 12, date(1, 1, 1)),
    ],
)
def test_months_are_counted_from_the_year_0(day, number, first):
    assert (tallies.month(day), tallies.first_day(number)) == (number, first)


def test_set_of_units_is_named_whatever_its_order():
    one, other, less = map(tallies.digest_of_units, (("B", "A"), ("A", "B"), ("A",)))
    assert one == other != less
