from datetime import UTC, date, datetime

import pytest

from tests import ledgers, reporting
from zicha.core import periods, report, report_outline, report_words
from zicha.core.ledger import Attendance, Draft, Evidence, Revision
from zicha.core.periods import Span
from zicha.core.report import Paragraph, Row, Signature, Table, Text

LATER = datetime(2026, 7, 1, tzinfo=UTC)


def study(seq, day, *, expected=4, present=4, minutes=True, makes_up=None, **fields):
    evidence = (Evidence("minutes", "", ""),) if minutes else ()
    sheet = Attendance(expected, present)
    draft = Draft("U1", "study", day, "", tuple(fields.items()), sheet, evidence, makes_up)
    return Revision(seq, seq, 1, draft, LATER, backfilled=seq == 3)


ENTRIES = (
    study(1, date(2026, 1, 8), duration=90, form="reading", theme="安全"),
    study(2, date(2026, 2, 9), present=2),
    study(3, date(2026, 5, 6), minutes=False, makes_up=date(2026, 3, 1)),
    study(4, date(2026, 5, 20)),
)


def section(found, name):
    return next(each for each in report.walk(found.sections) if each.id == name)


def test_facts_become_text_and_figures():
    found = reporting.compose(entries=ENTRIES)
    facts = section(found, "work").blocks[0]
    assert facts.text == "学习4次，参加率88%。"
    assert [run.id if not isinstance(run, Text) else run.text for run in facts.runs] == [
        "学习", "fig-studies-U1-2026H1", "次，参加率", "fig-attendance-U1-2026H1", "。",
    ]  # fmt: skip
    assert facts.runs[1].records == (1, 2, 3, 4)


def test_head_numbers_and_signature_stand_as_in_an_official_document():
    found = reporting.compose(entries=ENTRIES)
    assert (found.id, found.title, found.addressee) == (
        "rep-plain-U1-2026H1",
        "城东支队一中队2026年上半年自查报告",
        "上级单位：",
    )
    assert [(each.level, each.number, each.title) for each in report.walk(found.sections)] == [
        (1, "一、", "工作情况"), (2, "（一）", "学习清单"), (1, "二、", "存在的问题"), (1, "三、", "下一步打算"),
    ]  # fmt: skip
    assert found.signature == Signature("城东支队一中队", "2026年7月10日")


def test_an_unknown_reference_is_seen_and_told_and_does_not_crash():
    found = reporting.compose(entries=ENTRIES)
    work = section(found, "work").blocks
    assert [block.text for block in work[1:]] == ["本期带头学习4次。", "<b>&\x01第二段{nosuch}"]
    assert work[2].runs[-1] == Text("{nosuch}", unknown=True)
    assert [(each.code, each.severity, each.facts) for each in found.findings] == [
        ("reports.reference_unknown", "error", {"section": "work", "name": "nosuch"})
    ]
    assert "{nosuch}" in found.findings[0].message


def test_an_empty_slot_is_marked_and_told():
    found = reporting.compose(entries=ENTRIES, prose={})
    assert section(found, "next").blocks == (Paragraph((Text("（待补充）"),), "blank"),)
    assert [(each.code, each.facts["section"]) for each in found.findings] == [
        ("reports.prose_empty", "work"), ("reports.prose_empty", "next"),
    ]  # fmt: skip


def test_next_steps_are_numbered_once():
    blocks = section(reporting.compose(entries=ENTRIES), "next").blocks
    assert [(block.role, block.text) for block in blocks] == [("item", "1.按月公布计划。"), ("item", "2.两周内补学。")]


def test_entries_of_a_kind_stand_in_a_table_or_there_is_a_sentence():
    table, none = section(reporting.compose(entries=ENTRIES), "list").blocks
    assert isinstance(table, Table)
    assert (table.caption, table.heads) == ("表1　学习情况", ("日期", "主题", "形式", "时长（分钟）", "实到/应到"))
    assert table.rows[0] == Row(("1月8日", "安全", "读书", "90", "4/4"), 1)
    assert table.rows[2].cells[0] == "5月6日（补录）"
    assert sum(table.widths) == 1000
    assert none == Paragraph((Text("本期没有走访记录。"),), "none")


