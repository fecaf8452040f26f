"""A problem stands where its steps, in any order of admissible ones, have left it, as known then and on that day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import problem_rules, problems
from zicha.core.findings import Refusal
from zicha.core.ledger import Draft, Evidence, Revision, known
from zicha.core.periods import parse
from zicha.core.problems import Problem, Step

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)
PHOTO = (Evidence("photo", "ab", "a.jpg", 2),)
PROBLEM = Problem(
    entry=7, seq=7, number="2026-H1-U01-001", unit="U01", found_on=DAY, found_at=NOON, found_by="P002",
    source="inspection", matter="东侧通道堆放杂物", owner="P002", original_due=DUE, due=DUE, acceptor="P001",
    scheme="work-safety", clause="c6",
)  # fmt: skip
HAND_IN = Step("hand_in", DAY, by="P002", evidence=PHOTO)


def folded(*steps):
    return problems.folded(PROBLEM, steps)


def test_refused_problem_goes_back_and_keeps_the_reason():
    handed = folded(HAND_IN)
    refused = problems.after(handed, Step("refuse", DAY, by="P001", reason="只清了一半"))
    assert (handed.state, handed.handed_in_by, refused.state, refused.handed_in_by) == (
        "handed_in",
        "P002",
        "open",
        "",
    )
    assert ([step.reason for step in refused.refusals], refused.proof) == (["只清了一半"], ())


def test_extended_problem_shows_both_deadlines_and_how_often():
    moved = folded(
        Step("extend", DAY, reason="等配件", due=date(2026, 4, 10)),
        Step("extend", DAY, reason="再等", due=date(2026, 4, 20)),
    )
    assert (moved.original_due, moved.due, moved.extended) == (DUE, date(2026, 4, 20), 2)


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2026, 3, 28), ""), (date(2026, 3, 29), "soon"), (DUE, "soon"), (date(2026, 4, 2), "overdue")],
)
def test_deadline_presses_three_days_before(on, state):
    assert PROBLEM.due_state(on) == state
    assert folded(HAND_IN).due_state(on) == ""


@pytest.mark.parametrize(
    ("handed_in", "accepted", "on_time"),
    [(DUE, date(2026, 5, 1), True), (date(2026, 4, 2), date(2026, 4, 2), False)],
)
def test_closed_on_time_if_handed_in_on_time(handed_in, accepted, on_time):
    """The owner answers for handing in; how long the other person took to look is not the owner's delay."""
    closed = folded(replace(HAND_IN, on=handed_in), Step("accept", accepted, by="P001"))
    assert (closed.state, closed.closed_on, closed.is_on_time) == ("closed", accepted, on_time)


@pytest.mark.parametrize(
    ("before", "step", "actor", "code"),
    [
        ([], Step("hand_in", DAY), "P002", "problems.evidence_missing"),
        ([HAND_IN, Step("refuse", DAY, by="P001", reason="不行")], Step("hand_in", DAY), "P002", "problems.evidence_missing"),
        ([], Step("accept", DAY), "P001", "problems.not_now"),
        ([HAND_IN], Step("accept", DAY), "P002", "problems.own"),
        ([replace(HAND_IN, by="P003")], Step("accept", DAY), "P003", "problems.own"),
        ([HAND_IN], Step("accept", DAY), "", "problems.own"),
        ([HAND_IN], Step("refuse", DAY, reason=" "), "P001", "problems.reason_missing"),
        ([HAND_IN], Step("extend", DAY, reason="等", due=date(2026, 5, 1)), "P002", "problems.not_now"),
        ([], Step("extend", DAY, reason="等", due=DUE), "P002", "problems.extend_back"),
        ([], Step("extend", DAY, due=date(2026, 5, 1)), "P002", "problems.reason_missing"),
        (
            [Step("extend", DAY, reason="等", due=date(2026, 4, 2)), Step("extend", DAY, reason="等", due=date(2026, 4, 3))],
            Step("extend", DAY, reason="等", due=date(2026, 5, 1)),
            "P002",
            "problems.extend_often",
        ),
        ([], Step("drop", DAY, reason="重复登记"), "P002", "problems.own"),
        ([], Step("reopen", DAY, reason="又堆了"), "P001", "problems.not_now"),
        ([HAND_IN, Step("accept", DAY, by="P001")], Step("reopen", DAY, reason="又堆了"), "P001", "problems.reopen_due"),
        ([], Step("plan", DAY), "P002", "problems.plan_empty"),
        ([], Step("plan", DAY, owner="P001"), "P002", "problems.acceptor_is_owner"),
    ],
)  # fmt: skip
def test_step_that_is_not_open_is_refused(before, step, actor, code):
    with pytest.raises(Refusal) as refusal:
        problem_rules.admit_step(folded(*before), step, actor=actor, today=DAY, extensions=2)
    assert refusal.value.code == code


