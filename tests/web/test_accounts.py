"""The administrator's page of sign-ins."""

import re

import pytest
from django.test import Client

from tests.web import world
from zicha.store.queries import accounts as queries

GOOD = {"do": "add", "username": "he", "person": "P04", "password": "long enough to be one"}


def rows(page):
    found = re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", page.content.decode(), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)[:4] for row in found]
    return {name: rest for name, *rest in cells}


def test_sign_ins_are_listed_with_whose_they_are(signed_in):
    assert rows(signed_in("admin").get("/accounts/")) == {
        "admin": ["—", "管理员", "有效"],
        "director": ["周启明", "人员", "有效"],
        "leader": ["林远", "人员", "有效"],
        "member": ["何静", "人员", "有效"],
        "outsider": ["马越", "人员", "有效"],
        "recorder": ["沈一宁", "人员", "有效"],
    }


def test_sign_in_that_was_added_opens_the_door(signed_in):
    admin, person = signed_in("admin"), Client()
    assert admin.post("/accounts/", GOOD).status_code == 302
    assert person.login(username="he", password=GOOD["password"])
    assert person.get("/?unit=U02").status_code == 200


def test_revoked_sign_in_is_out_at_the_next_request_and_in_again_once_restored(signed_in):
    admin, person = signed_in("admin"), Client()
    person.login(username="member", password=world.PASSWORD)
    answers = []
    for do in ("revoke", "restore"):
        admin.post("/accounts/", {"do": do, "username": "member"})
        answers.append(person.get("/?unit=U02").status_code)
    assert answers == [302, 200]


def test_other_password_ends_open_sessions(signed_in):
    admin, person = signed_in("admin"), Client()
    person.login(username="member", password=world.PASSWORD)
    admin.post("/accounts/", {"do": "password", "username": "member", "password": "another long one"})
    assert person.get("/?unit=U02").status_code == 302
    assert person.login(username="member", password="another long one")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({**GOOD, "username": "member"}, "已有人用"),
        ({**GOOD, "password": "short"}, "密码至少10个字符"),
        ({**GOOD, "person": "P99"}, "名册里没有P99"),
        ({**GOOD, "person": ""}, "请写明是谁的账号"),
        ({"do": "revoke", "username": "admin"}, "最后一个管理员"),
        ({"do": "revoke", "username": "nobody"}, "没有名为“nobody”的账号"),
        ({"do": "password", "username": "member", "password": "short"}, "密码至少10个字符"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(signed_in, data, sentence):
    admin, before = signed_in("admin"), queries.listed()
    answer = admin.post("/accounts/", data)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, queries.listed()) == (422, True, before)
    assert data.get("password", "no password") not in page


def test_no_such_verb_is_not_found(signed_in):
    assert signed_in("admin").post("/accounts/", {"do": "promote", "username": "member"}).status_code == 404


@pytest.mark.parametrize("username", ["leader", "recorder", "member", "outsider"])
def test_nobody_else_reaches_it_or_makes_anyone_an_administrator(signed_in, username):
    client, before = signed_in(username), queries.listed()
    answers = [client.get("/accounts/"), client.post("/accounts/", {**GOOD, "is_admin": "1"})]
    assert ([answer.status_code for answer in answers], queries.listed()) == ([404, 404], before)


@pytest.mark.parametrize("more", [0, 2])
def test_list_asks_as_often_for_more_sign_ins(signed_in, django_assert_num_queries, more):
    from zicha.services import accounts

    client = signed_in("admin")
    for number in range(more):
        accounts.add(username=f"more{number}", password=world.PASSWORD, person="P04")
    client.get("/accounts/")
    with django_assert_num_queries(10):
        client.get("/accounts/")


@pytest.mark.parametrize(("count", "listed"), [(40, 46), (60, 50)])
def test_more_sign_ins_than_fit_are_searched_for(count, listed, signed_in):
    from zicha.store import models

    client = signed_in("admin")
    names = [f"z{place:02}" for place in range(count)]
    models.Account.objects.bulk_create(models.Account(username=name, person="P04", password="!") for name in names)
    body = client.get("/accounts/").content.decode()
    assert (body.count('<th scope="row">'), "找账号" in body) == (listed, count == 60)
    assert list(rows(client.get("/accounts/?q=z07"))) == ["z07"]
    assert list(rows(client.get("/accounts/?q=周启"))) == ["director"]
    assert "没有找到" in client.get("/accounts/?q=无此").content.decode()
