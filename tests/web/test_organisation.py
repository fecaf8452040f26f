"""The organisation page: a whole tree where it is small, the way down to one unit where it is large."""

import re

import pytest

from tests.web.test_units import found_many

SEARCH = 'id="found-tree"'


def tree(response):
    body = response.content.decode()
    listed = body.split('class="tree"', 1)[1].split("</nav>")[0]
    return re.findall(r'<span class="faint">(\w+)</span>', listed), SEARCH in body


def test_few_units_are_a_whole_tree(signed_in):
    assert tree(signed_in("leader").get("/organisation/?unit=U02")) == (["U01", "U02", "U03"], False)


@pytest.mark.parametrize(("username", "name"), [("leader", "unit"), ("admin", "about")])
def test_of_many_units_the_way_down_and_the_next_below_are_shown(username, name, signed_in):
    found_many(200, above="U02")
    client = signed_in(username)
    units, is_searched = tree(client.get(f"/organisation/?{name}=U02"))
    assert (units, is_searched) == (["U01", "U02", *(f"V{place:03}" for place in range(100))], True)
    assert "下面还有 100 个单位没有列出" in client.get(f"/organisation/?{name}=U02").content.decode()


def test_unit_with_none_below_stands_among_those_beside_it(signed_in):
    found_many(200, above="U02")
    client = signed_in("leader")
    assert tree(client.get("/organisation/?unit=U03"))[0] == ["U01", "U02", "U03"]
    assert tree(client.get("/organisation/?unit=V150"))[0][-2:] == ["V099", "V150"]


def test_without_a_unit_the_first_below_a_single_root_are_shown(signed_in):
    found_many(200, above="U02")
    assert tree(signed_in("admin").get("/organisation/"))[0] == ["U01", "U02", "U03"]


def test_units_out_of_view_are_named_and_not_opened(signed_in):
    found_many(200, above="U03")
    page = signed_in("recorder").get("/organisation/?unit=U02").content.decode()
    assert re.findall(r'<a href="[^"]*unit=(\w+)"[^>]*>[^<]*<span class="faint">', page) == ["U02"]
    assert '<span class="soft">二中队</span>' in page


def test_vacancy_is_flagged_in_what_is_shown(signed_in):
    found_many(200, above="U02")
    page = signed_in("leader").get("/organisation/?unit=U02").content.decode()
    assert 'V099</span> <span class="state overdue">' in page


@pytest.mark.parametrize("what", ["found", "move", "merge"])
def test_many_units_are_searched_for_in_the_forms_that_change_them(what, signed_in):
    found_many(60)
    client = signed_in("admin")
    body = client.get(f"/organisation/change/{what}/?about=U03").content.decode()
    assert ("V030" in body, body.count('role="combobox"'), "may=manage" in body) == (False, 1, True)
    field = "into" if what == "merge" else "above"
    again = client.get(f"/organisation/change/{what}/?about=U03&{field}=V030").content.decode()
    assert f'<input type="hidden" name="{field}" value="V030">' in again


def test_only_the_administrator_finds_every_unit_to_change(signed_in):
    part = {"HTTP_HX_REQUEST": "true"}
    found = {}
    for username in ("admin", "leader", "outsider"):
        client = signed_in(username)
        found[username] = re.findall(
            r'data-code="(\w+)"', client.get("/units/?may=manage&q=队", **part).content.decode()
        )
    assert found == {"admin": ["U01", "U02", "U03"], "leader": [], "outsider": []}


@pytest.mark.parametrize("more", [1, 3, 220])
@pytest.mark.parametrize(
    ("username", "name", "queries"), [("admin", "about", 16), ("leader", "unit", 14), ("outsider", "unit", 14)]
)
def test_page_asks_as_often_for_more_units(more, username, name, queries, signed_in, django_assert_num_queries):
    found_many(more)
    client = signed_in(username)
    path = f"/organisation/?{name}={'U03' if username == 'outsider' else 'U02'}"
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_member_is_told_of_no_unit_out_of_view(signed_in):
    client = signed_in("member")
    assert [client.get(path).status_code for path in ("/organisation/?about=U03", "/organisation/?unit=U01")] == [
        404,
        404,
    ]
