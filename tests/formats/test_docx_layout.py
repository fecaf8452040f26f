"""GB/T 9704-2012 measured on the pages that LibreOffice makes; `python -m bench layout` prints the same measures."""

import io
import re
import zipfile

import pytest
from lxml import etree

from tests import official, pages
from zicha.core.official_document import OfficialDocument, attached, headed, plain
from zicha.core.report import Signature
from zicha.formats import docx_write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
pytestmark = pytest.mark.needs("soffice", "pdftotext", "pdftoppm")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    return pages.rendered(docx_write.render_document(official.long_report()), tmp_path_factory.mktemp("layout"))


@pytest.fixture(scope="module")
def read(pdf):
    return pages.read(pdf)


def row(read, text):
    return next((page, each) for page in read for each in page.rows if each.text.startswith(text))


def below(read, text, steps=1):
    page, found = row(read, text)
    return page.rows[page.rows.index(found) + steps]


def test_a_full_page_has_22_rows_of_28_characters_to_the_right_edge(pdf, read):
    measured = pages.measure(pdf, table_head="日期", ends={official.DATE})
    assert len(read) >= 9
    assert {(round(page.width), round(page.height)) for page in read} == {(210, 297)}
    assert set(measured.rows) == {22}
    assert len(measured.rows) >= 5
    assert measured.off_grid < 0.5
    assert set(measured.characters) <= {27, 28}
    assert measured.characters[28] > 0.9 * sum(measured.characters.values())
    assert measured.edges > 80
    assert measured.edge < 0.5


def test_nothing_leaves_the_text_block(read):
    rows = [each for page in read for each in page.rows]
    assert min(each.left for each in rows) >= pages.LEFT - 1
    assert max(each.right for each in rows) <= pages.RIGHT + 1
    assert min(word.top for each in rows for word in each.words) >= pages.TOP - 5


def test_page_numbers_stand_7_mm_below_the_text_on_the_outer_side(pdf, read):
    measured = pages.measure(pdf, table_head="日期", ends={official.DATE})
    assert [page.footer[0].text for page in read] == [f"—{number}—" for number in range(1, len(read) + 1)]
    assert 6.5 < measured.dash[0] <= measured.dash[1] < 7.5
    assert 4.4 < measured.outer[0] <= measured.outer[1] < 5.6


def test_the_title_is_broken_between_words_and_the_addressee_is_flush_left(read):
    first = read[0].rows
    assert [each.text for each in first[:3]] == [
        "海州市城市管理和综合行政执法局", "第三执法支队2026年上半年", "安全生产责任制落实情况自查报告",
    ]  # fmt: skip
    middles = [(each.left + each.right) / 2 / pages.MM for each in first[:3]]
    assert middles == pytest.approx([106, 106, 106], abs=0.5)
    assert first[3].text == "海州市安全生产委员会："
    assert first[3].left == pytest.approx(pages.LEFT, abs=1)
    assert (first[3].middle - first[2].middle) / pages.PITCH == pytest.approx(2, abs=0.1)


def test_a_table_repeats_its_head_on_every_page(read):
    heads = [number for number, page in enumerate(read, start=1) if page.rows[0].text == "日期名称负责人实到/应到"]
    assert heads
    cells = [each.text for page in read for each in page.rows if re.search(r"第\d+次检查", each.text)]
    assert [int(re.search(r"第(\d+)次", each)[1]) for each in cells] == [*range(1, 31), *range(1, 25)]


def test_the_note_of_attachments_stands_one_row_below_the_body(read):
    page, note = row(read, "附件：1.")
    before = page.rows[page.rows.index(note) - 1]
    assert (note.middle - before.middle) / pages.PITCH == pytest.approx(2, abs=0.1)
    assert note.left == pytest.approx(pages.LEFT + 2 * 15.75, abs=1)
    wrapped, second = below(read, "附件：1."), below(read, "附件：1.", 2)
    assert second.text == "2.问题整改台账"
    assert note.words[1].left == pytest.approx(wrapped.left, abs=1)
    assert second.words[-1].left == pytest.approx(wrapped.left, abs=1)
    assert not re.search("[。；，]$", wrapped.text)


def test_each_attachment_begins_a_page_with_its_number_and_its_title_on_the_third_row(read):
    for label, title in (("附件1", "2026年上半年消防通道"), ("附件2", "问题整改台账")):
        page, found = next((page, page.rows[0]) for page in read if page.rows[0].text == label)
        assert found.left == pytest.approx(pages.LEFT, abs=1)
        assert page.rows[1].text.startswith(title)
        assert (page.rows[1].middle - found.middle) / pages.PITCH == pytest.approx(2, abs=0.1)


