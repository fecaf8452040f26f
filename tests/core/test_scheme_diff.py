"""What changed between two versions of a scheme, in sentences."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest

from zicha.core import scheme as core
from zicha.core import scheme_words
from zicha.core.periods import Span
from zicha.core.scheme_diff import diff
from zicha.core.text import LocalText

AREA = core.Field("area", LocalText("区域", "Area"), "choice", choices=(("hall", LocalText("大厅", "Hall")),))
PIECES = core.Field("pieces", LocalText("件数", "Pieces"), "number", unit="件")
INSPECTION = core.Kind(
    "inspection",
    LocalText("检查", "Inspection"),
    (AREA, PIECES),
    attendance="optional",
    evidence=("photo", "checklist"),
)
DUTY = core.Duty(
    "monthly",
    LocalText("每月检查", "Inspect monthly"),
    "c1",
    core.Selector(("inspection",)),
    core.AtLeast(1, "month"),
    post="direct",
    evidence=("checklist",),
)
MEASURE = core.Measure(
    "inspections", LocalText("检查次数", "Inspections"), core.Count(core.Selector(("inspection",))), "次"
)
OLD = core.Scheme(
    id="fire",
    version="1",
    title=LocalText("消防责任制", "Fire safety"),
    period="half",
    backfill_days=14,
    posts=(
        ("direct", LocalText("直接责任人", "Person directly responsible")),
        ("lead", LocalText("第一责任人", "First")),
    ),
    evidence=(("photo", LocalText("照片", "Photo")), ("checklist", LocalText("检查表", "Checklist"))),
    kinds=(INSPECTION, core.Kind("meeting", LocalText("例会", "Meeting"))),
    clauses=(core.Clause("c1", "第一条", LocalText("每月检查。", "Inspect monthly.")),),
    duties=(DUTY,),
    measures=(MEASURE,),
    report=core.Outline(
        LocalText("{unit}报告", "Report of {unit}"),
        None,
        (
            core.Section(
                "work",
                LocalText("工作", "Work"),
                facts=LocalText("检查{inspections}次。", "{inspections} inspections."),
            ),
        ),
    ),
)


def sentences(new: core.Scheme) -> list[tuple[str, str]]:
    return [(change.text.zh, change.text.en) for change in diff(OLD, new)]


def with_duty(**changes: object) -> core.Scheme:
    return replace(OLD, duties=(replace(DUTY, **changes),))


def test_equal_schemes_have_no_change():
    assert diff(OLD, replace(OLD, title=LocalText("消防责任制", "Fire safety"))) == ()


DUTY_CHANGES = [
    (
        {"cadence": core.AtLeast(2, "quarter", min_gap_days=20, even=True)},
        "责任事项“每月检查”（monthly）：频次由“每月至少 1 次”改为“每季度至少 2 次，均匀安排，间隔不少于 20 天”。",
        "Duty “Inspect monthly” (monthly): cadence changed from “at least 1 per month” to “at least 2 per quarter, evenly spread, at least 20 days apart”.",
    ),
    (
        {"cadence": core.Within(core.Length(15, "working_days"), "meeting")},
        "责任事项“每月检查”（monthly）：频次由“每月至少 1 次”改为“例会后 15 个工作日内”。",
        "Duty “Inspect monthly” (monthly): cadence changed from “at least 1 per month” to “within 15 working days of Meeting”.",
    ),
    (
        {"cadence": core.Every(core.Length(1, "months"), "slot", date(2026, 1, 31))},
        "责任事项“每月检查”（monthly）：频次由“每月至少 1 次”改为“每 1 个月一次，按固定时段（首个时段自 2026 年 1 月 31 日起）”。",
        "Duty “Inspect monthly” (monthly): cadence changed from “at least 1 per month” to “once every 1 month in fixed slots (first slot from 31 Jan 2026)”.",
    ),
    (
        {"cadence": core.OnceBy(date(2026, 9, 30), date(2026, 1, 1))},
        "责任事项“每月检查”（monthly）：频次由“每月至少 1 次”改为“2026 年 1 月 1 日至 2026 年 9 月 30 日完成一次”。",
        "Duty “Inspect monthly” (monthly): cadence changed from “at least 1 per month” to “once from 1 Jan 2026 to 30 Sep 2026”.",
    ),
    (
        {"bound": core.Bound((2, 3), ("U07",), ("U09",))},
        "责任事项“每月检查”（monthly）：承担单位由“全部单位”改为“第 2、3 级中的单位 U07，U09 除外”。",
        "Duty “Inspect monthly” (monthly): bound changed from “every unit” to “units U07 of level 2, 3, except U09”.",
    ),
    (
        {"fulfilled_by": core.Selector(("inspection",), (("area", ("hall",)),), backfilled=False)},
        "责任事项“每月检查”（monthly）：完成活动由“检查”改为“检查（区域为大厅、非补录的）”。",
        "Duty “Inspect monthly” (monthly): fulfilled by changed from “Inspection” to “Inspection (Area: Hall, not recorded late)”.",
    ),
    (
        {"threshold": Fraction(2, 3)},
        "责任事项“每月检查”（monthly）：出席要求由“无”改为“不少于应到人数的 2/3”。",
        "Duty “Inspect monthly” (monthly): threshold changed from “none” to “at least 2/3 of those expected”.",
    ),
    (
        {"post": "lead"},
        "责任事项“每月检查”（monthly）：直接责任岗位由“直接责任人”改为“第一责任人”。",
        "Duty “Inspect monthly” (monthly): post that answers directly changed from “Person directly responsible” to “First”.",
    ),
    (
        {"grace": core.Length(3, "days")},
        "责任事项“每月检查”（monthly）：宽限由“无”改为“3 天”。",
        "Duty “Inspect monthly” (monthly): grace changed from “none” to “3 days”.",
    ),
    (
        {"title": LocalText("每月检查", "Look monthly")},
        "责任事项“每月检查”（monthly）：名称的英文改为“Look monthly”。",
        "Duty “Look monthly” (monthly): the English title changed from “Inspect monthly” to “Look monthly”.",
    ),
]


@pytest.mark.parametrize(("changes", "zh", "en"), DUTY_CHANGES)
def test_change_of_a_duty_is_a_sentence(changes, zh, en):
    assert sentences(with_duty(**changes)) == [(zh, en)]


def test_duty_added_says_who_owes_it_and_how_often():
    drill = replace(
        DUTY, id="drill", title=LocalText("演练", "Drill"), bound=core.Bound((2,)), cadence=core.AtLeast(1, "year")
    )
    assert sentences(replace(OLD, duties=(DUTY, drill))) == [
        (
            "新增责任事项“演练”（drill）：第 2 级，每年至少 1 次。",
            "Duty added: “Drill” (drill): level 2, at least 1 per year.",
        )
    ]


def test_duty_renamed_is_removed_and_added():
    assert [(change.action, change.part, change.id) for change in diff(OLD, with_duty(id="each-month"))] == [
        ("removed", "duty", "monthly"),
        ("added", "duty", "each-month"),
    ]


def test_change_of_a_kind_names_its_field():
    kinds = (replace(INSPECTION, fields=(AREA, replace(PIECES, required=True))), OLD.kinds[1])
    assert sentences(replace(OLD, kinds=kinds)) == [
        (
            "活动类型“检查”（inspection）：字段“件数”（pieces）由“数字、件”改为“数字、必填、件”。",
            "Kind “Inspection” (inspection): field “Pieces” (pieces) changed from “number, 件” to “number, required, 件”.",
        )
    ]


RULES = [
    (core.Sum("pieces", core.Selector(("inspection",))), "检查的件数之和"),
    (core.Sum("present", core.Selector(("inspection",))), "检查的实到之和"),
    (core.DistinctPeople(core.Selector(("inspection",))), "检查的实到人数（每人只计一次）"),
    (core.Rate("present", "expected", core.Selector(("inspection",))), "检查的实到人次÷应到人次"),
    (
        core.Share("", core.Selector(("inspection",), backfilled=True), core.Selector(("inspection",))),
        "检查（补录的）的条数÷检查的条数",
    ),
    (
        core.Share("pieces", core.Selector(("inspection",)), core.Selector(("inspection", "meeting"))),
        "检查的件数÷检查、例会的件数",
    ),
    (core.Cells(("monthly",), ("met", "met_late")), "每月检查的应完成时段数（已完成、逾期完成）"),
    (core.Cells(("monthly",)), "每月检查的应完成时段数（不论状态）"),
    (core.ProblemCount(), "本期发现的问题的个数"),
    (
        core.ProblemCount("all", ("open", "handed_in"), ("inspection",), extended=True, recurring=False),
        "截至期末的全部问题（整改中、待验收、检查发现、延过期、非重复发生）的个数",
    ),
    (
        core.ProblemShare(core.ProblemCount("found", ("closed",), on_time=True, overdue=False)),
        "本期发现的问题（已销号、按期整改、未超期）的个数÷本期发现的问题的个数",
    ),
    (core.StudyCount(), "原定本期的学习计划的项数"),
    (
        core.StudyShare(("moved", "called_off", "crowded")),
        "原定本期的学习计划（改期、取消、挤在月底）的项数÷原定本期的学习计划的项数",
    ),
]


@pytest.mark.parametrize(("rule", "words"), RULES)
def test_change_of_a_measure_says_how_it_is_computed(rule, words):
    new = replace(OLD, measures=(replace(MEASURE, rule=rule),))
    assert [zh for zh, _ in sentences(new)] == [f"指标“检查次数”（inspections）：算法由“检查的条数”改为“{words}”。"]


def test_clause_section_and_head_are_compared():
    new = replace(
        OLD,
        version="2",
        effective=date(2026, 7, 1),
        clauses=(core.Clause("c1", "第二条", LocalText("每月检查。", "Inspect monthly.")),),
        report=replace(OLD.report, sections=(*OLD.report.sections, core.Section("next", LocalText("打算", "Plans")))),
    )
    assert [zh for zh, _ in sentences(new)] == [
        "方案“消防责任制”（fire）：版本由“1”改为“2”。",
        "方案“消防责任制”（fire）：生效日期由“无”改为“2026-07-01”。",
        "责任事项“每月检查”（monthly）：依据条款由“第一条”改为“第二条”。",
        "条款“第二条”（c1）：条号由“第一条”改为“第二条”。",
        "新增报告章节“打算”（next）。",
    ]


def test_order_that_changed_is_said():
    new = replace(OLD, kinds=OLD.kinds[::-1], posts=OLD.posts[::-1])
    assert [(change.action, change.part, change.text.zh) for change in diff(OLD, new)] == [
        ("moved", "kind", "活动类型的先后次序有调整。"),
        ("moved", "post", "岗位的先后次序有调整。"),
    ]


def test_inner_id_that_changed_is_said():
    kinds = (
        replace(INSPECTION, fields=(replace(AREA, choices=(("lobby", LocalText("大厅", "Hall")),)), PIECES)),
        OLD.kinds[1],
    )
    assert [zh for zh, _ in sentences(replace(OLD, kinds=kinds))] == [
        "活动类型“检查”（inspection）：内部标识或先后次序有调整。"
    ]


OTHER = {
    core.Duty: (DUTY, {"title": LocalText("甲"), "clause": "c2", "fulfilled_by": core.Selector(("meeting",)), "cadence": core.Standing(), "post": "", "lead_post": "lead", "bound": core.Bound((1,)), "grace": core.Length(1, "weeks"), "remind": core.Length(9, "days"), "evidence": (), "threshold": Fraction(1), "part_window": "owed"}),
    core.Measure: (MEASURE, {"title": LocalText("甲"), "rule": core.Count(core.Selector(("meeting",))), "unit": "回", "places": 2}),
    core.Kind: (INSPECTION, {"title": LocalText("甲"), "fields": (), "attendance": "none", "evidence": (), "minutes": True, "private": True, "retain": core.Length(24, "months")}),
    core.Section: (OLD.report.sections[0], {"title": LocalText("甲"), "facts": None, "prose": True, "gaps": True, "problems": "open", "next_steps": True, "promises": True, "kinds": ("meeting",)}),
}  # fmt: skip


PUT = {
    core.Duty: lambda changed: replace(OLD, duties=(changed,)),
    core.Measure: lambda changed: replace(OLD, measures=(changed,)),
    core.Kind: lambda changed: replace(OLD, kinds=(changed, OLD.kinds[1])),
    core.Section: lambda changed: replace(OLD, report=replace(OLD.report, sections=(changed,))),
}


@pytest.mark.parametrize("of", OTHER)
def test_no_attribute_changes_unseen(of):
    thing, others = OTHER[of]
    assert set(others) == {field.name for field in fields(of)} - {"id", "sections"}
    for name, other in others.items():
        changes = diff(OLD, PUT[of](replace(thing, **{name: other})))
        assert {change.action for change in changes if change.id == thing.id} == {"changed"}, name


@pytest.mark.parametrize(
    "changes",
    [
        {"title": LocalText("甲")},
        {"version": "2"},
        {"period": "year"},
        {"backfill_days": 7},
        {"effective": date(2026, 1, 1)},
        {"terms": (Span(date(2026, 1, 1), date(2029, 1, 1)),)},
        {"problems": core.Problems("{number}", 2)},
        {"problems": core.Problems(extensions=0)},
        {"report": replace(OLD.report, title=LocalText("甲"))},
        {"report": replace(OLD.report, addressee=LocalText("甲"))},
    ],
)
def test_no_attribute_of_the_whole_changes_unseen(changes):
    assert [(change.action, change.part) for change in diff(OLD, replace(OLD, **changes))] == [("changed", "scheme")]


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (core.Length(1, "days"), "1 天", "1 day"),
        (core.Length(5, "working_days"), "5 个工作日", "5 working days"),
        (core.Length(2, "weeks"), "2 周", "2 weeks"),
        (core.Length(6, "months"), "6 个月", "6 months"),
    ],
)
def test_length_in_words(length, zh, en):
    assert scheme_words.length(length) == LocalText(zh, en)
