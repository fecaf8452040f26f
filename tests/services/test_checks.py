"""A file in, findings out."""

import io
import zipfile

import pytest

from tests import reporting
from zicha.core.findings import Refusal
from zicha.core.periods import parse
from zicha.formats import docx_write
from zicha.services import checks

TEXT = "城东中队自查报告\n截至7月份，责任责任人已变更。\n2026年7月1日\n"


def test_check_text_file_against_a_period():
    checked = checks.check_file(content=TEXT.encode(), name="report.txt", period=parse("2026H1"))
    assert checks.as_json(checked, language="zh") == {
        "file": "report.txt",
        "findings": [
            {
                "code": "periods.until", "severity": "error", "paragraph": 2, "start": 0, "end": 4, "text": "截至7月",
                "message": "“截至7月”不在报告期2026年上半年之内。", "suggestion": "截至6月",
                "facts": {"period": "2026H1"},
            },
            {
                "code": "doubled.word", "severity": "error", "paragraph": 2, "start": 6, "end": 10, "text": "责任责任",
                "message": "“责任责任”是同一个词写了两遍。", "suggestion": "责任", "facts": {},
            },
        ],
    }  # fmt: skip


def test_check_in_english_says_the_same_in_english():
    checked = checks.check_file(content=TEXT.encode(), name="report.md", period=parse("2026H1"))
    assert [finding["message"] for finding in checks.as_json(checked, language="en")["findings"]] == [
        "“截至7月” lies outside the report's period, first half of 2026.",
        "“责任责任” is one word written twice.",
    ]


def test_check_of_another_kind_of_file_is_refused():
    with pytest.raises(Refusal) as refusal:
        checks.check_file(content=b"%PDF-1.7", name="report.pdf")
    assert refusal.value.code == "document.pdf"


def edited(content, old, new):
    """Return a .docx with other words in its main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            data = before.read(member)
            after.writestr(member, data.replace(old, new, 1) if member.filename == "word/document.xml" else data)
    return out.getvalue()


def traced(content):
    found = checks.check_file(content=content, name="report.docx").remarks
    return [(each.code, each.text, each.suggestion) for each in found if each.code.startswith("figures_traced")]


def test_figures_of_our_own_report_are_traced():
    content = docx_write.render(reporting.compose())
    assert traced(content) == []
    changed = edited(content, b">46%<", b">64%<")
    assert traced(changed) == [("figures_traced.changed", "64%", "46%")]
    checked = checks.check_file(content=changed, name="report.docx")
    assert "written as “46%”, now “64%”" in str(checks.as_json(checked, language="en"))


def test_figure_that_was_deleted_is_named():
    content = docx_write.render(reporting.compose())
    gone = edited(content, b">46%<", b"><")
    assert [code for code, *_ in traced(gone)] == ["figures_traced.missing"]


def test_our_own_report_keeps_to_the_layout():
    found = checks.check_file(content=docx_write.render(reporting.compose()), name="report.docx").remarks
    assert [each for each in found if each.code.startswith("layout")] == []
