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
    "meetings.own_minutes": LocalText(
        "纪要是你一个人写的，要请另一个人签发：主持人、负责人或另一位记录员。",
        "You alone wrote these minutes, so somebody else approves them: the chair, a lead or another recorder.",
    ),
    "meetings.cancelled": LocalText(
        "会议已经取消，不能再改议题。", "The meeting was called off; its agenda cannot be changed."
    ),
    "meetings.starts_wrong": LocalText(
        "“{text}”不是开始时间，请写成 2026-05-28T15:00。", "“{text}” is not a start; write 2026-05-28T15:00."
    ),
    "meetings.kind_wrong": LocalText(
        "“{kind}”不登记出席，或者不公开，不能按它开会。请换一个。",
        "“{kind}” keeps no attendance or is private, so no meeting can be of it. Choose another.",
    ),
    "meetings.record_wrong": LocalText(
        "编号{record}的记录不是这个单位这类会议的记录，或者已经撤回。请换一条。",
        "Record {record} is not one of this unit and kind of meeting, or it was withdrawn. Choose another.",
    ),
    "meetings.none_in_period": LocalText(
        "{unit}在{period}没有召开过的会议，没有可汇编的纪要。请换时段或单位。",
        "{unit} held no meeting in {period}; there is nothing to compile. Choose another period or unit.",
    ),
    "meetings.help": LocalText("会议：清单、内容、纪要。", "Meetings: list, contents, minutes."),
    "meetings.help_list": LocalText("列出会议，最近的在前。", "List meetings, the latest first."),
    "meetings.help_show": LocalText(
        "显示一次会议：议题、记录、议定事项、出席。", "Show a meeting: agenda, minutes, decisions, attendance."
    ),
    "meetings.help_minutes": LocalText(
        "把一次会议的纪要写成 Word 文件；不写编号而写单位，则汇编该单位一个时段的纪要。",
        "Write one meeting's minutes as a Word file; with a unit instead of a number, all of a period bound into one.",
    ),
    "meetings.option_unit": LocalText(
        "汇编哪个单位的纪要（编号或名称）。", "Bind the minutes of this unit (code or name)."
    ),
    "meetings.option_out": LocalText("纪要文件：.docx。", "The file: .docx."),
    "meetings.which": LocalText(
        "请写会议编号，或者写 --unit 汇编一个单位的纪要，二者取一。",
        "Give a meeting's number, or --unit to bind a unit's minutes; one of the two.",
    ),
    "meetings.out_wrong": LocalText("“{name}”不是 .docx 文件名。请改成 .docx。", "“{name}” does not end in .docx."),
    "meetings.written": LocalText("《{title}》已写到 {out}。", "“{title}” is written to {out}."),
    "meetings.none": LocalText("没有会议。", "No meetings."),
    "meetings.column_number": LocalText("编号", "Number"),
    "meetings.column_starts": LocalText("时间", "Starts"),
    "meetings.column_unit": LocalText("单位", "Unit"),
    "meetings.column_title": LocalText("会议", "Meeting"),
    "meetings.column_state": LocalText("状态", "State"),
    "meetings.returning": LocalText("还没办结：{matter}  {owner}", "Still open: {matter}  {owner}"),
}
