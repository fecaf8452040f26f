"""What is derived is made whole by itself, piece by piece, and answers stay right meanwhile."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.services import test_board_totals as totals
from tests.services import test_cubes

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = {"progress": lambda _done, _total: None}


def forget():
    """As after an upgrade from a version that kept no rows and no sums."""
    from zicha.store import models

    for model in (
        models.BoardRow, models.BoardNewest, models.BoardUnit, models.BoardLayout, models.CubeNode, models.CubeMember, models.CubeCell,
        models.CubeTally, models.CubeCatchUp, models.PresenceRow, models.PresenceSelector, models.MonthRow, models.MonthTally,
    ):  # fmt: skip
        model.objects.all().delete()


def piece():
    from zicha.store.writes import board_rows

    return board_rows.catch_up()


def cut(monkeypatch, *, units):
    from zicha.store.writes import board_rows

    monkeypatch.setattr(board_rows, "_PIECE", units)


def asked(revisions):
    instant = revisions[-1].recorded_at
    return {"unit": "R", "period": totals.PERIODS[2], "on": date(2027, 1, 1), "as_known_at": instant}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), long=st.booleans(), moved=st.booleans())
def test_rows_caught_up_with_while_people_record_are_those_of_a_rebuild(seed, long, moved, monkeypatch):
    from django.db import transaction

    from zicha.store.writes import board_rows

    cut(monkeypatch, units=2)
    monkeypatch.setattr(board_rows, "MOST_FOLDED", 50 if long else 10_000)
    revisions = totals.history(random.Random(seed), 60)
    with transaction.atomic():
        totals.prepare(totals.SCHEME)
        totals.append(revisions[:30])
        forget()
        found = [piece()]
        folding = totals.both(asked(revisions[:30]))
        totals.append(revisions[30:50])
        found.append(piece())
        if moved:
            totals.reorganise()
        totals.append(revisions[50:])
        while found[-1] is not None:
            found.append(piece())
        counting, rows = totals.both(asked(revisions)), totals.kept_rows()
        newest = newest_of_kept()
        totals.rebuild()
        again = totals.kept_rows()
        transaction.set_rollback(True)
    assert found[0] == (2, len(totals.UNITS))
    assert (folding[0], counting[0]) == (0, len(totals.UNITS))
    assert (folding[1], counting[1]) == (folding[2], counting[2])
    assert rows == again
    assert newest[0] == newest[1]


def newest_of_kept():
    """The newest rows as the database has them and as all rows have them, once nothing is left that nobody reads."""
    from zicha.store.writes import strays

    while strays.drop():
        pass
    return totals.newest_rows()


def caught_up():
    """The rows once nothing is missing, and those of a rebuild."""
    from zicha.store.writes import strays

    while piece() is not None or strays.drop():
        pass
    rows = totals.kept_rows()
    totals.rebuild()
    return rows, totals.kept_rows()


def test_entry_that_leaves_a_unit_whose_rows_are_written_leaves_them_too(monkeypatch):
    """Nothing is recorded in the unit it leaves, so that only the entry's own past tells."""
    cut(monkeypatch, units=2)
    (one,) = totals.history(random.Random(2), 1)
    there, away = (replace(one.draft, unit=unit, happened_on=date(2026, 2, 3), makes_up=None) for unit in ("A", "D"))
    totals.prepare(totals.SCHEME)
    totals.append([replace(one, draft=there)])
    forget()
    assert piece() == (2, 5)
    at = one.recorded_at + timedelta(hours=1)
    totals.append([replace(one, seq=2, number=2, draft=away, recorded_at=at, reason="更正")])
    rows, again = caught_up()
    assert sorted({unit for _year, unit, *_row in again}) == ["A", "D"]
    assert rows == again


