"""What the pages say and do, through the client."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world

INSPECTION = {
    "unit": "U02",
    "kind": "exit_inspection",
    "happened_on": "2026-05-28",
    "field-inspector": "P02",
    "field-area": "warehouse",
    "field-blocked": "4",
    "field-outcome": "已当场清走",
    "nonce": "n-1",
}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def board_state(client, month: int) -> str:
    page = client.get("/board/", {"unit": "U02"}).content.decode()
    found = re.search(rf'class="([a-z_]+)[^"]*" href="[^"]*duty=exit-inspection&amp;window=2026-{month:02}-01"', page)
    return found[1]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/entries/?unit=U02", 11),
        ("/organisation/?unit=U02", 14),
        ("/schemes/", 7),
        ("/report/?unit=U02", 14),
    ],
)
def test_page_asks_the_database_as_often_for_three_entries_as_for_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
    client = signed_in("recorder")
    client.get(path)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/", 23), ("/board/?unit=U02", 15), ("/roll-up/?unit=U02", 17)])
def test_page_counts_three_entries_in_as_many_statements_as_one(
    count, path, queries, signed_in, django_assert_num_queries
):
    client = signed_in("recorder")
    client.get(path)
    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/board/?unit=U02", "/roll-up/?unit=U02", "/board/units/?unit=U02"])
def test_page_of_what_nobody_changed_is_not_counted_again(path, signed_in, django_assert_num_queries):
    world.inspect(date(2026, 5, 10))
    client = signed_in("recorder")
    first = client.get(path)
    with django_assert_num_queries(8):
        assert unmasked(client.get(path)) == unmasked(first)


def unmasked(response):
    """The page without the token of its forms, which is masked anew each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def test_sign_in_leads_to_where_the_person_wanted_to_go(client, organisation):
    response = client.post(
        "/sign-in/", {"username": "recorder", "password": world.PASSWORD, "next": "/board/?unit=U02"}
    )
    assert (response.status_code, response["Location"]) == (302, "/board/?unit=U02")


def test_sign_in_leads_nowhere_else(client, organisation):
    response = client.post(
        "/sign-in/", {"username": "recorder", "password": world.PASSWORD, "next": "https://evil.example/"}
    )
    assert response["Location"] == "/"


def test_wrong_password_keeps_the_name_and_says_what_to_do(client, organisation):
    response = client.post("/sign-in/", {"username": "recorder", "password": "no"})
    assert (response.status_code, 'value="recorder"' in response.content.decode()) == (422, True)
    assert "用户名或密码不对。再试一次，或请管理员重设密码。" in text_of(response)


def test_plate_names_what_is_overdue_with_one_next_step(signed_in):
    page = signed_in("recorder").get("/").content.decode()
    assert "逾期 28 天" in page
    assert "kind=exit_inspection&amp;makes_up=2026-04-30" in page


@pytest.mark.parametrize(
    ("language", "heading"), [("zh", "责任事项：12 件等着你"), ("en", "Duties: 12 things wait for you")]
)
def test_heading_of_the_plate_says_that_it_counts_duties(language, heading, signed_in):
    client = signed_in("recorder")
    client.cookies["zicha_language"] = language
    page = client.get("/").content.decode()
    assert (re.findall("<h1>(.*)</h1>", page), page.count('<span class="when">')) == ([heading], 12)


@pytest.mark.parametrize(
    "path",
    ["/board/cell/?duty=exit-inspection&window=2026-04-01", "/board/windows/?duty=exit-inspection&window=2026-04-01"],
)
def test_details_have_a_first_heading_where_they_are_a_page_of_their_own(path, signed_in):
    client = signed_in("recorder")
    page, part = client.get(path).content.decode(), client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert (page.count("<h1"), part.count("<h1"), part.count("<h2")) == (1, 0, 1)


