"""Every benchmark in short: the same answers compared on a tiny organisation, ratios printed, and no time looked at."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from bench import __main__ as benchmarks
from tests import tools

ROOT = Path(__file__).parents[2]
OWN = ("ZICHA", "DATABASE", "DJANGO")


class Short(NamedTuple):
    """What the last part of a benchmark prints, and the programs without which it compares less than it could."""

    says: str
    needs: tuple[str, ...] = ()


SHORT = {
    "board": Short(r"us a unit \(20 units\)"),
    "board_page": Short(r"pages/s  p99 .* 32 units"),
    "check": Short(r"the dictionary was loaded in"),
    "dashboard": Short(r"x .* pages/s .*  ORM instances \+ Django template"),
    "demo_board": Short(r"x .*  one query a cell: counts only"),
    "documents": Short(r"x .*  one process"),
    "figures": Short(r"x .*  zicha: read the prose back"),
    "first_start": Short(r"modules  zicha board, one unit"),
    "imports": Short(r"zicha : django-import-export = "),
    "layout": Short(r"mm  from the page number to the outer edge", ("soffice", "pdftotext", "pdftoppm")),
    "month_report": Short(r"x .* MiB at most; .*  beancount, summed in Python", ("hledger",)),
    "one_write": Short(r"M: 4 single writes(.|\n)* statements, the transaction's own two among them"),
    "partitions": Short(r"ending a state\n.*whole\n.*monthly", ("initdb",)),
    "pdf": Short(r"x .*  zicha pdf \(typst\)"),
    "problem_pages": Short(r"one unit: a page of what a word is said of(.|\n)*kept rows"),
    "report": Short(r"x .*  docxtpl"),
    "restore": Short(r"s for a million; 300 s are allowed"),
    "room": Short(r"serve with 1 workers: \d+ MB in all", ("initdb",)),
    "root_measures": Short(r"root, as of an instant: M : S = "),
    "verify": Short(r"allowed: 30 s and 500 MB for a million"),
    "whole_board": Short(r"as of an instant: 16 units(.|\n)*1 : .*  the same, and the units sorted"),
    "writers": Short(r"PostgreSQL: 3 writers(.|\n)*the fewest records of one writer : the mean = ", ("initdb",)),
}
ELSEWHERE = {
    "checker": "tests/bench/test_checker.py runs all of it and holds what it prints",
    "signin": "tests/bench/test_signin.py runs it with fewer people, on both databases",
}


def test_every_benchmark_has_a_short_form():
    assert sorted([*SHORT, *ELSEWHERE]) == list(benchmarks.names())
    assert [name for name, said in ELSEWHERE.items() if not (ROOT / said.split()[0]).exists()] == []


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """Where the organisations lie, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bench-data"


@pytest.mark.parametrize("name", SHORT)
def test_benchmark_in_short_agrees_and_prints_its_ratios(name, data):
    for program in SHORT[name].needs:
        tools.program(program)
    environ = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
    environ |= {
        "ZICHA_BENCH": "short",
        "ZICHA_BENCH_DATA": str(data),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    words = [sys.executable, "-m", "bench", name]
    done = subprocess.run(words, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(SHORT[name].says, done.stdout), done.stdout
    assert "left out" not in done.stdout
