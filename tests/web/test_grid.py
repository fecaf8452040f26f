from datetime import date

from zicha.core import periods
from zicha.core.board import Cell
from zicha.core.periods import Span
from zicha.web import grid
from zicha.web.grid import Column, Slot

HALF = periods.parse("2026H1")
ON = date(2026, 5, 28)


def cell(start: date, end: date, duty: str = "study", state="open", subject: str = "") -> Cell:
    return Cell("theory", "U01", duty, Span(start, end), state, 1, 0, subject=subject)


def lanes(*cells: Cell, period=HALF):
    laid = grid.lay_out(cells, period=period, on=ON)
    return [row.lanes for row in laid.rows]


def test_window_is_as_wide_as_its_days():
    months = [cell(span.start, span.end) for span in periods.split(HALF.span, per="month")]
    [[lane]] = lanes(*months)
    assert [slot.days for slot in lane] == [31, 28, 31, 30, 31, 30]
    assert [slot.now for slot in lane] == [False, False, False, False, True, False]


def test_window_beyond_the_period_is_cut_and_says_so():
    year = cell(date(2025, 7, 1), date(2026, 7, 1))
    longer = cell(date(2026, 4, 1), date(2027, 1, 1), duty="plan")
    assert lanes(year, longer) == [
        ((Slot(181, (year,), from_before=True, now=True),),),
        ((Slot(90), Slot(91, (longer,), goes_on=True, now=True)),),
    ]


def test_days_without_a_window_are_left_open():
    joining = cell(date(2026, 3, 2), date(2026, 3, 10))
    assert lanes(joining) == [((Slot(60), Slot(8, (joining,)), Slot(113, now=True)),)]


def test_two_windows_at_once_stand_below_one_another():
    first, second = (
        cell(date(2026, 3, 2), date(2026, 3, 10), subject="P1"),
        cell(date(2026, 3, 4), date(2026, 3, 12), subject="P2"),
    )
    assert [[slot.cells for slot in lane if slot.cells] for lane in lanes(first, second)[0]] == [
        [(first,)],
        [(second,)],
    ]


def test_three_windows_at_once_are_counted_by_month_with_the_most_pressing_on_top():
    cells = [
        cell(date(2026, 3, day), date(2026, 3, day + 8), state=state, subject=f"P{day}")
        for day, state in ((2, "met"), (3, "overdue"), (4, "met"))
    ]
    [[lane]] = lanes(*cells)
    [bucket] = [slot for slot in lane if slot.cells]
    assert (bucket.days, bucket.cell, bucket.done) == (31, cells[1], 2)


def test_headings_are_months_and_weeks_within_a_month():
    assert grid.lay_out((), period=HALF, on=ON).columns[4] == Column(date(2026, 5, 1), 31, now=True)
    may = grid.lay_out((), period=periods.parse("2026-05"), on=ON)
    assert [(column.start.day, column.days, column.now) for column in may.columns] == [
        (1, 7, False),
        (8, 7, False),
        (15, 7, False),
        (22, 7, True),
        (29, 3, False),
    ]


def test_window_that_ended_unmet_before_the_period_is_drawn_as_long_as_it_has_been_late():
    old = cell(date(2025, 1, 1), date(2025, 7, 1), state="overdue")
    assert lanes(old) == [((Slot(148, (old,), from_before=True, now=True), Slot(33)),)]


def test_no_slot_is_ever_wider_or_narrower_than_its_lane():
    cells = [cell(date(2025, 1, 1), date(2025, 7, 1), state="overdue"), cell(date(2026, 6, 1), date(2026, 12, 1))]
    assert [sum(slot.days for slot in lane) for row in lanes(*cells) for lane in row] == [181]