def test_recording_changes_the_board_and_a_repeated_request_changes_nothing_more(signed_in):
    client = signed_in("recorder")
    before = board_state(client, 5)
    data = {**INSPECTION, "paper": "checklist"}
    first, again = client.post("/record/", data), client.post("/record/", data)
    assert (before, board_state(client, 5)) == ("at_risk", "met")
    assert (first["Location"], again["Location"]) == ("/entries/1/?unit=U02", "/entries/1/?unit=U02")
    assert client.get("/entries/2/").status_code == 404


def test_look_ahead_says_what_is_missing_and_what_counts(signed_in):
    client = signed_in("recorder")
    bare = text_of(client.post("/record/look-ahead/", INSPECTION))
    whole = text_of(client.post("/record/look-ahead/", {**INSPECTION, "picked": "checklist"}))
    late = text_of(client.post("/record/look-ahead/", {**INSPECTION, "makes_up": "2026-04-20", "paper": "checklist"}))
    assert "5 月 · 消防通道检查：还不算，缺检查表" in bare
    assert "5 月 · 消防通道检查：算，1/1，已完成" in whole
    assert "4 月 · 消防通道检查：算，但记为“逾期完成”" in late
    assert client.get("/entries/1/").status_code == 404


def test_fresh_form_counts_who_is_ticked_on_it_as_come(signed_in):
    """Everybody is ticked, so that only the papers are missing; so says the answer after any change, too."""
    client = signed_in("recorder")
    fresh = client.get("/record/?unit=U02&kind=safety_meeting").content.decode()
    told = re.findall("5 月 · 安全例会：[^<]+", fresh)
    ticked = dict.fromkeys(re.findall('name="(person-[^"]+)" value="present" checked', fresh), "present")
    asked = {"unit": "U02", "kind": "safety_meeting", "happened_on": "2026-05-28", **ticked}
    after = text_of(client.post("/record/look-ahead/", asked)).strip()
    assert (sorted(ticked), told, after) == (
        ["person-P02", "person-P03", "person-P04"],
        ["5 月 · 安全例会：还不算，缺签到表、会议记录"],
        "5 月 · 安全例会：还不算，缺签到表、会议记录",
    )


def test_entry_without_its_evidence_is_insufficient_until_it_is_corrected(signed_in):
    client = signed_in("recorder")
    client.post("/record/", INSPECTION)
    before = board_state(client, 5)
    file = SimpleUploadedFile("检查表.txt", "齐".encode())
    client.post("/entries/1/correct/", {**INSPECTION, "seen": "1", "reason": "补检查表", "evidence-checklist": file})
    assert (before, board_state(client, 5)) == ("insufficient", "met")
    history = text_of(client.get("/entries/1/"))
    assert "第 1 版" in history
    assert "第 2 版" in history
    assert "理由：补检查表" in history


def test_fault_keeps_what_was_typed_and_the_file(signed_in):
    client = signed_in("recorder")
    file = SimpleUploadedFile("检查表.txt", "齐".encode())
    response = client.post("/record/", {**INSPECTION, "field-inspector": "", "evidence-checklist": file})
    page = response.content.decode()
    assert response.status_code == 422
    assert "这一项必填。" in page
    assert "已当场清走" in page
    seal = re.search(r'name="kept" value="([^"]+)"', page)[1]
    client.post("/record/", {**INSPECTION, "kept": seal})
    assert board_state(client, 5) == "met"


def test_form_that_was_gone_back_to_and_changed_is_another_record(signed_in):
    client = signed_in("recorder")
    sent = {**INSPECTION, "nonce": "back"}
    answers = [client.post("/record/", each)["Location"] for each in (sent, {**sent, "field-blocked": "3"}, sent)]
    assert answers == ["/entries/1/?unit=U02", "/entries/2/?unit=U02", "/entries/1/?unit=U02"]


