"""Spans, periods and anchored months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import periods
from zicha.core.periods import Period, PeriodError, Span

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
lengths = st.sampled_from(["month", "quarter", "half", "year"])


@pytest.mark.parametrize("text", ["", "2026-5-31", "20260531", "2026-W22-7", "2026-02-30", "0999-12-31", "3000-01-01"])
def test_day_of_no_period_or_written_otherwise_is_refused(text):
    with pytest.raises(ValueError, match=".+" if text else "Invalid"):
        periods.read_day(text)


def test_day_is_read_from_the_first_period_to_the_last():
    assert [periods.read_day(text) for text in ("1000-01-01", "2026-02-28", "2999-12-31")] == [
        date(1000, 1, 1), date(2026, 2, 28), date(2999, 12, 31)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026H1", date(2026, 1, 1), date(2026, 7, 1)),
        ("2026H2", date(2026, 7, 1), date(2027, 1, 1)),
        ("2026Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-05", date(2026, 5, 1), date(2026, 6, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
    ],
)
def test_parse_and_write_again(text, start, end):
    period = periods.parse(text)
    assert (period.span, str(period)) == (Span(start, end), text)


@pytest.mark.parametrize(
    "text", ["", "26H1", "2026H3", "2026Q5", "2026-13", "2026-5", "2026h1", "2026H1x", "0999", "３０２６"]
)
def test_parse_anything_else_is_refused(text):
    with pytest.raises(PeriodError):
        periods.parse(text)


# Forty month ends: an anchor late in the month, months added, and the day that must come out.
MONTH_ENDS = [
    *((date(2026, 1, 31), months, day) for months, day in enumerate(
        [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31),
         date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31),
         date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)])),
    *((date(2023, 8, 31), 6 * times, day) for times, day in enumerate(
        [date(2023, 8, 31), date(2024, 2, 29), date(2024, 8, 31), date(2025, 2, 28), date(2025, 8, 31)])),
    *((date(2024, 2, 29), 12 * times, day) for times, day in enumerate(
        [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)])),
    *((date(2025, 11, 30), 3 * times, day) for times, day in enumerate(
        [date(2025, 11, 30), date(2026, 2, 28), date(2026, 5, 30), date(2026, 8, 30), date(2026, 11, 30)])),
    *((date(2026, 12, 31), -months, day) for months, day in enumerate(
        [date(2026, 12, 31), date(2026, 11, 30), date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31),
         date(2026, 7, 31), date(2026, 6, 30), date(2026, 5, 31), date(2026, 4, 30), date(2026, 3, 31),
         date(2026, 2, 28)])),
]  # fmt: skip


@pytest.mark.parametrize(("anchor", "months", "day"), MONTH_ENDS)
def test_months_are_added_to_the_anchor(anchor, months, day):
    assert periods.add_months(anchor, months) == day


def test_month_ends_are_forty():
    assert len(MONTH_ENDS) == 40


@given(days, lengths)
def test_period_contains_its_day_and_names_itself(day, per):
    period = periods.containing(day=day, per=per)
    assert day in period.span
    assert periods.parse(str(period)) == period
    assert periods.previous(period).span.end == period.span.start


@given(days, st.integers(0, 1500), lengths)
def test_split_covers_a_span_without_gap_or_overlap(start, length, per):
    span = Span(start, start + timedelta(days=length))
    parts = periods.split(span, per=per)
    assert all(part.overlaps(span) for part in parts)
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    if parts:
        assert parts[0].start <= span.start < parts[0].end
        assert parts[-1].start < span.end <= parts[-1].end
    assert bool(parts) == bool(length)


@given(days, days, days, days)
def test_span_laws(first, second, third, fourth):
    one, other = Span(*sorted((first, second))), Span(*sorted((third, fourth)))
    shared = [day for day in (first, second, third, fourth) if day in one and day in other]
    assert one.overlaps(other) == other.overlaps(one)
    assert not shared or one.overlaps(other)
    assert one.covers(other) == (one.start <= other.start and other.end <= one.end)
    assert one.days == (one.end - one.start).days
    assert (one.end in one) is False


def test_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        Span(date(2026, 2, 1), date(2026, 1, 31))


def test_last_day_and_periods_in_order():
    half = periods.parse("2026H1")
    assert half.span.last_day == date(2026, 6, 30)
    assert sorted([periods.parse("2026H2"), half]) == [half, Period(Span(date(2026, 7, 1), date(2027, 1, 1)), "half")]


def test_offered_periods_lie_around_the_usual_one_and_divide_the_chosen_ones_year():
    standard, chosen = periods.parse("2026H1"), periods.parse("2024-05")
    assert " ".join(map(str, periods.offered(standard=standard, chosen=chosen))) == (
        "2026H2 2026H1 2025H2 2025H1 2024H2 2024H1 2024-05 2024 2024Q1 2024Q2 2024Q3 2024Q4 2024-01 2024-02 2024-03"
        " 2024-04 2024-06 2024-07 2024-08 2024-09 2024-10 2024-11 2024-12"
    )


def test_offered_periods_name_none_twice():
    year = periods.parse("2026")
    found = periods.offered(standard=year, chosen=year)
    assert " ".join(map(str, found[:7])) == "2027 2026 2025 2024 2023 2022 2026Q1"
    assert len(found) == len(set(found)) == 22
