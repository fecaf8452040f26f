"""A long report on LibreOffice's pages, measured against GB/T 9704-2012; no times, lengths.

Beside what the standard asks stands what was measured, so that a change of the writer, of a face or of LibreOffice is
seen. The pages are left as pictures in ``bench/artefacts``. The same measures are held by
``tests/formats/test_docx_layout.py``.
"""

from __future__ import annotations

import importlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench import dataset, lengths
from zicha.formats import docx_write

ARTEFACTS = lengths.of(short=dataset.DATA / "artefacts", full=Path(__file__).with_name("artefacts"))


def main() -> None:
    """Print the measures, or what is missing to take them."""
    missing = [program for program in ("soffice", "pdftotext", "pdftoppm") if shutil.which(program) is None]
    if missing:
        print(f"\nlayout: left out, {', '.join(missing)} is not installed")
        return
    pages: Any = importlib.import_module("tests.pages")  # untyped, as all tests are
    official: Any = importlib.import_module("tests.official")
    for sealed in lengths.of(short=(False,), full=(False, True)):
        with tempfile.TemporaryDirectory() as folder:
            written = docx_write.render_document(official.long_report(sealed=sealed))
            pdf = pages.rendered(written, Path(folder))
            measured = pages.measure(pdf, table_head="日期", ends={official.DATE})
            _keep(pdf, "sealed" if sealed else "plain")
            _report(f"layout, {'with' if sealed else 'without'} a stamp: {len(pages.read(pdf))} pages", measured)


def _keep(pdf: Path, name: str) -> None:
    """Leave the pages as pictures, to be looked at; each run writes over the last one's."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for old in ARTEFACTS.glob(f"layout-{name}-*.png"):
        old.unlink()
    words = ["pdftoppm", "-r", "60", "-png", str(pdf), str(ARTEFACTS / f"layout-{name}")]
    subprocess.run(words, check=True)


def _report(title: str, measured: Any) -> None:
    counted = sum(measured.characters.values())
    share = measured.characters.get(28, 0) / counted
    asked = (
        ("22", f"{min(measured.rows)}..{max(measured.rows)}", f"rows on {len(measured.full)} full pages"),
        ("0 pt", f"{measured.off_grid:.2f} pt", "greatest distance of a row from the grid"),
        ("28", f"{min(measured.characters)}..28", f"characters on {counted} full rows of hanzi, 28 on {share:.0%}"),
        ("0 mm", f"{measured.edge:.2f} mm", f"greatest distance of {measured.edges} full rows from the right edge"),
        ("7 mm", f"{measured.dash[0]:.2f}..{measured.dash[1]:.2f} mm", "from the text block to the dash"),
        ("4.9 mm", f"{measured.outer[0]:.2f}..{measured.outer[1]:.2f} mm", "from the page number to the outer edge"),
    )
    print(f"\n{title}")
    for wanted, found, what in asked:
        print(f"  {wanted:>7}  {found:>16}  {what}")
