"""Rules that look at title, ledger, last report and page, on documents that carry the defect and look-alikes."""

from fractions import Fraction

import pytest

from zicha.core import check
from zicha.core.checks.base import Context, Known
from zicha.core.document import Document, Layout, Paragraph, Placed
from zicha.core.periods import parse
from zicha.services import checks

KNOWN = (
    Known("meetings", "安全例会次数", "次", 5, "5"),
    Known("inspections", "消防通道检查次数", "次", 12, "12"),
    Known("warehouse", "仓库消防通道检查次数", "次", 4, "4"),
    Known("people", "受训人数", "人", 30, "30"),
    Known("rate", "安全例会参加率", "%", Fraction(923, 1000), "92%"),
    Known("hours", "安全培训时长", "分钟", 270, "270"),
    Known("books", "规定书目", "本", 3, "3"),
    Known("put_right", "完成整改问题数", "个", 6, "6"),
)


def document(*lines, layout=None):
    return Document(tuple(Paragraph(number, line) for number, line in enumerate(lines, 1)), layout)


def remarks(current, *, only, **known):
    context = Context(cut=checks.cutter(), **known)
    without = frozenset(name for name, _ in check.RULES if name != only)
    return check.check(current, context=context, without=without)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("本期召开安全例会6次。", [("6次", "5次")]),
        ("本期召开安全例会六次。", [("六次", "5次")]),
        ("本期召开安全例会5次。", []),
        ("本期召开安全例会五次，检查消防通道12次。", []),
        ("检查消防通道和安全出口11次，其中仓库消防通道检查4次。", [("11次", "12次")]),
        ("安全例会参加率95%。", [("95%", "92%")]),
        ("安全例会参加率92.3%。", []),
        ("安全例会参加率92％。", []),
        ("安全培训4.5小时。", []),
        ("安全培训6小时。", [("6小时", "270分钟")]),
        ("受训28人。", [("28人", "30人")]),
        ("受训28人次。", []),
        ("学习规定书目4本。", [("4本", "3本")]),
        ("3月召开安全例会1次。", []),
        ("1—6月召开安全例会6次。", [("6次", "5次")]),
        ("每月召开安全例会1次。", []),
        ("计划召开安全例会8次。", []),
        ("安全例会由4个部门参加。", []),
        ("召开全体会议2次。", []),
        ("近200人受训。", []),
        ("第3次安全例会。", []),
        ("完成整改后在五个工作日内复查。", []),
        ("问题完成整改4个，已公示。", [("4个", "6个")]),
        ("完成整改4个问题。", [("4个", "6个")]),
    ],
)
def test_typed_numbers_against_the_ledger(line, found):
    said = remarks(document(line), only="figures_typed", known=KNOWN)
    assert [(each.text, each.suggestion) for each in said] == found


def test_typed_number_is_named_with_its_measure():
    (said,) = remarks(document("召开安全例会6次。"), only="figures_typed", known=KNOWN)
    assert (said.code, said.severity, said.start, said.end, dict(said.facts)) == (
        "figures_typed.differs", "warning", 6, 8, {"title": "安全例会次数", "known": "5次"},
    )  # fmt: skip


def test_live_figure_is_not_a_typed_number():
    live = Paragraph(1, "召开安全例会6次。", figures=(Placed(6, 7, "fig-meetings-U1-2026H1"),))
    assert remarks(Document((live,)), only="figures_typed", known=KNOWN) == ()


def test_typed_numbers_without_a_ledger_say_nothing():
    assert remarks(document("召开安全例会6次。"), only="figures_typed") == ()


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["一中队2025年上半年自查报告"], [("title_body.period", "2025年上半年", "2026年上半年")]),
        (["一中队2026年下半年自查报告"], [("title_body.period", "2026年下半年", "2026年上半年")]),
        (["一中队2026年上半年自查报告"], []),
        (["一中队2026年自查报告"], []),
        (["三大队2026年上半年自查报告"], [("title_body.unit", "三大队2026年上半年自查报告", "")]),
        (["城东支队一中队自查报告"], []),
        (["一中队自查报告", "现将有关工作总结如下："], []),
        (["一中队自查报告", "现将有关情况通报如下："], [("title_body.kind", "通报", "报告")]),
        (["一中队自查报告", "本总结由办公室起草。"], [("title_body.kind", "总结", "报告")]),
        (["一中队自查报告", "特此通知。"], [("title_body.kind", "通知", "报告")]),
        (["一中队自查报告", "特此报告。"], []),
        (["一中队学习通知", "请各单位按时报送总结。"], []),
        (["一中队2026年上半年自查报告", "2025年下半年，一中队按照要求开展工作。"], [("title_body.opening", "2025年下半年", "2026年上半年")]),
        (["一中队2026年上半年自查报告", "与2025年下半年相比，多学习一次。"], []),
    ],
)  # fmt: skip
def test_title_against_report_and_body(lines, found):
    said = remarks(document(*lines), only="title_body", period=parse("2026H1"), unit_name="城东支队一中队")
    assert [(each.code, each.text, each.suggestion) for each in said] == found


