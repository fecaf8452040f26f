from datetime import date

import pytest

from zicha.core.access import Actor, Installation, Place, may, recordable, visible
from zicha.core.periods import Span
from zicha.core.units import Holding

HELD = Span(date(2026, 1, 1), date(2026, 7, 1))
DAY = date(2026, 5, 28)
ROOT, BRANCH, TEAM, OTHER = ("U01",), ("U01", "U02"), ("U01", "U02", "U03"), ("U01", "U04")
TREE = (ROOT, BRANCH, TEAM, OTHER)


def holder(post: str, unit: str = "U02") -> Actor:
    return Actor("P1", holdings=(Holding("P1", unit, post, HELD),))


@pytest.mark.parametrize("post", ["lead", "direct", "recorder"])
def test_answering_post_sees_and_records_its_subtree(post: str) -> None:
    assert visible(holder(post), paths=TREE, on=DAY) == {"U02", "U03"}
    assert recordable(holder(post), paths=TREE, on=DAY) == {"U02", "U03"}


def test_member_sees_its_own_unit_and_records_nothing() -> None:
    assert visible(holder("member"), paths=TREE, on=DAY) == {"U02"}
    assert recordable(holder("member"), paths=TREE, on=DAY) == frozenset()


def test_post_of_a_schemes_own_gives_what_a_member_has() -> None:
    assert visible(holder("study_secretary"), paths=TREE, on=DAY) == {"U02"}
    assert recordable(holder("study_secretary"), paths=TREE, on=DAY) == frozenset()


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (date(2025, 12, 31), set()),
        (date(2026, 1, 1), {"U02", "U03"}),
        (date(2026, 6, 30), {"U02", "U03"}),
        (date(2026, 7, 1), set()),
    ],
)
def test_post_counts_only_on_the_days_it_is_held(day: date, units: set[str]) -> None:
    assert visible(holder("lead"), paths=TREE, on=day) == units


def test_admin_without_a_post_sees_no_content_and_manages_the_installation() -> None:
    admin = Actor("", is_admin=True)
    assert visible(admin, paths=TREE, on=DAY) == frozenset()
    assert [may(admin, action, Installation(), DAY) for action in ("see", "manage")] == [True, True]


def test_installation_is_seen_by_post_holders_and_managed_by_none_of_them() -> None:
    assert [may(holder("lead"), action, Installation(), DAY) for action in ("see", "manage")] == [True, False]
    assert may(Actor("P9"), "see", Installation(), DAY) is False


def test_private_entry_is_seen_only_by_those_who_took_part() -> None:
    talk = Place(TEAM, private=True, people=frozenset({"P1", "P7"}))
    outsider = Actor("P2", holdings=(Holding("P2", "U01", "lead", HELD),))
    assert may(holder("member", "U03"), "see", talk, DAY) is True
    assert may(outsider, "see", talk, DAY) is False
    assert may(outsider, "see", Place(TEAM), DAY) is True


def test_nobody_manages_a_unit_through_a_post() -> None:
    assert may(holder("lead"), "manage", Place(BRANCH), DAY) is False


def test_place_outside_the_tree_is_seen_by_nobody() -> None:
    assert may(holder("member"), "see", Place(()), DAY) is False
    assert may(holder("lead"), "see", Place(()), DAY) is False
