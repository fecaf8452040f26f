from datetime import date

import pytest

from tests.formats import ledger_files
from zicha.core.findings import Refusal
from zicha.core.periods import ALWAYS, Span
from zicha.core.text import LocalText
from zicha.core.units import Holding, Person, Roster, UnitSpan
from zicha.formats import roster_in

UNITS = [
    ["编号", "名称", "上级", "起", "止"],
    ["U1", "总公司", "", "", ""],
    ["U2", "一支部", "总公司", "2020.1.1", "2026年6月30日"],
]
PEOPLE = [
    ["编号", "姓名", "单位", "岗位", "起", "止"],
    ["P1", "张三", "一支部", "成员", date(2021, 1, 1), ""],
    ["P1", "张三", "U1", "书记", "", ""],
]
POSTS = (("secretary", LocalText("书记", "Secretary")),)
LATER = Span(date(2021, 1, 1), date.max)
WHOLE = Roster(
    units=(
        UnitSpan("U1", "总公司", "", 1, ALWAYS),
        UnitSpan("U2", "一支部", "U1", 2, Span(date(2020, 1, 1), date(2026, 7, 1))),
    ),
    people=(Person("P1", "张三"),),
    holdings=(Holding("P1", "U2", "member", LATER), Holding("P1", "U1", "secretary", ALWAYS)),
)


def read(sheets, **changed):
    return roster_in.read(ledger_files.xlsx(sheets), name="名册.xlsx", posts=POSTS, **changed)


def faults(*rows, header=("编号", "姓名", "单位", "岗位", "起", "止"), units=UNITS):
    found = read({"单位": units, "人员": [list(header), *map(list, rows)]})
    return [(cell.sheet, cell.row, cell.column, cell.code) for cell in found.refused]


def test_units_and_people_are_read_from_two_sheets():
    assert read({"人员": PEOPLE, "单位": UNITS}) == roster_in.RosterFile(WHOLE)


def test_units_and_people_are_read_from_two_sections_of_one_sheet():
    sheet = [["组织名册"], *UNITS, [], ["人员"], *PEOPLE, ["注：以编号为准"]]
    found = read({"名册": sheet})
    assert (found.roster, found.refused) == (WHOLE, ())
    assert [(row.row, row.code) for row in found.skipped] == [(10, "imports.row_note")]


def test_people_alone_may_name_units_that_are_known():
    found = read({"人员": PEOPLE}, spans=WHOLE.units)
    assert (found.roster.units, found.roster.holdings, found.refused) == ((), WHOLE.holdings, ())


def test_csv_of_people_may_describe_their_units_in_the_same_row():
    rows = [
        ["人员编号", "姓名", "单位编号", "单位名称", "上级"],
        ["P1", "张三", "U1", "总公司", ""],
        ["P2", "李四", "U2", "一支部", "U1"],
    ]
    found = roster_in.read(ledger_files.csv(rows), name="名册.csv")
    assert found.roster == Roster(
        (UnitSpan("U1", "总公司", "", 1, ALWAYS), UnitSpan("U2", "一支部", "U1", 2, ALWAYS)),
        (Person("P1", "张三"), Person("P2", "李四")),
        (Holding("P1", "U1", "member", ALWAYS), Holding("P2", "U2", "member", ALWAYS)),
    )


