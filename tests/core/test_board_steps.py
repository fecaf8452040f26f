"""A row after a change is the row folded whole, though only what was asked for is known."""

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ledgers
from zicha.core import board_steps, packed_board
from zicha.core.board_steps import Asked
from zicha.core.ledger import Draft, Revision
from zicha.core.packed_board import HEAD
from zicha.core.periods import Span
from zicha.core.scheme import WAIVER, AtLeast, Bound, Duty, Every, Length, OnceBy, Selector, Standing
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan
from zicha.core.workdays_cn import CALENDAR

STUDY, READING = Selector(("study",)), ledgers.READING


def duty(name, cadence, selector=STUDY, **more):
    return Duty(name, LocalText(name, name), "c1", selector, cadence, **more)


DUTIES = (
    duty("monthly", AtLeast(1, "month")),
    duty("thrice", AtLeast(3, "quarter")),
    duty("attended", AtLeast(2, "quarter"), threshold=Fraction(2, 3)),
    duty("minuted", AtLeast(1, "month"), evidence=("minutes",)),
    duty("reading", AtLeast(2, "half"), READING),
    duty("late entries", AtLeast(1, "quarter"), Selector(("study",), backfilled=True)),
    duty("spread", AtLeast(3, "quarter", even=True)),
    duty("once a month, spread", AtLeast(1, "month", even=True)),
    duty("spaced", AtLeast(2, "half", min_gap_days=20)),
    duty("spaced once", AtLeast(1, "quarter", min_gap_days=20), threshold=Fraction(1, 2)),
    duty("part owed", AtLeast(2, "quarter"), ledgers.ANY, part_window="owed"),
    duty("term", AtLeast(4, "term"), ledgers.ANY),
    duty("once", OnceBy(date(2026, 3, 1), date(2025, 11, 1))),
    duty("once, minuted", OnceBy(date(2026, 4, 1), date(2026, 2, 1)), evidence=("minutes",)),
    duty("slots", Every(Length(2, "months"), "slot", date(2025, 12, 10)), bound=Bound(levels=(2, 3))),
    duty("always", Standing(), Selector(("visit",)), threshold=Fraction(1, 2)),
    duty("always, anybody's", Standing(), ledgers.ANY, bound=Bound(excluded=("X",))),
)
SCHEME = replace(
    ledgers.SCHEME, duties=DUTIES, terms=(Span(date(2025, 9, 1), date(2026, 3, 1)), Span(date(2026, 3, 1), date(2026, 9, 1)))
)  # fmt: skip
LAYOUT = packed_board.lay_out([SCHEME], digest="", calendar=CALENDAR)
TREES = (
    (UnitSpan("U", "甲", "", 1, Span(date(2025, 1, 1), date.max)),),
    (UnitSpan("U", "甲", "", 2, Span(date(2026, 2, 10), date.max)),),
    (UnitSpan("X", "乙", "U", 2, Span(date(2025, 1, 1), date(2026, 3, 15))), UnitSpan("X", "乙", "", 4, Span(date(2026, 3, 15), date(2026, 6, 1)))),
    (),
)  # fmt: skip
YEARS = (2025, 2026)


def draft(chance, unit):
    if chance.random() < 0.1:
        window = date(2026, chance.randrange(1, 8), chance.choice((1, 1, 12))).isoformat()
        fields = (("approver", "P1"), ("duty", chance.choice(DUTIES).id), ("reason", ""), ("window", window))
        return Draft(unit, WAIVER, date(2026, chance.randrange(1, 8), 3), fields=fields)
    day = date(2025, 12, 1) + timedelta(days=chance.choice((20, 75, 200, chance.randrange(1, 260))))
    makes_up = day - timedelta(days=chance.randrange(1, 100)) if chance.random() < 0.2 else None
    return replace(ledgers.draft(chance, unit=unit), happened_on=day, makes_up=makes_up)


def instants(chance, unit, count):
    """Changes as old and new states, those of one instant together."""
    latest, found, seq = {}, [], 0
    while seq < count:
        together = []
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            seq += 1
            old = latest.get(chance.choice(sorted(latest))) if latest and chance.random() < 0.35 else None
            if old is None or old.withdrawn:
                new = Revision(seq, seq, 1, draft(chance, unit), ledgers.START, backfilled=chance.random() < 0.3)
                together.append((None, new))
            else:
                other = old.draft if chance.random() < 0.3 else draft(chance, unit)
                other = other if other.kind == old.draft.kind else old.draft
                gone = chance.random() < 0.4
                new = replace(old, seq=seq, number=old.number + 1, draft=other, withdrawn=gone)
                together.append((old, new))
            latest[new.entry] = new
        found.append(together)
    return found


