"""Many reports as Word files, as ``zicha report each`` writes them: against docxtpl, and on two processes against one.

Each process renders the same number of reports of one unit's half-year; the processes are started and warm before the
clock is. docxtpl fills a template made from a document of the same tables, opened once and filled for every report.
"""

from __future__ import annotations

import importlib
import io
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from typing import Any

import docx

from bench import harness, lengths
from bench.report import template_of
from zicha.core.report import Report, Table, walk
from zicha.formats import docx_write

REPORTS = lengths.of(short=4, full=400)
ENTRIES = lengths.of(short=20, full=250)
PROSE = {"work": "带头学习{studies}次。", "next": "按月公布计划。"}


def main() -> None:
    """Check that both hold the same table cells, time them in turn, print ratios; then one process and two."""
    filled = template_of(report())
    if filled is not None:
        _check(filled())
        contenders: dict[str, Callable[[], object]] = {"zicha docx": _render, "docxtpl": filled}
        harness.report("one report as docx", harness.interleave(contenders, rounds=9), items=1, unit="report")
    _processes()


@lru_cache
def report() -> Report:
    """Return the report that is rendered; every process composes it once."""
    tests: Any = importlib.import_module("tests.reporting")  # untyped, as all tests are
    made: Report = tests.compose(count=ENTRIES, prose=PROSE)
    return made


def write_many(count: int) -> int:
    """Render a number of reports and return the bytes written."""
    made = report()
    return sum(len(docx_write.render(made)) for _number in range(count))


def _render() -> bytes:
    return docx_write.render(report())


def _check(theirs: bytes) -> None:
    """Every row of the report's tables stands in both documents."""
    wanted = [row.cells for each in walk(report().sections) for block in each.blocks if isinstance(block, Table)
              for row in block.rows]  # fmt: skip
    for content in (_render(), theirs):
        found = {_cells(row) for table in docx.Document(io.BytesIO(content)).tables for row in table.rows}
        assert {_plain(cells) for cells in wanted} <= found


def _cells(row: Any) -> tuple[str, ...]:
    return _plain(tuple(cell.text for cell in row.cells))


def _plain(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell for cell in cells if cell)


def _processes() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as one, ProcessPoolExecutor(2, mp_context=spawn) as two:
        single = sum(one.map(write_many, [REPORTS]))
        double = sum(two.map(write_many, [REPORTS // 2] * 2))
        assert single == double
        contenders: dict[str, Callable[[], object]] = {
            "two processes": lambda: list(two.map(write_many, [REPORTS // 2] * 2)),
            "one process": lambda: list(one.map(write_many, [REPORTS])),
        }
        timings = harness.interleave(contenders, rounds=5)
    harness.report(f"{REPORTS} reports as docx", timings, items=REPORTS, unit="report")


if __name__ == "__main__":
    main()
