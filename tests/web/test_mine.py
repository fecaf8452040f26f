"""A person's own page: what is held, the export, asking, and the answer."""

import json
import re
from datetime import date, timedelta

import pytest

from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.ledger import Draft


def requests():
    from zicha.store.queries import mine

    return mine.requests_waiting()


def path_of_the_request():
    return f"/requests/{requests()[0].id}/"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_three_records_as_for_one(count, signed_in, django_assert_num_queries):
    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
        world.meet(date(2026, 5, 10 + day))
    client = signed_in("director")
    client.get("/mine/")
    with django_assert_num_queries(32):
        assert client.get("/mine/").status_code == 200


def test_page_shows_what_is_held(signed_in):
    world.inspect(date(2026, 5, 10))
    world.meet(date(2026, 5, 11))
    page = text_of(signed_in("director").get("/mine/"))
    assert "姓名 周启明 编号 P02 登录名 director" in page
    assert "一中队 直接责任人" in page
    assert "2026 年 5 月 11 日 安全例会 一中队 应到、实到" in page
    assert "2026 年 5 月 10 日 消防通道检查 一中队 检查人" in page
    assert "你参加的谈话 0" in page


def test_page_lists_what_happened_last_first_whenever_it_was_recorded(signed_in):
    from zicha.services import ledger

    for day, recorded_after in ((12, 0), (20, 1), (11, 2)):
        draft = Draft("U02", "exit_inspection", date(2026, 5, day), "检查", (("inspector", "P02"), ("area", "office")))
        recorded_at = world.NOW - timedelta(days=3 - recorded_after)
        ledger.record(draft=draft, recorded_at=recorded_at, recorded_by="P03")
    page = text_of(signed_in("director").get("/mine/"))
    named = page.split("你参加的谈话")[0].split("写到你的记录")[-1]
    assert re.findall(r"\d+ 年 \d+ 月 \d+ 日", named) == [
        "2026 年 5 月 20 日",
        "2026 年 5 月 12 日",
        "2026 年 5 月 11 日",
    ]


def test_page_says_in_words_what_a_problem_names_the_person_as(signed_in):
    from zicha.services import problems

    found = problems.Finding(
        unit="U02", source="inspection", matter="通道堆物", owner="P02", due=date(2026, 6, 30), clause="c6"
    )
    problems.open_problem(found=found, recorded_at=world.NOW, recorded_by="P03")
    page = text_of(signed_in("director").get("/mine/"))
    assert ("整改责任人" in page, "fields." in page) == (True, False)


def test_export_holds_every_part_and_only_this_person(signed_in):
    world.inspect(date(2026, 5, 10))
    world.meet(date(2026, 5, 11))
    response = signed_in("director").get("/mine/export/")
    found = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert (found["person"], found["name"], found["sign_ins"]) == ("P02", "周启明", ["director"])
    assert found["named"] == [
        {"seq": 2, "field": "fields.host", "kind": "safety_meeting"},
        {"seq": 1, "field": "fields.inspector", "kind": "exit_inspection"},
    ]
    assert found["attended"] == [
        {"seq": 2, "unit": "U02", "kind": "safety_meeting", "day": "2026-05-11", "lists": ["expected", "present"]}
    ]
    assert [record["seq"] for record in found["records"]] == [1, 2]
    assert [word for word in ("P03", "沈一宁", "何静") if word in response.content.decode()] == []


def test_account_of_nobody_has_no_such_page(signed_in):
    client = signed_in("admin")
    assert [client.get(path).status_code for path in ("/mine/", "/mine/export/")] == [404, 404]


def test_contact_is_changed_by_oneself(signed_in):
    from zicha.store.queries import units

    client = signed_in("member")
    assert client.post("/mine/contact/", {"contact": "he@example.org"}).status_code == 302
    assert units.contacts(people=["P04"]) == {"P04": "he@example.org"}
    assert client.post("/mine/contact/", {"contact": "x" * 300}).status_code == 422
    assert client.post("/mine/contact/", {"contact": ""}).status_code == 302
    assert units.contacts(people=["P04"]) == {}