def test_correction_sent_twice_is_made_once(signed_in):
    from zicha.store.queries import ledger

    client = signed_in("recorder")
    client.post("/record/", INSPECTION)
    sent = {**INSPECTION, "seen": "1", "reason": "数错了", "field-blocked": "5", "nonce": "twice"}
    assert [client.post("/entries/1/correct/", sent).status_code for _ in range(2)] == [302, 302]
    assert client.post("/entries/1/correct/", {**sent, "field-blocked": "6"}).status_code == 409
    assert [each.number for each in ledger.history(entry=1)] == [1, 2]


def test_stale_correction_shows_both_and_loses_nothing(signed_in):
    client = signed_in("recorder")
    client.post("/record/", INSPECTION)
    client.post("/entries/1/correct/", {**INSPECTION, "seen": "1", "reason": "数错了", "field-blocked": "5"})
    response = client.post(
        "/entries/1/correct/", {**INSPECTION, "seen": "1", "reason": "再看一次", "field-blocked": "6"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "别人更正过这条记录" in page
    assert "5 处" in page
    assert "6 处" in page
    assert 'name="seen" value="2"' in page
    assert "再看一次" in page
    assert "第 3 版" not in text_of(client.get("/entries/1/"))


def test_withdrawn_entry_counts_for_nothing_and_stays_readable(signed_in):
    client = signed_in("recorder")
    client.post("/record/", {**INSPECTION, "paper": "checklist"})
    client.post("/entries/1/withdraw/", {"reason": "记重了"})
    assert board_state(client, 5) == "at_risk"
    assert "理由：记重了" in text_of(client.get("/entries/1/"))


def test_board_of_another_knowledge_does_not_know_what_came_later(signed_in):
    world.inspect(date(2026, 4, 10))
    client = signed_in("recorder")
    then = client.get("/board/", {"unit": "U02", "known": "2026-04-10T12:00"}).content.decode()
    assert re.search(r'class="open[^"]*" href="[^"]*window=2026-04-01', then)
    assert board_state(client, 4) == "met"


def test_cell_tells_the_clause_who_answers_and_what_nearly_counts(signed_in):
    world.inspect(date(2026, 4, 28), complete=False)
    cell = signed_in("recorder").get("/board/cell/", {"unit": "U02", "duty": "exit-inspection", "window": "2026-04-01"})
    words = text_of(cell)
    for part in ("第六条", "每月至少检查一次消防通道和安全出口", "周启明", "检查表", "缺检查表", "到 5 月 3 日"):
        assert part in words


def test_list_is_narrowed_by_kind_day_words_and_lateness(signed_in):
    world.inspect(date(2026, 4, 10), outcome="楼道堆物")
    world.meet(date(2026, 5, 12))
    client = signed_in("recorder")

    def found(**query):
        return re.findall(r'href="/entries/(\d+)/', client.get("/entries/", {"unit": "U02", **query}).content.decode())

    assert found() == ["2", "1"]
    assert found(kind="safety_meeting") == ["2"]
    assert found(**{"from": "2026-04-01", "to": "2026-04-10"}) == ["1"]
    assert found(q="堆物") == ["1"]
    assert found(backfilled="1") == []


def test_list_shows_activities_until_the_steps_of_plans_are_asked_for(signed_in):
    world.inspect(date(2026, 4, 10))
    client = signed_in("recorder")
    plan = {"unit": "U02", "year": "2026", "month": "2026-05", "topic": "应急预案", "nonce": "plan"}
    assert client.post("/study/add/", plan).status_code == 302

    def found(**query):
        return re.findall(
            r'href="/entries/\d+/[^"]*">([^<]*)<', client.get("/entries/", {"unit": "U02", **query}).content.decode()
        )

    assert found() == ["消防通道检查"]
    assert sorted(found(kind="*")) == ["应急预案", "消防通道检查"]
    assert found(kind="study_item") == ["应急预案"]


def test_entry_of_a_plan_is_read_in_words(signed_in):
    client = signed_in("recorder")
    plan = {"unit": "U02", "year": "2026", "month": "2026-05", "topic": "应急预案", "nonce": "plan"}
    assert client.post("/study/add/", plan).status_code == 302
    words = text_of(client.get("/entries/1/"))
    assert [word in words for word in ("学习内容 应急预案", "形式 集体学习", "topic", "collective")] == [
        True,
        True,
        False,
        False,
    ]


def test_report_number_leads_to_its_records(signed_in):
    world.inspect(date(2026, 4, 10))
    client = signed_in("recorder")
    page = client.get("/report/", {"unit": "U02"}).content.decode()
    link = re.search(r'href="(/figure/fig-exit_inspections-U02-2026H1/[^"]*)"[^>]*>1<', page)[1]
    assert "消防通道检查 2026 年 4 月 10 日" in text_of(client.get(link.replace("&amp;", "&")))


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "消防通道检查次数 1 次 怎么算"), ("en", "Inspections of exits 1 How it is computed")]
)
def test_figure_has_a_unit_word_only_where_the_language_has_one(language, said, signed_in):
    world.inspect(date(2026, 5, 10))
    client = signed_in("recorder")
    client.cookies["zicha_language"] = language
    assert said in text_of(client.get("/figure/fig-exit_inspections-U02-2026H1/"))


