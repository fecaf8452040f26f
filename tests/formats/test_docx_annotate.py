"""A copy with comments: at the right words, nothing else changed, and LibreOffice sees them."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from tests import reporting
from tests.office.suite import Suite
from zicha.core.findings import Refusal
from zicha.formats import docx_annotate, docx_read, docx_write
from zicha.formats.docx_annotate import Note
from zicha.formats.docx_walk import W

NOW = datetime(2026, 7, 3, 8, 30, tzinfo=UTC)
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def annotated(content, *notes):
    return docx_annotate.annotate(content, notes, author="zicha", made_at=NOW)


def saved(*paragraphs):
    document = docx.Document()
    body = document.element.body
    for xml in paragraphs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {NS}>{xml}</w:p>"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text, style=""):
    return f"<w:r>{style}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def commented(content):
    """Return what each comment stands on, and what it says."""
    parts = docx_read.unpack(content, also=re.compile(r"word/comments\.xml"))
    body = docx_read.parse(parts["word/document.xml"])
    found, open_now = {}, set()
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_now.add(element.get(f"{W}id"))
            found[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            open_now.discard(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for number in open_now:
                found[number] += element.text or ""
    comments = docx_read.parse(parts["word/comments.xml"])
    texts = {each.get(f"{W}id"): "\n".join("".join(p.itertext()) for p in each) for each in comments}
    referred = {each.get(f"{W}id") for each in body.iter(f"{W}commentReference")}
    assert referred == set(texts)
    return sorted((quoted, texts[number]) for number, quoted in found.items())


def test_comment_stands_at_its_words_and_the_text_stays():
    content = saved(run("各单位要要", "<w:rPr><w:b/></w:rPr>") + run("认真学习。"), run("第二段*次。"))
    copy = annotated(content, Note(1, 3, 5, "多写了一个字"), Note(2, 3, 4, "没有填"), Note(1, 2, 7, "跨两处"))
    assert commented(copy) == [("*", "没有填"), ("位要要认真", "跨两处"), ("要要", "多写了一个字")]
    assert docx_read.read(copy) == docx_read.read(content)
    bold = [each.text for each in docx.Document(io.BytesIO(copy)).paragraphs[0].runs if each.bold]
    assert "".join(bold) == "各单位要要"


def test_comment_around_a_control_a_field_and_a_line_break():
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>"
    line = (
        run("共")
        + control
        + "<w:r><w:t>次</w:t><w:br/><w:t>；完</w:t></w:r><w:ins w:id='1' w:author='x'>"
        + run("了吗")
        + "</w:ins>"
    )
    content = saved(line)
    copy = annotated(content, Note(1, 2, 3, "数字"), Note(1, 3, 5, "换行"), Note(1, 7, 8, "新加"))
    assert commented(copy) == [("12", "数字"), ("了", "新加"), ("次", "换行")]
    assert docx_read.read(copy) == docx_read.read(content)
    assert b"<w:sdtContent><w:r>" in zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml").replace(b"\n", b"")


def test_comment_on_the_whole_stands_at_the_first_words():
    copy = annotated(saved("", run("自查报告"), run("正文。")), Note(0, 0, 0, "没有日期"), Note(99, 0, 1, "无处"))
    assert commented(copy) == [("自查报告", "无处"), ("自查报告", "没有日期")]


def test_comment_in_an_empty_document():
    assert commented(annotated(saved(""), Note(0, 0, 0, "空的"))) == [("", "空的")]


def test_comment_of_a_text_box_stands_at_the_paragraph_that_holds_it():
    box = "<w:r><w:pict><w:txbxContent><w:p>" + run("框内") + "</w:p></w:txbxContent></w:pict></w:r>"
    copy = annotated(saved(run("框外") + box), Note(2, 0, 2, "框"))
    assert [text for _quoted, text in commented(copy)] == ["框"]
    inside = re.search(
        rb"<w:txbxContent>.*</w:txbxContent>", zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml")
    )
    assert b"comment" not in inside[0]


def test_comments_that_were_there_stay():
    once = annotated(saved(run("甲乙丙丁。")), Note(1, 0, 2, "先"))
    assert commented(annotated(once, Note(1, 1, 3, "后"))) == [("乙丙", "后"), ("甲乙", "先")]


def test_other_parts_are_not_touched():
    content = docx_write.render(reporting.compose())
    copy = annotated(content, Note(1, 0, 2, "题"))
    old, new = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, copy))
    changed = {name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)}
    assert changed == {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert docx_read.read(copy) == docx_read.read(content)


WHOLE = "一二三四\t六七八九十"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=5))
def test_any_places_leave_the_text_as_it_was(places):
    content = saved(run("一二三") + "<w:r><w:t>四</w:t><w:tab/><w:t>六七</w:t></w:r>" + run("八九十"))
    notes = [Note(1, start, min(start + length, 10), str(number)) for number, (start, length) in enumerate(places)]
    copy = annotated(content, *notes)
    assert docx_read.read(copy) == docx_read.read(content)
    expected = [(WHOLE[note.start : note.end].replace("\t", ""), note.text) for note in notes]
    assert not notes or commented(copy) == sorted(expected)


def test_file_without_its_relations_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body/></w:document>")
    with pytest.raises(Refusal) as refusal:
        annotated(stream.getvalue(), Note(0, 0, 0, "x"))
    assert refusal.value.code == "document.strict"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    suite = Suite(tmp_path_factory.mktemp("office"))
    yield suite
    suite.close()


@pytest.mark.needs("soffice", "uno")
def test_libreoffice_opens_the_copy_and_sees_the_comments(office):
    content = docx_write.render(reporting.compose())
    read = docx_read.read(content)
    number = next(part.number for part in read.paragraphs if "带头学习" in part.text)
    copy = annotated(content, Note(number, 2, 6, "看这里"), Note(0, 0, 0, "全文"))
    back = office.edit(copy)
    assert ("带头学习", "看这里") in commented(back)
    assert [text for _quoted, text in commented(back)].count("全文") == 1
