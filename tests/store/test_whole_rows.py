"""Rows are read once by a process, and never stale: not as records come, not across processes, not after a rollback."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services import committed
from tests.services import test_board_totals as totals

_RECORDED_ELSEWHERE = """
import sys
from pathlib import Path
from zicha.conf import start
start.django(home=Path(sys.argv[1]), database_url=sys.argv[2])
from tests.store.test_whole_rows import append_from
for place in range(20, 30):
    append_from(place)
"""
END = date(2027, 1, 1)
REVISIONS = totals.history(random.Random(11), 40)


def append_from(place):
    return totals.append([REVISIONS[place]])


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Five units are as many as a process keeps the rows of."""
    from zicha.store.queries import whole_rows

    monkeypatch.setattr(whole_rows, "MANY", 1)
    monkeypatch.setattr(whole_rows, "_KEPT", {})


@pytest.fixture
def own(tmp_path, tmp_path_factory, django_db_blocker):
    """A database of the test's own, whose transactions really end."""
    home = tmp_path_factory.getbasetemp()
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        totals.prepare(totals.SCHEME)
        totals.append(REVISIONS[:20])
        yield tmp_path


def asked(instant, *, on=END):
    return {"unit": "R", "period": totals.PERIODS[2], "on": on, "as_known_at": instant}


def watched(run):
    """How often all newest rows are walked by a question, or by several, and the units whose rows are sought."""
    walks, sought = [], []

    def watch(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "store_boardrow" in sql:
            units = next(each for each in params if not isinstance(each, int))
            sought.extend(units if isinstance(units, list) else json.loads(units))
        if sql.startswith("SELECT") and "FROM store_boardnewest" in sql:
            walks.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        found = run()
    return len(walks), sorted(set(sought)), found


def read(run):
    """The units whose rows are read by a question, or by several."""
    walks, sought, found = watched(run)
    return sorted(totals.UNITS) if walks else sought, found


def is_exact(question):
    """Whether every unit was counted from its row, and all is as it is folded."""
    packed, fast, slow = totals.both(question)
    assert fast == slow
    return packed == len(totals.UNITS)


def told(question):
    from zicha.services import board_totals

    return totals.told(board_totals.totals(**question))


def test_only_units_that_something_was_recorded_in_are_read_again(own):
    last = REVISIONS[19].recorded_at
    assert read(lambda: told(asked(last)))[0] == sorted(totals.UNITS)
    assert read(lambda: told(asked(last + timedelta(days=1))))[0] == []
    (new,) = totals.append([replace(REVISIONS[20], number=1)])
    units, _told = read(lambda: told(asked(new.recorded_at)))
    assert units == [new.draft.unit]
    assert is_exact(asked(new.recorded_at))


def test_rows_of_now_are_walked_and_only_units_without_one_sought(own):
    """The period has windows that began in the year before, in which not every unit has a row."""
    from zicha.store import models

    last = REVISIONS[19].recorded_at
    with_rows = [set(models.BoardRow.objects.filter(year=year).values_list("unit", flat=True)) for year in (2025, 2026)]
    without = sorted({unit for units in with_rows for unit in totals.UNITS if unit not in units})
    assert 0 < len(without) < len(totals.UNITS)
    assert watched(lambda: told(asked(last)))[:2] == (2, without)
    assert watched(lambda: told(asked(last - timedelta(days=1))))[:2] == (0, sorted(totals.UNITS))
    assert is_exact(asked(last))


def test_newest_rows_are_copied_by_an_upgrade_and_follow_from_then_on(own):
    before = totals.newest_rows()
    call_command("migrate", "store", "0018", verbosity=0)
    call_command("migrate", "store", verbosity=0)
    assert totals.newest_rows() == before
    append_from(20)
    found, last = totals.newest_rows()
    assert found == last != before[0]


def test_unit_that_an_entry_leaves_is_read_again(own):
    first = totals.append([replace(REVISIONS[0], recorded_at=REVISIONS[20].recorded_at)])[0]
    assert is_exact(asked(first.recorded_at))
    to = "C" if first.draft.unit != "C" else "D"
    moved = replace(first, number=2, reason="", draft=replace(first.draft, unit=to))
    totals.append([moved])
    units, _told = read(lambda: told(asked(first.recorded_at)))
    assert units == sorted({first.draft.unit, to})
    assert is_exact(asked(first.recorded_at))


def test_instant_that_is_past_is_read_once_too(own):
    past = asked(REVISIONS[8].recorded_at)
    now = asked(REVISIONS[19].recorded_at)
    assert [len(read(lambda one=one: told(one))[0]) for one in (past, now, past, now)] == [5, 5, 0, 0]
    append_from(20)
    assert read(lambda: told(past))[0] == []
    assert is_exact(past)


def test_all_are_read_again_after_many_records(own, monkeypatch):
    from zicha.store.queries import whole_rows

    monkeypatch.setattr(whole_rows, "_FAR", 3)
    told(asked(REVISIONS[19].recorded_at))
    for place, count in ((20, 2), (22, 3)):
        for each in range(count):
            append_from(place + each)
        question = asked(REVISIONS[place + count - 1].recorded_at)
        units, _told = read(lambda question=question: told(question))
        assert (len(units) == len(totals.UNITS)) is (count == 3)
        assert is_exact(question)


def test_few_instants_are_kept(own):
    from zicha.store.queries import whole_rows

    for revision in REVISIONS[2:18]:
        assert told(asked(revision.recorded_at))
    assert len(whole_rows._KEPT) == whole_rows._MOST
    assert read(lambda: told(asked(REVISIONS[17].recorded_at)))[0] == []


def test_all_are_read_again_once_they_are_forgotten(own):
    from zicha.store.queries import whole_rows

    question = asked(REVISIONS[19].recorded_at)
    assert read(lambda: told(question))[0] == sorted(totals.UNITS)
    whole_rows.forget()
    assert read(lambda: told(question))[0] == sorted(totals.UNITS)


def test_few_units_are_sought_at_once(own, monkeypatch):
    from zicha.store.queries import whole_rows

    monkeypatch.setattr(whole_rows, "MANY", 6)
    question = asked(REVISIONS[19].recorded_at)
    assert [len(read(lambda: told(question))[0]) for _each in range(2)] == [5, 5]
    assert whole_rows._KEPT == {}


def test_record_of_another_process_is_seen_by_the_next_question(own):
    question = asked(REVISIONS[29].recorded_at)
    assert is_exact(question)
    before = told(question)
    named = connection.settings_dict
    url = "" if connection.vendor == "sqlite" else f"postgresql://{named['USER']}@/{named['NAME']}?host={named['HOST']}"
    subprocess.run([sys.executable, "-c", _RECORDED_ELSEWHERE, str(own), url], check=True)
    assert is_exact(question)
    assert told(question) != before


def test_record_that_stands_where_one_was_taken_back_is_seen(own):
    question = asked(REVISIONS[30].recorded_at)
    with transaction.atomic():
        totals.append([replace(REVISIONS[20], recorded_at=REVISIONS[30].recorded_at)])
        assert is_exact(question)
        transaction.set_rollback(True)
    assert is_exact(question)
    totals.append([replace(REVISIONS[21], recorded_at=REVISIONS[30].recorded_at)])
    assert is_exact(question)


@pytest.mark.parametrize("table", ["store_boardnewest", "store_boardrow"])
def test_record_that_comes_while_rows_are_read_is_not_seen_by_a_question_of_before(own, table):
    """Clocks differ, so a question may be of an instant that is not over; what it reads is kept as of what it knew."""
    first = REVISIONS[19].recorded_at
    second = first + timedelta(minutes=2)
    came = []

    def record_before(execute, sql, params, many, context):
        if sql.startswith("SELECT") and table in sql and not came:
            came.append(True)
            totals.append([replace(each, number=1, recorded_at=second) for each in REVISIONS[20:30]])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record_before):
        told(asked(second + timedelta(minutes=2)))
    assert came
    assert is_exact(asked(first + timedelta(minutes=1)))
    assert is_exact(asked(second))


