from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zicha.core.findings import Refusal
from zicha.core.ledger import Attendance, Draft, Evidence
from zicha.core.scheme import Field, Kind
from zicha.core.text import LocalText
from zicha.web.forms import activity

TODAY = date(2026, 5, 28)
FIELDS = (
    Field("host", LocalText("主持人"), "person", required=True),
    Field("topic", LocalText("议题"), "text"),
    Field("area", LocalText("区域"), "choice", choices=(("office", LocalText("办公区")),)),
    Field("blocked", LocalText("堵塞处数"), "number", unit="处"),
    Field("length", LocalText("时长"), "duration"),
    Field("books", LocalText("书目"), "reading_list"),
    Field("due", LocalText("期限"), "date"),
    Field("source", LocalText("来源"), "link"),
)
KIND = Kind("meeting", LocalText("例会"), FIELDS, attendance="optional", evidence=("minutes", "photo"))


def keep(upload):
    return Evidence(upload.kind, "f" * 64, upload.file.name, len(upload.file.read()))


def decode(text: str, *, kind: Kind = KIND, files=None):
    return activity.decode(
        kind=kind, unit="U02", data=QueryDict(text), files=MultiValueDict(files or {}), today=TODAY, keep=keep
    )


def test_whole_form_gives_the_whole_draft():
    filled = decode(
        "happened_on=2026-05-20&title=+五月+例会+&field-host=P02&field-topic=用电%0D%0A检修&field-area=office"
        "&field-blocked=4.5&field-length-hours=1&field-length-minutes=30&field-books=甲%0D%0A%0D%0A乙&field-due=2026-06-01"
        "&field-source=https://example.org/a&makes_up=2026-04-30&person-P02=present&person-P03=excused"
        "&person-P04=made_up&person-P05=absent&paper=minutes",
        files={
            "evidence-photo": [SimpleUploadedFile("现场.jpg", b"jpeg")],
            "evidence-plan": [SimpleUploadedFile("x", b"x")],
        },
    )
    assert filled.faults == {}
    assert filled.draft == Draft(
        "U02",
        "meeting",
        date(2026, 5, 20),
        "五月 例会",
        (
            ("host", "P02"),
            ("topic", "用电\r\n检修"),
            ("area", "office"),
            ("blocked", "4.5"),
            ("length", 90),
            ("books", ("甲", "乙")),
            ("due", "2026-06-01"),
            ("source", "https://example.org/a"),
        ),
        Attendance(4, 1, 1, 1, ("P02", "P03", "P04", "P05"), ("P02",), ("P03",), ("P04",)),
        (Evidence("minutes", "", ""), Evidence("photo", "f" * 64, "现场.jpg", 4)),
        date(2026, 4, 30),
    )


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        ("", "happened_on", "请填日期。"),
        ("happened_on=20.5.2026", "happened_on", "“20.5.2026”不是日期，请写成 2026-05-28。"),
        ("happened_on=2026-05-29", "happened_on", "这一天还没有到。做过以后再记。"),
        ("happened_on=2026-05-20", "field-host", "这一项必填。"),
        ("field-blocked=四", "field-blocked", "“四”不是数字。"),
        ("field-blocked=NaN", "field-blocked", "“NaN”不是数字。"),
        ("field-area=moon", "field-area", "请从列出的选项里选。"),
        ("field-source=javascript:1", "field-source", "链接要以 http:// 或 https:// 开头。"),
        ("field-length-hours=1.5", "field-length", "时长请写整数的小时和分钟。"),
        ("attendance=counts&count-expected=3&count-present=4", "attendance", "实到加请假不能多于应到。"),
        ("attendance=counts&count-expected=三", "attendance", "人数请写整数。"),
        ("attendance=counts&count-expected=" + 5_000 * "9", "attendance", "人数请写整数。"),
        ("attendance=counts", "attendance", "请点名，或者填应到和实到人数。"),
    ],
)
def test_fault_stands_beside_its_field(text, field, sentence):
    assert decode(text).faults[field] == sentence


def test_counts_without_names_make_an_attendance():
    filled = decode(
        "happened_on=2026-05-20&field-host=P1&attendance=counts&count-expected=30&count-present=28&count-excused=2"
    )
    assert filled.draft.attendance == Attendance(30, 28, 2)


def test_kind_that_expects_attendance_refuses_a_form_without_any():
    strict = Kind("drill", LocalText("演练"), attendance="expected")
    assert decode("happened_on=2026-05-20", kind=strict).faults == {"attendance": "请点名，或者填应到和实到人数。"}


def test_kept_file_returns_only_under_this_servers_seal():
    kept = Evidence("photo", "a" * 64, "旧.jpg", 9)
    data = QueryDict(mutable=True)
    data["happened_on"], data["field-host"] = "2026-05-20", "P02"
    data.setlist("kept", [activity.sealed(kept), activity.sealed(kept)[:-1] + "x", "a" * 64])
    filled = activity.decode(kind=KIND, unit="U02", data=data, files=MultiValueDict(), today=TODAY, keep=keep)
    assert filled.evidence == (kept,)


def test_file_over_the_limit_is_refused_and_the_others_are_kept(monkeypatch):
    monkeypatch.setattr(activity, "LARGEST_FILE", 3)
    filled = decode(
        "happened_on=2026-05-20&field-host=P02",
        files={
            "evidence-photo": [SimpleUploadedFile("大.jpg", b"1234"), SimpleUploadedFile("小.jpg", b"12")],
        },
    )
    assert filled.faults == {"evidence-photo": "“大.jpg”超过 50 MB，请压缩后再传。"}
    assert filled.evidence == (Evidence("photo", "f" * 64, "小.jpg", 2),)


def test_file_that_is_not_kept_is_said_beside_its_field_and_the_others_are_kept():
    def choosy(upload):
        if upload.file.name == "页.html":
            raise Refusal("evidence.page", name=upload.file.name)
        return keep(upload)

    files = MultiValueDict()
    files.setlist("evidence-photo", [SimpleUploadedFile("页.html", b"<html>"), SimpleUploadedFile("小.jpg", b"12")])
    data = QueryDict("happened_on=2026-05-20&field-host=P02")
    filled = activity.decode(kind=KIND, unit="U02", data=data, files=files, today=TODAY, keep=choosy)
    assert filled.faults == {
        "evidence-photo": "“页.html”是网页或矢量图，里面可能带脚本，不收。请另存为 PDF 或截图。",
    }
    assert filled.evidence == (Evidence("photo", "f" * 64, "小.jpg", 2),)