@pytest.mark.parametrize("header", ["身份证号", "证件号码", "手机号", "联系电话", "出生年月", "家庭住址", "政治面貌"])
def test_column_that_holds_what_zicha_does_not_keep_refuses_the_file(header):
    with pytest.raises(Refusal) as refused:
        read({"单位": UNITS, "人员": [["编号", "姓名", "单位", header], ["P1", "张三", "U1", "x"]]})
    assert (refused.value.code, refused.value.facts) == (
        "imports.roster_identity_column",
        {"sheet": "人员", "header": header},
    )


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("11010519491231002X", "张三", "U1", "", "", ""), "A", "imports.roster_identity_value"),
        (("13800138000", "张三", "U1", "", "", ""), "A", "imports.roster_identity_value"),
        (("一号", "张三", "U1", "", "", ""), "A", "imports.roster_code"),
        (("", "张三", "U1", "", "", ""), "A", "imports.required_empty"),
        (("P1", "", "U1", "", "", ""), "B", "imports.required_empty"),
        (("P1", "张三", "U7", "", "", ""), "C", "imports.roster_unit"),
        (("P1", "张三", "U1", "厨师", "", ""), "D", "imports.roster_post"),
        (("P1", "张三", "U1", "", "2026.2.30", ""), "E", "imports.no_such_day"),
        (("P1", "张三", "U1", "", "2026.2.1", "2026.1.1"), "F", "imports.roster_span"),
    ],
)
def test_wrong_cell_of_a_person_is_refused(row, column, code):
    assert faults(row) == [("人员", 2, column, code)]


def test_one_id_with_two_names_is_refused():
    assert faults(("P1", "张三", "U1", "", "", ""), ("P1", "李四", "U1", "", "", "")) == [
        ("人员", 3, "B", "imports.roster_person_twice")
    ]


def test_wrong_cells_of_units_are_refused():
    head = ["编号", "名称", "上级", "起", "止"]
    lost = [head, ["U1", "总公司", "", "", ""], ["U2", "一支部", "集团", "", ""]]
    circle = [head, ["U1", "甲", "U2", "", ""], ["U2", "乙", "U1", "", ""]]
    twice = [head, ["U1", "甲", "", "", ""], ["U1", "乙", "", "2026.1.1", ""]]
    assert faults(units=lost) == [("单位", 3, "C", "imports.roster_parent")]
    assert faults(units=circle) == [
        ("单位", 2, "C", "imports.roster_circle"),
        ("单位", 3, "C", "imports.roster_circle"),
    ]
    assert faults(units=twice) == [("单位", 3, "A", "imports.roster_overlap")]


def test_unit_may_change_its_name_from_one_day_to_the_next():
    units = [UNITS[0], ["U1", "旧名", "", "", "2026.3.31"], ["U1", "新名", "", "2026.4.1", ""]]
    assert [(one.name, one.span) for one in read({"单位": units}).roster.units] == [
        ("旧名", Span(date.min, date(2026, 4, 1))),
        ("新名", Span(date(2026, 4, 1), date.max)),
    ]


def test_file_without_a_roster_is_refused():
    with pytest.raises(Refusal) as refused:
        read({"台账": [["日期", "主题"], ["4月1日", "学习"]]})
    assert refused.value.code == "imports.roster_no_header"


@pytest.mark.parametrize("header", ["联系方式", "邮箱", "电子邮箱", "email"])
def test_column_of_contacts_is_taken_where_it_is_filled(header):
    people = [
        ["编号", "姓名", "单位", header],
        ["P1", "张三", "一支部", "zhang@example.org"],
        ["P2", "李四", "一支部", ""],
    ]
    found = read({"单位": UNITS, "人员": people})
    assert (found.roster.contacts, found.refused, found.notes) == ({"P1": "zhang@example.org"}, (), ())


def test_identity_number_among_the_contacts_is_refused():
    people = [["编号", "姓名", "单位", "联系方式"], ["P1", "张三", "一支部", "11010519491231002X"]]
    found = read({"单位": UNITS, "人员": people})
    assert [(cell.row, cell.column, cell.code) for cell in found.refused] == [(2, "D", "organisation.contact_number")]


@pytest.mark.parametrize("header", ["身份证号", "公民身份号码", "手机号", "ID card"])
def test_column_of_identity_numbers_is_refused_whole(header):
    with pytest.raises(Refusal) as refusal:
        read({"单位": UNITS, "人员": [["编号", "姓名", "单位", header], ["P1", "张三", "一支部", "1"]]})
    assert (refusal.value.code, refusal.value.facts) == (
        "imports.roster_identity_column",
        {"sheet": "人员", "header": header},
    )
