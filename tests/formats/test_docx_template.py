"""An organisation's own template: what is read from it, what it becomes, and what a hostile one cannot do."""

import dataclasses
import io
import json
import re
import zipfile

import docx
import pytest
from docx.shared import Pt
from lxml import etree

from tests import ledgers, pages, reporting
from zicha.core import report_outline, template_slots, template_tags
from zicha.core.findings import Refusal
from zicha.core.scheme import Section
from zicha.core.text import LocalText
from zicha.formats import docx_figures, docx_read, docx_template, docx_template_values, docx_write
from zicha.services import templates

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def scheme():
    attached = Section("table", LocalText("学习情况一览表", "Sessions"), kinds=("study",))
    outline = ledgers.SCHEME.report
    return dataclasses.replace(ledgers.SCHEME, report=dataclasses.replace(outline, attachments=(attached,)))


def composed(**asked):
    material = reporting.material(scheme=scheme(), **asked)
    every = tuple(measure.id for measure in material.scheme.measures)
    return report_outline.compose(dataclasses.replace(material, asked=every))


def written(*paragraphs, header="", cell="", properties=None):
    """Return a template made by python-docx, a stranger to zicha's styles."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        document.add_table(rows=1, cols=2).rows[0].cells[1].text = cell
    for name, value in (properties or {}).items():
        setattr(document.core_properties, name, value)
    return saved(document)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def check(content):
    return templates.check(content=content, scheme=scheme(), language="zh")


def fill(content, report=None, **more):
    report = report or composed()
    return docx_template.fill(content, values=docx_template_values.values(report, used=check(content).used), **more)


def texts(content):
    return [paragraph.text for paragraph in docx_read.read(content).paragraphs]


def root(content, name="word/document.xml"):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def test_texts_are_filled_in_wherever_they_stand():
    filled = fill(written("{{ title }}", "{{ unit }}：{{ period }}", header="{{ unit }}内部", cell="{{ date }}"))
    assert texts(filled)[:2] == ["城东支队一中队2026年上半年自查报告", "城东支队一中队：2026年上半年"]
    assert "2026年7月10日" in texts(filled)
    headers = [name for name in zipfile.ZipFile(io.BytesIO(filled)).namelist() if "header" in name]
    assert "".join(root(filled, headers[0]).itertext(f"{W}t")) == "城东支队一中队内部"


def test_a_tag_that_word_split_into_runs_is_one_tag():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ un", "it }", "}！"):
        paragraph.add_run(piece)
    assert check(saved(document)).used == ("unit",)
    assert texts(fill(saved(document)))[0] == "城东支队一中队！"


def test_a_section_becomes_paragraphs_and_tables_in_the_templates_own_styles():
    report = composed()
    filled = fill(written("甲", "{{ headings.work }}", "{{ sections.work }}", "乙"), report)
    said = texts(filled)
    assert said[:3] == ["甲", "一、工作情况", report.sections[0].blocks[0].text]
    assert said[-1] == "乙"
    body = root(filled).find(f"{W}body")
    rows = next(
        block for section in report.sections[0].sections for block in section.blocks if hasattr(block, "rows")
    ).rows
    assert next(len(table.findall(f"{W}tr")) for table in body.iter(f"{W}tbl")) == len(rows) + 1
    styles = {style.get(f"{W}styleId"): style for style in root(filled, "word/styles.xml").iter(f"{W}style")}
    used = {each.get(f"{W}val") for name in ("pStyle", "tblStyle", "rStyle") for each in body.iter(f"{W}{name}")}
    assert used <= set(styles)
    # The template's own heading 2 and body text serve; what it has no style for comes with ours.
    assert sum(style.find(f"{W}name").get(f"{W}val").lower() == "heading 2" for style in styles.values()) == 1
    assert "记录表" in {style.find(f"{W}name").get(f"{W}val") for style in styles.values()}


def test_figures_stay_traceable_alone_and_in_sections():
    report = composed()
    document = docx.Document()
    run = document.add_paragraph("本期学习").add_run("{{ figures.studies }}次，满{{ figures.attendance }}")
    run.bold, run.font.size = True, Pt(20)
    document.add_paragraph("{{ body }}")
    filled = fill(saved(document), report)
    figures = {figure.measure: figure for figure in report.asked}
    assert texts(filled)[0] == f"本期学习{figures['studies'].text}次，满{figures['attendance'].text}"
    marked = docx_figures.read(filled)
    in_text = sorted(figure.id for figure in report.figures)
    assert sorted(each.figure for paragraph in marked.document.paragraphs for each in paragraph.figures) == sorted(
        [*in_text, figures["studies"].id, figures["attendance"].id]
    )
    assert marked.origin is not None
    assert sorted(each.id for each in marked.written) == sorted(
        [*in_text, figures["studies"].id, figures["attendance"].id]
    )
    bold = [each for each in root(filled).iter(f"{W}sdt") if each.find(f"{W}sdtContent/{W}r/{W}rPr/{W}b") is not None]
    assert len(bold) == 2


def test_conditions_take_or_leave_whole_paragraphs():
    content = written("{%p if addressee %}", "致{{ addressee }}", "{%p else %}", "无主送", "{%p endif %}", "末")
    assert texts(fill(content)) == ["致上级单位：", "末"]


def test_attachments_come_with_their_note_from_a_new_page():
    filled = fill(written("{{ body }}", "{{ attachment_note }}", "{{ date }}", "{{ attachments }}"))
    said = texts(filled)
    assert (
        said.index("附件：学习情况一览表")
        < said.index("2026年7月10日")
        < said.index("附件")
        < said.index("学习情况一览表")
    )
    label = next(each for each in root(filled).iter(f"{W}p") if "".join(each.itertext(f"{W}t")) == "附件")
    assert label.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "AttachmentLabel"


def test_a_section_beside_words_is_text():
    content = written("情况：{{ sections.next }}")
    assert [(fault.code, fault.severity) for fault in check(content).faults if fault.paragraph] == [
        ("templates.as_text", "warning")
    ]
    assert texts(fill(content)) == ["情况：1.按月公布计划。\n2.两周内补学。"]


def test_what_people_wrote_is_never_a_tag():
    filled = fill(written("{{ sections.work }}", "{{ unit }}"), composed(unit_name="{{ 7*7 }}<w:p/>&\ue0000\ue001"))
    assert texts(filled)[-1] == "{{ 7*7 }}<w:p/>&0"
    assert "<b>&第二段{nosuch}" in texts(filled)


def changed(content, member, old, new):
    """Return a zip with some bytes of one member replaced."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            data = archive.read(name)
            assert name != member or old in data
            made.writestr(name, data.replace(old, new, 1) if name == member else data)
    return out.getvalue()