def is_asked(entry, asked):
    """Whether the store reads an entry for what is asked."""
    if entry.draft.kind == WAIVER and asked.waivers:
        return True
    day, makes_up = entry.draft.happened_on, entry.draft.makes_up or date.max
    meant = day >= asked.days.start and (day < asked.days.end or makes_up < asked.days.end)
    return meant and (asked.kinds is None or entry.draft.kind in asked.kinds)


def by_kind(entries):
    found = {}
    for entry in entries:
        found.setdefault(entry.draft.kind, {})[entry.entry] = entry
    return found


def whole(unit, units, year, standing):
    meant = [entry for entry in standing if year in packed_board.years_of(LAYOUT, entry)]
    return packed_board.row(layout=LAYOUT, year=year, unit=unit, units=units, entries=meant)


def stepped(units, before, step, standing, meanwhile):
    """The row after a step, where of what stood before only what is asked for is known."""
    alike = packed_board.alike(LAYOUT, units)
    asked = board_steps.asked(layout=LAYOUT, units=alike, before=before, step=step)
    known = {entry.entry: entry for entry in standing if asked and is_asked(entry, asked)}
    for state in meanwhile:
        known.pop(state.entry, None)
    known |= {state.entry: state for state in step.came}
    meant = [entry for entry in known.values() if step.year in packed_board.years_of(LAYOUT, entry)]
    return board_steps.changed(layout=LAYOUT, units=alike, before=before, step=step, entries=by_kind(meant))


@settings(max_examples=40)
@given(seed=st.integers(0, 10**9), units=st.sampled_from(TREES))
def test_row_after_each_change_is_the_one_folded_whole(seed, units):
    chance = random.Random(seed)
    unit = units[0].unit if units else "U"
    alike = packed_board.alike(LAYOUT, units)
    rows = {year: packed_board.empty(LAYOUT, year, alike) for year in YEARS}
    standing = {}
    for together in instants(chance, unit, 60):
        before = tuple(standing.values())
        states = [state for change in together for state in change if state is not None]
        for old, new in together:
            standing.pop(new.entry if old is None else old.entry, None)
            if not new.withdrawn:
                standing[new.entry] = new
        for step in board_steps.steps(LAYOUT, unit, together):
            rows[step.year] = stepped(units, rows[step.year], step, before, states)
        assert {year: row[HEAD:] for year, row in rows.items()} == {
            year: whole(unit, units, year, standing.values())[HEAD:] for year in YEARS
        }


def study(day, **more):
    return Revision(1, 1, 1, Draft("U", "study", day, attendance=None, **more), ledgers.START)


def laid_out(*duties):
    return packed_board.lay_out([replace(SCHEME, duties=duties)], digest="", calendar=CALENDAR)


NEW = replace(study(date(2026, 5, 20)), seq=9, entry=9)


def asked_of(layout, stood, *, came=(), went=()):
    step = board_steps.step(layout, 2026, came=came, went=went)
    alike = packed_board.alike(layout, TREES[0])
    before = packed_board.row(layout=layout, year=2026, unit="U", units=TREES[0], entries=stood)
    return board_steps.asked(layout=layout, units=alike, before=before, step=step)


def many(count):
    return [replace(study(date(2026, 4, 1 + place)), seq=place, entry=place) for place in range(1, count + 1)]


def test_asked_is_nothing_where_one_is_owed_or_enough_is_done():
    layout = laid_out(DUTIES[0], DUTIES[1])
    found = [asked_of(layout, many(count), came=(NEW,)) for count in (0, 2, 3, 9)]
    quarter = Asked(frozenset({"study"}), Span(date(2026, 4, 1), date(2026, 7, 1)))
    assert found == [quarter, quarter, None, None]
    assert [asked_of(laid_out(DUTIES[0]), many(count), came=(NEW,)) for count in (0, 2, 3)] == [None, None, None]


def test_asked_is_nothing_of_what_waits_until_it_is_done_once():
    layout = laid_out(DUTIES[12])
    late = board_steps.step(layout, 2025, came=(NEW,), went=())
    alike = packed_board.alike(layout, TREES[0])
    rows = [
        packed_board.row(layout=layout, year=2025, unit="U", units=TREES[0], entries=many(count)) for count in (0, 1)
    ]
    assert [board_steps.asked(layout=layout, units=alike, before=row, step=late) for row in rows] == [None, None]


def test_asked_is_the_window_and_the_month_where_something_is_withdrawn():
    layout = laid_out(DUTIES[0])
    stood = many(2)
    gone = (stood[0], replace(stood[0], withdrawn=True))
    april = Span(date(2026, 4, 1), date(2026, 5, 1))
    assert asked_of(layout, stood, went=gone) == Asked(None, april, waivers=True)
    moved = (replace(stood[0], draft=replace(stood[0].draft, happened_on=date(2026, 4, 30))),)
    assert asked_of(layout, stood, came=moved, went=gone[:1]) == Asked(frozenset({"study"}), april, waivers=True)
