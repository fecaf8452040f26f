import random
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import ledgers
from zicha.core import board, measures, periods
from zicha.core.board import Ledger
from zicha.core.ledger import Attendance, Draft, Revision, known
from zicha.core.measures import Measured
from zicha.core.periods import Span
from zicha.core.scheme import Cells, Count, DistinctPeople, Measure, Rate, Selector, Share, Sum
from zicha.core.text import LocalText
from zicha.core.workdays_cn import CALENDAR

STUDY = Selector(("study",))
READING = Selector(("study",), where=(("form", ("reading",)),))
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def study(seq, day, *, present=(), expected=0, backfilled=False, **fields):
    sheet = (
        Attendance(expected or len(present), len(present), 0, 0, (), tuple(present)) if expected or present else None
    )
    return Revision(
        seq, seq, 1, Draft("U1", "study", day, "", tuple(fields.items()), sheet), NOW, backfilled=backfilled
    )


LEDGER = (
    study(1, date(2026, 3, 5), present=("P1", "P2"), expected=4, form="reading", duration=90, pages="12.5"),
    study(2, date(2026, 4, 5), present=("P2", "P3"), expected=4, form="visit", duration=30, backfilled=True),
    study(5, date(2026, 5, 5)),
)


@pytest.mark.parametrize(
    ("rule", "measured"),
    [
        (Count(STUDY), Measured(3, (1, 2, 5))),
        (Count(READING), Measured(1, (1,))),
        (Count(Selector(("study",), backfilled=True)), Measured(1, (2,))),
        (Count(Selector(("talk",))), Measured(0, ())),
        (Sum("duration", STUDY), Measured(120, (1, 2, 5))),
        (Sum("pages", STUDY), Measured(Fraction(25, 2), (1, 2, 5))),
        (Sum("absent", STUDY), Measured(4, (1, 2, 5))),
        (DistinctPeople(STUDY), Measured(3, (1, 2, 5))),
        (Rate("present", "expected", STUDY), Measured(Fraction(1, 2), (1, 2, 5))),
        (Rate("present", "expected", Selector(("talk",))), Measured(None, ())),
        (Share("duration", READING, STUDY), Measured(Fraction(3, 4), (1, 2, 5))),
        (Share("", READING, STUDY), Measured(Fraction(1, 3), (1, 2, 5))),
        (Share("pages", READING, Selector(("talk",))), Measured(None, (1,))),
    ],
)
def test_each_rule_gives_its_number_and_its_records(rule, measured):
    assert measures.evaluate(rule, revisions=LEDGER) == measured


def test_heads_without_names_are_told_apart():
    counted = study(9, date(2026, 5, 6))
    sheet = Attendance(5, 4, present_people=("P1",))
    revision = Revision(9, 9, 1, Draft("U1", "study", date(2026, 5, 6), attendance=sheet), NOW)
    assert counted.seq == 9
    assert measures.evaluate(DistinctPeople(STUDY), revisions=(LEDGER[0], revision)) == Measured(2, (1, 9), (9,))


def test_only_what_happened_in_the_period_and_by_the_day_is_in_question():
    asked = {"units": ("U1",), "span": Span(date(2026, 3, 5), date(2026, 5, 5))}
    assert measures.in_question(LEDGER, on=date(2026, 4, 4), **asked) == LEDGER[:1]
    assert measures.in_question(LEDGER, on=date(2026, 7, 1), **asked) == LEDGER[:2]
    assert measures.in_question(LEDGER, units=("U2",), span=periods.ALWAYS, on=date(2026, 7, 1)) == ()


def test_cells_are_counted_by_duty_and_state_with_their_records():
    entries = known(ledgers.revisions(random.Random(4), 40), as_known_at=datetime(2027, 1, 1, tzinfo=UTC))
    ledger = Ledger((ledgers.SCHEME,), ledgers.UNIT_SPANS, (), entries, CALENDAR)
    shown = board.build(ledger=ledger, unit="U1", period=periods.parse("2026H1"), on=date(2026, 8, 1), as_known_at=NOW)
    met = [cell for cell in shown.cells if cell.duty == "monthly" and cell.state == "met"]
    near = [cell for cell in shown.cells if cell.duty == "attended" and cell.state == "insufficient"]
    assert len(met) == 3
    assert near
    assert measures.evaluate(Cells(("monthly",), ("met",)), revisions=(), cells=shown.cells) == Measured(
        len(met), tuple(sorted(seq for cell in met for seq in cell.records))
    )
    behind = {seq for cell in near for seq in (*cell.records, *(miss.seq for miss in cell.near))}
    assert measures.evaluate(Cells(("attended",), ("insufficient",)), revisions=(), cells=shown.cells) == Measured(
        len(near), tuple(sorted(behind))
    )
    assert measures.evaluate(Cells(("monthly",)), revisions=(), cells=shown.cells).value == 6


def measure(rule, unit="", places=0):
    return Measure("m", LocalText("指标"), rule, unit, places)


RATE = Rate("present", "expected", STUDY)


@pytest.mark.parametrize(
    ("value", "unit", "places", "rule", "text", "plain"),
    [
        (12, "次", 0, Count(STUDY), "12", 12),
        (Fraction(25, 2), "页", 0, Sum("pages", STUDY), "13", 13),
        (Fraction(25, 2), "页", 2, Sum("pages", STUDY), "12.50", 12.5),
        (Fraction(-25, 2), "页", 1, Sum("pages", STUDY), "-12.5", -12.5),
        (Fraction(7, 8), "%", 0, RATE, "88%", 88),
        (Fraction(7, 8), "%", 1, RATE, "87.5%", 87.5),
        (Fraction(1, 8), "%", 0, RATE, "13%", 13),
        (Fraction(996, 1000), "%", 0, RATE, "99%", 99),
        (Fraction(9996, 10000), "%", 1, RATE, "99.9%", 99.9),
        (Fraction(2, 1000), "%", 0, RATE, "1%", 1),
        (0, "%", 0, RATE, "0%", 0),
        (1, "%", 1, RATE, "100.0%", 100),
        (Fraction(1004, 1000), "%", 0, RATE, "100%", 100),
        (Fraction(999, 1000), "", 1, Share("", READING, STUDY), "0.9", 0.9),
        (None, "%", 0, RATE, "—", None),
    ],
)
def test_a_value_is_shown(value, unit, places, rule, text, plain):
    asked = measure(rule, unit, places)
    assert (measures.text(value, measure=asked), measures.plain(value, measure=asked)) == (text, plain)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_share_shows_the_whole_only_if_it_is_whole_and_nothing_only_if_there_is_nothing(part, rest, places):
    value = Fraction(part, part + rest)
    shown = measures.shown(value, measure=measure(RATE, "%", places))
    assert (shown == 0) == (part == 0)
    assert shown < 100
    assert abs(shown - value * 100) <= Fraction(1, 10**places)


def test_a_number_is_read_as_typed_to_the_millionth():
    typed = ("3", "2.50", "0.0000019", "", "约20", None, 90, ("a",))
    assert [measures.number(value) for value in typed] == [3, Fraction(5, 2), Fraction(1, 10**6), 0, 0, 0, 90, 0]
