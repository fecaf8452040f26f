"""Whatever a document says, no rule stumbles, and what a rule quotes stands where it says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zicha.core import check
from zicha.core.checks.base import Context, Known
from zicha.core.document import Document, Paragraph
from zicha.core.periods import parse
from zicha.services import checks

PIECES = st.sampled_from(
    [
        "（", "）", "(", ")", "《", "》", "“", "”", "‘", "’", "*", "**", "××", "×", "XX", "____", "{{", "}}", "待补充",
        "一、", "（二）", "3.", "（4）", "第五条　", "第一百零一条 ", "一是", "二是", "三点：", "3本", "四部", "《甲》", "《乙》",
        "截至7月", "截至2025年13月", "2026年上半年", "下半年开展", "2026年7月1日", "二〇二六年七月一日", "2026-13-99",
        "要要", "责任责任", "天天", "工作作风", "学习", "安全例会", "6次", "九十九次", "5.5%", "0人", "，", "。", "；", "：",
        ",", ".", "。。", "　", " ", "\t", "\n", "下一步打算", "特此通知", "本报告", "自查报告", "A", "é", "𠮷", "\u200b",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)
PARAGRAPHS = st.lists(st.tuples(TEXTS, st.sampled_from([0, 0, 0, 1, 2])), max_size=8)
KNOWN = (
    Known("meetings", "安全例会次数", "次", 5, "5"),
    Known("none", "", "", 0, "0"),
    Known("word", "次数", "次", 1, "1"),
)


def document(paragraphs):
    return Document(tuple(Paragraph(place, text, level=level) for place, (text, level) in enumerate(paragraphs, 1)))


@settings(max_examples=300)
@given(PARAGRAPHS, PARAGRAPHS)
def test_any_text_is_judged_and_quoted_where_it_stands(now, before):
    current = document(now)
    context = Context(
        cut=checks.cutter(), period=parse("2026H1"), previous=document(before), unit_name="一中队", known=KNOWN
    )
    for remark in check.check(current, context=context):
        if remark.paragraph:
            assert current.paragraphs[remark.paragraph - 1].text[remark.start : remark.end] == remark.text
            assert remark.text
        for language in ("zh", "en"):
            assert checks.sentence(remark, language=language)


@given(st.text(max_size=200))
def test_any_characters_are_judged(text):
    check.check(document([(text, 0)]), context=Context(cut=checks.cutter(), period=parse("2026H1"), known=KNOWN))
