"""Finding the figures of an edited report, against python-docx looking for the same content controls.

Ours reads the whole text, numbers its paragraphs, matches controls, bookmarks and what was written, and says what
became of every figure; python-docx opens the file and lists the controls. Reading the prose back is timed beside them.
"""

from __future__ import annotations

import importlib
import io
from typing import Any

import docx

from bench import harness
from zicha.core import reimport, tracking
from zicha.core.report import Report
from zicha.formats import docx_figures, docx_read, docx_write

SENTENCES = 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> None:
    """Print the ratios."""
    tests: Any = importlib.import_module("tests.reporting")  # untyped, as all tests are
    prose = {"work": "本期带头学习{studies}次，参加率{attendance}。\n" * SENTENCES, "next": "按月公布计划。"}
    report: Report = tests.compose(count=120, prose=prose)
    content = docx_write.render(report)
    fresh = docx_read.read(content)
    found = [(each.id, each.found) for each in _tracked(content)]
    assert found == _controls(content) == [(each.id, each.text) for each in report.figures]
    timings = harness.interleave(
        {
            "python-docx: open, list the controls": lambda: _controls(content),
            "zicha figures: read, match, judge": lambda: _tracked(content),
            "zicha: read the prose back": lambda: reimport.read(
                report=report, fresh=fresh, edited=docx_read.read(content), written=prose
            ),
        },
        rounds=15,
    )
    title = f"figures: {len(found)} of {len(report.figures)} found, {len(fresh.paragraphs)} paragraphs"
    harness.report(title, timings, items=1, unit="report")


def _tracked(content: bytes) -> tuple[tracking.Tracked, ...]:
    marked = docx_figures.read(content)
    return tracking.track(marked.document, written=marked.written)


def _controls(content: bytes) -> list[tuple[str, str]]:
    body = docx.Document(io.BytesIO(content)).element.body
    return [
        (control.find(f"{_W}sdtPr/{_W}tag").get(f"{_W}val").removeprefix("zicha:"), "".join(control.itertext(f"{_W}t")))
        for control in body.iter(f"{_W}sdt")
    ]
