"""Totals from kept rows are those of the fold: at any instant and day, whatever was corrected, withdrawn or moved."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.ledgers import append, kind_of
from zicha.core import packed_board, periods
from zicha.core.board import STATES
from zicha.core.ledger import Draft, known
from zicha.core.periods import Span
from zicha.core.scheme import (
    WAIVER,
    AtLeast,
    Bound,
    Duty,
    Every,
    Length,
    OnceBy,
    Selector,
    Standing,
    Within,
)
from zicha.core.text import LocalText
from zicha.core.units import UnitSpan

pytestmark = pytest.mark.django_db

FOUNDED = Span(date(2025, 1, 1), date.max)
LATER = Span(date(2026, 2, 10), date.max)
TREE = (
    UnitSpan("R", "总队", "", 1, FOUNDED),
    UnitSpan("A", "甲", "R", 2, FOUNDED),
    UnitSpan("B", "乙", "R", 2, FOUNDED),
    UnitSpan("C", "丙", "A", 3, LATER),
    UnitSpan("D", "丁", "A", 3, FOUNDED),
)
MOVED = UnitSpan("D", "丁", "A", 3, Span(date(2025, 1, 1), date(2026, 3, 15)))
MOVED_TO = UnitSpan("D", "丁", "B", 2, Span(date(2026, 3, 15), date.max))
UNITS = ("R", "A", "B", "C", "D")
PERIODS = tuple(
    map(periods.parse, ("2025", "2025H2", "2026H1", "2026H1", "2026Q1", "2026Q2", "2026-03", "2026H2", "2026"))
)


def duty(name, cadence, kind="study", **more):
    return Duty(name, LocalText(name, name), "c1", Selector((kind,)), cadence, **more)


DATED = (
    *ledgers.SCHEME.duties,
    duty("spread", AtLeast(2, "quarter", even=True), grace=Length(10, "days")),
    duty("spaced", AtLeast(2, "half", min_gap_days=20), remind=Length(20, "days")),
    duty("late", AtLeast(1, "quarter"), part_window="owed"),
    duty("term", AtLeast(5, "term"), "visit"),
    duty("once", OnceBy(date(2026, 4, 1), date(2025, 11, 1)), "visit", bound=Bound(excluded=("B",))),
    duty("slots", Every(Length(2, "months"), "slot", date(2025, 12, 10)), "visit", bound=Bound(levels=(2, 3))),
    duty("always", Standing(), "visit", bound=Bound(levels=(3,))),
)
SCHEME = replace(
    ledgers.SCHEME, duties=DATED, terms=(Span(date(2025, 9, 1), date(2026, 3, 1)), Span(date(2026, 3, 1), date(2026, 9, 1)))
)  # fmt: skip
EVERY = replace(
    SCHEME,
    duties=(
        *DATED,
        duty("own slots", Every(Length(1, "months"), "slot"), "visit"),
        duty("since done", Every(Length(30, "days"), "last_done")),
        duty("reported on", Within(Length(10, "days"), "visit")),
    ),
)


def prepare(scheme, tree=TREE):
    from zicha.store.writes import organisation, schemes, summaries

    schemes.add(scheme=scheme, text=b"", sha256=ledgers.named(scheme), recorded_at=ledgers.START, recorded_by="")
    organisation.add_units(tree, recorded_at=ledgers.START)
    summaries.align()


def reorganise():
    from zicha.store.writes import organisation, summaries

    organisation.end_unit(TREE[4], ended=MOVED)
    organisation.add_units((MOVED_TO,), recorded_at=ledgers.START)
    summaries.align()


def waiver(chance, unit):
    meant = chance.choice(DATED)
    window = date(2026, chance.randrange(1, 8), chance.choice((1, 1, 12)))
    fields = (("approver", "P1"), ("duty", meant.id), ("reason", ""), ("window", window.isoformat()))
    return Draft(unit, WAIVER, date(2026, chance.randrange(1, 8), 3), fields=fields)


def history(chance, count):
    """A random ledger, with waivers; a correction may move an entry to another unit, kind or year."""
    found, instant = [], ledgers.START
    for each in (ledgers.moved(chance, one) for one in ledgers.revisions(chance, count)):
        instant += timedelta(hours=chance.choice((0, 1, 30, 200)))
        unit = chance.choice(UNITS)
        waived = each.number == 1 and not any(later.entry == each.entry for later in found) and chance.random() < 0.1
        draft = waiver(chance, unit) if waived else replace(each.draft, unit=unit)
        found.append(replace(each, recorded_at=instant, draft=draft))
    return tuple(found)


def question(chance, revisions):
    on = chance.choice((date(2026, 12, 31), date(2026, 1, 1) + timedelta(days=chance.randrange(300))))
    instant = chance.choice(revisions).recorded_at + timedelta(hours=chance.choice((-1, 0, 0, 3, 9000)))
    return {
        "unit": chance.choice(("R", "R", "A", "B")), "period": chance.choice(PERIODS), "on": on, "as_known_at": instant,
    }  # fmt: skip


def told(found):
    return (
        found.totals, found.reported, found.missing,
        {unit: found.of_unit(unit) for unit in found.units if found.of_unit(unit)},
        {each.duty: (each.totals, each.lacking) for each in found.duties},
    )  # fmt: skip


def counted(cells):
    counts = Counter(cell.state for cell in cells)
    return tuple((state, counts[state]) for state in STATES if counts[state])


def folded(shown):
    units, duties = {}, {}
    for cell in shown.cells:
        units.setdefault(cell.unit, []).append(cell)
        duties.setdefault(cell.duty, []).append(cell)
    pressing = STATES[:4]
    return (
        shown.totals, shown.reported, shown.missing, {unit: counted(cells) for unit, cells in units.items()},
        {
            duty: (counted(cells), tuple(dict.fromkeys(cell.unit for cell in cells if cell.state in pressing)))
            for duty, cells in duties.items()
        },
    )  # fmt: skip


def both(asked):
    from zicha.services import board_totals, boards

    found = board_totals.totals(**asked)
    return found.packed, told(found), folded(boards.show(subtree=True, **asked))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), every=st.booleans())
def test_totals_equal_the_fold_at_any_instant_and_day(seed, every):
    chance = random.Random(seed)
    revisions = history(chance, 60)
    with transaction.atomic():
        prepare(EVERY if every else SCHEME)
        for start in (0, 20, 21, 40):
            append(revisions[start : {0: 20, 20: 21, 21: 40, 40: 60}[start]])
            if start == 21 and chance.random() < 0.5:
                reorganise()
        found = [both(question(chance, revisions)) for _ in range(12)]
        later = {"unit": "R", "period": PERIODS[2], "on": date(2027, 1, 1), "as_known_at": revisions[-1].recorded_at}
        found.append(both(later))
        newest = newest_rows()
        transaction.set_rollback(True)
    assert [fast for _packed, fast, _slow in found] == [slow for _packed, _fast, slow in found]
    assert found[-1][0] == len(UNITS)
    assert newest[0] == newest[1]


def kept_rows():
    from zicha.store import models

    rows = models.BoardRow.objects.order_by("year", "unit", "rec_at").values_list("year", "unit", "rec_at", "cells")
    return [(*key, bytes(cells)) for *key, cells in rows]


def newest_rows():
    """What the database has as the newest rows, and what are the newest of all rows."""
    from zicha.store import models

    newest = models.BoardNewest.objects.order_by("year", "unit").values_list("year", "unit", "rec_at", "cells")
    last = {row[:2]: row for row in kept_rows()}
    return [(*key, bytes(cells)) for *key, cells in newest], list(last.values())


def rebuild():
    from zicha.store.writes import facts

    facts.rebuild(kind_of=kind_of, progress=lambda _done, _total: None)


def test_rebuilt_rows_are_those_that_were_kept():
    revisions = history(random.Random(3), 60)
    prepare(SCHEME)
    for start in range(0, 60, 10):
        append(revisions[start : start + 10])
    before, newest = kept_rows(), newest_rows()
    rebuild()
    assert kept_rows() == before
    assert newest_rows() == newest
    assert newest[0] == newest[1]
    assert len(before) > 50


def test_rows_are_rebuilt_in_small_parts_of_units_and_of_entries(monkeypatch):
    """A few units may have more entries than a statement of SQLite takes parameters, and than fit into memory."""
    from zicha.store.queries import ledger
    from zicha.store.writes import board_rows

    prepare(SCHEME)
    append(history(random.Random(3), 60))
    before, asked = kept_rows(), []
    monkeypatch.setattr(ledger, "_PART", 3)
    monkeypatch.setattr(board_rows, "_PIECE", 2)

    def counting(execute, sql, params, many, context):
        if sql.startswith("SELECT") and not many:
            asked.append(len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        board_rows.rebuild()
    assert kept_rows() == before
    assert max(asked) == 3


def latest_row(unit, year):
    from zicha.store import models

    rows = models.BoardRow.objects.filter(unit=unit, year=year).order_by("-rec_at").values_list("cells", flat=True)
    return bytes(rows[0]) if rows else b""


def folded_row(layout, unit, year, revisions):
    """The row of what stands, folded whole; nothing if nothing stands there."""
    standing = known(revisions, as_known_at=revisions[-1].recorded_at)
    meant = [each for each in standing if each.draft.unit == unit and year in packed_board.years_of(layout, each)]
    spans = tuple(each for each in TREE if each.unit == unit)
    empty = packed_board.row(layout=layout, year=year, unit=unit, units=spans, entries=())
    return packed_board.row(layout=layout, year=year, unit=unit, units=spans, entries=meant), empty


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("in_time_only", [True, False])
def test_row_kept_after_each_record_is_the_one_folded_whole(seed, in_time_only):
    """Duties that may be done late have the whole row folded anew; without them single windows are."""
    from zicha.store.queries import board_rows

    chance = random.Random(seed)
    revisions = history(chance, 100)
    duties = tuple(each for each in DATED if not isinstance(each.cadence, OnceBy)) if in_time_only else DATED
    prepare(replace(SCHEME, duties=duties))
    (layout,) = board_rows.wanted()
    for place, one in enumerate(revisions, 1):
        append([one])
        for year in (2025, 2026):
            whole, empty = folded_row(layout, one.draft.unit, year, revisions[:place])
            kept = latest_row(one.draft.unit, year) or empty
            assert kept[packed_board.HEAD :] == whole[packed_board.HEAD :]
    assert len(kept_rows()) > 50


def test_an_installation_that_never_kept_rows_folds_until_it_is_rebuilt():
    from zicha.store import models

    revisions = history(random.Random(4), 40)
    prepare(SCHEME)
    append(revisions)
    models.BoardLayout.objects.all().delete()
    asked = {"unit": "R", "period": PERIODS[2], "on": date(2027, 1, 1), "as_known_at": revisions[-1].recorded_at}
    folding = both(asked)
    rebuild()
    counting = both(asked)
    assert (folding[0], counting[0]) == (0, len(UNITS))
    assert folding[1] == folding[2] == counting[1] == counting[2]


def test_units_that_owe_nothing_are_told_nevertheless():
    from zicha.services import board_totals
    from zicha.store.writes import organisation

    organisation.add_units(TREE, recorded_at=ledgers.START)
    asked = {"unit": "A", "period": PERIODS[2], "on": date(2026, 5, 1), "as_known_at": ledgers.START}
    assert both(asked) == (0, ((), (), (), {}, {}), ((), (), (), {}, {}))
    found = board_totals.totals(**asked)
    assert (found.units, [found.pressing(unit) for unit in found.units]) == (("A", "C", "D"), [(0, 0, 0, 0)] * 3)


@pytest.mark.parametrize("place", [0, 1])
def test_rows_dropped_while_they_are_read_are_folded_instead(place):
    """Somebody loads a scheme or rebuilds just before the rows of a year are read."""
    from zicha.services import board_totals, boards
    from zicha.store.writes import board_rows

    revisions = history(random.Random(4), 40)
    prepare(SCHEME)
    append(revisions)
    asked = {"unit": "R", "period": PERIODS[2], "on": date(2027, 1, 1), "as_known_at": revisions[-1].recorded_at}
    read = []

    def rebuild_before(execute, sql, params, many, context):
        if "store_boardrow" in sql and sql.startswith("SELECT"):
            read.append(sql)
            if len(read) == place + 1:
                with transaction.atomic():
                    board_rows.rebuild()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(rebuild_before):
        found = board_totals.totals(**asked)
    assert len(read) > place
    assert told(found) == folded(boards.show(subtree=True, **asked))


def test_a_new_version_of_the_scheme_gets_rows_of_its_own():
    from zicha.store.writes import schemes, summaries

    revisions = history(random.Random(5), 40)
    prepare(SCHEME)
    append(revisions[:20])
    fewer = replace(SCHEME, version="2", duties=DATED[:4])
    at = revisions[19].recorded_at
    schemes.add(scheme=fewer, text=b"", sha256=ledgers.named(fewer), recorded_at=at, recorded_by="")
    summaries.align()
    append(revisions[20:])
    on = date(2027, 1, 1)
    found = [
        both({"unit": "R", "period": PERIODS[2], "on": on, "as_known_at": instant})
        for instant in (revisions[10].recorded_at, revisions[19].recorded_at, revisions[-1].recorded_at)
    ]
    assert [fast for _packed, fast, _slow in found] == [slow for _packed, _fast, slow in found]
    assert [packed for packed, *_ in found][1:] == [len(UNITS), len(UNITS)]
    assert list(found[-1][1][-1]) == [duty.id for duty in DATED[:4]]


@pytest.mark.parametrize("before", [1, 40])
def test_a_record_costs_as_many_statements_on_its_row_however_much_there_is(before, django_assert_num_queries):
    from zicha.store.queries import turn
    from zicha.store.writes import board_rows
    from zicha.store.writes.derived import Change

    revisions = history(random.Random(6), 60)
    prepare(SCHEME)
    append(revisions[:before])
    new = replace(revisions[0], seq=before + 1, entry=before + 1, recorded_at=revisions[-1].recorded_at)
    kept = turn.before(units=[new.draft.unit], seated=()).kept
    with django_assert_num_queries(3):
        board_rows.follow([Change(new, None)], kept)
