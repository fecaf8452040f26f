"""The stand-alone scripts count as the program does: two codes, one by one set of people's eyes, on random ledgers."""

import json
import random
import runpy
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.services import test_board_totals as boards
from zicha.core import board, bodies, measures, periods, proofs, scheme_plain, workdays
from zicha.core.scheme import Length, Measure, Within
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

TOOLS = Path(__file__).parents[2] / "tools"
FIGURES = runpy.run_path(str(TOOLS / "verify_bundle_figures.py"))
WINDOWS = runpy.run_path(str(TOOLS / "verify_bundle_windows.py"))
KINDS = ledgers.KINDS | boards.built_in.KINDS
SCHEME = replace(
    boards.EVERY,
    duties=(
        *boards.EVERY.duties,
        boards.duty("within working days", Within(Length(6, "working_days"), "visit"), part_window="owed"),
        boards.duty("founded", Within(Length(2, "weeks"), "founding"), grace=Length(3, "working_days")),
    ),
)
TREE = (*boards.TREE[:4], boards.MOVED, boards.MOVED_TO)


def said_of(scheme):
    """A scheme as the scripts read it from a proof."""
    return json.loads(
        json.dumps(scheme_plain.to_plain(scheme)),
        object_hook=lambda part: {"date": date.fromisoformat, "fraction": Fraction}.get(part.get("~"), lambda _: part)(
            part.get("value")
        ),
    )


def row(span: UnitSpan):
    return {
        "unit": span.unit, "parent": span.parent, "level": span.level, "start": span.span.start.isoformat(),
        "end": span.span.end.isoformat(),
    }  # fmt: skip


def body_of(revision):
    """A revision's body as it stands in the log, without what is personal."""
    names = bodies.plain_fields(KINDS.get(revision.draft.kind))
    plain = {name: value for name, value in revision.draft.fields if name in names}
    return json.loads(bodies.canonical(bodies.body(revision, unit_seq=1, plain=plain, personal=(), sheet="")))


def standing(seed):
    """The latest bodies of a random ledger, and the revisions the program reads from them."""
    found = [body_of(each) for each in boards.history(random.Random(seed), 60)]
    revisions = proofs.standing(map(proofs.revision, found))
    seqs = {each.seq for each in revisions}
    return [body for body in found if body["seq"] in seqs], revisions


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    period=st.sampled_from(boards.PERIODS),
    on=st.dates(date(2025, 10, 1), date(2026, 12, 31)),
    unit=st.sampled_from(("R", "A", "B", "D")),
)
def test_windows_and_units_are_those_of_the_program(seed, period, on, unit):
    found, revisions = standing(seed)
    asked = {"subtree": True, "unit": unit, "on": on.isoformat(), "calendar": workdays.tables(CALENDAR)}
    start, end = FIGURES["span_of"](str(period))
    rows = [row(each) for each in TREE]
    codes = board.members(TREE, unit=unit, period=period, on=on)
    assert (start, end) == (period.span.start, period.span.end)
    assert FIGURES["members"](asked, rows, start, end) == set(codes)
    ledger = board.Ledger((SCHEME,), TREE, (), revisions, CALENDAR)
    cells = board.cells_of(ledger=ledger, units=codes, span=period.span, on=on)
    expected = {each.id: [] for each in SCHEME.duties}
    for cell in cells:
        near = tuple(miss.seq for miss in cell.near) if cell.state == "insufficient" else ()
        expected[cell.duty].append((cell.unit, cell.state, sorted({*cell.records, *near})))
    given_to = (asked, said_of(SCHEME), rows, codes, found, FIGURES["chosen"], start, end)
    counted = WINDOWS["board"](*given_to)
    assert {duty: [(state, sorted(set(seqs))) for state, seqs in cells] for duty, cells in counted.items()} == {
        duty: [(state, seqs) for _unit, state, seqs in cells] for duty, cells in expected.items()
    }


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    rule=st.sampled_from(ledgers.RULES),
    unit=st.sampled_from(["%", "次"]),
    places=st.integers(0, 2),
)
def test_counts_and_their_texts_are_those_of_the_program(seed, rule, unit, places):
    found, revisions = standing(seed)
    measure = Measure("m", LocalText("数", "number"), rule, unit, places)
    expected = measures.evaluate(rule, revisions=revisions)
    value, records = FIGURES["evaluate"](scheme_plain.to_plain(rule), found, {})
    assert (value, records) == (expected.value, list(expected.records))
    assert FIGURES["text"](value, scheme_plain.to_plain(measure)) == measures.text(expected.value, measure=measure)


@pytest.mark.parametrize("text", ["2026", "2026H1", "2026H2", "2026Q3", "2026-05", "2026-12"])
def test_periods_are_those_of_the_program(text):
    span = periods.parse(text).span
    assert FIGURES["span_of"](text) == (span.start, span.end)


@given(day=st.dates(date(2025, 1, 1), date(2026, 12, 1)), count=st.integers(-20, 20))
def test_working_days_are_counted_by_the_calendar_of_the_proof(day, count):
    tables = workdays.tables(CALENDAR)
    length = {"count": count, "unit": "working_days"}
    assert workdays.from_tables(tables) == CALENDAR
    assert WINDOWS["after"](day, length, 1, tables) == CALENDAR.add_working_days(day, count)
    assert WINDOWS["after"](day, {"count": 3, "unit": "weeks"}, -1, tables) == day - timedelta(days=21)
