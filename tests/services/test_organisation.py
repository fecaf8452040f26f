"""A roster goes in once, and the past keeps its tree."""

from datetime import date

import pytest

from tests import factories
from zicha.core import units
from zicha.core.periods import Span
from zicha.core.units import Roster, UnitSpan

pytestmark = pytest.mark.django_db


def test_second_run_adds_nothing():
    from zicha.services import organisation
    from zicha.services.organisation import Applied
    from zicha.store.queries import units as queries

    first, second = (organisation.apply(roster=factories.ROSTER, recorded_at=factories.NOW) for _ in range(2))
    assert (first, second) == (Applied(4, 4, 4, 0), Applied(0, 0, 0, 12))
    assert (queries.spans(), queries.people()) == (factories.ROSTER.units, factories.ROSTER.people)
    assert queries.holdings() == tuple(sorted(factories.ROSTER.holdings, key=lambda one: (one.unit, one.person)))
    assert queries.holdings(units=["U03"]) == queries.holdings()[2:]
    assert queries.holdings_of(person="P002") == (factories.ROSTER.holdings[1],)


def test_moved_unit_is_found_where_it_stood():
    from zicha.services import organisation
    from zicha.store.queries import units as queries

    factories.organisation()
    moved = UnitSpan("U03", "一组", "U02", 3, Span(date(2026, 4, 1), date.max))
    organisation.apply(roster=Roster((moved,), (), ()), recorded_at=factories.NOW)
    paths = [units.tree_at(queries.spans(), on=day).path("U03") for day in (date(2026, 3, 31), date(2026, 4, 1))]
    assert paths == [("U00", "U01", "U03"), ("U00", "U02", "U03")]
