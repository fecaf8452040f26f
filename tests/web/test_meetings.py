"""Meetings on the pages, from the agenda to the minutes."""

import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.findings import Refusal
from zicha.formats import docx_read

PLAN = {
    "unit": "U02",
    "kind": "safety_meeting",
    "title": "五月安全例会",
    "starts": "2026-05-28T16:00",
    "chair": "P02",
    "place": "三楼会议室",
}
FIELDS = {"field-host": "P02", "field-agenda": "仓库用电", "field-decisions": "2"}


def convened(*topics, unit="U02"):
    from zicha.services import meetings

    by = {"recorded_at": world.NOW - timedelta(days=2), "recorded_by": "P03"}
    plan = meetings.Plan(unit, "safety_meeting", "五月安全例会", "2026-05-28T16:00", "P02")
    made = meetings.convene(plan=plan, **by)
    items = [meetings.add_item(meeting=made.entry, topic=meetings.Topic(one), **by) for one in topics]
    return made.entry, items


def held(client, *topics):
    from zicha.services import attendance, meetings

    meeting, items = convened(*topics)
    sheet = meetings.open_sheet(meeting=meeting, until=None, opened_at=world.NOW, opened_by="P03")
    attendance.add_by_hand(sheet_id=sheet.id, people=["P04"], reason="到会", at=world.NOW, added_by="P03")
    assert client.post(f"/sheets/{sheet.id}/close/", FIELDS)["Location"] == f"/meetings/{meeting}/"
    return meeting, items


def one(meeting):
    from zicha.services import meetings

    return meetings.one(meeting=meeting, as_known_at=world.NOW)


def test_convening_leads_to_the_agenda_and_a_repeat_to_the_same(signed_in):
    client = signed_in("recorder")
    page = client.get("/meetings/new/", {"unit": "U02"}).content.decode()
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)[1]
    answers = [client.post("/meetings/new/", {**PLAN, "nonce": nonce}) for _tap in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/meetings/1/?unit=U02")] * 2
    page = text_of(client.get("/meetings/1/"))
    assert "五月安全例会 一中队 2026 年 5 月 28 日 16:00 三楼会议室 周启明主持 待召开" in page
    assert "还没有议题。" in page


def test_changing_a_meeting_is_called_so_and_leads_back_to_it(signed_in):
    """On the form of a new meeting “不开了” leaves it; beside a meeting that stands it would read as calling it off."""
    client = signed_in("recorder")
    meeting, _items = convened()
    form = client.get(f"/meetings/{meeting}/change/", {"unit": "U02"}).content.decode()
    saved = client.post(f"/meetings/{meeting}/change/", {**PLAN, "place": "二楼会议室"})
    assert {word: word in form for word in ("<h1>改期改地点", ">保存<", "召集会议", "不开了", "列议题")} == {
        "<h1>改期改地点": True,
        ">保存<": True,
        "召集会议": False,
        "不开了": False,
        "列议题": False,
    }
    assert (re.search('href="([^"]+)">不改了', form)[1], saved["Location"]) == ("/meetings/1/?unit=U02",) * 2
    assert "会议改好了。" in text_of(client.get(saved["Location"]))


def test_unreadable_start_keeps_what_was_typed(signed_in):
    response = signed_in("recorder").post("/meetings/new/", {**PLAN, "starts": "明天"})
    assert (response.status_code, "五月安全例会" in response.content.decode()) == (422, True)
    assert "不是开始时间" in text_of(response)


def test_agenda_is_added_moved_and_mended(signed_in):
    client = signed_in("recorder")
    meeting, (first, second) = convened("甲", "乙")
    client.post(f"/meetings/{meeting}/items/add/", {"topic": "丙", "presenter": "P04", "duty": "exit-inspection"})
    third = one(meeting).items[2].entry
    client.post(f"/meetings/{meeting}/items/{third}/move/", {"by": "up"})
    client.post(f"/meetings/{meeting}/items/{first}/move/", {"by": "down"})
    assert [item.entry for item in one(meeting).items] == [third, first, second]
    client.post(f"/meetings/{meeting}/items/{second}/drop/")
    assert [item.topic for item in one(meeting).items] == ["丙", "甲"]
    assert "汇报：何静" in text_of(client.get(f"/meetings/{meeting}/"))


def test_paper_of_an_item_is_handed_out(signed_in):
    client = signed_in("recorder")
    meeting, (item,) = convened("甲")
    paper = io.BytesIO(b"%PDF-1.7 agenda")
    paper.name = "方案.pdf"
    client.post(f"/meetings/{meeting}/items/{item}/", {"topic": "甲", "seen": "1", "paper": paper})
    link = re.search(r'href="(/entries/\d+/evidence/[^"]+)"', client.get(f"/meetings/{meeting}/").content.decode())[1]
    response = client.get(link)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"%PDF-1.7 agenda")


def test_stale_item_shows_both_and_loses_nothing(signed_in):
    client = signed_in("recorder")
    meeting, (item,) = convened("甲")
    client.post(f"/meetings/{meeting}/items/{item}/", {"topic": "甲", "minutes": "他写的", "seen": "1"})
    response = client.post(f"/meetings/{meeting}/items/{item}/", {"topic": "甲", "minutes": "我写的", "seen": "1"})
    assert response.status_code == 409
    assert "他写的" in text_of(response)
    assert ">我写的</textarea>" in response.content.decode()
    assert one(meeting).items[0].minutes == "他写的"


