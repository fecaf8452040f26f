"""Leave for whole days: asked on the phone, decided, and on every sheet of these days."""

from datetime import timedelta

import pytest

from tests.web import world
from tests.web.test_pages import text_of

DAYS = {"unit": "U02", "first": "2026-05-28", "last": "2026-05-30"}


def waiting():
    from zicha.services import leave

    return leave.waiting(units=["U02"], today=world.NOW.date())


def test_days_are_asked_for_once_and_nobody_says_why(signed_in):
    member = signed_in("member")
    assert "不用写原因" in text_of(member.get("/leave/"))
    for _ in range(2):
        assert member.post("/leave/ask/", DAYS).status_code == 302
    assert [(one.person, one.days, str(one.first), str(one.last), one.granted) for one in waiting()] == [
        ("P04", 3, "2026-05-28", "2026-05-30", None)
    ]
    assert "等着批" in text_of(member.get("/leave/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": "2026-05-27"}, "开始日期已经过去"),
        ({"last": "2026-05-27"}, "结束日期早于开始日期"),
        ({"last": "2026-06-28"}, "一次最多请 31 天"),
        ({"first": "someday", "last": ""}, "请填写日期"),
    ],
)
def test_days_that_cannot_be_asked_for_are_refused(changed, said, signed_in):
    answer = signed_in("member").post("/leave/ask/", {**DAYS, **changed})
    assert (answer.status_code, said in text_of(answer), waiting()) == (422, True, ())


def test_granted_days_excuse_on_the_sheet_of_the_day(signed_in):
    from zicha.services import attendance

    signed_in("member").post("/leave/ask/", DAYS)
    (asked,) = waiting()
    assert signed_in("recorder").post(f"/leave/{asked.ids[0]}/decide/", {"granted": "1"}).status_code == 302
    assert waiting() == ()
    tomorrow = world.NOW + timedelta(days=1)
    sheet = attendance.open_sheet(
        unit="U02", kind="safety_meeting", title="例会", starts=tomorrow, opened_at=world.NOW, opened_by="P03"
    )
    state = attendance.live(sheet_id=sheet.id)
    assert (state.excused, state.missing) == (("P04",), ("P02", "P03"))
    assert "准假" in text_of(signed_in("member").get("/leave/"))
    assert text_of(signed_in("member").get("/mine/")).count("准假") == 3


def test_refusal_says_why(signed_in):
    signed_in("member").post("/leave/ask/", DAYS)
    path = f"/leave/{waiting()[0].ids[0]}/decide/"
    recorder = signed_in("recorder")
    assert recorder.post(path, {"granted": "0", "reason": " "}).status_code == 422
    assert recorder.post(path, {"granted": "0", "reason": "当天值班"}).status_code == 302
    assert recorder.post(path, {"granted": "1"}).status_code == 422
    assert "当天值班" in text_of(signed_in("member").get("/leave/"))


def test_nobody_decides_on_the_own_leave(signed_in):
    recorder = signed_in("recorder")
    recorder.post("/leave/ask/", DAYS)
    (asked,) = waiting()
    assert "准假" not in text_of(recorder.get("/leave/"))
    assert recorder.post(f"/leave/{asked.ids[0]}/decide/", {"granted": "1"}).status_code == 422
    assert signed_in("outsider").post(f"/leave/{asked.ids[0]}/decide/", {"granted": "1"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_three_as_for_one(count, signed_in, django_assert_num_queries):
    from zicha.services import leave

    for day in range(count):
        first = (world.NOW + timedelta(days=3 * day)).date()
        leave.ask_days(person="P04", unit="U02", first=first, last=first, asked_at=world.NOW + timedelta(hours=day))
    client = signed_in("recorder")
    with django_assert_num_queries(9):
        page = text_of(client.get("/leave/"))
    assert page.count("何静") >= count
