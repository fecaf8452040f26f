"""A kept board is never an old one: whatever changes what it says, is seen by the next question of any process."""

from datetime import date, datetime, timedelta
from functools import partial
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.services import committed
from tests.web import world
from zicha.core import access, periods
from zicha.core.access import Actor
from zicha.core.periods import Span
from zicha.core.units import Holding, Roster, UnitSpan
from zicha.services import board_totals, boards, kept_boards, ledger, organisation, schemes
from zicha.store.queries import units as unit_queries

ON = date(2026, 5, 28)
ASKED = {"period": periods.parse("2026Q2"), "on": ON, "as_known_at": world.NOW}


@pytest.fixture
def organised(db):
    world.found()


def among(unit="U01", on=ON):
    order = unit_queries.index().order(on)
    seen = Actor("P", is_admin=False, holdings=(Holding("P", unit, "lead", world.FROM_2025),))
    return access.within(seen, "see", order=order, on=on)


def standing(**changes):
    asked = {**ASKED, **changes}
    return kept_boards.standing(unit="U01", among=among(on=asked["on"]), **asked).totals


def fresh(**changes):
    asked = {**ASKED, **changes}
    return board_totals.totals(unit="U01", among=among(on=asked["on"]), **asked)


def board(**changes):
    return kept_boards.board(unit="U02", **{**ASKED, **changes})


def by_duty(**changes):
    return kept_boards.by_duty(units=("U01", "U02"), **{**ASKED, **changes})


QUESTIONS = {
    "standing": (standing, fresh),
    "board": (board, lambda **changes: boards.show(unit="U02", **{**ASKED, **changes})),
    "by duty": (by_duty, lambda **changes: board_totals.by_duty(units=("U01", "U02"), **{**ASKED, **changes})),
}
each_question = pytest.mark.parametrize(("ask", "count"), QUESTIONS.values(), ids=QUESTIONS)


@each_question
def test_a_question_that_was_answered_is_answered_by_one_statement(
    ask, count, organised, django_assert_num_queries, monkeypatch
):
    world.inspect(date(2026, 5, 11))
    found = ask()
    monkeypatch.setitem(ASKED, "as_known_at", world.NOW + timedelta(seconds=7))
    scope = among()
    monkeypatch.setattr("tests.services.test_kept_boards.among", lambda **_on: scope)
    with django_assert_num_queries(1):
        again = ask()
    assert again == ask() == count()
    assert again.totals == found.totals if hasattr(found, "totals") else again is found


@each_question
def test_a_record_is_seen_by_the_next_question(ask, count, organised):
    before = ask()
    world.inspect(date(2026, 5, 11))
    assert ask() == count() != before


@each_question
def test_a_record_that_is_taken_back_leaves_the_answer_of_before(ask, count, organised):
    before = ask()
    with transaction.atomic():
        world.inspect(date(2026, 5, 11))
        within = ask()
        transaction.set_rollback(True)
    assert within != before
    assert ask() == count() == before
    world.meet(date(2026, 5, 12))
    assert ask() == count()
    assert ask() not in (before, within)


@each_question
def test_another_day_and_another_knowledge_are_other_questions(ask, count, organised):
    world.inspect(date(2026, 5, 11))
    now = ask()
    known = {"as_known_at": datetime.combine(date(2026, 5, 11), datetime.min.time(), world.NOW.tzinfo)}
    assert ask(**known) == count(**known) != now
    earlier = {"on": date(2026, 4, 2)}
    assert ask(**earlier) == count(**earlier) != now
    quarter = {"period": periods.parse("2026Q1")}
    assert ask(**quarter) == count(**quarter) != now
    assert ask() == now


@each_question
def test_a_new_version_of_the_scheme_is_seen(ask, count, organised):
    before = ask()
    text = world.SCHEME.read_text(encoding="utf-8")
    version = text.replace('version: "1"', 'version: "2"').replace(
        "{at_least: 1, per: month}", "{at_least: 1, per: quarter}"
    )
    schemes.load(data=version.encode(), name="next.yaml", recorded_at=world.BEFORE, recorded_by="admin")
    assert ask() == count() != before


def test_a_changed_tree_is_seen(organised):
    before = standing()
    span = UnitSpan("U04", "三中队", "U01", 2, Span(date(2026, 1, 1), date.max))
    organisation.apply(roster=Roster((span,), (), ()), recorded_at=world.BEFORE)
    assert standing() == fresh()
    assert "U04" in standing().states
    assert "U04" not in before.states


def test_who_sees_other_units_is_told_of_these_alone(organised):
    world.inspect(date(2026, 5, 11))
    everything = standing()
    ask = partial(kept_boards.standing, unit="U01", **ASKED)
    narrow = ask(among=among("U03"))
    assert narrow.units == narrow.totals.units == ("U03",)
    assert {unit for duty in narrow.totals.duties for unit in duty.lacking} <= {"U03"}
    assert standing() == everything
    assert ask(among=among("U03")) is narrow


def test_what_is_rebuilt_is_counted_anew(organised):
    world.inspect(date(2026, 5, 11))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_boardrow")
        cursor.execute("DELETE FROM store_boardnewest")
    damaged = standing()
    ledger.rebuild(progress=lambda _done, _of: None)
    assert standing() == fresh() != damaged


def test_what_was_counted_while_somebody_wrote_is_not_kept(organised):
    def count():
        world.inspect(date(2026, 5, 11))
        return "before or after, nobody knows"

    kept = kept_boards.Kept(10)
    kept_boards._answer(kept, ("asked",), world.NOW, count, weight=lambda _found: 1)
    assert len(kept) == 0
    kept_boards._answer(kept, ("asked",), world.NOW, lambda: "now", weight=lambda _found: 1)
    assert len(kept) == 1


def test_the_most_pressing_units_stand_first_and_those_that_missed_most_are_named(organised):
    world.inspect(date(2026, 5, 11))
    found = kept_boards.standing(unit="U01", among=among(), **ASKED)
    pressing = found.totals.pressing
    assert found.units == ("U01", "U02", "U03")
    assert list(found.pressing_first) == sorted(found.units, key=pressing, reverse=True)
    missed = [unit for unit in found.units if sum(pressing(unit)[:2])]
    assert [each.unit for each in found.most_missed] == sorted(missed, key=lambda unit: -sum(pressing(unit)[:2]))
    assert all((each.overdue, each.insufficient) == pressing(each.unit)[:2] for each in found.most_missed)


def elsewhere(work):
    """Do something over a connection of another thread, as another process would."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@each_question
def test_what_another_process_writes_is_seen_once_it_is_written(ask, count, home, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), committed.database(folder=tmp_path, home=home):
        world.found()
        before = ask()
        elsewhere(lambda: world.inspect(date(2026, 5, 11)))
        assert ask() == count() != before
