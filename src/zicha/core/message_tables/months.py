"""Sentences about a measure month by month."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "months.option_by": LocalText(
        "month：按月列出；加 --subtree 时下级每个单位一行。", "month: month by month; with --subtree one line a unit."
    ),
    "months.by": LocalText("--by 只能写 month，现在写的是“{value}”。", "--by is month; it says “{value}”."),
    "months.not_by_month": LocalText(
        "“{measure}”不能按月列出：它数的是不同的人、职责或问题，或者涉及只有当事人能看的记录。请去掉 --by。",
        "“{measure}” cannot be told by month: it counts different people, duties or problems, or records that only "
        "those who took part may see. Leave out --by.",
    ),
    "months.title": LocalText("{unit}：{title}，按月", "{unit}: {title} by month"),
    "months.head_unit": LocalText("单位", "unit"),
    "months.head_whole": LocalText("合计", "whole"),
    "months.all_units": LocalText("全部单位", "all units"),
}
