"""Kept sums, made and followed by what people do: a roster, a scheme, records, a unit that moves."""

from datetime import date, timedelta

import pytest

from tests import factories
from zicha.core import periods, tallies
from zicha.core.periods import Span
from zicha.core.scheme import Count, Selector
from zicha.core.units import Roster, UnitSpan

pytestmark = pytest.mark.django_db

ALWAYS = Span(factories.FOUNDED, date.max)
TEAMS = tuple(UnitSpan(f"T{number:02}", f"第{number}组", "U01", 3, ALWAYS) for number in range(60))
INSPECTIONS = Count(Selector(("exit_inspection",)))
H1 = periods.parse("2026H1")


def grown():
    """An organisation with sixty teams more below U01, so that U01 and U00 are kept."""
    from zicha.services import organisation

    factories.organisation()
    organisation.apply(roster=Roster((*factories.ROSTER.units, *TEAMS), (), ()), recorded_at=factories.NOW)


def asked(unit):
    """The number of inspections below a unit, and whether it came from kept sums."""
    from zicha.services import boards
    from zicha.store.queries import cubes, measures, units

    on, later = date(2026, 7, 5), factories.NOW + timedelta(days=40)
    codes = boards.scope(units.index(), unit=unit, period=H1, on=on, subtree=True)
    scope = measures.Scope(codes, H1.span, on, later)
    value = measures.value(INSPECTIONS, scope=scope)
    assert value == measures.measured(INSPECTIONS, scope=scope).value
    return value, cubes.totals(tallies.of_rule(INSPECTIONS), scope=scope) is not None


def test_large_subtree_is_kept_from_the_roster_and_the_scheme_on():
    grown()
    for day, unit in ((2, "T01"), (3, "T02"), (4, "U02")):
        factories.record(factories.inspection(date(2026, 5, day), unit=unit))
    assert (asked("U00"), asked("U01"), asked("U02")) == ((3, True), (2, True), (1, False))


def test_unit_that_moves_takes_its_sums_along():
    from zicha.core.reorganising import Move
    from zicha.services import organisation

    grown()
    for day, unit in ((2, "T01"), (3, "T02")):
        factories.record(factories.inspection(date(2026, 5, day), unit=unit))
    organisation.decide(decision=Move("T01", "U02", date(2026, 6, 1)), recorded_at=factories.NOW, recorded_by="P001")
    assert (asked("U00"), asked("U01"), asked("U02")) == ((2, True), (1, True), (1, False))


def test_rebuild_keeps_the_answers():
    from zicha.services import ledger

    grown()
    factories.record(factories.inspection(date(2026, 5, 2), unit="T01"))
    before, told = asked("U00"), []
    ledger.rebuild(progress=lambda *step: told.append(step))
    assert (asked("U00"), told) == (before, [(1, 1), (1, 1)])


def examined():
    from pathlib import Path

    from django.conf import settings

    from zicha.services import doctor

    found = doctor.examine(home=Path(settings.ZICHA_HOME), on=date(2026, 7, 5), as_known_at=factories.NOW)
    return [(each.code, each.grade, each.facts) for each in found if each.code.startswith("doctor.sums")]


def test_doctor_counts_a_sample_and_finds_a_sum_that_was_altered():
    from zicha.store import models

    assert examined() == []
    grown()
    factories.record(factories.inspection(date(2026, 5, 2), unit="T01"))
    assert examined() == [("doctor.sums", "fine", {"unit": "U01", "units": 62})]
    models.CubeCell.objects.update(value=7)
    assert examined() == [("doctor.sums_wrong", "wrong", {"unit": "U01", "units": 62})]
