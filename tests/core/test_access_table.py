"""Every action against every role and every place in the tree, compared with a table a person can read.

The actor's unit is ``U02``. The places: the unit itself, one and two levels below it, the unit above, one beside
it, one of another tree, and one that moved away from below it yesterday.
"""

from datetime import date
from typing import get_args

import pytest

from zicha.core import access
from zicha.core.access import Action, Actor, Installation, Own, Place, bearer, may, standing_paths
from zicha.core.periods import Span
from zicha.core.units import Holding, UnitSpan, tree_at

TODAY = date(2026, 5, 28)
ALWAYS = Span(date(2025, 1, 1), date.max)
UNITS = (
    UnitSpan("U01", "支队", "", 1, ALWAYS),
    UnitSpan("U02", "一大队", "U01", 2, ALWAYS),
    UnitSpan("U03", "一中队", "U02", 3, ALWAYS),
    UnitSpan("U04", "一班", "U03", 4, ALWAYS),
    UnitSpan("U05", "二大队", "U01", 2, ALWAYS),
    UnitSpan("U06", "三中队", "U02", 3, Span(date(2025, 1, 1), date(2026, 5, 27))),
    UnitSpan("U06", "三中队", "U05", 3, Span(date(2026, 5, 27), date.max)),
    UnitSpan("V01", "另一支队", "", 1, ALWAYS),
)
PLACES = {
    "own": "U02",
    "child": "U03",
    "grandchild": "U04",
    "parent": "U01",
    "sibling": "U05",
    "other tree": "V01",
    "moved yesterday": "U06",
}


def holder(post: str, unit: str = "U02") -> Actor:
    return Actor("P1", holdings=(Holding("P1", unit, post, ALWAYS),))


ROLES = {
    "nobody": Actor(""),
    "member": holder("member"),
    "recorder": holder("recorder"),
    "lead": holder("lead"),
    "direct": holder("direct"),
    "supervising": holder("lead", "U01"),
    "auditor": holder("auditor"),
    "audit link": bearer(unit="U02", span=ALWAYS),
    "admin": Actor("", is_admin=True),
}

DOWN = "own child grandchild"
BELOW = "child grandchild"
UNDER_U01 = "own child grandchild parent sibling moved"
BELOW_U01 = "own child grandchild sibling moved"
ALL = "own child grandchild parent sibling other moved"

