"""A report with attachments and room for a stamp, from the scheme's outline to each of its forms."""

import dataclasses
import io
import json
import zipfile

import pytest
from lxml import etree
from lxml import html as lxml_html

from tests import ledgers, reporting
from zicha.core import scheme_diff, scheme_plain
from zicha.core.scheme import Section
from zicha.core.text import LocalText
from zicha.formats import docx_write, html, report_json, scheme_yaml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ATTACHMENTS = (
    Section("table", LocalText("学习情况一览表", "Sessions"), facts=LocalText("共{studies}次。"), kinds=("study",)),
    Section("list", LocalText("问题清单", "Problems"), prose=True, sections=(Section("open", LocalText("未完成的", "Open"), gaps=True),)),
)  # fmt: skip


def scheme(attachments=ATTACHMENTS, *, seal=True):
    outline = dataclasses.replace(
        ledgers.SCHEME.report, sections=ledgers.SCHEME.report.sections[1:], attachments=attachments, seal=seal
    )
    return dataclasses.replace(ledgers.SCHEME, report=outline)


@pytest.fixture(scope="module")
def composed():
    return reporting.compose(scheme=scheme(), prose={"list": "无。"})


def test_attachments_are_composed_like_sections_and_numbered(composed):
    assert [(each.id, each.number, each.title, each.level) for each in composed.attachments] == [
        ("table", "附件1", "学习情况一览表", 0), ("list", "附件2", "问题清单", 0),
    ]  # fmt: skip
    assert [(each.number, each.title, each.level) for each in composed.attachments[1].sections] == [
        ("一、", "未完成的", 1)
    ]
    assert composed.signature.sealed
    assert [figure.measure for figure in composed.figures if figure.measure == "studies"] == ["studies"]


def test_a_single_attachment_has_no_number():
    composed = reporting.compose(scheme=scheme(ATTACHMENTS[:1], seal=False), prose={})
    assert [(each.number, each.title) for each in composed.attachments] == [("附件", "学习情况一览表")]
    english = reporting.compose(scheme=scheme(), prose={}, language="en")
    assert [(each.number, each.title) for each in english.attachments] == [
        ("Annex 1", "Sessions"),
        ("Annex 2", "Problems"),
    ]


def test_every_form_holds_the_attachments_and_their_figures(composed):
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(docx_write.render(composed))).read("word/document.xml"))
    text = ["".join(each.itertext(f"{W}t")) for each in document.iter(f"{W}p")]
    assert [each for each in text if each.startswith("附件")] == ["附件：1.学习情况一览表", "附件1", "附件2"]
    assert (
        text.index("附件：1.学习情况一览表") < text.index("2026年7月10日") < text.index("附件1") < text.index("附件2")
    )
    expected = [(figure.id, figure.text) for figure in composed.figures]
    tags = [
        (each.find(f"{W}sdtPr/{W}tag").get(f"{W}val").removeprefix("zicha:"), "".join(each.itertext(f"{W}t")))
        for each in document.iter(f"{W}sdt")
    ]
    assert tags == expected
    page = lxml_html.fromstring(html.render(composed, figure_link="/f/{id}", entry_link="/e/{seq}").decode())
    assert [(each.get("data-figure"), each.text) for each in page.xpath("//a[@class='figure']")] == expected
    assert page.xpath("//section[@class='attached']/h2/text()") == ["学习情况一览表", "问题清单"]
    assert page.xpath("//div[@class='note']//a/text()") == ["1. 学习情况一览表", "2. 问题清单"]
    assert page.xpath("//div[@class='sign sealed']//p/text()") == ["城东支队一中队", "2026年7月10日"]
    shape = json.loads(report_json.render(composed))
    assert [each["number"] for each in shape["attachments"]] == ["附件1", "附件2"]
    assert shape["signature"] == {"organisation": "城东支队一中队", "date": "2026年7月10日", "sealed": True}


def test_a_scheme_keeps_its_attachments_when_it_is_stored_and_says_what_changed():
    made = scheme()
    assert scheme_plain.from_plain(json.loads(json.dumps(scheme_plain.to_plain(made)))) == made
    changes = [change.text.zh for change in scheme_diff.diff(scheme((), seal=False), made)]
    assert len([change for change in changes if "学习情况一览表" in change]) == 1
    assert len([change for change in changes if "加盖印章" in change]) == 1


FILE = """
id: reading-room
version: "1"
title: 阅览室
clauses: {c: {number: 第一条, text: 每月盘点。}}
kinds: {count: {title: 盘点}}
duties: {monthly: {title: 盘点, clause: c, fulfilled_by: {kind: count}, cadence: {at_least: 1, per: month}}}
measures: {counts: {title: 盘点次数, unit: 次, count: {kind: count}}}
report:
  title: "{unit}报告"
  seal: true
  sections: [{title: 概况, facts: "盘点{counts}次。"}]
  attachments:
    - {title: 盘点一览表, list: [%s]}
    - {id: more, title: 说明, prose: true}
"""


def test_a_scheme_file_names_attachments_and_the_stamp():
    read = scheme_yaml.read((FILE % "count").encode(), name="room.yaml", language="zh")
    assert [finding for finding in read.findings if finding.severity == "error"] == []
    assert read.scheme.report.seal
    assert [(each.id, each.title.zh, each.kinds, each.prose) for each in read.scheme.report.attachments] == [
        ("a1", "盘点一览表", ("count",), False), ("more", "说明", (), True),
    ]  # fmt: skip


def test_an_attachment_that_lists_an_unknown_kind_is_named_with_its_line():
    read = scheme_yaml.read((FILE % "counting").encode(), name="room.yaml", language="zh")
    found = [(finding.code, finding.place) for finding in read.findings if finding.severity == "error"]
    assert [code for code, _place in found] == ["scheme.kind_unknown"]
    assert found[0][1] == "room.yaml 第 14 行第 29 列"
