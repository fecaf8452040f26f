"""The lines below a report where its faces are missing and digits are set wider than the standard reckons."""

import dataclasses

import pytest

from tests import official, pages
from zicha.core.report import Signature
from zicha.formats import docx_write

WIDE = dict.fromkeys(pages.FACES, "DejaVu Sans")


@pytest.mark.needs("soffice", "pdftotext")
@pytest.mark.parametrize("organisation", ["供水公司", official.UNIT])
def test_date_of_a_signature_stays_on_one_line_in_wide_digits(organisation, tmp_path):
    document = dataclasses.replace(
        official.long_report(), signature=Signature(organisation, "2026年12月28日"), attachments=()
    )
    written = docx_write.render_document(document)
    last = pages.read(pages.rendered(written, tmp_path, faces=WIDE))[-1]
    assert last.rows[-1].text.replace(" ", "") == "2026年12月28日"
