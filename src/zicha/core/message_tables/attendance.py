"""Sentences about sheets and signing in."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "attendance.empty": LocalText(
        "这一天本单位名册上没有人，没有应到人数。请先在“组织”里导入名册，或改正日期。",
        "Nobody is on the unit's roster of that day, so nobody is expected. Import the roster or correct the day.",
    ),
    "attendance.sheet_unknown": LocalText(
        "没有编号为{sheet}的签到表。请回到活动列表重新打开。",
        "There is no sheet {sheet}. Open it again from the list.",
    ),
    "attendance.sheet_closed": LocalText(
        "这张签到表已经关闭，不能再改。要改出席情况，请更正它登记的那条记录。",
        "This sheet is closed and cannot be changed. To change attendance, correct the entry it recorded.",
    ),
    "attendance.kind_without_sheet": LocalText(
        "“{kind}”不登记出席，或者不公开，不能签到。请换一种活动类型。",
        "“{kind}” keeps no attendance or is private, so nobody can sign in. Choose another kind.",
    ),
    "attendance.until_before_start": LocalText(
        "签到截止时间早于开始时间。请改正其中一个。", "Sign-in would end before it starts. Correct one of the two."
    ),
    "attendance.person_unknown": LocalText(
        "没有编号为{person}的人员。请从名单里选。", "There is no person {person}. Choose from the list."
    ),
    "attendance.reason_missing": LocalText("请写明理由。", "Write down the reason."),
    "attendance.not_present": LocalText(
        "{person}不在到场名单上，没有可作废的签到。", "{person} is not marked present; there is nothing to void."
    ),
    "attendance.leave_unknown": LocalText(
        "没有这条请假，或者它已经处理过了。请刷新页面。",
        "There is no such leave request, or it has been decided. Reload the page.",
    ),
    "attendance.leave_over": LocalText(
        "开始日期已经过去。请填今天或以后的日期；过去的活动请找记录员更正。",
        "The first day is over. Choose today or later; for an activity of the past see the recorder.",
    ),
    "attendance.leave_backwards": LocalText(
        "结束日期早于开始日期。请改正其中一个。", "The last day is before the first. Correct one of the two."
    ),
    "attendance.leave_long": LocalText(
        "一次最多请 {most} 天。更长的请分几次。", "At most {most} days at once. Ask again for the rest."
    ),
    "attendance.leave_own": LocalText(
        "不能批自己的假。请由别的负责人或上级单位来批。",
        "Nobody decides on their own leave; somebody else who leads does.",
    ),
    "attendance.leave_without_day": LocalText(
        "请假要写明是哪一次活动，或者哪一天。", "A leave request names the activity or the day."
    ),
    "attendance.pass_unknown": LocalText(
        "这个通行证不能用：已经用过、过期了，或者被收回了。请找记录员再要一个。",
        "This pass cannot be used: it was used, has run out or was withdrawn. Ask the recorder for another.",
    ),
    "sign_in.closed": LocalText(
        "签到已经结束，这张签到表已关闭。如果你到了场，请当场告诉记录员。",
        "Sign-in is over; this sheet is closed. If you were there, tell the recorder.",
    ),
    "sign_in.late": LocalText(
        "签到截止时间已过（{until}）。请到记录员处登记。",
        "Sign-in ended at {until}. Please see the recorder.",
    ),
    "sign_in.forwarded": LocalText(
        "这个二维码已经过时。它每 30 秒换一次，转发的照片不能用。请对着墙上现在的二维码再扫一次。",
        "This code is out of date. It changes every 30 seconds, and a picture that was sent on does not work. "
        "Scan the code that is on the wall now.",
    ),
    "sign_in.foreign": LocalText(
        "这不是本次活动的二维码。请扫会场屏幕上的二维码。",
        "This is not a code of this activity. Scan the code on the screen in the room.",
    ),
    "sign_in.expired": LocalText(
        "扫码以后超过 5 分钟没有签到。请再扫一次。",
        "More than 5 minutes have passed since you scanned. Scan again.",
    ),
    "sign_in.replayed": LocalText(
        "这次扫码已经给别人签过到。请用自己的手机再扫一次。",
        "This scan has signed somebody else in. Scan again with your own phone.",
    ),
    "sign_in.not_on_roster": LocalText(
        "你不在这个单位当天的名册上。列席人员请到记录员处登记。",
        "You are not on this unit's roster of the day. Guests please see the recorder.",
    ),
    "sign_in.voided": LocalText(
        "记录员作废了你的签到。如果你在场，请到记录员处登记。",
        "The recorder has voided your sign-in. If you are here, please see the recorder.",
    ),
}
