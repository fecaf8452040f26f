"""Dates, spans and reporting periods.

A span is half-open: it contains its ``start`` and not its ``end``. Dates are civil dates in the
organisation's time zone. Month arithmetic is anchored: a series that starts on the 31st falls on the
last day of every shorter month and returns to the 31st afterwards.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

Day = TypeVar("Day", bound=date)
PerPeriod = Literal["month", "quarter", "half", "year"]

MONTHS_IN: dict[PerPeriod, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
OFFERED = 6
"""So many periods of the usual length are offered."""

_PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


class PeriodError(ValueError):
    """A period is not written as ``2026``, ``2026H1``, ``2026Q3`` or ``2026-05``."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from ``start`` (included) to ``end`` (excluded)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"span ends before it starts: {self.start}..{self.end}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    @property
    def days(self) -> int:
        """The number of days in the span."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to the span."""
        return self.end - timedelta(days=1)

    def overlaps(self, other: Span) -> bool:
        """Whether at least one day belongs to both spans."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every day of ``other`` belongs to this span."""
        return self.start <= other.start and other.end <= self.end


ALWAYS = Span(date.min, date.max)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A named reporting period: a year, half, quarter or month.

    Attributes:
        span: its days.
        per: its length by name.
    """

    span: Span
    per: PerPeriod

    def __str__(self) -> str:
        start = self.span.start
        number = (start.month - 1) // MONTHS_IN[self.per] + 1
        return {
            "year": f"{start.year}",
            "half": f"{start.year}H{number}",
            "quarter": f"{start.year}Q{number}",
            "month": f"{start.year}-{start.month:02}",
        }[self.per]


def read_day(text: str) -> date:
    """Return the day that ``text`` names; raise ``ValueError`` if it is none, or is not written as ``2026-05-31``."""
    day = date.fromisoformat(text)
    if text != day.isoformat():
        raise ValueError(text)
    return admit(day)


def admit(day: Day) -> Day:
    """Return a day or an instant; raise ``ValueError`` for one in no period that can be written.

    To count from the ends of the calendar leads out of it.
    """
    if _PERIOD.fullmatch(str(day.year)) is None:
        raise ValueError(str(day))
    return day


def parse(text: str) -> Period:
    """Return the period that ``text`` names; raise :class:`PeriodError` if it names none."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise PeriodError(text)
    year = int(found["year"])
    if found["half"]:
        return containing(day=date(year, 6 * int(found["half"]), 1), per="half")
    if found["quarter"]:
        return containing(day=date(year, 3 * int(found["quarter"]), 1), per="quarter")
    if found["month"]:
        return containing(day=date(year, int(found["month"]), 1), per="month")
    return containing(day=date(year, 1, 1), per="year")


def containing(*, day: date, per: PerPeriod) -> Period:
    """Return the calendar period of length ``per`` in which ``day`` lies."""
    months = MONTHS_IN[per]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(span=Span(start, add_months(start, months)), per=per)


def split(span: Span, *, per: PerPeriod) -> tuple[Span, ...]:
    """Return the calendar periods of length ``per`` that share a day with ``span``, in order."""
    spans = []
    day = span.start
    while day < span.end:
        spans.append(containing(day=day, per=per).span)
        day = spans[-1].end
    return tuple(spans)


def previous(period: Period) -> Period:
    """Return the period of the same length that ends where ``period`` starts."""
    return containing(day=period.span.start - timedelta(days=1), per=period.per)


def add_months(anchor: date, months: int) -> date:
    """Return ``anchor`` moved by ``months``, or the last day of that month if it is shorter.

    Always add to the anchor, never to an earlier result: 31 January + 2 months is 31 March.
    """
    total = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


def offered(*, standard: Period, chosen: Period) -> tuple[Period, ...]:
    """Return the periods that somebody who looks at one would switch to.

    They are the one after ``standard``, this itself and some before it; the chosen one, its year, its quarters and
    months.
    """
    near = [containing(day=standard.span.end, per=standard.per), standard]
    while len(near) < OFFERED:
        near.append(previous(near[-1]))
    year = containing(day=chosen.span.start, per="year")
    parts = [containing(day=span.start, per=per) for per in ("quarter", "month") for span in split(year.span, per=per)]
    return tuple(dict.fromkeys([*near, chosen, year, *parts]))
