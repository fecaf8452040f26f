import random
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from zicha.core import access, board, periods
from zicha.core.access import Action, Actor
from zicha.core.periods import Span
from zicha.core.unit_index import Stretches, UnitIndex
from zicha.core.units import Holding, UnitSpan, tree_at

DAY = date(2026, 5, 28)
ACTIONS = get_args(Action)
POSTS = ("lead", "direct", "recorder", "member", "auditor", "study_secretary")


def unit(code, parent="", start=DAY, end=date.max):
    return UnitSpan(code, f"{code}队", parent, 1, Span(start, end))


@st.composite
def organisations(draw):
    """Units that are founded, moved and closed, each below one of those before it."""
    spans = []
    for place in range(draw(st.integers(1, 9))):
        day = DAY + timedelta(days=draw(st.integers(-9, 3)))
        for _span in range(draw(st.integers(1, 3))):
            end = day + timedelta(days=draw(st.integers(1, 9)))
            above = draw(st.sampled_from(["", *(f"U{one}" for one in range(place))]))
            spans.append(unit(f"U{place}", above, day, draw(st.sampled_from([end, date.max]))))
            day = end + timedelta(days=draw(st.integers(0, 2)))
            if spans[-1].span.end == date.max:
                break
    return tuple(spans)


def actors():
    held = st.builds(
        Holding,
        st.just("P1"),
        st.sampled_from([f"U{one}" for one in range(10)]),
        st.sampled_from(POSTS),
        st.sampled_from([Span(date(2026, 1, 1), date.max), Span(date(2026, 1, 1), DAY)]),
    )
    return st.builds(Actor, st.sampled_from(["P1", ""]), st.booleans(), st.lists(held, max_size=3).map(tuple))


days = st.integers(-10, 10).map(lambda many: DAY + timedelta(days=many))


@given(organisations(), days)
def test_path_of_one_unit_is_its_path_among_all(spans, on):
    index = UnitIndex(spans)
    assert {code: index.standing_path(code, on=on) for code in {span.unit for span in spans}} == access.standing_paths(
        spans, on=on
    )
    assert index.standing_path("unknown", on=on) == ()


@given(organisations(), days)
def test_stretch_of_a_unit_is_its_subtree(spans, on):
    tree, order = tree_at(spans, on=on), UnitIndex(spans).order(on)
    assert {code: tuple(order.units[place] for place in order.stretches[code]) for code in order.units} == {
        code: tree.subtree(code) for code in tree.units
    }


@given(organisations(), actors(), st.sampled_from(ACTIONS), days)
@settings(max_examples=400)
def test_units_within_reach_are_those_whose_paths_allow_it(spans, actor, action, on):
    index = UnitIndex(spans)
    found = access.within(actor, action, order=index.order(on), on=on)
    paths = access.standing_paths(spans, on=on)
    allowed = access.allowed(actor, action, paths=paths.values(), on=on) - index.gone(on)
    assert tuple(found) == tuple(code for code in index.order(on).units if code in allowed)
    assert (len(found), {code for code in paths if code in found}) == (len(allowed), set(allowed))
    assert (found[0:3], found[1:]) == (tuple(found)[0:3], tuple(found)[1:])
    assert [found[place] for place in range(len(found))] == list(found)


@given(organisations(), st.integers(0, 9), days, st.sampled_from(["2026-05", "2026Q2", "2026-06", "2026"]))
@settings(max_examples=400)
def test_members_are_the_subtree_of_the_day_and_what_was_left_of_it_before(spans, place, on, period):
    index, asked = UnitIndex(spans), periods.parse(period)
    day = max(asked.span.start, min(on, asked.span.last_day))
    order = index.order(day)
    subtree = tuple(order.units[one] for one in order.stretches.get(f"U{place}", ()))
    found = (*subtree, *index.left(f"U{place}", span=asked.span, day=day))
    assert (found or (f"U{place}",)) == board.members(spans, unit=f"U{place}", period=asked, on=on)


@given(organisations(), actors(), st.integers(0, 9), days)
def test_below_a_unit_are_those_whose_subtree_it_is_in(spans, actor, place, on):
    order = UnitIndex(spans).order(on)
    seen = access.within(actor, "see", order=order, on=on)
    assert tuple(seen.below(f"U{place}")) == tuple(
        code for code in seen if code in order.units and f"U{place}" in order.tree.path(code)
    )


def test_depth_counts_from_the_topmost_unit_that_is_among_them():
    index = UnitIndex([unit("A"), unit("B", "A"), unit("C", "B"), unit("D", "C")])
    order = index.order(DAY)
    some = Stretches(order, [order.stretches["B"], range(0), order.stretches["C"]])
    assert [(code, some.depth(code)) for code in some] == [("B", 1), ("C", 2), ("D", 3)]


def test_threads_that_look_back_at_many_days_share_the_trees():
    """A board of the web asks from several threads at once; each day here has a tree of its own."""
    every = [DAY + timedelta(days=place) for place in range(40)]
    index, kept = UnitIndex([unit(f"U{place}", start=day) for place, day in enumerate(every)]), sys.getswitchinterval()

    def asked(seed):
        chance = random.Random(seed)
        return {len(index.order(day).units) - (day - DAY).days for day in chance.choices(every, k=2000)}

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(asked, range(6)))
    finally:
        sys.setswitchinterval(kept)
    assert found == [{1}] * 6
    assert len(index._orders) <= 8


def test_search_is_without_regard_to_case_and_within_reach():
    index = UnitIndex([unit("A"), unit("b1", "A"), unit("B2", "A"), unit("c", "b1")])
    order = index.order(DAY)
    assert list(Stretches(order, [range(4)]).found("B")) == ["B2", "b1"]
    assert list(Stretches(order, [order.stretches["b1"]]).found("队")) == ["b1", "c"]
