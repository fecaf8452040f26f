from datetime import date

import pytest
from rapidfuzz import fuzz

from tests.core.importing.world import EVIDENCE, KINDS, table
from zicha.core.findings import Refusal
from zicha.core.importing import plan
from zicha.core.importing.mapping import Column, Mapping, SheetMapping
from zicha.core.importing.refusals import Note
from zicha.core.importing.tables import Table

HEADER = ["日期", "主题", "应到", "实到", "天气"]
COLUMNS = (
    Column("日期", ("happened_on",)),
    Column("主题", ("title",)),
    Column("应到", ("expected",)),
    Column("实到", ("present",)),
    Column("天气"),
)
UNREAD = Note("imports.columns_unread", {"sheet": "集体学习", "headers": "天气"})
GUESSED = Note("imports.kind_guessed", {"sheet": "集体学习", "kind": "集体学习"})


def make(*tables, **changed):
    given = {"file": "台账", "kinds": KINDS, "evidence": EVIDENCE, "likeness": fuzz.ratio}
    return plan.make(tables, asked=plan.Asked(**{**given, **changed}))


def refused(*tables, **changed):
    with pytest.raises(Refusal) as found:
        make(*tables, **changed)
    return found.value.code


def test_sheet_is_planned_by_its_name_and_its_headings():
    made = make(table(HEADER, [date(2026, 4, 1), "学习", 3.0, 3.0, "晴"], name="集体学习"))
    assert made.mapping == Mapping((SheetMapping("集体学习", "study", COLUMNS),))
    assert made.notes == (GUESSED, UNREAD)
    assert [year for _, year in made.sources] == [None]


@pytest.mark.parametrize(
    ("tables", "file", "year", "note"),
    [
        (
            [table(["2026年台账"], HEADER, ["4月1日", "学习", 3.0, 3.0, ""], name="集体学习")],
            "2024",
            2026,
            "imports.year_from_title",
        ),
        (
            [table(HEADER, ["4月1日", "学习", 3.0, 3.0, ""], name="2026集体学习")],
            "2024",
            2026,
            "imports.year_from_sheet",
        ),
        (
            [table(HEADER, ["4月1日", "学习", 3.0, 3.0, ""], name="集体学习")],
            "2024台账",
            2024,
            "imports.year_from_file",
        ),
    ],
    ids=["title", "sheet", "file"],
)
def test_year_of_undated_years_is_found_and_said(tables, file, year, note):
    made = make(*tables, file=file)
    assert [found for _, found in made.sources] == [year]
    assert note in [one.code for one in made.notes]


def test_year_is_left_open_where_nothing_names_one_and_taken_from_the_period_if_given():
    lines = table(HEADER, ["4月1日", "学习", 3.0, 3.0, ""], name="集体学习")
    assert [year for _, year in make(lines).sources] == [None]
    assert [year for _, year in make(lines, year=2025).sources] == [2025]


def test_kind_column_says_the_kind_of_each_row():
    lines = table(
        ["日期", "类型", "主题", "应到", "实到", "检查人"], [date(2026, 4, 1), "集体学习", "学", 3.0, 3.0, ""]
    )
    assert make(lines).mapping.sheets[0].kind == ""
    assert "kind" in make(lines).mapping.sheets[0].columns[1].targets


def test_column_headed_kind_that_names_none_is_left_out():
    lines = table(["日期", "类型", "主题", "应到", "实到"], [date(2026, 4, 1), "线上", "学", 3.0, 3.0])
    assert make(lines, kind="study").mapping.sheets[0].columns[1] == Column("类型")


@pytest.mark.parametrize(
    ("tables", "changed", "code"),
    [
        ([table(["说明"], ["本表每月报送"])], {}, "imports.no_header"),
        ([table(HEADER)], {}, "imports.kind_unknown"),
        ([table(HEADER)], {"kind": "dance"}, "imports.no_such_kind"),
        ([table(["主题", "应到", "实到"])], {"kind": "study"}, "imports.no_date_column"),
        ([table(["日期", "主题"])], {"kind": "study"}, "imports.required_column"),
        ([table(["日期", "主题"])], {"kind": "check"}, "imports.required_column"),
        (
            [table(HEADER)],
            {"given": Mapping((SheetMapping("表", "study", (Column("日期", ("when",)),)),))},
            "imports.mapping_target",
        ),
        (
            [table(HEADER)],
            {"given": Mapping((SheetMapping("表", "dance", (Column("日期", ("happened_on",)),)),))},
            "imports.no_such_kind",
        ),
    ],
    ids=[
        "no header",
        "no kind",
        "wrong kind",
        "no date",
        "no heads",
        "no inspector",
        "wrong target",
        "wrong mapped kind",
    ],
)
def test_sheet_that_cannot_be_read_is_refused(tables, changed, code):
    assert refused(*tables, **changed) == code


def test_sheet_without_a_header_is_left_out_beside_one_that_has_it():
    made = make(table(["本表每月报送"], name="说明"), Table("空", []), table(HEADER, name="集体学习"))
    assert [source.table.name for source, _ in made.sources] == ["集体学习"]
    assert made.notes[0] == Note("imports.sheet_without_header", {"sheet": "说明"})


def test_given_mapping_is_used_instead_of_a_guess_even_for_headings_nobody_knows():
    given = Mapping(
        (
            SheetMapping(
                "旧表",
                "study",
                (Column("哪天", ("happened_on",)), Column("几人该来", ("expected",)), Column("来了", ("present",))),
            ),
        ),
        year=2025,
    )
    made = make(table(["哪天", "几人该来", "来了", "别的"], ["4月1日", 3.0, 3.0, ""], name="新表"), given=given)
    assert made.mapping.sheets[0] == SheetMapping("新表", "study", given.sheets[0].columns)
    assert [year for _, year in made.sources] == [2025]
