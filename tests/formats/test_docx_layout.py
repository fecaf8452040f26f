"""The layout of a Word file: what its last section, its styles and its runs fix."""

import io

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

from tests import reporting
from zicha.core.document import Layout
from zicha.formats import docx_read, docx_write, text_read

LONG = "各单位认真组织专题学习，严格落实检查制度，逐项登记。"


def layout(document):
    stream = io.BytesIO()
    document.save(stream)
    return docx_read.read(stream.getvalue(), with_layout=True).layout


def test_our_own_report():
    found = docx_read.read(docx_write.render(reporting.compose()), with_layout=True).layout
    assert (found.width, found.height, found.pitch, found.size) == (11906, 16838, 579, 320)


def test_page_lines_and_letters_of_a_style():
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(29)
    document.add_paragraph(LONG)
    assert layout(document) == Layout(11906, 16838, 2098, 1984, 1587, 1474, 580, 320)


def test_most_of_the_text_decides():
    document = docx.Document()
    for size, text in ((22, "标题"), (16, LONG), (16, LONG), (9, LONG)):
        document.add_paragraph().add_run(text).font.size = Pt(size)
    assert layout(document).size == 320


def test_letters_of_a_style_that_is_based_on_another():
    document = docx.Document()
    document.styles["Body Text"].base_style.font.size = Pt(14)
    document.add_paragraph(LONG, style="Body Text")
    assert layout(document).size == 280


def test_lines_that_are_not_fixed_are_not_judged():
    document = docx.Document()
    document.add_paragraph(LONG).paragraph_format.line_spacing = 1.5
    assert layout(document).pitch is None


@pytest.mark.parametrize("markdown", [True, False])
def test_text_has_no_pages(markdown):
    assert text_read.read(LONG.encode(), markdown=markdown).layout is None
