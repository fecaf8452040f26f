"""The plan on the page: what falls due, pressing for it, calendars for phones."""

import re
from datetime import date, datetime, timedelta

import icalendar
import pytest

from tests.web import world
from zicha.core.units import Holding

ON = date(2026, 5, 28)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ahead(unit="U02", until=date(2026, 7, 9), **more):
    from zicha.services import duelist

    return duelist.ahead(units=[unit], on=ON, until=until, as_known_at=world.NOW, **more).items


def uid_of(duty, day, unit="U02"):
    return next(item.uid for item in ahead(unit) if item.target.duty == duty and item.day == day)


def convene(unit="U02", starts="2026-06-02T15:00", title="六月安全例会"):
    from zicha.services import meetings

    plan = meetings.Plan(unit, "safety_meeting", title, starts, chair="P02")
    return meetings.convene(plan=plan, recorded_at=world.NOW, recorded_by="P03")


def promise(count, owner="P02"):
    from zicha.services import actions

    for number in range(count):
        actions.open_action(
            unit="U02", source="superior", matter=f"更换灭火器 {number}", owner=owner, due=ON + timedelta(days=number),
            recorded_at=world.NOW, recorded_by="P03",
        )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/plan/?unit=U02", 21), ("/plan/?unit=U01&subtree=1", 21), ("/plan/pressed/", 19)]
)
def test_page_asks_the_database_as_often_for_three_items_as_for_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    from zicha.services import reminders

    promise(count, owner="P01")
    for item in [item for item in ahead() if item.sort == "action"]:
        reminders.press(unit="U02", item=item.uid, note="", recorded_at=world.NOW, recorded_by="P01")
    client = signed_in("leader")
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_outsider_finds_nothing(signed_in):
    client = signed_in("outsider")
    assert [client.get("/plan/?unit=U02").status_code, client.get("/plan/?unit=U02&subtree=1").status_code] == [
        404,
        404,
    ]
    said = {"unit": "U02", "item": uid_of("exit-inspection", date(2026, 5, 31))}
    assert client.post("/plan/press/", said).status_code == 404
    assert client.post("/plan/calendar/", {"unit": "U02", "whose": "unit"}).status_code == 404


def test_plan_lists_what_is_late_and_what_comes_by_week(signed_in):
    convene()
    promise(1)
    said = text_of(signed_in("recorder").get("/plan/?unit=U02"))
    assert "已过期限" in said
    assert re.search(r"本周 5 月 25 日 – 5 月 31 日 \d+", said)
    assert re.search(r"5/28 星期四 更换灭火器 0 今天到期 周启明", said)
    assert re.search(r"6/2 星期二 六月安全例会 15:00 周启明", said)


def test_plan_is_narrowed_to_a_person(signed_in):
    promise(1, owner="P04")
    client = signed_in("member")
    mine = text_of(client.get("/plan/?unit=U02&who=mine"))
    assert ("更换灭火器 0" in mine, "消防通道检查" in mine) == (True, False)
    others = text_of(client.get("/plan/?unit=U02&who=P02"))
    assert ("更换灭火器 0" in others, "消防通道检查" in others) == (False, True)


def test_year_without_a_published_calendar_is_said(signed_in):
    client = signed_in("recorder")
    assert "还没有公布" not in text_of(client.get("/plan/?unit=U02"))
    assert "2027 年的放假调休安排还没有公布，暂按周末休息推算" in text_of(client.get("/plan/?unit=U02&on=2026-12-20"))


def test_pressing_twice_is_once_and_is_read_on_the_plate_and_in_the_story(signed_in, client):
    item = uid_of("exit-inspection", date(2026, 5, 31))
    leader = signed_in("leader")
    for _twice in range(2):
        answer = leader.post("/plan/press/", {"unit": "U02", "item": item, "note": "本周补上"}, follow=True)
    assert "已催办：周启明" in text_of(answer)
    assert "5 月 28 日林远催办" in text_of(leader.get("/plan/?unit=U02"))
    cell = leader.get("/board/cell/?unit=U02&duty=exit-inspection&window=2026-05-01")
    assert text_of(cell).count("2026 年 5 月 28 日 林远催办周启明：本周补上") == 1
    client.logout()
    part = text_of(signed_in("director").get("/plan/pressed/"))
    assert re.search(r"催我办的 消防通道检查 .*5 月 28 日林远催办 “本周补上”", part)
    assert "催我办的" not in text_of(signed_in("member").get("/plan/pressed/"))


def test_what_was_done_since_is_no_longer_on_the_plate(signed_in):
    from zicha.services import reminders

    item = uid_of("exit-inspection", date(2026, 5, 31))
    reminders.press(unit="U02", item=item, note="", recorded_at=world.NOW - timedelta(hours=9), recorded_by="P01")
    world.inspect(date(2026, 5, 27), complete=True)
    assert text_of(signed_in("director").get("/plan/pressed/")).strip() == ""


def test_member_may_not_press(signed_in):
    client = signed_in("member")
    assert client.post("/plan/press/", {"unit": "U02", "item": "x"}).status_code == 404
    assert "催办" not in text_of(client.get("/plan/?unit=U02"))


def test_pressing_for_what_is_gone_or_not_begun_is_refused_with_a_reason(signed_in):
    client = signed_in("leader")
    gone = client.post("/plan/press/", {"unit": "U02", "item": "gone"}, follow=True)
    early = client.post(
        "/plan/press/", {"unit": "U02", "item": uid_of("exit-inspection", date(2026, 6, 30))}, follow=True
    )
    assert "这件事已经不在计划里" in text_of(gone)
    assert "要到 2026-06-01 才开始，还不用催办" in text_of(early)


