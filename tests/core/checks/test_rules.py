"""Each rule on sentences that carry its defect, and on good sentences that look like it."""

import pytest

from zicha.core import check, messages
from zicha.core.checks.base import Context
from zicha.core.document import Document, Paragraph
from zicha.core.message_tables import checks as table
from zicha.core.periods import parse
from zicha.services import checks


def remarks(*lines, period=None, only):
    document = Document(tuple(Paragraph(number, line) for number, line in enumerate(lines, 1)))
    context = Context(cut=checks.cutter(), period=parse(period) if period else None)
    without = frozenset(name for name, _ in check.RULES if name != only)
    return [
        (remark.code, remark.paragraph, remark.text, remark.suggestion)
        for remark in check.check(document, context=context, without=without)
    ]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("上半年开展专题学习*次。", ["*"]),
        ("中共**党委：", ["**"]),
        ("应到XX人，实到××人。", ["XX", "××"]),
        ("共有x名成员参加。", ["x"]),
        ("负责人：____", ["____"]),
        ("由{{ 单位 }}负责。", ["{{ 单位 }}"]),
        ("（待补充）", ["（待补充）"]),
        ("面积为3×5米，共15××20箱。", []),
        ("脚注见表*。", []),
        ("安全出口*号牌已更换。", []),
        ("型号为XL的安全帽，MAXX牌。", []),
        ("计算式为2*3=6。", []),
        ("星期×上午，联系人：某某。", ["×", "某某"]),
        ("张某某请假。", []),
        ("注：**为重点部位。", []),
    ],
)
def test_placeholders(line, left):
    assert remarks(line, only="placeholders") == [("placeholders.left", 1, text, "") for text in left]


@pytest.mark.parametrize(
    ("line", "doubled"),
    [
        ("责任责任人没有及时变更。", [("doubled.word", "责任责任", "责任")]),
        ("各单位要要认真学习。", [("doubled.sign", "要要", "要")]),
        ("有关情况情况说明如下。", [("doubled.word", "情况情况", "情况")]),
        ("切实改进工作作风。", []),
        ("达到学习的目的的同时。", []),
        ("中华人民共和国国境卫生检疫法。", []),
        ("可以以书面形式提出。", []),
        ("天天学习，人人有责，常常检查。", []),
        ("执行中国国家标准。", []),
        ("一项一项落实，一个一个解决。", []),
        ("上上下下一起努力，实实在在见成效，年年练、月月讲。", []),
        ("学习组组长和设备科科长签字，三号库库房上锁。", []),
        ("对对方提交的材料，在到期日前前往核对。", []),
        ("可以从轻轻处理。", [("doubled.sign", "轻轻", "轻")]),
        ("情节轻微微，并及时改正。", [("doubled.sign", "微微", "微")]),
        ("一小时内内报告。", [("doubled.sign", "内内", "内")]),
        ("包含两项的列表的列表。", []),
    ],
)
def test_doubled(line, doubled):
    assert remarks(line, only="doubled") == [(code, 1, text, cure) for code, text, cure in doubled]


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("（一）是不到位。", []),
        ("依据《安全生产法第六条。", ["《"]),
        ("修订）的通知", ["）"]),
        ("1）检查；2）整改。", []),
        ("他说“好。", ["“"]),
        ("（试行)", []),
        ("it’s fine", []),
        ("（《办法》）", []),
        ("值班（8:00—20:00）和夜班（次日8:00）", []),
        ("长度（默认为 72）不限", []),
        ("（要求：1）检查；2）整改）", []),
        ("佩戴“参观证“，登记", ["“"]),
        ("（《办法）》", ["（", "）"]),
    ],
)
def test_brackets(line, alone):
    assert [text for _, _, text, _ in remarks(line, only="brackets")] == alone


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("一是学习,二是检查.", [("punctuation.half", ",", "，"), ("punctuation.half", ".", "。")]),
        ("办法(试行)", [("punctuation.bracket", "(", "（"), ("punctuation.bracket", ")", "）")]),
        ("完成了整改。。", [("punctuation.twice", "。。", "。")]),
        ("完成了，。", [("punctuation.twice", "，。", "。")]),
        ("共3.5小时，占1,200人的12:30。", []),
        ("See (a), b.", []),
        ("等等……", []),
    ],
)
def test_punctuation(line, found):
    assert remarks(line, only="punctuation") == [(code, 1, text, cure) for code, text, cure in found]


