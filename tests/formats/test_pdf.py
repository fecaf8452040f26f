"""The PDF says what the Word file says, on pages laid out as the standard asks, and never leaves a blank."""

import dataclasses
import re
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from tests import faces, reporting, tools
from zicha.core import official_document, report
from zicha.core.findings import Refusal
from zicha.core.report import Signature
from zicha.formats import docx_read, docx_write, html, pdf, pdf_fonts

MADE = datetime(2026, 7, 10, 8, tzinfo=UTC)
FACES = pdf_fonts.bundled()
FOOT = re.compile(r"—\d+—$")


def text(data, tmp_path, *, layout="-raw"):
    """Return the text of each page without white space, foot included."""
    (tmp_path / "read.pdf").write_bytes(data)
    words = [tools.program("pdftotext"), layout, tmp_path / "read.pdf", "-"]
    pages = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
    return ["".join(page.split()) for page in pages]


def whole(pages):
    return "".join(FOOT.sub("", page) for page in pages)


def with_attachments(found, *titles, sealed=False):
    """Return a report to which its own first sections are attached as well."""
    attached = official_document.attached([(title, found.sections[0].blocks) for title in titles])
    return dataclasses.replace(
        found, attachments=attached, signature=dataclasses.replace(found.signature, sealed=sealed)
    )


REPORTS = {
    "a short one": reporting.compose(),
    "in English": reporting.compose(language="en"),
    "a long title": reporting.compose(unit_name="城东区综合执法支队第一执法大队一中队"),
    "attachments and a stamp": with_attachments(reporting.compose(), "检查情况汇总表", "整改台账", sealed=True),
    "one attachment": with_attachments(reporting.compose(), "上半年安全检查情况汇总表以及整改台账和复查记录的明细"),
}


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", REPORTS)
def test_the_pdf_says_what_the_word_file_says_paragraph_by_paragraph(name, tmp_path):
    found = REPORTS[name]
    said = ["".join(each.whole.split()) for each in docx_read.read(docx_write.render(found)).paragraphs]
    assert whole(text(pdf.render(found, faces=FACES), tmp_path)) == "".join(said)


@pytest.mark.needs("pdftotext")
def test_the_finished_files_hold_the_same_numbers_in_the_same_order(tmp_path):
    found = reporting.compose()
    page = lxml_html.fromstring(html.render(found, figure_link="/f/{id}", entry_link="/e/{seq}").decode())
    written = {
        "docx": "".join(each.whole for each in docx_read.read(docx_write.render(found)).paragraphs),
        "html": page.xpath("//main")[0].text_content(),
        "pdf": whole(text(pdf.render(found, faces=FACES), tmp_path)),
    }
    numbers = {form: re.findall(r"\d+(?:[./]\d+)*%?", "".join(words.split())) for form, words in written.items()}
    assert numbers["pdf"] == numbers["docx"] == numbers["html"]
    figures = [each.text for each in found.figures]
    assert len(figures) >= 4
    assert {form: in_order(figures, "".join(words.split())) for form, words in written.items()} == dict.fromkeys(
        written, figures
    )


def in_order(wanted, said):
    """Return those of the texts that are found one behind the other."""
    found, place = [], 0
    for each in wanted:
        at = said.find(each, place)
        if at >= 0:
            found.append(each)
            place = at + len(each)
    return found


@pytest.mark.needs("chromium", "pdftotext")
def test_the_page_prints_what_it_shows_in_rows_and_with_page_numbers(tmp_path):
    found = with_attachments(reporting.compose(prose={"work": "国" * 28 * 40, "next": "按月公布。"}), "甲表", "乙表")
    page = html.render(found, figure_link="/f/{id}", entry_link="/e/{seq}")
    (tmp_path / "r.html").write_bytes(page)
    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    words += ["--no-pdf-header-footer", "--print-to-pdf=r.pdf", (tmp_path / "r.html").as_uri()]
    subprocess.run([tools.program("chromium"), *words], check=True, capture_output=True, cwd=tmp_path, timeout=60)
    pages = text((tmp_path / "r.pdf").read_bytes(), tmp_path, layout="-layout")
    assert [FOOT.search(each)[0] for each in pages] == [f"—{place}—" for place in range(1, len(pages) + 1)]
    shown = lxml_html.fromstring(page.decode()).xpath("//main")[0].text_content()
    assert sorted(whole(pages)) == sorted("".join(shown.split()))
    assert FOOT.sub("", pages[1]).count("国") == 28 * 22


