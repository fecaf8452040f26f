"""Prose read back from edited reports: nothing where nothing was edited, exactly the edits where something was."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import reporting
from tests.office.suite import Suite
from zicha.core import reimport, report_outline
from zicha.core.document import Document, Paragraph
from zicha.core.findings import Refusal
from zicha.core.reimport import Back, DraftedChange, LineChange, ProseBack, Unplaced
from zicha.formats import docx_figures, docx_read, docx_template, docx_template_values, docx_write, odt_figures

PROSE = {
    "work": "  本期带头学习{studies}次。\n\n<b>&\x01第二段{nosuch}，参加率{attendance}。",
    "next": "按月公布计划。\n2.两周内补学。",
}
FACTS = "学习3次，参加率46%。"


def as_written(work=PROSE["work"], following=PROSE["next"]):
    return (
        ProseBack("work", "工作情况", PROSE["work"], work),
        ProseBack("next", "下一步打算", PROSE["next"], following),
    )


@pytest.fixture(scope="module")
def report():
    return reporting.compose(prose=PROSE)


@pytest.fixture(scope="module")
def written(report):
    return docx_write.render(report)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    suite = Suite(tmp_path_factory.mktemp("office"))
    yield suite
    suite.close()


@pytest.fixture
def back(report, written):
    def call(content, *, reader=docx_figures):
        edited = reader.read(content).document
        return reimport.read(report=report, fresh=docx_read.read(written), edited=edited, written=PROSE)

    return call


def test_unedited_document_brings_no_change(back, written):
    found = back(written)
    assert found == Back(as_written())
    assert [(each.is_changed, each.changes) for each in found.sections] == [(False, ()), (False, ())]


@pytest.mark.needs("soffice", "uno")
def test_document_saved_by_libreoffice_brings_no_change(back, written, office):
    opendocument = office.edit(written, target=".odt")
    found = [
        back(office.edit(written)),
        back(opendocument, reader=odt_figures),
        back(office.edit(opendocument, source=".odt")),
    ]
    assert found == [Back(as_written())] * 3


WORDS = st.text(
    st.sampled_from("学习会议一二，。（）1.2、 \t•-{}<>&\"'\x01\x0b\xa0\u3000\ufffe—%3")
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)
LINES = st.lists(
    st.one_of(WORDS, st.sampled_from(["{studies}", "学习{studies}次", "1.{met}", "（2）项{nosuch}", FACTS, ""])),
    max_size=6,
)


@settings(max_examples=150)
@given(work=LINES, following=LINES)
def test_whatever_people_write_comes_back_as_it_was_saved(work, following):
    prose = {"work": "\n".join(work), "next": "\r\n".join(following)}
    composed = reporting.compose(prose=prose)
    document = docx_read.read(docx_write.render(composed))
    found = reimport.read(report=composed, fresh=document, edited=document, written=prose)
    assert [(each.section, each.new) for each in found.sections] == list(prose.items())
    assert (found.drafted, found.unplaced) == ((), ())


@pytest.mark.needs("soffice", "uno")
@pytest.mark.parametrize("form", [".docx", ".odt"])
@pytest.mark.parametrize(
    ("edits", "work", "following"),
    [
        ([["type", "本期带头", "次", "（已核）"]], "本期带头学习{studies}次（已核）。\n\n<b>&\x01第二段{nosuch}，参加率{attendance}。", PROSE["next"]),
        ([["new_paragraph", "本期带头", "新的一段5次。"]], "  本期带头学习{studies}次。\n新的一段5次。\n\n<b>&\x01第二段{nosuch}，参加率{attendance}。", PROSE["next"]),
        ([["new_paragraph", "2.两周", "3.每周调度。"]], PROSE["work"], "按月公布计划。\n2.两周内补学。\n每周调度。"),
        ([["delete_paragraph", "1.按月"]], PROSE["work"], "2.两周内补学。"),
        ([["move_paragraph", "本期带头", "2.两周"]], "<b>&\x01第二段{nosuch}，参加率{attendance}。", "按月公布计划。\n本期带头学习{studies}次。\n2.两周内补学。"),
        ([["type_over", "<b>", "46%", "52%"]], "  本期带头学习{studies}次。\n<b>&第二段{nosuch}，参加率52%。", PROSE["next"]),
        ([["delete_paragraph", "本期带头"], ["delete_paragraph", "<b>"]], "", PROSE["next"]),
    ],
)  # fmt: skip
def test_edited_prose_comes_back_into_its_section(back, written, office, edits, work, following, form):
    edited = office.edit(written, *edits, target=form)
    assert back(edited, reader=odt_figures if form == ".odt" else docx_figures) == Back(as_written(work, following))


@pytest.mark.needs("soffice", "uno")
@pytest.mark.parametrize(
    ("edit", "drafted", "unplaced"),
    [
        (["type_over", "学习", "46%", "52%"], (DraftedChange("work", FACTS, "学习3次，参加率52%。", 5),), ()),
        (["type", "学习", "次，", "\n"], (DraftedChange("work", FACTS, "学习3次，\n参加率46%。", 5),), ()),
        (["delete_paragraph", "按期"], (DraftedChange("wanting", "按期完成3项。", "", 0),), ()),
        (["copy_paragraph", "学习", "按期"], (), (Unplaced(38, "wanting", FACTS, "copy"),)),
        (["move_paragraph", "学习", "按期"], (), ()),
        (["replace_all", "三、下一步打算", "三、今后打算"], (DraftedChange("next", "三、下一步打算", "三、今后打算", 45),), ()),
        (["delete_paragraph", "三、"], (DraftedChange("next", "三、下一步打算", "", 0),), ()),
        (["new_paragraph", "按期", "另有说明一条。"], (), (Unplaced(39, "wanting", "另有说明一条。", "no_slot"),)),
        (["new_paragraph", "2026年7月10日", "联系人：周启明"], (), (Unplaced(51, "", "联系人：周启明", "outside"),)),
        (["replace_all", "自查报告", "自检报告"], (DraftedChange("", "城东支队一中队2026年上半年自查报告", "城东支队一中队2026年上半年自检报告", 1),), ()),
        (["type_over", "2026年7月10日", "10日", "12日"], (DraftedChange("", "2026年7月10日", "2026年7月12日", 50),), ()),
    ],
)  # fmt: skip
def test_edits_outside_prose_are_told_and_leave_prose_alone(back, written, office, edit, drafted, unplaced):
    assert back(office.edit(written, edit)) == Back(as_written(), drafted, unplaced)


def rewritten(content, change):
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(body.decode()).encode() if name == "word/document.xml" else body)
    return stream.getvalue()


def test_cell_changed_by_hand_is_told(back, written):
    found = back(rewritten(written, lambda xml: xml.replace(">日期<", ">时间<", 1)))
    assert found == Back(as_written(), (DraftedChange("list", "日期", "时间", 10),))


def test_without_any_bookmark_the_words_are_enough(back, written):
    import re

    bare = rewritten(written, lambda xml: re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", xml))
    assert back(bare) == Back(as_written())


def test_lines_that_differ_are_told_one_by_one():
    assert reimport.difference("一\n二\n三", "一\n贰\n三\n四") == (
        LineChange(("二",), ("贰",)),
        LineChange((), ("四",)),
    )


def test_every_paragraph_of_a_strange_document_ends_in_one_place(report, written):
    fresh = docx_read.read(written)
    strange = Document(tuple(Paragraph(number, f"第{number}段") for number in range(1, 40)))
    found = reimport.read(report=report, fresh=fresh, edited=strange, written=PROSE)
    assert [each.text for each in found.unplaced] == [each.text for each in strange.paragraphs]
    assert {each.new for each in found.sections} == {""}


def test_document_of_absurd_length_is_refused(report, written):
    long = Document((Paragraph(1, "x"),) * (reimport.MOST_PARAGRAPHS + 1))
    with pytest.raises(Refusal) as refusal:
        reimport.read(report=report, fresh=docx_read.read(written), edited=long, written=PROSE)
    assert refusal.value.code == "tracking.too_long"


@pytest.mark.needs("soffice", "uno")
def test_edited_prose_below_a_deleted_heading_stays_in_its_section(back, written, office):
    edited = office.edit(written, ["delete_paragraph", "三、"], ["type", "1.按月", "计划", "和台账"])
    gone = (DraftedChange("next", "三、下一步打算", "", 0),)
    assert back(edited) == Back(as_written(following="按月公布计划和台账。\n2.两周内补学。"), gone)


TEMPLATE = (
    "机密★一年",
    "{{ title }}",
    "一、主要工作",
    "{{ sections.work }}",
    "二、打算",
    "{{ sections.next }}",
    "附注：共{{ figures.met }}项。",
)


@pytest.fixture(scope="module")
def in_template():
    """The report in a stranger's template, whose headings are its own."""
    document = docx.Document()
    for text in TEMPLATE:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    material = reporting.material(prose=PROSE)
    composed = report_outline.compose(replace(material, asked=tuple(each.id for each in material.scheme.measures)))
    used = ("title", "sections.work", "sections.next", "figures.met")
    return composed, docx_template.fill(stream.getvalue(), values=docx_template_values.values(composed, used=used))


def back_from_template(in_template, content):
    composed, written = in_template
    edited = docx_figures.read(content).document
    return reimport.read(report=composed, fresh=docx_read.read(written), edited=edited, written=PROSE)


def test_unedited_document_of_a_template_brings_no_change(in_template):
    assert back_from_template(in_template, in_template[1]) == Back(as_written())


@pytest.mark.needs("soffice", "uno")
def test_document_of_a_template_comes_back_edited(in_template, office):
    edits = (
        ["type", "本期带头", "次", "（已核）"],
        ["new_paragraph", "2.两周", "3.每周调度。"],
        ["replace_all", "机密★一年", "机密★三年"],
        ["type_over", "附注", "3", "4"],
    )
    found = back_from_template(in_template, office.edit(in_template[1], *edits))
    work = "本期带头学习{studies}次（已核）。\n\n<b>&\x01第二段{nosuch}，参加率{attendance}。"
    assert found == Back(
        as_written(work, "按月公布计划。\n2.两周内补学。\n每周调度。"),
        (DraftedChange("", "机密★一年", "机密★三年", 1), DraftedChange("", "附注：共3项。", "附注：共4项。", 40)),
    )