LAST = document(
    "一中队2025年下半年自查报告",
    "三、下一步打算",
    "1.按月公布学习计划，提前三天通知参加人员。",
    "（二）两周内为缺席人员安排补学。",
    "一中队",
    "2025年12月30日",
)


@pytest.mark.parametrize(
    ("answer", "items"),
    [
        ("学习计划已按月公布，提前通知参加人员；缺席人员两周内补学。", []),
        ("缺席人员均在两周内安排补学。", ["按月公布学习计划，提前三天通知参加人员。"]),
        ("检修消防器材12件。", ["按月公布学习计划，提前三天通知参加人员。", "两周内为缺席人员安排补学。"]),
    ],
)
def test_next_steps_of_the_last_report_that_nobody_answers(answer, items):
    current = document(
        "一中队2026年上半年自查报告", "一、开展情况", answer, "二、下一步打算", "1.继续按月公布学习计划。"
    )
    said = remarks(current, only="next_steps", previous=LAST)
    assert [dict(each.facts)["item"] for each in said] == items


def figured(text, start, end, figure):
    return Document((Paragraph(1, text, figures=(Placed(start, end, figure),)),))


def test_figures_are_told_with_their_value_in_the_last_report():
    current = figured("学习6次，共6次。", 2, 3, "fig-studies-U1-2026H1")
    last = figured("学习4次。", 2, 3, "fig-studies-U1-2025H2")
    (said,) = remarks(current, only="figures_previous", previous=last)
    assert (said.code, said.severity, said.text, said.facts) == (
        "figures_previous.was",
        "info",
        "6",
        (("before", "4"), ("quote", "学习6次")),
    )
    (said,) = remarks(current, only="figures_previous", previous=last, redefined=frozenset({"studies"}))
    assert (said.code, said.severity) == ("figures_previous.redefined", "note")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("其中研讨交流6次、现场教学2次。", "其中研讨交流6次"),
        ("讲课，6人次听课", "6人次听"),
        ("主题学习 6 次", "6"),
        ("6", "6"),
        ("对照责任制逐条自查共组织集体主题学习6次", "条自查共组织集体主题学习6次"),
    ],
)
def test_figure_is_told_with_the_words_beside_it(text, quote):
    place = text.index("6")
    current = figured(text, place, place + 1, "fig-studies-U1-2026H1")
    last = figured("学习4次。", 2, 3, "fig-studies-U1-2025H2")
    (said,) = remarks(current, only="figures_previous", previous=last)
    assert said.facts == (("before", "4"), ("quote", quote))


def test_figures_of_another_unit_are_not_compared():
    current = figured("学习6次。", 2, 3, "fig-studies-U1-2026H1")
    last = figured("学习4次。", 2, 3, "fig-studies-U2-2025H2")
    assert remarks(current, only="figures_previous", previous=last) == ()


GOOD = Layout(11906, 16838, 2098, 1984, 1588, 1474, 579, 320)


@pytest.mark.parametrize(
    ("layout", "found"),
    [
        (None, []),
        (GOOD, []),
        (Layout(), []),
        (Layout(12240, 15840, 2098, 1984, 1588, 1474), [("layout.paper", {"width": "215.9", "height": "279.4"})]),
        (
            Layout(11906, 16838, 1440, 1440, 1800, 1800),
            [("layout.margins", {"top": "25.4", "bottom": "25.4", "left": "31.7", "right": "31.7"})],
        ),
        (Layout(size=280), [("layout.size", {"points": "14"})]),
        (Layout(11906, 16838, 2098, 1984, 1588, 1474, 520), [("layout.lines", {"lines": 24})]),
    ],
)  # fmt: skip
def test_layout_against_the_standard(layout, found):
    said = remarks(document("正文。", layout=layout), only="layout")
    assert [(each.code, dict(each.facts)) for each in said] == found
