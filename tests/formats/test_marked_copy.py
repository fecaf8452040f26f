import csv
import io
from datetime import date

import openpyxl

from tests.formats import ledger_files
from zicha.core.importing.refusals import RefusedCell
from zicha.formats import marked_copy

ROWS = [["台账"], ["日期", "主题"], [date(2026, 4, 1), "学习"], ["4月31日", '=HYPERLINK("http://x")']]
REFUSED = [
    RefusedCell("台账", 4, "A", "日期", "4月31日", "imports.no_such_day", {"value": "4月31日"}),
    RefusedCell("台账", 4, "B", "主题", "…", "imports.required_empty", {}),
]
REASONS = "A 日期: 没有“4月31日”这一天，请核对。\nB 主题: 必填，请补上。"


def test_xlsx_keeps_its_cells_and_gets_marks_and_reasons():
    ending, data = marked_copy.write(
        ledger_files.xlsx({"台账": ROWS, "别的": [["1"]]}), name="a.xlsx", refused=REFUSED, language="zh"
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["台账"]
    assert (ending, book.sheetnames) == ("xlsx", ["台账", "别的"])
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["台账", None, None],
        ["日期", "主题", "未导入原因"],
        [sheet["A3"].value, "学习", None],
        ["4月31日", '=HYPERLINK("http://x")', REASONS],
    ]
    assert [sheet[place].fill.fgColor.rgb for place in ("A3", "A4", "B4", "C4")] == [
        "00000000",
        *[marked_copy.FILL] * 3,
    ]
    assert sheet["B4"].data_type == "s"


def test_csv_gets_a_column_of_reasons_and_no_formula():
    rows = [["日期", "主题"], ["4月1日", "学习"], ["4月31日", "=1+1"], ["-5", "@a"]]
    refused = [RefusedCell("台账", 3, "A", "日期", "4月31日", "imports.no_such_day", {"value": "4月31日"})]
    ending, data = marked_copy.write(ledger_files.csv(rows), name="台账.csv", refused=refused, language="en")
    assert (ending, data[:3]) == ("csv", b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["日期", "主题", "Why it was not imported"],
        ["4月1日", "学习", ""],
        ["4月31日", "'=1+1", "A 日期: There is no day “4月31日”; check it."],
        ["-5", "'@a", ""],
    ]


def test_old_xls_comes_back_as_xlsx_with_its_text_still_text():
    rows = [["日期", "主题"], ["4月31日", "+1"]]
    refused = [RefusedCell("台账", 2, "A", "日期", "4月31日", "imports.no_such_day", {"value": "4月31日"})]
    ending, data = marked_copy.write(ledger_files.xls({"台账": rows}), name="a.xls", refused=refused, language="zh")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账"]
    assert ending == "xlsx"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["日期", "主题", "未导入原因"],
        ["4月31日", "+1", "A 日期: 没有“4月31日”这一天，请核对。"],
    ]
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", True)
