"""Programs of the system that some tests use: a browser, an office suite, a database server.

Where one is missing the test is left out with a note; with ``ZICHA_REQUIRE_TOOLS`` set, as in ``.ci/run``, it
fails. A test says what it uses with ``@pytest.mark.needs("hledger")``, a fixture with ``tools.program("hledger")``.
"""

import glob
import os
import shutil

import pytest

PACKAGES = {
    "chromium": "chromium",
    "hledger": "hledger",
    "initdb": "postgresql",
    "pg_basebackup": "postgresql",
    "pg_ctl": "postgresql",
    "msgfmt": "gettext",
    "pdffonts": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer",
    "strace": "strace",
    "uno": "python3-uno",
}
"""The programs tests may use, with the Debian package that brings each."""


def find(name: str) -> str | None:
    """Return where a program is, or ``None``; Debian has PostgreSQL's servers and LibreOffice's bridge outside PATH."""
    elsewhere = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))  # noqa: PTH207 -- not under one folder
    elsewhere += glob.glob(f"/usr/lib/python3/dist-packages/{name}.py")  # noqa: PTH207 -- the same
    return shutil.which(name) or (elsewhere[-1] if elsewhere else None)


def program(name: str) -> str:
    """Return where a program is; leave the test out, or fail it, if the program is missing."""
    path = find(name)
    if path is None:
        note = f"{name} is not installed (Debian: apt-get install {PACKAGES[name]})"
        if os.environ.get("ZICHA_REQUIRE_TOOLS"):
            pytest.fail(note)
        pytest.skip(note)
    return path


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look for what the test says it needs before its fixtures are made."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            program(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line that full disks were not tried, which the number of tests left out does not tell."""
    from tests.drills import disks

    left_out = [each for each in terminalreporter.stats.get("skipped", ()) if disks.LEFT_OUT in str(each.longrepr)]
    if left_out:
        terminalreporter.write_line(f"{len(left_out)} tests of full and read-only disks left out: {disks.LEFT_OUT}")
