"""Which fields are summed: by the version that holds for a record's day, as known when it was recorded."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from zicha.core import bodies
from zicha.core.counted import Counted, fields_of
from zicha.core.kinds import Kinds
from zicha.core.scheme import Scheme
from zicha.formats import scheme_yaml

LOADED = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    scheme: Scheme
    recorded_at: datetime


def versions():
    """The work-safety scheme; from July on inspections count something else."""
    first = scheme_yaml.read(factories.shipped("work-safety"), name="work-safety").scheme
    kinds = tuple(
        replace(kind, fields=kind.fields[:1]) if kind.id == "exit_inspection" else kind for kind in first.kinds
    )
    later = replace(first, version="2", effective=date(2026, 7, 1), kinds=kinds)
    return (Version(first, LOADED), Version(later, LOADED + timedelta(days=100)))


def test_fields_are_those_of_the_version_that_holds():
    counted = Counted(versions())

    def asked(day, known):
        return counted.fields(
            "exit_inspection", day=day, recorded_at=bodies.microseconds(LOADED + timedelta(days=known))
        )

    assert asked("2026-06-30", 200) == frozenset({"blocked"})
    assert asked("2026-07-01", 200) == frozenset()
    assert asked("2026-07-01", 50) == frozenset({"blocked"})
    assert counted.fields("nobody_knows", day="2026-07-01", recorded_at=0) == frozenset()


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(-10, 400))
def test_answers_are_those_of_the_kinds(day, known):
    loaded = versions()
    instant = LOADED + timedelta(days=known)
    found = Counted(loaded).fields("exit_inspection", day=day.isoformat(), recorded_at=bodies.microseconds(instant))
    assert found == fields_of(Kinds(loaded)("exit_inspection", day, instant))
