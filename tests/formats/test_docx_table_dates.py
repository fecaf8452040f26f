"""Dates in the cells of a report's tables where its faces are missing and digits are set wider than in 仿宋."""

import dataclasses

import pytest

from tests import official, pages
from tests.formats.test_docx_signature import WIDE
from zicha.core.report import Row, Table
from zicha.core.report_lists import shares
from zicha.formats import docx_write

WEIGHTS = (5, 5, 6, 6, 4, 8, 4)  # of the table of problems, with units below


@pytest.mark.needs("soffice", "pdftotext")
@pytest.mark.parametrize("day", ["2026年12月27日", "27 November 2026"])
def test_date_in_a_cell_stays_on_one_line_in_wide_digits(day, tmp_path):
    cells = ("号", "班", "问题", "措施", "王平", day, "已办")
    table = Table("表1", cells, (Row(cells, 1),), shares(WEIGHTS), (False,) * len(cells))
    long = official.long_report()
    section = dataclasses.replace(long.sections[0], blocks=(table,), sections=())
    written = docx_write.render_document(dataclasses.replace(long, sections=(section,), attachments=()))
    rows = [
        row.text.replace(" ", "")
        for page in pages.read(pages.rendered(written, tmp_path, faces=WIDE))
        for row in page.rows
    ]
    assert sum(day.replace(" ", "") in row for row in rows) == 2