def test_the_templates_own_properties_stay_beside_ours():
    once = fill(written("{{ title }}", "{{ figures.studies }}"))
    theirs = changed(once, "docProps/custom.xml", b'name="zicha.unit"', 'name="文号"'.encode())
    properties = root(fill(theirs), "docProps/custom.xml")
    names = [each.get("name") for each in properties]
    assert (names.count("zicha.report"), names.count("zicha.unit"), names.count("文号")) == (1, 1, 1)
    assert [each.get("pid") for each in properties] == [str(number) for number in range(2, len(names) + 2)]


def test_the_example_passes_its_check_and_fills_every_section(tmp_path):
    content = templates.example(scheme=scheme(), language="zh")
    checked = check(content)
    assert checked.faults == ()
    report = composed()
    filled = fill(content, report)
    plain = texts(docx_write.render(report))
    said = texts(filled)
    assert [text for text in plain if text and text not in said] == []
    assert docx_read.read(filled).paragraphs[0].text == report.title
    if pages.tools.find("soffice"):
        assert pages.read(pages.rendered(filled, tmp_path))[0].rows[0].text == report.title


def test_paragraphs_are_numbered_as_the_checker_numbers_them():
    document = docx.Document()
    for text in ("甲", "", "乙"):
        document.add_paragraph(text)
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "丙"
    document.add_paragraph("丁")
    content = saved(document)
    read = [(paragraph.number, paragraph.text) for paragraph in docx_read.read(content).paragraphs]
    assert [(line.number, line.text) for line in docx_template.lines(content) if line.part == "body"] == read
    plain = docx_write.render(composed())
    lines = [(line.number, line.text) for line in docx_template.lines(plain) if line.part == "body"]
    assert [number for number, text in lines if "走访" in text or "学习" in text] == [
        paragraph.number
        for paragraph in docx_read.read(plain).paragraphs
        if "走访" in paragraph.text or "学习" in paragraph.text
    ]