def test_numbering_gap_and_new_rows():
    lines = [
        "一、开展情况",
        "（一）学习",
        "（二）会议",
        "二、问题",
        "（一）学习",
        "（三）检查",
        "四、打算",
        "1.抓好学习",
        "2.抓好检查",
    ]
    assert remarks(*lines, only="numbering") == [
        ("numbering.gap", 6, "三", "二"),
        ("numbering.gap", 7, "四", "三"),
    ]


def test_numbering_decimal_is_not_an_item():
    assert remarks("1.5小时", "3.5小时", only="numbering") == []


def test_numbering_of_articles_runs_on_over_chapters():
    lines = [
        "第一章　总则",
        "第一条　甲",
        "（一）乙",
        "第二章　人员",
        "第二条　丙",
        "（一）丁",
        "第四条　戊",
        "第四条之一　己",
    ]
    assert remarks(*lines, only="numbering") == [("numbering.gap", 7, "四", "三")]


def test_numbering_of_articles_above_one_hundred():
    lines = [f"第{number}条　内容" for number in ("九十九", "一百", "一百零一", "一百一十")]
    assert remarks(*lines, only="numbering")[1:] == [("numbering.gap", 4, "一百一十", "102")]


def test_numbering_reference_to_an_article_is_no_article():
    assert remarks("第一条　甲", "第五条规定的情形除外。", only="numbering") == []


def test_numbering_that_begins_anew_behind_its_own_item():
    lines = ["（一）甲", "（一）乙", "说明", "（一）丙"]
    assert remarks(*lines, only="numbering") == [("numbering.gap", 2, "一", "二")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("规定书目3本，为《甲》《乙》《丙》《丁》。", [("3", "4")]),
        ("学习三部法律：《甲》《乙》。", [("三", "2")]),
        ("学习三本书：《甲》《乙》。", [("三", "2")]),
        ("学习4本书，其中《甲》《乙》由书记导读。", []),
        ("规定书目5本，为《甲》《乙》等。", []),
        ("规定书目2本。讲了《甲》《乙》《丙》。", []),
        ("规定书目2本，为《甲》《乙》。", []),
    ],
)
def test_lists(line, found):
    assert remarks(line, only="lists") == [("lists.count", 1, text, cure) for text, cure in found]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("主要做法有三点：一是早计划，二是勤检查，三是严考核，四是重运用。", [("三", "4")]),
        ("存在3个问题：一是记录不全；二是归档不及时。", [("3", "2")]),
        ("提出两方面要求：一是抓学习，二是抓检查。", []),
        ("提出五点要求，大家照办。一是好的。", []),
        ("三点：一是非常重要，不可忽视。", []),
    ],
)
def test_lists_of_points(line, found):
    assert remarks(line, only="lists") == [("lists.points", 1, text, cure) for text, cure in found]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("截至7月份，已完成整改。", [("periods.until", "截至7月", "截至6月")]),
        ("截至2025年6月，已完成整改。", [("periods.until", "截至2025年6月", "截至6月")]),
        ("截至6月底，已完成整改。", []),
        ("截至2026年7月10日，仍有1项逾期。", []),
        ("截至2025年12月31日，账实相符。", []),
        ("截至2025年6月30日，账实相符。", [("periods.until", "截至2025年6月", "截至6月")]),
        ("数据截至2026年11月23日所知。", []),
        ("下半年开展学习5次。", [("periods.half", "下半年", "上半年")]),
        ("下一步打算在下半年开展学习。", []),
        ("2025年下半年开展学习5次，比上期多1次。", []),
    ],
)
def test_periods(line, found):
    assert remarks("自查报告", line, period="2026H1", only="periods") == [
        (code, 2, text, cure) for code, text, cure in found
    ]


def test_periods_are_taken_from_the_title_where_nobody_gives_them():
    found = remarks("城东中队2026年上半年自查报告", "截至7月份，已完成。", only="periods")
    assert found == [("periods.until", 2, "截至7月", "截至6月")]


