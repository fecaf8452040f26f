"""Sentences about the study plan."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "study.stale": LocalText(
        "“{topic}”刚刚有人动过，请看一眼现在的样子再操作。",
        "Somebody has just changed “{topic}”. Look at it as it is now, then decide.",
    ),
    "study.called_off": LocalText(
        "“{topic}”已经取消，不能再改。", "“{topic}” was called off and takes no more changes."
    ),
    "study.reason_missing": LocalText("请写明原因，年底要看。", "Say why; it will be asked at the year's end."),
    "study.month_missing": LocalText("请选一个与原来不同的月份。", "Choose another month than the present one."),
    "study.linked_already": LocalText("记录 {record} 已经对上了。", "Record {record} is linked already."),
    "study.not_linked": LocalText("记录 {record} 没有对在这一项上。", "Record {record} is not linked to this item."),
    "study.record_unknown": LocalText("本单位没有编号 {record} 的记录。", "This unit has no record {record}."),
    "study.item_unknown": LocalText("没有编号 {item} 的学习计划。", "There is no study plan item {item}."),
    "study.minutes_missing": LocalText("请写学了多少分钟。", "Say how many minutes you studied."),
    "study.not_readable": LocalText(
        "“{topic}”要参加才算完成，自学不算。时长可以照记，不要对上这一项。",
        "“{topic}” is completed by taking part, not by reading alone. Note the time without it.",
    ),
    "study.kind_missing": LocalText("方案里没有登记自学的活动类型。", "No kind in the scheme records self-study."),
    "study.sheet_column": LocalText(
        "表头缺“{column}”一栏。第一行要有：月份、学习内容、形式、怎样算完成、补学期限、阅读材料、活动类型。",
        "The column “{column}” is missing. The first row must name month, topic, form, completed by, days to make up, "
        "reading list and kind of activity, in Chinese.",
    ),
    "study.sheet_cell": LocalText(
        "第 {row} 行“{column}”的“{value}”读不懂。", "Row {row}, column “{column}”: “{value}” cannot be read."
    ),
    "study.not_own": LocalText("这不是你自己的自学记录。", "This is not a record of your own self-study."),
    "study.note_too_long": LocalText("笔记最多 {longest} 字。", "A note has {longest} signs at most."),
}
