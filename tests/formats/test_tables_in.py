import os
import time
from datetime import date

import pytest

from tests.formats import ledger_files
from zicha.core.findings import Refusal
from zicha.core.importing.tables import Merge, Table
from zicha.formats import tables_in
from zicha.formats.tables_in import Workbook

ROWS = [["日期", "主题"], [date(2026, 4, 1), "学习"], ["4月8日", 3]]
READ = [["日期", "主题"], [date(2026, 4, 1), "学习"], ["4月8日", 3.0]]


def test_xlsx_is_read_with_addresses_merges_and_visible_sheets():
    data = ledger_files.xlsx(
        {"台账": ROWS, "底稿": [["x"]]}, hidden=["底稿"], merges={"台账": [(2, 1, 2, 2)]}, first_cell=(2, 1)
    )
    table = Table("台账", READ, first_row=3, first_column=2, merges=(Merge(3, 2, 3, 3),))
    assert tables_in.read(data, name="a.xlsx") == Workbook((table,), ("底稿",), "xlsx")


def test_old_xls_is_read():
    assert tables_in.read(ledger_files.xls({"台账": ROWS}), name="a.xls") == Workbook((Table("台账", READ),), (), "xls")


def test_what_a_file_is_is_told_by_its_bytes_not_its_name():
    assert tables_in.read(ledger_files.xlsx({"台账": ROWS}), name="a.xls").kind == "xlsx"
    assert tables_in.read(ledger_files.csv([["日期", "主题"]]), name="a.xlsx").kind == "csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    rows = [["日期", "主题"], ["4月1日", "学习，讨论"]]
    data = ledger_files.csv(rows, encoding=encoding, delimiter=delimiter)
    assert tables_in.read(data, name="台账.csv") == Workbook((Table("台账", rows),), (), "csv")


def test_csv_cell_may_hold_line_breaks_and_quotes():
    data = '日期,主题\r\n4月1日,"第一行\n第""二""行"\r\n'.encode()
    assert tables_in.read(data, name="台账.csv").tables[0].rows[1] == ["4月1日", '第一行\n第"二"行']


def test_every_cell_comes_over_whatever_its_column_holds():
    rows = [
        ["字", 1.5, date(2026, 4, 1), "a", "x\x1fy", True],
        ["", 2.0, date(2026, 4, 2), 2.0, "z", False],
    ]
    data = ledger_files.xls({"台账": rows * 1200})
    assert tables_in.read(data, name="a.xls").tables[0].rows == rows * 1200


def test_1904_workbook_says_so():
    assert tables_in.read(ledger_files.xlsx({"台账": ROWS}, date_1904=True), name="a.xlsx").tables[0].date_1904 is True


HOSTILE = {
    "empty": (b"", "imports.file_empty"),
    "spaces": (b" \r\n", "imports.file_empty"),
    "renamed pdf": (b"%PDF-1.7 ...", "imports.not_a_table"),
    "html under the name of xls": (b"<html><body><table><tr><td>1</td></tr></table>", "imports.web_page"),
    "xml of 2003": (b'<?xml version="1.0"?><Workbook/>', "imports.web_page"),
    "renamed docx": ("docx", "imports.word_document"),
    "renamed doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "imports.word_document"),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "imports.encrypted"),
    "ods": ("ods", "imports.other_spreadsheet"),
    "any zip": ("zip", "imports.not_a_table"),
    "cut off": (ledger_files.xlsx({"a": [["一"] * 50] * 500})[:3000], "imports.damaged"),
    "cut off xls": (ledger_files.xls({"a": ROWS})[:2000], "imports.damaged"),
    "broken xml": (ledger_files.with_rows(b"<row><c><v>1"), "imports.damaged"),
    "far cell": (ledger_files.far_cell(), "imports.too_sparse"),
    "far cell without an address": (ledger_files.far_cell_without_address(), "imports.parser_ended"),
    "binary": (bytes(range(256)) * 8, "imports.not_text"),
    "nothing in it": (ledger_files.xlsx({"a": []}), "imports.no_cells"),
    "quote without a partner": ('日期,主题\n4月1日,"学习\n'.encode(), "imports.csv_quote"),
    "cell too long": (b"a,b\n" + b"x" * 200_000 + b",1\n", "imports.csv_field_too_long"),
    "too many rows": (b"a,b\n" * 200_001, "imports.too_many_rows"),
}
MEMBERS = {
    "docx": {"[Content_Types].xml": "", "word/document.xml": ""},
    "ods": {"mimetype": "", "content.xml": ""},
    "zip": {"a.txt": ""},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_is_no_ledger_is_refused_with_its_reason(name):
    data, code = HOSTILE[name]
    data = ledger_files.zipped(MEMBERS[data]) if isinstance(data, str) else data
    started = time.monotonic()
    with pytest.raises(Refusal) as refused:
        tables_in.read(data, name=f"{name}.xlsx")
    assert refused.value.code == code
    assert time.monotonic() - started < 60


def test_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refusal) as refused:
        tables_in.read(ledger_files.bomb(), name="a.xlsx")
    assert (refused.value.code, refused.value.facts) == ("imports.unpacks_too_large", {"limit": 200})


def test_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(tables_in, "TIME_LIMIT_SECONDS", 0.001)
    with pytest.raises(Refusal) as refused:
        tables_in.read(ledger_files.xlsx({"a": ROWS}), name="a.xlsx")
    assert refused.value.code == "imports.took_too_long"


def test_answer_that_names_anything_but_a_date_is_not_loaded():
    answer = b"cos\nsystem\n(S'exit 1'\ntR."
    read, write = os.pipe()
    with os.fdopen(write, "wb") as out, os.fdopen(read, "rb") as stream:
        out.write(answer)
        out.close()
        with pytest.raises(tables_in.pickle.UnpicklingError):
            list(tables_in._answers(stream))
