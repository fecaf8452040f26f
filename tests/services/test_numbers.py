"""A number is that of its figure."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft

pytestmark = pytest.mark.django_db

ASKED = {
    "period": periods.parse("2026H1"),
    "on": date(2026, 7, 5),
    "as_known_at": factories.NOW + timedelta(days=30),
    "subtree": True,
}


@pytest.mark.parametrize(
    "measure", ["exit_inspections", "blocked_exits", "attendance_rate", "safety_gaps", "talks", "study_people"]
)
def test_number_is_what_the_figure_shows(measure):
    from zicha.services import figures, numbers

    factories.organisation(schemes=("work-safety", "theory-study"))
    factories.record(factories.inspection(date(2026, 5, 2)))
    factories.record(factories.inspection(date(2026, 5, 4), unit="U03"))
    factories.record(factories.meeting(date(2026, 5, 3), present=("P003",)))
    fields = (("help", "none"), ("offered_by", "P003"), ("topic", "work"))
    factories.record(Draft("U03", "talk", date(2026, 5, 3), fields=fields))
    figure = figures.evaluate(measure=measure, unit="U01", **ASKED)
    number = numbers.evaluate(measure=measure, unit="U01", **ASKED)
    assert number == numbers.Number(figure.value, figure.text, figure.plain)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"measure": "nothing"}, "reports.measure_unknown"), ({"unit": "U99"}, "reports.unit_unknown")],
)
def test_number_of_what_nobody_knows_is_refused(asked, code):
    from zicha.services import numbers

    factories.organisation()
    with pytest.raises(Refusal) as refused:
        numbers.evaluate(**{"measure": "exit_inspections", "unit": "U01", **ASKED, **asked})
    assert refused.value.code == code
