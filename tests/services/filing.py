"""A report of the first half of 2026 on its way in July: who hands it in, and who stands above."""

from datetime import date, timedelta

from tests import factories
from zicha.core import periods
from zicha.core.access import Actor
from zicha.core.periods import Span
from zicha.core.units import Holding

H1 = periods.parse("2026H1")
JULY = factories.NOW + timedelta(days=25)
ALWAYS = Span(factories.FOUNDED, date.max)
BELOW = Actor("P002", holdings=(Holding("P002", "U01", "direct", ALWAYS),))
ABOVE = Actor("P001", holdings=(Holding("P001", "U00", "lead", ALWAYS),))


def which(unit="U01"):
    from zicha.services.report_life import Which

    return Which("work-safety", unit, H1)


def by(actor, seen, hours=0):
    from zicha.services.report_life import By

    return By(actor, JULY + timedelta(hours=hours), seen)