def test_correction_must_say_what_is_right_and_keeps_what_was_typed(signed_in):
    client = signed_in("member")
    refused = client.post("/mine/ask/", {"wish": "correct", "about": "", "text": " "})
    assert (refused.status_code, "请写明哪里不对" in text_of(refused)) == (422, True)
    client.post("/mine/ask/", {"wish": "correct", "text": "名字是何靖"})
    client.post("/mine/ask/", {"wish": "correct", "text": "名字是何靖"})
    assert [(one.person, one.wish, one.text) for one in requests()] == [("P04", "correct", "名字是何靖")]
    assert "等待答复" in text_of(client.get("/mine/"))


def test_value_that_names_somebody_else_cannot_be_asked_about(signed_in):
    world.inspect(date(2026, 5, 10))
    refused = signed_in("member").post("/mine/ask/", {"wish": "erase", "about": "1 fields.inspector"})
    assert (refused.status_code, requests()) == (422, ())


def test_request_is_answered_by_who_leads_and_shown_to_the_asker(signed_in):
    signed_in("member").post("/mine/ask/", {"wish": "erase", "text": "已调走"})
    path = path_of_the_request()
    lead = signed_in("director")
    assert "有 1 份更正或删除个人信息的申请等你答复。" in text_of(lead.get("/"))
    assert "何静" in text_of(lead.get("/requests/"))
    assert lead.post(path, {"granted": "0", "reason": ""}).status_code == 422
    assert lead.post(path, {"granted": "0", "reason": "仍在岗，名册需要"}).status_code == 302
    assert lead.get(path).status_code == 404
    assert "不同意 ：仍在岗，名册需要" in text_of(signed_in("member").get("/mine/"))


@pytest.mark.parametrize("who", ["member", "outsider", "recorder"])
def test_request_is_not_there_for_others(who, signed_in):
    signed_in("director").post("/mine/ask/", {"wish": "erase"})
    path = path_of_the_request()
    client = signed_in(who)
    assert client.get(path).status_code == 404
    assert client.post(path, {"granted": "1", "reason": "好"}).status_code == 404


def test_administrator_grants_and_the_value_is_gone(signed_in, settings):
    from zicha.services import log
    from zicha.store.queries import ledger

    world.inspect(date(2026, 5, 10))
    signed_in("director").post("/mine/ask/", {"wish": "erase", "about": "1 fields.inspector"})
    path = path_of_the_request()
    admin = signed_in("admin")
    assert "有 1 份更正或删除个人信息的申请等你答复。" in text_of(admin.get("/"))
    assert "同意后删去 1 项" in text_of(admin.get(path))
    assert admin.post(path, {"granted": "1", "reason": "本人要求"}).status_code == 302
    assert dict(ledger.by_seq(seqs=[1])[0].draft.fields).get("inspector") is None
    assert dict(ledger.by_seq(seqs=[2])[0].draft.fields)["approver"] == "admin"
    assert "同意 ：本人要求" in text_of(signed_in("director").get("/mine/"))
    assert log.verify(home=settings.ZICHA_HOME).fault is None


def test_person_who_is_erased_is_signed_out_and_nowhere_named(signed_in):
    from zicha.store.queries import units

    world.meet(date(2026, 5, 11))
    member = signed_in("member")
    member.post("/mine/ask/", {"wish": "erase"})
    path = path_of_the_request()
    admin = signed_in("admin")
    assert admin.post(path, {"granted": "1", "reason": "本人要求"}).status_code == 302
    assert "何静" not in [person.name for person in units.people()]
    lead = signed_in("director")
    assert [path for path in ("/", "/entries/1/", "/organisation/?unit=U02") if "何静" in text_of(lead.get(path))] == []
    assert "应到 3，实到 3" in text_of(lead.get("/entries/1/"))
    assert not lead.login(username="member", password=world.PASSWORD)
