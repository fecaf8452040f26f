"""A file in, findings out."""

import pytest

from zicha.core.findings import Refusal
from zicha.core.periods import parse
from zicha.services import checks

TEXT = "城东中队自查报告\n截至7月份，责任责任人已变更。\n2026年7月1日\n"


def test_check_text_file_against_a_period():
    checked = checks.check_file(content=TEXT.encode(), name="report.txt", period=parse("2026H1"))
    assert checks.as_json(checked, language="zh") == {
        "file": "report.txt",
        "findings": [
            {
                "code": "periods.until", "severity": "error", "paragraph": 2, "start": 0, "end": 4, "text": "截至7月",
                "message": "“截至7月”不在报告期2026H1之内。", "suggestion": "截至6月",
            },
            {
                "code": "doubled.word", "severity": "error", "paragraph": 2, "start": 6, "end": 10, "text": "责任责任",
                "message": "“责任责任”是同一个词写了两遍。", "suggestion": "责任",
            },
        ],
    }  # fmt: skip


def test_check_in_english_says_the_same_in_english():
    checked = checks.check_file(content=TEXT.encode(), name="report.md", period=parse("2026H1"))
    assert [finding["message"] for finding in checks.as_json(checked, language="en")["findings"]] == [
        "“截至7月” lies outside the report's period 2026H1.",
        "“责任责任” is one word written twice.",
    ]


def test_check_of_another_kind_of_file_is_refused():
    with pytest.raises(Refusal) as refusal:
        checks.check_file(content=b"%PDF-1.7", name="report.pdf")
    assert refusal.value.code == "document.pdf"
