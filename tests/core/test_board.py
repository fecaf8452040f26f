"""Boards of units and subtrees: cells that never offset, totals that count them."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core import duties
from tests.core.duties import duty, entry, ledger, scheme, unit, waiver
from zicha.core import board
from zicha.core.board import Cell
from zicha.core.ledger import known
from zicha.core.periods import Span, parse
from zicha.core.scheme import AtLeast, Every, Length, OnceBy, Selector, Standing, Within
from zicha.core.status import NearMiss
from zicha.core.units import Holding

Q2 = parse("2026Q2")
JULY = date(2026, 7, 15)


def build(book, *, code="U1", period=Q2, on=JULY, subtree=False):
    return board.build(ledger=book, unit=code, period=period, on=on, as_known_at=duties.KNOWN, subtree=subtree)


def states(found):
    return [(cell.unit, cell.window.start.month, cell.state) for cell in found.cells]


def test_board_of_a_monthly_duty():
    found = build(ledger(entry(date(2026, 4, 3), 1), entry(date(2026, 4, 20), 2), entry(date(2026, 6, 30), 3)))
    april, may, june = (Span(date(2026, month, 1), date(2026, month + 1, 1)) for month in (4, 5, 6))
    assert found.cells == (
        Cell("s", "U1", "meet", april, "met", 1, 2, (1, 2)),
        Cell("s", "U1", "meet", may, "overdue", 1, 0),
        Cell("s", "U1", "meet", june, "met", 1, 1, (3,)),
    )
    assert (found.totals, found.reported, found.missing) == ((("overdue", 1), ("met", 2)), ("U1",), ())


def test_made_up_entry_counts_for_the_window_it_names_and_for_no_other():
    found = build(ledger(entry(date(2026, 5, 20), 1, makes_up=date(2026, 4, 30))))
    assert states(found) == [("U1", 4, "met_late"), ("U1", 5, "overdue"), ("U1", 6, "overdue")]


def test_waiver_exempts_its_window_only():
    found = build(ledger(waiver(date(2026, 5, 10), 1), waiver(date(2026, 6, 10), 2, duty_id="other")))
    assert states(found) == [("U1", 4, "overdue"), ("U1", 5, "waived"), ("U1", 6, "overdue")]
    assert found.reported == ()


def test_what_happened_after_the_day_asked_for_is_not_known_yet():
    found = build(ledger(entry(date(2026, 5, 20), 1)), on=date(2026, 5, 19))
    assert states(found) == [("U1", 4, "overdue"), ("U1", 5, "open"), ("U1", 6, "upcoming")]


def test_entry_lacking_evidence_is_shown_with_what_it_lacks():
    found = build(ledger(entry(date(2026, 4, 28), 1), duties=(duty(evidence=("minutes",)),)))
    assert found.cells[0].near == (NearMiss(1, ("minutes",)),)
    assert found.cells[0].state == "insufficient"


def test_unit_founded_within_the_period_owes_whole_windows_only():
    units = (unit(span=Span(date(2026, 5, 15), date.max)),)
    assert states(build(ledger(units=units))) == [("U1", 4, "no_data"), ("U1", 5, "no_data"), ("U1", 6, "overdue")]


TREE = (
    unit("U1"),
    unit("U2", parent="U1", level=2),
    unit("U3", parent="U1", level=2),
    unit("U21", parent="U2", level=3, span=Span(duties.FOUNDED, date(2026, 5, 10))),
    unit("U21", parent="U3", level=3, span=Span(date(2026, 5, 10), date.max)),
    unit("U22", parent="U2", level=3, span=Span(duties.FOUNDED, date(2026, 6, 1))),
    unit("U20", parent="U3", level=3, span=Span(date(2026, 6, 1), date.max)),
)


def test_subtree_is_the_tree_of_the_day_and_keeps_what_was_closed_in_the_period():
    book = ledger(units=TREE)

    def members(code, day):
        return board.members(book.units, unit=code, period=Q2, on=day)

    assert members("U2", date(2026, 5, 1)) == ("U2", "U21", "U22")
    assert members("U2", JULY) == ("U2", "U22")
    assert members("U3", JULY) == ("U3", "U20", "U21")
    assert members("U1", JULY) == ("U1", "U2", "U3", "U20", "U21", "U22")
    assert members("U9", JULY) == ("U9",)


def test_subtree_board_is_the_boards_of_its_units():
    entries = [entry(date(2026, 4, 1 + seq), seq, unit=code) for seq, code in enumerate(("U1", "U2", "U21", "U22"), 1)]
    book = ledger(*entries, units=TREE)
    whole = build(book, subtree=True)
    codes = ("U1", "U2", "U3", "U20", "U21", "U22")
    assert whole.cells == tuple(cell for code in codes for cell in build(book, code=code).cells)
    assert (whole.reported, whole.missing) == (("U1", "U2", "U21", "U22"), ("U3", "U20"))


def test_newcomer_is_trained_when_the_newcomer_was_present():
    rule = duty(Within(Length(7, "days"), "joining"))
    holdings = (
        Holding("P1", "U1", "member", Span(date(2026, 4, 6), date.max)),
        Holding("P2", "U1", "member", Span(date(2026, 4, 6), date.max)),
        Holding("P3", "U1", "member", Span(date(2026, 4, 20), date(2026, 4, 22))),
    )
    held = entry(date(2026, 4, 8), 1, expected=2, present=1, present_people=("P1",))
    late = entry(date(2026, 4, 30), 2, expected=1, present=0, made_up=1, made_up_people=("P2",))
    found = build(ledger(held, late, duties=(rule,), holdings=holdings))
    assert [(cell.subject, cell.state, cell.records) for cell in found.cells] == [
        ("P1", "met", (1,)),
        ("P2", "met_late", (2,)),
        ("P3", "no_data", ()),
    ]


def test_each_event_is_answered_by_an_entry_of_its_own():
    rule = duty(Within(Length(10, "days"), "hazard"))
    found = build(
        ledger(
            entry(date(2026, 4, 1), 1, kind="hazard"),
            entry(date(2026, 4, 2), 2, kind="hazard"),
            entry(date(2026, 4, 5), 3),
            duties=(rule,),
        )
    )
    assert [(cell.subject, cell.state, cell.records) for cell in found.cells] == [
        ("1", "met", (3,)),
        ("2", "overdue", ()),
    ]


def test_founding_of_the_unit_is_an_event():
    rule = duty(Within(Length(30, "days"), "founding"))
    found = build(ledger(units=(unit(span=Span(date(2026, 4, 15), date.max)),), duties=(rule,)))
    assert [(cell.subject, cell.window) for cell in found.cells] == [("U1", Span(date(2026, 4, 15), date(2026, 5, 16)))]


def test_duty_counted_from_the_last_time():
    rule = duty(Every(Length(1, "months"), "last_done", date(2026, 4, 1)))
    found = build(ledger(entry(date(2026, 4, 20), 1), entry(date(2026, 6, 5), 2), duties=(rule,)))
    assert [(cell.window.start, cell.state, cell.records) for cell in found.cells] == [
        (date(2026, 4, 1), "met", (1,)),
        (date(2026, 4, 21), "met_late", (2,)),
        (date(2026, 6, 6), "overdue", ()),
    ]


def test_two_schemes_judge_one_entry_each_for_itself():
    both = (scheme(duty()), scheme(duty(AtLeast(1, "quarter"), id="gather"), scheme_id="t"))
    found = build(ledger(entry(date(2026, 5, 5), 1), schemes=both))
    assert [(cell.scheme, cell.duty, cell.records) for cell in found.cells if cell.done] == [
        ("s", "meet", (1,)),
        ("t", "gather", (1,)),
    ]


def test_horizon_names_the_days_each_kind_is_needed_for():
    rules = (
        duty(AtLeast(1, "year"), id="a"),
        duty(Standing(), id="b", fulfilled_by=Selector(("lecture",))),
        duty(OnceBy(date(2026, 5, 1), date(2025, 9, 1)), id="c", fulfilled_by=Selector(("plan",))),
        duty(Within(Length(7, "days"), "hazard"), id="d", fulfilled_by=Selector(("mend",))),
        duty(AtLeast(1, "term"), id="e", fulfilled_by=Selector(("vote",))),
    )
    made = scheme(*rules, terms=(Span(date(2022, 1, 1), date(2027, 1, 1)),))
    starts = {kind: span.start for kind, span in board.horizon((made,), period=Q2).items()}
    assert starts == {
        "meeting": date(2026, 1, 1),
        "lecture": date(2026, 4, 1),
        "plan": date(2025, 9, 1),
        "mend": date.min,
        "hazard": date.min,
        "vote": date(2022, 1, 1),
    }


def test_board_as_json():
    shown = board.as_json(
        build(ledger(entry(date(2026, 4, 3), 1, evidence=("photo",)), duties=(duty(AtLeast(1, "quarter")),)))
    )
    assert shown == {
        "unit": "U1", "period": "2026Q2", "on": "2026-07-15", "as_known_at": "2027-01-01T00:00:00Z",
        "cells": [
            {
                "scheme": "s", "unit": "U1", "duty": "meet", "window": ["2026-04-01", "2026-07-01"], "subject": "",
                "state": "met", "owed": 1, "done": 1, "records": [1], "near": [],
            }
        ],
        "totals": {"met": 1}, "reported": [1, 1], "missing": [],
    }  # fmt: skip


made_up_entries = st.lists(
    st.tuples(st.sampled_from(["U1", "U2", "U3", "U21"]), st.dates(date(2026, 3, 1), date(2026, 7, 31))), max_size=14
)


def entries_of(rows):
    return [entry(day, seq, unit=code) for seq, (code, day) in enumerate(rows, 1)]


@given(made_up_entries, st.dates(date(2026, 3, 15), date(2026, 8, 15)))
def test_totals_count_every_cell_once(rows, on):
    found = build(ledger(*entries_of(rows), units=TREE), on=on, subtree=True)
    assert dict(found.totals) == Counter(cell.state for cell in found.cells)
    assert [state for state, _ in found.totals] == [state for state in board.STATES if state in dict(found.totals)]


@given(made_up_entries, st.sampled_from(["U1", "U2", "U3", "U21"]), st.dates(date(2026, 4, 1), date(2026, 6, 30)))
def test_surplus_in_one_cell_changes_no_other(rows, code, day):
    def cells(all_rows):
        found = build(ledger(*entries_of(all_rows), units=TREE), subtree=True)
        return {(cell.unit, cell.window): (cell.state, cell.records) for cell in found.cells}

    before, after = cells(rows), cells([*rows, (code, day)])
    changed = {key for key in before if before[key] != after[key]}
    assert all(unit_code == code and day in window for unit_code, window in changed)


@given(made_up_entries, st.dates(date(2026, 4, 1), date(2026, 6, 30)), st.integers(1, 5000))
def test_entry_recorded_after_the_instant_changes_nothing(rows, day, minutes):
    asked = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
    early = [entry(one.draft.happened_on, one.seq, unit=one.draft.unit, recorded_at=asked) for one in entries_of(rows)]
    later = entry(day, 99, recorded_at=asked + timedelta(minutes=minutes))

    def at(revisions):
        return build(ledger(*known(revisions, as_known_at=asked), units=TREE), subtree=True)

    assert at([*early, later]) == at(early)
