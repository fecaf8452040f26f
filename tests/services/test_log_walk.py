"""Verifying is quick where a look is sure and exact where it is not; both find the same."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tests import factories
from tests.drills import test_tampering as drill
from tests.services import test_log
from zicha.core.audit import Seen

pytestmark = pytest.mark.django_db


def verify(home, **more):
    from zicha.services import log

    return log.verify(home=home, **more)


def never_sure(spans):
    return (Seen(first, last, sure=False, files=False) for first, last in spans)


def told(monkeypatch):
    """The stretches that were walked through row by row."""
    from zicha.services.log_walk import LogWalk

    exact, found = LogWalk._walk, []
    monkeypatch.setattr(LogWalk, "_walk", lambda self, first, last: found.append(first) or exact(self, first, last))
    return found


def cut(monkeypatch, length):
    from zicha.services import log_stretches

    monkeypatch.setattr(log_stretches, "LENGTH", length)


@pytest.mark.parametrize("length", [1, 2, 4])
@pytest.mark.parametrize("sort", test_log.TAMPERED)
def test_same_fault_is_named_however_short_the_stretches(sort, length, monkeypatch, tmp_path):
    cut(monkeypatch, length)
    statements, fault = test_log.TAMPERED[sort]
    test_log.fill()
    assert verify(tmp_path).fault is None
    test_log.unlock()
    test_log.run(*statements)
    assert verify(tmp_path).fault == fault


def test_random_change_is_named_as_the_exact_walk_names_it(monkeypatch, tmp_path):
    from zicha.services import log

    cut(monkeypatch, 8)
    factories.organisation()
    drill.fill(seed=5)
    log.checkpoint(home=tmp_path, recorded_at=drill.END)
    changes = [change for change in drill.CHANGES if not change.__name__.endswith("prose")]
    for trial in range(2 * len(changes)):
        change = changes[trial % len(changes)]
        with transaction.atomic():
            drill.unlock()
            wanted, *statements = change(drill.Chance(random.Random(trial)))
            drill.run(*statements)
            quick, exact = verify(tmp_path), verify(tmp_path, looking=never_sure)
            transaction.set_rollback(True)
        assert (quick.fault, quick) == (wanted, exact), change.__name__


@pytest.mark.parametrize("seed", range(5))
def test_clean_ledger_is_never_walked_row_by_row(seed, monkeypatch, tmp_path):
    cut(monkeypatch, 8)
    drill.fill(seed=seed)
    walked = told(monkeypatch)
    quick = verify(tmp_path)
    assert (quick.fault, walked) == (None, [])
    assert verify(tmp_path, looking=never_sure) == quick
    assert walked == list(range(1, drill.REVISIONS, 8))


def test_lawful_erasure_is_looked_at_closely_and_raises_no_alarm(monkeypatch, tmp_path):
    from zicha.services import erasure
    from zicha.services.erasure import Order

    test_log.fill()
    erasure.erase_record(seq=2, order=Order("request", test_log.LATER, "P001", tmp_path, "P002"))
    walked = told(monkeypatch)
    assert (verify(tmp_path).fault, walked) == (None, [])


def test_what_others_record_meanwhile_raises_no_alarm(monkeypatch, tmp_path):
    """Between the look at one stretch and the next, an entry of each is corrected, so that its fact ends."""
    from zicha.services import ledger, log_stretches

    cut(monkeypatch, 2)
    factories.organisation()
    made = [factories.record(factories.inspection(factories.NOW.date() - timedelta(days=day))) for day in range(6)]

    def correct(one):
        moved = replace(one.draft, title="改过")
        ledger.correct(
            entry=one.entry, draft=moved, reason="写错", recorded_at=test_log.LATER, recorded_by="P002", seen_number=1
        )

    def looking(spans):
        see = log_stretches.looker(str(tmp_path), 2)
        seen = [see(span) for span in spans]
        for one in made[:4]:
            correct(one)
        yield from seen[:2]
        correct(made[4])
        yield from map(see, spans[2:])

    found = verify(tmp_path, looking=looking)
    assert (found.size, found.fault) == (6, None)
