"""Sheets on the pages: the wall, the telephone, the recorder's list, closing."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.sign_in import one_time_code

STARTS = datetime(2026, 5, 28, 8, 0, tzinfo=UTC)
FIELDS = {"field-host": "P02", "field-agenda": "仓库用电", "field-decisions": "2"}


def opened(**more):
    from zicha.services import attendance

    asked = {"title": "五月安全例会", "starts": STARTS, "opened_at": STARTS, "opened_by": "P03", **more}
    return attendance.open_sheet(unit="U02", kind="safety_meeting", **asked)


def code_of(sheet, at=world.NOW):
    return one_time_code(secret=sheet.secret, at=at)


def marks(sheet):
    from zicha.store.queries import attendance

    return [(one.person, one.present, one.how) for one in attendance.marks(sheet_id=sheet.id)]


def numbers(table):
    """The numbers of all rows: a sequence of PostgreSQL goes on where a test before undid its own."""
    from zicha.store import models

    return list(getattr(models, table).objects.values_list("pk", flat=True))


def test_opening_a_sheet_leads_to_its_page(signed_in):
    client = signed_in("recorder")
    posted = {"unit": "U02", "kind": "safety_meeting", "title": "例会", "starts": "2026-05-28T16:00", "minutes": "60"}
    response = client.post("/sheets/open/", posted)
    [number] = numbers("Sheet")
    assert (response.status_code, response["Location"]) == (302, f"/sheets/{number}/?unit=U02")
    page = text_of(client.get(f"/sheets/{number}/"))
    assert "例会 一中队" in page
    assert "17:20 停止签到" in page
    assert "还没有人签到。" in page


def test_scan_sign_in_and_a_second_tap(signed_in):
    client = signed_in("member")
    sheet = opened()
    asked = client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)})
    assert "你是 何静" in text_of(asked)
    first = client.post(f"/s/{sheet.id}/", {"remember": "1"})
    second = client.post(f"/s/{sheet.id}/", {"remember": "1"})
    receipt = re.search(r"回执号 (\S+)", text_of(first))[1]
    assert (first.status_code, second.status_code) == (200, 200)
    assert re.search(r"回执号 (\S+)", text_of(second))[1] == receipt
    assert receipt in text_of(client.get(f"/s/{sheet.id}/"))
    assert marks(sheet) == [("P04", True, "code")]


def test_remembered_telephone_signs_in_without_a_password(signed_in):
    client = signed_in("member")
    first, second = opened(), opened(title="六月安全例会")
    client.get(f"/s/{first.id}/", {"c": code_of(first)})
    client.post(f"/s/{first.id}/", {"remember": "1"})
    del client.cookies["sessionid"]
    client.get(f"/s/{second.id}/", {"c": code_of(second)})
    assert client.post(f"/s/{second.id}/").status_code == 200
    assert marks(second) == [("P04", True, "code")]


def test_revoked_telephone_is_out_with_its_next_request(signed_in):
    client = signed_in("member")
    first, second = opened(), opened(title="六月安全例会")
    client.get(f"/s/{first.id}/", {"c": code_of(first)})
    client.post(f"/s/{first.id}/", {"remember": "1"})
    assert "签到设备" in text_of(client.get("/devices/"))
    [device] = numbers("DeviceSession")
    assert client.post(f"/devices/{device}/revoke/").status_code == 302
    assert client.post(f"/devices/{device}/revoke/").status_code == 404
    del client.cookies["sessionid"]
    assert "请先说明你是谁" in text_of(client.get(f"/s/{second.id}/", {"c": code_of(second)}))
    assert client.post(f"/s/{second.id}/").status_code == 302
    assert marks(second) == []


def test_device_of_somebody_else_cannot_be_revoked(signed_in):
    client = signed_in("member")
    sheet = opened()
    client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)})
    client.post(f"/s/{sheet.id}/", {"remember": "1"})
    [device] = numbers("DeviceSession")
    assert signed_in("recorder").post(f"/devices/{device}/revoke/").status_code == 404
    assert numbers("DeviceSession") == [device]


def test_scan_lasts_through_a_sign_in_with_a_password(client, organisation):
    sheet = opened()
    page = client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)}).content.decode()
    door = re.search(r'href="(/sign-in/[^"]+)"', page)[1]
    posted = {"username": "member", "password": world.PASSWORD, "next": door.partition("next=")[2]}
    assert client.post("/sign-in/", posted)["Location"] == f"/s/{sheet.id}/"
    assert client.post(f"/s/{sheet.id}/").status_code == 200
    assert marks(sheet) == [("P04", True, "code")]


@pytest.mark.parametrize(
    ("seconds", "sentence"), [(-30, ""), (-31, "这个二维码已经过时"), (30, "这不是本次活动的二维码")]
)
def test_code_of_another_time(seconds, sentence, signed_in):
    client = signed_in("member")
    sheet = opened()
    at = world.NOW + timedelta(seconds=seconds)
    response = client.get(f"/s/{sheet.id}/", {"c": code_of(sheet, at)})
    assert response.status_code == (409 if sentence else 200)
    assert sentence in text_of(response)


def test_outsider_is_told_to_see_the_recorder(signed_in):
    client = signed_in("outsider")
    sheet = opened()
    client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)})
    response = client.post(f"/s/{sheet.id}/")
    assert (response.status_code, marks(sheet)) == (409, [])
    assert "列席人员请到记录员处登记" in text_of(response)


@pytest.mark.parametrize("username", ["", "outsider", "member"])
def test_nothing_of_a_meeting_is_told_to_somebody_who_counts_up_the_numbers_of_sheets(username, client, organisation):
    sheet = opened()
    if username:
        assert client.login(username=username, password=world.PASSWORD)
    late = code_of(sheet, world.NOW - timedelta(minutes=10))
    pages = [client.get(f"/s/{sheet.id}/"), client.get(f"/s/{sheet.id}/", {"c": "123456"})]
    pages += [client.get(f"/s/{sheet.id}/", {"c": late}), client.post(f"/s/{sheet.id}/", {"c": "1"}, follow=True)]
    told = [("五月安全例会" in text_of(page), "5 月 28 日" in text_of(page)) for page in pages]
    assert told == [(False, False)] * 4
    assert "五月安全例会" in text_of(client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)}))


def test_unknown_sheet_is_not_there(signed_in):
    assert signed_in("member").get("/s/999/", {"c": "12345678"}).status_code == 404


def test_pass_makes_a_telephone_that_can_only_sign_in(signed_in, client):
    recorder = signed_in("recorder")
    sheet = opened()
    page = recorder.post(f"/sheets/{sheet.id}/pass/", {"person": "P04"}).content.decode()
    path = re.search(r"<code>http://testserver(/pass/[^<]+)</code>", page)[1]
    client.cookies.clear()
    assert "你是 何静" in text_of(client.get(path))
    assert "好了" in text_of(client.post(path))
    assert client.get(path).status_code == 404
    client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)})
    assert client.post(f"/s/{sheet.id}/").status_code == 200
    assert marks(sheet) == [("P04", True, "pass")]
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_pass_is_made_for_the_roster_only(signed_in):
    client = signed_in("recorder")
    sheet = opened()
    assert client.post(f"/sheets/{sheet.id}/pass/", {"person": "P05"}).status_code == 404


def test_recorder_sees_names_and_mends_them(signed_in):
    client = signed_in("recorder")
    sheet = opened()
    seen = re.search(r"seen=(\w+)", client.get(f"/sheets/{sheet.id}/").content.decode())[1]
    assert client.get(f"/sheets/{sheet.id}/live/", {"seen": seen}).status_code == 204
    client.post(f"/sheets/{sheet.id}/add/", {"person": "P04", "reason": "没带手机"})
    client.post(f"/sheets/{sheet.id}/add/", {"person": ["P02"], "reason": "纸质", "how": "paper"})
    client.post(f"/sheets/{sheet.id}/void/", {"person": "P02", "reason": "代签"})
    client.post(f"/sheets/{sheet.id}/leave/", {"person": "P03", "reason": "出差"})
    part = client.get(f"/sheets/{sheet.id}/live/", {"seen": seen})
    said = text_of(part)
    assert part.status_code == 200
    assert "3 应到 1 实到 1 请假 1 未到" in said
    assert "已作废：代签（沈一宁）" in said
    assert marks(sheet) == [("P04", True, "recorder"), ("P02", True, "paper"), ("P02", False, "recorder")]


def test_member_asks_to_be_let_off_and_the_recorder_decides(signed_in):
    sheet = opened()
    member = signed_in("member")
    assert "我要请假" in text_of(member.get("/sheets/", {"unit": "U02"}))
    for _tap in range(2):
        assert member.post(f"/sheets/{sheet.id}/ask-leave/", {"reason": "出差"})["Location"] == "/sheets/?unit=U02"
    recorder = signed_in("recorder")
    page = recorder.get(f"/sheets/{sheet.id}/").content.decode()
    asked = re.findall(r'name="leave" value="(\d+)"', page)
    assert len(asked) == 1
    recorder.post(f"/sheets/{sheet.id}/leave/", {"leave": asked[0], "granted": "1"})
    assert "3 应到 0 实到 1 请假 2 未到" in text_of(recorder.get(f"/sheets/{sheet.id}/"))


def test_missing_reason_is_said_on_the_page(signed_in):
    client = signed_in("recorder")
    sheet = opened()
    client.post(f"/sheets/{sheet.id}/add/", {"person": "P04", "reason": ""})
    assert "请写明理由。" in text_of(client.get(f"/sheets/{sheet.id}/"))


def test_closing_asks_for_the_kinds_fields_and_records(signed_in):
    from zicha.store.queries import ledger

    client = signed_in("recorder")
    sheet = opened()
    client.post(f"/sheets/{sheet.id}/add/", {"person": "P04", "reason": "没带手机"})
    assert client.post(f"/sheets/{sheet.id}/close/").status_code == 422
    response = client.post(f"/sheets/{sheet.id}/close/", FIELDS)
    assert (response.status_code, response["Location"]) == (302, "/entries/1/")
    assert client.post(f"/sheets/{sheet.id}/close/", FIELDS)["Location"] == "/entries/1/"
    attendance = ledger.history(entry=1)[0].draft.attendance
    assert (ledger.size(), attendance.expected, attendance.present_people) == (1, 3, ("P04",))
    assert "签到已结束" in text_of(client.get(f"/sheets/{sheet.id}/screen/"))


def test_wall_shows_a_code_that_a_telephone_can_use(signed_in):
    client = signed_in("recorder")
    sheet = opened()
    page = client.get(f"/sheets/{sheet.id}/screen/").content.decode()
    assert '<svg viewBox="0 0' in page
    assert "0 人已签到" in text_of(client.get(f"/sheets/{sheet.id}/screen/count/"))


def test_end_of_sign_in_is_moved(signed_in):
    client = signed_in("recorder")
    sheet = opened()
    client.post(f"/sheets/{sheet.id}/until/", {"minutes": "0"})
    assert "签到已停止" in text_of(client.get(f"/sheets/{sheet.id}/"))
    client.post(f"/sheets/{sheet.id}/until/", {"minutes": "60"})
    assert "17:20 停止签到" in text_of(client.get(f"/sheets/{sheet.id}/"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/sheets/?unit=U02", 8), ("/sheets/{first}/?unit=U02", 15)])
def test_sheets_ask_the_database_as_often_for_three_as_for_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    from zicha.services import attendance

    first = opened()
    for _ in range(count - 1):
        opened()
    people = ["P02", "P03", "P04"][:count]
    attendance.add_by_hand(sheet_id=first.id, people=people, reason="到会", at=STARTS, added_by="P03")
    client, address = signed_in("recorder"), path.format(first=first.id)
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_signing_in_takes_few_queries(signed_in, django_assert_num_queries):
    client = signed_in("member")
    before = opened()
    client.get(f"/s/{before.id}/", {"c": code_of(before)})
    client.post(f"/s/{before.id}/", {"remember": "1"})
    del client.cookies["sessionid"]
    sheet = opened()
    client.get(f"/s/{sheet.id}/", {"c": code_of(sheet)})
    with django_assert_num_queries(4):
        assert client.post(f"/s/{sheet.id}/").status_code == 200


@pytest.mark.parametrize("username", ["outsider", "member", "admin"])
def test_only_recorders_of_the_unit_manage_a_sheet(username, signed_in):
    client = signed_in(username)
    sheet = opened()
    pages = ["", "live/", "screen/", "screen/code/", "screen/count/", "void/?person=P04", "close/"]
    posts = ["add/", "void/", "until/", "leave/", "pass/", "close/"]
    answers = [client.get(f"/sheets/{sheet.id}/{page}").status_code for page in pages]
    answers += [client.post(f"/sheets/{sheet.id}/{post}", {"person": "P04"}).status_code for post in posts]
    assert answers == [404] * (len(pages) + len(posts))
    assert client.get("/sheets/open/", {"unit": "U02"}).status_code == 404
