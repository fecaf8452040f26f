"""The study plan goes out as a sheet and comes back the same."""

import io
from datetime import date

import openpyxl
import pytest

from zicha.core.findings import Refusal
from zicha.formats import study_sheet

ACTIVITIES = {"lecture": "讲课"}
ROW = {
    "month": date(2026, 3, 1), "topic": "条例解读", "form": "collective", "completes": "made_up", "days": 15,
    "reading": ("条例", "准则"), "activity": "lecture",
}  # fmt: skip
PLAIN = {
    "month": date(2026, 4, 1), "topic": "=1+1", "form": "self", "completes": "attended", "days": 0, "reading": (),
    "activity": "",
}  # fmt: skip


def read(content, name="plan.xlsx"):
    return study_sheet.read(content, name=name, activities=ACTIVITIES, year=2026)


def test_plan_is_read_back_as_it_was_written():
    content = study_sheet.write([ROW, PLAIN], activities=ACTIVITIES)
    assert read(content) == (ROW, PLAIN)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet["B3"].value, sheet["B3"].data_type, sheet.freeze_panes) == ("=1+1", "s", "A2")


@pytest.mark.parametrize("month", ["3", "3月", "03月份", "2026-03", "2026年3月", "2026.3"])
def test_month_is_read_however_it_is_written(month):
    [row] = read(f"月份,学习内容\n{month},条例\n".encode(), "plan.csv")
    assert (row["month"], row["form"], row["completes"]) == (date(2026, 3, 1), "collective", "attended")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("月份,学习内容\n13月,x\n", "月份", "13月"),
        ("月份,学习内容\n3月,\n", "学习内容", ""),
        ("月份,学习内容,形式\n3月,x,网上\n", "形式", "网上"),
        ("月份,学习内容,补学期限\n3月,x,很快\n", "补学期限", "很快"),
        ("月份,学习内容,活动类型\n3月,x,打球\n", "活动类型", "打球"),
    ],
)
def test_cell_that_cannot_be_read_is_named(text, column, value):
    with pytest.raises(Refusal) as refused:
        read(text.encode(), "plan.csv")
    assert (refused.value.code, refused.value.facts) == (
        "study.sheet_cell",
        {"row": 2, "column": column, "value": value},
    )


def test_sheet_without_its_headings_is_refused():
    with pytest.raises(Refusal, match="sheet_column"):
        read("月份,内容\n3,x\n".encode(), "plan.csv")
