from tests.core.importing.world import EVIDENCE, KINDS, table
from zicha.core.importing import headers, mapping
from zicha.core.importing.headers import Header, Heading
from zicha.core.importing.tables import Merge

NAMES = mapping.names_of(KINDS, EVIDENCE)


def find(found):
    return headers.find(found, recognise=lambda parts: mapping.knows(parts, names=NAMES))


def test_header_stands_under_title_rows():
    lines = table(
        ["2026年上半年学习台账"],
        ["填报单位：第一支部", "", "2026.6"],
        [],
        ["序号", "日期", "主题"],
        [1.0, "4月1日", "学习"],
    )
    assert find(lines) == Header(
        4,
        4,
        (Heading(1, ("序号",)), Heading(2, ("日期",)), Heading(3, ("主题",))),
        ("2026年上半年学习台账", "填报单位：第一支部 2026.6"),
    )


def test_header_is_read_through_line_breaks_and_wide_spaces():
    assert find(table(["日　期", "应到\n人数", " 主 题 "])).headings == (
        Heading(1, ("日期",)),
        Heading(2, ("应到人数",)),
        Heading(3, ("主题",)),
    )


def test_header_of_two_rows_with_merges_joins_the_common_heading():
    lines = table(
        ["日期", "主题", "人数", "", "", "签到表"],
        ["", "", "应到", "实到", "请假", ""],
        ["4月1日", "学习", 3.0, 3.0, 0.0, "√"],
        merges=[Merge(1, 1, 2, 1), Merge(1, 2, 2, 2), Merge(1, 3, 1, 5), Merge(1, 6, 2, 6)],
    )
    assert find(lines) == Header(
        1,
        2,
        (
            Heading(1, ("日期",)),
            Heading(2, ("主题",)),
            Heading(3, ("人数", "应到")),
            Heading(4, ("人数", "实到")),
            Heading(5, ("人数", "请假")),
            Heading(6, ("签到表",)),
        ),
    )


def test_header_of_two_rows_in_a_text_file_needs_no_merges():
    lines = table(["日期", "主题", "人数", "", "备注"], ["", "", "应到", "实到", ""], ["4月1日", "学习", "3", "3", ""])
    assert [heading.label for heading in find(lines).headings] == ["日期", "主题", "人数/应到", "人数/实到", "备注"]


def test_header_of_one_row_does_not_swallow_the_first_record():
    lines = table(["日期", "主题", "备注"], ["4月1日", "主题", ""], ["4月8日", "学习", ""])
    assert (find(lines).top, find(lines).bottom) == (1, 1)


def test_title_merged_over_the_header_is_no_part_of_it():
    title = ["2026年台账", "", ""]
    for merges in ([], [Merge(1, 1, 1, 3)]):
        header = find(table(title, ["日期", "主题", "备注"], ["4月1日", "学习", ""], merges=merges))
        assert (header.top, header.above, header.headings[0].label) == (2, ("2026年台账",), "日期")


def test_addresses_start_where_the_sheet_starts():
    header = find(table(["日期", "主题"], first_row=5, first_column=3))
    assert (header.top, [heading.column for heading in header.headings]) == (5, [3, 4])


def test_table_without_a_header_has_none():
    assert find(table(["说明"], ["本表由办公室填写，每月报送。"])) is None
    assert find(table()) is None
