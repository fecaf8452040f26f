"""A promise stands where its steps, in any order of admissible ones, have left it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import actions
from zicha.core.actions import Action, Step
from zicha.core.findings import Refusal
from zicha.core.ledger import Evidence, Revision, known

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
PHOTO = (Evidence("photo", "ab", "a.jpg", 2),)
ACTION = Action(
    entry=7, seq=7, number=1, unit="U01", made_on=DAY, made_at=NOON, made_by="P002", source="report",
    matter="更换过期灭火器", owner="P002", original_due=date(2026, 4, 1), due=date(2026, 4, 1),
)  # fmt: skip


def test_moved_promise_keeps_its_first_deadline():
    moved = actions.folded(
        ACTION,
        [
            Step("work", DAY),
            Step("move", DAY, reason="等配件", due=date(2026, 5, 1)),
            Step("move", DAY, reason="再等", due=date(2026, 6, 1)),
        ],
    )
    assert (moved.state, moved.original_due, moved.due, moved.moved) == (
        "working",
        date(2026, 4, 1),
        date(2026, 6, 1),
        2,
    )
    assert (moved.is_overdue(date(2026, 6, 1)), moved.is_overdue(date(2026, 6, 2))) == (False, True)


@pytest.mark.parametrize(
    ("before", "step", "code"),
    [
        ([], Step("done", DAY), "actions.evidence_missing"),
        ([], Step("drop", DAY, reason=" "), "actions.reason_missing"),
        ([], Step("move", DAY, reason="等", due=date(2026, 4, 1)), "actions.move_back"),
        ([], Step("move", DAY, reason="等"), "actions.move_back"),
        ([], Step("hand_over", DAY, reason="换人", owner="P002"), "actions.owner_same"),
        ([], Step("reopen", DAY, reason="没办好"), "actions.not_now"),
        ([Step("done", DAY, evidence=PHOTO)], Step("done", DAY, evidence=PHOTO), "actions.not_now"),
        ([Step("drop", DAY, reason="撤项")], Step("work", DAY), "actions.not_now"),
    ],
)
def test_step_that_is_not_open_is_refused(before, step, code):
    with pytest.raises(Refusal) as refusal:
        actions.admit(actions.folded(ACTION, before), step)
    assert refusal.value.code == code


def steps():
    return st.builds(
        Step,
        name=st.sampled_from(tuple(actions.STEPS)),
        on=st.just(DAY),
        reason=st.sampled_from(["", "理由"]),
        due=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        owner=st.sampled_from(["", "P001", "P002"]),
        evidence=st.sampled_from([(), PHOTO]),
    )


def admitted(drawn):
    taken = ACTION
    for step in drawn:
        try:
            actions.admit(taken, step)
        except Refusal:
            continue
        taken = actions.after(taken, step)
    return taken


@given(st.lists(steps(), max_size=12))
def test_admitted_steps_keep_every_promise_of_the_rules(drawn):
    taken = admitted(drawn)
    dues = [ACTION.original_due, *(step.due for step in taken.steps if step.name == "move")]
    assert (taken.idle, taken.original_due, dues) == ((), ACTION.original_due, sorted(set(dues)))
    assert taken.due == dues[-1]
    assert taken.moved == len(dues) - 1
    assert taken.is_open == (taken.last is None or taken.last.name not in ("done", "drop"))


@given(st.lists(steps(), max_size=8), st.integers(0, 9))
def test_as_known_then_is_the_fold_of_what_was_recorded_by_then(drawn, known_steps):
    """What is recorded later does not change how a promise stood, whatever order the rows come in."""
    taken = admitted(drawn)
    head = Revision(7, 7, 1, draft_of(ACTION), NOON)
    rows = [
        Revision(8 + place, 8 + place, 1, actions.step_draft(ACTION, step), NOON + timedelta(hours=1 + place))
        for place, step in enumerate(taken.steps)
    ]
    standing = known([*reversed(rows), head], as_known_at=NOON + timedelta(hours=known_steps))
    (then,) = actions.read(standing, on=date.max)
    assert [step.name for step in then.steps] == [step.name for step in taken.steps[:known_steps]]
    assert (then.state, then.due, then.owner) == state_of(taken.steps[:known_steps])


def state_of(some):
    then = actions.folded(ACTION, some)
    return then.state, then.due, then.owner


def draft_of(action):
    from zicha.core.ledger import Draft

    fields = (
        ("source", action.source), ("matter", action.matter), ("owner", action.owner), ("due", "2026-04-01"),
    )  # fmt: skip
    return Draft(unit=action.unit, kind="action", happened_on=action.made_on, fields=fields)


def test_step_after_a_withdrawn_one_is_idle():
    """A promise was done and taken up again; then the first of the two was withdrawn."""
    taken = actions.folded(ACTION, [Step("reopen", DAY, reason="没办好", seq=9)])
    assert (taken.state, [step.seq for step in taken.steps], [step.seq for step in taken.idle]) == ("open", [], [9])
