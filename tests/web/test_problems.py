"""Problems on the page: by state, one with its history, opened from a missed window, put right by two people."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world
from zicha.core.ledger import Evidence
from zicha.core.problems import Step

PHOTO = (Evidence("photo", "", "", 0),)
OPENING = {
    "unit": "U02",
    "happened_on": "2026-05-28",
    "field-matter": "东侧通道堆放杂物",
    "field-source": "inspection",
    "field-owner": "P02",
    "field-acceptor": "P01",
    "field-due": "2026-06-05",
    "clause": "work-safety/c6",
    "nonce": "n-1",
}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def open_problem(*, unit="U02", matter="东侧通道堆放杂物", owner="P02", due=date(2026, 6, 5), **more):
    from zicha.services import problems

    found = problems.Finding(
        unit=unit, source="inspection", matter=matter, owner=owner, acceptor="P01", due=due, clause="c6", **more
    )
    return problems.open_problem(found=found, recorded_at=datetime(2026, 5, 20, 1, tzinfo=UTC), recorded_by="P03")


def take(problem, name, *, by, **given):
    from zicha.services import problems

    step = Step(name, date(2026, 5, 21), **given)
    at = datetime(2026, 5, 21, 1, tzinfo=UTC)
    return problems.take_step(problem=problem.entry, step=step, recorded_at=at, recorded_by=by)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/problems/?unit=U02", 16),
        ("/problems/?unit=U02&view=list&subtree=1", 16),
        ("/problems/?unit=U02&who=mine", 19),
        ("/problems/mine/?unit=U02", 17),
        ("/problems/1/", 21),
        ("/actions/?unit=U02", 11),
    ],
)
def test_page_asks_the_database_as_often_for_three_problems_as_for_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    from zicha.services import actions

    made = [open_problem(owner="P03") for _ in range(count)]
    actions.open_action(
        unit="U02", source="report", matter="更换灭火器", recorded_at=made[0].found_at, recorded_by="P03"
    )
    for one in made:
        take(one, "work", by="P02", reason="在办")
    client = signed_in("recorder")
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_outsider_finds_nothing(signed_in):
    made = open_problem()
    client = signed_in("outsider")
    paths = ["/problems/?unit=U02", f"/problems/{made.entry}/", "/problems/open/?unit=U02", "/actions/?unit=U02"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 404]
    assert client.post(f"/problems/{made.entry}/step/", {"step": "work"}).status_code == 404


def test_member_sees_and_changes_nothing(signed_in):
    made = open_problem()
    client = signed_in("member")
    page = client.get(f"/problems/{made.entry}/")
    assert (page.status_code, "等周启明整改。" in text_of(page)) == (200, True)
    assert client.post(f"/problems/{made.entry}/step/", {"step": "work", "field-reason": "x"}).status_code == 404


def test_opened_problem_has_a_number_and_a_repeated_request_opens_no_second(signed_in):
    client = signed_in("recorder")
    first, again = client.post("/problems/open/", OPENING), client.post("/problems/open/", OPENING)
    assert (first["Location"], again["Location"]) == ("/problems/1/?unit=U02", "/problems/1/?unit=U02")
    page = text_of(client.get("/problems/?unit=U02"))
    assert "安-2026-H1-U02-001" in page
    assert "1 个问题" in page


def test_fault_keeps_what_was_typed(signed_in):
    response = signed_in("recorder").post("/problems/open/", {**OPENING, "field-owner": ""})
    assert (response.status_code, "这一项必填。" in text_of(response)) == (422, True)
    assert "东侧通道堆放杂物" in response.content.decode()


def test_owner_as_acceptor_is_refused_in_words(signed_in):
    response = signed_in("recorder").post("/problems/open/", {**OPENING, "field-acceptor": "P02"})
    assert (response.status_code, "验收人不能是整改责任人本人" in text_of(response)) == (422, True)


def test_missed_window_is_raised_in_one_step_and_linked_both_ways(signed_in):
    client = signed_in("recorder")
    cell = "/board/cell/?unit=U02&duty=exit-inspection&window=2026-04-01&period=2026H1"
    link = re.search(r'href="(/problems/open/[^"]+)"', client.get(cell).content.decode())[1].replace("&amp;", "&")
    form = client.get(link).content.decode()
    assert 'value="missed_duty" selected' in form
    assert "4 月“消防通道检查”未按要求完成（应完成 1 次，完成 0 次）" in form
    made = client.post(link, {**OPENING, "field-source": "missed_duty"})
    shown = client.get(made["Location"]).content.decode()
    back = re.search(r'href="(/board/cell/[^"]+)"', shown)[1].replace("&amp;", "&")
    story = client.get(back).content.decode()
    assert 'href="/problems/1/?unit=U02"' in story
    assert "/problems/open/" not in story


def test_window_that_is_not_missed_offers_no_problem(signed_in):
    page = signed_in("recorder").get("/board/cell/?unit=U02&duty=exit-inspection&window=2026-06-01").content.decode()
    assert "/problems/open/" not in page


def test_problem_goes_from_hand_to_hand_until_another_person_accepts(client, signed_in):
    made = open_problem()
    step = f"/problems/{made.entry}/step/"
    recorder = signed_in("recorder")
    bare = recorder.post(step, {"step": "hand_in", "nonce": "a", "seen": "0"})
    assert (bare.status_code, "请至少附上一份整改佐证" in text_of(bare)) == (422, True)
    file = SimpleUploadedFile("清理后.txt", "已清".encode())
    handed = recorder.post(step, {"step": "hand_in", "nonce": "b", "seen": "0", "evidence-document": file})
    assert handed.status_code == 302
    assert recorder.post(step, {"step": "accept", "nonce": "c"}).status_code == 404
    shown = recorder.get(f"/problems/{made.entry}/").content.decode()
    assert "等林远验收。" in shown
    kept = recorder.get(re.search(r'href="(/entries/\d+/evidence/[^"]+)"', shown)[1])
    assert (kept.status_code, kept.getvalue()) == (200, "已清".encode())
    leader = signed_in("leader")
    assert leader.post(step, {"step": "refuse", "nonce": "d", "field-reason": "西头还有"}).status_code == 302
    assert "西头还有" in text_of(leader.get(f"/problems/{made.entry}/"))


def test_stale_page_shows_what_happened_and_keeps_what_was_typed(signed_in):
    made = open_problem()
    take(made, "work", by="P02", reason="已联系仓库")
    data = {"step": "work", "seen": "0", "nonce": "a", "field-reason": "我这边也在办"}
    response = signed_in("recorder").post(f"/problems/{made.entry}/step/", data)
    page = text_of(response)
    assert (response.status_code, "已联系仓库" in page, "我这边也在办" in page) == (409, True, True)


def test_extension_shows_the_first_deadline(signed_in):
    made = open_problem()
    client = signed_in("recorder")
    data = {"step": "extend", "nonce": "a", "field-due": "2026-06-20", "field-reason": "等配件"}
    client.post(f"/problems/{made.entry}/step/", data)
    page = text_of(client.get(f"/problems/{made.entry}/"))
    assert "2026 年 6 月 20 日 原定 2026 年 6 月 5 日，延期 1 次" in page


def test_list_is_narrowed_by_state_source_deadline_and_words(signed_in):
    open_problem(due=date(2026, 5, 25), matter="甲处堵塞")
    soon = open_problem(due=date(2026, 5, 30), matter="乙处堵塞")
    handed = open_problem(matter="丙处堵塞")
    take(handed, "hand_in", by="P02", evidence=PHOTO)
    client = signed_in("recorder")
    found = {}
    for asked in ("due=overdue", "due=soon", "state=handed_in", "source=meeting", "q=-002"):
        page = client.get(f"/problems/?unit=U02&{asked}").content.decode()
        found[asked] = re.findall(r"[甲乙丙]处", page)
    assert found == {
        "due=overdue": ["甲处"], "due=soon": ["乙处"], "state=handed_in": ["丙处"], "source=meeting": [],
        "q=-002": ["乙处"],
    }  # fmt: skip
    assert soon.number.endswith("-002")


def test_board_shows_the_first_of_each_state_and_leads_to_the_rest(signed_in, monkeypatch):
    """What is open stands by its deadline, what is closed with the latest first; what is narrowed stays so."""
    from zicha.web.views import problems as view

    monkeypatch.setattr(view, "MOST", 2)
    made = [
        open_problem(matter=f"{name}处堵塞", due=date(2026, 6, 5 + place)) for place, name in enumerate("甲乙丙丁戊己")
    ]
    for one in made[3:]:
        take(one, "hand_in", by="P02", evidence=PHOTO)
        take(one, "accept", by="P01")
    page = signed_in("recorder").get("/problems/?unit=U02&subtree=1&source=inspection").content.decode()
    rest = "/problems/?unit=U02&amp;view=list&amp;state={}&amp;source=inspection&amp;subtree=1"
    assert re.findall(r"[甲乙丙丁戊己]处", page) == ["甲处", "乙处", "己处", "戊处"]
    assert re.findall(r'<a href="([^"]+)">还有 1 个</a>', page) == [rest.format("open"), rest.format("closed")]
    assert "6 个问题" in text_of(signed_in("recorder").get("/problems/?unit=U02&subtree=1"))


def test_list_is_shown_a_page_at_a_time(signed_in, monkeypatch):
    from zicha.web import paging

    monkeypatch.setattr(paging, "PAGE", 2)
    for place, name in enumerate("甲乙丙"):
        open_problem(matter=f"{name}处堵塞", due=date(2026, 6, 5 + place))
    client = signed_in("recorder")
    pages = [client.get(f"/problems/?unit=U02&view=list&page={page}").content.decode() for page in (1, 2, 9)]
    assert [re.findall(r"[甲乙丙]处", page) for page in pages] == [["甲处", "乙处"], ["丙处"], ["丙处"]]
    assert ["3 个问题" in page for page in pages] == [True, True, True]
    assert 'rel="next" href="/problems/?unit=U02&amp;view=list&amp;page=2"' in pages[0]
    assert pages[2].count("第 2 页，共 2 页") == 1


def test_record_of_a_problem_leads_to_its_page(signed_in):
    made = open_problem()
    stepped = take(made, "work", by="P02", reason="在办")
    client = signed_in("recorder")
    assert client.get(f"/entries/{made.entry}/")["Location"] == "/problems/1/"
    assert client.get(f"/entries/{stepped.last.seq}/")["Location"] == "/problems/1/"
    assert client.post(f"/entries/{made.entry}/withdraw/", {"reason": "不要了"}).status_code == 404


def test_promise_is_accounted_for_on_its_page(signed_in):
    from zicha.services import actions

    at = datetime(2026, 5, 20, 1, tzinfo=UTC)
    made = actions.open_action(unit="U02", source="report", matter="更换灭火器", recorded_at=at, recorded_by="P03")
    client = signed_in("recorder")
    bare = client.post(f"/actions/{made.entry}/step/", {"step": "done", "nonce": "a", "field-reason": "换好了"})
    assert (bare.status_code, "办结要有佐证" in text_of(bare), "换好了" in bare.content.decode()) == (422, True, True)
    file = SimpleUploadedFile("验收单.txt", "好".encode())
    done = client.post(f"/actions/{made.entry}/step/", {"step": "done", "nonce": "b", "evidence-document": file})
    assert done["Location"] == "/actions/?unit=U02"
    page = client.get(done["Location"]).content.decode()
    assert "已办结" in page
    assert "验收单.txt" in page


def test_past_is_only_looked_at(signed_in):
    made = open_problem()
    take(made, "work", by="P02", reason="在办")
    before = (datetime(2026, 5, 20, 1, tzinfo=UTC) + timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")
    page = signed_in("recorder").get(f"/problems/{made.entry}/?known={before}").content.decode()
    assert ('<form class="sheet-form"' in page, "在办" in page) == (False, False)


def test_each_person_sees_what_waits_for_the_person(signed_in):
    """The owner P02 has no sign-in; a recorder owns and hands in, and the leader is to accept."""
    from zicha.services import actions, problems

    at = datetime(2026, 5, 20, 1, tzinfo=UTC)
    found = problems.Finding("U02", "inspection", "记录员的问题", "P03", date(2026, 6, 5))
    own = problems.open_problem(found=found, recorded_at=at, recorded_by="P03")
    other = open_problem(matter="别人的问题")
    promised = {"source": "report", "due": date(2026, 5, 27), "recorded_at": at, "recorded_by": "P03"}
    actions.open_action(unit="U02", matter="更换灭火器", owner="P03", **promised)
    recorder = text_of(signed_in("recorder").get("/problems/mine/"))
    leader = text_of(signed_in("leader").get("/problems/mine/"))
    assert ("记录员的问题" in recorder, "别人的问题" in recorder) == (True, False)
    assert ("更换灭火器" in recorder, "更换灭火器" in leader) == (True, False)
    assert "没有等你整改或验收的问题。" in leader
    take(own, "hand_in", by="P03", evidence=PHOTO)
    take(other, "hand_in", by="P03", evidence=PHOTO)
    recorder = text_of(signed_in("recorder").get("/problems/?who=mine"))
    leader = text_of(signed_in("leader").get("/problems/?who=mine"))
    assert ("没有符合的问题" in recorder, "记录员的问题" in leader, "别人的问题" in leader) == (True, True, True)


def test_problem_found_in_a_record_leads_back_to_it(signed_in):
    made = world.inspect(date(2026, 5, 20))
    client = signed_in("recorder")
    link = re.search(r'href="(/problems/open/[^"]+)"', client.get(f"/entries/{made.entry}/").content.decode())[1]
    link = link.replace("&amp;", "&")
    assert 'value="inspection" selected' in client.get(link).content.decode()
    opened = client.post(link, OPENING)
    assert f'href="/entries/{made.entry}/?unit=U02"' in client.get(opened["Location"]).content.decode()
    assert [client.get(f"/problems/open/?unit=U02&origin={wrong}").status_code for wrong in ("99", "x")] == [404, 404]


def test_list_is_imported_once_with_a_word_on_how_many(signed_in):
    client = signed_in("recorder")
    rows = "问题,整改责任人,整改期限\n楼道灯不亮,周启明,2026-06-30\n"
    for said in ("登记了 1 个问题", "1 个以前就有"):
        sent = {"unit": "U02", "file": SimpleUploadedFile("清单.csv", rows.encode())}
        page = client.post("/problems/import/", sent, follow=True).content.decode()
        assert (said in page, page.count("楼道灯不亮")) == (True, 1)


def test_bad_cell_of_a_list_is_named_and_nobody_else_may_import(signed_in, client):
    rows = "问题,整改责任人,整改期限\n楼道灯不亮,无名氏,2026-06-30\n,周启明,2026-06-30\n"

    def sent():
        return {"unit": "U02", "file": SimpleUploadedFile("清单.csv", rows.encode())}

    refused = signed_in("recorder").post("/problems/import/", sent())
    page = refused.content.decode()
    assert (refused.status_code, page.count("<q>"), "<q>无名氏</q>" in page, "必填" in page) == (422, 1, True, True)
    client.logout()
    for name in ("member", "outsider"):
        other = signed_in(name)
        asked = (other.get("/problems/import/", {"unit": "U02"}), other.post("/problems/import/", sent()))
        assert [each.status_code for each in asked] == [404, 404]
        client.logout()
