from datetime import date

from rapidfuzz import fuzz

from tests.core.importing.world import CHECK, EVIDENCE, KINDS, setting, table
from zicha.core.importing import headers, mapping, rows
from zicha.core.importing.mapping import SheetMapping
from zicha.core.importing.refusals import Note, RefusedCell, SkippedRow
from zicha.core.importing.rows import Source
from zicha.core.importing.tables import Merge
from zicha.core.ledger import Attendance, Draft, Evidence

NAMES = mapping.names_of(KINDS, EVIDENCE)
HEADER = ["序号", "日期", "主题", "应到", "实到", "请假"]


def read(found, *, kind="study", kinds=KINDS, **changed):
    header = headers.find(found, recognise=lambda parts: mapping.knows(parts, names=NAMES))
    candidates = [one for one in kinds if not kind or one.id == kind]
    guess = mapping.guess(header.headings, kinds=candidates, evidence=EVIDENCE, likeness=fuzz.ratio)
    source = Source(found, header, SheetMapping(found.name, kind, guess.columns))
    return rows.read(source, setting=setting(**changed))


ALL_PRESENT = Attendance(3, 3)


def draft(day, title="学习", attendance=ALL_PRESENT, **more):
    return Draft("U02", "study", day, title, attendance=attendance, **more)


def test_row_becomes_a_draft_with_everything_it_says():
    lines = table(
        [
            "日期",
            "主题",
            "主讲人",
            "学习形式",
            "时长",
            "学习书目",
            "满意率",
            "应到",
            "实到",
            "请假",
            "签到表",
            "照片",
            "记录编号",
        ],
        [
            "2026.4.1",
            "业务学习",
            "张三",
            "研讨交流",
            "90分钟",
            "《甲》《乙》",
            "95%",
            "３人",
            "2人",
            1.0,
            "√",
            "×",
            "A-1",
        ],
    )
    assert read(lines) == rows.Read(
        drafts=(
            Draft(
                unit="U02",
                kind="study",
                happened_on=date(2026, 4, 1),
                title="业务学习",
                fields=(
                    ("speaker", "P1"),
                    ("form", "talk"),
                    ("length", 90),
                    ("books", ("《甲》", "《乙》")),
                    ("rate", "95"),
                ),
                attendance=Attendance(3, 2, 1),
                evidence=(Evidence("sign_in_sheet", "", ""),),
                key="A-1",
            ),
        ),
        rows=(2,),
        sheets=("表",),
    )


def test_ditto_and_merged_cells_repeat_what_stands_above():
    lines = table(
        HEADER,
        [1.0, "4月1日", "学习", 3.0, 3.0, ""],
        [2.0, "同上", "〃", "同上", 3.0, ""],
        [3.0, "4月8日", "讨论", 3.0, 3.0, ""],
        [4.0, "", "总结", "", 2.0, 1.0],
        merges=[Merge(4, 2, 5, 2), Merge(4, 4, 5, 4)],
    )
    assert read(lines).drafts == (
        draft(date(2026, 4, 1)),
        draft(date(2026, 4, 1)),
        draft(date(2026, 4, 8), "讨论"),
        draft(date(2026, 4, 8), "总结", Attendance(3, 2, 1)),
    )


def test_ditto_with_nothing_above_is_refused():
    assert [
        (cell.row, cell.column, cell.code) for cell in read(table(HEADER, [1.0, "同上", "学习", 3.0, 3.0, ""])).refused
    ] == [
        (2, "B", "imports.ditto_alone"),
        (2, "B", "imports.date_empty"),
    ]


