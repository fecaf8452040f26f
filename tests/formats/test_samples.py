"""The demonstration's files are real ones."""

import subprocess
import zlib

import pytest

from tests import tools
from zicha.formats import samples


def test_a_picture_holds_all_its_rows_and_differs_by_its_seed():
    made = samples.png(seed=3)
    start = made.index(b"IDAT")
    length = int.from_bytes(made[start - 4 : start])
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(zlib.decompress(made[start + 4 : start + 4 + length])) == 64 * (1 + 96 * 3)
    assert made == samples.png(seed=3) != samples.png(seed=4)


@pytest.mark.needs("pdftotext")
def test_a_page_holds_its_lines(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(samples.pdf(("Sign-in sheet", "2026-05-08")))
    done = subprocess.run([tools.program("pdftotext"), path, "-"], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["Sign-in sheet", "2026-05-08"]
    assert done.stderr == ""
