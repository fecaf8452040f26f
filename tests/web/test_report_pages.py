"""The report's pages: what stands beside it, saving together, its way to the archive, and the list above it."""

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world
from tests.web.test_pages import text_of
from zicha.core.units import Person, Roster

U02 = {"unit": "U02", "scheme": "work-safety"}


@pytest.fixture
def as_one(client, organisation):
    def come(username):
        client.logout()
        assert client.login(username=username, password=world.PASSWORD)
        return client

    return come


def write(client, text, *, seen=0, section="inspections", htmx=False):
    data = {**U02, "section": section, "seen": str(seen), "text": text}
    return client.post("/report/prose/", data, headers={"HX-Request": "true"} if htmx else {})


def step(client, name, seen, **more):
    return client.post("/report/step/", {**U02, "step": name, "steps_seen": str(seen), **more}, follow=True)


def state(client):
    page = client.get("/report/", U02).content.decode()
    return re.search(r'aria-current="step">([^<]+)<', page)[1]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/report/beside/", 19), ("/reports/", 12), ("/reports/waiting/", 10)])
def test_page_beside_asks_as_often_for_three_records_as_for_one(
    count, path, queries, as_one, django_assert_num_queries
):
    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
    client = as_one("director")
    write(client, "共查{exit_inspections}次。")
    step(client, "submit", 0)
    client.get(path, U02)
    with django_assert_num_queries(queries):
        assert client.get(path, U02).status_code == 200


def test_history_and_checks_have_a_first_heading_where_they_are_a_page_of_their_own(as_one):
    client = as_one("recorder")
    write(client, "共查三次。")
    for path in ("/report/history/?section=inspections", "/report/beside/?"):
        page = client.get(path, U02 | ({"section": "inspections"} if "history" in path else {})).content.decode()
        assert page.count("<h1") == 1


def test_beside_stand_findings_numbers_and_the_last_report(as_one):
    world.inspect(date(2025, 11, 10))
    world.inspect(date(2026, 5, 10))
    client = as_one("recorder")
    client.post("/report/prose/?period=2025H2", {**U02, "section": "inspections", "seen": "0", "text": "上期写的话。"})
    write(client, "共查××次，查了（3处。")
    page = client.get("/report/beside/", U02).content.decode()
    found = re.findall(r'class="finding (\w+)" data-place data-section="(\w*)"', page)
    assert ("error", "inspections") in found
    assert "上期写的话。" in page
    number = re.search(r'data-measure="exit_inspections".*?</li>', page, re.DOTALL)[0]
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", number)).endswith("1 插入 上期 1 ")


