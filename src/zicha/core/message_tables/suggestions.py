"""Sentences about the suggestion box."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "suggestions.empty": LocalText("还没有写内容。请写清楚是什么事。", "Nothing is written yet. Say what it is about."),
    "suggestions.long": LocalText(
        "太长了：最多 {longest} 字。请写要紧的。", "That is too long: {longest} characters at most. Write what matters."
    ),
    "suggestions.urgency": LocalText("请选择缓急：安全、有期限、一般。", "Choose how urgent it is."),
    "suggestions.unit_unknown": LocalText(
        "没有这个单位。请从名单里选。", "There is no such unit. Choose from the list."
    ),
    "suggestions.unit_same": LocalText(
        "这条意见本来就由这个单位答复。请选别的单位。", "This unit answers it already. Choose another one."
    ),
    "suggestions.nobody_above": LocalText(
        "这个单位没有上级单位，请去掉“由上级单位答复”。", "No unit stands above this one; do not ask the unit above."
    ),
    "suggestions.full": LocalText(
        "这个意见箱今天已经收满。急事请直接找负责人，其他的请明天再交。",
        "This box is full for today. See whoever leads the unit about what is urgent, and come back tomorrow with the rest.",
    ),
    "suggestions.receipt_unknown": LocalText(
        "没有这个回执号。请照回执核对，大小写和横线不要紧。",
        "There is no such receipt. Check the code; capitals and dashes do not matter.",
    ),
    "suggestions.unknown": LocalText(
        "没有这份意见。请回到意见箱重新打开。", "There is no such suggestion. Open the list again."
    ),
    "suggestions.settled": LocalText(
        "这份意见{state}，不能再办。请刷新页面看看。",
        "This suggestion is not open any more ({state}). Look at its page again.",
    ),
    "suggestions.help": LocalText(
        "意见箱：只有数字，没有内容。", "The suggestion box: numbers, never what was written"
    ),
    "suggestions.help_count": LocalText(
        "收到多少、答复多少；不到五件的不细分。", "How many came and were answered; a few are not broken down"
    ),
    "suggestions.option_since": LocalText("从哪一天起（缺省：今年）", "from this day on (default: this year)"),
    "suggestions.few": LocalText("不足 {least} 件，不细分。", "Fewer than {least}; not broken down."),
    "suggestions.told": LocalText("收到 {total} 件", "{total} received"),
    "suggestions.not_broken_down": LocalText(
        "有的分组不足 {least} 件，不按缓急和单位细分。",
        "Some parts are fewer than {least}: not told by urgency and unit.",
    ),
}
