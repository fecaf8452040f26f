"""Official documents to look at on paper: a long report with everything the standard sets, and minutes of a meeting."""

from zicha.core.official_document import Attending, OfficialDocument, attached, headed, numbered, paragraphs, plain
from zicha.core.report import Row, Signature, Table

SENTENCE = (
    "各中队按照责任清单逐项核对台账登记检查时间地点参加人员和发现的问题对能够当场整改的当场整改"
    "不能当场整改的明确责任人和完成时限并在下一次检查时先看上一次问题的整改情况"
)
UNIT = "海州市城市管理和综合行政执法局第三执法支队"
ORGANISATION = "第三执法支队"
DATE = "2026年7月1日"


def long_report(*, sealed=False):
    """Return a report of nine pages or so: two levels of headings, figures in Arabic digits, tables, attachments."""
    number = "本期共检查消防通道12次，发现隐患13处，已整改12处，整改率92.3%，其余1处已列入下半年计划。"
    work = (
        headed("组织领导", [plain(f"{SENTENCE * 4}。")] * 3, place=1, parents=(1,)),
        headed(
            "检查情况",
            [plain(f"{SENTENCE * 2}。"), inspections(30, "表1　检查情况"), plain(f"{SENTENCE * 4}。")],
            place=2,
            parents=(1,),
        ),
    )
    return OfficialDocument(
        title=f"{UNIT}2026年上半年安全生产责任制落实情况自查报告",
        phrases=(UNIT, "2026年上半年"),
        addressee="海州市安全生产委员会：",
        sections=(
            within(
                headed("工作开展情况", [plain(f"{SENTENCE * 4}。"), plain(f"{SENTENCE}，{SENTENCE}。")], place=1), work
            ),
            headed("存在的问题", [plain(number + f"{SENTENCE * 3}。")] * 6, place=2),
            headed("下一步打算", numbered([f"{SENTENCE}。"] * 3), place=3),
        ),
        attachments=attached(
            [
                ("2026年上半年消防通道和安全出口检查情况一览表及各中队责任分工", [inspections(24, "检查情况一览")]),
                ("问题整改台账", [plain(f"{SENTENCE}。")]),
            ]
        ),
        signature=Signature(ORGANISATION, DATE, sealed),
        author=UNIT,
    )


def within(section, sections):
    """Return a section with sections inside it."""
    return type(section)(section.id, section.number, section.title, section.level, section.blocks, tuple(sections))


def inspections(count, caption):
    """Return a table of inspections."""
    rows = [
        (f"{place % 6 + 1}月{place % 28 + 1}日", f"第{place}次检查", "王平", "12/14") for place in range(1, count + 1)
    ]
    return Table(
        caption,
        ("日期", "名称", "负责人", "实到/应到"),
        tuple(Row(cells, place) for place, cells in enumerate(rows, start=1)),
        (150, 550, 150, 150),
        (False, True, False, False),
    )


def minutes():
    """Return the minutes of a meeting: no addressee, no signature, who was there below the text (10.3)."""
    return OfficialDocument(
        title="第三执法支队安全生产工作专题会议纪要",
        sections=(
            paragraphs(
                [plain("2026年5月12日，支队长李明主持召开安全生产工作专题会议，听取各中队检查情况，议定以下事项。")]
            ),
            headed("关于消防通道", numbered(["一中队两周内清理仓库北侧通道。", "二中队每周五上报检查情况。"]), place=1),
            headed("关于台账", [plain(f"{SENTENCE}。"), inspections(3, "表1　上月检查")], place=2),
        ),
        attending=(
            Attending("出席", "李明、王平、张静、" + "、".join(f"赵{name}" for name in "一二三四五六七八九")),
            Attending("请假", "钱宁"),
        ),
        author=ORGANISATION,
    )
