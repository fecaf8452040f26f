"""Sentences about what falls due, calendars, reminders and digests."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "calendars.nobody": LocalText(
        "这个账号没有对应的人员，不能订阅日历。请用本人的账号登录。",
        "This sign-in belongs to no person, so that it has no calendar. Sign in as yourself.",
    ),
    "calendars.unit": LocalText(
        "你看不到单位 {unit}，不能订阅它的日历。请换一个单位。",
        "Unit {unit} is not in your view, so that its calendar cannot be subscribed to. Choose another unit.",
    ),
    "calendars.many": LocalText(
        "订阅地址已有 {most} 个。请先停用不再用的。",
        "There are {most} calendar addresses already. End those that are no longer used first.",
    ),
    "reminders.unknown": LocalText(
        "这件事已经不在计划里：可能刚刚办完，或改了期限。请刷新页面再看。",
        "This is no longer on the plan: it was done, or its deadline was moved. Reload the page.",
    ),
    "reminders.too_early": LocalText(
        "“{title}”要到 {opens} 才开始，还不用催办。",
        "“{title}” only begins on {opens}; there is nothing to press for yet.",
    ),
    "reminders.nobody": LocalText(
        "“{title}”的责任岗位空缺，没有人可以催办。请先定人。",
        "Nobody answers for “{title}”: its post is vacant. Fill the post first.",
    ),
    "reminders.note_long": LocalText(
        "催办说明最多 {longest} 个字，请写短些。", "A note has at most {longest} characters. Shorten it."
    ),
    "plan.help": LocalText(
        "列出今后到期的事：责任事项、问题、待办事项、报告和会议。",
        "List what falls due: duties, problems, actions, reports and meetings.",
    ),
    "plan.option_until": LocalText("看到哪一天（默认六周）。", "Up to which day (six weeks by default)."),
    "plan.option_person": LocalText("只看这个人的（编号或姓名）。", "Only what this person answers for (id or name)."),
    "plan.head": LocalText("{unit}  {on} 至 {until}  {count} 件", "{unit}  {on} to {until}  {count} due"),
    "plan.none": LocalText("到 {until} 没有到期的事。", "Nothing falls due up to {until}."),
    "plan.no_calendar": LocalText(
        "{years} 年的放假调休安排还没有公布，暂按周末休息推算；公布后升级即可。",
        "The working-day calendar of {years} is not published yet; only weekends count as days off until it is.",
    ),
    "plan.column_day": LocalText("期限", "due"),
    "plan.column_state": LocalText("状态", "state"),
    "plan.column_title": LocalText("事项", "what"),
    "plan.column_unit": LocalText("单位", "unit"),
    "plan.column_people": LocalText("责任人", "answers"),
    "plan.vacant": LocalText("空缺", "vacant"),
    "plan.help_remind": LocalText(
        "给每个人发当天的提醒（每人每天最多一封），并把久拖未办的报上级。供定时任务使用。",
        "Send each person the digest of the day, one at most, and pass on what is long overdue. For a scheduled task.",
    ),
    "plan.option_dry_run": LocalText(
        "只说会发什么，不发，不记录。", "Say what would be sent; send and record nothing."
    ),
    "plan.remind_off": LocalText(
        "还没有设置发送方式，什么都没有发。请设置 ZICHA_MAIL 或 ZICHA_NOTIFY，见运维说明。",
        "No way to send is set, so that nothing was sent. Set ZICHA_MAIL or ZICHA_NOTIFY; see the operating guide.",
    ),
    "plan.remind_rest": LocalText("{on} 不是工作日，不发提醒。", "{on} is no working day; nothing is sent."),
    "plan.remind_nothing": LocalText("今天没有人要提醒。", "Nobody is to be reminded today."),
    "plan.remind_sent": LocalText("已发  {name}  {count} 件", "sent     {name}  {count}"),
    "plan.remind_would": LocalText("将发  {name}  {count} 件", "would send  {name}  {count}"),
    "plan.remind_already": LocalText("已发过  {name}", "already  {name}"),
    "plan.remind_busy": LocalText("正由另一次运行发送  {name}", "being sent by another run  {name}"),
    "plan.remind_no_contact": LocalText("没有联系方式  {name}  {count} 件", "no contact  {name}  {count}"),
    "plan.remind_no_way": LocalText(
        "联系方式没有对应的发送方式  {name}  {count} 件", "no way to reach this contact  {name}  {count}"
    ),
    "plan.remind_failed": LocalText("没发出去  {name}：{why}", "failed   {name}: {why}"),
    "plan.remind_passed_on": LocalText("报上级督办 {count} 件。", "{count} passed on to the unit above."),
    "plan.remind_again": LocalText(
        "{count} 封没有发出去；没有丢失，再运行一次即可补发。",
        "{count} could not be sent; nothing is lost, run it again.",
    ),
    "plan.mail_address": LocalText(
        "ZICHA_MAIL 应写成 smtp://用户:密码@主机:端口?from=发件地址（加密用 smtps:// 或 smtp+starttls://）。",
        "Write ZICHA_MAIL as smtp://user:password@host:port?from=address (smtps:// or smtp+starttls:// to encrypt).",
    ),
    "plan.remind_future": LocalText(
        "{on} 还没有到，不能提前发。要看看会发什么，请加 --dry-run。",
        "{on} is still to come, so that nothing is sent for it. Add --dry-run to see what would be.",
    ),
    "plan.digest_subject": LocalText("自查提醒：{count} 件事（{day}）", "zicha: {count} due ({day})"),
    "plan.digest_greeting": LocalText("{name}，您好：", "{name},"),
    "plan.digest_late": LocalText("已过期限（{count} 件）", "Past its deadline ({count})"),
    "plan.digest_near": LocalText("临近期限（{count} 件）", "Due soon ({count})"),
    "plan.digest_passed_on": LocalText(
        "下级久拖未办，请督办（{count} 件）", "Left undone below, please see to it ({count})"
    ),
    "plan.digest_more": LocalText("……另有 {count} 件，请打开系统查看。", "… and {count} more, on the page."),
    "plan.digest_line_overdue": LocalText(
        "· {title}（{unit}）：应于{day}前完成，已逾期 {days} 天",
        "- {title} ({unit}): was due on {day}, {days} days late",
    ),
    "plan.digest_line_insufficient": LocalText(
        "· {title}（{unit}）：已做，还缺材料，期限{day}", "- {title} ({unit}): done, but lacks material; due on {day}"
    ),
    "plan.digest_line_grace": LocalText(
        "· {title}（{unit}）：期限{day}已过，宽限到{until}",
        "- {title} ({unit}): was due on {day}, in grace until {until}",
    ),
    "plan.digest_line_report_late": LocalText(
        "· {title}（{unit}）：时段已于{day}结束，尚未提交",
        "- {title} ({unit}): its period ended on {day}; not submitted yet",
    ),
    "plan.digest_line_near": LocalText("· {title}（{unit}）：{day}前完成", "- {title} ({unit}): due on {day}"),
    "plan.digest_line_meeting": LocalText(
        "· {title}（{unit}）：{day} {time} 开会", "- {title} ({unit}): {day}, {time}"
    ),
    "plan.digest_pressed": LocalText("（{by}催办）", " ({by} presses for it)"),
    "plan.digest_pressed_note": LocalText("（{by}催办：{note}）", " ({by}: {note})"),
    "plan.digest_open": LocalText("去办理：{site}/", "Open: {site}/"),
    "plan.digest_stop": LocalText(
        "每个工作日最多一封。不想收到，请在“我的信息”里清空联系方式。",
        "At most one letter a working day. To stop it, empty your contact under “About me”.",
    ),
}
