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


def numbered(*paragraphs, abstract, numbers):
    """Return a document whose paragraphs are (numId, level, text), with one abstract list and some lists of it."""
    document = docx.Document()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {NS} w:abstractNumId="77">{abstract}</w:abstractNum>'))
    for number, override in numbers.items():
        root.append(parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="77"/>{override}</w:num>'))
    for number, level, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
    stream = io.BytesIO()
    document.save(stream)
    return [part.whole for part in docx_read.read(stream.getvalue()).paragraphs]


def level(form, text="%1."):
    return f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def test_automatic_numbers_of_two_lists_run_on_or_begin_anew():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert numbered(
        (81, 0, "甲"), (81, 0, "乙"), (82, 0, "丙"), (83, 0, "丁"), (83, 0, "戊"), (0, 0, "己"),
        abstract=level("decimal"), numbers={81: "", 82: "", 83: override},
    ) == ["1.甲", "2.乙", "3.丙", "1.丁", "2.戊", "己"]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimalEnclosedCircle", ["①", "②"]), ("upperRoman", ["I", "II"]), ("lowerRoman", ["i", "ii"]),
        ("upperLetter", ["A", "B"]), ("decimalZero", ["01", "02"]), ("japaneseCounting", ["一", "二"]),
        ("bullet", ["", ""]), ("none", ["", ""]),
    ],
)  # fmt: skip
def test_automatic_numbers_in_other_forms(form, shown):
    abstract = level(form, "%1" if shown[0] else "●")
    assert numbered((81, 0, ""), (81, 0, ""), abstract=abstract, numbers={81: ""}) == shown


def texts(*paragraphs):
    return [part.text for part in docx_read.read(saved(*paragraphs)).paragraphs]


def test_hidden_runs_fields_and_reading_aids_are_passed_over():
    hidden = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>明</w:t></w:r>"
    )
    field = "<w:fldSimple w:instr='PAGE'>" + run("3") + "</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>"
    ruby = "<w:r><w:ruby><w:rt>" + run("zì") + "</w:rt><w:rubyBase>" + run("自") + "</w:rubyBase></w:ruby></w:r>"
    assert texts(hidden, field, ruby) == ["明", "3", "自"]


def test_moved_text_stands_in_its_new_place_alone():
    moved = "<w:moveFrom w:id='1'>" + run("旧处") + "</w:moveFrom>", "<w:moveTo w:id='2'>" + run("新处") + "</w:moveTo>"
    assert texts(*moved) == ["", "新处"]


def test_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    end = "<w:pPr><w:rPr><w:del w:id='3' w:author='x'/></w:rPr></w:pPr>"
    assert texts(end + run("（前半"), run("后半）"), end + run("末段")) == ["（前半后半）", "末段"]


def test_deleted_row_of_a_table_is_passed_over():
    document = docx.Document()
    table = document.add_table(rows=2, cols=1)
    for row, text in zip(table.rows, ("留", "删"), strict=True):
        row.cells[0].text = text
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {NS} w:id="9" w:author="x"/>'))
    stream = io.BytesIO()
    document.save(stream)
    assert [part.text for part in docx_read.read(stream.getvalue()).paragraphs] == ["留"]


def test_footnotes_and_endnotes_stand_behind_the_body():
    body = f"<w:document {NS}><w:body><w:p>" + run("正文") + "</w:p></w:body></w:document>"
    foot = f"<w:footnotes {NS}><w:footnote><w:p>" + run("脚注") + "</w:p></w:footnote></w:footnotes>"
    end = f"<w:endnotes {NS}><w:endnote><w:p>" + run("尾注") + "</w:p></w:endnote></w:endnotes>"
    content = zipped(word__document__xml=body, word__footnotes__xml=foot, word__endnotes__xml=end)
    assert docx_read.read(content) == Document(
        (Paragraph(1, "正文"), Paragraph(2, "脚注", place="footnote"), Paragraph(3, "尾注", place="footnote"))
    )


def test_heading_that_wps_writes_without_its_level():
    styles = (
        f"<w:styles {NS}><w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/></w:style></w:styles>"
    )
    body = (
        f"<w:document {NS}><w:body><w:p><w:pPr><w:pStyle w:val='2'/></w:pPr>"
        + run("（一）学习")
        + "</w:p></w:body></w:document>"
    )
    assert docx_read.read(zipped(word__document__xml=body, word__styles__xml=styles)) == Document(
        (Paragraph(1, "（一）学习", level=2),)
    )


def test_strict_form_and_another_name_of_the_main_part():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<w:document xmlns:w='{strict}'><w:body><w:p>" + run("正文") + "</w:p></w:body></w:document>"
    relations = '<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    content = zipped(word__document2__xml=body, _rels__DOTrels=relations)
    assert docx_read.read(content) == Document((Paragraph(1, "正文"),))


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__xml", ".xml").replace("DOT", ".").replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.not_docx"),
        (b"hello", "document.not_docx"),
        (b"%PDF-1.7", "document.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "document.old_or_locked"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "document.not_docx"),
        (saved(run("x"))[:-400], "document.damaged"),
        (zipped(**{"word__document.xml": "<w:p"}), "document.damaged"),
        (zipped(**{"word__document.xml": b"0" * (docx_read.UNPACKED_LIMIT + 1)}), "document.too_large"),
        (zipped(**{"word__document.xml": b"0" * (docx_read.TEXT_LIMIT + 1)}), "document.too_large"),
        (zipped(**{"word__document.xml": b"<p/>" * (docx_read.TAG_LIMIT + 1)}), "document.too_large"),
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


@pytest.mark.parametrize("value", ["", "x", "-1", "９", "1" * 5000])
def test_levels_that_cannot_be_read_are_no_headings(value):
    wrong = f'<w:pPr><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{value}"/></w:pPr>'
    document = f"<w:document {NS}><w:body><w:p>{wrong}{run('正文')}</w:p></w:body></w:document>"
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    content = zipped(**{"word__document.xml": document, "word__numbering.xml": numbering})
    assert [(part.text, part.level) for part in docx_read.read(content).paragraphs] == [("正文", 0)]