def steps():
    return st.builds(
        Step,
        name=st.sampled_from(tuple(problems.STEPS)),
        on=st.dates(DAY, date(2026, 3, 20)),
        by=st.sampled_from(["P001", "P002", "P003"]),
        reason=st.sampled_from(["", "理由"]),
        due=st.none() | st.dates(DAY, date(2026, 12, 31)),
        owner=st.sampled_from(["", "P002", "P003"]),
        measure=st.sampled_from(["", "清走"]),
        evidence=st.sampled_from([(), PHOTO]),
    )


def admitted(drawn):
    taken = PROBLEM
    for step in sorted(drawn, key=lambda step: step.on):
        try:
            problem_rules.admit_step(taken, step, actor=step.by, today=step.on, extensions=3)
        except Refusal:
            continue
        taken = problems.after(taken, step)
    return taken


@given(st.lists(steps(), max_size=14))
def test_admitted_steps_keep_every_rule(drawn):
    """Whatever order admissible steps come in, none is lost, and closing always took proof and a second person."""
    taken = admitted(drawn)
    assert (taken.idle, taken.original_due) == ((), DUE)
    assert taken.extended <= 3
    before = PROBLEM
    for step in taken.steps:
        if step.name == "accept":
            assert before.proof
            assert step.by not in (before.owner, before.handed_in_by)
        if step.name == "extend":
            assert step.due > before.due
        before = problems.after(before, step)
    assert before == taken
    assert (taken.closed_on is not None) == (taken.state == "closed")


@given(st.lists(steps(), max_size=10), st.integers(0, 11), st.dates(DAY, date(2026, 3, 21)))
def test_problem_as_known_then_and_on_that_day(drawn, known_steps, on):
    """Neither what is recorded later nor what happens later changes how it stood."""
    taken = admitted(drawn)
    fields = (
        ("number", PROBLEM.number), ("source", "inspection"), ("matter", PROBLEM.matter), ("owner", "P002"),
        ("due", "2026-04-01"), ("acceptor", "P001"), ("scheme", "work-safety"), ("clause", "c6"),
    )  # fmt: skip
    head = Revision(7, 7, 1, Draft("U01", "problem", DAY, fields=fields), NOON, recorded_by="P002")
    rows = [
        Revision(
            8 + place, 8 + place, 1, problems.step_draft(PROBLEM, step), NOON + timedelta(hours=1 + place), step.by
        )
        for place, step in enumerate(taken.steps)
    ]
    standing = known([*reversed(rows), head], as_known_at=NOON + timedelta(hours=known_steps))
    (then,) = problems.read(standing, on=on)
    until = [step for step in taken.steps[:known_steps] if step.on <= on]
    expected = problems.folded(PROBLEM, until)
    bare = [replace(step, seq=0, recorded_at=None) for step in then.steps]
    assert replace(then, steps=tuple(bare)) == expected


def at(day, entry, **changed):
    return replace(PROBLEM, **{"entry": entry, "found_on": day, **changed})


def test_same_clause_within_four_periods_is_recurring():
    found = [
        at(date(2024, 6, 30), 1),
        at(date(2024, 7, 1), 2),
        at(date(2026, 3, 2), 3),
        at(date(2026, 3, 3), 4, unit="U02"),
        at(date(2026, 3, 4), 5, clause=""),
        at(date(2026, 3, 5), 6, state="dropped"),
        at(date(2026, 3, 6), 7),
    ]
    assert problems.recurring(found, per="half") == {2: (1,), 3: (2,), 7: (2, 3)}


@pytest.mark.parametrize(
    ("period", "taken", "number"),
    [
        ("2026H1", [], "2026-H1-U03-001"),
        ("2026H1", ["2026-H1-U03-001", "2026-H1-U03-003"], "2026-H1-U03-002"),
        ("2026H2", ["2026-H1-U03-001"], "2026-H2-U03-001"),
        ("2026-05", [], "2026-05-U03-001"),
        ("2026Q3", [], "2026-Q3-U03-001"),
        ("2026", [], "2026-2026-U03-001"),
    ],
)
def test_number_is_the_next_free_one_of_unit_and_period(period, taken, number):
    pattern = "{year}-{period}-{unit}-{number:03}"
    assert problems.numbered(pattern, unit="U03", period=parse(period), taken=taken) == number


@pytest.mark.parametrize(
    ("due", "acceptor", "code"),
    [(date(2026, 3, 1), "", "problems.due_before"), (DAY, "P002", "problems.acceptor_is_owner")],
)
def test_problem_that_cannot_be_is_refused(due, acceptor, code):
    with pytest.raises(Refusal) as refusal:
        problem_rules.admit_problem(found_on=DAY, due=due, owner="P002", acceptor=acceptor)
    assert refusal.value.code == code