@pytest.mark.needs("pdftotext")
def test_a_table_over_several_pages_repeats_its_heads(tmp_path):
    found = reporting.compose(count=900)
    heads = next(
        "".join(block.heads)
        for section in report.walk(found.sections)
        for block in section.blocks
        if isinstance(block, report.Table)
    )
    pages = text(pdf.render(found, faces=FACES), tmp_path)
    with_table = [place for place, page in enumerate(pages) if heads in page]
    assert len(with_table) >= 2
    assert [place for place in with_table[1:] if not pages[place].startswith(heads)] == []


@pytest.mark.needs("pdftotext")
def test_the_page_number_stands_right_on_odd_pages_and_left_on_even_ones(tmp_path):
    (tmp_path / "r.pdf").write_bytes(pdf.render(with_attachments(reporting.compose(), "甲", "乙"), faces=FACES))
    words = [tools.program("pdftotext"), "-bbox", tmp_path / "r.pdf", "-"]
    tree = lxml_html.fromstring(subprocess.run(words, check=True, capture_output=True).stdout.decode())
    feet = [
        [(float(word.get("xmin")), word.text) for word in page.iter("word") if float(word.get("ymin")) > 742]
        for page in tree.iter("page")
    ]
    assert ["".join(said for _x, said in foot) for foot in feet] == [f"—{n}—" for n in range(1, len(feet) + 1)]
    # 28 mm and 14 pt from the left edge; the right end lies 26 mm and 14 pt from the right one.
    assert [round(foot[0][0]) < 100 for foot in feet] == [place % 2 == 1 for place in range(len(feet))]


def many(count, *, last="这是最后一段。", attached=()):
    paragraphs = [official_document.plain(f"第{place}段。") for place in range(count)]
    return official_document.OfficialDocument(
        title="关于某事的报告",
        sections=(official_document.paragraphs([*paragraphs, official_document.plain(last)]),),
        signature=Signature("某单位", "2026年7月1日"),
        attachments=official_document.attached(attached),
    )


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("last", ["短。", "这是一个两行多一点的段落，用来看分页。" * 3, "长" * 700 + "。"])
@pytest.mark.parametrize("attached", [(), (("名单", [official_document.plain("甲")]),)])
def test_no_page_holds_a_signature_alone(last, attached, tmp_path):
    alone = []
    for count in range(12, 24):
        document = many(count, last=last, attached=attached)
        pages = text(pdf.render_document(document, made=MADE, faces=FACES), tmp_path)
        signed = next(page for page in pages if "某单位" in page)
        alone += [count] if signed.startswith(("某单位", "附件")) else []
    assert alone == []


@pytest.mark.needs("pdftotext")
def test_a_full_page_has_twenty_two_rows_of_twenty_eight_characters(tmp_path):
    document = many(0, last="国" * 28 * 60)
    (tmp_path / "r.pdf").write_bytes(pdf.render_document(document, made=MADE, faces=FACES))
    words = [tools.program("pdftotext"), "-raw", "-f", "2", "-l", "2", tmp_path / "r.pdf", "-"]
    rows = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    assert [row for row in rows if "国" in row] == ["国" * 28] * 22


def test_the_same_report_gives_the_same_bytes():
    found = reporting.compose()
    assert pdf.render(found, faces=FACES) == pdf.render(reporting.compose(), faces=FACES)
    assert pdf.render(reporting.compose(seed=6), faces=FACES) != pdf.render(found, faces=FACES)


def test_the_file_names_its_report_and_its_language():
    data = pdf.render(reporting.compose(), faces=FACES)
    assert data.startswith(b"%PDF-1.7")
    assert b"rep-plain-U1-2026H1" in data
    assert b"zh-CN" in data