def test_gaps_name_window_clause_and_what_is_missing():
    blocks = section(reporting.compose(entries=ENTRIES), "wanting").blocks
    assert [(block.role, block.text) for block in blocks[1:]] == [
        ("none", "截至2026年7月10日，对照责任清单逐项核对，以下责任事项逾期或缺少材料："),
        ("gap", "1.monthly事项（第一条）：2026年3月逾期，已于2026年5月6日补做完成；2026年4月、6月逾期未完成。"),
        ("gap", "2.quarterly事项（第一条）：2026年第一季度逾期，已于2026年5月6日补做完成；2026年第二季度应完成3次，实际完成1次，已逾期。"),
        ("gap", "3.visits事项（第一条）：2026年上半年逾期未完成。"),
        ("gap", "4.attended事项（第一条）：2026年2月已开展，但2月9日的记录到会人数不足应到人数的2/3；2026年3月逾期，已于2026年5月6日补做完成；2026年4月、6月逾期未完成。"),
    ]  # fmt: skip
    assert blocks[2].records == (3,)
    assert blocks[5].records == (2, 3)


def test_no_gap_is_said_too():
    entries = [study(seq, date(2026, 1 + seq % 6, day)) for seq, day in zip(range(1, 19), [3, 9, 14] * 6, strict=True)]
    visits = [Revision(seq, seq, 1, Draft("U1", "visit", date(2026, 5, seq)), LATER) for seq in (20, 21)]
    blocks = section(reporting.compose(entries=(*entries, *visits)), "wanting").blocks
    assert [block.text for block in blocks[1:]] == [
        "截至2026年7月10日，对照责任清单逐项核对，到期的责任事项均已完成，没有逾期或缺少材料的情况。"
    ]


def test_the_report_reads_in_english():
    found = reporting.compose(entries=ENTRIES, language="en", prose={"next": "Publish the plan."})
    assert (found.title, found.addressee) == (
        "城东支队一中队: self-inspection, first half of 2026",
        "To the unit above:",
    )
    assert section(found, "work").blocks[0].text == "4 sessions, 88%."
    assert [each.number for each in report.walk(found.sections)] == ["1.", "1.1", "2.", "3."]
    gap = section(found, "wanting").blocks[2].text
    assert gap == "1. monthly (第一条): March 2026 done late, on 6 May 2026; April 2026, June 2026 not done, overdue."
    assert found.signature.date == "10 July 2026"
    assert section(found, "next").blocks[0].text == "1. Publish the plan."


def test_referenced_are_the_measures_of_facts_and_prose():
    measures = {measure.id: measure for measure in ledgers.SCHEME.measures}
    outline = ledgers.SCHEME.report
    assert report_outline.referenced(outline, prose={}, measures=measures) == ("studies", "attendance", "met")
    assert report_outline.referenced(outline, prose={"next": "{met}{x}"}, measures={"met": 1}) == ("met",)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2026", "2026年", "2026"),
        ("2026H2", "2026年下半年", "second half of 2026"),
        ("2026Q3", "2026年第三季度", "third quarter of 2026"),
        ("2026-05", "2026年5月", "May 2026"),
    ],
)
def test_a_period_in_words(text, zh, en):
    period = periods.parse(text)
    assert (report_words.period(period, language="zh"), report_words.period(period, language="en")) == (zh, en)
    assert report_words.window(period.span, language="zh") == zh


def test_a_window_that_is_no_period_is_told_by_its_days():
    span = Span(date(2026, 3, 1), date(2026, 3, 31))
    assert report_words.window(span, language="zh") == "2026年3月1日至3月30日"
    assert report_words.window(span, language="en") == "1 March 2026 to 30 March 2026"
    assert report_words.window(Span(span.start, date.max), language="zh") == "2026年3月1日起"
    across = (Span(date(2025, 12, 1), date(2026, 1, 1)), Span(date(2026, 1, 1), date(2026, 2, 1)))
    assert report_words.windows(across, language="zh") == "2025年12月、2026年1月"


def test_cell_stands_by_its_column_or_by_how_short_it_is():
    table = Table("走访", ("日期", "事由"), (), (300, 700), (False, True))
    assert [table.look(0, "张建国"), table.look(0, "2026年3月5日"), table.look(1, "慰问")] == ["short", "", "wide"]
