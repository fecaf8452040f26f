"""People found by name: within few units and within very many the same."""

from datetime import UTC, date, datetime

import pytest

from zicha.core.periods import Span
from zicha.core.units import Holding, Person, Roster, UnitSpan

pytestmark = pytest.mark.django_db

ALWAYS = Span(date(2025, 1, 1), date.max)
LEFT = Span(date(2025, 1, 1), date(2026, 1, 1))
ON = date(2026, 5, 28)
CROWD = tuple(Person(f"Q{place:03}", f"王路{place:03}") for place in range(250))


@pytest.fixture(autouse=True)
def organised():
    from zicha.services import organisation

    units = tuple(UnitSpan(unit, unit, "", 1, ALWAYS) for unit in ("A", "B", "C"))
    named = (
        Person("P1", "王芳"),
        Person("P2", "王芳"),
        Person("P3", "李芳"),
        Person("P4", "Ann Lee"),
        Person("P5", "王芳"),
    )
    held = (
        Holding("P1", "A", "lead", ALWAYS),
        Holding("P1", "A", "member", ALWAYS),
        Holding("P2", "B", "member", ALWAYS),
        Holding("P3", "A", "member", LEFT),
        Holding("P4", "B", "member", ALWAYS),
    )
    crowd = tuple(Holding(person.id, "C", "member", ALWAYS) for person in CROWD)
    roster = Roster(units, (*named, *CROWD), (*held, *crowd))
    organisation.apply(roster=roster, recorded_at=datetime(2025, 1, 2, tzinfo=UTC))


def ids(found):
    return sorted(person.id for person in found)


MANY = frozenset(f"N{place}" for place in range(1_001))
"""Units beside the ones asked about, so that they cannot all be named in a statement."""


@pytest.mark.parametrize("beside", [frozenset(), MANY])
@pytest.mark.parametrize(
    ("units", "text", "people"),
    [
        ({"A"}, "芳", ["P1"]),
        ({"A", "B"}, "芳", ["P1", "P2"]),
        ({"A"}, "", ["P1"]),
        ({"B"}, "lee", ["P4"]),
        ({"C"}, "王路24", [f"Q24{place}" for place in range(10)]),
        ({"A", "B"}, "%", []),
        (set(), "王", []),
    ],
)
def test_within_units_whoever_holds_a_post_on_the_day_is_found_once(units, text, people, beside):
    from zicha.store.queries import directory

    assert ids(directory.within(units=units | beside, text=text, on=ON, limit=20)) == people


@pytest.mark.parametrize("beside", [frozenset(), MANY])
def test_those_of_the_units_are_found_behind_very_many_others_of_the_name(beside):
    from zicha.store.queries import directory

    found = directory.within(units={"A", "B"} | beside, text="王", on=ON, limit=20)
    assert (ids(found), len(directory.within(units={"C"} | beside, text="王", on=ON, limit=7))) == (["P1", "P2"], 7)


def test_called_exactly_so_on_a_day():
    from zicha.store.queries import directory

    found = [ids(directory.called(name=name, on=ON, limit=20)) for name in ("王芳", "王", "李芳", "ann lee")]
    assert found == [["P1", "P2"], [], [], ["P4"]]


def test_with_a_text_in_the_name_the_whole_name_comes_first_and_posts_do_not_matter():
    from zicha.store.queries import directory

    assert ids(directory.with_in_name(text="芳", limit=20)) == ["P1", "P2", "P3", "P5"]
    assert [one.id for one in directory.with_in_name(text="王芳", limit=2)] == ["P1", "P2"]


@pytest.mark.parametrize(("most", "count"), [(254, None), (255, 255)])
def test_everyone_is_listed_up_to_a_number(most, count):
    from zicha.store.queries import directory

    found = directory.everyone(most=most)
    assert (found if found is None else len(found)) == count


def test_named_and_posts_of_some():
    from zicha.store.queries import directory

    assert ids(directory.named(names=["李芳", "Ann Lee", "无此"])) == ["P3", "P4"]
    held = directory.posts_of(people=["P1", "P3"], on=ON)
    assert [(one.person, one.unit, one.post) for one in held] == [("P1", "A", "lead"), ("P1", "A", "member")]
