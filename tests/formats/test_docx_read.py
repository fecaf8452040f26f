"""The Word reader on documents made here: what python-docx leaves out, and what must not count twice."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

from zicha.core.document import Document, Paragraph, Placed
from zicha.core.findings import Refusal
from zicha.formats import docx_read, text_read

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(*paragraphs):
    document = docx.Document()
    body = document.element.body
    for xml in paragraphs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {NS}>{xml}</w:p>"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_control_insertion_link_and_deletion():
    content = saved(
        run("共")
        + '<w:sdt><w:sdtPr><w:alias w:val="数据 fig-a-U1-2026H1"/></w:sdtPr><w:sdtContent>' + run("12") + "</w:sdtContent></w:sdt>"
        + "<w:del w:id='1' w:author='x'><w:r><w:delText>旧</w:delText></w:r></w:del>"
        + "<w:ins w:id='2' w:author='x'>" + run("次") + "</w:ins>"
        + "<w:hyperlink>" + run("。") + "</w:hyperlink>"
    )  # fmt: skip
    assert docx_read.read(content) == Document((Paragraph(1, "共12次。", figures=(Placed(1, 3, "fig-a-U1-2026H1"),)),))


def test_text_box_once_although_it_stands_twice():
    box = "<w:txbxContent><w:p>" + run("框内") + "</w:p></w:txbxContent>"
    content = saved(
        run("框外") + "<w:r><mc:AlternateContent><mc:Choice Requires='x'>" + box + "</mc:Choice>"
        "<mc:Fallback>" + box + "</mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    assert docx_read.read(content) == Document((Paragraph(1, "框外"), Paragraph(2, "框内", place="textbox")))


def test_table_heading_and_title():
    document = docx.Document()
    document.add_paragraph("自查报告", style="Title")
    document.add_heading("工作开展情况", level=1)
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "3次"
    stream = io.BytesIO()
    document.save(stream)
    assert docx_read.read(stream.getvalue()) == Document(
        (
            Paragraph(1, "自查报告", is_title=True),
            Paragraph(2, "工作开展情况", level=1),
            Paragraph(3, "", place="table"),
            Paragraph(4, "3次", place="table"),
        )
    )


def test_automatic_numbers_are_resolved():
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {NS} w:abstractNumId="77">'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    root.append(parse_xml(f'<w:num {NS} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in ((0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊")):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )
    stream = io.BytesIO()
    document.save(stream)
    assert [part.whole for part in docx_read.read(stream.getvalue()).paragraphs] == [
        "一、甲",
        "一.1乙",
        "一.2丙",
        "二、丁",
        "二.1戊",
    ]


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.not_docx"),
        (b"hello", "document.not_docx"),
        (b"%PDF-1.7", "document.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document.old_or_locked"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "document.not_docx"),
        (saved(run("x"))[:-400], "document.not_docx"),
        (zipped(**{"word__document.xml": "<w:p"}), "document.damaged"),
        (zipped(**{"word__document.xml": b"0" * (docx_read.UNPACKED_LIMIT + 1)}), "document.too_large"),
    ],
)
def test_unreadable_files_are_refused(content, code):
    with pytest.raises(Refusal) as refusal:
        docx_read.read(content)
    assert refusal.value.code == code


def test_entities_are_never_expanded():
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "'
        + "x" * 1000
        + '">]><w:document '
        + NS
        + "><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>"
    )
    assert docx_read.read(zipped(**{"word__document.xml": bomb})) == Document((Paragraph(1, ""),))


def test_text_in_both_encodings():
    expected = Document((Paragraph(1, "自查报告"), Paragraph(2, "一、学习")))
    assert [
        text_read.read("自查报告\n一、学习\n".encode(encoding), markdown=False) for encoding in ("utf-8-sig", "gb18030")
    ] == [expected, expected]


def test_markdown_headings_are_levels():
    assert text_read.read("# 自查报告\n## 一、学习\n正文#1\n".encode(), markdown=True) == Document(
        (Paragraph(1, "自查报告", is_title=True), Paragraph(2, "一、学习", level=1), Paragraph(3, "正文#1"))
    )


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\xfd"])
def test_text_of_unknown_bytes_is_refused(content):
    with pytest.raises(Refusal) as refusal:
        text_read.read(content, markdown=False)
    assert refusal.value.code == "document.not_text"
