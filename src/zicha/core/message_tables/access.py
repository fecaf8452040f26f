"""Sentences about who may come in: sign-ins, links for auditors, and what the command line says of them."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "access.unit": LocalText("没有编号为{unit}的单位。", "There is no unit with the code {unit}."),
    "access.link_over": LocalText(
        "链接的最后一天{last}早于第一天{start}。请改正日期。",
        "The link's last day {last} is before its first, {start}. Correct the dates.",
    ),
    "access.link_long": LocalText(
        "链接最长{days}天。请定一个更近的日期，到期可以再发。",
        "A link lasts {days} days at most. Choose an earlier last day; another can be given later.",
    ),
    "access.link_unknown": LocalText(
        "没有编号为{link}的查看链接。zicha user list 列出全部链接。",
        "There is no audit link number {link}. `zicha user list` lists them.",
    ),
    "access.account_unknown": LocalText(
        "没有名为“{username}”的账号。zicha user list 列出全部账号。",
        "There is no sign-in called “{username}”. `zicha user list` lists them.",
    ),
    "access.last_admin": LocalText(
        "{username}是最后一个管理员，停用后就没有人能管理了。请先添加另一个管理员。",
        "{username} is the last administrator; without it nobody could manage. Add another one first.",
    ),
    "cli.help.user_list": LocalText("列出登录账号和查看链接。", "List sign-ins and audit links."),
    "cli.help.user_revoke": LocalText(
        "停用一个账号（给用户名），或作废一个查看链接（给编号，如 --link 3）。下一次点击即生效，记录都保留。",
        "End a sign-in (its name) or an audit link (its number, as --link 3), at the next request. Records stay.",
    ),
    "cli.help.user_restore": LocalText("恢复一个停用的账号。", "Let a revoked sign-in work again."),
    "cli.help.user_password": LocalText(
        "重设密码；不给 --password 时询问，或从标准输入读一行。",
        "Set another password. Without --password it is asked for, or read as one line from standard input.",
    ),
    "cli.help.user_audit_link": LocalText(
        "发一个只读的查看链接：只看一个单位及其下级，到期自动失效。链接只显示这一次。",
        "Give a read-only link to one unit and what is below it, until a day. The link is shown this once.",
    ),
    "cli.option.audit_unit": LocalText("给看哪个单位（含下级）。", "Which unit to show, with what is below it."),
    "cli.option.audit_from": LocalText("从哪一天起有效（默认当天）。", "From which day it works (today by default)."),
    "cli.option.audit_until": LocalText("最后有效的一天。", "The last day on which it works."),
    "cli.option.audit_address": LocalText(
        "网站地址，写在链接前面，如 https://zicha.example。", "The site's address, as https://zicha.example."
    ),
    "cli.option.revoke_link": LocalText("要作废的查看链接的编号。", "The number of the audit link to end."),
    "cli.user_revoked": LocalText("账号 {username} 已停用。", "The sign-in {username} is ended."),
    "cli.user_restored": LocalText("账号 {username} 已恢复。", "The sign-in {username} works again."),
    "cli.user_password_set": LocalText(
        "{username} 的密码已重设；此前的登录都已退出。", "{username} has another password; open sessions have ended."
    ),
    "cli.link_revoked": LocalText("查看链接 {link} 已作废。", "Audit link {link} is ended."),
    "cli.link_granted": LocalText(
        "查看链接 {link}（{unit}，{start} 至 {last}，只读）。只显示这一次，请直接交给对方：\n{address}",
        "Audit link {link} ({unit}, {start} to {last}, read-only). Shown this once; hand it over directly:\n{address}",
    ),
    "cli.user_or_link": LocalText(
        "请给用户名，或用 --link 给查看链接的编号，两者取一。", "Give either a sign-in's name or --link with a number."
    ),
    "cli.head.person": LocalText("人员", "person"),
    "cli.head.link": LocalText("链接", "link"),
    "cli.head.until": LocalText("至", "until"),
    "cli.role.admin": LocalText("管理员", "administrator"),
    "cli.role.person": LocalText("人员", "person"),
    "cli.works": LocalText("有效", "works"),
    "cli.ended": LocalText("已停用", "ended"),
    "cli.expired": LocalText("已到期", "expired"),
}
