from datetime import date

from zicha.core import organisation
from zicha.core.periods import Span
from zicha.core.reorganising import Line
from zicha.core.roster_lines import lines
from zicha.core.units import Holding, Person, Roster, UnitSpan

START, MAY, JULY = date(2024, 1, 1), date(2026, 5, 1), date(2026, 7, 1)
OPEN = Span(START, date.max)
KNOWN = Roster(
    (UnitSpan("U0", "支队", "", 1, OPEN), UnitSpan("U1", "一队", "U0", 2, OPEN), UnitSpan("U2", "二队", "U0", 2, OPEN)),
    (Person("P1", "林远"),),
    (Holding("P1", "U1", "member", OPEN), Holding("P1", "U1", "lead", OPEN)),
)


def told(units=(), people=(), holdings=(), known=KNOWN):
    changes = organisation.compare(Roster(tuple(units), tuple(people), tuple(holdings)), known=known)
    return lines(changes, known=known)


def test_first_roster_is_no_change():
    assert told(KNOWN.units, KNOWN.people, KNOWN.holdings, known=Roster((), (), ())) == ()


def test_same_roster_again_is_no_change():
    assert told(KNOWN.units, KNOWN.people, KNOWN.holdings) == ()


def test_units_that_are_founded_renamed_moved_and_closed_are_told():
    found = told(
        [
            UnitSpan("U1", "先锋队", "U2", 3, Span(MAY, date.max)),
            UnitSpan("U2", "二队", "U0", 2, Span(START, JULY)),
            UnitSpan("U3", "三队", "U0", 2, Span(MAY, JULY)),
            UnitSpan("U3", "三大队", "U0", 2, Span(JULY, date.max)),
        ]
    )
    assert found == (
        Line("renamed", MAY, "U1", name="先锋队"),
        Line("moved", MAY, "U1", other="U2"),
        Line("founded", MAY, "U3", other="U0", name="三队"),
        Line("renamed", JULY, "U3", name="三大队"),
        Line("closed", JULY, "U2"),
    )


def test_people_who_join_are_appointed_and_leave_are_told():
    found = told(
        people=[Person("P2", "周启明")],
        holdings=[
            Holding("P2", "U2", "member", Span(MAY, date.max)),
            Holding("P2", "U2", "lead", Span(MAY, date.max)),
            Holding("P1", "U1", "member", Span(START, JULY)),
            Holding("P1", "U1", "lead", Span(START, MAY)),
        ],
    )
    assert found == (
        Line("joined", MAY, "U2", person="P2", post="member"),
        Line("appointed", MAY, "U2", person="P2", post="lead"),
        Line("left", JULY, "U1", person="P1", post="member"),
        Line("relieved", MAY, "U1", person="P1", post="lead"),
    )
