"""Recording, correcting, withdrawing: what is kept, and what is refused with nothing written."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import evidence_files, factories
from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft, known

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 20)
LATER = factories.NOW + timedelta(hours=1)


def state(as_known_at=LATER, **asked):
    from zicha.store.queries import ledger

    wanted = {"units": None, "span": None, "texts": True, "people": True, **asked}
    return ledger.revisions(as_known_at=as_known_at, **wanted)


def test_record_is_read_back_whole():
    factories.organisation()
    draft = factories.meeting(DAY, present=("P003",))
    revision = factories.record(draft)
    assert (revision.seq, revision.entry, revision.number, revision.draft) == (1, 1, 1, draft)
    assert state() == (revision,)


def test_repeated_request_returns_the_first_record():
    factories.organisation()
    first = factories.record(factories.inspection(DAY), nonce="tap")
    assert factories.record(factories.inspection(DAY), nonce="tap") == first


@pytest.mark.parametrize(
    ("nonce", "code"), [("t\x00", "ledger.unwritable"), ("\ud800", "ledger.unwritable"), ("t" * 79, "ledger.too_long")]
)
def test_mark_that_no_database_can_hold_is_refused_and_nothing_is_written(nonce, code):
    from zicha.core.problems import Step
    from zicha.services import actions, problems
    from zicha.store.queries import ledger as queries

    factories.organisation()
    factories.record(factories.inspection(DAY))
    by = {"recorded_at": LATER, "recorded_by": "P001"}
    promise = actions.open_action(unit="U01", source="report", matter="更换灭火器", owner="P002", **by)
    finding = problems.Finding("U01", "inspection", "通道堵塞", "P002", date(2026, 7, 1))
    problem = problems.open_problem(found=finding, **by)
    size, again = queries.size(), {**by, "nonce": nonce}
    attempts = (
        lambda: factories.record(factories.inspection(DAY), nonce=nonce),
        lambda: change(nonce=nonce),
        lambda: actions.step(action=promise.entry, name="drop", reason="已更换", **again),
        lambda: problems.open_problem(found=finding, **again),
        lambda: problems.take_step(problem=problem.entry, step=Step("plan", DAY), **again),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert (refusal.value.code, refusal.value.facts["field"]) == (code, "nonce")
    assert queries.size() == size


def test_correction_is_a_revision_and_the_old_state_can_be_asked_for():
    from zicha.services import ledger
    from zicha.store.queries import ledger as queries

    factories.organisation()
    first = factories.record(factories.inspection(DAY))
    moved = replace(first.draft, happened_on=date(2026, 4, 30))
    second = ledger.correct(
        entry=1, draft=moved, reason="日期写错", recorded_at=LATER, recorded_by="P002", seen_number=1
    )
    assert (second.seq, second.entry, second.number, second.reason) == (2, 1, 2, "日期写错")
    assert state(factories.NOW) == (first,)
    assert state() == (second,)
    assert queries.history(entry=1) == (first, second)


def test_withdrawn_entry_counts_for_nothing_and_stays_readable():
    from zicha.services import ledger
    from zicha.store.queries import ledger as queries

    factories.organisation()
    first = factories.record(factories.inspection(DAY))
    gone = ledger.withdraw(entry=1, reason="重复", recorded_at=LATER, recorded_by="P002")
    assert (state(factories.NOW), state()) == ((first,), ())
    assert queries.history(entry=1) == (first, gone)


def test_recorded_late_is_backfilled():
    factories.organisation()
    days = (date(2026, 5, 27), date(2026, 5, 26))
    assert [factories.record(factories.inspection(day)).backfilled for day in days] == [False, True]


def change(*, seen_number=1, reason="改", entry=1, at=LATER, draft=None, nonce=""):
    from zicha.services import ledger

    ledger.correct(
        entry=entry, draft=draft or factories.inspection(DAY), reason=reason, recorded_at=at, recorded_by="P002",
        seen_number=seen_number, nonce=nonce,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"seen_number": 2}, "ledger.stale"),
        ({"reason": "  "}, "ledger.reason_missing"),
        ({"reason": "错\x00"}, "ledger.unwritable"),
        ({"entry": 9}, "ledger.entry_unknown"),
        ({"at": factories.NOW - timedelta(days=365)}, "ledger.clock_back"),
    ],
)
def test_correction_that_cannot_be_is_refused(wrong, code):
    factories.organisation()
    factories.record(factories.inspection(DAY))
    before = state()
    with pytest.raises(Refusal) as refusal:
        change(**wrong)
    assert refusal.value.code == code
    assert state() == before


def test_withdrawn_entry_cannot_be_corrected():
    from zicha.services import ledger

    factories.organisation()
    factories.record(factories.inspection(DAY))
    ledger.withdraw(entry=1, reason="重复", recorded_at=LATER, recorded_by="P002")
    with pytest.raises(Refusal) as refusal:
        change(seen_number=2)
    assert refusal.value.code == "ledger.withdrawn"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(factories.inspection(DAY), kind="party"), "ledger.kind_unknown"),
        (factories.inspection(date(2023, 12, 31)), "ledger.unit_absent"),
        (factories.inspection(DAY, unit="U09"), "ledger.unit_absent"),
        (factories.inspection(date(2026, 6, 11)), "ledger.future"),
        (factories.inspection(DAY, title="长" * 201), "ledger.too_long"),
        (factories.inspection(DAY, title="查\x00"), "ledger.unwritable"),
        (factories.inspection(DAY, unit="U01\x00"), "ledger.unwritable"),
        (replace(factories.inspection(DAY), fields=(("inspector", "P001\x00"),)), "ledger.unwritable"),
        (replace(factories.inspection(DAY), fields=(("inspector", "\ud800"),)), "ledger.unwritable"),
        (factories.meeting(DAY, present=("P\x00",)), "ledger.unwritable"),
        (replace(factories.inspection(DAY), fields=()), "ledger.field_missing"),
        (replace(factories.inspection(DAY), fields=(("inspector", "P999"),)), "ledger.field_wrong"),
        (replace(factories.inspection(DAY), fields=(("inspector", "P001"), ("area", "moon"))), "ledger.field_wrong"),
        (replace(factories.inspection(DAY), fields=(("inspector", "P001"), ("blocked", "许多"))), "ledger.field_wrong"),
        (
            replace(factories.inspection(DAY), fields=(("inspector", "P001"), ("blocked", "1" + 10 * "0"))),
            "ledger.field_wrong",
        ),
        (replace(factories.inspection(DAY), fields=(("inspector", "P001"), ("mood", "好"))), "ledger.field_unknown"),
        (factories.inspection(DAY, attendance=Attendance(1, 1)), "ledger.attendance_unasked"),
        (factories.inspection(DAY, makes_up=DAY), "ledger.makes_up_later"),
        (replace(factories.meeting(DAY), attendance=None), "ledger.attendance_missing"),
        (replace(factories.meeting(DAY), attendance=Attendance(3, 2, 2)), "ledger.attendance_sum"),
        (replace(factories.meeting(DAY), attendance=Attendance(3, 3, 0, 1)), "ledger.attendance_sum"),
        (replace(factories.meeting(DAY), attendance=Attendance(1_000_001, 1)), "ledger.attendance_large"),
        (replace(factories.meeting(DAY), attendance=Attendance(10**20, 10**20)), "ledger.attendance_large"),
        (factories.meeting(DAY, present=("P009",)), "ledger.person_unknown"),
        (factories.meeting(DAY, present=("P001",), expected=("P003",)), "ledger.attendance_extra"),
        (
            replace(factories.meeting(DAY), attendance=Attendance(2, 1, expected_people=("P003",))),
            "ledger.attendance_list",
        ),
        (
            replace(
                factories.meeting(DAY),
                attendance=Attendance(2, 1, 1, 0, ("P003", "P004"), ("P003",), ("P003",)),
            ),
            "ledger.attendance_twice",
        ),
    ],
)
def test_draft_that_does_not_fit_is_refused_and_nothing_is_written(draft, code):
    from zicha.core import messages

    factories.organisation()
    with pytest.raises(Refusal) as refusal:
        factories.record(draft)
    assert refusal.value.code == code
    assert messages.sentence(code, language="zh", **refusal.value.facts)
    assert state() == ()


def test_many_drafts_are_all_or_nothing_and_a_second_run_adds_nothing():
    from zicha.services import ledger
    from zicha.services.ledger import Recorded

    factories.organisation()
    good = [factories.inspection(date(2026, 5, day), key=f"row-{day}") for day in range(1, 11)]

    def run(drafts):
        return ledger.record_many(drafts=drafts, recorded_at=factories.NOW, recorded_by="import")

    with pytest.raises(Refusal):
        run([*good, factories.inspection(date(2027, 1, 1))])
    assert state() == ()
    assert [run(good), run(good)] == [Recorded(10, 0), Recorded(0, 10)]
    assert len(state()) == 10


def test_evidence_is_kept_once_by_its_hash(home):
    from zicha.services import ledger

    kept = [ledger.keep_evidence(content=b"abc", name=name, kind="photo") for name in ("a.jpg", "../b.jpg")]
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert [(item.sha256, item.name, item.size) for item in kept] == [(digest, "a.jpg", 3), (digest, "b.jpg", 3)]
    assert evidence_files.place(digest).read_bytes() == b"abc"
    assert ledger.open_evidence(sha256="0" * 64) is None


acts = st.lists(
    st.tuples(
        st.sampled_from(["record", "correct", "withdraw"]), st.integers(0, 5), st.integers(0, 30), st.integers(1, 90)
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.integers(0, 1000))
def test_what_was_known_equals_the_fold_at_any_instant(acts, minutes):
    """The range pair of the derived facts against ``core.ledger.known`` over all revisions."""
    from django.db import transaction

    from zicha.services import ledger
    from zicha.store.queries import ledger as queries

    with transaction.atomic():
        factories.organisation()
        clock = factories.NOW
        numbers = {}
        for act, which, day, wait in acts:
            clock += timedelta(minutes=wait)
            draft = factories.inspection(date(2026, 5, 1) + timedelta(days=day))
            entries = [entry for entry, number in numbers.items() if number]
            if act == "record" or not entries:
                numbers[ledger.record(draft=draft, recorded_at=clock, recorded_by="P002").entry] = 1
                continue
            entry = entries[which % len(entries)]
            if act == "correct":
                ledger.correct(
                    entry=entry,
                    draft=draft,
                    reason="改",
                    recorded_at=clock,
                    recorded_by="P002",
                    seen_number=numbers[entry],
                )
                numbers[entry] += 1
            else:
                ledger.withdraw(entry=entry, reason="撤", recorded_at=clock, recorded_by="P002")
                numbers[entry] = 0
        asked = factories.NOW + timedelta(minutes=minutes)
        everything = queries.all_revisions(first=1, last=queries.size())
        assert state(asked) == known(everything, as_known_at=asked)
        transaction.set_rollback(True)


def test_record_of_a_clock_that_is_a_moment_behind_takes_the_instant_of_the_record_ahead():
    factories.organisation()
    factories.record(factories.inspection(DAY), recorded_at=LATER)
    behind = factories.record(factories.inspection(date(2026, 5, 21)), recorded_at=LATER - timedelta(minutes=5))
    assert behind.recorded_at == LATER


def test_record_of_a_clock_set_back_is_refused_and_nothing_is_kept():
    factories.organisation()
    first = factories.record(factories.inspection(DAY), recorded_at=LATER)
    with pytest.raises(Refusal) as refused:
        factories.record(factories.inspection(date(2026, 5, 21)), recorded_at=LATER - timedelta(days=10))
    assert (refused.value.code, refused.value.facts) == ("ledger.clock_back", {"last": LATER})
    assert state() == (first,)


def test_private_activity_with_a_title_is_refused_and_nothing_is_kept():
    factories.organisation(schemes=("theory-study",))
    sheet = Attendance(1, 1, expected_people=("P003",), present_people=("P003",))
    draft = Draft("U03", "self_study", DAY, "某人的表现", fields=(("duration", 30),), attendance=sheet)
    with pytest.raises(Refusal) as refused:
        factories.record(draft)
    assert (refused.value.code, refused.value.facts) == ("ledger.private_title", {"kind": "个人自学登记"})
    assert state() == ()
    assert factories.record(replace(draft, title="")).draft.title == ""
