"""Reading a ledger of 50,000 rows by 12 columns: guard, child process and all, against openpyxl.

openpyxl reads in this process, without a guard, in its fastest mode. zicha looks for bombs and far cells first,
parses in a confined process of its own and hands the rows over; both must give the same values.
"""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from bench import harness
from zicha.core.importing.tables import Row
from zicha.formats import tables_in

ROWS = 50_000
HEADER = ["序号", "单位", "日期", "主题", "地点", "主讲人", "应到", "实到", "请假", "缺席", "签到表", "备注"]
TOPICS = ["学习贯彻会议精神", "安全生产专题学习", "业务知识集中学习", "交流研讨"]


def rows(count: int = ROWS) -> Iterator[list[Any]]:
    """Yield a header and ``count`` made-up rows of a ledger, the same at every run."""
    chance = random.Random(1)
    yield HEADER
    for number in range(1, count + 1):
        absent = chance.randrange(4)
        yield [
            number,
            f"第{number % 40 + 1}支部",
            date(2026, 1, 1) + timedelta(days=number % 180),
            f"{chance.choice(TOPICS)}第{number}次{'，内容要点' * (number % 5)}",
            f"{number % 9 + 1}楼会议室",
            f"张{number % 300}",
            30,
            30 - absent,
            absent,
            0,
            "√",
            f"备注{number}",
        ]


def write(file: Path, *, count: int = ROWS, inline: bool = False) -> None:
    """Write the ledger as xlsx, its texts shared as Excel and WPS write them, or inline as exporting programs do."""
    book = xlsxwriter.Workbook(file, {"constant_memory": inline})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    for place, row in enumerate(rows(count)):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            else:
                sheet.write(place, column, value)
    book.close()


def by_openpyxl(data: bytes) -> list[list[Any]]:
    """Return the rows as openpyxl's read-only mode gives them."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def by_zicha(data: bytes) -> Sequence[Row]:
    """Return the rows as the import reads them."""
    return tables_in.read(data, name="台账.xlsx").tables[0].rows


def main() -> None:
    """Check that both read the same, time them in turn, print ratios; for inline and for shared texts."""
    for inline in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "台账.xlsx"
            write(file, inline=inline)
            data = file.read_bytes()
        _check(by_openpyxl(data), by_zicha(data))
        contenders: dict[str, Callable[[], object]] = {
            "zicha: guard + child process (calamine)": partial(by_zicha, data),
            "openpyxl read_only, unguarded": partial(by_openpyxl, data),
        }
        timings = harness.interleave(contenders, rounds=3)
        texts = "inline" if inline else "shared"
        title = f"Reading {ROWS:,} rows x {len(HEADER)} columns of xlsx, {texts} texts"
        harness.report(title, timings, items=ROWS, unit="row")


def _check(theirs: Sequence[Row], ours: Sequence[Row]) -> None:
    assert len(theirs) == len(ours) == ROWS + 1
    assert [_plain(row) for row in theirs[::1000]] == [_plain(row) for row in ours[::1000]]


def _plain(row: Row) -> list[str]:
    return [str(value)[:10] if hasattr(value, "year") else str(value).removesuffix(".0") for value in row]


if __name__ == "__main__":
    main()
