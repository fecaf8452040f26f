"""Items of study plans are counted for the period they were planned for, whatever became of them."""

from datetime import date
from fractions import Fraction

import pytest

from zicha.core import measures, study_measures
from zicha.core.measures import Measured
from zicha.core.periods import parse
from zicha.core.scheme import StudyCount, StudyShare
from zicha.core.study import Item, Line

MAY = date(2026, 5, 1)


def line(entry, state, *, planned=MAY, month=MAY, moved=0, crowded=False):
    item = Item(entry, "U1", month, planned, "条例", "collective", moved=moved, seqs=(entry, 10 * entry))
    return Line(item, state, None, crowded, ())


LINES = (
    line(1, "done"),
    line(2, "done", crowded=True),
    line(3, "missed", moved=1, month=date(2026, 6, 1)),
    line(4, "called_off", moved=1),
    line(5, "late"),
    line(6, "upcoming"),
)


@pytest.mark.parametrize(
    ("outcomes", "entries"),
    [
        ((), [1, 2, 3, 4, 5, 6]),
        (("done",), [1, 2]),
        (("late", "missed"), [3, 5]),
        (("moved", "called_off", "crowded"), [2, 3, 4]),
    ],
)
def test_count_means_these_items_each_once(outcomes, entries):
    found = measures.evaluate(StudyCount(outcomes), revisions=(), planned=LINES)
    seqs = tuple(sorted([*entries, *(10 * entry for entry in entries)]))
    assert found == Measured(len(entries), seqs)


def test_share_is_of_all_items_and_of_nothing_there_is_none():
    rule = StudyShare(("moved", "called_off", "crowded"))
    everything = tuple(sorted(seq for each in LINES for seq in each.item.seqs))
    assert measures.evaluate(rule, revisions=(), planned=LINES) == Measured(Fraction(1, 2), everything)
    assert measures.evaluate(rule, revisions=()) == Measured(None, ())


def test_item_moved_out_of_a_period_stays_in_the_one_it_was_planned_for():
    june = date(2026, 6, 1)
    moved = line(1, "upcoming", planned=june, month=date(2026, 7, 1), moved=1).item
    first, second = parse("2026H1").span, parse("2026H2").span
    assert [study_measures.of_period([moved], span=span) for span in (first, second)] == [(moved,), ()]
