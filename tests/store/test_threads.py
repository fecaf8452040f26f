"""Kept rows of problems and promises are those of the fold: whatever is corrected, moved, withdrawn or recorded at once."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.plans import plan
from zicha.core import actions, problems, threads
from zicha.core.ledger import Draft, Revision, known
from zicha.core.values import filled

pytestmark = pytest.mark.django_db
LATER = datetime(2028, 1, 1, tzinfo=UTC)
UNITS = ("U1", "U2", "U3")
PEOPLE = ("P1", "P2", "P3")
MANY = 300
"""So many other records that reading them all is dearer."""
OFTEN = ("plan", "plan", "hand_in", "hand_in", "hand_in", "accept", "accept", "accept")
"""Steps that are taken more often than others, so that some problems are closed."""
WORDS = ("灭火器 A 失压", "通道 b 堵塞", "台账缺页", "")


def day(chance):
    return date(2026, 1, 1) + timedelta(days=chance.randrange(400))


def problem(chance):
    fields = {
        "number": f"{chance.choice('安消')}-{chance.randrange(50):02}",
        "source": chance.choice(tuple(problems.SOURCES)),
        "matter": chance.choice(WORDS[:3]),
        "cause": chance.choice(WORDS),
        "measure": chance.choice(WORDS),
        "owner": chance.choice(PEOPLE),
        "due": day(chance),
        "scheme": chance.choice(("s1", "s1", "s2")),
        "clause": chance.choice(("c1", "c1", "c2", "")),
    }
    return Draft(chance.choice(UNITS), problems.PROBLEM, day(chance), "问题", fields=fields_of(fields))


def promise(chance):
    fields = {
        "source": chance.choice(tuple(actions.SOURCES)),
        "matter": chance.choice(WORDS[:3]),
        "owner": chance.choice((*PEOPLE, "")),
        "due": chance.choice((day(chance), None)),
    }
    return Draft(chance.choice(UNITS), actions.ACTION, day(chance), "待办", fields=fields_of(fields))


def step(chance, of, unit):
    """A step of a problem or promise; it may fit neither its state nor, if it names another thing, its kind."""
    kind, entry = of
    sort, link, names = {
        problems.PROBLEM: (problems.STEP, "problem", problems.STEPS),
        actions.ACTION: (actions.STEP, "action", actions.STEPS),
    }[kind]
    fields = {
        link: str(entry),
        "step": chance.choice((*names, *OFTEN) if kind == problems.PROBLEM else tuple(names)),
        "due": chance.choice((day(chance), None)),
        "owner": chance.choice((*PEOPLE, "")),
        "measure": chance.choice(WORDS) if kind == problems.PROBLEM else "",
        "cause": chance.choice(WORDS) if kind == problems.PROBLEM else "",
    }
    return Draft(unit, sort, day(chance), "进展", fields=fields_of(fields))


def fields_of(fields):
    return tuple(sorted(filled(fields.items())))


def history(chance, count, *, wild=True):
    """A random ledger of problems, promises, their steps and other records.

    Tame, what is recorded stays in its unit and keeps naming what it named, as the product's own pages have it.
    """
    found, latest, opened, instant = [], {}, [], ledgers.START
    for seq in range(1, count + 1):
        instant += timedelta(minutes=chance.choice((0, 1, 600)))
        is_new = not opened or chance.random() < 0.75
        if is_new:
            draft = fresh(chance, opened, wild=wild)
            one = Revision(seq, seq, 1, draft, instant, chance.choice(PEOPLE))
            opened += [((draft.kind, seq), draft.unit)] if draft.kind in threads.OPENINGS.values() else []
        else:
            one = revised(chance, chance.choice(list(latest.values())), seq, opened, wild=wild)
            one = replace(one, recorded_at=instant)
        latest[one.entry] = one
        found.append(one)
    return tuple(found)


def fresh(chance, opened, *, wild):
    if not opened or chance.random() < 0.25:
        return chance.choice((problem, problem, promise))(chance)
    if chance.random() < 0.1:
        return Draft(chance.choice(UNITS), "study", day(chance), "学习")
    of, unit = chance.choice(opened)
    if wild and chance.random() < 0.15:
        of, unit = (of[0], chance.choice((of[1] + 1, 0, 10**30))), chance.choice(UNITS)
    return step(chance, of, unit)


def revised(chance, old, seq, opened, *, wild):
    if wild and chance.random() < 0.05:
        return replace(
            old, seq=seq, number=old.number + 1, draft=Draft("U1", "study", day(chance), "学习"), reason="更正"
        )
    if chance.random() < 0.3:
        return replace(old, seq=seq, number=old.number + 1, withdrawn=not old.withdrawn, reason="更正")
    draft = old.draft
    if draft.kind in (problems.PROBLEM, actions.ACTION):
        again = (problem if draft.kind == problems.PROBLEM else promise)(chance)
        draft = again if wild else replace(again, unit=draft.unit)
    elif draft.kind in threads.OPENINGS:
        of = threads.key_of(old)
        others = [each for each, _unit in opened if each[0] == threads.OPENINGS[draft.kind]]
        of = chance.choice(others) if wild or of is None else of
        draft = step(chance, of, draft.unit)
    return replace(old, seq=seq, number=old.number + 1, draft=draft, withdrawn=False, reason="更正")


def rows():
    names = (
        "kind", "entry", "unit", "state", "source", "due", "number", "last", "handed", "opening", "changed", "parts",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM store_thread ORDER BY entry, kind")
        return [(*row[:5], row[5] and str(row[5]), *row[6:]) for row in cursor.fetchall()]


def folded(revisions):
    """The rows that the fold over everything says; those of steps whose opening is withdrawn are left out."""
    standing = known(revisions, as_known_at=LATER)
    found = [_row(problems.PROBLEM, each) for each in problems.read(standing, on=date.max)]
    found += [_row(actions.ACTION, each) for each in actions.read(standing, on=date.max)]
    return sorted(found, key=lambda row: row[1])


def _row(kind, now):
    is_problem = kind == problems.PROBLEM
    handed = [each.seq for each in now.steps if each.name == "hand_in"]
    return (
        kind,
        now.entry,
        now.unit,
        now.state,
        now.source,
        now.due and str(now.due),
        now.number if is_problem else "",
        now.last.seq if now.last else now.seq,
        handed[-1] if is_problem and now.handed_in_on is not None else 0,
        now.seq,
        str([each.seq for each in now.steps if each.name in ("plan", "hand_over")]),
        str(sorted([now.seq, *(each.seq for each in (*now.steps, *now.idle))])),
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_rows_kept_while_recording_equal_the_fold(seed):
    chance = random.Random(seed)
    revisions = history(chance, 60)
    with transaction.atomic():
        start = 0
        while start < len(revisions):
            size = chance.choice((1, 1, 2, 7, 30))
            ledgers.append(revisions[start : start + size])
            start += size
        found = rows()
        transaction.set_rollback(True)
    assert [row for row in found if row[3]] == folded(revisions)
    assert all(row[4:10] == ("", None, "", 0, 0, 0) for row in found if not row[3])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9))
def test_rebuilt_rows_equal_those_kept_while_recording(seed):
    from zicha.store.writes import facts

    revisions = history(random.Random(seed), 60)
    with transaction.atomic():
        ledgers.append(revisions)
        before, stood = rows(), keeping()
        facts.rebuild(kind_of=ledgers.kind_of, progress=lambda _done, _total: None)
        after, stands = rows(), keeping()
        transaction.set_rollback(True)
    assert before
    assert (after, stands) == (before, stood)


def keeping():
    from zicha.store import models

    return list(models.ThreadKeeping.objects.values_list("kept", "rec_at", "day"))


def forget():
    """As after an upgrade from a version that kept no rows."""
    from zicha.store import models

    models.Thread.objects.all().delete()
    models.ThreadKeeping.objects.all().delete()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), reach=st.integers(1, 9))
def test_rows_caught_up_with_while_people_record_are_those_of_the_fold(seed, reach, monkeypatch):
    from zicha.store.queries import kept_threads
    from zicha.store.writes import summaries, threads

    monkeypatch.setattr(threads, "_REACH", reach)
    monkeypatch.setattr(threads, "_PIECE", 3)
    revisions = history(random.Random(seed), 60)
    waiting, pieces, stood = list(revisions[40:]), 0, []
    with transaction.atomic():
        ledgers.append(revisions[:40])
        forget()
        missing = threads.is_missing()
        while threads.catch_up() is not None:
            pieces += 1
            stood.append(kept_threads.stand(on=date.max, as_known_at=LATER))
            if waiting:
                ledgers.append([waiting.pop(0)])
        done = threads.is_missing(), summaries.catch_up(progress=lambda _done, _total: None)
        ledgers.append(waiting)
        found = rows()
        transaction.set_rollback(True)
    assert (missing, done[0]) == (True, False)
    assert pieces > 1
    assert stood == [False] * (pieces - 1) + [True]
    assert [row for row in found if row[3]] == folded(revisions)


def test_rows_stand_for_questions_that_leave_nothing_out():
    from zicha.store.queries import kept_threads

    def stand(on, as_known_at):
        return kept_threads.stand(on=on, as_known_at=as_known_at)

    found = problem(random.Random(1))
    one = Revision(1, 1, 1, replace(found, happened_on=date(2026, 3, 5)), ledgers.START, "P1")
    hour = timedelta(hours=1)
    assert not stand(date.max, LATER)
    ledgers.append([one])
    assert stand(date(2026, 3, 5), one.recorded_at)
    assert not stand(date(2026, 3, 4), one.recorded_at)
    assert not stand(date(2026, 3, 5), one.recorded_at - hour)
    ledgers.append([replace(one, seq=2, number=2, withdrawn=True, recorded_at=one.recorded_at + hour, reason="错了")])
    assert not stand(date(2026, 3, 5), one.recorded_at)
    assert stand(date(2026, 3, 5), one.recorded_at + hour)


def studied(seq):
    return Revision(seq, seq, 1, Draft("U1", "study", date(2026, 3, 5), "学习"), LATER, "P1")


def test_other_records_ask_nothing_of_threads():
    with CaptureQueriesContext(connection) as asked:
        ledgers.append([studied(1)])
    assert [each["sql"] for each in asked.captured_queries if "thread" in each["sql"]] == []


def of_other_units(count):
    """Rows of so many problems of others that to look at all of them is dearer."""
    from zicha.store import models

    said = {"kind": problems.PROBLEM, "state": "open", "source": "", "number": "", "changed": "", "parts": ""}
    models.Thread.objects.bulk_create(
        models.Thread(entry=seq, unit=f"N{seq}", last=seq, handed=0, opening=seq, **said)
        for seq in range(10_000, 10_000 + count)
    )


def test_rows_are_sought_by_their_index():
    from zicha.store.queries import kept_threads

    revisions = history(random.Random(2), 60)
    ledgers.append([*revisions, *(studied(len(revisions) + place) for place in range(1, MANY + 1))])
    of_other_units(2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = kept_threads.Asked(problems.PROBLEM, UNITS, tuple(problems.STATES))
    assert "thread_standing" in plan(lambda: kept_threads.some(asked, limit=5), about="store_")
    whose = plan(
        lambda: kept_threads.owned(kinds=[problems.PROBLEM], person="P1", units=UNITS, states=["open"]), about="store_"
    )
    assert "personal_value_owner" in whose
