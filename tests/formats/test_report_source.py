"""A rendered report says what it was asked with; anything else is refused."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from zicha.core.findings import Refusal
from zicha.formats import report_source
from zicha.formats.report_source import Asked

ASKED = Asked(date(2026, 3, 31), datetime(2026, 3, 31, 15, 59, 59, 999999, tzinfo=UTC))
FIGURE = "fig-drills-U02-2026H1"


def word_file(*, properties, marks="", body=""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("docProps/custom.xml", properties)
        package.writestr("word/document.xml", body)
        package.writestr("customXml/item1.xml", marks)
    return made.getvalue()


PROPERTIES = (
    '<property fmtid="{x}" pid="2" name="zicha.on"><vt:lpwstr>2026-03-31</vt:lpwstr></property>'
    '<property fmtid="{x}" pid="3" name="zicha.as_known_at"><vt:lpwstr>2026-03-31T15:59:59.999999Z</vt:lpwstr></property>'
)


def test_a_word_file_is_read_by_its_own_list_of_figures():
    made = word_file(properties=PROPERTIES, marks=f'<figure id="{FIGURE}" bookmark="_zc"/>')
    assert report_source.asked(made, name="a.docx", figure=FIGURE) == ASKED
    assert report_source.asked(made, name="a.docx", figure="fig-drills-U03-2026H1") is None


def test_a_word_file_that_lost_its_list_is_read_by_its_content_controls():
    made = word_file(properties=PROPERTIES, body=f'<w:tag w:val="zicha:{FIGURE}"/>')
    assert report_source.asked(made, name="a.DOCX", figure=FIGURE) == ASKED


def test_a_page_is_read_by_its_head_and_links():
    page = (
        '<meta name="zicha-on" content="2026-03-31"><meta name="zicha-as-known-at" content="2026-03-31T15:59:59.999999Z">'
        f'<a class="figure" data-figure="{FIGURE}" href="x">3</a>'
    )
    assert report_source.asked(page.encode(), name="a.html", figure=FIGURE) == ASKED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{}"),
        ("a.json", b"[]"),
        ("a.json", b"not json"),
        ("a.json", b"\xff"),
        ("a.html", b"<p>3</p>"),
        ("a.docx", b"PK nothing"),
        ("a.docx", word_file(properties="")),
        ("a.pdf", b"%PDF"),
    ],
)
def test_a_file_zicha_did_not_write_is_refused(name, content):
    with pytest.raises(Refusal) as refused:
        report_source.asked(content, name=name, figure=FIGURE)
    assert (refused.value.code, refused.value.facts) == ("reports.file_unreadable", {"file": name})
