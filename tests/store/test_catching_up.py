"""Sums are caught up with some revisions or units at a time; people record meanwhile, and every answer is the fold's."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.store import test_cubes, test_months, test_presence
from zicha.core import tallies

pytestmark = pytest.mark.django_db
DERIVED = (
    "CubeCatchUp", "CubeNode", "CubeMember", "CubeCell", "CubeTally", "PresenceRow", "PresenceSelector", "MonthRow",
    "MonthTally",
)  # fmt: skip
LATER = datetime(2027, 6, 1, tzinfo=UTC)
PART = 7


def forget():
    """As after an upgrade from a version that kept no sums."""
    from zicha.store import models

    for name in DERIVED:
        getattr(models, name).objects.all().delete()


def cut(monkeypatch):
    """Pieces so small, and ledgers so long, that a small ledger shows what happens in a large one."""
    from zicha.store.writes import cubes, cubes_anew, months, presence, strays

    monkeypatch.setattr(cubes_anew, "_PIECE", PART)
    monkeypatch.setattr(cubes, "MOST_COUNTED", 0)
    monkeypatch.setattr(presence, "_PIECE", 2)
    monkeypatch.setattr(months, "_PIECE", 2)
    monkeypatch.setattr(months, "MANY", 1)
    monkeypatch.setattr(strays, "_MOST", 3)


def catch_up(between=lambda: None):
    """Catch up with the boards, then piece by piece with the sums, others' work in between; return what was told."""
    from zicha.store.writes import board_rows, summaries

    while board_rows.catch_up() is not None:
        pass
    told = []

    def tell(done, total):
        told.append((done, total))
        between()

    summaries.catch_up(progress=tell)
    return told


def kept_of(rule, scope):
    from zicha.store.queries import cubes

    return cubes.totals(tallies.of_rule(rule), scope=scope)


def folded_of(rule, scope):
    from zicha.store.queries import sums

    return sums.totals(tallies.of_rule(rule), scope=scope)


def values(scope):
    """What kept sums and the facts say to every rule that adds up."""
    from zicha.store.queries import sums

    rules = [rule for rule in ledgers.RULES if tallies.of_rule(rule)]
    kept = [kept_of(rule, scope) for rule in rules]
    return kept, [sums.totals(tallies.of_rule(rule), scope=scope) for rule in rules]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), moved=st.booleans())
def test_sums_of_subtrees_caught_up_with_while_people_record_are_those_of_a_rebuild(seed, moved, monkeypatch):
    from zicha.store.writes import cubes

    cut(monkeypatch)
    revisions = test_cubes.history(random.Random(seed), 60)
    waiting = list(revisions[30:])
    scope = replace(test_cubes.scope_of("R", as_known_at=LATER), on=date(2027, 5, 1))
    found = []

    def people_record():
        if len(waiting) == 30 and moved:
            test_cubes.move("A00", to="B")
            cubes.align()
        if waiting:
            test_cubes.append([waiting.pop(0)])
        found.append(values(scope))

    with transaction.atomic():
        test_cubes.prepare()
        test_cubes.append(revisions[:30])
        forget()
        told = catch_up(people_record)
        if moved:
            catch_up()
        kept = test_cubes.kept()
        missing = cubes.is_missing()
        again = test_cubes.rebuilt()
        transaction.set_rollback(True)
    assert told[:4] == [(7, 30), (14, 31), (21, 32), (28, 33)]
    assert all(each is None for each in found[0][0])
    assert [kept for kept, _counted in found[-1:]] == [counted for _kept, counted in found[-1:]]
    assert not missing
    assert kept == again


def test_work_that_is_broken_off_is_taken_up_where_it_ended(monkeypatch):
    from zicha.store.writes import cubes

    cut(monkeypatch)
    test_cubes.prepare()
    test_cubes.append(test_cubes.history(random.Random(3), 25))
    forget()

    def killed():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catch_up(killed)
    assert cubes.is_missing()
    assert catch_up()[:3] == [(14, 25), (21, 25), (25, 25)]
    assert not cubes.is_missing()
    assert test_cubes.kept() == test_cubes.rebuilt()


def test_measure_of_a_new_version_is_summed_beside_what_is_kept_and_answers(monkeypatch):
    """What was kept goes on answering; its cells are dropped piece by piece once the new ones are there."""
    from zicha.core.scheme import Measure, Sum
    from zicha.core.text import LocalText
    from zicha.store import models
    from zicha.store.writes import cubes, schemes, strays

    cut(monkeypatch)
    test_cubes.prepare()
    test_cubes.append(test_cubes.history(random.Random(7), 30))
    visits = Measure("visits", LocalText("走访处数", "Places"), Sum("places", ledgers.Selector(("visit",))))
    later = replace(test_cubes.SCHEME, version="2", measures=(*test_cubes.SCHEME.measures, visits))
    schemes.add(scheme=later, text=b"", sha256=ledgers.named(later), recorded_at=ledgers.START, recorded_by="")
    cubes.align()
    scope = replace(test_cubes.scope_of("R", as_known_at=LATER), on=date(2027, 5, 1))
    found = []
    catch_up(lambda: found.append((values(scope), kept_of(visits.rule, scope))))
    assert all(kept == counted for (kept, counted), _new in found)
    assert found[0][1] is None
    assert kept_of(visits.rule, scope) == folded_of(visits.rule, scope)
    assert not strays.are_there()
    assert models.CubeCell.objects.count() == len(test_cubes.cells())
    assert test_cubes.kept() == test_cubes.rebuilt()


