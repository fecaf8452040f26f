"""The pages of the study plan: written once, linked by a tap, a note that nobody else sees."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world
from zicha.core.ledger import Attendance, Draft

YEAR = {"unit": "U02", "year": "2026"}


def meeting(day):
    from zicha.services import ledger

    sheet = Attendance(2, 1, expected_people=("P02", "P03"), present_people=("P02",))
    fields = (("agenda", "例会"), ("decisions", "1"), ("duration", 60), ("host", "P02"))
    draft = Draft("U02", "safety_meeting", day, "安全例会", fields=fields, attendance=sheet)
    return ledger.record(draft=draft, recorded_at=world.NOW, recorded_by="P03").entry


def add(client, topic="应急预案", month="2026-05", **more):
    return client.post("/study/add/", {**YEAR, "month": month, "topic": topic, "nonce": topic, **more})


def text(response):
    return response.content.decode()


def test_item_is_listed_linked_to_a_session_and_shows_who_is_missing(signed_in):
    client = signed_in("recorder")
    entry = meeting(date(2026, 5, 12))
    assert add(client, activity="safety_meeting", reading="预案\n通知").status_code == 302
    assert add(client).status_code == 302
    page = text(client.get("/study/", YEAR))
    assert (page.count('class="card item"'), "计划外的学习" in page, "预案" in page) == (1, True, True)
    [item] = [int(part.split('"')[0]) for part in page.split('id="item-')[1:]]
    linked = client.post(f"/study/{item}/step/", {"step": "link", "record": entry, "seen": "0", "year": "2026"})
    assert linked.status_code == 302
    page = text(client.get("/study/", YEAR))
    assert ("已学" in page, "完成 1/" in page, "计划外的学习" in page) == (True, True, False)


def test_stale_step_is_refused_with_a_reason(signed_in):
    client = signed_in("recorder")
    add(client)
    page = text(client.get("/study/", YEAR))
    item = page.split('id="item-')[1].split('"')[0]
    moved = {"step": "move", "month": "2026-06", "reason": "冲突", "seen": "0", "year": "2026"}
    assert client.post(f"/study/{item}/step/", moved).status_code == 302
    again = client.post(f"/study/{item}/step/", {**moved, "month": "2026-07"})
    assert (again.status_code, "刚刚有人动过" in text(again)) == (422, True)


def test_plan_goes_out_as_a_sheet_and_comes_back_without_doubling(signed_in):
    client = signed_in("recorder")
    add(client)
    sheet = client.get("/study/plan.xlsx", YEAR)
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)
    assert rows[1][:2] == ("2026-05", "应急预案")
    more = "月份,学习内容\n2026-05,应急预案\n6月,消防法\n".encode()
    sent = client.post("/study/import/", {**YEAR, "file": SimpleUploadedFile("plan.csv", more)})
    assert sent.status_code == 302
    assert text(client.get("/study/", YEAR)).count('class="card item"') == 2
    bad = client.post(
        "/study/import/", {**YEAR, "file": SimpleUploadedFile("plan.csv", "月份,学习内容\n13月,x\n".encode())}
    )
    assert (bad.status_code, "第 2 行“月份”的“13月”读不懂" in text(bad)) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_three_items_as_for_one(count, signed_in, django_assert_num_queries):
    client = signed_in("recorder")
    for place in range(count):
        add(client, topic=f"第{place}讲")
        meeting(date(2026, 5, 10 + place))
    client.get("/study/", YEAR)
    with django_assert_num_queries(QUERIES):
        assert client.get("/study/", YEAR).status_code == 200


QUERIES = 18


def test_outsider_and_member_may_not_write_and_the_outsider_sees_nothing(signed_in, client):
    recorder = signed_in("recorder")
    add(recorder)
    client.logout()
    outsider = signed_in("outsider")
    assert [outsider.get("/study/", YEAR).status_code, add(outsider).status_code] == [404, 404]
    client.logout()
    member = signed_in("member")
    assert [member.get("/study/", YEAR).status_code, add(member).status_code] == [200, 404]


def test_note_of_self_study_is_its_authors_alone(signed_in, client):
    from zicha.services import schemes

    member = signed_in("member")
    from tests import factories

    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    kept = member.post("/study/alone/log/", {**YEAR, "minutes": "45", "note": "只给自己看", "nonce": "a"})
    assert kept.status_code == 302
    page = text(member.get("/study/alone/", YEAR))
    assert ("只给自己看" in page, "45 分钟" in page) == (True, True)
    entry = page.split("/note/")[0].rsplit("/", 1)[-1]
    client.logout()
    recorder = signed_in("recorder")
    assert "只给自己看" not in text(recorder.get("/study/alone/", YEAR))
    assert recorder.post(f"/study/alone/{entry}/note/", {**YEAR, "note": "x"}).status_code == 404
    client.logout()
    member = signed_in("member")
    assert member.post(f"/study/alone/{entry}/note/", {**YEAR, "note": ""}).status_code == 302
    assert "只给自己看" not in text(member.get("/study/alone/", YEAR))


def test_self_study_without_minutes_is_refused_and_what_was_typed_stays(signed_in):
    from tests import factories
    from zicha.services import schemes

    member = signed_in("member")
    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    refused = member.post("/study/alone/log/", {**YEAR, "minutes": "", "note": "写好的笔记", "nonce": "b"})
    assert (refused.status_code, "写好的笔记" in text(refused)) == (422, True)


def test_note_that_is_too_long_is_refused_and_sent_again_records_no_second_time(signed_in):
    from tests import factories
    from zicha.services import schemes

    member = signed_in("member")
    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    sent = {**YEAR, "minutes": "45", "note": "长" * 5001, "nonce": "c"}
    refused = text(member.post("/study/alone/log/", sent))
    nonce = refused.split('name="nonce" value="')[1].split('"')[0]
    assert member.post("/study/alone/log/", {**sent, "note": "短", "nonce": nonce}).status_code == 302
    assert text(member.get("/study/alone/", YEAR)).count("<b>") == 1


def test_reader_names_the_item_and_the_plan_shows_that_it_is_done_and_not_when(signed_in, client):
    from tests import factories
    from zicha.services import schemes

    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    add(signed_in("recorder"), completes="read")
    client.logout()
    member = signed_in("member")
    page = text(member.get("/study/alone/", YEAR))
    [item] = [part.split('"')[0] for part in page.split('<option value="')[1:] if "应急预案" in part[:40]]
    noted = {**YEAR, "minutes": "45", "happened_on": "2026-05-20", "item": item, "nonce": "a"}
    assert member.post("/study/alone/log/", noted).status_code == 302
    plan = text(member.get("/study/", YEAR))
    assert ("完成 1/" in plan, "5 月 20 日" in plan) == (False, False)
    client.logout()
    recorder = signed_in("recorder")
    linked = {"step": "link", "record": meeting(date(2026, 5, 12)), "seen": "1", "year": "2026"}
    assert recorder.post(f"/study/{item}/step/", linked).status_code == 302
    plan = text(recorder.get("/study/", YEAR))
    assert ("完成 2/" in plan, "5 月 20 日" in plan) == (True, False)


def test_step_that_links_a_private_record_is_on_no_list_and_opens_for_nobody_else(signed_in, client):
    from tests import factories
    from zicha.services import schemes

    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    recorder = signed_in("recorder")
    add(recorder, completes="read")
    session = meeting(date(2026, 5, 12))
    item = text(recorder.get("/study/", YEAR)).split('id="item-')[1].split('"')[0]
    linked = {"step": "link", "record": session, "seen": "0", "year": "2026"}
    assert recorder.post(f"/study/{item}/step/", linked).status_code == 302
    client.logout()
    member = signed_in("member")
    assert member.post("/study/alone/log/", {**YEAR, "minutes": "45", "item": item, "nonce": "a"}).status_code == 302
    steps = [each.entry for each in of_plan()]
    assert [member.get(f"/entries/{entry}/").status_code for entry in steps] == [200, 200]
    client.logout()
    for username in ("recorder", "leader"):
        other = signed_in(username)
        listed = text(other.get("/entries/?unit=U02&kind=study_step"))
        assert [f"/entries/{entry}/" in listed for entry in steps] == [True, False]
        assert [other.get(f"/entries/{entry}/").status_code for entry in steps] == [200, 404]
        figure = text(other.get("/figure/fig-study_plan_items-U02-2026H1/"))
        assert [f"/entries/{entry}/" in figure for entry in steps] == [True, False]
        client.logout()


def of_plan():
    from zicha.core import study
    from zicha.store.queries import ledger

    found = ledger.revisions(units=["U02"], span=None, as_known_at=world.NOW, kinds=[study.STEP])
    return sorted(found, key=lambda each: each.entry)


@pytest.mark.parametrize("count", [1, 3])
def test_page_shows_what_the_scheme_measures_of_study_in_the_same_statements(
    count, signed_in, django_assert_num_queries
):
    from tests import factories
    from zicha.services import schemes

    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    client = signed_in("recorder")
    for place in range(count):
        add(client, topic=f"第{place}讲", month="2026-04")
    page = text(client.get("/study/", YEAR))
    with django_assert_num_queries(21):
        client.get("/study/", YEAR)
    shown = page.split('class="measures"')[1].split("</dl>")[0]
    assert [f"fig-{name}-U02-2026H1" in shown for name in ("study_plan_missed", "study_crowded_out")] == [True, True]
    assert ("fig-self_study_share-U02-2026H1" in shown, "fig-thematic_studies" in shown) == (True, False)
    assert f">{count}</a> 项" in shown


def test_page_of_an_outsider_shows_no_figures(signed_in):
    from tests import factories
    from zicha.services import schemes

    schemes.load(data=factories.shipped("theory-study"), name="theory-study", recorded_at=world.NOW, recorded_by="P01")
    assert signed_in("outsider").get("/study/", YEAR).status_code == 404


def test_months_are_named_in_either_language(signed_in):
    client = signed_in("recorder")
    add(client)
    page = text(client.get("/study/", YEAR))
    item = page.split('id="item-')[1].split('"')[0]
    moved = {"step": "move", "month": "2026-06", "reason": "冲突", "seen": "0", "year": "2026"}
    client.post(f"/study/{item}/step/", moved)
    said = []
    for language in ("zh", "en"):
        client.post("/preferences/", {"language": language})
        page = text(client.get("/study/", YEAR))
        said.append([word in page for word in ("<h2>6 月", "原定 5 月", "<h2>Jun", "first planned for May", "Month 6")])
    assert said == [[True, True, False, False, False], [False, False, True, True, False]]