@pytest.mark.needs("pdftotext")
def test_what_people_wrote_is_never_read_as_markup(tmp_path):
    typed = '#strong[x] $a^2$ *b* _c_ `d` \\ @e <f> // g /* h */ = i\n#import "x.typ"'
    found = reporting.compose(prose={"work": typed, "next": "按月公布。"})
    said = whole(text(pdf.render(found, faces=FACES), tmp_path))
    assert "".join(typed.split()) in said


@pytest.mark.parametrize(
    ("typed", "named"),
    [("😀", "😀（U+1F600）"), ("\ue000", "\ue000（U+E000）"), ("한", "한（U+D55C）"), ("☑", "☑（U+2611）")],
)
def test_a_character_no_face_can_show_is_named_instead_of_left_blank(typed, named):
    with pytest.raises(Refusal) as refused:
        pdf.render(reporting.compose(prose={"work": f"甲{typed}乙", "next": "丙"}), faces=FACES)
    assert (refused.value.code, refused.value.facts) == ("reports.character_missing", {"text": named})


@settings(max_examples=60)
@given(typed=st.text(min_size=1, max_size=30))
def test_any_text_is_set_or_refused_by_name(typed):
    try:
        written = pdf.render_document(many(1, last=typed), made=MADE, faces=FACES)
    except Refusal as refusal:
        assert refusal.code == "reports.character_missing"  # noqa: PT017 -- either answer is right
    else:
        assert written.startswith(b"%PDF-1.7")


def test_a_long_word_and_many_attachments_stay_on_their_pages():
    document = many(
        1, last="a" * 4000, attached=[(f"附表{place}", [official_document.plain("甲")]) for place in range(40)]
    )
    assert pdf.render_document(document, made=MADE, faces=FACES).startswith(b"%PDF-1.7")


def test_a_folder_of_fonts_is_used_where_it_has_the_face(tmp_path):
    folder = faces.named("FangSong_GB", tmp_path / "fonts")
    found = pdf_fonts.from_folder(folder)
    assert found.families["仿宋"] == ("FangSong_GB", "Noto Serif SC", "Noto Sans SC")
    assert found.families["楷体"] == ("Noto Serif SC", "Noto Sans SC")
    assert b"FangSong_GB" in pdf.render(reporting.compose(), faces=found)


def test_a_family_can_be_named_for_a_role(tmp_path):
    folder = faces.named("House Song", tmp_path / "fonts")
    found = pdf_fonts.from_folder(folder, "小标宋=house song, 宋体 = House Song")
    assert (found.families["小标宋"][0], found.families["宋体"][0], found.heavy_title) == ("House Song",) * 2 + (False,)


def _empty(folder):
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("fill", "named", "code"),
    [
        (lambda folder: folder, "", "reports.font_folder"),
        (_empty, "", "reports.fonts_not_chinese"),
        (lambda folder: faces.named("House Song", folder), "", "reports.fonts_not_chinese"),
        (lambda folder: faces.without_chinese("KaiTi", folder), "", "reports.font_not_chinese"),
        (lambda folder: faces.without_chinese("Latin", folder), "仿宋=Latin", "reports.font_not_chinese"),
        (lambda folder: faces.named("FangSong", folder), "楷体=KaiTi", "reports.font_unknown"),
        (lambda folder: faces.named("FangSong", folder), "隶书=FangSong", "reports.font_role"),
    ],
)
def test_a_folder_that_cannot_serve_is_refused(fill, named, code, tmp_path):
    with pytest.raises(Refusal) as refused:
        pdf_fonts.from_folder(fill(tmp_path / "fonts"), named)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("role", "family"),
    [
        ("小标宋", "FZXiaoBiaoSong-B05S"), ("仿宋", "FangSong_GB2312"), ("仿宋", "仿宋"), ("仿宋", "STFangsong"),
        ("楷体", "KaiTi_GB2312"), ("楷体", "LXGW WenKai"), ("黑体", "SimHei"), ("宋体", "SimSun"), ("宋体", "NSimSun"),
    ],
)  # fmt: skip
def test_the_usual_names_of_a_face_are_known(role, family):
    assert pdf_fonts.usual(role, ("Arial", family)) == family


def test_the_standards_own_name_comes_before_another():
    assert pdf_fonts.usual("仿宋", ("FandolFang R", "FangSong_GB2312")) == "FangSong_GB2312"
