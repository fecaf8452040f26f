from datetime import UTC, datetime, timedelta

from zicha.core.attempts import Failures, after_another, barred_until

NOON = datetime(2026, 5, 28, 12, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def test_eighth_wrong_password_bars_until_a_quarter_of_an_hour_after_the_first() -> None:
    failures = None
    for minute in range(8):
        assert barred_until(failures, now=minutes(minute)) is None
        failures = after_another(failures, now=minutes(minute))
    assert failures == Failures(8, NOON)
    assert [barred_until(failures, now=minutes(at)) for at in (8, 14.99, 15)] == [minutes(15), minutes(15), None]


def test_wrong_password_after_the_quarter_begins_a_new_count() -> None:
    assert after_another(Failures(8, NOON), now=minutes(15)) == Failures(1, minutes(15))
    assert after_another(Failures(7, NOON), now=minutes(14)) == Failures(8, NOON)
