"""A file checked on the report's page: findings against ledger and last report, a copy with comments, refusals."""

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import world
from tests.web.test_pages import text_of

U02 = {"unit": "U02", "scheme": "work-safety"}
LONG = "各班组认真组织消防通道检查，逐处登记堵塞情况，当日清理完毕并拍照留存。"


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def sent(client, content, name="报告.docx", **more):
    return client.post("/report/check/", {**U02, "file": SimpleUploadedFile(name, content), **more})


@pytest.fixture
def recorder(client, organisation):
    assert client.login(username="recorder", password=world.PASSWORD)
    return client


def test_findings_against_the_ledger_and_the_last_report(recorder):
    world.inspect(date(2026, 5, 10))
    before = {**U02, "section": "inspections", "seen": "0", "text": LONG}
    recorder.post("/report/prose/?period=2025H2", before)
    page = sent(recorder, word("一中队2026年上半年自查报告", "本期检查消防通道4次，截至7月已要要清理。", LONG))
    assert page.status_code == 200
    said = text_of(page)
    for words in (
        "“4次”与台账不符：消防通道检查次数为1次",
        "“截至7月”不在报告期2026年上半年之内",
        "“要要”多写了一个字",
        "与上期报告第",
    ):
        assert words in said
    assert "第 2 段" in said
    assert "消防通道4次，截至7月已<mark>要要</mark>清理。</blockquote>" in page.content.decode()


def test_copy_with_comments_is_handed_out_for_the_file_that_was_sent(recorder):
    page = sent(recorder, word("工作方案", "各单位要要学习。"), period="2026H1")
    ticket = page.content.decode().split('name="ticket" value="')[1].split('"')[0]
    copy = recorder.post("/report/check/", {**U02, "ticket": ticket, "as": "copy"})
    assert copy.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" in copy.headers["Content-Disposition"]
    comments = zipfile.ZipFile(BytesIO(copy.content)).read("word/comments.xml").decode()
    assert "“要要”多写了一个字。　改为“要”" in comments


def test_file_with_nothing_wrong(recorder):
    page = sent(recorder, "工作方案\n各单位按月学习。\n".encode(), name="a.txt")
    assert "没有发现问题" in text_of(page)
    assert "下载带批注的副本" not in text_of(page)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.pdf", b"%PDF-1.7", "这是 PDF"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 .doc"),
        ("cut.docx", b"PK\x03\x04", "已损坏"),
    ],
)
def test_unusable_file_is_one_sentence(recorder, name, content, words):
    page = sent(recorder, content, name=name)
    assert (page.status_code, words in text_of(page)) == (422, True)


def test_forged_ticket_is_not_found(recorder):
    assert recorder.post("/report/check/", {**U02, "ticket": "forged"}).status_code == 404


def test_nothing_is_saved_and_the_report_page_leads_here(recorder):
    assert "核对写好的文稿" in text_of(recorder.get("/report/", U02))
    assert recorder.get("/report/check/", U02).status_code == 200
