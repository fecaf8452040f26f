"""Working days by a published calendar, make-up working days (调休) included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    Attributes:
        holidays: days off by announcement, weekends or not.
        workdays: weekend days that are worked instead.
        years: the years for which an announcement is known; any other year counts weekends only.
    """

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]

    def is_known(self, year: int) -> bool:
        """Whether the year's calendar has been published."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``, or before it if negative; ``day`` is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day


def calendar(holidays: Mapping[int, str], workdays: Mapping[int, str]) -> Calendar:
    """Return the calendar of tables ``{year: "0101 0102 …"}`` (month and day)."""
    return Calendar(_days(holidays), _days(workdays), frozenset(holidays))


def tables(calendar: Calendar) -> dict[str, list[str]]:
    """Return a calendar as JSON carries it: by year, the days off and the weekend days that are worked."""
    return {
        str(year): [
            " ".join(f"{day:%m%d}" for day in sorted(days) if day.year == year)
            for days in (calendar.holidays, calendar.workdays)
        ]
        for year in sorted(calendar.years)
    }


def from_tables(said: Mapping[str, Sequence[str]]) -> Calendar:
    """Return the calendar that :func:`tables` was given."""
    return calendar(
        {int(year): off for year, (off, _worked) in said.items()},
        {int(year): worked for year, (_off, worked) in said.items()},
    )


def _days(table: Mapping[int, str]) -> frozenset[date]:
    return frozenset(date(year, int(day[:2]), int(day[2:])) for year, days in table.items() for day in days.split())
