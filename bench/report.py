"""One unit's report as a Word file: ours against docxtpl and python-docx, and against the smallest work there is.

The floor deflates the finished document.xml and copies the rest. docxtpl fills a template made from our own document;
it is measured if it is installed.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx

from bench import harness, lengths
from zicha.core.report import Paragraph, Report, Row, Table, walk
from zicha.formats import docx_write, docx_write_parts, html, report_json
from zicha.formats.docx_write_zip import deflate, pack

ENTRIES = lengths.of(short=20, full=250)


def main() -> None:
    """Print the ratios."""
    tests: Any = importlib.import_module("tests.reporting")  # untyped, as all tests are
    report: Report = tests.compose(count=ENTRIES, prose={"work": "带头学习{studies}次。", "next": "按月公布计划。"})
    written = docx_write.render(report)
    body = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml")
    contenders: dict[str, Callable[[], object]] = {
        "zicha docx": lambda: docx_write.render(report),
        "floor: deflate the body, copy the rest": lambda: _floor(body),
        "python-docx": lambda: _python_docx(report),
        "zicha html": lambda: html.render(report, figure_link="/f/{id}", entry_link="/e/{seq}"),
        "zicha json": lambda: report_json.render(report),
    }
    template = template_of(report)
    if template is not None:
        contenders["docxtpl"] = template
    timings = harness.interleave(contenders, rounds=9)
    rows = sum(len(block.rows) for each in walk(report.sections) for block in each.blocks if isinstance(block, Table))
    title = f"report: {len(report.figures)} figures, {rows} table rows, {len(written):,} bytes"
    harness.report(title, timings, items=1, unit="report")


def _floor(body: bytes) -> bytes:
    return pack(
        [
            docx_write_parts.content_types(traced=True),
            deflate("word/document.xml", body),
            *docx_write_parts.members(traced=True),
        ]
    )


def _python_docx(report: Report) -> bytes:
    document = docx.Document()
    for section in walk(report.sections):
        document.add_heading(f"{section.number}{section.title}", section.level)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                document.add_paragraph(block.text)
                continue
            table = document.add_table(rows=len(block.rows) + 1, cols=len(block.heads))
            lines = (block.heads, *(row.cells for row in block.rows))
            for row, cells in zip(table.rows, lines, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _five(row: Row) -> tuple[str, ...]:
    return (*row.cells, *("",) * 5)[:5]


def template_of(report: Report) -> Callable[[], bytes] | None:
    """Return what fills a docxtpl template with the report, or ``None`` where docxtpl is not installed."""
    try:
        docxtpl: Any = importlib.import_module("docxtpl")
    except ImportError:
        return None
    document = docx.Document()
    document.add_paragraph("{% for s in sections %}{{ s.title }}")
    document.add_paragraph("{% for p in s.texts %}{{ p }}{% endfor %}")
    table = document.add_table(rows=3, cols=5)
    table.rows[0].cells[0].text = "{%tr for r in s.rows %}"
    for place, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ r[{place}] }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    document.add_paragraph("{% endfor %}")
    buffer = io.BytesIO()
    document.save(buffer)
    sections = [
        {
            "title": section.title,
            "texts": [block.text for block in section.blocks if isinstance(block, Paragraph)],
            "rows": [_five(row) for block in section.blocks if isinstance(block, Table) for row in block.rows],
        }
        for section in walk(report.sections)
    ]

    def fill() -> bytes:
        template = docxtpl.DocxTemplate(io.BytesIO(buffer.getvalue()))
        template.render({"sections": sections})
        out = io.BytesIO()
        template.save(out)
        filled: bytes = out.getvalue()
        return filled

    return fill
