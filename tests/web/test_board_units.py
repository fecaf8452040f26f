"""The board of a subtree: units by duties, a page at a time."""

import re
from datetime import date

import pytest

from tests.web import world
from zicha.core.units import Roster, UnitSpan


def found_many(count):
    from zicha.services import organisation

    spans = tuple(UnitSpan(f"V{place:03}", f"第{place}小队", "U01", 2, world.FROM_2025) for place in range(count))
    organisation.apply(roster=Roster(spans, (), ()), recorded_at=world.BEFORE)


def lines(response):
    body = response.content.decode().split("<tbody")[1].split("</tbody>")[0]
    return [re.findall(r'href="/board/\?unit=(\w+)', line)[0] for line in body.split("<tr>")[1:]]


def cell(response, unit, duty):
    (found,) = re.findall(
        rf'<td><a class="(\w+)" href="/board/windows/\?unit={unit}&amp;duty={duty}".*?<small>(\d+)/(\d+)</small>',
        response.content.decode(),
    )
    return found


def test_each_unit_in_view_has_a_line_in_the_order_of_the_tree(signed_in):
    page = signed_in("leader").get("/board/units/?unit=U01")
    assert lines(page) == ["U01", "U02", "U03"]
    assert 'name="q"' not in page.content.decode()


def test_cell_counts_the_windows_of_one_duty_and_shows_the_most_pressing(signed_in):
    world.inspect(date(2026, 4, 10))
    world.inspect(date(2026, 5, 10))
    page = signed_in("leader").get("/board/units/?unit=U01")
    assert cell(page, "U02", "exit-inspection") == ("overdue", "2", "6")
    assert cell(page, "U03", "exit-inspection") == ("overdue", "0", "6")


def test_cells_are_those_of_the_units_own_boards(signed_in):
    from zicha.core import periods
    from zicha.services import board_totals, boards

    signed_in("leader")
    world.inspect(date(2026, 4, 10))
    world.meet(date(2026, 5, 12))
    asked = {"period": periods.parse("2026H1"), "on": date(2026, 5, 28), "as_known_at": world.NOW}
    found = board_totals.by_duty(units=("U03", "U02", "U01"), **asked)
    for unit in ("U01", "U02", "U03"):
        cells = boards.show(unit=unit, **asked).cells
        for scheme, duty in found.duties:
            states = [one.state for one in cells if (one.scheme, one.duty) == (scheme, duty)]
            assert dict(found.totals(unit, scheme, duty)) == {state: states.count(state) for state in states}
    assert {one.duty for one in cells} <= {duty for _scheme, duty in found.duties}


def test_many_units_stand_a_page_at_a_time_and_name_the_unit_above(signed_in):
    found_many(98)
    client = signed_in("leader")
    first, second, third = (client.get(f"/board/units/?unit=U01&page={page}") for page in (1, 2, 3))
    assert [*lines(first), *lines(second), *lines(third)] == [
        "U01", "U02", "U03", *(f"V{place:03}" for place in range(98))
    ]  # fmt: skip
    assert "<small>城东支队</small>" not in first.content.decode()
    assert "<small>城东支队</small>" in third.content.decode()


def test_units_are_searched_by_name_and_code(signed_in):
    found_many(60)
    client = signed_in("leader")
    assert lines(client.get("/board/units/?unit=U01&q=第7小队")) == ["V007"]
    assert lines(client.get("/board/units/?unit=U01&q=v05&page=9")) == [f"V05{place}" for place in range(10)]
    assert "没有找到这样的单位" in client.get("/board/units/?unit=U01&q=无此单位").content.decode()


@pytest.mark.parametrize("count", [1, 3, 120])
def test_page_asks_the_database_as_often_for_more_units(count, signed_in, django_assert_num_queries):
    found_many(count)
    client = signed_in("leader")
    client.get("/board/units/?unit=U01")
    world.inspect(date(2026, 5, 2))  # what is kept is no answer any more
    with django_assert_num_queries(17):
        assert client.get("/board/units/?unit=U01").status_code == 200


def test_page_of_a_unit_out_of_view_is_not_found(signed_in):
    assert signed_in("outsider").get("/board/units/?unit=U02").status_code == 404


def test_member_sees_the_own_unit_alone(signed_in):
    found_many(3)
    assert lines(signed_in("member").get("/board/units/")) == ["U02"]
