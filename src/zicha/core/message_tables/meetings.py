"""Sentences about meetings."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "meetings.unknown": LocalText(
        "没有编号为{entry}的会议。请回到会议列表重新打开。", "There is no meeting {entry}. Open it again from the list."
    ),
    "meetings.item_unknown": LocalText(
        "这次会议没有编号为{entry}的议题，或者它已经撤掉了。请刷新页面。",
        "This meeting has no item {entry}, or it was taken off. Reload the page.",
    ),
    "meetings.not_now": LocalText(
        "会议现在是“{state}”，不能“{step}”。请刷新页面看最新情况。",
        "The meeting is “{state}” now, so “{step}” does not follow. Reload the page.",
    ),
    "meetings.reason_missing": LocalText("请写明理由。", "Write down the reason."),
    "meetings.minutes_missing": LocalText(
        "议题“{topic}”还没有会议记录。请补上，或先撤掉这个议题。",
        "The item “{topic}” has no minutes yet. Write them, or take the item off.",
    ),
    "meetings.cancelled": LocalText(
        "会议已经取消，不能再改议题。", "The meeting was called off; its agenda cannot be changed."
    ),
    "meetings.starts_wrong": LocalText(
        "“{text}”不是开始时间，请写成 2026-05-28T15:00。", "“{text}” is not a start; write 2026-05-28T15:00."
    ),
    "meetings.kind_wrong": LocalText(
        "“{kind}”不是登记出席的活动类型，不能按它开会。请换一个。",
        "“{kind}” is not a kind that keeps attendance. Choose another.",
    ),
    "meetings.sheet_open": LocalText("这次会议已经在签到。", "This meeting has an open sheet already."),
    "meetings.none_in_period": LocalText(
        "{unit}在{period}没有召开过的会议，没有可汇编的纪要。请换时段或单位。",
        "{unit} held no meeting in {period}; there is nothing to compile. Choose another period or unit.",
    ),
}
