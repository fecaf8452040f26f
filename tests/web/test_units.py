"""Finding a unit: a list where there are few, a search of the server where there are many; only what one may see."""

import re

import pytest

from tests.web import world
from zicha.core.units import Roster, UnitSpan

PART = {"HTTP_HX_REQUEST": "true"}


def found_many(count, above="U01"):
    from zicha.services import organisation

    spans = tuple(UnitSpan(f"V{place:03}", f"第{place}小队", above, 2, world.FROM_2025) for place in range(count))
    organisation.apply(roster=Roster(spans, (), ()), recorded_at=world.BEFORE)


def offered(response):
    return re.findall(r'<li role="option" data-code="(\w+)"', response.content.decode())


def hrefs(response):
    body = response.content.decode().split('class="lines"')[1].split("</ul>")[0]
    return re.findall(r'<a href="([^"]+)"', body)


def test_few_units_are_a_list(signed_in):
    body = signed_in("leader").get("/entries/?unit=U01").content.decode()
    assert re.findall(r'<option value="(U\d+)"', body) == ["U01", "U02", "U03"]
    assert 'role="combobox"' not in body


@pytest.mark.parametrize("path", ["/entries/?unit=U01", "/plan/?unit=U01", "/problems/?unit=U01", "/import/?unit=U01"])
def test_many_units_are_searched_for_and_not_listed(path, signed_in):
    found_many(60)
    body = signed_in("leader").get(path).content.decode()
    assert ("V030" in body, body.count('role="combobox"')) == (False, 2)
    assert re.findall(r'<input type="hidden" name="unit" value="(\w+)"', body)[-1] == "U01"


def test_menu_names_the_units_above_and_the_first_below(signed_in):
    found_many(60, above="U02")
    body = signed_in("leader").get("/board/?unit=U02").content.decode()
    menu = body.split('id="found-menu"')[1].split("</nav>")[0]
    assert re.findall(r"unit=(\w+)", menu) == ["U01", "U02", *(f"V{place:03}" for place in range(20))]


def test_search_finds_by_name_and_code_a_whole_code_first(signed_in):
    found_many(60)
    client = signed_in("leader")
    assert offered(client.get("/units/?q=小队", **PART)) == [f"V{place:03}" for place in range(20)]
    assert "只列出前 20 个" in client.get("/units/?q=小队", **PART).content.decode()
    assert offered(client.get("/units/?q=第7小队", **PART)) == ["V007"]
    assert offered(client.get("/units/?q=v05", **PART)) == [f"V05{place}" for place in range(10)]
    assert offered(client.get("/units/?q=v059", **PART)) == ["V059"]
    assert offered(client.get("/units/?q=u0", **PART)) == ["U01", "U02", "U03"]
    assert offered(client.get("/units/?q=无此", **PART)) == []


@pytest.mark.parametrize(
    ("username", "may", "units"),
    [
        ("leader", "see", ["U01", "U02", "U03"]),
        ("recorder", "see", ["U02"]),
        ("recorder", "record", ["U02"]),
        ("member", "see", ["U02"]),
        ("member", "record", []),
        ("member", "hand_in", ["U01", "U02", "U03"]),
        ("outsider", "see", ["U03"]),
    ],
)
def test_only_units_within_reach_are_found(username, may, units, signed_in):
    assert offered(signed_in(username).get(f"/units/?q=队&may={may}", **PART)) == units


def test_unit_above_is_named_only_to_who_sees_it(signed_in):
    client = signed_in("recorder")
    assert "城东支队" not in client.get("/units/?q=队", **PART).content.decode()
    client.logout()
    assert "U02 · 城东支队" in signed_in("leader").get("/units/?q=一中队", **PART).content.decode()


def test_unit_out_of_view_and_action_nobody_knows_are_not_found(signed_in):
    client = signed_in("outsider")
    assert [client.get(path).status_code for path in ("/units/?unit=U02", "/units/?may=rule")] == [404, 404]


def test_without_script_each_unit_leads_back_with_the_rest_of_the_question(signed_in):
    client = signed_in("leader")
    page = client.get("/units/?q=一中队&to=/entries/%3Fkind%3Dexit_inspection%26unit%3DU01")
    assert hrefs(page) == ["/entries/?kind=exit_inspection&amp;unit=U02"]
    assert hrefs(client.get("/units/?q=一中队&field=to&to=/suggestions/new/")) == ["/suggestions/new/?to=U02"]


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/x",
        "/\\elsewhere.example",
        "//[",
        "/\t/elsewhere.example",
        "x",
    ],
)
def test_way_back_to_another_site_is_not_followed(to, signed_in):
    assert hrefs(signed_in("leader").get("/units/", {"q": "一中队", "to": to})) == ["/?unit=U02"]


@pytest.mark.parametrize("count", [1, 3, 120])
def test_search_asks_the_database_as_often_for_more_units(count, signed_in, django_assert_num_queries):
    found_many(count)
    client = signed_in("leader")
    client.get("/units/?q=队")
    with django_assert_num_queries(6):
        assert client.get("/units/?q=队", **PART).status_code == 200
