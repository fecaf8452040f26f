"""The organisation's tree and rosters on any day."""

from datetime import date

from zicha.core import units
from zicha.core.periods import Span
from zicha.core.units import Holding, UnitSpan

START, MOVED, NOW = date(2024, 1, 1), date(2026, 4, 1), date(2026, 6, 1)

# U10 was below U1 and moved below U2; U11 was founded in May 2026; U12 closed in March 2026.
SPANS = (
    UnitSpan("U0", "委员会", "", 1, Span(START, date.max)),
    UnitSpan("U1", "一支部", "U0", 2, Span(START, date.max)),
    UnitSpan("U2", "二支部", "U0", 2, Span(START, date.max)),
    UnitSpan("U10", "甲组", "U1", 3, Span(START, MOVED)),
    UnitSpan("U10", "甲班", "U2", 3, Span(MOVED, date.max)),
    UnitSpan("U11", "乙组", "U1", 3, Span(date(2026, 5, 1), date.max)),
    UnitSpan("U12", "丙组", "U1", 3, Span(START, date(2026, 3, 1))),
)


def tree(day):
    return units.tree_at(SPANS, on=day)


def test_moved_unit_stands_where_it_stood_on_the_day():
    before, after = tree(date(2026, 3, 31)), tree(MOVED)
    assert [before.path("U10"), after.path("U10")] == [("U0", "U1", "U10"), ("U0", "U2", "U10")]
    assert [before.name("U10"), after.name("U10")] == ["甲组", "甲班"]


def test_subtree_is_depth_first_and_never_by_prefix():
    assert tree(date(2026, 2, 1)).subtree("U1") == ("U1", "U10", "U12")
    assert tree(NOW).subtree("U1") == ("U1", "U11")
    assert tree(NOW).subtree("U0") == ("U0", "U1", "U11", "U2", "U10")


def test_unit_is_there_only_while_it_stands():
    assert [("U11" in tree(date(2026, 4, 30))), ("U11" in tree(date(2026, 5, 1)))] == [False, True]
    assert [("U12" in tree(date(2026, 2, 28))), ("U12" in tree(date(2026, 3, 1)))] == [True, False]


def test_tree_answers_about_its_units():
    now = tree(NOW)
    assert (now.roots, now.children("U0"), now.children("U11")) == (("U0",), ("U1", "U2"), ())
    assert (now.ancestors("U11"), now.level("U11")) == (("U0", "U1"), 3)


def test_unit_whose_parent_has_gone_is_a_root():
    spans = (UnitSpan("U5", "孤组", "U4", 3, Span(START, date.max)),)
    assert units.tree_at(spans, on=NOW).roots == ("U5",)


def test_roster_is_who_held_a_post_in_the_unit_on_the_day():
    holdings = (
        Holding("P2", "U1", "member", Span(START, date.max)),
        Holding("P1", "U1", "member", Span(START, MOVED)),
        Holding("P2", "U1", "lead", Span(START, date.max)),
        Holding("P3", "U2", "member", Span(START, date.max)),
    )
    assert units.roster(holdings, unit="U1", on=date(2026, 3, 31)) == ("P1", "P2")
    assert units.roster(holdings, unit="U1", on=MOVED) == ("P2",)