def test_periods_unknown_say_nothing():
    assert remarks("自查报告", "截至7月份，已完成。", only="periods") == []


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        ("2026年7月1日", []),
        ("2026年07月01日", ["signature.form"]),
        ("2026-7-1", ["signature.form"]),
        ("以上报告。", ["signature.missing"]),
    ],
)
def test_signature(last, codes):
    assert [code for code, *_ in remarks("自查报告", "城东中队", last, only="signature")] == codes


@pytest.mark.parametrize(
    ("last", "cure"),
    [
        ("2026年07月03日", "2026年7月3日"),
        ("2026-7-1", "2026年7月1日"),
        ("二〇二六年七月一日", "2026年7月1日"),
        ("二○二六年十二月三十一日", "2026年12月31日"),
        ("2026.13.40", ""),
    ],
)
def test_signature_in_another_form_is_written_anew(last, cure):
    assert remarks("自查报告", "城东中队", last, only="signature") == [("signature.form", 3, last, cure)]


def test_signature_of_rules_is_not_asked_for():
    assert remarks("值班工作规定", "第一条　本规定自印发之日起施行。", only="signature") == []


def test_empty_document_has_nothing_wrong():
    assert check.check(Document(()), context=Context(cut=checks.cutter())) == ()


def test_every_remark_has_its_sentence_in_both_languages():
    lines = [
        "2026年上半年报告",
        "学习*次,要要做。。（",
        "一、甲",
        "三、乙 责任责任(试)",
        "书3本：《甲》《乙》，截至7月，下半年开展",
        "2026-7-1",
    ]
    document = Document(tuple(Paragraph(number, line) for number, line in enumerate(lines, 1)))
    found = check.check(document, context=Context(cut=checks.cutter()))
    codes = {remark.code for remark in found}
    assert codes == {code for code in table.SENTENCES if not code.startswith("document.")} - {
        "signature.missing",
        "copied.paragraph",
    }
    for remark in found:
        for language in ("zh", "en"):
            assert messages.sentence(remark.code, language=language, text=remark.text, **dict(remark.facts))


ENGLISH = (
    Paragraph(1, "供水公司: report on work safety\nin 2026", is_title=True),
    Paragraph(2, "1. What was done", level=1),
    Paragraph(3, "1. 统一会议记录格式，九月底前换用新表: under way; 已完成两批."),
    Paragraph(4, "2. Pieces overhauled (件)"),
    Paragraph(5, "1.1 Exits", level=2),
    Paragraph(6, "1. Inspect exits (第六条): done late."),
    Paragraph(7, "2. Next steps", level=1),
    Paragraph(8, "1. 每月核对一次进度。"),
)


def found_in(*paragraphs):
    context = Context(cut=checks.cutter())
    return [
        (remark.code, remark.paragraph, remark.text, remark.suggestion)
        for remark in check.check(Document(paragraphs), context=context, without=frozenset({"signature"}))
    ]


def test_english_document_is_not_judged_as_chinese():
    assert found_in(*ENGLISH) == []


def test_chinese_sentences_and_rows_of_an_english_document_are_judged():
    wrong = (
        Paragraph(9, "4. Signed", level=1),
        Paragraph(10, "1. 每月核对一次,进度。"),
        Paragraph(11, "3. 逐项销号。"),
    )
    assert found_in(*ENGLISH, *wrong) == [
        ("numbering.gap", 9, "4", "3"),
        ("punctuation.half", 10, ",", "，"),
        ("numbering.gap", 11, "3", "2"),
    ]


def test_english_items_without_headings_are_not_judged_by_their_numbers():
    lines = ("Report on work safety", "1. What was done", "1. Exits", "2. Drills", "2. Next steps")
    assert remarks(*lines, only="numbering") == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Pieces overhauled (件) in the year.", []),
        ("按《App使用办法》(试行)执行.", ["(", ")", "."]),
        ("APP(试行)", ["(", ")"]),
    ],
)
def test_english_line_of_a_chinese_document_is_not_judged_as_chinese(line, found):
    assert [text for _, _, text, _ in remarks("自查报告", line, only="punctuation")] == found
