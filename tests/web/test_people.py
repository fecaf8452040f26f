"""Finding a person: a list where there are few, a search of the server where there are many; only whom one may find."""

import re

import pytest

from tests.web import world
from zicha.core.units import Holding, Person, Roster

PART = {"HTTP_HX_REQUEST": "true"}
FIELD = '<input type="search" name="{name}-name" role="combobox"'


def met(count, unit="U03", name="路人{:03}"):
    from zicha.services import organisation

    people = tuple(Person(f"Q{unit}{place:03}", name.format(place)) for place in range(count))
    holdings = tuple(Holding(person.id, unit, "member", world.FROM_2025) for person in people)
    organisation.apply(roster=Roster((), people, holdings), recorded_at=world.BEFORE)


def offered(response):
    body = response.content.decode()
    options = re.findall(r'<li role="option" data-code="(\w+)" data-name="[^"]+">(.*?)</li>', body)
    return {code: re.sub("<.*?>", " ", text).strip() for code, text in options}


def hrefs(response):
    body = response.content.decode().split('class="lines"')[1].split("</ul>")[0]
    return [each.replace("&amp;", "&") for each in re.findall(r'<a href="([^"]+)"', body)]


def search(client, text, **more):
    return client.get("/people/", {"unit": "U02", "q": text, **more}, **PART)


def test_few_people_are_a_list(signed_in):
    body = signed_in("recorder").get("/meetings/new/?unit=U02").content.decode()
    assert ("马越" in body, FIELD.format(name="chair") in body) == (True, False)


@pytest.mark.parametrize(
    ("username", "path", "name"),
    [
        ("recorder", "/meetings/new/?unit=U02", "chair"),
        ("admin", "/organisation/change/join/?about=U02", "person"),
        ("admin", "/organisation/change/post/?about=U02", "person"),
        ("admin", "/accounts/", "person"),
    ],
)
def test_many_people_are_searched_for_and_not_listed(username, path, name, signed_in):
    met(200)
    body = signed_in(username).get(path).content.decode()
    assert (FIELD.format(name=name) in body, "路人" in body) == (True, False)


def test_guests_of_a_sheet_are_searched_for_apart_from_who_is_expected(signed_in):
    from tests.web.test_sheets import opened

    met(200)
    client, sheet = signed_in("recorder"), opened()
    body = client.get(f"/sheets/{sheet.id}/").content.decode()
    assert (body.count(FIELD.format(name="person")), "路人" in body, "登记列席的人" in body) == (1, False, True)
    assert client.post(f"/sheets/{sheet.id}/add/", {"person": "QU03007", "reason": "应邀列席"}).status_code == 302
    assert "路人007" in client.get(f"/sheets/{sheet.id}/").content.decode()


def test_before_a_name_is_written_the_people_of_the_unit_are_offered(signed_in):
    client = signed_in("recorder")
    assert offered(search(client, "")) == {
        "P02": "周启明 一中队 直接责任人、成员",
        "P03": "沈一宁 一中队 安全员",
        "P04": "何静 一中队 成员",
    }
    assert offered(search(client, "", others="1")) == {}


def test_people_in_view_are_found_by_a_part_of_the_name(signed_in):
    client = signed_in("leader")
    assert offered(search(client, "越")) == {"P05": "马越 二中队 第一责任人"}
    assert offered(search(client, "林")) == {"P01": "林远 城东支队 第一责任人"}
    assert "没有找到，试试写全姓名。" in search(client, "无此").content.decode()


@pytest.mark.parametrize(("text", "people"), [("越", {}), ("马", {}), ("马越", {"P05": "马越 二中队"})])
def test_people_out_of_view_are_found_by_the_whole_name_alone_and_without_their_posts(text, people, signed_in):
    assert offered(search(signed_in("recorder"), text)) == people


def test_who_left_is_not_found(signed_in):
    from zicha.core.reorganising import Relieve
    from zicha.services import organisation

    leaving = Relieve("P05", world.NOW.date())
    organisation.decide(decision=leaving, recorded_at=world.NOW, recorded_by="admin")
    assert offered(search(signed_in("recorder"), "马越")) == {}
    client = signed_in("admin")
    assert offered(client.get("/people/?everywhere=1&q=马越", **PART)) == {"P05": "马越"}


def test_two_of_one_name_are_told_apart_by_their_units_and_the_own_one_comes_first(signed_in):
    met(1, unit="U03", name="何静")
    assert list(offered(search(signed_in("recorder"), "何静")).items()) == [
        ("P04", "何静 一中队 成员"),
        ("QU03000", "何静 二中队"),
    ]


