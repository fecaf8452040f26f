"""`make demo` on a machine that lacks something says what to do about it."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def make(tmp_path: Path, *, python: str) -> tuple[int, list[str]]:
    """Run ``make demo`` with a stand-in for Python; return the exit code and the lines on stderr."""
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    command = ["make", "--no-print-directory", "demo", f"PYTHON={stand_in}", f"VENV={tmp_path}/venv"]
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return result.returncode, [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]


def test_make_without_the_venv_module_names_the_package(tmp_path):
    python = 'case "$2" in *ensurepip*) exit 1;; esac'
    sentence = "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
    assert make(tmp_path, python=python) == (2, [sentence])
    assert not (tmp_path / "venv").exists()


def test_make_with_an_old_python_asks_for_a_newer_one(tmp_path):
    sentence = (
        f"zicha needs Python 3.11 or newer; {tmp_path}/python is older. Name another: make PYTHON=/path/to/python3.11"
    )
    assert make(tmp_path, python='case "$2" in *version_info*) exit 1;; esac') == (2, [sentence])
