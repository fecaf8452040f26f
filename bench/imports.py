"""Reading, and then importing, a ledger of 50,000 rows.

openpyxl reads in this process, without a guard, in its fastest mode. zicha looks for bombs and far cells first,
parses in a confined process of its own and hands the rows over; both must give the same values.

The whole import goes into the middle generated organisation. The floor beside it reads the same file by calamine and
inserts its cells unseen, by one ``executemany`` in one transaction. django-import-export reads it as its documentation
says to for many rows (``use_bulk``, no comparison with what was there) into a table of the same columns, without a
roster, a tree, a log or a summary to hold the rows against.
"""

from __future__ import annotations

import importlib
import io
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from bench import dataset, harness, lengths
from zicha.conf import start
from zicha.core.importing.tables import Row
from zicha.formats import tables_in

ROWS = lengths.of(short=300, full=50_000)
IMPORTED = int(os.environ.get("ZICHA_ROWS") or ROWS)
IMPORTED_HEADER = ["单位", "日期", "主题", "分钟", "应到", "实到"]
IMPORTS, UNITS = 3, lengths.of(short=32, full=2_000)
NOW = datetime(2030, 1, 1, tzinfo=UTC)
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
    """Print how reading compares, then how the whole import does."""
    _reading()
    _importing()


def _importing() -> None:
    made = dataset.prepare("M")
    with tempfile.TemporaryDirectory(dir=dataset.DATA) as folder:
        home = Path(folder) / "home"
        shutil.copytree(made, home)
        start.django(home=home, database_url="")
        files = [_file(Path(folder), turn) for turn in range(IMPORTS + 2)]
        new = iter(files)
        contenders = {
            "calamine + bare insert": lambda: _bare(files[0]),
            "zicha: the whole import": lambda: _ours(next(new)),
            "django-import-export, use_bulk": _theirs(files[0]),
        }
        timings = harness.interleave(contenders, rounds=IMPORTS)
        harness.report(f"Importing {IMPORTED:,} rows into M", timings, items=IMPORTED, unit="row")
        harness.report_processor(contenders, items=IMPORTED, unit="row")
        print(f"  zicha : django-import-export = {timings[1].median / timings[2].median:.2f}")


def _file(folder: Path, turn: int) -> Path:
    """Write a file that holds no record of another turn's."""
    file = folder / f"台账{turn}.xlsx"
    book = xlsxwriter.Workbook(file)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, IMPORTED_HEADER)
    for number in range(IMPORTED):
        sheet.write(number + 1, 0, f"U{number % UNITS + 1:05}")
        sheet.write_datetime(number + 1, 1, date(2023, 1, 1) + timedelta(days=number % 300), day)
        sheet.write_row(number + 1, 2, [f"{TOPICS[number % 4]}第{turn}-{number}次", 60, 30, 20 + number % 10])
    book.close()
    return file


def _ours(file: Path) -> None:
    from zicha.services import imports

    done = imports.run(file=file, unit="U00001", kind="study", recorded_at=NOW, recorded_by="bench")
    assert done.added == IMPORTED, (done.added, done.refused[:3])


def _bare(file: Path) -> None:
    from django.db import connection
    from python_calamine import CalamineWorkbook

    table: Any = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    connection.ensure_connection()
    driver: Any = connection.connection
    driver.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, unit, day, title, minutes, due, came)")
    driver.execute("CREATE INDEX IF NOT EXISTS bare_unit ON bare (unit, day)")
    driver.execute("BEGIN IMMEDIATE")
    insert = "INSERT INTO bare (unit, day, title, minutes, due, came) VALUES (?, ?, ?, ?, ?, ?)"
    driver.executemany(insert, ((unit, day.isoformat(), *rest) for unit, day, *rest in table[1:]))
    driver.execute("COMMIT")


def _theirs(file: Path) -> Callable[[], object]:
    from django.db import connection, models

    resources: Any = importlib.import_module("import_export.resources")  # untyped, as tablib is
    tablib: Any = importlib.import_module("tablib")
    columns = {"day": models.DateField(), "title": models.TextField(), "unit": models.CharField(max_length=64)}
    numbers = {name: models.IntegerField() for name in ("minutes", "due", "came")}
    meta = type("Meta", (), {"app_label": "bench", "indexes": [models.Index(fields=["unit", "day"], name="peer_unit")]})
    peer = type("Peer", (models.Model,), {"__module__": __name__, "Meta": meta, **columns, **numbers})
    with connection.schema_editor() as editor:
        editor.create_model(peer)
    asked = {"model": peer, "use_bulk": True, "batch_size": 1_000, "skip_diff": True, "exclude": ("id",)}
    options = type("Meta", (), {**asked, "import_id_fields": (), "use_transactions": True})
    resource = type("PeerResource", (resources.ModelResource,), {"Meta": options})()

    def run() -> None:
        table = tablib.Dataset().load(file.read_bytes(), format="xlsx")
        table.headers = ["unit", "day", "title", "minutes", "due", "came"]
        done = resource.import_data(table, raise_errors=True)
        assert done.totals["new"] == IMPORTED, done.totals

    return run


def _reading() -> None:
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
    assert [_plain(row) for row in theirs[:: ROWS // 50]] == [_plain(row) for row in ours[:: ROWS // 50]]


def _plain(row: Row) -> list[str]:
    return [str(value)[:10] if hasattr(value, "year") else str(value).removesuffix(".0") for value in row]


if __name__ == "__main__":
    main()
