"""Problems some at a time, by kept rows and by the fold: whatever is asked, both say the same."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.store import test_threads
from tests.store.test_threads import LATER, PEOPLE, UNITS, WORDS
from zicha.core import problems

pytestmark = pytest.mark.django_db


def narrowing(chance):
    from zicha.services.problem_boards import Narrowing, Waiting

    decides = frozenset(chance.sample(UNITS, chance.randrange(4)))
    return Narrowing(
        state=chance.choice(("", "", *problems.STATES, "nothing")),
        source=chance.choice(("", "", "inspection", "nothing")),
        due=chance.choice(("", "", "", "soon", "overdue", "nothing")),
        text=chance.choice(("", "", "", "a", "A 失压", "通道", "消-1", "没有", "%", *WORDS)),
        waiting=chance.choice((None, Waiting(chance.choice((*PEOPLE, "")), decides))),
    )


def question(chance, revisions):
    from zicha.services.problem_boards import Question

    units = tuple(chance.sample(UNITS, chance.randrange(4)))
    on = chance.choice((date(2027, 12, 31), test_threads.day(chance)))
    moment = chance.choice(revisions).recorded_at + timedelta(hours=chance.choice((-1, 0, 1)))
    return Question(units, on, chance.choice((LATER, LATER, moment)), narrowing(chance))


def plain_questions():
    """About all units now: everything, what each word is said of, and what waits for each person."""
    from zicha.services.problem_boards import Narrowing, Question, Waiting

    wanted = [Narrowing(), *(Narrowing(text=text) for text in WORDS if text)]
    wanted += [Narrowing(waiting=Waiting(person, frozenset(UNITS))) for person in PEOPLE]
    return [Question(UNITS, date(2027, 12, 31), LATER, each) for each in wanted]


def answers(asked):
    """Everything that is said of a question."""
    from zicha.services import problem_boards as boards

    whole = boards.page(asked, offset=0, limit=1000)
    return (
        whole,
        boards.page(asked, offset=2, limit=3),
        boards.by_state(asked, most=4),
        boards.waiting(asked, most=4),
        [boards.earlier(row.problem, on=asked.on, as_known_at=asked.as_known_at) for row in whole.rows[:5]],
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_answers_by_rows_equal_those_of_the_fold(seed, monkeypatch):
    from zicha.services import problem_boards as boards

    chance = random.Random(seed)
    revisions = test_threads.history(chance, 90, wild=False)
    asked = [*plain_questions(), *(question(chance, revisions) for _ in range(8))]
    with transaction.atomic():
        ledgers.append(revisions)
        rows_stand = boards.kept_threads.stand(on=asked[0].on, as_known_at=LATER)
        found = [answers(each) for each in asked]
        with monkeypatch.context() as patch:
            patch.setattr(boards.kept_threads, "stand", lambda **_asked: False)
            folded = [answers(each) for each in asked]
        transaction.set_rollback(True)
    assert rows_stand
    assert found == folded