def test_preview_tells_what_the_checker_finds_as_it_is_typed(as_one):
    client = as_one("recorder")
    data = {**U02, "section": "inspections", "text": "检查检查了××次"}
    shown = client.post("/report/preview/", data, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="findings" hx-swap-oob="true">' in shown
    assert 'class="finding error" data-place data-section="inspections"' in shown


def test_findings_that_say_the_same_are_one_line_with_a_link_to_each(as_one):
    client = as_one("director")
    write(client, "共查××次。\n又查××次。")
    beside = client.get("/report/beside/", U02).content.decode()
    submit = client.get("/report/submit/", U02).content.decode()
    for page in (beside, submit):
        line = re.search(r"<p>“××”还没有填。 <b>2 处</b></p>\s*<ul.*?</ul>", page, re.DOTALL)[0]
        assert (page.count("“××”还没有填。"), line.count('#s-inspections"')) == (1, 2)
    assert re.findall(r'data-section="inspections" data-block="(\d)" data-start="(\d)" data-end="(\d)"', beside) == [
        ("1", "2", "4"),
        ("2", "2", "4"),
    ]


def test_two_people_in_different_paragraphs_are_put_together(as_one):
    client = as_one("recorder")
    write(client, "甲\n乙")
    write(client, "甲一\n乙", seen=1)
    saved = write(client, "甲\n乙二", seen=1, htmx=True).content.decode()
    assert "已合在一起" in saved
    assert re.search(r'data-merged data-before="1">([^<]+)<', saved)[1] == "甲一\n乙二"
    assert 'name="seen" value="3"' in saved


def test_two_people_in_one_paragraph_are_shown_both(as_one):
    client = as_one("recorder")
    write(client, "甲")
    write(client, "甲一", seen=1)
    page = write(client, "甲二", seen=1, htmx=True).content.decode()
    assert write(client, "甲二", seen=1).status_code == 409
    assert "<del>甲一</del><ins>甲二</ins>" in page.replace("\n", "")
    assert re.findall(r'data-take="(\w+)" data-seen="2"', page) == ["mine", "theirs", "both"]
    assert 'name="seen" value="3"' in write(client, "甲二", seen=2, htmx=True).content.decode()


def test_history_shows_any_two_states(as_one):
    client = as_one("recorder")
    for seen, text in enumerate(["查了三次", "查了三次，清走两处", "查了四次，清走两处"]):
        write(client, text, seen=seen)
    asked = {**U02, "section": "inspections"}
    page = client.get("/report/history/", {**asked, "from": "1", "to": "3"}).content.decode()
    assert "<del>三次</del><ins>四次，清走两处</ins>" in page.replace("\n", "")
    assert "第 1–3 版" in page
    assert "放回来" not in page
    assert "放回来" in client.get("/report/history/", {**asked, "from": "0", "to": "1"}).content.decode()


def test_report_goes_from_draft_to_archive(as_one):
    world.inspect(date(2026, 5, 20))
    client = as_one("recorder")
    write(client, "共查{exit_inspections}次××。")
    assert state(client) == "草稿"
    client = as_one("director")
    before = text_of(client.get("/report/submit/", U02))
    assert "处请你过目" in before
    assert "已提交" in text_of(step(client, "submit", 0))
    assert (state(client), write(client, "再改", seen=1).status_code) == ("已提交", 409)
    client = as_one("leader")
    assert "请写明意见" in text_of(step(client, "return", 1))
    step(client, "return", 1, comment="请填清次数")
    client = as_one("director")
    assert "退回意见 请填清次数" in text_of(client.get("/report/", U02))
    write(client, "共查{exit_inspections}次。", seen=1)
    step(client, "resubmit", 2)
    client = as_one("leader")
    step(client, "accept", 3)
    assert "报告已归档" in text_of(step(client, "archive", 4))
    bundle = client.get("/report/bundle/", U02)
    assert named(bundle) == "一中队2026年上半年报告归档.zip"
    assert zipfile.ZipFile(BytesIO(bundle.content)).namelist()[0] == "bundle.json"
    assert "共查 1 次。" in text_of(client.get("/report/", U02))
    client.post("/preferences/", {"language": "en"})
    assert named(client.get("/report/bundle/", U02)) == "一中队 report archive, first half of 2026.zip"


def named(response):
    """The name a browser would save an answer under."""
    return unquote(response["Content-Disposition"]).rpartition("''")[2]


@pytest.fixture
def remembering_nothing():
    """A process remembers a submitted report for ten minutes; the reports of these tests are alike."""
    from zicha.services import report_draft

    report_draft._frozen.cache_clear()
    yield
    report_draft._frozen.cache_clear()


def owned_problem(owner, *, unit="U02"):
    from zicha.services import problems

    found = problems.Finding(
        unit=unit, source="self_inspection", matter="出口堆物", owner=owner, due=date(2026, 8, 1), on=date(2026, 5, 20)
    )
    problems.open_problem(found=found, recorded_at=world.NOW, recorded_by="P03")


def erase(person, home):
    from zicha.services import erasure, report_draft

    (entry,) = erasure.erase_person(
        person=person, order=erasure.Order("request", world.NOW, "P01", home, "P01")
    ).entries
    report_draft._frozen.cache_clear()
    return entry


def rename(person):
    from zicha.services import organisation, report_draft

    organisation.apply(roster=Roster((), (Person(person, "改了名"),), ()), recorded_at=world.NOW)
    report_draft._frozen.cache_clear()


def test_report_from_which_somebody_was_erased_says_so_and_is_archived(as_one, remembering_nothing, tmp_path):
    owned_problem("P04")
    step(as_one("director"), "submit", 0)
    entry = erase("P04", tmp_path)
    page = text_of(as_one("director").get("/report/", U02))
    assert f"第 1 条记录里的个人信息已依规定删去（删除记录 {entry}），其余一致。" in page
    assert "内容与提交时不一致" not in page
    client = as_one("leader")
    step(client, "accept", 1)
    assert "报告已归档" in text_of(step(client, "archive", 2))


def test_accepted_report_that_changed_is_given_back(as_one, remembering_nothing):
    owned_problem("P04")
    step(as_one("director"), "submit", 0)
    client = as_one("leader")
    step(client, "accept", 1)
    page = client.get("/report/", U02).content.decode()
    assert ('value="archive"' in page, 'value="return"' in page) == (True, False)
    rename("P04")
    page = client.get("/report/", U02).content.decode()
    assert ('value="archive"' in page, 'value="return"' in page, 'value="accept"' in page) == (False, True, False)
    assert "内容与提交时不一致" in text_of(client.get("/report/", U02))
    assert "报告已退回" in text_of(step(client, "return", 2, comment="改了名"))


def test_report_of_the_topmost_unit_is_given_back_only_if_it_changed(as_one, remembering_nothing):
    owned_problem("P04", unit="U01")
    client = as_one("leader")
    asked = {"unit": "U01", "scheme": "work-safety"}
    client.post("/report/step/", {**asked, "step": "submit", "steps_seen": "0"})
    given = {**asked, "step": "return", "steps_seen": "1", "comment": "改了名"}
    assert client.post("/report/step/", given).status_code == 404
    rename("P04")
    assert 'value="return"' in client.get("/report/", asked).content.decode()
    assert "报告已退回" in text_of(client.post("/report/step/", given, follow=True))


def test_number_of_a_submitted_report_is_explained_as_it_was_submitted(as_one):
    world.inspect(date(2026, 5, 20))
    client = as_one("director")
    step(client, "submit", 0)
    page = client.get("/report/", U02).content.decode()
    link = re.search(r'href="(/figure/fig-exit_inspections-U02-2026H1/[^"]*)"', page)[1].replace("&amp;", "&")
    assert "on=2026-05-28&known=2026-05-28T16%3A20%3A00" in link
    assert "消防通道检查 2026 年 5 月 20 日" in text_of(client.get(link))


def test_bundle_is_handed_out_as_a_report_and_not_as_a_file_of_the_ledger(as_one):
    from zicha.store.queries import ledger

    client = as_one("director")
    step(client, "submit", 0)
    client = as_one("leader")
    step(client, "accept", 1)
    step(client, "archive", 2)
    archived = ledger.by_seq(seqs=[ledger.size()])[0]
    path = f"/entries/{archived.entry}/evidence/{archived.draft.evidence[0].sha256}/"
    assert client.get(path).status_code == 302
    assert client.get(path, follow=True).redirect_chain[0][0].startswith("/report/bundle/?")


def test_stale_page_moves_no_report_on(as_one):
    client = as_one("director")
    step(client, "submit", 0)
    assert "刚刚有了变化" in text_of(step(client, "submit", 0))


def test_list_says_which_reports_wait_and_how_many_are_in(as_one):
    client = as_one("director")
    step(client, "submit", 0)
    client = as_one("leader")
    page = text_of(client.get("/reports/", {"unit": "U01"}))
    assert "有 1 份报告等你审" in page
    assert "下级报告已提交 1/2" in page
    assert "有 1 份报告等你审" not in text_of(as_one("director").get("/reports/", {"unit": "U02"}))


def test_plate_says_which_reports_wait_for_whom(as_one):
    client = as_one("director")
    step(client, "submit", 0)
    assert "一中队 2026 年上半年" in text_of(as_one("leader").get("/reports/waiting/", {"unit": "U01"}))
    step(client, "return", 1, comment="请改")
    assert text_of(client.get("/reports/waiting/", {"unit": "U01"})).strip() == ""
    assert "被退回，等修改" in text_of(as_one("recorder").get("/reports/waiting/", {"unit": "U02"}))
    assert text_of(as_one("outsider").get("/reports/waiting/", {"unit": "U03"})).strip() == ""


def test_step_of_another_unit_is_not_found(as_one):
    client = as_one("outsider")
    assert step(client, "submit", 0).status_code == 404
    assert as_one("recorder").post("/report/step/", {**U02, "step": "submit", "steps_seen": "0"}).status_code == 404


def test_member_of_the_unit_does_not_see_the_units_below_in_a_submitted_report(as_one):
    from zicha.core.units import Holding, Roster
    from zicha.services import organisation

    holding = Holding("P04", "U01", "member", world.FROM_2025)
    organisation.apply(roster=Roster((), (), (holding,)), recorded_at=world.BEFORE)
    world.inspect(date(2026, 5, 20), unit="U03")
    client = as_one("leader")
    asked = {"unit": "U01", "scheme": "work-safety", "below": "1", "step": "submit", "steps_seen": "0"}
    client.post("/report/step/", asked)
    assert ">1</a>" in client.get("/report/", {"unit": "U01"}).content.decode()
    page = text_of(as_one("member").get("/report/", {"unit": "U01"}))
    assert "这里只显示本单位现在的情况" in page


def in_word(client, *changes, **asked):
    """The report as a Word file, edited."""
    content = client.get("/report/download/docx/", {**U02, **asked}).content
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            for old, new in changes if name == "word/document.xml" else ():
                assert old.encode() in body
                body = body.replace(old.encode(), new.encode())
            target.writestr(name, body)
    return SimpleUploadedFile("改好的.docx", out.getvalue())


def test_report_edited_in_word_comes_back_section_by_section(as_one):
    client = as_one("recorder")
    write(client, "共查{exit_inspections}次，都已清走。")
    write(client, "下月补齐照片。", section="next")
    file = in_word(client, ("都已清走", "当日清走"), ("下月补齐", "六月补齐"))
    page = client.post("/report/word/", {**U02, "file": file}).content.decode()
    assert re.findall(r'name="take" value="(\w+)" checked', page) == ["inspections", "next"]
    new = re.search(r'name="new-inspections" hidden>([^<]+)<', page)[1]
    assert new == "共查{exit_inspections}次，当日清走。"
    data = {**U02, "take": ["inspections"], "seen-inspections": "1", "new-inspections": new}
    assert "从 Word 收下了 1 节" in text_of(client.post("/report/word/take/", data, follow=True))
    report = text_of(client.get("/report/", U02))
    assert "当日清走" in report
    assert "下月补齐照片" in report


def test_word_text_that_meets_a_later_one_is_left_to_people(as_one):
    from zicha.services import prose

    early = world.NOW - timedelta(hours=2)
    place = {"scheme": "work-safety", "unit": "U02", "period": "2026H1", "section": "inspections"}
    prose.save(**place, text="甲", recorded_at=early, recorded_by="P03", seen_number=0)
    client = as_one("recorder")
    file = in_word(client, ("甲", "甲乙"), known="2026-05-28T15:20")
    write(client, "甲丙", seen=1)
    page = client.post("/report/word/", {**U02, "file": file}).content.decode()
    assert 'name="take" value="inspections">' in page
    assert "导出之后，这一节在这里也改过" in page


def test_file_that_is_no_report_is_said_on_the_page(as_one):
    client = as_one("recorder")
    refused = client.post("/report/word/", {**U02, "file": SimpleUploadedFile("a.docx", b"hello")})
    assert (refused.status_code, "这不是 Word" in text_of(refused)) == (422, True)


def kept(home):
    from zicha.services import checkpoints

    return [path.name for path in checkpoints.listed(home)]


def noted(client):
    """What a downloaded page says of the log's head."""
    page = client.get("/report/download/html/", U02).content.decode()
    found = re.search(r"账链 (\d+) 条", page)
    return found and int(found[1])


def test_steps_are_signed_and_the_file_of_a_submitted_report_says_its_first_head(as_one, home):
    world.inspect(date(2026, 5, 10))
    client = as_one("director")
    assert noted(client) is None
    assert kept(home) == []
    step(client, "submit", 0)
    assert kept(home) == ["3.txt"]
    world.inspect(date(2026, 5, 11), at=world.NOW + timedelta(minutes=1))
    assert (noted(client), kept(home)) == (3, ["3.txt"])


def test_file_of_a_draft_has_the_head_signed_if_the_ledger_has_grown(as_one, home):
    from zicha.services import signing

    world.inspect(date(2026, 5, 10))
    signing.sign(home=home, recorded_at=world.NOW)
    client = as_one("recorder")
    assert (noted(client), kept(home)) == (1, ["1.txt"])
    world.inspect(date(2026, 5, 11))
    assert (noted(client), noted(client), kept(home)) == (2, 2, ["1.txt", "2.txt"])


def test_step_that_could_not_be_signed_is_taken_and_says_so(as_one, home):
    from zicha.services import signing

    world.inspect(date(2026, 5, 10))
    signing.sign(home=home, recorded_at=world.NOW)
    (home / "log-key").unlink()
    page = step(as_one("director"), "submit", 0).content.decode()
    assert "报告已提交" in page
    assert "log-key 不见了" in page
    assert kept(home) == ["1.txt"]


@pytest.mark.parametrize("count", [1, 3])
def test_file_of_a_report_asks_as_often_for_three_records_as_for_one(count, as_one, home, django_assert_num_queries):
    from zicha.services import signing

    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
    signing.sign(home=home, recorded_at=world.NOW)
    client = as_one("director")
    client.get("/report/download/html/", U02)
    with django_assert_num_queries(23):
        client.get("/report/download/html/", U02)


@pytest.mark.parametrize("count", [1, 3])
def test_submission_asks_as_often_for_three_records_as_for_one(count, as_one, django_assert_num_queries):
    for day in range(count):
        world.inspect(date(2026, 5, 10 + day))
    client = as_one("director")
    client.get("/report/", U02)
    with django_assert_num_queries(59):
        client.post("/report/step/", {**U02, "step": "submit", "steps_seen": "0"})