def test_without_a_stamp_the_date_begins_two_characters_behind_the_organisation(tmp_path):
    unit = official.UNIT
    document = OfficialDocument(
        "自查报告", (headed("概况", [plain("好。")], place=1),), Signature(unit, "2026年7月1日")
    )
    read = pages.read(pages.rendered(docx_write.render_document(document), tmp_path))
    _page, organisation = row(read, unit)
    day = below(read, unit)
    assert (pages.RIGHT - organisation.right) / 15.75 == pytest.approx(2, abs=0.3)
    assert (day.left - organisation.left) / 15.75 == pytest.approx(2, abs=0.4)
    assert (organisation.middle - row(read, "好。")[1].middle) / pages.PITCH == pytest.approx(2, abs=0.1)


def test_a_date_longer_than_the_organisation_moves_it_left(tmp_path):
    document = OfficialDocument(
        "自查报告", (headed("概况", [plain("好。")], place=1),), Signature("供水公司", "2026年11月24日")
    )
    read = pages.read(pages.rendered(docx_write.render_document(document), tmp_path))
    _page, organisation = row(read, "供水公司")
    day = below(read, "供水公司")
    assert (day.left - organisation.left) / 15.75 == pytest.approx(2, abs=0.1)
    # LibreOffice sets a quarter of a character between hanzi and digits, five times; Word does not.
    assert 0.5 < (pages.RIGHT - day.right) / 15.75 < 2.3


def test_with_a_stamp_the_organisation_is_centred_over_the_date_four_characters_from_the_right(tmp_path):
    signature = Signature(official.ORGANISATION, official.DATE, sealed=True)
    document = OfficialDocument("自查报告", (headed("概况", [plain("好。")], place=1),), signature)
    read = pages.read(pages.rendered(docx_write.render_document(document), tmp_path))
    _page, organisation = row(read, official.ORGANISATION)
    day = below(read, official.ORGANISATION)
    # LibreOffice sets a quarter of a character between hanzi and digits, four times; Word does not.
    assert 3 < (pages.RIGHT - day.right) / 15.75 < 4.3
    assert (day.left + day.right) / 2 == pytest.approx((organisation.left + organisation.right) / 2, abs=4)
    # A stamp of 42 mm, its centre half a row above the signature's middle, begins within one row of the body.
    body = row(read, "好。")[1].middle + pages.PITCH / 2
    top = (organisation.middle + day.middle) / 2 - pages.PITCH / 2 - 21 * pages.MM
    assert 0 <= top - body <= pages.PITCH


def test_a_signature_never_stands_alone_on_a_page(tmp_path):
    for rows in (17, 18, 19):
        signature = Signature("甲单位", "2026年7月1日", sealed=True)
        document = OfficialDocument("报告", (headed("概况", [plain("好。")] * rows, place=1),), signature)
        last = pages.read(pages.rendered(docx_write.render_document(document), tmp_path))[-1]
        assert last.rows[0].text in ("报告", "好。")


def test_headings_are_styles_with_outline_levels():
    data = docx_write.render_document(official.long_report())
    archive = zipfile.ZipFile(io.BytesIO(data))
    styles = etree.fromstring(archive.read("word/styles.xml"))
    levels = {
        style.get(f"{W}styleId"): style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    assert levels == {"Heading1": "0", "Heading2": "1", "Heading3": "2", "Heading4": "3"}
    used = [each.get(f"{W}val") for each in etree.fromstring(archive.read("word/document.xml")).iter(f"{W}pStyle")]
    assert [each for each in used if each.startswith("Heading")] == [
        "Heading1",
        "Heading2",
        "Heading2",
        "Heading1",
        "Heading1",
    ]


def test_minutes_are_written_by_the_same_writer(tmp_path):
    data = docx_write.render_document(official.minutes())
    assert [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "custom" in name] == []
    read = pages.read(pages.rendered(data, tmp_path))
    first = [each.text for each in read[0].rows]
    assert first[0] == "第三执法支队安全生产工作专题会议纪要"
    assert [each for each in first if re.match("[一二]、|[12][.]", each)] == [
        "一、关于消防通道", "1.一中队两周内清理仓库北侧通道。", "2.二中队每周五上报检查情况。", "二、关于台账",
    ]  # fmt: skip
    present = row(read, "出席：李明")[1]
    assert present.left == pytest.approx(pages.LEFT + 2 * 15.75, abs=1)
    assert below(read, "出席：").left == pytest.approx(present.left + 3 * 15.75, abs=1.5)
    assert row(read, "请假：钱宁")[1].left == pytest.approx(present.left, abs=1)


def test_a_single_attachment_has_no_number(tmp_path):
    document = OfficialDocument(
        "报告", (headed("概况", [plain("好。")], place=1),), attachments=attached([("清单", [plain("一。")])])
    )
    read = pages.read(pages.rendered(docx_write.render_document(document), tmp_path))
    assert [page.rows[0].text for page in read] == ["报告", "附件"]
    assert row(read, "附件：")[1].text == "附件：清单"
