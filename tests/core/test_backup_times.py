"""A scheduled backup is due once a day, from its hour on, and at once where that was missed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import backup_times

ZONE = ZoneInfo("Asia/Shanghai")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001 -- the zone comes after


@pytest.mark.parametrize(
    ("names", "due"),
    [
        ([], True),
        (["zicha-20260609T175959Z"], True),
        (["zicha-20260609T180000Z"], False),
        (["zicha-20260610T030000Z"], False),
        (["zicha-20260611T030000Z"], True),
        (["zicha-other", "letters"], True),
    ],
    ids=str,
)
def test_backup_is_due_if_none_was_made_since_two_in_the_morning(names, due):
    now = datetime(2026, 6, 10, 4, 0, tzinfo=UTC)  # noon in Shanghai
    assert backup_times.is_due(names=names, now=now, hour=2, zone=ZONE) is due


def test_backup_before_the_hour_counts_from_the_day_before():
    now = datetime(2026, 6, 10, 17, 0, tzinfo=UTC)  # one in the morning of the 11th
    assert backup_times.is_due(names=["zicha-20260609T190000Z"], now=now, hour=2, zone=ZONE) is False


@given(INSTANTS, st.integers(0, 23))
def test_made_backup_is_not_due_again_at_once_but_a_day_later(now, hour):
    now = now.replace(microsecond=0)
    names = [backup_times.name(now)]
    assert backup_times.made_at(names[0]) == now
    assert backup_times.is_due(names=names, now=now, hour=hour, zone=ZONE) is False
    assert backup_times.is_due(names=names, now=now + timedelta(hours=24), hour=hour, zone=ZONE) is True