def subscribe(client, whose, unit="U02"):
    page = client.post("/plan/calendar/", {"unit": unit, "whose": whose})
    (address,) = re.findall(r'value="http://testserver(/calendar/[^"]+\.ics)" readonly', page.content.decode())
    return address


def events(response):
    calendar = icalendar.Calendar.from_ical(response.content)
    return [(str(event["UID"]), event.decoded("DTSTART")) for event in calendar.walk("VEVENT")]


def days(items):
    return [
        (item.uid, item.starts.replace(tzinfo=world.UTC) - timedelta(hours=8) if item.starts else item.day)
        for item in items
    ]


@pytest.mark.parametrize(("whose", "person"), [("unit", ""), ("me", "P02")])
def test_calendar_is_our_own_list_for_three_years(whose, person, signed_in, client):
    convene()
    promise(2, owner="P03")
    address = subscribe(signed_in("director"), whose)
    client.logout()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer.cookies) == (200, "text/calendar; charset=utf-8", {})
    told = days(ahead(until=date(2029, 5, 28), person=person))
    assert events(answer) == told
    assert (len(told) > 50, max(day for _uid, day in told if not isinstance(day, datetime)).year) == (True, 2029)


def test_unchanged_calendar_is_not_sent_again(signed_in, client):
    address = subscribe(signed_in("director"), "me")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    promise(1)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_calendar_names_only_those_who_answer(signed_in, client):
    from zicha.core.periods import Span
    from zicha.core.units import Roster
    from zicha.services import organisation

    joined = Holding("P04", "U02", "recorder", Span(date(2026, 5, 20), date.max))
    organisation.apply(roster=Roster((), world.PEOPLE, (joined,)), recorded_at=world.NOW)
    promise(1, owner="P03")
    names = {person.name for person in world.PEOPLE}
    told = {}
    for whose in ("unit", "me"):
        said = client.get(subscribe(signed_in("director"), whose)).content.decode().replace("\r\n ", "")
        told[whose] = {name for name in names if f"责任人：{name}" in said}, {name for name in names if name in said}
    assert told == {"unit": ({"周启明", "沈一宁"}, {"周启明", "沈一宁"}), "me": (set(), {"周启明"})}


def test_address_is_stored_as_a_hash_and_ends_at_once(signed_in, client):
    from zicha.store.models import CalendarLink

    director = signed_in("director")
    address = subscribe(director, "unit")
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    row = CalendarLink.objects.get()
    assert (len(secret), secret in repr(row.__dict__), len(row.digest)) == (43, False, 64)
    page = director.post(f"/plan/calendar/{row.pk}/end/", {"unit": "U02"}, follow=True)
    assert "订阅地址已停用" in text_of(page)
    assert client.get(address).status_code == 404
    assert director.post(f"/plan/calendar/{row.pk}/end/", {"unit": "U02"}).status_code == 404


def test_nobody_ends_the_address_of_another(signed_in, client):
    from zicha.store.models import CalendarLink

    subscribe(signed_in("director"), "me")
    client.logout()
    assert signed_in("member").post(f"/plan/calendar/{CalendarLink.objects.get().pk}/end/").status_code == 404


def test_who_left_last_week_reads_an_empty_calendar_and_not_the_units(signed_in, client, monkeypatch):
    from zicha.core.periods import Span
    from zicha.core.units import Roster
    from zicha.services import accounts, organisation

    promise(1)
    mine, unit = subscribe(signed_in("director"), "me"), subscribe(client, "unit")
    assert len(events(client.get(mine))) > 0
    left = tuple(
        Holding("P02", "U02", post, Span(date(2025, 1, 1), date(2026, 5, 21))) for post in ("direct", "member")
    )
    organisation.apply(roster=Roster((), (), left), recorded_at=world.NOW)
    assert (events(client.get(mine)), client.get(unit).status_code) == ([], 404)
    accounts.revoke(username="director")
    assert client.get(mine).status_code == 404


def test_pressing_for_an_action_and_a_problem_is_read_where_they_stand(signed_in):
    from tests.web.test_problems import open_problem
    from zicha.services import reminders

    problem = open_problem(owner="P02")
    promise(2)
    pressed = {item.sort: item for item in ahead() if item.target.entry in (problem.entry, problem.entry + 1)}
    assert sorted(pressed) == ["action", "problem"]
    for item in pressed.values():
        reminders.press(unit="U02", item=item.uid, note="请抓紧", recorded_at=world.NOW, recorded_by="P01")
    client = signed_in("leader")
    said = "2026 年 5 月 28 日 林远催办周启明：请抓紧"
    assert text_of(client.get(f"/problems/{problem.entry}/")).count(said) == 1
    assert text_of(client.get("/actions/?unit=U02")).count(said) == 1


def test_plan_of_very_many_units_lists_the_nearest_and_says_what_it_leaves_out(signed_in, monkeypatch):
    from zicha.web.views import plan

    client = signed_in("leader")
    whole = text_of(client.get("/plan/?unit=U01&subtree=1"))
    monkeypatch.setattr(plan, "PLANNED_UNITS", 2)
    fewer = text_of(client.get("/plan/?unit=U01&subtree=1"))
    assert ["一个单位没有列出" in page or "1 个单位没有列出" in page for page in (whole, fewer)] == [False, True]


def test_plan_of_many_units_lists_a_weeks_first_things_and_counts_the_rest(signed_in, monkeypatch):
    from zicha.web.views import plan

    promise(3)
    monkeypatch.setattr(plan, "MOST_BELOW", 1)
    page = text_of(signed_in("leader").get("/plan/?unit=U01&subtree=1"))
    shown = [f"更换灭火器 {number}" in page for number in range(3)]
    assert (shown.count(True), "件没有列出，选一个单位或一个人就能看全。" in page) == (1, True)
