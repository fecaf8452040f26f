"""Lengths of time added to a day."""

from __future__ import annotations

from datetime import date, timedelta

from zicha.core.periods import add_months
from zicha.core.scheme import Length
from zicha.core.workdays import Calendar


def after(day: date, length: Length, *, times: int = 1, calendar: Calendar) -> date:
    """Return the day ``times`` lengths after ``day``; a negative ``times`` goes back.

    Months are counted from ``day`` at once, so that the 31st comes back after a shorter month.
    """
    count = length.count * times
    if length.unit == "months":
        return add_months(day, count)
    if length.unit == "working_days":
        return calendar.add_working_days(day, count)
    return day + timedelta(days=count * (7 if length.unit == "weeks" else 1))
