from datetime import date

from tests.core import duties
from zicha.core.answering import Vacancy, vacancies
from zicha.core.periods import Span
from zicha.core.scheme import Bound
from zicha.core.units import Holding

DAY = date(2026, 5, 28)
MEET = duties.duty(post="direct", lead_post="lead")
READ = duties.duty(id="read", post="direct", bound=Bound(levels=(2,)))
SCHEME = duties.scheme(MEET, READ)
UNITS = (duties.unit("U1"), duties.unit("U2", parent="U1", level=2), duties.unit("U3", span=Span(DAY, DAY)))


def found(*holdings, on=DAY):
    return vacancies((SCHEME,), spans=UNITS, holdings=holdings, on=on)


def test_post_that_duties_name_and_nobody_holds_is_vacant_in_each_unit_bound():
    assert found() == (
        Vacancy("U1", "s", "direct", ("meet",)),
        Vacancy("U1", "s", "lead", ("meet",)),
        Vacancy("U2", "s", "direct", ("meet", "read")),
        Vacancy("U2", "s", "lead", ("meet",)),
    )


def test_post_is_vacant_from_the_day_its_holder_left():
    held = [
        Holding("P1", unit, post, Span(duties.FOUNDED, DAY)) for unit in ("U1", "U2") for post in ("direct", "lead")
    ]
    assert found(*held, on=date(2026, 5, 27)) == ()
    assert len(found(*held)) == 4


def test_person_of_another_unit_fills_nothing():
    assert found(Holding("P1", "U1", "lead", duties.ALWAYS))[1:] == (
        Vacancy("U2", "s", "direct", ("meet", "read")),
        Vacancy("U2", "s", "lead", ("meet",)),
    )
