"""One unit's report as PDF: ours against WeasyPrint on our own page of the same report with its print styles.

Both set another report in each round, so neither can answer from what it keeps. WeasyPrint needs Pango of the system;
where it cannot be loaded, ours is timed alone and the reason is printed.
"""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Callable
from itertools import cycle
from typing import Any

from bench import harness, lengths
from zicha.core.report import Paragraph, Report, walk
from zicha.formats import html, pdf, pdf_fonts

ROUNDS = 9
ENTRIES = lengths.of(short=10, full=60)


def main() -> None:
    """Print the ratios."""
    reports = _reports()
    faces = pdf_fonts.bundled()
    ours = _in_turn(reports, lambda report: pdf.render(report, faces=faces))
    contenders: dict[str, Callable[[], object]] = {"zicha pdf (typst)": ours}
    weasyprint = _weasyprint()
    if weasyprint is not None:
        _require_agreement(reports[0], pdf.render(reports[0], faces=faces), weasyprint(reports[0]))
        contenders["WeasyPrint on zicha's page"] = _in_turn(reports, weasyprint)
    timings = harness.interleave(contenders, rounds=ROUNDS)
    harness.report(f"pdf: {len(pdf.render(reports[0], faces=faces)):,} bytes", timings, items=1, unit="report")


def _reports() -> tuple[Report, ...]:
    tests: Any = importlib.import_module("tests.reporting")  # untyped, as all tests are
    said = "本期按计划开展学习，每次都有记录、有照片、有签到，缺席的一周内补学。" * 8
    prose = {"work": f"带头学习{{studies}}次。\n{said}\n{said}", "next": f"按月公布计划。\n{said}"}
    return tuple(tests.compose(count=ENTRIES, seed=seed, prose=prose) for seed in range(ROUNDS + 1))


def _in_turn(reports: tuple[Report, ...], render: Callable[[Report], bytes]) -> Callable[[], object]:
    waiting = cycle(reports)
    return lambda: render(next(waiting))


def _weasyprint() -> Callable[[Report], bytes] | None:
    try:
        library: Any = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        print(f"\npdf: WeasyPrint cannot be loaded, so ours is timed alone: {str(error).splitlines()[0]}")
        print("  It comes with requirements/dev.txt and needs Pango (Debian: apt-get install libpangoft2-1.0-0).")
        return None

    def render(report: Report) -> bytes:
        page = html.render(report, figure_link="/f/{id}", entry_link="/e/{seq}").decode()
        written: bytes = library.HTML(string=page, base_url="http://localhost/").write_pdf()
        return written

    return render


def _require_agreement(report: Report, *written: bytes) -> None:
    """Both hold every paragraph of the report; looked at where poppler is installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return
    for data in written:
        words = subprocess.run([program, "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout
        said = "".join(words.decode().split())
        paragraphs = [b.text for s in walk(report.parts) for b in s.blocks if isinstance(b, Paragraph)]
        # A page number may stand inside a paragraph, so its beginning is looked for.
        assert [text for text in paragraphs if "".join(text.split())[:20] not in said] == []