def test_report_comes_as_pdf_and_what_no_font_can_show_is_said_on_the_page(signed_in):
    client = signed_in("recorder")
    handed = client.get("/report/download/pdf/", {"unit": "U02"})
    assert (handed.status_code, handed["Content-Type"]) == (200, "application/pdf")
    assert handed.content.startswith(b"%PDF-1.7")
    client.post("/report/prose/", {"unit": "U02", "section": "inspections", "seen": "0", "text": "很好☑"})
    refused = client.get("/report/download/pdf/", {"unit": "U02"}, follow=True)
    assert refused.redirect_chain[0][1] == 302
    assert "“☑（U+2611）”在所用字体里没有" in text_of(refused)


def test_prose_is_saved_and_a_stale_page_loses_nothing(signed_in):
    client = signed_in("recorder")
    slot = {"unit": "U02", "section": "inspections", "seen": "0"}
    client.post("/report/prose/", {**slot, "text": "共查{exit_inspections}次。"})
    stale = client.post("/report/prose/", {**slot, "text": "我写的"})
    assert stale.status_code == 409
    assert "我写的" in stale.content.decode()
    assert "共查{exit_inspections}次。" in stale.content.decode()
    assert "共查 0 次。" in text_of(client.get("/report/", {"unit": "U02"}))


def test_preview_of_prose_fills_in_numbers_and_saves_nothing(signed_in):
    client = signed_in("recorder")
    shown = client.post(
        "/report/preview/", {"unit": "U02", "section": "inspections", "text": "查了{exit_inspections}次，{nothing}"}
    )
    assert text_of(shown).strip().startswith("查了 0 次，")
    assert "查了" not in text_of(client.get("/report/", {"unit": "U02"}))


def test_import_is_previewed_then_recorded_once(signed_in):
    client = signed_in("recorder")
    sheet = "日期,检查人,区域,堵塞处数,检查表\n2026-04-02,周启明,仓库,1,有\n2026-05-04,查无此人,仓库,2,有\n".encode()
    preview = client.post(
        "/import/preview/",
        {
            "unit": "U02",
            "kind": "exit_inspection",
            "file": SimpleUploadedFile("台账.csv", sheet),
        },
    )
    page = preview.content.decode()
    assert "能记 1 条" in page
    assert "查无此人" in page
    assert client.get("/entries/", {"unit": "U02"}).content.decode().count("/entries/1/") == 0
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    data = {"unit": "U02", "kind": "exit_inspection", "ticket": ticket, "accept_valid": "1"}
    first, second = client.post("/import/run/", data), client.post("/import/run/", data)
    assert "记进 1 条" in text_of(first)
    assert "这些都记过了，没有重复" in text_of(second)