def test_rows_that_are_no_records_are_skipped_and_named():
    lines = table(
        HEADER,
        ["示例", "2026.1.1", "某某学习", 3.0, 3.0, ""],
        ["一、第一季度", "", "", "", "", ""],
        [1.0, "4月1日", "学习", 3.0, 3.0, ""],
        HEADER,
        ["小计", "1次", "", 3.0, 3.0, ""],
        [2.0, "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["合　计", "", "", 3.0, 3.0, ""],
        ["注：应到人数按名册填写。", "", "", "", "", ""],
        ["填报人：张三", "", "", "审核人：李四", "", ""],
        merges=[Merge(3, 1, 3, 6)],
    )
    found = read(lines)
    assert found.drafts == (draft(date(2026, 4, 1)),)
    assert found.refused == ()
    assert [(row.row, row.code) for row in found.skipped] == [
        (2, "imports.row_example"),
        (3, "imports.row_section"),
        (5, "imports.row_header"),
        (6, "imports.row_total"),
        (7, "imports.row_number_only"),
        (9, "imports.row_total"),
        (10, "imports.row_note"),
        (11, "imports.row_note"),
    ]
    assert found.skipped[5] == SkippedRow("表", 9, "合 计 3 3", "imports.row_total")


def test_record_without_a_date_is_refused_not_skipped():
    found = read(table(HEADER, [1.0, "", "学习", 3.0, 3.0, ""]))
    assert found.refused == (RefusedCell("表", 2, "B", "日期", "", "imports.date_empty"),)
    assert found.drafts == ()


def test_every_refused_cell_of_a_row_is_named_with_its_address():
    lines = table(
        ["日期", "主题", "主讲人", "学习形式", "应到", "实到", "签到表"],
        ["4月31日", "学习", "外来人", "吃饭", "多", 3.0, "也许"],
        first_row=3,
        first_column=2,
    )
    found = read(lines)
    assert [(cell.row, cell.column, cell.header, cell.value, cell.code) for cell in found.refused] == [
        (4, "B", "日期", "4月31日", "imports.no_such_day"),
        (4, "E", "学习形式", "吃饭", "imports.not_a_choice"),
        (4, "H", "签到表", "也许", "imports.not_a_mark"),
    ]
    assert found.refused[1].reason("zh") == "“吃饭”不在可选项里，可选的有：研讨交流、集中读书。"


def test_year_that_nothing_tells_is_refused():
    found = read(table(HEADER, [1.0, "4月1日", "学习", 3.0, 3.0, ""]), year=None)
    assert [(cell.value, cell.code) for cell in found.refused] == [("4月1日", "imports.date_no_year")]


def test_day_that_has_not_come_is_refused():
    found = read(table(HEADER, [1.0, "2062.4.1", "学习", 3.0, 3.0, ""]), latest=date(2026, 6, 30))
    assert [(cell.value, cell.code) for cell in found.refused] == [("2062.4.1", "imports.date_future")]


def test_unit_is_read_by_that_days_name_or_by_code_inside_the_asked_unit():
    header = ["日期", "单位", "主题", "应到", "实到"]
    lines = table(
        header,
        ["2026.3.1", "老班组", "学习", 3.0, 3.0],
        ["2026.5.1", "新 班组", "学习", 3.0, 3.0],
        ["2026.5.1", "U02", "学习", 3.0, 3.0],
        ["2026.5.1", "老班组", "学习", 3.0, 3.0],
        ["2026.5.1", "第九支部", "学习", 3.0, 3.0],
    )
    found = read(lines)
    assert [one.unit for one in found.drafts] == ["U03", "U03", "U02"]
    assert [(cell.row, cell.column, cell.code) for cell in found.refused] == [
        (5, "B", "imports.unit_unknown"),
        (6, "B", "imports.unit_outside"),
    ]


def test_people_in_one_cell_are_matched_to_the_roster_of_that_day():
    header = ["日期", "主题", "参加人员", "请假人员"]
    lines = table(
        header,
        ["2026.4.1", "学习", "张三、王 小五", "李四（出差）"],
        ["2026.5.1", "学习", "全体", ""],
        ["2026.4.1", "学习", "张三，赵六，钱七", ""],
    )
    found = read(lines)
    april, may = ("P1", "P2", "P3"), ("P1", "P2", "P3", "P5")
    assert [one.attendance for one in found.drafts] == [
        Attendance(3, 2, 1, expected_people=april, present_people=("P1", "P3"), excused_people=("P2",)),
        Attendance(4, 4, expected_people=may, present_people=may),
    ]
    assert [(cell.row, cell.code, cell.facts) for cell in found.refused] == [
        (4, "imports.people_unknown", {"names": "赵六、钱七", "unit": "U02", "on": "2026-04-01"})
    ]


def test_one_workbook_sheet_may_hold_several_kinds():
    lines = table(
        ["日期", "活动类型", "主题", "主讲人", "检查人", "应到", "实到"],
        ["2026.4.1", "集体学习", "学习", "张三", "", 3.0, 3.0],
        ["2026.4.2", "消防通道检查", "一楼", "张三", "李四", "", ""],
        ["2026.4.3", "聚餐", "一楼", "", "", "", ""],
    )
    found = read(lines, kind="")
    assert found.drafts == (
        draft(date(2026, 4, 1), fields=(("speaker", "P1"),)),
        Draft("U02", "check", date(2026, 4, 2), "一楼", (("inspector", "P2"),)),
    )
    assert [(cell.row, cell.column, cell.code) for cell in found.refused] == [(4, "B", "imports.kind_cell_unknown")]
    facts = {"sheet": "表", "header": "主讲人", "kind": "check", "rows": 1}
    assert found.notes == (Note("imports.column_unused_for_kind", facts),)


def test_required_field_left_empty_is_refused():
    lines = table(["日期", "主题", "检查人", "下次检查", "网址"], ["2026.4.1", "一楼", "", "5月1日", "www.example.org"])
    assert [(cell.column, cell.code) for cell in read(lines, kind=CHECK.id).refused] == [
        ("C", "imports.required_empty"),
        ("E", "imports.not_a_link"),
    ]


def test_share_is_read_as_per_cent_only_if_the_whole_column_is_shares():
    header = ["日期", "主题", "实到", "应到", "满意率"]
    shares = table(header, ["2026.4.1", "学习", 3.0, 3.0, 0.95], ["2026.4.2", "学习", 3.0, 3.0, 1.0])
    mixed = table(header, ["2026.4.1", "学习", 3.0, 3.0, 0.95], ["2026.4.2", "学习", 3.0, 3.0, 95.0])
    assert [one.fields for one in read(shares).drafts] == [(("rate", "95"),), (("rate", "100"),)]
    assert [(cell.row, cell.code) for cell in read(mixed).refused] == [(2, "imports.share_unclear")]


def test_evidence_may_be_listed_in_one_cell():
    header = ["日期", "主题", "应到", "实到", "佐证材料"]
    lines = table(header, ["2026.4.1", "学习", 3.0, 3.0, "照片、签到表"], ["2026.4.1", "学习", 3.0, 3.0, "录像"])
    found = read(lines)
    assert [one.evidence for one in found.drafts] == [(Evidence("sign_in_sheet", "", ""), Evidence("photo", "", ""))]
    assert [(cell.row, cell.code) for cell in found.refused] == [(3, "imports.evidence_unknown")]


def test_serials_of_a_1904_workbook_are_its_own():
    lines = table(HEADER, [1.0, 44651.0, "学习", 3.0, 3.0, ""], date_1904=True)
    assert [one.happened_on for one in read(lines).drafts] == [date(2026, 4, 1)]
