"""One model, three forms: the same figures in each, and each as it should be."""

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from lxml import etree
from lxml import html as lxml_html

from tests import reporting, tools
from zicha.core import figures, report
from zicha.formats import docx_read, docx_write, docx_write_zip, html, report_json

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = "{urn:zicha:report:1}"


@pytest.fixture(scope="module")
def composed():
    return reporting.compose()


@pytest.fixture(scope="module")
def written(composed):
    return docx_write.render(composed)


@pytest.fixture(scope="module")
def page(composed):
    return html.render(composed, figure_link="/figure/{id}/", entry_link="/entries/{seq}/")


def part(data, name):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def controls(data):
    return [
        (control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), "".join(control.itertext(f"{W}t")))
        for control in part(data, "word/document.xml").iter(f"{W}sdt")
    ]


def test_the_three_forms_hold_the_same_figures(composed, written, page):
    expected = [(figure.id, figure.text) for figure in composed.figures]
    assert len(expected) >= 4
    assert [(tag.removeprefix("zicha:"), text) for tag, text in controls(written)] == expected
    links = lxml_html.fromstring(page.decode()).xpath("//a[@class='figure']")
    assert [(link.get("data-figure"), link.text) for link in links] == expected
    shape = json.loads(report_json.render(composed))
    runs = [run for section in flat(shape["sections"]) for block in section["blocks"] for run in block.get("runs", ())]
    assert [(run["figure"], run["text"]) for run in runs if "figure" in run] == expected
    assert [(each["figure"], each["text"], each["records"]) for each in shape["figures"]] == [
        (each.id, each.text, list(each.records)) for each in report.distinct(composed.figures)
    ]


def flat(sections):
    for section in sections:
        yield section
        yield from flat(section["sections"])


def test_every_figure_stands_in_a_hidden_bookmark_that_the_marks_name(composed, written):
    document = part(written, "word/document.xml")
    starts = list(document.iter(f"{W}bookmarkStart"))
    names = [name for mark in starts if (name := mark.get(f"{W}name")).startswith("_zc_")]
    marks = part(written, "customXml/item9.xml")
    listed = [
        (each.get("bookmark"), each.get("id"), each.get("text"), each.get("records"))
        for each in marks.iter(f"{MARKS}figure")
    ]
    assert listed == [
        (figures.bookmark(each.id, place), each.id, each.text, " ".join(map(str, each.records)))
        for place, each in enumerate(composed.figures, start=1)
    ]
    assert [name for name, *_ in listed] == names
    assert len({mark.get(f"{W}name") for mark in starts}) == len({mark.get(f"{W}id") for mark in starts}) == len(starts)
    assert (marks.get("id"), marks.get("as_known_at")) == ("rep-plain-U1-2026H1", "2026-07-10T08:00:00Z")
    assert all(control.getparent().tag == f"{W}p" for control in document.iter(f"{W}sdt"))


def test_the_report_is_named_in_custom_properties(composed, written):
    properties = part(written, "docProps/custom.xml")
    assert {each.get("name"): "".join(each.itertext()) for each in properties} == {
        "zicha.report": "rep-plain-U1-2026H1", "zicha.scheme": "plain", "zicha.version": "1", "zicha.unit": "U1",
        "zicha.period": "2026H1", "zicha.subtree": "false", "zicha.language": "zh", "zicha.on": "2026-07-10",
        "zicha.as_known_at": "2026-07-10T08:00:00Z", "zicha.snapshot": "",
        "zicha.figures.1": ";".join(f"{each.id}={each.text}" for each in composed.figures),
    }  # fmt: skip


def test_python_docx_opens_it_and_finds_the_layout(written, composed):
    document = docx.Document(io.BytesIO(written))
    section = document.sections[0]
    sizes = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
    )
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 26, 35, 28]
    styles = [
        paragraph.style.name for paragraph in document.paragraphs if paragraph.style.name.lower().startswith("heading")
    ]
    assert styles == ["Heading 1", "Heading 2", "Heading 1", "Heading 1"]
    normal = document.styles["Normal"].paragraph_format
    assert normal.line_spacing.twips == 579
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert len(table.rows) == 1 + len(
        next(b for s in report.walk(composed.sections) for b in s.blocks if isinstance(b, report.Table)).rows
    )