def test_rows_of_a_long_ledger_begin_anew_when_the_tree_changes_meanwhile(monkeypatch):
    """A long ledger's rows are not written at once with the tree; those begun under the old one are dropped."""
    from zicha.store.writes import board_rows

    cut(monkeypatch, units=4)
    monkeypatch.setattr(board_rows, "MOST_FOLDED", 1)
    totals.prepare(totals.SCHEME)
    totals.append(totals.history(random.Random(3), 40))
    forget()
    assert piece() == (4, 5)
    totals.reorganise()
    assert piece() == (4, 5)
    rows, again = caught_up()
    assert rows
    assert rows == again


def test_what_is_missing_is_told_and_caught_up_with(monkeypatch):
    from zicha.services import upkeep
    from zicha.services.upkeep import Standing
    from zicha.store.queries import board_rows

    cut(monkeypatch, units=2)
    revisions = totals.history(random.Random(3), 30)
    totals.prepare(totals.SCHEME)
    totals.append(revisions)
    whole = Standing(boards=True, sums=True, done=0, units=5)
    assert (upkeep.standing(), upkeep.is_missing()) == (whole, False)
    stood = board_rows.digests()
    forget()
    piece()
    assert (upkeep.standing(), upkeep.is_missing()) == (Standing(boards=False, sums=True, done=2, units=5), True)
    told = []
    assert upkeep.catch_up(progress=lambda *done: told.append(done)) == 2
    assert (told, upkeep.standing()) == ([(4, 5), (5, 5)], whole)
    assert board_rows.digests() == stood != {}
    assert upkeep.catch_up(**NOBODY_LISTENS) == 0


def test_sums_of_a_large_subtree_are_kept_again():
    from zicha.services import upkeep
    from zicha.store.queries import cubes

    test_cubes.grown()
    factories.record(factories.inspection(date(2026, 5, 2), unit="T01"))
    pairs = cubes.pairs()
    assert (test_cubes.asked("U00"), len(pairs) > 60, upkeep.standing().sums) == ((1, True), True, True)
    forget()
    assert (test_cubes.asked("U00"), upkeep.standing().sums) == ((1, False), False)
    upkeep.catch_up(**NOBODY_LISTENS)
    assert (test_cubes.asked("U00"), cubes.pairs(), upkeep.standing().sums) == ((1, True), pairs, True)


def test_unit_that_leaves_a_large_subtree_of_a_long_ledger_is_caught_up_with(monkeypatch):
    from zicha.core.reorganising import Move
    from zicha.services import organisation, upkeep
    from zicha.store.writes import cubes

    monkeypatch.setattr(cubes, "MOST_COUNTED", 0)
    test_cubes.grown()
    factories.record(factories.inspection(date(2026, 5, 2), unit="T01"))
    upkeep.catch_up(**NOBODY_LISTENS)
    assert (test_cubes.asked("U01"), upkeep.standing().sums) == ((1, True), True)
    organisation.decide(decision=Move("T01", "U02", date(2026, 6, 1)), recorded_at=factories.NOW, recorded_by="P001")
    assert (test_cubes.asked("U01"), upkeep.standing().sums) == ((0, True), False)
    upkeep.catch_up(**NOBODY_LISTENS)
    assert (test_cubes.asked("U01"), upkeep.standing().sums) == ((0, True), True)


def test_unit_that_moves_while_rows_of_a_long_ledger_are_written_costs_its_own_rows_alone(monkeypatch):
    """Work that began anew with each change of the tree might never end where units are many."""
    from zicha.store.writes import board_rows

    cut(monkeypatch, units=2)
    monkeypatch.setattr(board_rows, "MOST_FOLDED", 50)
    totals.prepare(totals.SCHEME)
    totals.append(totals.history(random.Random(3), 60))
    forget()
    found = [piece(), piece()]
    totals.reorganise()
    found += [piece(), piece()]
    rows = totals.kept_rows()
    totals.rebuild()
    assert found == [(2, 5), (4, 5), (5, 5), None]
    assert rows == totals.kept_rows() != []
