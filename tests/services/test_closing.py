"""The books are closed at each period's end, once, without anyone remembering."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
"""The first instant of July in Beijing."""


def due(at):
    from zicha.services import closing

    return tuple(
        str(dict(one.entry.draft.fields)["period"]) for one in closing.close_due(recorded_at=at, recorded_by="cli")
    )


def test_period_is_closed_once_it_has_ended_and_not_again(tmp_path):
    from zicha.services import log

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    assert due(JULY - timedelta(microseconds=1)) == ()
    assert due(JULY) == ("2026H1",)
    assert due(JULY + timedelta(days=1)) == ()
    factories.record(factories.inspection(date(2026, 6, 20)), recorded_at=JULY + timedelta(days=2))
    assert due(JULY + timedelta(days=3)) == ()
    assert due(datetime(2027, 1, 1, tzinfo=UTC)) == ("2026H2",)
    assert log.verify(home=tmp_path).size == 4


def test_close_before_the_end_does_not_count():
    from zicha.core import periods
    from zicha.services import closing

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    closing.close(period=periods.parse("2026H1"), recorded_at=JULY - timedelta(hours=1), recorded_by="P001")
    assert due(JULY) == ("2026H1",)


def test_time_before_the_first_record_is_not_closed():
    factories.organisation()
    assert due(JULY) == ()
    factories.record(factories.inspection(date(2026, 5, 20)), recorded_at=JULY)
    assert due(JULY + timedelta(days=1)) == ()


def test_what_came_late_is_in_the_close():
    """The server stood still for half a year; whoever is given units' records up to the close has been given all."""
    from zicha.services import closing

    factories.organisation()
    factories.record(factories.inspection(date(2026, 5, 20)))
    factories.record(factories.inspection(date(2026, 6, 29)), recorded_at=JULY + timedelta(days=150))
    [closed] = closing.close_due(recorded_at=JULY + timedelta(days=151), recorded_by="cli")
    assert [(end.unit, end.last) for end in closed.ends.units if end.last] == [("U01", 2)]