def test_the_reader_of_documents_reads_every_word(composed, written):
    read = docx_read.read(written)
    said = [re.sub(r"\s", "", each.text) for each in read.paragraphs]
    wanted = [
        re.sub(r"\s|\x01", "", block.text)
        for section in report.walk(composed.sections)
        for block in section.blocks
        if isinstance(block, report.Paragraph)
    ]
    assert [text for text in wanted if text not in said] == []


def test_equal_reports_give_equal_bytes_with_a_fixed_date(composed, written):
    assert docx_write.render(reporting.compose()) == written
    archive = zipfile.ZipFile(io.BytesIO(written))
    assert archive.testzip() is None
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.namelist()[0] == "[Content_Types].xml"
    assert docx_write.render(reporting.compose(seed=6)) != written


def test_what_people_wrote_is_text_in_every_form(composed, written, page):
    document = part(written, "word/document.xml")
    assert "<b>&第二段{nosuch}" in "".join(document.itertext(f"{W}t"))
    assert b"&lt;b&gt;&amp;" in page
    assert b"<b>" not in page
    assert lxml_html.fromstring(page.decode()).xpath("//span[@class='unknown']/text()") == ["{nosuch}"]


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        ("一中队", ("一中队2026年上半年自查报告",)),
        ("城东区综合执法支队第一执法大队一中队", ("城东区综合执法支队第一执法大队一中队", "2026年上半年自查报告")),
    ],
)
def test_a_long_title_is_cut_where_a_reader_pauses(unit, lines):
    assert docx_write.title_lines(reporting.compose(unit_name=unit)) == lines


def test_the_page_is_whole_in_itself(page):
    tree = lxml_html.fromstring(page.decode())
    assert tree.xpath("//script|//link|//img|//iframe") == []
    assert "url(" not in page.decode()
    assert tree.xpath("//meta[@name='zicha-report']/@content") == ["rep-plain-U1-2026H1"]
    assert tree.xpath("//td[1]/a/@href")[0].startswith("/entries/")


def test_a_name_in_a_table_is_not_cut_and_long_text_gives_way(composed):
    names = ("2月10日", "第一支部书记张三", "按月公布计划", "王五")
    table = report.Table(
        "表1", ("日期", "单位", "措施", "责任人"), (report.Row(names, 7),), (250,) * 4, (False, False, True, False)
    )
    section = report.Section("work", "一、", "情况", 1, (table,))
    page = lxml_html.fromstring(
        html.render(replace(composed, sections=(section,)), figure_link="/{id}/", entry_link="/{seq}/")
    )
    assert [(cell.get("class"), cell.text_content()) for cell in page.xpath("//td")] == [
        ("short", "2月10日"),
        (None, "第一支部书记张三"),
        ("wide", "按月公布计划"),
        ("short", "王五"),
    ]


def test_a_link_holds_any_unit(composed):
    figure = composed.figures[0]
    assert re.search(
        r'href="/figure/fig-studies-U1-2026H1/"',
        html.render(composed, figure_link="/figure/{id}/", entry_link="").decode(),
    )
    assert figure.id == "fig-studies-U1-2026H1"


def test_a_zip_written_by_hand_is_one_python_reads():
    content = {"a.txt": b"", "目录/b.txt": "字".encode() * 9999}
    data = docx_write_zip.pack([docx_write_zip.deflate(name, each) for name, each in content.items()])
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == content


@pytest.mark.needs("soffice", "pdftotext")
def test_libreoffice_opens_it_and_loses_no_figure(composed, written, tmp_path):
    (tmp_path / "r.docx").write_bytes(written)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form, folder in (("pdf", tmp_path), ("docx", tmp_path / "again")):
        subprocess.run(
            [tools.program("soffice"), profile, "--headless", "--convert-to", form, "--outdir", folder, tmp_path / "r.docx"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    words = re.sub(
        r"\s",
        "",
        subprocess.run(
            [tools.program("pdftotext"), tmp_path / "r.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout,
    )
    facts = [
        block.text
        for section in composed.sections
        for block in section.blocks
        if isinstance(block, report.Paragraph) and block.role == "facts"
    ]
    assert [text for text in facts if re.sub(r"\s", "", text) not in words] == []
    assert "—1—" in words
    again = part((tmp_path / "again" / "r.docx").read_bytes(), "word/document.xml")
    names = [mark.get(f"{W}name") for mark in again.iter(f"{W}bookmarkStart")]
    assert [
        name
        for name in (figures.bookmark(each.id, place) for place, each in enumerate(composed.figures, 1))
        if name not in names
    ] == []