ORACLE: dict[str, dict[str, str]] = {
    "see": {
        "member": "own",
        "recorder": DOWN,
        "lead": DOWN,
        "direct": DOWN,
        "supervising": UNDER_U01,
        "auditor": DOWN,
        "audit link": DOWN,
    },
    "record": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "correct": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "withdraw": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "import": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "waive": {"lead": BELOW, "direct": BELOW, "supervising": UNDER_U01},
    "write_report": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "submit_report": {"lead": "own", "direct": "own", "supervising": "parent"},
    "decide_report": {"lead": BELOW, "direct": BELOW, "supervising": BELOW_U01},
    "open_problem": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "work_problem": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "accept_problem": {"lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "hold_meeting": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "manage_sheet": {"recorder": DOWN, "lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "invite": {"recorder": ALL, "lead": ALL, "direct": ALL, "supervising": ALL},
    "sign_in": {"member": "own", "recorder": "own", "lead": "own", "direct": "own", "supervising": "parent"},
    "hand_in": {"member": ALL, "recorder": ALL, "lead": ALL, "direct": ALL, "supervising": ALL},
    "answer_suggestion": {"lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "remind": {"lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "share": {"lead": DOWN, "direct": DOWN, "supervising": UNDER_U01},
    "manage": {},
}

INSTALLATION = {
    "see": {"member", "recorder", "lead", "direct", "supervising", "auditor", "audit link", "admin"},
    "manage": {"admin"},
}


def allowed(actor: Actor, action: Action, on: date) -> str:
    tree = tree_at(UNITS, on=on)
    found = [name for name, unit in PLACES.items() if may(actor, action, Place(tree.path(unit)), on)]
    return " ".join(name.split()[0] for name in found)


def test_every_action_has_its_line_in_the_table() -> None:
    assert set(ORACLE) == set(get_args(Action))


@pytest.mark.parametrize("action", get_args(Action))
def test_every_role_reaches_exactly_the_places_of_the_table(action: Action) -> None:
    got = {role: allowed(actor, action, TODAY) for role, actor in ROLES.items()}
    assert {role: places for role, places in got.items() if places} == ORACLE[action]


@pytest.mark.parametrize("action", get_args(Action))
def test_units_allowed_at_once_are_those_allowed_one_by_one(action: Action) -> None:
    tree = tree_at(UNITS, on=TODAY)
    paths = [(), *(tree.path(unit) for unit in tree.units)]
    singly = {
        role: {path[-1] for path in paths if path and may(actor, action, Place(path), TODAY)}
        for role, actor in ROLES.items()
    }
    assert {role: access.allowed(actor, action, paths=paths, on=TODAY) for role, actor in ROLES.items()} == singly


@pytest.mark.parametrize("action", get_args(Action))
def test_installation_is_open_to_the_roles_of_the_table(action: Action) -> None:
    got = {role for role, actor in ROLES.items() if may(actor, action, Installation(), TODAY)}
    assert got == INSTALLATION.get(action, set())


def test_unit_that_moved_was_in_reach_until_the_day_before() -> None:
    assert allowed(ROLES["lead"], "see", date(2026, 5, 26)) == "own child grandchild moved"


@pytest.mark.parametrize("action", get_args(Action))
def test_something_of_ones_own_is_open_to_that_person_alone(action: Action) -> None:
    reader = Actor("P1", holdings=(Holding("P1", "U02", "lead", ALWAYS),), read_only=True)
    assert may(holder("member"), action, Own("P1"), TODAY) is True
    assert may(reader, action, Own("P1"), TODAY) is (action == "see")
    for actor in (Actor("P2", holdings=(Holding("P2", "U01", "lead", ALWAYS),)), ROLES["admin"], ROLES["audit link"]):
        assert may(actor, action, Own("P1"), TODAY) is False
        assert may(actor, action, Own(""), TODAY) is False


@pytest.mark.parametrize("action", [action for action in get_args(Action) if action != "see"])
def test_bearer_of_a_link_does_nothing_but_see(action: Action) -> None:
    everywhere = Place(("U02",), people=frozenset({""}), owners=frozenset({""}))
    assert may(ROLES["audit link"], action, everywhere, TODAY) is False


def test_link_ends_with_its_span() -> None:
    guest = bearer(unit="U02", span=Span(date(2026, 5, 1), date(2026, 5, 29)))
    seen = {day: may(guest, "see", Place(("U01", "U02")), date(2026, 5, day)) for day in (1, 28, 29)}
    assert seen == {1: True, 28: True, 29: False}
    assert may(guest, "see", Place(("U01", "U02")), date(2026, 4, 30)) is False


def test_owner_works_on_a_problem_of_another_unit_and_does_not_accept_it() -> None:
    problem = Place(("U01", "U05"), owners=frozenset({"P1"}))
    lead = holder("lead", "U05")
    assert [may(holder("member"), action, problem, TODAY) for action in ("work_problem", "accept_problem")] == [
        True,
        False,
    ]
    assert [may(lead, action, problem, TODAY) for action in ("work_problem", "accept_problem")] == [True, False]


def test_owner_who_left_does_not_work_on_the_problem() -> None:
    left = Actor("P1", holdings=(Holding("P1", "U02", "member", Span(date(2025, 1, 1), date(2026, 5, 21))),))
    assert may(left, "work_problem", Place(("U01", "U02"), owners=frozenset({"P1"})), TODAY) is False


def test_guest_who_is_invited_signs_in() -> None:
    meeting = Place(("U01", "U05"), people=frozenset({"P1"}))
    assert may(holder("member"), "sign_in", meeting, TODAY) is True
    assert may(holder("member"), "sign_in", Place(("U01", "U05")), TODAY) is False


def test_private_thing_of_nobody_is_not_seen_by_who_is_nobody() -> None:
    assert may(ROLES["audit link"], "see", Place(("U02",), private=True, people=frozenset({""})), TODAY) is False


def test_rights_follow_the_tree_of_today_for_every_unit_there_ever_was() -> None:
    closed = UnitSpan("U07", "旧班", "U03", 4, Span(date(2025, 1, 1), date(2025, 7, 1)))
    coming = UnitSpan("U08", "新班", "U05", 3, Span(date(2026, 7, 1), date.max))
    paths = standing_paths((*UNITS, closed, coming), on=TODAY)
    wanted = {"U06": ("U01", "U05", "U06"), "U07": ("U01", "U02", "U03", "U07"), "U08": ("U01", "U05", "U08")}
    assert {unit: paths[unit] for unit in wanted} == wanted
    assert set(paths) == {"U01", "U02", "U03", "U04", "U05", "U06", "U07", "U08", "V01"}