def test_meeting_is_held_minuted_approved_and_taken_home(signed_in):
    client = signed_in("recorder")
    meeting, (item,) = held(client, "仓库用电")
    page = text_of(client.get(f"/meetings/{meeting}/"))
    assert "应到 3 人，实到 1 人，请假 0 人，缺席 2 人。" in page
    assert "还没有会议记录" in page
    client.post(f"/meetings/{meeting}/approve/")
    assert "还没有会议记录" in text_of(client.get(f"/meetings/{meeting}/"))
    client.post(f"/meetings/{meeting}/items/{item}/", {"topic": "仓库用电", "minutes": "逐户检查。", "seen": "1"})
    decision = {"matter": "清理东侧出口", "owner": "P04", "due": "2026-06-30", "nonce": "once"}
    for _tap in range(2):
        client.post(f"/meetings/{meeting}/items/{item}/decide/", decision)
    client.post(f"/meetings/{meeting}/approve/")
    own = text_of(client.get(f"/meetings/{meeting}/"))
    assert (one(meeting).state, "纪要要由另一个人签发" in own, " 签发纪要 " in own) == ("held", True, False)
    chair = another()
    assert " 签发纪要 " in text_of(chair.get(f"/meetings/{meeting}/"))
    chair.post(f"/meetings/{meeting}/approve/")
    assert one(meeting).state == "approved"
    response = client.get(f"/meetings/{meeting}/minutes.docx")
    assert response["Content-Disposition"].startswith("attachment;")
    said = [paragraph.text for paragraph in docx_read.read(response.content).paragraphs]
    assert "逐户检查。" in said
    assert said.count("议定：清理东侧出口（责任人：何静，2026年6月30日前完成）。") == 1
    assert any("何静" in line and "出席" in line for line in said)


def another():
    """Somebody who did not write the minutes."""
    client = Client()
    client.login(username="director", password=world.PASSWORD)
    return client


def later():
    """A minute after the standing clock of these tests."""
    return world.NOW + timedelta(minutes=1)


def test_change_after_approval_stands_beside_the_minutes(signed_in, settings):
    client = signed_in("recorder")
    meeting, (item,) = held(client, "仓库用电")
    path = f"/meetings/{meeting}/items/{item}/"
    client.post(path, {"topic": "仓库用电", "minutes": "逐户检查。", "seen": "1"})
    another().post(f"/meetings/{meeting}/approve/")
    settings.ZICHA_CLOCK = "tests.web.test_meetings.later"
    client = Client()
    client.login(username="recorder", password=world.PASSWORD)
    changed = {"topic": "仓库用电", "minutes": "逐层检查。", "seen": "2"}
    assert client.post(path, changed).status_code == 422
    client.post(path, {**changed, "reason": "记错了"})
    page = text_of(client.get(f"/meetings/{meeting}/"))
    assert "签发以后的改动 签发时 仓库用电 逐户检查。 沈一宁" in page
    assert "记错了 仓库用电 逐层检查。" in page


def test_open_decision_is_on_the_next_agenda(signed_in):
    client = signed_in("recorder")
    meeting, (item,) = held(client, "仓库用电")
    client.post(f"/meetings/{meeting}/items/{item}/decide/", {"matter": "清理东侧出口", "owner": "P04"})
    client.post("/meetings/new/", {**PLAN, "title": "六月安全例会", "starts": "2026-06-25T16:00"})
    following = max(each.entry for each in _listed())
    assert "以前议定、还没办结的 清理东侧出口 何静" in text_of(client.get(f"/meetings/{following}/"))


def test_meeting_is_called_off(signed_in):
    client = signed_in("recorder")
    meeting, _items = convened("甲")
    client.post(f"/meetings/{meeting}/cancel/", {"reason": "防汛值守"})
    assert "会议已取消。理由：防汛值守" in text_of(client.get(f"/meetings/{meeting}/"))


def test_minutes_of_a_period_are_one_file(signed_in):
    client = signed_in("recorder")
    assert "没有可汇编的纪要" in text_of(client.get("/meetings/volume.docx", {"unit": "U02"}))
    held(client, "仓库用电")
    response = client.get("/meetings/volume.docx", {"unit": "U02"})
    said = "\n".join(paragraph.text for paragraph in docx_read.read(response.content).paragraphs)
    assert "五月安全例会（2026年5月28日）" in said


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/meetings/?unit=U02", 10), ("/meetings/1/?unit=U02", 27)])
def test_meetings_ask_the_database_as_often_for_three_as_for_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    convened(*"甲乙丙"[:count])
    for _more in range(count - 1):
        convened("丁")
    client = signed_in("recorder")
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(("username", "looks"), [("outsider", 404), ("member", 200), ("admin", 404)])
def test_only_recorders_of_the_unit_work_on_a_meeting(username, looks, signed_in):
    client = signed_in(username)
    meeting, (item,) = convened("甲")
    assert client.get(f"/meetings/{meeting}/").status_code == looks
    assert client.get(f"/meetings/{meeting}/minutes.docx").status_code == looks
    paths = ["change/", "hold/", "approve/", "cancel/", "items/add/"]
    paths += [f"items/{item}/{what}" for what in ("", "move/", "drop/", "decide/")]
    answers = [client.post(f"/meetings/{meeting}/{path}", {"topic": "乙"}).status_code for path in paths]
    assert answers == [404] * len(paths)
    assert client.get("/meetings/new/", {"unit": "U02"}).status_code == 404


def test_entry_that_is_no_meeting_is_not_found(signed_in):
    from zicha.services import meetings

    client = signed_in("recorder")
    entry = world.inspect(date(2026, 5, 20)).entry
    assert client.get(f"/meetings/{entry}/").status_code == 404
    with pytest.raises(Refusal):
        meetings.one(meeting=entry, as_known_at=world.NOW)


def _listed():
    from zicha.services import meetings

    return meetings.listed(units=["U02"], as_known_at=world.NOW)