def test_change_of_a_unit_is_seen(own):
    from zicha.store.writes import organisation, summaries

    question = asked(REVISIONS[19].recorded_at)
    assert is_exact(question)
    with transaction.atomic():
        organisation.end_unit(totals.TREE[4], ended=totals.MOVED)
        summaries.align()
    assert is_exact(question)


def test_another_database_in_the_place_of_this_one_is_seen(tmp_path, tmp_path_factory, django_db_blocker):
    home = tmp_path_factory.getbasetemp()
    for start in (0, 20):
        with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
            totals.prepare(totals.SCHEME)
            first = [replace(each, entry=place, number=1) for place, each in enumerate(REVISIONS[start : start + 5], 1)]
            totals.append(first)
            assert is_exact(asked(REVISIONS[30].recorded_at))


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_kept_rows_are_those_of_the_fold_as_the_ledger_grows(seed):
    chance = random.Random(seed)
    revisions = totals.history(chance, 60)
    found = []
    with transaction.atomic():
        totals.prepare(totals.EVERY if chance.random() < 0.5 else totals.SCHEME)
        end = 0
        while end < len(revisions):
            start, end = end, min(len(revisions), end + chance.choice((1, 1, 3, 9)))
            if chance.random() < 0.2:
                with transaction.atomic():
                    totals.append(revisions[start:end])
                    found.append(totals.both(totals.question(chance, revisions[:end])))
                    transaction.set_rollback(True)
            totals.append(revisions[start:end])
            if chance.random() < 0.1:
                totals.rebuild()
            found += [
                totals.both(asked(revisions[end - 1].recorded_at)),
                totals.both(totals.question(chance, revisions)),
            ]
        transaction.set_rollback(True)
    assert [fast for _packed, fast, _slow in found] == [slow for _packed, _fast, slow in found]
    assert sum(packed for packed, _fast, _slow in found) > len(found)
