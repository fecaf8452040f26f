"""Loading schemes: versions, conflicts, and which one holds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from zicha.core.findings import Refusal

pytestmark = pytest.mark.django_db


def load(data, *, at=factories.NOW):
    from zicha.services import schemes

    return schemes.load(data=data, name="方案.yaml", recorded_at=at, recorded_by="P001")


def versions(on, at):
    from zicha.store.queries import schemes

    return [(scheme.id, scheme.version) for scheme in schemes.in_force(on=on, as_known_at=at)]


def test_same_file_again_is_the_same_version():
    from zicha.store.queries import schemes

    data = factories.shipped("work-safety")
    assert load(data) == load(data, at=factories.NOW + timedelta(days=1))
    assert [version.scheme.id for version in schemes.versions()] == ["work-safety"]
    assert schemes.text(sha256=schemes.versions()[0].sha256) == data
    assert schemes.text(sha256="0" * 64) is None


def test_later_version_holds_from_its_first_day_and_from_when_it_was_known():
    first = factories.shipped("work-safety")
    second = first.replace(b'version: "1"', b'version: "2"\neffective: 2026-07-01')
    later = factories.NOW + timedelta(days=10)
    load(first)
    load(second, at=later)
    h1, h2 = date(2026, 1, 1), date(2026, 7, 1)
    asked = [(h1, later), (h2, later), (h2, factories.NOW), (h1, datetime(2020, 1, 1, tzinfo=UTC))]
    assert [versions(*one) for one in asked] == [[("work-safety", version)] for version in ("1", "2", "1", "1")]


def test_two_shipped_schemes_stand_side_by_side():
    for name in ("work-safety", "theory-study"):
        load(factories.shipped(name))
    assert versions(date(2026, 1, 1), factories.NOW) == [("theory-study", "1"), ("work-safety", "1")]


def test_scheme_that_takes_another_ones_duty_is_refused_and_not_kept():
    data = factories.shipped("work-safety")
    load(data)
    with pytest.raises(Refusal) as refusal:
        load(data.replace(b"id: work-safety", b"id: other-safety"))
    assert refusal.value.code == "scheme.conflict_duty"
    assert versions(date(2026, 1, 1), factories.NOW) == [("work-safety", "1")]


def test_scheme_with_errors_is_refused_with_the_first():
    with pytest.raises(Refusal) as refusal:
        load(b"id: x\nkinds: 3\n")
    assert refusal.value.code == "schemes.wrong"
    assert "第 " in refusal.value.facts["place"]
