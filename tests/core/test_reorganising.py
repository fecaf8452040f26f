"""Founding, renaming, moving, merging, splitting, closing; joining, leaving and posts; the past keeps its tree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zicha.core import organisation
from zicha.core.findings import Refusal
from zicha.core.periods import Span
from zicha.core.reorganising import (
    Appoint,
    Close,
    Found,
    Line,
    Merge,
    Move,
    Relieve,
    Rename,
    Split,
    choose,
    plan,
)
from zicha.core.units import Holding, Person, Roster, UnitSpan, tree_at

START, DAY = date(2024, 1, 1), date(2026, 12, 1)
BEFORE = DAY - timedelta(days=1)
OPEN, UNTIL_DAY, FROM_DAY = Span(START, date.max), Span(START, DAY), Span(DAY, date.max)
KNOWN = Roster(
    (
        UnitSpan("U0", "支队", "", 1, OPEN),
        UnitSpan("U1", "一队", "U0", 2, OPEN),
        UnitSpan("U2", "二队", "U0", 2, OPEN),
        UnitSpan("U3", "一班", "U1", 3, OPEN),
    ),
    (Person("P1", "林远"), Person("P2", "张三"), Person("P3", "张三")),
    (
        Holding("P1", "U1", "lead", OPEN),
        Holding("P1", "U1", "member", OPEN),
        Holding("P2", "U1", "member", OPEN),
        Holding("P3", "U2", "member", OPEN),
    ),
)


def after(decision, known=KNOWN):
    """Return the organisation once a decision is known."""
    made = plan(decision, known=known)
    changes = organisation.compare(made.facts, known=known)
    ended_units = dict(changes.ended_units)
    ended_posts = dict(changes.ended_holdings)
    return Roster(
        (*(ended_units.get(fact, fact) for fact in known.units), *changes.units),
        (*known.people, *changes.people),
        (*(ended_posts.get(fact, fact) for fact in known.holdings), *changes.holdings),
    )


def paths(known, on):
    tree = tree_at(known.units, on=on)
    return {unit: "/".join(tree.path(unit)) for unit in sorted(tree.units)}


def held(known, on):
    return sorted(f"{one.person} {one.unit} {one.post}" for one in known.holdings if on in one.span)


TREE = {"U0": "U0", "U1": "U0/U1", "U2": "U0/U2", "U3": "U0/U1/U3"}
POSTS = ["P1 U1 lead", "P1 U1 member", "P2 U1 member", "P3 U2 member"]


def test_founded_unit_stands_from_its_day_below_its_parent():
    made = plan(Found("U4", "三队", "U0", DAY), known=KNOWN)
    assert made.facts == Roster((UnitSpan("U4", "三队", "U0", 2, FROM_DAY),), (), ())
    assert made.lines == (Line("founded", DAY, "U4", other="U0", name="三队"),)


def test_renamed_unit_keeps_its_old_name_before():
    known = after(Rename("U1", "先锋队", DAY))
    assert [tree_at(known.units, on=day).name("U1") for day in (BEFORE, DAY)] == ["一队", "先锋队"]


def test_moved_unit_takes_what_is_below_with_it_and_the_past_stays():
    known = after(Move("U1", "U2", DAY))
    assert paths(known, BEFORE) == TREE
    assert paths(known, DAY) == {"U0": "U0", "U1": "U0/U2/U1", "U2": "U0/U2", "U3": "U0/U2/U1/U3"}
    assert [tree_at(known.units, on=DAY).level(unit) for unit in ("U0", "U2", "U1", "U3")] == [1, 2, 3, 4]


def test_unit_moved_to_the_top_is_a_root():
    known = after(Move("U1", "", DAY))
    assert paths(known, DAY) == {"U0": "U0", "U1": "U1", "U2": "U0/U2", "U3": "U1/U3"}
    assert tree_at(known.units, on=DAY).level("U3") == 2


def test_merged_unit_closes_and_its_members_and_units_go_with_it():
    known = after(Merge(("U1",), "U2", DAY))
    assert (paths(known, BEFORE), held(known, BEFORE)) == (TREE, POSTS)
    assert paths(known, DAY) == {"U0": "U0", "U2": "U0/U2", "U3": "U0/U2/U3"}
    assert held(known, DAY) == ["P1 U2 member", "P2 U2 member", "P3 U2 member"]


def test_member_of_both_merged_units_is_a_member_once():
    known = Roster(KNOWN.units, KNOWN.people, (*KNOWN.holdings, Holding("P2", "U2", "member", OPEN)))
    assert held(after(Merge(("U1",), "U2", DAY), known), DAY) == ["P1 U2 member", "P2 U2 member", "P3 U2 member"]


def test_split_unit_hands_over_the_named_people_and_units():
    known = after(Split("U1", "U5", "新队", DAY, people=("P2",), below=("U3",)))
    assert (paths(known, BEFORE), held(known, BEFORE)) == (TREE, POSTS)
    assert paths(known, DAY) == {"U0": "U0", "U1": "U0/U1", "U2": "U0/U2", "U3": "U0/U5/U3", "U5": "U0/U5"}
    assert held(known, DAY) == ["P1 U1 lead", "P1 U1 member", "P2 U5 member", "P3 U2 member"]


def test_split_is_told_with_everything_that_goes_along():
    made = plan(Split("U1", "U5", "新队", DAY, people=("P2",), below=("U3",)), known=KNOWN)
    assert made.lines == (
        Line("split", DAY, "U5", other="U1", name="新队"),
        Line("moved", DAY, "U3", other="U5"),
        Line("joined", DAY, "U5", person="P2", post="member"),
    )


def test_closed_unit_is_there_until_the_day_before_and_its_posts_end():
    known = after(Close("U2", DAY))
    assert [("U2" in paths(known, day)) for day in (BEFORE, DAY)] == [True, False]
    assert held(known, DAY) == POSTS[:3]


def test_person_who_leaves_holds_nothing_from_the_day_on():
    known = after(Relieve("P1", DAY))
    assert (held(known, BEFORE), held(known, DAY)) == (POSTS, POSTS[2:])
    assert plan(Relieve("P1", DAY), known=KNOWN).lines == (Line("left", DAY, person="P1"),)


def test_person_who_leaves_a_post_keeps_the_others():
    known = after(Relieve("P1", DAY, unit="U1", post="lead"))
    assert held(known, DAY) == POSTS[1:]


def test_new_person_joins_and_a_known_one_is_appointed_for_a_span():
    joined = after(Appoint("P4", "U3", "member", DAY, name="何静"))
    assert joined.people[-1] == Person("P4", "何静")
    known = after(Appoint("P4", "U2", "direct", date(2027, 1, 1), date(2028, 1, 1)), joined)
    days = (BEFORE, DAY, date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1))
    assert [[post for post in held(known, day) if "P4" in post] for day in days] == [
        [],
        ["P4 U3 member"],
        ["P4 U2 direct", "P4 U3 member"],
        ["P4 U2 direct", "P4 U3 member"],
        ["P4 U3 member"],
    ]


def test_post_in_a_unit_that_will_close_ends_with_it():
    known = after(Close("U2", date(2027, 3, 1)))
    made = plan(Appoint("P2", "U2", "lead", DAY), known=known)
    assert made.facts.holdings == (Holding("P2", "U2", "lead", Span(DAY, date(2027, 3, 1))),)


def test_change_on_a_leap_day_holds_from_that_day():
    leap = date(2028, 2, 29)
    known = after(Close("U2", leap))
    assert [("U2" in paths(known, day)) for day in (date(2028, 2, 28), leap, date(2028, 3, 1))] == [True, False, False]
    known = after(Appoint("P2", "U2", "lead", leap, date(2029, 3, 1)))
    assert [("P2 U2 lead" in held(known, day)) for day in (date(2028, 2, 28), leap, date(2029, 2, 28))] == [
        False,
        True,
        True,
    ]


LATER = Roster((*KNOWN.units[:3], UnitSpan("U3", "一班", "U1", 3, Span(START, date(2027, 3, 1)))), KNOWN.people, ())
CLOSING = after(Close("U2", date(2027, 3, 1)))
PLANNED = after(Rename("U2", "后队", date(2027, 3, 1)))
COMING = Roster(KNOWN.units, KNOWN.people, (Holding("P1", "U2", "lead", Span(date(2027, 1, 1), date.max)),))


@pytest.mark.parametrize(
    ("decision", "known", "code"),
    [
        (Found("U1", "又一队", "U0", DAY), KNOWN, "organisation.unit_taken"),
        (Found("U 9", "新队", "U0", DAY), KNOWN, "organisation.code"),
        (Found("U9", " ", "U0", DAY), KNOWN, "organisation.name"),
        (Found("U9", "新队", "U8", DAY), KNOWN, "organisation.not_standing"),
        (Found("U9", "新队", "U0", date(2023, 1, 1)), KNOWN, "organisation.not_standing"),
        (Rename("U8", "新名", DAY), KNOWN, "organisation.not_standing"),
        (Rename("U1", "一队", DAY), KNOWN, "organisation.nothing"),
        (Rename("U1", "x" * 201, DAY), KNOWN, "organisation.name"),
        (Rename("U2", "新名", DAY), PLANNED, "organisation.later"),
        (Move("U1", "U3", DAY), KNOWN, "organisation.loop"),
        (Move("U1", "U1", DAY), KNOWN, "organisation.loop"),
        (Move("U1", "U0", DAY), KNOWN, "organisation.nothing"),
        (Move("U1", "U8", DAY), KNOWN, "organisation.not_standing"),
        (Merge(("U2",), "U2", DAY), KNOWN, "organisation.nothing"),
        (Merge(("U1",), "U3", DAY), KNOWN, "organisation.loop"),
        (Split("U1", "U2", "新队", DAY), KNOWN, "organisation.unit_taken"),
        (Split("U1", "U5", "新队", DAY, people=("P3",)), KNOWN, "organisation.holds_nothing"),
        (Split("U1", "U5", "新队", DAY, below=("U2",)), KNOWN, "organisation.not_below"),
        (Found("U9", "新队", "U2", DAY), CLOSING, "organisation.parent_ends"),
        (Move("U3", "U2", DAY), CLOSING, "organisation.parent_ends"),
        (Close("U1", DAY), KNOWN, "organisation.still_below"),
        (Close("U1", DAY), LATER, "organisation.still_below"),
        (Close("U2", START), KNOWN, "organisation.past"),
        (Close("U2", DAY), COMING, "organisation.later_post"),
        (Appoint("P1", "U1", "lead", DAY), KNOWN, "organisation.holds_already"),
        (Appoint("P1", "U8", "lead", DAY), KNOWN, "organisation.not_standing"),
        (Appoint("P1", "U2", "lead", DAY, DAY), KNOWN, "organisation.until"),
        (Appoint("P1", "U2", "lead", DAY, name="别人"), KNOWN, "organisation.person_taken"),
        (Appoint("P9", "U2", "lead", DAY), KNOWN, "organisation.name"),
        (Appoint("张三", "U2", "lead", DAY, name="张三"), KNOWN, "organisation.code"),
        (Relieve("P1", DAY, unit="U2"), KNOWN, "organisation.holds_nothing"),
        (Relieve("P9", DAY), KNOWN, "organisation.holds_nothing"),
        (Relieve("P1", DAY), COMING, "organisation.later_post"),
    ],
)
def test_decision_that_cannot_be_is_refused(decision, known, code):
    with pytest.raises(Refusal) as refusal:
        plan(decision, known=known)
    assert refusal.value.code == code


def test_person_is_chosen_by_id_name_or_name_at_a_unit():
    assert [choose(words, known=KNOWN, on=DAY) for words in ("P3", "林远", "张三@U1", "张三@二队")] == [
        "P3",
        "P1",
        "P2",
        "P3",
    ]


def test_one_of_two_namesakes_is_chosen_by_the_post():
    known = after(Appoint("P3", "U2", "recorder", DAY))
    assert choose("张三@recorder", known=known, on=DAY) == "P3"


def test_two_people_of_one_name_are_told_apart():
    with pytest.raises(Refusal) as refusal:
        choose("张三", known=KNOWN, on=DAY)
    assert (refusal.value.code, refusal.value.facts["found"]) == ("organisation.namesakes", "P2（一队）；P3（二队）")


def test_namesake_who_left_steps_back():
    assert choose("张三", known=after(Relieve("P2", DAY)), on=DAY) == "P3"


@pytest.mark.parametrize("words", ["王五", "张三@U9", "林远@二队"])
def test_nobody_of_that_name_is_refused(words):
    with pytest.raises(Refusal) as refusal:
        choose(words, known=KNOWN, on=DAY)
    assert refusal.value.code == "organisation.nobody"


UNITS = st.sampled_from(["U0", "U1", "U2", "U3", "U4"])
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
PEOPLE = st.sampled_from(["P1", "P2", "P3"])
DECISIONS = st.one_of(
    st.builds(Found, st.just("U4"), st.just("新队"), UNITS, DAYS),
    st.builds(Rename, UNITS, st.sampled_from(["甲", "乙"]), DAYS),
    st.builds(Move, UNITS, UNITS, DAYS),
    st.builds(Merge, st.tuples(UNITS), UNITS, DAYS),
    st.builds(Split, UNITS, st.just("U4"), st.just("分队"), DAYS, st.tuples(PEOPLE)),
    st.builds(Close, UNITS, DAYS),
    st.builds(Appoint, PEOPLE, UNITS, st.sampled_from(["member", "lead"]), DAYS),
    st.builds(Relieve, PEOPLE, DAYS, st.just("")),
)


@given(st.lists(DECISIONS, max_size=6))
def test_no_decision_changes_a_day_before_it(decisions):
    known = KNOWN
    for decision in decisions:
        try:
            changed = after(decision, known)
        except Refusal:
            continue
        eve = decision.on - timedelta(days=1)
        for day in (eve, decision.on - timedelta(days=200)):
            assert (paths(changed, day), held(changed, day)) == (paths(known, day), held(known, day))
        known = changed
    for day in (START, DAY, date(2029, 6, 1)):
        tree = tree_at(known.units, on=day)
        standing = [fact.unit for fact in known.units if day in fact.span]
        assert len(standing) == len(set(standing))
        assert all(tree.level(unit) == len(tree.path(unit)) for unit in tree.units)
