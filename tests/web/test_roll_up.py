"""The roll-up of many units: a page at a time, the most pressing first, with a search."""

import re
from datetime import date

import pytest

from tests.web import world
from zicha.core.units import Roster, UnitSpan


def found_many(count):
    from zicha.services import organisation

    spans = tuple(UnitSpan(f"V{place:03}", f"第{place}小队", "U01", 2, world.FROM_2025) for place in range(count))
    organisation.apply(roster=Roster(spans, (), ()), recorded_at=world.BEFORE)


def listed(response):
    units = response.content.decode().split('id="units"')[1].split("</table>")[0]
    return re.findall(r'<a href="/board/\?unit=(\w+)', units)


def test_few_units_stand_in_the_order_of_the_tree(signed_in):
    client = signed_in("leader")
    page = client.get("/roll-up/?unit=U01")
    assert listed(page) == ["U01", "U02", "U03"]
    assert 'name="q"' not in page.content.decode()


def test_many_units_stand_a_page_at_a_time_and_the_calmest_stand_last(signed_in):
    found_many(98)
    for month in range(1, 6):
        world.inspect(date(2026, month, 10), unit="V097")
    client = signed_in("leader")
    first, second, third = (listed(client.get(f"/roll-up/?unit=U01&page={page}")) for page in (1, 2, 3))
    assert (len(first), len(second), len(third)) == (50, 50, 1)
    assert len({*first, *second, *third}) == 101
    assert third == ["U01"]


def test_many_units_are_searched_by_name_and_code(signed_in):
    found_many(60)
    client = signed_in("leader")
    assert listed(client.get("/roll-up/?unit=U01&q=第7小队")) == ["V007"]
    assert listed(client.get("/roll-up/?unit=U01&q=v05&page=9")) == [f"V05{place}" for place in range(10)]


@pytest.mark.parametrize("count", [60, 120])
def test_roll_up_asks_the_database_as_often_for_more_units(count, signed_in, django_assert_num_queries):
    found_many(count)
    client = signed_in("leader")
    client.get("/roll-up/?unit=U01")
    world.inspect(date(2026, 5, 2))  # what is kept is no answer any more
    with django_assert_num_queries(17):
        assert client.get("/roll-up/?unit=U01").status_code == 200


def test_roll_up_of_a_unit_out_of_view_is_not_found(signed_in):
    assert signed_in("recorder").get("/roll-up/?unit=U03").status_code == 404
