"""What a roster changes: founding, renaming, moving, closing; and what would rewrite the past."""

from datetime import date

import pytest

from zicha.core import organisation
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan

START, MAY = date(2024, 1, 1), date(2026, 5, 1)
OPEN = Span(START, date.max)
ROOT = UnitSpan("U0", "委员会", "", 1, OPEN)
TEAM = UnitSpan("U1", "一队", "U0", 2, OPEN)
SECOND = UnitSpan("U2", "二队", "U0", 2, OPEN)
PERSON = Person("P1", "林远")
POST = Holding("P1", "U1", "member", OPEN)
KNOWN = Roster((ROOT, TEAM, SECOND), (PERSON,), (POST,))


def roster(units=(), people=(), holdings=()):
    return Roster(tuple(units), tuple(people), tuple(holdings))


def changes(*units, people=(), holdings=(), known=KNOWN):
    return organisation.compare(roster(units, people, holdings), known=known)


def test_empty_installation_takes_everything():
    found = organisation.compare(KNOWN, known=roster())
    assert (found.units, found.people, found.holdings) == (KNOWN.units, KNOWN.people, KNOWN.holdings)
    assert (found.renamed, found.ended_units, found.ended_holdings, found.unchanged) == ((), (), (), 0)


def test_same_roster_again_changes_nothing():
    found = organisation.compare(KNOWN, known=KNOWN)
    assert found == organisation.Changes((), (), (), (), (), (), 5)


@pytest.mark.parametrize(
    "later",
    [
        UnitSpan("U1", "一大队", "U0", 2, Span(MAY, date.max)),
        UnitSpan("U1", "一队", "U2", 3, Span(MAY, date.max)),
    ],
)
def test_renamed_or_moved_unit_ends_what_stood_and_begins_anew(later):
    found = changes(later)
    assert found.units == (later,)
    assert found.ended_units == ((TEAM, UnitSpan("U1", "一队", "U0", 2, Span(START, MAY))),)


def test_closed_unit_ends_where_the_roster_says():
    closed = UnitSpan("U1", "一队", "U0", 2, Span(START, MAY))
    found = changes(closed)
    assert (found.units, found.ended_units) == ((), ((TEAM, closed),))


def test_roster_from_before_a_move_takes_nothing_back():
    moved = Roster(
        (
            ROOT,
            SECOND,
            UnitSpan("U1", "一队", "U0", 2, Span(START, MAY)),
            UnitSpan("U1", "一队", "U2", 3, Span(MAY, date.max)),
        ),
        (PERSON,),
        (POST,),
    )
    found = organisation.compare(KNOWN, known=moved)
    assert (found.units, found.ended_units) == ((), ())


def test_two_facts_of_one_roster_follow_each_other():
    first = UnitSpan("U3", "三队", "U0", 2, Span(START, MAY))
    then = UnitSpan("U3", "三队", "U1", 3, Span(MAY, date.max))
    assert changes(first, then).units == (first, then)


def test_person_renamed_and_post_ended():
    gone = Holding("P1", "U1", "member", Span(START, MAY))
    lead = Holding("P1", "U1", "lead", Span(MAY, date.max))
    found = changes(people=[Person("P1", "林致远")], holdings=[gone, lead])
    assert found.renamed == (Person("P1", "林致远"),)
    assert (found.ended_holdings, found.holdings) == (((POST, gone),), (lead,))


@pytest.mark.parametrize(
    ("units", "holdings", "code"),
    [
        ([UnitSpan("U1", "旧一队", "U0", 2, Span(date(2023, 1, 1), date(2025, 1, 1)))], [], "organisation.past"),
        ([UnitSpan("U5", "五队", "U9", 2, OPEN)], [], "organisation.parent_unknown"),
        ([UnitSpan("U5", "五队", "U5", 2, OPEN)], [], "organisation.loop"),
        ([UnitSpan("U5", "五队", "U6", 2, OPEN), UnitSpan("U6", "六队", "U5", 2, OPEN)], [], "organisation.loop"),
        ([], [Holding("P1", "U9", "member", OPEN)], "organisation.unit_unknown"),
        ([], [Holding("P9", "U1", "member", OPEN)], "organisation.person_unknown"),
    ],
)
def test_roster_that_contradicts_is_refused(units, holdings, code):
    with pytest.raises(Refusal) as refusal:
        changes(*units, holdings=holdings)
    assert refusal.value.code == code