def test_equal_reports_in_equal_templates_give_equal_bytes():
    content = written("{{ title }}", "{{ body }}")
    filled = fill(content)
    assert fill(content) == filled
    archive = zipfile.ZipFile(io.BytesIO(filled))
    assert archive.testzip() is None
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_slots_are_those_of_the_scheme():
    names = [slot.name for slot in template_slots.of_scheme(scheme(), language="zh")]
    assert names[:7] == list(template_slots.TEXTS)
    assert {"body", "attachments", "sections.work", "sections.table", "headings.next", "figures.studies"} <= set(names)
    without = [slot.name for slot in template_slots.of_scheme(ledgers.SCHEME, language="en")]
    assert "attachments" not in without


HOSTILE = ["{{ ''.__class__.__mro__ }}", "{% for a in 'aaaa' %}{{ a }}{% endfor %}", "{{ range(10**9)|list }}", "{{ 'a' * 10**10 }}", "{{ title }}{% set x = 1 %}", "{{ nosuch }}"]  # fmt: skip


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_tag_outside_the_text_gets_no_further(tag):
    with pytest.raises(Refusal) as refused:
        fill(written("{{ title }}", properties={"subject": tag}))
    assert refused.value.code == "templates.hidden_tags"


@pytest.mark.parametrize("tag", HOSTILE)
def test_a_tag_in_the_text_is_an_error_with_its_paragraph(tag):
    errors = check(written("好", tag)).errors
    assert errors
    assert {fault.paragraph for fault in errors} == {2}


def test_a_tag_in_an_attribute_is_not_run():
    attribute = b'<w:p w:rsidR="{{ cycler.__init__.__globals__ }}">'
    with pytest.raises(Refusal) as refused:
        fill(changed(written("{{ title }}"), "word/document.xml", b"<w:p>", attribute))
    assert refused.value.code == "templates.hidden_tags"


def test_a_file_that_is_no_word_document_is_refused():
    for content, code in (
        (b"", "document.not_docx"),
        (b"%PDF-1.7", "document.pdf"),
        (written("x")[:3000], "document.damaged"),
    ):
        with pytest.raises(Refusal) as refused:
            check(content)
        assert refused.value.code == code


def test_a_template_that_is_too_large_is_refused():
    with pytest.raises(Refusal) as refused:
        check(b"x" * (docx_template.LARGEST + 1))
    assert refused.value.code == "templates.too_large"


def test_a_template_that_takes_too_long_is_stopped():
    with pytest.raises(Refusal) as refused:
        fill(written("{{ title }}"), seconds=0.01)
    assert refused.value.code == "templates.took_too_long"


def test_a_broken_package_is_refused_without_a_traceback():
    archive = zipfile.ZipFile(io.BytesIO(written("{{ title }}")))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", archive.read("word/document.xml"))
    with pytest.raises(Refusal) as refused:
        fill(out.getvalue())
    assert refused.value.code == "templates.damaged"


def test_values_are_json_and_hold_no_objects():
    values = docx_template_values.values(composed(), used=["body", "figures.studies"])
    assert json.loads(json.dumps(values)) == values
    assert re.fullmatch(f"{template_tags.OPEN}\\d+{template_tags.CLOSE}", values["names"]["body"])