def test_ticket_of_another_account_is_not_found(signed_in, client):
    from zicha.web import incoming

    signed_in("recorder")
    kept = incoming.keep(file=SimpleUploadedFile("a.csv", b"x"), account=999, now=world.NOW)
    assert client.post("/import/run/", {"unit": "U02", "ticket": kept.ticket}).status_code == 404


def test_unreadable_question_falls_back_and_says_so(signed_in):
    response = signed_in("recorder").get("/board/", {"unit": "U02", "period": "2026H9", "on": "gestern", "known": "x"})
    words = text_of(response)
    assert response.status_code == 200
    assert "“2026H9”不是时段" in words
    assert "“gestern”不是日期" in words
    assert "“x”不是时刻" in words


@pytest.mark.parametrize(
    "path",
    ["/", "/board/", "/entries/", "/report/", "/record/", "/import/", "/organisation/", "/schemes/", "/roll-up/"],
)
def test_page_is_of_one_language(path, signed_in):
    client = signed_in("recorder")
    chinese = text_of(client.get(path))
    client.post("/preferences/", {"language": "en", "next": "/"})
    english = client.get(path).content.decode()
    assert '<html lang="en"' in english
    chrome = re.sub(r"<option[^>]*>.*?</option>|lang=\"zh-Hans\"[^<]*<", "", english)
    data = {"城东支队", "一中队", "二中队", "沈一宁", "周启明", "林远", "何静", "中文"}
    found = set(re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<[^>]+>", " ", chrome)))
    left = {one for one in found - data if not re.fullmatch("第.+条", one)}
    assert left == set()
    assert "To do" not in chinese


def test_every_answer_forbids_inline_script_and_style(signed_in):
    response = signed_in("recorder").get("/board/", {"unit": "U02"})
    page = response.content.decode()
    assert set(response["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    }
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*src=)|\son[a-z]+=", page) == []


def test_missing_page_is_of_the_products_own_design(signed_in):
    response = signed_in("recorder").get("/nothing/")
    assert (response.status_code, "这里没有这一页" in text_of(response)) == (404, True)


def test_report_with_the_units_below_adds_their_records(signed_in):
    world.inspect(date(2026, 5, 20))
    client = signed_in("leader")

    def inspections(**query):
        shown = client.get("/report/download/json/", {"unit": "U01", **query}).json()
        return next(one["value"] for one in shown["figures"] if one["measure"] == "exit_inspections")

    assert (inspections(), inspections(below="1")) == (0, 1)
    page = client.get("/report/", {"unit": "U01", "below": "1"}).content.decode()
    assert "below=1" in page.partition("report/download/docx/")[2][:80]


def test_report_with_the_units_below_is_no_way_around_what_one_may_see(signed_in):
    world.inspect(date(2026, 5, 20), unit="U03")
    shown = signed_in("member").get("/report/download/json/", {"below": "1"}).json()
    assert {one["unit"] for one in shown["figures"]} == {"U02"}


def test_kind_without_evidence_has_a_form(signed_in):
    from zicha.services import schemes

    client = signed_in("recorder")
    text = (
        "id: plain\nversion: '1'\ntitle: 走访\nperiod: half\nbackfill_days: 14\nposts: {lead: 负责人}\n"
        "clauses: {c1: {number: 第一条, text: 每月走访一次。}}\nkinds: {visit: {title: 走访, attendance: none}}\n"
        "duties:\n  v: {title: 走访, clause: c1, bound: {level: [1, 2]}, post: lead, fulfilled_by: {kind: visit},"
        " cadence: {at_least: 1, per: month}}\n"
        "measures: {visits: {title: 走访次数, unit: 次, count: {kind: visit}}}\n"
        "report:\n  title: '{unit}{period}报告'\n  sections: [{title: 情况, facts: '走访{visits}次。'}]\n"
    )
    schemes.load(data=text.encode(), name="plain.yaml", recorded_at=world.BEFORE, recorded_by="admin")
    page = client.get("/record/?unit=U02&kind=visit")
    assert (page.status_code, "佐证材料" in page.content.decode()) == (200, False)