def test_no_answer_names_more_than_twenty(signed_in):
    met(30)
    page = signed_in("leader").get("/people/?unit=U01&q=路人", **PART)
    assert (len(offered(page)), "只列出前 20 个" in page.content.decode()) == (20, True)


def test_sign_as_a_place_holder_of_the_database_is_itself(signed_in):
    client = signed_in("leader")
    assert [offered(search(client, text)) for text in ("%", "_", "\\", "'", "何_")] == [{}] * 5


@pytest.mark.parametrize("username", ["member", "outsider"])
def test_who_does_not_record_for_the_unit_is_told_nothing(username, signed_in):
    assert search(signed_in(username), "何静").status_code == 404


@pytest.mark.parametrize("username", ["leader", "recorder", "member", "outsider"])
def test_only_the_administrator_searches_everywhere(username, signed_in):
    assert signed_in(username).get("/people/?everywhere=1&q=马", **PART).status_code == 404


def test_administrator_searches_for_no_unit(signed_in):
    client = signed_in("admin")
    assert client.get("/people/?q=马", **PART).status_code == 404
    assert offered(client.get("/people/?everywhere=1&q=马", **PART)) == {"P05": "马越 二中队 第一责任人"}


def test_without_script_each_person_leads_back_into_the_field_with_the_rest_of_the_question(signed_in):
    met(200)
    client = signed_in("recorder")
    asked = {"unit": "U02", "q": "马越", "field": "chair", "to": "/meetings/new/?unit=U02"}
    (back,) = hrefs(client.get("/people/", asked))
    assert back == "/meetings/new/?unit=U02&chair=P05&chair-name=%E9%A9%AC%E8%B6%8A"
    assert '<option value="P05" selected>马越</option>' in client.get(back).content.decode()


@pytest.mark.parametrize("field", ["unit.x", "<b>", "", "a" * 21])
def test_field_that_is_none_is_called_person(field, signed_in):
    page = signed_in("recorder").get("/people/", {"unit": "U02", "q": "马越", "field": field, "to": "/meetings/new/"})
    assert hrefs(page) == ["/meetings/new/?person=P05&person-name=%E9%A9%AC%E8%B6%8A"]


def test_way_back_to_another_site_is_not_followed(signed_in):
    page = signed_in("recorder").get("/people/", {"unit": "U02", "q": "马越", "to": "//elsewhere.example/x"})
    assert hrefs(page) == ["/?person=P05&person-name=%E9%A9%AC%E8%B6%8A"]


@pytest.mark.parametrize("count", [1, 3, 120])
@pytest.mark.parametrize(
    ("username", "query", "queries"),
    [("leader", "unit=U02", 11), ("recorder", "unit=U02", 11), ("admin", "everywhere=1", 10)],
)
def test_search_asks_the_database_as_often_for_more_people(
    count, username, query, queries, signed_in, django_assert_num_queries
):
    met(count)
    client = signed_in(username)
    path = f"/people/?{query}&q=路人" if username != "recorder" else f"/people/?{query}&q=路人000"
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path, **PART).status_code == 200


@pytest.mark.parametrize("count", [195, 200])
def test_name_that_was_chosen_is_kept_when_the_form_comes_back(count, signed_in):
    met(count)
    posted = {"unit": "U02", "starts": "明天", "chair": "P05", "chair-name": "马越"}
    body = signed_in("recorder").post("/meetings/new/", posted).content.decode()
    assert re.findall(r'<option value="P05" selected>(.*?)</option>', body) == ["马越"]


def test_one_of_many_namesakes_is_meant_by_the_unit_behind_the_name(signed_in):
    met(30, unit="U03", name="何静")
    client = signed_in("leader")
    assert len(offered(search(client, "何静", unit="U01"))) == 20
    assert offered(search(client, "何静 一中队", unit="U01")) == {"P04": "何静 一中队 成员"}
    assert offered(search(client, "静 一中", unit="U01")) == {"P04": "何静 一中队 成员"}


@pytest.mark.parametrize(
    ("text", "people"), [("马越 二中队", {"P05": "马越 二中队"}), ("马 二中队", {}), (" 二中队", {})]
)
def test_unit_behind_the_name_finds_no_stranger_by_a_part_of_the_name(text, people, signed_in):
    assert offered(search(signed_in("recorder"), text)) == people


def test_administrator_means_a_namesake_by_the_unit_too(signed_in):
    client = signed_in("admin")
    assert offered(client.get("/people/?everywhere=1&q=何静 一中队", **PART)) == {"P04": "何静 一中队 成员"}
