"""A problem in a table: names in the place of ids, and no cell a spreadsheet would run."""

from dataclasses import replace

from tests.core.test_problem_measures import IN_TIME, OPEN
from zicha.formats import problems_out
from zicha.formats.problems_out import Shown

CALLED = {"names": {"P002": "周启明"}, "units": {"U01": "一支部"}, "language": "zh"}


def test_table_has_names_and_both_deadlines():
    table = problems_out.as_csv([Shown(OPEN, "overdue", ("2026-H1-U01-001",))], **CALLED)
    assert table.splitlines() == [
        "编号,单位,发现日期,来源,问题,原因,整改措施,整改责任人,验收人,原定期限,整改期限,延期次数,状态,销号日期,退回次数,重复发生",
        "2026-H1-U01-003,一支部,2026-03-02,检查发现,东侧通道堆放杂物,,清走并划线,周启明,,2026-04-01,2026-06-01,1,整改中,,0,2026-H1-U01-001",
    ]


def test_cell_is_never_a_formula():
    table = problems_out.as_csv([Shown(replace(IN_TIME, matter='=HYPERLINK("x")'), "")], **CALLED)
    assert ',"\'=HYPERLINK(""x"")",' in table


def test_json_says_how_it_stands():
    shape = problems_out.as_json(Shown(IN_TIME, ""))
    assert (shape["state"], shape["on_time"], shape["closed_on"], shape["duty"]) == ("closed", True, "2026-03-10", None)
    assert [step["step"] for step in shape["steps"]] == ["hand_in", "accept"]