def test_kind_that_nobody_recorded_is_kept_at_once_and_beside_what_is_being_summed(monkeypatch):
    from zicha.core.scheme import Count, Measure
    from zicha.core.text import LocalText
    from zicha.store.writes import cubes, schemes

    cut(monkeypatch)
    studies = [
        each for each in test_cubes.history(random.Random(7), 40) if each.number == 1 and each.draft.kind == "study"
    ]
    renumbered = [replace(each, seq=place, entry=place) for place, each in enumerate(studies, 1)]
    test_cubes.prepare()
    test_cubes.append(renumbered)
    forget()
    added = []

    def a_new_version_comes():
        if not added:
            added.append(
                Measure("v2", LocalText("走访", "Visits"), Count(ledgers.Selector(("visit",), backfilled=True)))
            )
            later = replace(test_cubes.SCHEME, version="2", measures=(*test_cubes.SCHEME.measures, *added))
            schemes.add(scheme=later, text=b"", sha256=ledgers.named(later), recorded_at=ledgers.START, recorded_by="")
            cubes.align()

    catch_up(a_new_version_comes)
    scope = test_cubes.scope_of("R", as_known_at=LATER)
    assert not cubes.is_missing()
    assert kept_of(added[0].rule, scope) == folded_of(added[0].rule, scope)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_people_caught_up_with_while_people_record_are_those_of_a_rebuild(seed, monkeypatch):
    from zicha.store.queries import measures as queries
    from zicha.store.writes import presence

    cut(monkeypatch)
    revisions = test_presence.history(random.Random(seed), 45)
    waiting = list(revisions[20:])
    scope = replace(test_presence.whole(), as_known_at=LATER)
    found = []

    def people_record():
        if waiting:
            test_presence.append([waiting.pop(0)])
        so_far = revisions[: len(revisions) - len(waiting)]
        now = [queries.value(rule, scope=scope) for rule in test_presence.RULES]
        found.append(now == test_presence.folded(so_far, scope))

    with transaction.atomic():
        test_presence.prepare()
        test_presence.append(revisions[:20])
        forget()
        told = catch_up(people_record)
        test_presence.append(waiting)
        rows, missing = test_presence.rows(), presence.is_missing()
        presence.rebuild()
        again = test_presence.rows()
        transaction.set_rollback(True)
    assert len(told) > len(test_presence.RULES), "each way of counting takes more than one piece"
    assert all(found)
    assert (rows, missing) == (again, False)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_months_caught_up_with_while_people_record_are_those_of_the_first_piece(seed, monkeypatch):
    from zicha.store.queries import cubes as queries
    from zicha.store.queries import months as month_queries
    from zicha.store.writes import months

    chance = random.Random(seed)
    revisions = test_cubes.history(chance, 60)
    scopes = [test_cubes.question(chance, revisions) for _ in range(5)]
    waiting = list(revisions[30:])
    found = []
    with transaction.atomic():
        test_cubes.prepare()
        cut(monkeypatch)
        wanted = tuple(queries.known_tallies().values())
        test_cubes.append(revisions[:30])
        while (told := months.catch_up(wanted=wanted)) is not None:
            found.append(told)
            test_cubes.append([waiting.pop(0)])
        test_cubes.append(waiting)
        sizes = {size for _number, _tally, size in month_queries.kept()}
        answers = [test_months.asked_of(scope) for scope in scopes]
        while months.are_behind():
            months.renew()
        renewed = test_months.rows()
        test_months.keep()
        again = test_months.rows()
        transaction.set_rollback(True)
    assert len(found) == 3
    assert sizes == {30}
    assert answers == [test_months.folded(revisions, scope) for scope in scopes]
    assert renewed == again


def test_long_way_to_now_is_made_in_pieces(monkeypatch):
    from zicha.store.queries import months as queries
    from zicha.store.writes import months, summaries

    test_cubes.prepare()
    test_months.keep()
    test_cubes.append(test_cubes.history(random.Random(3), 30))
    cut(monkeypatch)
    monkeypatch.setattr(months, "_MOST_ADDED", 12)
    months.renew()
    assert {size for _number, _tally, size in queries.kept()} == {12}
    summaries.renew()
    assert {size for _number, _tally, size in queries.kept()} == {30}
    rows = test_months.rows()
    test_months.keep()
    assert rows == test_months.rows()


def test_rows_of_what_is_kept_no_more_are_dropped_some_at_a_time(monkeypatch):
    from zicha.store import models
    from zicha.store.writes import strays

    cut(monkeypatch)
    models.PresenceRow.objects.bulk_create(
        models.PresenceRow(selector=99, year=2026, unit=f"U{place}", rec_at=1, cells=b"") for place in range(8)
    )
    left = []
    while strays.drop():
        left.append(models.PresenceRow.objects.count())
    assert left == [5, 2, 0]


def test_next_units_are_sought_and_not_read_one_by_one():
    from zicha.store.queries import recorded_units

    test_cubes.prepare()
    test_cubes.append(test_cubes.history(random.Random(3), 40))
    assert recorded_units.after("", most=3) == ["A00", "A01", "B1"]
    assert recorded_units.after("A01", most=9) == ["B1", "R", "X1"]
    assert recorded_units.counted(upto="A01") == (3, len(test_cubes.TREE))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {recorded_units._AFTER}", ["", 3])
            plan = [line for *_numbers, line in cursor.fetchall() if "store_fact" in line]
        assert all("SEARCH store_fact USING COVERING INDEX" in line for line in plan)
