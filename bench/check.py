"""The whole check of a six-page report, against python-docx opening the same file and reading its paragraphs.

The check reads the file, splits its text into words and runs every rule. The dictionary of words is loaded once a
process, before the first round; what that costs is printed apart.
"""

from __future__ import annotations

import io
import time

import docx

from bench import harness
from bench.checker import clean_sentences
from zicha.core import check
from zicha.core.checks.base import Context
from zicha.services import checks

PARAGRAPHS = 42


def main() -> None:
    """Print the ratios."""
    start = time.perf_counter()
    checks.cutter()("安全生产")
    loaded = time.perf_counter() - start
    content, last = six_pages(), six_pages(skip=2 * PARAGRAPHS)
    previous = checks.read(content=last, name="last.docx")
    document = checks.read(content=content, name="report.docx")
    context = Context(cut=checks.cutter(), previous=previous)
    timings = harness.interleave(
        {
            "python-docx: open": lambda: docx.Document(io.BytesIO(content)),
            "python-docx: open, text of the paragraphs": lambda: _opened(content),
            "zicha: the whole check": lambda: checks.check_file(content=content, name="report.docx"),
            "zicha: the whole check, against the last report": lambda: checks.check_file(
                content=content, name="report.docx", previous=previous
            ),
            "zicha: reading alone": lambda: checks.read(content=content, name="report.docx"),
            "zicha: rules alone, with the last report": lambda: check.check(document, context=context),
        },
        rounds=15,
    )
    signs = sum(len(part.text) for part in document.paragraphs)
    title = f"check: six pages, {len(document.paragraphs)} paragraphs, {signs:,} signs"
    harness.report(title, timings, items=1, unit="report")
    print(f"  the dictionary was loaded in {loaded:.3f} s, once a process")


def six_pages(*, skip: int = 0) -> bytes:
    """Return a report of six pages with three levels of headings and a table, in python-docx's own template."""
    sentences = clean_sentences()
    document = docx.Document()
    document.add_paragraph("城东中队2026年上半年安全生产自查报告", style="Title")
    for place in range(PARAGRAPHS):
        if place % 6 == 0:
            document.add_heading(f"第{place // 6 + 1}部分", level=1 + place // 6 % 3)
        texts = (sentences[(skip + 2 * place + other) % len(sentences)] for other in range(2))
        document.add_paragraph("".join(texts))
    table = document.add_table(rows=10, cols=5)
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            cell.text = f"记录{number}"
    document.add_paragraph("2026年7月1日")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _opened(content: bytes) -> int:
    return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
