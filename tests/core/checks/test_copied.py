"""Copied paragraphs, measured on paragraphs made of the words of real-looking reports, edited at random."""

import random

from zicha.core import marks
from zicha.core.checks import copied
from zicha.core.checks.base import Context
from zicha.core.document import Document, Mark, Paragraph
from zicha.services import checks

PHRASES = [
    "认真组织专题学习",
    "严格落实检查制度",
    "召开全体会议研究部署",
    "明确责任人和完成时限",
    "逐项建立整改台账",
    "开展应急疏散演练",
    "对照方案查找不足",
    "完善值班值守安排",
    "加强佐证材料归档",
    "组织新入职人员培训",
    "更换老旧消防器材",
    "公示检查结果",
    "听取基层意见",
    "细化年度工作计划",
    "按季度通报进展",
    "落实书记讲课制度",
    "补齐缺席人员学习",
    "规范会议记录",
    "核对台账数据",
    "督促逾期事项销号",
]
SIGNS = "学习检查会议整改台账演练方案材料培训器材结果意见计划进展制度人员记录数据事项落实"


def paragraph(stream, count=8):
    """Phrases in random order with random filling between them: about 90 signs."""
    return "，".join(stream.choice(PHRASES) + "".join(stream.choices(SIGNS, k=5)) for _ in range(count)) + "。"


def edited(stream, text, share):
    signs = list(text)
    for place in stream.sample(range(len(signs)), int(len(signs) * share)):
        signs[place] = stream.choice(SIGNS)
    return "".join(signs)


def documents(*groups):
    return [Document(tuple(Paragraph(number, text) for number, text in enumerate(group, 1))) for group in groups]


def found(current, previous):
    context = Context(cut=checks.cutter(), previous=previous)
    return [(remark.paragraph, dict(remark.facts)["previous"]) for remark in copied.find(current, context)]


def test_copied_paragraphs_with_one_sign_in_ten_changed_are_found():
    stream = random.Random(1)
    old = [paragraph(stream) for _ in range(200)]
    current, previous = documents([edited(stream, text, 0.1) for text in old], old)
    pairs = found(current, previous)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len(pairs) >= 196


def test_fresh_paragraphs_are_left_alone():
    stream = random.Random(2)
    current, previous = documents([paragraph(stream) for _ in range(400)], [paragraph(stream) for _ in range(400)])
    assert len(found(current, previous)) <= 2


def test_new_numbers_do_not_make_an_old_paragraph_new():
    current, previous = documents(
        ["2026年上半年共开展专题集中学习6次，应到180人次，实到171人次，补学9人次。"],
        ["无关的一段话。", "2025年下半年共开展专题集中学习5次，应到150人次，实到138人次，补学4人次。"],
    )
    assert found(current, previous) == [(1, 2)]


def test_short_paragraphs_and_headings_are_left_alone():
    current, previous = documents(
        ["一、工作开展情况", "以上报告，请审示。"], ["一、工作开展情况", "以上报告，请审示。"]
    )
    assert found(current, previous) == []


def test_without_a_previous_report_nothing_is_said():
    assert found(documents(["认真组织专题学习，严格落实检查制度，召开全体会议研究部署。"])[0], None) == []


def test_paragraphs_that_zicha_drafts_are_left_alone():
    text = "本期共开展专题集中学习6次，应到180人次，实到171人次，补学9人次。"
    drafted = Document((Paragraph(1, text, marks=(Mark(0, 5, marks.drafted("work", 0)),)),))
    by_people = Document((Paragraph(1, text, marks=(Mark(0, 5, marks.by_people("work", 0)),)),))
    assert (found(drafted, drafted), found(by_people, by_people)) == ([], [(1, 1)])
